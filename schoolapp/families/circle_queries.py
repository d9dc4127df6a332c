"""Who is in a family's circle, who may be brought in, and who opened the file."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from flask import abort
from werkzeug.exceptions import NotFound

from schoolapp import clock
from schoolapp.access import FILE_STAFF, LEADS, Role
from schoolapp.accounts.models import User
from schoolapp.audit.models import AuditEvent
from schoolapp.families import file_queries
from schoolapp.families.family import CircleMember, Family
from schoolapp.families.file_queries import OPENED, family_for
from schoolapp.families.file_sheet import Sheet
from schoolapp.formats import local
from schoolapp.records import dataclass

LINES = 50
PAST_OPENINGS = timedelta(days=365)


def sheet_for(user: User, family_id: int) -> Sheet:
    """The file with the 24-hour openings of a year past; 404 for whoever may not open it."""
    return file_queries.sheet_for(user, family_id, opened_since=clock.now() - PAST_OPENINGS)


def readers() -> list[User]:
    """The people whose role reads files."""
    found = User.select().where(User.active & User.role.in_([str(role) for role in FILE_STAFF]))
    return list(found.order_by(User.sort_key, User.id))


def by_role(people: list[User]) -> list[User]:
    """Of these people, the agents and the direction, who have access to every file."""
    return [person for person in people if person.role in LEADS]


def candidates(people: list[User], sheet: Sheet) -> list[User]:
    """Of these people, those who may be brought into a circle, and are not in this one by name yet."""
    present = {person.user_id for person in sheet.members}
    return [person for person in people if person.role not in LEADS and person.id not in present]


@dataclass
class Reading:
    """Somebody's openings of the file, one after the other on the same day, told once."""

    name: str
    contacts_only: bool
    first: datetime
    last: datetime
    times: int = 1


def opened_by(family_id: int, before: int | None) -> tuple[list[Reading], int | None]:
    """The openings of the file, the latest first, and the id from which the next page goes on (None at the end)."""
    lines = AuditEvent.select().where((AuditEvent.family_id == family_id) & AuditEvent.action.in_(OPENED))
    if before is not None:
        lines = lines.where(AuditEvent.id < before)
    found = list(lines.order_by(AuditEvent.id.desc()).limit(LINES + 1))
    return _readings(found[:LINES]), found[LINES - 1].id if len(found) > LINES else None


def _readings(lines: list[AuditEvent]) -> list[Reading]:
    readings: list[Reading] = []
    known: tuple[Any, ...] = ()
    for line in lines:
        same = (line.actor_id, line.action, local(line.at).date())
        if same == known:
            readings[-1].first = line.at
            readings[-1].times += 1
        else:
            readings.append(Reading(line.actor_name, line.action == "family.contacts_opened", line.at, line.at))
        known = same
    return readings


def member_for(user: User, family_id: int, member_id: int) -> CircleMember:
    """A named member of the circle of a family whose file this person may open, taken out or not; 404 for others."""
    family_for(user, family_id)
    rows = CircleMember.select().where((CircleMember.id == member_id) & (CircleMember.family == family_id))
    return rows.first() or abort(404)


def closed_file_for(user: User, family_id: int) -> Family:
    """A family outside a professional's circle, of which they see no more than the board lets them; 404 for others."""
    family = Family.get_or_none(Family.id == family_id) if user.role == Role.PROFESSIONAL else None
    if family is None:
        raise NotFound
    return family
