"""School days: weekends, days off and summers do not count."""

from __future__ import annotations

from datetime import date

import pytest

from schoolapp.accounts import school_days
from schoolapp.accounts.school_days import DayOff, add_school_days, is_school_day, school_days_ago, school_days_between
from schoolapp.families.models import SchoolYear

FRIDAY, MONDAY = date(2026, 11, 20), date(2026, 11, 23)


@pytest.fixture
def winter(cast, context):
    """The holidays: Monday 21 December to Friday 1 January, and a pedagogical day on Monday 4 January."""
    days = [(date(2026, 12, day), "conge", "Vacances d’hiver") for day in range(21, 32)]
    days += [(date(2027, 1, 1), "conge", "Vacances d’hiver"), (date(2027, 1, 4), "pedagogique", "")]
    return DayOff.add(days, by=cast.direction)


def test_weekends_never_count(cast, context):
    assert is_school_day(FRIDAY)
    assert not is_school_day(date(2026, 11, 21))
    assert not is_school_day(date(2026, 11, 22))
    assert school_days_between(FRIDAY, MONDAY) == 1


def test_days_off_do_not_count(winter):
    eve, back = date(2026, 12, 18), date(2027, 1, 5)
    assert not is_school_day(date(2026, 12, 24))
    assert not is_school_day(date(2027, 1, 4))
    assert school_days_between(eve, date(2027, 1, 4)) == 0
    assert school_days_between(eve, back) == 1
    assert add_school_days(eve, 1) == back
    assert add_school_days(eve, 2) == date(2027, 1, 6)
    assert school_days_ago(2, date(2027, 1, 6)) == date(2027, 1, 4)


def test_the_day_one_counts_from_does_not_count(cast, context):
    assert school_days_between(MONDAY, MONDAY) == 0
    assert school_days_between(MONDAY, date(2026, 11, 25)) == 2
    assert school_days_between(date(2026, 11, 25), MONDAY) == 0
    assert add_school_days(MONDAY, 0) == MONDAY


@pytest.mark.parametrize("n", [1, 2, 5, 10, 40])
def test_the_three_ways_of_counting_agree(winter, n):
    start = date(2026, 12, 10)
    due = add_school_days(start, n)
    assert school_days_between(start, due) == n
    limit = school_days_ago(n, due)
    assert limit >= start
    assert school_days_between(limit, due) == n
    assert school_days_between(limit.replace(day=limit.day) + school_days.ONE_DAY, due) < n


def test_the_summer_after_the_last_known_year_does_not_count(cast, context):
    last = cast.year.ends_on
    assert last == date(2027, 6, 23)
    assert is_school_day(last)
    assert not is_school_day(date(2027, 7, 14))
    assert add_school_days(last, 1) == date(2027, 9, 1)


def test_the_summer_between_two_known_years_ends_on_the_first_day_of_the_second(cast, context):
    SchoolYear.create(label="2027-2028", starts_on=date(2027, 8, 26), ends_on=date(2028, 6, 22))
    assert add_school_days(cast.year.ends_on, 1) == date(2027, 8, 26)


def test_a_school_without_any_year_or_day_off_counts_its_weekdays(app, context):
    assert school_days_between(date(2027, 7, 2), date(2027, 7, 9)) == 5


def test_the_calendar_is_read_once_for_a_request(winter, count_queries):
    with count_queries() as statements:
        for day in range(1, 29):
            school_days_between(date(2026, 11, day), date(2027, 2, day))
            is_school_day(date(2026, 11, day))
            add_school_days(date(2026, 11, day), 10)
    assert len(statements) == 1


def test_a_day_written_is_known_at_once_in_the_same_request(cast, context):
    assert is_school_day(MONDAY)
    DayOff.add([(MONDAY, "pedagogique", "")], by=cast.direction)
    assert not is_school_day(MONDAY)
    DayOff.remove([MONDAY], by=cast.direction)
    assert is_school_day(MONDAY)


def test_a_weekend_or_a_day_already_written_is_left_alone(cast, context, events):
    DayOff.add([(MONDAY, "pedagogique", "Bulletins")], by=cast.direction)
    new = DayOff.add([(MONDAY, "conge", "Autre"), (date(2026, 11, 21), "conge", "Samedi")], by=cast.direction)
    assert new == []
    assert [(row.day, row.kind, row.label) for row in DayOff.select()] == [(MONDAY, "pedagogique", "Bulletins")]
    assert [event.detail for event in events("calendar.added")] == [{"days": ["2026-11-23"]}]
