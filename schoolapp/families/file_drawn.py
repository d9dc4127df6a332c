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
from schoolapp.extensions import csrf_token
from schoolapp.families import file_queries
from schoolapp.families.circle import Rights, rights_of
from schoolapp.families.family import Family
from schoolapp.families.file_sheet import Change, Sheet
from schoolapp.families.parts import Entry, Timeline, Window, histories, timeline
from schoolapp.families.parts import timelines as other_timelines
from schoolapp.keep import Keep

# In the order of the page; the template of each is families/file/_NAME.html, its root has the id file-NAME.
PARTS = ("head", "reach", "factors", "plan", "homes", "around", "access")

Drawing = dict[str, Markup]
_files: Keep[Drawing] = Keep(300)
_threads: Keep[Markup] = Keep(150)
_changes: Keep[Markup] = Keep(3000)


def drawing(sheet: Sheet, user: User) -> Drawing:
    """The parts of the file that was read, drawn for this person."""
    rights = rights_of(user)
    key = (sheet.raw, rights, clock.today(), clock.zone())
    return _files.get(key) or _files.put(key, _draw(file_queries.fill(sheet), rights))


def _draw(sheet: Sheet, rights: Rights) -> Drawing:
    return {part: _render(f"_{part}", sheet=sheet, can=rights) for part in PARTS}


def _render(name: str, **context: Any) -> Markup:
    template = current_app.jinja_env.get_template(f"families/file/{name}.html")
    return Markup(template.render(**context))  # noqa: S704 - our own template, escaped when it was drawn


def timelines() -> list[Timeline]:
    """Every source of the timeline, the room's own first."""
    return [Timeline(file_queries.older, _entries), *other_timelines()]


def thread(sheet: Sheet, user: User) -> Markup:
    """The first page of the timeline, for the file that was read; empty when nothing is on it."""
    read = [list(sheet.past), *(source.rows(user, sheet.id, Window()) for source in other_timelines())]
    key = (user.id, user.role, sheet.id, clock.today(), clock.zone(), *map(tuple, read))
    kept = _threads.get(key)
    if kept is not None:
        return kept
    stretch = timeline(user, sheet.family, [_once(*pair) for pair in zip(timelines(), read, strict=True)])
    html = _render("_thread", thread=stretch, sheet=sheet) if stretch.entries else Markup()
    return html if csrf_token() in html else _threads.put(key, html)


def _once(source: Timeline, read: list[tuple[Any, ...]]) -> Timeline:
    """The same source, of which the first page was read already."""

    def rows(user: User, family_id: int, window: Window) -> list[tuple[Any, ...]]:
        return read if window == Window() else source.rows(user, family_id, window)

    return Timeline(rows, source.entries)


def _entries(user: User, family: Family, past: list[tuple[Any, ...]]) -> list[Entry]:
    moves, tiers, rows = file_queries.history(past)
    found = [_entry("_link_change", move) for move in moves] + [_entry("_tier_change", tier) for tier in tiers]
    return found + [entry for history in histories() for entry in history.entries(user, family, rows)]


def _entry(name: str, change: Change) -> Entry:
    key = (name, change, clock.today().year, clock.zone())
    html = _changes.get(key) or _changes.put(key, _render(name, change=change))
    return Entry(change.at, f"families/file/{name}.html", "change", change, html)
