"""What the page of an import shows, by where the import is."""

from __future__ import annotations

from typing import Any

from flask import Response, request
from flask_babel import gettext as _
from flask_login import current_user

from schoolapp import audit, jobs
from schoolapp.access import Role
from schoolapp.answers import is_htmx, page_or_fragment
from schoolapp.families.vocabulary import RELATIONS
from schoolapp.imports import queries, steps, subjects, undoing
from schoolapp.imports.forms import (
    ApplyForm,
    ChoicesForm,
    ColumnsForm,
    ReadingForm,
    ServicesForm,
    SetForm,
    UploadForm,
    page_number,
)
from schoolapp.imports.models import PARTNERS, ImportBatch, State
from schoolapp.imports.options import Choices
from schoolapp.imports.readers.records import FileRefused, Row, Table

SAMPLES = 3
STEPS = (State.UPLOADED, State.CHECKING, State.CHECKED, State.APPLYING)


def seen() -> list[str]:
    """The subjects that whoever is signed in may import."""
    return [one.code for one in subjects.open_to(current_user.role)]


def upload_form() -> UploadForm:
    """The way in, for the subjects that this person may import; the address may say which one comes first."""
    offered = subjects.open_to(current_user.role)
    return UploadForm(offered, request.args.get("sujet", ""))


def index(form: UploadForm, status: int = 200) -> Response:
    """The list of imports and the way in."""
    mine = seen()
    shown = {"form": form, "batches": queries.batches(mine), "mappings": queries.mappings(mine), "seen": mine}
    shown["subjects"] = subjects.every()
    return page_or_fragment("imports/_upload.html", "imports/index.html", status=status, **shown)


def show(batch: ImportBatch) -> Response:
    """The page of an import."""
    if batch.is_working:
        return progress(batch)
    if batch.state == State.UPLOADED:
        return columns(batch)
    if batch.state == State.CHECKED:
        audit.record("import.opened", by=current_user, subject=batch)
        return checked(batch, ApplyForm(batch, formdata=None))
    return report(batch)


def step_of(batch: ImportBatch) -> int:
    """Where the import is in the four steps of the office."""
    places = {State.UPLOADED: 2, State.CHECKING: 3, State.CHECKED: 3, State.APPLYING: 4}
    return places.get(State(batch.state), 5)


def _page(name: str, batch: ImportBatch, status: int = 200, **context: Any) -> Response:
    shown = {"batch": batch, "step": step_of(batch), "subject": subjects.of(batch), **context}
    return page_or_fragment(f"imports/_{name}.html", f"imports/{name}.html", status=status, **shown)


def columns_form(batch: ImportBatch, **options: Any) -> ChoicesForm | ServicesForm | SetForm:
    """The form of the columns of a table, or of the few choices of a set."""
    choices = Choices.of(batch.options)
    is_table = batch.kind == subjects.TABLE
    if batch.subject == PARTNERS:
        return (ServicesForm if is_table else SetForm)(choices, **options)
    return (ColumnsForm if is_table else ChoicesForm)(choices, queries.years(), **options)


def columns(
    batch: ImportBatch, form: ChoicesForm | ServicesForm | SetForm | None = None, status: int = 200
) -> Response:
    """How the file is to be read, with a sample of its values."""
    choices = Choices.of(batch.options)
    form = form or columns_form(batch, formdata=None)
    try:
        table = steps.look(batch, choices.sheet).table
    except FileRefused as refused:
        batch.error = batch.error or str(refused)
        table = None
    shown: dict[str, Any] = {
        "form": form,
        "choices": choices,
        "table": table,
        "mappings": queries.mappings([batch.subject]),
    }
    if table is not None:
        shown["samples"] = _samples(table, choices)
        shown["reading"] = ReadingForm(choices, table, formdata=None)
    shown["before"] = queries.applied_before(batch)
    shown["relation_words"] = [str(word) for word in RELATIONS]
    return _page("columns", batch, status, **shown)


def _samples(table: Table, choices: Choices) -> list[list[str]]:
    """The first different values of each column."""
    rows: list[Row] = [row for row in table.rows if row.number > choices.header_row]
    found = []
    for at in range(len(choices.headers)):
        values = dict.fromkeys(row.cells[at][:60] for row in rows if at < len(row.cells) and row.cells[at])
        found.append(list(values)[:SAMPLES])
    return found


def progress(batch: ImportBatch) -> Response:
    """How far a work has come, or that it died."""
    beat = jobs.current().last_beat(batch.job)
    alive = jobs.current().is_alive(batch.job)
    return _page("progress", batch, beat=beat, interrupted=not alive)


def checked(batch: ImportBatch, form: ApplyForm, status: int = 200) -> Response:
    """What the import would do."""
    page = queries.lines(batch, request.args.get("voir", ""), page_number(request.args.get("page", "")))
    shown = {"form": form, "listed": page, "questions": queries.questions(batch)}
    return _page("checked", batch, status, **shown, unanswered=queries.unanswered(batch))


def lines(batch: ImportBatch) -> Response:
    """Some of the lines of an import, checked or applied."""
    if not is_htmx():
        audit.record("import.opened", by=current_user, subject=batch)
    page = queries.lines(batch, request.args.get("voir", ""), page_number(request.args.get("page", "")))
    return _page("lines", batch, listed=page)


def report(batch: ImportBatch) -> Response:
    """What the import did."""
    page = queries.lines(batch, request.args.get("voir", ""), page_number(request.args.get("page", "")))
    audit.record("import.opened", by=current_user, subject=batch)
    return _page("report", batch, listed=page, people=queries.people_of(batch))


def undoing_page(batch: ImportBatch) -> Response:
    """Whether the import can be undone, and what stands in the way.

    The secretariat is told how many families are in use, never which ones nor how: that is the team's.
    """
    found = subjects.blockers(batch)
    later = undoing.later_batch(batch)
    details = found if current_user.role == Role.DIRECTION or batch.subject == PARTNERS else []
    return _page("undo", batch, later=later, blockers=len(found), details=details)


def headers_of_refused(batch: ImportBatch) -> list[str]:
    """The columns of the file of refused rows."""
    own = [_("Raison"), _("Fichier"), _("Ligne")]
    return [*own, *batch.summary.get("headers", [])]
