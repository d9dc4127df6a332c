"""What a search found, drawn: it comes at every letter typed, so that each result is its words put in a shape, and what
surrounds the results too."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any
from urllib.parse import quote

from flask import url_for
from markupsafe import Markup, escape

from schoolapp.keep import Keep
from schoolapp.records import NamedTuple
from schoolapp.search.found import KINDS, Found, GroupFound, PupilFound, RequestFound
from schoolapp.shapes import MARK, Fill, places, shaped

# What fills a result of each kind, in order.
FIELDS = {
    "families": ("id", "name", "children", "who"),
    "pupils": PupilFound._fields,
    "phones": ("family_id", "family", "person", "number"),
    "groups": ("address", "code", "label"),
    "requests": RequestFound._fields,
    "partners": ("id", "name", "organization"),
    "beyond": ("id", "name", "children", "who"),
}
# What fills the section of a kind, and the lines that stand alone: how many there are, or that there are none.
SECTION = ("rows", "number", "text")

_shapes: Keep[Fill] = Keep(500)


class Addresses(NamedTuple):
    """The beginnings of the addresses that results lead to."""

    file: str
    directory: str
    request: str
    partner: str
    partners: str
    search: str


@cache
def addresses() -> Addresses:
    """Made once, not for every result of every letter typed."""
    file = url_for("families.show", family_id=1).removesuffix("1")
    asked = url_for("requests.show", request_id=1).removesuffix("1")
    partners = url_for("partners.index")
    around = (f"{partners}/services/", f"{partners}?q=")
    return Addresses(file, url_for("families.directory", groupe=""), asked, *around, url_for("search.index", q=""))


def fragment(found: Found, *, glance: bool = False) -> Markup:
    """All that was found, the kinds one after the other; ``glance``: the first few, under the search box."""
    if not found.total:
        return Markup(_section("nothing")("", "", escape(found.asked.text)))  # noqa: S704 - our own template
    parts = [_section("count", found.total)("", found.total, "")]
    query = quote(found.asked.text)  # nothing is left to escape
    for kind in KINDS:
        results = getattr(found, kind)
        if results.rows:
            draw = _section(kind, results.others, glance)
            parts.append(draw(_rows(kind, results.rows, found), results.others, query))
    return Markup("".join(parts))  # noqa: S704 - our own templates, their words escaped


def _section(kind: str, number: int = 0, glance: bool = False) -> Fill:
    """What draws a section, or a line that stands alone, out of the words of ``SECTION``."""
    several = min(number, 2)  # none, one or many: all that the words around a number depend on
    key = (kind, several, glance)
    known = _shapes.get(key)
    if known is not None:
        return known
    facts = {"kind": kind, "several": several, "glance": glance, "at": addresses()}
    return _shapes.put(key, shaped("search/_section.html", **facts, **places(SECTION)))


def _rows(kind: str, rows: Sequence[Any], found: Found) -> Markup:
    """The results of a kind. All their words are escaped at once: the mark between them is in none."""
    told = _TOLD.get(kind)
    rows = [told(row, found) for row in rows] if told else rows
    width = len(FIELDS[kind])
    safe = str(escape(MARK.join([str(word) for row in rows for word in row]))).split(MARK)
    draws = [_row(kind, tuple(map(bool, row))) for row in rows]
    texts = [draw(*safe[start : start + width]) for draw, start in zip(draws, range(0, len(safe), width), strict=True)]
    return Markup("".join(texts))  # noqa: S704 - drawn by our own template


def _row(kind: str, told: tuple[bool, ...]) -> Fill:
    """What draws a result of which some words are there and others are not."""
    key = (kind, told)
    known = _shapes.get(key)
    if known is not None:
        return known
    return _shapes.put(key, shaped("search/_row.html", kind=kind, at=addresses(), **places(FIELDS[kind], told)))


def _group(row: GroupFound, _found: Found) -> Sequence[Any]:
    return quote(row.code), *row


def _pupil(row: PupilFound, found: Found) -> Sequence[Any]:
    """The number of their sheet is told to whoever looks for one."""
    return row if found.asked.digits else (*row[:-1], "")


_TOLD: dict[str, Callable[[Any, Found], Sequence[Any]]] = {"groups": _group, "pupils": _pupil}
