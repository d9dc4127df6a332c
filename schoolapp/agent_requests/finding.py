"""The requests that a search finds: by the child, the family, the words of whoever knew no name, or who asked."""
# ruff: noqa: S608 - texts of ours; every value is a parameter

from __future__ import annotations

from functools import cache
from typing import Any

from schoolapp.access import LEADS
from schoolapp.accounts.models import User
from schoolapp.agent_requests.queries import MINE
from schoolapp.agent_requests.vocabulary import OPEN

# What each word is compared with. Whoever spoke in words is not told the family that was found for them.
_COLUMNS = (
    "p.search_key",
    "CASE WHEN q.about = '' OR ? = 1 THEN f.search_key ELSE '' END",
    "q.about_key",
    "r.sort_key",
)
_OPEN = ", ".join(f"'{state}'" for state in OPEN)


@cache
def text(shape: tuple[int, ...], lead: bool) -> str:
    """A SELECT of « request », the id, whom it is about, who asked, the state, its rank and when it was asked.

    ``shape``: for each word, how many patterns it has. Parameters: those of ``parameters``.
    """
    words = " AND ".join(
        "({})".format(" OR ".join(f"{column} LIKE ?" for column in _COLUMNS for _pattern in range(count)))
        for count in shape
    )
    seen = "" if lead else f" AND q.id IN ({MINE})"
    rank = f"CASE WHEN q.state IN ({_OPEN}) THEN 0 ELSE 1 END"
    named = "COALESCE(NULLIF(p.preferred_name, ''), p.first_name) || ' ' || p.last_name"
    return (
        f"SELECT 'request', q.id, CASE WHEN q.about <> '' THEN q.about ELSE COALESCE({named}, f.name, '') END, r.name, "
        f"q.state, {rank}, q.asked_at "
        'FROM agent_request q JOIN "user" r ON r.id = q.requester_id LEFT JOIN family f ON f.id = q.family_id '
        f"LEFT JOIN pupil p ON p.id = q.pupil_id WHERE {words}{seen}"
    )


def parameters(user: User, patterns: tuple[tuple[str, ...], ...]) -> list[Any]:
    """The values of ``text``, in its order."""
    lead = int(user.role in LEADS)
    values: list[Any] = []
    for several in patterns:
        for column in _COLUMNS:
            for pattern in several:
                values += [lead, pattern] if "?" in column else [pattern]
    return [*values, *([] if lead else [user.id, user.id])]
