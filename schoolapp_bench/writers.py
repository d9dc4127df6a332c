"""Sixteen people who write about one family at once: nobody is refused, nothing is lost, nobody waits long."""

from __future__ import annotations

import statistics
import sys
import tempfile
import threading
import time
from pathlib import Path

from playhouse.db_url import connect

from schoolapp_bench.growth import Writer, writer
from schoolapp_bench.instances import copied
from schoolapp_bench.pages import prepare
from tests.servers import Server

WRITERS = 16
NOTES_EACH = 25


def _write(person: Writer, start: threading.Barrier, statuses: list[int], taken: list[float]) -> None:
    start.wait()
    for _number in range(NOTES_EACH):
        begun = time.perf_counter()
        statuses.append(person.write("Seize personnes écrivent."))
        taken.append((time.perf_counter() - begun) * 1000)


def _counts(instance: Path, family: int) -> tuple[int, int]:
    """The notes of the family, and how many the family's row says there are."""
    db = connect(f"sqlite:///{instance / 'schoolapp.db'}")
    [(notes,)] = db.execute_sql("SELECT COUNT(*) FROM note WHERE family_id = ?", (family,))
    [(counted,)] = db.execute_sql("SELECT note_count FROM family WHERE id = ?", (family,))
    db.close()
    return notes, counted


def measure() -> dict[str, float]:
    """Refusals, losses and p99 by goal."""
    sys.stderr.write("measuring sixteen writers\n")
    with tempfile.TemporaryDirectory() as temporary:
        instance = copied("1x", Path(temporary) / "instance")
        family = prepare(instance).family
        server = Server(instance).start()
        try:
            people = [writer(server, family) for _person in range(WRITERS)]
            before = _counts(instance, family)
            statuses, taken = _run(people)
        finally:
            server.stop()
        notes, counted = _counts(instance, family)
    kept = statuses.count(303)
    return {
        "writers_locked": len(statuses) - kept,
        "writers_rows": kept - (notes - before[0]),
        "writers_updates": kept - (counted - before[1]),
        "writers_p99": statistics.quantiles(taken, n=100)[98],
    }


def _run(people: list[Writer]) -> tuple[list[int], list[float]]:
    start, statuses, taken = threading.Barrier(len(people)), [], []
    threads = [threading.Thread(target=_write, args=(person, start, statuses, taken)) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return statuses, taken
