"""Invitations of families to activities, and the sheets printed of them."""

import peewee
from peewee import BooleanField, ForeignKeyField, IntegerField

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

    class Family(Model):
        class Meta:
            database = db
            table_name = "family"

    class Activity(Model):
        class Meta:
            database = db
            table_name = "activity"

    class SignUp(Model):
        class Meta:
            database = db
            table_name = "sign_up"

    class Invitation(Model):
        version = IntegerField(default=1)
        activity = ForeignKeyField(Activity, on_delete="CASCADE")
        family = ForeignKeyField(Family, on_delete="CASCADE")
        language = Text(max_length=10, default="fr")
        means = Text(max_length=10, default="")
        state = Text(max_length=12, default="a_remettre")
        token_nonce = Text(max_length=40, default="")
        token_digest = Text(max_length=64, default="", unique=True)
        code_digest = Text(max_length=64, default="", unique=True)
        batch = Text(max_length=40, default="", index=True)
        created_at = UTCDateTime()
        created_by = ForeignKeyField(User, on_delete="RESTRICT")
        handed_at = UTCDateTime(null=True)
        handed_by = ForeignKeyField(User, null=True, on_delete="SET NULL")
        answered_at = UTCDateTime(null=True)
        answered_by = ForeignKeyField(User, null=True, on_delete="SET NULL")
        sign_up = ForeignKeyField(SignUp, null=True, on_delete="SET NULL")
        reminders_stopped = BooleanField(default=False)

        class Meta:
            database = db
            table_name = "invitation"
            indexes = ((("activity", "family"), True), (("family", "created_at"), False))

    class InvitationPrint(Model):
        activity = ForeignKeyField(Activity, on_delete="CASCADE")
        layout = Text(max_length=10, default="")
        filters = Text(max_length=200, default="")
        state = Text(max_length=10, default="")
        job = Text(max_length=40, default="")
        total = IntegerField(default=0)
        error = Text(max_length=300, default="")
        created_at = UTCDateTime(index=True)
        created_by = ForeignKeyField(User, on_delete="CASCADE")

        class Meta:
            database = db
            table_name = "invitation_print"

    db.create_tables([Invitation, InvitationPrint])
