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
        "Rotate by hand",
        "Check a key's health",
        "See what was spent",
        "A monthly bill per customer",
        "Mint with a wallet",
        "Top up a wallet",
        "Async",
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
    env["PYTHONPATH"] = str(ROOT / "tests/sandbox/python")
    done = run(code, env=env, cwd=tmp_path)
    for secret in (sandbox.admin_key, sandbox.staked_private_key):
        assert secret not in done.stdout + done.stderr


def test_rotation_keeps_every_restriction(client, sandbox):
    """The recipe's function, with a key that has all of them."""
    made = client.create_key(
        "old",
        consumption_limit={"usd": "12.50", "diem": 3},
        limit_period="LIFETIME",
        expires_at="2099-12-31T10:20:30.456Z",
        model_privacy="PRIVATE_ONLY",
        ip_allowlist=["1.1.1.0/24", "2606:4700::/32"],
    )
    old = client.get_key(made.id)
    recipe = SNIPPETS["Rotate by hand"].split("with Client()")[0]
    names = {}
    exec(recipe, names)
    new = client.get_key(names["successor"](client, old, "new").id)
    # Of a new field it has to be said here whether it restricts what a key may do.
    free = {"id", "description", "created_at", "last_used_at", "last6_chars", "usage"}
    free.add("current_period_usage")
    old, new = old.to_dict(), new.to_dict()
    assert {name: old[name] for name in old.keys() - free} == {
        name: new[name] for name in new.keys() - free
    }
    assert all(old[name] for name in old.keys() - free)
    assert new["id"] != old["id"]


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
