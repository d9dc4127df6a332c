"""The same pages and the same write, with the data of one school and with a hundred times as much."""

from __future__ import annotations

import secrets
import statistics
import sys
import tempfile
import time
from pathlib import Path

from schoolapp.demo.staff import PASSWORD
from schoolapp_bench import load
from schoolapp_bench.instances import AGENT, copied
from schoolapp_bench.load import fetch
from schoolapp_bench.pages import prepare
from tests.servers import Server
from tests.visitor import Visitor

TIMES = 60
NOTES = 60
ROUNDS = 5
NOTE = {"means": "telephone", "reached": "yes", "practices": "dialogue"}
SIZES = ("1x", "100x")


def measure() -> dict[str, float]:
    """How many times longer, by goal."""
    with tempfile.TemporaryDirectory() as temporary:
        instances = {size: copied(size, Path(temporary) / size) for size in SIZES}
        pages = {size: prepare(instance) for size, instance in instances.items()}
        servers = {size: Server(instance).start() for size, instance in instances.items()}
        try:
            found = {}
            for name in ("board", "card", "file"):
                targets = {size: pages[size].target(servers[size].port, name) for size in SIZES}
                if all(fetch(target)[0] == 200 for target in targets.values()):
                    sys.stderr.write(f"measuring {name} with 100 times the data\n")
                    found[f"{name}_100"] = _ratio([load.timings(targets, TIMES) for _round in range(ROUNDS)])
            visitors = {size: writer(servers[size], pages[size].family) for size in SIZES}
            found["note_100"] = _ratio([_insertions(visitors) for _round in range(ROUNDS)])
            return found
        finally:
            for server in servers.values():
                server.stop()


def _ratio(rounds: list[dict[str, float]]) -> float:
    return statistics.median(times["100x"] / times["1x"] for times in rounds)


class Writer:
    """Somebody signed in, with the form of a note open."""

    def __init__(self, visitor: Visitor, action: str, fields: dict[str, str]) -> None:
        self.visitor, self.action, self.fields = visitor, action, fields

    def write(self, text: str = "Une note de mesure.") -> int:
        """Send a new note; the status of the answer."""
        key = secrets.token_urlsafe(16)
        return self.visitor.post(self.action, {**self.fields, **NOTE, "text": text, "form_key": key})[0]


def writer(server: Server, family: int) -> Writer:
    """An agent who writes about a family."""
    visitor = Visitor(server.url)
    visitor.sign_in(AGENT, PASSWORD)
    form = visitor.form(f"/familles/{family}/notes/nouvelle", f"/familles/{family}/notes")
    return Writer(visitor, form.action, form.fields)


def _insertions(visitors: dict[str, Writer]) -> dict[str, float]:
    """Median time of an insertion, the sizes in turn."""
    taken: dict[str, list[float]] = {size: [] for size in visitors}
    for _number in range(NOTES):
        for size, visitor in visitors.items():
            start = time.perf_counter()
            status = visitor.write()
            taken[size].append(time.perf_counter() - start)
            assert status == 303, f"insert note: {status}"
    return {size: statistics.median(times) for size, times in taken.items()}
