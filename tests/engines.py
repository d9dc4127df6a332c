"""The two engines as the tests use them: a database made once by the migrations, brought back between tests.

``remember`` keeps the present content under a name; ``restore`` brings it back in a few milliseconds. SQLite copies a
file; PostgreSQL copies rows, with triggers and foreign keys asleep, since the journal refuses any deletion otherwise.
"""

from __future__ import annotations

import os
import shutil
from abc import ABC, abstractmethod
from pathlib import Path

import psycopg
from psycopg import sql

from schoolapp import database
from tests.postgres import OWNER, Server

LOCK_WAIT = "5s"


class Engine(ABC):
    """One engine, holding the database of this process's tests."""

    name: str
    url: str

    @abstractmethod
    def remember(self, state: str) -> None: ...

    @abstractmethod
    def restore(self, state: str) -> None: ...

    @abstractmethod
    def new_database(self, name: str) -> str:
        """An empty database, apart from the tests' own; returns its address."""

    @abstractmethod
    def close(self) -> None: ...


class SQLite(Engine):
    """Files in a folder of this process."""

    name = "sqlite"

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.file = folder / "schoolapp.db"
        self.url = f"sqlite:///{self.file}"

    def remember(self, state: str) -> None:
        database.db.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        database.db.close()
        shutil.copyfile(self.file, self.folder / f"{state}.kept")

    def restore(self, state: str) -> None:
        """Put a new file in place, so that a connection forgotten by a test's thread harms no other test."""
        database.db.close()
        for suffix in ("-wal", "-shm"):
            self.file.with_name(self.file.name + suffix).unlink(missing_ok=True)
        fresh = self.folder / "fresh.db"
        shutil.copyfile(self.folder / f"{state}.kept", fresh)
        os.replace(fresh, self.file)

    def new_database(self, name: str) -> str:
        file = self.folder / f"{name}.db"
        for old in self.folder.glob(f"{name}.db*"):
            old.unlink()
        return f"sqlite:///{file}"

    def close(self) -> None:
        database.db.close()


class PostgreSQL(Engine):
    """A database of this process on the throwaway server."""

    name = "postgresql"

    def __init__(self, server: Server, worker: str) -> None:
        self.server, self.worker = server, worker
        self.url = self.new_database("main")
        self.chief = psycopg.connect(server.url(self._full("main")), autocommit=True)
        self.chief.execute(f"SET lock_timeout = '{LOCK_WAIT}'")
        # For good: each change of it would forget the plans of what restores.
        self.chief.execute("SET session_replication_role = replica")

    def _full(self, name: str) -> str:
        return f"test_{self.worker}_{name}"

    def new_database(self, name: str) -> str:
        full = sql.Identifier(self._full(name))
        with psycopg.connect(self.server.url(), autocommit=True) as connection:
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(full))
            connection.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(full, sql.Identifier(OWNER)))
        return self.server.url(self._full(name), OWNER)

    def _tables(self) -> list[str]:
        rows = self.chief.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
        return [row[0] for row in rows]

    def remember(self, state: str) -> None:
        """Copy the rows to a schema of their own, with a function that brings them back: its plans are made once."""
        kept = f"kept_{state}"
        self.chief.execute(f'CREATE SCHEMA "{kept}"')
        script = []
        for table in self._tables():
            script.append(f'DELETE FROM public."{table}"')
            self.chief.execute(f'CREATE TABLE "{kept}"."{table}" AS TABLE public."{table}"')
            if self.chief.execute(f'SELECT 1 FROM public."{table}" LIMIT 1').fetchone():
                script.append(f'INSERT INTO public."{table}" SELECT * FROM "{kept}"."{table}"')
        sequences = "SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public'"
        for sequence, last in self.chief.execute(sequences).fetchall():
            value, called = last or 1, "true" if last else "false"
            script.append(
                f'PERFORM setval(\'public."{sequence}"\', {value}, {called}) FROM public."{sequence}"'
                f" WHERE last_value <> {value} OR is_called <> {called}"
            )
        body = "; ".join(script)
        self.chief.execute(
            f'CREATE FUNCTION "{kept}".restore() RETURNS void LANGUAGE plpgsql AS $$ BEGIN {body}; END $$'
        )

    def restore(self, state: str) -> None:
        database.release()
        self.chief.execute(f'SELECT "kept_{state}".restore()')

    def close(self) -> None:
        database.db.close()
        self.chief.close()
