"""Referrals to partners: what was agreed to, what left, what was said; unmet needs; activities held with a partner."""

import peewee
from peewee import DateField, ForeignKeyField

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

    class Guardian(Model):
        class Meta:
            database = db
            table_name = "guardian"

    class AgentRequest(Model):
        class Meta:
            database = db
            table_name = "agent_request"

    class Organization(Model):
        class Meta:
            database = db
            table_name = "organization"

    class Service(Model):
        class Meta:
            database = db
            table_name = "service"

    class Referral(Model):
        version = peewee.IntegerField(default=1)
        family = ForeignKeyField(Family, on_delete="RESTRICT")
        service = ForeignKeyField(Service, on_delete="RESTRICT")
        request = ForeignKeyField(AgentRequest, null=True, on_delete="SET NULL")
        reason = Text(max_length=2000, default="")
        steps_by = Text(max_length=10, default="")
        state = Text(max_length=20, default="proposee")
        state_at = UTCDateTime()
        holder = ForeignKeyField(User, on_delete="RESTRICT")
        contact = ForeignKeyField(Guardian, null=True, on_delete="SET NULL")
        information = JSONList()
        pupils = JSONList()
        need = Text(max_length=1500, default="")
        created_by = ForeignKeyField(User, on_delete="RESTRICT")
        created_at = UTCDateTime()
        news_at = UTCDateTime()
        remind_on = DateField(null=True, index=True)
        told_at = UTCDateTime(null=True)
        closed_at = UTCDateTime(null=True)
        effect = Text(max_length=10, default="")
        effect_words = Text(max_length=1000, default="")
        refusal = Text(max_length=1000, default="")
        form_key = Text(max_length=40, null=True)

        class Meta:
            database = db
            table_name = "referral"
            indexes = (
                (("family", "created_at"), False),
                (("state", "remind_on"), False),
                (("created_by", "form_key"), True),
            )

    class Consent(Model):
        referral = ForeignKeyField(Referral, on_delete="CASCADE")
        guardian = ForeignKeyField(Guardian, null=True, on_delete="SET NULL")
        person = Text(max_length=200, default="")
        means = Text(max_length=10, default="")
        given_on = DateField()
        until = DateField()
        texts = JSONData()
        words = Text(max_length=500, default="")
        recorded_by = ForeignKeyField(User, on_delete="RESTRICT")
        recorded_at = UTCDateTime()
        withdrawn_at = UTCDateTime(null=True)
        withdrawn_by = ForeignKeyField(User, null=True, on_delete="RESTRICT")
        form_key = Text(max_length=40, null=True)

        class Meta:
            database = db
            table_name = "consent"
            indexes = ((("recorded_by", "form_key"), True),)

    class ConsentException(Model):
        referral = ForeignKeyField(Referral, on_delete="CASCADE")
        ground_code = Text(max_length=20, default="")
        reason = Text(max_length=1000, default="")
        texts = JSONData()
        since = DateField()
        until = DateField()
        made_by = ForeignKeyField(User, on_delete="RESTRICT")
        made_at = UTCDateTime()
        seen_at = UTCDateTime(null=True, index=True)
        seen_by = ForeignKeyField(User, null=True, on_delete="RESTRICT")
        form_key = Text(max_length=40, null=True)

        class Meta:
            database = db
            table_name = "consent_exception"
            indexes = ((("made_by", "form_key"), True),)

    class ReferralShare(Model):
        referral = ForeignKeyField(Referral, on_delete="CASCADE")
        consent = ForeignKeyField(Consent, null=True, on_delete="RESTRICT")
        exception = ForeignKeyField(ConsentException, null=True, on_delete="RESTRICT")
        contact = ForeignKeyField(Guardian, null=True, on_delete="SET NULL")
        texts = JSONData()
        means = Text(max_length=10, default="")
        address = Text(max_length=254, default="")
        shared_by = ForeignKeyField(User, on_delete="RESTRICT")
        shared_at = UTCDateTime()
        token_nonce = Text(max_length=40, default="")
        token_digest = Key(max_length=64, null=True, unique=True)
        expires_at = UTCDateTime(null=True)
        revoked_at = UTCDateTime(null=True)
        revoked_by = ForeignKeyField(User, null=True, on_delete="RESTRICT")
        opened_at = UTCDateTime(null=True)
        form_key = Text(max_length=40, null=True)

        class Meta:
            database = db
            table_name = "referral_share"
            indexes = ((("shared_by", "form_key"), True),)

    class ReferralEntry(Model):
        referral = ForeignKeyField(Referral, on_delete="CASCADE")
        at = UTCDateTime()
        by = ForeignKeyField(User, null=True, on_delete="RESTRICT")
        by_words = Text(max_length=120, default="")
        share = ForeignKeyField(ReferralShare, null=True, on_delete="CASCADE")
        act = Text(max_length=12, default="")
        before = Text(max_length=20, default="")
        after = Text(max_length=20, default="")
        words = Text(max_length=2000, default="")
        form_key = Text(max_length=80, null=True)

        class Meta:
            database = db
            table_name = "referral_entry"
            indexes = (
                (("referral", "at"), False),
                (("by", "form_key"), True),
                (("share", "form_key"), True),
            )

    class UnmetNeed(Model):
        category = Key(max_length=60, index=True, default="")
        words = Text(max_length=500, default="")
        origin = Text(max_length=10, default="")
        family = ForeignKeyField(Family, null=True, on_delete="SET NULL")
        request = ForeignKeyField(AgentRequest, null=True, on_delete="SET NULL")
        language = Text(max_length=10, default="")
        noted_by = ForeignKeyField(User, on_delete="RESTRICT")
        noted_at = UTCDateTime(index=True)
        met_at = UTCDateTime(null=True)
        met_by = ForeignKeyField(User, null=True, on_delete="RESTRICT")
        met_words = Text(max_length=300, default="")
        form_key = Text(max_length=40, null=True)

        class Meta:
            database = db
            table_name = "unmet_need"
            indexes = ((("noted_by", "form_key"), True),)

    db.create_tables([Referral, Consent, ConsentException, ReferralShare, ReferralEntry, UnmetNeed])
    held_with = ForeignKeyField(Organization, field=Organization.id, null=True, on_delete="SET NULL")
    migrator.migrate(migrator.add_column("activity", "organization_id", held_with))
