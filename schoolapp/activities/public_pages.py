"""What a parents' page shows, ready to show: its frame, its cards, and one's own sign-up in words."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from flask import Response, request, url_for
from flask_babel import gettext as _

from schoolapp import clock
from schoolapp.accounts.strangers import framed
from schoolapp.activities.public_queries import Opened
from schoolapp.activities.public_words import Told, left_words, more_words, span_words, told
from schoolapp.activities.rows import Activity
from schoolapp.activities.vocabulary import KIND_ICONS, KINDS
from schoolapp.i18n import LANGUAGES, RIGHT_TO_LEFT, TAGS, spoken
from schoolapp.records import NamedTuple

MOST_LINES = 3
ASKED = "langue"  # the name of the language in an address


class Language(NamedTuple):
    """One of the languages of the page, in its own name."""

    name: str
    tag: str
    direction: str
    url: str
    current: bool


class Line(NamedTuple):
    """One time of an activity."""

    id: int
    when: str
    left: str
    current: bool = False


class Card(NamedTuple):
    """An activity of the open list."""

    id: int
    activity: Activity
    told: Told
    kind: str
    icon: str
    lines: list[Line]
    more: str
    url: str


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


def page(template: str, status: int = 200, *, at: tuple[str, dict[str, Any]] | None = None, **context: Any) -> Response:
    """A page of the parents.

    Args:
        at: where the language chooser leads, when this request has no page of its own: an endpoint and its values.
    """
    endpoint, values = at or (request.endpoint or "parents.open_list", request.view_args or {})
    links = {"list_url": address("parents.open_list"), "code_url": address("parents.ask_code")}
    return framed(template, status, languages=_languages(endpoint, values), **{**links, **context})


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
