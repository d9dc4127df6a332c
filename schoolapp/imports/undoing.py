"""Taking a whole import back, for as long as nobody has built on what it wrote."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import field
from datetime import datetime
from typing import Any

from schoolapp import bulk
from schoolapp.database import Model, UTCDateTime
from schoolapp.imports.models import ImportBatch, ImportChange, State
from schoolapp.records import NamedTuple, dataclass

WRITTEN = ("created", "changed", "deleted")


class Blocker(NamedTuple):
    """Why an import cannot be undone: whose file or which sheet, and what was done with it since."""

    family: int
    name: str
    what: str
    url: str = ""


@dataclass
class Written:
    """The rows that an import wrote, by table."""

    created: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    changed: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))

    def touched(self, model: type[Model]) -> set[int]:
        """The ids of the rows of ``model`` created or changed."""
        table = model._meta.table_name
        return self.created[table] | self.changed[table]

    def made(self, model: type[Model]) -> set[int]:
        return self.created[model._meta.table_name]


def written(batch: ImportBatch) -> Written:
    rows = Written()
    query = ImportChange.select(ImportChange.table, ImportChange.row_id, ImportChange.kind)
    for table, row_id, kind in query.where(ImportChange.batch == batch.id).tuples():
        if kind == "created":
            rows.created[table].add(row_id)
        elif kind == "changed":
            rows.changed[table].add(row_id)
    return rows


def later_batch(batch: ImportBatch) -> ImportBatch | None:
    """An import applied after this one that wrote something: it has to be undone first."""
    later = (ImportBatch.applied_at > batch.applied_at) & (ImportBatch.state == State.APPLIED)
    later &= ImportBatch.subject == batch.subject
    wrote = ImportChange.select(ImportChange.batch).where(ImportChange.kind.in_(WRITTEN))
    query = ImportBatch.select().where(later & ImportBatch.id.in_(wrote))
    return query.order_by(ImportBatch.applied_at.desc()).first()


def undo(batch: ImportBatch, order: Sequence[type[Model]]) -> None:
    """Take back every row, within the current transaction: changed ones first, then deleted, then created ones.

    Args:
        order: the models that such an import writes, parents before children.
    """
    models = {model._meta.table_name: model for model in order}
    rows = ImportChange.select(ImportChange.table, ImportChange.row_id, ImportChange.kind, ImportChange.before)
    by_kind: dict[str, list[tuple[str, int, dict[str, Any]]]] = defaultdict(list)
    for table, row_id, kind, before in rows.where(ImportChange.batch == batch.id).order_by(ImportChange.id).tuples():
        by_kind[kind].append((table, row_id, before))
    _restore(by_kind["changed"], models)
    for table, _row_id, before in by_kind["deleted"]:
        bulk.insert(models[table], [before])
    for model in reversed(order):
        ids = [row_id for table, row_id, _before in by_kind["created"] if table == model._meta.table_name]
        bulk.delete(model, ids)


def _restore(changes: list[tuple[str, int, dict[str, Any]]], models: Mapping[str, type[Model]]) -> None:
    alike: dict[tuple[str, tuple[str, ...]], list[tuple[Any, ...]]] = defaultdict(list)
    for table, row_id, before in changes:
        names = tuple(sorted(before))
        fields = models[table]._meta.fields
        alike[(table, names)].append((*(_value(fields[name], before[name]) for name in names), row_id))
    for (table, names), values in alike.items():
        bulk.update(models[table], names, values)


def _value(column: Any, kept: Any) -> Any:
    """A value as it was before it was kept as JSON."""
    return datetime.fromisoformat(kept) if isinstance(column, UTCDateTime) and isinstance(kept, str) else kept
