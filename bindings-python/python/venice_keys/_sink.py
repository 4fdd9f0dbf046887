"""Calls that write what they fetch, page by page: to the file at a path, or to a file object."""

from __future__ import annotations

import io
import os
import stat

from ._calls import outcome

TYPE_CHECKING = False
if TYPE_CHECKING:
    import asyncio
    from types import TracebackType
    from typing import Any

    from typing_extensions import Self

    from ._native import _Chunk, _Walk
    from ._types import SinkInput


def write(walk: _Walk, to: SinkInput) -> int:
    """Fetch and write all pages, and return the number of rows."""
    rows = 0
    cursor: str | None = None
    with _opened(walk, to) as sink:
        while True:
            chunk: _Chunk = walk.fetch(cursor)
            sink.write(chunk)
            rows += chunk.rows
            if chunk.is_last:
                return rows
            cursor = chunk.cursor


async def write_awaited(walk: _Walk, to: SinkInput) -> int:
    """Fetch and write all pages, and return the number of rows."""
    rows = 0
    cursor: str | None = None
    with await _opened_elsewhere(walk, to) as sink:
        while True:
            chunk: _Chunk = await outcome(walk.fetch(cursor))
            await sink.write_awaited(chunk)
            rows += chunk.rows
            if chunk.is_last:
                return rows
            cursor = chunk.cursor


def _opened(walk: _Walk, to: SinkInput) -> _File | _Object:
    if isinstance(to, (str, os.PathLike)):
        return _File(walk, to)
    if not callable(getattr(to, "write", None)):
        raise TypeError(f"to must be a path or a file object, not {type(to).__name__}")
    return _Object(to)


async def _opened_elsewhere(walk: _Walk, to: SinkInput) -> _File | _Object:
    import asyncio

    opening = _elsewhere(_opened, walk, to)
    try:
        return await asyncio.shield(opening)
    except BaseException:
        opening.add_done_callback(_close_what_was_opened)
        raise


class _File:
    """The file at a path. It holds whole pages, whatever happens."""

    def __init__(self, walk: _Walk, path: str | os.PathLike[str]) -> None:
        # Created, but not emptied: a call that fetches nothing must not cost an older file.
        def opener(name: str, flags: int) -> int:
            return os.open(name, flags & ~os.O_TRUNC, 0o666)

        self._walk = walk
        self._file = io.FileIO(path, "w", opener=opener)
        # Not a pipe, or a terminal.
        self._can_be_cut = stat.S_ISREG(os.fstat(self._file.fileno()).st_mode)

    def write(self, chunk: _Chunk) -> None:
        end = 0
        try:
            if self._can_be_cut:
                if chunk.is_first:
                    self._file.truncate(0)
                end = self._file.seek(0, os.SEEK_END)
            _write_whole(self._file, chunk.text)
        except BaseException as error:
            if self._can_be_cut:
                self._file.truncate(end)
            if isinstance(error, OSError):
                raise self._walk.unwritable(chunk, str(error)) from error
            raise

    async def write_awaited(self, chunk: _Chunk) -> None:
        import asyncio

        writing = _elsewhere(self.write, chunk)
        try:
            await asyncio.shield(writing)
        except asyncio.CancelledError:
            # Whoever goes on with this file must find it as it stays.
            while self._can_be_cut and not writing.done():
                try:
                    await asyncio.wait([writing])
                except asyncio.CancelledError:
                    continue
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        exception_type: type[BaseException] | None,
        exception: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._file.close()


class _Object:
    """A file object of the caller's: of text if it has an encoding, else of bytes."""

    def __init__(self, to: Any) -> None:
        self._to = to

    def write(self, chunk: _Chunk) -> Any:
        if hasattr(self._to, "encoding"):
            return self._to.write(chunk.text)
        if isinstance(self._to, io.RawIOBase):
            return _write_whole(self._to, chunk.text)
        return self._to.write(chunk.text.encode())

    async def write_awaited(self, chunk: _Chunk) -> None:
        # asyncio's own streams belong to the loop's thread; they hold up writers by drain().
        if hasattr(self._to, "drain"):
            self.write(chunk)
            await self._to.drain()
            return
        written = await _elsewhere(self.write, chunk)
        if hasattr(written, "__await__"):  # as that of aiofiles
            await written

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        exception_type: type[BaseException] | None,
        exception: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        pass


def _write_whole(file: io.RawIOBase, text: str) -> None:
    """Write to what may take only a part at a time."""
    rest = memoryview(text.encode())
    while rest:
        taken = file.write(rest)
        if taken is None:
            raise BlockingIOError("it takes nothing more for now")
        rest = rest[taken:]


def _elsewhere(work: Any, *arguments: Any) -> asyncio.Future[Any]:
    """Run what may block on asyncio's executor."""
    import asyncio

    future = asyncio.get_running_loop().run_in_executor(None, work, *arguments)
    future.add_done_callback(_take_notice)
    return future


def _take_notice(future: asyncio.Future[Any]) -> None:
    # Nobody may be left to hear of it.
    if not future.cancelled():
        future.exception()


def _close_what_was_opened(future: asyncio.Future[_File | _Object]) -> None:
    if not future.cancelled() and future.exception() is None:
        with future.result():
            pass
