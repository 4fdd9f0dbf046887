"""Jobs: what is called when the caller's own code fails, is interrupted, or is too slow, between
the steps of a job. The steps are answered here; the scenarios play jobs against a sandbox.
"""

import asyncio
import logging
import sys

import pytest
from venice_keys import VeniceError
from venice_keys._jobs import stored, stored_awaited

from steps import UNREACHABLE, AsyncJob, Job

NOTES = sys.version_info >= (3, 11)
# How long who is interrupted waits, in seconds: what is left of five.
AT_MOST = pytest.approx(2.5, abs=2.5)


class Mine(Exception):
    """A failure of the caller's own."""


def blocking(job, store):
    return stored(job, store)


def awaited(job, store):
    return asyncio.run(stored_awaited(AsyncJob(job), store))


def awaited_with_an_async_store(job, store):
    async def storing(created):
        await asyncio.sleep(0)
        return store(created)

    return asyncio.run(stored_awaited(AsyncJob(job), storing))


ways = pytest.mark.parametrize("way", [blocking, awaited, awaited_with_an_async_store])


def failing(error):
    def store(created):
        raise error

    return store


@ways
def test_a_key_is_stored_before_it_becomes_lasting(way):
    job = Job()
    created = way(job, lambda created: job.calls.append(("store", created.id)))
    assert created.id == "key-1"
    assert job.calls == [("begin", 1), ("store", "key-1"), ("commit", "record-1")]


@pytest.mark.parametrize("way", [blocking, awaited])
def test_without_a_store_nothing_is_called(way):
    job = Job()
    assert way(job, None).id == "key-1"
    assert job.calls == [("begin", 1), ("commit", "record-1")]


@ways
def test_what_is_over_stores_nothing(way):
    job = Job(over=True)
    assert way(job, failing(Mine())).id == "key-1"
    assert job.calls == [("begin", 1)]


@ways
@pytest.mark.parametrize("error", [Mine("no room"), KeyError("x"), SystemExit(3)])
def test_a_store_that_fails_has_the_key_deleted_and_its_own_exception_raised(way, error):
    job = Job()
    with pytest.raises(type(error)) as raised:
        way(job, failing(error))
    assert raised.value is error
    assert job.calls == [("begin", 1), ("abort", "record-1")]
    # Who is interrupted doesn't wait for a whole timeout.
    assert job.within == (None if isinstance(error, Exception) else AT_MOST)


@ways
def test_a_failing_abort_is_noted_and_hides_nothing(way):
    job = Job(abort=UNREACHABLE)
    error = Mine("no room")
    with pytest.raises(Mine) as raised:
        way(job, failing(error))
    assert raised.value is error
    if NOTES:
        assert error.__notes__ == [
            "The new key key-1 couldn't be deleted (the server failed); it ends by itself."
        ]


@ways
def test_a_hold_that_was_over_begins_again_and_stores_again(way):
    job, ids = Job(commits=[False]), []
    assert way(job, lambda created: ids.append(created.id)).id == "key-2"
    assert ids == ["key-1", "key-2"]


@ways
def test_a_store_that_is_always_too_slow_comes_to_an_end(way):
    job, ids = Job(commits=[False] * 9), []
    with pytest.raises(VeniceError) as lost:
        way(job, lambda created: ids.append(created.id))
    assert lost.value.code == "pending_lost"
    assert ids == ["key-1", "key-2", "key-3"]


@ways
def test_after_a_commit_that_failed_nothing_is_deleted(way):
    job = Job(commits=[UNREACHABLE])
    with pytest.raises(VeniceError) as failed:
        way(job, lambda created: None)
    assert failed.value is UNREACHABLE
    assert job.calls == [("begin", 1), ("commit", "record-1")]


@pytest.mark.parametrize("way", [blocking, awaited])
@pytest.mark.parametrize("store", [None, lambda created: None], ids=["no store", "a store"])
def test_a_key_that_nobody_has_is_named(way, store, caplog):
    job = Job(commits=[KeyboardInterrupt()])
    with caplog.at_level(logging.WARNING, "venice_keys"), pytest.raises(KeyboardInterrupt):
        way(job, store)
    assert ("key-1" in caplog.text) is (store is None)
    assert "UNITTEST" not in caplog.text
    assert job.calls == [("begin", 1), ("commit", "record-1")]


def test_an_async_store_of_a_client_that_blocks_is_refused(recwarn):
    job = Job()

    async def store(created):
        raise AssertionError("nobody awaits this")

    with pytest.raises(TypeError, match="AsyncClient awaits it"):
        stored(job, store)
    assert job.calls == [("begin", 1), ("abort", "record-1")]
    assert not recwarn.list


@pytest.mark.parametrize("way", [blocking, awaited])
def test_what_is_no_store_is_refused_before_anything_is_sent(way):
    job = Job()
    with pytest.raises(TypeError, match="store must be callable, not dict"):
        way(job, {})
    assert job.calls == []


def test_a_task_that_is_cancelled_while_it_stores_deletes_the_key():
    job = Job()

    async def main():
        storing = asyncio.Event()

        async def store(created):
            storing.set()
            await asyncio.sleep(60)

        task = asyncio.create_task(stored_awaited(AsyncJob(job), store))
        await storing.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(main())
    assert job.calls == [("begin", 1), ("abort", "record-1")]
    assert job.within == AT_MOST


def test_a_coroutine_that_is_closed_while_it_stores_waits_for_nothing():
    job = Job()

    async def main():
        async def store(created):
            await asyncio.sleep(60)

        coroutine = stored_awaited(AsyncJob(job), store)
        while not job.calls:
            coroutine.send(None)
        coroutine.close()

    asyncio.run(main())
    assert job.calls == [("begin", 1)]
