"""Times and sign-ups as the screens show them: read once, with all that the fragments need."""

from __future__ import annotations

from dataclasses import field
from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from schoolapp import clock
from schoolapp.activities.checks import Check
from schoolapp.activities.models import Activity, SignUp
from schoolapp.activities.vocabulary import KIND_ICONS, KINDS, OPEN
from schoolapp.formats import local, time_words
from schoolapp.records import NamedTuple, dataclass


def hours(starts_at: datetime, ends_at: datetime) -> str:
    """« de 9 h à 10 h »."""
    return _("de %(start)s à %(end)s", start=time_words(starts_at), end=time_words(ends_at))


class SlotLine(NamedTuple):
    """One time of an activity, in the calendar."""

    id: int
    activity_id: int
    kind: str
    title: str
    place: str
    group_id: int | None
    group: str | None
    host_id: int | None
    host: str | None
    created_by_id: int
    regular_contact: bool
    starts_at: datetime
    ends_at: datetime
    capacity: int
    taken: int
    waiting: int
    state: str
    series: str | None

    @property
    def open(self) -> bool:
        return self.state == OPEN

    @property
    def day(self) -> date:
        return local(self.starts_at).date()

    @property
    def hours(self) -> str:
        return hours(self.starts_at, self.ends_at)

    @property
    def kind_label(self) -> Any:
        return KINDS.get(self.kind, self.kind)

    @property
    def icon(self) -> str:
        return KIND_ICONS.get(self.kind, "calendar")

    @property
    def full(self) -> bool:
        return self.taken >= self.capacity

    @property
    def places(self) -> str:
        """« 3 places prises sur 8 »."""
        words = ngettext(
            "%(num)s place prise sur %(of)s", "%(num)s places prises sur %(of)s", self.taken, of=self.capacity
        )
        if self.waiting:
            words += ngettext(", %(num)s en attente", ", %(num)s en attente", self.waiting)
        return words

    @property
    def over(self) -> bool:
        return self.ends_at <= clock.now()

    @property
    def now(self) -> bool:
        return self.starts_at <= clock.now() < self.ends_at


class Clash(NamedTuple):
    """Another time at the same moment, and what the two share: the place, the host, or nothing but the moment."""

    line: SlotLine
    same_place: bool
    same_host: bool

    @property
    def words(self) -> str:
        if self.same_host:
            return _("même personne")
        return _("même lieu") if self.same_place else ""


@dataclass
class DayLines:
    """The times of one day."""

    day: date
    lines: list[SlotLine] = field(default_factory=list)
    off: bool = False


class Row(NamedTuple):
    """A sign-up with what the staff reads beside the name."""

    sign_up: SignUp
    family: str
    check: Check
    twin: int | None = None

    @property
    def id(self) -> int:
        return self.sign_up.id


@dataclass
class SlotSheet:
    """One time with who comes, waits, or does not come any more."""

    slot: Any
    coming: list[Row]
    waiting: list[Row]
    gone: list[Row]

    @property
    def hours(self) -> str:
        return hours(self.slot.starts_at, self.slot.ends_at)

    @property
    def marked(self) -> int:
        return sum(1 for row in self.coming if row.sign_up.state != "inscrit")

    @property
    def present(self) -> int:
        return sum(1 for row in self.coming if row.sign_up.state == "present")


@dataclass
class Sheet:
    """An activity with its times, as this reader may see it; ``people`` is false for who sees figures only."""

    activity: Activity
    slots: list[SlotLine]
    people: bool
    edit: bool
    groups: list[str]
    creator: str
    sheets: dict[int, SlotSheet] = field(default_factory=dict)
    clashes: dict[int, list[Clash]] = field(default_factory=dict)

    @property
    def ahead(self) -> list[SlotLine]:
        return [line for line in self.slots if not line.over]

    @property
    def past(self) -> list[SlotLine]:
        return [line for line in self.slots if line.over]


def clashes(lines: list[SlotLine]) -> dict[int, list[Clash]]:
    """What overlaps, by time. Two times of one activity do not bother each other, unless they share neither moment."""
    found: dict[int, list[Clash]] = {}
    ordered = sorted((line for line in lines if line.open), key=lambda line: line.starts_at)
    for place, one in enumerate(ordered):
        for other in ordered[place + 1 :]:
            if other.starts_at >= one.ends_at:
                break
            if one.activity_id == other.activity_id:
                continue
            same_place = bool(one.place) and one.place.casefold() == other.place.casefold()
            same_host = one.host_id is not None and one.host_id == other.host_id
            found.setdefault(one.id, []).append(Clash(other, same_place, same_host))
            found.setdefault(other.id, []).append(Clash(one, same_place, same_host))
    return found
