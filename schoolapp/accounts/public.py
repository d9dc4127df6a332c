"""The pages one reaches without being signed in: the door of the house."""

from __future__ import annotations

from typing import Any

import flask
from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from schoolapp.access import public
from schoolapp.accounts import entrance, queries, second_step, sessions
from schoolapp.accounts.forms import CodeForm, SignInForm
from schoolapp.answers import go
from schoolapp.extensions import csrf

bp = Blueprint("accounts", __name__)


def door(template: str, form: Any, outcome: entrance.Outcome | None = None, status: int = 200) -> Response:
    """A page of the door with its form, and the refusal when there is one."""
    if outcome is not None:
        status = outcome.status
    body = render_template(template, form=form, outcome=outcome, school=queries.school())
    response = make_response(body, status)
    if outcome is not None and outcome.wait:
        response.headers["Retry-After"] = str(outcome.wait)
    return response


@bp.get("/connexion")
@public
def sign_in() -> Any:
    suite = request.args.get("suite", "")
    if current_user.is_authenticated:
        return redirect(entrance.local_path(suite), 303)
    return door("accounts/sign_in.html", SignInForm(formdata=None, suite=suite))


@bp.post("/connexion")
@csrf.exempt
@public
def check_password() -> Any:
    form = SignInForm()
    if not form.validate():
        return door("accounts/sign_in.html", form, status=422)
    outcome = entrance.check_password(form.email.data, form.password.data)
    if outcome.user is None:
        return door("accounts/sign_in.html", form, outcome)
    return entrance.after_password(outcome.user, form.suite.data)


@bp.get("/connexion/code", endpoint="second_step")
@public
def ask_code() -> Any:
    if second_step.pending() is None:
        return redirect(url_for("accounts.sign_in"), 303)
    return door("accounts/second_step.html", CodeForm(formdata=None, suite=request.args.get("suite", "")))


@bp.post("/connexion/code")
@csrf.exempt
@public
def check_code() -> Any:
    form, user = CodeForm(), second_step.pending()
    if user is None:
        flask.flash(_("Le délai pour écrire le code est passé. Recommencez."), "info")
        return go(url_for("accounts.sign_in", suite=form.suite.data or None))
    if not form.validate():
        return door("accounts/second_step.html", form, status=422)
    outcome = entrance.check_code(user, form.code.data)
    if outcome.user is None:
        return door("accounts/second_step.html", form, outcome)
    return entrance.admit(user, form.suite.data, second_step_done=True)


@bp.get("/deconnexion")
@public
def confirm_sign_out() -> Any:
    return render_template("accounts/sign_out.html")


@bp.post("/deconnexion")
@public
def sign_out() -> Any:
    entrance.leave(current_user)
    flask.flash(_("Vous êtes hors connexion."), "done")
    return sessions.drop_cookie(go(url_for("accounts.sign_in")))
