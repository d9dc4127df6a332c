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
from typing import Any, NamedTuple

from flask import current_app, url_for
from flask_babel import get_locale, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from markupsafe import Markup

from schoolapp.access import LEADS, Role
from schoolapp.accounts.models import User
from schoolapp.database import as_date, as_moment
from schoolapp.extensions import SPRITE
from schoolapp.families import board_queries
from schoolapp.families.board_filters import Drawn, Limits, pairs
from schoolapp.families.board_queries import REDUCED, WHOLE, Row
from schoolapp.families.reach import UNKNOWN_ICON, reach_icon, reach_words
from schoolapp.families.vocabulary import LANGUAGES, MEANS_ICONS
from schoolapp.formats import ago, due_words, local
from schoolapp.keep import Keep

MONTHS_FROM = 60  # days, as in formats.ago
CUT = "<!--/card-->"  # in the template after each card; no text can hold it, since texts are escaped
ICONS = (*MEANS_ICONS.values(), UNKNOWN_ICON, "clock", "languages", "calendar-clock", "flag", "ellipsis")
# Priorities that a card tells, beside a flag.
FLAGGED = {"haute": _l("haute"), "moyenne": _l("moyenne")}

_kept: Keep[Drawn] = Keep(4000)


class Card(NamedTuple):
    """What one card shows, in words, in the order in which the template takes it. What people typed is escaped here:
    the template writes everything as it is. ``kids`` are what goes between, the first name, the group."""

    id: int
    version: int
    url: str
    name: str
    kids: Sequence[tuple[str, str, str]]
    reduced: bool
    movable: bool
    lead: str
    initials: str
    priority: str = ""
    flagged: str = ""
    how: str = ""
    icon: str = UNKNOWN_ICON
    following: str = ""
    late: bool = False
    tier: int = 1
    language: str = ""
    last: str = ""
    cold: bool = False


def may_move(user: User, access: int) -> bool:
    """Whether this person moves a card they see: the agents, the direction, and the professionals of the circle."""
    return user.role in LEADS or (user.role == Role.PROFESSIONAL and access == WHOLE)


def cards(user: User, family_id: int | None = None) -> list[Drawn]:
    """The cards of this person's board in order, drawn; or that of one family."""
    weeks, base, locale = user.school.no_contact_weeks, url_for("families.board"), str(get_locale())
    limits = Limits.of(weeks)
    movable = [may_move(user, access) for access in range(WHOLE + 1)]
    shared = f"{limits.today} {weeks} {base} {locale} {movable}"
    keys = [(sight, shared) for sight in board_queries.sights(user, family_id)]
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
    cards = [_card(row, movable[row.access], limits, base, locale) for row in rows]
    html = current_app.jinja_env.get_template("families/_cards.html").render(cards=cards)
    return [
        Drawn(row, text.encode(), bool(card.cold), bool(card.late))
        for row, card, text in zip(rows, cards, html.split(CUT)[:-1], strict=True)
    ]


@cache
def icons(folder: str) -> Markup:
    """The symbols of the cards' icons, out of the sprite of the static folder."""
    sprite = (Path(folder) / SPRITE).read_text(encoding="utf-8")
    symbols = {name: re.search(rf'<symbol id="{name}"(.*?</symbol>)', sprite, re.S)[1] for name in ICONS}
    return Markup("".join(f'<symbol id="i-{name}"{rest}' for name, rest in symbols.items()))  # noqa: S704 - our own file


def _card(row: Row, movable: bool, limits: Limits, base: str, locale: str) -> Card:
    lead = escape(row.lead_name or "")
    start = (row.id, row.version, f"{base}/{row.id}", escape(row.name))
    if row.access == REDUCED:
        groups = dict.fromkeys(code for _name, code in pairs(row.pupils_line) if code)
        return Card(*start, _kids([("", code) for code in groups], ", "), True, False, lead, _initials(row.lead_name))
    cold = limits.is_cold(row)
    due = _due(row.next_step_on, limits.today, locale) if row.next_step_on else ""
    return Card(
        *start,
        _kids(pairs(row.pupils_line), " · "),
        False,
        movable,
        lead,
        _initials(row.lead_name),
        row.priority,
        _flagged(row.priority, locale),
        *_reach(row.means, row.moments, row.language, locale),
        escape(f"{row.next_step}, {due}" if row.next_step and due else row.next_step or due),
        limits.is_late(row),
        row.tier,
        _language(row.language, row.interpreter, locale),
        _last_contact(row, limits, cold, locale),
        cold,
    )


def _kids(pupils: Sequence[tuple[str, str]], between: str) -> list[tuple[str, str, str]]:
    return [(between if rank else "", escape(name), escape(code)) for rank, (name, code) in enumerate(pupils)]


@lru_cache(maxsize=2000)
def _initials(name: str | None) -> str:
    return escape(User(name=name).initials) if name else ""


# The words of a few values are those of many cards; « locale » and « today » are there to tell them apart.


@lru_cache(maxsize=20)
def _flagged(priority: str, locale: str) -> str:
    return str(FLAGGED.get(priority, ""))


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


def _last_contact(row: Row, limits: Limits, cold: bool, locale: str) -> str:
    moment = as_moment(row.last_contact_at)
    return _last_words(local(moment).date() if moment else None, limits.today, cold, locale)


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
