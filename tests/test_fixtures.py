"""The fixtures themselves: what every other test stands on."""

from __future__ import annotations

from datetime import UTC, datetime

import peewee
import pytest

from schoolapp import clock, database
from schoolapp.accounts.models import School, Session, User
from schoolapp.audit import record
from schoolapp.audit.models import AuditEvent


@pytest.mark.parametrize("turn", ["first", "second"])
def test_each_test_finds_the_cast_as_it_was_made(cast, turn):
    assert User.select().count() == 8
    assert cast.agent.name == "Rosalie Gagnon"
    cast.agent.name = "Autre nom"
    cast.agent.save()
    User.create(email="de-trop@ecole.example", name="De Trop", role="agent", created_at=clock.now())


@pytest.mark.parametrize("turn", ["first", "second"])
def test_ids_start_again_in_each_test(app, turn):
    with database.atomic():
        user = User.create(email="seul@ecole.example", name="Seul", role="agent", created_at=clock.now())
    assert user.id == 1


def test_without_the_cast_the_database_is_empty(app):
    assert School.select().count() == 0
    assert User.select().count() == 0


@pytest.mark.parametrize("turn", ["first", "second"])
def test_the_journal_is_brought_back_although_it_refuses_deletion(cast, events, turn):
    assert events() == []
    record("account.created", by=cast.direction, subject=cast.prof)
    assert [event.action for event in events()] == ["account.created"]
    with pytest.raises(peewee.DatabaseError):
        AuditEvent.delete().execute()
    database.release()


def test_the_clock_is_held_until_moved(frozen):
    assert clock.now() == datetime(2026, 11, 17, 15, 0, tzinfo=UTC)
    frozen.move(days=1)
    assert clock.now() == datetime(2026, 11, 18, 15, 0, tzinfo=UTC)


def test_signing_in_opens_a_real_session(cast, sign_in):
    browser = sign_in(cast.agent)
    assert Session.get().user_id == cast.agent.id
    assert browser.get("/healthz").status_code == 200


def test_statements_are_counted(cast, count_queries):
    with count_queries() as statements:
        list(User.select())
        User.get_by_id(cast.agent.id)
    assert len(statements) == 2


def test_the_engine_is_the_one_asked_for(app, engine):
    assert database.is_sqlite() == (engine.name == "sqlite")
