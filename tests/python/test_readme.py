"""Every Python snippet of the README runs as it stands, against a sandbox."""

import importlib.util
import os
from pathlib import Path

import pytest

from programs import run
from sandbox import PROGRAM, ROOT

spec = importlib.util.spec_from_file_location("readme", ROOT / "bindings-python/scripts/readme.py")
readme = importlib.util.module_from_spec(spec)
spec.loader.exec_module(readme)
SNIPPETS = readme.snippets(readme.README.read_text(encoding="utf-8"))
ROOTS = readme.snippets((ROOT / "README.md").read_text(encoding="utf-8"))


def test_every_job_has_a_snippet():
    assert list(SNIPPETS) == [
        "venice-keys for Python",
        "Create a key with a cap",
        "Create a key once, and lose no secret",
        "A key per customer",
        "A key per customer 2",
        "Rotate a key",
        "Rotate a key 2",
        "A key for one piece of work",
        "Clean up",
        "Watch",
        "Watch 2",
        "Check a key's health",
        "Check a key's health 2",
        "See what was spent",
        "A monthly bill per customer",
        "Mint with a wallet",
        "Top up a wallet",
        "Async",
        "Options for some calls, and keys from a vault",
        "Options for some calls, and keys from a vault 2",
        "Errors",
        "Test your own code",
    ]


@pytest.mark.parametrize(
    "code",
    [*SNIPPETS.values(), *ROOTS.values()],
    ids=[*SNIPPETS, *(f"root: {name}" for name in ROOTS)],
)
def test_snippet(sandbox, code, tmp_path):
    env = readme.environment(sandbox.ready)
    env["PATH"] = f"{Path(PROGRAM).parent}{os.pathsep}{env['PATH']}"
    # The sandbox's package, as it is in the checkout; tests/sandbox tries the installed one.
    readme.stand_ins(tmp_path)
    env["PYTHONPATH"] = os.pathsep.join([str(ROOT / "tests/sandbox/python"), str(tmp_path)])
    done = run(code, env=env, cwd=tmp_path)
    for secret in (sandbox.admin_key, sandbox.staked_private_key):
        assert secret not in done.stdout + done.stderr


def test_the_tour(sandbox):
    tour = (ROOT / "bindings-python/examples/tour.py").read_text(encoding="utf-8")
    env = {**os.environ, "VENICE_KEYS_SANDBOX": str(PROGRAM)}
    done = run(tour, env=env)
    assert done.stdout.startswith("venice-keys, a tour in Python against the sandbox")
    assert done.stdout.endswith("nothing left your machine.\n")
    assert "asked for again: not_found" in done.stdout


def test_the_examples_of_every_call_run(tmp_path):
    """The docstrings show them."""
    program = (ROOT / "bindings-python/examples/methods.py").read_text(encoding="utf-8")
    env = {**os.environ, "PYTHONPATH": str(ROOT / "tests/sandbox/python")}
    env["PATH"] = f"{Path(PROGRAM).parent}{os.pathsep}{env['PATH']}"
    run(program, env=env, cwd=tmp_path)
