"""The facts of a service as a family reads them on paper, in the language spoken there. Every text is translated."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import time
from typing import Any

from babel.dates import get_day_names
from flask_babel import gettext as _
from flask_babel import ngettext

from schoolapp import clock
from schoolapp.i18n import HAITIAN_DAYS, spoken
from schoolapp.languages import OWN_NAMES
from schoolapp.partners.finding_hours import minutes
from schoolapp.partners.vocabulary import DAYS, TEXT, TEXT_PHONE, TOLL_FREE
from schoolapp.spoken import day_words, time_words

WEEK = tuple(DAYS)
COMMAS = {"ar": "، ", "zh": "、"}


def joined(words: Iterable[str]) -> str:
    """Several words one after the other, as the language separates them."""
    return COMMAS.get(spoken().code, ", ").join(words)


def day_name(code: str) -> str:
    """« lundi », in the language being spoken."""
    place, language = WEEK.index(code), spoken()
    if language.code == "ht":
        return str(HAITIAN_DAYS).split()[place]
    return get_day_names("wide", "stand-alone", language.locale)[place]


def days_words(codes: Iterable[str]) -> str:
    """« du lundi au vendredi », « mardi, jeudi », « tous les jours »."""
    days = [day for day in WEEK if day in set(codes)]
    if len(days) == len(WEEK):
        return _("tous les jours")
    first = WEEK.index(days[0]) if days else 0
    if len(days) > 2 and tuple(days) == WEEK[first : first + len(days)]:
        return _("du %(first)s au %(last)s", first=day_name(days[0]), last=day_name(days[-1]))
    return joined(map(day_name, days))


def hour(text: str | None) -> str:
    """An hour of a schedule; empty when it says none."""
    minute = minutes(text)
    return "" if minute is None else time_words(time(minute // 60 % 24, minute % 60))


def hours_words(opens_at: str | None, closes_at: str | None) -> str:
    """« de 9 h à 17 h », « jour et nuit »; empty when it is not known."""
    opens, closes = hour(opens_at), hour(closes_at)
    if opens_at == "00:00" and closes_at in ("24:00", "23:59", "00:00"):
        return _("jour et nuit")
    if opens and closes:
        return _("de %(opens)s à %(closes)s", opens=opens, closes=closes)
    return _("dès %(time)s", time=opens) if opens else ""


def schedule_line(schedule: Any) -> str:
    """« du lundi au vendredi, de 9 h à 17 h, jusqu’au 20 juin »; empty for a season that is over."""
    today = clock.today()
    if schedule.valid_to and schedule.valid_to < today:
        return ""
    parts = [days_words(schedule.byday), hours_words(schedule.opens_at, schedule.closes_at)]
    if schedule.valid_from and schedule.valid_from > today:
        parts.append(_("dès le %(day)s", day=day_words(schedule.valid_from)))
    if schedule.valid_to:
        parts.append(_("jusqu’au %(day)s", day=day_words(schedule.valid_to)))
    return joined(part for part in parts if part)


def ages_words(low: int | None, high: int | None) -> str:
    """« de 6 à 12 ans », « 18 ans et plus », « jusqu’à 12 ans »; empty for any age."""
    if low and high is not None and low != high:
        return _("de %(low)s à %(high)s ans", low=low, high=high)
    if high is not None:
        return years(high) if low == high else _("jusqu’à %(age)s", age=years(high))
    return _("%(age)s et plus", age=years(low)) if low else ""


def years(age: int) -> str:
    """« 1 an », « 8 ans »."""
    return ngettext("%(num)d an", "%(num)d ans", age)


def own_names(codes: Iterable[str]) -> list[str]:
    """The languages spoken there, each in its own name."""
    return [str(OWN_NAMES[code]) for code in codes if code in OWN_NAMES]


def kind_of_number(kind: str) -> str:
    """What to do with a number that is not the usual kind."""
    words = {TOLL_FREE: _("appel gratuit"), TEXT: _("par texto"), TEXT_PHONE: _("pour personnes sourdes (ATS)")}
    return words.get(kind, "")
