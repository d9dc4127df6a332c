"""The verbs of an import: what the office does with a file, step by step."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, BinaryIO

from flask import current_app
from flask_babel import gettext as _

from schoolapp import audit, clock, jobs
from schoolapp.accounts.models import User
from schoolapp.database import atomic, clean_text
from schoolapp.errors import Refused
from schoolapp.imports import queries, storage, subjects
from schoolapp.imports.models import OPEN, PUPILS, ColumnMapping, ImportBatch, ImportLine, ImportQuestion, State
from schoolapp.imports.options import Choices, apply_saved, covers, first_guess, saved_form
from schoolapp.imports.readers.records import Table

if TYPE_CHECKING:
    from schoolapp.imports.readers.detect import Looked

HEAD_ROWS = 40


def upload(stream: BinaryIO, name: str, *, by: User | None, subject: str = PUPILS) -> ImportBatch:
    """Take a file in, and guess how to read it.

    Args:
        subject: what the person says it speaks of, should it be a mere table.

    Raises:
        FileRefused: with the reason; nothing is kept.
    """
    purge()
    name = clean_text(PurePath(name.replace("\\", "/")).name).strip()[:200] or _("sans nom")
    with atomic():
        batch = ImportBatch.create(file_name=name, created_at=clock.now(), created_by=by)
    try:
        size, digest = storage.keep(batch.id, stream)
        looked = look(batch)
        batch.subject = subjects.settle(looked.kind, subject, by)
        choices = _first_choices(looked, batch)
    except BaseException:
        _drop(batch)
        raise
    _record(batch, looked.kind, choices, size, digest, by)
    return batch


def take_in(path: Path, subject: str = PUPILS) -> ImportBatch:
    """Take in a file or a folder of this machine, for the command; it is copied, a folder as a zip.

    Raises:
        FileRefused: with the reason; nothing is kept.
    """
    if path.is_file():
        with path.open("rb") as stream:
            return upload(stream, path.name, by=None, subject=subject)
    from schoolapp.imports.readers.container import open_file

    opened = open_file(path, path.name, storage.limits())
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in opened.files:
            archive.writestr(name, content)
    packed.seek(0)
    return upload(packed, f"{path.name or _('dossier')}.zip", by=None, subject=subject)


def _record(batch: ImportBatch, kind: str, choices: Choices, size: int, digest: str, by: User | None) -> None:
    with atomic():
        batch.file_size, batch.file_digest, batch.kind = size, digest, kind
        batch.options = choices.kept()
        batch.save()
        audit.record("import.uploaded", by=by, subject=batch, detail={"size": size, "kind": kind})


def _drop(batch: ImportBatch) -> None:
    storage.forget(batch.id)
    with atomic():
        batch.delete_instance()


def let_go(batch: ImportBatch) -> None:
    """At the end of the command: an import that was not applied is not left waiting, unless somebody has to answer."""
    state = queries.batch_for(batch.id).state
    if state == State.UPLOADED or (state == State.CHECKED and not queries.unanswered(batch)):
        abandon(batch, by=None)


def look(batch: ImportBatch, sheet: str = "") -> Looked:
    """The kind and the first rows of the file.

    Raises:
        FileRefused: when it cannot be read, or is there no longer.
    """
    from schoolapp.imports.readers import detect  # all the readers, which few pages need

    path = storage.present(batch.id)
    limits = storage.limits()
    head = type(limits)(rows=limits.rows, head=HEAD_ROWS)
    return detect.look(path, batch.file_name, head, sheet)


def _first_choices(looked: Looked, batch: ImportBatch) -> Choices:
    if looked.table is None:
        return Choices(full=True)
    choices = Choices()
    if looked.table.sheets:
        choices.sheet = looked.table.name
    fields = subjects.of(batch).fields
    choices.take(first_guess(looked.table, fields))
    saved = queries.mappings([batch.subject])
    known = next((one for one in saved if covers(one.columns, choices.headers)), None)
    if known is not None:
        apply_saved(choices, known.columns, fields)
        choices.mapping = known.name
    return choices


def reread(batch: ImportBatch, table: Table, header_row: int) -> None:
    """Guess the columns again, from another sheet or another row of headers."""
    choices = Choices.of(batch.options)
    choices.take(first_guess(table, subjects.of(batch).fields, header_row))
    choices.sheet, choices.mapping = table.name if table.sheets else "", ""
    _keep_choices(batch, choices)


def use_mapping(batch: ImportBatch, mapping: ColumnMapping) -> None:
    """Read the columns as they were saved under a name."""
    choices = Choices.of(batch.options)
    apply_saved(choices, mapping.columns, subjects.of(batch).fields)
    choices.mapping = mapping.name
    _keep_choices(batch, choices)


def back_to_columns(batch: ImportBatch) -> None:
    """Leave what was checked, to read the file otherwise."""
    _keep_choices(batch, Choices.of(batch.options))


def _keep_choices(batch: ImportBatch, choices: Choices) -> None:
    with atomic():
        mine = (ImportBatch.id == batch.id) & ImportBatch.state.in_([State.UPLOADED, State.CHECKED])
        if not ImportBatch.update(options=choices.kept(), state=State.UPLOADED, error="").where(mine).execute():
            raise Refused(_elsewhere())
    batch.options = choices.kept()


def save_mapping(name: str, choices: Choices, *, by: User | None, subject: str = PUPILS) -> None:
    """Keep the columns under a name, in place of those that had it."""
    with atomic():
        columns = saved_form(choices)
        values = {"columns": columns, "subject": subject, "saved_at": clock.now(), "saved_by": by}
        if not ColumnMapping.update(**values).where(ColumnMapping.name == name).execute():
            ColumnMapping.create(name=name, **values)
        audit.record("import.mapping", by=by, detail={"name": name, "change": "saved"})


def remove_mapping(mapping: ColumnMapping, *, by: User) -> None:
    """Forget saved columns."""
    with atomic():
        mapping.delete_instance()
        audit.record("import.mapping", by=by, detail={"name": mapping.name, "change": "removed"})


def check(batch: ImportBatch, choices: Choices, *, by: User | None) -> None:
    """Have the file checked with these choices."""
    with atomic():
        _begin(batch, (State.UPLOADED, State.CHECKED), State.CHECKING, options=choices.kept())
    jobs.current().enqueue(batch.job, "imports.check", batch.id, by.id if by else None)


def answer(batch: ImportBatch, given: Mapping[int, str], *, by: User) -> None:
    """Keep what people settled, and check the file again with it."""
    with atomic():
        for question_id, value in given.items():
            mine = (ImportQuestion.id == question_id) & (ImportQuestion.batch == batch.id)
            ImportQuestion.update(answer=value).where(mine).execute()
        _begin(batch, (State.CHECKED,), State.CHECKING)
    jobs.current().enqueue(batch.job, "imports.check", batch.id, by.id)


def apply(batch: ImportBatch, *, by: User) -> None:
    """Have the checked plan written.

    Raises:
        Refused: when people still have to say who is who, or somebody brought the import elsewhere.
    """
    if queries.unanswered(batch):
        raise Refused(_("Dites d’abord, pour chaque ressemblance, s’il s’agit de la même personne."))
    with atomic():
        _begin(batch, (State.CHECKED,), State.APPLYING)
    jobs.current().enqueue(batch.job, "imports.apply", batch.id, by.id)


def undo(batch: ImportBatch, *, by: User) -> None:
    """Have the whole import taken back."""
    with atomic():
        _begin(batch, (State.APPLIED,), State.UNDOING)
    jobs.current().enqueue(batch.job, "imports.undo", batch.id, by.id)


def _begin(batch: ImportBatch, before: tuple[State, ...], after: State, **columns: object) -> None:
    """Give the import to a new job, if nobody brought it elsewhere."""
    batch.job, batch.state = jobs.new_id(), after
    values = {"job": batch.job, "state": after, "error": "", **columns}
    if not ImportBatch.update(**values).where((ImportBatch.id == batch.id) & ImportBatch.state.in_(before)).execute():
        raise Refused(_elsewhere())


def _elsewhere() -> str:
    return _("Quelqu’un a fait avancer cette importation entre-temps. Rouvrez sa page.")


TASKS = {State.CHECKING: "imports.check", State.APPLYING: "imports.apply", State.UNDOING: "imports.undo"}


def restart(batch: ImportBatch, *, by: User) -> None:
    """Take up a work that died with its server; nothing of it was written.

    Raises:
        Refused: when it is not dead.
    """
    if not batch.is_working or jobs.current().is_alive(batch.job):
        raise Refused(_elsewhere())
    state, dead = State(batch.state), batch.job
    with atomic():
        batch.job = jobs.new_id()
        mine = (ImportBatch.id == batch.id) & (ImportBatch.job == dead) & (ImportBatch.state == state)
        if not ImportBatch.update(job=batch.job).where(mine).execute():
            raise Refused(_elsewhere())
    jobs.current().enqueue(batch.job, TASKS[state], batch.id, by.id)


def abandon(batch: ImportBatch, *, by: User | None) -> None:
    """Give an import up before it is applied: its file and its lines go."""
    with atomic():
        mine = (ImportBatch.id == batch.id) & ImportBatch.state.in_([State.UPLOADED, State.CHECKING, State.CHECKED])
        if not ImportBatch.update(state=State.ABANDONED, job="", error="").where(mine).execute():
            raise Refused(_elsewhere())
        _forget_lines(batch.id)
        audit.record("import.abandoned", by=by, subject=batch)
    storage.forget(batch.id)


def _forget_lines(batch_id: int) -> None:
    ImportLine.delete().where(ImportLine.batch == batch_id).execute()
    ImportQuestion.delete().where(ImportQuestion.batch == batch_id).execute()


def purge() -> None:
    """Forget the files and the lines of old imports; an old one that was never applied is given up."""
    limit = clock.now() - timedelta(days=current_app.config["SETTINGS"].import_kept_days)
    for batch in queries.holding_until(limit):
        with atomic():
            _forget_lines(batch.id)
            given_up = (ImportBatch.id == batch.id) & ImportBatch.state.in_(list(OPEN))
            ImportBatch.update(state=State.ABANDONED, job="").where(given_up).execute()
        storage.forget(batch.id)
    closed = queries.closed_batches(storage.kept())
    for batch_id in closed:
        storage.forget(batch_id)
