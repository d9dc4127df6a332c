"""What invitations add to a family's file: to what it was invited, and what it said, on its timeline."""

from __future__ import annotations

from typing import Any

from schoolapp.accounts.models import User
from schoolapp.activities.invitation_vocabulary import STATE_TAGS, STATES
from schoolapp.database import as_moment
from schoolapp.families import file_sql, parts
from schoolapp.families.models import Family
from schoolapp.records import NamedTuple

# A yes is on the timeline already, as the place that it took.
_ROWS = (
    "(SELECT i.id, i.family_id, COALESCE(i.answered_at, i.created_at) AS at, i.state, a.title, a.id AS activity_id, "
    "u.name AS inviter FROM invitation i JOIN activity a ON a.id = i.activity_id "
    'JOIN "user" u ON u.id = i.created_by_id WHERE i.sign_up_id IS NULL) invited'
)
TIMELINE = file_sql.latest(
    "invited",
    _ROWS,
    id="invited.id",
    parent="invited.activity_id",
    a="invited.title",
    b="invited.state",
    c="invited.inviter",
    at="invited.at",
)


class Invited(NamedTuple):
    """An invitation on the timeline."""

    id: int
    activity_id: int
    title: str
    state: str
    inviter: str
    at: Any

    @property
    def state_label(self) -> Any:
        return STATES[self.state]

    @property
    def tag(self) -> str:
        return STATE_TAGS.get(self.state, "")


def _parameters(_user: User, family_id: int, window: parts.Window) -> list[Any]:
    return parts.bounds(family_id, window)


def _entries(_user: User, _family: Family, rows: dict[str, list[Any]]) -> list[parts.Entry]:
    found = [Invited(row.id, row.parent, row.a, row.b, row.c, as_moment(row.at)) for row in rows["invited"]]
    return [parts.Entry(one.at, "invitations/_invited.html", "invited", one) for one in found]


def register() -> None:
    """Take part in the families' files."""
    parts.register_history("invitations", parts.History({"invited": TIMELINE}, _parameters, _entries))
