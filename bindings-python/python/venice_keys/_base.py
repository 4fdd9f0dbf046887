"""The base classes of errors."""

from __future__ import annotations

TYPE_CHECKING = False  # as typing says it, without the milliseconds that importing typing takes
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any

    from ._native import Issue
    from ._types import ErrorCode


class VeniceError(Exception):
    """A failed call.

    The message is for people and may change; distinguish failures by class or by `code`. Neither
    message nor attributes ever hold a key, a private key, a signature, a challenge or a raw body.

    Attributes:
        code: The same in every language of this client: "not_found".
        status: The response's HTTP status, or None if there was no response.
        issues: What was wrong with the request, field by field, as far as it is known.
        retry_after: Seconds to wait before the next try, if the server or the throttle said so.
        request_id: The server's id of the request, to quote when asking Venice about it.
        server_code: The server's own code for what went wrong, where it gave one.
        server_version: The server's version, to quote with the request_id.
        resume: What to go on with where a call stopped half-way: for a list in pages the cursor of
            the page that failed, for a top-up its record. Not secret.
    """

    code: ErrorCode
    status: int | None
    issues: tuple[Issue, ...]
    retry_after: float | None
    request_id: str | None
    server_code: str | None
    server_version: str | None
    resume: str | None

    def __init__(
        self,
        message: str,
        *,
        code: ErrorCode,
        status: int | None = None,
        issues: Iterable[Issue] = (),
        retry_after: float | None = None,
        request_id: str | None = None,
        server_code: str | None = None,
        server_version: str | None = None,
        resume: str | None = None,
    ) -> None:
        super().__init__(message)
        self.code = code
        self.status = status
        self.issues = tuple(issues)
        self.retry_after = retry_after
        self.request_id = request_id
        self.server_code = server_code
        self.server_version = server_version
        self.resume = resume

    def __reduce__(self) -> tuple[Callable[..., VeniceError], tuple[Any, ...]]:
        # Exceptions are pickled by their positional arguments; the rest is restored by name.
        return _restored, (type(self), str(self), self.__dict__.copy())


def _restored(cls: type[VeniceError], message: str, attributes: dict[str, Any]) -> VeniceError:
    error = cls(message, code=attributes["code"])
    error.__dict__.update(attributes)
    return error


class AuthenticationError(VeniceError):
    """The client's key isn't accepted for this call."""
