"""The interpreter's end: no key is lost without a word, nothing is begun, nothing crashes."""

import multiprocessing
import time

import pytest

from programs import run

# What follows makes Python's end take a while, as big programs' do.
SLOW_END = """
    import sys, time
    class Late:
        def __del__(self, sleep=time.sleep):
            sleep({seconds})
    sys.late = Late()
"""


def play(sandbox, program, slow_end=0):
    """What a program says on standard error when it ends, and how long it took."""
    if slow_end:
        program = SLOW_END.format(seconds=slow_end) + program
    start = time.monotonic()
    done = run(program, env=sandbox.environment())
    return done.stderr, time.monotonic() - start


def made(sandbox):
    """The keys that there are by description, without those of the start."""
    keys = sandbox.control("GET", "keys")["keys"]
    return {key["description"]: key for key in keys if "Sandbox" not in key["description"]}


DAEMON = """
    import threading, time, venice_keys
    client = venice_keys.Client()
    threading.Thread(target=lambda: client.create_key("mine"), daemon=True).start()
    time.sleep(0.3)
"""


def test_a_daemon_threads_create_is_waited_for(sandbox):
    """The thread takes its key; it would be lost had the program not waited."""
    sandbox.fault("delay", ms=1000, match={"method": "POST"})
    said, _ = play(sandbox, DAEMON.replace('create_key("mine")', 'create_key("mine").id'))
    assert "mine" in made(sandbox)
    assert said == ""


def test_a_daemon_threads_create_that_takes_too_long_is_spoken_of(sandbox):
    sandbox.fault("stall", afterWork=True, match={"method": "POST"})
    said, took = play(sandbox, DAEMON)
    assert "create_key is still under way" in said
    assert "created since 20" in said
    assert took < 6


@pytest.mark.parametrize("in_a_thread", [False, True], ids=["asyncio", "thread"])
def test_a_key_that_comes_after_the_last_wait_is_named_all_the_same(sandbox, in_a_thread):
    """Python's logging is gone by then."""
    sandbox.fault("delay", ms=2800, match={"method": "POST"})
    awaiting = """
    import asyncio, time, venice_keys
    client = venice_keys.AsyncClient()
    async def main():
        global task
        task = asyncio.ensure_future(client.create_key("mine"))
        await asyncio.sleep(0.3)
    loop = asyncio.new_event_loop()
    loop.run_until_complete(main())
    task._log_destroy_pending = False
    """
    said, _ = play(sandbox, DAEMON if in_a_thread else awaiting, slow_end=2)
    assert made(sandbox)["mine"]["id"] in said
    assert made(sandbox)["mine"]["apiKey"] not in said


FORGOTTEN = """
    import asyncio, time, venice_keys
    client = venice_keys.AsyncClient(create_limit=1, create_limit_period=1.0)
    async def main():
        global task
        {before}
        task = asyncio.ensure_future(client.create_key("mine"))
        await asyncio.sleep(0.1)
    loop = asyncio.new_event_loop()
    loop.run_until_complete(main())
    task._log_destroy_pending = False
    {after}
"""


def test_a_key_whose_event_loop_was_left_is_named(sandbox):
    """Its response comes to a loop that nobody runs any more."""
    sandbox.fault("delay", ms=300, match={"method": "POST"})
    said, took = play(sandbox, FORGOTTEN.format(before="", after="time.sleep(0.6)"))
    assert said.count(made(sandbox)["mine"]["id"]) == 1
    assert took < 4


def test_a_create_that_waits_for_its_turn_at_the_end_is_not_sent(sandbox):
    before = "await client.create_key('first')"
    said, _ = play(sandbox, FORGOTTEN.format(before=before, after=""), slow_end=1)
    assert list(made(sandbox)) == ["first"]
    assert said == ""


def test_creates_leave_threads_inside_python_their_time(sandbox):
    """One create takes all of its time, and a thread is in somebody's slow logging filter then."""
    sandbox.fault("stall", match={"method": "POST"})
    said, _ = play(
        sandbox,
        """
    import asyncio, logging, time, venice_keys
    logger = logging.getLogger("venice_keys")
    logger.addFilter(lambda record: "GET" in record.getMessage() and time.sleep(3.2) or True)
    logger.setLevel(logging.DEBUG)
    async def main():
        client = venice_keys.AsyncClient(max_retries=0)
        for call in (client.create_key("mine"), client.list_keys()):
            asyncio.ensure_future(call)
        await asyncio.sleep(0.3)
    asyncio.run(main())
    """,
        slow_end=3,
    )
    assert "create_key is still under way" in said


def test_daemon_threads_calls_crash_nothing(sandbox):
    """They end while Python does."""
    for milliseconds in (400, 700, 1000):
        sandbox.fault("delay", ms=milliseconds, match={"method": "GET"})
    said, _ = play(
        sandbox,
        """
    import threading, time, venice_keys
    client = venice_keys.Client()
    for _ in range(3):
        threading.Thread(target=client.list_keys, daemon=True).start()
    time.sleep(0.2)
    """,
        slow_end=1.5,
    )
    assert said == ""


def workers_create(queue):
    """Leaves a create behind, on a loop that is stopped, as the worker ends."""
    import asyncio

    from venice_keys import AsyncClient

    async def main():
        task = asyncio.ensure_future(AsyncClient().create_key("mine"))
        task._log_destroy_pending = False
        await asyncio.sleep(0.3)
        return task

    loop = asyncio.new_event_loop()
    queue.append((loop, loop.run_until_complete(main())))


@pytest.mark.skipif(
    "fork" not in multiprocessing.get_all_start_methods(), reason="no fork on this platform"
)
@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_a_worker_of_multiprocessing_names_its_key(sandbox, method):
    """Its interpreter ends by another way."""
    sandbox.fault("delay", ms=1000, match={"method": "POST"})
    said, _ = play(
        sandbox,
        f"""
    import multiprocessing
    from test_ending import workers_create
    if __name__ == "__main__":
        worker = multiprocessing.get_context("{method}").Process(target=workers_create, args=([],))
        worker.start()
        worker.join()
    """,
    )
    assert made(sandbox)["mine"]["id"] in said
