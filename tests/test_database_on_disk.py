"""What must be on the disk before one goes on, and what may follow a moment later: the journal of readings."""

from __future__ import annotations

import pytest

from schoolapp import audit, database
from schoolapp.accounts.models import School
from schoolapp.audit.actions import ACTIONS, READINGS
from schoolapp.audit.models import AuditEvent


def waits_for_the_disk() -> bool:
    """What the engine would do at the next commit."""
    if database.is_sqlite():
        return database.fetch_one("PRAGMA synchronous")[0] == 2
    return database.fetch_one("SHOW synchronous_commit")[0] == "on"


@pytest.fixture(autouse=True)
def as_in_production(context):
    """The throwaway server of the tests runs without syncs; a connection of the product has them."""
    if not database.is_sqlite():
        database.db.execute_sql("SET synchronous_commit TO on")
    yield
    if not database.is_sqlite():
        database.db.execute_sql("RESET synchronous_commit")


@pytest.mark.parametrize("on_disk", [True, False])
def test_a_transaction_is_kept_and_the_next_one_waits_for_the_disk_again(cast, on_disk):
    with database.atomic(on_disk=on_disk):
        School.update(name="École neuve").execute()
        assert waits_for_the_disk() is on_disk
    assert School.get().name == "École neuve"
    assert waits_for_the_disk()


def rename_and_fail() -> None:
    with database.atomic(on_disk=False):
        School.update(name="École neuve").execute()
        raise RuntimeError


def test_a_failure_leaves_nothing_and_the_next_transaction_waits_for_the_disk(cast):
    with pytest.raises(RuntimeError):
        rename_and_fail()
    assert School.get().name == cast.school.name
    assert waits_for_the_disk()


def test_a_reading_inside_a_write_waits_with_it(cast):
    with database.atomic():
        School.update(name="École neuve").execute()
        audit.record("family.opened", by=cast.agent, family=cast.haddad)
        assert waits_for_the_disk()
    assert AuditEvent.get().action == "family.opened"


ACTS = {
    "family.opened": False,
    "board.opened": False,
    "note.created": True,
    "circle.opened": True,  # a reason was given: a write
    "session.opened": True,
}


@pytest.mark.parametrize(("action", "waits"), ACTS.items(), ids=list(ACTS))
def test_only_readings_go_on_before_the_disk_holds_them(cast, monkeypatch, action, waits):
    found = []
    bound = database.db.obj
    execute = bound.execute_sql

    def look(sql: str, *more: object) -> object:
        if sql.startswith("INSERT INTO audit_event"):
            monkeypatch.undo()
            found.append(waits_for_the_disk())
        return execute(sql, *more)

    monkeypatch.setattr(bound, "execute_sql", look)
    audit.record(action, by=cast.agent)
    assert found == [waits]


def test_every_reading_is_an_action_of_the_journal():
    assert set(ACTIONS) > READINGS
