"""The types of arguments, and of strings that are one of a few.

Generated from core/src by `make generate`.

Importing this takes the milliseconds that importing typing does: the package imports it only when
somebody asks for one of these names.
"""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from decimal import Decimal
from os import PathLike
from typing import Literal, Protocol, TypeAlias, TypedDict, TypeVar

from ._native import (
    ConsumptionLimit,
    CreatedKey,
    Web3Challenge,
)

MoneyInput: TypeAlias = Decimal | int | str | float
"""An amount of money: 0 to 9999999999. A float is taken by its shortest form."""

ExpiryInput: TypeAlias = datetime | date | str
"""An aware datetime, a date (its start in UTC), or a string as Venice takes it."""

_Data = TypeVar("_Data", contravariant=True)


class _Writer(Protocol[_Data]):
    def write(self, data: _Data, /) -> object: ...


SinkInput: TypeAlias = str | PathLike[str] | _Writer[str] | _Writer[bytes]
"""A path, or a file object: of text if it has an `encoding`, else of bytes."""

StoreInput: TypeAlias = Callable[[CreatedKey], object]
"""Keeps the secret of a new key. For AsyncClient it may be async."""

BillingCurrency: TypeAlias = Literal["USD", "DIEM", "BUNDLED_CREDITS", "EARNED_CREDITS"] | str
"""What use is charged to. Old entries may carry a currency that has been retired.

What Venice adds later is read and kept as its string.
"""

DeletionOutcome: TypeAlias = Literal["deleted", "skipped", "failed"] | str
"""What became of a key that was to be deleted.

What Venice adds later is read and kept as its string.
"""

EnsureOutcome: TypeAlias = Literal["created", "changed", "kept"] | str
"""What became of a key that was to be there.

What Venice adds later is read and kept as its string.
"""

ProvisionOutcome: TypeAlias = Literal["created", "changed", "kept", "failed"] | str
"""What became of one of many keys that were to be there.

What Venice adds later is read and kept as its string.
"""

PlannedAction: TypeAlias = Literal["create", "change", "keep", "wait", "conflict"] | str
"""What would be done about one of many keys that are to be there.

What Venice adds later is read and kept as its string.
"""

PendingKind: TypeAlias = Literal["create_once", "ensure", "rotate"] | str
"""Which call makes a pending key.

What Venice adds later is read and kept as its string.
"""

RotationOutcome: TypeAlias = Literal["pending", "rotated", "already_rotated"] | str
"""What a rotation came to.

What Venice adds later is read and kept as its string.
"""

ApiKeyType: TypeAlias = Literal["INFERENCE", "ADMIN"] | str
"""What a key may do.

What Venice adds later is read and kept as its string.
"""

LimitPeriod: TypeAlias = Literal["EPOCH", "MONTH", "LIFETIME"] | str
"""When the use that counts against a key's caps starts again from zero.

What Venice adds later is read and kept as its string.
"""

ModelPrivacy: TypeAlias = Literal["ALL", "PRIVATE_TEXT", "PRIVATE_ONLY"] | str
"""Which models a key may call, by their privacy.

What Venice adds later is read and kept as its string.
"""

ModelType: TypeAlias = (
    Literal[
        "text",
        "image",
        "embedding",
        "tts",
        "asr",
        "upscale",
        "inpaint",
        "music",
        "video",
        "decision",
        "all",
        "code",
    ]
    | str
)
"""What a model produces, and the filter of `list_models`.

What Venice adds later is read and kept as its string.
"""

RateLimitType: TypeAlias = (
    Literal["RPM", "RPD", "TPM", "FAILED_REQUESTS", "UNSUPPORTED_FEATURE_REQUESTS"] | str
)
"""What a rate limit counts.

What Venice adds later is read and kept as its string.
"""

UsageUnit: TypeAlias = Literal["tokens", "images", "chars", "minutes", "seconds"] | str
"""What a model's use is counted in.

What Venice adds later is read and kept as its string.
"""

UsageModelType: TypeAlias = Literal["LLM", "IMAGE", "TTS", "ASR", "VIDEO"] | str
"""What kind of model it was.

What Venice adds later is read and kept as its string.
"""

BlockReason: TypeAlias = (
    Literal[
        "usd_cap",
        "diem_cap",
        "account_balance",
        "cap_or_balance",
        "expired_or_revoked",
        "ip_allowlist",
        "model_privacy",
        "subscription",
        "disabled",
        "no_key",
        "not_said",
    ]
    | str
)
"""Why a key may not spend.

What Venice adds later is read and kept as its string.
"""

KeyChangeKind: TypeAlias = Literal["created", "changed", "deleted", "expired", "cap_share"] | str
"""What happened to a key.

What Venice adds later is read and kept as its string.
"""

Web3Generation: TypeAlias = Literal["jwt", "siwe"] | str
"""The kind of challenge that the server gives.

What Venice adds later is read and kept as its string.
"""

TopUpStatus: TypeAlias = Literal["pending", "enough", "paid"] | str
"""What became of a top-up.

What Venice adds later is read and kept as its string.
"""

TransactionType: TypeAlias = Literal["TOP_UP", "CHARGE", "REFUND"] | str
"""What a transaction does.

What Venice adds later is read and kept as its string.
"""

ErrorCode: TypeAlias = (
    Literal["config"]
    | Literal["invalid_input"]
    | Literal["unauthenticated"]
    | Literal["admin_key_required"]
    | Literal["payment_required"]
    | Literal["forbidden"]
    | Literal["not_found"]
    | Literal["key_limit_reached"]
    | Literal["conflict"]
    | Literal["in_progress"]
    | Literal["store_failed"]
    | Literal["pending_lost"]
    | Literal["already_rotated"]
    | Literal["bad_request"]
    | Literal["invalid_address"]
    | Literal["challenge_expired"]
    | Literal["challenge_invalid"]
    | Literal["signature_mismatch"]
    | Literal["not_staked"]
    | Literal["wallet_check_unavailable"]
    | Literal["wallet_mismatch"]
    | Literal["sign_in_refused"]
    | Literal["payment_refused"]
    | Literal["payment_settling"]
    | Literal["payment_unknown"]
    | Literal["rate_limited"]
    | Literal["gone"]
    | Literal["server_error"]
    | Literal["timeout"]
    | Literal["connection"]
    | Literal["tls"]
    | Literal["bad_response"]
    | Literal["outcome_unknown"]
)
"""The `code` of a VeniceError: the same in every language of this client."""


class ConsumptionLimitDict(TypedDict, total=False):
    """Caps on what a key may spend in its LimitPeriod.

    None is no cap. Zero is a real cap: it blocks the key.
    """

    usd: MoneyInput | None
    diem: MoneyInput | None
    vcu: MoneyInput | None


ConsumptionLimitInput: TypeAlias = ConsumptionLimit | ConsumptionLimitDict


class LimitUpdateInput(TypedDict, total=False):
    """Changes to a key's caps, one by one. Clearing one removes that cap."""

    usd: MoneyInput | None
    diem: MoneyInput | None
    vcu: MoneyInput | None


Web3ChallengeInput: TypeAlias = Web3Challenge | str
"""A Web3Challenge, or its text."""


class _NewKey(TypedDict):
    description: str


class NewKey(_NewKey, total=False):
    """The settings of a new key. Whatever isn't set is left to the server's default."""

    api_key_type: ApiKeyType | None
    consumption_limit: ConsumptionLimitInput | None
    limit_period: LimitPeriod | None
    expires_at: ExpiryInput | None
    model_privacy: ModelPrivacy | None
    ip_allowlist: Iterable[str] | None
