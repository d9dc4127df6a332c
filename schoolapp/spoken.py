"""Days and hours in the language that a page or a sheet for parents speaks (``i18n.speak``)."""

from __future__ import annotations

from datetime import date, datetime, time

from babel.dates import format_date

from schoolapp import clock, formats
from schoolapp.i18n import HAITIAN_DAYS, HAITIAN_MONTHS, spoken

NBSP = formats.NBSP
# A day and its weekday, without the year and with it, in the order of each language.
DAYS = {
    "en": ("EEEE, MMMM d", "EEEE, MMMM d, y"),
    "es": ("EEEE d 'de' MMMM", "EEEE d 'de' MMMM 'de' y"),
    "ar": ("EEEE d MMMM", "EEEE d MMMM y"),
    "pt": ("EEEE, d 'de' MMMM", "EEEE, d 'de' MMMM 'de' y"),
    "zh": ("M月d日EEEE", "y年M月d日EEEE"),
}


def _haitian(day: date, *, with_year: bool) -> str:
    weekdays, months = str(HAITIAN_DAYS).split(), str(HAITIAN_MONTHS).split()
    words = f"{weekdays[day.weekday()]} {day.day}{NBSP}{months[day.month - 1]}"
    return f"{words}{NBSP}{day.year}" if with_year else words


def day_words(day: date | datetime) -> str:
    """« mardi 8 décembre », with the year when it is not the present one."""
    day = formats.local(day).date() if isinstance(day, datetime) else day
    code, with_year = spoken().code, day.year != clock.today().year
    if code == "fr":
        return formats.date_words(day)
    if code == "ht":
        return _haitian(day, with_year=with_year)
    return format_date(day, DAYS[code][with_year], locale=spoken().locale)


def time_words(at: time | datetime) -> str:
    """« 9 h », « 9:00 a.m. », « 9:00 », as each language writes it."""
    at = formats.local(at).time() if isinstance(at, datetime) else at
    if spoken().code == "fr":
        return formats.time_words(at)
    if spoken().code == "en":
        half = "a.m." if at.hour < 12 else "p.m."
        return f"{at.hour % 12 or 12}:{at.minute:02d}{NBSP}{half}"
    return f"{at.hour}:{at.minute:02d}"
