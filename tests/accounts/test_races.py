"""Two people at the same moment."""

from __future__ import annotations

import threading

import pytest

from schoolapp import database
from schoolapp.accounts import second_step
from schoolapp.accounts.models import EmailTaken, LastDirection, User
from tests.accounts.telephone import code_of, fresh


@pytest.fixture
def together(app):
    """``together(a, b)`` runs functions at the same moment, each on its own connection; gives what each returned."""

    def run(*actions):
        start, results = threading.Barrier(len(actions)), {}

        def play(place, action):
            with app.test_request_context():
                try:
                    database.db.connect(reuse_if_open=True)
                    start.wait(10)
                    results[place] = action()
                except Exception as error:
                    results[place] = error
                finally:
                    database.db.close()

        threads = [threading.Thread(target=play, args=pair) for pair in enumerate(actions)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
        return [results[place] for place in range(len(actions))]

    return run


def test_two_directions_cannot_disable_each_other(app, cast, together):
    with app.test_request_context():
        other = User.open_account(email="d2@ecole.example", name="Direction Deux", role="direction", by=None)
    results = together(lambda: fresh(cast.direction).disable(by=other), lambda: fresh(other).disable(by=cast.direction))
    assert sorted(type(result) for result in results if result is not None) == [LastDirection]
    assert User.select().where((User.role == "direction") & User.active).count() == 1


def test_two_accounts_of_one_email_make_one(app, cast, together):
    def create():
        return User.open_account(email="nao@ecole.example", name="Nao", role="agent", by=cast.direction).id

    results = together(create, create)
    assert [type(result) for result in results if not isinstance(result, int)] == [EmailTaken]
    assert User.select().where(User.email == "nao@ecole.example").count() == 1


def test_one_code_sent_twice_at_once_opens_one_session(app, enrolled, frozen, together):
    code = code_of(enrolled, frozen)
    results = together(*[lambda: second_step.accepts(fresh(enrolled), code)] * 4)
    assert sorted(results) == [False, False, False, True]


def test_one_recovery_code_sent_twice_at_once_opens_one_session(app, enrolled, together):
    results = together(*[lambda: second_step.accepts(fresh(enrolled), enrolled.codes[0])] * 4)
    assert sorted(results) == [False, False, False, True]
