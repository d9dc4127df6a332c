"""Organisations and what belongs to them: places, phones, people, agreements with the school."""

from __future__ import annotations

import peewee

from schoolapp.accounts.models import User
from schoolapp.database import Key, Model, Text, UTCDateTime, VersionedModel


class Organization(VersionedModel):
    """A partner of the school. Never deleted: archived, or merged into another.

    ``uuid`` is its id in HSDS, kept from one instance to the next. ``internal`` never leaves the school. ``source``
    says in words where the sheet comes from. Its places, phones and people are guarded by its version.
    """

    uuid = Key(max_length=36, unique=True)
    name = Text(max_length=200)
    sort_key = Key(max_length=420, index=True)
    search_key = Key(max_length=900)
    other_name = Text(max_length=200)
    words = Text(max_length=4000)
    email = Text(max_length=254)
    website = Text(max_length=300)
    internal = Text(max_length=2000)
    national = peewee.BooleanField(default=False)
    source = Text(max_length=200)
    archived_at = UTCDateTime(null=True)
    archived_by = peewee.ForeignKeyField(User, null=True, on_delete="SET NULL")
    merged_into = peewee.ForeignKeyField("self", null=True, backref="merged", on_delete="RESTRICT")
    created_at = UTCDateTime()
    created_by = peewee.ForeignKeyField(User, null=True, on_delete="SET NULL")
    updated_at = UTCDateTime()
    form_key = Text(max_length=40, null=True)

    class Meta:
        indexes = ((("created_by", "form_key"), True),)

    @property
    def archived(self) -> bool:
        return self.archived_at is not None


class Place(Model):
    """Where an organisation receives people; its services say at which of its places they are."""

    uuid = Key(max_length=36, unique=True)
    organization = peewee.ForeignKeyField(Organization, backref="places", on_delete="CASCADE")
    name = Text(max_length=200)
    address = Text(max_length=200)
    address_more = Text(max_length=200)
    city = Text(max_length=100)
    province = Text(max_length=60)
    postal_code = Text(max_length=20)
    country = Text(max_length=2, default="CA")
    latitude = peewee.DoubleField(null=True)
    longitude = peewee.DoubleField(null=True)
    accessible = peewee.BooleanField(null=True)
    access_words = Text(max_length=500)
    transport = Text(max_length=500)


class Agreement(VersionedModel):
    """What an organisation and the school agreed on. It ends; it is not deleted."""

    organization = peewee.ForeignKeyField(Organization, backref="agreements", on_delete="CASCADE")
    what = Text(max_length=1000)
    since = peewee.DateField(null=True)
    until = peewee.DateField(null=True)
    contact = Text(max_length=200)
    created_by = peewee.ForeignKeyField(User, null=True, on_delete="SET NULL")
    created_at = UTCDateTime()
    ended_at = UTCDateTime(null=True)
