"""Who invites families to an activity: whoever may change it.

A teacher invites, and sees as invited, the families of the pupils they teach; the office sees no more of a family than
how to reach it.
"""

from __future__ import annotations

from typing import Any

from schoolapp.accounts.models import User
from schoolapp.activities import queries, rules
from schoolapp.activities.models import Activity
from schoolapp.families.circle import seen_ids

INVITERS = rules.MAKERS


def activity_for(user: User, activity_id: int) -> Activity:
    """The activity, for whoever invites families to it; 404 for anyone else."""
    return queries.activity_for(user, activity_id, edit=True)


def scope(user: User, column: str) -> tuple[str, list[Any]]:
    """What a hand-written query adds so that ``column`` names only families that this person may reach."""
    if rules.manages(user):
        return "1 = 1", []
    ids, parameters = seen_ids(user)
    return f"{column} IN ({ids})", parameters
