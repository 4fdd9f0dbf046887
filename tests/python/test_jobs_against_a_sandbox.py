"""Jobs against a sandbox, for what only Python can get wrong: Ctrl-C, cancelled tasks, forks,
threads, and objects that are dropped. What each job does is in the scenarios.
"""

import asyncio
import copy
import gc
import logging
import pickle
import signal
import threading
from datetime import timedelta

import pytest
from venice_keys import AsyncClient, Client, InvalidInputError

from programs import forks, forks_beside_threads, in_a_child, start
from until import wait_until

SETTLE = 0.05


@pytest.fixture
def quick(sandbox):
    with Client(sandbox.admin_key, base_url=sandbox.base_url, settle=SETTLE) as client:
        yield client


@pytest.fixture
def quick_async(sandbox):
    return AsyncClient(sandbox.admin_key, base_url=sandbox.base_url, settle=SETTLE)


def new(keys):
    """The descriptions of keys that the sandbox didn't begin with."""
    return sorted(key.description for key in keys[:-2])


def names(count):
    return [{"description": f"customer {number}"} for number in range(count)]


JOBS = [
    "client.create_key_once('x', store=store)",
    "client.ensure_key('x', store=store)",
    "next(client.provision_keys([{'description': 'x'}], store=store))",
]


@pytest.mark.parametrize("job", JOBS)
def test_ctrl_c_while_storing_leaves_no_key(client, sandbox, job):
    program = f"""
        import time
        from venice_keys import Client
        def store(created):
            print("storing", created.id, flush=True)
            time.sleep(60)
        with Client(settle={SETTLE}) as client:
            {job}
    """
    running = start(program, env=sandbox.environment())
    assert running.stdout.readline().startswith("storing")
    running.send_signal(signal.SIGINT)
    _, said = running.communicate(timeout=100)
    assert said.rstrip().endswith("KeyboardInterrupt")
    assert "VENICE_" not in said
    assert new(client.list_keys()) == []


@pytest.mark.parametrize("none", [0, 0.0, timedelta(0), None])
def test_a_rotation_without_grace_can_be_asked_for(client, quick, none):
    old = client.create_key("x", ip_allowlist=[])
    with quick.rotate_key(old.id, grace=none) as made:
        pass
    assert [key.id for key in client.list_keys() if key.description == "x"] == [made.id]
    with pytest.raises(InvalidInputError, match="grace must be a number of seconds"):
        quick.rotate_key(old.id, grace=-1)


def test_a_rotation_whose_body_is_interrupted_changes_nothing(client, quick):
    old = client.create_key("x", ip_allowlist=[])
    with pytest.raises(KeyboardInterrupt), quick.rotate_key(old.id):
        raise KeyboardInterrupt
    (left,) = (key for key in client.list_keys() if key.description == "x")
    assert (left.id, left.expires_at) == (old.id, None)
    assert len(client.list_keys()) == 3


def test_a_task_that_is_cancelled_on_the_way_leaves_no_lasting_key(quick_async, client, caplog):
    """At any moment, in whatever step that is."""

    async def main(after):
        task = asyncio.create_task(quick_async.ensure_key("x", store=lambda created: None))
        await asyncio.sleep(after)
        task.cancel()
        try:
            await task
        except asyncio.CancelledError:
            return True
        return False

    cancelled = [asyncio.run(main(after / 500)) for after in range(8)]
    assert cancelled[0]
    # What was pending at the end of its task counts as nothing, and isn't warned of.
    assert [name for name in new(client.list_keys()) if not name.startswith("vk-pending:")] in (
        [],
        ["x"],
    )
    assert caplog.text == ""


def test_a_temporary_key_that_nobody_got_is_gone_or_named(quick_async, client, sandbox, caplog):
    """Its task is cancelled while it enters, at any moment."""
    sandbox.fault("delay", ms=40, times=99)

    async def main(after):
        async def work():
            async with quick_async.temporary_key("x", 3600):
                await asyncio.sleep(60)

        task = asyncio.create_task(work())
        await asyncio.sleep(after)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        await asyncio.sleep(0.3)  # what was sent ends, or soon after

    def nothing_is_left_unnamed():
        left = [key.id for key in client.list_keys() if key.description == "x"]
        return [id for id in left if id not in caplog.text] == []

    with caplog.at_level(logging.WARNING, "venice_keys"):
        for after in range(1, 20):
            asyncio.run(main(after / 100))
        wait_until(nothing_is_left_unnamed)


def test_a_rotation_that_is_dropped_leaves_what_ends_by_itself(client, quick, caplog):
    old = client.create_key("x", ip_allowlist=[])
    rotation = quick.rotate_key(old.id)
    rotation.__enter__()
    del rotation
    gc.collect()
    pending, kept = client.list_keys()[:2]
    assert kept.id == old.id
    assert pending.description.startswith("vk-pending:")
    assert pending.expires_at is not None
    assert caplog.text == ""


@pytest.mark.parametrize("kind", [Client, AsyncClient])
def test_what_jobs_are_made_of_is_not_pickled(kind):
    client = kind("VENICE_ADMIN_KEY_UNITTEST", base_url="http://127.0.0.1:9/api/v1")
    rotation = client.rotate_key("e28e82dc-9df2-4b47-b726-d0a222ef2ab5")
    lent = client.temporary_key("x", 60)
    for made in (rotation, lent, client.provision_keys(names(1))):
        for way in (pickle.dumps, copy.deepcopy):
            with pytest.raises(TypeError):
                way(made)


def test_what_holds_a_created_key_is_not_pickled(quick):
    ensured = quick.ensure_key("x", store=lambda created: None)
    assert ensured.created.api_key
    with pytest.raises(TypeError, match="neither pickled nor copied"):
        pickle.dumps(ensured)
    assert ensured.created.api_key.reveal() not in repr(ensured) + repr(ensured.to_dict())
    assert pickle.loads(pickle.dumps(quick.ensure_key("x"))).outcome == "kept"


def test_threads_share_a_provision(quick, client):
    stored, got = [], []
    pages = quick.provision_keys(names(12), store=lambda created: stored.append(created.id))
    threads = [threading.Thread(target=lambda: got.extend(pages)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(item.id for item in got) == sorted(stored)
    assert new(client.list_keys()) == sorted(name["description"] for name in names(12))


@forks
@forks_beside_threads
def test_a_child_provisions_by_itself(quick, client):
    pages = quick.provision_keys(names(3), store=lambda created: None)
    first = next(pages)
    assert in_a_child(lambda: len(list(pages)) == 2)
    assert first.outcome == "created"
    assert new(client.list_keys()) == sorted(name["description"] for name in names(3))


def test_arguments_of_jobs_are_read_as_others_are(quick, sandbox):
    with pytest.raises(TypeError, match="new_keys must be a list of dicts, not str"):
        quick.provision_keys("customer 1")
    with pytest.raises(TypeError, match=r"new_keys.1.description is missing"):
        quick.plan_keys([{"description": "x"}, {"consumption_limit": {"usd": 5}}])
    with pytest.raises(TypeError, match=r"new_keys.0.ip_allowlist must be a list of str"):
        quick.plan_keys([{"description": "x", "ip_allowlist": "1.1.1.1"}])
    with pytest.raises(ValueError, match=r"newKeys.0.limit is unknown"):
        quick.plan_keys([{"description": "x", "limit": 5}])
    with pytest.raises(TypeError, match="grace must be a number of seconds or a timedelta"):
        quick.rotate_key("x", grace="1 day")
    assert sandbox.journal() == []
