"""Team meetings: when and with whom, the points of the agenda, what was decided."""

import peewee
from peewee import BooleanField, DateField, DoubleField, ForeignKeyField, IntegerField

from schoolapp.database import JSONList, Text, UTCDateTime


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

    class AgentRequest(Model):
        class Meta:
            database = db
            table_name = "agent_request"

    class FollowUp(Model):
        class Meta:
            database = db
            table_name = "follow_up"

    class TeamMeeting(Model):
        version = IntegerField(default=1)
        starts_at = UTCDateTime()
        minutes = IntegerField(default=60)
        place = Text(max_length=120, default="")
        state = Text(max_length=10, default="prevue")
        stamp = IntegerField(default=1)
        created_at = UTCDateTime()
        created_by = ForeignKeyField(User, on_delete="RESTRICT")
        opened_at = UTCDateTime(null=True)
        opened_by = ForeignKeyField(User, null=True, on_delete="SET NULL")
        closed_at = UTCDateTime(null=True)
        closed_by = ForeignKeyField(User, null=True, on_delete="SET NULL")
        cancelled_words = Text(max_length=300, default="")

        class Meta:
            database = db
            table_name = "team_meeting"
            indexes = ((("state", "starts_at"), False),)

    class MeetingGuest(Model):
        meeting = ForeignKeyField(TeamMeeting, on_delete="CASCADE")
        user = ForeignKeyField(User, on_delete="CASCADE")
        present = BooleanField(null=True)

        class Meta:
            database = db
            table_name = "meeting_guest"
            indexes = ((("meeting", "user"), True), (("user", "meeting"), False))

    class StandingPoint(Model):
        version = IntegerField(default=1)
        words = Text(max_length=200, default="")
        position = DoubleField(default=0.0)
        removed_at = UTCDateTime(null=True)

        class Meta:
            database = db
            table_name = "standing_point"

    class MeetingPoint(Model):
        version = IntegerField(default=1)
        meeting = ForeignKeyField(TeamMeeting, on_delete="CASCADE")
        kind = Text(max_length=10, default="")
        key = Text(max_length=40, null=True)
        family = ForeignKeyField(Family, null=True, on_delete="RESTRICT")
        request = ForeignKeyField(AgentRequest, null=True, on_delete="RESTRICT")
        title = Text(max_length=200, default="")
        reasons = JSONList(default=list)
        why = Text(max_length=500, default="")
        position = DoubleField(default=0.0)
        accepted = BooleanField(default=True)
        removed_at = UTCDateTime(null=True)
        created_at = UTCDateTime()
        created_by = ForeignKeyField(User, on_delete="RESTRICT")
        stamp = IntegerField(default=1)
        words = Text(max_length=6000, default="")
        words_version = IntegerField(default=1)
        words_at = UTCDateTime(null=True)
        words_by = ForeignKeyField(User, null=True, on_delete="SET NULL")
        corrected_at = UTCDateTime(null=True)
        look_on = DateField(null=True)
        look_version = IntegerField(default=1)

        class Meta:
            database = db
            table_name = "meeting_point"
            indexes = ((("meeting", "position"), False), (("meeting", "key"), True), (("family", "meeting"), False))

    class DecisionVersion(Model):
        point = ForeignKeyField(MeetingPoint, on_delete="CASCADE")
        version = IntegerField()
        words = Text(max_length=6000, default="")
        written_at = UTCDateTime(null=True)
        written_by = ForeignKeyField(User, null=True, on_delete="SET NULL")
        replaced_at = UTCDateTime()
        replaced_by = ForeignKeyField(User, null=True, on_delete="SET NULL")

        class Meta:
            database = db
            table_name = "decision_version"
            indexes = ((("point", "version"), True),)

    class DecidedAction(Model):
        version = IntegerField(default=1)
        point = ForeignKeyField(MeetingPoint, on_delete="CASCADE")
        what = Text(max_length=200, default="")
        assignee = ForeignKeyField(User, on_delete="RESTRICT")
        due_on = DateField()
        follow_up = ForeignKeyField(FollowUp, null=True, on_delete="SET NULL")
        created_at = UTCDateTime()
        created_by = ForeignKeyField(User, on_delete="RESTRICT")
        form_key = Text(max_length=40, default="")
        done_at = UTCDateTime(null=True)
        done_by = ForeignKeyField(User, null=True, on_delete="SET NULL")
        removed_at = UTCDateTime(null=True)

        class Meta:
            database = db
            table_name = "decided_action"
            indexes = ((("point", "created_by", "form_key"), True), (("assignee", "due_on"), False))

    class DecidedChange(Model):
        point = ForeignKeyField(MeetingPoint, on_delete="CASCADE")
        kind = Text(max_length=10, default="")
        before = Text(max_length=20, default="")
        after = Text(max_length=20, default="")
        review_on = DateField(null=True)
        at = UTCDateTime()
        by = ForeignKeyField(User, null=True, on_delete="SET NULL")

        class Meta:
            database = db
            table_name = "decided_change"
            indexes = ((("point", "at"), False),)

    db.create_tables(
        [TeamMeeting, MeetingGuest, StandingPoint, MeetingPoint, DecisionVersion, DecidedAction, DecidedChange]
    )
