"""Activities held with a partner: the organisations to choose from, and the box on an organisation's page."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from schoolapp import clock
from schoolapp.accounts.models import User
from schoolapp.activities import rules
from schoolapp.database import UTCDateTime, as_moment, fetch_all
from schoolapp.families.parts import Panel
from schoolapp.partners import panels
from schoolapp.records import NamedTuple

MOST = 8
# Parameters: now, the organisation, how many.
HELD = """
    SELECT h.id, h.title, h.coming, h.last FROM (
        SELECT a.id, a.title, MIN(CASE WHEN s.ends_at >= ? THEN s.starts_at END) AS coming, MAX(s.starts_at) AS last
        FROM activity a LEFT JOIN slot s ON s.activity_id = a.id AND s.state = 'ouverte'
        WHERE a.organization_id = ? AND a.state = 'ouverte' GROUP BY a.id, a.title) h
    ORDER BY CASE WHEN h.coming IS NULL THEN 1 ELSE 0 END, h.coming, h.last DESC, h.id LIMIT ?
"""


class Held(NamedTuple):
    """An activity held with an organisation: its next time, or its last one."""

    id: int
    title: str
    at: datetime | None
    ahead: bool


def choices() -> list[tuple[int, str]]:
    """The organisations that an activity may be held with."""
    sql = "SELECT o.id, o.name FROM organization o WHERE o.archived_at IS NULL ORDER BY o.sort_key, o.id"
    return [(row[0], row[1]) for row in fetch_all(sql)]


def held_with(organization_id: int) -> list[Held]:
    """What is held with an organisation: what comes first, then what was, the latest first."""
    now = UTCDateTime().db_value(clock.now())
    rows = fetch_all(HELD, [now, organization_id, MOST])
    return [Held(row[0], row[1], as_moment(row[2] or row[3]), row[2] is not None) for row in rows]


def _box(user: User, organization: Any) -> Panel | None:
    if user.role not in rules.READERS:
        return None
    context = {"held": held_with(organization.id), "organization": organization, "makes": user.role in rules.MAKERS}
    return Panel("activities/_with_partner.html", 40, context)


def register() -> None:
    """Take part in the pages of organisations."""
    panels.register_organization_box("activities", _box)
