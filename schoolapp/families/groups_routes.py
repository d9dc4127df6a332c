"""Administration of school years and groups, for the direction and the secretariat."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Flask, Response, make_response, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from schoolapp.access import OFFICE, allow
from schoolapp.accounts import first_run
from schoolapp.answers import go, saved
from schoolapp.errors import Stale
from schoolapp.families import groups_queries as queries
from schoolapp.families import years
from schoolapp.families.groups_forms import EditGroupForm, GroupForm, YearForm
from schoolapp.families.models import Group

bp = Blueprint("groups", __name__)


@bp.get("/groupes")
@allow(OFFICE)
def index() -> Any:
    year = queries.year_for(request.args.get("annee", type=int) or current_user.school.current_year_id)
    return render_template(
        "groups/index.html", year=year, years=queries.years(), groups=queries.groups_of(year), form=YearForm()
    )


@bp.post("/groupes/annees")
@allow(OFFICE)
def create_year() -> Any:
    form = YearForm()
    if not form.validate():
        year = queries.year_for(current_user.school.current_year_id)
        page = render_template(
            "groups/index.html", year=year, years=queries.years(), groups=queries.groups_of(year), form=form
        )
        return page, 422
    columns = {name: form[name].data for name in ("label", "starts_on", "ends_on")}
    year_id = years.open_year(**columns, by=current_user)
    saved(_("Année ajoutée"))
    return go(url_for("groups.index", annee=year_id))


@bp.post("/groupes/annees/<int:year_id>/courante")
@allow(OFFICE)
def make_current(year_id: int) -> Any:
    year = queries.year_for(year_id)
    years.make_current(year, by=current_user)
    saved(_("%(label)s est l’année en cours", label=year.label))
    return go(url_for("groups.index", annee=year.id))


@bp.get("/groupes/annees/<int:year_id>/nouveau")
@allow(OFFICE)
def new(year_id: int) -> Any:
    year = queries.year_for(year_id)
    return render_template("groups/new.html", year=year, form=GroupForm(year, formdata=None))


@bp.post("/groupes/annees/<int:year_id>")
@allow(OFFICE)
def create(year_id: int) -> Any:
    year = queries.year_for(year_id)
    form = GroupForm(year)
    if not form.validate():
        return render_template("groups/new.html", year=year, form=form), 422
    years.open_group(year, **form.columns, by=current_user)
    saved(_("Groupe ajouté"))
    return go(url_for("groups.index", annee=year.id))


@bp.get("/groupes/<int:group_id>")
@allow(OFFICE)
def show(group_id: int) -> Any:
    group = queries.group_for(group_id)
    return _sheet(group, EditGroupForm(group.year, group, formdata=None))


def _sheet(group: Group, form: EditGroupForm, status: int = 200, theirs: Group | None = None) -> Response:
    page = render_template(
        "groups/show.html", group=group, form=form, theirs=theirs, is_in_use=queries.is_in_use(group)
    )
    return make_response(page, status)


@bp.post("/groupes/<int:group_id>/edition")
@allow(OFFICE)
def update(group_id: int) -> Any:
    group = queries.group_for(group_id)
    form = EditGroupForm(group.year, group)
    if not form.validate():
        return _sheet(group, form, 422)
    try:
        years.rewrite_group(group, form.version.data, **form.columns, by=current_user)
    except Stale as stale:
        form.version.data = stale.current.version
        return _sheet(group, form, 409, theirs=stale.current)
    saved(_("Groupe enregistré"))
    return go(url_for("groups.index", annee=group.year_id))


@bp.post("/groupes/<int:group_id>/retrait")
@allow(OFFICE)
def remove(group_id: int) -> Any:
    group = queries.group_for(group_id)
    years.remove_group(group, by=current_user)
    saved(_("Groupe retiré"))
    return go(url_for("groups.index", annee=group.year_id))


def register(app: Flask) -> None:
    """Serve the groups, and let the first visit write the first school year."""
    first_run.open_years_with(years.open_year)
    app.register_blueprint(bp)
