"""Manage Venice.ai API keys: every key-management and wallet (web3) endpoint.

>>> from venice_keys import Client
>>> with Client() as client:  # the key is in VENICE_ADMIN_KEY
...     made = client.create_key("backend prod", consumption_limit={"usd": 50})
...     print(made.id, made.api_key)  # printed redacted; made.api_key.reveal() is the text

`Client` blocks, `AsyncClient` is for asyncio. Every failure is a `VeniceError`.
"""

from . import errors
from ._async import AsyncClient
from ._native import (
    ApiKey,
    ApiTier,
    Balances,
    Client,
    ConsumptionLimit,
    CreatedKey,
    Issue,
    KeyStatus,
    Model,
    ModelRateLimits,
    ModelSpec,
    PeriodUsage,
    RateLimit,
    RateLimitBreach,
    RateLimits,
    Secret,
    Usage,
    UsageAmounts,
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
    PaymentRequiredError,
    RateLimitedError,
    ServerError,
    TransportError,
    TransportTimeoutError,
    VeniceError,
    Web3Error,
)

__all__ = [
    "AdminKeyRequiredError",
    "ApiKey",
    "ApiTier",
    "AsyncClient",
    "AuthenticationError",
    "BadRequestError",
    "BadResponseError",
    "Balances",
    "Client",
    "ConfigError",
    "ConsumptionLimit",
    "CreatedKey",
    "ForbiddenError",
    "GoneError",
    "InvalidInputError",
    "Issue",
    "KeyLimitReachedError",
    "KeyStatus",
    "Model",
    "ModelRateLimits",
    "ModelSpec",
    "NotFoundError",
    "OutcomeUnknownError",
    "PaymentRequiredError",
    "PeriodUsage",
    "RateLimit",
    "RateLimitBreach",
    "RateLimitedError",
    "RateLimits",
    "Secret",
    "ServerError",
    "TransportError",
    "TransportTimeoutError",
    "Usage",
    "UsageAmounts",
    "VeniceError",
    "Wallet",
    "Web3Challenge",
    "Web3Error",
    "__version__",
    "errors",
]
