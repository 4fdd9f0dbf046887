"""Iterators that do something while they are read, and are interrupted: what was done by then comes
first when they are asked again, and nothing is done in between.
"""

import _thread
import asyncio
import itertools
import signal
import sys
import threading

import pytest
from venice_keys import AsyncClient, Client
from venice_keys._pages import Pages
from venice_keys._stored_pages import StoredPages

from programs import forks, forks_beside_threads, in_a_child, start
from until import wait_until

COUNT = 12  # more than a page of delete_keys has


@pytest.fixture
def keys(sandbox):
    """The ids of the keys that are to be deleted."""
    return seeded(sandbox, COUNT)


@pytest.fixture(params=["api_key", "credential"])
def any_gated(request, sandbox, gate):
    key = sandbox.admin_key
    given = key if request.param == "api_key" else lambda: key
    return AsyncClient(**{request.param: given}, base_url=gate.base_url)


@pytest.fixture
def gated_client(sandbox, gate):
    with Client(sandbox.admin_key, base_url=gate.base_url) as client:
        yield client


def seeded(sandbox, count):
    seeds = [{"description": f"preview {number}"} for number in range(count)]
    return {key["id"] for key in sandbox.control("POST", "keys", {"keys": seeds})["keys"]}


def there(sandbox):
    keys = sandbox.control("GET", "keys")["keys"]
    return {key["id"] for key in keys if not key["revoked"]}


def sent(sandbox, method):
    return sum(request["method"] == method for request in sandbox.journal())


def wait_until_sent(sandbox, method, count):
    wait_until(lambda: sent(sandbox, method) >= count)


def ids(items):
    assert {item.outcome for item in items} == {"deleted"}
    return [item.id for item in items]


async def taken(pages):
    return [item async for item in pages]


async def cancelled(sandbox, pages, method, count):
    """Reads pages in a task that is cancelled once so many requests were sent, and gives what it
    got.
    """
    got = []

    async def read():
        async for item in pages:
            got.append(item)  # noqa: PERF401  (what came before the cancellation counts)

    task = asyncio.ensure_future(read())
    await asyncio.to_thread(wait_until_sent, sandbox, method, count)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    return got


def interrupted(sandbox, work, method, count):
    """Presses Ctrl-C in the middle of `work`, once so many requests were sent."""

    def press():
        wait_until_sent(sandbox, method, count)
        _thread.interrupt_main()

    with pytest.raises(KeyboardInterrupt):
        threading.Thread(target=press).start()
        work()


def test_a_cancelled_loop_says_what_it_deleted(any_gated, gate, sandbox, keys):
    gate.hold("DELETE ", skip=2)
    pages = any_gated.delete_keys(prefix="preview ")

    async def main():
        assert await cancelled(sandbox, pages, "DELETE", 3) == []
        gate.open()
        first = await anext(pages.pages())
        # Those that were sent by then, and no other since.
        assert set(ids(first.items)) == keys - there(sandbox)
        assert len(first.items) == sent(sandbox, "DELETE") == 3
        return first.items + await taken(pages)

    assert sorted(ids(asyncio.run(main()))) == sorted(keys)
    assert sent(sandbox, "DELETE") == COUNT


def test_a_cancelled_await_doesnt_wait_for_what_was_sent(async_client, sandbox, keys):
    sandbox.fault("delay", ms=50_000, match={"method": "DELETE"})
    pages = async_client.delete_keys(prefix="preview ")

    async def main():
        await cancelled(sandbox, pages, "DELETE", 1)
        return there(sandbox)

    assert keys <= asyncio.run(main())


def test_another_event_loop_is_told(gated, gate, sandbox, keys):
    gate.hold("DELETE ", skip=1)
    pages = gated.delete_keys(prefix="preview ")
    assert asyncio.run(cancelled(sandbox, pages, "DELETE", 2)) == []
    gate.open()
    assert sorted(ids(asyncio.run(taken(pages)))) == sorted(keys)
    assert sent(sandbox, "DELETE") == COUNT


def test_who_waits_for_what_was_sent_can_be_cancelled_too(gated, gate, sandbox, keys):
    gate.hold("DELETE ")
    pages = gated.delete_keys(prefix="preview ")

    async def main():
        got = []
        for _ in range(3):
            got += await cancelled(sandbox, pages, "DELETE", 1)
        gate.open()
        return got + await taken(pages)

    assert sorted(ids(asyncio.run(main()))) == sorted(keys)
    assert sent(sandbox, "DELETE") == COUNT


def test_ctrl_c_loses_no_deletion(gated_client, gate, sandbox, keys):
    gate.hold("DELETE ", skip=1)
    pages, got = gated_client.delete_keys(prefix="preview "), []
    interrupted(sandbox, lambda: got.extend(pages), "DELETE", 2)
    assert got == []
    gate.open()
    first = next(pages.pages())
    assert set(ids(first.items)) == keys - there(sandbox)
    assert len(first.items) == sent(sandbox, "DELETE") == 2
    gate.hold("DELETE ", skip=1)
    interrupted(sandbox, lambda: got.extend(pages), "DELETE", 4)
    gate.open()
    assert sorted(ids([*first.items, *got, *pages])) == sorted(keys)
    assert sent(sandbox, "DELETE") == COUNT


def test_a_list_that_is_interrupted_is_whole_when_it_is_asked_for_again(
    gated_client, gate, sandbox, keys
):
    gate.hold("DELETE ", skip=1)
    pages = gated_client.delete_keys(prefix="preview ")
    interrupted(sandbox, lambda: pages.to_list(limit=COUNT), "DELETE", 2)
    gate.open()
    assert sorted(ids(pages.to_list(limit=COUNT))) == sorted(keys)


def test_before_anything_was_done_nothing_is_and_the_plan_stays(client, sandbox, keys):
    """It waits to send its first deletion again when it is interrupted."""
    waiting = {"status": 429, "headers": {"retry-after": "20"}, "match": {"method": "DELETE"}}
    sandbox.fault("status", **waiting)
    pages = client.delete_keys(prefix="preview ")
    interrupted(sandbox, lambda: next(pages), "DELETE", 1)
    later = seeded(sandbox, 2)
    assert sorted(ids(list(pages))) == sorted(keys)
    assert later <= there(sandbox)


def test_before_anything_was_sent_the_same_is_asked_again(gated, gate, sandbox, keys):
    gate.hold("GET ")
    pages = gated.delete_keys(prefix="preview ")

    async def main():
        await cancelled(sandbox, pages, "GET", 1)
        gate.open()
        assert sent(sandbox, "DELETE") == 0
        return await taken(pages)

    assert sorted(ids(asyncio.run(main()))) == sorted(keys)


def test_a_cancelled_provision_says_what_it_changed(sandbox, gate):
    """Asked anew, it would say that these keys are kept."""
    settings = {"api_key": sandbox.admin_key, "settle": 0.05}
    with Client(base_url=sandbox.base_url, **settings) as client:
        made = sorted(key.description for key in client.provision_keys(customers(usd=5)))
    already = sent(sandbox, "PATCH")
    gate.hold("PATCH ", skip=1)
    pages = AsyncClient(base_url=gate.base_url, **settings).provision_keys(customers(usd=7))

    async def main():
        got = await cancelled(sandbox, pages, "PATCH", already + 2)
        gate.open()
        return got + await taken(pages)

    done = [(key.description, key.outcome) for key in asyncio.run(main())]
    assert sorted(done) == [(description, "changed") for description in made]


def customers(usd):
    limit = {"usd": usd}
    return [{"description": f"customer {n}", "consumption_limit": limit} for n in range(5)]


def test_a_program_that_ctrl_c_ends_waits_for_no_page(sandbox, keys):
    """Nor for the iterator, which it still has."""
    sandbox.fault("stall", match={"method": "DELETE"})
    program = start(
        """
        from venice_keys import Client
        pages = Client().delete_keys(prefix="preview ")
        for key in pages:
            print(key)
        """,
        env=sandbox.environment(),
    )
    wait_until_sent(sandbox, "DELETE", 1)
    program.send_signal(signal.SIGINT)
    out, said = program.communicate(timeout=50)
    assert (out, said.rstrip().endswith("KeyboardInterrupt")) == ("", True)
    assert "venice-keys:" not in said


@forks
@forks_beside_threads
def test_a_child_doesnt_wait_for_its_parents_page(client, sandbox, keys):
    sandbox.fault("delay", ms=8000, match={"method": "DELETE"})
    pages = client.delete_keys(prefix="preview ")
    interrupted(sandbox, lambda: next(pages), "DELETE", 1)
    assert in_a_child(lambda: {key.id for key in pages} == keys)
    assert {key.id for key in pages} == keys


def test_tasks_that_share_one_delete_each_key_once(async_client, sandbox, keys):
    async def main():
        pages = async_client.delete_keys(prefix="preview ")
        return await asyncio.gather(*(taken(pages) for _ in range(4)))

    got = [item for items in asyncio.run(main()) for item in items]
    assert sorted(ids(got)) == sorted(keys)
    assert sent(sandbox, "DELETE") == COUNT


# ---- Whenever a signal comes


class Letters:
    """A `_Walk` of three pages. It gives each once, and in no Python code."""

    def __init__(self, kind):
        pages = {"": ("ab", "1"), "1": ("", "2"), "2": ("cd", "3")}
        self.fetch = {
            cursor: ([kind.item(letter) for letter in letters], after, after == "3")
            for cursor, (letters, after) in pages.items()
        }.pop


class Plain:
    item = str

    def __new__(cls):
        return Pages(Letters(cls), "")


class Stored:
    @staticmethod
    def item(letter):
        return letter, None

    def __new__(cls):
        return StoredPages(Letters(cls), None)


class Interruption:
    """Raises KeyboardInterrupt before an instruction, counted among those that fetch a page."""

    def __init__(self, place):
        self.left = place

    def __call__(self, frame, event, _):
        if frame.f_code.co_name not in ("_fetch", "_follow", "_marked", "__init__"):
            return None
        frame.f_trace_opcodes = True
        if event == "opcode":
            self.left -= 1
            if self.left == 0:
                raise KeyboardInterrupt
        return self


@pytest.mark.parametrize("kind", [Plain, Stored])
def test_no_page_is_lost_between_two_instructions(kind):
    for place in itertools.count(1):
        pages, got = kind(), []
        interruption, before = Interruption(place), sys.gettrace()
        sys.settrace(interruption)
        try:
            got.extend(pages)
        except KeyboardInterrupt:
            pass
        finally:
            sys.settrace(before)
        got.extend(pages)
        assert "".join(got) == "abcd", f"interrupted before instruction {place}"
        if interruption.left > 0:
            break
    assert place > 50
