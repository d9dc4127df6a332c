"""Views of what partners propose: reading it, accepting or refusing it change by change, thinking again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Response, abort, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from schoolapp.access import allow
from schoolapp.answers import go, is_htmx, page_or_fragment, saved
from schoolapp.errors import Refused, Stale
from schoolapp.forms import MAX_ID
from schoolapp.partners import proposal_list, proposals, sheet_queries
from schoolapp.partners.link_forms import ActForm, AllForm
from schoolapp.partners.proposals import Moved
from schoolapp.partners.rules import WRITERS
from schoolapp.partners.waiting_routes import bp, me

FRAGMENT = "partners/_proposal.html"


def _organization() -> int | None:
    text = request.args.get("organisme", "")
    if not text:
        return None
    number = int(text) if text.isascii() and text.isdecimal() and len(text) < 11 else 0
    return number if 0 < number <= MAX_ID else abort(404)


def list_page(alert: str = "", status: int = 200) -> Response:
    """All that waits, or what waits for one organisation."""
    number = _organization()
    organization = sheet_queries.organization_for(number) if number else None
    sheets = proposal_list.waiting(number)
    return Response(
        render_template("partners/proposals.html", sheets=sheets, organization=organization, alert=alert), status
    )


@bp.get("/partenaires/corrections")
@allow(WRITERS)
def corrections() -> Response:
    return list_page()


def _act(proposal_id: int, verb: Callable[[Any, ActForm], None], done: Any) -> Any:
    """Do an act, and show the proposal as it is now; or why it cannot be done, with what the sheet says now."""
    proposal, form = proposal_list.proposal_for(proposal_id), ActForm()
    alert = "" if form.validate() else _("La page a reçu quelque chose d’inattendu.")
    try:
        if not alert:
            verb(proposal, form)
    except Moved:
        alert = _("La fiche a changé depuis que cette page a été ouverte : relisez ce qu’elle dit maintenant.")
    except Stale:
        alert = _("Quelqu’un d’autre s’en est occupé au même moment.")
    except Refused as refusal:
        alert = str(refusal)
    line = proposal_list.line_for(proposal_id, alert)
    if alert:
        return _refused(line, alert)
    if not is_htmx():
        undo = url_for("sheets.reopen", proposal_id=proposal_id), {"version": line.version}
        saved(done, undo=undo if not line.waits else None)
    return page_or_fragment(FRAGMENT, redirect_to=url_for("sheets.corrections"), proposal=line)


def _refused(line: proposal_list.Line, alert: str) -> Any:
    status = 409
    return page_or_fragment(FRAGMENT, status=status, proposal=line) if is_htmx() else list_page(alert, status)


@bp.post("/partenaires/corrections/<int:proposal_id>/acceptation")
@allow(WRITERS)
def accept(proposal_id: int) -> Any:
    def do(proposal: Any, form: ActForm) -> None:
        proposals.accept(proposal, form.expected, form.mark.data or "", by=me())

    return _act(proposal_id, do, _("Correction acceptée."))


@bp.post("/partenaires/corrections/<int:proposal_id>/refus")
@allow(WRITERS)
def refuse(proposal_id: int) -> Any:
    return _act(proposal_id, lambda one, form: proposals.refuse(one, form.expected, by=me()), _("Correction refusée."))


@bp.post("/partenaires/corrections/<int:proposal_id>/reouverture")
@allow(WRITERS)
def reopen(proposal_id: int) -> Any:
    return _act(proposal_id, lambda one, form: proposals.reopen(one, form.expected, by=me()), _("Décision annulée."))


@bp.post("/partenaires/corrections/acceptations")
@allow(WRITERS)
def accept_all() -> Any:
    form = AllForm()
    if not form.validate() or not form.seen:
        return list_page(_("Rien n’était à accepter."), 422)
    count, left = proposals.accept_all(form.seen, by=me())
    if left:
        return list_page(_("Ce qui reste a changé depuis : relisez-le avant de l’accepter."), 409)
    saved(ngettext("%(num)s correction acceptée.", "%(num)s corrections acceptées.", count))
    return go(url_for("sheets.corrections"))


def register() -> None:
    """The addresses are those of the sheets' blueprint: loading this module is enough."""
