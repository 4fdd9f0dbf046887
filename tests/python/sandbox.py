"""A sandbox per test: the program of tests/sandbox, started and ended here."""

import json
import os
import subprocess
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def program():
    """Where the sandbox is: who built it says so, or cargo is asked."""
    given = os.environ.get("VENICE_KEYS_SANDBOX")
    if given:
        return given
    ask = ["cargo", "metadata", "--format-version", "1", "--no-deps"]
    said = json.loads(subprocess.check_output(ask, cwd=ROOT))
    return Path(said["target_directory"]) / "debug/venice-keys-sandbox"


PROGRAM = program()
# One for all sandboxes: to make an opener takes the time of reading the machine's certificates.
OPENER = urllib.request.build_opener(urllib.request.ProxyHandler({}))


class Sandbox:
    """What the ready line says stands in `ready`, and as attributes: `sandbox.admin_key`."""

    def __init__(self, *options):
        command = [PROGRAM, "--port", "0", "--until-stdin-closes", *options]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, close_fds=True
        )
        line = self._process.stdout.readline()
        assert line, f"the sandbox didn't start: {PROGRAM} {' '.join(options)}"
        self.ready = json.loads(line)

    def __getattr__(self, name):
        try:
            return self.__dict__["ready"][name]
        except KeyError:
            raise AttributeError(name) from None

    def control(self, method, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(
            f"{self.control_url}/{path}",
            data,
            {"content-type": "application/json"},
            method=method,
        )
        try:
            with OPENER.open(request, timeout=60) as response:
                return json.load(response)
        except urllib.error.HTTPError as refused:
            with refused:
                raise AssertionError(f"control {path}: {refused.read().decode()}") from None

    def fault(self, kind, **members):
        self.control("POST", "faults", {"faults": [{"kind": kind, **members}]})

    def spend(self, count):
        """The usage history is this many entries, one a second."""
        series = {"first": "2026-06-01T00:00:00.000Z", "count": count, "everyMs": 1000}
        self.control("POST", "usage", {"series": [series], "clear": True})

    def journal(self):
        return self.control("GET", "journal")["requests"]

    def environment(self):
        """For a child process: the key and the URL of this sandbox."""
        return {
            **os.environ,
            "VENICE_ADMIN_KEY": self.admin_key,
            "VENICE_BASE_URL": self.base_url,
        }

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._process.stdin.close()
        self._process.stdout.close()
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


def made_key(sandbox, description):
    keys = sandbox.control("GET", "keys")["keys"]
    return next((key for key in keys if key["description"] == description), None)
