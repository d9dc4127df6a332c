"""What the clock sets off: every minute, in each process of the server, on a thread of its own.

Huey's scheduler gives the beat. Each process has its own, so that none is the one that must not die: a task has to bear
being called by several at once, and claims what it does by a row (see ``mail``). Its queue is not that of the jobs: a
mail server that does not answer makes no import wait.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from flask import Flask, current_app

from schoolapp import database

FIRST_SECONDS = 1.0  # after the start of the server, which first answers people
POLL_SECONDS = 1.0
BEAT_SECONDS = 60

Task = Callable[[], object]
_tasks: dict[str, Task] = {}


def every_minute(name: str, task: Task) -> None:
    """Declare a task. It runs in a request context, so that it can make addresses, and may be run twice at once."""
    _tasks[name] = task


class Clockwork:
    """The clock of one process. Huey, and the threads, come with ``start``."""

    def __init__(self, app: Flask, *, immediate: bool = False) -> None:
        self.app = app
        self.immediate = immediate
        self.file = app.config["SETTINGS"].instance / "jobs.db"
        self._lock = threading.Lock()
        self._consumer: Any = None
        self._soon: Any = None

    def start_soon(self) -> None:
        """At the start of a process: begin in a moment, catching up on what a stopped server missed."""
        timer = threading.Timer(FIRST_SECONDS, self.start)
        timer.daemon = True
        timer.start()

    def start(self) -> None:
        """Start the threads of this process, if they are not at work yet."""
        with self._lock:
            if self._consumer is not None or self.immediate:
                return
            from schoolapp.job_thread import start

            queue = self._open()
            self._consumer = start(queue, POLL_SECONDS, beat_seconds=BEAT_SECONDS)
        self.hurry()

    def _open(self) -> Any:
        from huey import SqliteHuey, crontab
        from huey.serializer import SignedSerializer

        signed = SignedSerializer(secret=self.app.secret_key)
        queue = SqliteHuey("clockwork", filename=str(self.file), results=False, serializer=signed)
        self.file.chmod(0o600)
        queue.periodic_task(crontab(), name="beat", expires=BEAT_SECONDS)(self.beat)
        self._soon = queue.task(name="hurry", expires=BEAT_SECONDS)(self.beat)
        return queue

    def stop(self) -> None:
        """Finish the task under way and stop the threads."""
        with self._lock:
            consumer, self._consumer = self._consumer, None
        if consumer is not None:
            consumer.stop(graceful=True)

    def hurry(self) -> None:
        """Something has just been made ready: do not wait for the minute."""
        if self._soon is not None and self._consumer is not None:
            self._soon()

    def beat(self) -> None:
        """Run every task once. One that fails is logged, and stops none of the others."""
        for name, task in _tasks.items():
            with self.app.test_request_context(base_url=self.app.config["SETTINGS"].address):
                try:
                    task()
                except Exception:
                    self.app.logger.exception("periodic task %s failed", name)
                finally:
                    database.release()


def current() -> Clockwork:
    """The clock of the application."""
    return current_app.extensions["clockwork"]


def register(app: Flask) -> None:
    """Give the application its clock; in tests it never beats by itself."""
    app.extensions["clockwork"] = Clockwork(app, immediate=app.config["SETTINGS"].testing)
