"""An activity with times to come, and invitations to it, for the tests of invitations."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from schoolapp import clock
from schoolapp.activities.invitation import Chosen, Invitation, invite
from schoolapp.activities.models import Activity, Slot
from schoolapp.tokens import new_nonce
from tests.cast import Cast


def activity(cast: Cast, **columns: Any) -> Activity:
    """« Café-parents », by the agent, for the whole school."""
    row = {
        "kind": "cafe",
        "title": "Café du mardi",
        "words": "Un café, des gâteaux, et le temps de jaser.",
        "place": "Bibliothèque",
        "created_by": cast.agent,
        "created_at": clock.now(),
    }
    return Activity.create(**row | columns)


def slot(of: Activity, days: int = 7, *, capacity: int = 10, **columns: Any) -> Slot:
    """A time of it, of an hour, so many days from now at the same hour."""
    starts = clock.now() + timedelta(days=days)
    row = {"starts_at": starts, "ends_at": starts + timedelta(hours=1), "changed_at": clock.now(), "uid": new_nonce()}
    return Slot.create(activity=of, capacity=capacity, **row | columns)


def invitation(to: Activity, family: Any, cast: Cast, means: str = "papier", language: str = "fr") -> Invitation:
    """The invitation of this family."""
    invite(to, [Chosen(family.id, language, means)], by=cast.agent)
    return Invitation.get((Invitation.activity == to) & (Invitation.family == family))
