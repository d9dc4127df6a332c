"""Absences: everyone announces their own, the direction anybody's."""

from __future__ import annotations

from typing import Any

from flask import Response, abort, make_response, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user

from schoolapp.access import DIRECTION, SCHOOL_STAFF, allow
from schoolapp.accounts import queries
from schoolapp.accounts.absence_forms import AbsenceForm
from schoolapp.accounts.absences import Absence, absence_of
from schoolapp.accounts.models import User
from schoolapp.accounts.public import bp
from schoolapp.answers import go, saved


def _sheet(user: User, form: AbsenceForm, status: int = 200) -> Response:
    return make_response(render_template("accounts/absence.html", user=user, form=form, back=_back(user)), status)


def _back(user: User) -> str:
    mine = user.id == current_user.id
    return url_for("accounts.me") if mine else url_for("accounts.show", user_id=user.id)


def _plan(user: User) -> Response:
    form = AbsenceForm(user)
    if not form.validate():
        return _sheet(user, form, 422)
    Absence.plan(user, by=current_user, **form.columns)
    saved(_("Absence annoncée"))
    return go(_back(user))


def _withdraw(user: User, absence_id: int, again: str) -> Response:
    """Take an absence back; its undo announces the same again, at the address ``again``."""
    absence = absence_of(user, absence_id) or abort(404)
    absence.withdraw(by=current_user)
    fields = {
        "starts_on": absence.starts_on.isoformat(),
        "ends_on": absence.ends_on.isoformat(),
        "stand_in": absence.stand_in_id or "",
        "words": absence.words,
    }
    saved(_("Absence retirée"), undo=(again, fields))
    return go(_back(user))


@bp.get("/mon-compte/absences/nouvelle")
@allow(SCHOOL_STAFF)
def new_own_absence() -> Any:
    return _sheet(current_user, AbsenceForm(current_user, formdata=None))


@bp.post("/mon-compte/absences")
@allow(SCHOOL_STAFF)
def plan_own_absence() -> Any:
    return _plan(current_user)


@bp.post("/mon-compte/absences/<int:absence_id>/retrait")
@allow(SCHOOL_STAFF)
def withdraw_own_absence(absence_id: int) -> Any:
    return _withdraw(current_user, absence_id, url_for("accounts.plan_own_absence"))


@bp.get("/comptes/<int:user_id>/absences/nouvelle")
@allow(DIRECTION)
def new_absence(user_id: int) -> Any:
    user = queries.user_for(user_id)
    return _sheet(user, AbsenceForm(user, formdata=None))


@bp.post("/comptes/<int:user_id>/absences")
@allow(DIRECTION)
def plan_absence(user_id: int) -> Any:
    return _plan(queries.user_for(user_id))


@bp.post("/comptes/<int:user_id>/absences/<int:absence_id>/retrait")
@allow(DIRECTION)
def withdraw_absence(user_id: int, absence_id: int) -> Any:
    return _withdraw(queries.user_for(user_id), absence_id, url_for("accounts.plan_absence", user_id=user_id))
