"""The exceptions: one base, distinguished by class and code, whole after a pickle."""

import asyncio
import copy
import pickle
import re
from concurrent.futures import ThreadPoolExecutor
from typing import get_args

import pytest
import venice_keys
from venice_keys import (
    AdminKeyRequiredError,
    AuthenticationError,
    Client,
    InvalidInputError,
    Issue,
    NotFoundError,
    OutcomeUnknownError,
    RateLimitedError,
    TransportError,
    TransportTimeoutError,
    UnauthenticatedError,
    VeniceError,
    _native,
    errors,
)
from venice_keys._calls import outcome

ID = "e28e82dc-9df2-4b47-b726-d0a222ef2ab5"
CLASSES = [getattr(errors, name) for name in errors.__all__]


def test_every_class_is_exported_and_documented():
    for kind in CLASSES:
        assert issubclass(kind, VeniceError)
        assert kind.__doc__
        assert getattr(venice_keys, kind.__name__) is kind
        assert kind.__name__ in venice_keys.__all__


def test_kinship():
    assert issubclass(AdminKeyRequiredError, AuthenticationError)
    assert issubclass(UnauthenticatedError, AuthenticationError)
    assert issubclass(InvalidInputError, ValueError)
    assert issubclass(TransportTimeoutError, TransportError)
    assert issubclass(TransportTimeoutError, TimeoutError)
    assert not issubclass(TransportError, TimeoutError)


@pytest.mark.parametrize("kind", CLASSES)
@pytest.mark.parametrize(
    "again", [copy.copy, copy.deepcopy, lambda e: pickle.loads(pickle.dumps(e))]
)
def test_an_error_survives_pickling_and_copying(kind, again):
    issue = Issue(field="description", message="Too long")
    error = kind(
        "what happened",
        code="bad_request",
        status=400,
        issues=[issue],
        retry_after=1.5,
        request_id="abc",
        server_code="X402_SIGN_IN_EXPIRED",
        server_version="20260821.1",
    )
    error.note = "mine"
    same = again(error)
    assert type(same) is kind
    assert str(same) == str(error) == "what happened"
    assert same.args == error.args
    assert vars(same) == vars(error)
    assert (same.server_code, same.server_version) == ("X402_SIGN_IN_EXPIRED", "20260821.1")
    assert same.issues == (issue,)


def test_a_real_error_holds_what_the_server_said(client, sandbox):
    sandbox.fault(
        "status",
        status=429,
        body={"error": "Rate limit exceeded", "code": "RATE_LIMITED"},
        headers={"retry-after": "7", "x-request-id": "req-1", "x-venice-version": "20260821.1"},
    )
    with Client(sandbox.admin_key, base_url=sandbox.base_url, max_retries=0) as client:
        with pytest.raises(RateLimitedError) as raised:
            client.list_keys()
    error = pickle.loads(pickle.dumps(raised.value))
    assert (error.code, error.status, error.retry_after) == ("rate_limited", 429, 7.0)
    assert error.request_id == "req-1"
    assert (error.server_code, error.server_version) == ("RATE_LIMITED", "20260821.1")
    assert error.issues == ()


def test_raise_from_is_kept(client):
    class AppError(Exception):
        pass

    with pytest.raises(AppError) as raised:
        try:
            client.get_key(ID)
        except VeniceError as error:
            raise AppError("no key") from error
    assert isinstance(raised.value.__cause__, NotFoundError)
    with pytest.raises(NotFoundError) as raised:
        try:
            raise KeyError("first")
        except KeyError:
            client.get_key(ID)
    assert isinstance(raised.value.__context__, KeyError)


def test_a_timeout_is_a_timeout_error(sandbox):
    sandbox.fault("stall")
    with Client(sandbox.admin_key, base_url=sandbox.base_url, timeout=0.2) as client:
        with pytest.raises(TimeoutError) as raised:
            client.list_keys()
    assert raised.value.code == "timeout"
    assert isinstance(raised.value, TransportError)
    assert str(raised.value)


@pytest.mark.parametrize("creates_key", [False, True])
@pytest.mark.parametrize("where", ["main thread", "thread", "event loop"])
def test_a_defect_is_a_failure_like_others(client, creates_key, where):
    """PyO3's PanicException isn't even an Exception: nobody's `except` expects it."""

    async def awaited():
        return await outcome(_native._defect(client._awaited(), creates_key))

    with ThreadPoolExecutor(1) as pool:
        call = {
            "main thread": lambda: _native._defect(client, creates_key),
            "thread": lambda: pool.submit(_native._defect, client, creates_key).result(),
            "event loop": lambda: asyncio.run(awaited()),
        }[where]
        with pytest.raises(VeniceError, match="a defect in venice-keys") as raised:
            call()
    if creates_key:
        assert isinstance(raised.value, OutcomeUnknownError)
        assert re.search(r"created since \d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", str(raised.value))
    else:
        assert raised.value.code == "bad_response"
    assert "for a test" not in str(raised.value)
    assert len(client.list_keys()) == 2


def test_every_code_of_the_core_has_a_class():
    from contract import CONTRACT

    assert set(errors._CLASSES) == set(CONTRACT["codes"])
    classes = set(errors._CLASSES.values())
    parents = {parent for kind in classes for parent in kind.__mro__}
    assert set(CLASSES) <= parents
    literals = get_args(venice_keys.ErrorCode)
    assert {code for literal in literals for code in get_args(literal)} == set(CONTRACT["codes"])


def test_a_code_of_a_group_has_the_groups_class():
    from contract import CONTRACT

    for code, declared in CONTRACT["codes"].items():
        if declared["group"]:
            assert issubclass(errors._CLASSES[code], getattr(errors, declared["group"] + "Error"))
