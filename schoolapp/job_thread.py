"""The threads of the jobs and of the clock: Huey's consumer, which leaves the signals of the process to the server."""

from __future__ import annotations

import logging
from typing import Any

from huey.consumer import Consumer


class _Thread(Consumer):
    def _set_signal_handlers(self) -> None:
        """Granian handles the signals of its processes."""


def start(queue: Any, poll_seconds: float, *, beat_seconds: int = 0) -> Consumer:
    """One working thread; with ``beat_seconds``, Huey's scheduler calls the periodic tasks of the queue."""
    logging.getLogger("huey").setLevel(logging.WARNING)
    consumer = _Thread(
        queue,
        workers=1,
        periodic=bool(beat_seconds),
        initial_delay=0.05,
        max_delay=poll_seconds,
        scheduler_interval=beat_seconds or 60,
        check_worker_health=False,
        shutdown_timeout=8,
    )
    consumer.start()
    return consumer
