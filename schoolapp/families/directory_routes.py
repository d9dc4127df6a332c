"""The directory of families: contacts, families to add to the board, and families made by hand."""

from __future__ import annotations

from typing import Any

from flask import Response, render_template, request, url_for
from flask_babel import gettext as _

from schoolapp import audit
from schoolapp.access import LEADS, OFFICE, SCHOOL_STAFF, Role, allow
from schoolapp.answers import go, saved
from schoolapp.exports import csv_response
from schoolapp.families import board_queries, directory_page, directory_queries, directory_verbs
from schoolapp.families.board_events import opened
from schoolapp.families.board_routes import me
from schoolapp.families.directory_forms import NewFamilyForm
from schoolapp.families.directory_queries import Search
from schoolapp.families.routes import bp
from schoolapp.families.vocabulary import RELATIONS

MAKERS = LEADS | {Role.SECRETARIAT}


@bp.get("/familles/repertoire")
@allow(SCHOOL_STAFF)
def directory() -> Any:
    """The families whose contacts this person may see, by name."""
    groups = board_queries.groups(me())
    search = Search.of(me(), request.args, groups)
    page = directory_queries.page(me(), search, request.args.get("page", ""))
    opened("directory.opened", by=me(), detail=search.query())
    return render_template("families/directory.html", **directory_page.shown(me(), search, page, groups))


@bp.get("/familles/repertoire.csv")
@allow(OFFICE)
def directory_export() -> Response:
    """The directory as a spreadsheet, one line for each responsible person."""
    search = Search.of(me(), request.args, board_queries.groups(me()))
    lines = directory_page.lines(directory_queries.everything(me(), search))
    audit.record("directory.exported", by=me(), detail={"lignes": len(lines), "recherche": search.query()})
    return csv_response(_("repertoire-des-familles"), directory_page.headers(), lines)


@bp.get("/familles/nouvelle")
@allow(MAKERS)
def new() -> Any:
    """Ask for what makes a family's file."""
    return _new_page(NewFamilyForm(formdata=None))


@bp.post("/familles/nouvelle")
@allow(MAKERS)
def create() -> Any:
    """Make a family's file, unless it looks like one that exists."""
    form = NewFamilyForm()
    form.known = directory_queries.pupils_by_label()
    if not form.validate():
        return _new_page(form), 422
    form.alike = [] if form.confirmed.data else directory_queries.families_like(form.name.data, form.pupil_ids)
    if form.alike:
        return _new_page(form), 422
    family = directory_verbs.create_family(**form.chosen(), by=me())
    saved(_("Fiche de la famille %(name)s faite.", name=family.name))
    following = "families.prioritise_page" if me().role in LEADS else "families.show"
    return go(url_for(following, family_id=family.id))


def _new_page(form: NewFamilyForm) -> str:
    form.known = form.known or directory_queries.pupils_by_label()
    return render_template("families/new.html", form=form, relations=RELATIONS)
