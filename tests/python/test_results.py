"""Results: frozen, equal by value, printable, picklable, dumped in Venice's words."""

import copy
import inspect
import pickle
import typing
from datetime import date, datetime, timezone
from decimal import Decimal

import pytest
import venice_keys
from venice_keys import ApiKey, AsyncClient, Client, RateLimits, Web3Challenge

from contract import OPERATIONS


@pytest.fixture
def results(client, sandbox):
    made = client.create_key("x", consumption_limit={"usd": "7.50"}, ip_allowlist=["1.1.1.1"])
    spent = {"date": "2026-06-15", "apiKeyId": made.id, "usd": 1, "diem": 0.5}
    series = {"first": "2026-06-15T00:00:00.000Z", "count": 2}
    sandbox.control("POST", "usage", {"spending": [spent], "series": [series]})
    return [
        client.get_key(made.id),
        client.update_key(made.id, description="y"),
        client.rate_limits(),
        client.verify_key(),
        client.list_models()[0],
        client.billing_balance(),
        next(client.usage_history()),
        client.usage_analytics(start_date=date(2026, 6, 14), end_date="2026-06-15"),
        client.web3_challenge(),
    ]


def test_results_are_equal_by_value_and_hashable(client, results):
    first, *_ = results
    assert client.get_key(first.id) != first  # it was renamed
    assert client.get_key(first.id) == client.get_key(first.id)
    for result in results:
        assert result == copy.copy(result) == copy.deepcopy(result)
        assert hash(result) == hash(copy.deepcopy(result))
        assert result != 5
        assert result in {result}


def test_results_are_frozen(results):
    for result in results:
        for name in result.to_dict():
            with pytest.raises(AttributeError):
                setattr(result, name, None)
        with pytest.raises((AttributeError, TypeError)):
            result.something_new = 5


def test_results_are_picklable(results):
    for result in results:
        for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1):
            assert pickle.loads(pickle.dumps(result, protocol)) == result


def test_repr_names_every_field(results):
    for result in results:
        shown = repr(result)
        assert shown.startswith(type(result).__name__ + "(")
        assert all(f"{name}=" in shown for name in result.to_dict())


def test_repr_of_data_evaluates_to_it(results):
    import datetime as datetime_module

    names = {**vars(venice_keys), "datetime": datetime_module, "Decimal": Decimal}
    for result in results[:-1]:
        assert eval(repr(result), names) == result


def test_to_dict_holds_plain_values(results):
    def check(value):
        if isinstance(value, dict):
            return all(isinstance(name, str) and check(member) for name, member in value.items())
        if isinstance(value, list):
            return all(check(element) for element in value)
        return value is None or type(value) in (str, bool, int, Decimal, date, datetime)

    for result in results:
        assert check(result.to_dict())
        assert set(result.to_dict()) == {
            name for name in dir(result) if not name.startswith("_")
        } - {"to_dict", "from_text"}


def test_times_are_aware_and_money_is_decimal(results):
    key = results[0]
    assert key.created_at.tzinfo is timezone.utc
    assert abs((datetime.now(timezone.utc) - key.created_at).total_seconds()) < 60
    assert key.consumption_limits.usd == Decimal("7.5")
    assert key.ip_allowlist == ("1.1.1.1/32",)


def test_days_are_dates_and_series_are_dicts(results, client):
    analytics = next(one for one in results if hasattr(one, "by_key_daily"))
    (key,) = analytics.by_key
    *_, day = analytics.by_key_daily
    assert type(day.date) is date
    assert day.values == {key.description: Decimal("1.5")}
    day.values.clear()  # a dict of the caller's own
    assert day.values
    again = type(day)(date="2026-06-15", values={"a": "0.1"})
    assert (again.date, again.values) == (date(2026, 6, 15), {"a": Decimal("0.1")})
    with pytest.raises(TypeError, match="date must be a date or a str"):
        type(day)(date=datetime(2026, 6, 15, tzinfo=timezone.utc))


def test_results_can_be_made_for_tests():
    key = ApiKey(id="1", description="mine", created_at=datetime(2026, 1, 1, tzinfo=timezone.utc))
    assert key.consumption_limits.usd is None and key.usage is None
    assert RateLimits(access_permitted=True).rate_limits == ()
    with pytest.raises(TypeError):
        ApiKey()
    with pytest.raises(TypeError):
        ApiKey(id="1", nickname="x")


def test_a_created_key_says_what_it_could_not_read(client, sandbox):
    """An unreadable cap is never shown as none: today's responses have no such field."""
    assert client.create_key("x", consumption_limit={"usd": 5}).unreadable == ()
    id = "e28e82dc-9df2-4b47-b726-d0a222ef2ab5"
    data = {
        "apiKey": "VENICE_INFERENCE_KEY_UNITTEST_abcdefghijklmnop2V2jNW",
        "id": id,
        "consumptionLimit": {"usd": {"amount": 50}, "diem": 3},
        "expiresAt": 1798675200000,
    }
    sandbox.fault("status", status=200, body={"success": True, "data": data})
    made = client.create_key("y", consumption_limit={"usd": 50, "diem": 3})
    assert made.id == id
    assert set(made.unreadable) == {"consumptionLimit.usd", "expiresAt"}
    assert made.to_dict()["unreadable"] == list(made.unreadable)
    assert "unreadable=(" in repr(made)


def test_a_challenge_is_printed_without_its_text(client):
    challenge = client.web3_challenge()
    assert challenge.text not in repr(challenge)
    assert challenge.text not in f"{challenge} {[challenge]}"
    assert challenge.to_dict()["text"] == challenge.text
    again = Web3Challenge.from_text(challenge.text)
    assert (again.generation, again.expires_at) == ("jwt", challenge.expires_at)


def test_classes_say_where_they_are_from():
    for name in venice_keys.__all__:
        thing = getattr(venice_keys, name)
        # In Python 3.10 an alias such as Callable[…] is a type, too.
        if isinstance(thing, type) and not typing.get_origin(thing):
            assert thing.__module__.startswith("venice_keys")
            assert thing.__doc__, name


def test_every_call_is_documented_alike():
    for name in OPERATIONS:
        blocking = inspect.getdoc(getattr(Client, name))
        awaited = inspect.getdoc(getattr(AsyncClient, name))
        assert blocking.split() == awaited.replace("await ", "").replace("async ", "").split()
        # PEP 257: the imperative.
        assert not blocking.split()[0].endswith("s"), blocking
