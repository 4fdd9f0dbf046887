"""A program as people write them: mypy --strict has nothing to say about it."""

import asyncio
import io
import sys
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path

from venice_keys import (
    ApiKey,
    AsyncClient,
    AsyncPages,
    Client,
    CreatedKey,
    EnsuredKey,
    KeyChange,
    KeyStatus,
    NewKey,
    OutcomeUnknownError,
    Page,
    Pages,
    PaymentError,
    PendingTopUp,
    ProvisionedKey,
    RotatedKey,
    Secret,
    SignIn,
    TopUp,
    Transaction,
    UsageEntry,
    VeniceError,
    Wallet,
    WalletTransaction,
    Web3Challenge,
)


def blocking(key: str | Secret) -> dict[str, Decimal | None]:
    with Client(key, timeout=5, create_limit=10, create_limit_period=60) as client:
        made: CreatedKey = client.create_key(
            "x",
            api_key_type="INFERENCE",
            consumption_limit={"usd": Decimal("12.50"), "diem": 3, "vcu": None},
            limit_period="MONTH",
            expires_at=datetime.now(timezone.utc),
            ip_allowlist=["1.1.1.1"],
        )
        text: str = made.api_key.reveal()
        print(len(text), made.expires_at.year if made.expires_at else None)
        unreadable: tuple[str, ...] = made.unreadable
        print(unreadable, client.list_models("decision"), client.list_models("a new type"))
        client.create_key("y", expires_at=date(2099, 1, 1), limit_period="SOMEDAY")
        changed: ApiKey = client.update_key(made.id, description="z", expires_at=None)
        spent = changed.usage.trailing_seven_days.usd if changed.usage else None
        keys: list[ApiKey] = client.list_keys()
        client.delete_key(made.id)
        addresses: tuple[str, ...] | None = changed.ip_allowlist
        print(addresses, spent, [model.model_spec.name for model in client.list_models("text")])
        return {key.id: key.consumption_limits.usd for key in keys}


def minting(private_key: Secret) -> CreatedKey:
    wallet = Wallet(private_key)
    client = Client.anonymous(base_url="http://127.0.0.1:8080/api/v1", web3_generation="siwe")
    challenge: Web3Challenge = client.web3_challenge(wallet.address)
    signature: str = wallet.sign(challenge)
    return client.mint_web3_key(
        address=wallet.address, signature=signature, challenge=challenge.text, description="x"
    )


def jobs(client: Client, vault: dict[str, str]) -> list[ProvisionedKey]:
    def store(created: CreatedKey) -> None:
        vault[created.id] = created.api_key.reveal()

    made: CreatedKey = client.create_key_once("x", consumption_limit={"usd": 5}, store=store)
    ensured: EnsuredKey = client.ensure_key("y", store=lambda created: vault.get(created.id))
    client.ensure_key("z", expires_at=date(2099, 1, 1), store=None)
    rotation: Transaction[CreatedKey, RotatedKey] = client.rotate_key(made.id, grace=3600)
    with rotation as new:
        store(new)
    ended: datetime | None = rotation.result.old_expires_at
    with client.rotate_key(made.id, grace=timedelta(days=1), expires_at=None) as created:
        print(created.api_key, ended, ensured.created and ensured.created.api_key)
    with client.temporary_key("job", timedelta(hours=1)) as key:
        print(key.id)
    wanted: list[NewKey] = [{"description": "a", "consumption_limit": {"usd": 5}}]
    print([planned.action for planned in client.plan_keys(wanted)])
    items: Pages[ProvisionedKey] = client.provision_keys(wanted, store=store)
    changes: Pages[KeyChange] = client.watch_keys(timedelta(minutes=1))
    for change in changes:
        print(change.kind, change.share, change.changed)
        break
    print([gone.outcome for gone in client.delete_keys(prefix="test ", ids=["1"])])
    print([pending.advice for pending in client.pending_keys(["a"])], client.pending_keys())
    return list(items)


async def jobs_awaited(client: AsyncClient) -> EnsuredKey:
    async def store(created: CreatedKey) -> None:
        print(created.id)

    async with client.rotate_key("1", grace=3600) as new:
        await store(new)
    async with client.temporary_key("job", 60) as key:
        print(key.api_key)
    async for item in client.provision_keys([{"description": "a"}], store=store):
        progress: int = item.progress.done
        print(progress, item.created and item.created.api_key)
    return await client.ensure_key("x", store=store)


def deriving(client: Client) -> Client:
    async def ask() -> Secret:
        return Secret("x")

    AsyncClient(credential=ask).with_options(timeout=5, hold=timedelta(minutes=20))
    AsyncClient(credential=lambda: "x").with_api_key("y")
    return Client(credential=lambda: "x").with_options(max_retries=0, settle=1)


def topping_up(client: Client, wallet: Wallet) -> dict[str, str]:
    pending: PendingTopUp = client.x402_prepare_top_up(
        wallet, amount="10", most=Decimal(20), order="invoice 1", even_if_enough=True
    )
    paid: TopUp | None = None
    try:
        if pending.record is not None:
            paid = client.x402_pay_top_up(wallet, pending.record)
    except PaymentError as error:
        print(error.code == "payment_refused", error.resume)
    moved: Pages[WalletTransaction] = client.x402_transactions(wallet)
    print(paid, [entry.type for entry in moved], client.x402_balance(wallet).balance_usd)
    signed: SignIn = wallet.sign_in()
    return {signed.name: signed.value.reveal()}


async def awaiting() -> KeyStatus:
    async with AsyncClient() as client:
        made: CreatedKey = await client.create_key("x")
        limits, status = await asyncio.gather(client.rate_limits(), client.verify_key())
        for model in limits.rate_limits:
            print(model.api_model_id, [(limit.type, limit.amount) for limit in model.rate_limits])
        await client.delete_key(made.id)
        return status


def spending(client: Client, since: str | None) -> list[UsageEntry]:
    entries: Pages[UsageEntry] = client.usage_history(
        start_timestamp=datetime.now(timezone.utc), currency="USD", page_size=100, cursor=since
    )
    for entry in entries:
        amount: Decimal | None = entry.amount
        print(amount, entry.inference_details and entry.inference_details.request_id)
    page: Page[UsageEntry]
    for page in entries.pages():
        cursor: str = page.cursor
        print(cursor, page.items[0].sku, page.is_last)
    rows: int = client.usage_history_csv("usage.csv")
    with open("usage.csv", "w") as text, open("usage.csv", "wb") as binary:
        rows += client.usage_history_csv(text) + client.usage_history_csv(binary)
    rows += client.usage_history_csv(Path("usage.csv")) + client.usage_history_csv(io.BytesIO())
    analytics = client.usage_analytics(start_date=date(2026, 6, 1), end_date="2026-06-30")
    series: dict[str, Decimal] = analytics.by_key_daily[0].values
    day: date | None = analytics.by_date[0].date
    print(rows, series, day, client.billing_balance().balances.usd)
    return entries.to_list(limit=5)


async def spending_awaited(client: AsyncClient) -> list[UsageEntry]:
    entries: AsyncPages[UsageEntry] = client.usage_history()
    async for entry in entries:
        print(entry.amount)
    async for page in entries.pages():
        print(page.items)
    rows: int = await client.usage_history_csv(sys.stdout)
    print(rows)
    return await entries.to_list(limit=5)


def failing(client: Client) -> float:
    try:
        client.get_key("1")
    except OutcomeUnknownError as error:
        print(error.issues[0].field)
        server: str | None = error.server_code or error.server_version
        resume: str | None = error.resume
        print(server, resume)
    except VeniceError as error:
        if error.status == 429 and error.retry_after is not None:
            return error.retry_after
        raise
    return 0.0


class Mine(Client):
    def first(self) -> ApiKey | None:
        return next(iter(self.list_keys()), None)
