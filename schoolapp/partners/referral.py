"""Referrals: a family, a service, why, where it stands; what was agreed to, what left, what was said; unmet needs."""

from __future__ import annotations

from datetime import datetime

import peewee

from schoolapp import clock
from schoolapp.accounts.models import User
from schoolapp.agent_requests.models import AgentRequest
from schoolapp.database import JSONData, JSONList, Key, Model, Text, UTCDateTime, VersionedModel
from schoolapp.families.models import Family, Guardian
from schoolapp.partners.consent_rules import Ground
from schoolapp.partners.referral_vocabulary import NEED_LIMIT, OPEN, PROPOSED, REASON_LIMIT, WORDS_LIMIT
from schoolapp.partners.service import Service


class Referral(VersionedModel):
    """A family referred to a service. Never deleted; its verbs are in ``referral_verbs``, its rules beside them.

    ``contact`` is the guardian whom the partner may join. ``information``, ``pupils`` and ``need`` say what is prepared
    for the partner; nothing of it leaves before ``sharing`` finds a ground that covers its very words. ``remind_on`` is
    the day from which it comes up by itself for want of news; ``told_at`` is
    when the partner last wrote, until it is read.
    """

    family = peewee.ForeignKeyField(Family, backref="referrals", on_delete="RESTRICT")
    service = peewee.ForeignKeyField(Service, backref="referrals", on_delete="RESTRICT")
    request = peewee.ForeignKeyField(AgentRequest, null=True, backref="referrals", on_delete="SET NULL")
    reason = Text(max_length=REASON_LIMIT)
    steps_by = Text(max_length=10)
    state = Text(max_length=20, default=PROPOSED)
    state_at = UTCDateTime()
    holder = peewee.ForeignKeyField(User, backref="held_referrals", on_delete="RESTRICT")
    contact = peewee.ForeignKeyField(Guardian, null=True, backref="+", on_delete="SET NULL")
    information = JSONList()
    pupils = JSONList()
    need = Text(max_length=NEED_LIMIT)
    created_by = peewee.ForeignKeyField(User, backref="+", on_delete="RESTRICT")
    created_at = UTCDateTime()
    news_at = UTCDateTime()
    remind_on = peewee.DateField(null=True, index=True)
    told_at = UTCDateTime(null=True)
    closed_at = UTCDateTime(null=True)
    effect = Text(max_length=10)
    effect_words = Text(max_length=1000)
    refusal = Text(max_length=1000)
    form_key = Text(max_length=40, null=True)

    class Meta:
        indexes = (
            (("family", "created_at"), False),
            (("state", "remind_on"), False),
            (("created_by", "form_key"), True),
        )

    @property
    def audit_label(self) -> str:
        return ""

    @property
    def open(self) -> bool:
        return self.state in OPEN


class Consent(Model):
    """A family's yes to the words of ``texts`` (one for each kind of information) leaving for a ``recipient``.

    ``person`` is the name of whoever agreed, as it was that day. It is never changed: withdrawn, or another is given.
    """

    referral = peewee.ForeignKeyField(Referral, backref="consents", on_delete="CASCADE")
    guardian = peewee.ForeignKeyField(Guardian, null=True, backref="+", on_delete="SET NULL")
    person = Text(max_length=200)
    means = Text(max_length=10)
    given_on = peewee.DateField()
    until = peewee.DateField()
    texts = JSONData()
    recipient = Text(max_length=40)
    words = Text(max_length=500)
    recorded_by = peewee.ForeignKeyField(User, backref="+", on_delete="RESTRICT")
    recorded_at = UTCDateTime()
    withdrawn_at = UTCDateTime(null=True)
    withdrawn_by = peewee.ForeignKeyField(User, null=True, backref="+", on_delete="RESTRICT")
    form_key = Text(max_length=40, null=True)

    class Meta:
        indexes = ((("recorded_by", "form_key"), True),)

    @property
    def ground(self) -> Ground:
        withdrawn = self.withdrawn_at is not None
        return Ground(self.texts, self.given_on, self.until, withdrawn, self.guardian_id, recipient=self.recipient)


class ConsentException(Model):
    """A named reason for which the words of ``texts`` may leave without a consent. The direction is shown each one."""

    referral = peewee.ForeignKeyField(Referral, backref="exceptions", on_delete="CASCADE")
    ground_code = Text(max_length=20)
    reason = Text(max_length=1000)
    texts = JSONData()
    recipient = Text(max_length=40)
    since = peewee.DateField()
    until = peewee.DateField()
    made_by = peewee.ForeignKeyField(User, backref="+", on_delete="RESTRICT")
    made_at = UTCDateTime()
    seen_at = UTCDateTime(null=True, index=True)
    seen_by = peewee.ForeignKeyField(User, null=True, backref="+", on_delete="RESTRICT")
    form_key = Text(max_length=40, null=True)

    class Meta:
        indexes = ((("made_by", "form_key"), True),)

    @property
    def ground(self) -> Ground:
        return Ground(self.texts, self.since, self.until, exception=True, recipient=self.recipient)


class ReferralShare(Model):
    """What left, word for word, by which way and on which ground. By a link, until it ends or is revoked.

    ``opened_at`` is when somebody first asked to read it: opening the address does not set it.
    """

    referral = peewee.ForeignKeyField(Referral, backref="shares", on_delete="CASCADE")
    consent = peewee.ForeignKeyField(Consent, null=True, backref="shares", on_delete="RESTRICT")
    exception = peewee.ForeignKeyField(ConsentException, null=True, backref="shares", on_delete="RESTRICT")
    contact = peewee.ForeignKeyField(Guardian, null=True, backref="+", on_delete="SET NULL")
    texts = JSONData()
    means = Text(max_length=10)
    address = Text(max_length=254)
    shared_by = peewee.ForeignKeyField(User, backref="+", on_delete="RESTRICT")
    shared_at = UTCDateTime()
    token_nonce = Text(max_length=40)
    token_digest = Key(max_length=64, null=True, unique=True)
    expires_at = UTCDateTime(null=True)
    revoked_at = UTCDateTime(null=True)
    revoked_by = peewee.ForeignKeyField(User, null=True, backref="+", on_delete="RESTRICT")
    opened_at = UTCDateTime(null=True)
    form_key = Text(max_length=40, null=True)

    class Meta:
        indexes = ((("shared_by", "form_key"), True),)

    @property
    def ground(self) -> Ground | None:
        """The consent or the exception it left on, as it stands now."""
        found = self.consent or self.exception
        return found.ground if found else None

    def answers(self, now: datetime | None = None) -> bool:
        """Whether its link still opens: the ground is looked at apart (``sharing.opens``)."""
        return bool(self.token_digest) and self.revoked_at is None and (now or clock.now()) < self.expires_at


class ReferralEntry(Model):
    """One line of a referral's history. ``by`` is null for the partner, who then came by ``share``."""

    referral = peewee.ForeignKeyField(Referral, backref="entries", on_delete="CASCADE")
    at = UTCDateTime()
    by = peewee.ForeignKeyField(User, null=True, backref="+", on_delete="RESTRICT")
    by_words = Text(max_length=120)
    share = peewee.ForeignKeyField(ReferralShare, null=True, backref="answers_given", on_delete="CASCADE")
    act = Text(max_length=12)
    before = Text(max_length=20)
    after = Text(max_length=20)
    words = Text(max_length=WORDS_LIMIT)
    form_key = Text(max_length=80, null=True)

    class Meta:
        indexes = (
            (("referral", "at"), False),
            (("by", "form_key"), True),
            (("share", "form_key"), True),
        )


class UnmetNeed(Model):
    """Something that was looked for and not found: the school's gaps, to bring to its partners.

    ``words`` name nobody. ``met_at`` is when an answer was found after all.
    """

    category = Key(max_length=60, index=True)
    words = Text(max_length=500)
    origin = Text(max_length=10)
    family = peewee.ForeignKeyField(Family, null=True, backref="+", on_delete="SET NULL")
    request = peewee.ForeignKeyField(AgentRequest, null=True, backref="+", on_delete="SET NULL")
    language = Text(max_length=10)
    noted_by = peewee.ForeignKeyField(User, backref="+", on_delete="RESTRICT")
    noted_at = UTCDateTime(index=True)
    met_at = UTCDateTime(null=True)
    met_by = peewee.ForeignKeyField(User, null=True, backref="+", on_delete="RESTRICT")
    met_words = Text(max_length=300)
    form_key = Text(max_length=40, null=True)

    class Meta:
        indexes = ((("noted_by", "form_key"), True),)

    @property
    def audit_label(self) -> str:
        return self.category
