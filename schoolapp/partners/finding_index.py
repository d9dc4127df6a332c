"""The directory as one looks into it: every line in its order, and for each word or quality the lines that have it.

A set of lines is a whole number, of which the bit of each line's place is 1: among thousands of services, to keep those
that satisfy everything is a few « and ». The order of the places is that of freshness and names, so that a search only
has to order by fit. Nothing here depends on the database: two engines find the same, in the same order.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from schoolapp.formats import search_key
from schoolapp.keep import Keep
from schoolapp.partners.finding_asked import EVENING, NOW, WEEKEND, Asked, singular
from schoolapp.partners.finding_hours import spans_of
from schoolapp.partners.finding_line import Line

INSIDE = 4  # letters from which a word is also looked for inside others


class Words:
    """Words, and for each the lines that hold it."""

    def __init__(self, texts: Iterable[str]) -> None:
        holders: dict[str, int] = defaultdict(int)
        for place, text in enumerate(texts):
            for word in set(text.split()):
                holders[word] |= 1 << place
        self.words = sorted(holders)
        self.holders = holders

    def beginning(self, start: str) -> int:
        """The lines with a word that begins so."""
        found, place = 0, bisect_left(self.words, start)
        while place < len(self.words) and self.words[place].startswith(start):
            found |= self.holders[self.words[place]]
            place += 1
        return found

    def holding(self, part: str) -> int:
        """The lines with a word that holds these letters."""
        found = 0
        for word in self.words:
            if part in word:
                found |= self.holders[word]
        return found


class Index:
    """The lines of a directory on a day.

    Attributes:
        labels: the needs in their order, each with its name; ``needs``: the folded words of each.
        parents: the base need of those that the school added.
    """

    def __init__(
        self,
        lines: Iterable[Line],
        today: date,
        *,
        texts: Mapping[int, str] | None = None,
        labels: Mapping[str, str] | None = None,
        needs: Mapping[str, str] | None = None,
        parents: Mapping[str, str] | None = None,
    ) -> None:
        self.today, self.labels, self.parents = today, dict(labels or {}), dict(parents or {})
        self.lines = sorted(lines, key=lambda line: (line.freshness(today), line.sort_key, line.id))
        self.all = (1 << len(self.lines)) - 1
        self.place = {line.id: place for place, line in enumerate(self.lines)}
        self._needs = {code: words.split() for code, words in (needs or {}).items()}
        fold = lru_cache(None)(search_key)  # organisations and places come again and again
        names = [f"{line.folded} {fold(line.other_name)}".rstrip() for line in self.lines]
        self._first = Words(name.split(" ", 1)[0] for name in names)
        self._names = Words(names)
        self._organizations = Words(fold(line.organization) for line in self.lines)
        texts = texts or {}
        self._texts = Words(texts.get(line.id) or name for name, line in zip(names, self.lines, strict=True))
        self._places = Words(" ".join(map(fold, (line.territory, *line.places))) for line in self.lines)
        self._masks()
        self._opening: list[tuple[int, int, int]] | None = None  # of this day, once somebody asks
        self._found: Keep[list[int]] = Keep(300)
        self.kept: Keep[Any] = Keep(2000)  # what is made of these lines and serves again

    def _masks(self) -> None:
        self.of_need: dict[str, int] = defaultdict(int)
        self.of_language: dict[str, int] = defaultdict(int)
        for place, line in enumerate(self.lines):
            for code in {*line.needs, *(self.parents.get(code, code) for code in line.needs)}:
                self.of_need[code] |= 1 << place
            for code in line.languages:
                self.of_language[code] |= 1 << place
        self.suspended = self.mask(line.suspended for line in self.lines)
        self.interpreted = self.mask(bool(line.interpretation) for line in self.lines)
        self.bounded = self.mask(line.bounded for line in self.lines)
        self.speechless = self.mask(not line.languages for line in self.lines)
        self.national = self.mask(line.national for line in self.lines)
        self.boxes = {
            "gratuit": self.mask(line.free is True for line in self.lines),
            "accessible": self.mask(line.accessible for line in self.lines),
            "directe": self.mask(line.direct for line in self.lines),
        }
        self._whens = {
            EVENING: self.mask(line.evening for line in self.lines),
            WEEKEND: self.mask(line.weekend for line in self.lines),
        }

    @staticmethod
    def mask(answers: Iterable[bool]) -> int:
        """The set of the places where the answer is yes."""
        return sum(1 << place for place, yes in enumerate(answers) if yes)

    def several(self, ids: Iterable[int]) -> int:
        """The set of these services, as far as they are in the directory."""
        return sum(1 << self.place[one] for one in set(ids) if one in self.place)

    def at(self, mask: int, start: int = 0, most: int | None = None) -> Iterator[Line]:
        """The lines of a set, in their order."""
        while mask and (most is None or most > 0):
            lowest = mask & -mask
            if start:
                start -= 1
            else:
                yield self.lines[lowest.bit_length() - 1]
                most = None if most is None else most - 1
            mask ^= lowest

    def line(self, identity: int) -> Line | None:
        """The line of a service, when it is in the directory."""
        place = self.place.get(identity)
        return None if place is None else self.lines[place]

    @property
    def vocabulary(self) -> list[str]:
        """All the words of the directory."""
        return self._texts.words

    def knows(self, word: str) -> bool:
        """Whether a word finds anything at all."""
        return any(self._word(word))

    def needs_named(self, word: str, *, whole: bool = False) -> list[str]:
        """The needs that a word names, or begins to name unless it is ``whole``: « manger », « loyer »."""
        if whole:
            return [code for code, words in self._needs.items() if any(singular(one) == word for one in words)]
        if len(word) < 3:
            return []
        return [code for code, words in self._needs.items() if any(one.startswith(word) for one in words)]

    def _word(self, word: str) -> list[int]:
        """The lines that a word finds, the best first: it begins the name, is in it, names a need, is in the
        organisation's name, in the text, or inside a word."""
        known = self._found.get(word)
        if known is not None:
            return known
        of_need = 0
        for code in self.needs_named(word):
            of_need |= self.of_need.get(code, 0)
        levels = [
            self._first.beginning(word),
            self._names.beginning(word),
            of_need,
            self._organizations.beginning(word),
            self._texts.beginning(word),
            self._texts.holding(word) if len(word) >= INSIDE else 0,
        ]
        return self._found.put(word, levels)

    def ranked(self, asked: Asked, at: datetime, among: int | None = None) -> list[int]:
        """The sets of lines found, from the best fit to the least; those out of service for now come last of all."""
        filtered = self.filtered(asked, at, among)
        ranks = {0: filtered}
        if asked.digits:
            ranks = {0: filtered & self._numbered(asked.digits)}
        else:
            for word in asked.words:
                ranks = _refined(ranks, self._word(word))
        if asked.langue:
            ranks = _refined(ranks, [self.of_language.get(asked.langue, 0), self._by_interpreter(asked.langue)])
        if asked.years is not None:
            ranks = _refined(ranks, [self.bounded, self.all])
        if asked.places:
            ranks = _refined(ranks, [self._around(asked.places), self.national])
        ordered = [ranks[rank] for rank in sorted(ranks)]
        active = [lines & ~self.suspended for lines in ordered]
        return [lines for lines in (*active, *(lines & self.suspended for lines in ordered)) if lines]

    def filtered(self, asked: Asked, at: datetime, among: int | None = None) -> int:
        """The lines that have all the qualities asked for, whatever the words, the language and the place."""
        lines = self.all if among is None else among
        if asked.besoin:
            lines &= self.of_need.get(asked.besoin, 0)
        for box, having in self.boxes.items():
            if getattr(asked, box):
                lines &= having
        if asked.quand:
            lines &= self._open(at) if asked.quand == NOW else self._whens[asked.quand]
        if asked.years is not None:
            lines &= self._of_age(asked.years)
        return lines

    def _of_age(self, years: int) -> int:
        return self.kept.get(years) or self.kept.put(years, self.mask(line.suits(years) for line in self.lines))

    def _open(self, at: datetime) -> int:
        """The lines that are open at this minute of the day."""
        minute = at.hour * 60 + at.minute
        if self._opening is None:
            days = [(place, spans_of(line.hours, at)) for place, line in enumerate(self.lines)]
            self._opening = [(start, end, 1 << place) for place, spans in days for start, end in spans]
        found = 0
        for start, end, line in self._opening:
            if start <= minute < end:
                found |= line
        return found

    def _numbered(self, digits: str) -> int:
        return self.mask(any(digits in number.digits for number in line.phones) for line in self.lines)

    def _by_interpreter(self, language: str) -> int:
        """Who does not speak it and may be understood: with an interpreter; in French, whoever said nothing."""
        return self.speechless if language == "fr" else self.interpreted

    def _around(self, words: Sequence[str]) -> int:
        found = self.all
        for word in words:
            found &= self._places.beginning(word)
        return found


def _refined(ranks: Mapping[int, int], levels: Sequence[int]) -> dict[int, int]:
    """The lines of each rank that are in one of the levels, ranked anew: what is in none of them goes."""
    refined: dict[int, int] = defaultdict(int)
    for rank, lines in ranks.items():
        left = lines
        for level, having in enumerate(levels):
            found = left & having
            if found:
                refined[rank + level] |= found
                left ^= found
    return refined
