"""What a search finds: families, pupils, phone numbers and groups, as far as the person may see them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
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
from schoolapp.search import names, sql
from schoolapp.search.asked import Asked
from schoolapp.search.found import (
    NOTHING,
    FamilyFound,
    Found,
    GroupFound,
    Kind,
    PartnerFound,
    PhoneFound,
    PupilFound,
    RequestFound,
)
from schoolapp.search.names import Names, children, pupil_found

MOST = 20  # of each kind on the page
MOST_AT_A_GLANCE = 6  # of each kind under the search box
LETTERS_BEYOND = 3
_MARK = "SELECT '{}', 0, mark, '', '', 0, CAST(NULL AS timestamp) FROM {}"
MARKS = f"{_MARK.format('directory', 'directory_stamp')} UNION ALL {_MARK.format('names', 'names_stamp')}"


def search(user: User, asked: Asked, most: int = MOST) -> Found:
    """What ``user`` may know of what was asked; at most ``most`` of each kind."""
    found = Found(asked)
    if not asked:
        return found
    seen, own = ("", []) if user.role in LEADS or user.role == Role.SECRETARIAT else seen_ids(user)
    found.groups, found.requests, found.partners, everybody = _others(user, asked, seen, own, most)
    beyond = user.role == Role.PROFESSIONAL and asked.letters >= LETTERS_BEYOND
    if everybody is None:
        found.families, found.pupils = _named(asked, seen, own, most)
        found.beyond = _beyond(asked, seen, own, most) if beyond else NOTHING
    else:
        among = frozenset(row[0] for row in fetch_all(seen, own)) if seen else None
        found.families, found.pupils = everybody.found(asked, among, most)
        found.beyond = everybody.beyond(asked, among, most) if beyond else NOTHING
    if asked.digits:
        found.phones = _kind(_phone, sql.phones(seen), [*own, f"%{asked.digits}%", f"{asked.digits}%", most])
    return found


def _named(asked: Asked, seen: str, own: list[Any], most: int) -> tuple[Kind, Kind]:
    """Families and pupils, when their names are not in memory."""
    shape = tuple(len(several) for several in asked.patterns)
    each = [pattern for several in asked.patterns for pattern in several]
    ranks = [asked.start, asked.word_start]
    number = [f"{asked.digits}%"] if asked.digits else []
    of_people = each if len(shape) == 1 else [*each, *(one for several in asked.patterns for one in several * 2)]
    rows = fetch_all(
        sql.names(shape, bool(number), seen), [*own, *ranks, *each, *ranks, *of_people, *ranks, *each, *number]
    )
    families = _families([row[1:] for row in rows if row[0] == "family"], most)
    return families, _pupils([row[1:] for row in rows if row[0] == "pupil"], seen, own, most)


def _beyond(asked: Asked, seen: str, own: list[Any], most: int) -> Kind:
    """Families that are not seen, when their names are not in memory."""
    shape = tuple(len(several) for several in asked.patterns)
    each = [pattern for several in asked.patterns for pattern in several]
    return _kind(_family_beyond, sql.beyond(shape, seen), [*each, *own, asked.start, asked.word_start, most])


def _others(user: User, asked: Asked, seen: str, own: list[Any], most: int) -> tuple[Kind, Kind, Kind, Names | None]:
    """Groups of the present year: a teacher's own ones, for a professional those of the families they see. In the same
    statement, the requests to the agent that this person may see, and the marks of what is in memory: the directory of
    partners, and the names."""
    words = asked.group_words
    if user.role == Role.TEACHER:
        mine, own = sql.TAUGHT_GROUPS, [user.id]
    else:
        mine = sql.groups_of(seen) if seen else ""
    values = [user.school.current_year_id, *(value for code, levels in words for value in (code, *levels)), *own]
    groups = sql.groups(tuple(len(levels) for _code, levels in words), mine)
    requests = finding.text(tuple(len(several) for several in asked.patterns), user.role in LEADS)
    values += finding.parameters(user, asked.patterns)
    rows = fetch_all(f"{groups} UNION ALL {requests} UNION ALL {MARKS}", values)
    codes = sorted((row for row in rows if row[0] == "group"), key=lambda row: (row[2], row[1]))
    asking = sorted((row for row in rows if row[0] == "request"), key=lambda row: row[1])
    asking.sort(key=lambda row: row[6], reverse=True)
    asking.sort(key=lambda row: row[5])
    return (
        Kind([GroupFound(row[2], row[3]) for row in codes[:most]], len(codes)),
        Kind([RequestFound(row[1], row[2], row[3], _state(row[4])) for row in asking[:most]], len(asking)),
        _partners(next(row[2] for row in rows if row[0] == "directory"), asked, most),
        names.under(next(row[2] for row in rows if row[0] == "names")),
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
    return FamilyFound(number, name, children(pupils), who or "")


def _family_beyond(number: int, name: str) -> FamilyFound:
    return FamilyFound(number, name, "", "")


def _pupil(
    _id: int, first: str, preferred: str, last: str, group: str | None, left: Any, family: int | None, number: str
) -> PupilFound:
    return pupil_found(first, preferred, last, number, group, left is not None, family)


def _phone(family: int, name: str, person: str, number: str, raw: str) -> PhoneFound:
    return PhoneFound(family, name, person, phone(number) if number else raw)
