"""The school's years and groups, the pupils, and the people at home."""

from __future__ import annotations

import peewee

from schoolapp.accounts.models import User
from schoolapp.database import Key, Model, Text, UTCDateTime, VersionedModel
from schoolapp.families.family import Family


class SchoolYear(Model):
    """A school year, « 2026-2027 »."""

    label = Text(max_length=20, unique=True)
    starts_on = peewee.DateField()
    ends_on = peewee.DateField()

    @property
    def audit_label(self) -> str:
        return self.label


class Group(VersionedModel):
    """A class of one school year: « 3e année, groupe 302 »."""

    year = peewee.ForeignKeyField(SchoolYear, backref="groups", on_delete="RESTRICT")
    code = Text(max_length=40)
    level = Text(max_length=10)
    label = Text(max_length=80)
    source_id = Text(max_length=120)

    class Meta:
        table_name = "school_group"
        indexes = ((("year", "code"), True),)

    @property
    def audit_label(self) -> str:
        return self.label


class GroupTeacher(Model):
    """A member of the staff who teaches a group, and so belongs to the circle of its pupils' families."""

    group = peewee.ForeignKeyField(Group, backref="teachers", on_delete="CASCADE")
    user = peewee.ForeignKeyField(User, backref="groups", on_delete="CASCADE")

    class Meta:
        indexes = ((("group", "user"), True),)


class Pupil(VersionedModel):
    """A pupil. Names are as typed; ``group`` is the present one, history is in ``Enrolment``."""

    number = Text(max_length=40, index=True)
    source_id = Text(max_length=120, index=True)
    first_name = Text(max_length=120)
    last_name = Text(max_length=120)
    preferred_name = Text(max_length=120)
    sort_key = Key(max_length=500, index=True)
    search_key = Key(max_length=600)
    birth_date = peewee.DateField(null=True)
    group = peewee.ForeignKeyField(Group, null=True, backref="pupils", on_delete="SET NULL")
    left_on = peewee.DateField(null=True)
    edited_at = UTCDateTime(null=True)

    @property
    def name(self) -> str:
        """The name people use: preferred first name if there is one, then the last name."""
        return f"{self.preferred_name or self.first_name} {self.last_name}".strip()


class Enrolment(Model):
    """A pupil's place in a group during a school year."""

    pupil = peewee.ForeignKeyField(Pupil, backref="enrolments", on_delete="CASCADE")
    group = peewee.ForeignKeyField(Group, backref="enrolments", on_delete="CASCADE")
    since = peewee.DateField()
    until = peewee.DateField(null=True)

    class Meta:
        indexes = ((("pupil", "group", "since"), True),)


class Household(VersionedModel):
    """A home. A family may have several, a pupil may live in two."""

    family = peewee.ForeignKeyField(Family, backref="households", on_delete="RESTRICT")
    label = Text(max_length=120)
    address = Text(max_length=300)
    source_id = Text(max_length=200)
    edited_at = UTCDateTime(null=True)


class HouseholdPupil(Model):
    """A pupil lives, all or part of the time, in a household."""

    household = peewee.ForeignKeyField(Household, backref="pupil_links", on_delete="CASCADE")
    pupil = peewee.ForeignKeyField(Pupil, backref="household_links", on_delete="CASCADE")

    class Meta:
        indexes = ((("household", "pupil"), True),)


class Guardian(VersionedModel):
    """A responsible person: parent, foster family, wider kin. One name field, as people give it."""

    household = peewee.ForeignKeyField(Household, backref="guardians", on_delete="RESTRICT")
    source_id = Text(max_length=120, index=True)
    name = Text(max_length=200)
    sort_key = Key(max_length=400)
    search_key = Key(max_length=400)
    email = Text(max_length=254)
    language = Text(max_length=10)
    note = Text(max_length=300)
    removed_at = UTCDateTime(null=True)
    edited_at = UTCDateTime(null=True)


class Guardianship(Model):
    """What a guardian is to a pupil: a free choice of words."""

    guardian = peewee.ForeignKeyField(Guardian, backref="pupil_links", on_delete="CASCADE")
    pupil = peewee.ForeignKeyField(Pupil, backref="guardian_links", on_delete="CASCADE")
    relation = Text(max_length=80)

    class Meta:
        indexes = ((("guardian", "pupil"), True),)


class Phone(Model):
    """A guardian's number: ``number`` as E.164 when understood, ``digits`` for search, ``raw`` as given."""

    guardian = peewee.ForeignKeyField(Guardian, backref="phones", on_delete="CASCADE")
    kind = Text(max_length=12, default="autre")
    number = Text(max_length=30)
    digits = Key(max_length=30, index=True)
    raw = Text(max_length=60)
    position = peewee.IntegerField(default=0)
