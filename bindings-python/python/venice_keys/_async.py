"""AsyncClient: the calls of Client as coroutines.

Generated from core/src by `make generate`.
"""

from __future__ import annotations

from ._calls import KEEP, AsyncCalls, outcome, written
from ._native import Client, Secret, _Anonymous
from ._pages import awaited

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date, datetime
    from os import PathLike

    from typing_extensions import Self

    from ._native import (
        ApiKey,
        ApiTier,
        Attempt,
        Balances,
        BillingBalance,
        BillingBalances,
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
        PendingTopUp,
        PeriodUsage,
        RateLimit,
        RateLimitBreach,
        RateLimits,
        SignIn,
        TopUp,
        Usage,
        UsageAmounts,
        UsageAnalytics,
        UsageBreakdown,
        UsageEntry,
        Wallet,
        WalletBalance,
        WalletTransaction,
        Web3Challenge,
    )
    from ._pages import AsyncPages
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
        SinkInput,
        TopUpStatus,
        TransactionType,
        UsageModelType,
        UsageUnit,
        Web3ChallengeInput,
        Web3Generation,
    )


class AsyncClient(AsyncCalls):
    """A client of the Venice key-management API for asyncio (and uvloop).

    Has the calls of Client as coroutines. They run on threads of the package's own, never on
    asyncio's executor, so 64 at once take as long as one.

    A cancelled await returns at once, and nothing more is sent for it. What was sent stays sent: a
    create that was cancelled then may still create its key, and a warning of the logger venice_keys
    names the key's id.

    Args:
        api_key: The key to call with. Without this it is that of the environment:
            `VENICE_ADMIN_KEY`, or, if that isn't set, `VENICE_API_KEY`.
        base_url: Where the API is. Without this it is `https://api.venice.ai/api/v1`, or the
            environment's `VENICE_BASE_URL`, which is obeyed only for loopback and `*.venice.ai`
            hosts.
        timeout: How long a whole call may take, waits and retries included. More than a year is
            taken as a year. In seconds.
        connect_timeout: How long it may take to open one connection. More than a year is taken as a
            year. In seconds.
        max_retries: How often a call is retried at most, where it is safe to.
        create_limit: How many calls of `create_key` are sent in any `create_limit_period`; one more
            waits for its turn. By default as many as Venice allows an account.
        create_limit_period: The time in which `create_limit` calls are sent at most. In seconds.
        ca_file: A PEM file of certificate authorities to trust in addition to the platform's: what
            a company's proxy that reads TLS needs. Where the platform has none, as in a slim
            container, it is in addition to those that this library brings. `SSL_CERT_FILE` and
            `SSL_CERT_DIR` are not obeyed: who can set a variable can't name whom a key is sent to.
        user_agent: The name of the program, for the User-Agent header: it is sent after this
            library's own `venice-keys/VERSION`. Printable ASCII.
        web3_generation: Accepts wallet challenges of this generation only, so that no server can
            talk a wallet into signing the other kind. Without this, both are accepted.
        on_attempt: Called with every attempt of every call.

    Raises:
        ConfigError: There is no key, it can't be sent in a header, the base URL isn't one that a
            key may be sent to, the CA file can't be read, or a timeout or the create limit is zero.
        InvalidInputError: The generation of challenges isn't a known one.

    >>> async with AsyncClient() as client:
    ...     for key in await client.list_keys():
    ...         print(key.id, key.description)
    """

    __slots__ = ()

    def __init__(
        self,
        api_key: str | Secret | _Anonymous | None = None,
        *,
        base_url: str | None = None,
        timeout: float = 60.0,
        connect_timeout: float = 10.0,
        max_retries: int = 3,
        create_limit: int = 20,
        create_limit_period: float = 60.0,
        ca_file: str | PathLike[str] | None = None,
        user_agent: str | None = None,
        web3_generation: Web3Generation | None = None,
        on_attempt: Callable[[Attempt], object] | None = None,
    ) -> None:
        # A traceback that prints locals must not print the key.
        if isinstance(api_key, str):
            api_key = Secret(api_key)
        client = Client(
            api_key,
            base_url=base_url,
            timeout=timeout,
            connect_timeout=connect_timeout,
            max_retries=max_retries,
            create_limit=create_limit,
            create_limit_period=create_limit_period,
            ca_file=ca_file,
            user_agent=user_agent,
            web3_generation=web3_generation,
            on_attempt=on_attempt,
        )
        self._calls = client._awaited()

    @classmethod
    def anonymous(
        cls,
        *,
        base_url: str | None = None,
        timeout: float = 60.0,
        connect_timeout: float = 10.0,
        max_retries: int = 3,
        create_limit: int = 20,
        create_limit_period: float = 60.0,
        ca_file: str | PathLike[str] | None = None,
        user_agent: str | None = None,
        web3_generation: Web3Generation | None = None,
        on_attempt: Callable[[Attempt], object] | None = None,
    ) -> Self:
        """Make a client without a key, for models and wallets."""
        return cls(
            _Anonymous(),
            base_url=base_url,
            timeout=timeout,
            connect_timeout=connect_timeout,
            max_retries=max_retries,
            create_limit=create_limit,
            create_limit_period=create_limit_period,
            ca_file=ca_file,
            user_agent=user_agent,
            web3_generation=web3_generation,
            on_attempt=on_attempt,
        )

    async def list_keys(self) -> list[ApiKey]:
        """List the account's keys: unexpired ones, newest first. Needs an ADMIN key.

        Raises:
            AdminKeyRequiredError: The client's key is an INFERENCE key.

        >>> [key.description for key in await client.list_keys()]  # ['backend prod', 'laptop']
        """
        return await outcome(self._calls.list_keys())

    async def create_key(
        self,
        description: str,
        *,
        api_key_type: ApiKeyType | None = None,
        consumption_limit: ConsumptionLimitInput | None = None,
        limit_period: LimitPeriod | None = None,
        expires_at: ExpiryInput | None = None,
        model_privacy: ModelPrivacy | None = None,
        ip_allowlist: Iterable[str] | None = None,
    ) -> CreatedKey:
        """Create a key. Needs an ADMIN key.

        The request is never sent twice once the server may have carried it out, so that it never
        creates two keys. A client sends at most 20 a minute (`create_limit`); one more waits for
        its turn if the client's timeout allows.

        Args:
            description: What people know the key by: 1 to 64 characters.
            api_key_type: What the key may do; `INFERENCE` unless set.
            consumption_limit: Caps on what it may spend.
            limit_period: When the use that counts against the caps starts again from zero.
            expires_at: When it expires; never unless set.
            model_privacy: Which models it may call.
            ip_allowlist: The addresses it may be used from: at most 100 public IPv4 or IPv6
                addresses or CIDRs; empty: anywhere. Venice shows them as CIDRs: `11.22.33.44` as
                `11.22.33.44/32`. It isn't in Venice's published schema yet, and is sent only if it
                is set.

        Raises:
            InvalidInputError: A setting breaks its rule; nothing was sent.
            AdminKeyRequiredError: The client's key is an INFERENCE key.
            RateLimitedError: There was no turn before the call's deadline and nothing was sent, or
                the server refused.
            KeyLimitReachedError: The account has 500 active keys.
            OutcomeUnknownError: The request was sent, but no reliable response came back: the key
                may or may not exist, and its secret is lost. The message says when it was sent:
                look in `list_keys` for a key with this description created since then, and delete
                that one, and no older key, before you create again.

        >>> created = await client.create_key("backend prod", consumption_limit={"usd": 50})
        >>> created.api_key.reveal()  # 'VENICE_INFERENCE_KEY_…'
        """
        try:
            call = self._calls.create_key(
                description,
                api_key_type=api_key_type,
                consumption_limit=consumption_limit,
                limit_period=limit_period,
                expires_at=expires_at,
                model_privacy=model_privacy,
                ip_allowlist=ip_allowlist,
            )
        finally:
            # A traceback that prints locals must not print a signature or a challenge.
            del (
                description,
                api_key_type,
                consumption_limit,
                limit_period,
                expires_at,
                model_privacy,
                ip_allowlist,
            )
        return await outcome(call)

    async def get_key(self, id: str) -> ApiKey:
        """Return one key. Needs an ADMIN key.

        Raises:
            InvalidInputError: The id can't be a key's; nothing was sent.
            AdminKeyRequiredError: The client's key is an INFERENCE key.
            NotFoundError: There is no such key.
        """
        try:
            call = self._calls.get_key(
                id,
            )
        finally:
            # A traceback that prints locals must not print a signature or a challenge.
            del id
        return await outcome(call)

    async def update_key(
        self,
        id: str,
        *,
        description: str | None = KEEP,
        consumption_limit: LimitUpdateInput | None = KEEP,
        limit_period: LimitPeriod | None = KEEP,
        expires_at: ExpiryInput | None = KEEP,
        model_privacy: ModelPrivacy | None = KEEP,
        ip_allowlist: Iterable[str] | None = KEEP,
    ) -> ApiKey:
        """Change a key and return it as it is then, without its usage. Needs an ADMIN key.

        Args:
            description: What people know the key by: at most 64 characters. Cleared, it is empty.
            consumption_limit: Caps on what it may spend. Cleared, all caps are removed.
            limit_period: When the use that counts against the caps starts again from zero. Cleared,
                it is `EPOCH`.
            expires_at: When it expires; never unless set. Cleared, the key never expires.
            model_privacy: Which models it may call. Cleared, it is `ALL`.
            ip_allowlist: The addresses it may be used from: at most 100 public IPv4 or IPv6
                addresses or CIDRs; empty: anywhere. Venice shows them as CIDRs: `11.22.33.44` as
                `11.22.33.44/32`. It isn't in Venice's published schema yet, and is sent only if it
                is set. Cleared, the key may be used from anywhere.

        Raises:
            InvalidInputError: A setting breaks its rule, or nothing would change; nothing was sent.
            AdminKeyRequiredError: The client's key is an INFERENCE key.
            NotFoundError: There is no such key, or it has expired.

        >>> await client.update_key(id, description="backend prod 2", expires_at=None)
        """
        try:
            call = self._calls.update_key(
                id,
                description=description,
                consumption_limit=consumption_limit,
                limit_period=limit_period,
                expires_at=expires_at,
                model_privacy=model_privacy,
                ip_allowlist=ip_allowlist,
            )
        finally:
            # A traceback that prints locals must not print a signature or a challenge.
            del (
                id,
                description,
                consumption_limit,
                limit_period,
                expires_at,
                model_privacy,
                ip_allowlist,
            )
        return await outcome(call)

    async def delete_key(self, id: str) -> None:
        """Delete a key: it stops working at once. Needs an ADMIN key.

        Raises:
            InvalidInputError: The id can't be a key's; nothing was sent.
            AdminKeyRequiredError: The client's key is an INFERENCE key.
            NotFoundError: There is no such key. If the call was retried after it may have been
                carried out, and Venice then says that there is no such key, it was deleted: no
                error.
            BadResponseError: The response doesn't say that the key was deleted. It is safe to try
                again.
        """
        try:
            call = self._calls.delete_key(
                id,
            )  # type: ignore[func-returns-value]
        finally:
            # A traceback that prints locals must not print a signature or a challenge.
            del id
        return await outcome(call)

    async def rate_limits(self) -> RateLimits:
        """Return the balances and rate limits of the client's own key. Works with any key.

        Raises:
            UnauthenticatedError: Venice doesn't accept the key.
        """
        return await outcome(self._calls.rate_limits())

    async def rate_limit_log(self) -> list[RateLimitBreach]:
        """List the last 50 times that the account exceeded a rate limit, newest first. Needs an
        ADMIN key.

        Raises:
            AdminKeyRequiredError: The client's key is an INFERENCE key.
        """
        return await outcome(self._calls.rate_limit_log())

    async def verify_key(self) -> KeyStatus:
        """Check the client's own key: whether Venice accepts it, whether it may spend, until when,
        and with which balances.

        A key that Venice refuses is a result (`accepted` is false), not an error; a key without
        money is accepted and may not spend.

        Raises:
            UnauthenticatedError, ForbiddenError: Something other than Venice refused, a gateway or
                a captive portal, which says nothing about the key.

        >>> status = await client.verify_key()
        >>> status.may_spend  # True
        """
        return await outcome(self._calls.verify_key())

    async def billing_balance(self) -> BillingBalance:
        """Return what the account has left to spend, in each currency. Needs an ADMIN key.

        Raises:
            AdminKeyRequiredError: The client's key is an INFERENCE key.
            BadResponseError: The response has no balances, or an amount that can't be read: none is
                taken for zero.

        >>> balance = await client.billing_balance()
        >>> balance.can_consume  # True
        """
        return await outcome(self._calls.billing_balance())

    def usage_history(
        self,
        *,
        start_timestamp: datetime | None = None,
        end_timestamp: datetime | None = None,
        currency: BillingCurrency | None = None,
        page_size: int | None = None,
        cursor: str | None = None,
    ) -> AsyncPages[UsageEntry]:
        """List what was charged and credited, entry by entry, oldest first. Needs an ADMIN key.

        Nothing is sent before the first entry is asked for. Then each page is one call, with the
        client's timeout and retries, and one page is in memory.

        Every page, the last one, too, has a cursor to go on from: another day it gives what came
        since. But Venice books some entries late, under the time of their use: a client saw some
        six hours later, and how late they can be isn't documented. So who needs every entry reads
        again from six hours before the last one, or reads a month when the next one is some days
        old, and replaces what was stored for that time. How far back the history goes, and whether
        it has every kind of charge, isn't documented either.

        Venice's own cursors expire, and it isn't documented when. A page that fails because of that
        is `bad_request`, and `resume` is then a cursor that begins anew at the time of the last
        entry and leaves out those that came: no gap, no overlap, as long as Venice sends entries of
        the same millisecond in the same order.

        Args:
            start_timestamp: Only entries at this time or later. Times count to the millisecond.
            end_timestamp: Only entries before this time, so that months that share a border have no
                gap and no overlap. Later than the start.
            currency: Only entries in this currency.
            page_size: How many entries a page has: 10 to 1000; Venice's default is 1000. It matters
                only for memory and for how much is fetched again after a failure.
            cursor: Go on from here: the cursor of a Page, or what `resume` says. It stands alone,
                or with the filter that it came from.

        Raises:
            InvalidInputError: The filter breaks a rule, or its cursor is none of this library's, or
                comes from another filter; nothing was sent.
            AdminKeyRequiredError: The client's key is an INFERENCE key.
            BadRequestError: The server refused the filter, or its cursor has expired: go on with
                what `resume` says.
            BadResponseError: An entry can't be read. None is left out silently.

        >>> async for entry in client.usage_history(currency="USD"):
        ...     print(entry.timestamp, entry.sku, entry.amount)
        """
        try:
            call = self._calls.usage_history(
                start_timestamp=start_timestamp,
                end_timestamp=end_timestamp,
                currency=currency,
                page_size=page_size,
                cursor=cursor,
            )
        finally:
            # A traceback that prints locals must not print a signature or a challenge.
            del start_timestamp, end_timestamp, currency, page_size, cursor
        return awaited(call)

    async def usage_history_csv(
        self,
        to: SinkInput,
        *,
        start_timestamp: datetime | None = None,
        end_timestamp: datetime | None = None,
        currency: BillingCurrency | None = None,
        page_size: int | None = None,
        cursor: str | None = None,
    ) -> int:
        """Write what was charged and credited as CSV, oldest first, and return how many rows that
        were, without the header row. Needs an ADMIN key.

        The rows are Venice's own, byte for byte, in the columns that its header row names, which
        may become more. Each page is fetched whole and then written, so memory stays at one page,
        and nothing of a page that fails is written. The header row comes once, at the beginning,
        and never where a cursor goes on.

        The form of Venice's CSV isn't documented in all details. Quoting as in RFC 4180, either
        line end, and a header row on the first page or on every one are read; the first column must
        be the time. Anything else fails the call: no row is left out or counted twice silently.

        For entries that are booked late, and for cursors that expire, see `usage_history`.

        Args:
            to: A path, or a file object: of text if it has an attribute `encoding`, else of bytes.
                The file at a path is emptied when the first page is there, or appended to where the
                call goes on from a cursor; it holds whole pages, whatever happens.
            start_timestamp: Only entries at this time or later. Times count to the millisecond.
            end_timestamp: Only entries before this time, so that months that share a border have no
                gap and no overlap. Later than the start.
            currency: Only entries in this currency.
            page_size: How many entries a page has: 10 to 1000; Venice's default is 1000. It matters
                only for memory and for how much is fetched again after a failure.
            cursor: Go on from here: the cursor of a Page, or what `resume` says. It stands alone,
                or with the filter that it came from.

        Raises:
            InvalidInputError: The filter breaks a rule, or its cursor is none of this library's, or
                comes from another filter; nothing was sent. Or `to` can't be written: `resume` is
                the cursor of the page that wasn't written whole, of which a part may be there.
            AdminKeyRequiredError: The client's key is an INFERENCE key.
            BadRequestError: The server refused the filter, or its cursor has expired. All whole
                pages that came are written: go on, behind them, with what `resume` says.
            BadResponseError: A page isn't whole, or isn't such CSV.

        >>> await client.usage_history_csv("usage.csv")  # 1742, the number of rows
        """
        try:
            call = self._calls.usage_history_csv(
                to,
                start_timestamp=start_timestamp,
                end_timestamp=end_timestamp,
                currency=currency,
                page_size=page_size,
                cursor=cursor,
            )
        finally:
            # A traceback that prints locals must not print a signature or a challenge.
            del to, start_timestamp, end_timestamp, currency, page_size, cursor
        return await written(call)

    async def usage_analytics(
        self,
        *,
        lookback_days: int | None = None,
        start_date: date | str | None = None,
        end_date: date | str | None = None,
    ) -> UsageAnalytics:
        """Return what was spent in a period, summed up by day, by model and by key. Needs an ADMIN
        key.

        What earned credits paid for is in none of the sums, so they can be less than what was used.
        Venice calls this endpoint a beta and renews its sums every ten minutes. At most 10,000 keys
        or models can be read.

        Args:
            lookback_days: The last so many days: 1 to 90. Not together with dates.
            start_date: The first day, in UTC. Only together with the last, at most 90 days later,
                itself included.
            end_date: The last day, in UTC: it counts, too. Not before the first.

        Raises:
            InvalidInputError: The period breaks a rule; nothing was sent.
            AdminKeyRequiredError: The client's key is an INFERENCE key.
            ServerError: Among others, the period is too long for Venice to sum up in time: ask for
                a shorter one.
            BadResponseError: An amount or a row can't be read. None is left out silently.

        >>> period = await client.usage_analytics(lookback_days=30)
        >>> {key.description: key.total_usd for key in period.by_key}  # by customer
        """
        try:
            call = self._calls.usage_analytics(
                lookback_days=lookback_days,
                start_date=start_date,
                end_date=end_date,
            )
        finally:
            # A traceback that prints locals must not print a signature or a challenge.
            del lookback_days, start_date, end_date
        return await outcome(call)

    async def list_models(self, type: ModelType | None = None) -> list[Model]:
        """List the models of a type, or the server's default selection.

        Works without a key. With a key restricted by model privacy it lists only the models that
        the key may call. It says nothing about a key's health: `verify_key` does.

        Raises:
            InvalidInputError: The type is empty or too long; nothing was sent.
            BadRequestError: The server doesn't know the type. One that this version doesn't know is
                sent.
        """
        try:
            call = self._calls.list_models(
                type,
            )
        finally:
            # A traceback that prints locals must not print a signature or a challenge.
            del type
        return await outcome(call)

    async def web3_challenge(self, address: str | None = None) -> Web3Challenge:
        """Get the challenge that a wallet has to sign. Never sends the client's key.

        Always give the wallet's address: the announced server generation needs it, to bind the
        challenge to the wallet; the current one doesn't, and ignores it.

        Raises:
            InvalidInputError: The address isn't one; nothing was sent.
            BadRequestError: The server needs an address, and none was given.
            Web3Error: The challenge is longer than 16 KiB, or of another generation than
                `web3_generation` allows.
        """
        try:
            call = self._calls.web3_challenge(
                address,
            )
        finally:
            # A traceback that prints locals must not print a signature or a challenge.
            del address
        return await outcome(call)

    async def mint_web3_key(
        self,
        *,
        address: str,
        signature: str,
        challenge: Web3ChallengeInput,
        description: str | None = None,
        api_key_type: ApiKeyType | None = None,
        consumption_limit: ConsumptionLimitInput | None = None,
        limit_period: LimitPeriod | None = None,
        expires_at: ExpiryInput | None = None,
        model_privacy: ModelPrivacy | None = None,
        ip_allowlist: Iterable[str] | None = None,
    ) -> CreatedKey:
        """Create a key for a wallet that is held elsewhere, by its signature of a challenge. Never
        sends the client's key. The request is never sent twice once the server may have carried it
        out.

        Unless a limit period is set, the use that counts against the caps starts again from zero
        every UTC day: give an agent that nobody watches "LIFETIME".

        Args:
            address: The wallet's address: `0x` and 40 hex digits, in one case or with a right
                EIP-55 checksum.
            signature: Its EIP-191 signature of the challenge's text: `0x` and hex. That of a
                smart-contract wallet (EIP-1271) may have any length up to 64 KiB.
            challenge: The challenge that was signed.
            description: What people know the key by: 1 to 64 characters. Without one the server
                calls the key `Web3 API Key`.
            api_key_type: What the key may do; `INFERENCE` unless set.
            consumption_limit: Caps on what it may spend.
            limit_period: When the use that counts against the caps starts again from zero.
            expires_at: When it expires; never unless set.
            model_privacy: Which models it may call.
            ip_allowlist: The addresses it may be used from: at most 100 public IPv4 or IPv6
                addresses or CIDRs; empty: anywhere. Venice shows them as CIDRs: `11.22.33.44` as
                `11.22.33.44/32`. It isn't in Venice's published schema yet, and is sent only if it
                is set.

        Raises:
            InvalidInputError: Something given breaks its rule, or the challenge is of another
                generation than `web3_generation` allows; nothing was sent.
            Web3Error: The server refused.
            KeyLimitReachedError: The account has 500 active keys.
            OutcomeUnknownError: The request was sent, but no reliable response came back: the key
                may or may not exist. The message says when it was sent and what to do.
        """
        try:
            call = self._calls.mint_web3_key(
                address=address,
                signature=signature,
                challenge=challenge,
                description=description,
                api_key_type=api_key_type,
                consumption_limit=consumption_limit,
                limit_period=limit_period,
                expires_at=expires_at,
                model_privacy=model_privacy,
                ip_allowlist=ip_allowlist,
            )
        finally:
            # A traceback that prints locals must not print a signature or a challenge.
            del (
                address,
                signature,
                challenge,
                description,
                api_key_type,
                consumption_limit,
                limit_period,
                expires_at,
                model_privacy,
                ip_allowlist,
            )
        return await outcome(call)

    async def mint_with_wallet(
        self,
        wallet: Wallet,
        *,
        description: str | None = None,
        api_key_type: ApiKeyType | None = None,
        consumption_limit: ConsumptionLimitInput | None = None,
        limit_period: LimitPeriod | None = None,
        expires_at: ExpiryInput | None = None,
        model_privacy: ModelPrivacy | None = None,
        ip_allowlist: Iterable[str] | None = None,
    ) -> CreatedKey:
        """Create a key with a wallet: gets a challenge, checks it, signs it, mints. Never sends the
        client's key. The mint is never sent twice once the server may have carried it out.

        Unless a limit period is set, the use that counts against the caps starts again from zero
        every UTC day: give an agent that nobody watches "LIFETIME". What a wallet signs, and why it
        should be used for nothing else, is described at Wallet.

        Args:
            description: What people know the key by: 1 to 64 characters. Without one the server
                calls the key `Web3 API Key`.
            api_key_type: What the key may do; `INFERENCE` unless set.
            consumption_limit: Caps on what it may spend.
            limit_period: When the use that counts against the caps starts again from zero.
            expires_at: When it expires; never unless set.
            model_privacy: Which models it may call.
            ip_allowlist: The addresses it may be used from: at most 100 public IPv4 or IPv6
                addresses or CIDRs; empty: anywhere. Venice shows them as CIDRs: `11.22.33.44` as
                `11.22.33.44/32`. It isn't in Venice's published schema yet, and is sent only if it
                is set.

        Raises:
            InvalidInputError: A setting breaks its rule; nothing was sent.
            Web3Error: The wallet refused to sign what the server gave it, or that is of another
                generation than `web3_generation` allows; or the server refused.
            Web3Error: The server refused.
            KeyLimitReachedError: The account has 500 active keys.
            OutcomeUnknownError: The mint was sent, but no reliable response came back: the key may
                or may not exist. The message says when it was sent and what to do.

        >>> await client.mint_with_wallet(Wallet(private_key), description="agent 7")
        """
        try:
            call = self._calls.mint_with_wallet(
                wallet,
                description=description,
                api_key_type=api_key_type,
                consumption_limit=consumption_limit,
                limit_period=limit_period,
                expires_at=expires_at,
                model_privacy=model_privacy,
                ip_allowlist=ip_allowlist,
            )
        finally:
            # A traceback that prints locals must not print a signature or a challenge.
            del (
                wallet,
                description,
                api_key_type,
                consumption_limit,
                limit_period,
                expires_at,
                model_privacy,
                ip_allowlist,
            )
        return await outcome(call)

    async def x402_balance(self, wallet: Wallet) -> WalletBalance:
        """Return what a wallet has left at Venice. Signs in with the wallet, anew for every
        attempt; never sends the client's key.

        If Venice refuses the sign-in because this machine's clock is wrong, the call follows
        Venice's clock and tries once more, and so does every later sign-in of this wallet; the
        Attempt says so. Wallets on Solana aren't supported. This was written from Venice's
        documentation and never run against Venice.

        Raises:
            SignInRefusedError: Venice didn't accept the sign-in.
            WalletMismatchError: Venice takes the sign-in for another wallet's.
            BadResponseError: An amount can't be read: none is taken for zero.

        >>> credit = await client.x402_balance(wallet)
        >>> credit.balance_usd  # Decimal('3.2')
        """
        try:
            call = self._calls.x402_balance(
                wallet,
            )
        finally:
            # A traceback that prints locals must not print a signature or a challenge.
            del wallet
        return await outcome(call)

    def x402_transactions(
        self, wallet: Wallet, cursor: str | None = None
    ) -> AsyncPages[WalletTransaction]:
        """List what went in and out of a wallet's credit, newest first. Signs in with the wallet,
        anew for every attempt; never sends the client's key. What was charged in Diem isn't there.

        Nothing is sent before the first transaction is asked for. Then each page is one call, with
        the client's timeout and retries, and one page is in memory. Transactions that are booked
        while the list is read are left out, and none comes twice. Every page has a cursor to go on
        from to older ones; for newer ones, begin anew. This was written from Venice's documentation
        and never run against Venice.

        Raises:
            InvalidInputError: The cursor is none of this library's, or another wallet's; nothing
                was sent.
            SignInRefusedError: Venice didn't accept the sign-in; see `x402_balance`.
            WalletMismatchError: Venice takes the sign-in for another wallet's.
            BadResponseError: A transaction can't be read. None is left out silently.

        >>> async for entry in client.x402_transactions(wallet):
        ...     print(entry.created_at, entry.type, entry.amount)
        """
        try:
            call = self._calls.x402_transactions(
                wallet,
                cursor,
            )
        finally:
            # A traceback that prints locals must not print a signature or a challenge.
            del wallet, cursor
        return awaited(call)

    async def x402_top_up(
        self,
        wallet: Wallet,
        *,
        amount: MoneyInput,
        most: MoneyInput,
        order: str,
        even_if_enough: bool | None = None,
    ) -> TopUp:
        """Top up a wallet's credit at Venice with USDC on Base. Never sends the client's key.

        It prepares the payment and pays it, within one timeout: give it a minute. The payment is
        sent again, byte for byte, while the server says that it is settling, fails, or is lost; no
        setting of retries limits that, only the timeout. **If it fails, or your program dies, make
        the same call with the same `order` again: an order is paid at most once.** To have the
        outcome for certain after a crash, too, use `x402_prepare_top_up` and `x402_pay_top_up`, and
        store the record between them.

        What is signed is exactly `amount`, to the address that Venice itself names in this call,
        over https and without a redirect, and only USDC on Base: anything else is refused before
        anything is signed. If the wallet's credit is already as high as the amount, nothing is paid
        and the status is `enough`. A wallet that is linked to an account with Diem is charged in
        Diem as long as there is some, whatever its credit.

        This was written from the documentation of Venice and x402 and never run against Venice. It
        assumes that Venice credits a signed payment once however often it is sent, and that the
        requirements that a payment names may have the amount paid in place of the least amount. If
        it isn't told what became of a payment, it looks for a top-up of this amount among the
        wallet's transactions, which name no order: so don't let two payments of the same amount
        from one wallet be open at the same time.

        Args:
            amount: How much is paid, in US dollars, with at most six decimals. Venice takes 5 to
                10,000. Exactly this much is signed.
            most: The most that may be paid: a guard for amounts that a program works out.
            order: What the payment is for: a string of your own of up to 256 bytes, a new one for
                every payment and the same one whenever this payment is tried again. USDC takes each
                order only once from a wallet, so it can't be paid twice, whatever is lost.
            even_if_enough: Pay even if the wallet's credit is already as high as the amount.

        Raises:
            InvalidInputError: The amount or the order breaks a rule, or the amount is less than
                Venice takes; nothing was signed.
            ConfigError: The base URL is neither Venice's nor on this machine; nothing was sent.
            BadResponseError: What Venice asks for isn't USDC on Base, or can't be read; nothing was
                signed.
            PaymentError: The server refused the payment, and nothing moved: `server_code` says why.
                Only for the first request of an order, as far as this process knows, and only if
                Venice shows no top-up of this amount in the last hour. If another process may have
                sent the order less than an hour ago, make the same call again later before you take
                it for certain.
            PaymentError: It was still settling when the time was over.
            PaymentError: It may have been paid. Make the same call again; `retry_after` says when
                it can be known at the latest.
            SignInRefusedError, WalletMismatchError: As for `x402_balance`; nothing was signed.

        >>> await client.x402_top_up(wallet, amount="12.50", most=20, order="bill 8")
        """
        try:
            call = self._calls.x402_top_up(
                wallet,
                amount=amount,
                most=most,
                order=order,
                even_if_enough=even_if_enough,
            )
        finally:
            # A traceback that prints locals must not print a signature or a challenge.
            del wallet, amount, most, order, even_if_enough
        return await outcome(call)

    async def x402_prepare_top_up(
        self,
        wallet: Wallet,
        *,
        amount: MoneyInput,
        most: MoneyInput,
        order: str,
        even_if_enough: bool | None = None,
    ) -> PendingTopUp:
        """Prepare a top-up, and signs no payment: what it returns can be stored, and paid with
        `x402_pay_top_up` within some minutes, by this process or another. Never sends the client's
        key. What is checked, and what is assumed of Venice, is described at `x402_top_up`.

        While the last payment of this order that this process sent can be carried out, it is that
        one's record that is returned.

        Args:
            amount: How much is paid, in US dollars, with at most six decimals. Venice takes 5 to
                10,000. Exactly this much is signed.
            most: The most that may be paid: a guard for amounts that a program works out.
            order: What the payment is for: a string of your own of up to 256 bytes, a new one for
                every payment and the same one whenever this payment is tried again. USDC takes each
                order only once from a wallet, so it can't be paid twice, whatever is lost.
            even_if_enough: Pay even if the wallet's credit is already as high as the amount.

        Raises:
            InvalidInputError, ConfigError, BadResponseError, SignInRefusedError,
                WalletMismatchError: As for `x402_top_up`; nothing was signed.

        >>> pending = await client.x402_prepare_top_up(wallet, amount=10, most=10, order="bill 7")
        >>> pending.record  # save it before you pay
        """
        try:
            call = self._calls.x402_prepare_top_up(
                wallet,
                amount=amount,
                most=most,
                order=order,
                even_if_enough=even_if_enough,
            )
        finally:
            # A traceback that prints locals must not print a signature or a challenge.
            del wallet, amount, most, order, even_if_enough
        return await outcome(call)

    async def x402_pay_top_up(self, wallet: Wallet, record: str) -> TopUp:
        """Pay a top-up that was prepared, or finds out what became of it: however often it is
        called with a record, and wherever, the record is paid at most once. Never sends the
        client's key.

        While the payment can be carried out, it is signed, which always gives the same signature,
        and sent, again and again as for `x402_top_up`; later the wallet's transactions are read.
        What is assumed of Venice is described there, too. Every error after the record was accepted
        holds it in `resume`.

        Raises:
            InvalidInputError: The record isn't one, was changed, or is for another wallet or
                another base URL; nothing was sent.
            ConfigError: The base URL is neither Venice's nor on this machine; nothing was sent.
            PaymentError: The server refused, and nothing moved; or the time to pay was over before
                anything was sent. Only if this process prepared the record and sent no other
                request of its order: a record that was loaded may have been paid before.
            PaymentError: It was still settling when the time was over.
            PaymentError: It may have been paid. `retry_after` says when it can be known at the
                latest. If it isn't there, nobody can carry the payment out any more, and Venice
                shows no credit for it, which it may book late.
            SignInRefusedError, WalletMismatchError: As for `x402_balance`; nothing was signed.

        >>> await client.x402_pay_top_up(wallet, pending.record)
        """
        try:
            call = self._calls.x402_pay_top_up(
                wallet,
                record,
            )
        finally:
            # A traceback that prints locals must not print a signature or a challenge.
            del wallet, record
        return await outcome(call)
