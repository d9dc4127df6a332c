"""What somebody looks for among the partners: words, and filters that live in the address."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from flask_babel import lazy_gettext as _l

from schoolapp.formats import digits, search_key
from schoolapp.forms import MAX_ID, tidy
from schoolapp.languages import LANGUAGES
from schoolapp.records import NamedTuple

LONGEST = 100
MOST_WORDS = 8
MOST_CHOSEN = 12  # sheets of one handout
OLDEST = 120
FEWEST_DIGITS = 4
NOW, EVENING, WEEKEND = "maintenant", "soir", "fin_semaine"
WHENS = {NOW: _l("ouvert maintenant"), EVENING: _l("ouvert le soir"), WEEKEND: _l("ouvert la fin de semaine")}
MINE, RECENT = "favoris", "recents"
SHELVES = {MINE: _l("Mes favoris"), RECENT: _l("Utilisés récemment")}
BOXES = {
    "gratuit": _l("Gratuit"),
    "accessible": _l("Accessible"),
    "directe": _l("La famille s’y adresse elle-même"),
}
FIELDS = ("q", "besoin", "langue", "age", "lieu", "quand", *BOXES, "parmi")
# Words that say nothing of what is looked for, and words that say little: these count when there is nothing else.
_EMPTY = """a au aux avec chez d dans de des du elle en et il ils je l la le les leur leurs ma mais mes mon ne nos notre
on ou par pas pour qu que qui sa sans ses si son sur un une vos votre y"""
_WEAK = """aide aider besoin besoins cherche chercher famille familles gens organisme organismes service services
trouver"""
EMPTY_WORDS, WEAK_WORDS = frozenset(_EMPTY.split()), frozenset(_WEAK.split())


@lru_cache(500)
def words_of(text: str) -> tuple[str, ...]:
    """The words to look for: folded, in the singular, without those that say nothing as long as others remain."""
    words = list(dict.fromkeys(search_key(text).split()))
    for empty in (EMPTY_WORDS, WEAK_WORDS):
        words = [word for word in words if word not in empty] or words
    return tuple(dict.fromkeys(singular(word) for word in words))[:MOST_WORDS]


def singular(word: str) -> str:
    """A word without the mark of its plural, so that one finds the other."""
    return word[:-1] if len(word) > 3 and word[-1] in "sx" and word.isalpha() else word


def whole(text: str, most: int) -> int | None:
    """A whole number of the address, or nothing."""
    fits = text.isascii() and text.isdecimal() and len(text) < 11
    return int(text) if fits and int(text) <= most else None


class Asked(NamedTuple):
    """A search; empty values ask for nothing. ``choix`` are the services put aside for a handout."""

    q: str = ""
    besoin: str = ""
    langue: str = ""
    age: str = ""
    lieu: str = ""
    quand: str = ""
    gratuit: str = ""
    accessible: str = ""
    directe: str = ""
    parmi: str = ""
    choix: tuple[int, ...] = ()

    @classmethod
    def of(cls, args: Any) -> Asked:
        """The search of an address; what means nothing is left aside."""
        asked = cls(**{name: tidy(args.get(name, ""))[:LONGEST].strip() for name in FIELDS})
        age = whole(asked.age, OLDEST)
        return asked._replace(
            langue=asked.langue if asked.langue in LANGUAGES else "",
            age="" if age is None else str(age),
            quand=asked.quand if asked.quand in WHENS else "",
            parmi=asked.parmi if asked.parmi in SHELVES else "",
            choix=chosen(args.getlist("choix") if hasattr(args, "getlist") else ()),
            **{box: "1" if getattr(asked, box) == "1" else "" for box in BOXES},
        )

    def query(self, **changes: Any) -> dict[str, Any]:
        """The parameters of the address, with some changed."""
        values: Mapping[str, Any] = {name: getattr(self, name) for name in (*FIELDS, "choix")} | changes
        return {name: value for name, value in values.items() if value}

    @property
    def words(self) -> tuple[str, ...]:
        return words_of(self.q)

    @property
    def digits(self) -> str:
        """The digits of a phone number, when that is what was typed."""
        found = "" if any(character.isalpha() for character in self.q) else digits(self.q)
        found = found[1:] if len(found) == 11 and found.startswith("1") else found
        return found if len(found) >= FEWEST_DIGITS else ""

    @property
    def places(self) -> tuple[str, ...]:
        """The words of a territory."""
        return tuple(dict.fromkeys(search_key(self.lieu).split()))[:MOST_WORDS]

    @property
    def years(self) -> int | None:
        return int(self.age) if self.age else None

    @property
    def narrowed(self) -> bool:
        """Whether anything is asked for."""
        return any(getattr(self, name) for name in FIELDS)

    @property
    def more(self) -> int:
        """How many of the filters that are folded away are in use."""
        return sum(1 for name in ("age", "lieu", *BOXES) if getattr(self, name))


def chosen(values: Any) -> tuple[int, ...]:
    """The ids of services of an address, each once, in its order."""
    numbers = (whole(value, MAX_ID) for value in list(values)[:200])
    return tuple(dict.fromkeys(number for number in numbers if number))[:MOST_CHOSEN]
