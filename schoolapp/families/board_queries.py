"""What the board reads: every card in one statement, and the version that tells whether anything changed.

The board is the page open all day, and asked for every few seconds by every open tab: its SQL is written by hand, built
once, and read as tuples.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import cache
from typing import Any

import peewee
from flask import abort

from schoolapp import clock
from schoolapp.access import LEADS, Role
from schoolapp.accounts.models import User
from schoolapp.audit.models import AuditEvent
from schoolapp.database import fetch_all
from schoolapp.families.circle import seen_ids, visible_to
from schoolapp.families.family import BOARD
from schoolapp.families.models import Family, SavedFilter
from schoolapp.families.vocabulary import LINK_STATES
from schoolapp.records import NamedTuple

# How much of a family the person sees: a reduced card, the file without the right to work on it, everything.
REDUCED, OPENED, WHOLE = 0, 1, 2

SAVED_FILTERS = "SELECT id, name, query FROM saved_filter WHERE user_id = ? AND page = ? ORDER BY name, id"

# What changes ``Family.version``.
CHANGES = (
    "family.moved",
    "family.prioritised",
    "family.ended",
    "family.changed",
    "family.tier",
    "family.plan",
)

COLUMNS = (
    "id",
    "version",
    "name",
    "link_state",
    "priority",
    "tier",
    "lead_id",
    "pupils_line",
    "language",
    "interpreter",
    "means",
    "moments",
    "last_contact_at",
    "prioritised_on",
    "next_step",
    "next_step_on",
)


Sight = tuple[int, int, str | None, int]  # a card's id, version, lead's name and access: what tells it from another


class Row(NamedTuple):
    """One family of the board, as the engine gives it: dates and lists are not decoded yet."""

    id: int
    version: int
    name: str
    link_state: str
    priority: str
    tier: int
    lead_id: int | None
    pupils_line: str
    language: str
    interpreter: str
    means: str
    moments: str
    last_contact_at: Any
    prioritised_on: Any
    next_step: str
    next_step_on: Any
    lead_name: str | None
    access: int


ON_BOARD = "f.link_state IN ({})".format(", ".join(f"'{state}'" for state in LINK_STATES))
# The order of an index that also holds the versions and the leads: SQLite takes it, and need not read the families.
ORDER = "ORDER BY f.link_state, f.position, f.id"
SIGHTS = f"""
    SELECT f.id, f.card_version, u.name, {{access}} AS access
    FROM family f LEFT JOIN "user" u ON u.id = f.lead_id WHERE {{where}} {ORDER}"""  # noqa: S608 - texts of ours
CARDS = f"""
    SELECT {", ".join(f"f.{column}" for column in COLUMNS)}, u.name, {{access}} AS access
    FROM family f LEFT JOIN "user" u ON u.id = f.lead_id WHERE {{where}} {ORDER}"""  # noqa: S608 - the same
A_FEW = 20
SOME = f"f.id IN ({', '.join('?' * A_FEW)}) AND {ON_BOARD}"
# A card shows its version's content and its lead's name; the ids seen are mixed, so that no two sets look the same.
VERSION = """
    SELECT COUNT(*), SUM(CAST(id AS BIGINT) * card_version),
        SUM(access * ((CAST(id AS BIGINT) * 2654435761) & 4294967295)),
        (SELECT SUM(CAST(id AS BIGINT) * version) FROM "user" WHERE id IN ({leads}))
    FROM (SELECT f.id, f.card_version, {access} AS access FROM family f WHERE {where}) AS board
    WHERE access >= {least}"""
GROUPS = "SELECT code, label FROM school_group WHERE year_id = ? ORDER BY code"
LEADING = f"SELECT f.lead_id FROM family f WHERE {ON_BOARD}"  # noqa: S608 - the same
MAY_LEAD = f"""
    id IN (SELECT id FROM "user" WHERE role IN ('agent', 'direction') AND active UNION {LEADING})"""  # noqa: S608 - the same
AGENTS = f'SELECT id, name FROM "user" WHERE {MAY_LEAD} ORDER BY sort_key, id'  # noqa: S608 - the same
# Three lists in one reading: groups, people who may lead, filters of one's own.
OFFERED = f"""
    SELECT 'group' AS kind, id, code, label, code FROM school_group WHERE year_id = ?
    UNION ALL SELECT 'lead', id, name, '', sort_key FROM "user" WHERE {MAY_LEAD}
    UNION ALL SELECT 'filter', id, name, query, name FROM saved_filter WHERE user_id = ? AND page = ?"""  # noqa: S608 - the same


@cache
def _text(text: str, access: str, where: str, least: int) -> str:
    return text.format(access=access, where=where, least=least, leads=LEADING)


def _read(user: User, text: str, where: str = ON_BOARD, values: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The rows of a text that asks for this person's access to each family."""
    access, own = _access(user)
    return fetch_all(_text(text, access, where, _least(user)), (*own, *values))


def _access(user: User) -> tuple[str, list[Any]]:
    """How much of family ``f`` this person sees, as SQL and its parameters. The rule itself is the circle's."""
    if user.role in LEADS:
        return str(WHOLE), []
    circle, own = seen_ids(user, openings=False)
    whole = f"CASE WHEN f.id IN ({circle}) THEN {WHOLE}"
    if user.role != Role.PROFESSIONAL:
        return f"{whole} ELSE {REDUCED} END", own
    opened, others = seen_ids(user)
    return f"{whole} WHEN f.id IN ({opened}) THEN {OPENED} ELSE {REDUCED} END", own + others


def _least(user: User) -> int:
    """The least access with which a card is shown to this person."""
    return REDUCED if user.school.reduced_cards else OPENED


def sights(user: User, family_id: int | None = None) -> list[Sight]:
    """Every card of the board that this person may see, each column in its order; or the one of a family."""
    one = (f"f.id = ? AND {ON_BOARD}", (family_id,)) if family_id is not None else ()
    found = _read(user, SIGHTS, *one)
    return found if user.role in LEADS else [sight for sight in found if sight[3] >= _least(user)]


def rows(user: User, ids: Sequence[int]) -> dict[int, Row]:
    """What the cards of these families show: one statement, of two texts, for a few of them or for the whole board."""
    few = (SOME, (*ids, *ids[-1:] * (A_FEW - len(ids)))) if len(ids) <= A_FEW else ()
    return {row[0]: Row._make(row) for row in _read(user, CARDS, *few)}


class Totals(NamedTuple):
    """What tells one state of a person's board from any other: see ``VERSION``."""

    cards: int
    versions: int
    accesses: int
    leads: int

    def are_of(self, sights: Sequence[Sight]) -> bool:
        """Whether these cards, read after, are still the same ones."""
        versions = sum(identity * version for identity, version, _lead, _access in sights)
        accesses = sum(access * (identity * 2654435761 & 4294967295) for identity, _version, _lead, access in sights)
        return self[:3] == (len(sights), versions, accesses)


def totals(user: User) -> Totals:
    """One statement over the cards of the board, however many families and notes there are."""
    return Totals(*(int(value or 0) for value in _read(user, VERSION)[0]))


def version(user: User, asked: dict[str, str], now: Totals | None = None) -> str:
    """A short word that changes with whatever this person's board shows under the filters ``asked``."""
    told = (user.id, user.role, user.school.version, clock.today().isoformat(), sorted(asked.items()))
    return hashlib.blake2b(repr((*told, tuple(now or totals(user)))).encode(), digest_size=9).hexdigest()


class Offered(NamedTuple):
    """What the row of filters offers: the present year's groups, the people who may lead, one's own filters."""

    groups: tuple[tuple[str, str], ...]
    leads: tuple[tuple[int, str], ...]
    filters: tuple[tuple[int, str, str], ...]


def offered(user: User) -> Offered:
    """The three lists, each in its order, in one statement."""
    rows = fetch_all(OFFERED, (user.school.current_year_id, user.id, BOARD))
    rows.sort(key=lambda row: (row[4], row[1]))
    return Offered(
        groups=tuple((code, label) for kind, _id, code, label, _rank in rows if kind == "group"),
        leads=tuple((identity, name) for kind, identity, name, _words, _rank in rows if kind == "lead"),
        filters=tuple((identity, name, query) for kind, identity, name, query, _rank in rows if kind == "filter"),
    )


def groups(user: User) -> dict[str, str]:
    """The groups of the present year, by code."""
    return dict(fetch_all(GROUPS, (user.school.current_year_id,)))


def agents() -> dict[int, str]:
    """The people who may lead the work with a family, and those who lead it now: their names, by id."""
    return dict(fetch_all(AGENTS))


def saved_filters(user: User, page: str) -> list[tuple[int, str, str]]:
    """The id, the name and the address of this person's own filters of a list, by name."""
    return fetch_all(SAVED_FILTERS, (user.id, page))


def filter_for(user: User, filter_id: int, page: str = BOARD) -> SavedFilter:
    """One of this person's own filters of a list; 404 for any other."""
    mine = (SavedFilter.user == user.id) & (SavedFilter.page == page)
    kept = SavedFilter.get_or_none((SavedFilter.id == filter_id) & mine)
    return kept or abort(404)


def family_for(user: User, family_id: int) -> Family:
    """The family, its lead loaded, for a person who may open its file; 404 for the others."""
    lead = User.alias()
    family = (
        visible_to(user)
        .select(Family, lead)
        .join(lead, peewee.JOIN.LEFT_OUTER, on=(Family.lead == lead.id))
        .where(Family.id == family_id)
        .first()
    )
    return family or abort(404)


def movable_for(user: User, family_id: int) -> Family:
    """The family, for a person who may move its card; 404 when they may not see it, 403 when they may only look."""
    family = family_for(user, family_id)
    return family if can_move(user, family) else abort(403)


def can_move(user: User, family: Family) -> bool:
    """The agents and the direction move every card; a professional, those of their circle that are on the board."""
    if user.role in LEADS:
        return True
    if user.role != Role.PROFESSIONAL or family.link_state not in LINK_STATES:
        return False
    return visible_to(user, openings=False).where(Family.id == family.id).exists()


def last_change(family_id: int) -> AuditEvent | None:
    """The journal's last line about a change of this family's version: who, when, what."""
    return (
        AuditEvent.select()
        .where((AuditEvent.family_id == family_id) & AuditEvent.action.in_(CHANGES))
        .order_by(AuditEvent.at.desc(), AuditEvent.id.desc())
        .first()
    )
