"""Views of the calendar and of activities: the list, planning, changing, cancelling, taking again from another year."""

from __future__ import annotations

from flask import Blueprint, Flask, Response, make_response, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from schoolapp.access import allow
from schoolapp.accounts.queries import staff
from schoolapp.activities import (
    calendar_page,
    feed_routes,
    invitation_routes,
    notice_routes,
    pages,
    partnered,
    parts,
    planning,
    public,
    queries,
    rules,
    sign_up_routes,
    slot_routes,
    slots,
    templates,
    translation_routes,
    volunteer_routes,
    words,
)
from schoolapp.activities.forms import ActivityFields, ActivityForm, IdsForm, TimesForm
from schoolapp.answers import go, saved
from schoolapp.errors import Stale
from schoolapp.opened_forms import new_key

bp = Blueprint("activities", __name__)


@bp.get("/calendrier")
@allow(rules.READERS)
def index() -> Response:
    context = calendar_page.shown(current_user, request.args)
    return make_response(render_template("activities/index.html", **context))


@bp.get("/calendrier/nouvelle")
@allow(rules.MAKERS)
def new() -> Response:
    form = ActivityForm(current_user, queries.groups_for(current_user), staff(rules.READERS))
    form.begin(request.args.get("sorte", "")[:20], request.args.get("organisme", "")[:12])
    return pages.activity_form(form)


@bp.post("/calendrier")
@allow(rules.MAKERS)
def create() -> Response:
    form = ActivityForm(current_user, queries.groups_for(current_user), staff(rules.READERS))
    if not form.validate():
        return pages.activity_form(form, status=422)
    activity, new = planning.plan(form.times, by=current_user, form_key=form.form_key.data, **form.values)
    count = len(form.times.spans)
    done = ngettext("Activité prévue, avec %(num)s moment.", "Activité prévue, avec %(num)s moments.", count)
    undo = (url_for("activities.undo_batch", batch=activity.batch), {}) if new else None
    saved(f"{done} {pages.skipped_words(form.times)}".strip(), undo=undo)
    return go(url_for("activities.show", activity_id=activity.id))


@bp.get("/calendrier/<int:activity_id>")
@allow(rules.READERS)
def show(activity_id: int) -> Response:
    activity = queries.activity_for(current_user, activity_id)
    return pages.activity(activity, TimesForm(current_user, formdata=None))


@bp.get("/calendrier/<int:activity_id>/edition")
@allow(rules.MAKERS)
def edit(activity_id: int) -> Response:
    activity = queries.activity_for(current_user, activity_id, edit=True)
    form = ActivityFields(current_user, queries.groups_for(current_user), staff(rules.READERS))
    form.fill(activity, templates.groups_of(activity))
    return pages.activity_form(form, activity)


@bp.post("/calendrier/<int:activity_id>/edition")
@allow(rules.MAKERS)
def update(activity_id: int) -> Response:
    activity = queries.activity_for(current_user, activity_id, edit=True)
    form = pages.sent_form(activity)
    if not form.validate():
        return pages.activity_form(form, activity, 422)
    try:
        told = planning.rewrite(activity, form.version.data or 0, by=current_user, **form.values)
    except Stale as stale:
        form.version.data = stale.current.version
        return pages.activity_form(form, stale.current, 409)
    saved(pages.told_words(_("Activité modifiée."), told))
    return go(pages.after(activity, told))


@bp.post("/calendrier/<int:activity_id>/annulation")
@allow(rules.MAKERS)
def cancel(activity_id: int) -> Response:
    activity = queries.activity_for(current_user, activity_id, edit=True)
    told = planning.cancel(activity, by=current_user)
    undo = (url_for("activities.restore", activity_id=activity_id), {})
    saved(pages.told_words(_("Activité annulée."), told), undo=undo)
    return go(pages.after(activity, told))


@bp.post("/calendrier/<int:activity_id>/retablissement")
@allow(rules.MAKERS)
def restore(activity_id: int) -> Response:
    activity = queries.activity_for(current_user, activity_id, edit=True)
    told = planning.restore(activity, by=current_user)
    saved(pages.told_words(_("Activité rétablie, avec les personnes inscrites."), told))
    return go(pages.after(activity, told))


@bp.post("/calendrier/<int:activity_id>/retrait")
@allow(rules.MAKERS)
def remove(activity_id: int) -> Response:
    activity = queries.activity_for(current_user, activity_id, edit=True)
    planning.remove(activity, by=current_user)
    saved(_("Activité retirée : personne ne s’y était inscrit."))
    return go(url_for("activities.index"))


@bp.post("/calendrier/<int:activity_id>/moments")
@allow(rules.MAKERS)
def add_times(activity_id: int) -> Response:
    activity, form = queries.activity_for(current_user, activity_id, edit=True), TimesForm(current_user)
    if not form.validate():
        return pages.activity(activity, form, 422)
    made = slots.add_more(activity, form.times, by=current_user)
    done = ngettext("%(num)s moment ajouté.", "%(num)s moments ajoutés.", len(made))
    fields = {"numbers": ",".join(str(slot.id) for slot in made[:80])}
    saved(
        f"{done} {pages.skipped_words(form.times)}".strip(),
        undo=(url_for("activities.undo_times", activity_id=activity_id), fields),
    )
    return go(url_for("activities.show", activity_id=activity_id))


@bp.post("/calendrier/<int:activity_id>/moments/retrait")
@allow(rules.MAKERS)
def undo_times(activity_id: int) -> Response:
    activity = queries.activity_for(current_user, activity_id, edit=True)
    gone = slots.undo(activity, pages.numbers(request.form.get("numbers", "")), by=current_user)
    saved(ngettext("%(num)s moment retiré.", "%(num)s moments retirés.", gone))
    return go(url_for("activities.show", activity_id=activity_id))


@bp.get("/calendrier/reprises")
@allow(rules.MANAGERS)
def former() -> Response:
    lines = templates.former(current_user)
    return make_response(render_template("activities/former.html", lines=lines, form_key=new_key()))


@bp.post("/calendrier/reprises")
@allow(rules.MANAGERS)
def take_again() -> Response:
    form = IdsForm()
    form.validate()
    made = templates.take_again(form.chosen, batch=form.form_key.data or new_key(), by=current_user)
    if not made:
        saved(_("Rien n’était coché : rien n’a été repris."))
        return go(url_for("activities.former"))
    done = ngettext("%(num)s activité reprise.", "%(num)s activités reprises.", len(made))
    saved(done, undo=(url_for("activities.undo_batch", batch=made[0].batch), {}))
    return go(url_for("activities.index"))


@bp.post("/calendrier/lots/<batch>/annulation")
@allow(rules.MAKERS)
def undo_batch(batch: str) -> Response:
    gone = planning.undo_batch(batch[:40], by=current_user)
    saved(ngettext("%(num)s activité retirée.", "%(num)s activités retirées.", gone))
    return go(url_for("activities.index"))


def register(app: Flask) -> None:
    """Serve the room, and take part in the families' files."""
    for part in (
        bp,
        slot_routes.bp,
        sign_up_routes.bp,
        notice_routes.bp,
        volunteer_routes.bp,
        feed_routes.bp,
        translation_routes.bp,
    ):
        app.register_blueprint(part)
    public.register(app)
    invitation_routes.register(app)
    parts.register()
    partnered.register()
    words.register(app)
