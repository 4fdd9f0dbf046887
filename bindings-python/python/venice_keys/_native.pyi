# Generated from core/src by `make generate`: what the Rust half holds.

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal
from os import PathLike
from types import TracebackType
from typing import Any, Final, NoReturn, final

from typing_extensions import Self, disjoint_base

from ._base import VeniceError
from ._pages import Pages
from ._scopes import Scope, Transaction
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

__all__ = [
    "ApiKey",
    "ApiTier",
    "Attempt",
    "Balances",
    "BillingBalance",
    "BillingBalances",
    "Client",
    "ConsumptionLimit",
    "CreatedKey",
    "DailySeries",
    "DailyUsage",
    "DeletedKey",
    "EnsuredKey",
    "InferenceDetails",
    "Issue",
    "KeyChange",
    "KeyStatus",
    "KeyUsage",
    "Model",
    "ModelRateLimits",
    "ModelSpec",
    "ModelUsage",
    "PendingKey",
    "PendingRotation",
    "PendingTopUp",
    "PeriodUsage",
    "PlannedKey",
    "ProvisionProgress",
    "ProvisionedKey",
    "RateLimit",
    "RateLimitBreach",
    "RateLimitNews",
    "RateLimits",
    "Remaining",
    "RotatedKey",
    "Secret",
    "SignIn",
    "SpendingBlock",
    "TopUp",
    "Usage",
    "UsageAmounts",
    "UsageAnalytics",
    "UsageBreakdown",
    "UsageEntry",
    "Wallet",
    "WalletBalance",
    "WalletTransaction",
    "Web3Challenge",
    "_Anonymous",
    "_Call",
    "_Chunk",
    "_Job",
    "_Start",
    "_Walk",
    "__version__",
    "_defect",
]

__version__: Final[str]

@final
class _Anonymous:
    def __new__(cls) -> Self: ...

@final
class _Call:
    def __await__(self) -> Any: ...
    def claim(self) -> Any: ...
    def give_up(self) -> None: ...

@final
class _Start:
    @property
    def credential(self) -> Any: ...
    @property
    def left(self) -> float: ...
    def begin(self) -> _Call: ...
    def refused(self) -> None: ...
    def set_key(self, key: str | Secret | None) -> bool: ...

@final
class _Job:
    def begin(self) -> Any: ...
    def commit(self, record: str) -> Any: ...
    def abort(self, record: str, within: float | None) -> Any: ...
    def remove(self, id: str, within: float | None) -> Any: ...
    def blocking(self) -> _Job: ...

@final
class _Walk:
    def fetch(self, cursor: str | None) -> Any: ...
    def may_store(self, record: str) -> bool: ...
    def commit(self, record: str) -> Any: ...
    def abort(self, record: str, within: float | None) -> Any: ...
    def unwritable(self, chunk: _Chunk, why: str) -> VeniceError: ...

@final
class _Chunk:
    @property
    def text(self) -> str: ...
    @property
    def rows(self) -> int: ...
    @property
    def start(self) -> str: ...
    @property
    def cursor(self) -> str: ...
    @property
    def is_first(self) -> bool: ...
    @property
    def is_last(self) -> bool: ...

def _defect(client: Client, creates_key: bool) -> object: ...

@disjoint_base
class Client:
    """A client of the Venice key-management API. Calls block; for asyncio there is AsyncClient.

    Safe to share between threads, and to use in a child after a fork. Creating one opens no
    connection. Close it, or use it in a `with` statement, to close its connections early.

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

    >>> with Client() as client:
    ...     for key in client.list_keys():
    ...         print(key.id, key.description)
    """

    def __new__(
        cls,
        api_key: str | Secret | _Anonymous | None = None,
        *,
        credential: Callable[[], str | Secret | None] | None = None,
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
    ) -> Self: ...
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
    def _awaited(self, credential: object = None) -> Client: ...
    def with_options(
        self,
        *,
        timeout: float | timedelta | None = None,
        max_retries: int | None = None,
        hold: float | timedelta | None = None,
        settle: float | timedelta | None = None,
    ) -> Client:
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
    def with_api_key(self, api_key: str | Secret) -> Client:
        """Give a client with another key. It shares this one's connections and create limit, and
        has its settings; each is closed by itself.
        """
    def close(self) -> None:
        """Close the client. Its calls under way end as usual, and no more can be made. Connections
        are closed with the last client that shares them.
        """
    def __enter__(self) -> Self: ...
    def __exit__(
        self,
        exception_type: type[BaseException] | None,
        exception: BaseException | None,
        traceback: TracebackType | None,
        /,
    ) -> None: ...
    def list_keys(self) -> list[ApiKey]:
        """List the account's keys: unexpired ones, newest first. Needs an ADMIN key.

        Raises:
            AdminKeyRequiredError: The client's key is an INFERENCE key.

        >>> [key.description for key in client.list_keys()]  # ['backend prod', 'laptop']
        """
    def create_key(
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

        >>> created = client.create_key("backend prod", consumption_limit={"usd": 50})
        >>> created.api_key.reveal()  # 'VENICE_INFERENCE_KEY_…'
        """
    def get_key(self, id: str) -> ApiKey:
        """Return one key. Needs an ADMIN key.

        Raises:
            InvalidInputError: The id can't be a key's; nothing was sent.
            AdminKeyRequiredError: The client's key is an INFERENCE key.
            NotFoundError: There is no such key.
        """
    def update_key(
        self,
        id: str,
        *,
        description: str | None = ...,
        consumption_limit: LimitUpdateInput | None = ...,
        limit_period: LimitPeriod | None = ...,
        expires_at: ExpiryInput | None = ...,
        model_privacy: ModelPrivacy | None = ...,
        ip_allowlist: Iterable[str] | None = ...,
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

        >>> client.update_key(id, description="backend prod 2", expires_at=None)
        """
    def delete_key(self, id: str) -> None:
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
    def create_key_once(
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

        >>> client.create_key_once("backend prod", consumption_limit={"usd": 50}, store=store)
        """
    def ensure_key(
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

        >>> ensured = client.ensure_key("customer 42", limit_period="MONTH", store=store)
        >>> ensured.outcome  # 'created', 'changed' or 'kept'
        """
    def plan_keys(self, new_keys: Iterable[NewKey]) -> list[PlannedKey]:
        """Say what `provision_keys` would do now, in the order of `new_keys`, without doing it.
        Needs an ADMIN key.

        One list is read. What other processes do until then isn't in the plan.

        Raises:
            InvalidInputError: A setting breaks its rule, or a description is there twice; nothing
                was sent.
            AdminKeyRequiredError: The client's key is an INFERENCE key.

        >>> [planned.action for planned in client.plan_keys(customers)]  # ['create', 'keep']
        """
    def provision_keys(
        self, new_keys: Iterable[NewKey], *, store: StoreInput | None = None
    ) -> Pages[ProvisionedKey]:
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

        >>> for entry in client.provision_keys(customers, store=store):
        ...     print(entry.outcome, entry.description, entry.progress.done)
        """
    def rotate_key(
        self,
        id: str,
        *,
        grace: float | timedelta | None = None,
        unverified: bool | None = None,
        end_own_key: bool | None = None,
        description: str | None = ...,
        consumption_limit: LimitUpdateInput | None = ...,
        limit_period: LimitPeriod | None = ...,
        expires_at: ExpiryInput | None = ...,
        model_privacy: ModelPrivacy | None = ...,
        ip_allowlist: Iterable[str] | None = ...,
    ) -> Transaction[CreatedKey, RotatedKey]:
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

        >>> with client.rotate_key(id, grace=timedelta(days=1)) as new:
        ...     store(new)  # an exception in here, and the old key is as it was
        """
    def begin_rotation(
        self,
        id: str,
        *,
        grace: float | timedelta | None = None,
        unverified: bool | None = None,
        end_own_key: bool | None = None,
        description: str | None = ...,
        consumption_limit: LimitUpdateInput | None = ...,
        limit_period: LimitPeriod | None = ...,
        expires_at: ExpiryInput | None = ...,
        model_privacy: ModelPrivacy | None = ...,
        ip_allowlist: Iterable[str] | None = ...,
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
    def commit_rotation(self, record: str) -> None:
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
    def abort_rotation(self, record: str) -> None:
        """Abort a rotation that `begin_rotation` began. The new key is deleted, and the old one is
        as it was. Needs an ADMIN key.

        Once a request to make the new key lasting was sent, it is refused: others may rely on that
        key by then. If the new key is gone, there is nothing to do.

        Raises:
            InvalidInputError: It is no record of a rotation, or was changed, or the new key was, or
                may have been, made lasting: commit it again, which finishes it.
            AdminKeyRequiredError: The client's key is an INFERENCE key.
        """
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
    ) -> Scope[CreatedKey]:
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

        >>> with client.temporary_key("nightly job", timedelta(hours=1)) as key:
        ...     print(key.api_key)
        """
    def plan_deletion(
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

        >>> [key.description for key in client.plan_deletion(prefix="test ")]
        """
    def delete_keys(
        self,
        *,
        prefix: str | None = None,
        unused_since: datetime | None = None,
        ids: Iterable[str] | None = None,
    ) -> Pages[DeletedKey]:
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

        >>> for entry in client.delete_keys(prefix="test "):
        ...     print(entry.id, entry.outcome)
        """
    def pending_keys(self, names: Iterable[str] | None = None) -> list[PendingKey]:
        """List the keys that are still being made or were left unfinished, whoever began them, and
        what to do about each. Needs an ADMIN key.

        Mostly there is nothing to do: what isn't finished ends by itself. Deleting such a key may
        take it from a process that is just finishing it. A key's name says what it is for only as a
        hash: give the descriptions that you use as `names`, and those that match are shown.

        Raises:
            AdminKeyRequiredError: The client's key is an INFERENCE key.

        >>> for pending in client.pending_keys():
        ...     print(pending.id, pending.ends_at, pending.advice)
        """
    def rate_limits(self) -> RateLimits:
        """Return the balances and rate limits of the client's own key. Works with any key.

        Raises:
            UnauthenticatedError: Venice doesn't accept the key.
        """
    def rate_limit_log(self) -> list[RateLimitBreach]:
        """List the last 50 times that the account exceeded a rate limit, newest first. Needs an
        ADMIN key.

        Raises:
            AdminKeyRequiredError: The client's key is an INFERENCE key.
        """
    def follow_rate_limit_log(
        self, every: float | timedelta, cursor: str | None = None
    ) -> Pages[RateLimitNews]:
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
    def watch_keys(self, every: float | timedelta, cursor: str | None = None) -> Pages[KeyChange]:
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
    def verify_key(self) -> KeyStatus:
        """Check the client's own key: whether Venice accepts it, whether it may spend and if not
        why, until when, and with which balances.

        A key that Venice refuses is a result (`accepted` is false), not an error; a key without
        money is accepted and may not spend. If an ADMIN key may not spend, one more request looks
        whether a cap is why. Venice doesn't always show an INFERENCE key why it may not spend: then
        the reason is `cap_or_balance`.

        Raises:
            UnauthenticatedError, ForbiddenError: Something other than Venice refused, a gateway or
                a captive portal, which says nothing about the key.

        >>> status = client.verify_key()
        >>> status.may_spend  # True
        """
    def billing_balance(self) -> BillingBalance:
        """Return what the account has left to spend, in each currency. Needs an ADMIN key.

        Raises:
            AdminKeyRequiredError: The client's key is an INFERENCE key.
            BadResponseError: The response has no balances, or an amount that can't be read: none is
                taken for zero.

        >>> balance = client.billing_balance()
        >>> balance.can_consume  # True
        """
    def usage_history(
        self,
        *,
        start_timestamp: datetime | None = None,
        end_timestamp: datetime | None = None,
        currency: BillingCurrency | None = None,
        page_size: int | None = None,
        cursor: str | None = None,
    ) -> Pages[UsageEntry]:
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

        >>> for entry in client.usage_history(currency="USD"):
        ...     print(entry.timestamp, entry.sku, entry.amount)
        """
    def usage_history_csv(
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

        >>> client.usage_history_csv("usage.csv")  # 1742, the number of rows
        """
    def usage_analytics(
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

        >>> period = client.usage_analytics(lookback_days=30)
        >>> {key.description: key.total_usd for key in period.by_key}  # by customer
        """
    def list_models(self, type: ModelType | None = None) -> list[Model]:
        """List the models of a type, or the server's default selection.

        Works without a key. With a key restricted by model privacy it lists only the models that
        the key may call. It says nothing about a key's health: `verify_key` does.

        Raises:
            InvalidInputError: The type is empty or too long; nothing was sent.
            BadRequestError: The server doesn't know the type. One that this version doesn't know is
                sent.
        """
    def web3_challenge(self, address: str | None = None) -> Web3Challenge:
        """Get the challenge that a wallet has to sign. Never sends the client's key.

        Always give the wallet's address: the announced server generation needs it, to bind the
        challenge to the wallet; the current one doesn't, and ignores it.

        Raises:
            InvalidInputError: The address isn't one; nothing was sent.
            BadRequestError: The server needs an address, and none was given.
            Web3Error: The challenge is longer than 16 KiB, or of another generation than
                `web3_generation` allows.
        """
    def mint_web3_key(
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
    def mint_with_wallet(
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

        >>> client.mint_with_wallet(Wallet(private_key), description="agent 7")
        """
    def x402_balance(self, wallet: Wallet) -> WalletBalance:
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

        >>> credit = client.x402_balance(wallet)
        >>> credit.balance_usd  # Decimal('3.2')
        """
    def x402_transactions(
        self, wallet: Wallet, cursor: str | None = None
    ) -> Pages[WalletTransaction]:
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

        >>> for entry in client.x402_transactions(wallet):
        ...     print(entry.created_at, entry.type, entry.amount)
        """
    def x402_top_up(
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

        >>> client.x402_top_up(wallet, amount="12.50", most=20, order="bill 8")
        """
    def x402_prepare_top_up(
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

        >>> pending = client.x402_prepare_top_up(wallet, amount=10, most=10, order="bill 7")
        >>> pending.record  # save it before you pay
        """
    def x402_pay_top_up(self, wallet: Wallet, record: str) -> TopUp:
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

        >>> client.x402_pay_top_up(wallet, pending.record)
        """

@final
class Secret:
    """A string that must not be seen: an API key, printed only in part. `reveal()` returns it."""

    def __new__(cls, text: str) -> Self: ...
    def reveal(self) -> str:
        """Return the string itself. Whatever you copy out of it is yours to guard."""
    def __eq__(self, other: object, /) -> bool: ...
    def __format__(self, spec: str, /) -> str: ...
    def __reduce_ex__(self, _protocol: object, /) -> NoReturn: ...
    def __deepcopy__(self, _memo: object, /) -> NoReturn: ...
    __hash__: None  # type: ignore[assignment]

@final
class Wallet:
    """A wallet held in this process, that signs only Venice's own challenges."""

    def __new__(cls, private_key: str | Secret) -> Self: ...
    @property
    def address(self) -> str:
        """The wallet's address, with its EIP-55 checksum."""
    def sign(self, challenge: Web3Challenge | str) -> str:
        """Sign a challenge (EIP-191) and return 65 bytes as 0x-hex, for `mint_web3_key`."""
    def sign_in(self) -> SignIn:
        """Sign in to Venice, for one request of your own: inference, or `POST /crypto/rpc/…`, paid
        from the wallet's credit. Send the header as it is, without any key, and make a new one for
        every request and every retry: Venice takes each only once. Sends nothing.

        It is an EIP-4361 message for `api.venice.ai` on Base, written here. Its time is this
        machine's, until a call that needs a sign-in (`x402_balance`) has shown that Venice's clock
        differs; from then on it is Venice's. Wallets on Solana aren't supported.

        Raises:
            ConfigError: The system gives no random numbers.
        """
    def __reduce_ex__(self, _protocol: object, /) -> NoReturn: ...
    def __deepcopy__(self, _memo: object, /) -> NoReturn: ...

@final
class Attempt:
    """One attempt of a call, as it is passed to `on_attempt`. Holds nothing secret."""

    def __new__(
        cls,
        *,
        operation: str,
        method: str,
        path: str,
        number: int,
        status: int | None = None,
        failure: ErrorCode | None = None,
        elapsed: float,
        request_id: str | None = None,
        server_version: str | None = None,
        warning: str | None = None,
    ) -> Self: ...
    @property
    def operation(self) -> str:
        """The operation that the call is for."""
    @property
    def method(self) -> str:
        """The HTTP method."""
    @property
    def path(self) -> str:
        """The path below the base URL, with a key's id where there is one."""
    @property
    def number(self) -> int:
        """Which attempt of the call it was, counted from 1."""
    @property
    def status(self) -> int | None:
        """The HTTP status of the response, if there was one."""
    @property
    def failure(self) -> ErrorCode | None:
        """What went wrong, if there was no response."""
    @property
    def elapsed(self) -> float:
        """How long it took.

        In seconds.
        """
    @property
    def request_id(self) -> str | None:
        """The server's id of the request, if it sent one with the response: worth quoting to
        Venice's support.
        """
    @property
    def server_version(self) -> str | None:
        """The version of the server that responded, if it said so: worth quoting to Venice's
        support.
        """
    @property
    def warning(self) -> str | None:
        """What a person should know: the server announced that this operation will go away
        (`Deprecation`, `Sunset`), once per process and operation; or this machine's clock is so
        wrong that a wallet's sign-in was refused.
        """
    def to_dict(self) -> dict[str, Any]:
        """Return the same as a dict of plain values, secrets redacted."""
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __getnewargs_ex__(self) -> tuple[tuple[()], dict[str, Any]]: ...

@final
class BillingBalance:
    """What the account has left to spend."""

    def __new__(
        cls,
        *,
        can_consume: bool | None = None,
        consumption_currency: BillingCurrency | None = None,
        balances: BillingBalances = ...,
        diem_epoch_allocation: Decimal | None = None,
    ) -> Self: ...
    @property
    def can_consume(self) -> bool | None:
        """Whether the account has enough for a request: at least 0.10 US dollars of all that it can
        spend. It says nothing about a key's own caps, nor about the account's tier: whether a key
        may spend is `may_spend` of `verify_key`.
        """
    @property
    def consumption_currency(self) -> BillingCurrency | None:
        """What the next request is charged to: the first that is left of Diem, earned credits,
        bundled credits, US dollars. None: none is left.
        """
    @property
    def balances(self) -> BillingBalances:
        """What is left."""
    @property
    def diem_epoch_allocation(self) -> Decimal | None:
        """The Diem of the whole epoch (UTC day)."""
    def to_dict(self) -> dict[str, Any]:
        """Return the same as a dict of plain values, secrets redacted."""
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __getnewargs_ex__(self) -> tuple[tuple[()], dict[str, Any]]: ...

@final
class BillingBalances:
    """What is left of the account's money. An older server leaves out the credits."""

    def __new__(
        cls,
        *,
        diem: Decimal | None = None,
        usd: Decimal | None = None,
        bundled_credits: Decimal | None = None,
        earned_credits: Decimal | None = None,
    ) -> Self: ...
    @property
    def diem(self) -> Decimal | None:
        """Diem, of this epoch (UTC day); None: the account stakes none."""
    @property
    def usd(self) -> Decimal | None:
        """US dollars; None: nothing is left."""
    @property
    def bundled_credits(self) -> Decimal | None:
        """Bundled credits; None: none are left, or the server doesn't say."""
    @property
    def earned_credits(self) -> Decimal | None:
        """Earned credits; None: none are left, or the server doesn't say."""
    def to_dict(self) -> dict[str, Any]:
        """Return the same as a dict of plain values, secrets redacted."""
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __getnewargs_ex__(self) -> tuple[tuple[()], dict[str, Any]]: ...

@final
class Issue:
    """One thing that is wrong with a request: the field, and the rule that it breaks."""

    def __new__(
        cls,
        *,
        field: str,
        message: str,
    ) -> Self: ...
    @property
    def field(self) -> str:
        """The field by Venice's name, with dots between levels: `consumptionLimit.usd`. Empty if
        the server named none.
        """
    @property
    def message(self) -> str:
        """The rule that it breaks."""
    def to_dict(self) -> dict[str, Any]:
        """Return the same as a dict of plain values, secrets redacted."""
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __getnewargs_ex__(self) -> tuple[tuple[()], dict[str, Any]]: ...

@final
class DeletedKey:
    """A key that was to be deleted, and what became of it."""

    def __new__(
        cls,
        *,
        id: str,
        description: str | None = None,
        outcome: DeletionOutcome,
        reason: str | None = None,
    ) -> Self: ...
    @property
    def id(self) -> str:
        """Its id."""
    @property
    def description(self) -> str | None:
        """What people knew it by, if it was in the list."""
    @property
    def outcome(self) -> DeletionOutcome:
        """What became of it."""
    @property
    def reason(self) -> str | None:
        """Why it wasn't deleted."""
    def to_dict(self) -> dict[str, Any]:
        """Return the same as a dict of plain values, secrets redacted."""
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __getnewargs_ex__(self) -> tuple[tuple[()], dict[str, Any]]: ...

@final
class EnsuredKey:
    """A key that was to be there, and is."""

    def __new__(
        cls,
        *,
        outcome: EnsureOutcome,
        id: str,
        description: str,
        changed: tuple[str, ...] = ...,
        created: CreatedKey | None = None,
    ) -> Self: ...
    @property
    def outcome(self) -> EnsureOutcome:
        """Whether it was created, changed or kept."""
    @property
    def id(self) -> str:
        """The key's id."""
    @property
    def description(self) -> str:
        """What people know it by."""
    @property
    def changed(self) -> tuple[str, ...]:
        """The settings that were changed, by Venice's names: `"consumptionLimit.usd"`. Empty unless
        the outcome is `changed`.
        """
    @property
    def created(self) -> CreatedKey | None:
        """The new key with its secret, if it was created."""
    def to_dict(self) -> dict[str, Any]:
        """Return the same as a dict of plain values, secrets redacted."""
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __getnewargs_ex__(self) -> tuple[tuple[()], dict[str, Any]]: ...

@final
class ProvisionedKey:
    """One of many keys that were to be there."""

    def __new__(
        cls,
        *,
        outcome: ProvisionOutcome,
        id: str | None = None,
        description: str,
        changed: tuple[str, ...] = ...,
        created: CreatedKey | None = None,
        error_code: ErrorCode | None = None,
        error: str | None = None,
        progress: ProvisionProgress,
    ) -> Self: ...
    @property
    def outcome(self) -> ProvisionOutcome:
        """Whether it was created, changed or kept, or failed."""
    @property
    def id(self) -> str | None:
        """The key's id; None if it failed before there was one."""
    @property
    def description(self) -> str:
        """What people know it by."""
    @property
    def changed(self) -> tuple[str, ...]:
        """The settings that were changed, by Venice's names: `"consumptionLimit.usd"`. Empty unless
        the outcome is `changed`.
        """
    @property
    def created(self) -> CreatedKey | None:
        """The new key with its secret, if it was created."""
    @property
    def error_code(self) -> ErrorCode | None:
        """Why it failed, if it did."""
    @property
    def error(self) -> str | None:
        """Why it failed, for people."""
    @property
    def progress(self) -> ProvisionProgress:
        """How far the whole is, this key included."""
    def to_dict(self) -> dict[str, Any]:
        """Return the same as a dict of plain values, secrets redacted."""
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __getnewargs_ex__(self) -> tuple[tuple[()], dict[str, Any]]: ...

@final
class ProvisionProgress:
    """How far a provisioning is."""

    def __new__(
        cls,
        *,
        done: int,
        total: int,
        per_minute: Decimal | None = None,
        seconds_left: int | None = None,
    ) -> Self: ...
    @property
    def done(self) -> int:
        """How many keys are done, whatever came of them."""
    @property
    def total(self) -> int:
        """How many there are."""
    @property
    def per_minute(self) -> Decimal | None:
        """How many are created in a minute; None until one was."""
    @property
    def seconds_left(self) -> int | None:
        """About how many seconds the rest will take; None if that isn't known."""
    def to_dict(self) -> dict[str, Any]:
        """Return the same as a dict of plain values, secrets redacted."""
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __getnewargs_ex__(self) -> tuple[tuple[()], dict[str, Any]]: ...

@final
class PlannedKey:
    """What would be done about one of many keys."""

    def __new__(
        cls,
        *,
        description: str,
        action: PlannedAction,
        id: str | None = None,
        changed: tuple[str, ...] = ...,
        until: datetime | None = None,
    ) -> Self: ...
    @property
    def description(self) -> str:
        """What people are to know it by."""
    @property
    def action(self) -> PlannedAction:
        """What would be done."""
    @property
    def id(self) -> str | None:
        """The id of the key that is there, or that somebody else is making."""
    @property
    def changed(self) -> tuple[str, ...]:
        """The settings that would be changed, by Venice's names: `"consumptionLimit.usd"`."""
    @property
    def until(self) -> datetime | None:
        """Until when it would be waited for at most, if somebody else is making it."""
    def to_dict(self) -> dict[str, Any]:
        """Return the same as a dict of plain values, secrets redacted."""
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __getnewargs_ex__(self) -> tuple[tuple[()], dict[str, Any]]: ...

@final
class PendingKey:
    """A key that is being made, or whose making was left."""

    def __new__(
        cls,
        *,
        id: str,
        kind: PendingKind,
        call: str,
        ends_at: datetime | None = None,
        description: str | None = None,
        committed: bool,
        old_id: str | None = None,
        advice: str,
    ) -> Self: ...
    @property
    def id(self) -> str:
        """Its id."""
    @property
    def kind(self) -> PendingKind:
        """Which call makes it. One that only a later version knows is given by its letter, and as
        `unknown` where the key's name can't be read.
        """
    @property
    def call(self) -> str:
        """What stands for the call that made it: all of its keys share this."""
    @property
    def ends_at(self) -> datetime | None:
        """When it ends, unless its call makes it lasting before."""
    @property
    def description(self) -> str | None:
        """What it is to be called, if that is one of the names given, or the name of another
        key.
        """
    @property
    def committed(self) -> bool:
        """Whether it is lasting already, and only its name isn't final: a rotation that wasn't
        finished.
        """
    @property
    def old_id(self) -> str | None:
        """The key that it is to succeed, if that is still there."""
    @property
    def advice(self) -> str:
        """What to do about it."""
    def to_dict(self) -> dict[str, Any]:
        """Return the same as a dict of plain values, secrets redacted."""
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __getnewargs_ex__(self) -> tuple[tuple[()], dict[str, Any]]: ...

@final
class RotatedKey:
    """A key that was rotated."""

    def __new__(
        cls,
        *,
        outcome: RotationOutcome,
        id: str,
        old_id: str,
        old_expires_at: datetime | None = None,
        created: CreatedKey | None = None,
    ) -> Self: ...
    @property
    def outcome(self) -> RotationOutcome:
        """What it came to."""
    @property
    def id(self) -> str:
        """The new key's id."""
    @property
    def old_id(self) -> str:
        """The old key's id."""
    @property
    def old_expires_at(self) -> datetime | None:
        """When the old key ends; None: it is deleted."""
    @property
    def created(self) -> CreatedKey | None:
        """The new key, with its secret; None if an earlier run created it."""
    def to_dict(self) -> dict[str, Any]:
        """Return the same as a dict of plain values, secrets redacted."""
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __getnewargs_ex__(self) -> tuple[tuple[()], dict[str, Any]]: ...

@final
class PendingRotation:
    """A rotation that was begun, and waits to be committed."""

    def __new__(
        cls,
        *,
        outcome: RotationOutcome,
        id: str,
        old_id: str,
        ends_at: datetime | None = None,
        created: CreatedKey | None = None,
        record: str | None = None,
    ) -> Self: ...
    @property
    def outcome(self) -> RotationOutcome:
        """ "pending", or "already_rotated": then nothing is left to do."""
    @property
    def id(self) -> str:
        """The new key's id."""
    @property
    def old_id(self) -> str:
        """The old key's id."""
    @property
    def ends_at(self) -> datetime | None:
        """When the new key ends unless the rotation is committed: some time before this it can't be
        committed any more. None: there is nothing to commit.
        """
    @property
    def created(self) -> CreatedKey | None:
        """The new key, with its secret, as it will be."""
    @property
    def record(self) -> str | None:
        """What `commit_rotation` and `abort_rotation` take. It holds no secret: store it with the
        new secret. None: there is nothing to commit.
        """
    def to_dict(self) -> dict[str, Any]:
        """Return the same as a dict of plain values, secrets redacted."""
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __getnewargs_ex__(self) -> tuple[tuple[()], dict[str, Any]]: ...

@final
class ApiKey:
    """A key as Venice shows it: everything but its secret.

    Only its id is always there; older servers leave fields out, and a missing, null or mistyped
    field reads as None. But a cap, an expiry or an allowlist in a form that this version can't
    read fails the call with `bad_response`, so that it is never mistaken for none.
    """

    def __new__(
        cls,
        *,
        id: str,
        api_key_type: ApiKeyType | None = None,
        description: str | None = None,
        created_at: datetime | None = None,
        expires_at: datetime | None = None,
        last_used_at: datetime | None = None,
        last6_chars: str | None = None,
        consumption_limits: ConsumptionLimit = ...,
        limit_period: LimitPeriod | None = None,
        model_privacy: ModelPrivacy | None = None,
        ip_allowlist: tuple[str, ...] | None = None,
        usage: Usage | None = None,
        current_period_usage: PeriodUsage | None = None,
        remaining: Remaining | None = None,
    ) -> Self: ...
    @property
    def id(self) -> str:
        """Its id, by which the other calls name it."""
    @property
    def api_key_type(self) -> ApiKeyType | None:
        """What it may do."""
    @property
    def description(self) -> str | None:
        """What people know it by."""
    @property
    def created_at(self) -> datetime | None:
        """When it was created."""
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
    def limit_period(self) -> LimitPeriod | None:
        """When the use that counts against the caps starts again from zero."""
    @property
    def model_privacy(self) -> ModelPrivacy | None:
        """Which models it may call."""
    @property
    def ip_allowlist(self) -> tuple[str, ...] | None:
        """The addresses it may be used from, as CIDRs; empty or None: anywhere."""
    @property
    def usage(self) -> Usage | None:
        """What it spent lately. The result of an update doesn't have it."""
    @property
    def current_period_usage(self) -> PeriodUsage | None:
        """What it spent in the present limit period; only if a cap in US dollars or Diem is
        set.
        """
    @property
    def remaining(self) -> Remaining | None:
        """What its caps leave it to spend, calculated here. None: that can't be known, as in the
        result of an update; never that it has no cap.
        """
    def to_dict(self) -> dict[str, Any]:
        """Return the same as a dict of plain values, secrets redacted."""
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
        """Return the same as a dict of plain values, secrets redacted."""
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __getnewargs_ex__(self) -> tuple[tuple[()], dict[str, Any]]: ...

@final
class UsageAmounts:
    """Amounts spent. US dollars include bundled credits but not earned ones, although a cap in
    US dollars counts those, too: a key can reach its cap while this shows less.
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
        """Deprecated: the former name of `diem`."""
    def to_dict(self) -> dict[str, Any]:
        """Return the same as a dict of plain values, secrets redacted."""
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __getnewargs_ex__(self) -> tuple[tuple[()], dict[str, Any]]: ...

@final
class PeriodUsage:
    """Amounts spent in the present limit period. US dollars include bundled credits but not
    earned ones, although a cap in US dollars counts those, too: a key can reach its cap while
    this shows less.
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
        """Return the same as a dict of plain values, secrets redacted."""
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __getnewargs_ex__(self) -> tuple[tuple[()], dict[str, Any]]: ...

@final
class CreatedKey:
    """A key just created, with its secret: the only time that Venice shows it.

    For a minted key, the caps that the server returns here are unreliable; those that it stored
    are right, and `get_key` returns them.
    """

    def __new__(
        cls,
        *,
        api_key: Secret,
        id: str,
        api_key_type: ApiKeyType | None = None,
        description: str | None = None,
        expires_at: datetime | None = None,
        consumption_limit: ConsumptionLimit = ...,
        limit_period: LimitPeriod | None = None,
        model_privacy: ModelPrivacy | None = None,
        ip_allowlist: tuple[str, ...] | None = None,
        unreadable: tuple[str, ...] = ...,
    ) -> Self: ...
    @property
    def api_key(self) -> Secret:
        """The key's secret. Store it now: it can't be shown again."""
    @property
    def id(self) -> str:
        """The key's id."""
    @property
    def api_key_type(self) -> ApiKeyType | None:
        """What it may do."""
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
    def limit_period(self) -> LimitPeriod | None:
        """When the use that counts against the caps starts again from zero."""
    @property
    def model_privacy(self) -> ModelPrivacy | None:
        """Which models it may call."""
    @property
    def ip_allowlist(self) -> tuple[str, ...] | None:
        """The addresses it may be used from, as CIDRs; empty or None: anywhere."""
    @property
    def unreadable(self) -> tuple[str, ...]:
        """The caps, the expiry and the allowlist that Venice returned in a form that this version
        can't read: `"consumptionLimit.usd"`. They are None here, which doesn't mean that there are
        none; `get_key` tells. Nearly always empty.
        """
    def to_dict(self) -> dict[str, Any]:
        """Return the same as a dict of plain values, secrets redacted."""
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __getnewargs_ex__(self) -> tuple[tuple[()], dict[str, Any]]: ...

@final
class ConsumptionLimit:
    """Caps on what a key may spend in its LimitPeriod.

    None is no cap. Zero is a real cap: it blocks the key.
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
        """US dollars: 0 to 9999999999."""
    @property
    def diem(self) -> Decimal | None:
        """Diem: 0 to 9999999999."""
    @property
    def vcu(self) -> Decimal | None:
        """Deprecated: the former name of `diem`."""
    def to_dict(self) -> dict[str, Any]:
        """Return the same as a dict of plain values, secrets redacted."""
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __getnewargs_ex__(self) -> tuple[tuple[()], dict[str, Any]]: ...

@final
class Remaining:
    """What a key's caps leave it to spend in its present limit period: each cap less what was
    spent, and never less than zero. It says nothing about the account's balance, which may be
    less.
    """

    def __new__(
        cls,
        *,
        usd: Decimal | None = None,
        diem: Decimal | None = None,
        starts_anew_at: datetime | None = None,
        is_upper_bound: bool,
    ) -> Self: ...
    @property
    def usd(self) -> Decimal | None:
        """US dollars; None: the key has no cap on them."""
    @property
    def diem(self) -> Decimal | None:
        """Diem; None: the key has no cap on them."""
    @property
    def starts_anew_at(self) -> datetime | None:
        """When the next limit period begins, and the caps are whole again, by the server's clock.
        None: never, as the period is `LIFETIME`; or the server didn't say its time, or the period
        is one that this version doesn't know.
        """
    @property
    def is_upper_bound(self) -> bool:
        """Whether less may be left than is said here: Venice counts earned credits against a cap in
        US dollars, and doesn't show how many were spent.
        """
    def to_dict(self) -> dict[str, Any]:
        """Return the same as a dict of plain values, secrets redacted."""
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
        type: ModelType | None = None,
        model_spec: ModelSpec = ...,
    ) -> Self: ...
    @property
    def id(self) -> str:
        """Its id, as inference calls name it."""
    @property
    def type(self) -> ModelType | None:
        """What it produces."""
    @property
    def model_spec(self) -> ModelSpec:
        """Its name and privacy."""
    def to_dict(self) -> dict[str, Any]:
        """Return the same as a dict of plain values, secrets redacted."""
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __getnewargs_ex__(self) -> tuple[tuple[()], dict[str, Any]]: ...

@final
class ModelSpec:
    """What a Model says about itself."""

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
        """Its privacy tier: `private`, `anonymized`, …"""
    def to_dict(self) -> dict[str, Any]:
        """Return the same as a dict of plain values, secrets redacted."""
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
        """Whether the key may call inference now: what really says whether it may spend."""
    @property
    def api_tier(self) -> ApiTier | None:
        """The account's tier."""
    @property
    def balances(self) -> Balances:
        """What is left to spend."""
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
        """Return the same as a dict of plain values, secrets redacted."""
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
        """Its id: `paid`, …"""
    @property
    def is_charged(self) -> bool | None:
        """Whether its use is charged."""
    def to_dict(self) -> dict[str, Any]:
        """Return the same as a dict of plain values, secrets redacted."""
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __getnewargs_ex__(self) -> tuple[tuple[()], dict[str, Any]]: ...

@final
class Balances:
    """What the calling key can still spend: each balance of the account, but not more than the
    key's own cap leaves. Not the account's balance. Each may be missing, and each may be
    negative.
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
        """Return the same as a dict of plain values, secrets redacted."""
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
        """Return the same as a dict of plain values, secrets redacted."""
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __getnewargs_ex__(self) -> tuple[tuple[()], dict[str, Any]]: ...

@final
class RateLimit:
    """One limit."""

    def __new__(
        cls,
        *,
        type: RateLimitType | None = None,
        amount: int | None = None,
    ) -> Self: ...
    @property
    def type(self) -> RateLimitType | None:
        """What is counted."""
    @property
    def amount(self) -> int | None:
        """How many are allowed."""
    def to_dict(self) -> dict[str, Any]:
        """Return the same as a dict of plain values, secrets redacted."""
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
        rate_limit_type: RateLimitType | None = None,
        rate_limit_tier: str | None = None,
        timestamp: datetime | None = None,
    ) -> Self: ...
    @property
    def api_key_id(self) -> str | None:
        """The key that exceeded it."""
    @property
    def model_id(self) -> str | None:
        """The model, or `endpoint:…`, or `model:unknown`."""
    @property
    def rate_limit_type(self) -> RateLimitType | None:
        """What was exceeded."""
    @property
    def rate_limit_tier(self) -> str | None:
        """The tier whose limit it was."""
    @property
    def timestamp(self) -> datetime | None:
        """When it was exceeded."""
    def to_dict(self) -> dict[str, Any]:
        """Return the same as a dict of plain values, secrets redacted."""
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __getnewargs_ex__(self) -> tuple[tuple[()], dict[str, Any]]: ...

@final
class UsageAnalytics:
    """What was spent in a period, summed up. Purchases aren't in it, and **nothing that earned
    credits paid for is in any of its sums**: who wrote bills from it would leave that out. The
    entries of `usage_history` have it. Another client saw that refunds aren't taken off.

    An amount, a row or a list in a form that this version can't read fails the call with
    `bad_response`, so that no sum is short of it.
    """

    def __new__(
        cls,
        *,
        lookback: str | None = None,
        by_date: tuple[DailyUsage, ...] = ...,
        by_model: tuple[ModelUsage, ...] = ...,
        by_model_daily: tuple[DailySeries, ...] = ...,
        by_model_daily_usd: tuple[DailySeries, ...] = ...,
        top_models: tuple[str, ...] = ...,
        by_key: tuple[KeyUsage, ...] = ...,
        by_key_daily: tuple[DailySeries, ...] = ...,
        by_key_daily_usd: tuple[DailySeries, ...] = ...,
        top_key_names: tuple[str, ...] = ...,
    ) -> Self: ...
    @property
    def lookback(self) -> str | None:
        """The period, as Venice took it: `7d`, or `2024-01-01:2024-01-31`."""
    @property
    def by_date(self) -> tuple[DailyUsage, ...]:
        """By day, in order, days without use included."""
    @property
    def by_model(self) -> tuple[ModelUsage, ...]:
        """By model, the most expensive first."""
    @property
    def by_model_daily(self) -> tuple[DailySeries, ...]:
        """By day and model, as Venice adds them up: its documents don't agree whether that is US
        dollars and Diem together or Diem alone, so write no bills from it. Only the most expensive
        50 models have a series of their own, the others share `Other`.
        """
    @property
    def by_model_daily_usd(self) -> tuple[DailySeries, ...]:
        """The part of it in US dollars. An older server leaves it out."""
    @property
    def top_models(self) -> tuple[str, ...]:
        """The models that have a series of their own; at the end, `Other` if there are more."""
    @property
    def by_key(self) -> tuple[KeyUsage, ...]:
        """By key, deleted ones included."""
    @property
    def by_key_daily(self) -> tuple[DailySeries, ...]:
        """By day and key, each under its name, added up and cut as in `by_model_daily`."""
    @property
    def by_key_daily_usd(self) -> tuple[DailySeries, ...]:
        """The part of it in US dollars. An older server leaves it out."""
    @property
    def top_key_names(self) -> tuple[str, ...]:
        """The names of the keys that have a series of their own; at the end, `Other` if there are
        more.
        """
    def to_dict(self) -> dict[str, Any]:
        """Return the same as a dict of plain values, secrets redacted."""
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __getnewargs_ex__(self) -> tuple[tuple[()], dict[str, Any]]: ...

@final
class DailyUsage:
    """What was spent on one day."""

    def __new__(
        cls,
        *,
        date: date | None = None,
        usd: Decimal | None = None,
        diem: Decimal | None = None,
    ) -> Self: ...
    @property
    def date(self) -> date | None:
        """The day, in UTC."""
    @property
    def usd(self) -> Decimal | None:
        """US dollars, bundled credits included, earned ones not."""
    @property
    def diem(self) -> Decimal | None:
        """Diem."""
    def to_dict(self) -> dict[str, Any]:
        """Return the same as a dict of plain values, secrets redacted."""
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __getnewargs_ex__(self) -> tuple[tuple[()], dict[str, Any]]: ...

@final
class ModelUsage:
    """What was spent on one model."""

    def __new__(
        cls,
        *,
        model_name: str | None = None,
        unit_type: UsageUnit | None = None,
        model_type: UsageModelType | None = None,
        total_usd: Decimal | None = None,
        total_diem: Decimal | None = None,
        total_units: Decimal | None = None,
        breakdown: tuple[UsageBreakdown, ...] = ...,
    ) -> Self: ...
    @property
    def model_name(self) -> str | None:
        """The model."""
    @property
    def unit_type(self) -> UsageUnit | None:
        """What its use is counted in."""
    @property
    def model_type(self) -> UsageModelType | None:
        """What kind of model it is."""
    @property
    def total_usd(self) -> Decimal | None:
        """US dollars, bundled credits included, earned ones not."""
    @property
    def total_diem(self) -> Decimal | None:
        """Diem."""
    @property
    def total_units(self) -> Decimal | None:
        """How many units."""
    @property
    def breakdown(self) -> tuple[UsageBreakdown, ...]:
        """The parts, if there is more than one kind of token."""
    def to_dict(self) -> dict[str, Any]:
        """Return the same as a dict of plain values, secrets redacted."""
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __getnewargs_ex__(self) -> tuple[tuple[()], dict[str, Any]]: ...

@final
class UsageBreakdown:
    """What was spent on one kind of token of a model."""

    def __new__(
        cls,
        *,
        type: str | None = None,
        usd: Decimal | None = None,
        diem: Decimal | None = None,
        units: Decimal | None = None,
    ) -> Self: ...
    @property
    def type(self) -> str | None:
        """The kind."""
    @property
    def usd(self) -> Decimal | None:
        """US dollars, bundled credits included, earned ones not."""
    @property
    def diem(self) -> Decimal | None:
        """Diem."""
    @property
    def units(self) -> Decimal | None:
        """How many units."""
    def to_dict(self) -> dict[str, Any]:
        """Return the same as a dict of plain values, secrets redacted."""
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __getnewargs_ex__(self) -> tuple[tuple[()], dict[str, Any]]: ...

@final
class KeyUsage:
    """What was spent with one key."""

    def __new__(
        cls,
        *,
        api_key_id: str | None = None,
        description: str | None = None,
        total_usd: Decimal | None = None,
        total_diem: Decimal | None = None,
        total_units: Decimal | None = None,
    ) -> Self: ...
    @property
    def api_key_id(self) -> str | None:
        """The key's id; None: no key of the account, but Venice's own app."""
    @property
    def description(self) -> str | None:
        """The key's description. Venice makes one up for a key without, and adds to one that two
        keys share: only the id says which key it is.
        """
    @property
    def total_usd(self) -> Decimal | None:
        """US dollars, bundled credits included, earned ones not."""
    @property
    def total_diem(self) -> Decimal | None:
        """Diem."""
    @property
    def total_units(self) -> Decimal | None:
        """How many units, of all kinds together."""
    def to_dict(self) -> dict[str, Any]:
        """Return the same as a dict of plain values, secrets redacted."""
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __getnewargs_ex__(self) -> tuple[tuple[()], dict[str, Any]]: ...

@final
class DailySeries:
    """What was spent on one day, series by series."""

    def __new__(
        cls,
        *,
        date: date | None = None,
        values: dict[str, Decimal] = ...,
    ) -> Self: ...
    @property
    def date(self) -> date | None:
        """The day, in UTC. None: the server sent none that can be read."""
    @property
    def values(self) -> dict[str, Decimal]:
        """The amounts by the series' names."""
    def to_dict(self) -> dict[str, Any]:
        """Return the same as a dict of plain values, secrets redacted."""
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __getnewargs_ex__(self) -> tuple[tuple[()], dict[str, Any]]: ...

@final
class UsageEntry:
    """One entry of the usage history: a charge, or a credit.

    One request can have several entries, for what went in, for what came out, for a search: each
    has its own amount, and all of them repeat the same `inference_details`. So add up the
    amounts, but count tokens once per `request_id`.

    A missing or null field reads as None. But an amount or a time in a form that this version
    can't read fails the call with `bad_response`, so that it is never mistaken for none. Amounts
    are exact; from the 28th decimal place on they are rounded.
    """

    def __new__(
        cls,
        *,
        timestamp: datetime | None = None,
        sku: str | None = None,
        units: Decimal | None = None,
        price_per_unit_usd: Decimal | None = None,
        amount: Decimal | None = None,
        currency: BillingCurrency | None = None,
        notes: str | None = None,
        inference_details: InferenceDetails | None = None,
        api_key_id: str | None = None,
    ) -> Self: ...
    @property
    def timestamp(self) -> datetime | None:
        """When it was used, which can be hours before it was booked."""
    @property
    def sku(self) -> str | None:
        """What was used: a model, and what of it."""
    @property
    def units(self) -> Decimal | None:
        """How many units: for tokens a number of millions."""
    @property
    def price_per_unit_usd(self) -> Decimal | None:
        """The price of one unit, in US dollars."""
    @property
    def amount(self) -> Decimal | None:
        """What was charged, in the entry's currency: negative for a charge."""
    @property
    def currency(self) -> BillingCurrency | None:
        """What it was charged to."""
    @property
    def notes(self) -> str | None:
        """What it was for, in words."""
    @property
    def inference_details(self) -> InferenceDetails | None:
        """The request, if it was inference."""
    @property
    def api_key_id(self) -> str | None:
        """The key that it was charged to. Venice's documents don't mention it; None: Venice's own
        app, what is no use (a purchase), or the server doesn't say. So write no bills from it: the
        sums by key are in `usage_analytics`.
        """
    def to_dict(self) -> dict[str, Any]:
        """Return the same as a dict of plain values, secrets redacted."""
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __getnewargs_ex__(self) -> tuple[tuple[()], dict[str, Any]]: ...

@final
class InferenceDetails:
    """The request that a UsageEntry is about."""

    def __new__(
        cls,
        *,
        request_id: str | None = None,
        prompt_tokens: int | None = None,
        completion_tokens: int | None = None,
        inference_execution_time: int | None = None,
    ) -> Self: ...
    @property
    def request_id(self) -> str | None:
        """Its id, which all entries of the request share."""
    @property
    def prompt_tokens(self) -> int | None:
        """How many tokens went in."""
    @property
    def completion_tokens(self) -> int | None:
        """How many came out."""
    @property
    def inference_execution_time(self) -> int | None:
        """How long it took, in milliseconds."""
    def to_dict(self) -> dict[str, Any]:
        """Return the same as a dict of plain values, secrets redacted."""
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __getnewargs_ex__(self) -> tuple[tuple[()], dict[str, Any]]: ...

@final
class SpendingBlock:
    """One reason why a key may not spend."""

    def __new__(
        cls,
        *,
        reason: BlockReason,
        server_text: str | None = None,
    ) -> Self: ...
    @property
    def reason(self) -> BlockReason:
        """Which it is."""
    @property
    def server_text(self) -> str | None:
        """Venice's own words, where it sent any."""
    def to_dict(self) -> dict[str, Any]:
        """Return the same as a dict of plain values, secrets redacted."""
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
        reasons: tuple[SpendingBlock, ...] = ...,
    ) -> Self: ...
    @property
    def accepted(self) -> bool:
        """Whether Venice accepts the key at all."""
    @property
    def may_spend(self) -> bool:
        """Whether it may call inference now."""
    @property
    def expires_at(self) -> datetime | None:
        """When it expires; None: never, or it isn't known, as the key was refused."""
    @property
    def balances(self) -> Balances:
        """What is left to spend."""
    @property
    def reasons(self) -> tuple[SpendingBlock, ...]:
        """Why it may not spend: at least one reason if it may not, else none."""
    def to_dict(self) -> dict[str, Any]:
        """Return the same as a dict of plain values, secrets redacted."""
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __getnewargs_ex__(self) -> tuple[tuple[()], dict[str, Any]]: ...

@final
class RateLimitNews:
    """What came in the log of rate limits."""

    def __new__(
        cls,
        *,
        breach: RateLimitBreach | None = None,
        may_be_missing: bool,
    ) -> Self: ...
    @property
    def breach(self) -> RateLimitBreach | None:
        """The new entry; None: this is a mark."""
    @property
    def may_be_missing(self) -> bool:
        """Whether this is a mark, and no entry: since the last look as many entries came as Venice
        shows, so older ones may be missing here.
        """
    def to_dict(self) -> dict[str, Any]:
        """Return the same as a dict of plain values, secrets redacted."""
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __getnewargs_ex__(self) -> tuple[tuple[()], dict[str, Any]]: ...

@final
class KeyChange:
    """What happened to a key."""

    def __new__(
        cls,
        *,
        kind: KeyChangeKind,
        id: str,
        key: ApiKey | None = None,
        changed: tuple[str, ...] = ...,
        share: Decimal | None = None,
        currency: BillingCurrency | None = None,
    ) -> Self: ...
    @property
    def kind(self) -> KeyChangeKind:
        """What happened."""
    @property
    def id(self) -> str:
        """The key's id."""
    @property
    def key(self) -> ApiKey | None:
        """The key as it is now; None: it is gone."""
    @property
    def changed(self) -> tuple[str, ...]:
        """Which of its fields changed, by Venice's names."""
    @property
    def share(self) -> Decimal | None:
        """Which share of its cap it has reached: 0.5, 0.8 or 1."""
    @property
    def currency(self) -> BillingCurrency | None:
        """Which currency that cap is in."""
    def to_dict(self) -> dict[str, Any]:
        """Return the same as a dict of plain values, secrets redacted."""
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __getnewargs_ex__(self) -> tuple[tuple[()], dict[str, Any]]: ...

@final
class Web3Challenge:
    """What a wallet has to sign to mint a key."""

    def __new__(
        cls,
        *,
        text: str,
        expires_at: datetime | None = None,
        generation: Web3Generation,
    ) -> Self: ...
    @property
    def text(self) -> str:
        """The exact text to sign."""
    @property
    def expires_at(self) -> datetime | None:
        """Until when it is valid, if it is known."""
    @property
    def generation(self) -> Web3Generation:
        """Which kind it is."""
    @staticmethod
    def from_text(text: str) -> Web3Challenge:
        """Make one of its text alone, from which everything else is read."""
    def to_dict(self) -> dict[str, Any]:
        """Return the same as a dict of plain values, secrets redacted."""
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __getnewargs_ex__(self) -> tuple[tuple[()], dict[str, Any]]: ...

@final
class WalletBalance:
    """What a wallet has left at Venice, in US dollars where nothing else is said."""

    def __new__(
        cls,
        *,
        wallet_address: str | None = None,
        balance_usd: Decimal | None = None,
        can_consume: bool | None = None,
        minimum_top_up_usd: Decimal | None = None,
        suggested_top_up_usd: Decimal | None = None,
        diem_balance_usd: Decimal | None = None,
    ) -> Self: ...
    @property
    def wallet_address(self) -> str | None:
        """The wallet's address, as Venice writes it: in lower case."""
    @property
    def balance_usd(self) -> Decimal | None:
        """Its credit. A wallet that Venice has never seen has 0."""
    @property
    def can_consume(self) -> bool | None:
        """Whether that is enough for a request: at least 0.10, or Diem."""
    @property
    def minimum_top_up_usd(self) -> Decimal | None:
        """The least that a top-up can be."""
    @property
    def suggested_top_up_usd(self) -> Decimal | None:
        """What Venice suggests for a top-up."""
    @property
    def diem_balance_usd(self) -> Decimal | None:
        """The Diem that is left to the account that the wallet is linked to; None: it is linked to
        none, or none is left. While there is some, requests are charged to it, and a top-up changes
        nothing about a request that is refused for want of money.
        """
    def to_dict(self) -> dict[str, Any]:
        """Return the same as a dict of plain values, secrets redacted."""
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __getnewargs_ex__(self) -> tuple[tuple[()], dict[str, Any]]: ...

@final
class SignIn:
    """One header that signs a wallet in to Venice. It is good for one request, within four
    minutes.
    """

    def __new__(
        cls,
        *,
        name: str,
        value: Secret,
    ) -> Self: ...
    @property
    def name(self) -> str:
        """The header's name: `SIGN-IN-WITH-X`."""
    @property
    def value(self) -> Secret:
        """The header's value. Whoever has it before Venice does can spend the wallet's credit with
        it.
        """
    def to_dict(self) -> dict[str, Any]:
        """Return the same as a dict of plain values, secrets redacted."""
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __getnewargs_ex__(self) -> tuple[tuple[()], dict[str, Any]]: ...

@final
class PendingTopUp:
    """A top-up that is prepared: nothing was signed, and nothing is paid yet."""

    def __new__(
        cls,
        *,
        status: TopUpStatus | None = None,
        order: str,
        wallet_address: str,
        amount: Decimal | None = None,
        pay_to: str | None = None,
        valid_before: datetime | None = None,
        balance_usd: Decimal | None = None,
        record: str | None = None,
    ) -> Self: ...
    @property
    def status(self) -> TopUpStatus | None:
        """`pending`, or `enough`: then there is nothing to pay, and no record."""
    @property
    def order(self) -> str:
        """What the payment is for."""
    @property
    def wallet_address(self) -> str:
        """The wallet that pays, and whose credit it is."""
    @property
    def amount(self) -> Decimal | None:
        """How much is paid, in US dollars."""
    @property
    def pay_to(self) -> str | None:
        """The address that Venice wants to be paid at."""
    @property
    def valid_before(self) -> datetime | None:
        """Until when it can be paid, by Venice's clock: some minutes."""
    @property
    def balance_usd(self) -> Decimal | None:
        """The wallet's credit before it."""
    @property
    def record(self) -> str | None:
        """What `x402_pay_top_up` pays: JSON of some kilobytes, which holds no signature and isn't
        secret. Store it before you pay.
        """
    def to_dict(self) -> dict[str, Any]:
        """Return the same as a dict of plain values, secrets redacted."""
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __getnewargs_ex__(self) -> tuple[tuple[()], dict[str, Any]]: ...

@final
class TopUp:
    """What became of a top-up."""

    def __new__(
        cls,
        *,
        status: TopUpStatus | None = None,
        wallet_address: str | None = None,
        amount_credited: Decimal | None = None,
        new_balance: Decimal | None = None,
        payment_id: str | None = None,
        transaction: str | None = None,
    ) -> Self: ...
    @property
    def status(self) -> TopUpStatus | None:
        """`paid`, or `enough`: then nothing was paid."""
    @property
    def wallet_address(self) -> str | None:
        """The wallet that paid, and whose credit it is."""
    @property
    def amount_credited(self) -> Decimal | None:
        """How much was credited, in US dollars."""
    @property
    def new_balance(self) -> Decimal | None:
        """The wallet's credit afterwards."""
    @property
    def payment_id(self) -> str | None:
        """Venice's id of the payment, to quote to its support. None: that it was paid is known from
        the wallet's transactions, not from Venice's response to the payment.
        """
    @property
    def transaction(self) -> str | None:
        """The transaction on Base, if Venice named it."""
    def to_dict(self) -> dict[str, Any]:
        """Return the same as a dict of plain values, secrets redacted."""
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __getnewargs_ex__(self) -> tuple[tuple[()], dict[str, Any]]: ...

@final
class WalletTransaction:
    """One transaction of a wallet's credit, in US dollars."""

    def __new__(
        cls,
        *,
        id: str,
        amount: Decimal | None = None,
        balance_after: Decimal | None = None,
        type: TransactionType | None = None,
        created_at: datetime | None = None,
        request_id: str | None = None,
        model_id: str | None = None,
    ) -> Self: ...
    @property
    def id(self) -> str:
        """Its id."""
    @property
    def amount(self) -> Decimal | None:
        """How much: negative for a charge."""
    @property
    def balance_after(self) -> Decimal | None:
        """The credit afterwards."""
    @property
    def type(self) -> TransactionType | None:
        """What it does."""
    @property
    def created_at(self) -> datetime | None:
        """When it was booked."""
    @property
    def request_id(self) -> str | None:
        """The request that was charged; several charges can share one."""
    @property
    def model_id(self) -> str | None:
        """The model that was used."""
    def to_dict(self) -> dict[str, Any]:
        """Return the same as a dict of plain values, secrets redacted."""
    def __eq__(self, other: object, /) -> bool: ...
    def __hash__(self) -> int: ...
    def __getnewargs_ex__(self) -> tuple[tuple[()], dict[str, Any]]: ...
