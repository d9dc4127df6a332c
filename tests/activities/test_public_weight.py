"""A parent's first visit stays light: the page, its sheets, its script and its icon, compressed."""

from __future__ import annotations

import re
from datetime import timedelta
from urllib.parse import urljoin, urlsplit

from schoolapp.activities.vocabulary import KINDS
from tests.activities import helpers
from tests.activities.parents import with_a_phone

NEEDED = re.compile(r'<(?:link[^>]*?href|script[^>]*?src|img[^>]*?src)="([^"]+)"')
IMPORTED = re.compile(r'url\("?(?!data:)([^")]+)"?\)')
AMBITION = 15_000


def fetched(client, path: str) -> tuple[int, str]:
    """How many bytes travel, and the text."""
    with client.get(path, headers={"Accept-Encoding": "gzip"}) as answer:
        assert answer.status_code == 200, path
        sent = len(answer.data)
    with client.get(path) as answer:
        return sent, answer.text


def test_the_first_visit_of_a_long_list_is_light_and_asks_nobody_else(client, cast):
    with_a_phone()
    for kind, title in KINDS.items():
        row = helpers.activity(
            cast.agent, kind=kind, title=f"{title} avec les élèves", childcare=True, interpreter=True
        )
        for week in range(4):
            helpers.slot(row, starts=helpers.STARTS + timedelta(weeks=week), capacity=4)
    weight, page = fetched(client, "/b?langue=ar")
    assert page.count("<article") == len(KINDS)
    waiting, seen = [urljoin("/b", path) for path in NEEDED.findall(page)], set()
    while waiting:
        path = waiting.pop()
        assert not urlsplit(path).netloc
        if path in seen:
            continue
        seen.add(path)
        bytes_sent, text = fetched(client, path)
        weight += bytes_sent
        waiting += [urljoin(path, address) for address in IMPORTED.findall(text)] if ".css" in path else []
    assert len(seen) == 5
    assert weight <= AMBITION
