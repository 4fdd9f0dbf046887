"""What the coroutines of AsyncClient share."""

from __future__ import annotations

from ._native import _Anonymous, _Call, _Start
from .errors import ConfigError

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
    if isinstance(pending, _Start):
        return await pending.credential.make(pending)  # type: ignore[no-any-return]
    try:
        await pending  # ends with None: the outcome stays in the call …
        return pending.claim()  # type: ignore[no-any-return]  # … until it is taken here, or raised
    finally:
        pending.give_up()  # does nothing once it was claimed; a walk may keep it
        # Its error would hold this frame, and this frame its error.
        del pending


def is_call(step: object) -> bool:
    """Tell a call from what else can be awaited."""
    return isinstance(step, (_Call, _Start))


def as_awaited(made: object) -> Any:
    """Give what a call of AsyncClient made, where Client's own method makes its blocking twin."""
    return made


async def written(call: _T) -> _T:
    """Wait for a call that is a coroutine, where Client's own method returns its result."""
    writing: Any = call
    return await writing  # type: ignore[no-any-return]


def no_key_yet(api_key: object) -> _Anonymous:
    """Give what stands in for the key until it is asked for."""
    if api_key is not None:
        raise ConfigError("a client has an api_key or a credential, not both", code="config")
    return _Anonymous()


class AsyncCalls:
    """What AsyncClient is apart from its settings and its calls."""

    __slots__ = ("__weakref__", "_calls")

    _calls: Client

    @classmethod
    def _of(cls, calls: Client) -> Self:
        client = cls.__new__(cls)
        client._calls = calls
        return client

    async def aclose(self) -> None:
        """Close the client. Its calls under way end as usual, and no more can be made. Connections
        are closed with the last client that shares them.
        """
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
