"""What the journal keeps of a search: how long it was and how much it found, never its words, which hold names.

Each search of the page is kept. Of those made as one types, each a few letters longer than the one before, the first of
every minute is kept for each session; the mark of the last one is in the signed cookie of the page, with the session
that left it, so that another person at the same computer leaves their own line.
"""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import Any

from schoolapp import clock
from schoolapp.accounts.models import User
from schoolapp.audit import record
from schoolapp.search.queries import Found

MARK = "search_kept"
SECONDS = 60


def of_page(user: User, found: Found) -> None:
    """Keep a search of the page."""
    record("search.done", by=user, detail={"length": len(found.asked.text), **found.counts})


def of_typing(user: User, found: Found, session: MutableMapping[str, Any]) -> None:
    """Keep a search made as one types, unless this session had one less than a minute ago."""
    now = int(clock.now().timestamp())
    last = session.get(MARK)
    if isinstance(last, list) and last[0] == user.session_id and 0 <= now - last[1] < SECONDS:
        return
    record("search.done", by=user, detail={"length": len(found.asked.text), "typing": True, **found.counts})
    session[MARK] = [user.session_id, now]
