"""What a family's card copies from its notes and follow-ups, written in the transaction of the verb that changes them.

The family's row is locked first: on PostgreSQL, the subqueries of an UPDATE that had to wait would otherwise still see
the notes as they were before the wait, and the last writer would forget the others. (SQLite has one writer at a time.)
"""

from __future__ import annotations

from typing import Any

from peewee import fn

from schoolapp.database import is_sqlite
from schoolapp.families import cards
from schoolapp.families.models import Family
from schoolapp.notes.follow_up import FollowUp
from schoolapp.notes.note import Note
from schoolapp.notes.vocabulary import OPEN, PRIVATE


def refresh(family_id: int, *, contacts: bool = False, steps: bool = False) -> None:
    """Bring the card up to date after a note (``contacts``) or a follow-up (``steps``) changed."""
    if not is_sqlite():
        Family.select(Family.id).where(Family.id == family_id).for_update("FOR NO KEY UPDATE").execute()
    columns: dict[str, Any] = {}
    if contacts:
        columns |= _contacts(family_id)
    if steps:
        columns |= _steps(family_id)
    cards.touch(family_id, **columns)


def _contacts(family_id: int) -> dict[str, Any]:
    standing = (Note.family == family_id) & Note.withdrawn_at.is_null() & (Note.visibility != PRIVATE)
    latest = Note.select(fn.MAX(Note.happened_at)).where(standing)
    return {
        "note_count": Note.select(fn.COUNT(Note.id)).where(standing),
        "last_contact_at": latest.where(Note.reached == "yes"),
        "last_attempt_at": latest.where(Note.reached.in_(("yes", "no"))),
    }


def _steps(family_id: int) -> dict[str, Any]:
    first = (
        FollowUp.select()
        .where((FollowUp.family == family_id) & (FollowUp.state == OPEN))
        .order_by(FollowUp.due_on, FollowUp.id)
        .limit(1)
    )
    return {"next_step": fn.COALESCE(first.select(FollowUp.what), ""), "next_step_on": first.select(FollowUp.due_on)}
