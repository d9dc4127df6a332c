"""The list of organisations, the archived ones and those that offer nothing yet too: a search only finds services."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from peewee import JOIN, fn

from schoolapp.formats import search_key
from schoolapp.partners.models import Organization, Service
from schoolapp.partners.vocabulary import ARCHIVED
from schoolapp.records import NamedTuple

PAGE = 60
KEPT, EMPTY, GONE = "", "sans", "archives"


class Line(NamedTuple):
    """An organisation of the list."""

    id: int
    name: str
    other_name: str
    national: bool
    services: int


class Listing(NamedTuple):
    """A page of the list, and the ways to the others."""

    lines: list[Line]
    total: int
    chips: list[tuple[str, str, bool]]
    words: str
    shown: str
    page: int
    pages: int
    previous: str | None
    next: str | None


def listing(asked: Mapping[str, str]) -> Listing:
    """The organisations asked for, by name. Two statements."""
    shown = asked.get("montrer", "") if asked.get("montrer") in (EMPTY, GONE) else KEPT
    words = asked.get("q", "")[:100].strip()
    rows = _rows(shown, words)
    total = rows.count()
    pages = max(1, -(-total // PAGE))
    page = min(_number(asked.get("page", "")), pages)
    found = [Line(*row) for row in rows.paginate(page, PAGE).tuples()]
    chips = [
        (str(label), url_for("organizations.index", montrer=code or None, q=words or None), code == shown)
        for code, label in ((KEPT, _("Au répertoire")), (EMPTY, _("Sans service")), (GONE, _("Archivés")))
    ]

    def at(number: int) -> str:
        return url_for("organizations.index", montrer=shown or None, q=words or None, page=number)

    ways = (at(page - 1) if page > 1 else None, at(page + 1) if page < pages else None)
    return Listing(found, total, chips, words, shown, page, pages, *ways)


def _rows(shown: str, words: str) -> Any:
    offered = (Service.organization == Organization.id) & (Service.state != ARCHIVED)
    count = fn.COUNT(Service.id)
    columns = (Organization.id, Organization.name, Organization.other_name, Organization.national)
    rows = Organization.select(*columns, count).join(Service, JOIN.LEFT_OUTER, on=offered)
    rows = rows.where(Organization.merged_into.is_null(), Organization.archived_at.is_null(shown != GONE))
    for word in search_key(words).split()[:8]:
        rows = rows.where(Organization.search_key.contains(word))
    rows = rows.group_by(*columns, Organization.sort_key)
    if shown == EMPTY:
        rows = rows.having(count == 0)
    return rows.order_by(Organization.sort_key, Organization.id)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and 0 < len(text) < 6 and int(text) else 1
