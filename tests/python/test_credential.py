"""Client(credential=…): when the key is asked for, how often, and what a failure comes to."""

import asyncio
import threading
import time

import pytest
from venice_keys import (
    AsyncClient,
    Client,
    ConfigError,
    Secret,
    TransportTimeoutError,
    UnauthenticatedError,
)

from programs import forks, forks_beside_threads, in_a_child
from until import until

REVOKED = "VENICE_ADMIN_KEY_UNITTEST_REVOKED_0123456789"


class Vault:
    """Gives keys, one after another; the last for good."""

    def __init__(self, *keys, wait=0):
        self.keys = list(keys)
        self.asked = 0
        self.wait = wait

    def __call__(self):
        self.asked += 1
        time.sleep(self.wait)
        return self.next()

    async def later(self):
        self.asked += 1
        await asyncio.sleep(self.wait)
        return self.next()

    def next(self):
        key = self.keys.pop(0) if len(self.keys) > 1 else self.keys[0]
        if isinstance(key, Exception):
            raise key
        return key


def blocking(sandbox, vault, calls=1):
    with Client(credential=vault, base_url=sandbox.base_url) as client:
        for _ in range(calls):
            client.list_keys()


def awaited(sandbox, vault, calls=1):
    return awaiting(sandbox, vault, calls)


def awaited_later(sandbox, vault, calls=1):
    return awaiting(sandbox, vault.later, calls)


def awaiting(sandbox, credential, calls):
    async def main():
        async with AsyncClient(credential=credential, base_url=sandbox.base_url) as client:
            for _ in range(calls):
                await client.list_keys()

    asyncio.run(main())


ways = pytest.mark.parametrize("way", [blocking, awaited, awaited_later])


@ways
@pytest.mark.parametrize("kind", [str, Secret])
def test_it_is_asked_once(way, kind, sandbox):
    vault = Vault(kind(sandbox.admin_key))
    way(sandbox, vault, calls=3)
    assert vault.asked == 1


@ways
def test_after_a_401_it_is_asked_again_and_the_call_is_made_once_more(way, sandbox):
    vault = Vault(REVOKED, Secret(sandbox.admin_key))
    way(sandbox, vault, calls=2)
    assert vault.asked == 2
    assert len(sandbox.journal()) == 3


@ways
def test_the_same_key_again_is_the_refusal(way, sandbox):
    vault = Vault(REVOKED)
    with pytest.raises(UnauthenticatedError) as refused:
        way(sandbox, vault)
    assert vault.asked == 2
    assert REVOKED not in repr(refused.value)
    assert len(sandbox.journal()) == 1


@ways
def test_a_second_refusal_is_final(way, sandbox):
    vault = Vault(REVOKED, REVOKED[:-1] + "8", REVOKED[:-1] + "7")
    with pytest.raises(UnauthenticatedError):
        way(sandbox, vault)
    assert vault.asked == 2
    assert len(sandbox.journal()) == 2


@ways
@pytest.mark.parametrize("first", [0, 1])
def test_what_it_raises_is_raised(way, first, sandbox):
    error = LookupError("the vault is locked")
    vault = Vault(*[REVOKED][:first], error)
    with pytest.raises(LookupError) as raised:
        way(sandbox, vault)
    assert raised.value is error


@ways
def test_a_key_that_cant_be_sent_is_refused_without_showing_it(way, sandbox):
    with pytest.raises(ConfigError) as refused:
        way(sandbox, Vault("VENICE two words"))
    assert "two words" not in repr(refused.value)


@ways
@pytest.mark.parametrize("first", [0, 1])
def test_no_key_is_said(way, first, sandbox):
    with pytest.raises(ConfigError, match="no API key: credential returned None"):
        way(sandbox, Vault(*[REVOKED][:first], None))


@ways
def test_something_else_than_a_key_is_a_type_error(way, sandbox):
    with pytest.raises(TypeError, match="must be a str or a Secret, not bytes"):
        way(sandbox, Vault(b"VENICE"))


@pytest.mark.parametrize("again", [False, True])
def test_a_check_of_the_key_asks_again_too(sandbox, again):
    keys = [REVOKED, sandbox.admin_key if again else REVOKED]

    async def main():
        client = AsyncClient(credential=Vault(*keys).later, base_url=sandbox.base_url)
        return await client.verify_key()

    assert asyncio.run(main()).accepted is again
    with Client(credential=Vault(*keys), base_url=sandbox.base_url) as client:
        assert client.verify_key().accepted is again


def test_it_is_asked_when_a_client_that_blocks_is_made(sandbox):
    vault = Vault(sandbox.admin_key)
    with Client(credential=vault, base_url=sandbox.base_url):
        assert vault.asked == 1


def test_an_async_client_asks_at_its_first_call(sandbox):
    vault = Vault(sandbox.admin_key)

    async def main():
        async with AsyncClient(credential=vault.later, base_url=sandbox.base_url) as client:
            assert vault.asked == 0
            entries = client.usage_history()
            assert vault.asked == 0
            await entries.to_list(limit=1)

    asyncio.run(main())
    assert vault.asked == 1


def test_a_first_answer_that_fails_is_asked_for_again(sandbox):
    vault = Vault(LookupError("locked"), sandbox.admin_key)

    async def main():
        async with AsyncClient(credential=vault.later, base_url=sandbox.base_url) as client:
            with pytest.raises(LookupError):
                await client.list_keys()
            assert len(await client.list_keys()) == 2

    asyncio.run(main())
    assert vault.asked == 2


def test_many_calls_ask_once(sandbox):
    vault = Vault(REVOKED, sandbox.admin_key, wait=0.2)
    with Client(credential=vault, base_url=sandbox.base_url) as client:
        failed = []

        def call():
            try:
                client.list_keys()
            except Exception as error:
                failed.append(error)

        threads = [threading.Thread(target=call) for _ in range(16)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert failed == []
    assert vault.asked == 2


def test_many_tasks_ask_once(sandbox):
    vault = Vault(REVOKED, sandbox.admin_key, wait=0.1)

    async def main():
        async with AsyncClient(credential=vault.later, base_url=sandbox.base_url) as client:
            await asyncio.gather(*[client.list_keys() for _ in range(32)])

    asyncio.run(main())
    assert vault.asked == 2


def test_a_task_that_is_cancelled_while_it_asks_leaves_the_answer_to_others(sandbox):
    asked = []

    async def main():
        answer = asyncio.Event()

        async def ask():
            asked.append(True)
            await answer.wait()
            return sandbox.admin_key

        async with AsyncClient(credential=ask, base_url=sandbox.base_url) as client:
            first, second = (asyncio.create_task(client.list_keys()) for _ in range(2))
            await until(lambda: asked)
            first.cancel()
            with pytest.raises(asyncio.CancelledError):
                await first
            answer.set()
            assert len(await second) == 2

    asyncio.run(main())
    assert len(asked) == 1


def test_one_client_in_two_event_loops(sandbox):
    vault = Vault(sandbox.admin_key)
    client = AsyncClient(credential=vault.later, base_url=sandbox.base_url)
    for _ in range(2):
        assert len(asyncio.run(client.list_keys())) == 2
    assert vault.asked == 1


def test_derived_clients_share_it_and_one_with_another_key_doesnt(sandbox):
    vault = Vault(REVOKED, sandbox.admin_key)
    with Client(credential=vault, base_url=sandbox.base_url) as client:
        with pytest.raises(UnauthenticatedError):
            client.with_api_key(REVOKED).list_keys()
        assert vault.asked == 1
        client.with_options(timeout=5).list_keys()
        client.list_keys()
    assert vault.asked == 2

    async def main():
        vault = Vault(REVOKED, sandbox.admin_key)
        client = AsyncClient(credential=vault.later, base_url=sandbox.base_url)
        with pytest.raises(UnauthenticatedError):
            await client.with_api_key(REVOKED).list_keys()
        assert vault.asked == 0
        await client.with_options(timeout=5).list_keys()
        await client.list_keys()
        assert vault.asked == 2

    asyncio.run(main())


@pytest.mark.parametrize("kind", [Client, AsyncClient])
def test_what_is_wrong_is_refused(kind, sandbox):
    with pytest.raises(TypeError, match="credential must be callable, not str"):
        kind(credential="VENICE", base_url=sandbox.base_url)
    with pytest.raises(ConfigError):
        kind(sandbox.admin_key, credential=Vault(sandbox.admin_key), base_url=sandbox.base_url)


def test_an_async_one_is_refused_where_calls_block(sandbox, recwarn):
    with pytest.raises(TypeError, match="AsyncClient awaits it"):
        Client(credential=Vault(sandbox.admin_key).later, base_url=sandbox.base_url)
    assert not recwarn.list


@pytest.mark.parametrize("first", [0, 1])
def test_no_call_of_an_async_client_waits_for_it_beyond_its_deadline(sandbox, first):
    keys = [REVOKED][:first]

    async def never():
        if not keys:
            await asyncio.sleep(200)
        return keys.pop()

    async def main():
        async with AsyncClient(credential=never, base_url=sandbox.base_url, timeout=5) as client:
            begun = time.monotonic()
            with pytest.raises(TransportTimeoutError, match="by the call's deadline"):
                await client.list_keys()
            return time.monotonic() - begun

    assert 4.9 < asyncio.run(main()) < 100


def test_both_tries_of_an_async_call_share_its_time(sandbox):
    """The key is refused slowly, then asked for slowly: the second try has what is left."""
    sandbox.fault("delay", ms=5000, times=9)
    vault = Vault(REVOKED, sandbox.admin_key, wait=0.2)

    async def main():
        settings = {"base_url": sandbox.base_url, "timeout": 9}
        async with AsyncClient(credential=vault.later, **settings) as client:
            with pytest.raises(TransportTimeoutError):
                await client.list_keys()

    asyncio.run(main())
    assert vault.asked == 2


@pytest.mark.parametrize("kind", [Client, AsyncClient])
def test_a_client_without_a_key_asks_for_none(kind, sandbox):
    with pytest.raises(TypeError, match="unexpected keyword argument 'credential'"):
        kind.anonymous(credential=Vault(sandbox.admin_key), base_url=sandbox.base_url)


@forks
@forks_beside_threads
def test_a_child_has_the_key_and_asks_for_itself(sandbox):
    vault = Vault(REVOKED, sandbox.admin_key)
    with Client(credential=vault, base_url=sandbox.base_url) as client:
        assert in_a_child(lambda: len(client.list_keys()) == 2 and vault.asked == 2)
        assert vault.asked == 1
        assert len(client.list_keys()) == 2
