"""A family's file as ready HTML, kept in memory under everything it shows: the page, its parts, its timeline's entries.

Drawing a file takes many milliseconds, finding it drawn takes a fraction of one. The key of a kept drawing is all the
rows it was made of, with the day and who reads it: no version to forget, nothing stale. Reading the rows takes longer
than all the rest: where the database itself marks what changes (migration 0026), a page is found again without them.
The page has holes for what each opening has of its own: tokens, keys of forms, how many times the file was opened. The
parts, which also come alone, bear no token: their buttons belong to a form of the page (``_write_form.html``).
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import current_app
from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup

from schoolapp import clock, opened_forms
from schoolapp.accounts.models import User
from schoolapp.database import as_moment
from schoolapp.extensions import TOKEN, csrf_token
from schoolapp.families import file_queries, parts
from schoolapp.families.circle import Rights, rights_of
from schoolapp.families.family import Family
from schoolapp.families.file_sheet import Change, Row, Sheet
from schoolapp.families.file_sql import MOST_OPENED
from schoolapp.families.parts import END_OF_TIME, Entry, Timeline, Window, histories, timeline
from schoolapp.families.parts import timelines as other_timelines
from schoolapp.keep import Drawn, Keep, hole
from schoolapp.navigation import framed
from schoolapp.records import NamedTuple

# In the order of the page; the template of each is families/file/_NAME.html, its root has the id file-NAME.
PARTS = ("head", "reach", "factors", "plan", "homes", "around", "access")


class Page(NamedTuple):
    """The page of a file without its surround. At ``until``, somebody who opened it for a time loses it."""

    title: str
    main: Drawn
    until: datetime


Drawing = dict[str, Markup]
Rows = list[tuple[Any, ...]]
_files: Keep[Drawing] = Keep(300)
_pages: Keep[Page] = Keep(60)
_marked: Keep[Page] = Keep(60)
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


def forget() -> None:
    """Read and draw again whatever is asked next."""
    for kept in (_files, _pages, _marked):
        kept.clear()


def page(sheet: Sheet, user: User) -> bytes:
    """The page of a file whose head was read, for this person; the count adds this opening to the others."""
    kept = _kept_page(sheet, user)
    own = {"token": csrf_token(), "form_key": opened_forms.new_key(), "opened": _opened(sheet.opened + 1)}
    return framed(kept.title, kept.main.filled(**{name: words.encode() for name, words in own.items()}))


def _opened(times: int) -> str:
    if times >= MOST_OPENED:
        return _("Ouvert %(num)d fois ou plus cette semaine", num=MOST_OPENED)
    return ngettext("Ouvert %(num)d fois cette semaine", "Ouvert %(num)d fois cette semaine", times)


def _kept_page(sheet: Sheet, user: User) -> Page:
    """The page as it was when nothing that files show was written since, else of all its rows, read now."""
    reader = (user.id, user.name, user.role, user.school.current_year_id, user.school.call_limit_month, clock.zone())
    key = (sheet.mark, sheet.id, clock.hour(), clock.today(), *reader)
    kept = _marked.get(key) if sheet.mark else None
    if kept and kept.until > clock.now():
        return kept
    found = _page(sheet, user, reader)
    return _marked.put(key, found) if sheet.mark else found


def _page(sheet: Sheet, user: User, reader: tuple[Any, ...]) -> Page:
    file_queries.read(sheet, user)
    read, sides = _read_thread(sheet, user), parts.side_rows(user, sheet.id)
    key = (*reader, sheet.raw, clock.today(), *map(tuple, read), *sides.values())
    return _pages.get(key) or _pages.put(key, _draw_page(sheet, user, read, sides))


def _draw_page(sheet: Sheet, user: User, read: list[Rows], sides: dict[str, Any]) -> Page:
    context = {
        "drawn": drawing(sheet, user),
        "opening": file_queries.own_opening(sheet, user),
        "thread": _thread(sheet, user, read),
        "heads": parts.heads(user, sheet.family),
        "panels": parts.panels(user, sheet.family, sides),
        "opened": hole("opened"),
    }
    html = _render("_page", sheet=sheet, user=user, csrf_token=lambda: TOKEN, **context)
    openings = (Row._make(row) for row in sheet.raw[1:] if row[0] == "opening")
    until = min((as_moment(opening.at) for opening in openings), default=END_OF_TIME)
    return Page(_("Famille %(name)s", name=sheet.family.name), Drawn(html), until)


def thread(sheet: Sheet, user: User) -> Markup:
    """The first page of the timeline, for the file that was read; empty when nothing is on it."""
    return _thread(sheet, user, _read_thread(sheet, user))


def _read_thread(sheet: Sheet, user: User) -> list[Rows]:
    return [list(sheet.past), *(source.rows(user, sheet.id, Window()) for source in other_timelines())]


def _thread(sheet: Sheet, user: User, read: list[Rows]) -> Markup:
    stretch = timeline(user, sheet.family, [_once(*pair) for pair in zip(timelines(), read, strict=True)])
    return _render("_thread", thread=stretch, sheet=sheet) if stretch.entries else Markup()


def _once(source: Timeline, read: Rows) -> Timeline:
    """The same source, of which the first page was read already."""

    def rows(user: User, family_id: int, window: Window) -> Rows:
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
