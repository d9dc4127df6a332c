"""The migrations, applied in order to an empty database, build exactly the models: no more and no less."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import peewee
import pytest
from playhouse.db_url import connect

from schoolapp import database, drafts, models

Description = dict[str, set[tuple[Any, ...]]]

POSTGRES_COLUMNS = """
    SELECT table_name, column_name, data_type, character_maximum_length, is_nullable, column_default, collation_name
    FROM information_schema.columns WHERE table_schema = 'public'
"""
POSTGRES_INDEXES = "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'"
POSTGRES_CONSTRAINTS = """
    SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid)
    FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND contype <> 't'
"""


def describe(db: peewee.Database) -> Description:
    """Tables, with everything that both engines say of their columns, indexes and constraints."""
    read = describe_sqlite if isinstance(db, peewee.SqliteDatabase) else describe_postgres
    found: Description = {table: set() for table in db.get_tables()}
    for table, *facts in read(db):
        found[table.strip('"')].add(tuple(facts))
    return found


def describe_sqlite(db: peewee.Database) -> Iterator[tuple[Any, ...]]:
    for table in db.get_tables():
        for _number, name, kind, required, default, key in db.execute_sql(f'PRAGMA table_info("{table}")'):
            yield table, "column", name, kind, required, default, key
        for key in db.execute_sql(f'PRAGMA foreign_key_list("{table}")'):
            yield table, "foreign key", *key[2:]
        for _number, index, unique, origin, partial in db.execute_sql(f'PRAGMA index_list("{table}")').fetchall():
            columns = [row[2] for row in db.execute_sql(f'PRAGMA index_info("{index}")')]
            yield table, "index", index, unique, origin, partial, *columns


def describe_postgres(db: peewee.Database) -> Iterator[tuple[Any, ...]]:
    for query in (POSTGRES_COLUMNS, POSTGRES_INDEXES, POSTGRES_CONSTRAINTS):
        yield from db.execute_sql(query)


@pytest.fixture(scope="module")
def migrated(app, engine) -> Description:
    engine.restore("empty")  # another file may have had the engine look at its tables
    return describe(database.db.obj)


@pytest.fixture(scope="module")
def modelled(app, engine) -> Iterator[Description]:
    db = connect(engine.new_database("models"))
    with db.bind_ctx(models.ALL):
        db.create_tables(models.ALL)
        yield describe(db)
    db.close()


def test_the_migrations_build_every_model_and_nothing_else(migrated, modelled):
    history = set(migrated) - set(modelled)
    assert set(modelled) <= set(migrated)
    assert len(history) == 1, "only the migrations' own table has no model"
    assert "migration" in history.pop()


@pytest.mark.parametrize("model", models.ALL, ids=lambda model: model.__name__)
def test_the_table_of_the_migrations_is_that_of_the_model(model, migrated, modelled):
    table = model._meta.table_name
    assert migrated[table] == modelled[table]


def test_every_model_of_the_product_is_in_the_list():
    def heirs(model: type[peewee.Model]) -> Iterator[type[peewee.Model]]:
        for heir in model.__subclasses__():
            yield heir
            yield from heirs(heir)

    bases = {database.Model, database.VersionedModel, drafts.Draft}
    ours = {model for model in heirs(database.Model) if model.__module__.startswith("schoolapp.")}
    assert ours - bases == set(models.ALL)


def test_migrating_twice_changes_nothing(app):
    assert database.pending_migrations() == []
    assert database.migrate() == []
