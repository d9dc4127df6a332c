"""Writes the families of one block: pupils and their years, households, guardians, ways to be reached."""

from __future__ import annotations

from dataclasses import field
from datetime import date, datetime, timedelta
from random import Random

from schoolapp.demo.bulk import Writer
from schoolapp.demo.calendar import Calendar, moment
from schoolapp.demo.chance import pick
from schoolapp.demo.homes import Child, Home, People, Person, Seed
from schoolapp.demo.preferences import Preference, preference
from schoolapp.demo.prose import Said, words
from schoolapp.demo.staff import LEVELS, Staff
from schoolapp.families.models import (
    ContactPreference,
    Enrolment,
    Family,
    Guardian,
    Guardianship,
    Household,
    HouseholdPupil,
    Phone,
    Pupil,
)
from schoolapp.formats import search_key, sort_key
from schoolapp.records import dataclass

ORDER = [level for level, _codes in LEVELS]
FAMILIES, PUPILS, GONE = 300, 450, 6


@dataclass
class Made:
    """A family as the other makers need it; ``row`` is the family's row, written last.

    Attributes:
        since: when the team began to walk with it, None for a family that was never on the board.
        until: when that ended, None while it lasts.
        beside: people brought into its circle.
    """

    id: int
    name: str
    place: int
    children: list[Child]
    people: list[Person]
    known: Preference | None
    created_at: datetime
    row: dict[str, object] = field(default_factory=dict)
    lead: int | None = None
    since: datetime | None = None
    until: datetime | None = None
    beside: list[int] = field(default_factory=list)

    def said(self, rng: Random) -> Said:
        """The words that stand for this family in a sentence: one of its children, one of its people."""
        child = pick(rng, self.present or self.children)
        language = self.known.language if self.known else ""
        homes = int(str(self.row["household_count"]))
        return words(child, pick(rng, self.people), language, by_name=rng.random() < 0.6, homes=homes)

    @property
    def present(self) -> list[Child]:
        """The children who are at the school, in the order of the card."""
        return sorted((child for child in self.children if child.group), key=lambda child: (child.sort_key, child.id))


class FamilyMaker:
    """The families of one block of the school: 300 of them with 450 pupils, 6 with former pupils only."""

    def __init__(self, writer: Writer, calendar: Calendar, staff: Staff, block: int, rng: Random) -> None:
        self.writer, self.calendar, self.staff, self.block, self.rng = writer, calendar, staff, block, rng
        self.people = People(rng)
        self.levels = {code: level for level, codes in LEVELS for code in codes}
        self.tail = f"-{block + 1}" if block else ""
        self.sizes = self._sizes()
        self.seats = [code for place in range(PUPILS) for code in [list(self.levels)[place % len(self.levels)]]]
        rng.shuffle(self.seats)

    def _sizes(self) -> list[int]:
        """How many pupils each family has at the school: the last families have none any more."""
        sizes = [1] * (FAMILIES - GONE)
        while sum(sizes) < PUPILS:
            place = self.rng.randrange(len(sizes))
            if sizes[place] < 2 or (sizes[place] < 5 and self.rng.random() < 0.3):
                sizes[place] += 1
        return sizes + [0] * GONE

    def make(self, place: int) -> Made:
        """Write family number ``place`` of the block, but for its own row."""
        rng = self.rng
        seed = self.people.choose()
        homes = self.people.homes(seed)
        number = self.block * FAMILIES + place + 1
        self.people.contacts(homes, number)
        children = self._children(seed, self.sizes[place])
        name = _family_name(seed, homes, children)
        day = (
            self.calendar.days[0]
            if rng.random() < 0.8
            else pick(rng, self.calendar.days[: len(self.calendar.days) // 2])
        )
        everybody = [person for home in homes for person in home.people]
        made = Made(
            id=self.writer.next_id(Family),
            name=name,
            place=place,
            children=children,
            people=everybody,
            known=preference(rng, seed.origin, everybody, self.calendar),
            created_at=moment(rng, day),
        )
        for child in children:
            self._pupil(child)
        self._households(made, homes)
        self._preference(made)
        made.row = self._row(made, len(homes))
        return made

    def _row(self, made: Made, homes: int) -> dict[str, object]:
        """The family's own row, with the copies that come from what is written here."""
        known = made.known or Preference()
        return {
            "id": made.id,
            "name": made.name,
            "sort_key": sort_key(made.name),
            "search_key": search_key(made.name),
            "created_at": made.created_at,
            "pupils_line": [[child.called, child.code] for child in made.present],
            "pupil_count": len(made.present),
            "household_count": homes,
            "language": known.language,
            "interpreter": known.interpreter,
            "means": known.means,
            "moments": known.moments,
        }

    def _children(self, seed: Seed, size: int) -> list[Child]:
        surname = self.people.child_surname(seed)
        taken: set[str] = set()
        children = []
        for _ in range(size):
            code = self._seat({child.code for child in children})
            child = self._child(seed, surname, taken, self._born(self.levels[code]))
            child.code = f"{code}{self.tail}"
            child.group = self.staff.groups[1][child.code]
            children.append(child)
        if size == 0 or self.rng.random() < 0.17:
            children.append(self._former(seed, surname, taken))
        return children

    def _seat(self, siblings: set[str]) -> str:
        """A free seat, rarely in a sibling's level: twins."""
        levels = {self.levels[code.removesuffix(self.tail)] for code in siblings}
        for _ in range(4):
            if self.levels[self.seats[-1]] not in levels or self.rng.random() < 0.1:
                break
            self.seats.insert(self.rng.randrange(len(self.seats)), self.seats.pop())
        return self.seats.pop()

    def _child(self, seed: Seed, surname: str, taken: set[str], born: date) -> Child:
        first = self.people.child_first(seed, taken)
        taken.add(first)
        return Child(first, surname, self.people.preferred(first), born)

    def _born(self, level: str) -> date:
        """A birth date of that level: the age is counted on 30 September."""
        last = date(self.calendar.starts[1].year - 4 - ORDER.index(level), 9, 30)
        return last - timedelta(days=self.rng.randrange(365))

    def _former(self, seed: Seed, surname: str, taken: set[str]) -> Child:
        """A child who went to secondary school, or whose family moved."""
        child = self._child(seed, surname, taken, self._born("6") - timedelta(days=365))
        child.left_on = self.calendar.ends[0]
        if self.rng.random() < 0.3:
            child.born, child.left_on = self._born(pick(self.rng, ORDER)), pick(self.rng, self.calendar.days[20:])
        return child

    def _pupil(self, child: Child) -> None:
        child.sort_key = sort_key(child.last, child.called)
        child.id = self.writer.next_id(Pupil)
        self.writer.add(
            Pupil,
            id=child.id,
            number=str(2_600_000 + child.id),
            first_name=child.first,
            last_name=child.last,
            preferred_name=child.preferred,
            sort_key=child.sort_key,
            search_key=search_key(child.first, child.preferred, child.last),
            birth_date=child.born,
            group=child.group or None,
            left_on=child.left_on,
        )
        self._enrolments(child)

    def _enrolments(self, child: Child) -> None:
        """This year's group, last year's, and now and then a change in the middle of a year."""
        (first, second), (end, _) = self.calendar.starts, self.calendar.ends
        rng, levels = self.rng, self.staff.levels
        if child.group:
            since = pick(rng, self.calendar.days[-60:]) if rng.random() < 0.04 else second
            self.writer.add(Enrolment, pupil=child.id, group=child.group, since=max(since, second))
            level = ORDER.index(levels[child.group]) - 1
            stayed = level >= 0 and rng.random() < (0.45 if level == 0 else 0.92)
        else:
            level, stayed = 7, True
        if not stayed:
            return
        until = min(child.left_on or end, end)
        codes = [code for code, group in self.staff.groups[0].items() if levels[group] == ORDER[level]]
        chosen = [self.staff.groups[0][code] for code in rng.sample(codes, 2)]
        if rng.random() < 0.03 and until == end:
            change = first + timedelta(days=130)
            self.writer.add(Enrolment, pupil=child.id, group=chosen[1], since=first, until=change)
            first = change + timedelta(days=1)
        self.writer.add(Enrolment, pupil=child.id, group=chosen[0], since=first, until=until)

    def _households(self, made: Made, homes: list[Home]) -> None:
        for place, home in enumerate(homes):
            household = self.writer.add(Household, family=made.id, label=home.label, address=home.address)
            # A child of two homes lives in both; now and then a child lives in the first one only.
            here = [
                child for child in made.children if place == 0 or child is made.children[0] or self.rng.random() < 0.85
            ]
            for child in here:
                self.writer.add(HouseholdPupil, household=household, pupil=child.id)
            for person in home.people:
                self._guardian(household, person, here)

    def _guardian(self, household: int, person: Person, children: list[Child]) -> None:
        guardian = self.writer.add(
            Guardian,
            household=household,
            name=person.name,
            sort_key=sort_key(person.name),
            search_key=search_key(person.name),
            email=person.email,
            language=person.language,
            note=person.note,
        )
        for child in children:
            self.writer.add(Guardianship, guardian=guardian, pupil=child.id, relation=person.relation)
        for position, (kind, number, digits, raw) in enumerate(person.phones):
            self.writer.add(
                Phone, guardian=guardian, kind=kind, number=number, digits=digits, raw=raw, position=position
            )

    def _preference(self, made: Made) -> None:
        if made.known is not None:
            self.writer.add(ContactPreference, family=made.id, **vars(made.known))


def _family_name(seed: Seed, homes: list[Home], children: list[Child]) -> str:
    """What the team calls the family: the children's surname, or both when the homes are two."""
    last = children[0].last
    if len(homes) == 2 and "-" not in last and seed.second != seed.surname and len(last) < 12:
        return f"{seed.surname}-{seed.second}"
    return last
