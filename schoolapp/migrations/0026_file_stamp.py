"""The mark of the families' files: it changes with whatever a file shows, whoever writes it and how.

On SQLite only, where writers come one at a time: elsewhere a row for everything would queue them all.
"""

import secrets

import peewee
from peewee import PostgresqlDatabase

from schoolapp.database import Text


class Model(peewee.Model):
    """As ``schoolapp.database.Model``: the names of the indexes follow those of the tables."""

    class Meta:
        legacy_table_names = False


WATCHED = (
    *("activity", "agent_request", "circle_member", "contact_preference", "decided_action", "decided_change", "factor"),
    *("family", "follow_up", "group_teacher", "guardian", "guardianship", "household", "household_pupil"),
    *("invitation", "link_change", "meeting_guest", "meeting_point", "note", "opening", "organization", "phone"),
    *("pupil", "referral", "request_contributor", "school_group", "service", "sign_up", "slot", "team_meeting"),
    *("tier_change", "user"),
)
ACTS = ("INSERT", "UPDATE", "DELETE")
# Of people, what is shown, and not when they were last seen.
SHOWN = {"user": "UPDATE OF name, sort_key, role, function, active"}


def up(migrator, db):
    class FileStamp(Model):
        mark = Text(max_length=40, default="")

        class Meta:
            database = db
            table_name = "file_stamp"

    db.create_tables([FileStamp])
    if isinstance(db, PostgresqlDatabase):
        FileStamp.create(mark="")
        return
    FileStamp.create(mark=secrets.token_hex(8))
    for table in WATCHED:
        for act in ACTS:
            when = SHOWN.get(table, act) if act == "UPDATE" else act
            db.execute_sql(
                f'CREATE TRIGGER {table}_{act.lower()}_in_file AFTER {when} ON "{table}" '  # noqa: S608 - no value
                "BEGIN UPDATE file_stamp SET mark = lower(hex(randomblob(8))); END"
            )
