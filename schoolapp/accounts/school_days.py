"""The days on which there is school: weekdays of the school year, but those of the calendar of days off.

Waits are counted in these days: a request sent on the eve of the holidays is not late when people come back.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import pairwise

import peewee
from flask import g, has_app_context
from flask_babel import lazy_gettext as _l

from schoolapp import audit, clock
from schoolapp.accounts.models import User
from schoolapp.database import Model, Text, as_date, atomic, fetch_all
from schoolapp.records import NamedTuple

KINDS = {
    "conge": _l("Congé"),
    "pedagogique": _l("Journée pédagogique"),
    "autre": _l("Autre jour sans classe"),
}
LETTERS = {"conge": _l("C"), "pedagogique": _l("P"), "autre": _l("A")}
ONE_DAY = timedelta(days=1)
SUMMER_ENDS = (8, 31)  # the summer after the last known year, when the next one is not written yet
EVERYTHING = "SELECT day, CAST(NULL AS date) FROM day_off UNION ALL SELECT starts_on, ends_on FROM school_year"


class DayOff(Model):
    """A weekday without school. Weekends need no row: they never count."""

    day = peewee.DateField(unique=True)
    kind = Text(max_length=12)
    label = Text(max_length=120)

    @classmethod
    def add(cls, days: Iterable[tuple[date, str, str]], *, by: User | None) -> list[DayOff]:
        """Write days (day, kind, label); weekends and days already written are left alone. Returns the new rows."""
        wanted = {day: (kind, label) for day, kind, label in days if day.weekday() < 5}
        with atomic():
            known = {row.day for row in cls.select(cls.day).where(cls.day.in_(list(wanted)))}
            new = [
                row
                for day, (kind, label) in sorted(wanted.items())
                if day not in known and (row := cls._write(day, kind, label))
            ]
            if new:
                audit.record("calendar.added", by=by, detail={"days": [row.day.isoformat() for row in new]})
        forget()
        return new

    @classmethod
    def _write(cls, day: date, kind: str, label: str) -> DayOff | None:
        """One day; None when somebody else writes it at the same moment."""
        try:
            with atomic():
                return cls.create(day=day, kind=kind, label=label)
        except peewee.IntegrityError:
            return None

    @classmethod
    def remove(cls, days: Iterable[date], *, by: User | None) -> list[DayOff]:
        """Have school on these days again. Returns the rows as they were, so that the act can be undone."""
        with atomic():
            rows = list(cls.select().where(cls.day.in_(list(days))).order_by(cls.day))
            cls.delete().where(cls.id.in_([row.id for row in rows])).execute()
            if rows:
                audit.record("calendar.removed", by=by, detail={"days": [row.day.isoformat() for row in rows]})
        forget()
        return rows


class Calendar(NamedTuple):
    """The days off and the summers, as read once."""

    off: frozenset[date]
    summers: tuple[tuple[date, date], ...]

    @classmethod
    def read(cls) -> Calendar:
        """One statement: the days off, and the bounds of the years."""
        rows = [(as_date(first), as_date(last)) for first, last in fetch_all(EVERYTHING)]
        years = sorted((first, last) for first, last in rows if last is not None)
        summers = [(last + ONE_DAY, first - ONE_DAY) for (_start, last), (first, _end) in pairwise(years)]
        if years:
            end = years[-1][1]
            summers.append((end + ONE_DAY, date(end.year, *SUMMER_ENDS)))
        return cls(frozenset(first for first, last in rows if last is None), tuple(summers))

    def has_school(self, day: date) -> bool:
        """Whether there is school that day."""
        if day.weekday() > 4 or day in self.off:
            return False
        return not any(first <= day <= last for first, last in self.summers)


def calendar() -> Calendar:
    """The school's calendar, read once for a request or a job."""
    if not has_app_context():
        return Calendar.read()
    if "school_calendar" not in g:
        g.school_calendar = Calendar.read()
    return g.school_calendar


def forget() -> None:
    """The days have changed: read them again when they are next asked for."""
    if has_app_context():
        g.pop("school_calendar", None)


def is_school_day(day: date) -> bool:
    """Whether there is school that day."""
    return calendar().has_school(day)


def school_days_between(start: date, end: date) -> int:
    """How many school days have come since ``start``, which does not count, up to ``end``, which does."""
    days, known = (end - start).days, calendar()
    return sum(known.has_school(start + timedelta(days=number)) for number in range(1, days + 1))


def add_school_days(day: date, n: int) -> date:
    """The ``n``-th school day after ``day``; ``day`` itself for 0."""
    known = calendar()
    while n > 0:
        day += ONE_DAY
        n -= known.has_school(day)
    return day


def school_days_ago(n: int, day: date | None = None) -> date:
    """The latest date since which ``n`` school days have come, up to ``day`` (today by default).

    What happened on this date or before has waited ``n`` school days or more.
    """
    day, known = day or clock.today(), calendar()
    while n > 0:
        n -= known.has_school(day)
        day -= ONE_DAY
    return day
