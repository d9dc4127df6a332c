"""One point of an agenda: what is to be discussed, and the words of what was decided.

Each group of fields has its own version, so that two people never make each other stale: ``version`` for the title,
``words_version`` for the decision's words, ``look_version`` for the next look. ``stamp`` changes with all of them, and
with the actions and changes decided: it tells open pages that there is something new.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any, Self

import peewee
from flask_babel import gettext as _

from schoolapp import clock
from schoolapp.access import LEADS
from schoolapp.accounts.models import User
from schoolapp.agent_requests.models import AgentRequest
from schoolapp.audit import record
from schoolapp.database import JSONList, Model, Text, UTCDateTime, VersionedModel, atomic, is_sqlite
from schoolapp.errors import Refused, Stale
from schoolapp.families.models import Family
from schoolapp.team.agenda import STEP, Topic, between
from schoolapp.team.meeting import StandingPoint, TeamMeeting
from schoolapp.team.rules import in_time
from schoolapp.team.vocabulary import FAMILY, FREE, REQUEST, STANDING, WORDS_LIMIT

TYPING = timedelta(minutes=5)  # what one person types in a row is one line of the journal


class MeetingPoint(VersionedModel):
    """A point. ``key`` names what it is about, so that a family is once on an agenda; removed points keep it."""

    meeting = peewee.ForeignKeyField(TeamMeeting, backref="points", on_delete="CASCADE")
    kind = Text(max_length=10)
    key = Text(max_length=40, null=True)
    family = peewee.ForeignKeyField(Family, null=True, backref="+", on_delete="RESTRICT")
    request = peewee.ForeignKeyField(AgentRequest, null=True, backref="+", on_delete="RESTRICT")
    title = Text(max_length=200)
    reasons = JSONList()
    why = Text(max_length=500)
    position = peewee.DoubleField(default=0.0)
    accepted = peewee.BooleanField(default=True)
    removed_at = UTCDateTime(null=True)
    created_at = UTCDateTime()
    created_by = peewee.ForeignKeyField(User, backref="+", on_delete="RESTRICT")
    stamp = peewee.IntegerField(default=1)
    words = Text(max_length=WORDS_LIMIT)
    words_version = peewee.IntegerField(default=1)
    words_at = UTCDateTime(null=True)
    words_by = peewee.ForeignKeyField(User, null=True, backref="+", on_delete="SET NULL")
    corrected_at = UTCDateTime(null=True)
    look_on = peewee.DateField(null=True)
    look_version = peewee.IntegerField(default=1)

    bumps = ("version", "stamp")

    class Meta:
        indexes = ((("meeting", "position"), False), (("meeting", "key"), True), (("family", "meeting"), False))

    @property
    def audit_label(self) -> str:
        return self.family.name if self.family_id else self.title

    @property
    def about_id(self) -> int | None:
        """The family it is about: its own, or the one that its request was linked to."""
        return self.family_id or (self.request.family_id if self.request_id else None)

    # ---- the agenda

    @classmethod
    def begin(cls, meeting_id: int, *, by: User) -> None:
        """Put the standing points of the school on a new agenda."""
        shared = {"meeting": meeting_id, "kind": STANDING, "created_at": clock.now(), "created_by": by.id}
        rows = [
            shared | {"title": one.words, "key": f"permanent:{one.id}", "position": STEP * rank}
            for rank, one in enumerate(StandingPoint.current(), start=1)
        ]
        if rows:
            cls.insert_many(rows).execute()

    @classmethod
    def add_free(cls, meeting: TeamMeeting, title: str, *, by: User) -> Self:
        """Add a point in one's own words; it is only proposed when it does not come from a lead."""
        with atomic():
            in_time("propose", meeting.held(shared=True).state)
            point = cls.create(kind=FREE, title=title, **cls._new(meeting, by))
            point._tell("point.added", by)
        return point

    @classmethod
    def add_topics(cls, meeting: TeamMeeting, topics: Iterable[Topic], *, by: User) -> list[Self]:
        """Put families and requests on the agenda, each once: what was taken off comes back. Returns what is new."""
        added = []
        with atomic():
            in_time("propose", meeting.held(shared=True).state)
            for one in topics:
                about = {"kind": FAMILY, "family": one.family_id, "reasons": one.reasons, "why": one.why}
                key = f"famille:{one.family_id}"
                if one.request_id:
                    about |= {"kind": REQUEST, "family": None, "request": one.request_id}
                    key = f"demande:{one.request_id}"
                point = cls._add_once(meeting, key, about, by)
                if point is not None:
                    point._tell("point.added", by, raisons=one.reasons)
                    added.append(point)
        return added

    @classmethod
    def _add_once(cls, meeting: TeamMeeting, key: str, about: dict[str, Any], by: User) -> Self | None:
        """The point, new or back on the agenda; None when it is there already."""
        values = cls._new(meeting, by) | about
        inserted = list(cls.insert(key=key, **values).on_conflict_ignore().returning(cls.id).execute())
        point = cls.get((cls.meeting == meeting.id) & (cls.key == key))
        if inserted:
            return point
        point._lock()
        if point.removed_at is None and (point.accepted or not values["accepted"]):
            return None
        return point.change(point.version, removed_at=None, **values)

    @classmethod
    def _new(cls, meeting: TeamMeeting, by: User) -> dict[str, Any]:
        last = cls.select(peewee.fn.MAX(cls.position)).where(cls.meeting == meeting.id).scalar() or 0.0
        own = {"accepted": by.role in LEADS, "created_at": clock.now(), "created_by": by.id}
        return {"meeting": meeting.id, "position": last + STEP} | own

    def accept(self, *, by: User) -> None:
        """Take a proposed point in."""
        with atomic():
            in_time("arrange", self.meeting.held(shared=True).state)
            if self._lock().accepted:
                return
            self.change(self.version, accepted=True)
            self._tell("point.accepted", by)

    def retitle(self, expected: int, title: str, *, by: User) -> None:
        """Word a free or standing point better.

        Raises:
            Stale: someone else did since.
        """
        with atomic():
            in_time("propose", self.meeting.held(shared=True).state)
            if self._lock().version != expected and self.title != title:
                raise Stale(self)
            if self.title != title:
                self.change(expected, title=title)
                self._tell("point.changed", by)

    def remove(self, *, by: User) -> None:
        """Take the point off the agenda.

        Raises:
            Refused: something is decided there already.
        """
        with atomic():
            in_time("propose", self.meeting.held(shared=True).state)
            if self._lock().removed_at is not None:
                return
            if self.is_decided():
                raise Refused(_("Ce point porte déjà une décision : il reste à l’ordre du jour."))
            self.change(self.version, removed_at=clock.now())
            self._tell("point.removed", by)

    def restore(self, *, by: User) -> None:
        """Put the point back where it was."""
        with atomic():
            in_time("propose", self.meeting.held(shared=True).state)
            if self._lock().removed_at is None:
                return
            self.change(self.version, removed_at=None)
            self._tell("point.restored", by)

    def place(self, after: int | None, *, by: User) -> None:
        """Put the point under the point ``after``, at the head of the agenda without one."""
        with atomic():
            in_time("arrange", self.meeting.held(shared=True).state)
            others = [row for row in self._order() if row[0] != self.id]
            rank = next((place for place, row in enumerate(others, start=1) if row[0] == after), 0)
            position = between(others, rank)
            if position is None:
                others = [(number, STEP * place) for place, (number, _at) in enumerate(others, start=1)]
                for number, at in others:
                    MeetingPoint.update(position=at).where(MeetingPoint.id == number).execute()
                position = between(others, rank) or STEP
            self._write(position=position)
            self._tell("point.moved", by)

    def shift(self, step: int, *, by: User) -> None:
        """One place up (-1) or down (1)."""
        order = [number for number, _at in self._order()]
        place = order.index(self.id) + step if self.id in order else -1
        if 0 <= place < len(order):
            above = place if step > 0 else place - 1
            self.place(order[above] if above >= 0 else None, by=by)

    def _order(self) -> list[tuple[int, float]]:
        mine = (MeetingPoint.meeting == self.meeting_id) & MeetingPoint.removed_at.is_null() & MeetingPoint.accepted
        rows = MeetingPoint.select(MeetingPoint.id, MeetingPoint.position).where(mine)
        return list(rows.order_by(MeetingPoint.position, MeetingPoint.id).tuples())

    # ---- the decision

    def write(self, act: str, expected: int, words: str, *, by: User) -> None:
        """Write the decision's words, as they were seen at version ``expected``; the words of somebody else that they
        replace are kept, and after the meeting those of anybody.

        Args:
            act: « decide » during the meeting, « correct » afterwards.

        Raises:
            Stale: someone else wrote since; ``error.current`` holds their words.
            Refused: the meeting is not there, or no longer.
        """
        with atomic():
            in_time(act, self.meeting.held(shared=True).state)
            before = self._lock()
            if before.words == words:
                return
            if before.words_version != expected:
                raise Stale(before)
            now, typing = clock.now(), before.words_by_id == by.id and act == "decide"
            if before.words and not typing:
                DecisionVersion.keep(before, by)
            after = {"corrected_at": now} if act == "correct" else {}
            self._write(words=words, words_version=expected + 1, words_at=now, words_by=by.id, **after)
            if not typing or before.words_at < now - TYPING:
                self._tell("decision.corrected" if act == "correct" else "decision.written", by)

    def look_again(self, expected: int, day: date | None, *, by: User) -> None:
        """Say when this is to be looked at again: it comes up by itself for the meeting of that day.

        Raises:
            Stale: someone else chose a day since.
        """
        with atomic():
            in_time("decide", self.meeting.held(shared=True).state)
            before = self._lock()
            if before.look_on == day:
                return
            if before.look_version != expected:
                raise Stale(before)
            self._write(look_on=day, look_version=expected + 1)
            self._tell("decision.look", by, jour=str(day) if day else "")

    def is_decided(self) -> bool:
        """Whether anything was decided about it."""
        from schoolapp.team.decided import DecidedAction, DecidedChange

        actions = DecidedAction.select().where((DecidedAction.point == self.id) & DecidedAction.removed_at.is_null())
        changes = DecidedChange.select().where(DecidedChange.point == self.id)
        return bool(self.words or self.look_on) or actions.exists() or changes.exists()

    def touch(self) -> None:
        """Tell every open page that something about this point changed."""
        self._write()

    def _lock(self) -> Self:
        """Bring this instance up to date, and keep others from writing it until the end of the transaction."""
        query = MeetingPoint.select().where(MeetingPoint.id == self.id)
        row = (query if is_sqlite() else query.for_update("FOR NO KEY UPDATE")).get()
        self.__data__.update(row.__data__)
        return row

    def _write(self, **columns: Any) -> None:
        mine = MeetingPoint.id == self.id
        MeetingPoint.update(**columns, stamp=MeetingPoint.stamp + 1).where(mine).execute()
        for name, value in columns.items():
            setattr(self, name, value)

    def _tell(self, action: str, by: User, **detail: Any) -> None:
        record(action, by=by, subject=self, family=self.about_id, detail={"rencontre": self.meeting_id, **detail})


class DecisionVersion(Model):
    """The words of a decision before somebody else rewrote them, or before a correction of the minutes."""

    point = peewee.ForeignKeyField(MeetingPoint, backref="versions", on_delete="CASCADE")
    version = peewee.IntegerField()
    words = Text(max_length=WORDS_LIMIT)
    written_at = UTCDateTime(null=True)
    written_by = peewee.ForeignKeyField(User, null=True, backref="+", on_delete="SET NULL")
    replaced_at = UTCDateTime()
    replaced_by = peewee.ForeignKeyField(User, null=True, backref="+", on_delete="SET NULL")

    class Meta:
        indexes = ((("point", "version"), True),)

    @classmethod
    def keep(cls, point: MeetingPoint, by: User) -> None:
        """Keep the point's words as they are."""
        said = {"version": point.words_version, "words": point.words, "written_at": point.words_at}
        cls.create(point=point, **said, written_by=point.words_by_id, replaced_at=clock.now(), replaced_by=by)
