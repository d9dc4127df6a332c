"""Views of one time of an activity: who comes, check-in, changing it or the rest of its series, cancelling."""

from __future__ import annotations

from flask import Blueprint, Response, make_response, render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from schoolapp import audit
from schoolapp.access import allow
from schoolapp.activities import pages, queries, rules, slots
from schoolapp.activities.forms import ScopeForm, SlotForm
from schoolapp.activities.models import Slot
from schoolapp.answers import go, saved
from schoolapp.errors import Refused, Stale

bp = Blueprint("slots", __name__, url_prefix="/calendrier/moments")


@bp.get("/<int:slot_id>")
@allow(rules.READERS)
def show(slot_id: int) -> Response:
    slot = queries.slot_for(current_user, slot_id)
    pages.opened(slot)
    return pages.slot(slot)


@bp.get("/<int:slot_id>/feuille")
@allow(rules.READERS)
def paper(slot_id: int) -> Response:
    """The sheet to print: names, boxes to tick, room to write."""
    slot = queries.slot_for(current_user, slot_id)
    audit.record("activity.printed", by=current_user, subject=slot.activity, detail={"moment": slot.id})
    context = {"sheet": queries.people(slot), "activity": slot.activity}
    return make_response(render_template("activities/paper.html", **context))


@bp.get("/<int:slot_id>/edition")
@allow(rules.MAKERS)
def edit(slot_id: int) -> Response:
    slot = queries.slot_for(current_user, slot_id, edit=True)
    form = SlotForm(current_user)
    form.fill(slot)
    return _form(form, slot)


@bp.post("/<int:slot_id>/edition")
@allow(rules.MAKERS)
def update(slot_id: int) -> Response:
    slot, form = queries.slot_for(current_user, slot_id, edit=True), SlotForm(current_user)
    if not form.validate():
        return _form(form, slot, 422)
    try:
        count, told = slots.rewrite(slot, form.version.data, by=current_user, **form.change(slot))
    except (Stale, Refused) as error:
        return _refused(form, slot_id, error)
    words = ngettext("%(num)s moment modifié.", "%(num)s moments modifiés.", count)
    saved(pages.told_words(words, told))
    return go(pages.after(slot.activity, told))


def _refused(form: SlotForm, slot_id: int, error: Exception) -> Response:
    """What somebody else changed first, or why there cannot be so few places."""
    fresh = queries.slot_for(current_user, slot_id, edit=True)
    if isinstance(error, Stale):
        form.version.data = fresh.version
        return _form(form, fresh, 409)
    form.capacity.errors = [str(error)]
    return _form(form, fresh, 422)


def _form(form: SlotForm, slot: Slot, status: int = 200) -> Response:
    context = {"form": form, "slot": slot, "activity": slot.activity, "following": len(slots.following(slot)) - 1}
    return make_response(render_template("activities/slot_edit.html", **context, theirs=status == 409), status)


@bp.post("/<int:slot_id>/annulation")
@allow(rules.MAKERS)
def cancel(slot_id: int) -> Response:
    slot, form = queries.slot_for(current_user, slot_id, edit=True), ScopeForm()
    form.validate()
    told = slots.cancel_some(slot, rest=form.rest, by=current_user)
    undo = (url_for("slots.restore", slot_id=slot_id), {"scope": "suite" if form.rest else "un"})
    saved(pages.told_words(_("Annulation faite."), told), undo=undo)
    return go(pages.after(slot.activity, told))


@bp.post("/<int:slot_id>/retablissement")
@allow(rules.MAKERS)
def restore(slot_id: int) -> Response:
    slot, form = queries.slot_for(current_user, slot_id, edit=True), ScopeForm()
    form.validate()
    told = slots.restore_some(slot, rest=form.rest, by=current_user)
    saved(pages.told_words(_("Moment rétabli, avec les personnes inscrites."), told))
    return go(pages.after(slot.activity, told))
