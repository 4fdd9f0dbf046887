"""Awaits that are cancelled, coroutines that are forgotten, event loops that are closed: nothing
more is sent, and a key or a payment that nobody has is named.
"""

import asyncio
import gc
import logging
import threading
import time

import pytest
from venice_keys import AsyncClient, OutcomeUnknownError, Wallet

from sandbox import made_key
from until import until, wait_until


async def cancelled_once_sent(sandbox, coroutine):
    task = asyncio.ensure_future(coroutine)
    await until(sandbox.journal)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


def test_a_cancelled_await_returns_at_once(gated, gate, sandbox, play):
    async def calls():
        start = time.perf_counter()
        await cancelled_once_sent(sandbox, gated.list_keys())
        took = time.perf_counter() - start
        complaints = []
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(lambda _, context: complaints.append(context))
        gate.open()
        await asyncio.sleep(0.5)  # the response comes and must settle nothing
        return took, complaints

    took, complaints = play(calls())
    assert took < 50  # whoever waits for the response does so for a minute
    assert complaints == []


def test_a_key_made_for_a_cancelled_await_is_named(gated, gate, sandbox, play, caplog):
    with caplog.at_level(logging.WARNING, "venice_keys"):
        play(cancelled_once_sent(sandbox, gated.create_key("mine")))
        assert caplog.records == []
        gate.open()
        wait_until(lambda: caplog.records)
    made = made_key(sandbox, "mine")
    (record,) = caplog.records
    assert (record.name, record.levelname) == ("venice_keys", "WARNING")
    assert made["id"] in record.getMessage()
    assert made["apiKey"][-20:-6] not in caplog.text


def test_a_payment_made_for_a_cancelled_await_is_named(gated, gate, sandbox, play, caplog):
    wallet = Wallet(sandbox.staked_private_key)

    def is_paid():
        return any("payment-signature" in one["headers"] for one in sandbox.journal())

    async def calls():
        gate.hold("payment-signature")
        pending = await gated.x402_prepare_top_up(wallet, amount=10, most=10, order="bill 7")
        task = asyncio.ensure_future(gated.x402_pay_top_up(wallet, pending.record))
        await until(is_paid)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    with caplog.at_level(logging.WARNING, "venice_keys"):
        play(calls())
        assert caplog.records == []
        gate.open()
        wait_until(lambda: caplog.records)
    (record,) = caplog.records
    assert "x402_pay_top_up" in record.getMessage()
    assert wallet.address.lower() in record.getMessage().lower()


def test_a_create_cancelled_while_it_waits_for_its_turn_is_not_sent(sandbox, play, caplog):
    async def calls():
        limited = AsyncClient(
            sandbox.admin_key,
            base_url=sandbox.base_url,
            create_limit=1,
            create_limit_period=8.0,
        )
        async with limited as client:
            await client.create_key("first")
            with pytest.raises(asyncio.TimeoutError):
                await asyncio.wait_for(client.create_key("second"), 0.2)
            await client.create_key("third")

    with caplog.at_level(logging.WARNING, "venice_keys"):
        play(calls())
    made = [request["body"]["description"] for request in sandbox.journal()]
    assert made == ["first", "third"]
    assert caplog.records == []


def test_a_key_made_for_a_closed_loop_is_named(gated, gate, sandbox, caplog):
    async def calls():
        task = asyncio.ensure_future(gated.create_key("mine"))
        await until(sandbox.journal)
        return task

    loop = asyncio.new_event_loop()
    with caplog.at_level(logging.WARNING, "venice_keys"):
        task = loop.run_until_complete(calls())
        task.cancel()
        loop.run_until_complete(asyncio.gather(task, return_exceptions=True))
        loop.close()
        gate.open()
        wait_until(lambda: caplog.records)
    assert made_key(sandbox, "mine")["id"] in caplog.text


def test_a_key_that_reaches_a_stopped_loop_is_named(gated, gate, sandbox, caplog):
    """The loop takes the callback, and is closed before it runs it."""
    taken = threading.Event()

    class Stopped(asyncio.SelectorEventLoop):
        def call_soon_threadsafe(self, *args, **options):
            handle = super().call_soon_threadsafe(*args, **options)
            taken.set()
            return handle

    async def calls():
        task = asyncio.ensure_future(gated.create_key("mine"))
        await until(sandbox.journal)
        return task

    loop = Stopped()
    with caplog.at_level(logging.WARNING, "venice_keys"):
        task = loop.run_until_complete(calls())
        task._log_destroy_pending = False
        assert not taken.is_set()
        gate.open()
        wait_until(taken.is_set)
        loop.close()
        del task
        gc.collect()
        wait_until(lambda: caplog.records)
    assert made_key(sandbox, "mine")["id"] in caplog.text


def test_a_key_whose_task_is_cancelled_as_it_comes_is_named(async_client, sandbox, play, caplog):
    """The outcome is there, but the task hasn't had its turn yet."""

    async def calls():
        task = asyncio.ensure_future(async_client.create_key("mine"))
        await asyncio.sleep(0)  # it is sent
        wait_until(lambda: made_key(sandbox, "mine"))
        time.sleep(0.3)  # the response comes to a loop that is busy
        asyncio.get_running_loop().call_soon(task.cancel)
        with pytest.raises(asyncio.CancelledError):
            await task

    with caplog.at_level(logging.WARNING, "venice_keys"):
        play(calls())
        wait_until(lambda: caplog.records)
    (record,) = caplog.records
    assert made_key(sandbox, "mine")["id"] in record.getMessage()


def test_a_key_that_reaches_a_loop_in_the_middle_of_its_end_is_named(async_client, sandbox, caplog):
    """The loop closes between call_soon_threadsafe's look whether it has and its append."""
    here = threading.get_ident()
    looked = threading.Event()

    class Late(asyncio.SelectorEventLoop):
        def _call_soon(self, *args):
            if threading.get_ident() != here:
                looked.set()
                wait_until(self.is_closed)
            return super()._call_soon(*args)

    async def calls():
        task = asyncio.ensure_future(async_client.create_key("mine"))
        await until(looked.is_set)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    loop = Late()
    with caplog.at_level(logging.WARNING, "venice_keys"):
        loop.run_until_complete(calls())
        loop.close()
        wait_until(lambda: caplog.records)
    assert made_key(sandbox, "mine")["id"] in caplog.text
    del loop

    def is_freed():
        gc.collect()
        return not [one for one in gc.get_objects() if isinstance(one, Late)]

    # The thread that carried the call out is still on its way out of the loop.
    wait_until(is_freed)


def test_a_failed_await_says_nothing_twice(sandbox, play, caplog):
    sandbox.fault("reset_before", match={"method": "POST"})

    async def calls():
        async with AsyncClient(sandbox.admin_key, base_url=sandbox.base_url) as client:
            with pytest.raises(OutcomeUnknownError):
                await client.create_key("mine")

    with caplog.at_level(logging.WARNING, "venice_keys"):
        play(calls())
    assert caplog.records == []


def test_a_create_of_unknown_outcome_is_spoken_of(gated, gate, sandbox, play, caplog):
    with caplog.at_level(logging.WARNING, "venice_keys"):
        play(cancelled_once_sent(sandbox, gated.create_key("mine")))
        wait_until(lambda: made_key(sandbox, "mine"))
        assert caplog.records == []
        gate.cut()
        wait_until(lambda: "may have been created" in caplog.text)


def test_a_loop_closed_amid_calls_harms_nothing(gated, gate, sandbox, recwarn):
    loop = asyncio.new_event_loop()

    async def begin():
        tasks = [asyncio.ensure_future(gated.list_keys()) for _ in range(4)]
        await until(lambda: len(sandbox.journal()) == 4)
        return tasks

    tasks = loop.run_until_complete(begin())
    for task in tasks:
        task.cancel()
    loop.run_until_complete(asyncio.gather(*tasks, return_exceptions=True))
    loop.close()
    gate.open()
    time.sleep(0.5)
    assert asyncio.run(gated.verify_key()).accepted
    assert [warning for warning in recwarn if "venice" in str(warning.message)] == []


def test_a_call_that_waited_for_a_thread_and_was_cancelled_sends_nothing(async_client, sandbox):
    """300 calls are more than there are threads: the last ones wait for one."""
    sandbox.fault("delay", ms=12_000, times=256)

    async def calls():
        first = [asyncio.ensure_future(async_client.list_keys()) for _ in range(300)]
        create = asyncio.ensure_future(async_client.create_key("mine"))
        await until(lambda: len(sandbox.journal()) == 256)
        create.cancel()
        await asyncio.gather(*first)
        await async_client.list_keys()  # a thread had the time to look at the create

    asyncio.run(calls())
    assert made_key(sandbox, "mine") is None


def test_a_create_for_a_closed_loop_is_not_sent(sandbox):
    """Nobody cancels it; the loop is closed while it waits for its turn."""
    client = AsyncClient(
        sandbox.admin_key, base_url=sandbox.base_url, create_limit=1, create_limit_period=6.0
    )

    async def calls():
        await client.create_key("first")
        task = asyncio.ensure_future(client.create_key("second"))
        task._log_destroy_pending = False
        await asyncio.sleep(0.1)
        return task

    loop = asyncio.new_event_loop()
    loop.run_until_complete(calls())
    loop.close()
    time.sleep(6.5)
    assert made_key(sandbox, "first")
    assert made_key(sandbox, "second") is None


def test_a_create_that_is_forgotten_is_not_sent(sandbox, play):
    """The coroutine is thrown away while it waits for its turn."""
    client = AsyncClient(
        sandbox.admin_key, base_url=sandbox.base_url, create_limit=1, create_limit_period=6.0
    )

    async def calls():
        await client.create_key("first")
        forgotten = client.create_key("second")
        forgotten.send(None)
        forgotten.close()
        await asyncio.sleep(6.5)

    play(calls())
    assert made_key(sandbox, "first")
    assert made_key(sandbox, "second") is None


def test_a_key_whose_coroutine_is_forgotten_is_named(gated, gate, sandbox, play, caplog):
    async def calls():
        forgotten = gated.create_key("mine")
        forgotten.send(None)
        await until(sandbox.journal)
        forgotten.close()

    with caplog.at_level(logging.WARNING, "venice_keys"):
        play(calls())
        gate.open()
        wait_until(lambda: caplog.records)
    assert made_key(sandbox, "mine")["id"] in caplog.text
