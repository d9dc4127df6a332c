"""The statutory holidays of Québec that fall within a school year, as the calendar proposes them."""

from __future__ import annotations

from datetime import date, timedelta

from flask_babel import gettext as _


def easter(year: int) -> date:
    """Easter Sunday, by the anonymous Gregorian rule."""
    century, rest = divmod(year, 100)
    golden = year % 19
    epact = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - epact - rest % 4) % 7
    shift = epact + weekday - 7 * ((golden + 11 * epact + 22 * weekday) // 451) + 114
    return date(year, shift // 31, shift % 31 + 1)


def _monday_before(day: date) -> date:
    return day - timedelta(days=(day.weekday() or 7))


def _nth_monday(year: int, month: int, nth: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(days=-first.weekday() % 7 + 7 * (nth - 1))


def _of(year: int) -> dict[date, str]:
    sunday = easter(year)
    return {
        date(year, 1, 1): _("Jour de l’An"),
        sunday - timedelta(days=2): _("Vendredi saint"),
        sunday + timedelta(days=1): _("Lundi de Pâques"),
        _monday_before(date(year, 5, 25)): _("Journée nationale des patriotes"),
        date(year, 6, 24): _("Fête nationale"),
        date(year, 7, 1): _("Fête du Canada"),
        _nth_monday(year, 9, 1): _("Fête du Travail"),
        _nth_monday(year, 10, 2): _("Action de grâce"),
        date(year, 12, 25): _("Noël"),
    }


def statutory(start: date, end: date) -> list[tuple[date, str]]:
    """The holidays on a weekday between two dates, both counted, in order."""
    found = {day: words for year in range(start.year, end.year + 1) for day, words in _of(year).items()}
    return [(day, found[day]) for day in sorted(found) if start <= day <= end and day.weekday() < 5]
