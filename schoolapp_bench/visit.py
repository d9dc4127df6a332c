"""The bytes of a parent's first visit to the open list, compressed as a phone receives them, with all it needs."""

from __future__ import annotations

import http.client
import re
import secrets
import sys
import tempfile
from datetime import timedelta
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from schoolapp.i18n import LANGUAGES
from schoolapp_bench.instances import application, copied
from tests.servers import Server

ACTIVITIES = 12
TIMES = 3
NEEDED = re.compile(rb'<(?:link[^>]+(?:rel="stylesheet"|rel="icon")[^>]*|script[^>]+|img[^>]+)>')
ADDRESS = re.compile(rb'(?:href|src)="([^"]+)"')
IMPORTED = re.compile(rb'(?:@import\s+)?url\("?([^")]+)"?\)')


def _fill(instance: Path) -> None:
    """A list as long as that of a busy month."""
    from schoolapp import clock
    from schoolapp.accounts.models import User
    from schoolapp.activities.models import Activity, Slot
    from schoolapp.activities.vocabulary import KINDS

    with application(instance) as app, app.app_context():
        now, by = clock.now(), User.select().first()
        for kind, title in list(KINDS.items())[:ACTIVITIES]:
            words = {
                "kind": kind,
                "title": f"{title} avec les élèves",
                "words": "Venez comme vous êtes.",
                "childcare": True,
            }
            activity = Activity.create(**words, created_by=by, created_at=now)
            for week in range(1, TIMES + 1):
                starts = now + timedelta(weeks=week)
                span = {"starts_at": starts, "ends_at": starts + timedelta(hours=1), "uid": secrets.token_hex(8)}
                Slot.create(activity=activity, capacity=4, changed_at=now, **span)


def _fetch(port: int, path: str) -> tuple[bytes, bytes]:
    """What travels, and what it says once decompressed."""
    import gzip

    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request("GET", path, headers={"Accept-Encoding": "gzip"})
    answer = connection.getresponse()
    body = answer.read()
    assert answer.status == 200, f"{path}: {answer.status}"
    return body, gzip.decompress(body) if answer.headers.get("Content-Encoding") == "gzip" else body


def _weigh(port: int, path: str) -> int:
    """The page with its sheets, what they ask for, its script and its icon; each once, nothing from elsewhere."""
    total, waiting, seen = 0, [path], set()
    while waiting:
        here = waiting.pop()
        if here in seen:
            continue
        seen.add(here)
        assert not urlsplit(here).netloc, f"another host: {here}"
        sent, said = _fetch(port, here)
        total += len(sent)
        found = [ADDRESS.search(tag) for tag in NEEDED.findall(said)] if here == path else IMPORTED.finditer(said)
        waiting += [
            urljoin(here, match.group(1).decode()) for match in found if match and b"data:" not in match.group(1)
        ]
    return total


def measure() -> dict[str, float]:
    """The heaviest of the languages, in kilobytes."""
    sys.stderr.write("weighing a parent's first visit\n")
    with tempfile.TemporaryDirectory() as temporary:
        instance = copied("1x", Path(temporary) / "instance")
        _fill(instance)
        server = Server(instance).start()
        try:
            weights = {code: _weigh(server.port, f"/b?langue={code}") for code in LANGUAGES}
        finally:
            server.stop()
    sys.stderr.write("    " + ", ".join(f"{code} {weight}" for code, weight in weights.items()) + "\n")
    return {"parents": max(weights.values()) / 1000}
