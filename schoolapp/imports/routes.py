"""Imports: pupils and families for the office, the directory of partners for the agents too."""

from __future__ import annotations

from flask import Blueprint, Flask, Response, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from schoolapp import audit, jobs
from schoolapp.access import OFFICE, allow
from schoolapp.answers import go, is_htmx, saved
from schoolapp.exports import csv_response
from schoolapp.imports import pages, queries, steps
from schoolapp.imports.forms import ApplyForm, ReadingForm, read_answers
from schoolapp.imports.models import ImportBatch, State
from schoolapp.imports.options import Choices
from schoolapp.imports.readers.records import FileRefused
from schoolapp.partners.rules import MANAGERS

# Each sees the imports of the subjects that are theirs, and no other: see ``subjects``.
IMPORTERS = OFFICE | MANAGERS

bp = Blueprint("imports", __name__, url_prefix="/importations")


def _to(batch: ImportBatch) -> Response:
    return go(url_for("imports.show", batch_id=batch.id))


@bp.get("")
@allow(IMPORTERS)
def index() -> Response:
    return pages.index(pages.upload_form())


@bp.post("")
@allow(IMPORTERS)
def upload() -> Response:
    form = pages.upload_form()
    if not form.validate():
        return pages.index(form, 422)
    try:
        batch = steps.upload(form.file.data.stream, form.file.data.filename, by=current_user, subject=form.subject.data)
    except FileRefused as refused:
        form.file.errors = [str(refused)]
        return pages.index(form, 422)
    return _to(batch)


@bp.get("/<int:batch_id>")
@allow(IMPORTERS)
def show(batch_id: int) -> Response:
    return pages.show(queries.seen_batch(pages.seen(), batch_id))


@bp.get("/<int:batch_id>/progression")
@allow(IMPORTERS)
def progress(batch_id: int) -> Response:
    batch = queries.seen_batch(pages.seen(), batch_id)
    if batch.is_working:
        return pages.progress(batch)
    return _to(batch) if is_htmx() else pages.show(batch)


@bp.get("/<int:batch_id>/lignes")
@allow(IMPORTERS)
def lines(batch_id: int) -> Response:
    return pages.lines(queries.seen_batch(pages.seen(), batch_id))


@bp.post("/<int:batch_id>/lecture")
@allow(IMPORTERS)
def reread(batch_id: int) -> Response:
    batch = queries.open_batch(pages.seen(), batch_id, State.UPLOADED, State.CHECKED)
    choices = Choices.of(batch.options)
    table = steps.look(batch, request.form.get("sheet", choices.sheet)).table
    if table is None or not (form := ReadingForm(choices, table)).validate():
        return pages.columns(batch, status=422)
    steps.reread(batch, table, form.header_row.data)
    return _to(batch)


@bp.post("/<int:batch_id>/correspondance/<int:mapping_id>")
@allow(IMPORTERS)
def use_mapping(batch_id: int, mapping_id: int) -> Response:
    batch = queries.open_batch(pages.seen(), batch_id, State.UPLOADED, State.CHECKED)
    steps.use_mapping(batch, queries.mapping_for(pages.seen(), mapping_id))
    return _to(batch)


@bp.post("/correspondances/<int:mapping_id>/retrait")
@allow(IMPORTERS)
def remove_mapping(mapping_id: int) -> Response:
    steps.remove_mapping(queries.mapping_for(pages.seen(), mapping_id), by=current_user)
    saved(_("Colonnes oubliées"))
    return go(url_for("imports.index"))


@bp.post("/<int:batch_id>/colonnes")
@allow(IMPORTERS)
def check(batch_id: int) -> Response:
    batch = queries.open_batch(pages.seen(), batch_id, State.UPLOADED, State.CHECKED)
    form = pages.columns_form(batch)
    if not form.validate():
        return pages.columns(batch, form, 422)
    choices = form.chosen(Choices.of(batch.options))
    if "save_as" in form and form.save_as.data:
        steps.save_mapping(form.save_as.data, choices, by=current_user, subject=batch.subject)
    steps.check(batch, choices, by=current_user)
    return _to(batch)


@bp.post("/<int:batch_id>/retour")
@allow(IMPORTERS)
def back(batch_id: int) -> Response:
    batch = queries.open_batch(pages.seen(), batch_id, State.UPLOADED, State.CHECKED)
    steps.back_to_columns(batch)
    return _to(batch)


@bp.post("/<int:batch_id>/reponses")
@allow(IMPORTERS)
def answer(batch_id: int) -> Response:
    batch = queries.open_batch(pages.seen(), batch_id, State.CHECKED)
    steps.answer(batch, read_answers(request.form, queries.questions(batch)), by=current_user)
    return _to(batch)


@bp.post("/<int:batch_id>/application")
@allow(IMPORTERS)
def apply(batch_id: int) -> Response:
    batch = queries.open_batch(pages.seen(), batch_id, State.CHECKED)
    form = ApplyForm(batch)
    if not form.validate():
        return pages.checked(batch, form, 422)
    steps.apply(batch, by=current_user)
    return _to(batch)


@bp.get("/<int:batch_id>/annulation")
@allow(IMPORTERS)
def confirm_undo(batch_id: int) -> Response:
    return pages.undoing_page(queries.open_batch(pages.seen(), batch_id, State.APPLIED))


@bp.post("/<int:batch_id>/annulation")
@allow(IMPORTERS)
def undo(batch_id: int) -> Response:
    batch = queries.open_batch(pages.seen(), batch_id, State.APPLIED)
    steps.undo(batch, by=current_user)
    return _to(batch)


@bp.post("/<int:batch_id>/reprise")
@allow(IMPORTERS)
def restart(batch_id: int) -> Response:
    batch = queries.seen_batch(pages.seen(), batch_id)
    steps.restart(batch, by=current_user)
    return _to(batch)


@bp.post("/<int:batch_id>/abandon")
@allow(IMPORTERS)
def abandon(batch_id: int) -> Response:
    steps.abandon(queries.seen_batch(pages.seen(), batch_id), by=current_user)
    saved(_("Importation abandonnée"))
    return go(url_for("imports.index"))


@bp.get("/<int:batch_id>/refusees.csv")
@allow(IMPORTERS)
def refused(batch_id: int) -> Response:
    batch = queries.seen_batch(pages.seen(), batch_id)
    rows = queries.refused_rows(batch)
    audit.record("import.downloaded", by=current_user, subject=batch, detail={"rows": len(rows)})
    return csv_response(_("Lignes refusées"), pages.headers_of_refused(batch), rows)


def register(app: Flask) -> None:
    """Serve the room, and say where its long works are."""
    app.register_blueprint(bp)
    jobs.tasks_in("schoolapp.imports.tasks", *steps.TASKS.values())
