"""Work that lasts: done by a thread of the server, followed from any page, taken up again after a crash.

The queue is a small SQLite file of the instance. Each process of the server that has asked for work has one thread that
does it, one job at a time; a job is taken by one thread only, whatever the number of processes. While it works it says
so every two seconds: when it has been silent for a while and waits in no queue, it died with its process.
"""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

from flask import Flask, current_app

from schoolapp import clock, database
from schoolapp.records import NamedTuple

BEAT_SECONDS = 2.0
SILENCE_SECONDS = 15.0
POLL_SECONDS = 0.5

Task = Callable[..., None]
_tasks: dict[str, Task] = {}
_homes: dict[str, str] = {}  # the modules of tasks that are loaded with their first job


def task(name: str) -> Callable[[Task], Task]:
    """Declare a function that ``enqueue`` can call by name, with the id of its job and plain arguments."""

    def declare(function: Task) -> Task:
        _tasks[name] = function
        return function

    return declare


def tasks_in(module: str, *names: str) -> None:
    """Say where tasks are declared, when what they need is worth loading only once somebody asks for them."""
    _homes.update(dict.fromkeys(names, module))


def _found(name: str) -> Task:
    if name not in _tasks:
        import_module(_homes[name])
    return _tasks[name]


class Beat(NamedTuple):
    """The last word of a job: when, and how far it has come."""

    at: float
    stage: str = ""
    done: int = 0
    total: int = 0


def new_id() -> str:
    """The id of a job to come, to be written on the row that waits for it."""
    return secrets.token_urlsafe(12)


class Jobs:
    """The jobs of one application. Huey, and the thread, come with the first job."""

    def __init__(self, app: Flask, *, immediate: bool = False) -> None:
        self.app = app
        self.immediate = immediate
        self.file = app.config["SETTINGS"].instance / "jobs.db"
        self._lock = threading.Lock()
        self._beats: dict[str, Beat] = {}
        self._huey: Any = None
        self._consumer: Any = None

    @property
    def huey(self) -> Any:
        """The queue, made when it is needed."""
        with self._lock:
            if self._huey is None:
                self._huey = self._open()
            return self._huey

    def _open(self) -> Any:
        from huey import MemoryHuey, SqliteHuey
        from huey.serializer import SignedSerializer

        if self.immediate:
            queue = MemoryHuey("jobs", immediate=True, results=False)
        else:
            # What is read back is unpickled: signed, a file changed by somebody else is not.
            signed = SignedSerializer(secret=self.app.secret_key)
            queue = SqliteHuey("jobs", filename=str(self.file), results=False, fsync=True, serializer=signed)
            self.file.chmod(0o600)
        self._run = queue.task(name="run")(self._perform)
        return queue

    def enqueue(self, job: str, name: str, *arguments: Any) -> None:
        """Have the task ``name`` done soon; it receives ``job``, an id of ``new_id``, then ``arguments``.

        Call it once the rows that the task reads are written: it runs on another connection.
        """
        _found(name)
        self._beat(job, Beat(clock.now().timestamp()))
        if not self.immediate:
            self.start()
        self._run(job, name, *arguments)

    def start(self) -> None:
        """Start this process's thread, if it is not at work yet."""
        from schoolapp.job_thread import start

        queue = self.huey
        with self._lock:
            if self._consumer is None:
                self._consumer = start(queue, POLL_SECONDS)

    def stop(self) -> None:
        """Finish the job under way and stop the thread."""
        with self._lock:
            consumer, self._consumer = self._consumer, None
        if consumer is not None:
            consumer.stop(graceful=True)

    def resume(self) -> None:
        """At the start of a server: take up what a stopped one had left in the queue."""
        if not self.immediate and self.file.exists() and self.huey.pending_count():
            self.start()

    def _perform(self, job: str, name: str, *arguments: Any) -> None:
        with self.app.app_context(), self._beating(job):
            try:
                _found(name)(job, *arguments)
            except Exception:
                self.app.logger.exception("job %s %s failed", name, arguments)
            finally:
                database.release()

    @contextmanager
    def _beating(self, job: str) -> Iterator[None]:
        over = threading.Event()
        self._beats[job] = Beat(clock.now().timestamp())

        def beat() -> None:
            while not over.wait(BEAT_SECONDS):
                self.say(job)

        heart = threading.Thread(target=beat, name=f"beat-{job}", daemon=True)
        heart.start()
        try:
            yield
        finally:
            over.set()
            heart.join()
            self._beats.pop(job, None)
            self.huey.storage.pop_data(f"beat:{job}")

    def say(self, job: str, stage: str | None = None, done: int = 0, total: int = 0) -> None:
        """Note that ``job`` is alive and, when ``stage`` is given, how far it has come."""
        last = self._beats.get(job)
        if last is None:
            return
        now = clock.now().timestamp()
        beat = Beat(now, last.stage, last.done, last.total) if stage is None else Beat(now, stage, done, total)
        self._beats[job] = beat
        self._beat(job, beat)

    def _beat(self, job: str, beat: Beat) -> None:
        self.huey.put(f"beat:{job}", tuple(beat))

    def last_beat(self, job: str) -> Beat | None:
        """The last word of a job, None when it is over or never was."""
        if not self.immediate and not self.file.exists():
            return None
        said = self.huey.get(f"beat:{job}", peek=True)
        return Beat(*said) if said else None

    def is_alive(self, job: str) -> bool:
        """Whether a job is at work or waits for its turn; otherwise, not being finished, it was interrupted."""
        beat = self.last_beat(job)
        if beat is None:
            return False
        if clock.now().timestamp() - beat.at < SILENCE_SECONDS:
            return True
        return any(waiting.args[:1] == (job,) for waiting in self.huey.pending())


def current() -> Jobs:
    """The jobs of the application."""
    return current_app.extensions["jobs"]


def register(app: Flask) -> None:
    """Give the application its jobs; in tests they are done at once, in the same thread."""
    app.extensions["jobs"] = Jobs(app, immediate=app.config["SETTINGS"].testing)
