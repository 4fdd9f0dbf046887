"""The sandbox as a process of ours."""

from __future__ import annotations

import http.client
import json
import os
import subprocess
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from ._program import find_program
from ._values import Fault, Request, SandboxError, SeededKey, StoredKey, camel, present, read

if TYPE_CHECKING:
    from types import TracebackType

    from typing_extensions import Self

    from ._values import Certificate, Web3Generation

#: It ends at once; a machine that is busy with something else is given this long.
END_SECONDS = 5


class Sandbox:
    """A Venice of its own, on this machine, from now until ``close()``.

    A context manager. It also ends when this process does, however that happens: it listens to a
    pipe of which this process holds the other end. What it says of itself are attributes:
    ``base_url``, ``admin_key``, ``inference_key``, the private keys and addresses of two wallets,
    and with TLS ``ca_file``.
    """

    #: For a client: ``Client(sandbox.admin_key, base_url=sandbox.base_url)``.
    base_url: str
    control_url: str
    admin_key: str
    inference_key: str
    staked_private_key: str
    staked_address: str
    unstaked_private_key: str
    unstaked_address: str
    #: The CA to trust, where the sandbox was started with TLS.
    ca_file: str | None

    def __init__(
        self,
        *,
        web3: Web3Generation = "jwt",
        minute: float = 60,
        tls: Certificate | None = None,
        program: str | os.PathLike[str] | None = None,
    ) -> None:
        """Start it, which takes a few milliseconds.

        ``web3`` is the generation of wallet challenges, ``minute`` how many seconds the server's
        minute lasts, ``tls`` makes it serve TLS with such a certificate. ``program`` is the
        program to start, if not the installed one.
        """
        command = [os.fspath(program or find_program()), "--until-stdin-closes"]
        command += ["--web3", web3, "--minute", str(minute)]
        if tls is not None:
            command += ["--tls-cert", tls]
        self._owner = os.getpid()
        try:
            self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        except OSError as error:
            raise SandboxError(f"{command[0]} couldn't be started: {error}") from error
        try:
            assert self._process.stdout is not None
            ready = json.loads(self._process.stdout.readline())
        except ValueError:
            self.close()
            raise SandboxError(f"{' '.join(command)} ended before it listened") from None
        for name in Sandbox.__annotations__:
            setattr(self, name, ready.get(name))

    @property
    def pid(self) -> int:
        """The process that serves."""
        return self._process.pid

    def close(self) -> None:
        """End it, and wait until it has ended. May be called again."""
        self._hang_up()
        if os.getpid() != self._owner:
            return  # A fork's copy: the process is its parent's.
        try:
            self._process.wait(END_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _hang_up(self) -> None:
        """Close our ends of its pipes, which ends it."""
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()

    def __del__(self) -> None:
        # A process that runs is kept by subprocess, and its open pipes with it.
        if hasattr(self, "_process"):
            self._hang_up()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"Sandbox(base_url={self.base_url!r})"

    # Faults

    def queue(self, *faults: Fault) -> None:
        """Queue faults for the next requests that match: ``queue(Fault("reset_after"))``."""
        self.control("POST", "faults", {"faults": [fault.to_json() for fault in faults]})

    def waiting_faults(self) -> int:
        """How many queued faults haven't been used up yet."""
        return len(self.control("GET", "faults")["faults"])

    def clear_faults(self) -> None:
        """Drop the queued faults."""
        self.control("POST", "faults", {"clear": True})

    def carry_out_late(self) -> int:
        """Carry out the requests that ``late`` faults have put off; return how many."""
        return self.control("POST", "late", {})["done"]  # type: ignore[no-any-return]

    def drop_late(self) -> None:
        """Let the requests that ``late`` faults have put off never arrive."""
        self.control("POST", "late", {"drop": True})

    # Clock

    def advance(self, by: timedelta | float) -> datetime:
        """Move the server's clock forward, by seconds or a ``timedelta``; return its time."""
        seconds = by.total_seconds() if isinstance(by, timedelta) else by
        response = self.control("POST", "clock", {"advanceMs": round(seconds * 1000)})
        return datetime.fromisoformat(response["now"].replace("Z", "+00:00"))

    def stop_clock(self) -> None:
        """Make the server's clock stand, so that everything happens in the same millisecond."""
        self.control("POST", "clock", {"stopped": True})

    def start_clock(self) -> None:
        """Let the server's clock go on from where it stands."""
        self.control("POST", "clock", {"stopped": False})

    # Journal

    def requests(self) -> list[Request]:
        """Every request that reached the API since the start, or since it was forgotten."""
        return [read(Request, entry) for entry in self.control("GET", "journal")["requests"]]

    def clear_requests(self) -> None:
        """Clear the requests seen."""
        self.control("POST", "journal", {"clear": True})

    # State

    def seed_key(
        self,
        description: str | None = None,
        *,
        api_key_type: str | None = None,
        expires_at: str | None = None,
        expires_in_ms: int | None = None,
        consumption_limit: dict[str, Any] | None = None,
        limit_period: str | None = None,
        model_privacy: str | None = None,
        ip_allowlist: list[str] | None = None,
        usage: dict[str, Any] | None = None,
        id: str | None = None,
        created_at: str | None = None,
        last_used_at: str | None = None,
    ) -> SeededKey:
        """Seed a key, whatever the API's limits: an expired one, one that has spent."""
        members = {name: value for name, value in locals().items() if name != "self"}
        seeded = self.control("POST", "keys", {"keys": [present(members)]})["keys"]
        return read(SeededKey, seeded[0])  # type: ignore[no-any-return]

    def change_key(self, id: str, **changes: Any) -> None:
        """Change a key as somebody else may, whatever the API's rules.

        The changes are those of the control API, ``description="theirs"``, ``usage={"usd": 5}``;
        the id ``"newest"`` stands for the key that a request created last.
        """
        members = {camel(name): value for name, value in changes.items()}
        self.control("POST", "keys", {"change": [{"id": id, **members}]})

    def delete_key(self, id: str) -> None:
        """Delete a key as somebody else may; ``"newest"`` is the one that was created last."""
        self.control("POST", "keys", {"delete": [id]})

    def set_next_ids(self, *ids: str) -> None:
        """Say what the keys that are created next are called: UUIDs in lower case."""
        self.control("POST", "keys", {"nextIds": ids})

    def set_list_lag(self, lag: timedelta | float, *, seed: int | None = None) -> None:
        """Make lists of keys show what was true so long ago, in seconds or as a ``timedelta``.

        With a ``seed`` each list's age is drawn, up to that. 0 ends it.
        """
        seconds = lag.total_seconds() if isinstance(lag, timedelta) else lag
        self.control("POST", "lists", present({"lag_ms": round(seconds * 1000), "seed": seed}))

    def stored_keys(self) -> list[StoredKey]:
        """Every key ever created, including revoked ones, oldest first."""
        return [read(StoredKey, key) for key in self.control("GET", "keys")["keys"]]

    def set_account(
        self,
        *,
        balances: dict[str, Any] | None = None,
        diem_epoch_allocation: Any = None,
        access_permitted: bool | None = None,
        staked: list[str] | None = None,
        unstaked: list[str] | None = None,
        breaches: list[dict[str, Any]] | None = None,
        refused: str | None = None,
        older: bool | None = None,
        models: list[dict[str, Any]] | None = None,
        rate_limits: list[dict[str, Any]] | None = None,
    ) -> None:
        """Change the account; what isn't given stays as it is."""
        members = {name: value for name, value in locals().items() if name != "self"}
        self.control("POST", "account", present(members))

    def control(self, method: str, path: str, body: Any = None) -> Any:
        """Any request to the control API, for what has no method here; see its README."""
        url = urlsplit(self.control_url)
        # Not urllib: it would ask a proxy of the environment for what is on this machine.
        connection = http.client.HTTPConnection(url.netloc, timeout=30)
        try:
            sent = None if body is None else json.dumps(body)
            connection.request(
                method, f"{url.path}/{path}", sent, {"content-type": "application/json"}
            )
            response = connection.getresponse()
            result = json.loads(response.read())
        finally:
            connection.close()
        if response.status != 200:
            raise SandboxError(f"{method} {path}: {result.get('error', result)}")
        return result


def options_of(sandbox: Sandbox) -> dict[str, Any]:
    """The keyword arguments for a client of this sandbox."""
    options: dict[str, Any] = {"base_url": sandbox.base_url}
    if sandbox.ca_file is not None:
        options["ca_file"] = Path(sandbox.ca_file)
    return options
