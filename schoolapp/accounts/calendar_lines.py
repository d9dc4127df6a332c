"""A calendar pasted as lines of text: a date or two, then words, as in « 12 octobre, Action de grâce »."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta

from schoolapp.formats import search_key
from schoolapp.records import NamedTuple

LONGEST = timedelta(days=120)
MONTHS = (
    *("janvier", "fevrier", "mars", "avril", "mai", "juin"),
    *("juillet", "aout", "septembre", "octobre", "novembre", "decembre"),
)
WEEKDAYS = r"(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)"
DATE = (
    r"(?:(?P<y{0}>\d{{4}})-(?P<m{0}>\d{{1,2}})-(?P<d{0}>\d{{1,2}})"
    r"|(?P<e{0}>\d{{1,2}})(?:er)?(?:\s+(?P<w{0}>[^\W\d_]{{3,9}})\.?(?:\s+(?P<z{0}>\d{{4}}))?)?)"
)
LINE = re.compile(
    rf"(?:du|le|les)?\s*{WEEKDAYS}?\s*{DATE.format(1)}"
    rf"(?:\s*(?:au|à|et|–|—|-)\s*{WEEKDAYS}?\s*{DATE.format(2)})?\s*(?:[:;,\t–—-]\s*)?(?P<words>.*)",
    re.IGNORECASE,
)


class Span(NamedTuple):
    """Some days in a row, and what they are called."""

    first: date
    last: date
    words: str

    @property
    def days(self) -> list[date]:
        count = (self.last - self.first).days + 1
        return [self.first + timedelta(days=number) for number in range(count)]


def read(text: str, start: date, end: date) -> tuple[list[Span], list[str]]:
    """The spans of pasted lines, and the lines that do not read; a date without a year is of the year shown."""
    spans, unread = [], []
    for line in filter(None, (re.sub(r"\s+", " ", line).strip() for line in text.split("\n"))):
        span = _span(line, start, end)
        if span is None:
            unread.append(line)
        else:
            spans.append(span)
    return spans, unread


def _span(line: str, start: date, end: date) -> Span | None:
    match = LINE.fullmatch(line)
    if match is None:
        return None
    parts = match.groupdict()
    has_second = bool(parts["d2"] or parts["e2"])
    try:
        last = _date(parts, 2, start, end) if has_second else None
        first = _date(parts, 1, start, end, like=last)
    except (ValueError, LookupError):
        return None
    last = last or first
    if not first <= last <= first + LONGEST or not 2000 <= first.year < 2200:
        return None
    return Span(first, last, parts["words"].strip())


def _date(parts: dict[str, str | None], place: int, start: date, end: date, like: date | None = None) -> date:
    """One date of a line; « 21 au 24 décembre » says the month once: the first date is read like the second."""
    if year := parts[f"y{place}"]:
        return date(int(year), int(parts[f"m{place}"] or 0), int(parts[f"d{place}"] or 0))
    day, word, written = int(parts[f"e{place}"] or 0), parts[f"w{place}"], parts[f"z{place}"]
    if not word:
        if like is None:
            raise LookupError
        return like.replace(day=day)
    month = _month(word)
    if written:
        return date(int(written), month, day)
    return _within(month, day, start, end)


def _month(word: str) -> int:
    """A month by its name or the first letters of it, accents or not."""
    wanted = search_key(word)
    found = [number for number, name in enumerate(MONTHS, 1) if name == wanted]
    found = found or [number for number, name in enumerate(MONTHS, 1) if name.startswith(wanted)]
    if len(found) != 1:
        raise LookupError
    return found[0]


def _within(month: int, day: int, start: date, end: date) -> date:
    """The day and month in the school year shown; of the calendar year that is nearest, when outside of it."""
    tries: Iterable[date] = [date(year, month, day) for year in range(start.year, end.year + 1)]
    inside = [one for one in tries if start.replace(day=1) <= one <= end + timedelta(days=31)]
    return inside[0] if inside else date(start.year if month >= start.month else end.year, month, day)
