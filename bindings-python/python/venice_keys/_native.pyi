# What the Rust half holds. Arguments and docs in short; the docstrings are in the module itself.

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from os import PathLike
from types import TracebackType
from typing import Any, Final, Literal, NoReturn, TypeAlias, TypedDict, final

from typing_extensions import Self, disjoint_base

__all__ = [
    "ApiKey",
    "ApiTier",
    "Balances",
    "Client",
    "ConsumptionLimit",
    "CreatedKey",
    "Issue",
    "KeyStatus",
    "Model",
    "ModelRateLimits",
    "ModelSpec",
    "PeriodUsage",
    "RateLimit",
    "RateLimitBreach",
    "RateLimits",
    "Secret",
    "Usage",
    "UsageAmounts",
    "Wallet",
    "Web3Challenge",
    "_Anonymous",
    "__version__",
    "_defect",
]

# Enumerations grow: what Venice adds is read and kept as its text.
_ApiKeyType: TypeAlias = Literal["INFERENCE", "ADMIN"] | str
_LimitPeriod: TypeAlias = Literal["EPOCH", "MONTH", "LIFETIME"] | str
_ModelPrivacy: TypeAlias = Literal["ALL", "PRIVATE_TEXT", "PRIVATE_ONLY"] | str
_ModelType: TypeAlias = (
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
_Generation: TypeAlias = Literal["jwt", "siwe"]
_Amount: TypeAlias = Decimal | int | str | float
# Aware datetimes only; text as Venice takes it.
_Expiry: TypeAlias = datetime | date | str

class _Limits(TypedDict, total=False):
    usd: _Amount | None
    diem: _Amount | None
    vcu: _Amount | None

__version__: Final[str]

@final
class _Anonymous:
    def __new__(cls) -> Self: ...

def _defect(client: Client, makes_key: bool) -> object: ...

@disjoint_base
class Client:
    """A client of the Venice key-management API. Calls block; for asyncio there is AsyncClient."""

    def __new__(
        cls,
        api_key: str | Secret | _Anonymous | None = None,
        *,
        base_url: str | None = None,
        timeout: float = 60.0,
        connect_timeout: float = 10.0,
        max_retries: int = 3,
        create_limit: tuple[int, float] = (20, 60.0),
        ca_file: str | PathLike[str] | None = None,
        web3_generation: _Generation | None = None,
    ) -> Self: ...
    @classmethod
    def anonymous(
        cls,
        *,
        base_url: str | None = None,
        timeout: float = 60.0,
        connect_timeout: float = 10.0,
        max_retries: int = 3,
        create_limit: tuple[int, float] = (20, 60.0),
        ca_file: str | PathLike[str] | None = None,
        web3_generation: _Generation | None = None,
    ) -> Self:
        """A client without a key, for models and wallets."""
    def _awaited(self) -> Client: ...
    def close(self) -> None:
        """Closes the client's connections; calls that are on their way end as they would."""
    def __enter__(self) -> Self: ...
    def __exit__(
        self,
        exception_type: type[BaseException] | None,
        exception: BaseException | None,
        traceback: TracebackType | None,
        /,
    ) -> None: ...
    def list_keys(self) -> list[ApiKey]:
        """Lists the account's keys: unexpired ones, newest first. Needs an ADMIN key."""
    def create_key(
        self,
        description: str,
        *,
        api_key_type: _ApiKeyType | None = None,
        consumption_limit: _Limits | ConsumptionLimit | None = None,
        limit_period: _LimitPeriod | None = None,
        expires_at: _Expiry | None = None,
        model_privacy: _ModelPrivacy | None = None,
        ip_allowlist: Iterable[str] | None = None,
    ) -> CreatedKey:
        """Makes a key. Needs an ADMIN key. The result's `api_key` is shown only this once."""
    def get_key(self, id: str) -> ApiKey:
        """Shows one key. Needs an ADMIN key."""
    def update_key(
        self,
        id: str,
        *,
        description: str | None = ...,
        consumption_limit: _Limits | None = ...,
        limit_period: _LimitPeriod | None = ...,
        expires_at: _Expiry | None = ...,
        model_privacy: _ModelPrivacy | None = ...,
        ip_allowlist: Iterable[str] | None = ...,
    ) -> ApiKey:
        """Changes a key: an argument that is left out keeps what there is, None clears it."""
    def delete_key(self, id: str) -> None:
        """Deletes a key: it stops working at once. Needs an ADMIN key."""
    def rate_limits(self) -> RateLimits:
        """Balances and rate limits of the client's own key. Any key may ask."""
    def rate_limit_log(self) -> list[RateLimitBreach]:
        """The last 50 times the account exceeded a rate limit, newest first. Needs an ADMIN key."""
    def verify_key(self) -> KeyStatus:
        """Whether the client's key is accepted, may spend, until when, with which balances."""
    def list_models(self, type: _ModelType | None = None) -> list[Model]:
        """Lists the models of a type, or the server's default selection."""
    def web3_challenge(self, address: str | None = None) -> Web3Challenge:
        """Gets the challenge that a wallet has to sign."""
    def mint_web3_key(
        self,
        *,
        address: str,
        signature: str,
        challenge: Web3Challenge | str,
        description: str | None = None,
        api_key_type: _ApiKeyType | None = None,
        consumption_limit: _Limits | ConsumptionLimit | None = None,
        limit_period: _LimitPeriod | None = None,
        expires_at: _Expiry | None = None,
        model_privacy: _ModelPrivacy | None = None,
        ip_allowlist: Iterable[str] | None = None,
    ) -> CreatedKey:
        """Makes a key for a wallet that is held elsewhere, by its signature of a challenge."""
    def mint_with_wallet(
        self,
        wallet: Wallet,
        *,
        description: str | None = None,
        api_key_type: _ApiKeyType | None = None,
        consumption_limit: _Limits | ConsumptionLimit | None = None,
        limit_period: _LimitPeriod | None = None,
        expires_at: _Expiry | None = None,
        model_privacy: _ModelPrivacy | None = None,
        ip_allowlist: Iterable[str] | None = None,
    ) -> CreatedKey:
        """Makes a key with a wallet: gets a challenge, checks it, signs it, mints."""

@final
class Secret:
    """A text that must not be seen: an API key, printed only in part. `reveal()` is the text."""

    def __new__(cls, text: str) -> Self: ...
    def reveal(self) -> str:
        """The text itself. Whatever you copy out of it is yours to guard."""
    def __eq__(self, other: object, /) -> bool: ...
    def __format__(self, spec: str, /) -> str: ...
    def __reduce_ex__(self, _protocol: object, /) -> NoReturn: ...
    def __deepcopy__(self, _memo: object, /) -> NoReturn: ...
    __hash__: None  # type: ignore[assignment]

@final
class Wallet:
    """A wallet held in this process, that signs nothing but Venice's own challenges."""

    def __new__(cls, private_key: str | Secret) -> Self: ...
    @property
    def address(self) -> str:
        """Its address, with the EIP-55 checksum."""
    def sign(self, challenge: Web3Challenge | str) -> str:
        """Signs a challenge (EIP-191): 65 bytes as 0x-hex, for `mint_web3_key`."""
    def __reduce_ex__(self, _protocol: object, /) -> NoReturn: ...
    def __deepcopy__(self, _memo: object, /) -> NoReturn: ...

@final
class ApiKey:
    """A key as Venice shows it: everything but its secret.

    Only `id` is always there; older servers leave fields out, and what is missing or odd is None.
    """
    def __new__(
        cls,
        *,
        id: str,
        api_key_type: _ApiKeyType | None = None,
        description: str | None = None,
        created_at: datetime | None = None,
        expires_at: datetime | None = None,
        last_used_at: datetime | None = None,
        last6_chars: str | None = None,
        consumption_limits: ConsumptionLimit = ...,
        limit_period: _LimitPeriod | None = None,
        model_privacy: _ModelPrivacy | None = None,
        ip_allowlist: tuple[str, ...] | None = None,
        usage: Usage | None = None,
        current_period_usage: PeriodUsage | None = None,
    ) -> Self: ...
    @property
    def id(self) -> str:
        """Its id, which the other calls take."""
    @property
    def api_key_type(self) -> _ApiKeyType | None:
        """What it may do: "INFERENCE" or "ADMIN"."""
    @property
    def description(self) -> str | None:
        """What people know it by."""
    @property
    def created_at(self) -> datetime | None:
        """When it was made."""
    @property
    def expires_at(self) -> datetime | None:
        """When it expires; None: never."""
    @property
    def last_used_at(self) -> datetime | None:
        """When it was last used; None: never."""
    @property
    def last6_chars(self) -> str | None:
        """The last six characters of its secret."""
    @property
    def consumption_limits(self) -> ConsumptionLimit:
        """Caps on what it may spend."""
    @property
    def limit_period(self) -> _LimitPeriod | None:
        """When the caps start anew: "EPOCH" (every UTC day), "MONTH" or "LIFETIME" (never)."""
    @property
    def model_privacy(self) -> _ModelPrivacy | None:
        """Which models it may call: "ALL", "PRIVATE_TEXT" or "PRIVATE_ONLY"."""
    @property
    def ip_allowlist(self) -> tuple[str, ...] | None:
        """From where it may be used, as CIDRs; empty or None: anywhere."""
    @property
    def usage(self) -> Usage | None:
        """What it spent lately. Not in the answer to an update."""
    @property
    def current_period_usage(self) -> PeriodUsage | None:
        """What it spent in the present period; only if a usd or diem cap is set."""
    def to_dict(self) -> dict[str, Any]:
        """The same as a dict of plain values, secrets redacted."""
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __getnewargs_ex__(self) -> tuple[tuple[()], dict[str, Any]]: ...

@final
class CreatedKey:
    """A key just made, with its secret: the only time Venice shows it.

    Of a minted key the server's echo of `consumption_limit` is unreliable; what is stored is
    right, and `get_key` shows it.
    """
    def __new__(
        cls,
        *,
        api_key: Secret,
        id: str,
        api_key_type: _ApiKeyType | None = None,
        description: str | None = None,
        expires_at: datetime | None = None,
        consumption_limit: ConsumptionLimit = ...,
        limit_period: _LimitPeriod | None = None,
        model_privacy: _ModelPrivacy | None = None,
        ip_allowlist: tuple[str, ...] | None = None,
        unreadable: tuple[str, ...] = ...,
    ) -> Self: ...
    @property
    def api_key(self) -> Secret:
        """The secret. Keep it now: it can't be shown again."""
    @property
    def id(self) -> str:
        """The key's id."""
    @property
    def api_key_type(self) -> _ApiKeyType | None:
        """What it may do: "INFERENCE" or "ADMIN"."""
    @property
    def description(self) -> str | None:
        """What people know it by."""
    @property
    def expires_at(self) -> datetime | None:
        """When it expires; None: never."""
    @property
    def consumption_limit(self) -> ConsumptionLimit:
        """Caps on what it may spend."""
    @property
    def limit_period(self) -> _LimitPeriod | None:
        """When the caps start anew: "EPOCH" (every UTC day), "MONTH" or "LIFETIME" (never)."""
    @property
    def model_privacy(self) -> _ModelPrivacy | None:
        """Which models it may call: "ALL", "PRIVATE_TEXT" or "PRIVATE_ONLY"."""
    @property
    def ip_allowlist(self) -> tuple[str, ...] | None:
        """From where it may be used, as CIDRs; empty or None: anywhere."""
    @property
    def unreadable(self) -> tuple[str, ...]:
        """Fields of the answer that this version can't read, which are empty here: see get_key."""
    def to_dict(self) -> dict[str, Any]:
        """The same as a dict of plain values, secrets redacted."""
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __getnewargs_ex__(self) -> tuple[tuple[()], dict[str, Any]]: ...

@final
class ConsumptionLimit:
    """Caps on what a key may spend in its limit period. None is no cap; 0 is a real cap: it blocks
    the key.
    """
    def __new__(
        cls,
        *,
        usd: Decimal | None = None,
        diem: Decimal | None = None,
        vcu: Decimal | None = None,
    ) -> Self: ...
    @property
    def usd(self) -> Decimal | None:
        """US dollars."""
    @property
    def diem(self) -> Decimal | None:
        """Diem."""
    @property
    def vcu(self) -> Decimal | None:
        """The deprecated name of diem."""
    def to_dict(self) -> dict[str, Any]:
        """The same as a dict of plain values, secrets redacted."""
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __getnewargs_ex__(self) -> tuple[tuple[()], dict[str, Any]]: ...

@final
class Usage:
    """What a key spent lately."""
    def __new__(
        cls,
        *,
        trailing_seven_days: UsageAmounts = ...,
    ) -> Self: ...
    @property
    def trailing_seven_days(self) -> UsageAmounts:
        """In the last seven days."""
    def to_dict(self) -> dict[str, Any]:
        """The same as a dict of plain values, secrets redacted."""
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __getnewargs_ex__(self) -> tuple[tuple[()], dict[str, Any]]: ...

@final
class UsageAmounts:
    """Amounts spent. US dollars include bundled credits but not earned ones, although a cap in US
    dollars counts those, too: a key can reach its cap while this shows less.
    """
    def __new__(
        cls,
        *,
        usd: Decimal | None = None,
        diem: Decimal | None = None,
        vcu: Decimal | None = None,
    ) -> Self: ...
    @property
    def usd(self) -> Decimal | None:
        """US dollars, bundled credits included."""
    @property
    def diem(self) -> Decimal | None:
        """Diem."""
    @property
    def vcu(self) -> Decimal | None:
        """The deprecated name of diem."""
    def to_dict(self) -> dict[str, Any]:
        """The same as a dict of plain values, secrets redacted."""
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __getnewargs_ex__(self) -> tuple[tuple[()], dict[str, Any]]: ...

@final
class PeriodUsage:
    """Amounts spent in the present limit period. US dollars include bundled credits but not earned
    ones, although a cap in US dollars counts those, too: a key can reach its cap while this
    shows less.
    """
    def __new__(
        cls,
        *,
        usd: Decimal | None = None,
        diem: Decimal | None = None,
    ) -> Self: ...
    @property
    def usd(self) -> Decimal | None:
        """US dollars, bundled credits included."""
    @property
    def diem(self) -> Decimal | None:
        """Diem."""
    def to_dict(self) -> dict[str, Any]:
        """The same as a dict of plain values, secrets redacted."""
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __getnewargs_ex__(self) -> tuple[tuple[()], dict[str, Any]]: ...

@final
class RateLimits:
    """Balances and rate limits of the calling key."""
    def __new__(
        cls,
        *,
        access_permitted: bool,
        api_tier: ApiTier | None = None,
        balances: Balances = ...,
        key_expiration: datetime | None = None,
        next_epoch_begins: datetime | None = None,
        rate_limits: tuple[ModelRateLimits, ...] = ...,
    ) -> Self: ...
    @property
    def access_permitted(self) -> bool:
        """Whether the key may call inference now: the real "may this key spend"."""
    @property
    def api_tier(self) -> ApiTier | None:
        """The account's tier."""
    @property
    def balances(self) -> Balances:
        """What the key can still spend."""
    @property
    def key_expiration(self) -> datetime | None:
        """When the key expires; None: never."""
    @property
    def next_epoch_begins(self) -> datetime | None:
        """When the next epoch (UTC day) begins."""
    @property
    def rate_limits(self) -> tuple[ModelRateLimits, ...]:
        """The limits, model by model."""
    def to_dict(self) -> dict[str, Any]:
        """The same as a dict of plain values, secrets redacted."""
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __getnewargs_ex__(self) -> tuple[tuple[()], dict[str, Any]]: ...

@final
class ApiTier:
    """An account's tier."""
    def __new__(
        cls,
        *,
        id: str | None = None,
        is_charged: bool | None = None,
    ) -> Self: ...
    @property
    def id(self) -> str | None:
        """Its id: "paid", …"""
    @property
    def is_charged(self) -> bool | None:
        """Whether use is charged."""
    def to_dict(self) -> dict[str, Any]:
        """The same as a dict of plain values, secrets redacted."""
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __getnewargs_ex__(self) -> tuple[tuple[()], dict[str, Any]]: ...

@final
class Balances:
    """What the calling key can still spend: each balance of the account, but not more than the
    key's own cap leaves. Not the account's balance. Any may be absent, and any may be negative.
    """
    def __new__(
        cls,
        *,
        usd: Decimal | None = None,
        diem: Decimal | None = None,
        bundled_credits: Decimal | None = None,
    ) -> Self: ...
    @property
    def usd(self) -> Decimal | None:
        """US dollars."""
    @property
    def diem(self) -> Decimal | None:
        """Diem."""
    @property
    def bundled_credits(self) -> Decimal | None:
        """Bundled credits."""
    def to_dict(self) -> dict[str, Any]:
        """The same as a dict of plain values, secrets redacted."""
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __getnewargs_ex__(self) -> tuple[tuple[()], dict[str, Any]]: ...

@final
class ModelRateLimits:
    """The limits of one model. Some models (video, music) have none."""
    def __new__(
        cls,
        *,
        api_model_id: str | None = None,
        rate_limits: tuple[RateLimit, ...] = ...,
    ) -> Self: ...
    @property
    def api_model_id(self) -> str | None:
        """The model."""
    @property
    def rate_limits(self) -> tuple[RateLimit, ...]:
        """Its limits."""
    def to_dict(self) -> dict[str, Any]:
        """The same as a dict of plain values, secrets redacted."""
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __getnewargs_ex__(self) -> tuple[tuple[()], dict[str, Any]]: ...

@final
class RateLimit:
    """One limit."""
    def __new__(
        cls,
        *,
        type: str | None = None,
        amount: int | None = None,
    ) -> Self: ...
    @property
    def type(self) -> str | None:
        """What is counted: "RPM", "RPD", "TPM", …"""
    @property
    def amount(self) -> int | None:
        """How many are allowed."""
    def to_dict(self) -> dict[str, Any]:
        """The same as a dict of plain values, secrets redacted."""
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __getnewargs_ex__(self) -> tuple[tuple[()], dict[str, Any]]: ...

@final
class RateLimitBreach:
    """A time when the account exceeded a rate limit."""
    def __new__(
        cls,
        *,
        api_key_id: str | None = None,
        model_id: str | None = None,
        rate_limit_type: str | None = None,
        rate_limit_tier: str | None = None,
        timestamp: datetime | None = None,
    ) -> Self: ...
    @property
    def api_key_id(self) -> str | None:
        """The key that did."""
    @property
    def model_id(self) -> str | None:
        """The model; also "endpoint:…" or "model:unknown"."""
    @property
    def rate_limit_type(self) -> str | None:
        """What was exceeded: "RPM", "FAILED_REQUESTS", …"""
    @property
    def rate_limit_tier(self) -> str | None:
        """The tier whose limit it was."""
    @property
    def timestamp(self) -> datetime | None:
        """When."""
    def to_dict(self) -> dict[str, Any]:
        """The same as a dict of plain values, secrets redacted."""
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __getnewargs_ex__(self) -> tuple[tuple[()], dict[str, Any]]: ...

@final
class KeyStatus:
    """A key's health."""
    def __new__(
        cls,
        *,
        accepted: bool,
        may_spend: bool,
        expires_at: datetime | None = None,
        balances: Balances = ...,
    ) -> Self: ...
    @property
    def accepted(self) -> bool:
        """Whether Venice accepts the key at all."""
    @property
    def may_spend(self) -> bool:
        """Whether it may call inference now."""
    @property
    def expires_at(self) -> datetime | None:
        """When it expires; None: never, or it isn't known as the key was refused."""
    @property
    def balances(self) -> Balances:
        """What the key can still spend."""
    def to_dict(self) -> dict[str, Any]:
        """The same as a dict of plain values, secrets redacted."""
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __getnewargs_ex__(self) -> tuple[tuple[()], dict[str, Any]]: ...

@final
class Model:
    """A model."""
    def __new__(
        cls,
        *,
        id: str,
        type: str | None = None,
        model_spec: ModelSpec = ...,
    ) -> Self: ...
    @property
    def id(self) -> str:
        """Its id, as inference calls name it."""
    @property
    def type(self) -> str | None:
        """What it makes: "text", "image", …"""
    @property
    def model_spec(self) -> ModelSpec:
        """Name and privacy."""
    def to_dict(self) -> dict[str, Any]:
        """The same as a dict of plain values, secrets redacted."""
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __getnewargs_ex__(self) -> tuple[tuple[()], dict[str, Any]]: ...

@final
class ModelSpec:
    """What a model says of itself."""
    def __new__(
        cls,
        *,
        name: str | None = None,
        privacy: str | None = None,
    ) -> Self: ...
    @property
    def name(self) -> str | None:
        """The name shown to people."""
    @property
    def privacy(self) -> str | None:
        """Its privacy tier: "private", "anonymized", …"""
    def to_dict(self) -> dict[str, Any]:
        """The same as a dict of plain values, secrets redacted."""
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __getnewargs_ex__(self) -> tuple[tuple[()], dict[str, Any]]: ...

@final
class Issue:
    """One thing that is wrong with a request: where, and which rule."""
    def __new__(
        cls,
        *,
        field: str,
        message: str,
    ) -> Self: ...
    @property
    def field(self) -> str:
        """The field by Venice's name, dots between levels; empty if the server named none."""
    @property
    def message(self) -> str:
        """The rule that was broken."""
    def to_dict(self) -> dict[str, Any]:
        """The same as a dict of plain values, secrets redacted."""
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __getnewargs_ex__(self) -> tuple[tuple[()], dict[str, Any]]: ...

@final
class Web3Challenge:
    """What a wallet has to sign to mint a key. Printed without its text; `to_dict()` has it."""
    def __new__(
        cls,
        *,
        text: str,
        expires_at: datetime | None = None,
        generation: _Generation,
    ) -> Self: ...
    @property
    def text(self) -> str:
        """The exact text to sign."""
    @property
    def expires_at(self) -> datetime | None:
        """Until when it is good, if it is known."""
    @property
    def generation(self) -> _Generation:
        """Which kind it is: "jwt" or "siwe"."""
    @staticmethod
    def from_text(text: str) -> Web3Challenge:
        """A challenge that was handed on as text; its kind and its end are read from it."""
    def to_dict(self) -> dict[str, Any]:
        """The same as a dict of plain values, secrets redacted."""
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __getnewargs_ex__(self) -> tuple[tuple[()], dict[str, Any]]: ...
