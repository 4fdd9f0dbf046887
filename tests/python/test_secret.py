"""A Secret shows itself only to reveal()."""

import copy
import dataclasses
import gc
import json
import logging
import pickle
import pprint
import traceback
from io import StringIO

import pytest
from venice_keys import AsyncClient, Client, CreatedKey, Secret, VeniceError, Wallet

from programs import run

TEXT = "VENICE_INFERENCE_KEY_UNITTEST_abcdefghijklmnop2V2jNW"
HIDDEN = "abcdefghij"
SHOWN = "VENICE_INFERENCE_KEY_…2V2jNW"
PRIVATE_KEY = f"{0x5EC12E7:064x}"


@pytest.fixture
def secret():
    return Secret(TEXT)


@pytest.fixture
def created(secret):
    return CreatedKey(api_key=secret, id="e28e82dc-9df2-4b47-b726-d0a222ef2ab5")


def test_reveal_gives_the_text(secret):
    assert secret.reveal() == TEXT


@pytest.mark.parametrize(
    "form",
    [
        str,
        repr,
        ascii,
        "{}".format,
        "{!r}".format,
        "{!s:>60}".format,
        lambda secret: f"{secret} {secret!r} {secret!s} {secret:>60}",
        lambda secret: "%s %r" % (secret, secret),
        lambda secret: str([secret]) + str({"key": secret}) + repr((secret,)),
        pprint.pformat,
        lambda secret: json.dumps({"key": secret}, default=str),
        lambda secret: " ".join(dir(secret)),
        lambda secret: str(secret.__class__) + str(secret.__doc__),
    ],
)
def test_every_printed_form_is_redacted(secret, form):
    shown = form(secret)
    assert HIDDEN not in shown
    assert "2V2jNW" in shown or "reveal" in shown


def test_a_dump_of_a_created_key_is_redacted(created):
    assert created.to_dict()["api_key"] == SHOWN
    for form in (repr(created), str(created), f"{created}", json.dumps(created.to_dict())[:200]):
        assert HIDDEN not in form
    with pytest.raises(TypeError):
        json.dumps(created.api_key)
    with pytest.raises(TypeError):
        json.dumps({"made": created})


def test_logging_is_redacted(secret, created, caplog):
    logging.getLogger("somebody").warning("made %s %r %s", secret, secret, created)
    logging.getLogger("somebody").warning(secret)
    assert SHOWN in caplog.text
    assert HIDDEN not in caplog.text


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_pickling_is_refused(secret, created, protocol):
    for what in (secret, created, [secret], Wallet(PRIVATE_KEY)):
        with pytest.raises(TypeError, match=r"neither pickled nor copied|cannot pickle") as refused:
            pickle.dumps(what, protocol)
        assert HIDDEN not in str(refused.value)


def test_copying_is_refused(secret, created):
    for copied in (copy.copy, copy.deepcopy):
        for what in (secret, Wallet(PRIVATE_KEY)):
            with pytest.raises(TypeError, match="neither pickled nor copied"):
                copied(what)
    with pytest.raises(TypeError, match="neither pickled nor copied"):
        copy.deepcopy(created)


def test_there_is_nothing_to_look_into(secret):
    with pytest.raises(TypeError):
        vars(secret)
    assert not hasattr(secret, "__dict__")
    with pytest.raises(AttributeError):
        secret.text = "x"
    assert not gc.get_referents(secret) or HIDDEN not in repr(gc.get_referents(secret))
    for name in dir(secret):
        if name != "reveal":
            assert HIDDEN not in repr(getattr(secret, name, None))
    with pytest.raises(TypeError):
        bytes(secret)
    with pytest.raises(TypeError):
        list(secret)


def test_dataclass_dumps_are_redacted_or_refused(secret):
    @dataclasses.dataclass
    class Config:
        key: Secret

    assert HIDDEN not in repr(Config(secret))
    with pytest.raises(TypeError, match="neither pickled nor copied"):
        dataclasses.asdict(Config(secret))


def _failing_calls(sandbox):
    """Failures with secrets in the arguments, sync and async, before and after sending."""
    import asyncio

    wallet = Wallet(sandbox.unstaked_private_key)
    challenge = Client.anonymous(base_url=sandbox.base_url).web3_challenge()
    signature = wallet.sign(challenge)
    arguments = {"signature": signature, "challenge": challenge.text}
    hidden = [signature, challenge.text, sandbox.admin_key, sandbox.unstaked_private_key]
    for address in (wallet.address, "0x12"):

        def blocking(address=address):
            client = Client(sandbox.admin_key, base_url=sandbox.base_url)
            client.mint_web3_key(address=address, **arguments)

        async def awaiting(address=address):
            client = AsyncClient(sandbox.admin_key, base_url=sandbox.base_url)
            await client.mint_web3_key(address=address, **arguments)

        yield blocking, hidden
        yield lambda awaiting=awaiting: asyncio.run(awaiting()), hidden
    key = Secret(sandbox.admin_key)
    yield lambda: AsyncClient(key.reveal(), base_url="ftp://x"), hidden
    yield lambda: Client(key.reveal(), base_url="ftp://x"), hidden
    yield lambda: Wallet(sandbox.unstaked_private_key + "00"), hidden
    yield lambda: Client(sandbox.admin_key + "\n"), hidden


def test_tracebacks_with_locals_show_nothing_in_our_frames(sandbox):
    from rich.console import Console
    from rich.traceback import Traceback

    for call, hidden in _failing_calls(sandbox):
        with pytest.raises(VeniceError) as raised:
            call()
        error = raised.value
        walked = traceback.walk_tb(error.__traceback__)
        ours = [frame for frame, _ in walked if "venice_keys" in frame.f_code.co_filename]
        shown = "".join(repr(frame.f_locals) for frame in ours) + repr(vars(error))
        console = Console(file=StringIO(), width=400)
        console.print(
            Traceback.from_exception(
                type(error), error, error.__traceback__, show_locals=True, width=400
            )
        )
        in_rich = console.file.getvalue()
        for text in hidden:
            assert text not in shown
            # The caller's own frames hold what the caller put there; ours must add nothing.
            for line in in_rich.splitlines():
                assert not (text in line and "kwargs" in line)


def test_a_sign_in_is_not_printed_and_is_good_once(sandbox):
    wallet = Wallet(PRIVATE_KEY)
    signed = wallet.sign_in()
    assert signed.name == "SIGN-IN-WITH-X"
    value = signed.value.reveal()
    for form in (
        repr(signed),
        str(signed),
        f"{signed}",
        repr(signed.to_dict()),
        repr(signed.value),
    ):
        assert value[:12] not in form
        assert value[20:-6] not in form
    with pytest.raises(TypeError, match="neither pickled nor copied"):
        pickle.dumps(signed)
    path = f"/x402/balance/{wallet.address}"
    asked = {"value": value, "path": path}
    assert sandbox.control("POST", "sign-in", asked)["address"].lower() == wallet.address.lower()
    with pytest.raises(AssertionError, match=r"NONCE_REUSED|401"):
        sandbox.control("POST", "sign-in", asked)
    assert wallet.sign_in().value != signed.value


def test_faulthandler_shows_nothing():
    shown = run(
        f"""
        import faulthandler
        from venice_keys import Secret
        secret = Secret("{TEXT}")
        faulthandler.dump_traceback()
        """
    ).stderr
    assert "Current thread" in shown and HIDDEN not in shown


def test_an_unencodable_key_is_refused_without_being_carried_along():
    for make in (Client, AsyncClient, Secret, Wallet):
        with pytest.raises(VeniceError) as refused:
            make(TEXT + "\udcff")
        forms = (repr(refused.value), repr(vars(refused.value)), repr(refused.value.__cause__))
        assert all(HIDDEN not in form for form in forms)
        assert refused.value.__context__ is None


def test_equality_is_by_text(secret):
    assert secret == Secret(TEXT)
    assert secret != Secret(TEXT + "x")
    assert secret != TEXT
    with pytest.raises(TypeError):
        hash(secret)


def test_a_short_secret_shows_nothing():
    assert str(Secret("hunter2")) == "…"
