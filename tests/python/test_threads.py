"""Calls leave Python's other threads alone."""

import threading

import pytest
from venice_keys import Client

from until import wait_until


@pytest.fixture
def client(sandbox, gate):
    """Its calls end when the gate is opened, which takes Python's lock."""
    with Client(sandbox.admin_key, base_url=gate.base_url) as client:
        yield client


@pytest.mark.parametrize("call_elsewhere", [False, True])
def test_python_goes_on_during_a_call(client, gate, sandbox, call_elsewhere):
    """One thread calls, the main thread or another; the other goes on meanwhile."""
    got = []

    def call():
        got.append(len(client.list_keys()))

    def go_on():
        wait_until(sandbox.journal)
        assert got == []
        gate.open()

    elsewhere, here = (call, go_on) if call_elsewhere else (go_on, call)
    thread = threading.Thread(target=elsewhere)
    thread.start()
    here()
    thread.join()
    assert got == [2]


@pytest.mark.parametrize("count", [2, 64])
def test_calls_of_threads_are_under_way_at_once(client, gate, sandbox, count):
    got = []
    threads = [
        threading.Thread(target=lambda: got.append(len(client.list_keys()))) for _ in range(count)
    ]
    for thread in threads:
        thread.start()
    wait_until(lambda: len(sandbox.journal()) == count)  # and none has its response
    assert got == []
    gate.open()
    for thread in threads:
        thread.join()
    assert got == [2] * count
