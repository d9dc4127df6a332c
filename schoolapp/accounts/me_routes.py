"""A person's own account: their sessions, their password, their second step."""

from __future__ import annotations

from typing import Any

from flask import Response, current_app, flash, make_response, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from schoolapp.access import ALL_STAFF, SCHOOL_STAFF, allow, roles_of
from schoolapp.accounts import entrance, queries, second_step, sessions
from schoolapp.accounts.absences import absences_of
from schoolapp.accounts.entrance import Outcome
from schoolapp.accounts.forms import ChangePasswordForm, CodeForm, ConfirmationForm, DigestForm
from schoolapp.accounts.public import bp, door
from schoolapp.answers import go, saved

# What someone who still has to turn the second step on may reach.
ENROLMENT = frozenset({"accounts.own_second_step", "accounts.start_second_step", "accounts.confirm_second_step"})


def require_second_step() -> Response | None:
    """Lead whoever has to turn the second step on to the page where it is done, before anything else."""
    view = current_app.view_functions.get(request.endpoint or "")
    if request.endpoint in ENROLMENT or not (view and roles_of(view)) or not current_user.is_authenticated:
        return None
    if current_user.has_second_step or not second_step.expects(current_user):
        return None
    return go(url_for("accounts.own_second_step"))


@bp.get("/mon-compte")
@allow(ALL_STAFF)
def me() -> Any:
    return _me(DigestForm(obj=queries.user_for(current_user.id), formdata=None))


def _me(digest: DigestForm, status: int = 200) -> Response:
    shown = {"sessions": queries.sessions_of(current_user), "absences": absences_of(current_user)}
    sends_mail = current_app.config["SETTINGS"].sends_mail
    return make_response(render_template("accounts/me.html", digest=digest, sends_mail=sends_mail, **shown), status)


@bp.post("/mon-compte/resume")
@allow(SCHOOL_STAFF)
def choose_digest() -> Any:
    form = DigestForm()
    if not form.validate():
        return _me(form, 422)
    current_user.choose_digest(form.digest.data)
    saved(_("Choix enregistré"))
    return go(url_for("accounts.me"))


@bp.post("/mon-compte/sessions/<int:session_id>/fermeture")
@allow(ALL_STAFF)
def close_session(session_id: int) -> Any:
    current_user.close_session(queries.session_for(current_user, session_id))
    saved(_("Session fermée"))
    return go(url_for("accounts.me"))


@bp.post("/mon-compte/sessions/fermeture")
@allow(ALL_STAFF)
def close_other_sessions() -> Any:
    current_user.close_other_sessions(current_user.session_id)
    saved(_("Les autres sessions sont fermées"))
    return go(url_for("accounts.me"))


# ---- the password


@bp.get("/mon-compte/mot-de-passe")
@allow(ALL_STAFF)
def own_password() -> Any:
    return render_template("accounts/own_password.html", form=ChangePasswordForm(formdata=None))


@bp.post("/mon-compte/mot-de-passe")
@allow(ALL_STAFF)
def change_password() -> Any:
    form, user = ChangePasswordForm(), queries.user_for(current_user.id)
    form.personal = queries.personal_words(user)
    if not form.validate():
        return door("accounts/own_password.html", form, status=422)
    outcome = entrance.change_own_password(user, form.current.data, form.password.data, keep=current_user.session_id)
    if not outcome.right:
        return door("accounts/own_password.html", form, outcome)
    saved(_("Mot de passe changé; vos autres sessions sont fermées"))
    return go(url_for("accounts.me"))


# ---- the second step


@bp.get("/mon-compte/deuxieme-etape")
@allow(ALL_STAFF)
def own_second_step() -> Any:
    return _second_step_page()


def _second_step_page(outcome: Outcome | None = None, status: int = 200, **sent: Any) -> Response:
    """Its three forms are empty but the one that was sent."""
    forms = {
        "confirm": ConfirmationForm(formdata=None),
        "renew": CodeForm(formdata=None, prefix="renew"),
        "off": CodeForm(formdata=None, prefix="off"),
    } | sent
    state = second_step.state_of(queries.user_for(current_user.id))
    return door("accounts/own_second_step.html", forms["confirm"], outcome, status, state=state, forms=forms)


@bp.post("/mon-compte/deuxieme-etape")
@allow(ALL_STAFF)
def start_second_step() -> Any:
    second_step.start(current_user)
    return go(url_for("accounts.own_second_step"))


@bp.post("/mon-compte/deuxieme-etape/confirmation")
@allow(ALL_STAFF)
def confirm_second_step() -> Any:
    form, user = ConfirmationForm(), queries.user_for(current_user.id)
    if not form.validate():
        return _second_step_page(status=422, confirm=form)
    codes = second_step.confirm(user, form.code.data)
    if codes is None:
        return _second_step_page(entrance.WRONG_FIRST_CODE, confirm=form)
    return _told_once(codes, sessions.renew(user, second_step_done=True))


def _told_once(codes: list[str], token: str) -> Response:
    """Recovery codes are shown by the answer itself: no address brings them back."""
    return sessions.put_cookie(make_response(render_template("accounts/recovery_codes.html", codes=codes)), token)


@bp.post("/mon-compte/deuxieme-etape/codes")
@allow(ALL_STAFF)
def renew_recovery_codes() -> Any:
    form, user = CodeForm(prefix="renew"), queries.user_for(current_user.id)
    if not form.validate():
        return _second_step_page(status=422, renew=form)
    outcome = entrance.check_code(user, form.code.data)
    if not outcome.right:
        return _second_step_page(outcome, renew=form)
    return _told_once(second_step.renew_codes(user), sessions.renew(user, second_step_done=True))


@bp.post("/mon-compte/deuxieme-etape/retrait")
@allow(ALL_STAFF)
def remove_second_step() -> Any:
    form, user = CodeForm(prefix="off"), queries.user_for(current_user.id)
    if not form.validate():
        return _second_step_page(status=422, off=form)
    outcome = entrance.check_code(user, form.code.data)
    if not outcome.right:
        return _second_step_page(outcome, off=form)
    second_step.remove(user, by=user)
    flash(_("La deuxième étape est retirée de votre compte."), "done")
    return sessions.put_cookie(go(url_for("accounts.own_second_step")), sessions.renew(user, second_step_done=False))
