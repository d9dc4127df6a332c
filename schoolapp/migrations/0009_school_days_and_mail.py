"""The school's days off, people's absences, the mail waiting to leave, and what a clock did once."""

import peewee
from peewee import DateField, ForeignKeyField, IntegerField

from schoolapp.database import Text, UTCDateTime


class Model(peewee.Model):
    """As ``schoolapp.database.Model``: the names of the indexes follow those of the tables."""

    class Meta:
        legacy_table_names = False


def up(migrator, db):
    class User(Model):
        class Meta:
            database = db
            table_name = "user"

    class DayOff(Model):
        day = DateField(unique=True)
        kind = Text(max_length=12, default="")
        label = Text(max_length=120, default="")

        class Meta:
            database = db
            table_name = "day_off"

    class Absence(Model):
        user = ForeignKeyField(User, on_delete="CASCADE")
        starts_on = DateField()
        ends_on = DateField()
        stand_in = ForeignKeyField(User, null=True, on_delete="SET NULL")
        words = Text(max_length=200, default="")
        created_at = UTCDateTime()
        created_by = ForeignKeyField(User, null=True, on_delete="SET NULL")

        class Meta:
            database = db
            table_name = "absence"
            indexes = ((("ends_on", "starts_on"), False),)

    class OutgoingMail(Model):
        key = Text(max_length=120, default="", unique=True)
        kind = Text(max_length=20, default="")
        user = ForeignKeyField(User, null=True, on_delete="CASCADE")
        address = Text(max_length=254, default="")
        subject = Text(max_length=200, default="")
        body = Text(max_length=8000, default="")
        state = Text(max_length=12, default="waiting")
        attempts = IntegerField(default=0)
        created_at = UTCDateTime()
        next_at = UTCDateTime()
        claim = Text(max_length=40, default="")
        claimed_until = UTCDateTime(null=True)
        tried_at = UTCDateTime(null=True)
        sent_at = UTCDateTime(null=True)
        problem = Text(max_length=12, default="")
        answer = Text(max_length=300, default="")

        class Meta:
            database = db
            table_name = "outgoing_mail"
            indexes = ((("state", "next_at"), False),)

    class PeriodicRun(Model):
        name = Text(max_length=40, default="")
        period = Text(max_length=20, default="")
        at = UTCDateTime()

        class Meta:
            database = db
            table_name = "periodic_run"
            indexes = ((("name", "period"), True),)

    db.create_tables([DayOff, Absence, OutgoingMail, PeriodicRun])
    migrator.migrate(
        migrator.add_column("school", "request_unreceived_days", IntegerField(default=2)),
        migrator.add_column("school", "request_quiet_days", IntegerField(default=10)),
        migrator.add_column("school", "call_limit_month", IntegerField(default=3)),
        migrator.add_column("school", "digest_hour", IntegerField(default=7)),
        migrator.add_column("user", "digest", Text(max_length=12, default="jamais")),
    )
