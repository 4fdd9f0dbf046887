"""Runs small Python programs in processes of their own, as tests that need one do."""

import os
import subprocess
import sys
import textwrap

from sandbox import ROOT


def run(program, *, env=None, timeout=30, check=True):
    """Runs a program to its end, away from the repository, and gives what it printed."""
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(program)],
        capture_output=True,
        text=True,
        timeout=timeout,
        env=env or dict(os.environ),
        cwd=ROOT / "tests/python",
    )
    if check:
        assert done.returncode == 0, done.stderr
    return done


def start(program, *, env):
    """Starts a program whose output is read line by line."""
    return subprocess.Popen(
        [sys.executable, "-u", "-c", textwrap.dedent(program)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=env,
    )
