"""The two forms in which a note is typed, new or corrected: how they open, and how they come back when refused."""

from __future__ import annotations

from typing import Any

from flask import Response, request

from schoolapp.accounts.models import User
from schoolapp.answers import page_or_fragment
from schoolapp.families.models import Family
from schoolapp.notes import queries
from schoolapp.notes.forms import CorrectionForm, NoteForm
from schoolapp.notes.models import Note, NoteDraft
from schoolapp.notes.shown import NoteCard
from schoolapp.opened_forms import of_draft


def new_form(user: User, family: Family, draft: NoteDraft | None = None) -> NoteForm:
    """The form of a new note: as posted, as the draft left it, or prefilled."""
    staff = queries.assignable(user, family.id)
    if draft is not None:
        return NoteForm(user, staff, formdata=of_draft(draft, user))
    form = NoteForm(user, staff)
    if not form.is_submitted():
        form.prefill(family)
    elif "not_reached" in request.form:
        form.reached.data = "no"
    return form


def correction_form(user: User, note: Note, draft: NoteDraft | None = None) -> CorrectionForm:
    """The form of a correction: as posted, as the draft left it, or with the note as it is."""
    if draft is not None:
        return CorrectionForm(user, note, formdata=of_draft(draft, user))
    form = CorrectionForm(user, note)
    if not form.is_submitted():
        form.prefill()
    return form


def show_new(family: Family, form: NoteForm, status: int = 200, **context: Any) -> Response:
    """The form of a new note, as a page or a fragment."""
    return page_or_fragment(
        "notes/_new.html", "notes/new.html", status=status, family=family, form=form, **_draft(context)
    )


def show_correction(note: NoteCard, form: CorrectionForm, status: int = 200, **context: Any) -> Response:
    """The form of a correction, as a page or a fragment. With ``theirs``, the saved note stands beside it."""
    context["family"] = queries.family_for(form.user, note.family_id)
    fragment = context.pop("fragment", "notes/_edit.html")
    context.setdefault("theirs", None)
    return page_or_fragment(fragment, "notes/edit.html", status=status, note=note, form=form, **_draft(context))


def _draft(context: dict[str, Any]) -> dict[str, Any]:
    """A form that comes back still knows the last revision of its draft."""
    draft = context.setdefault("draft", None)
    sent = request.form.get("seen", "") if request.method == "POST" else ""
    context.setdefault("seen", draft.revision if draft else sent or 0)
    return context
