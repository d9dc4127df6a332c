"""The printed page of a meeting: its agenda before, its minutes after, with or without what is confidential."""

from __future__ import annotations

from schoolapp import audit
from schoolapp.accounts.models import User
from schoolapp.records import NamedTuple, dataclass
from schoolapp.team import queries
from schoolapp.team.models import TeamMeeting
from schoolapp.team.shown import Action, Guest, PointCard, Sheet


class Task(NamedTuple):
    """Who does what by when, with the point it comes from."""

    point: PointCard
    action: Action


@dataclass
class Minutes:
    """What is printed. ``left_out`` counts the points that are confidential and not here."""

    sheet: Sheet
    points: list[PointCard]
    without: bool
    left_out: int

    @property
    def tasks(self) -> list[Task]:
        """All that is to be done, by day."""
        found = [Task(point, action) for point in self.points for action in point.actions]
        return sorted(found, key=lambda task: (task.action.due_on, task.action.id))

    @property
    def present(self) -> list[Guest]:
        return [guest for guest in self.sheet.guests if guest.present]

    @property
    def absent(self) -> list[Guest]:
        return [guest for guest in self.sheet.guests if guest.present is False]

    @property
    def invited(self) -> list[Guest]:
        return [guest for guest in self.sheet.guests if guest.present is None]


def minutes_of(user: User, meeting: TeamMeeting, *, without: bool) -> Minutes:
    """The page as this person may print it; a line of the journal says so, and which families it names."""
    sheet = queries.sheet(user, meeting)
    points = [point for point in sheet.points if not (without and point.confidential)]
    named = sorted({point.family_id for point in points if point.family_id})
    detail = {"sans_confidentiel": without} | ({"familles": named} if named else {})
    audit.record("meeting.printed", by=user, subject=meeting, detail=detail)
    return Minutes(sheet, points, without, len(sheet.points) - len(points))
