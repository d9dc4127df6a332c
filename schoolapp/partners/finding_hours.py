"""Whether a service is open, until when, and when it opens next: from its schedules and a moment, nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta

from babel.dates import format_date
from flask_babel import gettext as _

from schoolapp.formats import LOCALE, time_words
from schoolapp.records import NamedTuple

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
WEEKEND = frozenset({"SA", "SU"})
WHOLE_DAY = 24 * 60
AHEAD = 7  # days


class Hours(NamedTuple):
    """One schedule: days, « HH:MM » on the school's clock, and the stretch of the year when it holds."""

    byday: tuple[str, ...] = ()
    opens_at: str | None = None
    closes_at: str | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    words: str = ""

    def holds_on(self, day: date) -> bool:
        """Whether this schedule is that of a day."""
        if (self.valid_from and day < self.valid_from) or (self.valid_to and day > self.valid_to):
            return False
        return DAYS[day.weekday()] in self.byday

    @property
    def span(self) -> tuple[int, int] | None:
        """From which minute of the day to which one; past midnight when it closes no later than it opens."""
        start, end = minutes(self.opens_at), minutes(self.closes_at)
        if start is None or end is None:
            return None
        return start, end if end > start else end + WHOLE_DAY


def minutes(text: str | None) -> int | None:
    """The minute of the day of « 18:30 »; None for what says no time."""
    hour, colon, minute = (text or "").partition(":")
    if not (colon and hour.isdecimal() and minute.isdecimal() and len(hour) < 3 and len(minute) == 2):
        return None
    found = int(hour) * 60 + int(minute)
    return found if found <= WHOLE_DAY and int(minute) < 60 else None


def _spans(hours: Sequence[Hours], day: date) -> Iterator[tuple[int, int]]:
    return (one.span for one in hours if one.holds_on(day) and one.span)


def spans_of(hours: Sequence[Hours], at: datetime) -> list[tuple[int, int]]:
    """From which minute to which one it is open on a day, what is left of the night before included."""
    today = at.date()
    night = [(0, end - WHOLE_DAY) for _start, end in _spans(hours, today - timedelta(days=1)) if end > WHOLE_DAY]
    return [*_spans(hours, today), *night]


def open_until(hours: Sequence[Hours], at: datetime) -> int | None:
    """Until which minute of the day (more than a day's, past midnight) it is open at ``at``; None when it is not."""
    minute = at.hour * 60 + at.minute
    return max((end for start, end in spans_of(hours, at) if start <= minute < end), default=None)


def next_opening(hours: Sequence[Hours], at: datetime) -> tuple[int, int] | None:
    """In how many days and at which minute it opens next, within a week."""
    minute = at.hour * 60 + at.minute
    for days in range(AHEAD + 1):
        starts = [start for start, _end in _spans(hours, at.date() + timedelta(days=days)) if days or start > minute]
        if starts:
            return days, min(starts)
    return None


def opens_at_weekend(hours: Sequence[Hours]) -> bool:
    """Whether a Saturday or a Sunday is among its days."""
    return any(WEEKEND.intersection(one.byday) for one in hours)


def day_and_night(hours: Sequence[Hours]) -> bool:
    """Whether it never closes."""
    days = {day for one in hours if one.span and one.span[1] - one.span[0] >= WHOLE_DAY for day in one.byday}
    return len(days) == len(DAYS)


def _clock(minute: int) -> str:
    return time_words(time(minute // 60 % 24, minute % 60))


def state_words(hours: Sequence[Hours], at: datetime) -> str:
    """« ouvert jusqu’à 17 h », « fermé, ouvre lundi à 9 h »; empty when nobody knows."""
    if day_and_night(hours):
        return _("ouvert jour et nuit")
    end = open_until(hours, at)
    if end is not None:
        return _("ouvert jusqu’à %(hour)s", hour=_clock(end))
    found = next_opening(hours, at)
    if found is None:
        return ""
    days, hour = found[0], _clock(found[1])
    if days == 0:
        return _("fermé, ouvre à %(hour)s", hour=hour)
    if days == 1:
        return _("fermé, ouvre demain à %(hour)s", hour=hour)
    day = format_date(at.date() + timedelta(days=days), "EEEE", locale=LOCALE)
    return _("fermé, ouvre %(day)s à %(hour)s", day=day, hour=hour)
