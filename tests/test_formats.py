"""Dates and numbers in French, written by the house: the same as the public data that Babel carries."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from babel.dates import format_date
from babel.numbers import format_decimal

from schoolapp import formats
from schoolapp.formats import NBSP, date_short, date_words, due_words, month_words, number, weekday_words

FRENCH = "fr_CA"
YEAR = [date(2024, 1, 1) + timedelta(days=days) for days in range(366)]


def test_days_and_months_have_the_names_that_babel_gives():
    assert [weekday_words(day) for day in YEAR] == [format_date(day, "EEEE", locale=FRENCH) for day in YEAR]
    assert [month_words(day) for day in YEAR] == [format_date(day, "MMMM y", locale=FRENCH) for day in YEAR]
    assert tuple(format_date(date(2024, m, 1), "MMM", locale=FRENCH) for m in range(1, 13)) == formats.SHORT_MONTHS


@pytest.mark.parametrize(
    "value", [0, 5, 999, 1000, 1250, -1250, 12_345_678, 3.5, 0.1, 2.0, -0.25, 1234.5678, 0.0015, 2.0005, 99.9996, 1e9]
)
def test_numbers_are_written_as_babel_writes_them(value: float):
    assert number(value) == format_decimal(value, locale=FRENCH)


def test_dates_say_their_year_when_it_is_another(frozen):
    assert date_words(date(2026, 12, 8)) == f"mardi 8{NBSP}décembre"
    assert date_words(date(2027, 2, 1)) == f"lundi 1er{NBSP}février{NBSP}2027"
    assert date_short(date(2026, 7, 1)) == f"1er{NBSP}juill."
    assert due_words(date(2026, 11, 20)) == "vendredi"
