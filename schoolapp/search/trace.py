"""What the journal keeps of a search: how long it was and how much it found, never its words, which hold names.

Each search of the page is kept. Of those made as one types, each a few letters longer than the one before, one a minute
is kept for each person.
"""

from __future__ import annotations

from datetime import timedelta

from schoolapp import clock
from schoolapp.accounts.models import User
from schoolapp.audit import record
from schoolapp.audit.models import AuditEvent
from schoolapp.database import fetch_one
from schoolapp.search.found import Found

DONE = "search.done"
AGAIN_AFTER = timedelta(minutes=1)
JUST_DONE = "SELECT 1 FROM audit_event WHERE at > ? AND actor_id = ? AND action = ? LIMIT 1"


def of_page(user: User, found: Found) -> None:
    """Keep a search of the page."""
    record(DONE, by=user, detail={"length": len(found.asked.text), **found.counts})


def of_typing(user: User, found: Found) -> None:
    """Keep a search made as one types, unless this person had one kept less than a minute ago."""
    since = AuditEvent.at.db_value(clock.now() - AGAIN_AFTER)
    if fetch_one(JUST_DONE, (since, user.id, DONE)) is None:
        record(DONE, by=user, detail={"length": len(found.asked.text), "typing": True, **found.counts})
