"""What a merge of two sheets did, step by step, for as long as it may be taken back."""

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

    class SheetMerge(Model):
        kind = Text(max_length=12, default="")
        kept = IntegerField()
        gone = IntegerField()
        kept_version = IntegerField()
        gone_version = IntegerField()
        before = JSONData(default=dict)
        steps = JSONData(default=dict)
        at = UTCDateTime(index=True)
        by = ForeignKeyField(User, null=True, on_delete="SET NULL")
        undone_at = UTCDateTime(null=True)
        undone_by = ForeignKeyField(User, null=True, on_delete="SET NULL")

        class Meta:
            database = db
            table_name = "sheet_merge"

    db.create_tables([SheetMerge])
