"""The directory of community partners: organisations, services and all that a sheet holds, with its history."""

import peewee
from peewee import BooleanField, DateField, DoubleField, ForeignKeyField, IntegerField

from schoolapp.database import JSONData, JSONList, Key, Text, UTCDateTime


class Model(peewee.Model):
    """As ``schoolapp.database.Model``: the names of the indexes follow those of the tables."""

    class Meta:
        legacy_table_names = False


def up(migrator, db):
    class User(Model):
        class Meta:
            database = db
            table_name = "user"

    class Organization(Model):
        version = IntegerField(default=1)
        uuid = Key(max_length=36, unique=True, default="")
        name = Text(max_length=200, default="")
        sort_key = Key(max_length=420, index=True, default="")
        search_key = Key(max_length=900, default="")
        other_name = Text(max_length=200, default="")
        words = Text(max_length=4000, default="")
        email = Text(max_length=254, default="")
        website = Text(max_length=300, default="")
        internal = Text(max_length=2000, default="")
        national = BooleanField(default=False)
        source = Text(max_length=200, default="")
        archived_at = UTCDateTime(null=True)
        archived_by = ForeignKeyField(User, null=True, on_delete="SET NULL")
        merged_into = ForeignKeyField("self", null=True, on_delete="RESTRICT")
        created_at = UTCDateTime()
        created_by = ForeignKeyField(User, null=True, on_delete="SET NULL")
        updated_at = UTCDateTime()
        form_key = Text(max_length=40, null=True)

        class Meta:
            database = db
            table_name = "organization"
            indexes = ((("created_by", "form_key"), True),)

    class Place(Model):
        uuid = Key(max_length=36, unique=True, default="")
        organization = ForeignKeyField(Organization, on_delete="CASCADE")
        name = Text(max_length=200, default="")
        address = Text(max_length=200, default="")
        address_more = Text(max_length=200, default="")
        city = Text(max_length=100, default="")
        province = Text(max_length=60, default="")
        postal_code = Text(max_length=20, default="")
        country = Text(max_length=2, default="CA")
        latitude = DoubleField(null=True)
        longitude = DoubleField(null=True)
        accessible = BooleanField(null=True)
        access_words = Text(max_length=500, default="")
        transport = Text(max_length=500, default="")

        class Meta:
            database = db
            table_name = "place"

    class Agreement(Model):
        version = IntegerField(default=1)
        organization = ForeignKeyField(Organization, on_delete="CASCADE")
        what = Text(max_length=1000, default="")
        since = DateField(null=True)
        until = DateField(null=True)
        contact = Text(max_length=200, default="")
        created_by = ForeignKeyField(User, null=True, on_delete="SET NULL")
        created_at = UTCDateTime()
        ended_at = UTCDateTime(null=True)

        class Meta:
            database = db
            table_name = "agreement"

    class Service(Model):
        version = IntegerField(default=1)
        uuid = Key(max_length=36, unique=True, default="")
        organization = ForeignKeyField(Organization, on_delete="RESTRICT")
        name = Text(max_length=200, default="")
        sort_key = Key(max_length=420, default="")
        other_name = Text(max_length=200, default="")
        words = Text(max_length=4000, default="")
        website = Text(max_length=300, default="")
        email = Text(max_length=254, default="")
        state = Text(max_length=10, default="actif")
        eligibility = Text(max_length=1000, default="")
        age_min = IntegerField(null=True)
        age_max = IntegerField(null=True)
        free = BooleanField(null=True)
        cost = Text(max_length=500, default="")
        territory = Text(max_length=500, default="")
        languages = JSONList(default=list)
        interpretation = Text(max_length=500, default="")
        means = JSONList(default=list)
        approached_by = Text(max_length=14, default="tous")
        how = Text(max_length=1000, default="")
        wait = Text(max_length=200, default="")
        documents = Text(max_length=500, default="")
        translations = JSONData(default=dict)
        confirm_months = IntegerField(default=12)
        confirmed_at = UTCDateTime(null=True)
        confirmed_by = ForeignKeyField(User, null=True, on_delete="SET NULL")
        confirmed_words = Text(max_length=200, null=True)
        confirm_by = DateField(null=True, index=True)
        search_text = Key(max_length=12000, default="")
        has_evening = BooleanField(default=False)
        is_accessible = BooleanField(default=False)
        archived_at = UTCDateTime(null=True)
        archived_by = ForeignKeyField(User, null=True, on_delete="SET NULL")
        merged_into = ForeignKeyField("self", null=True, on_delete="RESTRICT")
        created_at = UTCDateTime()
        created_by = ForeignKeyField(User, null=True, on_delete="SET NULL")
        updated_at = UTCDateTime()
        form_key = Text(max_length=40, null=True)

        class Meta:
            database = db
            table_name = "service"
            indexes = (
                (("state", "sort_key"), False),
                (("created_by", "form_key"), True),
            )

    class Category(Model):
        code = Key(max_length=60, unique=True, default="")
        name = Text(max_length=100, default="")
        parent = Text(max_length=60, default="")
        inclusion = Text(max_length=100, default="")
        position = IntegerField(default=0)
        archived_at = UTCDateTime(null=True)

        class Meta:
            database = db
            table_name = "partner_category"

    class ServiceCategory(Model):
        service = ForeignKeyField(Service, on_delete="CASCADE")
        code = Key(max_length=60, default="")

        class Meta:
            database = db
            table_name = "service_category"
            indexes = (
                (("service", "code"), True),
                (("code", "service"), False),
            )

    class ServicePlace(Model):
        uuid = Key(max_length=36, unique=True, default="")
        service = ForeignKeyField(Service, on_delete="CASCADE")
        place = ForeignKeyField(Place, on_delete="CASCADE")

        class Meta:
            database = db
            table_name = "service_place"
            indexes = ((("service", "place"), True),)

    class Schedule(Model):
        uuid = Key(max_length=36, unique=True, default="")
        service = ForeignKeyField(Service, on_delete="CASCADE")
        place = ForeignKeyField(Place, null=True, on_delete="SET NULL")
        byday = JSONList(default=list)
        opens_at = Text(max_length=5, null=True)
        closes_at = Text(max_length=5, null=True)
        valid_from = DateField(null=True)
        valid_to = DateField(null=True)
        words = Text(max_length=300, default="")

        class Meta:
            database = db
            table_name = "schedule"

    class Contact(Model):
        uuid = Key(max_length=36, unique=True, default="")
        organization = ForeignKeyField(Organization, on_delete="CASCADE")
        service = ForeignKeyField(Service, null=True, on_delete="SET NULL")
        name = Text(max_length=200, default="")
        title = Text(max_length=200, default="")
        department = Text(max_length=200, default="")
        email = Text(max_length=254, default="")

        class Meta:
            database = db
            table_name = "partner_contact"

    class Phone(Model):
        uuid = Key(max_length=36, unique=True, default="")
        organization = ForeignKeyField(Organization, null=True, on_delete="CASCADE")
        service = ForeignKeyField(Service, null=True, on_delete="CASCADE")
        place = ForeignKeyField(Place, null=True, on_delete="CASCADE")
        contact = ForeignKeyField(Contact, null=True, on_delete="CASCADE")
        digits = Key(max_length=30, default="")
        typed = Text(max_length=60, default="")
        extension = Text(max_length=20, default="")
        kind = Text(max_length=12, default="voix")
        words = Text(max_length=200, default="")

        class Meta:
            database = db
            table_name = "partner_phone"

    class Tip(Model):
        organization = ForeignKeyField(Organization, on_delete="CASCADE")
        service = ForeignKeyField(Service, null=True, on_delete="CASCADE")
        words = Text(max_length=1000, default="")
        author = ForeignKeyField(User, on_delete="RESTRICT")
        written_at = UTCDateTime()
        withdrawn_at = UTCDateTime(null=True)

        class Meta:
            database = db
            table_name = "tip"

    class SheetChange(Model):
        organization = ForeignKeyField(Organization, on_delete="CASCADE")
        service = ForeignKeyField(Service, null=True, on_delete="CASCADE")
        field = Text(max_length=40, default="")
        before = Text(max_length=4000, default="")
        after = Text(max_length=4000, default="")
        at = UTCDateTime()
        by = ForeignKeyField(User, null=True, on_delete="SET NULL")
        by_words = Text(max_length=200, default="")
        origin = Text(max_length=12, default="main")

        class Meta:
            database = db
            table_name = "sheet_change"
            indexes = (
                (("organization", "at"), False),
                (("service", "at"), False),
            )

    class Favourite(Model):
        user = ForeignKeyField(User, on_delete="CASCADE")
        service = ForeignKeyField(Service, on_delete="CASCADE")

        class Meta:
            database = db
            table_name = "favourite"
            indexes = ((("user", "service"), True),)

    class ServiceUse(Model):
        user = ForeignKeyField(User, on_delete="CASCADE")
        service = ForeignKeyField(Service, on_delete="CASCADE")
        at = UTCDateTime()

        class Meta:
            database = db
            table_name = "service_use"
            indexes = (
                (("user", "service"), True),
                (("user", "at"), False),
            )

    directory = [Organization, Place, Agreement, Service, Category, ServiceCategory, ServicePlace, Schedule, Contact]
    db.create_tables([*directory, Phone, Tip, SheetChange, Favourite, ServiceUse])
