"""Views of sign-ups: entering an answer, presence, cancelling, the same person twice, whose family it is."""

from __future__ import annotations

from flask import Blueprint, Response, make_response, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from schoolapp import audit
from schoolapp.access import allow
from schoolapp.activities import matching, pages, places, queries, rules, sign_ups
from schoolapp.activities.models import Slot
from schoolapp.activities.sign_up_forms import LinkForm, MarkForm, MergeForm, SignUpForm
from schoolapp.answers import go, saved
from schoolapp.errors import Refused

bp = Blueprint("sign_ups", __name__, url_prefix="/calendrier")


@bp.get("/moments/<int:slot_id>/inscription")
@allow(rules.READERS)
def new(slot_id: int) -> Response:
    return _form(SignUpForm(current_user), queries.slot_for(current_user, slot_id))


@bp.post("/moments/<int:slot_id>/inscription")
@allow(rules.READERS)
def create(slot_id: int) -> Response:
    slot, form = queries.slot_for(current_user, slot_id), SignUpForm(current_user)
    if not form.validate():
        return _form(form, slot, 422)
    try:
        key = f"{current_user.id}-{form.form_key.data}"
        row = places.sign_up(slot_id, form.person, by=current_user, came_by=form.came_by.data, form_key=key)
    except Refused as refused:
        form.form_errors.append(str(refused))
        return _form(form, slot, 422)
    waits = row.state == "attente"
    saved(_("%(name)s attend une place.", name=row.name) if waits else _("%(name)s a une place.", name=row.name))
    return go(url_for("slots.show", slot_id=slot_id))


def _form(form: SignUpForm, slot: Slot, status: int = 200) -> Response:
    context = {"form": form, "slot": slot, "activity": slot.activity}
    return make_response(render_template("activities/sign_up.html", **context), status)


@bp.post("/inscriptions/<int:sign_up_id>/presence")
@allow(rules.READERS)
def mark(sign_up_id: int) -> Response:
    row, form = queries.sign_up_for(current_user, sign_up_id), MarkForm()
    if form.validate():
        sign_ups.mark(row, form.state.data, by=current_user)
    return pages.row(row)


@bp.post("/inscriptions/<int:sign_up_id>/annulation")
@allow(rules.READERS)
def cancel(sign_up_id: int) -> Response:
    row = queries.sign_up_for(current_user, sign_up_id)
    places.cancel(row, by=current_user)
    saved(_("Inscription de %(name)s annulée.", name=row.name))
    return go(url_for("slots.show", slot_id=row.slot_id))


@bp.post("/inscriptions/<int:sign_up_id>/place")
@allow(rules.READERS)
def accept(sign_up_id: int) -> Response:
    """Give a place to somebody who waits: they said yes, or one is free."""
    row = queries.sign_up_for(current_user, sign_up_id)
    places.accept(row, by=current_user)
    saved(_("%(name)s a une place.", name=row.name))
    return go(url_for("slots.show", slot_id=row.slot_id))


@bp.post("/inscriptions/<int:sign_up_id>/fusion")
@allow(rules.READERS)
def merge(sign_up_id: int) -> Response:
    row, form = queries.sign_up_for(current_user, sign_up_id), MergeForm()
    if form.validate():
        sign_ups.merge(queries.sign_up_for(current_user, form.other.data), row, by=current_user)
        saved(_("Les deux inscriptions n’en font plus qu’une."))
    return go(url_for("slots.show", slot_id=row.slot_id))


@bp.get("/a-rattacher")
@allow(rules.MANAGERS)
def unmatched() -> Response:
    people, total = matching.waiting()
    audit.record("sign_up.matching", by=current_user, detail={"personnes": total})
    searched = matching.number(request.args, "qui")
    found = matching.found(current_user, request.args.get("q", "")) if searched else []
    context = {"people": people, "total": total, "searched": searched, "found": found, "q": request.args.get("q", "")}
    return make_response(render_template("activities/unmatched.html", **context))


@bp.post("/inscriptions/<int:sign_up_id>/famille")
@allow(rules.MANAGERS)
def link(sign_up_id: int) -> Response:
    row, form = queries.sign_up_for(current_user, sign_up_id), LinkForm()
    if form.validate():
        count = matching.link(row, form.family.data, form.guardian.data, by=current_user)
        words = ngettext("%(num)s inscription rattachée.", "%(num)s inscriptions rattachées.", count)
        saved(words, undo=(url_for("sign_ups.unlink", sign_up_id=sign_up_id), {}))
    return go(url_for("sign_ups.unmatched"))


@bp.post("/inscriptions/<int:sign_up_id>/famille/retrait")
@allow(rules.MANAGERS)
def unlink(sign_up_id: int) -> Response:
    sign_ups.unlink(queries.sign_up_for(current_user, sign_up_id), by=current_user)
    saved(_("L’inscription attend de nouveau sa famille."))
    return go(url_for("sign_ups.unmatched"))


@bp.post("/inscriptions/<int:sign_up_id>/fiche")
@allow(rules.MANAGERS)
def open_file(sign_up_id: int) -> Response:
    row = queries.sign_up_for(current_user, sign_up_id)
    family = matching.open_file(row, by=current_user)
    saved(_("Fiche créée pour %(name)s. Ajoutez-y les enfants dans ses coordonnées.", name=family.name))
    return go(url_for("sign_ups.unmatched"))


@bp.post("/inscriptions/<int:sign_up_id>/de-cote")
@allow(rules.MANAGERS)
def set_aside(sign_up_id: int) -> Response:
    row = queries.sign_up_for(current_user, sign_up_id)
    aside = request.form.get("rendre") != "1"
    sign_ups.set_aside(row, aside, by=current_user)
    back = (url_for("sign_ups.set_aside", sign_up_id=sign_up_id), {"rendre": "1"}) if aside else None
    saved(_("Laissée de côté : aucune famille à trouver.") if aside else _("De retour dans la file."), undo=back)
    return go(url_for("sign_ups.unmatched"))
