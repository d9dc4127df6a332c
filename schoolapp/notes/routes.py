"""Views of notes: writing, reading, correcting, withdrawing, saying what changed."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Flask, Response, url_for
from flask_babel import gettext as _
from flask_login import current_user

from schoolapp.access import FILE_STAFF, allow
from schoolapp.answers import go, is_htmx, page_or_fragment, saved
from schoolapp.errors import Stale
from schoolapp.families.models import Family
from schoolapp.notes import draft_routes, drawn, follow_up_routes, pages, parts, queries, writing
from schoolapp.notes.forms import EffectForm, NotReachedForm, VersionForm, WithdrawalForm
from schoolapp.notes.models import Note, NoteDraft
from schoolapp.notes.note import AlreadyWritten

bp = Blueprint("notes", __name__)


def _file(family_id: int, note: Note | None = None) -> str:
    """The family's file; the page is read again whole, so htmx needs no anchor."""
    anchor = f"note-{note.id}" if note is not None and not is_htmx() else None
    return url_for("families.show", family_id=family_id, _anchor=anchor)


@bp.get("/familles/<int:family_id>/notes/nouvelle")
@allow(FILE_STAFF)
def new(family_id: int) -> Response:
    family = queries.family_for(current_user, family_id)
    draft = NoteDraft.of(current_user, family_id)
    return pages.show_new(family, pages.new_form(current_user, family, draft), draft=draft)


@bp.post("/familles/<int:family_id>/notes")
@allow(FILE_STAFF)
def create(family_id: int) -> Response:
    family = queries.family_for(current_user, family_id)
    form = pages.new_form(current_user, family)
    if not form.validate():
        return pages.show_new(family, form, 422)
    try:
        note = writing.write_note(
            family_id, form.content, by=current_user, form_key=form.form_key.data, follow_up=form.follow_up
        )
    except AlreadyWritten as used:
        return _both_versions(used.note, pages.correction_form(current_user, used.note), "notes/_used.html")
    saved(_("Note enregistrée."))
    return go(_file(family_id, note))


@bp.post("/familles/<int:family_id>/notes/pas-rejoint")
@allow(FILE_STAFF)
def not_reached(family_id: int) -> Response:
    family: Family = queries.family_for(current_user, family_id)
    form = NotReachedForm(current_user)
    if not form.validate():
        return page_or_fragment(
            "notes/_not_reached.html", "notes/not_reached.html", status=422, family=family, form=form
        )
    note = writing.write_attempt(family_id, form.means.data, by=current_user, form_key=form.form_key.data)
    undo = {"version": note.version, "reason": _("Notée par erreur")}
    saved(_("Noté : pas rejoint."), undo=(url_for("notes.withdraw", note_id=note.id), undo))
    return go(_file(family_id, note))


@bp.get("/notes/<int:note_id>")
@allow(FILE_STAFF)
def show(note_id: int) -> Response:
    note = queries.note_for(current_user, note_id)
    note.opened(by=current_user)
    return _shown(note, "notes/_note.html")


@bp.get("/notes/<int:note_id>/versions")
@allow(FILE_STAFF)
def versions(note_id: int) -> Response:
    note = queries.note_for(current_user, note_id)
    note.opened(by=current_user)
    former = queries.versions(current_user, note)
    return _shown(note, "notes/_versions.html", "notes/versions.html", versions=former)


@bp.get("/notes/<int:note_id>/edition")
@allow(FILE_STAFF)
def edit(note_id: int) -> Response:
    note = queries.correctable_note_for(current_user, note_id)
    note.opened(by=current_user)
    draft = NoteDraft.of(current_user, note.family_id, note.id)
    form = pages.correction_form(current_user, note, draft)
    return pages.show_correction(queries.card(current_user, note), form, draft=draft)


@bp.post("/notes/<int:note_id>/edition")
@allow(FILE_STAFF)
def update(note_id: int) -> Response:
    note = queries.own_note_for(current_user, note_id)
    form = pages.correction_form(current_user, note)
    if not form.validate():
        return pages.show_correction(queries.card(current_user, note), form, 422)
    try:
        writing.correct_note(note, form.version.data, form.content, by=current_user, form_key=form.form_key.data)
    except Stale as stale:
        return _both_versions(stale.current, form)
    saved(_("Correction enregistrée."))
    return _done(note)


def _both_versions(current: Note, form: Any, fragment: str = "notes/_edit.html") -> Response:
    """Another tab was first, or the note was withdrawn: both texts side by side; sending again keeps this one."""
    form.version.data = current.version
    theirs = queries.card(current_user, current)
    return pages.show_correction(theirs, form, 409, fragment=fragment, theirs=theirs)


@bp.get("/notes/<int:note_id>/retrait")
@allow(FILE_STAFF)
def withdrawal(note_id: int) -> Response:
    note = queries.removable_note_for(current_user, note_id)
    return _withdrawal(note, WithdrawalForm(version=note.version))


@bp.post("/notes/<int:note_id>/retrait")
@allow(FILE_STAFF)
def withdraw(note_id: int) -> Response:
    note = queries.removable_note_for(current_user, note_id)
    form = WithdrawalForm()
    if not form.validate():
        return _withdrawal(note, form, 422)
    try:
        writing.withdraw_note(note, form.version.data, form.reason.data, by=current_user)
    except Stale as stale:
        form.version.data = stale.current.version
        return _withdrawal(stale.current, form, 409, overtaken=True)
    saved(_("Note retirée."), undo=(url_for("notes.restore", note_id=note.id), {"version": note.version}))
    return _done(note)


def _withdrawal(note: Note, form: WithdrawalForm, status: int = 200, **context: Any) -> Response:
    return _shown(note, "notes/_withdraw.html", "notes/withdraw.html", form=form, status=status, **context)


@bp.post("/notes/<int:note_id>/retablissement")
@allow(FILE_STAFF)
def restore(note_id: int) -> Response:
    note = queries.removable_note_for(current_user, note_id)
    form = VersionForm()
    writing.restore_note(note, form.version.data if form.validate() else 0, by=current_user)
    saved(_("Note rétablie."))
    return _done(note)


@bp.get("/notes/<int:note_id>/effet")
@allow(FILE_STAFF)
def effect(note_id: int) -> Response:
    note = queries.observable_note_for(current_user, note_id)
    seen = note.effect_at.isoformat() if note.effect_at else ""
    return _effect(note, EffectForm(effect=note.effect, words=note.effect_words, seen=seen))


@bp.post("/notes/<int:note_id>/effet")
@allow(FILE_STAFF)
def observe(note_id: int) -> Response:
    note = queries.observable_note_for(current_user, note_id)
    form = EffectForm()
    if not form.validate():
        return _effect(note, form, 422)
    try:
        writing.observe_effect(note, form.seen_at, form.effect.data, form.words.data or "", by=current_user)
    except Stale as stale:
        form.seen.data = stale.current.effect_at.isoformat()
        return _effect(stale.current, form, 409, overtaken=True)
    saved(_("Effet noté."))
    return _done(note)


def _effect(note: Note, form: EffectForm, status: int = 200, **context: Any) -> Response:
    return _shown(note, "notes/_effect.html", "notes/effect.html", form=form, status=status, **context)


def _shown(note: Note, fragment: str, page: str = "notes/show.html", status: int = 200, **context: Any) -> Response:
    family = queries.family_for(current_user, note.family_id)
    card = queries.card(current_user, note)
    return page_or_fragment(fragment, page, status=status, note=card, family=family, **context)


def _done(note: Note) -> Response:
    """After a change: the note as the timeline shows it, or back to the file."""
    card = queries.card(current_user, note)
    return page_or_fragment(card.template, note=card, redirect_to=_file(note.family_id, note))


def register(app: Flask) -> None:
    """Serve the room, and take part in the family's file."""
    app.register_blueprint(bp)
    app.register_blueprint(draft_routes.bp)
    app.register_blueprint(follow_up_routes.bp)
    app.jinja_env.filters["step_html"] = drawn.step_html
    parts.register()
