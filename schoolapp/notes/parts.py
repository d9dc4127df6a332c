"""What this room adds to a family's file: notes on its timeline, the way to write them, and « Prochains pas »."""

from __future__ import annotations

from schoolapp.accounts.models import User
from schoolapp.families import parts
from schoolapp.families.models import Family
from schoolapp.notes import drawn, queries
from schoolapp.notes.vocabulary import NOTE_MEANS


def _timeline(user: User, family: Family, window: parts.Window) -> list[parts.Entry]:
    return drawn.entries(queries.timeline(user, family.id, window.before, window.limit), user)


def _next_steps(user: User, family: Family) -> parts.Panel:
    return parts.Panel("notes/_next_steps.html", 10, {"next_steps": queries.next_steps(family.id)})


def _write(user: User, family: Family) -> parts.Panel:
    means = next((code for code in family.means if code in NOTE_MEANS), "telephone")
    return parts.Panel("notes/_write.html", 10, html=drawn.write_html(family.id, means, user.id))


def register() -> None:
    """Take part in the family's file."""
    parts.register_timeline("notes", _timeline)
    parts.register_panel("next_steps", _next_steps)
    parts.register_head("notes", _write)
