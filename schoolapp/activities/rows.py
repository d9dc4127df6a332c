"""The rows of this room: activities, their slots, sign-ups, checks of volunteers, who is to be told, feeds."""

from __future__ import annotations

from datetime import datetime

import peewee

from schoolapp import clock
from schoolapp.accounts.models import User
from schoolapp.activities.vocabulary import EVERYONE, LIVE, OPEN, SIGNED, TO_DECLARE
from schoolapp.database import JSONData, JSONList, Key, Model, Text, UTCDateTime, VersionedModel
from schoolapp.families.models import Family, Group, Guardian
from schoolapp.partners.models import Organization


class Activity(VersionedModel):
    """Something at school that parents may come to, at one or several times (``Slot``).

    ``translations`` holds the school's own words in other languages: {code: {"title", "words", "checked"}}.
    ``batch`` names the bulk creation it came from, so that it can be undone. ``organization`` is the partner that it is
    held with, if any.
    """

    kind = Text(max_length=20)
    title = Text(max_length=120)
    words = Text(max_length=1000)
    place = Text(max_length=120)
    group = peewee.ForeignKeyField(Group, null=True, backref="activities", on_delete="SET NULL")
    host = peewee.ForeignKeyField(User, null=True, backref="+", on_delete="SET NULL")
    organization = peewee.ForeignKeyField(Organization, null=True, backref="activities", on_delete="SET NULL")
    languages = JSONList()
    interpreter = peewee.BooleanField(default=False)
    childcare = peewee.BooleanField(default=False)
    transport = peewee.BooleanField(default=False)
    bring = Text(max_length=300)
    regular_contact = peewee.BooleanField(default=False)
    audience = Text(max_length=10, default=EVERYONE)
    opens_at = UTCDateTime(null=True)
    closes_at = UTCDateTime(null=True)
    cancel_hours = peewee.IntegerField(default=0)
    state = Text(max_length=10, default=OPEN)
    translations = JSONData()
    batch = Text(max_length=40, null=True, index=True)
    created_by = peewee.ForeignKeyField(User, backref="+", on_delete="RESTRICT")
    created_at = UTCDateTime()
    form_key = Text(max_length=40, null=True)

    class Meta:
        indexes = ((("created_by", "form_key"), True),)

    @property
    def audit_label(self) -> str:
        return self.title

    @property
    def open(self) -> bool:
        return self.state == OPEN


class ActivityGroup(Model):
    """A group whose families an activity is for, when its audience is « groupes »."""

    activity = peewee.ForeignKeyField(Activity, backref="for_groups", on_delete="CASCADE")
    group = peewee.ForeignKeyField(Group, backref="+", on_delete="CASCADE")

    class Meta:
        indexes = ((("activity", "group"), True),)


class Slot(VersionedModel):
    """One time of an activity. ``taken`` counts the places taken or held for somebody; never more than ``capacity``.

    ``uid`` and ``sequence`` are for calendars: the first never changes, the second grows with each change of time,
    place or state. ``series`` is shared by the slots that were made together, week after week.
    """

    activity = peewee.ForeignKeyField(Activity, backref="slots", on_delete="CASCADE")
    starts_at = UTCDateTime()
    ends_at = UTCDateTime()
    capacity = peewee.IntegerField()
    taken = peewee.IntegerField(default=0)
    state = Text(max_length=10, default=OPEN)
    series = Text(max_length=40, null=True, index=True)
    uid = Text(max_length=40, unique=True)
    sequence = peewee.IntegerField(default=0)
    cancelled_at = UTCDateTime(null=True)
    changed_at = UTCDateTime()

    class Meta:
        indexes = ((("starts_at", "id"), False), (("activity", "starts_at"), False))

    @property
    def audit_label(self) -> str:
        return f"{self.starts_at.astimezone(clock.zone()):%Y-%m-%d %H:%M}"

    @property
    def open(self) -> bool:
        return self.state == OPEN

    @property
    def left(self) -> int:
        """The places left."""
        return max(self.capacity - self.taken, 0)

    def is_over(self, now: datetime | None = None) -> bool:
        return self.ends_at <= (now or clock.now())


class SignUp(VersionedModel):
    """Somebody who comes, waits for a place, came or did not. Verbs are in ``places`` and ``sign_up_verbs``.

    ``person_key`` tells the same person again (``person_key_of``). ``offered_until``: a place that got free is held for
    them until then. ``aside``: the office decided that this person goes with no family. ``merged_into``: the same
    person twice, kept in the other row.
    """

    slot = peewee.ForeignKeyField(Slot, backref="sign_ups", on_delete="CASCADE")
    family = peewee.ForeignKeyField(Family, null=True, backref="sign_ups", on_delete="SET NULL")
    guardian = peewee.ForeignKeyField(Guardian, null=True, backref="+", on_delete="SET NULL")
    name = Text(max_length=120)
    sort_key = Key(max_length=240)
    phone_digits = Key(max_length=30)
    phone_raw = Text(max_length=60)
    email = Text(max_length=254)
    by_child = peewee.BooleanField(default=False)
    child_words = Text(max_length=200)
    language = Text(max_length=10, default="fr")
    person_key = Key(max_length=700, index=True)
    state = Text(max_length=14, default=SIGNED)
    came_by = Text(max_length=12, default="en_ligne")
    message = Text(max_length=500)
    created_at = UTCDateTime()
    created_by = peewee.ForeignKeyField(User, null=True, backref="+", on_delete="SET NULL")
    state_at = UTCDateTime()
    marked_by = peewee.ForeignKeyField(User, null=True, backref="+", on_delete="SET NULL")
    token_nonce = Text(max_length=40)
    token_digest = Text(max_length=64, unique=True)
    code_digest = Text(max_length=64, unique=True)
    offered_until = UTCDateTime(null=True)
    aside = peewee.BooleanField(default=False)
    merged_into = peewee.ForeignKeyField("self", null=True, backref="+", on_delete="SET NULL")
    form_key = Text(max_length=60, null=True, unique=True)

    class Meta:
        indexes = (
            (("slot", "state", "created_at"), False),
            (("family", "created_at"), False),
            (("offered_until",), False),
        )

    @property
    def audit_label(self) -> str:
        return self.name

    @property
    def live(self) -> bool:
        """Whether it holds a place or waits for one."""
        return self.state in LIVE and self.merged_into_id is None


class SignUpConsent(Model):
    """One purpose that somebody agreed to, with the version of the wording they read."""

    sign_up = peewee.ForeignKeyField(SignUp, backref="consents", on_delete="CASCADE")
    purpose = Text(max_length=20)
    wording = Text(max_length=20)
    given_at = UTCDateTime()

    class Meta:
        indexes = ((("sign_up", "purpose"), True),)


class Verification(VersionedModel):
    """Where the judicial-record check of a volunteer stands, and nothing else of it. Set by the direction only.

    Of a guardian we know, or of the person who signed up (``person_key``).
    """

    guardian = peewee.ForeignKeyField(Guardian, null=True, unique=True, backref="+", on_delete="CASCADE")
    person_key = Key(max_length=700, null=True, unique=True)
    name = Text(max_length=200)
    status = Text(max_length=12, default=TO_DECLARE)
    on = peewee.DateField(null=True)
    set_by = peewee.ForeignKeyField(User, backref="+", on_delete="RESTRICT")
    set_at = UTCDateTime()


class Notice(VersionedModel):
    """Somebody who is to be told something, ticked off once told.

    Of a sign-up, or (``reason`` « appeler ») of somebody who asked to be called: then with their name and number.
    """

    reason = Text(max_length=12)
    sign_up = peewee.ForeignKeyField(SignUp, null=True, backref="notices", on_delete="CASCADE")
    activity = peewee.ForeignKeyField(Activity, null=True, backref="notices", on_delete="CASCADE")
    name = Text(max_length=120)
    phone_digits = Key(max_length=30)
    phone_raw = Text(max_length=60)
    language = Text(max_length=10)
    words = Text(max_length=500)
    means = Text(max_length=12)
    created_at = UTCDateTime()
    told_at = UTCDateTime(null=True)
    told_by = peewee.ForeignKeyField(User, null=True, backref="+", on_delete="SET NULL")
    told_means = Text(max_length=12)
    dropped_at = UTCDateTime(null=True)

    class Meta:
        indexes = ((("told_at", "created_at"), False), (("sign_up", "reason"), False))

    @property
    def audit_label(self) -> str:
        return self.name


class CalendarFeed(Model):
    """The secret address at which a calendar reads what one person may see. A new nonce revokes the old address."""

    user = peewee.ForeignKeyField(User, unique=True, backref="+", on_delete="CASCADE")
    nonce = Text(max_length=40)
    token_digest = Text(max_length=64, unique=True)
    created_at = UTCDateTime()
