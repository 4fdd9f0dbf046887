"""The interpreter's end: no key is lost without a word, nothing is begun, nothing crashes."""

import multiprocessing
from concurrent.futures import ThreadPoolExecutor

import pytest

from programs import forks, go_on, run, start
from sandbox import made_key
from until import wait_until

# What follows makes Python's end take a while, as big programs' do.
SLOW_END = """
    import sys, time
    class Late:
        def __del__(self, sleep=time.sleep):
            sleep({seconds})
    sys.late = Late()
"""
# And this makes it say that it is there, and wait for a line of ours.
HELD_END = """
    import os, sys
    class Late:
        def __del__(self, write=os.write, read=os.read):
            write(1, b"late\\n")
            read(0, 1)
    sys.late = Late()
"""


def play(sandbox, program, slow_end=0):
    """What a program says on standard error when it ends."""
    if slow_end:
        program = SLOW_END.format(seconds=slow_end) + program
    return run(program, env=sandbox.environment()).stderr


def started(sandbox, gate, program):
    """A program whose key is created, and has no response until the gate is opened."""
    gate.hold("POST ")
    before = len(sandbox.control("GET", "keys")["keys"])
    running = start(program, env=gate.environment())
    wait_until(lambda: len(sandbox.control("GET", "keys")["keys"]) > before)
    return running


def end_of(running):
    """What a program says on standard error until it ends: sooner than a call that is waited for,
    which has a minute.
    """
    _, said = running.communicate(timeout=50)
    assert running.returncode == 0, said
    return said


def said_until(running, text):
    """What a program says on standard error until a text is in it."""
    said = ""
    while text not in said:
        line = running.stderr.readline()
        assert line, said
        said += line
    return said


def made(sandbox):
    """The keys that there are by description, without those of the start."""
    keys = sandbox.control("GET", "keys")["keys"]
    return {key["description"]: key for key in keys if "Sandbox" not in key["description"]}


DAEMON = """
    import atexit, sys, threading, venice_keys
    client = venice_keys.Client()
    threading.Thread(target=lambda: client.create_key("mine"), daemon=True).start()
    sys.stdin.readline()
    atexit.register(print, "ending", flush=True)
"""


def test_a_daemon_threads_create_is_waited_for(sandbox, gate):
    """The thread takes its key; it would be lost had the program not waited. The end waits for two
    seconds: a machine may stop in them, but not three times.
    """
    program = DAEMON.replace('create_key("mine")', 'create_key("mine").id')

    def said():
        running = started(sandbox, gate, program)
        go_on(running)
        assert running.stdout.readline() == "ending\n"
        gate.open()
        return end_of(running)

    assert any(said() == "" for _ in range(3))
    assert "mine" in made(sandbox)


def test_a_daemon_threads_create_that_takes_too_long_is_spoken_of(sandbox, gate):
    running = started(sandbox, gate, DAEMON)
    go_on(running)
    said = end_of(running)
    assert "create_key is still under way" in said
    assert "created since 20" in said


FORGOTTEN = """
    import asyncio, sys, time, venice_keys
    client = venice_keys.AsyncClient()
    async def main():
        global task
        task = asyncio.ensure_future(client.create_key("mine"))
        await asyncio.sleep(0)
    loop = asyncio.new_event_loop()
    loop.run_until_complete(main())
    task._log_destroy_pending = False
    sys.stdin.readline()
"""


@pytest.mark.parametrize("program", [FORGOTTEN, DAEMON], ids=["asyncio", "thread"])
def test_a_key_that_comes_after_the_last_wait_is_named_all_the_same(sandbox, gate, program):
    """Python's logging is gone by then."""
    running = started(sandbox, gate, HELD_END + program)
    go_on(running)
    while running.stdout.readline() != "late\n":
        assert running.poll() is None, running.stderr.read()
    gate.open()
    mine = made_key(sandbox, "mine")
    said = said_until(running, mine["id"])
    go_on(running)
    assert mine["apiKey"] not in said + end_of(running)


def test_a_key_whose_event_loop_was_left_is_named(sandbox, gate):
    """Its response comes to a loop that nobody runs any more."""
    running = started(sandbox, gate, FORGOTTEN + "    time.sleep(0.6)\n")
    gate.open()
    go_on(running)
    assert end_of(running).count(made(sandbox)["mine"]["id"]) == 1


def test_a_create_that_waits_for_its_turn_at_the_end_is_not_sent(sandbox):
    said = play(
        sandbox,
        """
    import asyncio, venice_keys
    client = venice_keys.AsyncClient(create_limit=1, create_limit_period=60.0, timeout=200)
    async def main():
        global task
        await client.create_key("first")
        task = asyncio.ensure_future(client.create_key("mine"))
        await asyncio.sleep(0.1)
    loop = asyncio.new_event_loop()
    loop.run_until_complete(main())
    task._log_destroy_pending = False
    """,
        slow_end=1,
    )
    assert list(made(sandbox)) == ["first"]
    assert said == ""


def test_creates_leave_threads_inside_python_their_time(sandbox, gate):
    """One create takes all of its time, and a thread is in somebody's slow logging filter then."""
    program = """
    import asyncio, logging, os, sys, venice_keys
    logger = logging.getLogger("venice_keys")
    inside = False
    def slow(record):
        global inside
        if "GET" in record.getMessage():
            inside = True
            os.read(0, 1)
        return True
    logger.addFilter(slow)
    logger.setLevel(logging.DEBUG)
    async def main():
        client = venice_keys.AsyncClient(max_retries=0)
        asyncio.ensure_future(client.create_key("mine"))
        await asyncio.to_thread(sys.stdin.readline)
        asyncio.ensure_future(client.list_keys())
        while not inside:
            await asyncio.sleep(0.01)
    asyncio.run(main())
    """
    running = started(sandbox, gate, SLOW_END.format(seconds=3) + program)
    go_on(running)
    said_until(running, "create_key is still under way")
    go_on(running)
    end_of(running)


def test_daemon_threads_calls_crash_nothing(sandbox):
    """They end while Python does."""
    for milliseconds in (400, 700, 1000):
        sandbox.fault("delay", ms=milliseconds, match={"method": "GET"})
    said = play(
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


def workers_create(queue, was_sent):
    """Leaves a create behind, on a loop that is stopped, as the worker ends."""
    import asyncio

    from venice_keys import AsyncClient

    async def main():
        task = asyncio.ensure_future(AsyncClient().create_key("mine"))
        task._log_destroy_pending = False
        await asyncio.sleep(0)
        return task

    loop = asyncio.new_event_loop()
    queue.append((loop, loop.run_until_complete(main())))
    was_sent.wait()


@pytest.mark.skipif(
    "fork" not in multiprocessing.get_all_start_methods(), reason="no fork on this platform"
)
@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_a_worker_of_multiprocessing_names_its_key(sandbox, method):
    """Its interpreter ends by another way."""
    program = f"""
    import multiprocessing, sys
    from test_ending import workers_create
    if __name__ == "__main__":
        context = multiprocessing.get_context("{method}")
        was_sent = context.Event()
        worker = context.Process(target=workers_create, args=([], was_sent))
        worker.start()
        sys.stdin.readline()
        was_sent.set()
        worker.join()
    """
    running = start(program, env=sandbox.environment())
    wait_until(sandbox.journal)
    go_on(running)
    said = end_of(running)
    assert made(sandbox)["mine"]["id"] in said


# ---- Event loops


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
        import asyncio, atexit, logging, sys, threading, time, venice_keys
        inside, ending = threading.Event(), threading.Event()
        def slow(record):
            inside.set()
            ending.wait()
            time.sleep(0.1)
            return True
        logger = logging.getLogger("venice_keys")
        logger.addFilter(slow)
        logger.setLevel(logging.DEBUG)
        class Late:  # Python's end takes a second
            def __del__(self, sleep=time.sleep):
                sleep(1)
        sys.late = Late()
        async def main():
            task = asyncio.ensure_future(venice_keys.AsyncClient().list_keys())
            while not inside.is_set():
                await asyncio.sleep(0.01)
            task.cancel()
            try:
                await task
            except asyncio.CancelledError:
                print("given up")
        asyncio.run(main())
        atexit.register(ending.set)
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
