"""The Python driver of tests/hard/: makes calls on request, a JSON object a line."""

import json
import logging
import os
import sys
import time
import traceback
from pathlib import Path

import venice_keys
from venice_keys import Secret, VeniceError

from calls import Awaiting, Blocking, Broken, Calls, Own, error_forms
from expected import shared


def plain(value):
    """A result as JSON: a Secret is an object of its own."""
    if isinstance(value, Secret):
        return {"$secret": value.reveal()}
    if isinstance(value, list):
        return [plain(element) for element in value]
    if isinstance(value, dict):
        return {name: plain(member) for name, member in value.items()}
    return value


LOUD = "VENICE_KEYS_LOUD" in os.environ


class Loud:
    """Makes calls as another does, and shows whatever can be shown on standard error."""

    def __init__(self, way):
        self.way = way
        self.kind = way.kind
        logging.basicConfig(level=logging.NOTSET, format="%(asctime)s %(message)s %(args)s %(msg)r")

    def run(self, client, operation, arguments, paging):
        for value in (client, *arguments.values()):
            if type(value).__module__.startswith(venice_keys.__name__):
                show(value)
        try:
            result = self.way.run(client, operation, arguments, paging)
        except Exception as error:
            show_raised(error)
            raise
        show(result)
        return result

    def __getattr__(self, name):
        return getattr(self.way, name)


def show(value):
    forms = [str(value), repr(value), f"{value}", ascii(value)]
    if hasattr(value, "to_dict"):
        forms.append(repr(value.to_dict()))
    if hasattr(value, "__dict__"):
        forms.append(repr(vars(value)))
    print(*forms, sep="\n", file=sys.stderr)
    for element in value if isinstance(value, list) else ():
        show(element)


def show_raised(error):
    """The traceback with the variables of our frames; those of callers hold what is theirs."""
    ours = str(Path(venice_keys.__file__).parent)
    shown = traceback.TracebackException.from_exception(error, capture_locals=True)
    for frame in shown.stack:
        if not frame.filename.startswith(ours):
            frame.locals = None
    print("".join(shown.format()), file=sys.stderr)


def respond(calls, request):
    start = time.perf_counter()
    try:
        paging = {word: request[word] for word in ("pages", "limit") if word in request}
        arguments = request.get("args") or {}
        result = calls.make(request["call"], request["client"], arguments, paging)
        # Where everything is shown, nothing may be handed over outright.
        said = {"ok": True if LOUD else plain(shared(result))}
    except Own:
        said = {"error": {"code": "own"}}
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
    calls = Calls(Loud(way()) if LOUD else way())
    for line in sys.stdin:
        try:
            said = respond(calls, json.loads(line))
        except (Broken, KeyError, TypeError, ValueError) as broken:
            said = {"unable": f"{type(broken).__name__}: {broken}"}
        print(json.dumps(said), flush=True)


main(Awaiting if "--async" in sys.argv else Blocking)
