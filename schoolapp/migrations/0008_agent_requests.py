"""Requests to the agent, their history, the colleagues asked and drafts; filters are kept for each list."""

import peewee
from peewee import BigIntegerField, BooleanField, DateField, ForeignKeyField, IntegerField

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

    class Pupil(Model):
        class Meta:
            database = db
            table_name = "pupil"

    class AgentRequest(Model):
        version = IntegerField(default=1)
        family = ForeignKeyField(Family, null=True, on_delete="RESTRICT")
        pupil = ForeignKeyField(Pupil, null=True, on_delete="SET NULL")
        about = Text(max_length=500, default="")
        about_key = Key(max_length=600, default="")
        main = ForeignKeyField("self", null=True, on_delete="RESTRICT")
        requester = ForeignKeyField(User, on_delete="RESTRICT")
        agent = ForeignKeyField(User, null=True, on_delete="SET NULL")
        state = Text(max_length=10, default="nouvelle")
        observed = Text(max_length=4000, default="")
        tried = JSONList(default=list)
        tried_words = Text(max_length=2000, default="")
        parent_knows = Text(max_length=3, default="")
        parent_words = Text(max_length=1000, default="")
        help = JSONList(default=list)
        urgency = Text(max_length=10, default="possible")
        talk_when = Text(max_length=300, default="")
        asked_at = UTCDateTime()
        state_at = UTCDateTime()
        received_at = UTCDateTime(null=True)
        news_at = UTCDateTime(null=True)
        told_at = UTCDateTime(null=True)
        closed_at = UTCDateTime(null=True)
        effect = Text(max_length=10, default="")
        answer = Text(max_length=2000, default="")
        form_key = Text(max_length=40, null=True)

        class Meta:
            database = db
            table_name = "agent_request"
            indexes = (
                (("state", "state_at"), False),
                (("family", "state"), False),
                (("requester", "state"), False),
                (("agent", "state"), False),
                (("requester", "form_key"), True),
            )

    class RequestEntry(Model):
        request = ForeignKeyField(AgentRequest, on_delete="CASCADE")
        at = UTCDateTime()
        by = ForeignKeyField(User, on_delete="RESTRICT")
        act = Text(max_length=12, default="")
        before = Text(max_length=10, default="")
        after = Text(max_length=10, default="")
        words = Text(max_length=4000, default="")
        person = ForeignKeyField(User, null=True, on_delete="RESTRICT")
        day = DateField(null=True)
        form_key = Text(max_length=40, null=True)

        class Meta:
            database = db
            table_name = "request_entry"
            indexes = ((("request", "at"), False), (("by", "form_key"), True))

    class RequestContributor(Model):
        request = ForeignKeyField(AgentRequest, on_delete="CASCADE")
        user = ForeignKeyField(User, on_delete="CASCADE")
        question = Text(max_length=4000, default="")
        asked_at = UTCDateTime()
        asked_by = ForeignKeyField(User, on_delete="RESTRICT")
        answered_at = UTCDateTime(null=True)
        released_at = UTCDateTime(null=True)

        class Meta:
            database = db
            table_name = "request_contributor"
            indexes = ((("request", "user"), True), (("user", "released_at"), False))

    class RequestDraft(Model):
        content = JSONData(default=dict)
        updated_at = UTCDateTime()
        form_key = Text(max_length=40, default="")
        writer = Text(max_length=40, default="")
        sequence = BigIntegerField(default=0)
        revision = IntegerField(default=1)
        closed = BooleanField(default=False)
        user = ForeignKeyField(User, on_delete="CASCADE")
        pupil_id = IntegerField(default=0)
        family_id = IntegerField(default=0)

        class Meta:
            database = db
            table_name = "request_draft"
            indexes = ((("user", "pupil_id", "family_id"), True),)

    db.create_tables([AgentRequest, RequestEntry, RequestContributor, RequestDraft])
    migrator.migrate(
        migrator.add_column("saved_filter", "page", Text(max_length=20, default="board")),
        migrator.drop_index("saved_filter", "saved_filter_user_id_name"),
        migrator.add_index("saved_filter", ("user_id", "page", "name"), True),
    )
