"""Who may see a request, and every reading of one.

A request is seen by whoever made it, by the agents and the direction, and by the colleagues asked to contribute until
they are released. The circle of the family is no reason to see it. A request that was added to another is a row of its
own: its author sees that one, and of the first only where it stands.
"""

from __future__ import annotations

import peewee
from flask import abort

from schoolapp.access import LEADS, SCHOOL_STAFF
from schoolapp.accounts.models import User
from schoolapp.agent_requests.models import AgentRequest, RequestContributor
from schoolapp.agent_requests.vocabulary import NEW

# Ids of the requests this person made or is asked to contribute to. Parameters: the person, twice.
_MINE = (
    "SELECT q.id FROM agent_request q WHERE q.requester_id = ? UNION "
    "SELECT c.request_id FROM request_contributor c WHERE c.user_id = ? AND c.released_at IS NULL"
)


def seen_ids(user: User) -> tuple[str, list[int]] | None:
    """The text of the query for the ids of the requests this person may see, and its parameters; None when all."""
    return None if user.role in LEADS else (_MINE, [user.id, user.id])


def visible_to(user: User) -> peewee.ModelSelect:
    """The requests that this person may see."""
    requests = AgentRequest.select()
    if user.role in LEADS:
        return requests
    if user.role not in SCHOOL_STAFF:
        return requests.where(peewee.SQL("1 = 0"))
    asked = RequestContributor.select(RequestContributor.request)
    asked = asked.where((RequestContributor.user == user.id) & RequestContributor.released_at.is_null())
    return requests.where((AgentRequest.requester == user.id) | AgentRequest.id.in_(asked))


def request_for(user: User, request_id: int) -> AgentRequest:
    """The request, for whoever may see it; 404 for anyone else."""
    return visible_to(user).where(AgentRequest.id == request_id).first() or abort(404)


def main_for(user: User, request_id: int) -> AgentRequest:
    """A request that leads its own life, for whoever may see it; 404 for one that was added to another."""
    request = request_for(user, request_id)
    return abort(404) if request.added else request


def waiting_for_team() -> list[AgentRequest]:
    """The requests that nobody received yet, the oldest first: what a team's meeting begins with."""
    rows = AgentRequest.select().where((AgentRequest.state == NEW) & AgentRequest.main.is_null())
    return list(rows.order_by(AgentRequest.asked_at, AgentRequest.id))
