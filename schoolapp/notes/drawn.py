"""Notes and follow-ups as ready HTML, kept in memory under everything they show.

Drawing fifty notes takes tens of milliseconds, finding them drawn takes a fraction of one. The key of a kept drawing is
its whole row, with who reads it and the day that its words count from: no version to forget, nothing stale. The
anti-forgery token of a follow-up's form is put in its place each time.
"""

from __future__ import annotations

from typing import Any

from flask import current_app
from jinja2.runtime import Context
from jinja2.utils import pass_context
from markupsafe import Markup

from schoolapp import clock
from schoolapp.accounts.models import User
from schoolapp.database import as_moment
from schoolapp.extensions import TOKEN
from schoolapp.families.parts import Entry
from schoolapp.keep import Keep
from schoolapp.notes import queries
from schoolapp.notes.shown import FollowUpCard
from schoolapp.notes.vocabulary import RESTRICTED

_kept: Keep[Any] = Keep(3000)


def entries(rows: list[tuple[Any, ...]], user: User) -> list[Entry]:
    """The timeline's entries of these rows of ``queries.timeline``, drawn for this person."""
    restricted = sum(1 for row in rows if _is_restricted(row))
    shared = (clock.today().year, clock.zone())
    found = []
    for row in rows:
        total = restricted if _is_restricted(row) else 0
        key = (row, queries.reading(row, user), total, shared)
        entry = _kept.get(key)
        if entry is None:
            entry = _kept.put(key, _draw(row, user, total))
        found.append(entry)
    return found


def _is_restricted(row: tuple[Any, ...]) -> bool:
    return row[queries.VISIBILITY] == RESTRICTED and row[queries.WITHDRAWN_AT] is None


def _draw(row: tuple[Any, ...], user: User, restricted: int) -> Entry:
    note = queries.note_card(row, user, restricted)
    html = Markup(current_app.jinja_env.get_template(note.template).render(note=note))  # noqa: S704 - our template
    return Entry(at=as_moment(row[queries.HAPPENED_AT]), template=note.template, name="note", row=note, html=html)


@pass_context
def step_html(context: Context, follow_up: FollowUpCard) -> Markup:
    """A follow-up's fragment: ``{{ follow_up | step_html }}`` in a list of them."""
    key = (follow_up, clock.today(), clock.zone())
    html = _kept.get(key)
    if html is None:
        template = current_app.jinja_env.get_template("notes/_follow_up.html")
        html = _kept.put(key, template.render(follow_up=follow_up, csrf_token=lambda: TOKEN))
    return Markup(html.replace(TOKEN, context["csrf_token"]()))  # noqa: S704 - our own template
