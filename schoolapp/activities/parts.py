"""What this room adds to a family's file: when a parent signed up, came, or did not, on its timeline."""

from __future__ import annotations

from typing import Any

from schoolapp.accounts.models import User
from schoolapp.activities.vocabulary import KINDS, STATE_TAGS, STATES
from schoolapp.database import as_moment
from schoolapp.families import file_sql, parts
from schoolapp.families.models import Family
from schoolapp.records import NamedTuple

# Somebody who only waited, or was put together with another row, is not on the timeline.
_ROWS = (
    "(SELECT u.id, u.family_id, CASE WHEN u.state IN ('present', 'excuse', 'absent') THEN s.starts_at "
    "ELSE u.created_at END AS at, u.name, u.state, a.kind, a.title, a.id AS activity_id, "
    "s.starts_at FROM sign_up u JOIN slot s ON s.id = u.slot_id JOIN activity a ON a.id = s.activity_id "
    "WHERE u.merged_into_id IS NULL) came"
)
TIMELINE = file_sql.latest(
    "came",
    _ROWS,
    id="came.id",
    parent="came.activity_id",
    a="came.name",
    b="came.state",
    c="came.kind",
    d="came.title",
    at="came.at",
)


class Coming(NamedTuple):
    """A sign-up on the timeline."""

    id: int
    activity_id: int
    name: str
    state: str
    kind: str
    title: str
    at: Any

    @property
    def state_label(self) -> Any:
        return STATES[self.state]

    @property
    def tag(self) -> str:
        return STATE_TAGS[self.state]

    @property
    def kind_label(self) -> Any:
        return KINDS.get(self.kind, "")


def _parameters(_user: User, family_id: int, window: parts.Window) -> list[Any]:
    return parts.bounds(family_id, window)


def _entries(_user: User, _family: Family, rows: dict[str, list[Any]]) -> list[parts.Entry]:
    template = "activities/_coming.html"
    found = [Coming(row.id, row.parent, row.a, row.b, row.c, row.d, as_moment(row.at)) for row in rows["came"]]
    return [parts.Entry(one.at, template, "coming", one) for one in found]


def register() -> None:
    """Take part in the families' files."""
    parts.register_history("activities", parts.History({"came": TIMELINE}, _parameters, _entries))
