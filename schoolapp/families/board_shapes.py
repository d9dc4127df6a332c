"""The shapes of the board's cards: the same template, with places instead of words (see ``schoolapp.shapes``).

Three hundred cards have a few dozen shapes: with or without a next step, a language, one child or two.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask_babel import lazy_gettext as _l

from schoolapp import shapes
from schoolapp.records import NamedTuple

# Priorities that a card tells, beside a flag.
FLAGGED = {"haute": _l("haute"), "moyenne": _l("moyenne")}
# What fills a card, in order; then, for each child, their first name and their group.
FIELDS = (
    *("id", "version", "url", "name", "lead", "initials"),
    *("how", "icon", "following", "tier", "language", "last"),
)

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
    places = shapes.places(FIELDS)
    ranks = iter(range(len(FIELDS), len(FIELDS) + 2 * len(shape.kids)))
    kids = [(shapes.place(next(ranks)), shapes.place(next(ranks)), code == "1") for code in shape.kids]
    shown = places | {name: places[name] if getattr(shape, name) else "" for name in ("how", "following", "language")}
    flagged = FLAGGED.get(shape.priority, "")
    fill = shapes.shaped("families/_card.html", **shown, shape=shape, kids=kids, flagged=flagged)
    return lambda *values: fill(*values).encode()
