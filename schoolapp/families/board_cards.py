"""The cards of the board as ready HTML, kept in memory under everything they show.

Drawing three hundred cards takes a dozen milliseconds; finding them drawn takes a fraction of one, and their content is
not even read. The key of a kept card: its version and its lead's name, how much of it the person sees and whether they
may move it, the day, the school's limit, the language.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from datetime import date
from functools import cache, lru_cache
from html import escape
from pathlib import Path
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup

from schoolapp import clock
from schoolapp.access import LEADS, Role
from schoolapp.accounts.models import User
from schoolapp.database import as_date, as_moment
from schoolapp.extensions import SPRITE
from schoolapp.families import board_queries
from schoolapp.families.board_filters import Drawn, Limits, pairs
from schoolapp.families.board_queries import REDUCED, WHOLE, Row, Sight
from schoolapp.families.board_shapes import Fill, Shape, Values, shaped
from schoolapp.families.reach import UNKNOWN_ICON, reach_icon, reach_words
from schoolapp.families.vocabulary import LANGUAGES, MEANS_ICONS
from schoolapp.formats import ago, due_words, local
from schoolapp.i18n import spoken
from schoolapp.keep import Keep

MONTHS_FROM = 60  # days, as in formats.ago
ICONS = (*MEANS_ICONS.values(), UNKNOWN_ICON, "clock", "languages", "calendar-clock", "flag", "ellipsis")

_kept: Keep[Drawn] = Keep(4000)
_shapes: Keep[Fill] = Keep(2000)


def may_move(user: User, access: int) -> bool:
    """Whether this person moves a card they see: the agents, the direction, and the professionals of the circle."""
    return user.role in LEADS or (user.role == Role.PROFESSIONAL and access == WHOLE)


def cards(user: User, sights: Sequence[Sight]) -> list[Drawn]:
    """The cards that this person sees (``board_queries.sights``) in the same order, drawn."""
    weeks, base, locale = user.school.no_contact_weeks, url_for("families.board"), spoken().locale
    limits = Limits.of(weeks)
    movable = [may_move(user, access) for access in range(WHOLE + 1)]
    shared = f"{limits.today} {weeks} {base} {locale} {movable}"
    keys = [(sight, shared) for sight in sights]
    found = [_kept.get(key) for key in keys]
    missing = [rank for rank, kept in enumerate(found) if kept is None]
    if missing:
        rows = board_queries.rows(user, [keys[rank][0][0] for rank in missing])
        present = [rank for rank in missing if keys[rank][0][0] in rows]  # one may have left between the two statements
        wanted = [rows[keys[rank][0][0]] for rank in present]
        for rank, drawn in zip(present, _draw(wanted, movable, limits, base, locale), strict=True):
            found[rank] = _kept.put(keys[rank], drawn)
    return [kept for kept in found if kept is not None]


def forget() -> None:
    """Forget every card: another database is there."""
    _kept.clear()


def _draw(rows: Sequence[Row], movable: Sequence[bool], limits: Limits, base: str, locale: str) -> list[Drawn]:
    drawn = []
    for row in rows:
        cold, late = (limits.is_cold(row), limits.is_late(row)) if row.access != REDUCED else (False, False)
        shape, values = _card(row, movable[row.access], cold, late, limits, locale)
        text = _shapes.get(shape) or _shapes.put(shape, shaped(shape))
        drawn.append(Drawn(row, text(row.id, row.version, f"{base}/{row.id}", escape(row.name), *values), cold, late))
    return drawn


@cache
def icons(folder: str) -> Markup:
    """The symbols of the cards' icons, out of the sprite of the static folder."""
    sprite = (Path(folder) / SPRITE).read_text(encoding="utf-8")
    symbols = {name: re.search(rf'<symbol id="{name}"(.*?</symbol>)', sprite, re.S)[1] for name in ICONS}
    return Markup("".join(f'<symbol id="i-{name}"{rest}' for name, rest in symbols.items()))  # noqa: S704 - our own file


def _card(row: Row, movable: bool, cold: bool, late: bool, limits: Limits, locale: str) -> tuple[Shape, Values]:
    """What one card shows: its shape, and the words that go in it, in the order of ``board_shapes.FIELDS``."""
    lead, initials = _lead(row.lead_name)
    if row.access == REDUCED:
        kids, words = _kids(row.pupils_line, True)
        return Shape(True, kids, bool(lead), locale), (lead, initials, "", "", "", 1, "", "", *words)
    kids, words = _kids(row.pupils_line, False)
    how, icon = _reach(row.means, row.moments, row.language, locale)
    due = _due(row.next_step_on, limits.today, locale) if row.next_step_on else ""
    following = f"{row.next_step}, {due}" if row.next_step and due else row.next_step or due
    language = _language(row.language, row.interpreter, locale)
    last = _last_words(_local_day(row.last_contact_at, clock.zone()), limits.today, cold, locale)
    told = (bool(how), bool(following), bool(language))
    shape = Shape(False, kids, bool(lead), locale, movable, row.priority, *told, late, cold)
    return shape, (lead, initials, how, icon, escape(following), row.tier, language, last, *words)


@lru_cache(maxsize=4096)
def _kids(line: str, reduced: bool) -> tuple[str, tuple[str, ...]]:
    """The children, « 1 » for each one with a group and « 0 » without, then their names and groups. Reduced: groups."""
    pupils = pairs(line)
    if reduced:
        pupils = tuple(("", code) for code in dict.fromkeys(code for _name, code in pupils) if code)
    words = tuple(escape(word) for pair in pupils for word in pair)
    return "".join("1" if code else "0" for code in words[1::2]), words


@lru_cache(maxsize=2000)
def _lead(name: str | None) -> tuple[str, str]:
    return (escape(name), escape(User(name=name).initials)) if name else ("", "")


# The words of a few values are those of many cards; « locale » and « today » are there to tell them apart.


@lru_cache(maxsize=2000)
def _reach(means: str, moments: str, language: str, locale: str) -> tuple[str, str]:
    wish = (json.loads(means or "[]"), json.loads(moments or "[]"), language)
    return reach_words(*wish), reach_icon(*wish)


@lru_cache(maxsize=2000)
def _due(day: Any, today: date, locale: str) -> str:
    return due_words(as_date(day))


@lru_cache(maxsize=2000)
def _language(language: str, interpreter: str, locale: str) -> str:
    """« Arabe · interprète »; nothing for a family that speaks the school's language."""
    words = str(LANGUAGES.get(language, "")) if language != "fr" else ""
    parts = [words[:1].upper() + words[1:]] if words else []
    if interpreter in ("oui", "personne"):
        parts.append(_("interprète") if parts else _("Interprète"))
    return " · ".join(parts)


@lru_cache(maxsize=4096)
def _local_day(stored: Any, zone: Any) -> date | None:
    moment = as_moment(stored)
    return local(moment).date() if moment else None


@lru_cache(maxsize=2000)
def _last_words(day: date | None, today: date, cold: bool, locale: str) -> str:
    """When the family was last reached, in weeks once past the school's limit."""
    if day is None:
        return _("jamais joint")
    if not cold:
        return ago(day)
    days = (today - day).days
    if days < MONTHS_FROM:
        return ngettext("%(num)d semaine sans contact", "%(num)d semaines sans contact", days // 7)
    return ngettext("%(num)d mois sans contact", "%(num)d mois sans contact", days // 30)
