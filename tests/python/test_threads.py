"""Calls leave Python's other threads, its signals and its forks alone."""

import multiprocessing
import os
import signal
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from venice_keys import Client, NotFoundError

from programs import forks, forks_beside_threads, in_a_child, run, start

ID = "e28e82dc-9df2-4b47-b726-d0a222ef2ab5"


def everybody_waits(sandbox, milliseconds):
    sandbox.fault("delay", ms=milliseconds, times=1000)


@pytest.mark.alone
@pytest.mark.parametrize("call_elsewhere", [False, True])
def test_python_goes_on_during_a_call(client, sandbox, call_elsewhere):
    """One thread calls, the main thread or another; the other goes on meanwhile."""
    everybody_waits(sandbox, 500)
    done = threading.Event()
    called = []
    alive = set()

    def moment():
        return int(time.perf_counter() / 0.02)

    def call():
        called.append(moment())
        client.list_keys()
        called.append(moment())
        done.set()

    def go_on():
        while not done.is_set():
            alive.add(moment())

    elsewhere, here = (call, go_on) if call_elsewhere else (go_on, call)
    thread = threading.Thread(target=elsewhere)
    thread.start()
    here()
    thread.join()
    during = range(called[0] + 1, called[1])
    assert len(during) >= 20
    # With Python's lock held it would be none. A busy machine may skip a few.
    assert len(alive.intersection(during)) > len(during) / 2


@pytest.mark.alone
def test_two_threads_overlap(client, sandbox):
    everybody_waits(sandbox, 300)
    start_ = time.perf_counter()
    threads = [threading.Thread(target=client.list_keys) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert time.perf_counter() - start_ < 0.55


@pytest.mark.alone
def test_64_threads_take_as_long_as_one(client, sandbox):
    client.list_keys()
    everybody_waits(sandbox, 100)
    with ThreadPoolExecutor(64) as pool:
        list(pool.map(lambda _: time.sleep(0.05), range(64)))  # the threads are there
        start_ = time.perf_counter()
        list(pool.map(lambda _: client.list_keys(), range(64)))
        took = time.perf_counter() - start_
    assert 0.1 <= took < 0.4


SLOW_CALL = """
    import sys, time, threading, venice_keys
    client = venice_keys.Client()
    {before}
    print("calling", flush=True)
    start = time.monotonic()
    try:
        {call}
    except {interrupt}:
        print("interrupted after", time.monotonic() - start, flush=True)
    {after}
"""


def interrupted(sandbox, signal_, **parts):
    """Sends a signal to a program in the middle of a call, and gives how long it took to notice."""
    parts = {"before": "", "interrupt": "KeyboardInterrupt", "after": "", **parts}
    program = start(SLOW_CALL.format(**parts), env=sandbox.environment())
    assert program.stdout.readline() == "calling\n"
    time.sleep(0.5)
    sent = time.monotonic()
    program.send_signal(signal_)
    line = program.stdout.readline()
    took = time.monotonic() - sent
    out, err = program.communicate(timeout=20)
    assert line.startswith("interrupted after"), (line, err)
    return took, out, err


@pytest.mark.parametrize("before", ["", "import threading", "import logging, asyncio"])
@pytest.mark.alone
def test_ctrl_c_is_acted_on_within_a_second(sandbox, before):
    sandbox.fault("stall", match={"method": "GET"}, times=9)
    took, _, _ = interrupted(sandbox, signal.SIGINT, call="client.list_keys()", before=before)
    assert took < 1


def test_ctrl_c_is_heard_between_resends(sandbox):
    sandbox.fault("status", status=429, headers={"retry-after": "20"}, times=9)
    took, _, _ = interrupted(sandbox, signal.SIGINT, call="client.list_keys()")
    assert took < 1


@pytest.mark.skipif(not hasattr(signal, "SIGALRM"), reason="no SIGALRM here")
def test_other_signal_handlers_run_and_may_raise(sandbox):
    sandbox.fault("stall", times=9)
    before = """
    import signal
    def handler(*_): raise LookupError
    signal.signal(signal.SIGALRM, handler)
    """
    took, _, _ = interrupted(
        sandbox,
        signal.SIGALRM,
        call="client.list_keys()",
        before=before,
        interrupt="LookupError",
    )
    assert took < 1


@pytest.mark.skipif(not hasattr(signal, "SIGALRM"), reason="no SIGALRM here")
def test_a_signal_handler_that_returns_disturbs_no_call(sandbox):
    sandbox.fault("delay", ms=500, times=9)
    done = run(
        """
        import signal, venice_keys
        rung = 0
        def handler(*_):
            global rung
            rung += 1
        signal.signal(signal.SIGALRM, handler)
        signal.setitimer(signal.ITIMER_REAL, 0.02, 0.02)
        with venice_keys.Client(max_retries=0) as client:
            print(len(client.list_keys()), rung > 1)
        signal.setitimer(signal.ITIMER_REAL, 0)
        """,
        env=sandbox.environment(),
    )
    assert done.stdout == "2 True\n"


@pytest.mark.skipif(not hasattr(signal, "SIGALRM"), reason="no SIGALRM here")
@pytest.mark.parametrize("milliseconds", [5, 15, 25])
def test_a_signal_shortly_before_the_answer_loses_no_key(sandbox, milliseconds):
    """It is heard only when the call ends; what the call gives then, nobody gets."""
    sandbox.fault("delay", ms=30, match={"method": "POST"})
    done = run(
        f"""
        import signal, venice_keys
        def handler(*_): raise LookupError
        signal.signal(signal.SIGALRM, handler)
        client = venice_keys.Client()
        made = None
        signal.setitimer(signal.ITIMER_REAL, {milliseconds / 1000})
        try:
            made = client.create_key("mine")
        except LookupError:
            print("interrupted", made)
        """,
        env=sandbox.environment(),
    )
    keys = sandbox.control("GET", "keys")["keys"]
    made = [key["id"] for key in keys if key["description"] == "mine"]
    assert done.stdout == "interrupted None\n"
    assert [id for id in made if id not in done.stderr] == []


@pytest.mark.parametrize("logged", [False, True])
def test_a_key_made_after_ctrl_c_is_named(sandbox, logged):
    sandbox.fault("delay", ms=1200, match={"method": "POST"})
    _, _, err = interrupted(
        sandbox,
        signal.SIGINT,
        call="client.create_key('mine')",
        before="import logging; logging.basicConfig()" if logged else "",
        after="time.sleep(1.5)",
    )
    made = next(
        key for key in sandbox.control("GET", "keys")["keys"] if key["description"] == "mine"
    )
    assert made["id"] in err
    assert made["apiKey"] not in err
    assert ("WARNING:venice_keys:" in err) is logged


def test_a_create_that_ctrl_c_ends_while_it_waits_for_its_turn_is_not_sent(sandbox):
    interrupted(
        sandbox,
        signal.SIGINT,
        before="client = venice_keys.Client(create_limit=1, create_limit_period=2.0); "
        "client.create_key('first')",
        call="client.create_key('second')",
        after="time.sleep(2.5)",
    )
    made = [request["body"]["description"] for request in sandbox.journal()]
    assert made == ["first"]


def test_a_key_made_while_the_program_ends_is_named(sandbox):
    sandbox.fault("delay", ms=1200, match={"method": "POST"})
    _, _, err = interrupted(sandbox, signal.SIGINT, call="client.create_key('mine')")
    made = next(
        key for key in sandbox.control("GET", "keys")["keys"] if key["description"] == "mine"
    )
    assert made["id"] in err


def test_a_create_that_outlasts_the_program_is_spoken_of(sandbox):
    sandbox.fault("stall", afterWork=True, match={"method": "POST"})
    start_ = time.monotonic()
    _, _, err = interrupted(sandbox, signal.SIGINT, call="client.create_key('mine')")
    assert time.monotonic() - start_ < 6
    assert "list_keys()" in err


def test_a_create_whose_outcome_is_unknown_after_ctrl_c_is_spoken_of(sandbox):
    sandbox.fault("stall", afterWork=True, match={"method": "POST"})
    _, _, err = interrupted(
        sandbox,
        signal.SIGINT,
        before="client = venice_keys.Client(timeout=1.5)",
        call="client.create_key('mine')",
        after="time.sleep(1.5)",
    )
    assert "may have been created" in err


# ---- Forks


HAS_PROC = os.path.isdir("/proc/self/fd")


def sockets():
    """How many sockets this process has open, where that can be seen."""
    if not HAS_PROC:
        return 0
    files = [os.path.join("/proc/self/fd", name) for name in os.listdir("/proc/self/fd")]
    return sum(os.path.islink(file) and os.readlink(file).startswith("socket:") for file in files)


def connections(sandbox):
    return [request["connection"] for request in sandbox.journal()]


@forks
@forks_beside_threads
def test_a_child_uses_its_parents_client_on_connections_of_its_own(client, sandbox):
    client.list_keys()
    client.list_keys()
    assert len(set(connections(sandbox))) == 1  # the parent's is kept alive
    assert in_a_child(lambda: bool(client.list_keys()) and bool(client.list_keys()))
    client.list_keys()
    first, second, childs, childs_too, last = connections(sandbox)
    assert first == second == last
    assert childs == childs_too != first


@forks
@forks_beside_threads
def test_a_grandchild_has_its_own(client, sandbox):
    client.list_keys()
    assert in_a_child(
        lambda: bool(client.list_keys()) and in_a_child(lambda: bool(client.list_keys()))
    )
    assert len(set(connections(sandbox))) == 3
    # Also where the child in between made no call.
    assert in_a_child(lambda: in_a_child(lambda: bool(client.list_keys())))
    assert len(set(connections(sandbox))) == 4


@forks
@forks_beside_threads
def test_a_fork_amid_many_calls(client, sandbox):
    """Whatever locks the parent's threads hold at the fork, the child waits for none of them."""
    going = True

    def call():
        while going:
            client.list_keys()

    threads = [threading.Thread(target=call) for _ in range(8)]
    for thread in threads:
        thread.start()
    try:
        for _ in range(20):
            assert in_a_child(lambda: bool(client.list_keys()))
    finally:
        going = False
        for thread in threads:
            thread.join()


@forks
def test_a_fork_amid_the_very_first_call(sandbox):
    """What a call looks up once, one thread is looking up while another forks.

    Each child of a process that has made no call yet begins its first one, and forks meanwhile.
    """
    done = run(
        """
        import os, random, signal, threading, time, warnings
        warnings.simplefilter("ignore")
        import venice_keys
        client = venice_keys.Client(timeout=10)

        def calls():
            return len(client.list_keys()) == 2

        def child(work):
            pid = os.fork()
            if pid == 0:
                code = 1
                try:
                    signal.alarm(15)
                    code = 0 if work() else 1
                finally:
                    os._exit(code)
            return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0

        def forks():
            thread = threading.Thread(target=calls)
            end = time.perf_counter() + random.random() * 0.003
            thread.start()
            while time.perf_counter() < end:
                pass
            well = child(calls)
            thread.join()
            return well

        print([child(forks) for _ in range(60)].count(False))
        """,
        env=sandbox.environment(),
        timeout=100,
    )
    assert done.stdout == "0\n"


@forks
@forks_beside_threads
def test_a_child_may_drop_and_close_its_parents_client(sandbox):
    clients = [Client(sandbox.admin_key, base_url=sandbox.base_url)]
    clients[0].list_keys()

    def drop():
        before = sockets()
        clients.pop()
        return sockets() == before  # they are the parent's

    assert in_a_child(drop)

    def close():
        clients[0].close()
        return True

    assert in_a_child(close)
    clients[0].list_keys()
    assert len(set(connections(sandbox))) == 1  # the parent's connection is still good


@forks
@forks_beside_threads
def test_an_event_loop_in_a_child(async_client, sandbox):
    """The pool's threads are gone in a child: it makes its own."""
    import asyncio

    async def both():
        return len(await asyncio.gather(*(async_client.list_keys() for _ in range(8))))

    assert asyncio.run(both()) == 8
    assert in_a_child(lambda: asyncio.run(both()) == 8)
    assert asyncio.run(both()) == 8


def worker(client_and_id):
    client, id = client_and_id
    try:
        client.get_key(id)
    except NotFoundError:
        return os.getpid()
    return None


CLIENT = None


def worker_of_global(id):
    return worker((CLIENT, id))


@forks
@forks_beside_threads
def test_multiprocessing_with_fork(client, monkeypatch):
    """As gunicorn preloads: the client is made, and used, before the workers are forked."""
    monkeypatch.setitem(globals(), "CLIENT", client)
    client.list_keys()
    context = multiprocessing.get_context("fork")
    with context.Pool(4) as pool:
        workers = pool.map(worker_of_global, [ID] * 16)
    assert None not in workers
    assert os.getpid() not in workers


@forks
def test_gunicorn_style_preload(sandbox):
    """A master that made calls on many threads forks workers that serve from several threads."""
    done = run(
        """
        import os, sys, threading, warnings
        warnings.simplefilter("ignore")
        import venice_keys
        from concurrent.futures import ThreadPoolExecutor
        client = venice_keys.Client()
        with ThreadPoolExecutor(4) as pool:
            list(pool.map(lambda _: client.list_keys(), range(8)))
        workers = []
        for _ in range(3):
            pid = os.fork()
            if pid == 0:
                with ThreadPoolExecutor(4) as pool:
                    counts = list(pool.map(lambda _: len(client.list_keys()), range(8)))
                os._exit(0 if counts == [2] * 8 else 1)
            workers.append(pid)
        print([os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) for pid in workers])
        """,
        env=sandbox.environment(),
    )
    assert done.stdout == "[0, 0, 0]\n"
    by_port = {}
    for request in sandbox.journal():
        by_port.setdefault(request["connection"], []).append(request)
    assert len(by_port) >= 4


# ---- Closing


def test_a_closed_client_says_so(sandbox):
    with Client(sandbox.admin_key, base_url=sandbox.base_url) as client:
        client.list_keys()
    with pytest.raises(RuntimeError, match="closed"):
        client.list_keys()
    client.close()
    assert "closed" in repr(client)


def test_closing_closes_connections(sandbox):
    before = sockets()
    client = Client(sandbox.admin_key, base_url=sandbox.base_url)
    client.list_keys()
    assert sockets() == before + HAS_PROC
    client.close()
    assert sockets() == before


def test_a_closed_client_is_closed_in_a_child(sandbox):
    client = Client(sandbox.admin_key, base_url=sandbox.base_url)
    client.close()
    with pytest.raises(RuntimeError, match="closed"):
        client.verify_key()


def test_clients_can_be_subclassed(sandbox):
    class Mine(Client):
        def first(self):
            return self.list_keys()[0]

    with Mine(sandbox.admin_key, base_url=sandbox.base_url) as client:
        assert client.first().id
    assert type(Mine.anonymous(base_url=sandbox.base_url)) is Mine
