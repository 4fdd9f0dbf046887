"""What importing does, and what logging says. What both cost is in tests/bench."""

import logging
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import venice_keys
from venice_keys import AsyncClient, Client

from programs import run

ID = "e28e82dc-9df2-4b47-b726-d0a222ef2ab5"


def test_importing_takes_no_network_and_starts_no_thread():
    done = run(
        """
        import socket, sys
        before = set(sys.modules)
        def refuse(*_): raise AssertionError("network")
        socket.socket = socket.create_connection = socket.getaddrinfo = refuse
        import os
        import venice_keys
        if os.path.isdir("/proc/self/task"):
            open_files = [os.readlink(file.path) for file in os.scandir("/proc/self/fd")
                          if os.path.exists(file.path)]
            assert not any(name.startswith("socket:") for name in open_files)
            assert len(os.listdir("/proc/self/task")) == 1
        """
    )
    assert done.stderr == ""


if shutil.which("strace"):

    def test_importing_makes_no_system_call_of_the_kind():
        command = ["strace", "-f", "-e", "trace=socket,connect,clone,clone3", sys.executable, "-c"]
        traced = subprocess.run(
            [*command, "import venice_keys"], capture_output=True, text=True, timeout=100
        )
        assert traced.returncode == 0, traced.stderr
        assert not re.search(r"\b(socket|connect|clone3?)\(", traced.stderr)


def test_importing_pulls_in_no_heavy_module():
    done = run(
        """
        import sys
        import venice_keys
        heavy = {"asyncio", "logging", "typing", "decimal", "datetime", "threading", "ssl", "json",
                 "socket", "re", "inspect", "dataclasses", "collections", "enum", "functools"}
        print(sorted(heavy & set(sys.modules)))
        """,
    )
    already = run("import sys; print(sorted(sys.modules))").stdout
    named = set(eval(done.stdout)) - set(eval(already))
    assert named == set()


def test_a_missing_library_is_explained(tmp_path):
    """As where the files of the package were copied from another machine."""
    package = Path(venice_keys.__file__).parent
    copy = tmp_path / "venice_keys"
    shutil.copytree(package, copy, ignore=shutil.ignore_patterns("_native*.so", "*.pyd", "*.dylib"))
    done = run("import venice_keys", env={**os.environ, "PYTHONPATH": str(tmp_path)}, check=False)
    last = done.stderr.strip().splitlines()[-1]
    assert last.startswith("ImportError: venice_keys can't load its library venice_keys._native")
    for part in (sys.platform, "glibc 2.17", "--no-binary venice-keys", "Rust 1.88"):
        assert part in last


# ---- Logging


LINE = re.compile(r"(GET|POST|PATCH|DELETE) /\S+ (\d{3}|[a-z_]+) \d+ ms, attempt \d+")


def make(kind, sandbox, **settings):
    return kind(sandbox.admin_key, base_url=sandbox.base_url, **settings)


def call(client, name, *arguments, **options):
    result = getattr(client, name)(*arguments, **options)
    if isinstance(client, AsyncClient):
        import asyncio

        async def awaited():
            return await result

        return asyncio.run(awaited())
    return result


@pytest.mark.parametrize("kind", [Client, AsyncClient])
def test_one_line_per_attempt_at_debug(sandbox, caplog, kind):
    client = make(kind, sandbox)
    sandbox.fault("status", status=503, times=2, headers={"retry-after": "0"})
    with caplog.at_level(logging.DEBUG, "venice_keys"):
        keys = call(client, "list_keys")
        call(client, "get_key", keys[0].id)
    lines = [record.getMessage() for record in caplog.records if record.name == "venice_keys"]
    assert len(lines) == 4
    assert all(LINE.fullmatch(line) for line in lines), lines
    assert lines[0].startswith("GET /api_keys 503 ") and lines[0].endswith("attempt 1")
    assert lines[2].startswith("GET /api_keys 200 ") and lines[2].endswith("attempt 3")
    assert f"/api_keys/{keys[0].id} 200" in lines[3]
    assert {record.levelno for record in caplog.records if record.name == "venice_keys"} == {10}


def test_lost_attempts_are_logged_by_code(sandbox, caplog):
    sandbox.fault("reset_before", times=9)
    with caplog.at_level(logging.DEBUG, "venice_keys"):
        with pytest.raises(Exception, match="list_keys"):
            make(Client, sandbox, max_retries=1).list_keys()
    assert [record.getMessage().split(" ")[2] for record in caplog.records] == ["connection"] * 2


def test_nothing_secret_is_logged_at_any_level(sandbox, caplog):
    from venice_keys import Wallet

    with caplog.at_level(logging.NOTSET):
        logging.getLogger().setLevel(1)
        client = make(Client, sandbox)
        made = client.create_key("x")
        wallet = Wallet(sandbox.staked_private_key)
        challenge = client.web3_challenge()
        signature = wallet.sign(challenge)
        minted = client.mint_web3_key(
            address=wallet.address, signature=signature, challenge=challenge
        )
        client.delete_key(made.id)
    assert len(caplog.records) >= 4
    for secret in (
        sandbox.admin_key,
        sandbox.staked_private_key,
        made.api_key.reveal(),
        minted.api_key.reveal(),
        signature,
        challenge.text,
    ):
        assert secret not in caplog.text
    assert made.id in caplog.text


@pytest.mark.parametrize("listened_to", [False, True])
def test_what_the_server_announces_is_warned_of_once(sandbox, listened_to):
    """Also where nobody imported logging: Python prints warnings that nobody listens to."""
    headers = {"deprecation": "true", "sunset": "Sat, 31 Jan 2099 00:00:00 GMT"}
    body = {"object": "list", "data": []}
    sandbox.fault("status", status=200, body=body, headers=headers, times=9)
    done = run(
        f"""
        import asyncio, sys, venice_keys
        if {listened_to}:
            import logging
            logging.basicConfig(format="%(levelname)s %(name)s %(message)s")
        client = venice_keys.Client()
        client.list_keys()
        client.list_keys()
        venice_keys.Client().list_keys()
        client.list_models()
        async def main():
            await venice_keys.AsyncClient().rate_limit_log()
        asyncio.run(main())
        """,
        env=sandbox.environment(),
    )
    lines = done.stderr.splitlines()
    start = "WARNING venice_keys " if listened_to else ""
    named = [line.removeprefix(start).split(":")[0] for line in lines]
    assert named == ["list_keys", "list_models", "rate_limit_log"]
    assert all(line.startswith(start) and "31 Jan 2099" in line for line in lines)


def test_levels_can_change_while_a_client_lives(client, caplog):
    client.list_keys()
    assert caplog.records == []
    with caplog.at_level(logging.DEBUG, "venice_keys"):
        client.list_keys()
    assert len(caplog.records) == 1
    client.list_keys()
    assert len(caplog.records) == 1


def test_logging_that_is_off_costs_nothing(sandbox):
    """logging isn't even imported; and where it is, no record is made."""
    done = run(
        """
        import sys, venice_keys
        client = venice_keys.Client()
        client.list_keys()
        print("logging" in sys.modules)
        import logging
        logging.basicConfig(level=logging.INFO)
        def never(*_, **__): raise AssertionError("a record was made")
        logging.getLogger("venice_keys").debug = never
        client.list_keys()
        """,
        env=sandbox.environment(),
    )
    assert done.stdout == "False\n"
    assert done.stderr == ""


def test_a_handler_that_raises_breaks_no_call(client, monkeypatch):
    class Bad(logging.Handler):
        def emit(self, record):
            raise ValueError("bad handler")

    logger = logging.getLogger("venice_keys")
    handler = Bad()
    logger.addHandler(handler)
    logger.setLevel(logging.DEBUG)
    unraisable = []
    monkeypatch.setattr(sys, "unraisablehook", unraisable.append)
    try:
        assert len(client.list_keys()) == 2
    finally:
        logger.removeHandler(handler)
        logger.setLevel(logging.NOTSET)

    assert len(unraisable) == 1
