"""Jobs: calls that their caller's own code is part of.

What the first step of a job creates ends by itself, unless the last step makes it lasting. Between
the two the caller's code runs: a `store` that keeps the secret, or the body of a `with`
(`_scopes.py`). So whatever dies on the way, nothing is left for long.

Each job is written once, as a generator of steps: it yields what has to be waited for, and gets
what came of that. `carry_out` is for Client, whose calls have ended when they return;
`carry_out_awaited` is for AsyncClient.
"""

from __future__ import annotations

from time import monotonic

from ._calls import is_call, outcome
from .errors import _CLASSES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Generator, Sequence
    from typing import Any, TypeVar

    from ._base import VeniceError
    from ._native import CreatedKey, _Job, _Walk
    from ._types import ErrorCode, StoreInput

    _T = TypeVar("_T")

    _Steps = Generator[Any, Any, _T]
    _Store = Callable[[CreatedKey], Any]
    # Keys that aren't lasting, and their records.
    _Unkept = Sequence[tuple[CreatedKey, str]]

# How long a caller who is interrupted or cancelled still waits for a key to be deleted, in seconds.
# What can't be deleted by then ends by itself.
LAST_MOMENT = 5.0

# How often a job begins whose hold is over each time before it is done. A store that takes longer
# than the hold would otherwise go on for ever.
BEGINNINGS = 3


# ---- Who carries steps out


def carry_out(steps: _Steps[_T]) -> _T:
    """Take steps that have ended when they are yielded."""
    done: Any = None
    try:
        while True:
            done = steps.send(done)
    except StopIteration as end:
        return end.value  # type: ignore[no-any-return]


async def carry_out_awaited(steps: _Steps[_T]) -> _T:
    """Take steps that are calls, or what else can be awaited."""
    try:
        step = next(steps)
        while True:
            try:
                done = await (outcome(step) if is_call(step) else step)
            except BaseException as error:
                step = steps.throw(error)
            else:
                step = steps.send(done)
                del done
    except StopIteration as end:
        return end.value  # type: ignore[no-any-return]


def blocking_store(store: StoreInput | None) -> _Store | None:
    """Give the store of a Client's caller: it has stored when it returns."""
    if store is None:
        return None
    refuse_no_store(store)

    def stored(created: CreatedKey) -> None:
        returned: Any = store(created)
        if hasattr(returned, "__await__"):
            if hasattr(returned, "close"):
                returned.close()
            raise TypeError("store must not be async: nothing was stored. AsyncClient awaits it")

    return stored


def awaited_store(store: StoreInput | None) -> Callable[[CreatedKey], Awaitable[None]] | None:
    """Give the store of an AsyncClient's caller: a plain one, or one that is awaited."""
    if store is None:
        return None
    refuse_no_store(store)

    async def stored(created: CreatedKey) -> None:
        returned: Any = store(created)
        if hasattr(returned, "__await__"):
            await returned

    return stored


def refuse_no_store(store: Any) -> None:
    """Refuse what can't be called, before anything is sent."""
    if not callable(store):
        raise TypeError(f"store must be callable, not {type(store).__name__}")


# ---- Steps that jobs share


def created_of(result: Any) -> CreatedKey:
    """Give the key that a result is about: its member, or the result itself."""
    return getattr(result, "created", result)  # type: ignore[no-any-return]


def keep(
    job: _Job | _Walk, created: CreatedKey, record: str, store: _Store, others: _Unkept = ()
) -> _Steps[None]:
    """Have a new key's secret stored, or the key deleted, and others with it."""
    try:
        yield store(created)
    except GeneratorExit:
        raise  # nothing can be waited for any more: the key ends by itself
    except BaseException as error:
        yield from abort(job, [(created, record), *others], error)
        raise


def abort(job: _Job | _Walk, unkept: _Unkept, error: BaseException) -> _Steps[None]:
    """Delete keys that aren't lasting, because of an error, which stays the one that is raised.

    Where one can't be deleted, the others are left, too: nobody waits for each of them.
    """
    by = None if isinstance(error, Exception) else monotonic() + LAST_MOMENT
    for place, (_, record) in enumerate(unkept):
        try:
            yield job.abort(record, None if by is None else max(by - monotonic(), 0.0))
        except Exception as failed:
            note(error, _left([created.id for created, _ in unkept[place:]], failed))
            return


def _left(ids: list[str], why: Exception) -> str:
    if len(ids) == 1:
        return f"The new key {ids[0]} couldn't be deleted ({why}); it ends by itself."
    return f"The new keys {', '.join(ids)} couldn't be deleted ({why}); they end by themselves."


def commit(job: _Job | _Walk, created: CreatedKey, record: str, kept: bool) -> _Steps[bool]:
    """Make a key lasting. False: it was too late, and there is no key."""
    try:
        return (yield job.commit(record))  # type: ignore[no-any-return]
    except Exception:
        raise  # says what is known
    except BaseException:
        if not kept:
            warn(
                f"a call was given up while Venice made the key {created.id} lasting: nobody has "
                "its secret, so if the key is there, rotate it or delete it"
            )
        raise


def note(error: BaseException, text: str) -> None:
    """Add to an error what it doesn't say, or warn where nobody would see that: before Python 3.11,
    and where what ends the caller's code is no failure.
    """
    if hasattr(error, "add_note") and isinstance(error, (Exception, KeyboardInterrupt)):
        error.add_note(text)
    else:
        warn(text)


def error_of(code: ErrorCode, text: str) -> VeniceError:
    """Make an error that only this side knows of."""
    return _CLASSES[code](text, code=code)


def warn(text: str) -> None:
    """Tell people of a key that nobody has."""
    import logging

    logging.getLogger("venice_keys").warning(text)


# ---- A job with a store


def stored(job: _Job, store: StoreInput | None) -> Any:
    """Carry a job out."""
    return carry_out(_stored(job, blocking_store(store)))


async def stored_awaited(job: _Job, store: StoreInput | None) -> Any:
    """Carry a job out."""
    return await carry_out_awaited(_stored(job, awaited_store(store)))


def _stored(job: _Job, store: _Store | None) -> _Steps[Any]:
    for _ in range(BEGINNINGS):
        result, record = yield job.begin()
        if record is None:
            return result
        created = created_of(result)
        if store is not None:
            yield from keep(job, created, record, store)
        if (yield from commit(job, created, record, store is not None)):
            return result
    raise error_of(
        "pending_lost",
        f"storing took longer than the client's hold, {BEGINNINGS} times: nothing is left, and the "
        "secrets that were stored are void",
    )
