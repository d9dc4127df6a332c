"""Views of drafts: what static/draft.js sends as one types, and the same by hand without JavaScript."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, jsonify, make_response, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from flask_wtf.csrf import generate_csrf

from schoolapp.access import FILE_STAFF, allow
from schoolapp.answers import go, saved
from schoolapp.errors import Stale
from schoolapp.formats import time_words
from schoolapp.notes import pages, queries
from schoolapp.notes.draft_form import DraftForm
from schoolapp.notes.models import NoteDraft

bp = Blueprint("drafts", __name__)


def _is_script() -> bool:
    return request.headers.get("X-Draft") == "1"


@bp.get("/familles/<int:family_id>/brouillon")
@allow(FILE_STAFF)
def state(family_id: int) -> Response:
    """What a page needs to go on after its session ended and another began: a fresh anti-forgery token."""
    queries.family_for(current_user, family_id)
    return jsonify(csrf=generate_csrf(), opened_by=str(current_user.id))


@bp.post("/familles/<int:family_id>/brouillon")
@allow(FILE_STAFF)
def keep(family_id: int) -> Response:
    family = queries.family_for(current_user, family_id)
    form = DraftForm(current_user, request.form)
    if not form.validate():
        return _refused(
            family, 0, 422, why="refused", words=" ".join(form.form_errors) or _("Ce brouillon ne se lit pas.")
        )
    note_id = queries.drafted_note_id(current_user, family_id, form.note_id.data)
    try:
        draft = NoteDraft.keep(current_user, family_id, note_id, form.save)
    except Stale as stale:
        return _refused(family, note_id, 409, why="elsewhere", revision=stale.current.revision)
    return _kept(family_id, note_id, draft)


def _kept(family_id: int, note_id: int, draft: NoteDraft | None) -> Response:
    if _is_script():
        at = time_words(draft.updated_at) if draft else ""
        return jsonify(at=at, revision=draft.revision if draft else 0)
    saved(_("Brouillon enregistré."))
    return go(url_for("notes.edit", note_id=note_id) if note_id else url_for("notes.new", family_id=family_id))


def _refused(family: Any, note_id: int, status: int, **facts: Any) -> Response:
    """Why nothing was kept: as data for the script, as the same form again for a browser without it."""
    if _is_script():
        return make_response(jsonify(**facts), status)
    words = facts.get("words") or _(
        "Ce brouillon a été continué dans un autre onglet. Enregistrez encore pour garder ce texte-ci."
    )
    seen = facts.get("revision", request.form.get("seen", ""))
    if note_id:
        note = queries.own_note_for(current_user, note_id)
        form = pages.correction_form(current_user, note)
        return pages.show_correction(queries.card(current_user, note), form, status, seen=seen, warning=words)
    return pages.show_new(family, pages.new_form(current_user, family), status, seen=seen, warning=words)


@bp.post("/familles/<int:family_id>/brouillon/abandon")
@allow(FILE_STAFF)
def discard(family_id: int) -> Response:
    queries.family_for(current_user, family_id)
    form = DraftForm(current_user, request.form)
    note_id = queries.drafted_note_id(current_user, family_id, form.note_id.data if form.validate() else None)
    draft = NoteDraft.of(current_user, family_id, note_id)
    if draft is not None:
        draft.discard(by=current_user)
        saved(_("Brouillon jeté."))
    return go(url_for("families.show", family_id=family_id))
