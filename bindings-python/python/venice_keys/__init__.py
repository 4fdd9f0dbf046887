# Generated from core/src by `make generate`.
"""Manage Venice.ai API keys: every key-management and wallet (web3) endpoint.

>>> from venice_keys import Client
>>> with Client() as client:  # the key is in VENICE_ADMIN_KEY
...     created = client.create_key("backend prod", consumption_limit={"usd": 50})
...     print(created.id, created.api_key)  # printed redacted; created.api_key.reveal() is the key

`Client` blocks, `AsyncClient` is for asyncio. Every failure is a `VeniceError`.
"""

from . import _library, errors  # noqa: F401  (_library explains why one cannot be loaded)
from ._async import AsyncClient
from ._native import (
    ApiKey,
    ApiTier,
    Attempt,
    Balances,
    BillingBalance,
    BillingBalances,
    Client,
    ConsumptionLimit,
    CreatedKey,
    DailySeries,
    DailyUsage,
    InferenceDetails,
    Issue,
    KeyStatus,
    KeyUsage,
    Model,
    ModelRateLimits,
    ModelSpec,
    ModelUsage,
    PeriodUsage,
    RateLimit,
    RateLimitBreach,
    RateLimits,
    Secret,
    Usage,
    UsageAmounts,
    UsageAnalytics,
    UsageBreakdown,
    UsageEntry,
    Wallet,
    Web3Challenge,
    __version__,
)
from .errors import (
    AdminKeyRequiredError,
    AuthenticationError,
    BadRequestError,
    BadResponseError,
    ConfigError,
    ForbiddenError,
    GoneError,
    InvalidInputError,
    KeyLimitReachedError,
    NotFoundError,
    OutcomeUnknownError,
    PaymentError,
    PaymentRequiredError,
    RateLimitedError,
    ServerError,
    SignInRefusedError,
    TransportError,
    TransportTimeoutError,
    UnauthenticatedError,
    VeniceError,
    WalletMismatchError,
    Web3Error,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ._types import (
        ApiKeyType,
        BillingCurrency,
        ConsumptionLimitInput,
        ErrorCode,
        ExpiryInput,
        LimitPeriod,
        LimitUpdateInput,
        ModelPrivacy,
        ModelType,
        MoneyInput,
        RateLimitType,
        UsageModelType,
        UsageUnit,
        Web3ChallengeInput,
        Web3Generation,
    )
else:

    def __getattr__(name):
        """Import what only annotations need when it is asked for."""
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from . import _types

        return getattr(_types, name)


__all__ = [
    "AdminKeyRequiredError",
    "ApiKey",
    "ApiKeyType",
    "ApiTier",
    "AsyncClient",
    "Attempt",
    "AuthenticationError",
    "BadRequestError",
    "BadResponseError",
    "Balances",
    "BillingBalance",
    "BillingBalances",
    "BillingCurrency",
    "Client",
    "ConfigError",
    "ConsumptionLimit",
    "ConsumptionLimitInput",
    "CreatedKey",
    "DailySeries",
    "DailyUsage",
    "ErrorCode",
    "ExpiryInput",
    "ForbiddenError",
    "GoneError",
    "InferenceDetails",
    "InvalidInputError",
    "Issue",
    "KeyLimitReachedError",
    "KeyStatus",
    "KeyUsage",
    "LimitPeriod",
    "LimitUpdateInput",
    "Model",
    "ModelPrivacy",
    "ModelRateLimits",
    "ModelSpec",
    "ModelType",
    "ModelUsage",
    "MoneyInput",
    "NotFoundError",
    "OutcomeUnknownError",
    "PaymentError",
    "PaymentRequiredError",
    "PeriodUsage",
    "RateLimit",
    "RateLimitBreach",
    "RateLimitType",
    "RateLimitedError",
    "RateLimits",
    "Secret",
    "ServerError",
    "SignInRefusedError",
    "TransportError",
    "TransportTimeoutError",
    "UnauthenticatedError",
    "Usage",
    "UsageAmounts",
    "UsageAnalytics",
    "UsageBreakdown",
    "UsageEntry",
    "UsageModelType",
    "UsageUnit",
    "VeniceError",
    "Wallet",
    "WalletMismatchError",
    "Web3Challenge",
    "Web3ChallengeInput",
    "Web3Error",
    "Web3Generation",
    "__version__",
    "errors",
]
