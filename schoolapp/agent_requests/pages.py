"""How the pages of requests answer: the form that asks, the request itself, and each act with its form.

An act comes in the page's dialog with htmx, on a page of its own without. When somebody was first, it comes back with
what was typed and where the request stands now.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Response, abort, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from schoolapp import audit
from schoolapp.accounts.models import User
from schoolapp.agent_requests import asides, choices, picking, queries, rules, verbs
from schoolapp.agent_requests.act_forms import ActForm
from schoolapp.agent_requests.forms import ADD, MessageForm, RequestForm
from schoolapp.agent_requests.models import AgentRequest
from schoolapp.agent_requests.picking import Subject
from schoolapp.agent_requests.rows import draft_place
from schoolapp.answers import go, is_htmx, page_or_fragment, saved
from schoolapp.errors import Stale
from schoolapp.opened_forms import of_draft
from schoolapp.records import NamedTuple

TEMPLATES = "agent_requests/"
MESSAGES = {
    "answer": (_l("Répondre"), _l("Réponse envoyée.")),
    "tell": (_l("Ajouter des nouvelles"), _l("Nouvelles ajoutées.")),
    "thank": (_l("Dire merci"), _l("Merci transmis.")),
    "contribute": (_l("Donner mon avis"), _l("Contribution envoyée. Merci!")),
}


def me() -> User:
    """The person signed in, with their school."""
    return current_user._get_current_object()


class Act(NamedTuple):
    """An act and its page.

    Attributes:
        title: the heading of the page or dialog.
        submit: the words of its button.
        done: the notice once it is done.
        template: the fragment of its fields; the generic one draws them in order.
    """

    code: str
    title: Any
    submit: Any
    done: Any
    icon: str = "check"
    kind: str = ""
    template: str = f"{TEMPLATES}_fields.html"


REFUSE = Act("refuse", _l("Refuser la demande"), _l("Refuser la demande"), _l("Demande refusée."), "x", "danger solid")
CLOSE = Act("close", _l("Fermer la demande"), _l("Fermer la demande"), _l("Demande fermée."))
REOPEN = Act("reopen", _l("Rouvrir la demande"), _l("Rouvrir la demande"), _l("Demande rouverte."), "rotate-ccw")
ASK_AGAIN = REOPEN._replace(code="ask_again")
HAND_OVER = Act("hand_over", _l("Confier la demande"), _l("Confier"), _l("Demande confiée."), "user-check")
INVITE = Act("invite", _l("Demander un avis"), _l("Envoyer la question"), _l("Question envoyée."), "send")
MAKE_FILE = Act("link", _l("Faire la fiche de la famille"), _l("Faire la fiche"), _l("Fiche faite, demande rattachée."))
BOARD = Act(
    "board", _l("Mettre la famille au tableau"), _l("Mettre au tableau"), _l("Famille mise au tableau."), "plus"
)
PLAN = Act("plan", _l("Prévoir un suivi"), _l("Prévoir le suivi"), _l("Suivi prévu."), "calendar-clock")


def opened(row: AgentRequest) -> None:
    """Keep a trace that a request was read."""
    audit.record("request.opened", by=me(), subject=row, family=row.family_id)


def show(request_id: int, form: MessageForm | None = None, status: int = 200) -> Response:
    """The page of a request; an agent reads one that was added to another within that one."""
    bundle = queries.bundle_for(me(), request_id)
    if bundle.card.main_id and bundle.card.lead and request.method == "GET":
        return redirect(url_for("requests.show", request_id=bundle.card.main_id, _anchor=f"demande-{request_id}"), 303)
    if request.method == "GET":
        opened(AgentRequest(id=request_id, family=bundle.card.family_id))
    form = form or MessageForm(me(), formdata=None)
    context = {"bundle": bundle, "card": bundle.card, "form": form, "messages": MESSAGES}
    context["boxes"] = asides.of(me(), bundle.card)
    return page_or_fragment(f"{TEMPLATES}_request.html", f"{TEMPLATES}show.html", status=status, **context)


def request_url(row: AgentRequest) -> str:
    """The page where a request is read."""
    return url_for("requests.show", request_id=row.id)


def say(row: AgentRequest) -> Response:
    """Add a message of the act that the button names."""
    form = MessageForm(me())
    if form.act.data not in MESSAGES:
        abort(404)
    if not form.validate():
        return show(row.id, form, 422)
    try:
        verbs.say(row, form.act.data, form.words.data or "", by=me(), form_key=form.form_key.data)
    except PermissionError:
        abort(403)
    except Stale:
        form.form_errors.append(
            str(_l("Cette demande a changé entre-temps : relisez-la. Votre message est gardé ici."))
        )
        return show(row.id, form, 409)
    saved(MESSAGES[form.act.data][1])
    return go(request_url(row))


def answer(row: AgentRequest, act: Act, form: ActForm, do: Callable[[], Any]) -> Response:
    """Show an act's form, or do it: 422 with its errors, 409 with where the request stands now, else the request."""
    parts = verbs.parts_of(me(), row)
    if not rules.may(act.code, parts):
        abort(403)
    if not form.is_submitted():
        if not is_htmx():
            opened(row)
        if not rules.allows(act.code, row.state, parts, added=row.added):
            return conflict(row, act, form)
        form.version.data = row.version
        return show_act(row, act, form)
    if not form.validate():
        return show_act(row, act, form, 422)
    try:
        do()
    except Stale:
        return conflict(queries.request_for(me(), row.id), act, form)
    saved(act.done)
    return go(request_url(row))


def conflict(row: AgentRequest, act: Act, form: ActForm) -> Response:
    """Somebody was first: the request as it is now, with what was typed; sending again does it all the same."""
    form.version.data = row.version
    still = rules.allows(act.code, row.state, verbs.parts_of(me(), row), added=row.added)
    last = queries.bundle_for(me(), row.id).thread[-1:]
    return show_act(row, act, form, 409, overtaken=True, still=still, last=last)


def show_act(row: AgentRequest, act: Act, form: ActForm, status: int = 200, **context: Any) -> Response:
    """The form of an act, in the dialog or on its page."""
    context = {"overtaken": False, "still": True, "last": [], **context}
    card = queries.card(me(), row)
    return page_or_fragment(
        f"{TEMPLATES}_act.html", f"{TEMPLATES}act.html", status=status, card=card, act=act, form=form,
        here=request.path, live=is_htmx(), **context,
    )  # fmt: skip


def overtaken(row: AgentRequest) -> Response:
    """An act of one click came too late: the request as it is now, and why nothing was done."""
    form = MessageForm(me(), formdata=None)
    form.form_errors = [_("Cette demande a changé entre-temps. Rien n’a été fait : voici où elle en est.")]
    return show(row.id, form, 409)


def show_families(row: AgentRequest, status: int = 200, **context: Any) -> Response:
    """The families that a request may be about: those looked for, or those of the requester's groups."""
    if request.method == "GET" and not is_htmx():
        opened(row)
    card, words = queries.card(me(), row), request.values.get("q", "")[:100]
    found = choices.families(card, words)
    context = {"family": None, "others": [], "card": card, "found": found, "words": words, "live": is_htmx(), **context}
    return page_or_fragment(f"{TEMPLATES}_families.html", f"{TEMPLATES}families.html", status=status, **context)


# ---- asking


def ask_form(subject: Subject) -> tuple[RequestForm, Any]:
    """The form of a new request, as its draft left it or empty, and that draft."""
    draft = picking.draft_for(me(), draft_place(subject.pupil_id, subject.family_id))
    if draft is not None:
        return RequestForm(me(), subject, formdata=of_draft(draft, me())), draft
    return RequestForm(me(), subject, formdata=None, family_id=subject.family_id), None


def show_ask(subject: Subject, form: RequestForm, status: int = 200, **context: Any) -> Response:
    """The form that asks, with what one may know of what is under way already."""
    draft = context.pop("draft", None)
    around = picking.around(me(), form.family or subject.family_id)
    if around and around.request_id and not form.twin.data:
        form.twin.data = ADD
    seen = draft.revision if draft else request.form.get("seen", "") or 0
    return page_or_fragment(
        f"{TEMPLATES}_ask.html", f"{TEMPLATES}ask.html", status=status, subject=subject, form=form, around=around,
        draft=draft, seen=seen, place=draft_place(subject.pupil_id, subject.family_id), **context,
    )  # fmt: skip


def address(subject: Subject) -> dict[str, Any]:
    """The parameters that lead back to the form about a subject."""
    if subject.pupil_id:
        return {"eleve": subject.pupil_id}
    return {"famille": subject.family_id} if subject.family_id else {"sans": 1}
