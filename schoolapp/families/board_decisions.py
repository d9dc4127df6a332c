"""What is decided about a family's place on the board: to add it, whom it is entrusted to, to end the work with it."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _

from schoolapp.access import LEADS, Role, allow
from schoolapp.answers import page_or_fragment, saved
from schoolapp.errors import Stale
from schoolapp.families import board_answers, board_queries, board_verbs
from schoolapp.families.board_events import opened
from schoolapp.families.board_forms import AssignForm, EndForm, PrioritiseForm
from schoolapp.families.board_routes import me
from schoolapp.families.routes import bp
from schoolapp.families.vocabulary import ALL_STATES

END = ("families/_end.html", "families/end.html")
ASSIGN = ("families/_assign.html", "families/assign.html")
PRIORITISE = ("families/_prioritise.html", "families/prioritise.html")


@bp.get("/familles/<int:family_id>/fin")
@allow(LEADS)
def end_page(family_id: int) -> Any:
    """Ask for the reason before the work with a family ends."""
    family = board_queries.family_for(me(), family_id)
    opened("board.opened", by=me())
    form = EndForm(formdata=None, version=family.version, filtres=board_answers.back())
    return page_or_fragment(*END, family=family, form=form)


@bp.post("/familles/<int:family_id>/fin")
@allow(LEADS)
def end(family_id: int) -> Any:
    """End the work with a family: it leaves the board, its file stays."""
    family, form = board_queries.family_for(me(), family_id), EndForm()
    if not form.validate():
        return page_or_fragment(*END, status=422, family=family, form=form)
    try:
        left = board_verbs.end(family, expected=form.version.data, reason=form.reason.data, by=me())
    except Stale:
        return board_answers.conflict(family_id, form, form.lines(), *END)
    told = _("Accompagnement de %(name)s terminé. La fiche reste au répertoire.", name=family.name)
    saved(told, undo=board_answers.undo(family, left, form.filtres.data))
    return board_answers.done(me(), family, form.filtres.data)


@bp.get("/familles/<int:family_id>/attribution")
@allow(LEADS)
def assign_page(family_id: int) -> Any:
    """Ask for the priority and the lead agent."""
    family = board_queries.family_for(me(), family_id)
    opened("board.opened", by=me())
    start = {"version": family.version, "priority": family.priority, "lead": str(family.lead_id or "")}
    form = AssignForm(formdata=None, **start, filtres=board_answers.back())
    form.offer(board_queries.agents())
    return page_or_fragment(*ASSIGN, family=family, form=form)


@bp.post("/familles/<int:family_id>/attribution")
@allow(LEADS)
def assign(family_id: int) -> Any:
    """Change the priority and the lead agent."""
    family, form = board_queries.family_for(me(), family_id), AssignForm()
    form.offer(board_queries.agents())
    if not form.validate():
        return page_or_fragment(*ASSIGN, status=422, family=family, form=form)
    try:
        board_verbs.assign(family, expected=form.version.data, **form.chosen(), by=me())
    except Stale:
        return board_answers.conflict(family_id, form, form.lines(), *ASSIGN)
    saved(_("Priorité et agent de %(name)s enregistrés.", name=family.name))
    return board_answers.done(me(), family, form.filtres.data)


@bp.get("/familles/<int:family_id>/tableau")
@allow(LEADS)
def prioritise_page(family_id: int) -> Any:
    """Ask why a family is put on the board, and who decided it."""
    family = board_queries.family_for(me(), family_id)
    opened("board.opened", by=me())
    lead = family.lead_id or (me().id if me().role == Role.AGENT else "")
    start = {"version": family.version, "priority": family.priority, "lead": str(lead)}
    form = PrioritiseForm(formdata=None, **start, filtres=board_answers.back())
    form.offer(board_queries.agents())
    return page_or_fragment(*PRIORITISE, family=family, form=form)


@bp.post("/familles/<int:family_id>/tableau")
@allow(LEADS)
def prioritise(family_id: int) -> Any:
    """Put a family on the board."""
    family, form = board_queries.family_for(me(), family_id), PrioritiseForm()
    form.offer(board_queries.agents())
    if not form.validate():
        return page_or_fragment(*PRIORITISE, status=422, family=family, form=form)
    try:
        board_verbs.prioritise(family, form.decision(), expected=form.version.data, by=me())
    except Stale:
        return board_answers.conflict(family_id, form, form.lines(), *PRIORITISE)
    saved(_("%(name)s est au tableau, dans « %(column)s ».", name=family.name, column=ALL_STATES[family.link_state]))
    return board_answers.done(me(), family, form.filtres.data)
