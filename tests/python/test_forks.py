"""Forks: a child uses its parent's client on connections and threads of its own."""

import multiprocessing
import os
import threading

from venice_keys import Client, NotFoundError

from open_sockets import sockets
from programs import forks, forks_beside_threads, in_a_child, run

ID = "e28e82dc-9df2-4b47-b726-d0a222ef2ab5"


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
        client = venice_keys.Client()

        def calls():
            return len(client.list_keys()) == 2

        def child(work):
            pid = os.fork()
            if pid == 0:
                code = 1
                try:
                    signal.alarm(100)
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
        timeout=250,
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
