"""Iterators over keys that are created while they are read: stored, lasting, and then given."""

from __future__ import annotations

from ._jobs import (
    awaited_store,
    blocking_store,
    carry_out,
    carry_out_awaited,
    commit,
    created_of,
    keep,
)
from ._pages import AsyncPages, Page, Pages
from .errors import ConflictError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, TypeVar

    from ._jobs import _Steps, _Store
    from ._native import _Walk
    from ._pages import _Walked
    from ._types import StoreInput

    _T = TypeVar("_T")


class _Begun:
    """An item of a page whose key isn't lasting yet: its result, and what the last step needs."""

    __slots__ = ("is_kept", "record", "result")

    def __init__(self, result: Any, record: str) -> None:
        self.result = result
        self.record = record
        self.is_kept = False


def _marked(items: list[tuple[Any, str | None]]) -> list[Any]:
    """Tell apart what of a page is done and what is only begun."""
    return [result if record is None else _Begun(result, record) for result, record in items]


def _finish_next(walked: _Walked[Any], walk: _Walk, store: _Store | None) -> _Steps[bool]:
    """Finish what comes next; False: it was too late for that, and the next page makes it anew.

    What was stored stays the next item until it is lasting, whatever interrupts that.
    """
    page = walked._page
    begun = page.left.pop()
    if type(begun) is not _Begun:
        page.left.append(begun)
        return True
    if not begun.is_kept and not walk.may_store(begun.record):
        return False
    created = created_of(begun.result)
    if store is not None and not begun.is_kept:
        others = [other for other in page.left if _is_unkept(other)]
        unkept = [(created_of(other.result), other.record) for other in others]
        try:
            yield from keep(walk, created, begun.record, store, unkept)
        except GeneratorExit:
            page.left.append(begun)
            raise
        except BaseException:
            page.left[:] = [other for other in page.left if not _is_unkept(other)]
            raise
    begun.is_kept = True
    try:
        is_lasting = yield from commit(walk, created, begun.record, store is not None)
    except ConflictError:
        raise  # it is lasting, and not the only one of its name
    except BaseException:
        page.left.append(begun)
        raise
    if is_lasting:
        page.left.append(begun.result)
    return is_lasting


def _finish_page(walked: _Walked[Any], walk: _Walk, store: _Store | None) -> _Steps[Page[Any]]:
    """Finish all that is left of a page, and give it."""
    page = walked._page
    done: list[Any] = []
    try:
        while page.left:
            if (yield from _finish_next(walked, walk, store)):
                done.append(page.left.pop())
    except BaseException:
        page.left.extend(reversed(done))
        raise
    return Page(done, page.cursor, page.is_last)


def _is_unkept(item: Any) -> bool:
    return type(item) is _Begun and not item.is_kept


class StoredPages(Pages["_T"]):
    """Pages whose keys are created while they are read.

    A `store` that fails ends the loop with its own exception; to go on is to try again. So is it
    after an interruption: what was done or stored by then is given, too.
    """

    __slots__ = ("_store",)

    def __init__(self, walk: _Walk, store: StoreInput | None) -> None:
        self._store = blocking_store(store)
        super().__init__(walk, "")

    def _has_more(self) -> bool:
        while super()._has_more():
            if carry_out(_finish_next(self, self._walk, self._store)):
                return True
        return False

    def _take_page(self) -> Page[_T] | None:
        with self._lock():
            if not super()._has_more():
                return None
            return carry_out(_finish_page(self, self._walk, self._store))

    def _follow(self, at: str, items: list[Any], cursor: str | None, is_last: bool) -> None:
        super()._follow(at, _marked(items), cursor, is_last)


class AsyncStoredPages(AsyncPages["_T"]):
    """As StoredPages, for AsyncClient. Tasks that share one wait for each other: a page that is
    fetched twice would create its keys twice.
    """

    __slots__ = ("_store",)

    def __init__(self, walk: _Walk, store: StoreInput | None) -> None:
        self._store = awaited_store(store)
        super().__init__(walk, "")

    async def __anext__(self) -> _T:
        async with self._turn():
            if not await self._has_more():
                raise StopAsyncIteration
            return self._page.left.pop()

    async def to_list(self, *, limit: int) -> list[_T]:
        async with self._turn():
            return await super().to_list(limit=limit)

    async def _has_more(self) -> bool:
        while await super()._has_more():
            if await carry_out_awaited(_finish_next(self, self._walk, self._store)):
                return True
        return False

    async def _take_page(self) -> Page[_T] | None:
        async with self._turn():
            if not await super()._has_more():
                return None
            return await carry_out_awaited(_finish_page(self, self._walk, self._store))

    async def _fetch(self) -> None:
        await self._fetch_in_turn()

    def _follow(self, at: str, items: list[Any], cursor: str | None, is_last: bool) -> None:
        super()._follow(at, _marked(items), cursor, is_last)
