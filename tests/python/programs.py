"""Runs small Python programs in processes of their own, as tests that need one do."""

import os
import signal
import subprocess
import sys
import textwrap

import pytest

from sandbox import ROOT

forks = pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
# Forking while there are threads is what is tested.
forks_beside_threads = pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")


def run(program, *, env=None, timeout=100, check=True, cwd=ROOT / "tests/python"):
    """Runs a program to its end, away from the repository, and gives what it printed."""
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(program)],
        capture_output=True,
        text=True,
        timeout=timeout,
        env=env or dict(os.environ),
        cwd=cwd,
    )
    if check:
        assert done.returncode == 0, done.stderr
    return done


def start(program, *, env):
    """Starts a program whose output is read line by line, and which may wait for a line of ours."""
    return subprocess.Popen(
        [sys.executable, "-u", "-c", textwrap.dedent(program)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=env,
        cwd=ROOT / "tests/python",
    )


def go_on(program):
    """Sends a started program the line that it waits for."""
    program.stdin.write("\n")
    program.stdin.flush()


def in_a_child(work):
    """Runs `work` in a forked child; True if it returned True there within a minute."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            signal.alarm(60)
            code = 0 if work() else 1
        except BaseException as error:
            sys.stderr.write(f"in the child: {error!r}\n")
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
