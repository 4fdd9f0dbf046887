"""Iterators over pages: where they stand after a break, an error, a cancelled await or a fork, and
what they hold of a long list."""

import asyncio
import os
import threading
import time
from datetime import datetime, timedelta, timezone

import pytest
from venice_keys import AsyncClient, Client, InvalidInputError, Page, ServerError
from venice_keys._pages import AsyncPages, Pages

from programs import forks, forks_beside_threads, in_a_child, run
from steps import AsyncJob
from until import until, wait_until

FIRST = datetime(2026, 6, 1, tzinfo=timezone.utc)
COUNT = 25
ALL = [FIRST + timedelta(seconds=number) for number in range(COUNT)]


@pytest.fixture
def spent(sandbox):
    """25 entries, one a second."""
    sandbox.spend(COUNT)


@pytest.fixture
def async_once(sandbox):
    return AsyncClient(sandbox.admin_key, base_url=sandbox.base_url, max_retries=0)


def times(entries):
    return [entry.timestamp for entry in entries]


def joined(lists):
    return [one for some in lists for one in some]


async def taken(entries):
    return [entry.timestamp async for entry in entries]


@pytest.mark.parametrize("kind", [Client, AsyncClient])
def test_the_call_itself_refuses_what_is_wrong_and_sends_nothing(sandbox, kind):
    client = kind(sandbox.admin_key, base_url=sandbox.base_url)
    for wrong, field in [
        ({"page_size": 5}, "pageSize"),
        ({"page_size": -1}, "pageSize"),
        ({"start_timestamp": datetime(2026, 6, 1)}, "startTimestamp"),
        ({"start_timestamp": FIRST, "end_timestamp": FIRST}, "endTimestamp"),
        ({"cursor": "none of ours"}, "cursor"),
    ]:
        with pytest.raises(InvalidInputError) as refused:
            client.usage_history(**wrong)
        assert refused.value.issues[0].field == field
    for wrong in ({"page_size": 10.0}, {"start_timestamp": "2026-06-01"}, {"cursor": 5}):
        with pytest.raises(TypeError, match=next(iter(wrong))):
            client.usage_history(**wrong)
    client.usage_history(start_timestamp=FIRST)
    assert sandbox.journal() == []


def test_a_loop_that_is_left_can_be_gone_on_with(client, sandbox, spent):
    entries = client.usage_history(page_size=10)
    before = []
    for entry in entries:
        before.append(entry.timestamp)
        if len(before) == 3:
            break
    assert len(sandbox.journal()) == 1
    assert before + times(entries) == ALL
    assert len(sandbox.journal()) == 3
    assert next(entries, None) is None
    assert len(sandbox.journal()) == 3


def test_an_error_moves_nothing(client, once, sandbox, spent):
    entries = once.usage_history(page_size=10)
    before = [next(entries).timestamp for _ in range(10)]
    sandbox.fault("status", status=500, times=2)
    resume = []
    for _ in range(2):
        with pytest.raises(ServerError) as failed:
            next(entries)
        resume.append(failed.value.resume)
    assert before + times(entries) == ALL
    # Another program goes on from there.
    assert resume[0] == resume[1]
    assert before + times(client.usage_history(cursor=resume[0])) == ALL


def test_a_list_is_no_longer_than_its_limit(client, sandbox, spent):
    entries = client.usage_history(page_size=10)
    assert entries.to_list(limit=0) == []
    assert sandbox.journal() == []
    lists = [times(entries.to_list(limit=12)) for _ in range(4)]
    assert [len(one) for one in lists] == [12, 12, 1, 0]
    assert joined(lists) == ALL
    with pytest.raises(TypeError):
        entries.to_list()


class Looks:
    """A `_Walk` of which the first look finds nothing, as that of what is watched: its cursor knows
    what was there. The third fails once.
    """

    def __init__(self):
        self.looks = iter([([], "seen", False), (["a"], "seen a", False), None])

    def fetch(self, cursor):
        look = next(self.looks, (["b"], "seen b", True))
        if look is None:
            raise ServerError("the server failed", code="server_error", resume=cursor)
        return look


@pytest.mark.parametrize("kind", [Pages, AsyncPages])
def test_a_list_that_fails_is_resumed_where_its_first_entry_came_from(kind):
    pages = kind(Looks() if kind is Pages else AsyncJob(Looks()), "")

    def taken():
        found = pages.to_list(limit=9)
        return found if kind is Pages else asyncio.run(found)

    with pytest.raises(ServerError) as failed:
        taken()
    assert failed.value.resume == "seen"
    assert taken() == ["a", "b"]


@pytest.mark.parametrize("kind", [Pages, AsyncPages])
def test_a_list_that_fails_before_its_first_entry_is_resumed_where_it_failed(kind):
    looks = Looks()
    looks.looks = iter([([], "seen", False), None])
    pages = kind(looks if kind is Pages else AsyncJob(looks), "")
    with pytest.raises(ServerError) as failed:
        found = pages.to_list(limit=9)
        if kind is AsyncPages:
            asyncio.run(found)
    assert failed.value.resume == "seen"


def test_a_list_that_fails_loses_nothing(client, once, sandbox, spent):
    entries = once.usage_history(page_size=10)
    next(entries)
    sandbox.fault("delay", ms=1)
    sandbox.fault("status", status=500, times=2)
    resume = []
    for _ in range(2):
        with pytest.raises(ServerError) as failed:
            entries.to_list(limit=25)
        resume.append(failed.value.resume)
    # From the page of which one entry was taken.
    for cursor in resume:
        assert times(client.usage_history(cursor=cursor)) == ALL
    assert times(entries.to_list(limit=100)) == ALL[1:]


def test_pages_have_what_is_left_and_where_to_go_on(client, spent):
    entries = client.usage_history(page_size=10)
    assert next(entries).timestamp == ALL[0]
    pages = list(entries.pages())
    assert [type(page) for page in pages] == [Page] * 3
    assert [len(page.items) for page in pages] == [9, 10, 5]
    assert [page.is_last for page in pages] == [False, False, True]
    assert joined(times(page.items) for page in pages) == ALL[1:]
    assert times(client.usage_history(cursor=pages[0].cursor)) == ALL[10:]
    assert "9 items" in repr(pages[0])


def test_an_empty_list_has_one_page_that_is_gone_on_from_when_something_came(client, sandbox):
    sandbox.control("POST", "usage", {"clear": True})
    (page,) = client.usage_history().pages()
    assert (page.items, page.is_last) == ([], True)
    sandbox.spend(2)
    assert times(client.usage_history(cursor=page.cursor)) == ALL[:2]


def test_threads_share_one_and_no_page_is_fetched_twice(client, sandbox):
    sandbox.spend(500)
    entries = client.usage_history(page_size=10)
    got = []
    threads = [threading.Thread(target=lambda: got.extend(entries)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(times(got)) == [FIRST + timedelta(seconds=number) for number in range(500)]
    assert len(sandbox.journal()) == 50


@forks
@forks_beside_threads
def test_parent_and_child_each_go_on_after_a_fork(client, spent):
    entries = client.usage_history(page_size=10)
    before = [next(entries).timestamp for _ in range(5)]
    assert in_a_child(lambda: before + times(entries) == ALL)
    assert before + times(entries) == ALL


@forks
@forks_beside_threads
def test_a_child_waits_for_no_thread_of_its_parent(client, sandbox, spent):
    """Which is fetching a page as it forks."""
    entries = client.usage_history(page_size=10)
    sandbox.fault("delay", ms=8000)
    thread = threading.Thread(target=lambda: next(entries))
    thread.start()
    wait_until(sandbox.journal)
    assert in_a_child(lambda: times(entries) == ALL)
    thread.join()


def test_a_closed_client_fetches_no_page(sandbox, spent):
    with Client(sandbox.admin_key, base_url=sandbox.base_url) as client:
        entries = client.usage_history(page_size=10)
        next(entries)
    assert len(times(entries.to_list(limit=9))) == 9
    with pytest.raises(RuntimeError, match="closed"):
        next(entries)


# ---- asyncio


def test_a_cancelled_await_returns_at_once_and_moves_nothing(async_client, sandbox, spent):
    async def calls():
        entries = async_client.usage_history(page_size=10)
        before = [(await anext_(entries)).timestamp for _ in range(10)]
        sandbox.fault("stall")
        asked = len(sandbox.journal())
        start = time.perf_counter()
        task = asyncio.ensure_future(anext_(entries))
        await until(lambda: len(sandbox.journal()) > asked)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        took = time.perf_counter() - start
        return took, before + await taken(entries)

    took, got = asyncio.run(calls())
    assert took < 50  # whoever waits for the response does so for a minute
    assert got == ALL


async def anext_(entries):
    return await entries.__anext__()


def test_async_pages_and_lists(async_once, sandbox, spent):
    async def calls():
        entries = async_once.usage_history(page_size=10)
        first = times(await entries.to_list(limit=3))
        sandbox.fault("delay", ms=1)
        sandbox.fault("status", status=500)
        with pytest.raises(ServerError) as failed:
            await entries.to_list(limit=25)
        pages = [page async for page in entries.pages()]
        assert first + joined(times(page.items) for page in pages) == ALL
        assert pages[-1].is_last
        assert await taken(entries) == []
        assert await taken(async_once.usage_history(cursor=failed.value.resume)) == ALL
        assert await taken(async_once.usage_history(cursor=pages[-1].cursor)) == []

    asyncio.run(calls())


def test_tasks_share_one(async_client, sandbox):
    sandbox.spend(200)

    async def calls():
        entries = async_client.usage_history(page_size=10)
        return await asyncio.gather(*(taken(entries) for _ in range(8)))

    got = joined(asyncio.run(calls()))
    assert sorted(got) == [FIRST + timedelta(seconds=number) for number in range(200)]


def test_another_event_loop_goes_on(async_client, spent):
    entries = async_client.usage_history(page_size=10)
    before = asyncio.run(entries.to_list(limit=15))
    assert times(before) + asyncio.run(taken(entries)) == ALL


# ---- Memory


@pytest.mark.skipif(not os.path.exists("/proc/self/status"), reason="no /proc here")
def test_however_long_a_list_is_one_page_of_it_is_in_memory(sandbox):
    """In a process of its own: each thread that other tests left behind would keep a part of some
    page's memory.
    """
    sandbox.spend(50_000)
    program = """
    from venice_keys import Client

    def allocated():
        # In memory or swapped out. Files that are mapped come and go with what else the machine
        # does.
        with open("/proc/self/status") as file:
            lines = dict(line.split(":", 1) for line in file)
        return sum(int(lines[name].split()[0]) for name in ("RssAnon", "VmSwap"))

    with Client(timeout=500) as client:
        for number, entry in enumerate(client.usage_history(), 1):
            if number == 5_000:
                after_some = allocated()
        after_all = allocated()
        kept = list(client.usage_history())
        print(number, after_all - after_some, allocated() - after_all)
    """
    said = run(program, env=sandbox.environment(), timeout=500).stdout
    number, grown, kept = map(int, said.split())
    assert number == 50_000
    assert grown < kept / 5
