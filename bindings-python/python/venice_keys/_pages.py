"""Iterators over what a call returns page by page: Pages for Client, AsyncPages for AsyncClient."""

from __future__ import annotations

from _thread import allocate_lock
from os import getpid

from ._base import VeniceError
from ._calls import outcome
from ._generic import Of

TYPE_CHECKING = False
if TYPE_CHECKING:
    import asyncio
    from _thread import LockType
    from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
    from typing import Any, TypeVar

    from typing_extensions import Self

    from ._native import _Walk

    _T = TypeVar("_T")


class Page(Of["_T"]):
    """One page of a list.

    Attributes:
        items: What is on it; may be empty.
        cursor: What to go on with after this page, now or another day, in this process or another.
            There is one on the last page, too: it gives what came since.
        is_last: Whether the list ends here, for now.
    """

    __slots__ = ("cursor", "is_last", "items")

    items: list[_T]
    cursor: str
    is_last: bool

    def __init__(self, items: list[_T], cursor: str, is_last: bool) -> None:
        self.items = items
        self.cursor = cursor
        self.is_last = is_last

    def __repr__(self) -> str:
        return f"<Page of {len(self.items)} items, is_last={self.is_last}>"


class _Walked(Of["_T"]):
    """How far a walk has come: the page fetched last, and what of it nobody has yet."""

    __slots__ = ("_page", "_walk")

    def __init__(self, walk: _Walk, begin: str) -> None:
        self._walk = walk
        self._page: _Fetched[_T] = _Fetched(begin, [], begin, False)

    def _follow(self, at: str, items: list[Any], cursor: str | None, is_last: bool) -> None:
        self._page = _Fetched(at, items, cursor, is_last)


class _Fetched(Of["_T"]):
    """A page, fetched at a cursor. Of what is `left` the last comes next."""

    __slots__ = ("after", "at", "cursor", "is_last", "left")

    def __init__(self, at: str, items: list[_T], cursor: str | None, is_last: bool) -> None:
        self.at = at
        self.left = items[::-1]
        self.cursor = at if cursor is None else cursor
        self.is_last = is_last
        # The page after this one, as it was fetched.
        self.after: list[tuple[list[Any], str | None, bool]] = []

    def rest(self) -> Page[_T]:
        """Give all that is left."""
        items, self.left = self.left[::-1], []
        return Page(items, self.cursor, self.is_last)

    def put_back(self, taken: list[_T], at: str, error: BaseException) -> None:
        """Lose nothing of a list that an error ended, here or for who goes on elsewhere: from the
        page of the first that was taken.
        """
        if taken:
            self.left.extend(reversed(taken))
            self.at = at
            if isinstance(error, VeniceError):
                error.resume = at


class Pages(_Walked["_T"]):
    """An iterator over a list that is fetched page by page, while it is read: however long it is,
    one page of it is in memory.

    Each page is one call, with the client's timeout and retries. Nothing is sent before the first
    entry is asked for, and nothing stays open when a loop is left: another loop over the same
    object goes on where that one was. An error moves nothing: to go on is to ask for the same page
    again; `resume` of the error is what to go on with in another process. Threads may share one:
    each entry is given to one of them. A child after a fork goes on by itself.

    Where the entries say what was done, none is lost by Ctrl-C, or a signal handler that raises:
    the page under way is stopped, and what it has done comes first when this is asked again.
    """

    __slots__ = ("_locks",)

    def __init__(self, walk: _Walk, begin: str) -> None:
        super().__init__(walk, begin)
        self._locks: dict[int, LockType] = {}

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> _T:
        with self._lock():
            if not self._has_more():
                raise StopIteration
            return self._page.left.pop()

    def pages(self) -> Iterator[Page[_T]]:
        """Return an iterator over the pages, each with the cursor to go on from.

        What is left of a page of which entries were already taken comes first.
        """
        return _ByPage(self._take_page)

    def to_list(self, *, limit: int) -> list[_T]:
        """Return the next entries, at most `limit`; fewer only where the list ends.

        An error loses no entry: asking again returns those that were already fetched, too.
        """
        with self._lock():
            at = self._page.at
            taken: list[_T] = []
            try:
                while len(taken) < limit and self._has_more():
                    if not taken:
                        at = self._page.at
                    taken.append(self._page.left.pop())
            except BaseException as error:
                self._page.put_back(taken, at, error)
                raise
            return taken

    def _lock(self) -> LockType:
        # This process's: in a child, the parent's may be locked for ever.
        return self._locks.get(getpid()) or self._locks.setdefault(getpid(), allocate_lock())

    def _has_more(self) -> bool:
        while not self._page.left:
            if self._page.is_last:
                return False
            self._fetch()
        return True

    def _take_page(self) -> Page[_T] | None:
        with self._lock():
            if not self._page.left:
                if self._page.is_last:
                    return None
                self._fetch()
            return self._page.rest()

    def _fetch(self) -> None:
        page = self._page
        if not page.after:
            # Nothing of this is Python code: what a signal's handler raises comes before the page
            # was claimed, or after it has its place.
            page.after.extend(map(self._walk.fetch, (page.cursor,)))
        self._follow(page.cursor, *page.after[0])


class _ByPage(Of["_T"]):
    __slots__ = ("_take",)

    def __init__(self, take: Callable[[], Page[_T] | None]) -> None:
        self._take = take

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> Page[_T]:
        page = self._take()
        if page is None:
            raise StopIteration
        return page


class AsyncPages(_Walked["_T"]):
    """An async iterator over a list that is fetched page by page, while it is read: however long it
    is, one page of it is in memory.

    Each page is one call, with the client's timeout and retries. Nothing is sent before the first
    entry is asked for, and nothing stays open when a loop is left: another loop over the same
    object goes on where that one was. An error or a cancelled await moves nothing: to go on is to
    ask for the same page again; `resume` of the error is what to go on with in another process.
    Tasks may share one: each entry is given to one of them.

    Where the entries say what was done, none is lost by a cancelled await: the page under way is
    stopped, and what it has done comes first when this is asked again, in another event loop, too.
    """

    __slots__ = ("_lock",)

    def __init__(self, walk: _Walk, begin: str) -> None:
        super().__init__(walk, begin)
        self._lock: tuple[asyncio.AbstractEventLoop, asyncio.Lock] | None = None

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> _T:
        if not self._page.left and not await self._has_more():
            raise StopAsyncIteration
        return self._page.left.pop()

    def pages(self) -> AsyncIterator[Page[_T]]:
        """Return an async iterator over the pages, each with the cursor to go on from.

        What is left of a page of which entries were already taken comes first.
        """
        return _ByAwaitedPage(self._take_page)

    async def to_list(self, *, limit: int) -> list[_T]:
        """Return the next entries, at most `limit`; fewer only where the list ends.

        An error loses no entry: asking again returns those that were already fetched, too.
        """
        at = self._page.at
        taken: list[_T] = []
        try:
            while len(taken) < limit and await self._has_more():
                if not taken:
                    at = self._page.at
                taken.append(self._page.left.pop())
        except BaseException as error:
            self._page.put_back(taken, at, error)
            raise
        return taken

    async def _has_more(self) -> bool:
        while not self._page.left:
            if self._page.is_last:
                return False
            await self._fetch()
        return True

    async def _take_page(self) -> Page[_T] | None:
        if not self._page.left:
            if self._page.is_last:
                return None
            await self._fetch()
        return self._page.rest()

    async def _fetch(self) -> None:
        page = self._page
        async with self._turn():
            if self._page is page:  # no other task was faster
                await self._fetch_in_turn()

    async def _fetch_in_turn(self) -> None:
        at = self._page.cursor
        self._follow(at, *await outcome(self._walk.fetch(at)))

    def _turn(self) -> asyncio.Lock:
        import asyncio

        # An event loop has its own: a lock serves only one.
        loop = asyncio.get_running_loop()
        if self._lock is None or self._lock[0] is not loop:
            self._lock = (loop, asyncio.Lock())
        return self._lock[1]


class _ByAwaitedPage(Of["_T"]):
    __slots__ = ("_take",)

    def __init__(self, take: Callable[[], Awaitable[Page[_T] | None]]) -> None:
        self._take = take

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> Page[_T]:
        page = await self._take()
        if page is None:
            raise StopAsyncIteration
        return page


def awaited(pages: Pages[_T]) -> AsyncPages[_T]:
    """Give the same walk, of a client whose calls are awaited."""
    return AsyncPages(pages._walk, pages._page.cursor)
