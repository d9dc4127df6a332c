"""The draft of a note (see ``schoolapp.drafts``): one for each person, family and note."""

from __future__ import annotations

import peewee

from schoolapp.accounts.models import User
from schoolapp.audit import record
from schoolapp.database import atomic
from schoolapp.drafts import Draft, Save
from schoolapp.families.models import Family

__all__ = ["NoteDraft", "Save"]


class NoteDraft(Draft):
    """What someone is typing: for a new note (``note_id`` 0) or a correction."""

    user = peewee.ForeignKeyField(User, backref="drafts", on_delete="CASCADE")
    family = peewee.ForeignKeyField(Family, backref="drafts", on_delete="CASCADE")
    note_id = peewee.IntegerField(default=0)

    place = ("user", "family", "note_id")

    class Meta:
        indexes = ((("user", "family", "note_id"), True),)

    @classmethod
    def of(cls, user: User, family_id: int, note_id: int = 0) -> NoteDraft | None:
        """The draft still to be finished, if any."""
        return cls.at(user.id, family_id, note_id)

    @classmethod
    def keep(cls, user: User, family_id: int, note_id: int, save: Save) -> NoteDraft | None:
        """Write a save if it follows what is stored. Returns the draft as it is now, None for a form that is over.

        Raises:
            Stale: another tab went on with the draft; ``error.current`` is that draft.
        """
        return cls.keep_at(user.id, family_id, note_id, save=save)

    @classmethod
    def close(cls, user: User, family_id: int, note_id: int, form_key: str) -> None:
        """Forget the text of this form, now a note; the draft of another form stays."""
        cls.close_at(user.id, family_id, note_id, form_key=form_key)

    def discard(self, *, by: User) -> None:
        """Throw the draft away, as its author asks."""
        with atomic():
            NoteDraft.close(by, self.family_id, self.note_id, self.form_key)
            record("note.draft", by=by, subject=self, family=self.family_id)
