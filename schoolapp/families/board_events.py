"""The journal's lines for what is looked at again and again: one for each person, page and five minutes.

The mark is in the browser's signed page cookie, with the id of the session that left it: it costs no statement, and
another person at the same computer leaves their own line.
"""

from __future__ import annotations

from typing import Any

from flask import session

from schoolapp import audit, clock
from schoolapp.accounts.models import User

AGAIN_AFTER_SECONDS = 300


def opened(action: str, *, by: User, detail: dict[str, Any] | None = None) -> None:
    """Record that this person looks at a page, unless they did in the last five minutes."""
    now, kept = int(clock.now().timestamp()), session.get(action)
    if isinstance(kept, list) and kept[0] == by.session_id and 0 <= now - kept[1] < AGAIN_AFTER_SECONDS:
        return
    audit.record(action, by=by, detail=detail)
    session[action] = [by.session_id, now]
