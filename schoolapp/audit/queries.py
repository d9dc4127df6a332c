"""Reading the journal. The direction alone may, and each reading is itself an event.

The journal comes before the accounts and the families in the import order, so the few names it needs from them are read
by their table.
"""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any

import peewee

from schoolapp.audit.actions import ACTIONS
from schoolapp.audit.models import AuditEvent
from schoolapp.database import db
from schoolapp.formats import local, search_key, to_utc
from schoolapp.records import NamedTuple

PAGE = 100
EXPORT_MOST = 50_000
SYSTEM = 0

_family = peewee.Table("family", ("id", "name", "search_key")).bind(db)


class Filters(NamedTuple):
    """What the direction looks for. ``person`` 0 means the system or someone not signed in; None means anybody."""

    person: int | None = None
    family: int | None = None
    family_name: str = ""
    action: str = ""
    since: date | None = None
    until: date | None = None


class Page(NamedTuple):
    """One page of the journal, the latest events first; ``older`` is where the next page starts, if there is one."""

    events: list[AuditEvent]
    family_names: dict[int, str]
    older: int | None


NOTHING = Page([], {}, None)


def _matching(filters: Filters) -> peewee.ModelSelect:
    query = AuditEvent.select()
    if filters.person is not None:
        nobody = AuditEvent.actor_id.is_null()
        query = query.where(nobody if filters.person == SYSTEM else AuditEvent.actor_id == filters.person)
    if filters.family is not None:
        query = query.where(AuditEvent.family_id == filters.family)
    if words := search_key(filters.family_name):
        named = _family.select(_family.id).where(_family.search_key.contains(words))
        query = query.where(AuditEvent.family_id.in_(named))
    if filters.action:
        exact = filters.action in ACTIONS
        same = AuditEvent.action == filters.action if exact else AuditEvent.action.startswith(f"{filters.action}.")
        query = query.where(same)
    if filters.since:
        query = query.where(AuditEvent.at >= to_utc(filters.since, time.min))
    if filters.until:
        query = query.where(AuditEvent.at < to_utc(filters.until + timedelta(days=1), time.min))
    return query


def page(filters: Filters, before: int | None = None) -> Page:
    """The events that match, ``PAGE`` at a time, before the event of id ``before`` when given."""
    query = _matching(filters)
    if before is not None:
        query = query.where(AuditEvent.id < before)
    events = list(query.order_by(AuditEvent.id.desc()).limit(PAGE + 1))
    older = events[PAGE - 1].id if len(events) > PAGE else None
    return Page(events[:PAGE], family_names(events[:PAGE]), older)


def export_rows(filters: Filters) -> list[tuple[str, ...]]:
    """The events of the export as cells, the latest first, at most ``EXPORT_MOST``; moments in the school's time."""
    events = list(_matching(filters).order_by(AuditEvent.id.desc()).limit(EXPORT_MOST))
    names = family_names(events)
    return [
        (
            f"{local(event.at):%Y-%m-%d %H:%M:%S}",
            event.actor_name,
            event.actor_role,
            str(ACTIONS.get(event.action, event.action)),
            event.subject_label,
            names.get(event.family_id, ""),
            event.address,
        )
        for event in events
    ]


def family_names(events: list[AuditEvent]) -> dict[int, str]:
    """The names of the families that these events concern, by id."""
    ids = sorted({event.family_id for event in events if event.family_id})
    found: dict[int, str] = {}
    for start in range(0, len(ids), 500):
        some = _family.select(_family.id, _family.name).where(_family.id.in_(ids[start : start + 500]))
        found.update(some.tuples())
    return found


def people() -> list[tuple[int, str]]:
    """Who appears in the journal: id and the latest name, in order."""
    latest = AuditEvent.select(peewee.fn.MAX(AuditEvent.id)).where(AuditEvent.actor_id.is_null(False))
    rows: Any = (
        AuditEvent.select(AuditEvent.actor_id, AuditEvent.actor_name)
        .where(AuditEvent.id.in_(latest.group_by(AuditEvent.actor_id)))
        .tuples()
    )
    return sorted(((number, name) for number, name in rows), key=lambda row: search_key(row[1]))
