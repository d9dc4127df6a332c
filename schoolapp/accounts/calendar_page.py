"""What the calendar page shows: the days off as one says them, the months, the holidays that are not written yet."""

from __future__ import annotations

from calendar import Calendar as Weeks
from datetime import date, timedelta

from babel.dates import format_date
from flask_babel import gettext as _

from schoolapp import clock
from schoolapp.accounts import holidays
from schoolapp.accounts.school_days import KINDS, LETTERS, DayOff, calendar
from schoolapp.database import as_date, fetch_all
from schoolapp.formats import LOCALE, date_words
from schoolapp.records import NamedTuple

YEARS = "SELECT id, label, starts_on, ends_on FROM school_year ORDER BY starts_on"


class Year(NamedTuple):
    """A school year as the calendar needs it; id None stands for a school that has written none."""

    id: int | None
    label: str
    starts_on: date
    ends_on: date

    @property
    def bounds(self) -> tuple[date, date]:
        """The first day of its first month, the last day of its last one."""
        after = (self.ends_on.replace(day=1) + timedelta(days=32)).replace(day=1)
        return self.starts_on.replace(day=1), after - timedelta(days=1)


class Spell(NamedTuple):
    """Days off in a row, of one kind and one name; weekends between them are part of it."""

    first: date
    last: date
    kind: str
    label: str
    days: tuple[date, ...]

    @property
    def when(self) -> str:
        if self.first == self.last:
            return date_words(self.first)
        return _("du %(first)s au %(last)s", first=date_words(self.first), last=date_words(self.last))

    @property
    def words(self) -> str:
        """Its sort, and its name when that says more."""
        kind = str(KINDS[self.kind])
        return f"{kind} · {self.label}" if self.label and self.label != kind else kind

    @property
    def code(self) -> str:
        """Its days, as the form that takes them away reads them."""
        return f"{self.first}/{self.last}"

    @property
    def line(self) -> str:
        """The whole of it, as the form that brings it back reads it."""
        return f"{self.first};{self.last};{self.kind};{self.label}"


class Month(NamedTuple):
    """A month as weeks of (day number or None, class, letter, words)."""

    first: date
    weeks: list[list[tuple[int | None, str, str, str]]]

    @property
    def title(self) -> str:
        return format_date(self.first, "MMMM y", locale=LOCALE)


class Page(NamedTuple):
    """The whole page of a year."""

    year: Year
    years: list[Year]
    spells: list[Spell]
    months: list[Month]
    school_days: int
    counts: dict[str, int]
    proposed: list[tuple[date, str]]

    kinds, letters = KINDS, LETTERS


def years() -> list[Year]:
    """The school's years with their dates, the oldest first."""
    return [Year(number, label, as_date(first), as_date(last)) for number, label, first, last in fetch_all(YEARS)]


def year_of(known: list[Year], wanted: int | None, day: date | None = None) -> Year:
    """The year asked for, else that of the day (today by default), else the last one, else one made of the months."""
    if found := [year for year in known if year.id == wanted]:
        return found[0]
    day = day or clock.today()
    after = [year for year in known if day <= year.ends_on]
    if known:
        return after[0] if after else known[-1]
    first = day.year if day.month >= 7 else day.year - 1
    return Year(None, f"{first}-{first + 1}", date(first, 8, 25), date(first + 1, 6, 23))


def spells(rows: list[DayOff]) -> list[Spell]:
    """The days off, those in a row told together."""
    found: list[Spell] = []
    for row in rows:
        last = found[-1] if found else None
        if last and (last.kind, last.label) == (row.kind, row.label) and _follows(last.last, row.day):
            found[-1] = Spell(last.first, row.day, row.kind, row.label, (*last.days, row.day))
        else:
            found.append(Spell(row.day, row.day, row.kind, row.label, (row.day,)))
    return found


def _follows(before: date, day: date) -> bool:
    """Whether only a weekend, if anything, lies between two days."""
    return (day - before).days == (3 if before.weekday() == 4 else 1)


def upcoming(days: int) -> list[Spell]:
    """The days off from today on, for so many days."""
    until = clock.today() + timedelta(days=days)
    return spells(list(DayOff.select().where(DayOff.day.between(clock.today(), until)).order_by(DayOff.day)))


def page(wanted: int | None) -> Page:
    """The calendar of a year."""
    known = years()
    year = year_of(known, wanted)
    first, last = year.bounds
    rows = list(DayOff.select().where(DayOff.day.between(first, last)).order_by(DayOff.day))
    off = {row.day: row for row in rows}
    inside = [row for row in rows if year.starts_on <= row.day <= year.ends_on]
    known_days, span = calendar(), (year.ends_on - year.starts_on).days
    days = [year.starts_on + timedelta(days=number) for number in range(span + 1)]
    return Page(
        year,
        known,
        spells(rows),
        [_month(start, year, off) for start in _months(first, last)],
        sum(known_days.has_school(day) for day in days),
        {kind: sum(row.kind == kind for row in inside) for kind in LETTERS},
        [one for one in holidays.statutory(year.starts_on, year.ends_on) if one[0] not in off],
    )


def _months(first: date, last: date) -> list[date]:
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    return [date(first.year + (first.month - 1 + n) // 12, (first.month - 1 + n) % 12 + 1, 1) for n in range(count)]


def _month(first: date, year: Year, off: dict[date, DayOff]) -> Month:
    weeks = Weeks().monthdatescalendar(first.year, first.month)
    return Month(first, [[_cell(day, first.month, year, off) for day in week] for week in weeks])


def _cell(day: date, month: int, year: Year, off: dict[date, DayOff]) -> tuple[int | None, str, str, str]:
    if day.month != month:
        return None, "", "", ""
    if row := off.get(day):
        return day.day, row.kind, str(LETTERS[row.kind]), row.label or str(KINDS[row.kind])
    outside = day.weekday() > 4 or not year.starts_on <= day <= year.ends_on
    return day.day, "outside" if outside else "", "", ""
