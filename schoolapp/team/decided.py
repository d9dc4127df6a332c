"""What a meeting decides besides words: who does what by when, the move on the board, the tier."""

from __future__ import annotations

from datetime import date
from typing import Any, Self

import peewee
from flask_babel import gettext as _

from schoolapp import clock
from schoolapp.accounts.models import User
from schoolapp.audit import record
from schoolapp.database import Model, Text, UTCDateTime, VersionedModel, atomic
from schoolapp.families import board_verbs, file_verbs
from schoolapp.families.models import Family
from schoolapp.formats import date_words
from schoolapp.notes import writing
from schoolapp.notes.models import FollowUp
from schoolapp.team.point import MeetingPoint
from schoolapp.team.rules import in_time
from schoolapp.team.vocabulary import LINK, TIER_SET


class DecidedAction(VersionedModel):
    """Who does what by when, as decided. About a family, it is also a follow-up, which then lives its own life."""

    point = peewee.ForeignKeyField(MeetingPoint, backref="actions", on_delete="CASCADE")
    what = Text(max_length=200)
    assignee = peewee.ForeignKeyField(User, backref="+", on_delete="RESTRICT")
    due_on = peewee.DateField()
    follow_up = peewee.ForeignKeyField(FollowUp, null=True, backref="+", on_delete="SET NULL")
    created_at = UTCDateTime()
    created_by = peewee.ForeignKeyField(User, backref="+", on_delete="RESTRICT")
    form_key = Text(max_length=40)
    done_at = UTCDateTime(null=True)
    done_by = peewee.ForeignKeyField(User, null=True, backref="+", on_delete="SET NULL")
    removed_at = UTCDateTime(null=True)

    class Meta:
        indexes = ((("point", "created_by", "form_key"), True), (("assignee", "due_on"), False))

    @property
    def audit_label(self) -> str:
        return self.what

    @classmethod
    def plan(
        cls,
        point: MeetingPoint,
        *,
        what: str,
        due_on: date,
        assignee_id: int,
        by: User,
        form_key: str,
    ) -> Self:
        """Decide who does what, once per form: a double click finds what the first one decided."""
        planned = {"what": what, "due_on": due_on}
        row = planned | {"point": point.id, "assignee": assignee_id, "created_by": by.id, "form_key": form_key}
        with atomic():
            in_time("decide", point.meeting.held(shared=True).state)
            inserted = cls.insert(**row, created_at=clock.now()).on_conflict_ignore().returning(cls.id).execute()
            is_new = bool(list(inserted))
            action = cls.get((cls.point == point.id) & (cls.created_by == by.id) & (cls.form_key == form_key))
            if is_new:
                if point.about_id is not None:
                    values = planned | {"assignee_id": assignee_id}
                    step = writing.plan_follow_up(point.about_id, values, by=by, form_key=form_key)
                    action.follow_up = step
                    cls.update(follow_up=step).where(cls.id == action.id).execute()
                point.touch()
                action._tell("action.planned", point, by, personne=assignee_id, jour=str(due_on))
        return action

    def remove(self, *, by: User) -> None:
        """Take back what was decided by mistake; its follow-up is given up, saying so."""
        point = self.point
        with atomic():
            in_time("decide", point.meeting.held(shared=True).state)
            if self.removed_at is not None:
                return
            self.change(self.version, removed_at=clock.now())
            step = self._step()
            if step is not None and step.open:
                day = date_words(point.meeting.starts_at, weekday=False)
                reason = _("Retiré à la rencontre d’équipe du %(day)s", day=day)
                writing.change_follow_up(step, "cancel", step.version, by=by, reason=reason)
            point.touch()
            self._tell("action.removed", point, by)

    def restore(self, *, by: User) -> None:
        """Undo the removal."""
        point = self.point
        with atomic():
            in_time("decide", point.meeting.held(shared=True).state)
            if self.removed_at is None:
                return
            self.change(self.version, removed_at=None)
            step = self._step()
            if step is not None and not step.open:
                writing.change_follow_up(step, "reopen", step.version, by=by)
            point.touch()
            self._tell("action.restored", point, by)

    def complete(self, *, by: User) -> None:
        """Say that it is done; a family's is done by its follow-up."""
        self._set_done(clock.now(), by, "action.done")

    def reopen(self, *, by: User) -> None:
        """Put it back among the things to do."""
        self._set_done(None, by, "action.reopened")

    def _set_done(self, moment: Any, by: User, action: str) -> None:
        if (self.done_at is None) == (moment is None):
            return
        with atomic():
            self.change(self.version, done_at=moment, done_by=by.id if moment else None)
            self.point.touch()
            self._tell(action, self.point, by)

    def _step(self) -> FollowUp | None:
        return FollowUp.get_or_none(FollowUp.id == self.follow_up_id) if self.follow_up_id else None

    def _tell(self, action: str, point: MeetingPoint, by: User, **detail: Any) -> None:
        record(action, by=by, subject=self, family=point.about_id, detail={"rencontre": point.meeting_id, **detail})


class DecidedChange(Model):
    """What a decision changed at once in a family's file: the state of the link, or the tier."""

    point = peewee.ForeignKeyField(MeetingPoint, backref="changes", on_delete="CASCADE")
    kind = Text(max_length=10)
    before = Text(max_length=20)
    after = Text(max_length=20)
    review_on = peewee.DateField(null=True)
    at = UTCDateTime()
    by = peewee.ForeignKeyField(User, null=True, backref="+", on_delete="SET NULL")

    class Meta:
        indexes = ((("point", "at"), False),)

    @classmethod
    def move(cls, point: MeetingPoint, family: Family, *, to: str, expected: int, by: User) -> None:
        """Move the family on the board.

        Raises:
            Stale: the family changed since version ``expected``.
            Refused: it is not on the board.
        """
        with atomic():
            in_time("change", point.meeting.held(shared=True).state)
            left = board_verbs.move(family, to=to, expected=expected, by=by)
            if left.state != to:
                cls._keep(point, LINK, left.state, to, by)

    @classmethod
    def prioritise(cls, point: MeetingPoint, family: Family, why: Any, *, expected: int, by: User) -> None:
        """Put the family on the board, as the meeting decides."""
        with atomic():
            in_time("change", point.meeting.held(shared=True).state)
            before = family.link_state
            board_verbs.prioritise(family, why, expected=expected, by=by)
            cls._keep(point, LINK, before, why.state, by)

    @classmethod
    def set_tier(
        cls, point: MeetingPoint, family: Family, seen: str, values: dict[str, Any], *, reason: str, by: User
    ) -> None:
        """Set the family's tier, or keep it until another date.

        Raises:
            Stale: someone else set it since it was ``seen``.
        """
        with atomic():
            in_time("change", point.meeting.held(shared=True).state)
            before = str(family.tier)
            file_verbs.set_tier(family, seen, values, reason=reason, by=by)
            cls._keep(point, TIER_SET, before, str(values["tier"]), by, review_on=values["tier_review_on"])

    @classmethod
    def _keep(cls, point: MeetingPoint, kind: str, before: str | None, after: str, by: User, **more: Any) -> None:
        cls.create(point=point, kind=kind, before=before or "", after=after, at=clock.now(), by=by, **more)
        point.touch()
