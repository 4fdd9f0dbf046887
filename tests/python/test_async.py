"""AsyncClient: own threads, any loop, cancelled awaits, closed loops."""

import asyncio
import gc
import inspect
import logging
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from unittest import mock

import pytest
from venice_keys import (
    AsyncClient,
    Client,
    NotFoundError,
    OutcomeUnknownError,
    Secret,
    Wallet,
)

from contract import CONTRACT, OPERATIONS, PAGED
from programs import forks, run

ID = "e28e82dc-9df2-4b47-b726-d0a222ef2ab5"


def parameters(call):
    """Names, kinds and defaults: what a caller sees of a signature but its annotations."""
    signature = inspect.signature(call)
    given = signature.parameters.values()
    return [(one.name, one.kind, one.default) for one in given if one.name != "self"]


def asyncio_loop():
    return asyncio.new_event_loop()


def uvloop_loop():
    return pytest.importorskip("uvloop").new_event_loop()


@pytest.fixture(params=[asyncio_loop, uvloop_loop], ids=["asyncio", "uvloop"])
def play(request):
    """Plays a coroutine on a loop of either kind."""
    loop = request.param()
    loop.set_debug(False)
    asyncio.set_event_loop(loop)
    yield loop.run_until_complete
    loop.close()
    asyncio.set_event_loop(None)


def wait_until(condition, seconds=10):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it didn't happen in time"
        time.sleep(0.01)


def made_key(sandbox, description):
    keys = sandbox.control("GET", "keys")["keys"]
    return next((key for key in keys if key["description"] == description), None)


@pytest.mark.alone
def test_64_calls_at_once_take_as_long_as_one(async_client, sandbox, play):
    async def calls():
        await async_client.list_keys()
        sandbox.fault("delay", ms=100, times=64)
        start = time.perf_counter()
        await asyncio.gather(*(async_client.list_keys() for _ in range(64)))
        return time.perf_counter() - start

    assert 0.1 <= play(calls()) < 0.4


def test_the_loop_goes_on_during_calls(async_client, sandbox, play):
    sandbox.fault("delay", ms=300, times=64)

    async def calls():
        ticks = 0
        call = asyncio.ensure_future(async_client.list_keys())
        while not call.done():
            await asyncio.sleep(0.01)
            ticks += 1
        return ticks

    assert play(calls()) >= 10


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
            await asyncio.wait_for(async_client.list_keys(), 5)
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
def test_a_cancelled_await_returns_at_once(async_client, sandbox, play):
    sandbox.fault("delay", ms=1000, times=9)

    async def calls():
        start = time.perf_counter()
        with pytest.raises(asyncio.TimeoutError):
            await asyncio.wait_for(async_client.list_keys(), 0.1)
        took = time.perf_counter() - start
        complaints = []
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(lambda _, context: complaints.append(context))
        await asyncio.sleep(1.2)  # the response comes and must settle nothing
        return took, complaints

    took, complaints = play(calls())
    assert took < 0.4
    assert complaints == []


def test_a_key_made_for_a_cancelled_await_is_named(async_client, sandbox, play, caplog):
    sandbox.fault("delay", ms=400, match={"method": "POST"})

    async def calls():
        with pytest.raises(asyncio.TimeoutError):
            await asyncio.wait_for(async_client.create_key("mine"), 0.1)
        await asyncio.sleep(0.8)

    with caplog.at_level(logging.WARNING, "venice_keys"):
        play(calls())
    made = made_key(sandbox, "mine")
    (record,) = caplog.records
    assert (record.name, record.levelname) == ("venice_keys", "WARNING")
    assert made["id"] in record.getMessage()
    assert made["apiKey"][-20:-6] not in caplog.text


def test_a_payment_made_for_a_cancelled_await_is_named(async_client, sandbox, play, caplog):
    wallet = Wallet(sandbox.staked_private_key)
    paying = {"header": "payment-signature"}
    sandbox.fault("delay", ms=500, match=paying)

    async def calls():
        pending = await async_client.x402_prepare_top_up(wallet, amount=10, most=10, order="bill 7")
        task = asyncio.ensure_future(async_client.x402_pay_top_up(wallet, pending.record))
        while not any("payment-signature" in one["headers"] for one in sandbox.journal()):
            await asyncio.sleep(0.02)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    with caplog.at_level(logging.WARNING, "venice_keys"):
        play(calls())
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
            create_limit_period=2.0,
            timeout=10,
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


def test_a_key_made_for_a_closed_loop_is_named(async_client, sandbox, caplog):
    sandbox.fault("delay", ms=400, match={"method": "POST"})

    async def calls():
        task = asyncio.ensure_future(async_client.create_key("mine"))
        await asyncio.sleep(0.1)
        return task

    loop = asyncio.new_event_loop()
    with caplog.at_level(logging.WARNING, "venice_keys"):
        task = loop.run_until_complete(calls())
        task.cancel()
        loop.run_until_complete(asyncio.gather(task, return_exceptions=True))
        loop.close()
        wait_until(lambda: caplog.records)
    assert made_key(sandbox, "mine")["id"] in caplog.text


def test_a_key_that_reaches_a_stopped_loop_is_named(async_client, sandbox, caplog):
    """The loop takes the callback, and is closed before it runs it."""
    sandbox.fault("delay", ms=200, match={"method": "POST"})

    async def calls():
        task = asyncio.ensure_future(async_client.create_key("mine"))
        await asyncio.sleep(0.05)
        return task

    loop = asyncio.new_event_loop()
    with caplog.at_level(logging.WARNING, "venice_keys"):
        task = loop.run_until_complete(calls())
        task._log_destroy_pending = False
        wait_until(lambda: made_key(sandbox, "mine"))
        time.sleep(0.3)
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
    (record,) = caplog.records
    assert made_key(sandbox, "mine")["id"] in record.getMessage()


def test_a_key_that_reaches_a_loop_in_the_middle_of_its_end_is_named(async_client, sandbox, caplog):
    """The loop closes between call_soon_threadsafe's look whether it has and its append."""
    here = threading.get_ident()

    class Late(asyncio.SelectorEventLoop):
        def _call_soon(self, *args):
            if threading.get_ident() != here:
                wait_until(self.is_closed)
            return super()._call_soon(*args)

    async def calls():
        task = asyncio.ensure_future(async_client.create_key("mine"))
        await asyncio.sleep(0.05)
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


def test_a_create_of_unknown_outcome_is_spoken_of(sandbox, play, caplog):
    sandbox.fault("stall", match={"method": "POST"})

    async def calls():
        client = AsyncClient(sandbox.admin_key, base_url=sandbox.base_url, timeout=0.5)
        with pytest.raises(asyncio.TimeoutError):
            await asyncio.wait_for(client.create_key("mine"), 0.1)
        await asyncio.sleep(0.8)

    with caplog.at_level(logging.WARNING, "venice_keys"):
        play(calls())
    assert "may have been created" in caplog.text


def test_a_loop_closed_amid_calls_harms_nothing(async_client, sandbox, recwarn):
    sandbox.fault("delay", ms=300, times=9)
    loop = asyncio.new_event_loop()

    async def begin():
        tasks = [asyncio.ensure_future(async_client.list_keys()) for _ in range(4)]
        await asyncio.sleep(0.05)
        return tasks

    tasks = loop.run_until_complete(begin())
    for task in tasks:
        task.cancel()
    loop.run_until_complete(asyncio.gather(*tasks, return_exceptions=True))
    loop.close()
    time.sleep(0.5)
    assert asyncio.run(async_client.verify_key()).accepted
    assert [warning for warning in recwarn if "venice" in str(warning.message)] == []


def test_a_call_that_waited_for_a_thread_and_was_cancelled_sends_nothing(async_client, sandbox):
    """300 calls are more than there are threads: the last ones wait for one."""
    sandbox.fault("delay", ms=700, times=300)

    async def calls():
        first = [asyncio.ensure_future(async_client.list_keys()) for _ in range(300)]
        await asyncio.sleep(0.2)
        create = asyncio.ensure_future(async_client.create_key("mine"))
        await asyncio.sleep(0.1)
        create.cancel()
        await asyncio.gather(*first)
        await asyncio.sleep(0.1)

    asyncio.run(calls())
    assert made_key(sandbox, "mine") is None


@pytest.mark.alone
def test_every_call_ends_in_time_however_many_wait_before_it(sandbox, play):
    """600 calls are more than there are threads, and none of them gets a response."""
    sandbox.fault("stall", times=2000)
    client = AsyncClient(sandbox.admin_key, base_url=sandbox.base_url, timeout=1.0, max_retries=0)
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
    assert max(took) < 1.5


@pytest.mark.alone
@pytest.mark.parametrize("blocking", [False, True])
def test_a_call_behind_slower_ones_ends_in_its_own_time(sandbox, blocking):
    """All threads are busy with calls whose timeouts are longer."""
    sandbox.fault("stall", times=2000)
    settings = {"base_url": sandbox.base_url, "max_retries": 0}
    slow = AsyncClient(sandbox.admin_key, timeout=5.0, **settings)
    quick = AsyncClient(sandbox.admin_key, timeout=0.7, **settings)
    quick_blocking = Client(sandbox.admin_key, timeout=0.7, **settings)

    async def calls():
        slow_ones = [asyncio.ensure_future(slow.list_keys()) for _ in range(300)]
        await asyncio.sleep(0.5)
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

    assert 0.6 < asyncio.run(calls()) < 1.2


def test_a_create_for_a_closed_loop_is_not_sent(sandbox):
    """Nobody cancels it; the loop is closed while it waits for its turn."""
    client = AsyncClient(
        sandbox.admin_key, base_url=sandbox.base_url, create_limit=1, create_limit_period=1.0
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
    time.sleep(1.5)
    assert made_key(sandbox, "first")
    assert made_key(sandbox, "second") is None


def test_a_create_that_is_forgotten_is_not_sent(sandbox, play):
    """The coroutine is thrown away while it waits for its turn."""
    client = AsyncClient(
        sandbox.admin_key, base_url=sandbox.base_url, create_limit=1, create_limit_period=0.8
    )

    async def calls():
        await client.create_key("first")
        forgotten = client.create_key("second")
        forgotten.send(None)
        forgotten.close()
        await asyncio.sleep(1.2)

    play(calls())
    assert made_key(sandbox, "first")
    assert made_key(sandbox, "second") is None


def test_a_key_whose_coroutine_is_forgotten_is_named(async_client, sandbox, play, caplog):
    sandbox.fault("delay", ms=200, match={"method": "POST"})

    async def calls():
        forgotten = async_client.create_key("mine")
        forgotten.send(None)
        await asyncio.sleep(0.1)
        forgotten.close()
        await asyncio.sleep(0.5)

    with caplog.at_level(logging.WARNING, "venice_keys"):
        play(calls())
    assert made_key(sandbox, "mine")["id"] in caplog.text


def test_calls_are_coroutines(async_client):
    """For create_task, TaskGroup, and mocks."""
    assert {name for name in dir(Client) if name in OPERATIONS} == set(OPERATIONS)
    public = {name for name in dir(Client) if not name.startswith("_")} - {"close", "anonymous"}
    assert public == set(OPERATIONS)
    for name in OPERATIONS:
        method = getattr(AsyncClient, name)
        assert inspect.iscoroutinefunction(method) is (name not in PAGED)
        assert parameters(method) == parameters(getattr(Client, name))
    double = mock.create_autospec(AsyncClient, instance=True)
    assert isinstance(double.list_keys, mock.AsyncMock)

    async def calls():
        task = asyncio.create_task(async_client.list_keys())
        return await task

    assert len(asyncio.run(calls())) == 2


def test_signatures_agree():
    assert parameters(AsyncClient) == parameters(Client)
    settings = [name for name, _, _ in parameters(Client) if name != "api_key"]
    assert settings == [name for name, _, _ in parameters(AsyncClient.anonymous)]
    assert set(settings) == set(CONTRACT["settings"]) - {"api_key"}


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
            sandbox.fault("delay", ms=300, times=32)
            before = threads()
            async def calls():
                await asyncio.gather(*(client.list_keys() for _ in range(32)))
            asyncio.run(calls())
            most = threads()
            end = time.monotonic() + 20
            while threads() > before and time.monotonic() < end:
                time.sleep(0.2)
            print(threads() - before, most >= 32)
        """,
        timeout=60,
    )
    assert done.stdout == "0 True\n"


ENDS = """
    import asyncio, os, sys, venice_keys
    {first}
    async def main():
        async with venice_keys.AsyncClient() as client:
            await asyncio.gather(client.list_keys(), client.rate_limits())
    asyncio.run(main())
"""
# Children that have imported everything already: many ends in little time.
IN_SIX_CHILDREN = """
    for _ in range(6):
        if os.fork() == 0:
            break
    else:
        sys.exit([os.waitstatus_to_exitcode(os.wait()[1]) for _ in range(6)] != [0] * 6)
"""


@pytest.mark.parametrize(
    "first, times", [("", 8), pytest.param(IN_SIX_CHILDREN, 12, marks=forks)], ids=["", "forked"]
)
def test_programs_end_well(sandbox, first, times):
    """A thread that the interpreter's end finds inside Python takes the process down."""
    program = ENDS.format(first=first)
    with ThreadPoolExecutor(4) as pool:
        runs = pool.map(lambda _: run(program, env=sandbox.environment()), range(times))
        assert all(done.stderr == "" for done in runs)


def test_the_end_waits_for_a_thread_inside_python(sandbox):
    """The same, made sure: the thread is in somebody's slow logging filter when the end comes."""
    done = run(
        """
        import asyncio, logging, sys, time, venice_keys
        logger = logging.getLogger("venice_keys")
        logger.addFilter(lambda record: time.sleep(0.5) or True)
        logger.setLevel(logging.DEBUG)
        class Late:  # Python's end takes a second
            def __del__(self, sleep=time.sleep):
                sleep(1)
        sys.late = Late()
        async def main():
            try:
                await asyncio.wait_for(venice_keys.AsyncClient().list_keys(), 0.2)
            except asyncio.TimeoutError:
                print("given up")
        asyncio.run(main())
        """,
        env=sandbox.environment(),
    )
    assert done.stdout == "given up\n"
    assert done.stderr == ""


def test_what_runs_at_the_end_can_still_call(sandbox):
    done = run(
        """
        import asyncio, atexit, venice_keys
        client = venice_keys.Client()
        def at_end():
            print(len(client.list_keys()))
            async def main():
                await venice_keys.AsyncClient().list_keys()
            try:
                asyncio.run(main())
            except RuntimeError as error:
                print(error)
        atexit.register(at_end)
        client.list_keys()
        """,
        env=sandbox.environment(),
    )
    assert done.stdout == "2\nno calls can be awaited while the interpreter ends\n"
    assert done.stderr == ""
