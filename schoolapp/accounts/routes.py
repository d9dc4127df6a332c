"""What the direction does here: people's accounts, and the school's settings.

``public`` holds the door, ``me_routes`` a person's own account.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

from flask import Flask, Response, current_app, make_response, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user

from schoolapp.access import DIRECTION, allow
from schoolapp.accounts import first_run, links, me_routes, queries, second_step, sessions
from schoolapp.accounts.absences import absences_of
from schoolapp.accounts.forms import AccountForm, EditAccountForm, SchoolForm
from schoolapp.accounts.models import School, User
from schoolapp.accounts.public import bp
from schoolapp.answers import go, saved
from schoolapp.audit import record
from schoolapp.errors import Stale


@bp.get("/comptes")
@allow(DIRECTION)
def index() -> Any:
    record("account.list", by=current_user)
    return render_template("accounts/index.html", users=queries.accounts())


@bp.get("/comptes/nouveau")
@allow(DIRECTION)
def new() -> Any:
    return render_template("accounts/new.html", form=AccountForm(formdata=None))


@bp.post("/comptes")
@allow(DIRECTION)
def create() -> Any:
    form = AccountForm()
    if not form.validate():
        return render_template("accounts/new.html", form=form), 422
    user = User.open_account(**form.columns, by=current_user)
    saved(_("Compte créé"))
    return go(url_for("accounts.show", user_id=user.id))


@bp.get("/comptes/<int:user_id>")
@allow(DIRECTION)
def show(user_id: int) -> Any:
    user = queries.user_for(user_id)
    record("account.opened", by=current_user, subject=user)
    return _sheet(user, EditAccountForm(user, formdata=None))


def _sheet(user: User, form: EditAccountForm, status: int = 200, theirs: User | None = None) -> Response:
    """A person's sheet; ``theirs`` is the account as somebody else changed it meanwhile."""
    shown = {"link": links.waiting_for(user), "absences": absences_of(user)}
    return make_response(render_template("accounts/show.html", user=user, form=form, theirs=theirs, **shown), status)


@bp.post("/comptes/<int:user_id>/edition")
@allow(DIRECTION)
def update(user_id: int) -> Any:
    user = queries.user_for(user_id)
    form = EditAccountForm(user)
    if not form.validate():
        return _sheet(user, form, 422)
    try:
        user.rewrite(form.version.data, **form.columns, by=current_user)
    except Stale as stale:
        form.version.data = stale.current.version
        return _sheet(stale.current, form, 409, theirs=stale.current)
    saved(_("Compte enregistré"))
    return go(url_for("accounts.show", user_id=user.id))


@bp.post("/comptes/<int:user_id>/desactivation")
@allow(DIRECTION)
def disable(user_id: int) -> Any:
    queries.user_for(user_id).disable(by=current_user)
    saved(_("Compte désactivé, ses sessions sont fermées"))
    return go(url_for("accounts.show", user_id=user_id))


@bp.post("/comptes/<int:user_id>/reactivation")
@allow(DIRECTION)
def enable(user_id: int) -> Any:
    queries.user_for(user_id).enable(by=current_user)
    saved(_("Compte réactivé"))
    return go(url_for("accounts.show", user_id=user_id))


@bp.post("/comptes/<int:user_id>/lien")
@allow(DIRECTION)
def give_link(user_id: int) -> Any:
    user = queries.user_for(user_id)
    address = links.give(user, by=current_user)
    response = make_response(render_template("accounts/link.html", user=user, address=address))
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


@bp.post("/comptes/<int:user_id>/lien/retrait")
@allow(DIRECTION)
def withdraw_link(user_id: int) -> Any:
    links.withdraw(queries.user_for(user_id), by=current_user)
    saved(_("Lien retiré"))
    return go(url_for("accounts.show", user_id=user_id))


@bp.post("/comptes/<int:user_id>/deuxieme-etape/retrait")
@allow(DIRECTION)
def reset_second_step(user_id: int) -> Any:
    second_step.remove(queries.user_for(user_id), by=current_user)
    saved(_("Deuxième étape retirée"))
    return go(url_for("accounts.show", user_id=user_id))


# ---- the school


@bp.get("/ecole")
@allow(DIRECTION)
def school() -> Any:
    return _school(SchoolForm(obj=queries.school(), formdata=None))


def _school(form: SchoolForm, status: int = 200, theirs: School | None = None) -> Response:
    """The school's sheet; ``theirs`` is the school as somebody else changed it meanwhile."""
    sends_mail = current_app.config["SETTINGS"].sends_mail
    return make_response(
        render_template("accounts/school.html", form=form, theirs=theirs, sends_mail=sends_mail), status
    )


@bp.post("/ecole")
@allow(DIRECTION)
def update_school() -> Any:
    form, house = SchoolForm(), queries.school()
    if not form.validate():
        return _school(form, 422)
    try:
        house.rewrite(form.version.data, **form.columns, by=current_user)
    except Stale as stale:
        form.version.data = stale.current.version
        return _school(form, 409, theirs=stale.current)
    saved(_("Réglages enregistrés"))
    return go(url_for("accounts.school"))


# Modules of this room that import ``bp`` and hang their views on it.
PARTS = ("absence_routes", "calendar_routes")


def register(app: Flask) -> None:
    """Serve the room."""
    for part in PARTS:
        import_module(f"schoolapp.accounts.{part}")
    sessions.register(app)
    first_run.register(app)
    app.before_request(me_routes.require_second_step)
    app.register_blueprint(bp)
