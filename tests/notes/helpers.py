"""What the tests of this room share: a form as a browser would send it."""

from __future__ import annotations

from datetime import date
from typing import Any

from schoolapp.accounts.models import User
from schoolapp.families.models import Family
from schoolapp.notes import writing
from schoolapp.notes.models import FollowUp, Note
from tests.cast import MOMENT

KEY = "a-form-key-of-the-tests"


def typed(**changes: Any) -> dict[str, Any]:
    """The fields of a filled-in note, as posted."""
    fields = {
        "form_key": KEY,
        "day": "2026-11-17",
        "hour": "09:30",
        "means": "telephone",
        "reached": "yes",
        "people": "Mme Nguyen",
        "minutes": "15",
        "practices": ["dialogue", "moyens"],
        "text": "Bonne conversation. Léa aime lire.",
        "visibility": "circle",
    }
    fields |= changes
    return {name: value for name, value in fields.items() if value is not None}


def content(**changes: Any) -> dict[str, Any]:
    """The columns of a note."""
    columns = {
        "happened_at": MOMENT,
        "means": "telephone",
        "reached": "yes",
        "people": "",
        "minutes": None,
        "practices": ["dialogue"],
        "text": "Bonne conversation.",
        "visibility": "circle",
    }
    return columns | changes


_count = iter(range(1, 1_000_000))


def write(family: Family, by: User, **changes: Any) -> Note:
    """A note already in the file."""
    return writing.write_note(family.id, content(**changes), by=by, form_key=f"form-number-{next(_count)}")


def plan(family: Family, by: User, due_on: date, what: str = "Rappeler", who: User | None = None) -> FollowUp:
    """A follow-up already planned."""
    values = {"what": what, "due_on": due_on, "assignee_id": (who or by).id}
    return writing.plan_follow_up(family.id, values, by=by, form_key=f"form-number-{next(_count)}")
