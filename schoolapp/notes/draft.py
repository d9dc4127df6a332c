"""The draft: what someone is typing and has not saved yet, found again after a closed tab or a lost session.

Saves come from a page every second or so, may arrive late or twice, and two tabs may show the same form. A save is
written only if it follows what is stored: a later one of the same tab, or one of a tab that has seen the last save.
A form that gave its note (or was thrown away) leaves its key behind, closed and empty, so that a save still on its way
cannot bring the text back.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import peewee

from schoolapp import clock
from schoolapp.accounts.models import User
from schoolapp.audit import record
from schoolapp.database import JSONData, Model, Text, UTCDateTime, atomic
from schoolapp.errors import Stale
from schoolapp.families.models import Family


@dataclass(frozen=True)
class Save:
    """One save on its way.

    Attributes:
        form_key: the opened form, kept by the draft it may have been opened from.
        writer: the tab, a random name of its own; empty for a browser without JavaScript.
        sequence: the tab's own count of its saves.
        seen: the last revision that the tab knows of; 0 for none.
        content: the form's fields as typed, by name.
    """

    form_key: str
    writer: str
    sequence: int
    seen: int
    content: dict[str, Any]


class NoteDraft(Model):
    """What someone is typing: for a new note (``note_id`` 0) or a correction."""

    user = peewee.ForeignKeyField(User, backref="drafts", on_delete="CASCADE")
    family = peewee.ForeignKeyField(Family, backref="drafts", on_delete="CASCADE")
    note_id = peewee.IntegerField(default=0)
    content = JSONData()
    updated_at = UTCDateTime()
    form_key = Text(max_length=40)
    writer = Text(max_length=40)
    sequence = peewee.BigIntegerField(default=0)
    revision = peewee.IntegerField(default=1)
    closed = peewee.BooleanField(default=False)

    class Meta:
        indexes = ((("user", "family", "note_id"), True),)

    @classmethod
    def of(cls, user: User, family_id: int, note_id: int = 0) -> NoteDraft | None:
        """The draft still to be finished, if any."""
        return cls.get_or_none(cls._place(user.id, family_id, note_id) & (cls.closed == False))  # noqa: E712

    @classmethod
    def keep(cls, user: User, family_id: int, note_id: int, save: Save) -> NoteDraft | None:
        """Write a save if it follows what is stored. Returns the draft as it is now, None for a form that is over.

        Raises:
            Stale: another tab went on with the draft; ``error.current`` is that draft.
        """
        with atomic():
            if not cls._follow(user.id, family_id, note_id, save):
                cls._begin(user.id, family_id, note_id, save)
            draft = cls.get(cls._place(user.id, family_id, note_id))
        if draft.form_key == save.form_key and draft.closed:
            return None
        if draft.writer == save.writer and draft.sequence >= save.sequence:
            return draft  # this save, or one that overtook it
        raise Stale(draft)

    @classmethod
    def close(cls, user: User, family_id: int, note_id: int, form_key: str) -> None:
        """Forget the text of this form, now a note; the draft of another form stays."""
        row = {"user": user.id, "family": family_id, "note_id": note_id, "form_key": form_key, "closed": True}
        kept = {"form_key": form_key, "closed": True, "content": {}, "revision": cls.revision + 1}
        cls.insert(**row, content={}, updated_at=clock.now()).on_conflict(
            conflict_target=[cls.user, cls.family, cls.note_id],
            update=kept,
            where=(cls.form_key == form_key) | (cls.closed == True),  # noqa: E712
        ).execute()

    def discard(self, *, by: User) -> None:
        """Throw the draft away, as its author asks."""
        with atomic():
            NoteDraft.close(by, self.family_id, self.note_id, self.form_key)
            record("note.draft", by=by, subject=self, family=self.family_id)

    @classmethod
    def _place(cls, user_id: int, family_id: int, note_id: int) -> Any:
        return (cls.user == user_id) & (cls.family == family_id) & (cls.note_id == note_id)

    @classmethod
    def _follow(cls, user_id: int, family_id: int, note_id: int, save: Save) -> bool:
        same_form, is_open = cls.form_key == save.form_key, cls.closed == False  # noqa: E712
        later = same_form & is_open & (cls.writer == save.writer) & (cls.sequence < save.sequence)
        informed = is_open & (cls.writer != save.writer) & (cls.revision == save.seen)
        another = (cls.closed == True) & (cls.form_key != save.form_key)  # noqa: E712
        columns = cls._columns(save) | {"revision": cls.revision + 1}
        followed = cls.update(**columns).where(cls._place(user_id, family_id, note_id) & (later | informed | another))
        return bool(followed.execute())

    @classmethod
    def _begin(cls, user_id: int, family_id: int, note_id: int, save: Save) -> None:
        row = {"user": user_id, "family": family_id, "note_id": note_id}
        cls.insert(**row, **cls._columns(save)).on_conflict_ignore().execute()

    @classmethod
    def _columns(cls, save: Save) -> dict[str, Any]:
        return {
            "content": save.content,
            "updated_at": clock.now(),
            "form_key": save.form_key,
            "writer": save.writer,
            "sequence": save.sequence,
            "closed": False,
        }
