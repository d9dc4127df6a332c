"""The cards of the board as ready HTML, kept in memory under everything they show.

Drawing three hundred cards takes a few milliseconds; finding them drawn takes a fraction of one. The key of a kept card
is its whole row, with the day, the school's limit and what the person may do: no version to forget, nothing stale.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from flask import current_app, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from markupsafe import Markup

from schoolapp import clock
from schoolapp.access import LEADS, Role
from schoolapp.accounts.models import User
from schoolapp.database import as_date, as_moment
from schoolapp.extensions import asset
from schoolapp.families.board_filters import Limits, pairs
from schoolapp.families.board_queries import REDUCED, WHOLE, Row
from schoolapp.families.reach import reach_icon, reach_words
from schoolapp.families.vocabulary import LANGUAGES
from schoolapp.formats import ago, due_words, local

# Priorities that a card tells, beside a flag.
FLAGGED = {"haute": _l("haute"), "moyenne": _l("moyenne")}
MOST_KEPT = 4000
MONTHS_FROM = 60  # days, as in formats.ago
SPRITE = "vendor/lucide@1.62.0/sprite.svg"

_kept: dict[tuple[Any, ...], str] = {}


@dataclass(frozen=True)
class Card:
    """What one card shows, in words."""

    id: int
    version: int
    url: str
    sprite: str
    name: str
    kids: tuple[tuple[str, str], ...]
    reduced: bool
    movable: bool
    priority: str = ""
    priority_words: str = ""
    how: str = ""
    how_icon: str = ""
    next_step: str = ""
    next_late: bool = False
    tier: int = 1
    language: str = ""
    last: str = ""
    last_kind: str = ""
    lead_name: str = ""
    lead_initials: str = ""


def may_move(user: User, access: int) -> bool:
    """Whether this person moves a card they see: the agents, the direction, and the professionals of the circle."""
    return user.role in LEADS or (user.role == Role.PROFESSIONAL and access == WHOLE)


def drawn(rows: Iterable[Row], user: User) -> list[Markup]:
    """The HTML of these cards, in order."""
    weeks, today = user.school.no_contact_weeks, clock.today()
    limits, base, sprite = Limits.of(weeks), url_for("families.board"), asset(SPRITE)
    template = current_app.jinja_env.get_template("families/_card.html")
    shared = (today, weeks, base, sprite)
    found = []
    for row in rows:
        key = (row, may_move(user, row.access), shared)
        html = _kept.get(key)
        if html is None:
            html = _keep(key, template.render(card=_card(row, key[1], limits, base, sprite)))
        found.append(Markup(html))  # noqa: S704 - our own template, escaped when it was drawn
    return found


def _keep(key: tuple[Any, ...], html: str) -> str:
    """Keep a card; when there are too many, the older half goes."""
    if len(_kept) >= MOST_KEPT:
        for old in list(_kept)[: MOST_KEPT // 2]:
            _kept.pop(old, None)
    _kept[key] = html
    return html


def _card(row: Row, movable: bool, limits: Limits, base: str, sprite: str) -> Card:
    lead = row.lead_name or ""
    shared = {
        "id": row.id,
        "version": row.version,
        "url": f"{base}/{row.id}",
        "sprite": sprite,
        "name": row.name,
        "movable": movable,
        "lead_name": lead,
        "lead_initials": _initials(lead),
    }
    if row.access == REDUCED:
        groups = dict.fromkeys(code for _name, code in pairs(row.pupils_line) if code)
        return Card(**shared, kids=tuple(("", code) for code in groups), reduced=True)
    wish = (json.loads(row.means or "[]"), json.loads(row.moments or "[]"), row.language)
    last, last_kind = _last_contact(row, limits)
    return Card(
        **shared,
        reduced=False,
        kids=pairs(row.pupils_line),
        priority=row.priority,
        priority_words=str(FLAGGED.get(row.priority, "")),
        how=reach_words(*wish),
        how_icon=reach_icon(*wish),
        next_step=_next_step(row),
        next_late=limits.is_late(row),
        tier=row.tier,
        language=_language(row),
        last=last,
        last_kind=last_kind,
    )


def _next_step(row: Row) -> str:
    due = due_words(as_date(row.next_step_on))
    return ", ".join(part for part in (row.next_step, due) if part)


def _language(row: Row) -> str:
    """« Arabe · interprète »; nothing for a family that speaks the school's language."""
    words = str(LANGUAGES.get(row.language, "")) if row.language != "fr" else ""
    parts = [words[:1].upper() + words[1:]] if words else []
    if row.interpreter in ("oui", "personne"):
        parts.append(_("interprète") if parts else _("Interprète"))
    return " · ".join(parts)


def _last_contact(row: Row, limits: Limits) -> tuple[str, str]:
    """When the family was last reached, and « warn » past the school's limit."""
    kind = "warn" if limits.is_cold(row) else ""
    moment = as_moment(row.last_contact_at)
    if moment is None:
        return _("jamais joint"), kind
    if not kind:
        return ago(moment), kind
    days = (limits.today - local(moment).date()).days
    if days < MONTHS_FROM:
        return ngettext("%(num)d semaine sans contact", "%(num)d semaines sans contact", days // 7), kind
    return ngettext("%(num)d mois sans contact", "%(num)d mois sans contact", days // 30), kind


@lru_cache(maxsize=500)
def _initials(name: str) -> str:
    return User(name=name).initials if name else ""
