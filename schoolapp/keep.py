"""Things made once and kept in the memory of the process, in bounded number."""

from __future__ import annotations

import re
from collections.abc import Hashable
from typing import Generic, TypeVar

from markupsafe import Markup

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


def hole(name: str) -> Markup:
    """Where something of each answer's own goes in what is kept drawn. No text can hold it, since texts are escaped."""
    return Markup("<!--{}-->").format(name)


class Drawn:
    """What our own templates drew, kept as bytes around its holes: no template, no encoding handles it again."""

    __slots__ = ("_pieces",)
    _HOLE = re.compile(rb"<!--([a-z_]+)-->")

    def __init__(self, html: str) -> None:
        self._pieces = self._HOLE.split(html.encode())

    def filled(self, **own: bytes) -> bytes:
        """The drawing with what goes in its holes, by their names.

        Raises:
            KeyError: for a hole that nothing is given for.
        """
        pieces = self._pieces.copy()
        pieces[1::2] = [own[name.decode()] for name in pieces[1::2]]
        return b"".join(pieces)
