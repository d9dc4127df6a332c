"""What this room adds to a family's file: notes on its timeline, the way to write them, « Prochains pas », callers."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from schoolapp import clock, opened_forms
from schoolapp.access import LEADS
from schoolapp.accounts.models import User
from schoolapp.database import as_moment
from schoolapp.families import file_sql, parts
from schoolapp.families.models import Family
from schoolapp.formats import ago
from schoolapp.notes import drawn, queries
from schoolapp.notes.models import Note
from schoolapp.notes.vocabulary import NOTE_MEANS


def _rows(user: User, family_id: int, window: parts.Window) -> list[tuple[Any, ...]]:
    return queries.timeline(user, family_id, window.before, window.limit)


def _entries(user: User, _family: Family, rows: list[tuple[Any, ...]]) -> list[parts.Entry]:
    return drawn.entries(rows, user)


def _steps(_user: User, family_id: int) -> parts.Rows:
    return queries.step_rows(family_id)


def _next_steps(_user: User, family: Family, rows: parts.Rows) -> parts.Panel:
    return parts.Panel("notes/_next_steps.html", 10, {"next_steps": queries.next_steps_of(family.id, rows)})


def _write(user: User, family: Family) -> parts.Panel:
    means = next((code for code in family.means if code in NOTE_MEANS), "telephone")
    quick = {"means": means, "all_means": NOTE_MEANS, "form_key": opened_forms.KEY, "opened_by": user.id}
    return parts.Panel("notes/_write.html", 10, {"family_id": family.id, "quick": quick})


# Who reached or tried to reach the family this month, and who has something to do with it. Restricted notes say nothing
# to others than those who read them.
CALLERS = file_sql.part(
    "caller",
    'note n JOIN "user" u ON u.id = n.author_id',
    "WHERE n.family_id = ? AND n.happened_at >= ? AND n.reached IN ('yes', 'no') AND n.withdrawn_at IS NULL "
    "AND (n.visibility = 'circle' OR (? = 1 AND n.visibility = 'restricted')) GROUP BY u.id, u.name",
    parent="u.id",
    a="u.name",
    at="MAX(n.happened_at)",
)
KEEPERS = file_sql.part(
    "keeper",
    'follow_up s JOIN "user" u ON u.id = s.assignee_id',
    "WHERE s.family_id = ? AND s.state = 'open' GROUP BY u.id, u.name",
    parent="u.id",
    other="CAST(COUNT(*) AS integer)",
    a="u.name",
)
MONTH = timedelta(days=30)


def _at_work_values(user: User, family_id: int) -> list[Any]:
    since = Note.happened_at.db_value(clock.hour() - MONTH)
    return [family_id, since, int(user.role in LEADS), family_id]


def _at_work(rows: dict[str, list[Any]]) -> list[parts.AtWork]:
    callers = [
        parts.AtWork(row.parent, row.a, _("dernier contact %(when)s", when=ago(as_moment(row.at))))
        for row in rows["caller"]
    ]
    keepers = [
        parts.AtWork(row.parent, row.a, ngettext("%(num)s suivi à faire", "%(num)s suivis à faire", row.other))
        for row in rows["keeper"]
    ]
    return callers + keepers


def register() -> None:
    """Take part in the family's file."""
    parts.register_timeline("notes", parts.Timeline(_rows, _entries))
    parts.register_around("notes", parts.Around({"caller": CALLERS, "keeper": KEEPERS}, _at_work_values, _at_work))
    parts.register_panel("next_steps", parts.Side(_next_steps, _steps))
    parts.register_head("notes", _write)
