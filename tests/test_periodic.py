"""The clock's tasks are run by each process, outside its requests; one that fails stops none of the others."""

from __future__ import annotations

import logging
import threading
import time

import pytest

from schoolapp import periodic


@pytest.fixture
def ticks(monkeypatch):
    """What the only task of the clock has noted."""
    noted = []
    monkeypatch.setattr(periodic, "_tasks", {})
    periodic.every_minute("tests.tick", lambda: noted.append(threading.current_thread().name))
    return noted


@pytest.fixture
def clockwork(app, tmp_path, ticks):
    """``clockwork()`` is the clock of one more process of the same server; stopped before the real tasks come back."""
    made = []

    def make():
        one = periodic.Clockwork(app)
        one.file = tmp_path / "jobs.db"
        made.append(one)
        return one

    yield make
    for one in made:
        one.stop()


def wait_until(condition):
    deadline = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_the_tasks_run_at_the_start_on_another_thread(clockwork, ticks):
    one = clockwork()
    one.start()
    wait_until(lambda: ticks)
    assert "MainThread" not in ticks


def test_what_was_just_made_ready_does_not_wait_for_the_minute(clockwork, ticks):
    one = clockwork()
    one.start()
    wait_until(lambda: len(ticks) >= 2)  # the beat of the start, and what catches up
    time.sleep(0.1)
    before = len(ticks)
    one.hurry()
    wait_until(lambda: len(ticks) > before)


def test_the_beat_of_each_minute_is_huey_s(clockwork, ticks, monkeypatch):
    from huey.consumer import Scheduler

    monkeypatch.setattr(Scheduler, "periodic_task_seconds", 0.2)
    monkeypatch.setattr(periodic, "BEAT_SECONDS", 1)
    clockwork().start()
    wait_until(lambda: len(ticks) >= 4)


def test_a_task_that_fails_is_logged_and_the_others_run(app, ticks, caplog):
    def fail():
        raise RuntimeError("on purpose")

    periodic._tasks = {"tests.fail": fail, **periodic._tasks}
    with caplog.at_level(logging.ERROR):
        app.extensions["clockwork"].beat()
    assert "on purpose" in caplog.text
    assert ticks == ["MainThread"]


def test_in_tests_the_clock_never_beats_by_itself(app, ticks):
    app.extensions["clockwork"].start()
    app.extensions["clockwork"].hurry()
    assert ticks == []
    assert app.extensions["clockwork"]._consumer is None


def test_a_mail_put_in_by_a_page_asks_the_clock_to_hurry_once_it_is_written(app, cast, sign_in, monkeypatch):
    from schoolapp import database

    hurried = []
    monkeypatch.setattr(periodic.Clockwork, "hurry", lambda _self: hurried.append(database.db.in_transaction()))
    sign_in(cast.direction).post("/courriels/essai")
    assert hurried == [False]
