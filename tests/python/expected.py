"""Compares results, errors and requests with what a scenario expects of them."""

import json
import re
from datetime import date, datetime, timezone
from decimal import Decimal

from venice_keys import Secret

from calls import Broken, check_words
from contract import camel


def shared(value):
    """A result in the form that all languages share."""
    if isinstance(value, (bool, int, str, Secret, type(None))):
        return value
    if isinstance(value, date) and not isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, datetime):
        assert value.tzinfo is timezone.utc
        return value.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    if isinstance(value, Decimal):
        text = f"{value:f}"
        text = text.rstrip("0").rstrip(".") if "." in text else text
        return "0" if text in ("-0", "") else text
    if isinstance(value, (list, tuple)):
        return [shared(element) for element in value]
    if isinstance(value, dict):
        return {name: shared(member) for name, member in value.items()}
    if hasattr(value, "to_dict"):
        return {camel(name): shared(getattr(value, name)) for name in value.to_dict()}
    raise Broken(f"a result of type {type(value).__name__}")


def same(expected, got):
    """Equal as JSON: 1, 1.0 and true are three things."""
    return json.dumps(expected, sort_keys=True) == json.dumps(got, sort_keys=True)


def check_value(place, expected, got):
    if isinstance(expected, str) and expected.startswith("$"):
        holds = passes(expected, got)
    elif isinstance(expected, dict):
        if not isinstance(got, dict):
            raise Broken(f"{place}: expected an object, got {got!r}")
        for name, member in expected.items():
            check_value(f"{place}.{name}", member, got.get(name))
        return
    elif isinstance(expected, list):
        if not isinstance(got, list) or len(got) != len(expected):
            raise Broken(f"{place}: expected {len(expected)} elements, got {got!r}")
        for number, (wanted, element) in enumerate(zip(expected, got)):
            check_value(f"{place}.{number}", wanted, element)
        return
    else:
        holds = not isinstance(got, (Secret, list, dict)) and same(expected, got)
    if not holds:
        raise Broken(f"{place}: expected {expected!r}, got {got!r}")


def passes(test, got):
    name, _, argument = test.partition(":")
    if name == "$any" and not argument:
        return got is not None
    if name == "$uuid" and not argument:
        form = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
        return isinstance(got, str) and re.fullmatch(form, got) is not None
    if name == "$time" and not argument:
        form = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z"
        return isinstance(got, str) and re.fullmatch(form, got) is not None
    if name == "$length":
        return isinstance(got, list) and len(got) == int(argument)
    if name == "$secret" and argument in ("INFERENCE", "ADMIN"):
        if not isinstance(got, Secret):
            return False
        prefix = f"VENICE_{argument}_KEY_"
        return got.reveal().startswith(prefix) and str(got) == f"{prefix}…{got.reveal()[-6:]}"
    raise Broken(f"{test} is no test this runner knows")


def check_within(place, bounds, got):
    check_words(place, bounds, {"min", "max"})
    if not bounds.get("min", 0) <= got <= bounds.get("max", float("inf")):
        raise Broken(f"{place}: {got:.0f} is not within {bounds}")


def check_error(expected, error):
    exact = {
        "code": error.code,
        "status": error.status,
        "requestId": error.request_id,
        "serverCode": error.server_code,
        "serverVersion": error.server_version,
    }
    others = {"issues", "retryAfterMs", "message", "lacks", "resume"}
    check_words("error", expected, {*exact, *others})
    for word, got in exact.items():
        if word in expected and not same(expected[word], got):
            raise Broken(f"error.{word}: expected {expected[word]!r}, got {got!r} ({error!r})")
    if "resume" in expected:
        check_value("error.resume", expected["resume"], error.resume)
    if "retryAfterMs" in expected:
        if error.retry_after is None:
            raise Broken("the error has no retry_after")
        check_within("error.retryAfterMs", expected["retryAfterMs"], error.retry_after * 1000)
    for part in expected.get("message", []):
        if part not in str(error):
            raise Broken(f"error.message: {part!r} is not in {str(error)!r}")
    for part in expected.get("lacks", []):
        if any(part in form for form in (str(error), repr(error), repr(vars(error)))):
            raise Broken(f"error.lacks: {part!r} is in {error!r}")
    for issue in expected.get("issues", []):
        check_words("error.issues", issue, {"field", "message"})
        if not any(
            found.field == issue.get("field", found.field)
            and issue.get("message", "") in found.message
            for found in error.issues
        ):
            raise Broken(f"error.issues: {issue} is not among {error.issues}")


def check_request(place, expected, request, earlier):
    words = {"method", "path", "headers", "absent", "body", "bodyExact", "numbers"}
    check_words(place, expected, {*words, "connection"})
    for word, name in {"method": "method", "path": "path", "bodyExact": "body"}.items():
        if word in expected and not same(expected[word], request[name]):
            raise Broken(f"{place}: {word}: expected {expected[word]!r}, got {request[name]!r}")
    for word in ("body", "numbers"):
        if word in expected:
            check_value(f"{place}: {word}", expected[word], request[word])
    for name, value in expected.get("headers", {}).items():
        if request["headers"].get(name) != value:
            raise Broken(f"{place}: header {name} is not as expected")
    for name in expected.get("absent", []):
        if name in request["headers"]:
            raise Broken(f"{place}: header {name} was sent")
    if "connection" in expected:
        used = {"new": False, "reused": True}.get(expected["connection"])
        if used is None:
            raise Broken(f"{place}: connection can't be {expected['connection']}")
        if (request["connection"] in earlier) is not used:
            raise Broken(f"{place}: the connection was not {expected['connection']}")
