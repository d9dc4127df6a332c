"""The note: what happened with a family, as one person tells it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import peewee

from schoolapp import clock
from schoolapp.accounts.models import User
from schoolapp.audit import record
from schoolapp.database import JSONData, JSONList, Model, Text, UTCDateTime, VersionedModel, atomic
from schoolapp.errors import Stale
from schoolapp.families.models import Family
from schoolapp.notes.vocabulary import TEXT_LIMIT

# What its author writes and may correct; each correction keeps the former values.
CONTENT = ("happened_at", "means", "reached", "people", "minutes", "practices", "text", "visibility")


class AlreadyWritten(Exception):
    """This very form already gave a note, with other words: the person chooses which to keep.

    Attributes:
        note: the note as it stands.
    """

    def __init__(self, note: Note) -> None:
        super().__init__("form already used")
        self.note = note


class Note(VersionedModel):
    """What happened with a family. Never deleted: corrected by its author, or withdrawn with a reason.

    ``form_key`` names the opened form it came from, so that a double click or a retry writes it once.
    """

    family = peewee.ForeignKeyField(Family, backref="notes", on_delete="RESTRICT")
    author = peewee.ForeignKeyField(User, backref="notes", on_delete="RESTRICT")
    happened_at = UTCDateTime(index=True)
    written_at = UTCDateTime()
    means = Text(max_length=12)
    reached = Text(max_length=3, default="na")
    people = Text(max_length=300)
    minutes = peewee.IntegerField(null=True)
    practices = JSONList()
    text = Text(max_length=TEXT_LIMIT)
    visibility = Text(max_length=10, default="circle")
    corrected_at = UTCDateTime(null=True)
    withdrawn_at = UTCDateTime(null=True)
    withdrawn_by = peewee.ForeignKeyField(User, null=True, backref="+", on_delete="SET NULL")
    withdrawn_reason = Text(max_length=500)
    effect = Text(max_length=10)
    effect_words = Text(max_length=2000)
    effect_at = UTCDateTime(null=True)
    effect_by = peewee.ForeignKeyField(User, null=True, backref="+", on_delete="SET NULL")
    form_key = Text(max_length=40, null=True)

    class Meta:
        indexes = ((("family", "happened_at"), False), (("author", "family", "form_key"), True))

    @property
    def audit_label(self) -> str:
        return ""

    @property
    def content(self) -> dict[str, Any]:
        """What its author wrote, by column."""
        return {name: getattr(self, name) for name in CONTENT}

    @property
    def withdrawn(self) -> bool:
        return self.withdrawn_at is not None

    @classmethod
    def write(cls, family_id: int, content: dict[str, Any], *, by: User, form_key: str) -> tuple[Note, bool]:
        """Write a note, once per form. Returns it, and whether it is new.

        Raises:
            AlreadyWritten: the form was used before, for other words.
        """
        with atomic():
            inserted = (
                cls.insert(family=family_id, author=by.id, written_at=clock.now(), form_key=form_key, **content)
                .on_conflict_ignore()
                .returning(cls.id)
                .execute()
            )
            mine = (cls.author == by.id) & (cls.family == family_id) & (cls.form_key == form_key)
            note = cls.get(mine)
            if not list(inserted):
                if note.content != content:
                    raise AlreadyWritten(note)
                return note, False
            note._name_practices()
            record("note.created", by=by, subject=note, family=family_id, detail=note._facts())
            return note, True

    def rewrite(self, expected: int, content: dict[str, Any], *, by: User) -> bool:
        """Correct the note, keeping it as it was. Returns whether anything changed.

        Raises:
            Stale: the note changed, or was withdrawn, since this person read it.
        """
        before, before_facts = self.content, self._facts()
        if self.withdrawn:
            raise Stale(self)
        if content == before:
            return False
        with atomic():
            self.change(expected, **content, corrected_at=clock.now())
            NoteVersion.create(
                note=self, version=expected, replaced_at=clock.now(), replaced_by=by, content=_storable(before)
            )
            if set(before["practices"]) != set(self.practices):
                NotePractice.delete().where(NotePractice.note == self).execute()
                self._name_practices()
            record("note.changed", by=by, subject=self, family=self.family_id, detail={"before": before_facts})
        return True

    def withdraw(self, expected: int, reason: str, *, by: User) -> None:
        """Take the note away from everybody's sight but its author's and the direction's.

        Raises:
            Stale: the note changed since this person read it.
        """
        if self.withdrawn:
            return
        with atomic():
            self.change(expected, withdrawn_at=clock.now(), withdrawn_by=by.id, withdrawn_reason=reason)
            record("note.withdrawn", by=by, subject=self, family=self.family_id)

    def restore(self, expected: int, *, by: User) -> None:
        """Bring a withdrawn note back, as it was.

        Raises:
            Stale: the note changed since this person read it.
        """
        if not self.withdrawn:
            return
        with atomic():
            self.change(expected, withdrawn_at=None, withdrawn_by=None, withdrawn_reason="")
            record("note.restored", by=by, subject=self, family=self.family_id)

    def observe(self, seen: datetime | None, effect: str, words: str, *, by: User) -> None:
        """Say what the note's act has changed. ``seen`` is the moment of the observation that this person had before
        them: the note's own version is left alone, so that its author's open correction stays good.

        Raises:
            Stale: someone else noted an effect since.
        """
        now = clock.now()
        condition = Note.effect_at.is_null() if seen is None else Note.effect_at == seen
        columns = {"effect": effect, "effect_words": words, "effect_at": now, "effect_by": by.id}
        with atomic():
            if not Note.update(**columns).where((Note.id == self.id) & condition).execute():
                raise Stale(Note.get_by_id(self.id))
            record("note.effect", by=by, subject=self, family=self.family_id, detail={"effect": effect})

    def opened(self, *, by: User) -> None:
        """Keep a trace that the note itself was opened."""
        record("note.opened", by=by, subject=self, family=self.family_id, detail={"visibility": self.visibility})

    def _name_practices(self) -> None:
        rows = [{"note": self.id, "code": code} for code in self.practices]
        if rows:
            NotePractice.insert_many(rows).execute()

    def _facts(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in ("means", "reached", "visibility")}


class NotePractice(Model):
    """A way of acting named by a note: a row each, so that they can be counted."""

    note = peewee.ForeignKeyField(Note, backref="practice_rows", on_delete="CASCADE")
    code = Text(max_length=12, index=True)

    class Meta:
        indexes = ((("note", "code"), True),)


class NoteVersion(Model):
    """A note as it was before a correction."""

    note = peewee.ForeignKeyField(Note, backref="versions", on_delete="CASCADE")
    version = peewee.IntegerField()
    replaced_at = UTCDateTime()
    replaced_by = peewee.ForeignKeyField(User, null=True, backref="+", on_delete="SET NULL")
    content = JSONData()

    class Meta:
        indexes = ((("note", "version"), True),)


def _storable(content: dict[str, Any]) -> dict[str, Any]:
    return content | {"happened_at": content["happened_at"].isoformat()}
