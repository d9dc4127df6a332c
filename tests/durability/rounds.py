"""One round: several people write notes without a pause, then every process of the server is killed at once."""

from __future__ import annotations

import http.client
import random
import secrets
import threading
import time
from dataclasses import dataclass, field

from tests.cast import PASSWORD
from tests.servers import Server
from tests.visitor import Visitor

WRITERS = 6
LEAST_NOTES = 40
PATIENCE_SECONDS = 30
NOTE = {"means": "telephone", "reached": "yes", "practices": "dialogue"}
LOST = (OSError, http.client.HTTPException)


@dataclass
class Round:
    """What happened in a round: the texts that the server said it had kept, and anything unexpected it answered."""

    acknowledged: list[str] = field(default_factory=list)
    surprises: list[str] = field(default_factory=list)


def signed_in(server: Server, people: list[str], password: str = PASSWORD) -> list[Visitor]:
    """Writers who are already at work."""
    visitors = []
    for number in range(WRITERS):
        visitor = Visitor(server.url, timeout=10)
        visitor.sign_in(people[number % len(people)], password)
        visitors.append(visitor)
    return visitors


def write(visitor: Visitor, family: int, over: threading.Event, happened: Round) -> None:
    """Write notes until the server is gone. A note counts once its answer has come, whole."""
    try:
        form = visitor.form(f"/familles/{family}/notes/nouvelle", f"/familles/{family}/notes")
        while not over.is_set():
            text = f"note {secrets.token_hex(16)}"
            fields = {**form.fields, **NOTE, "text": text, "form_key": secrets.token_urlsafe(16)}
            status, page = visitor.post(form.action, fields)
            if status == 303:
                happened.acknowledged.append(text)
            else:
                happened.surprises.append(f"{status}: {page[:2000]}")
                return
    except LOST:
        return


def run(server: Server, visitors: list[Visitor], families: list[int]) -> Round:
    """Write for a while, kill at any moment, start again; the visitors keep their sessions."""
    happened, over = Round(), threading.Event()
    threads = [
        threading.Thread(target=write, args=(visitor, families[place % len(families)], over, happened))
        for place, visitor in enumerate(visitors)
    ]
    for thread in threads:
        thread.start()
    deadline = time.monotonic() + PATIENCE_SECONDS
    while len(happened.acknowledged) < LEAST_NOTES and not happened.surprises and time.monotonic() < deadline:
        time.sleep(0.01)
    time.sleep(random.uniform(0, 0.3))  # noqa: S311 - any moment will do
    server.kill()
    over.set()
    for thread in threads:
        thread.join(20)
    for visitor in visitors:
        visitor.connection.close()
    server.start()
    return happened
