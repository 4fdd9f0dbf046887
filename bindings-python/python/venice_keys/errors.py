"""What calls raise: one class per kind of failure, all of them a VeniceError."""

from __future__ import annotations

TYPE_CHECKING = False  # as typing says it, without the milliseconds that importing typing takes
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any

    from ._native import Issue

__all__ = [
    "AdminKeyRequiredError",
    "AuthenticationError",
    "BadRequestError",
    "BadResponseError",
    "ConfigError",
    "ForbiddenError",
    "GoneError",
    "InvalidInputError",
    "KeyLimitReachedError",
    "NotFoundError",
    "OutcomeUnknownError",
    "PaymentRequiredError",
    "RateLimitedError",
    "ServerError",
    "TransportError",
    "TransportTimeoutError",
    "VeniceError",
    "Web3Error",
]


class VeniceError(Exception):
    """A failed call.

    The text is for people and may change; tell failures apart by class or by `code`. Neither text
    nor attributes ever hold a key, a private key, a signature, a challenge or a raw body.

    code: the same in every language of this client: "not_found".
    status: the answer's HTTP status, or None if there was no answer.
    issues: what was wrong with the request, field by field, as far as it is known.
    retry_after: seconds to wait before the next try, if the server or the throttle said so.
    request_id: the server's name for the request, to quote when asking Venice about it.
    server_code: the server's own code for what went wrong, where it gave one.
    server_version: the server's version, to quote with the request_id.
    """

    code: str
    status: int | None
    issues: tuple[Issue, ...]
    retry_after: float | None
    request_id: str | None
    server_code: str | None
    server_version: str | None

    def __init__(
        self,
        message: str,
        *,
        code: str,
        status: int | None = None,
        issues: Iterable[Issue] = (),
        retry_after: float | None = None,
        request_id: str | None = None,
        server_code: str | None = None,
        server_version: str | None = None,
    ) -> None:
        super().__init__(message)
        self.code = code
        self.status = status
        self.issues = tuple(issues)
        self.retry_after = retry_after
        self.request_id = request_id
        self.server_code = server_code
        self.server_version = server_version

    def __reduce__(self) -> tuple[Callable[..., VeniceError], tuple[Any, ...]]:
        # Exceptions are pickled by their positional arguments; the rest is given again by name.
        return _restored, (type(self), str(self), self.__dict__.copy())


def _restored(cls: type[VeniceError], message: str, attributes: dict[str, Any]) -> VeniceError:
    error = cls(message, code=attributes["code"])
    error.__dict__.update(attributes)
    return error


class ConfigError(VeniceError):
    """No usable key, a bad base URL, or plain http to a host that isn't loopback."""


class InvalidInputError(VeniceError, ValueError):
    """Refused before anything was sent: `issues` names field and rule."""


class AuthenticationError(VeniceError):
    """The key is unknown, expired or revoked, or none was sent."""


class AdminKeyRequiredError(AuthenticationError):
    """The call needs an ADMIN key."""


class PaymentRequiredError(VeniceError):
    """No balance, or the key's cap is spent."""


class ForbiddenError(VeniceError):
    """The key may not do this: IP allowlist, model privacy, disabled access."""


class NotFoundError(VeniceError):
    """There is no such key."""


class KeyLimitReachedError(VeniceError):
    """The account has as many active keys as Venice allows (500)."""


class BadRequestError(VeniceError):
    """The server refused the request: `issues` says why where the server did."""


class Web3Error(VeniceError):
    """A challenge or a mint was refused, by the server or before anything was signed.

    `code` tells why: invalid_address, challenge_expired, challenge_invalid, signature_mismatch,
    not_staked, wallet_check_unavailable (passing: try again).
    """


class RateLimitedError(VeniceError):
    """Too many requests: `retry_after` says how long to wait, where it is known."""


class GoneError(VeniceError):
    """The endpoint is retired: update venice-keys."""


class ServerError(VeniceError):
    """The server failed on a call that is safe to repeat."""


class TransportError(VeniceError):
    """No answer: `code` is "timeout", "connection" or "tls"."""


class TransportTimeoutError(TransportError, TimeoutError):
    """The call's timeout passed (`code` is "timeout"). Also a TimeoutError."""


class BadResponseError(VeniceError):
    """The server answered something that the API doesn't document."""


class OutcomeUnknownError(VeniceError):
    """A key was asked for and no trustworthy answer came: it may have been made.

    The text says when the call was sent. Look in list_keys() for a key made since then (created_at)
    with that description, and delete it (its secret is lost) before you try again. An older key of
    the same description is another one: leave it.
    """
