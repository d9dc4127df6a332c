"""Room for the extension of a phone number: « +15145550142;ext=4567 »."""

from schoolapp.database import Text


def up(migrator, db):
    migrator.migrate(migrator.alter_column_type("phone", "number", Text(max_length=30, default="")))
