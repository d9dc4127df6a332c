"""The mark of the names: it changes with whatever a search shows of families, people at home and pupils, whoever writes
it and how. What a search does not show (a note, a step, a place on the board) leaves it as it is."""

import secrets

import peewee
from peewee import PostgresqlDatabase

from schoolapp.database import Text


class Model(peewee.Model):
    """As ``schoolapp.database.Model``: the names of the indexes follow those of the tables."""

    class Meta:
        legacy_table_names = False


WATCHED = {
    "family": ("name", "search_key", "sort_key", "pupils_line"),
    "guardian": ("name", "search_key", "household_id", "removed_at"),
    "household": ("family_id",),
    "household_pupil": ("household_id", "pupil_id"),
    "pupil": (
        *("first_name", "preferred_name", "last_name", "search_key", "sort_key"),
        *("number", "group_id", "left_on"),
    ),
    "school_group": ("code",),
}


def up(migrator, db):
    class NamesStamp(Model):
        mark = Text(max_length=40, default="")

        class Meta:
            database = db
            table_name = "names_stamp"

    db.create_tables([NamesStamp])
    NamesStamp.create(mark=secrets.token_hex(8))
    (watch_on_postgresql if isinstance(db, PostgresqlDatabase) else watch_on_sqlite)(db)


def watch_on_postgresql(db):
    """As the transaction ends: nobody waits for another's mark while they still have rows to ask for."""
    db.execute_sql(
        "CREATE FUNCTION names_changed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "UPDATE names_stamp SET mark = txid_current()::text WHERE mark <> txid_current()::text; RETURN NULL; END $$"
    )
    run = "DEFERRABLE INITIALLY DEFERRED FOR EACH ROW {} EXECUTE FUNCTION names_changed()"
    for table, columns in WATCHED.items():
        changed = " OR ".join(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in columns)
        db.execute_sql(f"CREATE CONSTRAINT TRIGGER {table}_in_names AFTER INSERT OR DELETE ON {table} {run.format('')}")
        db.execute_sql(
            f"CREATE CONSTRAINT TRIGGER {table}_changed_in_names AFTER UPDATE OF {', '.join(columns)} ON {table} "
            f"{run.format(f'WHEN ({changed})')}"
        )


def watch_on_sqlite(db):
    for table, columns in WATCHED.items():
        changed = " OR ".join(f"OLD.{column} IS NOT NEW.{column}" for column in columns)
        acts = {"insert": "INSERT", "delete": "DELETE", "update": f"UPDATE OF {', '.join(columns)}"}
        for name, act in acts.items():
            when = f"WHEN {changed} " if name == "update" else ""
            db.execute_sql(
                f"CREATE TRIGGER {table}_{name}_in_names AFTER {act} ON {table} {when}"  # noqa: S608 - no value
                "BEGIN UPDATE names_stamp SET mark = lower(hex(randomblob(8))); END"
            )
