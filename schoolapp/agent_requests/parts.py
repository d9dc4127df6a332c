"""What this room adds to a family's file: requests on its timeline, who is at work for them, the way to make one.

Whoever may open the file but may not see a request finds nothing of it here.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask_babel import gettext as _

from schoolapp import clock
from schoolapp.access import LEADS, Role
from schoolapp.accounts.models import User
from schoolapp.agent_requests.models import AgentRequest
from schoolapp.agent_requests.vocabulary import OPEN, STATE_TAGS, STATES
from schoolapp.database import as_moment
from schoolapp.families import file_sql, parts
from schoolapp.families.models import Family
from schoolapp.formats import date_short

MONTH = timedelta(days=30)
# Parameters: whether the person leads, the person twice.
_SEEN = (
    "(? = 1 OR q.requester_id = ? OR EXISTS (SELECT 1 FROM request_contributor c WHERE c.request_id = q.id "
    "AND c.user_id = ? AND c.released_at IS NULL))"
)
_OPEN = "q.state IN ({})".format(", ".join(f"'{state}'" for state in OPEN))
_PEOPLE = 'JOIN "user" r ON r.id = q.requester_id LEFT JOIN "user" a ON a.id = q.agent_id'
TIMELINE = file_sql.latest(
    "request",
    "(SELECT q.id, q.family_id, q.asked_at AS at, q.observed, q.state, q.answer, r.name AS requester, a.name AS agent, "  # noqa: S608
    f"q.state_at FROM agent_request q {_PEOPLE} WHERE {_SEEN}) request",
    id="request.id",
    a="request.requester",
    b="request.agent",
    c="request.state",
    d="request.observed",
    e="request.answer",
    at="request.at",
)
ASKING = file_sql.part(
    "asking",
    f"agent_request q {_PEOPLE}",
    f"WHERE q.family_id = ? AND ({_OPEN} OR q.asked_at >= ?) AND {_SEEN}",
    id="q.id",
    parent="q.requester_id",
    other="q.agent_id",
    a="r.name",
    b="a.name",
    c="q.state",
    at="q.asked_at",
)
HELPING = file_sql.part(
    "helping",
    'request_contributor k JOIN agent_request q ON q.id = k.request_id JOIN "user" u ON u.id = k.user_id',
    f"WHERE q.family_id = ? AND k.released_at IS NULL AND {_OPEN} AND {_SEEN} GROUP BY u.id, u.name",
    parent="u.id",
    a="u.name",
)


def _seen(user: User) -> list[Any]:
    return [int(user.role in LEADS), user.id, user.id]


def _history_values(user: User, family_id: int, window: parts.Window) -> list[Any]:
    return [*_seen(user), *parts.bounds(family_id, window)]


def _entries(_user: User, _family: Family, rows: dict[str, list[Any]]) -> list[parts.Entry]:
    template = "agent_requests/_entry.html"
    return [parts.Entry(as_moment(row.at), template, "entry", _Shown(row)) for row in rows["request"]]


class _Shown:
    """A request on the timeline."""

    def __init__(self, row: Any) -> None:
        self.id, self.requester, self.agent = row.id, row.a, row.b or ""
        self.at, self.observed, self.answer = as_moment(row.at), row.d, row.e
        self.state, self.kind = STATES[row.c], STATE_TAGS[row.c]


def _around_values(user: User, family_id: int) -> list[Any]:
    since = AgentRequest.asked_at.db_value(clock.hour() - MONTH)
    return [family_id, since, *_seen(user), family_id, *_seen(user)]


def _people(rows: dict[str, list[Any]]) -> list[parts.AtWork]:
    found = []
    for row in sorted(rows["asking"], key=lambda row: row.id):
        words = _("fait appel à l’agent depuis le %(day)s") if row.c in OPEN else _("a fait appel à l’agent le %(day)s")
        found.append(parts.AtWork(row.parent, row.a, words % {"day": date_short(as_moment(row.at))}))
        if row.other and row.c in OPEN:
            found.append(parts.AtWork(row.other, row.b, _("s’occupe d’une demande")))
    helping = sorted(rows["helping"], key=lambda row: row.a)
    return found + [parts.AtWork(row.parent, row.a, _("avis demandé"), calls=False) for row in helping]


def _ask(user: User, family: Family) -> parts.Panel | None:
    """Teachers and professionals call on the agent from the file; agents work on it already."""
    if user.role not in (Role.TEACHER, Role.PROFESSIONAL):
        return None
    return parts.Panel("agent_requests/_call.html", 20, {"family": family})


def register() -> None:
    """Take part in the family's file."""
    parts.register_history("requests", parts.History({"request": TIMELINE}, _history_values, _entries))
    around = parts.Around({"asking": ASKING, "helping": HELPING}, _around_values, _people)
    parts.register_around("requests", around)
    parts.register_head("requests", _ask)
