"""What a search finds: families, pupils, phone numbers and groups, as far as the person may see them."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import field
from functools import cache
from typing import Any

from schoolapp.access import LEADS, Role
from schoolapp.accounts.models import User
from schoolapp.agent_requests import finding
from schoolapp.agent_requests.vocabulary import STATES
from schoolapp.database import fetch_all
from schoolapp.families.circle import seen_ids
from schoolapp.formats import phone
from schoolapp.partners import finding as finding_partners
from schoolapp.partners import finding_shelf
from schoolapp.records import NamedTuple, dataclass
from schoolapp.search import sql
from schoolapp.search.asked import Asked

MOST = 20  # of each kind on the page
MOST_AT_A_GLANCE = 6  # of each kind under the search box
LETTERS_BEYOND = 3
MARK = "SELECT 'mark', 0, mark, '', '', 0, CAST(NULL AS timestamp) FROM directory_stamp"


class FamilyFound(NamedTuple):
    """A family, its children in words, and the person it was found by when its own name did not do."""

    id: int
    name: str
    children: str
    who: str


class PupilFound(NamedTuple):
    """A pupil; ``family_id`` is None for one whom nobody put in a family yet."""

    name: str
    official: str
    group: str
    gone: bool
    family_id: int | None
    number: str


class PhoneFound(NamedTuple):
    """A phone number and who answers."""

    family_id: int
    family: str
    person: str
    number: str


class GroupFound(NamedTuple):
    """A group of the present year."""

    code: str
    label: str


class PartnerFound(NamedTuple):
    """A service of the directory of partners, and whose it is."""

    id: int
    name: str
    organization: str


class RequestFound(NamedTuple):
    """A request to the agent: whom it is about, who asked, where it stands."""

    id: int
    about: str
    requester: str
    state: str


@dataclass(frozen=True)
class Kind:
    """The results of one kind: the first ones, and how many there are in all."""

    rows: list[Any] = field(default_factory=list)
    total: int = 0

    @property
    def others(self) -> int:
        return self.total - len(self.rows)


NOTHING = Kind()
KINDS = ("families", "pupils", "phones", "groups", "requests", "partners", "beyond")


@dataclass
class Found:
    """All that a search found."""

    asked: Asked
    families: Kind = NOTHING
    pupils: Kind = NOTHING
    phones: Kind = NOTHING
    groups: Kind = NOTHING
    requests: Kind = NOTHING
    partners: Kind = NOTHING
    beyond: Kind = NOTHING

    @property
    def counts(self) -> dict[str, int]:
        """How many of each kind."""
        return {name: total for name in KINDS if (total := getattr(self, name).total)}

    @property
    def total(self) -> int:
        return sum(self.counts.values())


def search(user: User, asked: Asked, most: int = MOST) -> Found:
    """What ``user`` may know of what was asked; at most ``most`` of each kind."""
    found = Found(asked)
    if not asked:
        return found
    seen, own = ("", []) if user.role in LEADS or user.role == Role.SECRETARIAT else seen_ids(user)
    shape = tuple(len(several) for several in asked.patterns)
    each = [pattern for several in asked.patterns for pattern in several]
    ranks = [asked.start, asked.word_start]
    number = [f"{asked.digits}%"] if asked.digits else []
    of_people = each if len(shape) == 1 else [*each, *(one for several in asked.patterns for one in several * 2)]
    names = fetch_all(
        sql.names(shape, bool(number), seen), [*own, *ranks, *each, *ranks, *of_people, *ranks, *each, *number]
    )
    found.families = _families([row[1:] for row in names if row[0] == "family"], most)
    found.pupils = _pupils([row[1:] for row in names if row[0] == "pupil"], seen, own, most)
    if number:
        found.phones = _kind(_phone, sql.phones(seen), [*own, f"%{asked.digits}%", *number, most])
    found.groups, found.requests, found.partners = _others(user, asked, seen, own, most)
    if user.role == Role.PROFESSIONAL and asked.letters >= LETTERS_BEYOND:
        found.beyond = _kind(_beyond, sql.beyond(shape, seen), [*each, *own, *ranks, most])
    return found


def _others(user: User, asked: Asked, seen: str, own: list[Any], most: int) -> tuple[Kind, Kind, Kind]:
    """Groups of the present year: a teacher's own ones, for a professional those of the families they see. In the same
    statement, the requests to the agent that this person may see, and the mark of the directory of partners."""
    words = asked.group_words
    if user.role == Role.TEACHER:
        mine, own = sql.TAUGHT_GROUPS, [user.id]
    else:
        mine = sql.groups_of(seen) if seen else ""
    values = [user.school.current_year_id, *(value for code, levels in words for value in (code, *levels)), *own]
    groups = sql.groups(tuple(len(levels) for _code, levels in words), mine)
    requests = finding.text(tuple(len(several) for several in asked.patterns), user.role in LEADS)
    values += finding.parameters(user, asked.patterns)
    rows = fetch_all(f"{groups} UNION ALL {requests} UNION ALL {MARK}", values)
    codes = sorted((row for row in rows if row[0] == "group"), key=lambda row: (row[2], row[1]))
    asking = sorted((row for row in rows if row[0] == "request"), key=lambda row: row[1])
    asking.sort(key=lambda row: row[6], reverse=True)
    asking.sort(key=lambda row: row[5])
    return (
        Kind([GroupFound(row[2], row[3]) for row in codes[:most]], len(codes)),
        Kind([RequestFound(row[1], row[2], row[3], _state(row[4])) for row in asking[:most]], len(asking)),
        _partners(next(row[2] for row in rows if row[0] == "mark"), asked, most),
    )


@cache
def _state(code: str) -> str:
    return str(STATES[code])


def _partners(mark: str, asked: Asked, most: int) -> Kind:
    """The services of the directory, which is in memory as long as its mark is the same."""
    services, total = finding_partners.glance(finding_shelf.under(mark), asked.text, most)
    return Kind([PartnerFound(line.id, line.name, line.organization) for line in services], total)


def _families(rows: list[tuple[Any, ...]], most: int) -> Kind:
    """Each family once, by the best of its ranks; by whom it was found, unless its own name did."""
    best: dict[int, tuple[Any, ...]] = {}
    by_others: dict[int, str | None] = {}
    for number, rank, key, name, pupils, who in rows:
        kept = best.get(number)
        if kept is None or rank < kept[0]:
            best[number] = (rank, key, number, name, pupils)
        before = by_others.get(number, who)
        by_others[number] = min(before, who) if before is not None and who is not None else None
    first = sorted(best.values())[:most]
    return Kind([_family(*line[2:], by_others[line[2]]) for line in first], len(best))


def _pupils(rows: list[tuple[Any, ...]], seen: str, own: Sequence[Any], most: int) -> Kind:
    first = [number for _rank, _key, number in sorted((rank, key, number) for number, rank, key, *_more in rows)[:most]]
    if not first:
        return NOTHING
    lines = {line[0]: line for line in fetch_all(sql.pupils(len(first), seen), [*own, *first])}
    return Kind([_pupil(*lines[number]) for number in first if number in lines], len(rows))


def _kind(make: Callable[..., Any], text: str, parameters: Sequence[Any]) -> Kind:
    rows = fetch_all(text, parameters)
    return Kind([make(*row[1:]) for row in rows], rows[0][0]) if rows else NOTHING


def _family(number: int, name: str, pupils: str, who: str | None) -> FamilyFound:
    children = " · ".join(f"{child} ({code})" if code else child for child, code in json.loads(pupils))
    return FamilyFound(number, name, children, who or "")


def _beyond(number: int, name: str) -> FamilyFound:
    return FamilyFound(number, name, "", "")


def _pupil(
    _id: int, first: str, preferred: str, last: str, group: str | None, left: Any, family: int | None, number: str
) -> PupilFound:
    called = f"{preferred or first} {last}".strip()
    return PupilFound(called, first if preferred else "", group or "", left is not None, family, number)


def _phone(family: int, name: str, person: str, number: str, raw: str) -> PhoneFound:
    return PhoneFound(family, name, person, phone(number) if number else raw)
