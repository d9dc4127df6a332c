"""The first house: accounts, families, notes, imports and the journal, which refuses to be changed."""

import peewee
from peewee import (
    BigIntegerField,
    BooleanField,
    DateField,
    DoubleField,
    ForeignKeyField,
    IntegerField,
    PostgresqlDatabase,
    TimeField,
)

from schoolapp.database import JSONData, JSONList, Key, Text, UTCDateTime


class Model(peewee.Model):
    """As ``schoolapp.database.Model``: the names of the indexes follow those of the tables."""

    class Meta:
        legacy_table_names = False


def up(migrator, db):
    class AuditEvent(Model):
        at = UTCDateTime(index=True)
        actor_id = IntegerField(index=True, null=True)
        actor_name = Text(max_length=200, default="")
        actor_role = Text(max_length=20, default="")
        action = Text(index=True, max_length=60, default="")
        subject_type = Text(max_length=40, default="")
        subject_id = IntegerField(null=True)
        subject_label = Text(max_length=200, default="")
        family_id = IntegerField(null=True)
        address = Text(max_length=64, default="")
        detail = JSONData(default=dict)

        class Meta:
            database = db
            table_name = "audit_event"
            indexes = ((("family_id", "at"), False),)

    db.create_tables([AuditEvent])

    class User(Model):
        version = IntegerField(default=1)
        email = Text(unique=True, max_length=254, default="")
        name = Text(max_length=120, default="")
        sort_key = Key(index=True, max_length=240, default="")
        role = Text(max_length=20, default="")
        function = Text(max_length=120, default="")
        password_hash = Text(max_length=200, default="")
        active = BooleanField(default=True)
        totp_secret = Text(max_length=64, default="")
        totp_since = UTCDateTime(null=True)
        totp_last_step = BigIntegerField(default=0)
        created_at = UTCDateTime()
        disabled_at = UTCDateTime(null=True)

        class Meta:
            database = db
            table_name = "user"

    db.create_tables([User])

    class Family(Model):
        version = IntegerField(default=1)
        name = Text(max_length=200, default="")
        sort_key = Key(index=True, max_length=400, default="")
        search_key = Key(max_length=400, default="")
        created_at = UTCDateTime()
        link_state = Text(null=True, max_length=20)
        position = DoubleField(default=0.0)
        priority = Text(max_length=10, default="normale")
        tier = IntegerField(default=1)
        tier_review_on = DateField(null=True)
        lead = ForeignKeyField(User, null=True, on_delete="SET NULL")
        prioritised_on = DateField(null=True)
        moved_at = UTCDateTime(null=True)
        plan_who = Text(max_length=2000, default="")
        plan_why = Text(max_length=2000, default="")
        plan_how = Text(max_length=4000, default="")
        card_version = IntegerField(default=1)
        pupils_line = JSONList(default=list)
        pupil_count = IntegerField(default=0)
        household_count = IntegerField(default=1)
        language = Text(max_length=10, default="")
        interpreter = Text(max_length=10, default="")
        means = JSONList(default=list)
        moments = JSONList(default=list)
        last_contact_at = UTCDateTime(null=True)
        last_attempt_at = UTCDateTime(null=True)
        next_step = Text(max_length=200, default="")
        next_step_on = DateField(null=True)
        note_count = IntegerField(default=0)
        edited_at = UTCDateTime(null=True)

        class Meta:
            database = db
            table_name = "family"
            indexes = ((("link_state", "position", "id"), False),)

    db.create_tables([Family])

    class CircleMember(Model):
        family = ForeignKeyField(Family, on_delete="CASCADE")
        user = ForeignKeyField(User, on_delete="CASCADE")
        reason = Text(max_length=300, default="")
        until = DateField(null=True)
        added_at = UTCDateTime()
        added_by = ForeignKeyField(User, null=True, on_delete="SET NULL")
        removed_at = UTCDateTime(null=True)

        class Meta:
            database = db
            table_name = "circle_member"
            indexes = ((("user", "family"), False), (("family", "user"), False))

    db.create_tables([CircleMember])

    class ColumnMapping(Model):
        name = Text(unique=True, max_length=80, default="")
        columns = JSONData(default=dict)
        saved_at = UTCDateTime()
        saved_by = ForeignKeyField(User, null=True, on_delete="SET NULL")

        class Meta:
            database = db
            table_name = "column_mapping"

    db.create_tables([ColumnMapping])

    class ContactPreference(Model):
        version = IntegerField(default=1)
        family = ForeignKeyField(Family, unique=True, on_delete="CASCADE")
        language = Text(max_length=10, default="")
        languages = JSONList(default=list)
        interpreter = Text(max_length=10, default="")
        interpreter_name = Text(max_length=120, default="")
        reading_difficulty = Text(max_length=5, default="")
        means = JSONList(default=list)
        moments = JSONList(default=list)
        not_before = TimeField(null=True)
        not_after = TimeField(null=True)
        no_go = JSONList(default=list)
        remark = Text(max_length=500, default="")
        asked_at = UTCDateTime(null=True)
        edited_at = UTCDateTime(null=True)

        class Meta:
            database = db
            table_name = "contact_preference"

    db.create_tables([ContactPreference])

    class SchoolYear(Model):
        label = Text(unique=True, max_length=20, default="")
        starts_on = DateField()
        ends_on = DateField()

        class Meta:
            database = db
            table_name = "school_year"

    db.create_tables([SchoolYear])

    class Group(Model):
        year = ForeignKeyField(SchoolYear, on_delete="RESTRICT")
        code = Text(max_length=40, default="")
        level = Text(max_length=10, default="")
        label = Text(max_length=80, default="")
        source_id = Text(max_length=120, default="")

        class Meta:
            database = db
            table_name = "school_group"
            indexes = ((("year", "code"), True),)

    db.create_tables([Group])

    class Pupil(Model):
        version = IntegerField(default=1)
        number = Text(index=True, max_length=40, default="")
        source_id = Text(index=True, max_length=120, default="")
        first_name = Text(max_length=120, default="")
        last_name = Text(max_length=120, default="")
        preferred_name = Text(max_length=120, default="")
        sort_key = Key(index=True, max_length=500, default="")
        search_key = Key(max_length=600, default="")
        birth_date = DateField(null=True)
        group = ForeignKeyField(Group, null=True, on_delete="SET NULL")
        left_on = DateField(null=True)
        edited_at = UTCDateTime(null=True)

        class Meta:
            database = db
            table_name = "pupil"

    db.create_tables([Pupil])

    class Enrolment(Model):
        pupil = ForeignKeyField(Pupil, on_delete="CASCADE")
        group = ForeignKeyField(Group, on_delete="CASCADE")
        since = DateField()
        until = DateField(null=True)

        class Meta:
            database = db
            table_name = "enrolment"
            indexes = ((("pupil", "group", "since"), True),)

    db.create_tables([Enrolment])

    class Factor(Model):
        family = ForeignKeyField(Family, on_delete="CASCADE")
        kind = Text(max_length=10, default="")
        code = Text(max_length=20, default="")
        words = Text(max_length=300, default="")
        added_at = UTCDateTime()
        added_by = ForeignKeyField(User, null=True, on_delete="SET NULL")
        removed_at = UTCDateTime(null=True)
        removed_by = ForeignKeyField(User, null=True, on_delete="SET NULL")

        class Meta:
            database = db
            table_name = "factor"

    db.create_tables([Factor])

    class Note(Model):
        version = IntegerField(default=1)
        family = ForeignKeyField(Family, on_delete="RESTRICT")
        author = ForeignKeyField(User, on_delete="RESTRICT")
        happened_at = UTCDateTime()
        written_at = UTCDateTime()
        means = Text(max_length=12, default="")
        reached = Text(max_length=3, default="na")
        people = Text(max_length=300, default="")
        minutes = IntegerField(null=True)
        practices = JSONList(default=list)
        text = Text(max_length=20000, default="")
        visibility = Text(max_length=10, default="circle")
        corrected_at = UTCDateTime(null=True)
        withdrawn_at = UTCDateTime(null=True)
        withdrawn_by = ForeignKeyField(User, null=True, on_delete="SET NULL")
        withdrawn_reason = Text(max_length=500, default="")
        effect = Text(max_length=10, default="")
        effect_words = Text(max_length=2000, default="")
        effect_at = UTCDateTime(null=True)
        effect_by = ForeignKeyField(User, null=True, on_delete="SET NULL")

        class Meta:
            database = db
            table_name = "note"
            indexes = ((("family", "happened_at"), False),)

    db.create_tables([Note])

    class FollowUp(Model):
        version = IntegerField(default=1)
        family = ForeignKeyField(Family, on_delete="RESTRICT")
        note = ForeignKeyField(Note, null=True, on_delete="SET NULL")
        what = Text(max_length=200, default="")
        due_on = DateField()
        assignee = ForeignKeyField(User, on_delete="RESTRICT")
        state = Text(max_length=10, default="open")
        created_at = UTCDateTime()
        created_by = ForeignKeyField(User, on_delete="RESTRICT")
        closed_at = UTCDateTime(null=True)
        closed_by = ForeignKeyField(User, null=True, on_delete="SET NULL")
        closing_words = Text(max_length=500, default="")
        postponed_count = IntegerField(default=0)

        class Meta:
            database = db
            table_name = "follow_up"
            indexes = ((("assignee", "state", "due_on"), False), (("family", "state", "due_on"), False))

    db.create_tables([FollowUp])

    class GroupTeacher(Model):
        group = ForeignKeyField(Group, on_delete="CASCADE")
        user = ForeignKeyField(User, on_delete="CASCADE")

        class Meta:
            database = db
            table_name = "group_teacher"
            indexes = ((("group", "user"), True),)

    db.create_tables([GroupTeacher])

    class Household(Model):
        version = IntegerField(default=1)
        family = ForeignKeyField(Family, on_delete="RESTRICT")
        label = Text(max_length=120, default="")
        address = Text(max_length=300, default="")
        source_id = Text(max_length=200, default="")
        edited_at = UTCDateTime(null=True)

        class Meta:
            database = db
            table_name = "household"

    db.create_tables([Household])

    class Guardian(Model):
        version = IntegerField(default=1)
        household = ForeignKeyField(Household, on_delete="RESTRICT")
        source_id = Text(index=True, max_length=120, default="")
        name = Text(max_length=200, default="")
        sort_key = Key(max_length=400, default="")
        search_key = Key(max_length=400, default="")
        email = Text(max_length=254, default="")
        language = Text(max_length=10, default="")
        note = Text(max_length=300, default="")
        removed_at = UTCDateTime(null=True)
        edited_at = UTCDateTime(null=True)

        class Meta:
            database = db
            table_name = "guardian"

    db.create_tables([Guardian])

    class Guardianship(Model):
        guardian = ForeignKeyField(Guardian, on_delete="CASCADE")
        pupil = ForeignKeyField(Pupil, on_delete="CASCADE")
        relation = Text(max_length=80, default="")

        class Meta:
            database = db
            table_name = "guardianship"
            indexes = ((("guardian", "pupil"), True),)

    db.create_tables([Guardianship])

    class HouseholdPupil(Model):
        household = ForeignKeyField(Household, on_delete="CASCADE")
        pupil = ForeignKeyField(Pupil, on_delete="CASCADE")

        class Meta:
            database = db
            table_name = "household_pupil"
            indexes = ((("household", "pupil"), True),)

    db.create_tables([HouseholdPupil])

    class ImportBatch(Model):
        file_name = Text(max_length=200, default="")
        file_digest = Text(max_length=64, default="")
        kind = Text(max_length=20, default="")
        state = Text(max_length=12, default="uploaded")
        created_at = UTCDateTime()
        created_by = ForeignKeyField(User, null=True, on_delete="SET NULL")
        options = JSONData(default=dict)
        summary = JSONData(default=dict)
        error = Text(max_length=1000, default="")
        applied_at = UTCDateTime(null=True)
        applied_by = ForeignKeyField(User, null=True, on_delete="SET NULL")
        undone_at = UTCDateTime(null=True)

        class Meta:
            database = db
            table_name = "import_batch"

    db.create_tables([ImportBatch])

    class ImportChange(Model):
        batch = ForeignKeyField(ImportBatch, on_delete="CASCADE")
        table = Text(max_length=40, default="")
        row_id = IntegerField()
        kind = Text(max_length=10, default="")
        before = JSONData(default=dict)
        after = JSONData(default=dict)

        class Meta:
            database = db
            table_name = "import_change"
            indexes = ((("batch", "table", "row_id"), False),)

    db.create_tables([ImportChange])

    class LinkChange(Model):
        family = ForeignKeyField(Family, on_delete="CASCADE")
        at = UTCDateTime()
        by = ForeignKeyField(User, null=True, on_delete="SET NULL")
        before = Text(null=True, max_length=20)
        after = Text(max_length=20, default="")
        signals = JSONList(default=list)
        words = Text(max_length=1000, default="")
        decided_by = Text(max_length=300, default="")

        class Meta:
            database = db
            table_name = "link_change"
            indexes = ((("family", "at"), False),)

    db.create_tables([LinkChange])

    class NoteDraft(Model):
        user = ForeignKeyField(User, on_delete="CASCADE")
        family = ForeignKeyField(Family, on_delete="CASCADE")
        note_id = IntegerField(default=0)
        content = JSONData(default=dict)
        updated_at = UTCDateTime()

        class Meta:
            database = db
            table_name = "note_draft"
            indexes = ((("user", "family", "note_id"), True),)

    db.create_tables([NoteDraft])

    class NotePractice(Model):
        note = ForeignKeyField(Note, on_delete="CASCADE")
        code = Text(index=True, max_length=12, default="")

        class Meta:
            database = db
            table_name = "note_practice"
            indexes = ((("note", "code"), True),)

    db.create_tables([NotePractice])

    class NoteVersion(Model):
        note = ForeignKeyField(Note, on_delete="CASCADE")
        version = IntegerField()
        replaced_at = UTCDateTime()
        replaced_by = ForeignKeyField(User, null=True, on_delete="SET NULL")
        content = JSONData(default=dict)

        class Meta:
            database = db
            table_name = "note_version"
            indexes = ((("note", "version"), True),)

    db.create_tables([NoteVersion])

    class Opening(Model):
        family = ForeignKeyField(Family, on_delete="CASCADE")
        user = ForeignKeyField(User, on_delete="CASCADE")
        reason = Text(max_length=500, default="")
        at = UTCDateTime()
        until = UTCDateTime()

        class Meta:
            database = db
            table_name = "opening"
            indexes = ((("user", "family"), False),)

    db.create_tables([Opening])

    class PasswordLink(Model):
        digest = Text(unique=True, max_length=64, default="")
        user = ForeignKeyField(User, on_delete="CASCADE")
        kind = Text(max_length=12, default="")
        created_at = UTCDateTime()
        created_by_id = IntegerField(null=True)
        expires_at = UTCDateTime()
        used_at = UTCDateTime(null=True)

        class Meta:
            database = db
            table_name = "password_link"

    db.create_tables([PasswordLink])

    class Phone(Model):
        guardian = ForeignKeyField(Guardian, on_delete="CASCADE")
        kind = Text(max_length=12, default="autre")
        number = Text(max_length=20, default="")
        digits = Key(index=True, max_length=30, default="")
        raw = Text(max_length=60, default="")
        position = IntegerField(default=0)

        class Meta:
            database = db
            table_name = "phone"

    db.create_tables([Phone])

    class Postponement(Model):
        follow_up = ForeignKeyField(FollowUp, on_delete="CASCADE")
        at = UTCDateTime()
        by = ForeignKeyField(User, null=True, on_delete="SET NULL")
        before = DateField()
        after = DateField()
        reason = Text(max_length=500, default="")

        class Meta:
            database = db
            table_name = "postponement"

    db.create_tables([Postponement])

    class RecoveryCode(Model):
        user = ForeignKeyField(User, on_delete="CASCADE")
        digest = Text(max_length=64, default="")
        used_at = UTCDateTime(null=True)

        class Meta:
            database = db
            table_name = "recovery_code"

    db.create_tables([RecoveryCode])

    class SavedFilter(Model):
        user = ForeignKeyField(User, on_delete="CASCADE")
        name = Text(max_length=60, default="")
        query = Text(max_length=500, default="")

        class Meta:
            database = db
            table_name = "saved_filter"
            indexes = ((("user", "name"), True),)

    db.create_tables([SavedFilter])

    class School(Model):
        version = IntegerField(default=1)
        name = Text(max_length=120, default="")
        time_zone = Text(max_length=60, default="America/Toronto")
        languages = JSONList(default=list)
        phone = Text(max_length=40, default="")
        current_year_id = IntegerField(null=True)
        reduced_cards = BooleanField(default=False)
        no_contact_weeks = IntegerField(default=3)
        created_at = UTCDateTime()

        class Meta:
            database = db
            table_name = "school"

    db.create_tables([School])

    class Session(Model):
        digest = Text(unique=True, max_length=64, default="")
        user = ForeignKeyField(User, on_delete="CASCADE")
        opened_at = UTCDateTime()
        seen_at = UTCDateTime()
        expires_at = UTCDateTime()
        second_step_done = BooleanField(default=False)
        address = Text(max_length=64, default="")
        agent = Text(max_length=200, default="")

        class Meta:
            database = db
            table_name = "session"

    db.create_tables([Session])

    class SignInFailure(Model):
        email_digest = Text(max_length=64, default="")
        address = Text(max_length=64, default="")
        at = UTCDateTime()

        class Meta:
            database = db
            table_name = "sign_in_failure"
            indexes = ((("email_digest", "at"), False), (("address", "at"), False))

    db.create_tables([SignInFailure])

    class TierChange(Model):
        family = ForeignKeyField(Family, on_delete="CASCADE")
        at = UTCDateTime()
        by = ForeignKeyField(User, null=True, on_delete="SET NULL")
        tier = IntegerField()
        reason = Text(max_length=1000, default="")
        review_on = DateField(null=True)

        class Meta:
            database = db
            table_name = "tier_change"
            indexes = ((("family", "at"), False),)

    db.create_tables([TierChange])

    protect_journal(db)


def protect_journal(db):
    """Whoever holds the database password of the product still cannot rewrite the journal by an ordinary statement."""
    if isinstance(db, PostgresqlDatabase):
        db.execute_sql(
            "CREATE FUNCTION audit_event_is_append_only() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'the journal is append-only'; END $$"
        )
        db.execute_sql(
            "CREATE TRIGGER audit_event_append_only BEFORE UPDATE OR DELETE ON audit_event "
            "FOR EACH ROW EXECUTE FUNCTION audit_event_is_append_only()"
        )
        return
    for act in ("UPDATE", "DELETE"):
        db.execute_sql(
            f"CREATE TRIGGER audit_event_no_{act.lower()} BEFORE {act} ON audit_event "
            "BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END"
        )
