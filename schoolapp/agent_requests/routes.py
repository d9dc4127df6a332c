"""Views of requests: asking, reading, the list."""

from __future__ import annotations

from importlib import import_module
from urllib.parse import urlencode

from flask import Blueprint, Flask, Response, abort, jsonify, make_response, render_template, request, url_for
from flask_babel import gettext as _
from flask_wtf.csrf import generate_csrf

from schoolapp.access import SCHOOL_STAFF, allow
from schoolapp.agent_requests import asking, listing, listing_page, pages, parts, picking, queries
from schoolapp.agent_requests.forms import FilterForm, RequestDraftForm, RequestForm
from schoolapp.agent_requests.models import RequestDraft
from schoolapp.agent_requests.pages import me
from schoolapp.agent_requests.rows import draft_place
from schoolapp.answers import go, is_htmx, page_or_fragment, saved
from schoolapp.errors import Stale
from schoolapp.families import board_queries, board_verbs
from schoolapp.families.board_events import opened
from schoolapp.formats import time_words
from schoolapp.forms import MAX_ID

bp = Blueprint("requests", __name__)


def _number(name: str) -> int | None:
    """An id of the address; 404 for what cannot be one."""
    text = request.values.get(name, "")
    if not text:
        return None
    fits = text.isascii() and text.isdecimal() and len(text) < 11 and 0 < int(text) <= MAX_ID
    return int(text) if fits else abort(404)


@bp.get("/demandes")
@allow(SCHOOL_STAFF)
def index() -> str:
    opened("request.listed", by=me())
    return render_template("agent_requests/index.html", **listing_page.shown(me(), request.args))


@bp.post("/demandes/filtres")
@allow(SCHOOL_STAFF)
def save_filter() -> Response:
    form = FilterForm()
    asked = listing.address(form.filtres.data)
    if not form.validate():
        shown = listing_page.shown(me(), asked, form)
        return make_response(render_template("agent_requests/index.html", **shown), 422)
    board_verbs.save_filter(me(), form.name.data, urlencode(asked), page=listing.PAGE)
    saved(_("Filtre « %(name)s » enregistré.", name=form.name.data))
    return go(url_for("requests.index", **asked))


@bp.post("/demandes/filtres/<int:filter_id>/retrait")
@allow(SCHOOL_STAFF)
def remove_filter(filter_id: int) -> Response:
    kept = board_queries.filter_for(me(), filter_id, listing.PAGE)
    board_verbs.remove_filter(kept, by=me())
    saved(_("Filtre « %(name)s » retiré.", name=kept.name))
    return go(url_for("requests.index", **listing.address(kept.query)))


@bp.get("/demandes/nouvelle")
@allow(SCHOOL_STAFF)
def new() -> Response:
    if not (request.args.keys() & {"eleve", "famille", "sans"}):
        return _pick()
    subject = picking.subject_for(me(), _number("eleve"), _number("famille"))
    opened("request.picked", by=me())
    form, draft = pages.ask_form(subject)
    return pages.show_ask(subject, form, draft=draft)


def _pick() -> Response:
    """Whom the request is about: one's own pupils, or those that one looks for."""
    words = request.args.get("q", "")[:100]
    opened("request.picked", by=me())
    found, more = picking.subjects(me(), words)
    drafts = [] if is_htmx() else picking.drafts(me())
    context = {"found": found, "more": more, "words": words, "drafts": drafts}
    return page_or_fragment("agent_requests/_pupils.html", "agent_requests/pick.html", **context)


@bp.post("/demandes")
@allow(SCHOOL_STAFF)
def create() -> Response:
    subject = picking.subject_for(me(), _number("pupil"), _number("family"))
    form = RequestForm(me(), subject)
    if not form.validate():
        return pages.show_ask(subject, form, 422)
    try:
        made = asking.ask(form.content, by=me(), form_key=form.form_key.data, **form.joining(_number("main")))
    except (asking.Twin, Stale):
        form.twin.errors = [_("Une demande est ouverte pour cette famille : dites si la vôtre s’y ajoute.")]
        return pages.show_ask(subject, form, 422)
    saved(_("Demande ajoutée à celle qui est ouverte.") if made.added else _("Demande envoyée."))
    return go(pages.request_url(made))


@bp.get("/demandes/brouillon")
@allow(SCHOOL_STAFF)
def draft_state() -> Response:
    """What a page needs to go on after its session ended and another began: a fresh anti-forgery token."""
    return jsonify(csrf=generate_csrf(), opened_by=str(me().id))


@bp.post("/demandes/brouillon")
@allow(SCHOOL_STAFF)
def keep_draft() -> Response:
    form = RequestDraftForm(me(), request.form)
    subject = picking.subject_for(me(), _number("pupil"), _number("family"))
    if not form.validate():
        words = " ".join(form.form_errors) or _("Ce brouillon ne se lit pas.")
        return _not_kept(subject, 422, why="refused", words=words)
    try:
        kept = RequestDraft.keep_at(me().id, *draft_place(subject.pupil_id, subject.family_id), save=form.save)
    except Stale as stale:
        return _not_kept(subject, 409, why="elsewhere", revision=stale.current.revision)
    if request.headers.get("X-Draft") == "1":
        return jsonify(at=time_words(kept.updated_at) if kept else "", revision=kept.revision if kept else 0)
    saved(_("Brouillon enregistré."))
    return go(url_for("requests.new", **pages.address(subject)))


def _not_kept(subject: picking.Subject, status: int, **facts: object) -> Response:
    """Why nothing was kept: as data for the script, as the same form again for a browser without it."""
    if request.headers.get("X-Draft") == "1":
        return make_response(jsonify(**facts), status)
    words = facts.get("words") or _(
        "Ce brouillon a été continué dans un autre onglet. Enregistrez encore pour garder ce texte-ci."
    )
    return pages.show_ask(subject, RequestForm(me(), subject), status, warning=words)


@bp.post("/demandes/brouillon/abandon")
@allow(SCHOOL_STAFF)
def discard_draft() -> Response:
    draft = picking.draft_for(me(), draft_place(_number("pupil"), _number("family")))
    if draft is not None:
        draft.discard(by=me())
        saved(_("Brouillon jeté."))
    return go(url_for("requests.new"))


@bp.get("/demandes/<int:request_id>")
@allow(SCHOOL_STAFF)
def show(request_id: int) -> Response:
    return pages.show(request_id)


@bp.post("/demandes/<int:request_id>/fil")
@allow(SCHOOL_STAFF)
def say(request_id: int) -> Response:
    return pages.say(queries.request_for(me(), request_id))


def register(app: Flask) -> None:
    """Serve the room, and take part in the family's file."""
    import_module("schoolapp.agent_requests.act_routes")
    app.register_blueprint(bp)
    parts.register()
