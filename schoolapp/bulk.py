"""Many rows at once, within the caller's transaction: ids known before the rows are written, one statement a table.

For work prepared beforehand, so that the write lock is held for the writing only. Validation is the caller's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import peewee

from schoolapp.database import Model, db, is_sqlite
from schoolapp.records import NamedTuple

CHUNK = 900


def chunks(values: Sequence[Any], size: int = CHUNK) -> Iterator[Sequence[Any]]:
    """``values`` in pieces that one statement can take."""
    for start in range(0, len(values), size):
        yield values[start : start + size]


def reserve_ids(model: type[Model], count: int) -> list[int]:
    """Ids for rows about to be inserted, nobody else's."""
    if not count:
        return []
    if is_sqlite():
        last = model.select(peewee.fn.MAX(model.id)).scalar() or 0  # type: ignore[attr-defined]
        return list(range(last + 1, last + 1 + count))
    table = f'"{model._meta.table_name}"'
    rows = db.execute_sql(
        "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", (table, count)
    )
    return [row[0] for row in rows]


class Prepared(NamedTuple):
    """Rows ready to be sent: everything that takes time is done."""

    model: type[Model]
    columns: tuple[str, ...]
    values: list[tuple[Any, ...]]

    def send(self) -> None:
        """Insert them."""
        if not self.values:
            return
        names = ", ".join(f'"{name}"' for name in self.columns)
        table = f'"{self.model._meta.table_name}" ({names})'
        if is_sqlite():
            marks = ", ".join("?" for _ in self.columns)
            db.cursor().executemany(f"INSERT INTO {table} VALUES ({marks})", self.values)  # noqa: S608 - our own names
            return
        with db.cursor() as cursor, cursor.copy(f"COPY {table} FROM STDIN") as copy:
            for value in self.values:
                copy.write_row(value)


def prepare(model: type[Model], rows: Sequence[Mapping[str, Any]]) -> Prepared:
    """Make rows ready, given by the names of their fields; the fields left out take their default, the id the next."""
    fields = [field for field in model._meta.sorted_fields if field.name != "id" or (rows and "id" in rows[0])]
    columns = [(field.name, _conversion(field), field.default) for field in fields]
    values = [
        tuple(
            convert(row[name] if name in row else default() if callable(default) else default)
            for name, convert, default in columns
        )
        for row in rows
    ]
    return Prepared(model, tuple(field.column_name for field in fields), values)


def insert(model: type[Model], rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows given by the names of their fields."""
    prepare(model, rows).send()


def update(
    model: type[Model], names: Sequence[str], rows: Iterable[tuple[Any, ...]], bumps: Sequence[str] | None = None
) -> None:
    """Write the fields ``names`` of many rows; each row is its new values, then its id.

    Args:
        bumps: the versions that go up by one; those that the model bumps at each change by default.
    """
    fields = [model._meta.fields[name] for name in names]
    mark = "?" if is_sqlite() else "%s"
    parts = [f'"{field.column_name}" = {mark}' for field in fields]
    parts += [f'"{name}" = "{name}" + 1' for name in (getattr(model, "bumps", ()) if bumps is None else bumps)]
    converters = [_conversion(field) for field in fields]
    values = [
        (*(convert(value) for convert, value in zip(converters, row, strict=False)), row[len(fields)]) for row in rows
    ]
    if values:
        table = model._meta.table_name
        statement = f'UPDATE "{table}" SET {", ".join(parts)} WHERE "id" = {mark}'  # noqa: S608 - names of our models
        db.cursor().executemany(statement, values)


def delete(model: type[Model], ids: Sequence[int]) -> None:
    """Delete rows by their ids."""
    for some in chunks(ids):
        model.delete().where(model.id.in_(list(some))).execute()  # type: ignore[attr-defined]


def _conversion(field: peewee.Field) -> Callable[[Any], Any]:
    if isinstance(field, peewee.ForeignKeyField | peewee.AutoField | peewee.IntegerField):
        return lambda value: value
    return field.db_value
