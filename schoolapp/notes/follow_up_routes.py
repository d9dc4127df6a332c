"""Views of follow-ups: planning, doing, postponing, giving up."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from schoolapp.access import FILE_STAFF, allow
from schoolapp.answers import is_htmx, page_or_fragment, saved
from schoolapp.errors import Stale
from schoolapp.families.models import Family
from schoolapp.formats import date_words
from schoolapp.forms import Form
from schoolapp.notes import queries, writing
from schoolapp.notes.follow_up_forms import CancelForm, FollowUpForm, PostponeForm
from schoolapp.notes.forms import VersionForm
from schoolapp.notes.models import FollowUp

bp = Blueprint("follow_ups", __name__)
DAY = "day"  # the place of a follow-up shown on Ma journée


def _place() -> str:
    return DAY if request.values.get("place") == DAY else ""


@bp.get("/familles/<int:family_id>/suivis/nouveau")
@allow(FILE_STAFF)
def new(family_id: int) -> Response:
    family = queries.family_for(current_user, family_id)
    form = FollowUpForm(current_user, queries.assignable(current_user, family_id), who=current_user.id)
    return _new(family, form)


@bp.post("/familles/<int:family_id>/suivis")
@allow(FILE_STAFF)
def create(family_id: int) -> Response:
    family = queries.family_for(current_user, family_id)
    form = FollowUpForm(current_user, queries.assignable(current_user, family_id))
    if not form.validate():
        return _new(family, form, 422)
    writing.plan_follow_up(family_id, form.plan, by=current_user, form_key=form.form_key.data)
    saved(_("Suivi planifié."))
    steps = queries.next_steps(family_id)
    return page_or_fragment("notes/_next_steps.html", redirect_to=_file(family_id), next_steps=steps)


def _new(family: Family, form: FollowUpForm, status: int = 200) -> Response:
    template = "notes/_follow_up_new.html", "notes/follow_up_new.html"
    return page_or_fragment(*template, status=status, family=family, form=form, inline=is_htmx())


@bp.get("/suivis/<int:follow_up_id>")
@allow(FILE_STAFF)
def show(follow_up_id: int) -> Response:
    follow_up = queries.follow_up_for(current_user, follow_up_id)
    return _page(follow_up, "notes/_follow_up.html", "notes/follow_up.html", history=queries.postponements(follow_up))


@bp.post("/suivis/<int:follow_up_id>/fait")
@allow(FILE_STAFF)
def complete(follow_up_id: int) -> Response:
    follow_up = queries.follow_up_for(current_user, follow_up_id)
    form = VersionForm()
    expected = form.version.data if form.validate() else 0
    return _act(follow_up, "complete", expected, _("Suivi fait."), undo=True)


@bp.post("/suivis/<int:follow_up_id>/reouverture")
@allow(FILE_STAFF)
def reopen(follow_up_id: int) -> Response:
    follow_up = queries.follow_up_for(current_user, follow_up_id)
    form = VersionForm()
    expected = form.version.data if form.validate() else 0
    return _act(follow_up, "reopen", expected, _("Suivi remis à faire."))


@bp.get("/suivis/<int:follow_up_id>/report")
@allow(FILE_STAFF)
def postponement(follow_up_id: int) -> Response:
    follow_up = queries.follow_up_for(current_user, follow_up_id)
    form = PostponeForm(follow_up.due_on, version=follow_up.version)
    return _ask(follow_up, form, "postpone")


@bp.post("/suivis/<int:follow_up_id>/report")
@allow(FILE_STAFF)
def postpone(follow_up_id: int) -> Response:
    follow_up = queries.follow_up_for(current_user, follow_up_id)
    form = PostponeForm(follow_up.due_on)
    if not form.validate():
        return _ask(follow_up, form, "postpone", 422)
    words = _("Suivi reporté au %(day)s.", day=date_words(form.due_on.data))
    values = {"due_on": form.due_on.data, "reason": form.reason.data}
    return _act(follow_up, "postpone", form.version.data, words, form=form, **values)


@bp.get("/suivis/<int:follow_up_id>/annulation")
@allow(FILE_STAFF)
def cancellation(follow_up_id: int) -> Response:
    follow_up = queries.follow_up_for(current_user, follow_up_id)
    return _ask(follow_up, CancelForm(version=follow_up.version), "cancel")


@bp.post("/suivis/<int:follow_up_id>/annulation")
@allow(FILE_STAFF)
def cancel(follow_up_id: int) -> Response:
    follow_up = queries.follow_up_for(current_user, follow_up_id)
    form = CancelForm()
    if not form.validate():
        return _ask(follow_up, form, "cancel", 422)
    return _act(
        follow_up, "cancel", form.version.data, _("Suivi annulé."), undo=True, form=form, reason=form.reason.data
    )


@bp.get("/suivis/<int:follow_up_id>/edition")
@allow(FILE_STAFF)
def edit(follow_up_id: int) -> Response:
    follow_up = queries.follow_up_for(current_user, follow_up_id)
    form = _edit_form(follow_up)
    form.fill(follow_up, queries.step(follow_up).assignee)
    return _ask(follow_up, form, "revise")


@bp.post("/suivis/<int:follow_up_id>/edition")
@allow(FILE_STAFF)
def update(follow_up_id: int) -> Response:
    follow_up = queries.follow_up_for(current_user, follow_up_id)
    form = _edit_form(follow_up)
    if not form.validate():
        return _ask(follow_up, form, "revise", 422)
    return _act(follow_up, "revise", form.expected, _("Suivi modifié."), form=form, **form.plan)


def _edit_form(follow_up: FollowUp) -> FollowUpForm:
    staff = queries.assignable(current_user, follow_up.family_id)
    return FollowUpForm(current_user, staff, before=follow_up.due_on)


def _act(
    follow_up: FollowUp, verb: str, expected: int, words: str, *, undo: bool = False, form: Any = None, **values: Any
) -> Response:
    """Do the verb and answer; when someone was first, show the follow-up as it is, with what was typed."""
    try:
        writing.change_follow_up(follow_up, verb, expected, by=current_user, **values)
    except Stale as stale:
        return _overtaken(stale.current, form, verb)
    back = (url_for("follow_ups.reopen", follow_up_id=follow_up.id), {"version": follow_up.version, "place": _place()})
    saved(words, undo=back if undo else None)
    return _page(follow_up, "notes/_follow_up.html", redirect_to=_back(follow_up))


def _overtaken(current: FollowUp, form: Any, verb: str) -> Response:
    if form is None:
        return _page(current, "notes/_follow_up.html", "notes/follow_up.html", status=409, overtaken=True)
    form.version.data = current.version
    return _ask(current, form, verb, 409)


def _ask(follow_up: FollowUp, form: Form, verb: str, status: int = 200) -> Response:
    """The small form that an act needs, in place of the follow-up."""
    template = "notes/_follow_up_form.html", "notes/follow_up_form.html"
    return _page(follow_up, *template, status=status, form=form, verb=verb, overtaken=status == 409)


def _page(follow_up: FollowUp, fragment: str, page: str | None = None, **context: Any) -> Response:
    card = queries.step(follow_up, _place())
    return page_or_fragment(fragment, page, follow_up=card, **context)


def _file(family_id: int) -> str:
    return url_for("families.show", family_id=family_id)


def _back(follow_up: FollowUp) -> str:
    return url_for("day.index") if _place() == DAY else _file(follow_up.family_id)
