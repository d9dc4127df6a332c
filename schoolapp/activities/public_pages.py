"""What a parents' page shows, ready to show: its frame, its cards, and one's own sign-up in words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from flask import Response, current_app, g, make_response, render_template, request, url_for
from flask_babel import gettext as _
from markupsafe import Markup

from schoolapp import clock
from schoolapp.accounts import queries
from schoolapp.accounts.models import School
from schoolapp.activities.public_queries import Opened
from schoolapp.activities.public_words import Told, left_words, more_words, span_words, told
from schoolapp.activities.rows import Activity
from schoolapp.activities.vocabulary import KIND_ICONS, KINDS
from schoolapp.extensions import SPRITE
from schoolapp.formats import digits
from schoolapp.i18n import LANGUAGES, RIGHT_TO_LEFT, TAGS, spoken

MOST_LINES = 3
ASKED = "langue"  # the name of the language in an address


@dataclass(frozen=True)
class Language:
    """One of the languages of the page, in its own name."""

    name: str
    tag: str
    direction: str
    url: str
    current: bool


@dataclass(frozen=True)
class Line:
    """One time of an activity."""

    id: int
    when: str
    left: str
    current: bool = False


@dataclass(frozen=True)
class Card:
    """An activity of the open list."""

    id: int
    activity: Activity
    told: Told
    kind: str
    icon: str
    lines: list[Line]
    more: str
    url: str


@cache
def _shapes(folder: str) -> dict[str, str]:
    sprite = (Path(folder) / SPRITE).read_text(encoding="utf-8")
    return dict(re.findall(r'<symbol id="([\w-]+)"[^>]*>(.*?)</symbol>', sprite))


@cache
def _drawn(folder: str, name: str, size: int) -> Markup:
    opening = Markup(
        '<svg class="i" width="{0}" height="{0}" viewBox="0 0 24 24" fill="none" stroke="currentColor" '
        'stroke-width="2" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false">'
    ).format(size)
    return opening + Markup(_shapes(folder)[name]) + Markup("</svg>")  # noqa: S704 - shapes of our own sprite


def drawn(name: str, size: int) -> Markup:
    """An icon in the page itself: the few of a page weigh less than the sprite."""
    return _drawn(current_app.static_folder, name, size)


def address(endpoint: str, **values: Any) -> str:
    """An address that keeps the language of the page."""
    return url_for(endpoint, **{ASKED: spoken().code}, **values)


def _languages(endpoint: str, values: dict[str, Any]) -> list[Language]:
    """The language of the page first, so that it shows even where the row scrolls."""
    here = spoken().code
    codes = sorted(LANGUAGES, key=lambda code: code != here)
    return [
        Language(
            name=str(LANGUAGES[code]),
            tag=TAGS.get(code, code),
            direction="rtl" if code in RIGHT_TO_LEFT else "ltr",
            url=url_for(endpoint, **{**values, ASKED: code}),
            current=code == here,
        )
        for code in codes
    ]


def the_school() -> School:
    """The school, read once in a request; before its first visit, the name of the house stands for it."""
    if "parents_school" not in g:
        g.parents_school = queries.school() or School(name=_("Trait d’union"), phone="")
    return g.parents_school


def set_the_clock() -> None:
    """Times are those of the school."""
    clock.use_zone(the_school().time_zone)


def page(template: str, status: int = 200, *, at: tuple[str, dict[str, Any]] | None = None, **context: Any) -> Response:
    """A page of the parents.

    Args:
        at: where the language chooser leads, when this request has no page of its own: an endpoint and its values.
    """
    endpoint, values = at or (request.endpoint or "parents.open_list", request.view_args or {})
    school = the_school()
    body = render_template(
        template,
        speech=spoken(),
        school=school,
        school_number=digits(school.phone),
        languages=_languages(endpoint, values),
        drawn=drawn,
        list_url=address("parents.open_list"),
        **{"code_url": address("parents.ask_code"), **context},
    )
    response = make_response(body, status)
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Content-Language"] = spoken().tag
    return response


def word(title: str, *texts: str, status: int = 200) -> Response:
    """A page of a few words."""
    return page("public/word.html", status, at=("parents.open_list", {}), title=title, texts=texts)


def link_is_over() -> Response:
    """One same page for an address that is unknown, revoked or over."""
    return word(
        _("Ce lien ne fonctionne plus"),
        _("Il est peut-être trop ancien ou incomplet. Ce n’est pas de votre faute."),
        _("L’école peut vous aider par téléphone."),
        status=404,
    )


def lines_of(opened: Opened, current: int | None = None) -> list[Line]:
    """The times of an activity."""
    return [
        Line(slot.id, span_words(slot.starts_at, slot.ends_at), left_words(slot), slot.id == current)
        for slot in opened.slots
    ]


def kind_of(activity: Activity) -> str:
    """The kind in the page's language, unless the title already says it."""
    words = str(KINDS.get(activity.kind, ""))
    return "" if told(activity).title.casefold() == words.casefold() else words


def icon_of(activity: Activity) -> str:
    return KIND_ICONS.get(activity.kind, "calendar")


def card(opened: Opened) -> Card:
    """An activity as the open list shows it."""
    lines, activity = lines_of(opened), opened.activity
    hidden = len(lines) - MOST_LINES
    return Card(
        id=activity.id,
        activity=activity,
        told=told(activity),
        kind=kind_of(activity),
        icon=icon_of(activity),
        lines=lines[:MOST_LINES],
        more=more_words(hidden) if hidden > 0 else "",
        url=address("parents.ask", activity_id=activity.id),
    )


def is_too_late(activity: Activity, starts_at: datetime) -> bool:
    """Whether the day is too near to cancel without a call."""
    return clock.now() > starts_at - timedelta(hours=activity.cancel_hours)
