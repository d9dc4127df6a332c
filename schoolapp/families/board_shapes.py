"""The shapes of the board's cards: the same template, with places instead of words.

Three hundred cards have a few dozen shapes: with or without a next step, a language, one child or two. The template is
drawn once for each, and its text cut at the places; a card is then its words put in between, four times quicker than
the template could.
"""

from __future__ import annotations

from collections.abc import Callable
from operator import itemgetter
from typing import Any

from flask import current_app
from flask_babel import lazy_gettext as _l

from schoolapp.records import NamedTuple

# Priorities that a card tells, beside a flag.
FLAGGED = {"haute": _l("haute"), "moyenne": _l("moyenne")}
# What fills a card, in order; then, for each child, their first name and their group.
FIELDS = (
    *("id", "version", "url", "name", "lead", "initials"),
    *("how", "icon", "following", "tier", "language", "last"),
)
MARK = "\x00"  # around the number of a place; no text can hold it, since none keeps it

Values = tuple[Any, ...]
Fill = Callable[..., bytes]


class Shape(NamedTuple):
    """All that makes two cards differ, but their words: what is shown (``kids`` as « 10 », the second child without a
    group), and what is said of it. ``how``, ``following``, ``language`` and ``lead`` are whether there are any."""

    reduced: bool
    kids: str
    lead: bool
    locale: str
    movable: bool = False
    priority: str = ""
    how: bool = False
    following: bool = False
    language: bool = False
    late: bool = False
    cold: bool = False


def shaped(shape: Shape) -> Fill:
    """What makes a card of this shape out of its words, which must be escaped: every one of ``FIELDS``, then the
    children's."""
    places = {name: f"{MARK}{rank}{MARK}" for rank, name in enumerate(FIELDS)}
    ranks = iter(range(len(FIELDS), len(FIELDS) + 2 * len(shape.kids)))
    kids = [(f"{MARK}{next(ranks)}{MARK}", f"{MARK}{next(ranks)}{MARK}", code == "1") for code in shape.kids]
    shown = places | {name: places[name] if getattr(shape, name) else "" for name in ("how", "following", "language")}
    template = current_app.jinja_env.get_template("families/_card.html")
    html = template.render(shown, shape=shape, kids=kids, flagged=FLAGGED.get(shape.priority, ""))
    parts = html.replace("%", "%%").split(MARK)
    text, words = "%s".join(parts[::2]), itemgetter(*map(int, parts[1::2]))
    return lambda *values: (text % words(values)).encode()
