"""The family: its place on the board, and everything a card shows, kept on the row itself."""

from __future__ import annotations

import peewee

from schoolapp.accounts.models import User
from schoolapp.database import JSONList, Key, Model, Text, UTCDateTime, VersionedModel


class Family(VersionedModel):
    """A family's file.

    ``version`` guards what people edit (state, place, priority, lead agent, name, plan); ``card_version`` changes with
    whatever the card shows, so that a card can be kept ready and a board can tell at once that nothing moved.
    What the card shows from elsewhere (pupils, last contact, next step, way to be reached) is copied here by the verb
    that changes it, in its own transaction.
    """

    name = Text(max_length=200)
    sort_key = Key(max_length=400, index=True)
    search_key = Key(max_length=400)
    created_at = UTCDateTime()
    # the board
    link_state = Text(max_length=20, null=True, default=None)
    position = peewee.DoubleField(default=0.0)
    priority = Text(max_length=10, default="normale")
    tier = peewee.IntegerField(default=1)
    tier_review_on = peewee.DateField(null=True)
    lead = peewee.ForeignKeyField(User, null=True, backref="led_families", on_delete="SET NULL")
    prioritised_on = peewee.DateField(null=True)
    moved_at = UTCDateTime(null=True)
    # the plan (qui, pourquoi, comment)
    plan_who = Text(max_length=2000)
    plan_why = Text(max_length=2000)
    plan_how = Text(max_length=4000)
    # copied for the card
    card_version = peewee.IntegerField(default=1)
    pupils_line = JSONList()
    pupil_count = peewee.IntegerField(default=0)
    household_count = peewee.IntegerField(default=1)
    language = Text(max_length=10)
    interpreter = Text(max_length=10)
    means = JSONList()
    moments = JSONList()
    last_contact_at = UTCDateTime(null=True)
    last_attempt_at = UTCDateTime(null=True)
    next_step = Text(max_length=200)
    next_step_on = peewee.DateField(null=True)
    note_count = peewee.IntegerField(default=0)
    edited_at = UTCDateTime(null=True)

    bumps = ("version", "card_version")

    class Meta:
        indexes = ((("link_state", "position", "id", "card_version", "lead"), False),)

    @property
    def audit_label(self) -> str:
        return self.name


class ContactPreference(VersionedModel):
    """How a family wishes to be reached. Empty values mean that nobody asked yet."""

    family = peewee.ForeignKeyField(Family, unique=True, backref="preferences", on_delete="CASCADE")
    language = Text(max_length=10)
    languages = JSONList()
    interpreter = Text(max_length=10)
    interpreter_name = Text(max_length=120)
    reading_difficulty = Text(max_length=5)
    means = JSONList()
    moments = JSONList()
    not_before = peewee.TimeField(null=True)
    not_after = peewee.TimeField(null=True)
    no_go = JSONList()
    remark = Text(max_length=500)
    asked_at = UTCDateTime(null=True)
    edited_at = UTCDateTime(null=True)


class Factor(Model):
    """A force or an obstacle, by code, with words of the team's own."""

    family = peewee.ForeignKeyField(Family, backref="factors", on_delete="CASCADE")
    kind = Text(max_length=10)
    code = Text(max_length=20)
    words = Text(max_length=300)
    added_at = UTCDateTime()
    added_by = peewee.ForeignKeyField(User, null=True, on_delete="SET NULL")
    removed_at = UTCDateTime(null=True)
    removed_by = peewee.ForeignKeyField(User, null=True, backref="+", on_delete="SET NULL")


class LinkChange(Model):
    """One move of the link: where from, where to, when, by whom. ``words`` holds the reason when there is one."""

    family = peewee.ForeignKeyField(Family, backref="link_changes", on_delete="CASCADE")
    at = UTCDateTime()
    by = peewee.ForeignKeyField(User, null=True, on_delete="SET NULL")
    before = Text(max_length=20, null=True, default=None)
    after = Text(max_length=20)
    signals = JSONList()
    words = Text(max_length=1000)
    decided_by = Text(max_length=300)

    class Meta:
        indexes = ((("family", "at"), False),)


class TierChange(Model):
    """A tier of the réponse à l'intervention: who set it, when, why, and when it will be looked at again."""

    family = peewee.ForeignKeyField(Family, backref="tier_changes", on_delete="CASCADE")
    at = UTCDateTime()
    by = peewee.ForeignKeyField(User, null=True, on_delete="SET NULL")
    tier = peewee.IntegerField()
    reason = Text(max_length=1000)
    review_on = peewee.DateField(null=True)

    class Meta:
        indexes = ((("family", "at"), False),)


class CircleMember(Model):
    """A person brought into a family's circle by name, with the reason and an end."""

    family = peewee.ForeignKeyField(Family, backref="circle", on_delete="CASCADE")
    user = peewee.ForeignKeyField(User, backref="circles", on_delete="CASCADE")
    reason = Text(max_length=300)
    until = peewee.DateField(null=True)
    added_at = UTCDateTime()
    added_by = peewee.ForeignKeyField(User, null=True, backref="+", on_delete="SET NULL")
    removed_at = UTCDateTime(null=True)

    class Meta:
        indexes = ((("user", "family"), False), (("family", "user"), False))


class Opening(Model):
    """A professional opened a file outside their circle for a stated reason, for 24 hours."""

    family = peewee.ForeignKeyField(Family, backref="openings", on_delete="CASCADE")
    user = peewee.ForeignKeyField(User, on_delete="CASCADE")
    reason = Text(max_length=500)
    at = UTCDateTime()
    until = UTCDateTime()

    class Meta:
        indexes = ((("user", "family"), False),)


BOARD = "board"  # the page whose filters these are, unless said otherwise


class SavedFilter(Model):
    """A set of filters kept under a name, for the board or another list (``page``)."""

    user = peewee.ForeignKeyField(User, backref="saved_filters", on_delete="CASCADE")
    page = Text(max_length=20, default=BOARD)
    name = Text(max_length=60)
    query = Text(max_length=500)

    class Meta:
        indexes = ((("user", "page", "name"), True),)


class FileStamp(Model):
    """One row, whose mark changes with whatever a family's file shows; empty where nobody watches: migration 0026."""

    mark = Text(max_length=40)
