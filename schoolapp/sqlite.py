"""SQLite as the house uses it: its settings, and answers read whole."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import peewee

PRAGMAS = (
    ("journal_mode", "wal"),
    ("synchronous", "full"),
    ("foreign_keys", 1),
    ("cache_size", -16384),
    ("temp_store", "memory"),
)


class Rows:
    """The rows of a statement, all read when it was executed.

    A statement read in part holds its connection at the moment of that reading until Python drops the cursor. Now
    ``.get()`` and ``.first()`` read one row, and peewee's cursors on joins wait for the garbage collector: until then,
    every later request of that thread would see old data, and its writes would be refused as locked. PostgreSQL's
    driver reads everything at once as well.
    """

    def __init__(self, cursor: Any) -> None:
        self.description = cursor.description
        self.lastrowid, self.rowcount = cursor.lastrowid, cursor.rowcount
        self._rows: Iterator[tuple[Any, ...]] = iter(cursor.fetchall())
        cursor.close()

    def __iter__(self) -> Iterator[tuple[Any, ...]]:
        return self._rows

    def fetchone(self) -> tuple[Any, ...] | None:
        return next(self._rows, None)

    def fetchmany(self, size: int = 1) -> list[tuple[Any, ...]]:
        return [row for _number, row in zip(range(size), self._rows, strict=False)]

    def fetchall(self) -> list[tuple[Any, ...]]:
        return list(self._rows)

    def close(self) -> None:
        self._rows = iter(())


class SqliteDatabase(peewee.SqliteDatabase):
    """The database of a file: write transactions begin as such, and no statement is left half read."""

    def __init__(self, file: str) -> None:
        super().__init__(file, pragmas=PRAGMAS, timeout=5, lock_type="IMMEDIATE", autoconnect=True)

    def execute_sql(self, sql: str, params: Any = None) -> Any:
        cursor = super().execute_sql(sql, params)
        return Rows(cursor) if cursor.description else cursor

    @contextmanager
    def synced_later(self) -> Iterator[None]:
        """Commits that do not wait for the disk, until the next one that does. Set between transactions only."""
        cursor = self.cursor()
        cursor.execute("PRAGMA synchronous = NORMAL")
        try:
            yield
        finally:
            cursor.execute("PRAGMA synchronous = FULL")
