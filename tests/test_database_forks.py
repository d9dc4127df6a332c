"""What a process keeps of the queue of writers when the server forks from it."""

from __future__ import annotations

import multiprocessing
import sys

import pytest

from schoolapp.write_queue import WriteQueue

MOMENT_SECONDS = 0.3
PATIENCE_SECONDS = 20


def _write(queue, may, done) -> None:
    may.wait(PATIENCE_SECONDS)
    with queue.turn():
        done.set()


@pytest.mark.skipif(sys.platform == "win32", reason="no process is forked there")
def test_a_forked_process_waits_for_its_turn(tmp_path):
    queue = WriteQueue()
    queue.path = tmp_path / "lock"
    with queue.turn():
        pass
    queue.leave()
    context = multiprocessing.get_context("fork")
    may, done = context.Event(), context.Event()
    child = context.Process(target=_write, args=(queue, may, done))
    child.start()
    with queue.turn():
        may.set()
        assert not done.wait(MOMENT_SECONDS)
    assert done.wait(PATIENCE_SECONDS)
    child.join(PATIENCE_SECONDS)
