"""The turn to write on SQLite: one process at a time, in the order that the kernel gives."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

try:  # POSIX only: elsewhere SQLite's own busy timeout does the queueing.
    import fcntl
except ImportError:  # pragma: no cover
    fcntl = None  # type: ignore[assignment]


class _LockFile:
    """A file to lock, closed when the thread that holds it ends."""

    def __init__(self, path: Path) -> None:
        self.descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)

    def __del__(self, close: Callable[[int], None] = os.close) -> None:
        close(self.descriptor)


class WriteQueue:
    """A lock file that queues the writers of all the processes of an SQLite instance, without polling SQLite."""

    def __init__(self) -> None:
        self.path: Path | None = None
        self._local = threading.local()

    def _handle(self) -> int:
        if getattr(self._local, "path", None) != self.path:
            self._local.file = _LockFile(self.path)
            self._local.path = self.path
        return self._local.file.descriptor

    def leave(self) -> None:
        """Let this thread's file go: a process forked with it would share its lock instead of waiting for it."""
        self._local = threading.local()

    @contextmanager
    def turn(self) -> Iterator[None]:
        if self.path is None or fcntl is None:
            yield
            return
        handle = self._handle()
        fcntl.flock(handle, fcntl.LOCK_EX)  # the kernel frees it when a process dies
        try:
            yield
        finally:
            fcntl.flock(handle, fcntl.LOCK_UN)
