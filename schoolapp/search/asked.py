"""What somebody typed in the search box, taken apart: words, digits, groups."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from schoolapp.families.vocabulary import LEVELS
from schoolapp.formats import digits, search_key
from schoolapp.records import NamedTuple

LONGEST = 100
MOST_WORDS = 8
FEWEST_DIGITS = 4
# « d’Amours », « O’Connor » are two words in the keys, and often typed as one.
PARTICLE = re.compile(r"[dlomn][^\W\d]{3,}")
GROUP_WORDS = frozenset({"groupe", "groupes", "gr", "classe", "niveau", "annee"})


class Asked(NamedTuple):
    """A search.

    Attributes:
        text: as typed, without surrounding spaces.
        words: what names are compared with, the words in the order typed.
        digits: what phone numbers are compared with, empty when there are not enough of them.
    """

    text: str = ""
    words: tuple[str, ...] = ()
    digits: str = ""

    @classmethod
    def of(cls, typed: str) -> Asked:
        """What was typed, cut at the longest search there is."""
        text = typed[:LONGEST].strip()
        words = tuple(dict.fromkeys(search_key(text).split()))[:MOST_WORDS]
        found = "" if any(word.isalpha() for word in words) else digits(text)
        if len(found) == 11 and found.startswith("1"):
            found = found[1:]
        return cls(text, words, found if len(found) >= FEWEST_DIGITS else "")

    def __bool__(self) -> bool:
        return bool(self.words)

    @property
    def start(self) -> str:
        """The pattern of a key that begins like this search."""
        return f"{' '.join(self.words)}%"

    @property
    def word_start(self) -> str:
        """The pattern of a key with a word that begins like the first one."""
        return f"% {self.words[0]}%"

    @property
    def patterns(self) -> tuple[tuple[str, ...], ...]:
        """For each word, the patterns of which a key must match one.

        Words hold letters and digits only (see ``formats.search_key``), so that a pattern has no wildcard but ours.
        """
        return tuple(_patterns(word) for word in self.words)

    @property
    def parts(self) -> tuple[tuple[str, ...], ...]:
        """The same in plain text: what a key with a space before it must hold."""
        return tuple(_parts(word) for word in self.words)

    @property
    def letters(self) -> int:
        """How many letters were typed: a name is looked for beyond one's circle from three letters on."""
        return sum(len(word) for word in self.words if not word.isdigit())

    @property
    def group_words(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """For each word that may name a group: the pattern of its code, and the levels it may be the name of."""
        words = [word for word in self.words if word not in GROUP_WORDS]
        return tuple((f"{word}%", _levels(word)) for word in words)


@lru_cache(500)
def _parts(word: str) -> tuple[str, ...]:
    if len(word) == 1 and word.isascii():
        return (f" {word}",)
    if PARTICLE.fullmatch(word):
        return word, f"{word[0]} {word[1:]}"
    return (word,)


@lru_cache(500)
def _patterns(word: str) -> tuple[str, ...]:
    parts = _parts(word)
    if parts[0].startswith(" "):
        return f"{word}%", f"% {word}%"
    return tuple(f"%{part}%" for part in parts)


@cache
def _level_words() -> dict[str, list[str]]:
    return {level: search_key(str(label)).split() for level, label in LEVELS.items() if level}


@lru_cache(500)
def _levels(word: str) -> tuple[str, ...]:
    """The levels with a word that begins so: « mat », « maternelle », « 3e »."""
    return tuple(level for level, words in _level_words().items() if any(own.startswith(word) for own in words))
