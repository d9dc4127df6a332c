"""What goes together, in one transaction: the row, the end of its draft, and the family's card."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from schoolapp import clock
from schoolapp.accounts.models import User
from schoolapp.database import atomic
from schoolapp.notes import copies
from schoolapp.notes.models import FollowUp, Note, NoteDraft
from schoolapp.notes.note import AlreadyWritten
from schoolapp.notes.vocabulary import CIRCLE


def write_note(
    family_id: int, content: dict[str, Any], *, by: User, form_key: str, follow_up: dict[str, Any] | None = None
) -> Note:
    """Write a note and the follow-up planned with it; the draft it came from is over.

    Raises:
        AlreadyWritten: the form gave another note before.
    """
    with atomic():
        note, is_new = Note.write(family_id, content, by=by, form_key=form_key)
        if is_new:
            NoteDraft.close(by, family_id, 0, form_key)
            if follow_up is not None:
                FollowUp.plan(family_id, **follow_up, by=by, form_key=form_key, note=note)
            copies.refresh(family_id, contacts=True, steps=follow_up is not None)
    return note


def write_attempt(family_id: int, means: str, *, by: User, form_key: str) -> Note:
    """Write that one tried to reach the family just now, without success."""
    attempt = {"happened_at": clock.now(), "means": means, "reached": "no", "people": "", "minutes": None}
    attempt |= {"practices": [], "text": "", "visibility": CIRCLE}
    try:
        return write_note(family_id, attempt, by=by, form_key=form_key)
    except AlreadyWritten as used:
        return used.note  # the second tap of a double tap, a moment later


def correct_note(note: Note, expected: int, content: dict[str, Any], *, by: User, form_key: str) -> None:
    """Correct a note; the draft of the correction is over.

    Raises:
        Stale: the note changed since this person read it.
    """
    with atomic():
        if note.rewrite(expected, content, by=by):
            copies.refresh(note.family_id, contacts=True)
        NoteDraft.close(by, note.family_id, note.id, form_key)


def withdraw_note(note: Note, expected: int, reason: str, *, by: User) -> None:
    """Withdraw a note: the card forgets the contact it told."""
    with atomic():
        note.withdraw(expected, reason, by=by)
        copies.refresh(note.family_id, contacts=True)


def restore_note(note: Note, expected: int, *, by: User) -> None:
    """Bring a withdrawn note back."""
    with atomic():
        note.restore(expected, by=by)
        copies.refresh(note.family_id, contacts=True)


def observe_effect(note: Note, seen: datetime | None, effect: str, words: str, *, by: User) -> None:
    """Say what the note's act has changed."""
    note.observe(seen, effect, words, by=by)


def plan_follow_up(family_id: int, plan: dict[str, Any], *, by: User, form_key: str) -> FollowUp:
    """Plan something to do with the family."""
    with atomic():
        planned = FollowUp.plan(family_id, **plan, by=by, form_key=form_key)
        copies.refresh(family_id, steps=True)
    return planned


def change_follow_up(follow_up: FollowUp, verb: str, expected: int, *, by: User, **values: Any) -> None:
    """Do ``verb`` (complete, reopen, cancel, postpone, revise) to a follow-up, and bring the card up to date.

    Raises:
        Stale: it changed since this person read it.
    """
    with atomic():
        getattr(follow_up, verb)(expected, by=by, **values)
        copies.refresh(follow_up.family_id, steps=True)
