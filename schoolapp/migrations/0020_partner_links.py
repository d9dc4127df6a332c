"""What a partner does by its own link: links, proposals, and confirmations of sheets."""

import peewee
from peewee import ForeignKeyField, IntegerField

from schoolapp.database import JSONData, Text, UTCDateTime


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
        class Meta:
            database = db
            table_name = "organization"

    class Service(Model):
        class Meta:
            database = db
            table_name = "service"

    class SheetLink(Model):
        organization = ForeignKeyField(Organization, on_delete="CASCADE")
        person = Text(max_length=200, default="")
        email = Text(max_length=254, default="")
        nonce = Text(max_length=40, default="")
        token_digest = Text(max_length=64, unique=True, default="")
        created_at = UTCDateTime()
        created_by = ForeignKeyField(User, null=True, on_delete="SET NULL")
        expires_at = UTCDateTime()
        mailed_at = UTCDateTime(null=True)
        used_at = UTCDateTime(null=True)
        revoked_at = UTCDateTime(null=True)
        revoked_by = ForeignKeyField(User, null=True, on_delete="SET NULL")

        class Meta:
            database = db
            table_name = "sheet_link"

    class Proposal(Model):
        version = IntegerField(default=1)
        link = ForeignKeyField(SheetLink, on_delete="CASCADE")
        organization = ForeignKeyField(Organization, on_delete="CASCADE")
        service = ForeignKeyField(Service, null=True, on_delete="CASCADE")
        field = Text(max_length=40, default="")
        before = Text(max_length=8000, default="")
        after = Text(max_length=8000, default="")
        by_words = Text(max_length=200, default="")
        made_at = UTCDateTime()
        state = Text(max_length=10, default="proposee")
        decided_by = ForeignKeyField(User, null=True, on_delete="SET NULL")
        decided_at = UTCDateTime(null=True)

        class Meta:
            database = db
            table_name = "proposal"
            indexes = ((("state", "organization"), False), (("service", "state"), False))

    class Confirmation(Model):
        service = ForeignKeyField(Service, on_delete="CASCADE")
        batch = Text(max_length=24, default="")
        at = UTCDateTime()
        by = ForeignKeyField(User, null=True, on_delete="SET NULL")
        by_words = Text(max_length=200, default="")
        link = ForeignKeyField(SheetLink, null=True, on_delete="SET NULL")
        before = JSONData(default=dict)
        version = IntegerField()
        undone_at = UTCDateTime(null=True)

        class Meta:
            database = db
            table_name = "sheet_confirmation"
            indexes = ((("batch",), False), (("service", "at"), False))

    db.create_tables([SheetLink, Proposal, Confirmation])
