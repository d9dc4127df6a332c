"""Work that lasts is done once, is followed while it lasts, and is known to be dead when its process died."""

from __future__ import annotations

import logging
import sys
import threading
import time

import pytest

from schoolapp import clock, jobs

done: list[tuple[str, int]] = []


@jobs.task("tests.count")
def count(job: str, number: int) -> None:
    done.append((threading.current_thread().name, number))


@jobs.task("tests.fail")
def fail(job: str) -> None:
    raise RuntimeError("on purpose")


@jobs.task("tests.follow")
def follow(job: str) -> None:
    jobs.current().say(job, "half", 5, 10)
    done.append(("beat", jobs.current().last_beat(job).done))


@pytest.fixture(autouse=True)
def nothing_done():
    done.clear()


@pytest.fixture
def queue(app, tmp_path, monkeypatch):
    """``queue()`` is the jobs of one more process of the same server."""
    made = []

    def make():
        one = jobs.Jobs(app)
        one.file = tmp_path / "jobs.db"
        made.append(one)
        return one

    yield make
    for one in made:
        one.stop()
        if one._huey is not None:
            one._huey.storage.close()


def wait_until(condition):
    deadline = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_in_tests_a_job_is_done_at_once_and_leaves_nothing_behind(app, context):
    jobs.current().enqueue("one", "tests.count", 7)

    assert done == [("MainThread", 7)]
    assert not jobs.current().is_alive("one")


def test_an_unknown_task_is_a_mistake_of_ours(app, context):
    with pytest.raises(KeyError):
        jobs.current().enqueue("one", "tests.unknown")


def test_a_job_that_fails_is_logged_and_is_over(app, context, caplog):
    with caplog.at_level(logging.ERROR):
        jobs.current().enqueue("one", "tests.fail")

    assert "on purpose" in caplog.text
    assert not jobs.current().is_alive("one")


def test_a_job_says_how_far_it_has_come(app, context):
    jobs.current().enqueue("one", "tests.follow")

    assert done == [("beat", 5)]
    assert jobs.current().last_beat("one") is None


def test_several_processes_do_each_job_once_and_outside_the_request(queue):
    processes = [queue() for _ in range(3)]

    for number in range(30):
        processes[number % 3].enqueue(jobs.new_id(), "tests.count", number)

    wait_until(lambda: len(done) >= 30)
    time.sleep(0.2)
    assert sorted(number for _thread, number in done) == list(range(30))
    assert "MainThread" not in {thread for thread, _number in done}


def test_a_job_left_in_the_queue_is_taken_up_by_the_next_server(queue, monkeypatch):
    stopped = queue()
    monkeypatch.setattr(stopped, "start", lambda: None)
    stopped.enqueue("one", "tests.count", 1)

    restarted = queue()
    restarted.resume()

    wait_until(lambda: done)
    wait_until(lambda: not restarted.is_alive("one"))


def test_a_server_without_jobs_starts_no_thread_and_makes_no_file(queue):
    idle = queue()
    idle.resume()

    assert idle.last_beat("one") is None
    assert not idle.file.exists()
    assert idle._consumer is None


def test_a_job_that_waits_is_alive_however_long_it_waits(queue, monkeypatch, frozen):
    busy = queue()
    monkeypatch.setattr(busy, "start", lambda: None)
    busy.enqueue("one", "tests.count", 1)

    frozen.move(hours=1)

    assert busy.is_alive("one")


def test_a_silent_job_that_waits_nowhere_died_with_its_process(queue, frozen):
    watching = queue()
    watching._beat("one", jobs.Beat(clock.now().timestamp(), "half", 5, 10))
    assert watching.is_alive("one")

    frozen.move(seconds=jobs.SILENCE_SECONDS)

    assert not watching.is_alive("one")
    assert watching.last_beat("one").done == 5


def test_a_working_job_keeps_saying_that_it_lives(queue, monkeypatch):
    monkeypatch.setattr(jobs, "BEAT_SECONDS", 0.02)
    working = queue()
    beats = []
    monkeypatch.setattr(working, "say", lambda job: beats.append(job))

    with working._beating("one"):
        wait_until(lambda: len(beats) > 2)

    assert set(beats) == {"one"}


def test_a_queue_changed_by_somebody_else_is_not_read(queue, monkeypatch, caplog):
    waiting = queue()
    monkeypatch.setattr(waiting, "start", lambda: None)
    waiting.enqueue("one", "tests.count", 1)
    waiting.huey.storage.sql("update task set data = ?", (b"cposix\nsystem\n",), commit=True)

    with caplog.at_level(logging.CRITICAL):
        assert waiting.huey.pending() == []


def test_the_queue_is_readable_by_its_owner_only(queue):
    one = queue()
    assert one.huey.pending_count() == 0
    assert one.file.stat().st_mode & 0o077 == 0


LATE = """
from schoolapp import jobs

made = []


@jobs.task("late.count")
def count(job, number):
    made.append(number)
"""


def test_a_task_may_be_loaded_with_its_first_job(app, tmp_path, monkeypatch):
    (tmp_path / "late_tasks.py").write_text(LATE)
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(jobs, "_tasks", dict(jobs._tasks))
    monkeypatch.setattr(jobs, "_homes", dict(jobs._homes))
    jobs.tasks_in("late_tasks", "late.count")
    assert "late_tasks" not in sys.modules
    app.extensions["jobs"].enqueue(jobs.new_id(), "late.count", 3)
    assert sys.modules.pop("late_tasks").made == [3]
