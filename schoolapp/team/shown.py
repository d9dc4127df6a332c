"""Meetings and their points as the screens show them: read once, with all that the fragments need."""

from __future__ import annotations

import json
from dataclasses import field
from datetime import date, datetime, timedelta
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from schoolapp import clock
from schoolapp.access import Role
from schoolapp.agent_requests.vocabulary import URGENCIES, URGENCY_TAGS
from schoolapp.families.vocabulary import ALL_STATES, LINK_STATES, TIERS
from schoolapp.formats import date_words, local, time_words
from schoolapp.records import NamedTuple, dataclass
from schoolapp.team.models import TeamMeeting
from schoolapp.team.vocabulary import (
    CLOSED,
    CONFIDENTIAL,
    FAMILY,
    LINK,
    PLANNED,
    REASON_TAGS,
    REQUEST,
    STANDING,
    STATE_TAGS,
    STATES,
    UNDER_WAY,
)

DONE, OPEN, DROPPED = "done", "open", "cancelled"


class Guest(NamedTuple):
    """Someone invited to a meeting."""

    id: int
    name: str
    role: str
    function: str
    present: bool | None

    @property
    def role_words(self) -> str:
        return self.function or str(Role(self.role).label)


class MeetingLine(NamedTuple):
    """A meeting in a list; the counts are for those who read its agenda."""

    id: int
    starts_at: datetime
    minutes: int
    place: str
    state: str
    points: int
    decided: int
    people: list[str]

    @property
    def state_label(self) -> Any:
        return STATES[self.state]

    @property
    def state_tag(self) -> str:
        return STATE_TAGS[self.state]

    @property
    def hours(self) -> str:
        return hours(self.starts_at, self.minutes)

    @property
    def today(self) -> bool:
        return local(self.starts_at).date() == clock.today()


def hours(starts_at: datetime, minutes: int) -> str:
    """« de 15 h 30 à 16 h 30 »."""
    ends = starts_at + timedelta(minutes=minutes)
    return _("de %(start)s à %(end)s", start=time_words(starts_at), end=time_words(ends))


class Action(NamedTuple):
    """Who does what by when; about a family, where its follow-up is now."""

    id: int
    version: int
    point_id: int
    what: str
    due_on: date
    assignee_id: int
    assignee: str
    follow_up_id: int | None
    state: str
    meeting_id: int = 0

    @property
    def open(self) -> bool:
        return self.state == OPEN

    @property
    def late(self) -> bool:
        return self.open and self.due_on < clock.today()


class Change(NamedTuple):
    """What a decision changed in a family's file."""

    point_id: int
    kind: str
    before: str
    after: str
    review_on: date | None
    who: str

    @property
    def words(self) -> str:
        if self.kind == LINK:
            after = ALL_STATES.get(self.after, self.after)
            if self.before not in LINK_STATES:
                return _("Au tableau : « %(after)s »", after=after)
            before = ALL_STATES[self.before]
            return _("Lien : de « %(before)s » à « %(after)s »", before=before, after=after)
        words = str(TIERS.get(int(self.after), self.after))
        if self.review_on is None:
            return words
        return _("%(tier)s, à revoir le %(day)s", tier=words, day=date_words(self.review_on, weekday=False))


class Request(NamedTuple):
    """What a meeting says of a request."""

    id: int
    requester: str
    urgency: str
    about: str
    observed: str

    @property
    def urgency_label(self) -> Any:
        return URGENCIES.get(self.urgency, "")

    @property
    def urgency_tag(self) -> str:
        return URGENCY_TAGS.get(self.urgency, "")


@dataclass
class PointCard:
    """A point for one reader. ``seen`` is false for a family or a request that they may not open: then nothing of it is
    here but its place on the agenda."""

    id: int
    number: int
    seen: bool
    accepted: bool
    kind: str = ""
    version: int = 0
    title: str = ""
    reasons: list[str] = field(default_factory=list)
    why: str = ""
    words: str = ""
    words_version: int = 1
    words_at: datetime | None = None
    words_by: str = ""
    corrected_at: datetime | None = None
    look_on: date | None = None
    look_version: int = 1
    family_id: int | None = None
    family: str = ""
    children: list[list[str]] = field(default_factory=list)
    link_state: str | None = None
    tier: int = 1
    proposed_by: str = ""
    proposer_id: int = 0
    former: int = 0
    request: Request | None = None
    actions: list[Action] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)

    @property
    def confidential(self) -> bool:
        return not self.seen or self.kind in CONFIDENTIAL

    @property
    def about_family(self) -> bool:
        return self.family_id is not None

    @property
    def is_family(self) -> bool:
        return self.kind == FAMILY

    @property
    def is_request(self) -> bool:
        return self.kind == REQUEST

    @property
    def standing(self) -> bool:
        return self.kind == STANDING

    @property
    def name(self) -> str:
        """The point in one line, for those who hear it."""
        if not self.seen:
            return _("Point réservé")
        if self.request is not None:
            return _("Demande de %(name)s", name=self.request.requester)
        return _("Famille %(name)s", name=self.family) if self.is_family else self.title

    @property
    def tags(self) -> list[Any]:
        return [REASON_TAGS[code] for code in self.reasons if code in REASON_TAGS]

    @property
    def decided(self) -> bool:
        return bool(self.words or self.actions or self.changes or self.look_on)

    @property
    def link_words(self) -> Any:
        return ALL_STATES.get(self.link_state, _("pas au tableau")) if self.link_state else _("pas au tableau")

    @property
    def on_board(self) -> bool:
        return self.link_state in LINK_STATES


@dataclass
class Sheet:
    """A meeting for one reader, with all that its page shows."""

    meeting: TeamMeeting
    guests: list[Guest]
    points: list[PointCard]
    proposed: list[PointCard]
    version: str = ""

    @property
    def id(self) -> int:
        return self.meeting.id

    @property
    def state(self) -> str:
        return self.meeting.state

    @property
    def state_label(self) -> Any:
        return STATES[self.meeting.state]

    @property
    def state_tag(self) -> str:
        return STATE_TAGS[self.meeting.state]

    @property
    def planned(self) -> bool:
        return self.state == PLANNED

    @property
    def under_way(self) -> bool:
        return self.state == UNDER_WAY

    @property
    def closed(self) -> bool:
        return self.state == CLOSED

    @property
    def day(self) -> str:
        return date_words(self.meeting.starts_at)

    @property
    def hours(self) -> str:
        return hours(self.meeting.starts_at, self.meeting.minutes)

    @property
    def decided(self) -> int:
        return sum(1 for point in self.points if point.decided)

    @property
    def progress(self) -> str:
        total = sum(1 for point in self.points if point.seen)
        return ngettext(
            "%(done)s point décidé sur %(total)s", "%(done)s points décidés sur %(total)s", self.decided,
            done=self.decided, total=total,
        )  # fmt: skip

    @property
    def hidden(self) -> int:
        """How many points this reader knows nothing of but their place."""
        return sum(1 for point in self.points if not point.seen)


def children_of(stored: str | None) -> list[list[str]]:
    """The children of a family and their groups, as its card keeps them."""
    return json.loads(stored) if stored else []
