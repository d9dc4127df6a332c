"""Who is in a family's circle, who may be brought in, and who opened the file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import abort
from werkzeug.exceptions import NotFound

from schoolapp import clock
from schoolapp.access import FILE_STAFF, LEADS, Role
from schoolapp.accounts.models import User
from schoolapp.audit.models import AuditEvent
from schoolapp.families.family import CircleMember, Family
from schoolapp.families.file_queries import OPENED, family_for
from schoolapp.formats import local

LINES = 50
PAST_OPENINGS = 20


def people_by_role() -> list[User]:
    """The agents and the direction, who have access to every file."""
    found = User.select().where(User.active & User.role.in_([str(role) for role in LEADS]))
    return list(found.order_by(User.sort_key, User.id))


def candidates(present: set[int]) -> list[User]:
    """The people who may be brought into a circle: they read files, and are not in this circle yet."""
    roles = [str(role) for role in FILE_STAFF - LEADS]
    found = User.select().where(User.active & User.role.in_(roles) & User.id.not_in(list(present)))
    return list(found.order_by(User.sort_key, User.id))


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


def past_openings(family_id: int) -> list[Any]:
    """The last 24-hour openings that are over, for the agents and the direction."""
    from schoolapp.families.family import Opening

    over = (
        Opening.select(Opening, User).join(User).where((Opening.family == family_id) & (Opening.until <= clock.now()))
    )
    return list(over.order_by(Opening.at.desc()).limit(PAST_OPENINGS))


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
