"""The parts of a family's file as ready HTML, kept in memory under everything they show.

Drawing a file takes many milliseconds, finding it drawn takes a fraction of one. The key of a kept drawing is all the
rows it was made of, with the day and what the person may do: no version to forget, nothing stale. What bears a token
is never kept: the buttons of the parts belong to a form of the page (``_write_form.html``).
"""

from __future__ import annotations

from typing import Any

from flask import current_app
from markupsafe import Markup

from schoolapp import clock
from schoolapp.accounts.models import User
from schoolapp.families import file_queries
from schoolapp.families.circle import Rights, rights_of
from schoolapp.families.family import Family
from schoolapp.families.file_sheet import Change, Sheet
from schoolapp.families.parts import Entry, Timeline, Window, histories

# In the order of the page; the template of each is families/file/_NAME.html, its root has the id file-NAME.
PARTS = ("head", "reach", "factors", "plan", "homes", "around", "access")
MOST_FILES, MOST_CHANGES = 300, 3000

Drawing = dict[str, Markup]
_files: dict[tuple[Any, ...], Drawing] = {}
_changes: dict[tuple[Any, ...], Markup] = {}


def drawing(sheet: Sheet, user: User) -> Drawing:
    """The parts of the file that was read, drawn for this person."""
    rights = rights_of(user)
    key = (sheet.raw, rights, clock.today(), clock.zone())
    return _files.get(key) or _keep(_files, MOST_FILES, key, _draw(file_queries.fill(sheet), rights))


def _draw(sheet: Sheet, rights: Rights) -> Drawing:
    return {part: _render(f"_{part}", sheet=sheet, can=rights) for part in PARTS}


def _render(name: str, **context: Any) -> Markup:
    template = current_app.jinja_env.get_template(f"families/file/{name}.html")
    return Markup(template.render(**context))  # noqa: S704 - our own template, escaped when it was drawn


def _keep(kept: dict[tuple[Any, ...], Any], most: int, key: tuple[Any, ...], drawn: Any) -> Any:
    """Keep a drawing; when there are too many, the older half goes."""
    if len(kept) >= most:
        for old in list(kept)[: most // 2]:
            kept.pop(old, None)
    kept[key] = drawn
    return drawn


def history(sheet: Sheet | None = None) -> Timeline:
    """The room's own source of the timeline, with the rows of the rooms above that were read with it: what ``sheet``
    already holds, or a reading of its own."""

    def source(user: User, family: Family, window: Window) -> list[Entry]:
        if sheet is not None and window == Window():
            moves, tiers, others = sheet.moves, sheet.tiers, sheet.others
        else:
            moves, tiers, others = file_queries.older(user, family.id, window)
        found = [_entry("_link_change", move) for move in moves] + [_entry("_tier_change", tier) for tier in tiers]
        return found + [entry for history in histories() for entry in history.entries(user, family, others)]

    return source


def _entry(name: str, change: Change) -> Entry:
    key = (name, change, clock.today().year, clock.zone())
    html = _changes.get(key) or _keep(_changes, MOST_CHANGES, key, _render(name, change=change))
    return Entry(change.at, f"families/file/{name}.html", "change", change, html)
