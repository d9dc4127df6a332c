"""``kill -9`` of the whole server while people write: every note that was acknowledged is there afterwards."""

from __future__ import annotations

import pytest
from playhouse.db_url import connect

from tests.durability import rounds
from tests.servers import Server

ROUNDS = 10
PEOPLE = ["agent@ecole.example", "agent2@ecole.example", "direction@ecole.example"]

pytestmark = [pytest.mark.durability, pytest.mark.timeout(400)]


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
