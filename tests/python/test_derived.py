"""with_options, with_api_key: what derived clients share, and what each has for itself."""

import asyncio
import gc
import time
from datetime import timedelta

import pytest
from venice_keys import AsyncClient, Client, ConfigError, TransportTimeoutError

from programs import forks, forks_beside_threads, in_a_child


def connections(sandbox):
    return [request["connection"] for request in sandbox.journal()]


def tokens(sandbox):
    return [request["headers"]["authorization"][-6:] for request in sandbox.journal()]


def test_options_hold_for_the_derived_client_alone(client, sandbox):
    hurried = client.with_options(timeout=0.3, max_retries=0)
    sandbox.fault("stall")
    begun = time.monotonic()
    with pytest.raises(TransportTimeoutError):
        hurried.list_keys()
    assert time.monotonic() - begun < 50
    faults = [{"kind": "delay", "ms": 500}]
    sandbox.control("POST", "faults", {"faults": faults, "clear": True})
    assert len(client.list_keys()) == 2


def test_a_derived_client_shares_connections(client, sandbox):
    client.list_keys()
    client.with_options(timeout=timedelta(seconds=50)).list_keys()
    client.with_options(max_retries=1).with_options(timeout=50).list_keys()
    client.with_api_key(sandbox.inference_key).verify_key()
    assert len(set(connections(sandbox))) == 1


def test_a_derived_client_shares_the_create_limit(sandbox):
    settings = {"base_url": sandbox.base_url, "create_limit": 1, "create_limit_period": 3600}
    with Client(sandbox.admin_key, **settings) as client:
        client.create_key("one")
        for derived in (client.with_options(timeout=50), client.with_api_key(sandbox.admin_key)):
            with pytest.raises(Exception, match="create limit reached"):
                derived.create_key("another")


@pytest.mark.parametrize("order", [0, 1])
def test_each_is_closed_by_itself(client, sandbox, order):
    client.list_keys()
    pair = [client, client.with_options(timeout=50)]
    closed, left = pair[order], pair[1 - order]
    with closed:
        pass
    with pytest.raises(RuntimeError, match="closed"):
        closed.list_keys()
    left.list_keys()
    assert len(set(connections(sandbox))) == 1
    with pytest.raises(RuntimeError, match="closed"):
        closed.with_options(timeout=50)


def test_a_derived_client_outlives_the_one_it_is_of(sandbox):
    derived = Client(sandbox.admin_key, base_url=sandbox.base_url).with_options(timeout=50)
    gc.collect()
    assert len(derived.list_keys()) == 2


def test_another_key(client, sandbox):
    other = client.with_api_key(sandbox.inference_key)
    other.verify_key()
    client.list_keys()
    shown = [sandbox.inference_key[-6:], sandbox.admin_key[-6:]]
    assert tokens(sandbox) == shown
    assert sandbox.inference_key not in repr(other)
    with pytest.raises(ConfigError):
        client.with_api_key("two words").verify_key()
    with pytest.raises(TypeError, match="api_key must be a str or a Secret, not int"):
        client.with_api_key(5)


def test_wrong_options_are_refused_as_settings_are(client):
    with pytest.raises(ConfigError, match="timeout"):
        client.with_options(timeout=-1)
    with pytest.raises(TypeError, match="timeout must be a number of seconds or a timedelta"):
        client.with_options(timeout="5")
    with pytest.raises(TypeError, match="base_url"):
        client.with_options(base_url="https://example.com")
    with pytest.raises(TypeError, match="positional"):
        client.with_options(5)


def test_derived_clients_observe_attempts(sandbox):
    seen = []
    settings = {"base_url": sandbox.base_url, "on_attempt": seen.append}
    with Client(sandbox.admin_key, **settings) as client:
        client.with_options(timeout=50).list_keys()
    assert [attempt.operation for attempt in seen] == ["list_keys"]


def test_async_clients_are_derived_alike(sandbox):
    async def main():
        client = AsyncClient(sandbox.admin_key, base_url=sandbox.base_url)
        await client.list_keys()
        other = client.with_api_key(sandbox.inference_key).with_options(timeout=50)
        assert isinstance(other, AsyncClient)
        await other.verify_key()
        await other.aclose()
        await client.list_keys()
        with pytest.raises(RuntimeError, match="closed"):
            await other.list_keys()

    asyncio.run(main())
    assert len(set(connections(sandbox))) == 1
    shown = {sandbox.admin_key[-6:], sandbox.inference_key[-6:]}
    assert set(tokens(sandbox)) == shown


@forks
@forks_beside_threads
def test_in_a_child_they_share_connections_too(client, sandbox):
    hurried = client.with_options(timeout=50)
    other = hurried.with_api_key(sandbox.inference_key)
    client.list_keys()

    def in_child():
        other.verify_key()
        hurried.list_keys()
        client.list_keys()
        return True

    assert in_a_child(in_child)
    client.list_keys()
    parents, *childs, last = connections(sandbox)
    assert parents == last
    assert len(set(childs)) == 1
    assert parents not in childs
