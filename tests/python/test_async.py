"""AsyncClient: its calls are coroutines, on any event loop, and on threads of their own."""

import asyncio
import inspect
import threading
import time
from unittest import mock

import pytest
from venice_keys import AsyncClient, Client, NotFoundError, Secret

from contract import CONTRACT, JOBS, OPERATIONS, PAGED
from programs import run
from until import until

ID = "e28e82dc-9df2-4b47-b726-d0a222ef2ab5"
# As many calls as this are under way at once; others wait for a thread.
THREADS = 256


def parameters(call):
    """Names, kinds and defaults: what a caller sees of a signature but its annotations."""
    signature = inspect.signature(call)
    given = signature.parameters.values()
    return [(one.name, one.kind, one.default) for one in given if one.name != "self"]


def test_64_calls_are_under_way_at_once(gated, gate, sandbox, play):
    async def calls():
        lists = asyncio.gather(*(gated.list_keys() for _ in range(64)))
        await until(lambda: len(sandbox.journal()) == 64)  # and none has its response
        gate.open()
        return await lists

    assert [len(keys) for keys in play(calls())] == [2] * 64


def test_the_loop_goes_on_during_calls(gated, gate, play):
    async def calls():
        call = asyncio.ensure_future(gated.list_keys())
        for _ in range(10):
            await asyncio.sleep(0.01)
        assert not call.done()
        gate.open()
        return await call

    assert len(play(calls())) == 2


def test_asyncios_executor_is_not_used(async_client):
    async def calls():
        loop = asyncio.get_running_loop()
        with mock.patch.object(loop, "run_in_executor", side_effect=AssertionError):
            await asyncio.gather(*(async_client.list_keys() for _ in range(4)))

    asyncio.run(calls())


def test_a_blocked_default_executor_blocks_nothing(async_client, play):
    async def calls():
        loop = asyncio.get_running_loop()
        release = threading.Event()
        blockers = [loop.run_in_executor(None, release.wait) for _ in range(64)]
        try:
            await asyncio.wait_for(async_client.list_keys(), 50)
        finally:
            release.set()
            await asyncio.gather(*blockers)

    play(calls())


def test_errors_are_raised_where_they_are_awaited(async_client, play):
    async def calls():
        with pytest.raises(NotFoundError):
            await async_client.get_key(ID)
        with pytest.raises(TypeError, match="id"):
            await async_client.get_key(5)
        results = await asyncio.gather(
            async_client.get_key(ID), async_client.verify_key(), return_exceptions=True
        )
        assert isinstance(results[0], NotFoundError)
        assert results[1].accepted

    play(calls())


@pytest.mark.alone
def test_every_call_ends_in_time_however_many_wait_before_it(sandbox, play):
    """600 calls are more than there are threads, and none of them gets a response."""
    sandbox.fault("stall", times=2000)
    client = AsyncClient(sandbox.admin_key, base_url=sandbox.base_url, timeout=8.0, max_retries=0)
    took = []

    async def call():
        start = time.perf_counter()
        with pytest.raises(TimeoutError):
            await client.list_keys()
        took.append(time.perf_counter() - start)

    async def calls():
        await asyncio.gather(*(call() for _ in range(600)))

    play(calls())
    assert len(took) == 600
    assert max(took) < 16  # those that had to wait for a thread would take as long as two


@pytest.mark.parametrize("blocking", [False, True])
def test_a_call_behind_slower_ones_ends_in_its_own_time(sandbox, blocking):
    """All threads are busy with calls whose timeouts are longer."""
    sandbox.fault("stall", times=2000)
    settings = {"base_url": sandbox.base_url, "max_retries": 0}
    slow = AsyncClient(sandbox.admin_key, timeout=200.0, **settings)
    quick = AsyncClient(sandbox.admin_key, timeout=0.7, **settings)
    quick_blocking = Client(sandbox.admin_key, timeout=0.7, **settings)

    async def calls():
        slow_ones = [asyncio.ensure_future(slow.list_keys()) for _ in range(300)]
        await until(lambda: len(sandbox.journal()) == THREADS)
        start = time.perf_counter()
        with pytest.raises(TimeoutError):
            if blocking:
                quick_blocking.list_keys()
            else:
                await quick.list_keys()
        took = time.perf_counter() - start
        for call in slow_ones:
            call.cancel()
        await asyncio.gather(*slow_ones, return_exceptions=True)
        return took

    assert 0.6 < asyncio.run(calls()) < 100


def test_calls_are_coroutines(async_client):
    """For create_task, TaskGroup, and mocks."""
    assert {name for name in dir(Client) if name in OPERATIONS} == set(OPERATIONS)
    public = {name for name in dir(Client) if not name.startswith("_")}
    derived = {"with_options", "with_api_key"}
    assert public == set(OPERATIONS) | derived | {"close", "anonymous"}
    for name in derived:
        assert parameters(getattr(AsyncClient, name)) == parameters(getattr(Client, name))
    for name in OPERATIONS:
        method = getattr(AsyncClient, name)
        # Lists are iterated, and what ends with a body is entered.
        is_awaited = name not in PAGED and not (name in JOBS and JOBS[name]["scope"])
        assert inspect.iscoroutinefunction(method) is is_awaited
        assert parameters(method) == parameters(getattr(Client, name))
    double = mock.create_autospec(AsyncClient, instance=True)
    assert isinstance(double.list_keys, mock.AsyncMock)

    async def calls():
        task = asyncio.create_task(async_client.list_keys())
        return await task

    assert len(asyncio.run(calls())) == 2


def test_signatures_agree():
    assert parameters(AsyncClient) == parameters(Client)
    # Of a client without a key nobody asks for one.
    keys = {"api_key", "credential"}
    settings = [name for name, _, _ in parameters(Client) if name not in keys]
    assert settings == [name for name, _, _ in parameters(AsyncClient.anonymous)]
    assert set(settings) == set(CONTRACT["settings"]) - keys


def test_one_client_serves_several_loops(async_client):
    results = []

    def loop():
        results.append(asyncio.run(async_client.verify_key()).accepted)

    threads = [threading.Thread(target=loop) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [True] * 8


def test_without_a_loop_nothing_is_sent(async_client, sandbox):
    coroutine = async_client.list_keys()
    with pytest.raises(RuntimeError, match="no running event loop"):
        coroutine.send(None)
    assert sandbox.journal() == []


def test_the_context_manager_closes(sandbox, play):
    async def calls():
        async with AsyncClient(Secret(sandbox.admin_key), base_url=sandbox.base_url) as client:
            assert "AsyncClient" in repr(client)
            await client.list_keys()
        with pytest.raises(RuntimeError, match="closed"):
            await client.list_keys()

    play(calls())


def test_anonymous(sandbox, play):
    async def calls():
        async with AsyncClient.anonymous(base_url=sandbox.base_url) as client:
            return await client.list_models()

    assert play(calls())
    assert "authorization" not in sandbox.journal()[-1]["headers"]


def test_idle_threads_end():
    """They do after a second; this test is patient in a process of its own."""
    done = run(
        """
        import asyncio, os, time, venice_keys
        if not os.path.isdir("/proc/self/task"):
            raise SystemExit(print("0 True"))
        from sandbox import Sandbox
        threads = lambda: len(os.listdir("/proc/self/task"))
        with Sandbox() as sandbox:
            client = venice_keys.AsyncClient(sandbox.admin_key, base_url=sandbox.base_url)
            sandbox.fault("delay", ms=4000, times=32)
            before = most = threads()
            async def calls():
                global most
                lists = asyncio.gather(*(client.list_keys() for _ in range(32)))
                while not lists.done():
                    await asyncio.sleep(0.01)
                    most = max(most, threads())
                await lists
            asyncio.run(calls())
            end = time.monotonic() + 60
            while threads() > before and time.monotonic() < end:
                time.sleep(0.2)
            print(threads() - before, most >= 32)
        """
    )
    assert done.stdout == "0 True\n"
