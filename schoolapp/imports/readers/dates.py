"""Dates as spreadsheets and school systems write them, the order of day and month settled over the whole column."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import date, timedelta

from schoolapp.records import NamedTuple

ORDERS = ("ymd", "dmy", "mdy")
EXCEL_EPOCH = date(1899, 12, 30)
# Serials of 1927 to 2064: a birth date, never a school number of four digits or a compact date of eight.
SERIALS = (10_000, 60_000)
EARLIEST = date(1920, 1, 1)
MONTHS = (
    ("janv", "jan"),
    ("fevr", "feb", "fev"),
    ("mars", "mar"),
    ("avr", "apr"),
    ("mai", "may"),
    ("juin", "jun"),
    ("juil", "jul"),
    ("aout", "aug"),
    ("sept", "sep"),
    ("oct",),
    ("nov",),
    ("dec",),
)
NUMERIC = re.compile(r"(\d{1,4})[-/. ](\d{1,2})[-/. ](\d{1,4})")
WORDS = re.compile(r"(\d{1,2})(?:er)?[-/. ]+([a-z]{3,9})\.?[-/. ]+(\d{4})")
WORDS_MONTH_FIRST = re.compile(r"([a-z]{3,9})\.?[-/. ]+(\d{1,2}),?[-/. ]+(\d{4})")
TIME = re.compile(r"[t ]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?(z|[+-]\d{2}:?\d{2})?$")


class Order(NamedTuple):
    """How to read the dates of a column whose day and month could be swapped."""

    code: str = "dmy"
    ambiguous: bool = False


def column_order(values: Iterable[str], default: str = "dmy") -> Order:
    """Settle day first or month first by the values that can be read one way only.

    Args:
        values: the whole column.
        default: what to take when every value can be read both ways; the order is then marked as ambiguous.
    """
    day_first = month_first = either = 0
    for value in values:
        match = NUMERIC.fullmatch(_plain(value))
        if match is None or len(match[1]) == 4 or len(match[3]) != 4:
            continue
        first, second = int(match[1]), int(match[2])
        day_first += first > 12 >= second
        month_first += second > 12 >= first
        either += first <= 12 and second <= 12 and first != second
    if day_first and not month_first:
        return Order("dmy")
    if month_first and not day_first:
        return Order("mdy")
    return Order(default, ambiguous=bool(either))


def read_date(value: str, order: str = "dmy") -> date | None:
    """The date written in ``value``, or None when it cannot be read.

    A year of two digits is not read: nobody can tell 2014 from 1914 on a list of adults.
    """
    text = _plain(value)
    if not text:
        return None
    try:
        return _serial(text) or _numeric(text, order) or _words(text)
    except ValueError:
        return None


def _plain(value: str) -> str:
    decomposed = unicodedata.normalize("NFKD", value.strip().lower())
    text = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return TIME.sub("", re.sub(r"\s+", " ", text))


def _serial(text: str) -> date | None:
    match = re.fullmatch(r"(\d{5})(\.\d+)?", text)
    if match and SERIALS[0] <= int(match[1]) <= SERIALS[1]:
        return EXCEL_EPOCH + timedelta(days=int(match[1]))
    if re.fullmatch(r"\d{8}", text):
        return date(int(text[:4]), int(text[4:6]), int(text[6:]))
    return None


def _numeric(text: str, order: str) -> date | None:
    match = NUMERIC.fullmatch(text)
    if match is None:
        return None
    first, middle, last = match.groups()
    if len(first) == 4 and len(last) <= 2:
        return date(int(first), int(middle), int(last))
    if len(first) <= 2 and len(last) == 4:
        day, month = (first, middle) if order != "mdy" else (middle, first)
        return date(int(last), int(month), int(day))
    return None


def _words(text: str) -> date | None:
    if match := WORDS.fullmatch(text):
        day, word, year = match.groups()
    elif match := WORDS_MONTH_FIRST.fullmatch(text):
        word, day, year = match.groups()
    else:
        return None
    for month, starts in enumerate(MONTHS, 1):
        if word.startswith(starts):
            return date(int(year), month, int(day))
    return None
