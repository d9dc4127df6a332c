"""The pages one reaches without being signed in: the door of the house."""

from __future__ import annotations

from typing import Any

import flask
from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from schoolapp.access import public
from schoolapp.accounts import devices, entrance, first_run, links, passwords, queries, second_step, sessions
from schoolapp.accounts.entrance import Outcome
from schoolapp.accounts.forms import ChoosePasswordForm, CodeForm, FirstCodeForm, FirstRunForm, SignInForm
from schoolapp.answers import go
from schoolapp.extensions import csrf

bp = Blueprint("accounts", __name__)


def door(template: str, form: Any, outcome: Outcome | None = None, status: int = 200, **context: Any) -> Response:
    """A page of the door with its form, and the refusal when there is one."""
    if outcome is not None:
        status = outcome.status
    body = render_template(template, form=form, outcome=outcome, school=queries.school(), **context)
    response = make_response(body, status)
    if outcome is not None and outcome.wait:
        response.headers["Retry-After"] = str(outcome.wait)
    return response


def secretly(response: Response) -> Response:
    """The address of this page is a secret: no other page is told of it."""
    response.headers["Referrer-Policy"] = "no-referrer"
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
    if not outcome.right:
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
    if not outcome.right:
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


# ---- choosing a password by a link


def _link_is_over() -> Response:
    """One same page for a link that is unknown, used, over or withdrawn."""
    return secretly(make_response(render_template("accounts/link_over.html"), 404))


def _choose(link: Any, form: ChoosePasswordForm, outcome: Outcome | None = None, status: int = 200) -> Response:
    return secretly(door("accounts/choose_password.html", form, outcome, status, link=link))


@bp.get("/mot-de-passe/<token>")
@public
def choose_password(token: str) -> Any:
    link = links.usable(token)
    return _link_is_over() if link is None else _choose(link, ChoosePasswordForm(formdata=None))


@bp.post("/mot-de-passe/<token>")
@csrf.exempt  # the form checks its own token: under https the general check wants a referrer, which this page hides
@public
def use_link(token: str) -> Any:
    link, form = links.usable(token), ChoosePasswordForm()
    if link is None:
        return _link_is_over()
    form.personal = queries.personal_words(link.user)
    if not form.validate():
        return _choose(link, form, status=422)
    try:
        user = links.use(link, form.password.data)
    except passwords.Busy:
        return _choose(link, form, entrance.BUSY)
    except links.UsedMeanwhile:
        return _link_is_over()
    flask.flash(_("Votre mot de passe est choisi. Vous pouvez maintenant vous connecter."), "done")
    return devices.remember(go(url_for("accounts.sign_in")), user)


# ---- the first visit


@bp.get("/premiere-visite", endpoint="first_run")
@public
def first_visit() -> Any:
    if queries.school() is not None:
        return redirect(url_for("accounts.sign_in"), 303)
    if first_run.is_unlocked():
        return door("accounts/first_run.html", FirstRunForm(formdata=None, data=first_run.suggestions()))
    return door("accounts/first_code.html", FirstCodeForm(formdata=None))


@bp.post("/premiere-visite/code")
@csrf.exempt
@public
def check_first_code() -> Any:
    if queries.school() is not None:
        return go(url_for("accounts.sign_in"))
    form = FirstCodeForm()
    if not form.validate():
        return door("accounts/first_code.html", form, status=422)
    outcome = first_run.check_code(form.code.data)
    return go(url_for("accounts.first_run")) if outcome.right else door("accounts/first_code.html", form, outcome)


@bp.post("/premiere-visite")
@csrf.exempt
@public
def open_house() -> Any:
    if queries.school() is not None or not first_run.is_unlocked():
        return go(url_for("accounts.first_run"))
    form = FirstRunForm()
    form.personal = (form.person.data or "", form.email.data or "", form.name.data or "")
    if not form.validate():
        return door("accounts/first_run.html", form, status=422)
    try:
        user = first_run.open_house(**form.parts)
    except passwords.Busy:
        return door("accounts/first_run.html", form, entrance.BUSY)
    return entrance.admit(user, None, second_step_done=False)
