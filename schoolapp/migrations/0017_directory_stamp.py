"""The mark of the directory: it changes with whatever a search of the partners shows, whoever writes it and how."""

import secrets

import peewee
from peewee import PostgresqlDatabase

from schoolapp.database import Text


class Model(peewee.Model):
    """As ``schoolapp.database.Model``: the names of the indexes follow those of the tables."""

    class Meta:
        legacy_table_names = False


WATCHED = (
    *("organization", "place", "service", "service_category", "service_place", "schedule"),
    *("partner_category", "partner_phone"),
)
ACTS = ("INSERT", "UPDATE", "DELETE")


def up(migrator, db):
    class DirectoryStamp(Model):
        mark = Text(max_length=40, default="")

        class Meta:
            database = db
            table_name = "directory_stamp"

    db.create_tables([DirectoryStamp])
    DirectoryStamp.create(mark=secrets.token_hex(8))
    (watch_on_postgresql if isinstance(db, PostgresqlDatabase) else watch_on_sqlite)(db)


def watch_on_postgresql(db):
    """Once for each transaction, before its first statement: whoever else writes waits there, and holds nothing yet."""
    db.execute_sql(
        "CREATE FUNCTION directory_changed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "UPDATE directory_stamp SET mark = txid_current()::text WHERE mark <> txid_current()::text; RETURN NULL; END $$"
    )
    for table in WATCHED:
        db.execute_sql(
            f"CREATE TRIGGER {table}_in_directory BEFORE {' OR '.join(ACTS)} ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION directory_changed()"
        )


def watch_on_sqlite(db):
    for table in WATCHED:
        for act in ACTS:
            db.execute_sql(
                f"CREATE TRIGGER {table}_{act.lower()}_in_directory AFTER {act} ON {table} "  # noqa: S608 - no value
                "BEGIN UPDATE directory_stamp SET mark = lower(hex(randomblob(8))); END"
            )
