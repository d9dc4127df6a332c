"""Every read of imports. Whoever may import a subject sees all its imports, and no other."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import peewee
from flask import abort

from schoolapp import clock
from schoolapp.accounts.models import School, User
from schoolapp.families.models import SchoolYear
from schoolapp.imports.models import OPEN, PUPILS, ColumnMapping, ImportBatch, ImportLine, ImportQuestion, State
from schoolapp.imports.options import years_offered
from schoolapp.imports.planning.wanted import YearWanted
from schoolapp.records import NamedTuple

SHOWN_BATCHES = 50
LINES_PER_PAGE = 50
KINDS = ("created", "changed", "gone", "unchanged", "refused", "partial")


def batches(seen: Iterable[str], limit: int = SHOWN_BATCHES) -> list[ImportBatch]:
    """The latest imports of the subjects ``seen``, the newest first, with who brought them."""
    query = ImportBatch.select(ImportBatch, User).join(
        User, peewee.JOIN.LEFT_OUTER, on=ImportBatch.created_by == User.id, attr="created_by"
    )
    mine = query.where(ImportBatch.subject.in_(list(seen)))
    return list(mine.order_by(ImportBatch.id.desc()).limit(limit))


def batch_for(batch_id: int) -> ImportBatch:
    """One import, whatever it speaks of; 404 when there is none of this id."""
    return ImportBatch.get_or_none(ImportBatch.id == batch_id) or abort(404)


def seen_batch(seen: Iterable[str], batch_id: int) -> ImportBatch:
    """One import of the subjects ``seen`` by whoever asks; 404 for any other."""
    batch = batch_for(batch_id)
    return batch if batch.subject in seen else abort(404)


def open_batch(seen: Iterable[str], batch_id: int, *states: State) -> ImportBatch:
    """One import in one of these states; 409 when somebody has brought it elsewhere since."""
    batch = seen_batch(seen, batch_id)
    if batch.state not in states:
        abort(409)
    return batch


def people_of(batch: ImportBatch) -> dict[str, str]:
    """The names of those who brought, applied and undid an import."""
    ids = {"created": batch.created_by_id, "applied": batch.applied_by_id, "undone": batch.undone_by_id}
    names = dict(User.select(User.id, User.name).where(User.id.in_([one for one in ids.values() if one])).tuples())
    return {what: names.get(user_id, "") for what, user_id in ids.items()}


def applied_before(batch: ImportBatch) -> ImportBatch | None:
    """The last time the very same file was applied and not undone."""
    same = (ImportBatch.file_digest == batch.file_digest) & (ImportBatch.state == State.APPLIED)
    return ImportBatch.select().where(same & (ImportBatch.id != batch.id)).order_by(ImportBatch.id.desc()).first()


def latest_applied() -> ImportBatch | None:
    """The last import of pupils applied and not undone."""
    applied = (ImportBatch.subject == PUPILS) & ImportBatch.state.in_([State.APPLIED, State.UNDOING])
    return ImportBatch.select().where(applied).order_by(ImportBatch.applied_at.desc(), ImportBatch.id.desc()).first()


class Page(NamedTuple):
    """A page of the lines of one kind."""

    kind: str
    lines: list[ImportLine]
    page: int
    pages: int


def lines(batch: ImportBatch, kind: str, page: int) -> Page:
    """The lines of one kind; the first kind that has some when ``kind`` is none of them."""
    counts: dict[str, int] = batch.summary.get("counts", {})
    if kind not in KINDS:
        kind = next((one for one in KINDS if counts.get(one)), "created")
    pages = max(1, -(-counts.get(kind, 0) // LINES_PER_PAGE))
    page = min(max(page, 1), pages)
    chosen = (ImportLine.batch == batch.id) & (ImportLine.kind == kind)
    query = ImportLine.select().where(chosen).order_by(ImportLine.position)
    return Page(kind, list(query.paginate(page, LINES_PER_PAGE)), page, pages)


def questions(batch: ImportBatch) -> list[ImportQuestion]:
    """What people have to settle, pairs of people first."""
    mine = ImportQuestion.select().where(ImportQuestion.batch == batch.id).order_by(ImportQuestion.position)
    return sorted(mine, key=lambda one: one.kind == "field")


def unanswered(batch: ImportBatch) -> int:
    """How many pairs of people nobody has looked at."""
    waiting = (ImportQuestion.kind != "field") & (ImportQuestion.answer == "")
    return ImportQuestion.select().where((ImportQuestion.batch == batch.id) & waiting).count()


def answers(batch: ImportBatch) -> dict[str, str]:
    """What people have settled so far, by question."""
    given = ImportQuestion.select(ImportQuestion.key, ImportQuestion.answer).where(ImportQuestion.batch == batch.id)
    return {key: answer for key, answer in given.tuples() if answer}


def refused_rows(batch: ImportBatch) -> list[list[Any]]:
    """The refused rows as a file to correct: what was wrong, then the cells as they were."""
    kinds = ImportLine.kind.in_(["refused", "partial"])
    query = ImportLine.select().where((ImportLine.batch == batch.id) & kinds).order_by(ImportLine.position)
    return [[line.detail["reason"], line.detail["file"], int(line.rows), *line.detail["cells"]] for line in query]


def mappings(seen: Iterable[str]) -> list[ColumnMapping]:
    """The saved columns of the subjects ``seen``, by name."""
    mine = ColumnMapping.select().where(ColumnMapping.subject.in_(list(seen)))
    return list(mine.order_by(ColumnMapping.name))


def mapping_for(seen: Iterable[str], mapping_id: int) -> ColumnMapping:
    """One set of saved columns of the subjects ``seen``; 404 when there is none."""
    mine = (ColumnMapping.id == mapping_id) & ColumnMapping.subject.in_(list(seen))
    return ColumnMapping.get_or_none(mine) or abort(404)


def mapping_named(name: str) -> ColumnMapping | None:
    """Saved columns by their name."""
    return ColumnMapping.get_or_none(ColumnMapping.name == name)


def years() -> list[YearWanted]:
    """The school years that a file can be for, the present one first."""
    school = School.get_or_none(School.id == 1)
    current = SchoolYear.get_or_none(SchoolYear.id == school.current_year_id) if school else None
    return years_offered(current, list(SchoolYear.select()), clock.today())


def time_zone() -> str:
    """The time zone of the school."""
    return School.select(School.time_zone).where(School.id == 1).scalar() or clock.DEFAULT_ZONE


def holding_until(moment: datetime) -> list[ImportBatch]:
    """The imports begun before ``moment`` that still hold lines or wait for somebody."""
    with_lines = ImportLine.select(ImportLine.batch).distinct()
    holds = ImportBatch.id.in_(with_lines) | ImportBatch.state.in_(list(OPEN))
    return list(ImportBatch.select().where((ImportBatch.created_at < moment) & holds).order_by(ImportBatch.id))


def closed_batches(ids: Iterable[int]) -> list[int]:
    """Those of ``ids`` that need their file no longer, or do not exist."""
    needed = ImportBatch.select(ImportBatch.id).where(ImportBatch.state.in_(list(OPEN)))
    return sorted(set(ids) - {batch_id for (batch_id,) in needed.tuples()})
