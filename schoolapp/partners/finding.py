"""A search among the partners: what is found, page by page, and when nothing is, what would be."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import field
from datetime import datetime
from typing import Any

from schoolapp import clock
from schoolapp.accounts.models import User
from schoolapp.formats import local
from schoolapp.partners import finding_shelf
from schoolapp.partners.finding_asked import FIELDS, MINE, RECENT, Asked
from schoolapp.partners.finding_index import Index
from schoolapp.partners.finding_line import Line
from schoolapp.partners.finding_shelf import Held
from schoolapp.records import dataclass

PAGE_SIZE = 20
ALIKE = 78  # out of 100, for a word to be what somebody meant


@dataclass(frozen=True)
class Found:
    """A page of what a search found.

    Attributes:
        wider: the filters that hide everything, each with how many services there would be without it.
        meant: the words that were perhaps meant, when those typed find nothing.
    """

    asked: Asked
    index: Index
    held: Held
    at: datetime
    lines: list[Line] = field(default_factory=list)
    total: int = 0
    number: int = 1
    last: int = 1
    wider: tuple[tuple[str, int], ...] = ()
    meant: str = ""


def found(user: User, asked: Asked, number: str = "1") -> Found:
    """Page ``number`` of what is asked for; the last one when there are not that many."""
    index, held = finding_shelf.open_for(user)
    at = local(clock.now())
    ranks = _ranks(index, held, asked, at)
    total = sum(lines.bit_count() for lines in ranks)
    last = max(1, -(-total // PAGE_SIZE))
    wanted = int(number) if number.isascii() and number.isdecimal() and len(number) < 6 else 1
    wanted = min(max(1, wanted), last)
    lines = list(_slice(index, ranks, PAGE_SIZE * (wanted - 1), PAGE_SIZE))
    if total or not asked.narrowed:
        return Found(asked, index, held, at, lines, total, wanted, last)
    return Found(asked, index, held, at, wider=_wider(index, held, asked, at), meant=_meant(index, asked))


def glance(index: Index, text: str, most: int) -> tuple[list[Line], int]:
    """The first services that words find, and how many there are, for the search from anywhere."""
    asked = Asked(q=text)
    if not (asked.words or asked.digits):
        return [], 0
    ranks = index.ranked(asked, local(clock.now()))
    return list(_slice(index, ranks, 0, most)), sum(lines.bit_count() for lines in ranks)


def _ranks(index: Index, held: Held, asked: Asked, at: datetime) -> list[int]:
    among = {MINE: held.favourites, RECENT: held.recent}.get(asked.parmi)
    ranks = index.ranked(asked, at, None if among is None else index.several(among))
    if asked.parmi == RECENT and not asked.words:  # what was used last comes first, whatever its freshness
        kept = sum(ranks)
        ranks = [one for identity in held.recent if (one := index.several([identity]) & kept)]
    return ranks


def _slice(index: Index, ranks: Iterable[int], start: int, most: int) -> Iterable[Line]:
    """The lines of these sets, one set after the other, from the ``start``-th on."""
    for lines in ranks:
        count = lines.bit_count()
        if start >= count:
            start -= count
            continue
        for line in index.at(lines, start, most):
            most -= 1
            yield line
        start = 0
        if most <= 0:
            return


def _wider(index: Index, held: Held, asked: Asked, at: datetime) -> tuple[tuple[str, int], ...]:
    counts = []
    for name in FIELDS:
        without: Any = asked._replace(**{name: ""})
        if getattr(asked, name) and without.narrowed:
            counts.append((name, sum(lines.bit_count() for lines in _ranks(index, held, without, at))))
    return tuple((name, count) for name, count in counts if count)


def _meant(index: Index, asked: Asked) -> str:
    """The words typed, each replaced by the nearest one of the directory when it finds nothing there."""
    if asked.digits or not asked.words:
        return ""
    from rapidfuzz import process

    words = []
    for word in asked.words:
        near = None if index.knows(word) else process.extractOne(word, index.vocabulary, score_cutoff=ALIKE)
        words.append(near[0] if near else word)
    return " ".join(words) if tuple(words) != asked.words and all(map(index.knows, words)) else ""
