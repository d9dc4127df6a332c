"""``NamedTuple`` and ``dataclass`` as Python has them, but whose functions are compiled for the first object made.

The house has three hundred such classes. Python compiles the functions of each as it is defined: a quarter of the time
before the server's first answer, for records most of which nobody asks for that day.
"""

from __future__ import annotations

import dataclasses
from collections import namedtuple
from collections.abc import Iterable
from threading import RLock
from typing import TYPE_CHECKING, Any, Self

MOST_FIELDS = 60
_Wide = namedtuple("_Wide", [f"value_{number}" for number in range(MOST_FIELDS)])
GETTERS = tuple(vars(_Wide)[name] for name in _Wide._fields)  # the nth value has the same getter in every class


class Naming(type):
    """Makes a tuple's fields of what a class annotates, when it derives from ``NamedTuple`` itself."""

    def __new__(cls, name: str, bases: tuple[type, ...], body: dict[str, Any]) -> Any:
        if not any(isinstance(base, Naming) and not hasattr(base, "_fields") for base in bases):
            return super().__new__(cls, name, bases, body)
        fields = tuple(body.get("__annotations__", ()))
        defaults = {field: body[field] for field in fields if field in body}
        if fields[len(fields) - len(defaults) :] != tuple(defaults):
            raise TypeError(f"{name}: a field without a default follows one that has one")

        def first(kind: type, /, *values: Any, **named: Any) -> Any:
            made.__new__ = _maker(made)
            return made.__new__(kind, *values, **named)

        body |= zip(fields, GETTERS[: len(fields)], strict=True)
        body |= {"__slots__": (), "__match_args__": fields, "_fields": fields, "_field_defaults": defaults}
        made = super().__new__(cls, name, bases, body | {"__new__": first})
        return made


def _maker(made: Any) -> Any:
    """The function that makes the tuples of a class: its arguments are the fields, none of which begins with « _ »."""
    fields = ", ".join(made._fields)
    maker = eval(f"lambda _kind, /, {fields}: _make(_kind, ({fields},))", {"_make": tuple.__new__})  # noqa: S307 - ours
    maker.__name__, maker.__qualname__ = "__new__", f"{made.__qualname__}.__new__"
    maker.__defaults__ = tuple(made._field_defaults.values())
    return staticmethod(maker)


_compiling = RLock()


class _LateFields:
    """The fields of a data class that is not compiled yet: whoever asks for them (``dataclasses.fields``) has it be."""

    def __init__(self, made: type, options: dict[str, bool]) -> None:
        self.made, self.options = made, options

    def __get__(self, _object: Any, _owner: Any) -> dict[str, Any]:
        _compile(self.made, self.options)
        return self.made.__dataclass_fields__


def _compile(made: type, options: dict[str, bool]) -> None:
    """Make a real data class of ``made``, once; asking for their fields makes one of those that it derives from.
    ``__init__`` comes last, since other threads make objects meanwhile."""
    with _compiling:
        if not isinstance(vars(made)["__dataclass_fields__"], _LateFields):
            return
        dataclasses.dataclass(made, init=False, **options)
        whole = dataclasses.dataclass(type(made.__name__, (made,), {}), repr=False, eq=False, **options)
        made.__init__ = whole.__init__


if TYPE_CHECKING:
    from dataclasses import dataclass
    from typing import NamedTuple
else:

    class NamedTuple(tuple, metaclass=Naming):
        """See ``typing.NamedTuple``."""

        __slots__ = ()

        @classmethod
        def _make(cls, values: Iterable[Any]) -> Self:
            return cls(*values)

        def _replace(self, /, **changed: Any) -> Self:
            return type(self)(**dict(zip(self._fields, self, strict=True)) | changed)

        def _asdict(self) -> dict[str, Any]:
            return dict(zip(self._fields, self, strict=True))

        def __getnewargs__(self) -> tuple[Any, ...]:
            return tuple(self)

        def __repr__(self) -> str:
            values = ", ".join(f"{name}={value!r}" for name, value in zip(self._fields, self, strict=True))
            return f"{type(self).__name__}({values})"

    def dataclass(made: type | None = None, /, **options: bool) -> Any:
        """See ``dataclasses.dataclass``; without ``slots``, which would need the fields at once."""
        if made is None:
            return lambda made: dataclass(made, **options)

        def first(self: Any, /, *values: Any, **named: Any) -> None:
            _compile(made, options)
            made.__init__(self, *values, **named)

        made.__init__ = first
        made.__dataclass_fields__ = _LateFields(made, options)
        return made
