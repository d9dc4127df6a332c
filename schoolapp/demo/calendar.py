"""The school days of the made-up school, up to the day before it is made."""

from __future__ import annotations

from bisect import bisect_left
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from schoolapp.clock import DEFAULT_ZONE

ZONE = ZoneInfo(DEFAULT_ZONE)
FIRST_DAY = (8, 27)
LAST_DAY = (6, 23)


class Calendar:
    """Two school years around ``today``: the one it belongs to, and the one before.

    Everything that happened did so on a school day before ``today``, so that the school is the same whatever the hour.
    """

    def __init__(self, today: date) -> None:
        self.today = today
        start = today.year if (today.month, today.day) >= FIRST_DAY else today.year - 1
        self.starts = (date(start - 1, *FIRST_DAY), date(start, *FIRST_DAY))
        self.ends = (date(start, *LAST_DAY), date(start + 1, *LAST_DAY))
        self.labels = (f"{start - 1}-{start}", f"{start}-{start + 1}")
        self.days = [day for year in (0, 1) for day in self._school_days(year) if day < today]

    def _school_days(self, year: int) -> list[date]:
        first, last = self.starts[year], self.ends[year]
        days = (first + timedelta(days=number) for number in range((last - first).days + 1))
        return [day for day in days if day.weekday() < 5 and not _holiday(day)]

    def day_ago(self, days: int) -> date:
        """The last school day at least ``days`` days before today; the first of all when there is none."""
        wanted = bisect_left(self.days, self.today - timedelta(days=days) + timedelta(days=1)) - 1
        return self.days[max(0, min(wanted, len(self.days) - 1))]

    def next_day(self, day: date) -> date:
        """``day``, or the Monday after it when it falls on a weekend."""
        return day + timedelta(days=max(0, 7 - day.weekday()) % 7 if day.weekday() > 4 else 0)


def moment(rng: Random, day: date, first_hour: int = 8, last_hour: int = 16) -> datetime:
    """A moment of that day at the school, at a round five minutes."""
    at = time(rng.randint(first_hour, last_hour), 5 * int(rng.random() * 12))
    return datetime.combine(day, at, tzinfo=ZONE).astimezone(UTC)


def _holiday(day: date) -> bool:
    """The winter holidays and the spring break."""
    return (day.month, day.day) >= (12, 22) or (day.month, day.day) <= (1, 5) or (day.month == 3 and 1 <= day.day <= 7)
