"""Putting a family on the agenda of the next meeting, from its file."""

from __future__ import annotations

from flask import Blueprint, Response, make_response, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user

from schoolapp.access import FILE_STAFF, allow
from schoolapp.answers import go, saved
from schoolapp.families import file_queries, file_verbs
from schoolapp.families.models import Family
from schoolapp.team import ahead, queries
from schoolapp.team.agenda import Topic
from schoolapp.team.forms import FamilyTopicForm
from schoolapp.team.models import MeetingPoint, TeamMeeting

bp = Blueprint("family_agenda", __name__)


@bp.get("/familles/<int:family_id>/ordre-du-jour")
@allow(FILE_STAFF)
def choose(family_id: int) -> Response:
    family = file_queries.family_for(current_user, family_id)
    file_verbs.opened(family, by=current_user, part="rencontres")
    found = ahead.meetings(current_user, family_id)
    return _page(family, found, FamilyTopicForm(found, formdata=None))


@bp.post("/familles/<int:family_id>/ordre-du-jour")
@allow(FILE_STAFF)
def add(family_id: int) -> Response:
    family = file_queries.family_for(current_user, family_id)
    found = ahead.meetings(current_user, family_id)
    form = FamilyTopicForm(found)
    if not form.validate():
        return _page(family, found, form, 422)
    chosen = queries.meeting_for(current_user, form.meeting.data)
    _said(chosen, MeetingPoint.add_topics(chosen, [Topic(family.id, why=form.why.data or "")], by=current_user))
    return go(url_for("families.show", family_id=family_id))


def _page(family: Family, found: list[ahead.Ahead], form: FamilyTopicForm, status: int = 200) -> Response:
    return make_response(render_template("team/family.html", family=family, meetings=found, form=form), status)


def _said(meeting: TeamMeeting, added: list[MeetingPoint]) -> None:
    """Where the family is from now on; the point that was just added may be taken off again."""
    when = ahead.words_of(meeting)
    if not added:
        saved(_("Déjà à l’ordre du jour de la rencontre : %(when)s.", when=when))
        return
    undo = (url_for("agenda.remove", point_id=added[0].id), {})
    if added[0].accepted:
        saved(_("À l’ordre du jour de la rencontre : %(when)s.", when=when), undo=undo)
    else:
        saved(_("Point proposé pour la rencontre : %(when)s.", when=when), undo=undo)
