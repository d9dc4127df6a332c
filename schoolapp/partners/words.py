"""The parts of a sheet in words: schedules, phones, addresses, ages. For pages, for the history and for print."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, time
from typing import Any

from flask_babel import gettext as _

from schoolapp import formats
from schoolapp.partners.vocabulary import DAYS, PHONE_KINDS, VOICE

WEEK = tuple(DAYS)
CANADIAN = 10  # digits
TOLL_FREE = frozenset(("800", "833", "844", "855", "866", "877", "888"))


def dial(digits: str, typed: str = "") -> str:
    """What a ``tel:`` address dials: « +15145550142 » for a Canadian number, « 811 » as it is."""
    if len(digits) == CANADIAN:
        return f"+1{digits}"
    abroad = typed.strip().startswith("+") or (len(digits) == CANADIAN + 1 and digits.startswith("1"))
    return f"+{digits}" if abroad else digits


def phone_number(digits: str, typed: str) -> str:
    """A number as it is shown: « 514 555-0142 », « 1 800 555-0142 »; what was typed when it is not understood."""
    if len(digits) == CANADIAN + 1 and digits.startswith("1"):
        digits = digits[1:]
    if len(digits) != CANADIAN:
        return typed or digits
    number = formats.phone(f"+1{digits}")
    return f"1{formats.NBSP}{number}" if digits[:3] in TOLL_FREE else number


def phone_line(phone: Any) -> str:
    """A number with its extension, its kind when it is not the usual one, and its words."""
    number = phone_number(phone.digits, phone.typed)
    if phone.extension:
        number = f"{number}, {_('poste')}{formats.NBSP}{phone.extension}"
    about = [str(PHONE_KINDS[phone.kind])] if phone.kind in PHONE_KINDS and phone.kind != VOICE else []
    about += [phone.words] if phone.words else []
    return f"{number} ({', '.join(about)})" if about else number


def days_words(codes: Iterable[str]) -> str:
    """« du lundi au vendredi », « mardi et jeudi », « tous les jours »."""
    days = [day for day in WEEK if day in set(codes)]
    if len(days) == len(WEEK):
        return _("tous les jours")
    names = [str(DAYS[day]) for day in days]
    first = WEEK.index(days[0]) if days else 0
    if len(days) > 2 and tuple(days) == WEEK[first : first + len(days)]:
        return _("du %(first)s au %(last)s", first=names[0], last=names[-1])
    if len(names) < 2:
        return "".join(names)
    return _("%(first)s et %(last)s", first=", ".join(names[:-1]), last=names[-1])


def hour_words(text: str | None) -> str:
    """« 18 h 30 » from « 18:30 »; the end of the day is « minuit »."""
    if not text:
        return ""
    if text == "24:00":
        return _("minuit")
    return formats.time_words(time.fromisoformat(text))


def schedule_line(schedule: Any) -> str:
    """« du lundi au vendredi, de 9 h à 17 h », with its season and its words."""
    parts = [days_words(schedule.byday), _hours(schedule.opens_at, schedule.closes_at)]
    if season := season_words(schedule.valid_from, schedule.valid_to):
        parts.append(season)
    line = ", ".join(part for part in parts if part)
    if schedule.words:
        line = f"{line} ({schedule.words})" if line else schedule.words
    return line


def _hours(opens: str | None, closes: str | None) -> str:
    if (opens, closes) in (("00:00", "24:00"), ("00:00", "23:59")):
        return _("jour et nuit")
    if opens and closes:
        return _("de %(opens)s à %(closes)s", opens=hour_words(opens), closes=hour_words(closes))
    if opens:
        return _("à partir de %(opens)s", opens=hour_words(opens))
    return _("jusqu’à %(closes)s", closes=hour_words(closes)) if closes else ""


def season_words(first: date | None, last: date | None) -> str:
    """The dates between which it holds."""
    if first and last:
        start, end = (formats.date_words(day, weekday=False) for day in (first, last))
        return _("du %(start)s au %(end)s", start=start, end=end)
    if first:
        return _("à partir du %(day)s", day=formats.date_words(first, weekday=False))
    return _("jusqu’au %(day)s", day=formats.date_words(last, weekday=False)) if last else ""


def address_line(place: Any) -> str:
    """« 12, rue des Érables, local 4, Montréal, H0H 0H0 »."""
    return ", ".join(part for part in (place.address, place.address_more, place.city, place.postal_code) if part)


def place_name(place: Any) -> str:
    """What a place is called; its address when it has no name."""
    return place.name or address_line(place) or _("Lieu sans nom")


def ages(low: int | None, high: int | None) -> str:
    """« de 6 à 12 ans », « à partir de 18 ans »; empty for any age."""
    if low is not None and high is not None:
        return _("%(age)s ans", age=low) if low == high else _("de %(low)s à %(high)s ans", low=low, high=high)
    if low is not None:
        return _("à partir de %(age)s ans", age=low) if low > 1 else _("à partir de %(age)s an", age=low)
    if high is None:
        return ""
    return _("jusqu’à %(age)s ans", age=high) if high > 1 else _("jusqu’à %(age)s an", age=high)


def lines(rows: Sequence[Any], line: Any) -> str:
    """Several rows, one a line, as the history keeps them."""
    return "\n".join(line(row) for row in rows)
