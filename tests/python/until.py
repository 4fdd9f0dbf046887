"""Waits for what is to come. The end of that is for what never comes: it's no measure of speed."""

import asyncio
import time

LONG = 60


def wait_until(condition):
    end = time.monotonic() + LONG
    while not condition():
        assert time.monotonic() < end, "it never happened"
        time.sleep(0.01)


async def until(condition):
    """The same, while others go on."""
    end = time.monotonic() + LONG
    while not condition():
        assert time.monotonic() < end, "it never happened"
        await asyncio.sleep(0.01)
