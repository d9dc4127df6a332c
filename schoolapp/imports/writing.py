"""Writes a plan: every row in one transaction, with a trace of each so that the whole can be undone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any

from schoolapp import bulk
from schoolapp.database import Model, db, is_sqlite
from schoolapp.imports.models import ImportBatch, ImportChange
from schoolapp.imports.planning.plan import Plan, plain
from schoolapp.imports.subjects import Subject
from schoolapp.records import NamedTuple

UNTRACED = frozenset({"id", "sort_key", "search_key", "created_at"})

Progress = Callable[[int], None]


class SchoolChanged(Exception):
    """Somebody changed the school since it was compared with the file; nothing was written."""


class Prepared(NamedTuple):
    """A plan made ready, so that the write lock is held for the writing only."""

    plan: Plan
    batch: ImportBatch
    subject: Subject
    ids: dict[int, int]
    inserts: list[bulk.Prepared]
    updates: dict[tuple[type[Model], tuple[str, ...]], list[tuple[Any, ...]]]
    traces: bulk.Prepared


def prepare(plan: Plan, batch: ImportBatch, subject: Subject) -> Prepared:
    """Do all that can be done before anything is written.

    The ids are reserved here. Nobody can have taken them by the time of writing: the fingerprint, which holds the last
    id of every table, would have changed.
    """
    ids = _real_ids(plan)
    traces: list[dict[str, Any]] = []
    inserts = [_insert(model, plan, ids, batch, traces, subject) for model in subject.order]
    updates = _updates(plan, ids, batch, traces)
    traces += _kept(plan, batch)
    return Prepared(plan, batch, subject, ids, inserts, updates, bulk.prepare(ImportChange, traces))


def write(prepared: Prepared, progress: Progress) -> None:
    """Write the whole plan within the current transaction.

    Raises:
        SchoolChanged: when the school is no longer the one the plan was made for.
    """
    plan = prepared.plan
    _lock(prepared.subject.order)
    if prepared.subject.fingerprint() != plan.world.fingerprint:
        raise SchoolChanged
    done = 0
    for rows in prepared.inserts:
        rows.send()
        done += len(rows.values)
        progress(done)
    _delete(plan, prepared.batch)
    for (model, names), values in prepared.updates.items():
        bulk.update(model, names, values)
        progress(done := done + len(values))
    prepared.traces.send()
    prepared.subject.refresh(plan, prepared.ids)


def _lock(order: Sequence[type[Model]]) -> None:
    """Keep other writers out until the end: SQLite does by itself, PostgreSQL when asked."""
    if not is_sqlite():
        tables = ", ".join(f'"{model._meta.table_name}"' for model in order)
        db.execute_sql(f"LOCK TABLE {tables} IN SHARE ROW EXCLUSIVE MODE")


def _real_ids(plan: Plan) -> dict[int, int]:
    """The id each new row will have, by its provisional one."""
    ids: dict[int, int] = {}
    for model, rows in plan.created.items():
        provisional = [row["id"] for row in rows]
        ids |= dict(zip(provisional, bulk.reserve_ids(model, len(provisional)), strict=True))
    return ids


def _real(value: Any, ids: dict[int, int]) -> Any:
    """A value with the real id in place of a provisional one, which alone are negative."""
    return ids[value] if isinstance(value, int) and value < 0 else value


def _trace(batch: ImportBatch, model: type[Model], row: int, kind: str, before: Any, after: Any) -> dict[str, Any]:
    return {
        "batch": batch.id,
        "table": model._meta.table_name,
        "row_id": row,
        "kind": kind,
        "before": {name: plain(value) for name, value in before.items()},
        "after": {name: plain(value) for name, value in after.items()},
    }


def _insert(
    model: type[Model],
    plan: Plan,
    ids: dict[int, int],
    batch: ImportBatch,
    traces: list[dict[str, Any]],
    subject: Subject,
) -> bulk.Prepared:
    rows = []
    for planned in plan.created.get(model, ()):
        row = {name: _real(value, ids) for name, value in planned.items()}
        rows.append(row)
        if any((planned.get(parent) or 0) < 0 for parent in subject.goes_with.get(model, ())):
            continue
        after = {name: value for name, value in row.items() if name not in UNTRACED}
        after |= plan.kept.get((model, planned["id"]), {})
        traces.append(_trace(batch, model, row["id"], "created", {}, after))
    return bulk.prepare(model, rows)


def _delete(plan: Plan, batch: ImportBatch) -> None:
    for model, rows in plan.deleted.items():
        wanted = [row["id"] for row in rows]
        for some in bulk.chunks(wanted):
            gone = model.select().where(model.id.in_(list(some))).dicts()  # type: ignore[attr-defined]
            bulk.insert(ImportChange, [_trace(batch, model, row["id"], "deleted", row, {}) for row in gone])
        bulk.delete(model, wanted)


def _updates(
    plan: Plan, ids: dict[int, int], batch: ImportBatch, traces: list[dict[str, Any]]
) -> dict[tuple[type[Model], tuple[str, ...]], list[tuple[Any, ...]]]:
    alike: dict[tuple[type[Model], tuple[str, ...]], list[tuple[Any, ...]]] = defaultdict(list)
    for (model, row), fields in plan.changed.items():
        names = tuple(sorted(fields))
        alike[(model, names)].append((*(_real(fields[name][1], ids) for name in names), row))
        before = {name: old for name, (old, _new) in fields.items()}
        after = {name: _real(new, ids) for name, (_old, new) in fields.items()}
        after |= plan.kept.get((model, row), {})
        traces.append(_trace(batch, model, row, "changed", before, after))
    return alike


def _kept(plan: Plan, batch: ImportBatch) -> list[dict[str, Any]]:
    """What the file said and was not written, so that it is not asked again of the same file."""
    return [
        _trace(batch, model, row, "kept", {}, values)
        for (model, row), values in plan.kept.items()
        if row > 0 and (model, row) not in plan.changed
    ]
