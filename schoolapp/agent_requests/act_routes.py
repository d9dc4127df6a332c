"""Views of what is done with a request: one noun for each act of ``rules``."""

from __future__ import annotations

from flask import Response
from flask_babel import gettext as _

from schoolapp.access import LEADS, SCHOOL_STAFF, Role, allow
from schoolapp.agent_requests import act_forms, choices, pages, queries, verbs, working
from schoolapp.agent_requests.pages import me
from schoolapp.agent_requests.routes import bp
from schoolapp.answers import go, saved
from schoolapp.errors import Stale
from schoolapp.notes.queries import assignable

BOTH = ["GET", "POST"]


@bp.post("/demandes/<int:request_id>/reception")
@allow({Role.AGENT})
def receive(request_id: int) -> Response:
    row, form = queries.main_for(me(), request_id), act_forms.ActForm()
    try:
        verbs.receive(row, form.expected if form.validate() else 0, by=me())
    except Stale:
        return pages.overtaken(row)
    saved(_("Demande reçue. La personne qui l’a faite le voit."))
    return go(pages.request_url(row))


@bp.route("/demandes/<int:request_id>/refus", methods=BOTH)
@allow(LEADS)
def refuse(request_id: int) -> Response:
    row, form = queries.main_for(me(), request_id), act_forms.RefusalForm()
    return pages.answer(row, pages.REFUSE, form, lambda: verbs.refuse(row, form.expected, form.reason.data, by=me()))


@bp.route("/demandes/<int:request_id>/fermeture", methods=BOTH)
@allow(LEADS)
def close(request_id: int) -> Response:
    row, form = queries.main_for(me(), request_id), act_forms.ClosingForm()
    said = (form.effect.data, form.words.data)
    return pages.answer(row, pages.CLOSE, form, lambda: verbs.close(row, form.expected, *said, by=me()))


@bp.route("/demandes/<int:request_id>/reouverture", methods=BOTH)
@allow(SCHOOL_STAFF)
def reopen(request_id: int) -> Response:
    row, form = queries.main_for(me(), request_id), act_forms.ReopeningForm()
    act = pages.REOPEN if me().role == Role.AGENT else pages.ASK_AGAIN
    return pages.answer(row, act, form, lambda: verbs.reopen(row, form.expected, form.words.data, by=me()))


@bp.route("/demandes/<int:request_id>/transfert", methods=BOTH)
@allow(LEADS)
def hand_over(request_id: int) -> Response:
    row = queries.main_for(me(), request_id)
    form = act_forms.HandOverForm(choices.agents(row))

    def do() -> None:
        verbs.hand_over(row, form.expected, choices.user(form.agent.data), form.words.data or "", by=me())

    return pages.answer(row, pages.HAND_OVER, form, do)


@bp.route("/demandes/<int:request_id>/avis", methods=BOTH)
@allow(LEADS)
def invite(request_id: int) -> Response:
    row = queries.main_for(me(), request_id)
    form = act_forms.InvitationForm(choices.colleagues(row))

    def do() -> None:
        verbs.invite(row, form.expected, choices.user(form.colleague.data), form.question.data, by=me())

    return pages.answer(row, pages.INVITE, form, do)


@bp.post("/demandes/<int:request_id>/avis/<int:contributor_id>/retrait")
@allow(LEADS)
def release(request_id: int, contributor_id: int) -> Response:
    row, form = queries.main_for(me(), request_id), act_forms.ActForm()
    asked = queries.contributor_for(row, contributor_id)
    try:
        verbs.release(asked, form.expected if form.validate() else 0, by=me())
    except Stale:
        return pages.overtaken(row)
    saved(_("La demande est refermée pour cette personne."))
    return go(pages.request_url(row))


@bp.route("/demandes/<int:request_id>/suivi", methods=BOTH)
@allow(LEADS)
def plan(request_id: int) -> Response:
    row = queries.linked_for(me(), request_id)
    form = act_forms.PlanForm(me(), assignable(me(), row.family_id))
    if not form.is_submitted():
        form.who.data = row.agent_id or me().id

    def do() -> None:
        working.plan(row, form.expected, form.plan, by=me(), form_key=form.form_key.data)

    return pages.answer(row, pages.PLAN, form, do)


@bp.route("/demandes/<int:request_id>/tableau", methods=BOTH)
@allow(LEADS)
def board(request_id: int) -> Response:
    row = queries.linked_for(me(), request_id)
    form = act_forms.BoardForm(**choices.board_start(row))

    def do() -> None:
        why = form.decision(choices.lead(row))
        working.put_on_board(row, form.expected, why, form.family_version.data, by=me())

    return pages.answer(row, pages.BOARD, form, do)


@bp.get("/demandes/<int:request_id>/famille")
@allow(LEADS)
def choose_family(request_id: int) -> Response:
    return pages.show_families(queries.main_for(me(), request_id))


@bp.post("/demandes/<int:request_id>/famille")
@allow(LEADS)
def link(request_id: int) -> Response:
    row, form = queries.main_for(me(), request_id), act_forms.LinkForm()
    if not form.validate():
        return pages.show_families(row, 422)
    family = choices.family(form.family.data)
    others = [] if form.apart.data else queries.others_open(row, family.id)
    if others:
        return pages.show_families(row, 422, family=family, others=others)
    try:
        verbs.link(row, form.expected, family, by=me())
    except Stale:
        return pages.overtaken(row)
    saved(_("Demande rattachée à la famille %(name)s.", name=family.name))
    return go(pages.request_url(row))


@bp.route("/demandes/<int:request_id>/famille/nouvelle", methods=BOTH)
@allow(LEADS)
def make_family(request_id: int) -> Response:
    row, form = queries.main_for(me(), request_id), act_forms.FileForm()
    pupils = [row.pupil_id] if row.pupil_id else []
    if form.is_submitted() and form.validate() and not form.confirmed.data:
        alike = choices.alike(form.name.data, pupils)
        if alike:
            form.confirmed.data = "1"
            return pages.show_act(row, pages.MAKE_FILE, form, 422, alike=alike)
    values = form.values(pupils) if form.is_submitted() else {}
    return pages.answer(row, pages.MAKE_FILE, form, lambda: working.make_family(row, form.expected, values, by=me()))
