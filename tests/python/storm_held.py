"""What a process of the storm holds: sockets, threads, memory."""

import contextlib
import ctypes
import gc
import os
import time
from pathlib import Path


def sockets():
    """This process's sockets, by descriptor."""
    found = {}
    for name in os.listdir("/proc/self/fd"):
        # The listing's own descriptor is gone by now.
        with contextlib.suppress(OSError):
            found[int(name)] = os.readlink(f"/proc/self/fd/{name}")
    return {name: file for name, file in found.items() if file.startswith("socket:")}


def status(name):
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith(f"{name}:"):
            return int(line.split()[1])
    raise LookupError(name)


def held():
    gc.collect()
    # What the allocator keeps free, in an arena for nearly each thread, isn't held by anybody.
    with contextlib.suppress(AttributeError):
        ctypes.CDLL(None).malloc_trim(0)
    return {
        "descriptors": len(os.listdir("/proc/self/fd")),
        "threads": status("Threads"),
        "resident KiB": status("VmRSS"),
    }


def within(seconds, holds):
    """Whether something comes true in time."""
    end = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


def idle_threads():
    """The binding's threads: they end when they had nothing to do for a while."""
    names = []
    for thread in Path("/proc/self/task").iterdir():
        with contextlib.suppress(OSError):
            names.append((thread / "comm").read_text())
    return names.count("venice-keys\n")
