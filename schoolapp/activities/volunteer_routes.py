"""Views of volunteers' checks: everybody who works with them reads where they stand, the direction sets it."""

from __future__ import annotations

from flask import Blueprint, Response, make_response, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user

from schoolapp import audit
from schoolapp.access import DIRECTION, allow
from schoolapp.activities import checks, queries, rules
from schoolapp.activities.models import SignUp
from schoolapp.activities.sign_up_forms import CheckForm
from schoolapp.answers import go, saved
from schoolapp.errors import Stale

bp = Blueprint("volunteers", __name__, url_prefix="/calendrier/benevoles")


@bp.get("")
@allow(rules.MANAGERS)
def index() -> Response:
    audit.record("volunteer.list", by=current_user)
    context = {"volunteers": checks.volunteers(), "sets": rules.sets_checks(current_user)}
    return make_response(render_template("activities/volunteers.html", **context))


@bp.get("/<int:sign_up_id>")
@allow(DIRECTION)
def edit(sign_up_id: int) -> Response:
    row = queries.sign_up_for(current_user, sign_up_id)
    check = checks.known([row])[row.id]
    return _form(CheckForm(data={"status": check.status, "on": check.on, "version": check.version or None}), row)


@bp.post("/<int:sign_up_id>")
@allow(DIRECTION)
def update(sign_up_id: int) -> Response:
    row, form = queries.sign_up_for(current_user, sign_up_id), CheckForm()
    if not form.validate():
        return _form(form, row, 422)
    try:
        checks.set_check(row, form.version.data or 0, form.status.data, form.on.data, by=current_user)
    except Stale:
        form.version.data = checks.known([row])[row.id].version
        return _form(form, row, 409)
    saved(_("Vérification notée."))
    return go(url_for("volunteers.index"))


def _form(form: CheckForm, row: SignUp, status: int = 200) -> Response:
    context = {"form": form, "row": row, "check": checks.known([row])[row.id], "theirs": status == 409}
    return make_response(render_template("activities/volunteer.html", **context), status)
