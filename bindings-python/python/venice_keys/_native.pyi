# Generated from core/src by `make generate`: what the Rust half holds.

from collections.abc import Callable, Iterable
from datetime import date, datetime
from decimal import Decimal
from os import PathLike
from types import TracebackType
from typing import Any, Final, NoReturn, final

from typing_extensions import Self, disjoint_base

from ._base import VeniceError
from ._pages import Pages
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
    "InferenceDetails",
    "Issue",
    "KeyStatus",
    "KeyUsage",
    "Model",
    "ModelRateLimits",
    "ModelSpec",
    "ModelUsage",
    "PendingTopUp",
    "PeriodUsage",
    "RateLimit",
    "RateLimitBreach",
    "RateLimits",
    "Secret",
    "SignIn",
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
    "_Chunk",
    "_Walk",
    "__version__",
    "_defect",
]

__version__: Final[str]

@final
class _Anonymous:
    def __new__(cls) -> Self: ...

@final
class _Walk:
    def fetch(self, cursor: str | None) -> Any: ...
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

    >>> with Client() as client:
    ...     for key in client.list_keys():
    ...         print(key.id, key.description)
    """

    def __new__(
        cls,
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
    ) -> Self: ...
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
    def _awaited(self) -> Client: ...
    def close(self) -> None:
        """Close the client's connections. Calls under way end as usual; no more can be made."""
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
    def verify_key(self) -> KeyStatus:
        """Check the client's own key: whether Venice accepts it, whether it may spend, until when,
        and with which balances.

        A key that Venice refuses is a result (`accepted` is false), not an error; a key without
        money is accepted and may not spend.

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

        >>> pending = client.x402_prepare_top_up(wallet, amount=10, most=10, order="bill 7")
        >>> pending.record  # save it before you pay
        """
    def x402_pay_top_up(self, wallet: Wallet, record: str) -> TopUp:
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
        """What it spent in the present limit period; only if a cap in US dollars or Diem is set."""
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
        """When it expires; None: never, or it isn't known, as the key was refused."""
    @property
    def balances(self) -> Balances:
        """What is left to spend."""
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
