"""Dates, times, numbers, phones and keys, as people of Québec write them. Spaces that must not break do not break."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache

from babel.dates import format_date
from flask import Flask
from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup, escape

from schoolapp import clock
from schoolapp.database import clean_text

NBSP = "\N{NO-BREAK SPACE}"
LOCALE = "fr_CA"
DAY_SECONDS = 86_400
LIGATURES = str.maketrans(
    {"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ß": "ss", "ø": "o", "Ø": "o", "ł": "l", "Ł": "l"}
)


def local(moment: datetime) -> datetime:
    """``moment`` in the school's time zone."""
    return moment.astimezone(clock.zone())


def to_utc(day: date, at: time) -> datetime:
    """The moment of a school-local date and time, in UTC. In the repeated hour of autumn, the first one."""
    return datetime.combine(day, at, tzinfo=clock.zone()).astimezone(UTC)


@lru_cache(maxsize=4096)
def _of_date(day: date, pattern: str) -> str:
    """A part of a date in words, which Babel takes its time to say: a page has dozens."""
    return format_date(day, pattern, locale=LOCALE)


def _day_number(day: date) -> str:
    return "1er" if day.day == 1 else str(day.day)


def date_words(day: date | datetime, *, weekday: bool = True) -> str:
    """« mardi 17 novembre », with the year when it is not the present one."""
    day = local(day).date() if isinstance(day, datetime) else day
    words = f"{_day_number(day)}{NBSP}{_of_date(day, 'MMMM')}"
    if weekday:
        words = f"{_of_date(day, 'EEEE')} {words}"
    return words if day.year == clock.today().year else f"{words}{NBSP}{day.year}"


def date_short(day: date | datetime) -> str:
    """« 8 déc. », with the year when it is not the present one."""
    day = local(day).date() if isinstance(day, datetime) else day
    words = f"{_day_number(day)}{NBSP}{_of_date(day, 'MMM')}"
    return words if day.year == clock.today().year else f"{words}{NBSP}{day.year}"


def time_words(at: time | datetime) -> str:
    """« 18 h 30 », « 9 h »."""
    at = local(at).time() if isinstance(at, datetime) else at
    hour = f"{at.hour}{NBSP}h"
    return f"{hour}{NBSP}{at.minute:02d}" if at.minute else hour


def moment_words(moment: datetime) -> str:
    """« mardi 17 novembre, 18 h 30 »."""
    return f"{date_words(moment)}, {time_words(moment)}"


def ago(moment: date | datetime | None) -> str:
    """How long ago, in days, weeks, months or years: « hier », « il y a 3 semaines »."""
    if moment is None:
        return _("jamais")
    day = local(moment).date() if isinstance(moment, datetime) else moment
    days = (clock.today() - day).days
    if days < 1:
        return _("aujourd’hui")
    if days == 1:
        return _("hier")
    if days < 14 and days != 7:
        return ngettext("il y a %(num)d jour", "il y a %(num)d jours", days)
    if days < 60:
        return ngettext("il y a %(num)d semaine", "il y a %(num)d semaines", days // 7)
    if days < 730:
        return ngettext("il y a %(num)d mois", "il y a %(num)d mois", days // 30)
    return ngettext("il y a %(num)d an", "il y a %(num)d ans", days // 365)


def due_words(day: date | None) -> str:
    """A date to come or gone by, as one says it: « aujourd’hui », « demain », « vendredi », « 2 jours de retard »."""
    if day is None:
        return ""
    days = (day - clock.today()).days
    if days == 0:
        return _("aujourd’hui")
    if days == 1:
        return _("demain")
    if days == -1:
        return _("hier")
    if days < 0:
        return ngettext("%(num)d jour de retard", "%(num)d jours de retard", -days)
    if days < 7:
        return _of_date(day, "EEEE")
    return date_words(day, weekday=False)


def phone(number: str) -> str:
    """« 514 555-0142 » for a Canadian number, the international form otherwise, what was typed when not understood."""
    match = re.fullmatch(r"\+1(\d{3})(\d{3})(\d{4})(?:;ext=(\d+))?", number)
    if match:
        area, office, line, extension = match.groups()
        shown = f"{area}{NBSP}{office}-{line}"
        return f"{shown}, {_('poste')}{NBSP}{extension}" if extension else shown
    return number


def number(value: float) -> str:
    """A number in French: « 1 250 », « 3,5 »."""
    from babel.numbers import format_decimal

    return format_decimal(value, locale=LOCALE)


def _unaccented(text: str) -> str:
    if text.isascii():
        return clean_text(text).casefold()
    decomposed = unicodedata.normalize("NFKD", clean_text(text).translate(LIGATURES))
    return "".join(character for character in decomposed if not unicodedata.combining(character)).casefold()


def search_key(*texts: str) -> str:
    """What search compares: no accents, no case, punctuation as single spaces. Works for any script."""
    return re.sub(r"[\W_]+", " ", " ".join(_unaccented(text) for text in texts)).strip()


def sort_key(*texts: str) -> str:
    """A key in the French order: letters first, then accents (from the end), whatever the case and punctuation."""
    plain = search_key(*texts)
    accents = unicodedata.normalize("NFD", " ".join(texts).casefold())[::-1]
    return f"{plain}\x01{re.sub(r'[^̀-ͯ]', '', accents)}"


def digits(text: str) -> str:
    """Only the digits of a phone number."""
    return re.sub(r"\D", "", text)


def paragraphs(text: str) -> Markup:
    """Typed text as paragraphs, with its line breaks; each reads in the direction of its own language."""
    blocks = [block for block in re.split(r"\n\s*\n", text.replace("\r\n", "\n").strip()) if block.strip()]
    return Markup("").join(
        Markup('<p dir="auto">{}</p>').format(Markup("<br>").join(escape(line) for line in block.split("\n")))
        for block in blocks
    )


def days_from_now(days: int) -> date:
    """The school-local date in ``days`` days."""
    return clock.today() + timedelta(days=days)


def register(app: Flask) -> None:
    """Give templates the same words."""
    shown = (date_words, date_short, time_words, moment_words, ago, due_words, phone, number, local, paragraphs)
    app.jinja_env.filters.update({function.__name__: function for function in shown})
