"""Forks with calls in flight, for SECONDS: nothing hangs, and nothing stays held.

One process makes calls from many threads and from event loops, and makes and drops clients, while
its main thread forks. What it holds afterwards is compared with what it held after a warm-up. The
storm runs in a process of its own, with every warning an error; this one starts it, makes its
server fail now and then, and says what came of it.
"""

import asyncio
import atexit
import contextlib
import ctypes
import faulthandler
import gc
import json
import logging
import multiprocessing
import os
import random
import re
import signal
import subprocess
import sys
import sysconfig
import threading
import time
import urllib.request
from collections import Counter
from pathlib import Path

from venice_keys import AsyncClient, Client, NotFoundError, VeniceError, Wallet

from sandbox import Sandbox

THREADS = 16
TASKS = 8
CHILD_DEADLINE = 20
# Forking while there are threads is what is tested here; every other warning is an error.
PYTHON = ["-X", "dev", "-W", "error", "-W", "ignore:This process:DeprecationWarning"]
# What a call may come to whose retries all met a fault, too.
BAD_LUCK = {"connection", "rate_limited"}
# A create is never reset: its outcome would be unknown, and nobody could say who holds the key.
FAULTS = [
    {"kind": "reset_before", "match": {"method": "GET"}},
    {"kind": "reset_after", "match": {"method": "DELETE"}},
    {"kind": "cut", "match": {"method": "GET", "path": "/api_keys"}},
    {"kind": "status", "status": 429, "headers": {"retry-after": 0}, "times": 4},
    {"kind": "delay", "ms": 40, "times": 6},
]


# ---- What is held


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


# ---- Calls: each is written once, for both kinds of client


def must(holds, what):
    if not holds:
        raise AssertionError(what)


async def lists(call, _):
    must(len(await call("list_keys")) >= 2, "keys are missing in the list")


async def verifies(call, _):
    must((await call("verify_key")).accepted, "the key isn't accepted")


async def reads_limits(call, _):
    must((await call("rate_limits")).rate_limits, "there are no limits")
    await call("rate_limit_log")


async def lists_models(call, rng):
    must(await call("list_models", rng.choice([None, "all", "image"])), "there are no models")


async def makes(call, rng):
    made = await call("create_key", f"made {rng.random()}")
    await reads_and_deletes(call, made)


async def mints(call, rng):
    made = await call("mint_with_wallet", WALLET, description=f"minted {rng.random()}")
    await reads_and_deletes(call, made)


async def reads_and_deletes(call, made):
    try:
        must((await call("get_key", made.id)).id == made.id, "another key was read")
        updated = await call("update_key", made.id, description="updated")
        must(updated.description == "updated", "the key wasn't updated")
    finally:
        await deletes(call, made.id)


async def deletes(call, id):
    """Until it is deleted: no key may be left over."""
    for _ in range(20):
        try:
            return await call("delete_key", id)
        except NotFoundError:  # by an earlier one, whose response was lost
            return None
        except VeniceError as error:
            must(error.code in BAD_LUCK, f"delete_key: {error.code}")
    raise AssertionError("a key can't be deleted")


KINDS = [lists, lists, verifies, reads_limits, lists_models, makes, makes, mints]
WALLET = None


def blocking(client):
    async def call(name, *args, **kwargs):
        return getattr(client, name)(*args, **kwargs)

    return call


def awaiting(client):
    async def call(name, *args, **kwargs):
        return await getattr(client, name)(*args, **kwargs)

    return call


def noting(call, ids):
    """Notes the ids of the keys that are read."""

    async def noted(name, *args, **kwargs):
        if name == "get_key":
            ids.add(args[0])
        return await call(name, *args, **kwargs)

    return noted


def at_once(coroutine):
    """Runs a coroutine that waits for nothing, as those over a blocking client do."""
    try:
        coroutine.send(None)
    except StopIteration as end:
        return end.value
    raise AssertionError("a blocking call was awaited")


class Tally:
    """What one thread, or one event loop, began and ended. Nothing here has a lock to fork."""

    def __init__(self):
        self.begun, self.ended = Counter(), Counter()
        self.failures = []

    async def play(self, kind, call, rng):
        """Plays one kind of call; whether it was answered."""
        name = kind.__name__
        self.begun[name] += 1
        try:
            await kind(call, rng)
        except VeniceError as error:
            if error.code in BAD_LUCK:
                self.ended["bad luck"] += 1
            else:
                self.failures.append(f"{name}: {error!r}")
            return False
        except (AssertionError, RuntimeError) as error:
            self.failures.append(f"{name}: {error!r}")
            return False
        finally:
            self.ended[name] += 1
        return True


# ---- Clients


class Servers:
    """The sandboxes, and clients of them."""

    def __init__(self, ready):
        self.plain, self.tls = ready["plain"], ready["tls"]

    def settings(self, tls=False):
        server = self.tls if tls else self.plain
        return {
            "api_key": server["admin_key"],
            "base_url": server["base_url"],
            "timeout": 15,
            "create_limit": 1_000_000,
            "create_limit_period": 0.001,
            **({"ca_file": server["ca_file"]} if tls else {}),
        }

    def control(self, method, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        url = f"{self.plain['control_url']}/{path}"
        request = urllib.request.Request(url, data, method=method)
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(request, timeout=10) as response:
            return json.load(response)


class Clients:
    """What a process shares with its children."""

    def __init__(self, servers):
        self.servers = servers
        self.blocking = [Client(**servers.settings(tls)) for tls in (False, True)]
        self.awaited = [AsyncClient(**servers.settings(tls)) for tls in (False, True)]

    def close(self):
        for client in self.blocking:
            client.close()
        asyncio.run(self.close_awaited())

    async def close_awaited(self):
        for client in self.awaited:
            await client.aclose()


# ---- Without pause: threads and event loops that call


class Weather:
    """Threads that make calls until `over`; each has its own tally and its own random numbers."""

    def __init__(self, clients, seed):
        self.clients, self.seed = clients, seed
        self.over = False
        self.tallies, self.crashes = [], []
        self.churned = Counter()
        jobs = [self.call] * (THREADS - 1) + [self.loop, self.churn_awaited, self.churn_blocking]
        self.threads = [
            threading.Thread(name=job.__name__, target=self.run, args=(job, at))
            for at, job in enumerate(jobs)
        ]
        for thread in self.threads:
            thread.start()

    def run(self, job, at):
        tally = Tally()
        self.tallies.append(tally)
        try:
            job(tally, random.Random(f"{self.seed}/{at}"), at)
        except BaseException as error:
            self.crashes.append(f"{job.__name__}: {error!r}")

    def call(self, tally, rng, at):
        client = self.clients.blocking[at % 5 == 0]
        while not self.over:
            at_once(tally.play(rng.choice(KINDS), blocking(client), rng))

    def loop(self, tally, rng, _):
        async def task(client):
            while not self.over:
                await tally.play(rng.choice(KINDS), awaiting(client), rng)

        async def tasks():
            patient()
            await asyncio.gather(*(task(self.clients.awaited[at == 0]) for at in range(TASKS)))

        asyncio.run(tasks())

    def churn_awaited(self, tally, rng, _):
        """Loops that end, and clients that go, with cancelled calls on their way."""
        while not self.over:
            asyncio.run(self.cancel(tally, rng))
            self.sweep(tally)
            self.churned["event loops"] += 1

    async def cancel(self, tally, rng):
        patient()
        client = AsyncClient(**self.clients.servers.settings(tls=rng.random() < 0.1))
        self.churned["clients"] += 1
        calls = [client.create_key("cancelled"), client.list_keys(), client.verify_key()]
        tasks = [asyncio.create_task(call) for call in calls]
        await asyncio.sleep(rng.random() * 0.02)
        if rng.random() < 0.5:
            await client.aclose()
        del client
        for task in tasks:
            task.cancel()
        tally.begun["cancelled calls"] += len(tasks)
        outcomes = await asyncio.gather(*tasks, return_exceptions=True)
        tally.ended["cancelled calls"] += len(outcomes)
        made = outcomes[0]
        if hasattr(made, "id"):  # it was quicker than its end
            UNWANTED.append(made.id)
        for outcome in outcomes:
            if isinstance(outcome, Exception) and getattr(outcome, "code", "") not in BAD_LUCK:
                tally.failures.append(f"cancelled: {outcome!r}")

    def churn_blocking(self, tally, rng, _):
        """Clients that are closed, or dropped, while other threads are in their calls."""
        while not self.over:
            client = Client(**self.clients.servers.settings(tls=rng.random() < 0.1))
            self.churned["clients"] += 1
            users = [
                threading.Thread(target=self.use, args=(tally, client, random.Random(seed)))
                for seed in (rng.random(), rng.random())
            ]
            for user in users:
                user.start()
            time.sleep(rng.random() * 0.01)
            if rng.random() < 0.5:
                client.close()
            del client
            for user in users:
                user.join()

    def use(self, tally, client, rng):
        try:
            at_once(rng.choice([lists, verifies])(blocking(client), rng))
        except (VeniceError, RuntimeError) as error:
            fine = getattr(error, "code", "") in BAD_LUCK or "closed" in str(error)
            if not fine:
                tally.failures.append(f"a closed client: {error!r}")

    def sweep(self, tally):
        """Deletes the keys of cancelled creates: the account has room for 500."""
        call = blocking(self.clients.blocking[0])
        while UNWANTED and not self.over:
            at_once(deletes(call, UNWANTED.pop()))
            tally.ended["keys of cancelled creates"] += 1

    def end(self):
        self.over = True
        late = []
        for thread in self.threads:
            thread.join(60)
            if thread.is_alive():
                late.append(f"{thread.name} hangs")
        return late


def patient():
    """In development mode a loop complains of what takes 100 ms: on a busy machine all does."""
    asyncio.get_running_loop().slow_callback_duration = 3600


UNWANTED = []


class Warned(logging.Handler):
    """Reads the warnings of the package: each names a key that was made for nobody."""

    def __init__(self):
        super().__init__()
        self.strange = []

    def emit(self, record):
        text = record.getMessage()
        key = re.search(r"created the key ([^\s:]+):", text)
        if key:
            UNWANTED.append(key[1])
        else:
            self.strange.append(text)


# ---- Children


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
    must(within(5, lambda: sockets() == theirs), "other sockets than those of the parent")
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


# ---- The storm


class Storm:
    def __init__(self, servers, seed):
        self.servers, self.rng = servers, random.Random(seed)
        self.passed, self.failures = Counter(), []

    def blow(self, seconds):
        """Forks for so long amid calls; and what came of it."""
        clients = Clients(self.servers)
        weather = Weather(clients, self.rng.random())
        end = time.monotonic() + seconds
        # There is something to inherit.
        within(10, lambda: len(sockets()) > 4)
        while time.monotonic() < end:
            self.fork(clients)
        self.failures += weather.end()
        self.add_up(weather)
        clients.close()
        return weather

    def fork(self, clients):
        chance = self.rng.random()
        if chance < 0.05:
            self.child("subprocesses", by_subprocess(clients, None))
        elif chance < 0.15:
            self.child("multiprocessing", by_multiprocessing(clients, self.rng.random()))
        else:
            forks = [
                Fork(clients, self.rng.random(), looks=at == 0 and chance < 0.4)
                for at in range(self.rng.randint(1, 3))
            ]
            for fork in forks:
                self.child("forks", fork.failure())

    def child(self, kind, failure):
        if failure:
            self.failures.append(f"{kind}: {failure}")
        else:
            self.passed[kind] += 1

    def add_up(self, weather):
        self.failures += weather.crashes
        self.counts = Counter(weather.churned)
        begun, ended = Counter(), Counter()
        for tally in weather.tallies:
            self.failures += tally.failures
            begun += tally.begun
            ended += tally.ended
        for kind, count in begun.items():
            if ended[kind] == count:
                self.passed["kinds of calls"] += 1
            else:
                self.failures.append(f"{kind}: {count} were begun, {ended[kind]} ended")
        self.counts["calls"] = sum(begun.values())
        self.counts["without a response"] = ended["bad luck"]
        self.counts["keys of cancelled creates"] = ended["keys of cancelled creates"]

    def settle(self):
        """Waits until calls that nobody awaits have ended, and idle threads are gone."""
        if not within(30, lambda: idle_threads() == 0):
            self.failures.append(f"{idle_threads()} threads of the binding don't end")

    def compare(self, before):
        """What is held now, against before; threads and descriptors may take a moment to go."""
        same = ("descriptors", "threads")
        within(10, lambda: all(held()[name] == before[name] for name in same))
        after = held()
        fine = {name: after[name] == before[name] for name in same}
        fine["resident KiB"] = after["resident KiB"] <= before["resident KiB"] * 1.25
        for name, holds in fine.items():
            if holds:
                self.passed["figures"] += 1
            else:
                self.failures.append(f"{name}: {before[name]} before, {after[name]} after")
        return after

    def no_keys_left(self):
        """Every key that was made was deleted by whoever had it, or named by a warning."""
        if within(15, lambda: not self.keys_left()):
            self.passed["no keys left"] += 1
        else:
            self.failures.append(f"left behind: {Counter(self.keys_left())}")

    def keys_left(self):
        # With no other calls about, all faults would meet the next one.
        self.servers.control("POST", "faults", {"clear": True, "faults": []})
        left = []
        # From a thread that ends: for the main thread's calls the binding makes one.
        sweeper = threading.Thread(target=self.sweep, args=(left,))
        sweeper.start()
        sweeper.join()
        return left

    def sweep(self, left):
        with Client(**self.servers.settings()) as client:
            while UNWANTED:
                at_once(deletes(blocking(client), UNWANTED.pop()))
            try:
                names = [key.description for key in client.list_keys()]
            except VeniceError as error:  # new faults may have come meanwhile
                names = [f"unknown: {error.code}"]
            left += [name for name in names if not name.startswith("Sandbox ")]


def storm(seconds, seed):
    """The process that is looked at: says on one line what came of it."""
    global WALLET
    faulthandler.register(signal.SIGUSR1, all_threads=True)
    ready = json.loads(sys.stdin.readline())
    WALLET = Wallet(ready["plain"]["staked_private_key"])
    warned = Warned()
    logging.getLogger("venice_keys").addHandler(warned)
    logging.getLogger("venice_keys").propagate = False
    it = Storm(Servers(ready), seed)
    # What a process takes once is taken before the figures.
    it.blow(seconds / 3)
    it.no_keys_left()
    it.settle()
    before, warm_up = held(), it.passed
    it.passed = Counter()
    it.blow(seconds * 2 / 3)
    it.no_keys_left()
    it.settle()
    after = it.compare(before)
    it.failures += [f"an unknown warning: {text}" for text in warned.strange]
    counts = {**it.counts, **it.passed}
    result = {"before": before, "after": after, "counts": counts, "failures": it.failures}
    print(json.dumps({**result, "passed": sum((it.passed + warm_up).values())}))


# ---- Around it


def bad_weather(sandbox, over):
    """Make the server fail now and then: a few of some hundred responses."""
    while not over.wait(0.2):
        sandbox.control("POST", "faults", {"clear": True, "faults": FAULTS})


def watched(seconds, seed):
    """Runs the storm: what it said, what it said to standard error, and how it ended."""
    options = ["--minute", "0.001"]
    with Sandbox(*options) as sandbox, Sandbox("--tls", *options) as tls:
        over = threading.Event()
        feeder = threading.Thread(target=bad_weather, args=(sandbox, over))
        command = [sys.executable, *PYTHON, __file__, "--inside", str(seconds), str(seed)]
        pipes = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE)
        process = subprocess.Popen(command, text=True, **pipes)
        feeder.start()
        try:
            ready = json.dumps({"plain": sandbox.ready, "tls": tls.ready}) + "\n"
            return *communicate(process, ready, seconds + 240), process.returncode
        finally:
            over.set()
            feeder.join()


def communicate(process, ready, timeout):
    try:
        return process.communicate(ready, timeout=timeout)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGUSR1)  # says where it is
        time.sleep(1)
        process.kill()
        return process.communicate()


def free_threaded():
    """Says whether there is a build without the global lock: the wheel for all isn't for it."""
    if sysconfig.get_config_var("Py_GIL_DISABLED"):
        return "this is a free-threaded build"
    root = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv")
    folders = [*root.glob("versions/*/bin"), *map(Path, os.environ["PATH"].split(os.pathsep))]
    names = {file.name for folder in folders for file in folder.glob("python3.*t")}
    if any(re.fullmatch(r"python3\.\d+t", name) for name in names):
        return "a free-threaded build is there, and no wheel for it: NOT TESTED on it"
    return "no free-threaded build is there: NOT TESTED on one"


def table(result):
    before, after = result["before"], result["after"]
    rows = [f"| {name} | {before[name]} | {after[name]} |" for name in before]
    rows += [f"| {name} | | {count} |" for name, count in result["counts"].items()]
    return "\n".join(["| | before | after |", "|---|---|---|", *rows])


def without_secrets(text):
    return re.sub(r"(VENICE_[A-Z]+_KEY_|0x)\w{12,}", r"\1…", text)


def main(seconds):
    seed = int(os.environ.get("SEED") or time.time())
    version = ".".join(map(str, sys.version_info[:3]))
    print(
        f"# Storm, Python {version}\n\n{seconds} s, a third of it to warm up; seed {seed}; "
        f"{free_threaded()}\n",
        flush=True,
    )
    out, errors, code = watched(seconds, seed)
    passed, failures = 0, []
    try:
        result = json.loads(out)
        passed, failures = result["passed"], result["failures"]
        print(table(result))
    except ValueError:
        failures.append(f"the storm said {out[:2000]!r}")
    for fine, what in [(code == 0, f"it ended with {code}"), (not errors, errors[:8000])]:
        if fine:
            passed += 1
        else:
            failures.append(what)
    for failure, times in list(Counter(failures).items())[:40]:
        print("FAILED", without_secrets(failure), f"({times} times)" if times > 1 else "")
    print(f"storm python: {passed} passed, {len(failures)} failed")
    return 1 if failures else 0


if __name__ == "__main__":
    if sys.argv[1:2] == ["--inside"]:
        storm(float(sys.argv[2]), sys.argv[3])
    elif len(sys.argv) == 2:
        sys.exit(main(float(sys.argv[1])))
    else:
        sys.exit("usage: tests/python/storm SECONDS")
