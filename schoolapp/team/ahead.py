"""The meetings that a family may still come up at, for one person."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from peewee import JOIN

from schoolapp import clock
from schoolapp.access import LEADS
from schoolapp.accounts.models import User
from schoolapp.formats import moment_words
from schoolapp.records import NamedTuple
from schoolapp.team import queries, rules
from schoolapp.team.models import MeetingPoint, TeamMeeting
from schoolapp.team.vocabulary import PLANNED, UNDER_WAY

FORGOTTEN = timedelta(days=1)  # planned, never begun: it is not the next one any more
MOST = 10


class Ahead(NamedTuple):
    """A meeting, and where the family stands on its agenda.

    Attributes:
        there: it is on the agenda already.
        proposed: somebody proposed it, and no lead took it in yet.
        free: this person may put it there.
    """

    id: int
    words: str
    there: bool
    proposed: bool
    free: bool


def words_of(meeting: TeamMeeting) -> str:
    """When it is, and where."""
    return ", ".join(words for words in (moment_words(meeting.starts_at), meeting.place) if words)


def meetings(user: User, family_id: int) -> list[Ahead]:
    """Those that this person reaches and that are under way or to come, the next first. One statement."""
    here = (MeetingPoint.meeting == TeamMeeting.id) & (MeetingPoint.key == f"famille:{family_id}")
    soon = (TeamMeeting.state == PLANNED) & (TeamMeeting.starts_at > clock.now() - FORGOTTEN)
    rows = (
        queries.meetings_for(user)
        .select(TeamMeeting, MeetingPoint.id.alias("point"), MeetingPoint.accepted.alias("taken_in"))
        .join(MeetingPoint, JOIN.LEFT_OUTER, on=here & MeetingPoint.removed_at.is_null())
        .where((TeamMeeting.state == UNDER_WAY) | soon)
        .order_by(TeamMeeting.state == PLANNED, TeamMeeting.starts_at, TeamMeeting.id)
        .limit(MOST)
    )
    return [_ahead(user, row) for row in rows.objects() if rules.can(user, "propose", row.state)]


def _ahead(user: User, row: Any) -> Ahead:
    there = row.point is not None and bool(row.taken_in)
    proposed = row.point is not None and not there
    return Ahead(row.id, words_of(row), there, proposed, not there and (user.role in LEADS or not proposed))
