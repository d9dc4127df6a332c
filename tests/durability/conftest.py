"""A real server on each engine, its database as safe as in production."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import postgres
from tests.servers import ROOT, Server, environment


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A new database, as safe as in production."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'instance' / 'schoolapp.db'}"
        return
    engine = postgres.start(durable=True)
    yield engine.url("postgres")
    engine.stop()


@pytest.fixture
def server(database_url: str, tmp_path: Path) -> Iterator[Server]:
    settings = {"database_url": database_url, "second_step_required": "no"}
    instance = tmp_path / "instance"
    made = [sys.executable, "-m", "tests.cast", str(instance)]
    subprocess.run(made, env=environment(instance, **settings), cwd=ROOT, check=True, timeout=60)
    running = Server(instance, **settings).start()
    yield running
    running.stop()
