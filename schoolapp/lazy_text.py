"""A text looked up each time that it is shown, since a table or a class is made before anybody speaks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any


class LazyText:
    """Behaves as the text that ``find`` gives at the time."""

    def __init__(self, find: Callable[..., str], text: str, variables: Mapping[str, Any]) -> None:
        self._find, self.source, self._variables = find, text, variables

    def __str__(self) -> str:
        return self._find(self.source, **self._variables)

    __html__ = __str__  # the house's own text

    def __repr__(self) -> str:
        return f"l{str(self)!r}"

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):  # what copies and pickles ask for
            raise AttributeError(name)
        return getattr(str(self), name)

    def __len__(self) -> int:
        return len(str(self))

    def __getitem__(self, key: Any) -> str:
        return str(self)[key]

    def __iter__(self) -> Iterator[str]:
        return iter(str(self))

    def __contains__(self, part: str) -> bool:
        return part in str(self)

    def __add__(self, other: str) -> str:
        return str(self) + other

    def __radd__(self, other: str) -> str:
        return other + str(self)

    def __mod__(self, values: Any) -> str:
        return str(self) % values

    def __eq__(self, other: object) -> bool:
        return str(self) == other

    def __hash__(self) -> int:
        return hash(str(self))

    def __lt__(self, other: Any) -> bool:
        return str(self) < str(other)

    def __gt__(self, other: Any) -> bool:
        return str(self) > str(other)

    def __le__(self, other: Any) -> bool:
        return str(self) <= str(other)

    def __ge__(self, other: Any) -> bool:
        return str(self) >= str(other)
