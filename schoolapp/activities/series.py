"""Times of an activity: one, week after week without the days off, or an evening cut into appointments."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from schoolapp.accounts import school_days
from schoolapp.formats import local, to_utc
from schoolapp.records import NamedTuple

WEEK = timedelta(days=7)
MOST_WEEKS = 45
MOST_TIMES = 300


class Times(NamedTuple):
    """What was asked: a day and its hours; up to which date, week after week; cut into appointments of how long.

    Attributes:
        pieces: the length in minutes of each appointment; 0 for one time from the first to the last hour.
    """

    day: date
    starts: time
    ends: time
    capacity: int
    until: date | None = None
    pieces: int = 0

    @property
    def every(self) -> list[date]:
        """Every week's day, those without school included."""
        weeks = (self.until - self.day).days // 7 if self.until else 0
        return [self.day + WEEK * number for number in range(min(max(weeks, 0), MOST_WEEKS) + 1)]

    @property
    def days(self) -> list[date]:
        """The days on which it takes place. A single day is as one wants it, Saturday or holiday."""
        every = self.every
        return [day for day in every if is_held(day)] if len(every) > 1 else every

    @property
    def skipped(self) -> list[date]:
        """The days of the series that are left out, because there is no school."""
        kept = set(self.days)
        return [day for day in self.every if day not in kept]

    @property
    def spans(self) -> list[tuple[datetime, datetime]]:
        """The moments, in order: the same hours every week, whatever the season's clock."""
        return [span for day in self.days for span in self._of(day)][:MOST_TIMES]

    def _of(self, day: date) -> list[tuple[datetime, datetime]]:
        start, end = to_utc(day, self.starts), to_utc(day, self.ends)
        if not self.pieces:
            return [(start, end)]
        step = timedelta(minutes=self.pieces)
        return [(start + step * number, start + step * (number + 1)) for number in range((end - start) // step)]


def is_held(day: date) -> bool:
    """Whether something weekly takes place that day: weekends count, days off and summers do not."""
    known = school_days.calendar()
    return day not in known.off and not any(first <= day <= last for first, last in known.summers)


def next_held(day: date) -> date:
    """This day, or the first of the following weeks that is not off."""
    for number in range(10):
        if is_held(day + WEEK * number):
            return day + WEEK * number
    return day


def shifted(moment: datetime, days: int, starts: time) -> datetime:
    """The moment moved by days, at this hour of the school's clock."""
    return to_utc(local(moment).date() + timedelta(days=days), starts)
