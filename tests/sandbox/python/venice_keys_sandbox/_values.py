"""What goes to the sandbox and what comes back."""

from __future__ import annotations

from dataclasses import KW_ONLY, dataclass, fields
from typing import Any, Literal

Web3Generation = Literal["jwt", "siwe"]
Certificate = Literal["valid", "expired", "other-host", "self-signed"]
FaultKind = Literal[
    "status",
    "html",
    "empty",
    "delay",
    "refuse",
    "reset_before",
    "reset_after",
    "stall",
    "stall_body",
    "drip",
    "cut",
    "garbage",
    "garbage_wire",
    "content_type",
    "huge",
    "gzip_bomb",
    "bad_gzip",
    "gzip",
    "header_flood",
    "redirect",
    "repeat",
    "edit",
    "settlement",
    "late",
    "meanwhile",
    "ignore",
]


class SandboxError(Exception):
    """The sandbox couldn't be started, or refused what it was asked; the text says why."""


@dataclass(frozen=True)
class Fault:
    """What goes wrong with the next requests that match.

    The kinds and what each one's members mean are in the sandbox's README. A member that means
    nothing to its kind is refused when the fault is queued.
    """

    kind: FaultKind
    _: KW_ONLY
    #: Only requests with this method, such as ``"POST"``.
    method: str | None = None
    #: Only requests to this path below the base URL; one that ends in ``*`` matches its start.
    path: str | None = None
    #: Only requests with this header, such as ``"payment-signature"``.
    header: str | None = None
    #: How many requests are hit (default 1).
    times: int | None = None
    #: How many requests that match are let through first (default 0).
    skip: int | None = None
    status: int | None = None
    #: A JSON body. For JSON's null, use ``text="null"``.
    body: Any = None
    text: str | None = None
    content_type: str | None = None
    headers: dict[str, str | int] | None = None
    #: True: the work is done, and only the response goes wrong.
    after_work: bool | None = None
    ms: int | None = None
    at: int | None = None
    before: str | None = None
    bytes: int | None = None
    count: int | None = None
    location: str | None = None
    start: str | None = None
    each: str | None = None
    end: str | None = None
    gzip: bool | None = None
    set: dict[str, Any] | None = None
    remove: list[str] | None = None
    response: str | None = None
    settles: str | None = None
    settles_after_ms: int | None = None
    credited: bool | None = None
    remembered: bool | None = None
    booked_after_ms: int | None = None
    after_requests: int | None = None
    after_ms: int | None = None
    #: What others do meanwhile: ``[{"path": "keys", "body": {"delete": ["newest"]}}]``.
    control: list[dict[str, Any]] | None = None
    #: The members of the body that are overlooked.
    members: list[str] | None = None

    def to_json(self) -> dict[str, Any]:
        """The fault as the control API takes it."""
        given = present({field.name: getattr(self, field.name) for field in fields(self)})
        match = {name: given.pop(name) for name in ("method", "path", "header") if name in given}
        return {**given, "match": match} if match else given


@dataclass(frozen=True)
class Request:
    """A request that reached the API, in order of arrival."""

    method: str
    #: As it was sent, with its query.
    path: str
    #: By name in lower case.
    headers: dict[str, Any]
    #: The body as JSON, or None.
    body: Any
    body_text: str | None
    #: The body's numbers digit for digit, by path: ``{"consumptionLimit.usd": "0.1"}``.
    numbers: dict[str, str]
    #: A number: the same for requests on one connection.
    connection: int
    #: The status of the response; None if there was none.
    status: int | None
    #: Whether the server did what was asked.
    worked: bool


@dataclass(frozen=True)
class SeededKey:
    """A key that was put there by the test."""

    id: str
    api_key: str


@dataclass(frozen=True)
class StoredKey:
    """A key with what is really stored, whatever the API shows of it. Times are texts."""

    id: str
    api_key: str
    api_key_type: str
    description: str | None
    created_at: str
    expires_at: str | None
    last_used_at: str | None
    revoked: bool
    consumption_limit: dict[str, Any] | None
    limit_period: str | None
    model_privacy: str | None
    ip_allowlist: list[str] | None
    usage: dict[str, Any]
    #: ``"start"``, ``"create"``, ``"mint"`` or ``"seed"``.
    origin: str


def present(members: dict[str, Any]) -> dict[str, Any]:
    """What isn't None, by the control API's names."""
    return {camel(name): value for name, value in members.items() if value is not None}


def camel(name: str) -> str:
    """``api_key`` as ``apiKey``."""
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)


def read(kind: type[Any], members: dict[str, Any]) -> Any:
    """A value of this class from the control API's response; unknown members are ignored."""
    return kind(**{field.name: members.get(camel(field.name)) for field in fields(kind)})
