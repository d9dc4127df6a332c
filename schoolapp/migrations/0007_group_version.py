"""A version on groups, so that two people editing one do not overwrite each other."""

from peewee import IntegerField


def up(migrator, db):
    migrator.migrate(migrator.add_column("school_group", "version", IntegerField(default=1)))
