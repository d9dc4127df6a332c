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
    """A SELECT of the number of all results, the id, whom it is about, who asked, the state, and its rank.

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
        "SELECT COUNT(*) OVER () AS total, q.id AS id, "
        f"CASE WHEN q.about <> '' THEN q.about ELSE COALESCE({named}, f.name, '') END AS a, r.name AS b, q.state AS c, "
        f"ROW_NUMBER() OVER (ORDER BY {rank}, q.asked_at DESC, q.id) AS place "
        'FROM agent_request q JOIN "user" r ON r.id = q.requester_id LEFT JOIN family f ON f.id = q.family_id '
        f"LEFT JOIN pupil p ON p.id = q.pupil_id WHERE {words}{seen} "
        f"ORDER BY {rank}, q.asked_at DESC, q.id LIMIT ?"
    )


def parameters(user: User, patterns: tuple[tuple[str, ...], ...], most: int) -> list[Any]:
    """The values of ``text``, in its order."""
    lead = int(user.role in LEADS)
    values: list[Any] = []
    for several in patterns:
        for column in _COLUMNS:
            for pattern in several:
                values += [lead, pattern] if "?" in column else [pattern]
    return [*values, *([] if lead else [user.id, user.id]), most]
