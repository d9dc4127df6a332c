"""Each migration finds rows in every table that was there before it, and leaves them as they were."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any

import peewee
import pytest
from playhouse.db_url import connect
from playhouse.migrations import Runner

from schoolapp import models
from schoolapp.database import MIGRATIONS, JSONData, JSONList
from schoolapp.sqlite import SqliteDatabase

NAMES = [path.stem for path in sorted(MIGRATIONS.glob("0*.py"))]
ROWS = (1, 2)
# What a migration is there to change, and what it makes of it: a link merely followed was not read by a partner.
CHANGED = {("0023_referral_waits", "referral_share", "opened_at"): None}
FIELDS = {
    (model._meta.table_name, field.column_name): field for model in models.ALL for field in model._meta.sorted_fields
}

Row = dict[str, Any]
Content = dict[str, list[Row]]


@pytest.fixture
def old(app, engine, tmp_path: Path) -> Iterator[peewee.Database]:
    """An empty database, that no migration has touched yet."""
    url = engine.new_database("history")
    db = SqliteDatabase(url.removeprefix("sqlite:///")) if url.startswith("sqlite") else connect(url)
    yield db
    db.close()


def tables(db: peewee.Database) -> list[str]:
    """The tables that hold the school's rows."""
    return sorted(name for name in db.get_tables() if "migration" not in name)


def in_order(db: peewee.Database, new: list[str]) -> list[str]:
    """These tables, those that others need to point to first."""
    needs = {}
    for table in new:
        required = {column.name for column in db.get_columns(table) if not column.null}
        keys = {key.dest_table for key in db.get_foreign_keys(table) if key.column in required}
        needs[table] = keys & set(new) - {table}
    return list(TopologicalSorter(needs).static_order())


def fill(db: peewee.Database, table: str) -> None:
    """Put two rows in a table, with something in each of its columns."""
    keys = {key.column: key.dest_table for key in db.get_foreign_keys(table)}
    columns = db.get_columns(table)
    places = ", ".join([db.param] * len(columns))
    names = ", ".join(f'"{column.name}"' for column in columns)
    for number in ROWS:
        values = [_value(db, table, column, keys.get(column.name), number) for column in columns]
        db.execute_sql(f'INSERT INTO "{table}" ({names}) VALUES ({places})', values)


def _value(db: peewee.Database, table: str, column: Any, other: str | None, number: int) -> Any:
    if other is not None:
        there = other != table and db.execute_sql(f'SELECT 1 FROM "{other}" WHERE id = {number}').fetchone()
        return number if there else None
    kind, field = column.data_type.lower(), FIELDS.get((table, column.name))
    if isinstance(field, JSONList | JSONData):
        return "[]" if isinstance(field, JSONList) else "{}"
    if isinstance(field, peewee.BooleanField):
        return True
    moment = datetime(2026, 9, number, 10, 30, tzinfo=UTC).replace(tzinfo=None)  # as it is stored
    by_kind = {
        "bool": True,
        "timestamp": moment,
        "datetime": moment,
        "date": date(2026, 9, number),
        "time": time(8, number),
        "real": float(number),
        "double": float(number),
        "int": number,
        "bigint": number,
        "smallint": number,
        "serial": number,
    }
    found = [value for name, value in by_kind.items() if kind.startswith(name)]
    return found[0] if found else f"{number}{column.name}"[:2]


def content(db: peewee.Database) -> Content:
    """Every row of every table, by its number."""
    found = {}
    for table in tables(db):
        cursor = db.execute_sql(f'SELECT * FROM "{table}" ORDER BY id')
        names = [column[0] for column in cursor.description]
        found[table] = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    return found


def expected(before: Content, after: Content, migration: str) -> Content:
    """The rows there were, with what the migration had to change, as far as their columns are still there."""
    kept = {}
    for table, rows in before.items():
        left = [name for name in rows[0] if name in after[table][0]]
        kept[table] = [{name: CHANGED.get((migration, table, name), row[name]) for name in left} for row in rows]
    return kept


def test_every_migration_keeps_the_rows_it_finds(old):
    runner, before = Runner(old, directory=str(MIGRATIONS)), {}
    for migration in NAMES:
        assert runner.up(migration) == [migration]
        after = content(old)
        for table, rows in expected(before, after, migration).items():
            assert [{name: row[name] for name in rows[0]} for row in after[table]] == rows, (migration, table)
        for table in in_order(old, [table for table, rows in after.items() if not rows]):
            fill(old, table)
        before = {table: rows for table, rows in content(old).items() if rows}
    assert runner.up() == []
    assert {model._meta.table_name for model in models.ALL} <= set(before)
    with old.bind_ctx(models.ALL):
        for model in models.ALL:
            assert len(list(model.select())) >= 1, "what migrated rows hold can be read"
