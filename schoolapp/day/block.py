"""What a box of Ma journée is: its rows, how many there are in all, why they are there."""

from __future__ import annotations

from dataclasses import field
from datetime import datetime
from typing import Any

from flask_babel import ngettext

from schoolapp.day.reading import Line
from schoolapp.records import NamedTuple, dataclass

Lines = dict[str, list[Line]]


@dataclass(frozen=True)
class Block:
    """One box: its rows and how they are drawn, how many there are in all, why they are there.

    Attributes:
        kind: the macro of ``day/macros.html`` that draws a row.
        more: the words and address of the rest, when the box shows only the first rows.
        mail: the words of its number in the digest; without them the digest says nothing of it.
        news: for a box whose rows do not wait but change: words, and when each changed. The digest counts the
            changes since the one before.
        empty: the words of an empty box; without them an empty box is not shown.
    """

    id: str
    title: str
    kind: str
    rows: list[Any]
    total: int | None = None
    why: str = ""
    empty: str = ""
    tone: str = ""
    more: tuple[str, str] | None = None
    mail: str = ""
    news: tuple[str, list[datetime]] | None = None

    @property
    def count(self) -> int:
        return len(self.rows) if self.total is None else self.total

    @property
    def shown(self) -> bool:
        return bool(self.rows or self.empty)


@dataclass(frozen=True)
class Day:
    """A person's page: what is to be done, what is good to know beside it, and whether they call on the agent."""

    main: list[Block]
    side: list[Block] = field(default_factory=list)
    calls: bool = False


class Figure(NamedTuple):
    """A number in words, and where it leads."""

    number: str
    words: str
    url: str = ""


def total(lines: list[Line]) -> int:
    return lines[0].total if lines else 0


def rest(lines: list[Line], url: str) -> tuple[str, str] | None:
    others = total(lines) - len(lines)
    return (ngettext("et %(num)s autre", "et %(num)s autres", others), url) if others > 0 else None
