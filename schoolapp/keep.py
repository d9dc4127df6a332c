"""Things made once and kept in the memory of the process, in bounded number."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Generic, TypeVar

Kept = TypeVar("Kept")


class Keep(Generic[Kept]):
    """A dictionary that forgets its older half when it is full. Each operation is one of the dictionary's own, so that
    threads may share it; at worst two of them make the same thing."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._things: dict[Hashable, Kept] = {}
        self.get = self._things.get
        self.clear = self._things.clear

    def put(self, key: Hashable, thing: Kept) -> Kept:
        if len(self._things) >= self.most:
            for old in list(self._things)[: self.most // 2]:
                self._things.pop(old, None)
        self._things[key] = thing
        return thing
