"""Views of meetings: the list, planning one, beginning and closing it, the minutes, the calendar."""

from __future__ import annotations

from flask import Blueprint, Flask, Response, make_response, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from schoolapp.access import FILE_STAFF, LEADS, SCHOOL_STAFF, Role, allow
from schoolapp.answers import go, is_htmx, saved
from schoolapp.errors import Stale
from schoolapp.team import agenda_routes, decision_routes, family_routes, pages, parts, queries, rules, standing_routes
from schoolapp.team.calendar import invitation
from schoolapp.team.forms import CancelForm, MeetingForm, PresenceForm
from schoolapp.team.minutes import minutes_of
from schoolapp.team.models import TeamMeeting

bp = Blueprint("team", __name__)


@bp.get("/rencontres")
@allow(SCHOOL_STAFF)
def index() -> Response:
    page = request.args.get("page", 1, type=int)
    past, pages_count = queries.past(current_user, min(max(page, 1), 10_000))
    coming = queries.coming(current_user)
    context = {"coming": coming, "past": past, "page": page, "pages": pages_count}
    return make_response(render_template("team/index.html", **context))


@bp.get("/rencontres/nouvelle")
@allow(LEADS)
def new() -> Response:
    form = MeetingForm(current_user, queries.invitable())
    form.fill(None, queries.last_guests() or [current_user.id])
    return _form(form)


@bp.post("/rencontres")
@allow(LEADS)
def create() -> Response:
    form = MeetingForm(current_user, queries.invitable())
    if not form.validate():
        return _form(form, status=422)
    meeting = TeamMeeting.plan(**form.values, by=current_user)
    saved(_("Rencontre prévue."))
    return go(url_for("team.show", meeting_id=meeting.id))


@bp.get("/rencontres/<int:meeting_id>")
@allow(SCHOOL_STAFF)
def show(meeting_id: int) -> Response:
    meeting = queries.meeting_for(current_user, meeting_id)
    if current_user.role == Role.SECRETARIAT:
        people = queries.guests(meeting_id)
        return make_response(render_template("team/office.html", meeting=meeting, guests=people))
    context = pages.context(meeting)
    pages.opened(meeting, context["sheet"])
    return make_response(render_template("team/show.html", **context))


@bp.get("/rencontres/<int:meeting_id>/etat")
@allow(FILE_STAFF)
def state(meeting_id: int) -> Response:
    """The meeting again if it changed since version ``v``, else nothing. Open pages ask every few seconds."""
    meeting = queries.meeting_for(current_user, meeting_id)
    version = queries.state(current_user, meeting_id)
    if request.args.get("v") == version:
        return Response(status=204)
    return make_response(render_template("team/_live.html", **pages.context(meeting, version)))


@bp.get("/rencontres/<int:meeting_id>/edition")
@allow(LEADS)
def edit(meeting_id: int) -> Response:
    meeting = queries.meeting_for(current_user, meeting_id)
    rules.check(current_user, "edit", meeting.state)
    form = MeetingForm(current_user, queries.invitable())
    form.fill(meeting, [guest.id for guest in queries.guests(meeting_id)])
    return _form(form, meeting)


@bp.post("/rencontres/<int:meeting_id>/edition")
@allow(LEADS)
def update(meeting_id: int) -> Response:
    meeting = queries.meeting_for(current_user, meeting_id)
    rules.check(current_user, "edit", meeting.state)
    form = MeetingForm(current_user, queries.invitable())
    if not form.validate():
        return _form(form, meeting, 422)
    try:
        meeting.rewrite(form.version.data or 0, **form.values, by=current_user)
    except Stale as stale:
        form.version.data = stale.current.version
        return _form(form, stale.current, 409)
    saved(_("Rencontre modifiée."))
    return go(url_for("team.show", meeting_id=meeting_id))


def _form(form: MeetingForm, meeting: TeamMeeting | None = None, status: int = 200) -> Response:
    theirs = queries.guests(meeting.id) if meeting and status == 409 else None
    context = {"form": form, "meeting": meeting, "theirs": theirs}
    return make_response(render_template("team/edit.html", **context), status)


@bp.post("/rencontres/<int:meeting_id>/debut")
@allow(LEADS)
def start(meeting_id: int) -> Response:
    meeting = queries.meeting_for(current_user, meeting_id)
    meeting.start(by=current_user)
    saved(_("La rencontre est commencée : chaque personne invitée peut écrire."))
    return go(url_for("team.show", meeting_id=meeting_id))


@bp.post("/rencontres/<int:meeting_id>/cloture")
@allow(LEADS)
def close(meeting_id: int) -> Response:
    meeting = queries.meeting_for(current_user, meeting_id)
    meeting.close(by=current_user)
    saved(_("La rencontre est close. Les décisions paraissent au fil de chaque famille."))
    return go(url_for("team.show", meeting_id=meeting_id))


@bp.post("/rencontres/<int:meeting_id>/annulation")
@allow(LEADS)
def cancel(meeting_id: int) -> Response:
    meeting, form = queries.meeting_for(current_user, meeting_id), CancelForm()
    if not form.validate():
        return pages.refused(meeting, "team/_meeting.html", cancel_form=form)
    meeting.cancel(form.words.data or "", by=current_user)
    saved(_("Rencontre annulée."), undo=(url_for("team.restore", meeting_id=meeting_id), {}))
    return go(url_for("team.show", meeting_id=meeting_id))


@bp.post("/rencontres/<int:meeting_id>/retablissement")
@allow(LEADS)
def restore(meeting_id: int) -> Response:
    meeting = queries.meeting_for(current_user, meeting_id)
    meeting.restore(by=current_user)
    saved(_("Rencontre rétablie."))
    return go(url_for("team.show", meeting_id=meeting_id))


@bp.post("/rencontres/<int:meeting_id>/presences")
@allow(LEADS)
def attend(meeting_id: int) -> Response:
    meeting, form = queries.meeting_for(current_user, meeting_id), PresenceForm()
    if form.validate():
        meeting.attend(form.person.data, form.present, by=current_user)
    return pages.again(meeting, status=422 if form.errors and is_htmx() else 200)


@bp.get("/rencontres/<int:meeting_id>/compte-rendu")
@allow(FILE_STAFF)
def minutes(meeting_id: int) -> Response:
    """The agenda or the minutes, to be printed; with ``sans``, without the confidential points."""
    meeting = queries.meeting_for(current_user, meeting_id)
    shown = minutes_of(current_user, meeting, without=bool(request.args.get("sans")))
    return make_response(render_template("team/minutes.html", minutes=shown, sheet=shown.sheet))


@bp.get("/rencontres/<int:meeting_id>/rencontre.ics")
@allow(SCHOOL_STAFF)
def calendar(meeting_id: int) -> Response:
    """The meeting for a calendar: when and where, and nobody's name."""
    meeting = queries.meeting_for(current_user, meeting_id)
    address = url_for("team.show", meeting_id=meeting_id, _external=True)
    response = Response(invitation(meeting, address), mimetype="text/calendar")
    response.headers["Content-Disposition"] = f"attachment; filename=rencontre-{meeting_id}.ics"
    return response


def register(app: Flask) -> None:
    """Serve the room, and take part in the families' files."""
    for part in (bp, agenda_routes.bp, decision_routes.bp, family_routes.bp, standing_routes.bp):
        app.register_blueprint(part)
    parts.register()
