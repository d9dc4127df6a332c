"""``kill -9`` of the whole server while people write: every note that was acknowledged is there afterwards."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playhouse.db_url import connect

from tests import postgres
from tests.durability import rounds
from tests.servers import ROOT, Server, environment

ROUNDS = 10
PEOPLE = ["agent@ecole.example", "agent2@ecole.example", "direction@ecole.example"]

pytestmark = [pytest.mark.durability, pytest.mark.timeout(400)]


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


def kept(database_url: str) -> dict[str, set[str]]:
    """The texts of the notes, and those which also left their event and their mark on the family."""
    db = connect(database_url)
    texts = {text for (text,) in db.execute_sql("SELECT text FROM note")}
    [(events,)] = db.execute_sql("SELECT COUNT(*) FROM audit_event WHERE action = 'note.created'")
    [(counted,)] = db.execute_sql("SELECT SUM(note_count) FROM family")
    db.close()
    assert events == len(texts) == counted
    return texts


def test_every_acknowledged_note_survives_ten_kills(server: Server, database_url: str):
    visitors = rounds.signed_in(server, PEOPLE)
    acknowledged: set[str] = set()
    for number in range(ROUNDS):
        happened = rounds.run(server, visitors, [1, 2])
        assert happened.surprises == []
        assert len(happened.acknowledged) >= rounds.LEAST_NOTES, f"round {number}: the server was hardly written to"
        acknowledged.update(happened.acknowledged)
        assert acknowledged - kept(database_url) == set(), f"round {number}"
