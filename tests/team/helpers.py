"""What the tests of meetings share: a meeting in any state, its points, forms as a browser would send them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any

from schoolapp.accounts.models import User
from schoolapp.agent_requests import asking
from schoolapp.agent_requests.models import AgentRequest
from schoolapp.families.models import Family
from schoolapp.team.agenda import Topic
from schoolapp.team.models import DecidedAction, MeetingPoint, TeamMeeting
from schoolapp.team.vocabulary import CANCELLED, CLOSED, PLANNED, UNDER_WAY

# Tuesday 17 November 2026, 15:30 in Montréal: the day of the tests.
STARTS = datetime(2026, 11, 17, 20, 30, tzinfo=UTC)
KEY = "a-form-key-of-the-tests"
_count = iter(range(1, 1_000_000))


def plan(by: User, guests: Iterable[User], *, state: str = PLANNED, **columns: Any) -> TeamMeeting:
    """A meeting, brought to a state by its own verbs."""
    values = {"starts_at": STARTS, "minutes": 60, "place": "Salle 12"} | columns
    meeting = TeamMeeting.plan(guests=[one.id for one in guests], by=by, **values)
    return bring(meeting, state, by)


def bring(meeting: TeamMeeting, state: str, by: User) -> TeamMeeting:
    """The meeting in another state."""
    if state in (UNDER_WAY, CLOSED) and reread(meeting).state == PLANNED:
        meeting.start(by=by)
    if state == CLOSED:
        meeting.close(by=by)
    if state == CANCELLED:
        meeting.cancel("Tempête", by=by)
    return TeamMeeting.get_by_id(meeting.id)


def family_point(
    meeting: TeamMeeting, family: Family, by: User, why: str = "Trois messages sans réponse"
) -> MeetingPoint:
    """A family on the agenda."""
    return MeetingPoint.add_topics(meeting, [Topic(family.id, ("retard",), why)], by=by)[0]


def request_point(meeting: TeamMeeting, request: AgentRequest, by: User) -> MeetingPoint:
    """A request on the agenda."""
    return MeetingPoint.add_topics(meeting, [Topic(None, ("demande",), "", request.id)], by=by)[0]


def free_point(meeting: TeamMeeting, by: User, title: str = "Le café des parents") -> MeetingPoint:
    """A point in one's own words."""
    return MeetingPoint.add_free(meeting, title, by=by)


def ask(by: User, family: Family | None, **columns: Any) -> AgentRequest:
    """A request to the agent."""
    content = {
        "family": family.id if family else None,
        "about": "" if family else "L’élève aux longs cheveux",
        "observed": "Trois messages sans réponse depuis octobre.",
        "tried": ["appel"],
        "tried_words": "",
        "parent_knows": "non",
        "parent_words": "",
        "help": ["famille"],
        "urgency": "semaine",
        "talk_when": "",
    } | columns
    return asking.ask(content, by=by, form_key=f"request-number-{next(_count)}", apart=True)


def act(point: MeetingPoint, by: User, who: User | None = None, what: str = "Appeler la famille") -> DecidedAction:
    """Who does what, decided."""
    values = {"what": what, "due_on": date(2026, 11, 24), "assignee_id": (who or by).id}
    return DecidedAction.plan(point, **values, by=by, form_key=f"form-number-{next(_count)}")


def reread(row: Any) -> Any:
    """The row as it is now."""
    return type(row).get_by_id(row.id)


def typed(guests: Iterable[User], **changes: Any) -> dict[str, Any]:
    """The form of a meeting, as posted."""
    fields = {"day": "2026-11-24", "hour": "15:30", "minutes": "60", "place": "Bibliothèque"}
    return fields | {"guests": [str(one.id) for one in guests]} | changes
