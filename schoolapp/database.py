"""The database: connection by address, base models, field types, write transactions, migrations.

SQLite is the default; PostgreSQL comes by ``SCHOOLAPP_DATABASE_URL``. One connection per thread stays open; every write
happens inside ``atomic()``.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any, ClassVar, Self
from urllib.parse import urlsplit

import peewee

from schoolapp.settings import Settings
from schoolapp.sqlite import SqliteDatabase
from schoolapp.write_queue import WriteQueue

MIGRATIONS = Path(__file__).parent / "migrations"

db = peewee.DatabaseProxy()


class Stale(Exception):
    """Someone else changed the row first; the route shows both versions with status 409.

    Attributes:
        current: the row as it is now.
    """

    def __init__(self, current: Any) -> None:
        super().__init__("stale version")
        self.current = current


_queue = WriteQueue()


def sqlite_file(url: str) -> str:
    """The file of « sqlite:///relative » or « sqlite:////absolute »."""
    return urlsplit(url).path.removeprefix("/")


def connect(settings: Settings) -> peewee.Database:
    """Bind the models to the instance's database. Connections open by themselves, one per thread."""
    url = settings.database_url
    if urlsplit(url).scheme == "sqlite":
        file = sqlite_file(url)
        database: peewee.Database = SqliteDatabase(file)
        _queue.path = Path(f"{file}.lock")
    else:
        from playhouse.db_url import parse  # which loads what peewee knows of every engine

        options = parse(url, unquote_user=True, unquote_password=True)
        options.setdefault("options", "-c lock_timeout=10s -c idle_in_transaction_session_timeout=60s")
        database = peewee.PostgresqlDatabase(**options, prefer_psycopg3=True, autoconnect=True)
        _queue.path = None
    db.initialize(database)
    return database


def disconnect() -> None:
    """Leave nothing open on this thread: before the process forks."""
    db.close()
    _queue.leave()


def is_sqlite() -> bool:
    """Whether the bound database is SQLite."""
    return isinstance(db.obj, peewee.SqliteDatabase)


def release() -> None:
    """At the end of a request: nothing half-done stays open on this thread's connection."""
    if db.obj is None or db.is_closed():
        return
    if not db.is_connection_usable():
        db.close()
    elif db.in_transaction():
        db.rollback()


@contextmanager
def atomic(*, on_disk: bool = True) -> Iterator[None]:
    """One write transaction: all of it or nothing. Nested calls are savepoints of the outer one.

    Without ``on_disk``, it outlives the program as ever, but the last moments may go with the machine, should its power
    fail: enough for the journal of what was read.
    """
    if db.in_transaction():
        with db.atomic():
            yield
        return
    with _queue.turn(), nullcontext() if on_disk or not is_sqlite() else db.obj.synced_later(), db.atomic():
        if not (on_disk or is_sqlite()):
            db.cursor().execute("SET LOCAL synchronous_commit TO off")
        yield


def on_commit(action: Callable[[], None]) -> None:
    """Run ``action`` once the current transaction is really written; at once when there is none."""
    if db.in_transaction():
        db.obj.after_commit(action)
    else:
        action()


def pending_migrations() -> list[str]:
    """The names of the migrations still to apply, in order."""
    return [m.name for m in _runner().status() if m.applied is None and m.path is not None]


def migrate(target: str | None = None) -> list[str]:
    """Apply the pending migrations, up to ``target`` included when given. Returns their names."""
    with _queue.turn():
        return _runner().up(target)


def _runner() -> Any:
    from playhouse.migrations import Runner

    return Runner(db.obj, directory=str(MIGRATIONS))


@cache
def _dialect(sql: str, sqlite: bool) -> str:
    return sql if sqlite else sql.replace("?", "%s")


def engine_text(sql: str) -> str:
    """A hand-written query with ``?`` for parameters, as the bound engine wants it written."""
    return _dialect(sql, is_sqlite())


def fetch_all(sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """Rows of a hand-written query with ``?`` for parameters: for the hot pages, whose text is built once.

    Moments and dates come as the engine gives them: see ``as_moment`` and ``as_date``.
    """
    return db.execute_sql(engine_text(sql), parameters).fetchall()


def fetch_one(sql: str, parameters: Sequence[Any] = ()) -> tuple[Any, ...] | None:
    """The first row of a hand-written query, or None."""
    return db.execute_sql(engine_text(sql), parameters).fetchone()


def forget_pages() -> None:
    """After a large reading: SQLite would keep the pages of the file for another one. The system has them anyway."""
    if is_sqlite():
        db.execute_sql("PRAGMA shrink_memory")


def as_moment(value: Any) -> datetime | None:
    """A stored moment (``UTCDateTime``) as an aware datetime, whatever the engine."""
    if value is None:
        return None
    return (datetime.fromisoformat(value) if isinstance(value, str) else value).replace(tzinfo=UTC)


def as_date(value: Any) -> date | None:
    """A stored date as a date, whatever the engine."""
    return date.fromisoformat(value) if isinstance(value, str) else value


def clean_text(value: str) -> str:
    """Text as every engine can store it: PostgreSQL refuses NUL and lone surrogates."""
    clean = value.replace("\x00", "")
    return clean if clean.isascii() else clean.encode("utf-8", "ignore").decode("utf-8")


class UTCDateTime(peewee.DateTimeField):
    """A moment, aware and in UTC in Python, stored naive in UTC to the microsecond."""

    def db_value(self, value: datetime | None) -> Any:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs its time zone")
        naive = value.astimezone(UTC).replace(tzinfo=None)
        return naive.isoformat(" ", "microseconds") if is_sqlite() else naive

    def python_value(self, value: Any) -> datetime | None:
        return as_moment(value)


class Text(peewee.CharField):
    """Text of a bounded length. Longer is a programming error: forms refuse it before, with words."""

    def __init__(self, max_length: int = 200, **options: Any) -> None:
        options.setdefault("default", "" if not options.get("null") else None)
        super().__init__(max_length=max_length, **options)

    def db_value(self, value: Any) -> Any:
        if isinstance(value, str):
            value = clean_text(value)
            if len(value) > self.max_length:
                raise ValueError(f"{self.name}: more than {self.max_length} characters")
        return value


class Key(Text):
    """A search or sort key: compared byte by byte on both engines, whatever the server's locale."""

    def ddl(self, ctx: Any) -> Any:
        node = super().ddl(ctx)
        return node if is_sqlite() else peewee.NodeList([node, peewee.SQL('COLLATE "C"')])


class JSONList(peewee.TextField):
    """A short list of codes, stored as compact JSON."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("default", list)
        super().__init__(**options)

    def db_value(self, value: Any) -> str | None:
        return None if value is None else json.dumps(list(value), ensure_ascii=False, separators=(",", ":"))

    def python_value(self, value: str | None) -> list[Any]:
        return json.loads(value) if value else []


class JSONData(peewee.TextField):
    """A small JSON object, stored as text with sorted keys."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("default", dict)
        super().__init__(**options)

    _encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode

    def db_value(self, value: Any) -> str | None:
        return None if value is None else clean_text(self._encode(value))

    def python_value(self, value: str | None) -> dict[str, Any]:
        return json.loads(value) if value else {}


class Model(peewee.Model):
    """A row. Table names are snake_case, ids fit in 31 bits so that both engines agree."""

    class Meta:
        database = db
        legacy_table_names = False


class VersionedModel(Model):
    """A row that two people may edit: a change made on an old version is refused, and nobody's work is lost."""

    version = peewee.IntegerField(default=1)
    bumps: ClassVar[tuple[str, ...]] = ("version",)

    def change(self, expected: int, **columns: Any) -> Self:
        """Write ``columns`` if the row is still at version ``expected``, and bring this instance up to date.

        Raises:
            Stale: someone else changed the row since; ``error.current`` is the row as it is now.
        """
        model = type(self)
        bumped = {name: getattr(model, name) + 1 for name in self.bumps}
        condition = (model._meta.primary_key == self.get_id()) & (model.version == expected)
        if not model.update(**columns, **bumped).where(condition).execute():
            raise Stale(model.get_by_id(self.get_id()))
        for name, value in columns.items():
            setattr(self, name, value)
        for name in self.bumps:
            setattr(self, name, getattr(self, name) + 1)
        self.version = expected + 1
        return self
