"""Bringing people into a circle and out of it, and opening a file for a day. Boards are told: cards come and go."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from schoolapp import audit, clock
from schoolapp.accounts.models import User
from schoolapp.database import atomic
from schoolapp.families.cards import touch
from schoolapp.families.family import CircleMember, Family, Opening
from schoolapp.families.file_verbs import locked

OPENING_LASTS = timedelta(hours=24)


def _present(family_id: int, user_id: int) -> Any:
    """The rows by which somebody is in a circle, over or not, unless they were taken out."""
    here = (CircleMember.family == family_id) & (CircleMember.user == user_id)
    return here & CircleMember.removed_at.is_null()


def bring_in(family: Family, person: User, reason: str, until: date | None, *, by: User) -> CircleMember:
    """Bring somebody into the family's circle by name; a membership that was over gives way to the new one."""
    with atomic():
        locked(family.id)
        now = clock.now()
        CircleMember.update(removed_at=now).where(_present(family.id, person.id)).execute()
        member = CircleMember.create(
            family=family.id, user=person.id, reason=reason, until=until, added_at=now, added_by=by
        )
        detail = {"personne": person.name, "jusqu_au": until.isoformat() if until else None}
        audit.record("circle.added", by=by, subject=person, family=family, detail=detail)
        touch(family.id)
    return member


def take_out(member: CircleMember, *, by: User) -> None:
    """Take somebody out of the circle; the row stays, with its dates."""
    if member.removed_at is not None:
        return
    with atomic():
        present = _present(member.family_id, member.user_id)
        CircleMember.update(removed_at=clock.now()).where(present).execute()
        audit.record("circle.removed", by=by, subject=member.user, family=member.family_id)
        touch(member.family_id)


def bring_back(member: CircleMember, *, by: User) -> None:
    """Undo somebody's leaving the circle."""
    if member.removed_at is None:
        return
    with atomic():
        CircleMember.update(removed_at=None).where(CircleMember.id == member.id).execute()
        detail = {"personne": member.user.name, "annulation": True}
        audit.record("circle.added", by=by, subject=member.user, family=member.family_id, detail=detail)
        touch(member.family_id)


def open_for_a_day(family: Family, reason: str, *, by: User) -> Opening:
    """Open a file outside one's circle for 24 hours; the direction and the agents see who and why."""
    now = clock.now()
    with atomic():
        opening = Opening.create(family=family.id, user=by.id, reason=reason, at=now, until=now + OPENING_LASTS)
        audit.record("circle.opened", by=by, subject=opening, family=family, detail={"raison": reason})
        touch(family.id)
    return opening
