"""Plays a scenario of tests/scenarios/ as tests/README.md says. A word that isn't known fails."""

import asyncio
import json
import pickle
import re
import time
import traceback
from datetime import datetime, timezone
from decimal import Decimal

from venice_keys import AsyncClient, Client, Secret, VeniceError, Wallet, Web3Challenge

from contract import OPERATIONS, REQUIRED, SETTINGS, camel
from contract import value as argument
from sandbox import Sandbox

SHORTEST_SECRET = 12


class Broken(AssertionError):
    """The scenario doesn't hold, or says what this runner doesn't know."""


class Blocking:
    """Calls through Client."""

    kind = Client

    def run(self, client, operation, arguments):
        return getattr(client, operation)(**arguments)

    def close(self):
        pass


class Awaiting:
    """Calls through AsyncClient, on one event loop."""

    kind = AsyncClient

    def __init__(self):
        self.loop = asyncio.new_event_loop()

    def run(self, client, operation, arguments):
        return self.loop.run_until_complete(getattr(client, operation)(**arguments))

    def close(self):
        self.loop.close()


class Calls:
    """Makes calls by a scenario's words. Calls with the same client options share a client."""

    def __init__(self, way):
        self.way = way
        self.clients = {}

    def make(self, call, options, given):
        if call == "wallet_address":
            check_words("args", given, {"wallet"})
            return Wallet(given["wallet"]).address
        if call == "wallet_sign":
            check_words("args", given, {"wallet", "challenge"})
            return Wallet(given["wallet"]).sign(given["challenge"])
        client = self.client(options)
        if call == "client":
            check_words("args", given, {})
            return None
        if call not in OPERATIONS:
            raise Broken(f"{call} is no call this runner knows")
        known = OPERATIONS[call]
        check_words("args", given, known)
        # What a scenario leaves out is empty where Python can't do without it.
        arguments = dict.fromkeys(REQUIRED[call], "")
        for word, value in given.items():
            name, kind = known[word]
            try:
                arguments[name] = argument(kind, value)
            except KeyError as unknown:
                raise Broken(f"args.{word}: {unknown} is no word this runner knows") from None
        return self.way.run(client, call, arguments)

    def client(self, options):
        check_words("client", options, {"key", *SETTINGS})
        name = json.dumps(options, sort_keys=True)
        if name not in self.clients:
            settings = {}
            for word in options.keys() - {"key"}:
                name_here, converted = SETTINGS[word]
                settings[name_here] = converted(options[word])
            if options["key"] == "none":
                self.clients[name] = self.way.kind.anonymous(**settings)
            else:
                self.clients[name] = self.way.kind(options["key"], **settings)
        return self.clients[name]


def error_forms(error):
    """Every way in which Python shows an error."""
    return [
        str(error),
        repr(error),
        repr(vars(error)),
        "".join(traceback.format_exception(type(error), error, None)),
        pickle.dumps(error).decode("latin-1"),
    ]


def play(name, scenario, way):
    words = {"name", "covers", "live", "server", "client", "steps"}
    check_words("the scenario", scenario, words)
    if not scenario["steps"]:
        raise Broken("there are no steps")
    with Sandbox(*server_options(scenario.get("server", {}))) as sandbox:
        stage = Stage(sandbox, scenario.get("client", {}), way())
        try:
            for number, step in enumerate(scenario["steps"], 1):
                try:
                    stage.play(step)
                except Broken as broken:
                    raise Broken(f"{name}, step {number}: {broken}") from None
                except Exception as error:
                    raise Broken(f"{name}, step {number}: {error!r}") from error
        finally:
            stage.calls.way.close()


def check_words(place, given, known):
    unknown = set(given) - set(known)
    if unknown:
        raise Broken(f"{place}: {', '.join(sorted(unknown))} is no word this runner knows")


def server_options(server):
    check_words("server", server, {"web3", "minute", "tls"})
    options = []
    if "web3" in server:
        options += ["--web3", server["web3"]]
    if "minute" in server:
        options += ["--minute", str(server["minute"])]
    if "tls" in server:
        options += ["--tls", "--tls-cert", server["tls"]]
    return options


def shown_keys(ready):
    """The client's keys as the journal shows them: it keeps none whole."""
    keys = ("admin_key", "inference_key")
    return {f"{name}_shown": f"…{ready[name][-6:]}" for name in keys}


class Stage:
    """What the steps of one scenario share."""

    def __init__(self, sandbox, client_options, way):
        self.sandbox = sandbox
        self.client_options = client_options
        self.calls = Calls(way)
        self.saved = {**sandbox.ready, **shown_keys(sandbox.ready)}
        self.secrets = {text for name, text in sandbox.ready.items() if name.endswith("_key")}
        self.seen_before = 0

    def play(self, step):
        kinds = {"call": self.call, "control": self.control, "seen": self.seen}
        for word, play in kinds.items():
            if word in step:
                return play(step)
        raise Broken(f"none of {', '.join(kinds)}")

    # -- call

    def call(self, step):
        words = {"call", "args", "client", "expect", "error", "save", "tookMs"}
        check_words("the step", step, words)
        arguments = self.filled(step.get("args", {}))
        for name in ("wallet", "signature", "challenge"):
            self.hide(arguments.get(name))
        start = time.perf_counter()
        try:
            result, error = self.made(step["call"], step.get("client", {}), arguments), None
        except VeniceError as raised:
            result, error = None, raised
        took = (time.perf_counter() - start) * 1000
        if "tookMs" in step:
            check_within("tookMs", step["tookMs"], took)
        if error is not None:
            self.check_secrecy(error)
            if "error" not in step:
                raise Broken(f"failed: {error!r}")
            check_error(self.filled(step["error"]), error)
            return
        if "error" in step:
            raise Broken(f"succeeded, but an error was expected: {step['error']}")
        self.check_dump(result)
        result = shared(result)
        self.hide_secrets_of(result)
        if "expect" in step:
            check_value("result", self.filled(step["expect"]), result)
        self.save(step, result)

    def made(self, call, own_options, given):
        options = {"key": "admin", "baseUrl": self.sandbox.base_url, "timeoutMs": 10000}
        options = self.filled({**options, **self.client_options, **own_options})
        own_keys = {"admin": self.sandbox.admin_key, "inference": self.sandbox.inference_key}
        if "key" in options:
            options["key"] = own_keys.get(options["key"], options["key"])
            self.hide(options["key"])
        return self.calls.make(call, options, given)

    def check_secrecy(self, error):
        """No form of an error shows a secret: nor do its attributes, its traceback, its pickle."""
        forms = error_forms(error)
        for secret in self.secrets:
            if any(secret in form for form in forms):
                raise Broken("the error shows a secret")

    def check_dump(self, result):
        """No dump of a result shows its secret."""
        secret = getattr(result, "api_key", None)
        if isinstance(secret, Secret):
            hidden = secret.reveal()[:-6]
            forms = (repr(result), str(result), repr(result.to_dict()), str(secret), repr(secret))
            if any(hidden in form for form in forms):
                raise Broken("a created key is printed with its secret")

    # -- control, seen

    def control(self, step):
        check_words("the step", step, {"control", "body", "save"})
        body = self.filled(step.get("body"))
        self.save(step, self.sandbox.control("POST", step["control"], body))

    def seen(self, step):
        check_words("the step", step, {"seen"})
        requests = self.sandbox.journal()
        expected = self.filled(step["seen"])
        new = requests[self.seen_before :]
        if len(new) != len(expected):
            lines = [f"{request['method']} {request['path']}" for request in new]
            raise Broken(f"expected {len(expected)} requests, the server saw {lines}")
        for number, (wanted, request) in enumerate(zip(expected, new)):
            earlier = {past["connection"] for past in requests[: self.seen_before + number]}
            check_request(f"request {number + 1}", wanted, request, earlier)
        self.seen_before = len(requests)

    # -- values

    def save(self, step, value):
        if "save" in step:
            self.saved[step["save"]] = value

    def hide(self, text):
        if isinstance(text, str) and len(text) >= SHORTEST_SECRET:
            self.secrets.add(text)

    def hide_secrets_of(self, result):
        if isinstance(result, dict):
            for name, value in result.items():
                self.hide_secrets_of(value)
                if name == "text":
                    self.hide(value)
        elif isinstance(result, list):
            for value in result:
                self.hide_secrets_of(value)
        elif isinstance(result, Secret):
            self.hide(result.reveal())

    def filled(self, value):
        if isinstance(value, str):
            return re.sub(r"\$\{([^}]*)\}", self.recalled, value)
        if isinstance(value, list):
            return [self.filled(element) for element in value]
        if isinstance(value, dict):
            return {name: self.filled(member) for name, member in value.items()}
        return value

    def recalled(self, match):
        value = self.saved
        for part in match[1].split("."):
            try:
                value = value[int(part) if isinstance(value, list) else part]
            except (KeyError, IndexError, ValueError, TypeError):
                raise Broken(f"{match[0]}: there is no {part}") from None
        value = value.reveal() if isinstance(value, Secret) else value
        if not isinstance(value, str):
            raise Broken(f"{match[0]} is not a text")
        return value


def shared(value):
    """A result in the form that all languages share."""
    if isinstance(value, (bool, int, str, type(None))):
        return value
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
        return {camel(name): shared(member) for name, member in value.items()}
    if isinstance(value, Web3Challenge) or hasattr(value, "to_dict"):
        result = shared(value.to_dict())
        if isinstance(getattr(value, "api_key", None), Secret):
            result["apiKey"] = value.api_key
        return result
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
    check_words("error", expected, {*exact, "issues", "retryAfterMs", "message", "lacks"})
    for word, got in exact.items():
        if word in expected and not same(expected[word], got):
            raise Broken(f"error.{word}: expected {expected[word]!r}, got {got!r} ({error!r})")
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
