"""Bad input is refused before anything is sent: wrong types by argument, wrong values by field."""

import asyncio
import enum
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from venice_keys import (
    AdminKeyRequiredError,
    AsyncClient,
    Client,
    ConfigError,
    ConsumptionLimit,
    InvalidInputError,
    Secret,
    Wallet,
    Web3Error,
)

from sandbox import Sandbox

ID = "e28e82dc-9df2-4b47-b726-d0a222ef2ab5"


@pytest.mark.parametrize(
    "argument, wrong",
    [
        ("description", 5),
        ("description", b"bytes"),
        ("api_key_type", 5),
        ("consumption_limit", 50),
        ("consumption_limit", [("usd", 50)]),
        ("consumption_limit.usd", True),
        ("consumption_limit.usd", [1]),
        ("consumption_limit.diem", 1j),
        ("limit_period", object()),
        ("expires_at", 1767225600),
        ("expires_at", timedelta(days=1)),
        ("model_privacy", ["ALL"]),
        ("ip_allowlist", "1.1.1.1"),
        ("ip_allowlist", b"1.1.1.1"),
        ("ip_allowlist", 5),
        ("ip_allowlist", ["1.1.1.1", 5]),
    ],
)
def test_a_wrong_type_names_the_argument(client, sandbox, argument, wrong):
    name, _, member = argument.partition(".")
    arguments = {name: {member: wrong} if member else wrong}
    calls = [
        lambda: client.create_key(**{"description": "x", **arguments}),
        lambda: client.mint_with_wallet(Wallet(f"{1:064x}"), **arguments),
    ]
    if name != "api_key_type":
        calls.append(lambda: client.update_key(ID, **arguments))
    for call in calls:
        with pytest.raises(TypeError, match=argument):
            call()
    assert sandbox.journal() == []


@pytest.mark.parametrize(
    "argument, call",
    [
        ("id", lambda client: client.get_key(5)),
        ("id", lambda client: client.delete_key(None)),
        ("id", lambda client: client.update_key(b"x", description="y")),
        ("type", lambda client: client.list_models(5)),
        ("address", lambda client: client.web3_challenge(5)),
        ("address", lambda client: client.mint_web3_key(address=5, signature="", challenge="")),
        ("signature", lambda client: client.mint_web3_key(address="", signature=5, challenge="")),
        ("challenge", lambda client: client.mint_web3_key(address="", signature="", challenge=5)),
        ("wallet", lambda client: client.mint_with_wallet("0x1")),
        ("private_key", lambda client: Wallet(1)),
        ("challenge", lambda client: Wallet(f"{1:064x}").sign(None)),
        ("text", lambda client: Secret(b"x")),
        ("api_key", lambda client: Client(5)),
        ("api_key", lambda client: AsyncClient(5)),
        ("base_url", lambda client: Client("x", base_url=5)),
        ("timeout", lambda client: Client("x", timeout="soon")),
        ("connect_timeout", lambda client: Client("x", connect_timeout=[])),
        ("max_retries", lambda client: Client("x", max_retries=1.5)),
        ("create_limit", lambda client: Client("x", create_limit=(20, 60))),
        ("create_limit_period", lambda client: Client("x", create_limit_period="60")),
        ("user_agent", lambda client: Client("x", user_agent=5)),
        ("on_attempt", lambda client: Client("x", on_attempt=5)),
        ("ca_file", lambda client: Client("x", ca_file=5)),
    ],
)
def test_a_wrong_type_of_another_argument_names_it(client, argument, call):
    with pytest.raises(TypeError, match=argument):
        call(client)


def test_unknown_and_missing_arguments_are_type_errors(client):
    with pytest.raises(TypeError, match="descripton"):
        client.update_key(ID, descripton="x")
    with pytest.raises(TypeError, match="consumptionLimit"):
        client.create_key("x", consumptionLimit={"usd": 5})
    with pytest.raises(TypeError, match="description"):
        client.create_key()
    with pytest.raises(TypeError, match="timeout_ms"):
        Client("x", timeout_ms=5)
    with pytest.raises(TypeError, match="timeout_ms"):
        Client.anonymous(timeout_ms=5)


@pytest.mark.parametrize(
    "limit",
    [{"usdd": 5}, {"USD": 5}, {"usd": 5, "dime": 1}, {5: 5}, {"": 5}, {"usd_": 5}, {"_é": 5}],
)
def test_a_mistyped_limit_is_refused(client, sandbox, limit):
    """It must not create a key without a cap."""
    for call in (client.create_key, lambda *a, **k: client.update_key(ID, **k)):
        with pytest.raises(InvalidInputError) as refused:
            call("x", consumption_limit=limit)
        assert refused.value.issues[0].field.startswith("consumptionLimit.")
        assert "usd, diem and vcu" in str(refused.value)
    assert sandbox.journal() == []


@pytest.mark.parametrize(
    "given, sent",
    [
        (50, 50),
        (Decimal("12.50"), 12.5),
        (Decimal("1E+2"), 100),
        (Decimal("1e-4"), 0.0001),
        ("0.25", 0.25),
        (0.1, 0.1),
        (1e9, 1000000000),
        (1e-7, 1e-7),
        (0, 0),
        (0.0, 0),
        (-0.0, 0),
        (9999999999, 9999999999),
    ],
)
def test_money_is_sent_digit_for_digit(client, sandbox, given, sent):
    made = client.create_key("x", consumption_limit={"usd": given, "diem": None})
    assert sandbox.journal()[-1]["body"]["consumptionLimit"] == {"usd": sent}
    stored = client.get_key(made.id).consumption_limits.usd
    assert isinstance(stored, Decimal)
    assert stored == Decimal(str(sent))


@pytest.mark.parametrize(
    "amount",
    [
        -1,
        -0.01,
        Decimal(-5),
        10000000000,
        1e300,
        float("nan"),
        float("inf"),
        Decimal("NaN"),
        Decimal("sNaN"),
        Decimal("-Infinity"),
        "fifty",
        "",
        10**400,
        Decimal("0." + "1" * 40),
    ],
)
def test_a_bad_amount_names_its_field(client, sandbox, amount):
    with pytest.raises(InvalidInputError) as refused:
        client.create_key("x", consumption_limit={"diem": amount})
    assert refused.value.issues[0].field == "consumptionLimit.diem"
    assert isinstance(refused.value, ValueError)
    assert sandbox.journal() == []


def test_the_limits_of_another_key_can_be_given(client):
    limit = client.create_key("x", consumption_limit={"usd": "7.5"}).consumption_limit
    assert client.create_key("y", consumption_limit=limit).consumption_limit.usd == Decimal("7.5")
    own = ConsumptionLimit(usd=5, diem="2")
    assert client.create_key("z", consumption_limit=own).consumption_limit.diem == 2
    with pytest.raises(TypeError, match="consumption_limit"):
        # Whether its missing members keep or clear is anybody's guess.
        client.update_key(ID, consumption_limit=own)


@pytest.mark.parametrize(
    "given, sent",
    [
        ("2099-12-31", "2099-12-31"),
        (date(2099, 12, 31), "2099-12-31"),
        (datetime(2099, 12, 31, 23, 59, 59, tzinfo=timezone.utc), "2099-12-31T23:59:59Z"),
        (
            datetime(2099, 12, 31, 23, 59, 59, 123456, tzinfo=timezone.utc),
            "2099-12-31T23:59:59.123Z",
        ),
        (datetime(2100, 1, 1, 1, tzinfo=timezone(timedelta(hours=2))), "2099-12-31T23:00:00Z"),
        (datetime(2099, 7, 1, tzinfo=ZoneInfo("Europe/Berlin")), "2099-06-30T22:00:00Z"),
    ],
)
def test_expiry_forms(client, sandbox, given, sent):
    client.create_key("x", expires_at=given)
    assert sandbox.journal()[-1]["body"]["expiresAt"] == sent


def test_a_naive_datetime_is_refused_with_the_remedy(client, sandbox):
    for call in (client.create_key, lambda *a, **k: client.update_key(ID, **k)):
        with pytest.raises(InvalidInputError, match=r"timezone\.utc") as refused:
            call("x", expires_at=datetime(2099, 1, 1))
        assert refused.value.issues[0].field == "expiresAt"
        assert refused.value.code == "invalid_input"
    assert sandbox.journal() == []


def test_a_datetime_at_the_edge_of_time_is_refused(client):
    east = timezone(timedelta(hours=14))
    with pytest.raises(InvalidInputError, match="expiresAt"):
        client.create_key("x", expires_at=datetime(1, 1, 1, tzinfo=east))


def test_none_clears_and_left_out_keeps(client, sandbox):
    made = client.create_key("x", consumption_limit={"usd": 5}, expires_at="2099-01-01")
    client.update_key(made.id, expires_at=None)
    assert sandbox.journal()[-1]["body"] == {"id": made.id, "expiresAt": None}
    client.update_key(made.id, consumption_limit={"usd": None, "diem": 3})
    assert sandbox.journal()[-1]["body"]["consumptionLimit"] == {"usd": None, "diem": 3}
    with pytest.raises(InvalidInputError, match="at least one"):
        client.update_key(made.id)


def test_any_iterable_of_texts_is_an_allowlist(client, sandbox):
    for given in (["1.1.1.1"], ("1.1.1.1",), {"1.1.1.1"}, iter(["1.1.1.1"]), {"1.1.1.1": 5}):
        client.create_key("x", ip_allowlist=given)
        assert sandbox.journal()[-1]["body"]["ipAllowlist"] == ["1.1.1.1"]


def test_enum_members_that_are_str_are_taken_by_value(client, sandbox):
    class Period(str, enum.Enum):
        MONTH = "MONTH"

    client.create_key("x", limit_period=Period.MONTH)
    assert sandbox.journal()[-1]["body"]["limitPeriod"] == "MONTH"


@pytest.mark.parametrize("argument", ["description", "limit_period", "expires_at"])
def test_lone_surrogates_are_refused(client, argument):
    with pytest.raises(InvalidInputError, match="surrogates"):
        client.create_key(**{"description": "x", argument: "x\ud800"})


@pytest.mark.parametrize(
    "settings",
    [
        {"timeout": 0},
        {"timeout": -1},
        {"timeout": float("nan")},
        {"timeout": float("-inf")},
        {"timeout": -(10**400)},
        {"connect_timeout": 0},
        {"connect_timeout": -1e-9},
        {"connect_timeout": float("nan")},
        {"max_retries": -1},
        {"max_retries": 2**32},
        {"create_limit": 0},
        {"create_limit_period": -1},
        {"create_limit_period": float("nan")},
        {"create_limit": -20},
        {"ca_file": "/nowhere/at/all.pem"},
        {"base_url": "http://example.com"},
    ],
)
def test_bad_settings_are_config_errors(settings):
    for make in (Client, AsyncClient):
        with pytest.raises(ConfigError) as refused:
            make("VENICE_ADMIN_KEY_UNITTEST", **settings)
        assert refused.value.code == "config"


@pytest.mark.parametrize(
    "long",
    [1e10, 1e19, 1.8e19, 1e300, float("inf"), 2**64, 10**400],
    ids=lambda long: str(long)[:6],
)
def test_a_very_long_time_is_no_limit(sandbox, long):
    settings = {"timeout": long, "connect_timeout": long, "create_limit_period": long}
    with Client(sandbox.admin_key, base_url=sandbox.base_url, **settings) as client:
        assert client.create_key("x").id

    async def awaited():
        return await AsyncClient(
            sandbox.admin_key, base_url=sandbox.base_url, **settings
        ).create_key("y")

    assert asyncio.run(awaited()).id


def test_durations_are_numbers_of_seconds_or_timedeltas(sandbox):
    settings = {"base_url": sandbox.base_url, "settle": timedelta(seconds=1)}
    for name in ("timeout", "connect_timeout"):
        for good in (5, 5.5, timedelta(seconds=5), timedelta.max, float("inf")):
            with Client(sandbox.admin_key, **settings, **{name: good}) as client:
                assert client.list_keys()
        for wrong in ("5", None.__class__):
            wanted = f"{name} must be a number of seconds or a timedelta, not "
            with pytest.raises(TypeError, match=wanted):
                Client("x", **{name: wrong})
        for wrong in (timedelta(seconds=-1), timedelta(0)):
            with pytest.raises(ConfigError):
                Client("x", **{name: wrong})


def test_no_key_is_a_config_error():
    for make in (Client, AsyncClient):
        with pytest.raises(ConfigError, match=r"VENICE_ADMIN_KEY.*VENICE_API_KEY"):
            make()


def test_the_environment_is_used(sandbox, monkeypatch):
    """The admin key's variable goes first: people keep their inference key in the other."""
    monkeypatch.setenv("VENICE_BASE_URL", sandbox.base_url)
    monkeypatch.setenv("VENICE_API_KEY", sandbox.inference_key)
    with Client() as client:
        assert client.verify_key().accepted
        with pytest.raises(AdminKeyRequiredError):
            client.list_keys()
    monkeypatch.setenv("VENICE_ADMIN_KEY", sandbox.admin_key)
    with Client() as client:
        assert client.list_keys()


def test_the_generation_of_challenges_can_be_pinned():
    """A server of the other generation is refused, and nothing is signed."""
    with Sandbox("--web3", "jwt") as server:
        wallet = Wallet(server.staked_private_key)
        settings = {"base_url": server.base_url}
        with pytest.raises(Web3Error) as refused:
            Client.anonymous(web3_generation="siwe", **settings).mint_with_wallet(wallet)
        assert refused.value.code == "challenge_invalid"
        made = AsyncClient.anonymous(web3_generation="jwt", **settings)

        async def mint():
            return await made.mint_with_wallet(wallet)

        assert asyncio.run(mint()).id
    for kind in (Client, AsyncClient):
        with pytest.raises(InvalidInputError) as refused:
            kind.anonymous(web3_generation="JWT")
        assert refused.value.issues[0].field == "web3Generation"
        with pytest.raises(TypeError, match="web3_generation"):
            kind.anonymous(web3_generation=1)


def test_a_type_of_models_that_is_new_is_left_to_the_server(client, sandbox):
    sandbox.fault("status", status=200, body={"object": "list", "type": "smell", "data": []})
    assert client.list_models("smell") == []
    assert sandbox.journal()[-1]["path"].endswith("/models?type=smell")


def test_keys_may_be_secrets(sandbox):
    with Client(Secret(sandbox.admin_key), base_url=sandbox.base_url) as client:
        assert client.verify_key().accepted
    wallet = Wallet(Secret(sandbox.staked_private_key))
    assert wallet.address == sandbox.staked_address
