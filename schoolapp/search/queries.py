"""What a search finds: families, pupils, phone numbers and groups, as far as the person may see them."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from schoolapp.access import LEADS, Role
from schoolapp.accounts.models import User
from schoolapp.agent_requests import finding
from schoolapp.agent_requests.vocabulary import STATES
from schoolapp.database import fetch_all
from schoolapp.families.circle import seen_ids
from schoolapp.formats import phone
from schoolapp.search import sql
from schoolapp.search.asked import Asked

MOST = 20  # of each kind on the page
MOST_AT_A_GLANCE = 6  # of each kind under the search box
LETTERS_BEYOND = 3


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


class RequestFound(NamedTuple):
    """A request to the agent: whom it is about, who asked, where it stands."""

    id: int
    about: str
    requester: str
    state: Any


@dataclass(frozen=True)
class Kind:
    """The results of one kind: the first ones, and how many there are in all."""

    rows: list[Any] = field(default_factory=list)
    total: int = 0

    @property
    def others(self) -> int:
        return self.total - len(self.rows)


NOTHING = Kind()


@dataclass
class Found:
    """All that a search found."""

    asked: Asked
    families: Kind = NOTHING
    pupils: Kind = NOTHING
    phones: Kind = NOTHING
    groups: Kind = NOTHING
    requests: Kind = NOTHING
    beyond: Kind = NOTHING

    @property
    def counts(self) -> dict[str, int]:
        """How many of each kind."""
        kinds = {
            name: getattr(self, name).total for name in ("families", "pupils", "phones", "groups", "requests", "beyond")
        }
        return {name: total for name, total in kinds.items() if total}

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
    found.families = _kind(_family, sql.families(shape, seen), [*own, *ranks, *each, *ranks, *of_people, most])
    found.pupils = _kind(_pupil, sql.pupils(shape, bool(number), seen), [*own, *ranks, *each, *number, most])
    if number:
        found.phones = _kind(_phone, sql.phones(seen), [*own, f"%{asked.digits}%", *number, most])
    found.groups, found.requests = _groups_and_requests(user, asked, seen, own, most)
    if user.role == Role.PROFESSIONAL and asked.letters >= LETTERS_BEYOND:
        found.beyond = _kind(_beyond, sql.beyond(shape, seen), [*each, *own, *ranks, most])
    return found


def _groups_and_requests(user: User, asked: Asked, seen: str, own: list[Any], most: int) -> tuple[Kind, Kind]:
    """Groups of the present year: a teacher's own ones, for a professional those of the families they see. And the
    requests to the agent that this person may see, in the same statement."""
    words = asked.group_words
    if user.role == Role.TEACHER:
        mine, own = sql.TAUGHT_GROUPS, [user.id]
    else:
        mine = sql.groups_of(seen) if seen else ""
    values = [user.school.current_year_id, *(value for code, levels in words for value in (code, *levels)), *own, most]
    groups = sql.groups(tuple(len(levels) for _code, levels in words), mine)
    requests = finding.text(tuple(len(several) for several in asked.patterns), user.role in LEADS)
    values += finding.parameters(user, asked.patterns, most)
    lines: dict[str, list[Any]] = {"groups": [], "requests": []}
    for kind, *line in sorted(
        fetch_all(sql.together(groups=groups, requests=requests), values), key=lambda row: row[-1]
    ):
        lines[kind].append(line)
    return (
        _lines(lines["groups"], lambda line: GroupFound(line[2], line[3])),
        _lines(lines["requests"], lambda line: RequestFound(line[1], line[2], line[3], STATES[line[4]])),
    )


def _lines(lines: list[Any], make: Callable[[Any], Any]) -> Kind:
    return Kind([make(line) for line in lines], lines[0][0]) if lines else NOTHING


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
