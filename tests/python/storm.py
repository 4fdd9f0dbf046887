"""Forks with calls in flight, for SECONDS: nothing hangs, and nothing stays held.

One process makes calls from many threads and from event loops, and makes and drops clients, while
its main thread forks. What it holds afterwards is compared with what it held after a warm-up. The
storm runs in a process of its own, with every warning an error; this one starts it, makes its
server fail now and then, and says what came of it.
"""

import faulthandler
import json
import logging
import os
import random
import re
import signal
import subprocess
import sys
import sysconfig
import threading
import time
from collections import Counter
from pathlib import Path

from venice_keys import Client, VeniceError, Wallet

import storm_calls
from sandbox import Sandbox
from storm_calls import Clients, Servers, at_once, blocking, deletes
from storm_children import PYTHON, Fork, by_multiprocessing, by_subprocess
from storm_held import held, idle_threads, sockets, within
from storm_weather import UNWANTED, Warned, Weather

# A create is never reset: its outcome would be unknown, and nobody could say who holds the key.
FAULTS = [
    {"kind": "reset_before", "match": {"method": "GET"}},
    {"kind": "reset_after", "match": {"method": "DELETE"}},
    {"kind": "cut", "match": {"method": "GET", "path": "/api_keys"}},
    {"kind": "status", "status": 429, "headers": {"retry-after": 0}, "times": 4},
    {"kind": "delay", "ms": 40, "times": 6},
]
# So often it forks at least, also where the machine is slow: what a process takes once is taken.
LEAST = 4


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
        within(60, lambda: len(sockets()) > 4)
        forks = 0
        while time.monotonic() < end or forks < LEAST:
            self.fork(clients)
            forks += 1
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
        if not within(60, lambda: idle_threads() == 0):
            self.failures.append(f"{idle_threads()} threads of the binding don't end")

    def compare(self, before):
        """What is held now, against before; threads and descriptors may take a moment to go."""
        same = ("descriptors", "threads")
        within(60, lambda: all(held()[name] == before[name] for name in same))
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
        if within(60, lambda: not self.keys_left()):
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
    faulthandler.register(signal.SIGUSR1, all_threads=True)
    ready = json.loads(sys.stdin.readline())
    storm_calls.WALLET = Wallet(ready["plain"]["staked_private_key"])
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
            return *communicate(process, ready, seconds + 600), process.returncode
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
