"""Plays a scenario of tests/scenarios/ as tests/README.md says. A word that isn't known fails."""

import re
import time

from venice_keys import Secret, VeniceError, __version__

from calls import Broken, Calls, Own, check_words, error_forms
from expected import check_error, check_request, check_value, check_within, shared
from sandbox import Sandbox

SHORTEST_SECRET = 12


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


def secrets_in(value):
    if isinstance(value, Secret):
        yield value
    elif hasattr(value, "to_dict"):
        for name in value.to_dict():
            yield from secrets_in(getattr(value, name))


class Stage:
    """What the steps of one scenario share."""

    def __init__(self, sandbox, client_options, way):
        self.sandbox = sandbox
        self.client_options = client_options
        self.calls = Calls(way)
        self.saved = {**sandbox.ready, **shown_keys(sandbox.ready), "version": __version__}
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
        paging = {"pages", "limit"}
        words = {"call", "args", "client", "expect", "error", "save", "saveResume", "tookMs"}
        words |= {"options", "withApiKey", "stored"}
        check_words("the step", step, words | paging)
        paging = {word: step[word] for word in paging & step.keys()}
        arguments = self.filled(step.get("args", {}))
        for name in ("wallet", "signature", "challenge"):
            self.hide(arguments.get(name))
        derived = {"options": step.get("options"), "api_key": step.get("withApiKey")}
        start = time.perf_counter()
        try:
            result = self.made(step["call"], step.get("client", {}), arguments, paging, derived)
            error = None
        except (VeniceError, Own) as raised:
            result, error = None, raised
        took = (time.perf_counter() - start) * 1000
        if "tookMs" in step:
            check_within("tookMs", step["tookMs"], took)
        if "stored" in step:
            check_value("stored", self.filled(step["stored"]), self.calls.stored)
        if isinstance(error, Own):
            if step.get("error") != {"code": "own"}:
                raise Broken("it failed as its own code did")
            return
        if error is not None:
            self.check_secrecy(error)
            if "error" not in step:
                raise Broken(f"failed: {error!r}")
            check_error(self.filled(step["error"]), error)
            if "saveResume" in step:
                if error.resume is None:
                    raise Broken("saveResume: the error has nothing to go on with")
                self.saved[step["saveResume"]] = error.resume
            return
        if "error" in step:
            raise Broken(f"succeeded, but an error was expected: {step['error']}")
        self.check_dump(result)
        result = shared(result)
        self.hide_secrets_of(result)
        if "expect" in step:
            check_value("result", self.filled(step["expect"]), result)
        self.save(step, result)

    def made(self, call, own_options, given, paging, derived):
        options = {"key": "admin", "baseUrl": self.sandbox.base_url, "timeoutMs": 10000}
        options = self.filled({**options, **self.client_options, **own_options})
        own_keys = {"admin": self.sandbox.admin_key, "inference": self.sandbox.inference_key}
        if "key" in options:
            options["key"] = own_keys.get(options["key"], options["key"])
            self.hide(options["key"])
        derived = self.filled(derived)
        self.hide(derived["api_key"])
        return self.calls.make(call, options, given, paging, derived)

    def check_secrecy(self, error):
        """No form of an error shows a secret: nor do its attributes, its traceback, its pickle."""
        forms = error_forms(error)
        for secret in self.secrets:
            if any(secret in form for form in forms):
                raise Broken("the error shows a secret")

    def check_dump(self, result):
        """No dump of a result shows a secret that is in it."""
        results = result if isinstance(result, list) else [result]
        for result in (one for one in results if hasattr(one, "to_dict")):
            for secret in secrets_in(result):
                hidden = secret.reveal()[:-6]
                shown = (result, result.to_dict(), secret)
                if any(hidden in form for one in shown for form in (repr(one), str(one))):
                    raise Broken("a result is printed with its secret")

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
