"""Views of what the school wrote of an activity, in the other languages of the parents' pages."""

from __future__ import annotations

from flask import Blueprint, Response, make_response, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user

from schoolapp.access import allow
from schoolapp.activities import planning, queries, rules
from schoolapp.activities.translation_forms import TranslationsForm
from schoolapp.answers import go, saved
from schoolapp.errors import Stale

bp = Blueprint("translations", __name__, url_prefix="/calendrier")


@bp.get("/<int:activity_id>/langues")
@allow(rules.MAKERS)
def edit(activity_id: int) -> Response:
    activity = queries.activity_for(current_user, activity_id, edit=True)
    return _form(TranslationsForm.of(activity), activity)


@bp.post("/<int:activity_id>/langues")
@allow(rules.MAKERS)
def update(activity_id: int) -> Response:
    activity = queries.activity_for(current_user, activity_id, edit=True)
    form = TranslationsForm()
    if not form.validate():
        return _form(form, activity, 422)
    try:
        planning.translate(activity, form.version.data, form.translations, by=current_user)
    except Stale as stale:
        form.version.data = stale.current.version
        return _form(form, stale.current, 409)
    saved(_("Traductions enregistrées."))
    return go(url_for("activities.show", activity_id=activity_id))


def _form(form: TranslationsForm, activity: object, status: int = 200) -> Response:
    context = {"form": form, "activity": activity, "theirs": status == 409}
    return make_response(render_template("activities/translations.html", **context), status)
