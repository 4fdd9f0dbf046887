"""AsyncClient: the calls of Client as coroutines.

Generated from core/src by `make generate`.
"""

from __future__ import annotations

from ._calls import KEEP, AsyncCalls, as_awaited, no_key_yet, outcome, written
from ._native import Client, Secret, _Anonymous
from ._pages import awaited

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable
    from datetime import date, datetime, timedelta
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
        DeletedKey,
        EnsuredKey,
        InferenceDetails,
        Issue,
        KeyChange,
        KeyStatus,
        KeyUsage,
        Model,
        ModelRateLimits,
        ModelSpec,
        ModelUsage,
        PendingKey,
        PendingRotation,
        PendingTopUp,
        PeriodUsage,
        PlannedKey,
        ProvisionedKey,
        ProvisionProgress,
        RateLimit,
        RateLimitBreach,
        RateLimitNews,
        RateLimits,
        Remaining,
        RotatedKey,
        SignIn,
        SpendingBlock,
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
    from ._scopes import AsyncScope, AsyncTransaction
    from ._types import (
        ApiKeyType,
        BillingCurrency,
        BlockReason,
        ConsumptionLimitInput,
        DeletionOutcome,
        EnsureOutcome,
        ErrorCode,
        ExpiryInput,
        KeyChangeKind,
        LimitPeriod,
        LimitUpdateInput,
        ModelPrivacy,
        ModelType,
        MoneyInput,
        NewKey,
        PendingKind,
        PlannedAction,
        ProvisionOutcome,
        RateLimitType,
        RotationOutcome,
        SinkInput,
        StoreInput,
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
        credential: Asked for the key to call with, in place of `api_key`: for a vault or a
            keychain, and for keys that are rotated elsewhere. It is asked when the client is made,
            or at its first call, and again when Venice refuses the key (401). If it then gives
            another key, the call is made once more, whatever the call does, for a refused one did
            nothing. Calls that are refused at the same time ask once, and none waits for the answer
            beyond its deadline. If it fails, so do they: with its own error where the language can
            raise that, otherwise with `config`, whose source it is. No message of this library's
            quotes that error, as it could hold a secret.
        base_url: Where the API is. Without this it is `https://api.venice.ai/api/v1`, or the
            environment's `VENICE_BASE_URL`, which is obeyed only for loopback and `*.venice.ai`
            hosts.
        timeout: How long a whole call may take, waits and retries included. More than a year is
            taken as a year. In seconds, or a timedelta.
        connect_timeout: How long it may take to open one connection. More than a year is taken as a
            year. In seconds, or a timedelta.
        max_retries: How often a call is retried at most, where it is safe to.
        create_limit: How many calls of `create_key` are sent in any `create_limit_period`; one more
            waits for its turn. By default as many as Venice allows an account.
        create_limit_period: The time in which `create_limit` calls are sent at most. In seconds, or
            a timedelta.
        hold: How long a new key may take to be stored and made lasting in the calls that do that in
            steps: a key that isn't lasting by then ends. It must be longer than the caller's
            `store` takes, and is the longest that another process waits after one that died.
            Without this it is 15 minutes for `create_key_once`, 10 for `rotate_key`, and 5 for
            `ensure_key` and `provision_keys`. From 15 seconds to a day. In seconds, or a timedelta.
        settle: How long the calls that have a `hold` wait before they look who else makes a key of
            the same name. It must be longer than the server's list lags behind, and than the
            server's own clocks differ. In seconds, or a timedelta.
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
        ConfigError: There is no key, or both a key and a function to ask for one; the function
            failed, where its own error can't be returned; the key can't be sent in a header; the
            base URL isn't one that a key may be sent to; the CA file can't be read; a timeout or
            the create limit is zero; or the hold or the time to settle is out of its range.
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
        credential: Callable[[], str | Secret | Awaitable[str | Secret | None] | None]
        | None = None,
        base_url: str | None = None,
        timeout: float | timedelta = 60.0,
        connect_timeout: float | timedelta = 10.0,
        max_retries: int = 3,
        create_limit: int = 20,
        create_limit_period: float | timedelta = 60.0,
        hold: float | timedelta | None = None,
        settle: float | timedelta = 2.0,
        ca_file: str | PathLike[str] | None = None,
        user_agent: str | None = None,
        web3_generation: Web3Generation | None = None,
        on_attempt: Callable[[Attempt], object] | None = None,
    ) -> None:
        # A traceback that prints locals must not print the key.
        if isinstance(api_key, str):
            api_key = Secret(api_key)
        if credential is not None:
            api_key = no_key_yet(api_key)
        client = Client(
            api_key,
            base_url=base_url,
            timeout=timeout,
            connect_timeout=connect_timeout,
            max_retries=max_retries,
            create_limit=create_limit,
            create_limit_period=create_limit_period,
            hold=hold,
            settle=settle,
            ca_file=ca_file,
            user_agent=user_agent,
            web3_generation=web3_generation,
            on_attempt=on_attempt,
        )
        self._calls = client._awaited(credential)

    @classmethod
    def anonymous(
        cls,
        *,
        base_url: str | None = None,
        timeout: float | timedelta = 60.0,
        connect_timeout: float | timedelta = 10.0,
        max_retries: int = 3,
        create_limit: int = 20,
        create_limit_period: float | timedelta = 60.0,
        hold: float | timedelta | None = None,
        settle: float | timedelta = 2.0,
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
            hold=hold,
            settle=settle,
            ca_file=ca_file,
            user_agent=user_agent,
            web3_generation=web3_generation,
            on_attempt=on_attempt,
        )

    def with_options(
        self,
        *,
        timeout: float | timedelta | None = None,
        max_retries: int | None = None,
        hold: float | timedelta | None = None,
        settle: float | timedelta | None = None,
    ) -> AsyncClient:
        """Give a client that differs in some settings: for one call, or for many.

        It shares this one's key, connections and create limit. Each is closed by itself: closing
        one leaves the other usable, and connections are closed with the last client that shares
        them.

        Args:
            timeout: How long a whole call may take, waits and retries included. More than a year is
                taken as a year. In seconds, or a timedelta.
            max_retries: How often a call is retried at most, where it is safe to.
            hold: How long a new key may take to be stored and made lasting in the calls that do
                that in steps: a key that isn't lasting by then ends. It must be longer than the
                caller's `store` takes, and is the longest that another process waits after one that
                died. Without this it is 15 minutes for `create_key_once`, 10 for `rotate_key`, and
                5 for `ensure_key` and `provision_keys`. From 15 seconds to a day. In seconds, or a
                timedelta.
            settle: How long the calls that have a `hold` wait before they look who else makes a key
                of the same name. It must be longer than the server's list lags behind, and than the
                server's own clocks differ. In seconds, or a timedelta.
        """
        return AsyncClient._of(
            self._calls.with_options(
                timeout=timeout,
                max_retries=max_retries,
                hold=hold,
                settle=settle,
            )
        )

    def with_api_key(self, api_key: str | Secret) -> AsyncClient:
        """Give a client with another key. It shares this one's connections and create limit, and
        has its settings; each is closed by itself.
        """
        # A traceback that prints locals must not print the key.
        if isinstance(api_key, str):
            api_key = Secret(api_key)
        return AsyncClient._of(self._calls.with_api_key(api_key))

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
            expires_at: When it expires. A key without an expiry never does.
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
            expires_at: When it expires. A key without an expiry never does. Cleared, it has none.
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

    async def create_key_once(
        self,
        description: str,
        *,
        api_key_type: ApiKeyType | None = None,
        consumption_limit: ConsumptionLimitInput | None = None,
        limit_period: LimitPeriod | None = None,
        expires_at: ExpiryInput | None = None,
        model_privacy: ModelPrivacy | None = None,
        ip_allowlist: Iterable[str] | None = None,
        store: StoreInput | None = None,
    ) -> CreatedKey:
        """Create a key, and survive lost responses and crashes: when it returns a key, that is the
        only key this call has named so, and its secret was stored first. Needs an ADMIN key.

        The key is created under a name that starts with `vk-pending:`, with an expiry some minutes
        away (`hold`); then `store` gets it, with its final description and expiry; only when
        `store` has returned does it get them at Venice. When the call fails with anything but
        `outcome_unknown`, there is none; what it leaves behind is named `vk-pending:…` and ends by
        itself within the hold. Each of its steps, before and after `store`, has the client's
        timeout.

        Store the secret under the key's id, not under its name: a secret whose key was never made
        lasting then overwrites nothing, and `list_keys` says which ids there are. Calling it twice
        makes two keys; `ensure_key` makes one per description.

        Without `store` one hole stays that nobody can close: a program that dies after the key was
        made lasting and before it has saved the secret leaves a key whose secret nobody has. Pass
        `store`, or give such a key to `rotate_key`.

        It rests on Venice refusing to change an expired key, and on a change being made whole or
        not at all.

        Args:
            description: What people know the key by: 1 to 64 characters.
            api_key_type: What the key may do; `INFERENCE` unless set.
            consumption_limit: Caps on what it may spend.
            limit_period: When the use that counts against the caps starts again from zero.
            expires_at: When it expires. A key without an expiry never does.
            model_privacy: Which models it may call.
            ip_allowlist: The addresses it may be used from: at most 100 public IPv4 or IPv6
                addresses or CIDRs; empty: anywhere. Venice shows them as CIDRs: `11.22.33.44` as
                `11.22.33.44/32`. It isn't in Venice's published schema yet, and is sent only if it
                is set.
            store: Called with the new key, to keep its secret, before the key becomes lasting; an
                AsyncClient awaits what it returns, if that can be awaited. What it raises is
                raised, and the key is deleted. Keep the secret under the key's id, which nothing
                else has. Without this, a process that dies before it has kept the secret leaves a
                key whose secret nobody has.

        Raises:
            InvalidInputError: A setting breaks its rule, or the expiry is too near; nothing was
                sent.
            AdminKeyRequiredError: The client's key is an INFERENCE key.
            RateLimitedError: There was no turn to create before the call's deadline, or the server
                refused; nothing was created.
            KeyLimitReachedError: The account has 500 active keys; those that are being made count.
            Exception: Your own, as it is: `store` failed, and the new key was deleted or ends by
                itself.
            PendingLostError: The hold was over before the key was made lasting: discard the secret
                stored under the id that the message names.
            OutcomeUnknownError: Whether the key was made lasting isn't known. The message names its
                id, and the time from which on it has its description or is gone.

        >>> await client.create_key_once("backend prod", consumption_limit={"usd": 50}, store=store)
        """
        try:
            call = self._calls.create_key_once(
                description,
                api_key_type=api_key_type,
                consumption_limit=consumption_limit,
                limit_period=limit_period,
                expires_at=expires_at,
                model_privacy=model_privacy,
                ip_allowlist=ip_allowlist,
                store=store,
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
                store,
            )
        return await written(call)

    async def ensure_key(
        self,
        description: str,
        *,
        api_key_type: ApiKeyType | None = None,
        consumption_limit: ConsumptionLimitInput | None = None,
        limit_period: LimitPeriod | None = None,
        expires_at: ExpiryInput | None = None,
        model_privacy: ModelPrivacy | None = None,
        ip_allowlist: Iterable[str] | None = None,
        store: StoreInput | None = None,
    ) -> EnsuredKey:
        """Make sure that there is a key of this description with these settings. It is created, or
        what differs is changed. Needs an ADMIN key.

        However many processes ask for the same description at once, in any languages, and whichever
        of them die: there is never more than one key of that description made by them, its secret
        was stored before it got the description, at most one process is told `created`, and all
        others are told that it exists or is being made. The result has the key's secret only if
        this call created it: Venice shows no other.

        Settings that aren't given are left as they are. One that Venice doesn't show is set again,
        and named as changed.

        A key is created as `create_key_once` does it; then it is waited for `settle`, and whoever
        sees that another process was first deletes its own key again. What a process leaves that
        dies blocks the others for as long as its hold, at most five minutes (`hold`), or until
        `in_progress`. Without `store`, a program that dies before it has saved the secret leaves a
        key whose secret nobody has.

        Not solved: a key of the same description that somebody makes at the same time in the
        dashboard, with `create_key` or with `create_key_once`; processes that want different
        settings (the last one has them); a key that is found and whose secret nobody has kept,
        which no list tells: `rotate_key` makes one that somebody has.

        It rests on Venice refusing to change an expired key; and on a key being in every list that
        is asked for later than `settle` after its creation, with times of creation that order keys
        further apart than that. Where that fails, there may be two, which the next call says.

        Args:
            description: What people know the key by: 1 to 64 characters.
            api_key_type: What the key may do; `INFERENCE` unless set.
            consumption_limit: Caps on what it may spend.
            limit_period: When the use that counts against the caps starts again from zero.
            expires_at: When it expires. A key without an expiry never does.
            model_privacy: Which models it may call.
            ip_allowlist: The addresses it may be used from: at most 100 public IPv4 or IPv6
                addresses or CIDRs; empty: anywhere. Venice shows them as CIDRs: `11.22.33.44` as
                `11.22.33.44/32`. It isn't in Venice's published schema yet, and is sent only if it
                is set.
            store: Called with the new key, to keep its secret, before the key becomes lasting; an
                AsyncClient awaits what it returns, if that can be awaited. What it raises is
                raised, and the key is deleted. Keep the secret under the key's id, which nothing
                else has. Without this, a process that dies before it has kept the secret leaves a
                key whose secret nobody has.

        Raises:
            InvalidInputError: A setting breaks its rule, or the expiry is too near; nothing was
                sent.
            AdminKeyRequiredError: The client's key is an INFERENCE key.
            ConflictError: Two keys have this description, which the message names; or the one that
                has it is of another type, which can't be changed.
            InProgressError: Another process is making this key, and hadn't ended before the call's
                deadline. The message names the key and until when it can last.
            RateLimitedError: There was no turn to create before the call's deadline, or the server
                refused; nothing was created.
            KeyLimitReachedError: The account has 500 active keys; those that are being made count.
            Exception: Your own, as it is: `store` failed, and the new key was deleted or ends by
                itself.
            PendingLostError: The hold was over before the key was made lasting, several times:
                discard the secret stored under the id that the message names, and give `store` more
                time.
            OutcomeUnknownError: Whether the key was made lasting isn't known. The message names its
                id, and the time from which on it has its description or is gone.

        >>> ensured = await client.ensure_key("customer 42", limit_period="MONTH", store=store)
        >>> ensured.outcome  # 'created', 'changed' or 'kept'
        """
        try:
            call = self._calls.ensure_key(
                description,
                api_key_type=api_key_type,
                consumption_limit=consumption_limit,
                limit_period=limit_period,
                expires_at=expires_at,
                model_privacy=model_privacy,
                ip_allowlist=ip_allowlist,
                store=store,
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
                store,
            )
        return await written(call)

    async def plan_keys(self, new_keys: Iterable[NewKey]) -> list[PlannedKey]:
        """Say what `provision_keys` would do now, in the order of `new_keys`, without doing it.
        Needs an ADMIN key.

        One list is read. What other processes do until then isn't in the plan.

        Raises:
            InvalidInputError: A setting breaks its rule, or a description is there twice; nothing
                was sent.
            AdminKeyRequiredError: The client's key is an INFERENCE key.

        >>> [planned.action for planned in await client.plan_keys(customers)]  # ['create', 'keep']
        """
        try:
            call = self._calls.plan_keys(
                new_keys,
            )
        finally:
            # A traceback that prints locals must not print a signature or a challenge.
            del new_keys
        return await outcome(call)

    def provision_keys(
        self, new_keys: Iterable[NewKey], *, store: StoreInput | None = None
    ) -> AsyncPages[ProvisionedKey]:
        """Make sure that there are keys of these descriptions with these settings, and say of each
        what became of it: an iterator, in the order that finishes first. Needs an ADMIN key.

        For each key it does what `ensure_key` does, and holds what that holds: however many
        processes ask for the same descriptions at once, there is never more than one key of each
        made by them. Nothing is sent before the first is asked for. First comes what is there
        already, kept or changed; then keys are created, some at once, as fast as Venice's limit
        allows, which is shared with everybody else who creates keys: the list shows them. Waiting
        for a turn doesn't count as time of the call; each step has the client's timeout.

        Stopped, given up or killed: run it again with the same keys, here or elsewhere. It makes
        none twice; what was being made ends by itself within its hold, five minutes, and is waited
        for. One whose hold is longer than 15 minutes, and than the client's own, isn't: then the
        item has failed with `in_progress`, so run it again after that hold. `plan_keys` says what
        it would do. Two processes that are to share the work can have the same list: they make the
        keys in different orders.

        Up to five keys are created before the first of them is stored. Where `store` or the loop is
        so slow that a key's hold is over, or nearly, when its turn comes, it isn't stored: it ends
        by itself and is made again.

        A key that fails by itself is an item whose outcome is `failed`. An error is about the
        whole: nothing is lost with it, and asking for the next item tries again; so stop at an
        error, or count them. After a `store` that failed, its key and the others that weren't
        stored yet are deleted, and made again if the iterator goes on.

        Interrupted, by a cancelled task, or by Ctrl-C, it stops at once and loses nothing: what it
        has done by then comes first when the same iterator is asked again, which then goes on.

        Args:
            store: Called with the new key, to keep its secret, before the key becomes lasting; an
                AsyncClient awaits what it returns, if that can be awaited. What it raises is
                raised, and the key is deleted. Keep the secret under the key's id, which nothing
                else has. Without this, a process that dies before it has kept the secret leaves a
                key whose secret nobody has.

        Raises:
            InvalidInputError: A setting breaks its rule, or a description is there twice; nothing
                was sent.
            AdminKeyRequiredError: The client's key is an INFERENCE key.
            KeyLimitReachedError: The account has 500 active keys; those that are being made count.
            Exception: Your own, as it is: `store` failed, and the new key was deleted or ends by
                itself.
            OutcomeUnknownError: Whether a key was made lasting isn't known. The message names its
                id.

        >>> async for entry in client.provision_keys(customers, store=store):
        ...     print(entry.outcome, entry.description, entry.progress.done)
        """
        try:
            call = self._calls.provision_keys(
                new_keys,
                store=store,
            )
        finally:
            # A traceback that prints locals must not print a signature or a challenge.
            del new_keys, store
        made: AsyncPages[ProvisionedKey] = as_awaited(call)
        return made

    def rotate_key(
        self,
        id: str,
        *,
        grace: float | timedelta | None = None,
        unverified: bool | None = None,
        end_own_key: bool | None = None,
        description: str | None = KEEP,
        consumption_limit: LimitUpdateInput | None = KEEP,
        limit_period: LimitPeriod | None = KEEP,
        expires_at: ExpiryInput | None = KEEP,
        model_privacy: ModelPrivacy | None = KEEP,
        ip_allowlist: Iterable[str] | None = KEEP,
    ) -> AsyncTransaction[CreatedKey, RotatedKey]:
        """Replace a key with a new one of the same settings, without cutting anybody off. Needs an
        ADMIN key.

        At every moment, whatever dies, at least one of the two keys works, lasts as long as the old
        one was to last, and has its secret stored.

        Every setting of the old key is copied, except those that are given; one that Venice doesn't
        show must be given, or cleared. The new key is created under a name that starts with
        `vk-pending:`, with an expiry some minutes away (`hold`). Its secret is tried, then handed
        to `store`; when `store` has returned, the key is made lasting, and only then is the old one
        touched: it gets an end that Venice keeps, at least `grace` away, the new key gets its name,
        and without a grace the old one is deleted. Each of its steps, before and after `store`, has
        the client's timeout.

        **If it fails, or your program dies, make the same call again**: it finishes what was begun,
        and never makes a third key. A new key that wasn't made lasting ends by itself; until then
        another run waits for it. What an earlier run made lasting is finished without `store`: its
        secret was stored then, and the outcome is "already_rotated".

        A rotation needs a free place among the 500 keys of an account: the old key is never deleted
        first. The new key's period starts at zero, so a rotation can double what is spent in one.
        It is for continuity: a key that leaked is to be deleted first. If it is the client's own
        key that is rotated, the client, and every client that shares its key, goes on with the new
        one; the old one isn't deleted then, unless `end_own_key` says so. It is known by its last
        six characters: where Venice doesn't show them, or two keys end alike, nothing is deleted,
        and the client goes on with the key that it has until you give it the new one
        (`Client.with_api_key`).

        It rests on Venice refusing to change an expired key, and on the list showing a new key
        within `settle`.

        The body of the `with` statement stands in the place of `store`: leaving it makes the new
        key lasting; an exception in it, which is raised then, deletes the new key. What an earlier
        run made lasting is finished on entering, which raises an error that says so: there is
        nothing to store. It is entered once; to try again is to make the call again.

        Args:
            grace: How long the old key goes on working, at least. It gets an end that Venice keeps:
                this long after the hold is over, as it is fixed before the new secret is stored,
                and ten minutes at the least. Zero: it is deleted as soon as the new key is lasting.
                In seconds, or a timedelta.
            unverified: Go on where the new secret can't be tried from this machine, because the key
                may be used from other addresses only. Without this the rotation stops there, and
                nothing has changed.
            end_own_key: If it is the client's own key that is rotated: do with it as `grace` says.
                Without this it is never deleted, and goes on for ten minutes at least, for the
                calls under way.
            description: What people know the new key by: 1 to 64 characters. It can't be cleared.
            consumption_limit: Caps on what it may spend. Cleared, all caps are removed.
            limit_period: When the use that counts against the caps starts again from zero. Cleared,
                it is `EPOCH`.
            expires_at: When it expires. A key without an expiry never does. Cleared, it has none.
            model_privacy: Which models it may call. Cleared, it is `ALL`.
            ip_allowlist: The addresses it may be used from: at most 100 public IPv4 or IPv6
                addresses or CIDRs; empty: anywhere. Venice shows them as CIDRs: `11.22.33.44` as
                `11.22.33.44/32`. It isn't in Venice's published schema yet, and is sent only if it
                is set. Cleared, the key may be used from anywhere.

        Raises:
            InvalidInputError: A setting breaks its rule, or isn't shown of the old key and must be
                given, or the old key ends before the grace does, or has a cap that this version
                doesn't know; nothing was created. Or the old key has another member that this
                version doesn't know, which may restrict it, and the new key didn't have the same:
                it was deleted.
            AdminKeyRequiredError: The client's key is an INFERENCE key.
            NotFoundError: There is no such key, or it has expired, or it was rotated and deleted.
            ForbiddenError: The new secret can't be tried from this machine; nothing has changed.
                `unverified` goes on without that.
            KeyLimitReachedError: The account has 500 active keys; those that are being made count.
            InProgressError: Another run is rotating this key, and wasn't done in time. The message
                says when it is decided, and so does `retry_after`.
            ConflictError: Another key has the description that the new one is to get, or somebody
                made one meanwhile: the message names it; or the old key seems to have been rotated,
                and its successor, too: the message names the newest; or a later version of
                venice-keys is at it; or the old key was changed again and again.
            PendingLostError: `store` took longer than the hold, several times: discard the secret
                stored under the id that the message names.
            OutcomeUnknownError: Whether the new key was made lasting isn't known. The message names
                its id, and the time at which it is lasting or gone; keep both secrets until then.

        >>> async with client.rotate_key(id, grace=timedelta(days=1)) as new:
        ...     store(new)  # an exception in here, and the old key is as it was
        """
        try:
            call = self._calls.rotate_key(
                id,
                grace=grace,
                unverified=unverified,
                end_own_key=end_own_key,
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
                grace,
                unverified,
                end_own_key,
                description,
                consumption_limit,
                limit_period,
                expires_at,
                model_privacy,
                ip_allowlist,
            )
        made: AsyncTransaction[CreatedKey, RotatedKey] = as_awaited(call)
        return made

    async def begin_rotation(
        self,
        id: str,
        *,
        grace: float | timedelta | None = None,
        unverified: bool | None = None,
        end_own_key: bool | None = None,
        description: str | None = KEEP,
        consumption_limit: LimitUpdateInput | None = KEEP,
        limit_period: LimitPeriod | None = KEEP,
        expires_at: ExpiryInput | None = KEEP,
        model_privacy: ModelPrivacy | None = KEEP,
        ip_allowlist: Iterable[str] | None = KEEP,
    ) -> PendingRotation:
        """Begin a rotation, for programs that store the secret and commit in separate steps. The
        new key is created, pending, and its secret tried. Needs an ADMIN key.

        The old key isn't touched. Store the new secret, and the record with it; then
        `commit_rotation`, in this process or another, within the hold: a new key that isn't
        committed ends by itself. What it promises, and what it takes, is described at `rotate_key`.
        If an earlier run made its new key lasting and stopped there, that rotation is finished, and
        there is nothing to commit.

        Args:
            grace: How long the old key goes on working, at least. It gets an end that Venice keeps:
                this long after the hold is over, as it is fixed before the new secret is stored,
                and ten minutes at the least. Zero: it is deleted as soon as the new key is lasting.
                In seconds, or a timedelta.
            unverified: Go on where the new secret can't be tried from this machine, because the key
                may be used from other addresses only. Without this the rotation stops there, and
                nothing has changed.
            end_own_key: If it is the client's own key that is rotated: do with it as `grace` says.
                Without this it is never deleted, and goes on for ten minutes at least, for the
                calls under way.
            description: What people know the new key by: 1 to 64 characters. It can't be cleared.
            consumption_limit: Caps on what it may spend. Cleared, all caps are removed.
            limit_period: When the use that counts against the caps starts again from zero. Cleared,
                it is `EPOCH`.
            expires_at: When it expires. A key without an expiry never does. Cleared, it has none.
            model_privacy: Which models it may call. Cleared, it is `ALL`.
            ip_allowlist: The addresses it may be used from: at most 100 public IPv4 or IPv6
                addresses or CIDRs; empty: anywhere. Venice shows them as CIDRs: `11.22.33.44` as
                `11.22.33.44/32`. It isn't in Venice's published schema yet, and is sent only if it
                is set. Cleared, the key may be used from anywhere.

        Raises:
            InvalidInputError, AdminKeyRequiredError, NotFoundError, ForbiddenError,
                KeyLimitReachedError, InProgressError, ConflictError: As for `rotate_key`.
        """
        try:
            call = self._calls.begin_rotation(
                id,
                grace=grace,
                unverified=unverified,
                end_own_key=end_own_key,
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
                grace,
                unverified,
                end_own_key,
                description,
                consumption_limit,
                limit_period,
                expires_at,
                model_privacy,
                ip_allowlist,
            )
        return await outcome(call)

    async def commit_rotation(self, record: str) -> None:
        """Commit a rotation that `begin_rotation` began. The new key is made lasting, the old one
        gets its end and the new one its name, and without a grace the old one is deleted. Needs an
        ADMIN key.

        Store the new secret first. If it fails, or the program dies, commit the same record again:
        that finishes it, and a rotation that is finished stays as it is. A client other than the
        one that began the rotation of its own key doesn't have the new secret: give it one with
        `Client.with_api_key`.

        Raises:
            InvalidInputError: It is no record of a rotation, or was changed; nothing was changed at
                Venice.
            AdminKeyRequiredError: The client's key is an INFERENCE key.
            PendingLostError: The hold was over: the new key has ended, and the old one is as it
                was. Discard the new secret, and begin again.
            OutcomeUnknownError: Whether the new key was made lasting isn't known: commit the record
                again. The message says when it can be known at the latest.
            ConflictError: Somebody else made a key of this name meanwhile: both are named.
            NotFoundError: The new key was deleted by somebody else.
        """
        try:
            call = self._calls.commit_rotation(
                record,
            )  # type: ignore[func-returns-value]
        finally:
            # A traceback that prints locals must not print a signature or a challenge.
            del record
        return await outcome(call)

    async def abort_rotation(self, record: str) -> None:
        """Abort a rotation that `begin_rotation` began. The new key is deleted, and the old one is
        as it was. Needs an ADMIN key.

        Once a request to make the new key lasting was sent, it is refused: others may rely on that
        key by then. If the new key is gone, there is nothing to do.

        Raises:
            InvalidInputError: It is no record of a rotation, or was changed, or the new key was, or
                may have been, made lasting: commit it again, which finishes it.
            AdminKeyRequiredError: The client's key is an INFERENCE key.
        """
        try:
            call = self._calls.abort_rotation(
                record,
            )  # type: ignore[func-returns-value]
        finally:
            # A traceback that prints locals must not print a signature or a challenge.
            del record
        return await outcome(call)

    def temporary_key(
        self,
        description: str,
        lifetime: float | timedelta,
        *,
        api_key_type: ApiKeyType | None = None,
        consumption_limit: ConsumptionLimitInput | None = None,
        limit_period: LimitPeriod | None = None,
        expires_at: ExpiryInput | None = None,
        model_privacy: ModelPrivacy | None = None,
        ip_allowlist: Iterable[str] | None = None,
    ) -> AsyncScope[CreatedKey]:
        """Create a key for one piece of work, deleted when that ends. Needs an ADMIN key.

        The key expires by itself, `lifetime` after it was created, by Venice's clock; so give it
        the longest that the work may take. It is deleted when the work ends, however it ends, and
        also when the call was given up. If the program is killed, the key ends by itself. It is
        created once, as `create_key_once` does: what is left of an attempt whose response was lost
        ends by itself, too.

        Creating the key and deleting it each have the client's timeout; the work has none. If the
        key can't be deleted and the work is done, that is an error, which names the key and its
        end. If the work failed, its own error comes first, and the key is named in a warning.

        Args:
            description: What people know the key by: 1 to 64 characters.
            api_key_type: What the key may do; `INFERENCE` unless set.
            consumption_limit: Caps on what it may spend.
            limit_period: When the use that counts against the caps starts again from zero.
            expires_at: When it expires. A key without an expiry never does.
            model_privacy: Which models it may call.
            ip_allowlist: The addresses it may be used from: at most 100 public IPv4 or IPv6
                addresses or CIDRs; empty: anywhere. Venice shows them as CIDRs: `11.22.33.44` as
                `11.22.33.44/32`. It isn't in Venice's published schema yet, and is sent only if it
                is set.

        Raises:
            InvalidInputError: A setting breaks its rule, or has an expiry of its own, or the
                lifetime is shorter than 30 seconds or longer than a year; nothing was sent.
            AdminKeyRequiredError: The client's key is an INFERENCE key.
            RateLimitedError: There was no turn before the call's deadline and nothing was sent, or
                the server refused.
            KeyLimitReachedError: The account has 500 active keys; those that are being made count.
            PendingLostError, OutcomeUnknownError: As for `create_key_once`.

        >>> async with client.temporary_key("nightly job", timedelta(hours=1)) as key:
        ...     print(key.api_key)
        """
        try:
            call = self._calls.temporary_key(
                description,
                lifetime,
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
                lifetime,
                api_key_type,
                consumption_limit,
                limit_period,
                expires_at,
                model_privacy,
                ip_allowlist,
            )
        made: AsyncScope[CreatedKey] = as_awaited(call)
        return made

    async def plan_deletion(
        self,
        *,
        prefix: str | None = None,
        unused_since: datetime | None = None,
        ids: Iterable[str] | None = None,
    ) -> list[ApiKey]:
        """List the keys that `delete_keys` would delete, without deleting any. Needs an ADMIN key.

        Args:
            prefix: Only keys whose description begins with this. Upper and lower case differ.
            unused_since: Only keys that were used before this time and not since; a key that was
                never used counts from its creation. One of which Venice doesn't say whether it was
                used is left alone.
            ids: Only keys with these ids.

        Raises:
            InvalidInputError: The filter says nothing, or breaks a rule; nothing was sent.
            AdminKeyRequiredError: The client's key is an INFERENCE key.

        >>> [key.description for key in await client.plan_deletion(prefix="test ")]
        """
        try:
            call = self._calls.plan_deletion(
                prefix=prefix,
                unused_since=unused_since,
                ids=ids,
            )
        finally:
            # A traceback that prints locals must not print a signature or a challenge.
            del prefix, unused_since, ids
        return await outcome(call)

    def delete_keys(
        self,
        *,
        prefix: str | None = None,
        unused_since: datetime | None = None,
        ids: Iterable[str] | None = None,
    ) -> AsyncPages[DeletedKey]:
        """Delete the keys that a filter selects, one after the other, while it is read. Needs an
        ADMIN key.

        Nothing is sent before the first item is asked for. Then the keys are listed once: those
        that the filter selects are the plan, and no others are deleted. Before each goes, it is
        looked at in a list less than ten seconds old, and left alone if it is called something else
        by then, or if the filter doesn't select it any more. The client's own key is never deleted,
        nor one that ends in the same six characters, nor one that is being made (`vk-pending:…`).
        Every id of the filter comes with what became of it.

        Ten keys are one page, with the client's timeout and retries. Whoever stops reading stops
        the deletion, at the latest after the page that was begun. To know what a page has deleted
        that nobody got, name the keys by their ids, as `plan_deletion` gives them: the same call
        made again says of each whether it is still there.

        Interrupted, by a cancelled task, or by Ctrl-C, it stops at once and loses nothing: what it
        has done by then comes first when the same iterator is asked again, which then goes on.

        Args:
            prefix: Only keys whose description begins with this. Upper and lower case differ.
            unused_since: Only keys that were used before this time and not since; a key that was
                never used counts from its creation. One of which Venice doesn't say whether it was
                used is left alone.
            ids: Only keys with these ids.

        Raises:
            InvalidInputError: The filter says nothing, or breaks a rule; nothing was sent.
            AdminKeyRequiredError: The client's key is an INFERENCE key.

        >>> async for entry in client.delete_keys(prefix="test "):
        ...     print(entry.id, entry.outcome)
        """
        try:
            call = self._calls.delete_keys(
                prefix=prefix,
                unused_since=unused_since,
                ids=ids,
            )
        finally:
            # A traceback that prints locals must not print a signature or a challenge.
            del prefix, unused_since, ids
        return awaited(call)

    async def pending_keys(self, names: Iterable[str] | None = None) -> list[PendingKey]:
        """List the keys that are still being made or were left unfinished, whoever began them, and
        what to do about each. Needs an ADMIN key.

        Mostly there is nothing to do: what isn't finished ends by itself. Deleting such a key may
        take it from a process that is just finishing it. A key's name says what it is for only as a
        hash: give the descriptions that you use as `names`, and those that match are shown.

        Raises:
            AdminKeyRequiredError: The client's key is an INFERENCE key.

        >>> for pending in await client.pending_keys():
        ...     print(pending.id, pending.ends_at, pending.advice)
        """
        try:
            call = self._calls.pending_keys(
                names,
            )
        finally:
            # A traceback that prints locals must not print a signature or a challenge.
            del names
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

    def follow_rate_limit_log(
        self, every: float | timedelta, cursor: str | None = None
    ) -> AsyncPages[RateLimitNews]:
        """Follow the log of rate limits: gives each time that the account exceeds one from now on,
        oldest first, none twice. Needs an ADMIN key.

        It never ends. The first look is at once, and what is in the log then is no news:
        `rate_limit_log` shows it. From then on each page is one look, `every` after the one before
        was asked for; `every` is a second to a day. That wait isn't part of the call's time, and
        ends at once where the call is given up. Venice shows the last 50 entries; where as many
        came between two looks, a mark (`may_be_missing`) comes before them. With the cursor of a
        page it goes on after that page, in another process and another day, too.

        Raises:
            InvalidInputError: `every` is out of its range, or the cursor is none of this list;
                nothing was sent.
            AdminKeyRequiredError: The client's key is an INFERENCE key.
        """
        try:
            call = self._calls.follow_rate_limit_log(
                every,
                cursor,
            )
        finally:
            # A traceback that prints locals must not print a signature or a challenge.
            del every, cursor
        return awaited(call)

    def watch_keys(
        self, every: float | timedelta, cursor: str | None = None
    ) -> AsyncPages[KeyChange]:
        """Watch the account's keys: gives what is created, changed, deleted or has expired from now
        on, and which keys reach 50, 80 or 100 percent of a cap. Needs an ADMIN key.

        It never ends. The first look is at once, and what is there then is no news. From then on
        each page is one look, `every` after the one before was asked for; `every` is a second to a
        day. That wait isn't part of the call's time, and ends at once where the call is given up.
        With the cursor of a page it goes on after that page, in another process and another day,
        too: a key that came and went meanwhile isn't seen, and of several changes of a field only
        the last state.

        A key that is being created, rotated to or provisioned shows once it is lasting. A key that
        goes at its end has expired, any other was deleted. What was spent includes no earned
        credits, although they count against a cap in US dollars, so a share can be reached earlier
        than it is seen. Only the highest share reached between two looks is told; which shares
        count is fixed.

        Raises:
            InvalidInputError: `every` is out of its range, or the cursor is none of this list;
                nothing was sent.
            AdminKeyRequiredError: The client's key is an INFERENCE key.
            BadResponseError: A cap, an expiry or an allowlist can't be read.
        """
        try:
            call = self._calls.watch_keys(
                every,
                cursor,
            )
        finally:
            # A traceback that prints locals must not print a signature or a challenge.
            del every, cursor
        return awaited(call)

    async def verify_key(self) -> KeyStatus:
        """Check the client's own key: whether Venice accepts it, whether it may spend and if not
        why, until when, and with which balances.

        A key that Venice refuses is a result (`accepted` is false), not an error; a key without
        money is accepted and may not spend. If an ADMIN key may not spend, one more request looks
        whether a cap is why. Venice doesn't always show an INFERENCE key why it may not spend: then
        the reason is `cap_or_balance`.

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
            expires_at: When it expires. A key without an expiry never does.
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
            expires_at: When it expires. A key without an expiry never does.
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
        """Prepare a top-up, and sign no payment: what it returns can be stored, and paid with
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
        """Pay a top-up that was prepared, or find out what became of it: however often it is called
        with a record, and wherever, the record is paid at most once. Never sends the client's key.

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
