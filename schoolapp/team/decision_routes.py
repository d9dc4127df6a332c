"""Views of what is decided on a point: words, who does what, the next look, the board, the tier."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, jsonify, make_response, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from schoolapp.access import FILE_STAFF, SCHOOL_STAFF, allow
from schoolapp.answers import page_or_fragment, saved
from schoolapp.errors import Refused, Stale, error_page
from schoolapp.families.circle import EDITORS
from schoolapp.formats import moment_words, time_words
from schoolapp.team import changing, pages, queries, rules
from schoolapp.team.forms import ActionForm, LookForm, WordsForm
from schoolapp.team.models import DecidedAction, MeetingPoint
from schoolapp.team.vocabulary import CLOSED

bp = Blueprint("decisions", __name__)


def _act(point: MeetingPoint) -> str:
    """During the meeting one decides; afterwards one corrects the minutes."""
    return "correct" if point.meeting.state == CLOSED else "decide"


@bp.get("/rencontres/points/<int:point_id>")
@allow(FILE_STAFF)
def show(point_id: int) -> Response:
    """One point by itself, with all that one may decide: how it is done without JavaScript."""
    return _page(queries.point_for(current_user, point_id))


def _page(point: MeetingPoint, status: int = 200, **more: Any) -> Response:
    pages.opened_point(point)
    context = changing.context(current_user, point) | more
    return page_or_fragment("team/_decide.html", "team/point.html", status=status, **context)


@bp.post("/rencontres/points/<int:point_id>/decision")
@allow(FILE_STAFF)
def write(point_id: int) -> Response:
    """The words of the decision, as one types (static/meeting.js) or by a button."""
    point, form = queries.point_for(current_user, point_id), WordsForm(current_user)
    if not form.validate():
        return _words_refused(point, form, 422, words=" ".join(str(error) for error in _errors(form)))
    try:
        rules.check(current_user, act := _act(point), point.meeting.state)
        point.write(act, form.version.data, form.words.data or "", by=current_user)
    except Stale:
        return _both_texts(point, form)
    except Refused as refusal:
        return _words_refused(point, form, 409, words=str(refusal))
    return _words_kept(point)


def _words_kept(point: MeetingPoint) -> Response:
    if _is_script():
        return jsonify(version=point.words_version, at=time_words(point.words_at) if point.words_at else "")
    saved(_("Décision enregistrée."))
    return pages.again(point.meeting, point.id)


def _both_texts(point: MeetingPoint, form: WordsForm) -> Response:
    """Somebody wrote since: their text and this one, and nothing written until the person chooses."""
    theirs = queries.card(current_user, point)
    form.version.data = theirs.words_version
    return _words_refused(point, form, 409, theirs=theirs)


def _is_script() -> bool:
    return request.headers.get("X-Draft") == "1"


def _errors(form: Any) -> list[Any]:
    return [*form.form_errors, *(error for field in form for error in field.errors)]


def _words_refused(point: MeetingPoint, form: WordsForm, status: int, **facts: Any) -> Response:
    """Why the words were not written, and what stands there: as data for the script, as a page for others."""
    if not _is_script():
        if status == 409 and "theirs" not in facts:
            return make_response(error_page(409, facts["words"]))
        return _page(point, status, words_form=form, **facts)
    told = {"words": facts.get("words", "")}
    if theirs := facts.get("theirs"):
        told = {"words": theirs.words, "version": theirs.words_version, "by": theirs.words_by}
        told["at"] = moment_words(theirs.words_at) if theirs.words_at else ""
    return make_response(jsonify(**told), status)


@bp.get("/rencontres/points/<int:point_id>/versions")
@allow(FILE_STAFF)
def versions(point_id: int) -> Response:
    """What the decision said before it was rewritten."""
    point = queries.point_for(current_user, point_id)
    pages.opened_point(point)
    card, former = queries.card(current_user, point), queries.versions(point)
    return page_or_fragment(
        "team/_versions.html", "team/versions.html", point=card, versions=former, meeting=point.meeting
    )


@bp.get("/rencontres/points/<int:point_id>/actions/nouvelle")
@allow(FILE_STAFF)
def new_action(point_id: int) -> Response:
    point = queries.point_for(current_user, point_id)
    rules.check(current_user, "decide", point.meeting.state)
    return _action(point, ActionForm(current_user, queries.doers(current_user, point), who=0))


@bp.post("/rencontres/points/<int:point_id>/actions")
@allow(FILE_STAFF)
def plan(point_id: int) -> Response:
    """Who does what by when. For htmx the form comes back empty, ready for the next one."""
    point = queries.point_for(current_user, point_id)
    rules.check(current_user, "decide", point.meeting.state)
    doers = queries.doers(current_user, point)
    form = ActionForm(current_user, doers)
    if not form.validate():
        return _action(point, form, 422)
    DecidedAction.plan(point, **form.plan, by=current_user, form_key=form.form_key.data)
    saved(_("Noté : %(what)s", what=form.what.data))
    fresh = ActionForm(current_user, doers, formdata=None, who=form.who.data, due_on=form.due_on.data)
    return pages.again(point.meeting, point_id, action_form=fresh, action_point=queries.card(current_user, point))


def _action(point: MeetingPoint, form: ActionForm, status: int = 200) -> Response:
    card = queries.card(current_user, point)
    context = {"action_point": card, "action_form": form, "meeting": point.meeting}
    return page_or_fragment("team/_action_form.html", "team/action.html", status=status, **context)


@bp.post("/rencontres/actions/<int:action_id>/retrait")
@allow(FILE_STAFF)
def remove_action(action_id: int) -> Response:
    action = queries.action_for(current_user, action_id)
    action.remove(by=current_user)
    undo = (url_for("decisions.restore_action", action_id=action_id), {})
    saved(_("Retiré : %(what)s", what=action.what), undo=undo)
    return pages.again(action.point.meeting, action.point_id)


@bp.post("/rencontres/actions/<int:action_id>/retour")
@allow(FILE_STAFF)
def restore_action(action_id: int) -> Response:
    action = queries.action_for(current_user, action_id)
    action.restore(by=current_user)
    saved(_("Remis : %(what)s", what=action.what))
    return pages.again(action.point.meeting, action.point_id)


@bp.post("/rencontres/actions/<int:action_id>/fait")
@allow(SCHOOL_STAFF)
def complete_action(action_id: int) -> Response:
    """Say that something that is about no family is done."""
    action = queries.own_action_for(current_user, action_id)
    action.complete(by=current_user)
    undo = (url_for("decisions.reopen_action", action_id=action_id), {})
    saved(_("Fait : %(what)s", what=action.what), undo=undo)
    return page_or_fragment("team/_done.html", redirect_to=url_for("day.index"))


@bp.post("/rencontres/actions/<int:action_id>/reouverture")
@allow(SCHOOL_STAFF)
def reopen_action(action_id: int) -> Response:
    action = queries.own_action_for(current_user, action_id)
    action.reopen(by=current_user)
    saved(_("Remis à faire : %(what)s", what=action.what))
    return page_or_fragment("team/_done.html", redirect_to=url_for("day.index"))


@bp.post("/rencontres/points/<int:point_id>/regard")
@allow(FILE_STAFF)
def look(point_id: int) -> Response:
    """When this is to be looked at again."""
    point, form = queries.point_for(current_user, point_id), LookForm()
    rules.check(current_user, "decide", point.meeting.state)
    if not form.validate():
        return _page(point, 422, look_form=form)
    try:
        point.look_again(form.version.data, form.look_on.data, by=current_user)
    except Stale as stale:
        form.version.data = stale.current.look_version
        return _page(point, 409, look_form=form, overtaken="look")
    saved(_("Prochain regard noté."))
    return pages.again(point.meeting, point_id, close_slot=point_id)


@bp.post("/rencontres/points/<int:point_id>/lien")
@allow(EDITORS)
def move(point_id: int) -> Response:
    """Move the family on the board, or put it there."""
    return _change(queries.point_for(current_user, point_id), changing.move)


@bp.post("/rencontres/points/<int:point_id>/palier")
@allow(EDITORS)
def tier(point_id: int) -> Response:
    """Set the family's tier."""
    return _change(queries.point_for(current_user, point_id), changing.set_tier)


def _change(point: MeetingPoint, change: Any) -> Response:
    rules.check(current_user, "change", point.meeting.state)
    outcome = change(current_user, point)
    if outcome.status != 200:
        return _page(point, outcome.status, **outcome.context)
    saved(outcome.words)
    return pages.again(point.meeting, point.id, close_slot=point.id)
