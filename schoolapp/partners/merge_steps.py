"""What a merge does to the rows around two sheets, one step after the other, and how each step is taken back.

A step is either rows that pointed to one sheet and point to the other, or a row that both had and that goes. They are
taken back in the opposite order, so that each finds the rows as it left them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

import peewee

from schoolapp.bulk import chunks
from schoolapp.database import Model, UTCDateTime

MOVED, DROPPED = "suit", "part"


def frozen(value: Any) -> Any:
    """A value as JSON keeps it."""
    return value.isoformat() if isinstance(value, date | datetime) else value


def thawed(column: peewee.Field, kept: Any) -> Any:
    """The same, back."""
    if not isinstance(kept, str):
        return kept
    if isinstance(column, UTCDateTime):
        return datetime.fromisoformat(kept)
    return date.fromisoformat(kept) if isinstance(column, peewee.DateField) else kept


class Steps:
    """The steps of one merge, as they are made."""

    def __init__(self) -> None:
        self.lines: list[list[Any]] = []

    def move(self, column: peewee.ForeignKeyField, kept: int, gone: int) -> None:
        """Have the rows that point to ``gone`` by this column point to ``kept``."""
        model = column.model
        ids = [row_id for (row_id,) in model.select(model.id).where(column == gone).order_by(model.id).tuples()]
        for some in chunks(ids):
            model.update({column: kept}).where(model.id.in_(some)).execute()
        if ids:
            self.lines.append([MOVED, model._meta.table_name, column.name, kept, gone, ids])

    def drop(self, row: Model) -> None:
        """Delete a row, and keep what it said."""
        said = {name: frozen(value) for name, value in row.__data__.items()}
        self.lines.append([DROPPED, row._meta.table_name, said])
        row.delete_instance()

    def kept(self, tables: dict[str, type[Model]]) -> dict[str, Any]:
        """What is written of them, with a mark of each row that moved as the merge leaves it."""
        return {"lines": self.lines, "marks": marks(tables, moved(self.lines))}


def moved(lines: Iterable[list[Any]]) -> dict[str, list[int]]:
    """The rows that point elsewhere since, by table; not those that went after."""
    gone = {(line[1], line[2]["id"]) for line in lines if line[0] == DROPPED}
    found: dict[str, set[int]] = {}
    for line in lines:
        if line[0] == MOVED:
            found.setdefault(line[1], set()).update(row for row in line[5] if (line[1], row) not in gone)
    return {table: sorted(ids) for table, ids in found.items()}


def marks(tables: dict[str, type[Model]], rows: dict[str, list[int]]) -> dict[str, dict[str, str]]:
    """A short mark of all that these rows say: another one as soon as anything changes. A row that is gone has none."""
    found: dict[str, dict[str, str]] = {}
    for table, ids in rows.items():
        model = tables[table]
        for some in chunks(ids):
            for values in model.select().where(model.id.in_(some)).tuples():
                mark = hashlib.sha256(repr(values).encode()).hexdigest()[:16]
                found.setdefault(table, {})[str(values[0])] = mark
    return found


def take_back(tables: dict[str, type[Model]], lines: list[list[Any]], left: set[tuple[str, int]]) -> None:
    """Undo the steps, the last one first; the rows of ``left`` stay where they are.

    A row that went comes back under its number, or under another one when that was given away since.
    """
    numbers: dict[tuple[str, int], int] = {}
    for line in reversed(lines):
        model = tables[line[1]]
        if line[0] == DROPPED:
            _bring_back(model, line[2], numbers)
            continue
        _kind, table, name, _to, gone, ids = line
        column = model._meta.fields[name]
        target = numbers.get((column.rel_model._meta.table_name, gone), gone)
        mine = [numbers.get((table, row), row) for row in ids if (table, row) not in left]
        for some in chunks(mine):
            model.update({column: target}).where(model.id.in_(some)).execute()


def _bring_back(model: type[Model], said: dict[str, Any], numbers: dict[tuple[str, int], int]) -> None:
    fields = model._meta.fields
    values = {name: thawed(fields[name], value) for name, value in said.items()}
    for name, field in fields.items():
        if isinstance(field, peewee.ForeignKeyField):
            values[name] = numbers.get((field.rel_model._meta.table_name, values[name]), values[name])
    old = values["id"]
    if model.select().where(model.id == old).exists():
        del values["id"]
    new = model.insert(**values).execute()
    numbers[(model._meta.table_name, old)] = new
