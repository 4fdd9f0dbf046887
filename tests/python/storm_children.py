"""The storm's children: forks, workers of multiprocessing, and programs, which all make calls."""

import asyncio
import atexit
import multiprocessing
import os
import random
import re
import signal
import subprocess
import sys
import threading
import time

from venice_keys import VeniceError

from storm_calls import (
    BAD_LUCK,
    KINDS,
    Tally,
    at_once,
    awaiting,
    blocking,
    deletes,
    must,
    noting,
    patient,
)
from storm_held import sockets, within

CHILD_DEADLINE = 90
# Forking while there are threads is what is tested here; every other warning is an error.
PYTHON = ["-X", "dev", "-W", "error", "-W", "ignore:This process:DeprecationWarning"]


def in_a_child(clients, seed, looks):
    """What a forked child does: calls of all kinds, and a look at what it holds."""
    theirs = sockets()
    must(theirs, "the parent has no connections")
    if looks:
        clients.servers.control("POST", "journal", {"clear": True})
    rng = random.Random(seed)
    mine = set()
    calls_from_two_threads(clients, rng, mine)
    at_once(reads_its_own(noting(blocking(clients.blocking[0]), mine), rng))
    must(set(sockets().values()) - set(theirs.values()), "the child has no connection of its own")
    if looks:
        no_shared_connection(clients.servers, mine)
    if rng.random() < 0.15:
        grandchild = Fork(clients, rng.random(), looks=False)
        must(not grandchild.failure(), f"grandchild: {grandchild.failure()}")
    clients.close()
    # What is the parent's stays open, what is the child's doesn't.
    must(within(30, lambda: sockets() == theirs), "other sockets than those of the parent")
    if rng.random() < 0.5:
        atexit._run_exitfuncs()  # as at the end of a program


def calls_from_two_threads(clients, rng, mine):
    tally = Tally()
    tls = rng.random() < 0.3

    def block():
        call = noting(blocking(clients.blocking[tls]), mine)
        answered(lambda: tally.play(rng.choice(KINDS), call, rng))

    async def awaits():
        patient()
        call = noting(awaiting(clients.awaited[tls]), mine)
        plays = (tally.play(rng.choice(KINDS), call, rng) for _ in range(3))
        await asyncio.gather(*plays)

    other = threading.Thread(target=block)
    other.start()
    asyncio.run(awaits())
    other.join()
    must(not tally.failures, "; ".join(tally.failures))
    must(sum(tally.begun.values()) >= 4, "a thread of the child made no call")


def answered(play):
    for _ in range(10):
        if at_once(play()):
            return
    raise AssertionError("no call is answered")


async def reads_its_own(call, rng):
    """Makes a key and reads it: requests that only this process makes."""
    made = await persistent(lambda: call("create_key", f"child {rng.random()}"))
    for _ in range(2):
        must((await persistent(lambda: call("get_key", made.id))).id == made.id, "another key")
    await deletes(call, made.id)


async def persistent(start):
    for _ in range(10):
        try:
            return await start()
        except VeniceError as error:
            must(error.code in BAD_LUCK, repr(error))
    raise AssertionError("no call is answered")


def no_shared_connection(servers, mine):
    """Nobody else reads keys on the connections on which this process reads its own."""
    reads = [
        (request["path"].rpartition("/")[2], request["connection"])
        for request in servers.control("GET", "journal")["requests"]
        if request["method"] == "GET" and re.search("/api_keys/[0-9a-f-]{36}$", request["path"])
    ]
    own = {connection for id, connection in reads if id in mine}
    must(own, "the server saw nothing of the child")
    others = {connection for id, connection in reads if id not in mine}
    must(not own & others, "the child used a connection of its parent")


class Fork:
    """A forked child, and what it says if something isn't as it must be."""

    def __init__(self, clients, seed, looks):
        self.said, say = os.pipe()
        self.end = time.monotonic() + CHILD_DEADLINE
        self.pid = os.fork()
        if self.pid == 0:
            os._exit(self.live(clients, seed, looks, say))
        os.close(say)
        self.outcome = None

    @staticmethod
    def live(clients, seed, looks, say):
        signal.alarm(CHILD_DEADLINE + 10)  # it doesn't outlive a parent that was killed
        try:
            in_a_child(clients, seed, looks)
        except BaseException as error:
            os.write(say, repr(error).encode()[:4000])
            return 1
        return 0

    def failure(self):
        """Waits for the child; what was wrong with it, or nothing."""
        if self.outcome is None:
            self.outcome = self.wait()
            os.close(self.said)
        return self.outcome

    def wait(self):
        def has_ended():
            pid, self.status = os.waitpid(self.pid, os.WNOHANG)
            return pid != 0

        if not within(self.end - time.monotonic(), has_ended):
            os.kill(self.pid, signal.SIGUSR1)  # says where it is
            time.sleep(1)
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
            return f"hung for {CHILD_DEADLINE} s"
        code = os.waitstatus_to_exitcode(self.status)
        os.set_blocking(self.said, False)
        return os.read(self.said, 4000).decode() or f"ended with {code}" if code else ""


def by_multiprocessing(clients, seed):
    process = multiprocessing.get_context("fork").Process(
        target=in_a_child, args=(clients, seed, False)
    )
    process.start()
    process.join(CHILD_DEADLINE)
    if process.exitcode is None:
        process.kill()
        process.join()
    code = process.exitcode
    process.close()
    return f"multiprocessing: ended with {code}" if code else ""


# Shows its descriptors, which inherit nothing, and is a client itself from start to end.
PROGRAM = """
import asyncio, os, venice_keys
names = [f"/proc/self/fd/{name}" for name in os.listdir("/proc/self/fd")]
assert not [name for name in names if os.path.exists(name) and "socket:" in os.readlink(name)]
async def awaits():
    asyncio.get_running_loop().slow_callback_duration = 3600
    async with venice_keys.AsyncClient() as client:
        assert len(await client.list_keys()) >= 2
with venice_keys.Client() as client:
    assert len(client.list_keys()) >= 2
asyncio.run(awaits())
"""


def by_subprocess(clients, _):
    server = clients.servers.plain
    reach = {"VENICE_ADMIN_KEY": server["admin_key"], "VENICE_BASE_URL": server["base_url"]}
    try:
        done = subprocess.run(
            [sys.executable, *PYTHON, "-c", PROGRAM],
            env={**os.environ, **reach},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=CHILD_DEADLINE,
            close_fds=False,
        )
    except subprocess.TimeoutExpired:
        return f"subprocess: hung for {CHILD_DEADLINE} s"
    return f"subprocess: {done.stderr}" if done.returncode or done.stderr else ""
