# AsyncClient's coroutines are made from Client's methods; here they are written out.

from collections.abc import Iterable
from os import PathLike
from types import TracebackType

from typing_extensions import Self

from ._native import (
    ApiKey,
    ConsumptionLimit,
    CreatedKey,
    KeyStatus,
    Model,
    RateLimitBreach,
    RateLimits,
    Secret,
    Wallet,
    Web3Challenge,
    _Anonymous,
    _ApiKeyType,
    _Expiry,
    _Generation,
    _LimitPeriod,
    _Limits,
    _ModelPrivacy,
    _ModelType,
)

class AsyncClient:
    """A client of the Venice key-management API for asyncio (and uvloop)."""

    def __init__(
        self,
        api_key: str | Secret | _Anonymous | None = None,
        *,
        base_url: str | None = None,
        timeout: float = 60.0,
        connect_timeout: float = 10.0,
        max_retries: int = 3,
        create_limit: tuple[int, float] = (20, 60.0),
        ca_file: str | PathLike[str] | None = None,
        web3_generation: _Generation | None = None,
    ) -> None: ...
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
    async def aclose(self) -> None:
        """Closes the client's connections; calls that are on their way end as they would."""
    async def __aenter__(self) -> Self: ...
    async def __aexit__(
        self,
        exception_type: type[BaseException] | None,
        exception: BaseException | None,
        traceback: TracebackType | None,
        /,
    ) -> None: ...
    async def list_keys(self) -> list[ApiKey]:
        """Lists the account's keys: unexpired ones, newest first. Needs an ADMIN key."""
    async def create_key(
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
    async def get_key(self, id: str) -> ApiKey:
        """Shows one key. Needs an ADMIN key."""
    async def update_key(
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
    async def delete_key(self, id: str) -> None:
        """Deletes a key: it stops working at once. Needs an ADMIN key."""
    async def rate_limits(self) -> RateLimits:
        """Balances and rate limits of the client's own key. Any key may ask."""
    async def rate_limit_log(self) -> list[RateLimitBreach]:
        """The last 50 times the account exceeded a rate limit, newest first. Needs an ADMIN key."""
    async def verify_key(self) -> KeyStatus:
        """Whether the client's key is accepted, may spend, until when, with which balances."""
    async def list_models(self, type: _ModelType | None = None) -> list[Model]:
        """Lists the models of a type, or the server's default selection."""
    async def web3_challenge(self, address: str | None = None) -> Web3Challenge:
        """Gets the challenge that a wallet has to sign."""
    async def mint_web3_key(
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
    async def mint_with_wallet(
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
