"""Imports of the directory of partners beside those of pupils, and the sheets that people said are not one."""

import peewee
from peewee import ForeignKeyField

from schoolapp.database import Key, Text, UTCDateTime


class Model(peewee.Model):
    """As ``schoolapp.database.Model``: the names of the indexes follow those of the tables."""

    class Meta:
        legacy_table_names = False


def up(migrator, db):
    class User(Model):
        class Meta:
            database = db
            table_name = "user"

    class TwoSheets(Model):
        kind = Text(max_length=12, default="")
        pair = Key(max_length=80, unique=True)
        said_at = UTCDateTime()
        said_by = ForeignKeyField(User, null=True, on_delete="SET NULL")

        class Meta:
            database = db
            table_name = "two_sheets"

    migrator.migrate(
        migrator.add_column("import_batch", "subject", Text(max_length=20, default="pupils")),
        migrator.add_column("column_mapping", "subject", Text(max_length=20, default="pupils")),
    )
    db.create_tables([TwoSheets])
