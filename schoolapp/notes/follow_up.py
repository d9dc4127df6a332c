"""The follow-up: what is to be done next with a family, by whom, by when."""

from __future__ import annotations

from datetime import date
from typing import Any

import peewee

from schoolapp import clock
from schoolapp.accounts.models import User
from schoolapp.audit import record
from schoolapp.database import Model, Text, UTCDateTime, VersionedModel, atomic
from schoolapp.errors import Stale
from schoolapp.families.models import Family
from schoolapp.notes.note import Note
from schoolapp.notes.vocabulary import CANCELLED, DONE, OPEN


class FollowUp(VersionedModel):
    """One thing to do. It is seen by the family's whole circle, whatever the note it came from."""

    family = peewee.ForeignKeyField(Family, backref="follow_ups", on_delete="RESTRICT")
    note = peewee.ForeignKeyField(Note, null=True, backref="follow_ups", on_delete="SET NULL")
    what = Text(max_length=200)
    due_on = peewee.DateField()
    assignee = peewee.ForeignKeyField(User, backref="follow_ups", on_delete="RESTRICT")
    state = Text(max_length=10, default="open")
    created_at = UTCDateTime()
    created_by = peewee.ForeignKeyField(User, backref="+", on_delete="RESTRICT")
    closed_at = UTCDateTime(null=True)
    closed_by = peewee.ForeignKeyField(User, null=True, backref="+", on_delete="SET NULL")
    closing_words = Text(max_length=500)
    postponed_count = peewee.IntegerField(default=0)
    form_key = Text(max_length=40, null=True)

    class Meta:
        indexes = (
            (("assignee", "state", "due_on"), False),
            (("family", "state", "due_on"), False),
            (("state", "due_on"), False),
            (("created_by", "family", "form_key"), True),
        )

    @property
    def audit_label(self) -> str:
        return self.what

    @property
    def open(self) -> bool:
        return self.state == OPEN

    @classmethod
    def plan(
        cls,
        family_id: int,
        *,
        what: str,
        due_on: date,
        assignee_id: int,
        by: User,
        form_key: str,
        note: Note | None = None,
    ) -> FollowUp:
        """Plan something to do, once per form: a double click finds what the first one planned."""
        with atomic():
            inserted = (
                cls.insert(
                    family=family_id,
                    note=note,
                    what=what,
                    due_on=due_on,
                    assignee=assignee_id,
                    created_at=clock.now(),
                    created_by=by.id,
                    form_key=form_key,
                )
                .on_conflict_ignore()
                .returning(cls.id)
                .execute()
            )
            is_new = bool(list(inserted))
            mine = (cls.created_by == by.id) & (cls.family == family_id) & (cls.form_key == form_key)
            planned = cls.get(mine)
            if is_new:
                planned._record("follow_up.created", by, due_on=str(due_on), assignee=assignee_id)
            return planned

    def complete(self, expected: int, *, by: User) -> None:
        """Say that it is done. Saying it twice changes nothing.

        Raises:
            Stale: it changed since this person read it.
        """
        if self.state == DONE:
            return
        with atomic():
            self._must_be(OPEN)
            self.change(expected, state=DONE, closed_at=clock.now(), closed_by=by.id, closing_words="")
            self._record("follow_up.done", by)

    def reopen(self, expected: int, *, by: User) -> None:
        """Put it back among the things to do, when done or cancelled by mistake."""
        if self.open:
            return
        with atomic():
            self.change(expected, state=OPEN, closed_at=None, closed_by=None, closing_words="")
            self._record("follow_up.reopened", by)

    def cancel(self, expected: int, reason: str, *, by: User) -> None:
        """Give it up, saying why."""
        with atomic():
            self._must_be(OPEN)
            self.change(expected, state=CANCELLED, closed_at=clock.now(), closed_by=by.id, closing_words=reason)
            self._record("follow_up.cancelled", by)

    def postpone(self, expected: int, due_on: date, reason: str, *, by: User) -> None:
        """Push its date back, saying why; the former date stays in the history."""
        before = self.due_on
        with atomic():
            self._must_be(OPEN)
            self.change(expected, due_on=due_on, postponed_count=self.postponed_count + 1)
            Postponement.create(follow_up=self, at=clock.now(), by=by, before=before, after=due_on, reason=reason)
            self._record("follow_up.postponed", by, before=str(before), after=str(due_on))

    def revise(self, expected: int, *, what: str, due_on: date, assignee_id: int, by: User) -> None:
        """Word it better, bring its date forward, or give it to someone else."""
        changed = {"what": what, "due_on": due_on, "assignee": assignee_id}
        if changed == {"what": self.what, "due_on": self.due_on, "assignee": self.assignee_id}:
            return
        facts = {"due_on": str(self.due_on), "assignee": self.assignee_id}
        with atomic():
            self._must_be(OPEN)
            self.change(expected, **changed)
            self._record("follow_up.changed", by, before=facts)

    def _must_be(self, state: str) -> None:
        if self.state != state:
            raise Stale(self)

    def _record(self, action: str, by: User, **detail: Any) -> None:
        record(action, by=by, subject=self, family=self.family_id, detail=detail)


class Postponement(Model):
    """One date pushed back, with the reason."""

    follow_up = peewee.ForeignKeyField(FollowUp, backref="postponements", on_delete="CASCADE")
    at = UTCDateTime()
    by = peewee.ForeignKeyField(User, null=True, backref="+", on_delete="SET NULL")
    before = peewee.DateField()
    after = peewee.DateField()
    reason = Text(max_length=500)
