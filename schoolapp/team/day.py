"""What meetings bring to somebody's day: those that come, and what they decided that is still to be done."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

from schoolapp import clock
from schoolapp.access import LEADS, Role
from schoolapp.accounts.models import User
from schoolapp.database import UTCDateTime, as_date, as_moment, fetch_all
from schoolapp.formats import to_utc
from schoolapp.team.shown import hours
from schoolapp.team.vocabulary import UNDER_WAY

AHEAD = timedelta(days=14)
# Meetings under way or to come that one reaches; what is one's to do, but for the follow-ups that the day shows.
TEXT = """
    SELECT 'meeting' AS kind, m.id, m.place AS words, m.state, m.minutes, m.starts_at AS at, CAST(NULL AS date) AS day
    FROM team_meeting m WHERE (m.state = 'en_cours' OR (m.state = 'prevue' AND m.starts_at >= ? AND m.starts_at < ?))
        AND (1 = ? OR EXISTS (SELECT 1 FROM meeting_guest g WHERE g.meeting_id = m.id AND g.user_id = ?))
    UNION ALL
    SELECT 'action', a.id, a.what, '', COALESCE(a.follow_up_id, 0), m.starts_at, a.due_on
    FROM decided_action a JOIN meeting_point p ON p.id = a.point_id JOIN team_meeting m ON m.id = p.meeting_id
        LEFT JOIN follow_up s ON s.id = a.follow_up_id
    WHERE a.assignee_id = ? AND a.removed_at IS NULL AND m.state IN ('en_cours', 'close')
        AND ((a.follow_up_id IS NULL AND a.done_at IS NULL) OR (s.state = 'open' AND s.due_on > ?))
"""


class Coming(NamedTuple):
    """A meeting that is under way, or comes."""

    id: int
    place: str
    state: str
    minutes: int
    starts_at: datetime

    @property
    def under_way(self) -> bool:
        return self.state == UNDER_WAY

    @property
    def hours(self) -> str:
        return hours(self.starts_at, self.minutes)


class Todo(NamedTuple):
    """Something to do, decided in a meeting; ``follow_up_id`` is 0 when it is about no family."""

    id: int
    what: str
    follow_up_id: int
    decided_at: datetime
    due_on: date

    @property
    def late(self) -> bool:
        return self.due_on < clock.today()


class TeamDay(NamedTuple):
    """The meetings that come, the next first, and what is to be done, the most urgent first."""

    meetings: list[Coming]
    todo: list[Todo]


def for_day(user: User, shown_until: date) -> TeamDay:
    """What meetings bring to this person's day, in one statement.

    Args:
        shown_until: until when the day already shows their follow-ups.
    """
    start = to_utc(clock.today(), time())
    everything = user.role in LEADS or user.role == Role.SECRETARIAT
    moments = [UTCDateTime().db_value(moment) for moment in (start, start + AHEAD)]
    values: list[Any] = [*moments, int(everything), user.id, user.id, shown_until.isoformat()]
    rows = fetch_all(TEXT, values)
    meetings = [Coming(*row[1:5], as_moment(row[5])) for row in rows if row[0] == "meeting"]
    todo = [Todo(*row[1:3], row[4], as_moment(row[5]), as_date(row[6])) for row in rows if row[0] == "action"]
    return TeamDay(
        sorted(meetings, key=lambda one: (not one.under_way, one.starts_at, one.id)),
        sorted(todo, key=lambda one: (one.due_on, one.id)),
    )
