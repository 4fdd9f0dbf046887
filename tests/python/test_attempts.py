"""on_attempt: called with every attempt, and waited for by nobody who could hang on it."""

import asyncio
import contextvars
import logging
import re
import sys
import threading

import pytest
from venice_keys import AsyncClient, Attempt, Client, NotFoundError, __version__

from until import until

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
    assert 0 < first.elapsed < 60
    assert sandbox.admin_key not in repr(seen)


def test_a_lost_attempt_is_shown_by_its_code(sandbox):
    seen = []
    sandbox.fault("reset_before", times=9)
    with Client(**settings(sandbox, on_attempt=seen.append, max_retries=1)) as client:
        with pytest.raises(Exception, match="list_keys"):
            client.list_keys()
    assert [(one.status, one.failure) for one in seen] == [(None, "connection")] * 2


def test_log_records_have_what_an_attempt_was(client, sandbox, caplog):
    sandbox.fault("status", status=503, headers={"retry-after": "0"})
    with caplog.at_level(logging.DEBUG, "venice_keys"):
        client.list_keys()
    first, second = caplog.records
    assert re.fullmatch(r"GET /api_keys 503 \d+ ms, attempt 1", first.getMessage())
    assert (first.venice_operation, first.venice_method) == ("list_keys", "GET")
    assert (first.venice_path, first.venice_attempt) == ("/api_keys", 1)
    assert (first.venice_status, first.venice_failure) == (503, None)
    assert 0 < second.venice_elapsed < 60
    assert (second.venice_attempt, second.venice_status) == (2, 200)
    assert second.venice_request_id
    # All of what on_attempt is shown, and nothing else.
    members = {name for name in vars(second) if name.startswith("venice_")}
    shown = Attempt(operation="list_keys", method="GET", path="/", number=1, elapsed=0.1).to_dict()
    assert members == {f"venice_{name}" for name in shown} - {"venice_number"} | {"venice_attempt"}
    assert sandbox.admin_key not in repr([vars(record) for record in caplog.records])


def test_in_asyncio_the_event_loop_calls_it(sandbox):
    seen = []

    async def calls():
        def show(attempt):
            seen.append((attempt.operation, threading.get_ident()))

        client = AsyncClient(**settings(sandbox, on_attempt=show))
        await client.list_keys()
        await until(lambda: seen)

    asyncio.run(calls())
    assert seen == [("list_keys", threading.get_ident())]


SERVED = contextvars.ContextVar("served", default=None)


def test_the_callers_context_holds_where_it_is_called_and_in_log_filters(sandbox, caplog):
    seen = []

    def mark(record):
        seen.append(("logged", SERVED.get()))
        return True

    def show(attempt):
        seen.append(("shown", SERVED.get()))

    async def serve(client, number):
        SERVED.set(number)
        await client.list_keys()

    async def calls():
        client = AsyncClient(**settings(sandbox, on_attempt=show))
        await asyncio.gather(*[serve(client, number) for number in range(4)])
        await until(lambda: len(seen) >= 8)

    caplog.handler.addFilter(mark)
    with caplog.at_level(logging.DEBUG, "venice_keys"):
        asyncio.run(calls())
        with Client(**settings(sandbox, on_attempt=show)) as client:

            def list_for(number):
                SERVED.set(number)
                client.list_keys()

            for number in (4, 5):
                contextvars.copy_context().run(list_for, number)
            client.list_keys()
    caplog.handler.removeFilter(mark)
    expected = [(what, number) for what in ("logged", "shown") for number in (*range(6), None)]
    assert sorted(seen, key=str) == sorted(expected, key=str)


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
