"""Whether a service is open at a moment, until when, and when it opens next."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from schoolapp.partners.finding_hours import Hours, minutes, next_opening, open_until, opens_at_weekend, state_words

WEEK = ("MO", "TU", "WE", "TH", "FR")
OFFICE = Hours(WEEK, "09:00", "12:00"), Hours(WEEK, "13:00", "17:00")
BAR = (Hours(("FR", "SA"), "20:00", "02:00"),)
HELPLINE = (Hours((*WEEK, "SA", "SU"), "00:00", "24:00"),)
TUESDAY = date(2026, 11, 17)


def at(hour: int, minute: int = 0, day: date = TUESDAY) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute)  # noqa: DTZ001 - the school's own clock


SATURDAY, SUNDAY, MONDAY = date(2026, 11, 21), date(2026, 11, 22), date(2026, 11, 23)


@pytest.mark.parametrize(
    ("hours", "moment", "until"),
    [
        (OFFICE, at(8, 59), None),
        (OFFICE, at(9), 12 * 60),
        (OFFICE, at(12), None),
        (OFFICE, at(16, 59), 17 * 60),
        (OFFICE, at(17), None),
        (OFFICE, at(10, day=SATURDAY), None),
        (BAR, at(23, day=SATURDAY), 26 * 60),
        (BAR, at(1, 30, day=SUNDAY), 2 * 60),
        (BAR, at(2, day=SUNDAY), None),
        (BAR, at(1, 30, day=SATURDAY), 2 * 60),
        (HELPLINE, at(3), 24 * 60),
        ((), at(10), None),
        ((Hours(WEEK, "09:00", None),), at(10), None),
        ((Hours((), "09:00", "17:00"),), at(10), None),
        ((Hours(WEEK, "09:00", "17:00", valid_from=date(2026, 12, 1)),), at(10), None),
        ((Hours(WEEK, "09:00", "17:00", valid_to=date(2026, 11, 17)),), at(10), 17 * 60),
        ((Hours(WEEK, "09:00", "17:00", valid_to=date(2026, 11, 16)),), at(10), None),
    ],
)
def test_it_is_open_between_its_hours_on_its_days(hours, moment, until):
    assert open_until(hours, moment) == until


@pytest.mark.parametrize(
    ("hours", "moment", "found"),
    [
        (OFFICE, at(8), (0, 9 * 60)),
        (OFFICE, at(12, 30), (0, 13 * 60)),
        (OFFICE, at(18), (1, 9 * 60)),
        (OFFICE, at(18, day=SATURDAY), (2, 9 * 60)),
        (OFFICE, at(18, day=SUNDAY), (1, 9 * 60)),
        (BAR, at(9, day=MONDAY), (4, 20 * 60)),
        ((Hours(("MO",), "09:00", "17:00"),), at(18, day=MONDAY), (7, 9 * 60)),
        ((Hours(WEEK, "09:00", "17:00", valid_to=TUESDAY),), at(18), None),
        ((), at(9), None),
    ],
)
def test_the_next_opening_is_found_within_a_week(hours, moment, found):
    assert next_opening(hours, moment) == found


@pytest.mark.parametrize(
    ("hours", "moment", "words"),
    [
        (OFFICE, at(10), "ouvert jusqu’à 12 h"),
        (OFFICE, at(12, 30), "fermé, ouvre à 13 h"),
        (OFFICE, at(18), "fermé, ouvre demain à 9 h"),
        (OFFICE, at(9, day=SATURDAY), "fermé, ouvre lundi à 9 h"),
        (BAR, at(23, day=SATURDAY), "ouvert jusqu’à 2 h"),
        (HELPLINE, at(3), "ouvert jour et nuit"),
        ((), at(3), ""),
    ],
)
def test_the_words_say_it(context, hours, moment, words):
    assert state_words(hours, moment).replace("\N{NO-BREAK SPACE}", " ") == words


def test_the_weekend_is_saturday_or_sunday():
    assert opens_at_weekend(BAR)
    assert not opens_at_weekend(OFFICE)


@pytest.mark.parametrize(
    ("text", "found"),
    [("09:30", 570), ("9:30", 570), ("24:00", 1440), ("24:01", None), ("9:75", None), ("neuf", None), ("", None)],
)
def test_what_says_no_time_is_no_time(text, found):
    assert minutes(text) == found
