"""What `with` statements enter: Scope, Transaction, and their twins for `async with`."""

from __future__ import annotations

from ._generic import Of, OfTwo
from ._jobs import (
    LAST_MOMENT,
    abort,
    carry_out,
    carry_out_awaited,
    commit,
    created_of,
    error_of,
    note,
    warn,
)
from .errors import NotFoundError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import TracebackType
    from typing import Any, NoReturn, TypeVar

    from ._jobs import _Steps
    from ._native import CreatedKey, _Job

    _T = TypeVar("_T")
    _R = TypeVar("_R")


class _AroundABody:
    """What stands before a body and after it. Each is done once."""

    __slots__ = ("_created", "_is_entered", "_job")

    def __init__(self, job: _Job) -> None:
        self._job = job
        self._is_entered = False

    def enter(self) -> _Steps[CreatedKey]:
        """Give what the body works with."""
        if self._is_entered:
            raise RuntimeError("this is entered once: make the call again")
        self._is_entered = True
        self._created = yield from self._begin()
        return self._created

    def _begin(self) -> _Steps[CreatedKey]:
        raise NotImplementedError

    def leave(self, error: BaseException | None) -> _Steps[None]:
        """End, after the error that the body ended with."""
        raise NotImplementedError

    def leave_unawaited(self, error: BaseException) -> None:
        """End where nothing can be awaited any more: on a thread, which the program waits for."""
        from contextlib import suppress
        from threading import Thread

        with suppress(RuntimeError):  # the client is closed: `leave` fails, and says what is left
            self._job = self._job.blocking()
        steps = self.leave(error)
        try:
            Thread(target=carry_out, args=(steps,), name="venice-keys").start()
        except RuntimeError:  # the program ends
            carry_out(steps)


class _Change(_AroundABody):
    """A key becomes lasting once a body has ended."""

    __slots__ = ("_is_done", "_record", "_result")

    def __init__(self, job: _Job) -> None:
        super().__init__(job)
        self._is_done = False

    def _begin(self) -> _Steps[CreatedKey]:
        self._result, self._record = yield self._job.begin()
        if self._record is None:
            self._is_done = True
            raise error_of(
                "already_rotated",
                f"an earlier run rotated this key, and stored the secret of {self._result.id}, "
                "which has taken its place",
            )
        return created_of(self._result)

    def leave(self, error: BaseException | None) -> _Steps[None]:
        if error is not None:
            yield from abort(self._job, [(self._created, self._record)], error)
        elif (yield from commit(self._job, self._created, self._record, kept=True)):
            self._is_done = True
        else:
            raise error_of(
                "pending_lost",
                f"the body took longer than the client's hold, so the new key {self._created.id} "
                "has ended: discard its secret. The old key is as it was",
            )

    def result(self) -> Any:
        """Give what came of it."""
        if not self._is_done:
            raise RuntimeError("there is no result until the body has ended, and none if it failed")
        return self._result


class _Loan(_AroundABody):
    """A key ends with a body."""

    __slots__ = ()

    def _begin(self) -> _Steps[CreatedKey]:
        return (yield self._job.begin())  # type: ignore[no-any-return]

    def leave(self, error: BaseException | None) -> _Steps[None]:
        within = None if error is None or isinstance(error, Exception) else LAST_MOMENT
        try:
            yield self._job.remove(self._created.id, within)
        except Exception as failed:
            # Its time was over: Venice says that with a 400. A gateway's 404 says nothing of a key.
            if isinstance(failed, NotFoundError) and failed.status == 400:
                return
            if error is None:
                failed.args = (f"{failed}. {self._left()}",)
                raise
            note(error, f"{self._left()} ({failed})")
        except BaseException:
            warn(f"{self._left()} (its deletion was given up)")
            raise

    def _left(self) -> str:
        created = self._created
        return (
            f"The temporary key {created.id} couldn't be deleted: it works until "
            f"{created.expires_at}"
        )


class _Entered:
    """What a `with` statement enters."""

    __slots__ = ("_steps",)

    _steps: _AroundABody

    def __enter__(self) -> Any:
        return carry_out(self._steps.enter())

    def __exit__(
        self,
        exception_type: type[BaseException] | None,
        exception: BaseException | None,
        traceback: TracebackType | None,
        /,
    ) -> None:
        carry_out(self._steps.leave(exception))

    def __reduce_ex__(self, protocol: object, /) -> NoReturn:
        raise _is_not_copied(self)


class _EnteredAsync:
    """What an `async with` statement enters."""

    __slots__ = ("_steps",)

    _steps: _AroundABody

    async def __aenter__(self) -> Any:
        return await carry_out_awaited(self._steps.enter())

    async def __aexit__(
        self,
        exception_type: type[BaseException] | None,
        exception: BaseException | None,
        traceback: TracebackType | None,
        /,
    ) -> None:
        if isinstance(exception, GeneratorExit):
            self._steps.leave_unawaited(exception)
        else:
            await carry_out_awaited(self._steps.leave(exception))

    def __reduce_ex__(self, protocol: object, /) -> NoReturn:
        raise _is_not_copied(self)


def _is_not_copied(made: object) -> TypeError:
    return TypeError(f"a {type(made).__name__} is neither pickled nor copied")


class Scope(_Entered, Of["_T"]):
    """What a `with` statement enters: the value is there for its body, and ends with it, also if
    the body fails. It is entered once.
    """

    __slots__ = ()

    def __init__(self, job: _Job) -> None:
        self._steps = _Loan(job)

    if TYPE_CHECKING:

        def __enter__(self) -> _T: ...


class AsyncScope(_EnteredAsync, Of["_T"]):
    """What an `async with` statement enters: the value is there for its body, and ends with it,
    also if the body fails or is cancelled. It is entered once.
    """

    __slots__ = ()

    def __init__(self, job: _Job) -> None:
        self._steps = _Loan(job)

    if TYPE_CHECKING:

        async def __aenter__(self) -> _T: ...


class Transaction(_Entered, OfTwo["_T", "_R"]):
    """What a `with` statement enters: leaving its body is the commit, an exception in it the abort,
    and that exception is what is raised then. It is entered once.

    Entering raises AlreadyRotatedError where an earlier run had come as far as the commit: what was
    left to do is done then, and `result` says what came of it. Leaving raises PendingLostError
    where the body took longer than the client's `hold`.
    """

    __slots__ = ()

    def __init__(self, job: _Job) -> None:
        self._steps: _Change = _Change(job)

    if TYPE_CHECKING:

        def __enter__(self) -> _T: ...

    @property
    def result(self) -> _R:
        """What came of it, once the body has ended."""
        return self._steps.result()  # type: ignore[no-any-return]


class AsyncTransaction(_EnteredAsync, OfTwo["_T", "_R"]):
    """What an `async with` statement enters: leaving its body is the commit, an exception in it,
    also a cancellation, the abort, and that exception is what is raised then. It is entered once.

    Entering raises AlreadyRotatedError where an earlier run had come as far as the commit: what was
    left to do is done then, and `result` says what came of it. Leaving raises PendingLostError
    where the body took longer than the client's `hold`.
    """

    __slots__ = ()

    def __init__(self, job: _Job) -> None:
        self._steps: _Change = _Change(job)

    if TYPE_CHECKING:

        async def __aenter__(self) -> _T: ...

    @property
    def result(self) -> _R:
        """What came of it, once the body has ended."""
        return self._steps.result()  # type: ignore[no-any-return]
