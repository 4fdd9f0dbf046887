"""The Python driver of tests/hard/: makes calls on request, a JSON object a line."""

import json
import sys
import time

from venice_keys import Secret, VeniceError

from scenario import Awaiting, Blocking, Broken, Calls, error_forms, shared


def plain(value):
    """A result as JSON: a Secret is an object of its own."""
    if isinstance(value, Secret):
        return {"$secret": value.reveal()}
    if isinstance(value, list):
        return [plain(element) for element in value]
    if isinstance(value, dict):
        return {name: plain(member) for name, member in value.items()}
    return value


def answer(calls, request):
    start = time.perf_counter()
    try:
        result = calls.make(request["call"], request["client"], request.get("args") or {})
        said = {"ok": plain(shared(result))}
    except VeniceError as error:
        wait = error.retry_after
        said = {
            "error": {
                "code": error.code,
                "status": error.status,
                "retryAfterMs": None if wait is None else wait * 1000,
                "forms": error_forms(error),
            }
        }
    return {**said, "tookMs": (time.perf_counter() - start) * 1000}


def main(way):
    calls = Calls(way())
    for line in sys.stdin:
        try:
            said = answer(calls, json.loads(line))
        except (Broken, KeyError, TypeError, ValueError) as broken:
            said = {"unable": f"{type(broken).__name__}: {broken}"}
        print(json.dumps(said), flush=True)


main(Awaiting if "--async" in sys.argv else Blocking)
