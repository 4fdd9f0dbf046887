#!/usr/bin/env python3
"""Runs a command as on a busy machine that stands still now and then.

    tests/scripts/noise.py [--seed N] COMMAND...

Every processor has something else to do, and at random all of the command's processes stop for up
to 1.5 seconds. A test that fails here and nowhere else depends on how fast the machine is. Ends
with the command's exit code.
"""

import argparse
import contextlib
import os
import random
import signal
import subprocess
import sys

RUN_FOR = (0.5, 5.0)
STOP_FOR = (0.2, 1.5)


def processes(first):
    """A process and all that it has started, parents before their children."""
    listed = subprocess.check_output(["ps", "-A", "-o", "ppid=", "-o", "pid="], text=True)
    children = {}
    for line in listed.splitlines():
        parent, child = map(int, line.split())
        children.setdefault(parent, []).append(child)
    found = [first]
    for process in found:
        found += children.get(process, [])
    return found


def send(to, number):
    """A signal to these processes, as far as they are still there."""
    for process in to:
        with contextlib.suppress(ProcessLookupError):
            os.kill(process, number)


def wait(command, seconds):
    """Whether the command has ended by then."""
    with contextlib.suppress(subprocess.TimeoutExpired):
        command.wait(seconds)
    return command.returncode is not None


def disturb(command, chance):
    """Stops the command again and again until it has ended; how often, and for how long in all."""
    stops, seconds = 0, 0.0
    while not wait(command, chance.uniform(*RUN_FOR)):
        stopped = processes(command.pid)
        send(stopped, signal.SIGSTOP)
        try:
            stop_for = chance.uniform(*STOP_FOR)
            wait(command, stop_for)
        finally:
            send(stopped, signal.SIGCONT)
        stops, seconds = stops + 1, seconds + stop_for
    return stops, seconds


def main():
    """Disturbs the command until it ends."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seed", type=int, default=random.randrange(1_000_000))
    parser.add_argument("command", nargs=argparse.REMAINDER)
    arguments = parser.parse_args()
    if not arguments.command:
        parser.error("which command?")
    # So that nothing is left stopped.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    busy = [sys.executable, "-c", "while True: pass"]
    others = [subprocess.Popen(busy) for _ in range(os.cpu_count() or 1)]
    try:
        command = subprocess.Popen(arguments.command)
        stops, seconds = disturb(command, random.Random(arguments.seed))
    finally:
        for other in others:
            other.kill()
    print(f"noise: seed {arguments.seed}, {stops} stops, {seconds:.0f} s", file=sys.stderr)
    # A shell's code for a command that was killed by a signal.
    return command.returncode if command.returncode >= 0 else 128 - command.returncode


if __name__ == "__main__":
    sys.exit(main())
