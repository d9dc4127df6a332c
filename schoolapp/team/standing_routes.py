"""Views of the standing points of the school: what every agenda begins with."""

from __future__ import annotations

from flask import Blueprint, Response, url_for
from flask_babel import gettext as _
from flask_login import current_user

from schoolapp.access import LEADS, allow
from schoolapp.answers import page_or_fragment, saved
from schoolapp.errors import Stale
from schoolapp.team import queries
from schoolapp.team.forms import PlaceForm, TitleForm
from schoolapp.team.models import StandingPoint

bp = Blueprint("standing", __name__)


@bp.get("/rencontres/permanents")
@allow(LEADS)
def index() -> Response:
    return _list()


@bp.post("/rencontres/permanents")
@allow(LEADS)
def add() -> Response:
    form = TitleForm()
    if not form.validate():
        return _list(422, form=form)
    StandingPoint.add(form.title.data, by=current_user)
    saved(_("Point permanent ajouté."))
    return _back()


@bp.post("/rencontres/permanents/<int:point_id>/edition")
@allow(LEADS)
def update(point_id: int) -> Response:
    point, form = queries.standing_for(point_id), TitleForm(prefix=f"p{point_id}")
    if not form.validate():
        return _list(422, edited=form, edited_id=point_id)
    try:
        point.rewrite(form.version.data or 0, form.title.data, by=current_user)
    except Stale as stale:
        form.version.data = stale.current.version
        return _list(409, edited=form, edited_id=point_id)
    saved(_("Point permanent modifié."))
    return _back()


@bp.post("/rencontres/permanents/<int:point_id>/place")
@allow(LEADS)
def place(point_id: int) -> Response:
    point, form = queries.standing_for(point_id), PlaceForm()
    if form.validate() and form.steps:
        point.shift(form.steps, by=current_user)
    return _back()


@bp.post("/rencontres/permanents/<int:point_id>/retrait")
@allow(LEADS)
def remove(point_id: int) -> Response:
    queries.standing_for(point_id).remove(by=current_user)
    saved(_("Point permanent retiré."), undo=(url_for("standing.restore", point_id=point_id), {}))
    return _back()


@bp.post("/rencontres/permanents/<int:point_id>/retour")
@allow(LEADS)
def restore(point_id: int) -> Response:
    queries.standing_for(point_id).restore(by=current_user)
    saved(_("Point permanent remis."))
    return _back()


def _list(status: int = 200, **more: object) -> Response:
    context = {"points": queries.standing(), "form": TitleForm(formdata=None), "edited": None, "edited_id": 0} | more
    return page_or_fragment("team/_standing.html", "team/standing.html", status=status, **context)


def _back() -> Response:
    context = {"points": queries.standing(), "form": TitleForm(formdata=None), "edited": None, "edited_id": 0}
    return page_or_fragment("team/_standing.html", redirect_to=url_for("standing.index"), **context)
