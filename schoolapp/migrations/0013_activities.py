"""Activities open to parents: their times, who signs up, checks of volunteers, who is to be told, calendar feeds."""

import peewee
from peewee import BooleanField, DateField, ForeignKeyField, IntegerField

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

    class Family(Model):
        class Meta:
            database = db
            table_name = "family"

    class Group(Model):
        class Meta:
            database = db
            table_name = "school_group"

    class Guardian(Model):
        class Meta:
            database = db
            table_name = "guardian"

    class Activity(Model):
        version = IntegerField(default=1)
        kind = Text(max_length=20, default="")
        title = Text(max_length=120, default="")
        words = Text(max_length=1000, default="")
        place = Text(max_length=120, default="")
        group = ForeignKeyField(Group, null=True, on_delete="SET NULL")
        host = ForeignKeyField(User, null=True, on_delete="SET NULL")
        languages = JSONList(default=list)
        interpreter = BooleanField(default=False)
        childcare = BooleanField(default=False)
        transport = BooleanField(default=False)
        bring = Text(max_length=300, default="")
        regular_contact = BooleanField(default=False)
        audience = Text(max_length=10, default="ecole")
        opens_at = UTCDateTime(null=True)
        closes_at = UTCDateTime(null=True)
        cancel_hours = IntegerField(default=0)
        state = Text(max_length=10, default="ouverte")
        translations = JSONData(default=dict)
        batch = Text(max_length=40, null=True, index=True)
        created_by = ForeignKeyField(User, on_delete="RESTRICT")
        created_at = UTCDateTime()
        form_key = Text(max_length=40, null=True)

        class Meta:
            database = db
            table_name = "activity"
            indexes = ((("created_by", "form_key"), True),)

    class ActivityGroup(Model):
        activity = ForeignKeyField(Activity, on_delete="CASCADE")
        group = ForeignKeyField(Group, on_delete="CASCADE")

        class Meta:
            database = db
            table_name = "activity_group"
            indexes = ((("activity", "group"), True),)

    class Slot(Model):
        version = IntegerField(default=1)
        activity = ForeignKeyField(Activity, on_delete="CASCADE")
        starts_at = UTCDateTime()
        ends_at = UTCDateTime()
        capacity = IntegerField()
        taken = IntegerField(default=0)
        state = Text(max_length=10, default="ouverte")
        series = Text(max_length=40, null=True, index=True)
        uid = Text(max_length=40, default="", unique=True)
        sequence = IntegerField(default=0)
        cancelled_at = UTCDateTime(null=True)
        changed_at = UTCDateTime()

        class Meta:
            database = db
            table_name = "slot"
            indexes = ((("starts_at", "id"), False), (("activity", "starts_at"), False))

    class SignUp(Model):
        version = IntegerField(default=1)
        slot = ForeignKeyField(Slot, on_delete="CASCADE")
        family = ForeignKeyField(Family, null=True, on_delete="SET NULL")
        guardian = ForeignKeyField(Guardian, null=True, on_delete="SET NULL")
        name = Text(max_length=120, default="")
        sort_key = Key(max_length=240, default="")
        phone_digits = Key(max_length=30, default="")
        phone_raw = Text(max_length=60, default="")
        email = Text(max_length=254, default="")
        by_child = BooleanField(default=False)
        child_words = Text(max_length=200, default="")
        language = Text(max_length=10, default="fr")
        person_key = Key(max_length=700, default="", index=True)
        state = Text(max_length=14, default="inscrit")
        came_by = Text(max_length=12, default="en_ligne")
        message = Text(max_length=500, default="")
        created_at = UTCDateTime()
        created_by = ForeignKeyField(User, null=True, on_delete="SET NULL")
        state_at = UTCDateTime()
        marked_by = ForeignKeyField(User, null=True, on_delete="SET NULL")
        token_nonce = Text(max_length=40, default="")
        token_digest = Text(max_length=64, default="", unique=True)
        code_digest = Text(max_length=64, default="", unique=True)
        offered_until = UTCDateTime(null=True)
        aside = BooleanField(default=False)
        merged_into = ForeignKeyField("self", null=True, on_delete="SET NULL")
        form_key = Text(max_length=60, null=True, unique=True)

        class Meta:
            database = db
            table_name = "sign_up"
            indexes = (
                (("slot", "state", "created_at"), False),
                (("family", "created_at"), False),
                (("offered_until",), False),
            )

    class SignUpConsent(Model):
        sign_up = ForeignKeyField(SignUp, on_delete="CASCADE")
        purpose = Text(max_length=20, default="")
        wording = Text(max_length=20, default="")
        given_at = UTCDateTime()

        class Meta:
            database = db
            table_name = "sign_up_consent"
            indexes = ((("sign_up", "purpose"), True),)

    class Verification(Model):
        version = IntegerField(default=1)
        guardian = ForeignKeyField(Guardian, null=True, unique=True, on_delete="CASCADE")
        person_key = Key(max_length=700, null=True, unique=True)
        name = Text(max_length=200, default="")
        status = Text(max_length=12, default="a_declarer")
        on = DateField(null=True)
        set_by = ForeignKeyField(User, on_delete="RESTRICT")
        set_at = UTCDateTime()

        class Meta:
            database = db
            table_name = "verification"

    class Notice(Model):
        version = IntegerField(default=1)
        reason = Text(max_length=12, default="")
        sign_up = ForeignKeyField(SignUp, null=True, on_delete="CASCADE")
        activity = ForeignKeyField(Activity, null=True, on_delete="CASCADE")
        name = Text(max_length=120, default="")
        phone_digits = Key(max_length=30, default="")
        phone_raw = Text(max_length=60, default="")
        language = Text(max_length=10, default="")
        words = Text(max_length=500, default="")
        means = Text(max_length=12, default="")
        created_at = UTCDateTime()
        told_at = UTCDateTime(null=True)
        told_by = ForeignKeyField(User, null=True, on_delete="SET NULL")
        told_means = Text(max_length=12, default="")
        dropped_at = UTCDateTime(null=True)

        class Meta:
            database = db
            table_name = "notice"
            indexes = ((("told_at", "created_at"), False), (("sign_up", "reason"), False))

    class CalendarFeed(Model):
        user = ForeignKeyField(User, unique=True, on_delete="CASCADE")
        nonce = Text(max_length=40, default="")
        token_digest = Text(max_length=64, default="", unique=True)
        created_at = UTCDateTime()

        class Meta:
            database = db
            table_name = "calendar_feed"

    db.create_tables([Activity, ActivityGroup, Slot, SignUp, SignUpConsent, Verification, Notice, CalendarFeed])
