"""What a family's file shows, gathered: the people of each home, the circle, what helps, the history of the link."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import field
from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _

from schoolapp.database import as_date
from schoolapp.families.family import ContactPreference, Family
from schoolapp.families.file_head import Head
from schoolapp.families.parts import AtWork
from schoolapp.families.vocabulary import ALL_STATES, ENDED, LEVELS, SIGNALS, TIERS
from schoolapp.records import NamedTuple, dataclass


class Row(NamedTuple):
    """One row of the file's single reading: each kind of row uses the columns it needs."""

    kind: str
    id: int | None
    parent: int | None
    other: int | None
    flag: int | None
    a: str
    b: str
    c: str
    d: str
    e: str
    f: str
    day: Any
    at: Any


class Number(NamedTuple):
    """A phone number of a guardian."""

    kind: str
    number: str
    raw: str

    @property
    def shown(self) -> str:
        return self.number or self.raw


def group_words(code: str, level: str, label: str) -> str:
    """« 3e année, groupe 302 »: as the school says it, or made of the level and the code."""
    if label or not code:
        return label
    words = LEVELS.get(level) if level else None
    return _("%(level)s, groupe %(code)s", level=words, code=code) if words else _("groupe %(code)s", code=code)


class Child(NamedTuple):
    """A pupil of the family; ``elsewhere`` are the other families where the child also lives, as (id, name)."""

    id: int
    first_name: str
    last_name: str
    sort_key: str
    group_id: int | None
    code: str
    level: str
    label: str
    birth_date: date | None
    left: bool
    elsewhere: tuple[tuple[int, str], ...]

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def group(self) -> str:
        return group_words(self.code, self.level, self.label)


class Adult(NamedTuple):
    """A guardian; ``ties`` says what they are to each child, by the child's id."""

    id: int
    name: str
    email: str
    language: str
    note: str
    ties: dict[int, str]
    phones: list[Number]

    def relation(self, children: list[Child]) -> str:
        """What the person is to the children: once when it is the same to all, else child by child."""
        said = {child.first_name: self.ties[child.id] for child in children if self.ties.get(child.id)}
        words = set(said.values())
        if len(words) == 1 and len(said) == len(children):
            return words.pop()
        return ", ".join(f"{relation} ({name})" for name, relation in said.items())


class Home(NamedTuple):
    """A household; ``number`` counts the homes of the family from 1."""

    id: int
    number: int
    label: str
    address: str
    children: list[Child]
    adults: list[Adult]

    @property
    def title(self) -> str:
        return self.label or _("Foyer %(number)s", number=self.number)


class FactorLine(NamedTuple):
    """A force or an obstacle."""

    id: int
    code: str
    words: str


class Person(NamedTuple):
    """Someone of the circle; ``ground`` is the group's code or the reason given, ``row_id`` the row that says it."""

    row_id: int | None
    user_id: int
    name: str
    role: str
    function: str
    ground: str
    until: Any


class Change(NamedTuple):
    """A move of the link or a change of tier."""

    id: int
    at: datetime
    who: str
    before: str
    after: str
    words: str
    decided_by: str
    signals: tuple[str, ...]
    review_on: date | None

    @property
    def move(self) -> str:
        """What a move of the link did, in words."""
        after = ALL_STATES.get(self.after, self.after)
        if self.after == ENDED:
            return str(after)
        if not self.before:
            return _("Famille ajoutée au tableau : %(state)s", state=after)
        return _(
            "Lien : de « %(before)s » à « %(after)s »", before=ALL_STATES.get(self.before, self.before), after=after
        )

    @property
    def tier(self) -> str:
        """The tier set, in words."""
        return str(TIERS.get(int(self.after), self.after))

    @property
    def signal_words(self) -> list[str]:
        return [str(SIGNALS.get(code, code)) for code in self.signals]


@dataclass
class Contacts:
    """What is needed to reach a family: all that the secretariat may read of it."""

    head: Head
    homes: list[Home] = field(default_factory=list)

    @property
    def id(self) -> int:
        return self.head.subject.id

    @property
    def family(self) -> Family:
        return self.head.family

    @property
    def preference(self) -> ContactPreference:
        return self.head.preference

    @property
    def children(self) -> list[Child]:
        """Each child once, by name, those who left the school last."""
        found = {child.id: child for home in self.homes for child in home.children}
        return sorted(found.values(), key=lambda child: (child.left, child.sort_key, child.id))

    @property
    def pupils(self) -> list[Child]:
        """The children who are at the school."""
        return [child for child in self.children if not child.left]

    def siblings(self, pupil_id: int) -> list[Child]:
        """The other children of the family."""
        return [child for child in self.children if child.id != pupil_id]

    @property
    def adults(self) -> list[Adult]:
        """Everybody responsible, in the order of the homes."""
        return [adult for home in self.homes for adult in home.adults]


@dataclass
class Sheet(Contacts):
    """The whole file, timeline and boxes of other rooms apart.

    Attributes:
        raw: the rows as they were read, from which all the rest is made: what identifies a drawing of the file.
        mark: changes with whatever a file shows, this one or another; empty where nobody watches.
        opened: how many times the file was opened this week, up to ``file_sql.MOST_OPENED``.
        past: the rows of the timeline that were read with the others: the history of the link, what other rooms add.
        at_work: who is at work around the family as the rooms above know it; ``call_limit`` is how many people may
            call on it in a month before it is said.
    """

    raw: tuple[Any, ...] = ()
    past: tuple[Any, ...] = ()
    mark: str = ""
    forces: list[FactorLine] = field(default_factory=list)
    obstacles: list[FactorLine] = field(default_factory=list)
    teachers: list[Person] = field(default_factory=list)
    members: list[Person] = field(default_factory=list)
    openings: list[Person] = field(default_factory=list)
    past_openings: list[Person] = field(default_factory=list)
    by_role: int = 0
    opened: int = 0
    at_work: list[AtWork] = field(default_factory=list)
    call_limit: int = 0

    @property
    def lead_name(self) -> str:
        return self.head.lead_name

    @property
    def callers(self) -> int:
        """How many people and services call on the family these days."""
        return len({one.user_id or one.name for one in self.at_work if one.calls})

    @property
    def in_circle(self) -> int:
        """How many people have access: by role, by a group, by name or for a day."""
        people = {person.user_id for person in (*self.teachers, *self.members, *self.openings)}
        return self.by_role + len(people)


def by_kind(rows: Iterable[tuple[Any, ...]]) -> dict[str, list[Row]]:
    """The rows of the single reading, sorted out."""
    kinds: dict[str, list[Row]] = defaultdict(list)
    for row in map(Row._make, rows):
        kinds[row.kind].append(row)
    return kinds


def homes(rows: dict[str, list[Row]]) -> list[Home]:
    """The homes with their people. Adults keep the order in which they were given: the first is called first."""
    ties: dict[int, dict[int, str]] = defaultdict(dict)
    phones: dict[int, list[Row]] = defaultdict(list)
    for row in rows["tie"]:
        ties[row.parent][row.other] = row.a
    for row in rows["phone"]:
        phones[row.parent].append(row)
    children, adults = _children(rows), defaultdict(list)
    for row in sorted(rows["guardian"], key=lambda row: row.id):
        numbers = [Number(p.a, p.b, p.c) for p in sorted(phones[row.id], key=lambda p: (p.flag, p.id))]
        adults[row.parent].append(Adult(row.id, row.a, row.b, row.c, row.d, ties[row.id], numbers))
    found = sorted(rows["home"], key=lambda row: row.id)
    return [
        Home(row.id, number, row.a, row.b, children[row.id], adults[row.id])
        for number, row in enumerate(found, start=1)
    ]


def _children(rows: dict[str, list[Row]]) -> dict[int, list[Child]]:
    elsewhere: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for row in rows["elsewhere"]:
        elsewhere[row.parent].append((row.other, row.a))
    children: dict[int, list[Child]] = defaultdict(list)
    for row in sorted(rows["pupil"], key=lambda row: (row.flag, row.c, row.id)):
        group = (row.other, row.d or "", row.e or "", row.f or "")
        more = (as_date(row.day), bool(row.flag), tuple(elsewhere[row.id]))
        children[row.parent].append(Child(row.id, row.a, row.b, row.c, *group, *more))
    return children
