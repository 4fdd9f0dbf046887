"""`with` bodies between the steps of a job: what an exception, a cancellation or an interruption in
them comes to. The steps are answered here; the scenarios play jobs against a sandbox.
"""

import asyncio
import copy
import gc
import logging
import pickle
import sys
import threading

import pytest
from venice_keys import AsyncScope, AsyncTransaction, NotFoundError, Scope, Transaction, VeniceError

from steps import UNREACHABLE, AsyncJob, Job, LentJob
from until import until

NOTES = sys.version_info >= (3, 11)
# How long who is interrupted waits, in seconds: what is left of five.
AT_MOST = pytest.approx(2.5, abs=2.5)
ABORTED = [("begin", 1), ("abort", "record-1")]
COMMITTED = [("begin", 1), ("commit", "record-1")]
REMOVED = [("begin", 1), ("remove", "key-1")]


class Mine(Exception):
    """A failure of the caller's own."""


def blocking(kind, job, body):
    made = (Transaction if kind == "transaction" else Scope)(job)
    with made as key:
        body(key)
    return made


def awaited(kind, job, body):
    made = (AsyncTransaction if kind == "transaction" else AsyncScope)(AsyncJob(job))

    async def main():
        async with made as key:
            body(key)

    asyncio.run(main())
    return made


ways = pytest.mark.parametrize("way", [blocking, awaited])


def failing(error):
    def body(key):
        raise error

    return body


@ways
def test_leaving_the_body_commits(way):
    job = Job()
    rotated = way("transaction", job, lambda key: job.calls.append(key.id))
    assert job.calls == [("begin", 1), "key-1", ("commit", "record-1")]
    assert rotated.result.id == "key-1"


@ways
@pytest.mark.parametrize("error", [Mine("x"), KeyboardInterrupt(), asyncio.CancelledError()])
def test_an_exception_aborts_and_is_what_is_raised(way, error):
    job = Job()
    with pytest.raises(type(error)) as raised:
        way("transaction", job, failing(error))
    if not isinstance(error, asyncio.CancelledError):  # asyncio.run makes one of its own
        assert raised.value is error
    assert job.calls == ABORTED
    assert job.within == (None if isinstance(error, Exception) else AT_MOST)


@ways
@pytest.mark.parametrize("kind", ["transaction", "scope"])
def test_what_fails_after_a_failed_body_is_noted_and_hides_nothing(way, kind, caplog):
    job = (Job if kind == "transaction" else LentJob)(abort=UNREACHABLE)
    error = Mine("x")
    with pytest.raises(Mine) as raised:
        way(kind, job, failing(error))
    assert raised.value is error
    said = error.__notes__ if NOTES else caplog.messages
    assert len(said) == 1
    assert "key-1 couldn't be deleted" in said[0]
    assert "the server failed" in said[0]
    assert "UNITTEST" not in said[0]


@ways
def test_an_interruption_of_the_abort_is_raised_with_the_bodys_exception(way):
    job = Job(abort=KeyboardInterrupt())
    with pytest.raises(KeyboardInterrupt) as raised:
        way("transaction", job, failing(Mine("x")))
    assert isinstance(raised.value.__context__, Mine)


@ways
def test_a_commit_that_comes_too_late_says_what_to_do(way):
    with pytest.raises(VeniceError, match="key-1 has ended: discard its secret") as lost:
        way("transaction", Job(commits=[False]), lambda key: None)
    assert lost.value.code == "pending_lost"


@ways
def test_a_commit_that_fails_deletes_nothing(way):
    job = Job(commits=[UNREACHABLE])
    with pytest.raises(VeniceError) as failed:
        way("transaction", job, lambda key: None)
    assert failed.value is UNREACHABLE
    assert job.calls == COMMITTED


@ways
def test_what_an_earlier_run_finished_has_no_body_but_a_result(way):
    job, kept = Job(over=True), []

    def never(key):
        raise AssertionError("the earlier run stored the secret")

    with pytest.raises(VeniceError, match="key-1") as over:
        kind = Transaction if way is blocking else AsyncTransaction
        made = kind(job if way is blocking else AsyncJob(job))
        kept.append(made)
        if way is blocking:
            with made as key:
                never(key)
        else:

            async def main():
                async with made as key:
                    never(key)

            asyncio.run(main())
    assert over.value.code == "already_rotated"
    assert kept[0].result.id == "key-1"
    assert job.calls == [("begin", 1)]


def test_there_is_a_result_only_after_the_commit():
    transaction = Transaction(Job())
    with pytest.raises(RuntimeError, match="no result"):
        transaction.result
    with transaction:
        with pytest.raises(RuntimeError, match="no result"):
            transaction.result
    assert transaction.result.id == "key-1"


@pytest.mark.parametrize("kind", [Transaction, Scope])
def test_it_is_entered_once(kind):
    made = kind(Job() if kind is Transaction else LentJob())
    with made:
        with pytest.raises(RuntimeError, match="once"):
            made.__enter__()
    with pytest.raises(RuntimeError, match="once"):
        made.__enter__()


@pytest.mark.parametrize("kind", [Transaction, Scope, AsyncTransaction, AsyncScope])
def test_it_is_neither_pickled_nor_copied_and_shows_nothing(kind):
    made = kind(Job())
    assert "UNITTEST" not in repr(made)
    assert kind[int]  # for annotations
    for way in (pickle.dumps, copy.copy, copy.deepcopy):
        with pytest.raises(TypeError, match="neither pickled nor copied"):
            way(made)


def test_a_generator_that_is_left_aborts():
    job = Job()

    def keys():
        with Transaction(job) as key:
            yield key

    for _ in keys():
        break
    gc.collect()
    assert job.calls == ABORTED


ASYNC = [(AsyncTransaction, Job, ABORTED), (AsyncScope, LentJob, REMOVED)]
async_kinds = pytest.mark.parametrize("kind, steps, left", ASYNC)


def wait_for_threads():
    """Wait for what is carried out on threads."""
    for thread in threading.enumerate():
        if thread.name == "venice-keys":
            thread.join(60)


@async_kinds
def test_a_coroutine_that_is_closed_deletes_the_key_without_being_awaited(kind, steps, left):
    job = steps()

    async def work():
        async with kind(AsyncJob(job)):
            await asyncio.sleep(60)

    async def main():
        coroutine = work()
        coroutine.send(None)
        coroutine.send(None)
        coroutine.close()

    asyncio.run(main())
    wait_for_threads()
    assert job.calls == left
    assert job.within == AT_MOST


@async_kinds
def test_an_async_generator_that_is_left_deletes_the_key(kind, steps, left):
    job = steps()

    async def keys():
        async with kind(AsyncJob(job)) as key:
            yield key

    async def main():
        async for _ in keys():
            break
        gc.collect()
        await until(lambda: len(job.calls) == 2)  # the event loop closes it

    asyncio.run(main())
    wait_for_threads()
    assert job.calls == left


@async_kinds
def test_a_task_that_is_cancelled_in_its_body_deletes_the_key(kind, steps, left):
    job = steps()

    async def main():
        begun = asyncio.Event()

        async def work():
            async with kind(AsyncJob(job)):
                begun.set()
                await asyncio.sleep(60)

        task = asyncio.create_task(work())
        await begun.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(main())
    assert job.calls == left
    assert job.within == AT_MOST


# ---- A key that ends with its body


@ways
def test_a_lent_key_is_deleted(way):
    job = LentJob()
    way("scope", job, lambda key: job.calls.append(key.id))
    assert job.calls == [("begin", 1), "key-1", ("remove", "key-1")]


@ways
def test_a_lent_key_is_deleted_after_a_failure(way):
    job = LentJob()
    with pytest.raises(Mine):
        way("scope", job, failing(Mine("x")))
    assert job.calls == REMOVED


@ways
def test_a_lent_key_whose_time_is_over_is_gone_already(way):
    job = LentJob(abort=NotFoundError("gone", code="not_found", status=400))
    way("scope", job, lambda key: None)
    assert job.calls == REMOVED


@ways
def test_a_gateways_404_says_nothing_of_a_lent_key(way):
    job = LentJob(abort=NotFoundError("no such path", code="not_found", status=404))
    with pytest.raises(NotFoundError, match=r"no such path\. The temporary key key-1"):
        way("scope", job, lambda key: None)


@ways
def test_a_lent_key_that_stays_is_named(way):
    error = type(UNREACHABLE)("the server failed", code="server_error")
    with pytest.raises(type(error), match=r"the server failed\. The temporary key key-1") as raised:
        way("scope", LentJob(abort=error), lambda key: None)
    assert raised.value is error
    assert "UNITTEST" not in str(error)


@ways
@pytest.mark.parametrize("error", [asyncio.CancelledError(), SystemExit(3), GeneratorExit()])
def test_a_lent_key_that_stays_where_nobody_sees_a_note_is_warned_of(way, error, caplog):
    with caplog.at_level(logging.WARNING, "venice_keys"), pytest.raises(type(error)):
        way("scope", LentJob(abort=UNREACHABLE), failing(error))
    wait_for_threads()
    assert "The temporary key key-1 couldn't be deleted: it works until" in caplog.text
    assert "UNITTEST" not in caplog.text


@ways
@pytest.mark.parametrize("body", [lambda key: None, failing(Mine("x"))])
def test_a_lent_key_whose_deletion_is_interrupted_is_warned_of(way, body, caplog):
    with caplog.at_level(logging.WARNING, "venice_keys"), pytest.raises(KeyboardInterrupt):
        way("scope", LentJob(abort=KeyboardInterrupt()), body)
    assert "The temporary key key-1 couldn't be deleted: it works until" in caplog.text
