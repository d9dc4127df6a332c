"""Finding a family or a request to put on an agenda, as one types."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field
from typing import Any

from peewee import JOIN

from schoolapp.accounts.models import User
from schoolapp.agent_requests import queries as request_queries
from schoolapp.agent_requests.models import AgentRequest
from schoolapp.agent_requests.vocabulary import OPEN, URGENCIES
from schoolapp.families.models import Family
from schoolapp.formats import search_key
from schoolapp.records import NamedTuple, dataclass
from schoolapp.team import queries
from schoolapp.team.agenda import Topic
from schoolapp.team.models import MeetingPoint, TeamMeeting

FOUND = 8


class Match(NamedTuple):
    """A family or a request that was found."""

    value: str
    name: str
    children: list[list[str]]
    more: str
    there: bool


@dataclass
class Matches:
    """What a search found, by kind."""

    families: list[Match] = field(default_factory=list)
    requests: list[Match] = field(default_factory=list)

    @property
    def total(self) -> int:
        return len(self.families) + len(self.requests)


def topics(user: User, meeting: TeamMeeting, typed: str) -> Matches:
    """What this person may put on the agenda, among the families they may open and the requests they may see."""
    there = {
        row.key
        for row in MeetingPoint.select(MeetingPoint.key).where(
            (MeetingPoint.meeting == meeting.id) & MeetingPoint.removed_at.is_null()
        )
    }
    if not search_key(typed):
        return Matches()
    families = [_family(one, there) for one in queries.find_families(user, typed)]
    return Matches(families, [_request(one, there) for one in _requests(user, typed)])


def _family(family: Family, there: set[str]) -> Match:
    value = f"famille:{family.id}"
    return Match(value, family.name, family.pupils_line, "", value in there)


def _request(request: AgentRequest, there: set[str]) -> Match:
    value = f"demande:{request.id}"
    about = request.family.name if request.family_id else request.about
    more = f"{about} · {str(URGENCIES.get(request.urgency, '')).lower()}"
    return Match(value, request.requester.name, [], more, value in there)


def _requests(user: User, typed: str) -> list[AgentRequest]:
    """Open requests, by the name of who made them, of their family, or by the words about it."""
    rows: Any = (
        request_queries.visible_to(user)
        .select(AgentRequest, User, Family)
        .join(User, on=(AgentRequest.requester == User.id))
        .switch(AgentRequest)
        .join(Family, JOIN.LEFT_OUTER, on=(AgentRequest.family == Family.id))
        .where(AgentRequest.state.in_(OPEN) & AgentRequest.main.is_null())
    )
    for word in search_key(typed).split()[:6]:
        named = User.sort_key.contains(word) | Family.search_key.contains(word) | AgentRequest.about_key.contains(word)
        rows = rows.where(named)
    return list(rows.order_by(AgentRequest.asked_at, AgentRequest.id).limit(FOUND))


def allowed(user: User, form: Any, known: Sequence[Topic]) -> list[Topic]:
    """The topics asked for by hand, held to what this person may see; those already known are left out."""
    families = {one.family_id for one in known if not one.request_id}
    requests = {one.request_id for one in known}
    why = form.why.data or ""
    by_family = [one for one in queries.visible_ids(user, form.ids("famille")) if one not in families]
    wanted = [one for one in form.ids("demande") if one not in requests]
    rows = request_queries.visible_to(user).where(AgentRequest.id.in_(wanted or [0]) & AgentRequest.main.is_null())
    found = [Topic(one, why=why) for one in by_family]
    return found + [Topic(None, why=why, request_id=one.id) for one in rows]
