"""Imports brought to any of their steps, as a test needs them."""

from __future__ import annotations

import io
from typing import Any

from schoolapp.accounts.models import User
from schoolapp.imports import queries, steps
from schoolapp.imports.models import ImportBatch, ImportLine, ImportQuestion
from schoolapp.imports.options import Choices
from tests.imports.makers import table


def taken_in(content: str | bytes, by: User, name: str = "liste.csv") -> ImportBatch:
    """A file handed in; text is a table of ``makers``."""
    raw = table(content).encode() if isinstance(content, str) else content
    return steps.upload(io.BytesIO(raw), name, by=by)


def checked(
    content: str | bytes, by: User, *, full: bool = True, name: str = "liste.csv", **changes: Any
) -> ImportBatch:
    """An import whose columns were accepted as guessed, and that was checked."""
    batch = taken_in(content, by, name)
    choices = Choices.of(batch.options)
    choices.full = full
    for field, value in changes.items():
        setattr(choices, field, value)
    steps.check(batch, choices, by=by)
    return queries.batch_for(batch.id)


def applied(content: str | bytes, by: User, **options: Any) -> ImportBatch:
    """An import checked and applied."""
    batch = checked(content, by, **options)
    steps.apply(batch, by=by)
    return queries.batch_for(batch.id)


def settled(batch: ImportBatch, by: User, *answers: str) -> ImportBatch:
    """An import checked again with these answers, one for each of its questions in order."""
    steps.answer(batch, dict(zip((one.id for one in queries.questions(batch)), answers, strict=True)), by=by)
    return queries.batch_for(batch.id)


def counts(batch: ImportBatch) -> dict[str, int]:
    """The figures that are not nought."""
    return {kind: count for kind, count in batch.summary["counts"].items() if count}


def lines(batch: ImportBatch, kind: str) -> list[ImportLine]:
    mine = (ImportLine.batch == batch.id) & (ImportLine.kind == kind)
    return list(ImportLine.select().where(mine).order_by(ImportLine.position))


def changes(batch: ImportBatch) -> dict[str, list[list[str]]]:
    """What changes, by pupil."""
    return {line.label: line.detail["changes"] for line in lines(batch, "changed")}


def questions(batch: ImportBatch) -> list[ImportQuestion]:
    return queries.questions(batch)
