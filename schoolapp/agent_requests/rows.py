"""What goes with a request: its history and thread, the colleagues asked, and the draft of a new one."""

from __future__ import annotations

import peewee

from schoolapp.accounts.models import User
from schoolapp.agent_requests.request import AgentRequest
from schoolapp.agent_requests.vocabulary import MESSAGE_LIMIT
from schoolapp.audit import record
from schoolapp.database import Model, Text, UTCDateTime, atomic
from schoolapp.drafts import Draft


class RequestEntry(Model):
    """One line of a request's history: an act, dated and signed, with its words. Messages are acts like others.

    ``person`` is whom it names (handed to, asked, released, added), ``day`` the date it sets.
    """

    request = peewee.ForeignKeyField(AgentRequest, backref="entries", on_delete="CASCADE")
    at = UTCDateTime()
    by = peewee.ForeignKeyField(User, backref="+", on_delete="RESTRICT")
    act = Text(max_length=12)
    before = Text(max_length=10)
    after = Text(max_length=10)
    words = Text(max_length=MESSAGE_LIMIT)
    person = peewee.ForeignKeyField(User, null=True, backref="+", on_delete="RESTRICT")
    day = peewee.DateField(null=True)
    form_key = Text(max_length=40, null=True)

    class Meta:
        indexes = ((("request", "at"), False), (("by", "form_key"), True))


class RequestContributor(Model):
    """A colleague asked for a contribution: they read this request, and nothing else, until they are released."""

    request = peewee.ForeignKeyField(AgentRequest, backref="contributors", on_delete="CASCADE")
    user = peewee.ForeignKeyField(User, backref="+", on_delete="CASCADE")
    question = Text(max_length=MESSAGE_LIMIT)
    asked_at = UTCDateTime()
    asked_by = peewee.ForeignKeyField(User, backref="+", on_delete="RESTRICT")
    answered_at = UTCDateTime(null=True)
    released_at = UTCDateTime(null=True)

    class Meta:
        indexes = ((("request", "user"), True), (("user", "released_at"), False))


def draft_place(pupil_id: int | None, family_id: int | None) -> tuple[int, int]:
    """The subject of a draft: the pupil, else the family, else nothing yet but words."""
    return (pupil_id, 0) if pupil_id else (0, family_id or 0)


class RequestDraft(Draft):
    """The request that someone is typing: one for each person and subject (see ``draft_place``)."""

    user = peewee.ForeignKeyField(User, backref="+", on_delete="CASCADE")
    pupil_id = peewee.IntegerField(default=0)
    family_id = peewee.IntegerField(default=0)

    place = ("user", "pupil_id", "family_id")

    class Meta:
        indexes = ((("user", "pupil_id", "family_id"), True),)

    def discard(self, *, by: User) -> None:
        """Throw the draft away, as its author asks."""
        with atomic():
            RequestDraft.close_at(by.id, self.pupil_id, self.family_id, form_key=self.form_key)
            record("request.draft", by=by, subject=self, family=self.family_id or None)
