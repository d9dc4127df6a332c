"""In which language and by which means a family is invited: what it prefers, within what the school can do.

A means that the family refuses, or for which the school has no number nor address, is never chosen. When nothing is
left, no means is claimed: the list says so, and somebody finds a way.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import field

from schoolapp.activities.invitation_vocabulary import CALL, EMAIL, NO_MEANS, PAPER, TEXT
from schoolapp.bulk import chunks
from schoolapp.database import fetch_all
from schoolapp.families.reach import SCHOOL_LANGUAGE
from schoolapp.formats import phone
from schoolapp.records import NamedTuple, dataclass

# The languages of the parents' pages, the school's first.
PARENTS_LANGUAGES = ("fr", "en", "es", "ar", "ht", "pt", "zh")
# What a family prefers (``families.vocabulary.MEANS``) and what an invitation can do about it. The rest is in person:
# somebody hands the paper over.
BY_WISH = {"telephone": CALL, "texto": TEXT, "courriel": EMAIL, "papier": PAPER}
IN_PERSON = ("ecole", "domicile", "quartier")
REFUSED_AS = {means: wish for wish, means in BY_WISH.items()}
WITHOUT_WISH = (PAPER, EMAIL, TEXT, CALL)
# For those to whom reading is difficult, a voice first.
FOR_THE_EAR = (CALL, PAPER, TEXT, EMAIL)

ADULTS = """
    SELECT h.family_id, h.id, g.id, g.name, g.email, p.kind, p.number, p.raw
    FROM household h JOIN guardian g ON g.household_id = h.id AND g.removed_at IS NULL
        LEFT JOIN phone p ON p.guardian_id = g.id
    WHERE h.family_id IN ({marks}) ORDER BY h.family_id, g.id, p.position, p.id
"""


class Number(NamedTuple):
    """A telephone number: as it is dialled (empty when it was not understood), as it is shown, and its kind."""

    dialled: str
    shown: str
    kind: str


@dataclass
class Adult:
    """A responsible person and the ways to reach them."""

    household_id: int
    id: int
    name: str
    email: str
    numbers: list[Number] = field(default_factory=list)


@dataclass
class Home:
    """The people of a family, in the order in which the school came to know them."""

    adults: list[Adult] = field(default_factory=list)

    @property
    def emails(self) -> Iterator[Adult]:
        """One person with an address in each household: parents who live apart are both invited."""
        seen: set[int] = set()
        for adult in self.adults:
            if adult.email and adult.household_id not in seen:
                seen.add(adult.household_id)
                yield adult

    def texted(self, *, any_kind: bool = False) -> tuple[Adult, Number] | None:
        """Whom to text: the first mobile; any number that can be dialled for a family that asks for texts."""
        dialled = [(adult, number) for adult in self.adults for number in adult.numbers if number.dialled]
        mobiles = [one for one in dialled if one[1].kind == "cellulaire"]
        found = mobiles or (dialled if any_kind else [])
        return found[0] if found else None

    @property
    def called(self) -> tuple[Adult, Number] | None:
        """Whom to call: the first number that can be dialled, else the first one as it was given."""
        numbers = [(adult, number) for adult in self.adults for number in adult.numbers]
        return next((one for one in numbers if one[1].dialled), numbers[0] if numbers else None)


class Wishes(NamedTuple):
    """How a family wishes to be reached, as far as the choice of a means and a language goes."""

    language: str = ""
    languages: Sequence[str] = ()
    means: Sequence[str] = ()
    no_go: Sequence[str] = ()
    reading_difficulty: str = ""


def homes(family_ids: Iterable[int]) -> dict[int, Home]:
    """The people of these families."""
    found: dict[int, Home] = {}
    for some in chunks(list(family_ids)):
        for family_id, household, person, name, email, kind, number, raw in fetch_all(
            ADULTS.format(marks=", ".join("?" * len(some))), list(some)
        ):
            adults = found.setdefault(family_id, Home()).adults
            if not adults or adults[-1].id != person:
                adults.append(Adult(household, person, name, email or ""))
            if number or raw:
                dialled = (number or "").partition(";")[0]
                adults[-1].numbers.append(Number(dialled, phone(number) if number else raw, kind))
    return found


def language_of(wishes: Wishes) -> str:
    """The family's own language when the parents' pages speak it, else another that it speaks, else French."""
    spoken = [wishes.language, *wishes.languages]
    return next((code for code in spoken if code in PARENTS_LANGUAGES), SCHOOL_LANGUAGE)


def possible(home: Home, wishes: Wishes) -> list[str]:
    """The means that the school has, and that the family does not refuse."""
    ways = {
        PAPER: True,
        EMAIL: any(home.emails),
        TEXT: home.texted(any_kind="texto" in wishes.means) is not None,
        CALL: home.called is not None,
    }
    return [means for means, here in ways.items() if here and REFUSED_AS[means] not in wishes.no_go]


def means_of(home: Home, wishes: Wishes) -> str:
    """The means by which this family is invited; empty when there is none."""
    here = possible(home, wishes)
    for wish in wishes.means:
        means = PAPER if wish in IN_PERSON else BY_WISH.get(wish, "")
        if wish in IN_PERSON or means in here:
            return means
    order = FOR_THE_EAR if wishes.reading_difficulty == "oui" else WITHOUT_WISH
    return next((means for means in order if means in here), NO_MEANS)


def listed(text: str | None) -> list[str]:
    """A ``JSONList`` as a hand-written query gives it."""
    return json.loads(text) if text else []
