"""Notes and follow-ups: rows."""

from __future__ import annotations

import peewee

from schoolapp.accounts.models import User
from schoolapp.database import JSONData, JSONList, Model, Text, UTCDateTime, VersionedModel
from schoolapp.families.models import Family


class Note(VersionedModel):
    """What happened with a family, as one person tells it. Never deleted: corrected or withdrawn."""

    family = peewee.ForeignKeyField(Family, backref="notes", on_delete="RESTRICT")
    author = peewee.ForeignKeyField(User, backref="notes", on_delete="RESTRICT")
    happened_at = UTCDateTime()
    written_at = UTCDateTime()
    means = Text(max_length=12)
    reached = Text(max_length=3, default="na")
    people = Text(max_length=300)
    minutes = peewee.IntegerField(null=True)
    practices = JSONList()
    text = Text(max_length=20_000)
    visibility = Text(max_length=10, default="circle")
    corrected_at = UTCDateTime(null=True)
    withdrawn_at = UTCDateTime(null=True)
    withdrawn_by = peewee.ForeignKeyField(User, null=True, backref="+", on_delete="SET NULL")
    withdrawn_reason = Text(max_length=500)
    effect = Text(max_length=10)
    effect_words = Text(max_length=2000)
    effect_at = UTCDateTime(null=True)
    effect_by = peewee.ForeignKeyField(User, null=True, backref="+", on_delete="SET NULL")

    class Meta:
        indexes = ((("family", "happened_at"), False),)

    @property
    def audit_label(self) -> str:
        return ""


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


class NoteDraft(Model):
    """What someone is typing and has not saved yet: for a new note (``note_id`` 0) or a correction."""

    user = peewee.ForeignKeyField(User, backref="drafts", on_delete="CASCADE")
    family = peewee.ForeignKeyField(Family, backref="drafts", on_delete="CASCADE")
    note_id = peewee.IntegerField(default=0)
    content = JSONData()
    updated_at = UTCDateTime()

    class Meta:
        indexes = ((("user", "family", "note_id"), True),)


class FollowUp(VersionedModel):
    """What is to be done next with a family, by whom, by when."""

    family = peewee.ForeignKeyField(Family, backref="follow_ups", on_delete="RESTRICT")
    note = peewee.ForeignKeyField(Note, null=True, backref="follow_ups", on_delete="SET NULL")
    what = Text(max_length=200)
    due_on = peewee.DateField()
    assignee = peewee.ForeignKeyField(User, backref="follow_ups", on_delete="RESTRICT")
    state = Text(max_length=10, default="open")
    created_at = UTCDateTime()
    created_by = peewee.ForeignKeyField(User, backref="+", on_delete="RESTRICT")
    closed_at = UTCDateTime(null=True)
    closed_by = peewee.ForeignKeyField(User, null=True, backref="+", on_delete="SET NULL")
    closing_words = Text(max_length=500)
    postponed_count = peewee.IntegerField(default=0)

    class Meta:
        indexes = ((("assignee", "state", "due_on"), False), (("family", "state", "due_on"), False))

    @property
    def audit_label(self) -> str:
        return self.what


class Postponement(Model):
    """One date pushed back, with the reason."""

    follow_up = peewee.ForeignKeyField(FollowUp, backref="postponements", on_delete="CASCADE")
    at = UTCDateTime()
    by = peewee.ForeignKeyField(User, null=True, backref="+", on_delete="SET NULL")
    before = peewee.DateField()
    after = peewee.DateField()
    reason = Text(max_length=500)
