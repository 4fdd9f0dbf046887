"""An iterator that creates what it gives: what was done is given, whatever comes between, and what
wasn't is done again. The pages are answered here; the scenarios play jobs against a sandbox.
"""

import asyncio
import logging
import threading

import pytest
from venice_keys import ConflictError, ServerError
from venice_keys._stored_pages import AsyncStoredPages, StoredPages

from programs import forks, forks_beside_threads, in_a_child
from steps import UNREACHABLE, AsyncJob, Walk

NAMES = ["a", "b", "c", "d", "e"]


class Mine(Exception):
    """A failure of the caller's own."""


class Blocking:
    """StoredPages, asked for one at a time."""

    def __init__(self, walk, store):
        self.pages = StoredPages(walk, store)

    def next(self):
        return next(self.pages, None)

    def rest(self):
        return list(self.pages)

    def to_list(self, limit):
        return self.pages.to_list(limit=limit)

    def by_page(self):
        return list(self.pages.pages())


class Awaiting:
    """AsyncStoredPages, with a store that is awaited."""

    def __init__(self, walk, store):
        async def storing(created):
            await asyncio.sleep(0)
            store(created)

        self.pages = AsyncStoredPages(AsyncJob(walk), store and storing)

    def next(self):
        async def taken():
            return await anext(self.pages, None)

        return asyncio.run(taken())

    def rest(self):
        async def taken():
            return [one async for one in self.pages]

        return asyncio.run(taken())

    def to_list(self, limit):
        return asyncio.run(self.pages.to_list(limit=limit))

    def by_page(self):
        async def taken():
            return [page async for page in self.pages.pages()]

        return asyncio.run(taken())


ways = pytest.mark.parametrize("way", [Blocking, Awaiting])


class Store:
    """Keeps ids; fails as it is told."""

    def __init__(self, *failures):
        self.ids = []
        self.failures = list(failures)

    def __call__(self, created):
        failure = self.failures.pop(0) if self.failures else None
        if failure is not None:
            raise failure
        self.ids.append(created.id)


def ids(items):
    return [getattr(item, "id", item) for item in items]


@ways
def test_each_key_is_stored_and_then_lasting_and_then_given(way):
    walk, store = Walk(NAMES, there=["b"]), Store()
    pages = way(walk, store)
    assert walk.calls == []
    assert pages.next() == ("kept", "b")
    assert (store.ids, walk.missing) == ([], ["a", "c", "d", "e"])
    assert pages.next().id == "key-1"
    assert (store.ids, walk.missing) == (["key-1"], ["c", "d", "e"])
    assert ids(pages.rest()) == ["key-2", "key-3", "key-4"]
    assert (store.ids, walk.missing) == (["key-1", "key-2", "key-3", "key-4"], [])
    assert pages.next() is None


@ways
def test_a_key_whose_hold_ends_before_it_is_stored_is_made_anew(way):
    walk, store = Walk(NAMES, ending=["record-2", "record-4"]), Store()
    assert ids(way(walk, store).rest()) == ["key-1", "key-3", "key-5", "key-6", "key-7"]
    assert store.ids == ["key-1", "key-3", "key-5", "key-6", "key-7"]
    commits = [record for call, record in walk.calls if call == "commit"]
    assert commits == [f"record-{number}" for number in (1, 3, 5, 6, 7)]


@ways
def test_a_key_that_is_stored_is_committed_again_however_late(way):
    walk, store = Walk(["a"], size=1, commits=[UNREACHABLE]), Store()
    pages = way(walk, store)
    with pytest.raises(ServerError):
        pages.next()
    walk.ending.add("record-1")
    assert ids(pages.rest()) == ["key-1"]
    assert store.ids == ["key-1"]


@ways
def test_a_store_that_fails_aborts_what_wasnt_stored_and_going_on_tries_again(way):
    error = Mine("no room")
    walk, store = Walk(NAMES, size=3), Store(None, error)
    pages = way(walk, store)
    assert pages.next().id == "key-1"
    with pytest.raises(Mine) as raised:
        pages.next()
    assert raised.value is error
    assert [call for call in walk.calls if call[0] == "abort"] == [
        ("abort", "record-2"),
        ("abort", "record-3"),
    ]
    assert ids(pages.rest()) == ["key-4", "key-5", "key-6", "key-7"]
    assert store.ids == ["key-1", "key-4", "key-5", "key-6", "key-7"]
    assert walk.missing == []


@ways
def test_a_store_that_fails_doesnt_wait_for_each_key_that_cant_be_deleted(way, caplog):
    error = Mine("no room")
    walk = Walk(NAMES, size=4, abort=UNREACHABLE)
    with pytest.raises(Mine):
        way(walk, Store(error)).next()
    assert [call for call in walk.calls if call[0] == "abort"] == [("abort", "record-1")]
    (said,) = getattr(error, "__notes__", caplog.messages)
    assert all(f"key-{number}" in said for number in (1, 2, 3, 4))
    assert said.endswith("couldn't be deleted (the server failed); they end by themselves.")


@ways
@pytest.mark.parametrize("error", [UNREACHABLE, KeyboardInterrupt()])
def test_a_commit_that_was_cut_off_is_made_again_and_nothing_is_stored_twice(way, error):
    walk, store = Walk(NAMES, commits=[True, error, error]), Store()
    pages = way(walk, store)
    assert pages.next().id == "key-1"
    for _ in range(2):
        with pytest.raises(type(error)):
            pages.next()
    assert ids(pages.rest()) == ["key-2", "key-3", "key-4", "key-5"]
    assert store.ids == ["key-1", "key-2", "key-3", "key-4", "key-5"]
    assert not [call for call in walk.calls if call[0] == "abort"]


@ways
def test_a_key_that_isnt_the_only_one_of_its_name_is_said_once(way):
    walk, store = Walk(NAMES, commits=[ConflictError("two of a name", code="conflict")]), Store()
    pages = way(walk, store)
    with pytest.raises(ConflictError):
        pages.next()
    assert pages.next().id == "key-2"
    assert [call for call in walk.calls if call == ("commit", "record-1")] == [
        ("commit", "record-1")
    ]


@ways
def test_a_hold_that_was_over_is_made_again_by_the_next_page(way):
    walk, store = Walk(NAMES, commits=[False]), Store()
    assert ids(way(walk, store).rest()) == ["key-2", "key-3", "key-4", "key-5", "key-6"]
    assert walk.missing == []


@ways
def test_without_a_store_an_interrupted_commit_is_warned_of(way, caplog):
    walk = Walk(NAMES, commits=[KeyboardInterrupt()])
    pages = way(walk, None)
    with caplog.at_level(logging.WARNING, "venice_keys"), pytest.raises(KeyboardInterrupt):
        pages.next()
    assert "key-1" in caplog.text
    assert len(pages.rest()) == 5


@ways
def test_a_list_that_fails_loses_nothing(way):
    walk, store = Walk(NAMES, commits=[True, True, True, UNREACHABLE]), Store()
    pages = way(walk, store)
    with pytest.raises(ServerError):
        pages.to_list(5)
    assert ids(pages.to_list(5)) == ["key-1", "key-2", "key-3", "key-4", "key-5"]
    assert len(store.ids) == 5


@ways
def test_pages_have_what_is_done(way):
    walk, store = Walk(NAMES, there=["b"], commits=[True, False]), Store()
    pages = way(walk, store).by_page()
    # The one that was too late is on the next page.
    assert [ids(page.items) for page in pages] == [
        [("kept", "b"), "key-1"],
        ["key-3", "key-4"],
        ["key-5"],
    ]
    assert walk.missing == []


def test_threads_share_one_and_nothing_is_stored_twice():
    names = [str(number) for number in range(200)]
    walk, store, got = Walk(names, size=5), Store(), []
    pages = StoredPages(walk, store)
    threads = [threading.Thread(target=lambda: got.extend(pages)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(ids(got)) == sorted(store.ids)
    assert len(set(store.ids)) == 200


def test_tasks_share_one_and_nothing_is_stored_twice():
    names = [str(number) for number in range(50)]
    walk, ids_stored, got = Walk(names, size=5), [], []

    async def store(created):
        await asyncio.sleep(0.001)
        ids_stored.append(created.id)

    pages = AsyncStoredPages(AsyncJob(walk), store)

    async def take():
        got.extend([one.id async for one in pages])

    async def main():
        await asyncio.gather(*[take() for _ in range(4)])

    asyncio.run(main())
    assert sorted(got) == sorted(ids_stored)
    assert len(set(got)) == len(got) == 50
    assert walk.missing == []


def test_a_task_that_is_cancelled_while_it_stores_leaves_the_rest():
    walk, stored = Walk(NAMES, size=3), []

    async def main():
        storing = asyncio.Event()

        async def store(created):
            stored.append(created.id)
            if len(stored) == 2:
                storing.set()
                await asyncio.sleep(60)

        pages = AsyncStoredPages(AsyncJob(walk), store)
        got = []

        async def take():
            async for one in pages:
                got.append(one.id)  # noqa: PERF401  (what came before the cancellation counts)

        task = asyncio.create_task(take())
        await storing.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert got == ["key-1"]
        assert walk.within == pytest.approx(2.5, abs=2.5)  # what is left of five seconds
        await take()
        assert got == ["key-1", "key-4", "key-5", "key-6", "key-7"]

    asyncio.run(main())
    assert walk.missing == []


@forks
@forks_beside_threads
def test_a_child_goes_on_by_itself_while_the_parent_stores():
    begun, go_on = threading.Event(), threading.Event()

    def store(created):
        begun.set()
        go_on.wait(200)

    pages = StoredPages(Walk(NAMES), store)
    other = threading.Thread(target=lambda: next(pages))
    other.start()
    begun.wait(60)

    def in_child():
        go_on.set()
        return len(list(pages)) > 0

    try:
        assert in_a_child(in_child)
    finally:
        go_on.set()
        other.join()
