"""What calls raise: one class per kind of failure, all of them a VeniceError.

Generated from core/src by `make generate`.
"""

from __future__ import annotations

from ._base import AuthenticationError, VeniceError

__all__ = [
    "AdminKeyRequiredError",
    "AlreadyRotatedError",
    "AuthenticationError",
    "BadRequestError",
    "BadResponseError",
    "ConfigError",
    "ConflictError",
    "ForbiddenError",
    "GoneError",
    "InProgressError",
    "InvalidInputError",
    "KeyLimitReachedError",
    "NotFoundError",
    "OutcomeUnknownError",
    "PaymentError",
    "PaymentRequiredError",
    "PendingLostError",
    "RateLimitedError",
    "ServerError",
    "SignInRefusedError",
    "StoreFailedError",
    "TransportError",
    "TransportTimeoutError",
    "UnauthenticatedError",
    "VeniceError",
    "WalletMismatchError",
    "Web3Error",
]


class Web3Error(VeniceError):
    """A wallet can't mint a key: its address, its challenge, its signature or its stake.

    `code` is "invalid_address", "challenge_expired", "challenge_invalid", "signature_mismatch",
    "not_staked", "wallet_check_unavailable".
    """


class PaymentError(VeniceError):
    """A top-up wasn't paid, or it isn't known yet whether it was.

    `code` is "payment_refused", "payment_settling", "payment_unknown".
    """


class TransportError(VeniceError):
    """No response came: the network, TLS, or the deadline.

    `code` is "timeout", "connection", "tls".
    """


class ConfigError(VeniceError):
    """The client can't be used as it was configured: no key, or the function that gives it failed;
    a bad base URL, plain http to a host that isn't loopback, a CA file that can't be read.
    """


class InvalidInputError(VeniceError, ValueError):
    """Refused before anything was sent: `issues` names field and rule."""


class UnauthenticatedError(AuthenticationError):
    """The key is unknown, expired or revoked, its account's subscription is inactive, or no key was
    sent.
    """


class AdminKeyRequiredError(AuthenticationError):
    """The call needs an ADMIN key."""


class PaymentRequiredError(VeniceError):
    """No balance, or the key's cap is spent."""


class ForbiddenError(VeniceError):
    """The key may not do this: IP allowlist, model privacy, disabled access."""


class NotFoundError(VeniceError):
    """There is no such key, or no such path."""


class KeyLimitReachedError(VeniceError):
    """The account has as many active keys as Venice allows (500)."""


class ConflictError(VeniceError):
    """Two keys have the description that only one may have, or the one that has it can't become
    what was asked for; nothing was created.
    """


class InProgressError(VeniceError):
    """Somebody else is making this key: the message names what they made so far and until when it
    lasts, and `retry_after` says how long that is.
    """


class StoreFailedError(VeniceError):
    """The caller's `store` failed: the new key was deleted, or ends by itself. Only Rust has this
    code, with the error of `store` as its source; the other languages raise that error itself.
    """


class PendingLostError(VeniceError):
    """The time in which the new key had to be stored and made lasting was over: it has ended.
    Discard the secret that was stored under its id.
    """


class AlreadyRotatedError(VeniceError):
    """The key was rotated before: the message names its successor."""


class BadRequestError(VeniceError):
    """The server refused the request: `issues` says why where the server did."""


class WalletMismatchError(VeniceError):
    """What was asked for belongs to another wallet than the one that signed."""


class SignInRefusedError(VeniceError):
    """Venice refused a wallet's sign-in. Each is used once and lasts for minutes, so a wrong clock
    is the usual reason.
    """


class RateLimitedError(VeniceError):
    """Too many requests: `retry_after` says how long to wait, where it is known."""


class GoneError(VeniceError):
    """The endpoint is retired."""


class ServerError(VeniceError):
    """The server failed on a call that is safe to repeat."""


class TransportTimeoutError(TransportError, TimeoutError):
    """The call's deadline passed."""


class BadResponseError(VeniceError):
    """The server's response isn't one that the API documents."""


class OutcomeUnknownError(VeniceError):
    """The request to create a key, or to make a new one lasting, was sent, but no reliable response
    came back: the key may or may not exist.
    """


# For the Rust half.
_CLASSES = {
    "config": ConfigError,
    "invalid_input": InvalidInputError,
    "unauthenticated": UnauthenticatedError,
    "admin_key_required": AdminKeyRequiredError,
    "payment_required": PaymentRequiredError,
    "forbidden": ForbiddenError,
    "not_found": NotFoundError,
    "key_limit_reached": KeyLimitReachedError,
    "conflict": ConflictError,
    "in_progress": InProgressError,
    "store_failed": StoreFailedError,
    "pending_lost": PendingLostError,
    "already_rotated": AlreadyRotatedError,
    "bad_request": BadRequestError,
    "invalid_address": Web3Error,
    "challenge_expired": Web3Error,
    "challenge_invalid": Web3Error,
    "signature_mismatch": Web3Error,
    "not_staked": Web3Error,
    "wallet_check_unavailable": Web3Error,
    "wallet_mismatch": WalletMismatchError,
    "sign_in_refused": SignInRefusedError,
    "payment_refused": PaymentError,
    "payment_settling": PaymentError,
    "payment_unknown": PaymentError,
    "rate_limited": RateLimitedError,
    "gone": GoneError,
    "server_error": ServerError,
    "timeout": TransportTimeoutError,
    "connection": TransportError,
    "tls": TransportError,
    "bad_response": BadResponseError,
    "outcome_unknown": OutcomeUnknownError,
}
