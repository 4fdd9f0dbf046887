"""The credential of an AsyncClient: a function that gives the key, plain or async."""

from __future__ import annotations

import asyncio

from ._calls import outcome
from .errors import TransportTimeoutError, UnauthenticatedError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from typing import Any

    from ._native import Secret, _Start

    _Ask = Callable[[], str | Secret | Awaitable[str | Secret | None] | None]


class Credential:
    """Asks for the key: before the first call, and when a key was refused. Calls that want it at
    the same time share one answer.
    """

    __slots__ = ("_ask", "_asking", "_renewed")

    def __init__(self, ask: _Ask) -> None:
        if not callable(ask):
            raise TypeError(f"credential must be callable, not {type(ask).__name__}")
        self._ask = ask
        self._asking: asyncio.Task[bool] | None = None
        self._renewed = 0  # how often there was another key

    async def make(self, start: _Start) -> object:
        """Make a call, and once more if its key was refused and there is another."""
        if not self._renewed:
            await self._renew(start)
        before = self._renewed
        try:
            result: object = await outcome(start.begin())
            # A check of the key says as its result that the key was refused.
            if getattr(result, "accepted", True):
                return result
        except UnauthenticatedError:
            if not await self._is_another(before, start):
                raise
        else:
            if not await self._is_another(before, start):
                return result
        return await outcome(start.begin())

    async def _is_another(self, before: int, start: _Start) -> bool:
        start.refused()
        # Another call may have asked meanwhile.
        return before != self._renewed or await self._renew(start)

    async def _renew(self, start: _Start) -> bool:
        """Ask, or wait for who does, as long as the call may take; true if there is another key
        now.
        """
        asking = self._asking
        if asking is None or asking.get_loop() is not asyncio.get_running_loop():
            asking = self._asking = asyncio.create_task(self._ask_once(start))
            asking.add_done_callback(_take_notice)
        # Who is cancelled, or has no time left, must not cancel it for the others.
        await asyncio.wait([asking], timeout=start.left)
        if asking.done():
            return asking.result()
        raise TransportTimeoutError("credential gave no key by the call's deadline", code="timeout")

    async def _ask_once(self, start: _Start) -> bool:
        try:
            # Nothing here holds the key: a traceback that prints locals must not print it.
            is_another = start.set_key(await self._given())
        finally:
            self._asking = None
        if is_another or not self._renewed:
            self._renewed += 1
        return is_another

    async def _given(self) -> str | Secret | None:
        given: Any = self._ask()
        if isinstance(given, asyncio.Future) or hasattr(given, "__await__"):
            given = await given
        return given  # type: ignore[no-any-return]


def _take_notice(asking: asyncio.Task[bool]) -> None:
    # All who waited may be gone.
    if not asking.cancelled():
        asking.exception()
