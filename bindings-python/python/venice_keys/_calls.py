"""What the coroutines of AsyncClient share."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import TracebackType
    from typing import Any, TypeVar

    from typing_extensions import Self

    from ._native import Client

    _T = TypeVar("_T")


# In place of an argument that is left out, where None would clear something.
KEEP: Any = ...


async def outcome(call: _T) -> _T:
    """Wait for a call and take its result, or give the call up.

    The annotation says what Client's own method returns; what its awaited twin returns is a call,
    whose result this is.
    """
    pending: Any = call
    del call
    try:
        await pending  # ends with None: the outcome stays in the call …
        return pending.claim()  # type: ignore[no-any-return]  # … until it is taken here, or raised
    finally:
        pending.give_up()  # does nothing once it was claimed
        # Its error would hold this frame, and this frame its error.
        del pending


async def written(call: _T) -> _T:
    """Wait for a call that is a coroutine, where Client's own method returns its result."""
    writing: Any = call
    return await writing  # type: ignore[no-any-return]


class AsyncCalls:
    """What AsyncClient is apart from its settings and its calls."""

    __slots__ = ("__weakref__", "_calls")

    _calls: Client

    async def aclose(self) -> None:
        """Close the client's connections. Calls under way end as usual; no more can be made."""
        self._calls.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        exception_type: type[BaseException] | None,
        exception: BaseException | None,
        traceback: TracebackType | None,
        /,
    ) -> None:
        await self.aclose()

    def __repr__(self) -> str:
        # Even half made: a traceback that prints locals prints this.
        calls = getattr(self, "_calls", None)
        return f"<AsyncClient of {calls!r}>" if calls else "<AsyncClient>"
