"""Writing many rows fast: ids given here, rows kept a while, then sent table by table, parents first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import Any

import peewee

from schoolapp.database import JSONList, Model, Text, db, is_sqlite
from schoolapp.models import ALL

KEPT_ROWS = 20_000


class Writer:
    """Collects rows of any model and sends them in bulk, within the transaction of whoever uses it.

    ``add`` may refer to rows that are not sent yet, as long as ``breathe`` is called only when every row referred to
    has been added.
    """

    def __init__(self) -> None:
        self.rows: dict[type[Model], list[dict[str, Any]]] = defaultdict(list)
        self.last_id: dict[type[Model], int] = defaultdict(int)
        self.sent: dict[type[Model], int] = defaultdict(int)
        self._kept = 0
        self._senders: dict[type[Model], _Sender] = {}

    def next_id(self, model: type[Model]) -> int:
        """Reserve an id, for a row that is added later."""
        self.last_id[model] += 1
        return self.last_id[model]

    def add(self, model: type[Model], **values: Any) -> int:
        """Keep a row to be sent; foreign keys are given by their id. Returns its id."""
        if "id" not in values:
            values["id"] = self.next_id(model)
        self.rows[model].append(values)
        self._kept += 1
        return values["id"]

    def breathe(self) -> None:
        """Send what is kept once there is enough of it."""
        if self._kept >= KEPT_ROWS:
            self.send()

    def send(self) -> None:
        """Send every row kept."""
        for model in ALL:
            if rows := self.rows.pop(model, None):
                if model not in self._senders:
                    self._senders[model] = _Sender(model)
                self._senders[model].send(rows)
                self.sent[model] += len(rows)
        self._kept = 0

    def pause(self) -> None:
        """Send everything, and let others write rows of their own: the ids that follow are free for them."""
        self.send()
        for model, last in self.last_id.items():
            if last and not is_sqlite():
                table = model._meta.table_name
                db.execute_sql("SELECT setval(pg_get_serial_sequence(%s, 'id'), %s)", (f'"{table}"', last))

    def resume(self, model: type[Model]) -> None:
        """Go on after the rows that others wrote to this table since ``pause``."""
        self.last_id[model] = model.select(peewee.fn.MAX(model.id)).scalar() or 0

    def finish(self) -> None:
        """Send the rest, and have the engine look at what it now holds, for its plans."""
        self.pause()
        db.execute_sql("ANALYZE")


class _Sender:
    """The statement and the conversions of one table."""

    def __init__(self, model: type[Model]) -> None:
        fields = model._meta.sorted_fields
        self.places = {field.name: (place, _conversion(field)) for place, field in enumerate(fields)}
        self.defaults = [
            field.db_value(field.default() if callable(field.default) else field.default) for field in fields
        ]
        columns = ", ".join(f'"{field.column_name}"' for field in fields)
        self.table = f'"{model._meta.table_name}" ({columns})'
        self.marks = ", ".join("?" for _ in fields)

    def send(self, rows: list[dict[str, Any]]) -> None:
        values = (self._values(row) for row in rows)
        if is_sqlite():
            db.cursor().executemany(f"INSERT INTO {self.table} VALUES ({self.marks})", values)  # noqa: S608
            return
        with db.cursor() as cursor, cursor.copy(f"COPY {self.table} FROM STDIN") as copy:
            for row in values:
                copy.write_row(row)

    def _values(self, row: dict[str, Any]) -> list[Any]:
        values = self.defaults.copy()
        for name, value in row.items():
            place, convert = self.places[name]
            values[place] = convert(value) if convert else value
        return values


def _conversion(field: peewee.Field) -> Callable[[Any], Any] | None:
    """How a value is stored; none for those stored as they are, which spares a good part of the time."""
    if isinstance(field, peewee.ForeignKeyField | peewee.AutoField | peewee.IntegerField | Text):
        return None
    if isinstance(field, JSONList):
        return lambda value: field.db_value(value) if value else "[]"
    return field.db_value
