"""CSV to paths and file objects: whole pages, whatever happens, and gone on with without a row lost
or doubled."""

import asyncio
import gzip
import io
import tempfile
import threading
import time

import pytest
from venice_keys import (
    AsyncClient,
    InvalidInputError,
    ServerError,
    VeniceError,
    _sink,
)

from programs import run
from until import LONG, until

COUNT = 25


@pytest.fixture(autouse=True)
def spent(sandbox):
    sandbox.spend(COUNT)


@pytest.fixture
def whole(client):
    """All that there is to write."""
    to = io.BytesIO()
    assert client.usage_history_csv(to) == COUNT
    assert to.getvalue().count(b"\n") == COUNT + 1
    return to.getvalue()


def test_to_a_path(client, tmp_path, whole):
    for path in (tmp_path / "usage.csv", str(tmp_path / "usage.csv")):
        assert client.usage_history_csv(path, page_size=10) == COUNT
        assert (tmp_path / "usage.csv").read_bytes() == whole


def test_to_file_objects(client, tmp_path, whole):
    text, raw = tmp_path / "text", tmp_path / "raw"
    with open(text, "w", newline="") as to:
        assert client.usage_history_csv(to, page_size=10) == COUNT
    with open(raw, "wb", buffering=0) as to:
        client.usage_history_csv(to, page_size=10)
    assert text.read_bytes() == raw.read_bytes() == whole
    to = io.StringIO(newline="")
    client.usage_history_csv(to)
    assert to.getvalue() == whole.decode()
    with tempfile.TemporaryFile() as to, gzip.open(tmp_path / "gzip", "wb") as packed:
        for one in (to, packed):
            client.usage_history_csv(one, page_size=10)
        to.seek(0)
        assert to.read() == whole
    assert gzip.decompress((tmp_path / "gzip").read_bytes()) == whole


class Slow(io.RawIOBase):
    """Takes a few bytes at a time, as a pipe may."""

    def __init__(self):
        self.taken = b""

    def writable(self):
        return True

    def write(self, data):
        self.taken += bytes(data[:100])
        return min(len(data), 100)


def test_to_what_takes_a_part_at_a_time(client, whole):
    to = Slow()
    client.usage_history_csv(to)
    assert to.taken == whole


def test_what_is_no_file_is_refused(client, sandbox, tmp_path):
    for wrong in (5, b"path", None, [].append):
        with pytest.raises(TypeError, match="to must be a path or a file object"):
            client.usage_history_csv(wrong)
    with pytest.raises(FileNotFoundError):
        client.usage_history_csv(tmp_path / "no such folder" / "usage.csv")
    assert sandbox.journal() == []


def fail_the_second_page(sandbox):
    sandbox.fault("delay", ms=1)
    sandbox.fault("status", status=500)


def test_a_file_that_stopped_half_way_is_gone_on_with(once, sandbox, tmp_path, whole):
    path = tmp_path / "usage.csv"
    fail_the_second_page(sandbox)
    with pytest.raises(ServerError) as failed:
        once.usage_history_csv(path, page_size=10)
    assert path.read_bytes() == b"".join(whole.splitlines(keepends=True)[:11])
    assert once.usage_history_csv(path, cursor=failed.value.resume) == COUNT - 10
    assert path.read_bytes() == whole


def test_a_call_that_fetches_nothing_leaves_an_older_file(once, sandbox, tmp_path, whole):
    path = tmp_path / "usage.csv"
    path.write_bytes(b"of last month")
    sandbox.fault("status", status=500)
    with pytest.raises(ServerError):
        once.usage_history_csv(path)
    assert path.read_bytes() == b"of last month"
    once.usage_history_csv(path)
    assert path.read_bytes() == whole


def test_a_disk_that_is_full_leaves_whole_pages(sandbox, tmp_path, whole):
    """A limit on the size of files: the last write takes a part of its page, and the next none."""
    pytest.importorskip("resource")
    path = tmp_path / "usage.csv"
    lines = whole.splitlines(keepends=True)
    one_page = b"".join(lines[:11])
    done = run(
        f"""
        import asyncio, resource, signal, venice_keys
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        path, size = {str(path)!r}, {len(one_page) + 50}
        hard = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
        client, awaiting = venice_keys.Client(), venice_keys.AsyncClient()
        for write in (
            client.usage_history_csv,
            lambda *to, **options: asyncio.run(awaiting.usage_history_csv(*to, **options)),
        ):
            resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
            try:
                write(path, page_size=10)
            except venice_keys.InvalidInputError as error:
                print(type(error.__cause__).__name__, error.issues[0].field, len(open(path).read()))
                resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
                print(write(path, cursor=error.resume))
            print(open(path, newline="").read() == {whole.decode()!r})
        """,
        env=sandbox.environment(),
    )
    # Read with universal newlines: an end of a line counts once.
    length = len(one_page.decode().replace("\r\n", "\n"))
    assert done.stdout == f"OSError to {length}\n15\nTrue\n" * 2, done.stderr


def test_a_file_objects_own_exception_passes(client, tmp_path):
    class Full(io.StringIO):
        def write(self, text):
            raise OSError("full")

    for call in (
        lambda: client.usage_history_csv(Full()),
        lambda: asyncio.run(awaiting(client).usage_history_csv(Full())),
    ):
        with pytest.raises(OSError, match=r"^full$") as failed:
            call()
        assert not isinstance(failed.value, VeniceError)


def awaiting(client):
    """An AsyncClient like it."""
    made = AsyncClient.__new__(AsyncClient)
    made._calls = client._awaited()
    return made


# ---- asyncio


def test_awaited_to_paths_and_file_objects(async_client, sandbox, tmp_path, whole):
    class Coroutines:
        def __init__(self):
            self.taken = b""

        async def write(self, data):
            await asyncio.sleep(0)
            self.taken += data

    class Stream(Slow):
        """As asyncio.StreamWriter."""

        drained = 0

        def write(self, data):
            asyncio.get_running_loop()  # on the loop's own thread
            self.taken += bytes(data)
            return len(data)

        async def drain(self):
            self.drained += 1

    async def calls():
        path = tmp_path / "usage.csv"
        assert await async_client.usage_history_csv(path, page_size=10) == COUNT
        assert path.read_bytes() == whole
        to, coroutines, stream = io.BytesIO(), Coroutines(), Stream()
        for one in (to, coroutines, stream):
            assert await async_client.usage_history_csv(one, page_size=10) == COUNT
        assert to.getvalue() == coroutines.taken == stream.taken == whole
        assert stream.drained == 3
        sent = len(sandbox.journal())
        with pytest.raises(TypeError, match="to must be a path"):
            await async_client.usage_history_csv(5)
        with pytest.raises(FileNotFoundError):
            await async_client.usage_history_csv(tmp_path / "no such folder" / "usage.csv")
        assert len(sandbox.journal()) == sent

    asyncio.run(calls())


def test_a_slow_file_holds_up_no_loop(async_client):
    begun, go_on = threading.Event(), threading.Event()

    class Late(io.StringIO):
        def write(self, text):
            begun.set()
            assert go_on.wait(LONG)
            return super().write(text)

    async def calls():
        writing = asyncio.ensure_future(async_client.usage_history_csv(Late()))
        await until(begun.is_set)
        go_on.set()
        return await writing

    assert asyncio.run(calls()) == COUNT


def test_cancelled_amid_a_page_it_returns_at_once_and_leaves_whole_pages(
    async_client, sandbox, tmp_path, whole
):
    path = tmp_path / "usage.csv"
    sandbox.fault("delay", ms=1)
    sandbox.fault("stall")

    before = len(sandbox.journal())

    async def calls():
        task = asyncio.ensure_future(async_client.usage_history_csv(path, page_size=10))
        await until(lambda: len(sandbox.journal()) == before + 2)
        start = time.perf_counter()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        return time.perf_counter() - start

    assert asyncio.run(calls()) < 50  # whoever waits for the response does so for a minute
    assert path.read_bytes() == b"".join(whole.splitlines(keepends=True)[:11])


def test_cancelled_amid_a_write_it_waits_for_the_whole_page(
    async_client, tmp_path, whole, monkeypatch
):
    """Whoever goes on with the file must find it as it stays."""
    writing, go_on = threading.Event(), threading.Event()
    write_whole = _sink._write_whole

    def slowly(file, text):
        writing.set()
        assert go_on.wait(LONG)
        write_whole(file, text)

    monkeypatch.setattr(_sink, "_write_whole", slowly)
    path = tmp_path / "usage.csv"

    async def calls():
        task = asyncio.ensure_future(async_client.usage_history_csv(path, page_size=10))
        await until(writing.is_set)
        for _ in range(2):
            task.cancel()
            await asyncio.sleep(0.05)
        assert not task.done()
        go_on.set()
        with pytest.raises(asyncio.CancelledError):
            await task
        return path.read_bytes()

    assert asyncio.run(calls()) == b"".join(whole.splitlines(keepends=True)[:11])


def test_bad_input_is_raised_where_it_is_awaited(async_client, sandbox, tmp_path):
    async def calls():
        with pytest.raises(InvalidInputError):
            await async_client.usage_history_csv(tmp_path / "usage.csv", page_size=5)

    asyncio.run(calls())
    assert sandbox.journal() == []
