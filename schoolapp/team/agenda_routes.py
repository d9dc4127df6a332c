"""Views of an agenda: adding, proposing, ordering, taking off."""

from __future__ import annotations

from flask import Blueprint, Response, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from schoolapp.access import FILE_STAFF, LEADS, allow
from schoolapp.answers import page_or_fragment, saved
from schoolapp.errors import Stale
from schoolapp.team import find, pages, queries, rules, waiting
from schoolapp.team.forms import PlaceForm, TitleForm, TopicsForm
from schoolapp.team.models import MeetingPoint

bp = Blueprint("agenda", __name__)


@bp.post("/rencontres/<int:meeting_id>/points")
@allow(FILE_STAFF)
def add(meeting_id: int) -> Response:
    """Add a point in one's own words."""
    meeting, form = queries.meeting_for(current_user, meeting_id), TitleForm()
    rules.check(current_user, "propose", meeting.state)
    if not form.validate():
        return pages.refused(meeting, "team/_add_free.html", title_form=form)
    point = MeetingPoint.add_free(meeting, form.title.data, by=current_user)
    saved(_("Point ajouté à l’ordre du jour.") if point.accepted else _("Point proposé."))
    return pages.again(meeting, point.id, fresh_add=True)


@bp.get("/rencontres/<int:meeting_id>/chercher")
@allow(FILE_STAFF)
def search(meeting_id: int) -> Response:
    """Families and open requests to put on the agenda, as one types."""
    meeting = queries.meeting_for(current_user, meeting_id)
    rules.check(current_user, "propose", meeting.state)
    typed = request.args.get("q", "")[:100].strip()
    found = find.topics(current_user, meeting, typed)
    return page_or_fragment("team/_found.html", "team/find.html", meeting=meeting, found=found, typed=typed)


@bp.post("/rencontres/<int:meeting_id>/sujets")
@allow(FILE_STAFF)
def choose(meeting_id: int) -> Response:
    """Put the families and requests that were ticked on the agenda."""
    meeting, form = queries.meeting_for(current_user, meeting_id), TopicsForm()
    rules.check(current_user, "propose", meeting.state)
    if not form.validate():
        return pages.again(meeting, status=422, topics_form=form)
    topics = waiting.chosen(current_user, meeting, form.topics.data, form.why.data or "")
    topics += find.allowed(current_user, form, topics)
    added = MeetingPoint.add_topics(meeting, topics, by=current_user)
    saved(_said(len(added), added[0].accepted if added else True))
    return pages.again(meeting)


def _said(count: int, accepted: bool) -> str:
    if not accepted:
        return ngettext("%(num)d point proposé.", "%(num)d points proposés.", count)
    words = ngettext("%(num)d point ajouté à l’ordre du jour.", "%(num)d points ajoutés à l’ordre du jour.", count)
    return words if count else _("Déjà à l’ordre du jour.")


@bp.post("/rencontres/points/<int:point_id>/acceptation")
@allow(LEADS)
def accept(point_id: int) -> Response:
    point = queries.point_for(current_user, point_id)
    point.accept(by=current_user)
    saved(_("Point ajouté à l’ordre du jour."))
    return pages.again(point.meeting, point_id)


@bp.post("/rencontres/points/<int:point_id>/retrait")
@allow(FILE_STAFF)
def remove(point_id: int) -> Response:
    """Take a point off the agenda; who only proposed it may take their proposal back."""
    point = queries.removable_for(current_user, point_id)
    point.remove(by=current_user)
    saved(_("Point retiré de l’ordre du jour."), undo=(url_for("agenda.restore", point_id=point_id), {}))
    return pages.again(point.meeting)


@bp.post("/rencontres/points/<int:point_id>/retour")
@allow(FILE_STAFF)
def restore(point_id: int) -> Response:
    point = queries.removable_for(current_user, point_id)
    point.restore(by=current_user)
    saved(_("Point remis à l’ordre du jour."))
    return pages.again(point.meeting, point_id)


@bp.post("/rencontres/points/<int:point_id>/place")
@allow(LEADS)
def place(point_id: int) -> Response:
    """Another place: under a point, or one step up or down."""
    point, form = queries.point_for(current_user, point_id), PlaceForm()
    if not form.validate():
        return pages.again(point.meeting, point_id, status=422)
    if form.steps:
        point.shift(form.steps, by=current_user)
    else:
        point.place(form.after.data, by=current_user)
    return pages.again(point.meeting, point_id)


@bp.get("/rencontres/points/<int:point_id>/titre")
@allow(LEADS)
def title(point_id: int) -> Response:
    point = queries.worded_for(current_user, point_id)
    return _title(point, TitleForm(formdata=None, title=point.title, version=point.version))


@bp.post("/rencontres/points/<int:point_id>/titre")
@allow(LEADS)
def retitle(point_id: int) -> Response:
    point, form = queries.worded_for(current_user, point_id), TitleForm()
    if not form.validate():
        return _title(point, form, 422)
    try:
        point.retitle(form.version.data or 0, form.title.data, by=current_user)
    except Stale as stale:
        form.version.data = stale.current.version
        return _title(stale.current, form, 409)
    saved(_("Point modifié."))
    return pages.again(point.meeting, point_id, close_slot=point_id)


def _title(point: MeetingPoint, form: TitleForm, status: int = 200) -> Response:
    return page_or_fragment("team/_title.html", "team/title.html", status=status, point=point, form=form)
