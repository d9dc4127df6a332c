"""The outbox: a row for each mail, from the moment it is decided until long after it has left."""

from __future__ import annotations

import peewee

from schoolapp.accounts.models import LONGEST_EMAIL, User
from schoolapp.database import Model, Text, UTCDateTime


class OutgoingMail(Model):
    """One mail to one person. ``key`` says what it is about: the same thing is never told twice."""

    key = Text(max_length=120, unique=True)
    kind = Text(max_length=20)
    user = peewee.ForeignKeyField(User, null=True, backref="+", on_delete="CASCADE")
    address = Text(max_length=LONGEST_EMAIL)
    subject = Text(max_length=200)
    body = Text(max_length=8000)
    state = Text(max_length=12, default="waiting")
    attempts = peewee.IntegerField(default=0)
    created_at = UTCDateTime()
    next_at = UTCDateTime()
    claim = Text(max_length=40)
    claimed_until = UTCDateTime(null=True)
    tried_at = UTCDateTime(null=True)
    sent_at = UTCDateTime(null=True)
    problem = Text(max_length=12)
    answer = Text(max_length=300)

    class Meta:
        indexes = ((("state", "next_at"), False),)


class PeriodicRun(Model):
    """What the clock has set off: one row for a task and a period, whatever the number of processes that tried."""

    name = Text(max_length=40)
    period = Text(max_length=20)
    at = UTCDateTime()

    class Meta:
        indexes = ((("name", "period"), True),)
