"""The team meeting: when, where, who; planned, under way, closed; and the standing points of the school."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, Self

import peewee

from schoolapp import clock
from schoolapp.accounts.models import User
from schoolapp.audit import record
from schoolapp.database import Model, Text, UTCDateTime, VersionedModel, atomic, is_sqlite
from schoolapp.errors import Stale
from schoolapp.team.rules import in_time
from schoolapp.team.vocabulary import CANCELLED, CLOSED, PLANNED, UNDER_WAY


class TeamMeeting(VersionedModel):
    """A meeting. ``version`` guards its date, place and people; ``stamp`` changes with whatever a page shows of it."""

    starts_at = UTCDateTime()
    minutes = peewee.IntegerField(default=60)
    place = Text(max_length=120)
    state = Text(max_length=10, default=PLANNED)
    stamp = peewee.IntegerField(default=1)
    created_at = UTCDateTime()
    created_by = peewee.ForeignKeyField(User, backref="+", on_delete="RESTRICT")
    opened_at = UTCDateTime(null=True)
    opened_by = peewee.ForeignKeyField(User, null=True, backref="+", on_delete="SET NULL")
    closed_at = UTCDateTime(null=True)
    closed_by = peewee.ForeignKeyField(User, null=True, backref="+", on_delete="SET NULL")
    cancelled_words = Text(max_length=300)

    bumps = ("version", "stamp")

    class Meta:
        indexes = ((("state", "starts_at"), False),)

    @property
    def audit_label(self) -> str:
        return f"{self.starts_at.astimezone(clock.zone()):%Y-%m-%d %H:%M}"

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.minutes)

    @classmethod
    def plan(cls, *, guests: Iterable[int], by: User, **columns: Any) -> Self:
        """Plan a meeting. Its agenda begins with the standing points of the school."""
        from schoolapp.team.point import MeetingPoint

        with atomic():
            meeting = cls.create(created_at=clock.now(), created_by=by, **columns)
            invited = meeting._invite(set(guests))
            MeetingPoint.begin(meeting.id, by=by)
            meeting.tell("meeting.created", by, invites=sorted(invited))
        return meeting

    def rewrite(self, expected: int, *, guests: Iterable[int], by: User, **columns: Any) -> None:
        """Change the date, the place, the people.

        Raises:
            Stale: someone else changed them since.
            Refused: the meeting is over.
        """
        with atomic():
            in_time("edit", self.held().state)
            changed = {name: value for name, value in columns.items() if getattr(self, name) != value}
            self.change(expected, **changed)
            invited = self._invite(set(guests))
            self.tell("meeting.changed", by, change=sorted(changed), invites=sorted(invited))

    def start(self, *, by: User) -> None:
        """Begin: everybody may now type decisions. Beginning twice is beginning once."""
        with atomic():
            if (meeting := self.held()).state == UNDER_WAY:
                return
            in_time("start", meeting.state)
            self.change(meeting.version, state=UNDER_WAY, opened_at=clock.now(), opened_by=by.id)
            self.tell("meeting.started", by)

    def close(self, *, by: User) -> None:
        """End: the minutes are fixed, and the decisions show in the families' files."""
        with atomic():
            if (meeting := self.held()).state == CLOSED:
                return
            in_time("close", meeting.state)
            self.change(meeting.version, state=CLOSED, closed_at=clock.now(), closed_by=by.id)
            self.tell("meeting.closed", by)

    def cancel(self, words: str, *, by: User) -> None:
        """Call a planned meeting off; its agenda stays, for it may be restored."""
        with atomic():
            meeting = self.held()
            in_time("cancel", meeting.state)
            self.change(meeting.version, state=CANCELLED, cancelled_words=words)
            self.tell("meeting.cancelled", by)

    def restore(self, *, by: User) -> None:
        """Take back the cancelling."""
        with atomic():
            meeting = self.held()
            in_time("restore", meeting.state)
            self.change(meeting.version, state=PLANNED, cancelled_words="")
            self.tell("meeting.restored", by)

    def attend(self, user_id: int, present: bool | None, *, by: User) -> None:
        """Say that someone invited was there, or was not; None when nobody says."""
        with atomic():
            in_time("attend", self.held().state)
            one = (MeetingGuest.meeting == self.id) & (MeetingGuest.user == user_id)
            if MeetingGuest.update(present=present).where(one).execute():
                self.touch()
                self.tell("meeting.attendance", by, personne=user_id, presence=present)

    def held(self, *, shared: bool = False) -> TeamMeeting:
        """The meeting as it is now, and stays until the end of the transaction.

        Args:
            shared: for who writes on its points, several at once; it only keeps the meeting from being closed.
        """
        query = TeamMeeting.select().where(TeamMeeting.id == self.id)
        return (query if is_sqlite() else query.for_update("FOR SHARE" if shared else "FOR UPDATE")).get()

    def touch(self) -> None:
        """Tell every open page that what it shows of the meeting changed."""
        TeamMeeting.update(stamp=TeamMeeting.stamp + 1).where(TeamMeeting.id == self.id).execute()

    def tell(self, action: str, by: User, **detail: Any) -> None:
        """Write a line of the journal about this meeting."""
        record(action, by=by, subject=self, detail=detail)

    def _invite(self, wanted: set[int]) -> set[int]:
        """Make the list of people invited; who stays keeps their presence. Returns who is new."""
        mine = MeetingGuest.meeting == self.id
        present = {row.user_id for row in MeetingGuest.select().where(mine)}
        if gone := present - wanted:
            MeetingGuest.delete().where(mine & MeetingGuest.user.in_(gone)).execute()
        if new := wanted - present:
            MeetingGuest.insert_many([{"meeting": self.id, "user": user} for user in sorted(new)]).execute()
        return new


class MeetingGuest(Model):
    """Someone invited; ``present`` is not known before the meeting."""

    meeting = peewee.ForeignKeyField(TeamMeeting, backref="guests", on_delete="CASCADE")
    user = peewee.ForeignKeyField(User, backref="+", on_delete="CASCADE")
    present = peewee.BooleanField(null=True)

    class Meta:
        indexes = ((("meeting", "user"), True), (("user", "meeting"), False))


class StandingPoint(VersionedModel):
    """A point that every meeting of the school begins with, in the order of ``position``."""

    words = Text(max_length=200)
    position = peewee.DoubleField(default=0.0)
    removed_at = UTCDateTime(null=True)

    @property
    def audit_label(self) -> str:
        return self.words

    @classmethod
    def current(cls) -> peewee.ModelSelect:
        """The list, in order."""
        return cls.select().where(cls.removed_at.is_null()).order_by(cls.position, cls.id)

    @classmethod
    def add(cls, words: str, *, by: User) -> Self:
        """Add a point at the end of the list."""
        with atomic():
            last = cls.select(peewee.fn.MAX(cls.position)).scalar() or 0.0
            point = cls.create(words=words, position=last + 1)
            record("standing.changed", by=by, subject=point, detail={"change": "added"})
        return point

    def rewrite(self, expected: int, words: str, *, by: User) -> None:
        """Word it better, for the meetings to come.

        Raises:
            Stale: someone else did since.
        """
        if self.version == expected and self.words == words:
            return
        with atomic():
            self.change(expected, words=words)
            record("standing.changed", by=by, subject=self, detail={"change": "edited"})

    def shift(self, step: int, *, by: User) -> None:
        """Move it one place up (-1) or down (1); at the end of the list nothing happens."""
        with atomic():
            order = list(StandingPoint.current())
            place = next((rank for rank, one in enumerate(order) if one.id == self.id), None)
            if place is None:
                raise Stale(self)
            if not 0 <= place + step < len(order):
                return
            order.insert(place + step, order.pop(place))
            for rank, one in enumerate(order, start=1):
                StandingPoint.update(position=float(rank)).where(StandingPoint.id == one.id).execute()
            record("standing.changed", by=by, subject=self, detail={"change": "moved"})

    def remove(self, *, by: User) -> None:
        """Take it off the list; the agendas that hold it keep it."""
        self._set_removed(clock.now(), "removed", by)

    def restore(self, *, by: User) -> None:
        """Undo the removal."""
        self._set_removed(None, "restored", by)

    def _set_removed(self, moment: datetime | None, change: str, by: User) -> None:
        if (self.removed_at is None) == (moment is None):
            return
        with atomic():
            self.change(self.version, removed_at=moment)
            record("standing.changed", by=by, subject=self, detail={"change": change})
