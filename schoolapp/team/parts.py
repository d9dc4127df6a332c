"""What this room adds to a family's file: what was decided about it, on its timeline.

A decision shows once the meeting is closed. Of a request, only who may see the request sees what was decided.
"""
# ruff: noqa: S608 - texts of ours; every value is a parameter

from __future__ import annotations

from typing import Any

from schoolapp.access import LEADS
from schoolapp.accounts.models import User
from schoolapp.agent_requests.queries import MINE
from schoolapp.database import as_date, as_moment
from schoolapp.families import file_sql, parts
from schoolapp.families.models import Family
from schoolapp.records import NamedTuple
from schoolapp.team.rules import RULES
from schoolapp.team.shown import Action
from schoolapp.team.sql import DECIDED_POINT

_POINTS = "meeting_point p JOIN team_meeting m ON m.id = p.meeting_id LEFT JOIN agent_request q ON q.id = p.request_id"
_CLOSED = f"m.state = 'close' AND p.removed_at IS NULL AND p.accepted AND {DECIDED_POINT}"
_SEEN = "(1 = ? OR p.request_id IS NULL OR p.request_id IN ({requests}))"
_HERE = "COALESCE(p.family_id, q.family_id) AS family_id, m.starts_at AS at"
_POINT = (
    f"(SELECT p.id, p.meeting_id, p.request_id, {_HERE}, p.words, p.look_on, p.corrected_at, CASE WHEN 1 = ? OR EXISTS "
    "(SELECT 1 FROM meeting_guest g WHERE g.meeting_id = m.id AND g.user_id = ?) THEN 1 ELSE 0 END AS mine "
    f"FROM {_POINTS} WHERE {_CLOSED} AND {{seen}}) decision"
)
_STEP = (
    f"(SELECT a.id, a.point_id, a.what, a.due_on, u.name, {_HERE}, COALESCE(s.state, 'open') AS state FROM {_POINTS} "
    'JOIN decided_action a ON a.point_id = p.id JOIN "user" u ON u.id = a.assignee_id '
    f"LEFT JOIN follow_up s ON s.id = a.follow_up_id WHERE {_CLOSED} AND a.removed_at IS NULL AND {{seen}}) decided"
)


class DecisionCard(NamedTuple):
    """What a meeting decided about a family."""

    id: int
    meeting_id: int
    at: Any
    words: str
    look_on: Any
    corrected: bool
    of_request: bool
    may_open: bool
    actions: list[Action]


def _texts() -> dict[str, str]:
    seen = _SEEN.format(requests=MINE)
    return {
        "decision": file_sql.latest(
            "decision",
            _POINT.format(seen=seen),
            id="decision.id",
            parent="decision.meeting_id",
            other="decision.request_id",
            flag="decision.mine",
            a="decision.words",
            b="CASE WHEN decision.corrected_at IS NULL THEN '' ELSE '1' END",
            day="decision.look_on",
            at="decision.at",
        ),
        "decided": file_sql.latest(
            "decided",
            _STEP.format(seen=seen),
            id="decided.id",
            parent="decided.point_id",
            a="decided.what",
            b="decided.name",
            c="decided.state",
            day="decided.due_on",
            at="decided.at",
        ),
    }


def _parameters(user: User, family_id: int, window: parts.Window) -> list[Any]:
    lead = 1 if user.role in LEADS else 0
    seen, bounds = [lead, user.id, user.id], parts.bounds(family_id, window)
    many = [*bounds[:-1], window.limit * 6]  # several actions a decision
    return [lead, user.id, *seen, *bounds, *seen, *many]


def _entries(_user: User, _family: Family, rows: dict[str, list[Any]]) -> list[parts.Entry]:
    actions: dict[int, list[Action]] = {}
    for row in sorted(rows["decided"], key=lambda row: row.id):
        step = Action(row.id, 0, row.parent, row.a, as_date(row.day), 0, row.b, None, row.c)
        actions.setdefault(row.parent, []).append(step)
    return [_entry(row, actions.get(row.id, [])) for row in rows["decision"]]


def _entry(row: Any, actions: list[Action]) -> parts.Entry:
    at = as_moment(row.at)
    more = (bool(row.b), row.other is not None, bool(row.flag), actions)
    card = DecisionCard(row.id, row.parent, at, row.a, as_date(row.day), *more)
    return parts.Entry(at=at, template="team/_decision.html", name="decision", row=card)


def _to_agenda(user: User, family: Family, _rows: parts.Rows) -> parts.Panel | None:
    """The way to the agenda of a meeting, for whoever may put a family on one."""
    if user.role not in RULES["propose"].roles:
        return None
    return parts.Panel("team/_to_agenda.html", 48, {"family": family})


def register() -> None:
    """Take part in the families' files."""
    parts.register_history("meetings", parts.History(_texts(), _parameters, _entries))
    parts.register_panel("meetings", parts.Side(_to_agenda))
