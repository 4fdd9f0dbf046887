"""Fixtures: a sandbox, and clients of it."""

import asyncio
import signal

import pytest
from venice_keys import AsyncClient, Client

from gate import Gate
from sandbox import Sandbox

# A run in the background (a CI job's, nohup's) ignores SIGINT, and so would the programs it starts:
# what they do on Ctrl-C could not be seen.
signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(autouse=True)
def _no_environment(monkeypatch):
    """A test names what it uses; the developer's own key is none of it."""
    for name in ("VENICE_ADMIN_KEY", "VENICE_API_KEY", "VENICE_BASE_URL"):
        monkeypatch.delenv(name, raising=False)
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


@pytest.fixture
def sandbox():
    with Sandbox() as sandbox:
        yield sandbox


@pytest.fixture
def client(sandbox):
    with Client(sandbox.admin_key, base_url=sandbox.base_url) as client:
        yield client


@pytest.fixture
def once(sandbox):
    """A client that tries each request once."""
    with Client(sandbox.admin_key, base_url=sandbox.base_url, max_retries=0) as client:
        yield client


@pytest.fixture
def async_client(sandbox):
    """For use inside an event loop; it needs no closing one."""
    return AsyncClient(sandbox.admin_key, base_url=sandbox.base_url)


@pytest.fixture
def gate(sandbox):
    """Holds back what the sandbox responds."""
    with Gate(sandbox) as gate:
        yield gate


@pytest.fixture
def gated(sandbox, gate):
    """An AsyncClient whose responses wait for the gate."""
    return AsyncClient(sandbox.admin_key, base_url=gate.base_url)


def asyncio_loop():
    return asyncio.new_event_loop()


def uvloop_loop():
    return pytest.importorskip("uvloop").new_event_loop()


@pytest.fixture(params=[asyncio_loop, uvloop_loop], ids=["asyncio", "uvloop"])
def play(request):
    """Plays a coroutine on a loop of either kind."""
    loop = request.param()
    loop.set_debug(False)
    asyncio.set_event_loop(loop)
    yield loop.run_until_complete
    loop.close()
    asyncio.set_event_loop(None)
