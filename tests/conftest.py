"""Fixtures shared by all tests. ``TEST_ENGINE`` chooses the engine: ``sqlite`` (the default) or ``postgresql``.

A test that asks for ``app``, or for anything built on it, starts with a migrated and empty database; with ``cast``, the
database also holds the people and families of ``tests/cast.py``. Every test lives on Tuesday 17 November 2026, 10:00 in
Montréal, until it moves ``frozen``. Nothing keeps an application context open around requests, because Flask would
share it between them: what needs one without a request asks for ``context``.
"""

from __future__ import annotations

import copy
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from schoolapp import clock, create_app, database
from schoolapp.accounts import sessions
from schoolapp.accounts.models import User
from schoolapp.audit.models import AuditEvent
from schoolapp.families import board_page
from schoolapp.settings import load
from tests import cast as casting
from tests import postgres, slow
from tests.engines import Engine, PostgreSQL, SQLite

ENGINE = os.environ.get("TEST_ENGINE", "sqlite")
SERVER = "TEST_POSTGRES_SERVER"  # « port password », passed on to the workers of pytest-xdist


def pytest_configure(config: pytest.Config) -> None:
    """Start PostgreSQL once, in the process that drives the others."""
    if ENGINE not in {"sqlite", "postgresql"}:
        raise pytest.UsageError("TEST_ENGINE is sqlite or postgresql")
    if ENGINE == "postgresql" and not hasattr(config, "workerinput"):
        try:
            config.postgres = postgres.start()
        except postgres.PostgresMissing as error:
            raise pytest.UsageError(str(error)) from error
        os.environ[SERVER] = f"{config.postgres.port} {config.postgres.password}"


def pytest_unconfigure(config: pytest.Config) -> None:
    if hasattr(config, "postgres"):
        config.postgres.stop()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    names = slow.names()
    for item in items:
        if item.nodeid.partition("[")[0] in names:
            item.add_marker(pytest.mark.slow)


def pytest_report_header() -> str:
    return f"engine: {ENGINE}"


@pytest.fixture(scope="session")
def folder() -> Iterator[Path]:
    """A folder of this process, in memory where the machine allows it."""
    memory = Path("/dev/shm")  # noqa: S108 - the folder made in it has a random name
    parent = memory if memory.is_dir() and os.access(memory, os.W_OK) else None
    path = Path(tempfile.mkdtemp(prefix="schoolapp-tests-", dir=parent))
    yield path
    shutil.rmtree(path, ignore_errors=True)


@pytest.fixture(scope="session")
def engine(folder: Path) -> Iterator[Engine]:
    """The engine chosen for this run."""
    if ENGINE == "sqlite":
        chosen: Engine = SQLite(folder)
    else:
        port, password = os.environ[SERVER].split()
        chosen = PostgreSQL(postgres.Server(None, int(port), password), os.environ.get("PYTEST_XDIST_WORKER", "main"))
    yield chosen
    chosen.close()


@pytest.fixture(scope="session")
def app(engine: Engine, folder: Path) -> Flask:
    """The application on a migrated database."""
    settings = load(folder / "instance", {}, database_url=engine.url, testing=True, second_step_required=False)
    application = create_app(settings)
    application.config["WTF_CSRF_ENABLED"] = False
    database.migrate()
    engine.remember("empty")
    return application


@pytest.fixture(scope="session")
def original_cast(app: Flask, engine: Engine) -> casting.Cast:
    """The cast as first written, kept by the engine; tests receive copies."""
    engine.restore("empty")
    with clock.frozen(casting.MOMENT), app.app_context():
        made = casting.make()
    engine.remember("cast")
    return made


class Frozen:
    """The held clock of a test."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment
        self._held: AbstractContextManager[None] | None = None

    def set(self, moment: datetime) -> None:
        """Hold the clock at another moment."""
        self.release()
        self.moment = moment
        self._held = clock.frozen(moment)
        self._held.__enter__()

    def move(self, **delta: float) -> None:
        """Go forward: ``frozen.move(days=1, minutes=5)``."""
        self.set(self.moment + timedelta(**delta))

    def release(self) -> None:
        if self._held is not None:
            self._held.__exit__(None, None, None)
            self._held = None


@pytest.fixture(autouse=True)
def frozen() -> Iterator[Frozen]:
    """The clock, held at the cast's moment."""
    held = Frozen(casting.MOMENT)
    held.set(casting.MOMENT)
    yield held
    held.release()


@pytest.fixture(autouse=True)
def isolated(request: pytest.FixtureRequest) -> None:
    """Bring the database back before each test that uses it."""
    if "app" not in request.fixturenames:
        return
    app: Flask = request.getfixturevalue("app")
    if "cast" in request.fixturenames:
        request.getfixturevalue("original_cast")
    request.getfixturevalue("engine").restore("cast" if "cast" in request.fixturenames else "empty")
    app.config["SETTINGS"].journal_file.unlink(missing_ok=True)
    board_page.forget()  # drawn from another content, though it has the same ids and versions
    clock.use_zone(clock.DEFAULT_ZONE)


@pytest.fixture
def cast(isolated: None, original_cast: casting.Cast) -> casting.Cast:
    """One person per role and three families; see ``tests/cast.py``."""
    return copy.deepcopy(original_cast)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """The browser of somebody who is not signed in."""
    return app.test_client()


@pytest.fixture
def sign_in(app: Flask) -> Callable[[User], FlaskClient]:
    """``sign_in(user)`` gives a browser with a real server-side session, without paying for a password."""

    def open_browser(user: User) -> FlaskClient:
        with app.test_request_context():
            token = sessions.open_session(user, second_step_done=True)
        browser = app.test_client()
        browser.set_cookie(app.config["AUTH_COOKIE_NAME"], token)
        return browser

    return open_browser


@pytest.fixture
def context(app: Flask, isolated: None) -> Iterator[None]:
    """A request context, for verbs, queries and formats called without a browser. Not together with ``client``."""
    with app.test_request_context():
        yield


@pytest.fixture
def htmx() -> dict[str, str]:
    """The headers of a request made by htmx: ``client.post(url, data=…, headers=htmx)``."""
    return {"HX-Request": "true"}


@pytest.fixture
def events(app: Flask) -> Callable[..., list[AuditEvent]]:
    """``events()`` gives the journal's lines, ``events("note.created")`` those of one action, oldest first."""

    def read(action: str | None = None) -> list[AuditEvent]:
        lines = AuditEvent.select().order_by(AuditEvent.id)
        return list(lines if action is None else lines.where(AuditEvent.action == action))

    return read


@pytest.fixture
def count_queries(app: Flask) -> Callable[[], AbstractContextManager[list[str]]]:
    """``with count_queries() as statements:`` then ``len(statements)``."""

    @contextmanager
    def counting() -> Iterator[list[str]]:
        statements: list[str] = []
        bound = database.db.obj
        plain = bound.execute_sql

        def execute_sql(sql: str, *arguments: object, **options: object) -> object:
            statements.append(sql)
            return plain(sql, *arguments, **options)

        bound.execute_sql = execute_sql
        try:
            yield statements
        finally:
            del bound.execute_sql

    return counting
