"""The school's calendar: the days without classes, kept by the direction and the office."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Response, abort, make_response, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from schoolapp.access import OFFICE, allow
from schoolapp.accounts import calendar_page, holidays
from schoolapp.accounts.calendar_forms import (
    LONGEST_CODES,
    Days,
    HolidaysForm,
    LinesForm,
    RemovalForm,
    RestoreForm,
    SpanForm,
)
from schoolapp.accounts.public import bp
from schoolapp.accounts.school_days import DayOff
from schoolapp.answers import go, saved
from schoolapp.forms import MAX_ID

PASTE, SPAN = "lignes", "jours"


def _wanted() -> int | None:
    text = request.args.get("annee", "")[:12]
    return int(text) if text.isascii() and text.isdigit() and 0 < int(text) <= MAX_ID else None


def _page(status: int = 200, **sent: Any) -> Response:
    """The page; its forms are empty but the one that was sent."""
    shown = calendar_page.page(_wanted())
    forms = {
        "span": SpanForm(prefix=SPAN, formdata=None),
        "paste": LinesForm(shown.year, prefix=PASTE, formdata=None),
    } | sent
    return make_response(render_template("accounts/calendar.html", page=shown, **forms), status)


def _add(days: Days) -> Response:
    """Write days off, tell how many, and lead to the year of the first one."""
    new = DayOff.add(days, by=current_user)
    if new:
        words = ngettext("%(num)s jour sans classe ajouté", "%(num)s jours sans classe ajoutés", len(new))
        codes = ",".join(spell.code for spell in calendar_page.spells(new))
        saved(words, undo=_undo("accounts.remove_days_off", days=codes))
    else:
        saved(_("Rien à ajouter : ces jours y sont déjà, ou tombent une fin de semaine"))
    return go(_address(min(day for day, _kind, _label in days) if days else None))


def _undo(endpoint: str, **fields: str) -> tuple[str, dict[str, str]] | None:
    """The form that takes an act back; none when it would not fit in the cookie where it waits for the next page."""
    fits = all(0 < len(text) <= LONGEST_CODES for text in fields.values())
    return (url_for(endpoint, annee=_wanted()), fields) if fits else None


def _address(day: date | None) -> str:
    known = calendar_page.years()
    return url_for("accounts.calendar", annee=calendar_page.year_of(known, None if day else _wanted(), day).id)


@bp.get("/ecole/calendrier")
@allow(OFFICE)
def calendar() -> Any:
    return _page()


@bp.post("/ecole/calendrier/jours")
@allow(OFFICE)
def add_days_off() -> Any:
    form = SpanForm(prefix=SPAN)
    return _add(form.days) if form.validate() else _page(422, span=form)


@bp.post("/ecole/calendrier/lignes")
@allow(OFFICE)
def paste_days_off() -> Any:
    form = LinesForm(calendar_page.year_of(calendar_page.years(), _wanted()), prefix=PASTE)
    return _add(form.days) if form.validate() else _page(422, paste=form)


@bp.post("/ecole/calendrier/feries")
@allow(OFFICE)
def add_holidays() -> Any:
    year = calendar_page.year_of(calendar_page.years(), _wanted())
    form = HolidaysForm(holidays.statutory(year.starts_on, year.ends_on))
    return _add(form.chosen) if form.validate() else _page(422)


@bp.post("/ecole/calendrier/retrait")
@allow(OFFICE)
def remove_days_off() -> Any:
    form = RemovalForm()
    if not form.validate():
        abort(400)
    rows = DayOff.remove(form.dates, by=current_user)
    lines = "\n".join(spell.line for spell in calendar_page.spells(rows))
    words = ngettext("%(num)s jour retiré", "%(num)s jours retirés", len(rows))
    saved(words, undo=_undo("accounts.restore_days_off", lines=lines))
    return go(_address(rows[0].day if rows else None))


@bp.post("/ecole/calendrier/retablissement")
@allow(OFFICE)
def restore_days_off() -> Any:
    form = RestoreForm()
    return _add(form.days) if form.validate() else abort(400)
