"""on_attempt: called with every attempt, and waited for by nobody who could hang on it."""

import asyncio
import sys
import threading

import pytest
from venice_keys import AsyncClient, Attempt, Client, NotFoundError, __version__

ID = "e28e82dc-9df2-4b47-b726-d0a222ef2ab5"


def settings(sandbox, **more):
    return {"api_key": sandbox.admin_key, "base_url": sandbox.base_url, **more}


def test_every_attempt_is_shown(sandbox):
    seen = []
    sandbox.fault("status", status=503, headers={"retry-after": "0"})
    with Client(**settings(sandbox, on_attempt=seen.append)) as client:
        client.list_keys()
        with pytest.raises(NotFoundError):
            client.get_key(ID)
    assert [type(attempt) for attempt in seen] == [Attempt] * 3
    assert [(one.operation, one.number, one.status) for one in seen] == [
        ("list_keys", 1, 503),
        ("list_keys", 2, 200),
        ("get_key", 1, 400),
    ]
    first = seen[0]
    assert (first.method, first.path, first.failure) == ("GET", "/api_keys", None)
    assert 0 < first.elapsed < 10
    assert sandbox.admin_key not in repr(seen)


def test_a_lost_attempt_is_shown_by_its_code(sandbox):
    seen = []
    sandbox.fault("reset_before", times=9)
    with Client(**settings(sandbox, on_attempt=seen.append, max_retries=1)) as client:
        with pytest.raises(Exception, match="list_keys"):
            client.list_keys()
    assert [(one.status, one.failure) for one in seen] == [(None, "connection")] * 2


def test_in_asyncio_the_event_loop_calls_it(sandbox):
    seen = []

    async def calls():
        def show(attempt):
            seen.append((attempt.operation, threading.get_ident()))

        client = AsyncClient(**settings(sandbox, on_attempt=show))
        await client.list_keys()
        await asyncio.sleep(0.05)

    asyncio.run(calls())
    assert seen == [("list_keys", threading.get_ident())]


def test_what_it_raises_reaches_no_call(sandbox, monkeypatch):
    unraisable = []
    monkeypatch.setattr(sys, "unraisablehook", unraisable.append)

    def fail(attempt):
        raise LookupError("mine")

    with Client(**settings(sandbox, on_attempt=fail)) as client:
        assert len(client.list_keys()) == 2
    assert [one.exc_type for one in unraisable] == [LookupError]


def test_the_user_agent_is_appended(sandbox):
    for given in (None, "my-app/1.2"):
        more = {"user_agent": given} if given else {}
        with Client(**settings(sandbox, **more)) as client:
            client.list_keys()
        sent = sandbox.journal()[-1]["headers"]["user-agent"]
        assert sent == " ".join(filter(None, [f"venice-keys/{__version__}", given]))
