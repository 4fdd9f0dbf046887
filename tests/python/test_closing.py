"""Clients that are closed, and subclasses of them."""

import pytest
from venice_keys import Client

from open_sockets import HAS_PROC, sockets


def test_a_closed_client_says_so(sandbox):
    with Client(sandbox.admin_key, base_url=sandbox.base_url) as client:
        client.list_keys()
    with pytest.raises(RuntimeError, match="closed"):
        client.list_keys()
    client.close()
    assert "closed" in repr(client)


def test_closing_closes_connections(sandbox):
    before = sockets()
    client = Client(sandbox.admin_key, base_url=sandbox.base_url)
    client.list_keys()
    assert sockets() == before + HAS_PROC
    client.close()
    assert sockets() == before


def test_a_closed_client_is_closed_in_a_child(sandbox):
    client = Client(sandbox.admin_key, base_url=sandbox.base_url)
    client.close()
    with pytest.raises(RuntimeError, match="closed"):
        client.verify_key()


def test_clients_can_be_subclassed(sandbox):
    class Mine(Client):
        def first(self):
            return self.list_keys()[0]

    with Mine(sandbox.admin_key, base_url=sandbox.base_url) as client:
        assert client.first().id
    assert type(Mine.anonymous(base_url=sandbox.base_url)) is Mine
