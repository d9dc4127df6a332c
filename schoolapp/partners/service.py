"""Services and what belongs to them: categories, places, schedules, phones, people, tips, who keeps them at hand."""

from __future__ import annotations

import peewee

from schoolapp.accounts.models import User
from schoolapp.database import JSONData, JSONList, Key, Model, Text, UTCDateTime, VersionedModel
from schoolapp.partners.organization import Organization, Place


class Service(VersionedModel):
    """What an organisation offers. Never deleted: archived, or merged into another.

    ``search_text``, ``has_evening`` and ``is_accessible`` are copies, kept by ``cards.refresh``. ``confirm_by`` is the
    day from which the sheet is overdue; null means that nobody ever confirmed it. Its categories, places, schedules and
    phones are guarded by its version.
    """

    uuid = Key(max_length=36, unique=True)
    organization = peewee.ForeignKeyField(Organization, backref="services", on_delete="RESTRICT")
    name = Text(max_length=200)
    sort_key = Key(max_length=420)
    other_name = Text(max_length=200)
    words = Text(max_length=4000)
    website = Text(max_length=300)
    email = Text(max_length=254)
    state = Text(max_length=10, default="actif")
    eligibility = Text(max_length=1000)
    age_min = peewee.IntegerField(null=True)
    age_max = peewee.IntegerField(null=True)
    free = peewee.BooleanField(null=True)
    cost = Text(max_length=500)
    territory = Text(max_length=500)
    languages = JSONList()
    interpretation = Text(max_length=500)
    means = JSONList()
    approached_by = Text(max_length=14, default="tous")
    how = Text(max_length=1000)
    wait = Text(max_length=200)
    documents = Text(max_length=500)
    translations = JSONData()
    confirm_months = peewee.IntegerField(default=12)
    confirmed_at = UTCDateTime(null=True)
    confirmed_by = peewee.ForeignKeyField(User, null=True, on_delete="SET NULL")
    confirmed_words = Text(max_length=200, null=True)
    confirm_by = peewee.DateField(null=True, index=True)
    search_text = Key(max_length=12000)
    has_evening = peewee.BooleanField(default=False)
    is_accessible = peewee.BooleanField(default=False)
    archived_at = UTCDateTime(null=True)
    archived_by = peewee.ForeignKeyField(User, null=True, on_delete="SET NULL")
    merged_into = peewee.ForeignKeyField("self", null=True, backref="merged", on_delete="RESTRICT")
    created_at = UTCDateTime()
    created_by = peewee.ForeignKeyField(User, null=True, on_delete="SET NULL")
    updated_at = UTCDateTime()
    form_key = Text(max_length=40, null=True)

    class Meta:
        indexes = (
            (("state", "sort_key"), False),
            (("created_by", "form_key"), True),
        )

    @property
    def archived(self) -> bool:
        return self.state == "archive"


class Category(Model):
    """A category of the school's own, under one of the base list (``vocabulary.CATEGORIES``)."""

    code = Key(max_length=60, unique=True)
    name = Text(max_length=100)
    parent = Text(max_length=60)
    inclusion = Text(max_length=100)
    position = peewee.IntegerField(default=0)
    archived_at = UTCDateTime(null=True)

    class Meta:
        table_name = "partner_category"


class ServiceCategory(Model):
    """A service answers a need: a code of the base list or of the school's own."""

    service = peewee.ForeignKeyField(Service, backref="categories", on_delete="CASCADE")
    code = Key(max_length=60)

    class Meta:
        indexes = (
            (("service", "code"), True),
            (("code", "service"), False),
        )


class ServicePlace(Model):
    """A service is offered at a place of its organisation."""

    uuid = Key(max_length=36, unique=True)
    service = peewee.ForeignKeyField(Service, backref="at_places", on_delete="CASCADE")
    place = peewee.ForeignKeyField(Place, backref="at_services", on_delete="CASCADE")

    class Meta:
        indexes = ((("service", "place"), True),)


class Schedule(Model):
    """When a service is open: days of the week (MO … SU), « HH:MM » on the school's clock, and words for the rest."""

    uuid = Key(max_length=36, unique=True)
    service = peewee.ForeignKeyField(Service, backref="schedules", on_delete="CASCADE")
    place = peewee.ForeignKeyField(Place, null=True, backref="schedules", on_delete="SET NULL")
    byday = JSONList()
    opens_at = Text(max_length=5, null=True)
    closes_at = Text(max_length=5, null=True)
    valid_from = peewee.DateField(null=True)
    valid_to = peewee.DateField(null=True)
    words = Text(max_length=300)


class Contact(Model):
    """Somebody to speak with at an organisation, for one of its services or for all."""

    uuid = Key(max_length=36, unique=True)
    organization = peewee.ForeignKeyField(Organization, backref="contacts", on_delete="CASCADE")
    service = peewee.ForeignKeyField(Service, null=True, backref="contacts", on_delete="SET NULL")
    name = Text(max_length=200)
    title = Text(max_length=200)
    department = Text(max_length=200)
    email = Text(max_length=254)

    class Meta:
        table_name = "partner_contact"


class Phone(Model):
    """A number of an organisation, of a service, of a place or of a person: of one of them only."""

    uuid = Key(max_length=36, unique=True)
    organization = peewee.ForeignKeyField(Organization, null=True, backref="phones", on_delete="CASCADE")
    service = peewee.ForeignKeyField(Service, null=True, backref="phones", on_delete="CASCADE")
    place = peewee.ForeignKeyField(Place, null=True, backref="phones", on_delete="CASCADE")
    contact = peewee.ForeignKeyField(Contact, null=True, backref="phones", on_delete="CASCADE")
    digits = Key(max_length=30)
    typed = Text(max_length=60)
    extension = Text(max_length=20)
    kind = Text(max_length=12, default="voix")
    words = Text(max_length=200)

    class Meta:
        table_name = "partner_phone"


class Tip(Model):
    """What a colleague learned and tells the others, signed. It never leaves the school."""

    organization = peewee.ForeignKeyField(Organization, backref="tips", on_delete="CASCADE")
    service = peewee.ForeignKeyField(Service, null=True, backref="tips", on_delete="CASCADE")
    words = Text(max_length=1000)
    author = peewee.ForeignKeyField(User, backref="tips", on_delete="RESTRICT")
    written_at = UTCDateTime()
    withdrawn_at = UTCDateTime(null=True)


class SheetChange(Model):
    """One field of a sheet as it was before and after: who changed it, when, and by which way it came."""

    organization = peewee.ForeignKeyField(Organization, backref="changes", on_delete="CASCADE")
    service = peewee.ForeignKeyField(Service, null=True, backref="changes", on_delete="CASCADE")
    field = Text(max_length=40)
    before = Text(max_length=4000)
    after = Text(max_length=4000)
    at = UTCDateTime()
    by = peewee.ForeignKeyField(User, null=True, on_delete="SET NULL")
    by_words = Text(max_length=200)
    origin = Text(max_length=12, default="main")

    class Meta:
        indexes = (
            (("organization", "at"), False),
            (("service", "at"), False),
        )


class Favourite(Model):
    """A service that somebody keeps at hand."""

    user = peewee.ForeignKeyField(User, backref="favourite_services", on_delete="CASCADE")
    service = peewee.ForeignKeyField(Service, backref="favourites", on_delete="CASCADE")

    class Meta:
        indexes = ((("user", "service"), True),)


class ServiceUse(Model):
    """A service that somebody looked at or gave to a family, and when last."""

    user = peewee.ForeignKeyField(User, backref="used_services", on_delete="CASCADE")
    service = peewee.ForeignKeyField(Service, backref="uses", on_delete="CASCADE")
    at = UTCDateTime()

    class Meta:
        indexes = (
            (("user", "service"), True),
            (("user", "at"), False),
        )
