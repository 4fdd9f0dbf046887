"""What typing.Generic does, without the milliseconds that importing typing takes."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import GenericAlias
    from typing import Any, Generic, TypeVar

    _T = TypeVar("_T")
    _R = TypeVar("_R")

    class Of(Generic[_T]):
        """A class that is generic in one type."""

        __slots__ = ()

        def __class_getitem__(cls, item: Any, /) -> GenericAlias:
            raise NotImplementedError

    class OfTwo(Generic[_T, _R]):
        """A class that is generic in two types."""

        __slots__ = ()

        def __class_getitem__(cls, item: Any, /) -> GenericAlias:
            raise NotImplementedError
else:

    class Of:
        """A class that is generic in one type."""

        __slots__ = ()
        __class_getitem__ = classmethod(type(list[int]))

    class OfTwo:
        """A class that is generic in two types."""

        __slots__ = ()
        __class_getitem__ = classmethod(type(list[int]))
