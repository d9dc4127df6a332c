"""What people do with a family's file: open it, name it, write its plan, set its tier, say what helps it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from schoolapp import audit, clock
from schoolapp.access import Role
from schoolapp.accounts.models import User
from schoolapp.audit.models import AuditEvent
from schoolapp.database import atomic, is_sqlite
from schoolapp.errors import Stale
from schoolapp.families.cards import name_keys
from schoolapp.families.family import Factor, Family, TierChange

# A fragment asked from a page opened less than this ago belongs to that opening.
SAME_OPENING = timedelta(minutes=30)


def opened(family: Family, *, by: User, part: str = "") -> None:
    """Write down that this person opened the file; for the secretariat, its contact data."""
    detail = {"partie": part} if part else None
    audit.record(_opening_of(by), by=by, subject=family, family=family, detail=detail)


def opened_part(family: Family, *, by: User, part: str) -> None:
    """Write down the reading of a fragment, unless it belongs to a page opened a moment ago."""
    recent = AuditEvent.select().where(
        (AuditEvent.family_id == family.id)
        & (AuditEvent.at > clock.now() - SAME_OPENING)
        & (AuditEvent.actor_id == by.id)
        & (AuditEvent.action == _opening_of(by))
    )
    if not recent.exists():
        opened(family, by=by, part=part)


def _opening_of(user: User) -> str:
    return "family.contacts_opened" if user.role == Role.SECRETARIAT else "family.opened"


def locked(family_id: int) -> Family:
    """The family as it is now, held until the end of the transaction."""
    query = Family.select().where(Family.id == family_id)
    return (query if is_sqlite() else query.for_update()).get()


def fingerprint(family: Family, names: Sequence[str]) -> str:
    """What identifies these columns as the person saw them.

    The family's ``version`` changes whenever its card moves on the board; a plan being written must not suffer from it.
    """
    values = [str(getattr(family, name)) for name in names]
    return hashlib.sha256(json.dumps(values).encode()).hexdigest()[:32]


def _write(family: Family, seen: str, values: dict[str, Any], **more: Any) -> Family:
    """Write ``values`` on the family if nobody changed these very columns since they were ``seen``.

    Raises:
        Stale: someone did; ``error.current`` is the family as it is now.
    """
    current = locked(family.id)
    if fingerprint(current, list(values)) != seen:
        raise Stale(current)
    return current.change(current.version, **values, **more)


def rename(family: Family, seen: str, values: dict[str, Any], *, by: User) -> None:
    """Give the family another name; imports leave a name written by hand alone."""
    with atomic():
        _write(family, seen, values, **name_keys(values["name"]), edited_at=clock.now())
        audit.record("family.changed", by=by, subject=family, family=family, detail={"avant": family.name})


def write_plan(family: Family, seen: str, values: dict[str, Any], *, by: User) -> None:
    """Write the plan: who, why, how."""
    with atomic():
        _write(family, seen, values)
        audit.record("family.plan", by=by, subject=family, family=family)


def set_tier(family: Family, seen: str, values: dict[str, Any], *, reason: str, by: User) -> None:
    """Set the tier, or keep it until another date, and remember who decided and why."""
    tier, review_on = values["tier"], values["tier_review_on"]
    with atomic():
        before = locked(family.id).tier
        _write(family, seen, values)
        TierChange.create(family=family, at=clock.now(), by=by, tier=tier, reason=reason, review_on=review_on)
        audit.record("family.tier", by=by, subject=family, family=family, detail=_tier_detail(before, tier, review_on))


def _tier_detail(before: int, after: int, review_on: date | None) -> dict[str, Any]:
    return {"de": before, "vers": after} | ({"revoir": review_on.isoformat()} if review_on else {})


def add_factor(family: Family, kind: str, code: str, words: str, *, by: User) -> Factor:
    """Add something that helps, or something that complicates."""
    with atomic():
        factor = Factor.create(family=family, kind=kind, code=code, words=words, added_at=clock.now(), added_by=by)
        audit.record("family.factor_added", by=by, subject=factor, family=family, detail={"genre": kind, "code": code})
    return factor


def remove_factor(factor: Factor, *, by: User) -> None:
    """Take a force or an obstacle off the file; it stays in the database for the undo."""
    if factor.removed_at is not None:
        return
    with atomic():
        Factor.update(removed_at=clock.now(), removed_by=by).where(Factor.id == factor.id).execute()
        detail = {"genre": factor.kind, "code": factor.code}
        audit.record("family.factor_removed", by=by, subject=factor, family=factor.family_id, detail=detail)


def restore_factor(factor: Factor, *, by: User) -> None:
    """Undo the removal of a force or an obstacle."""
    if factor.removed_at is None:
        return
    with atomic():
        Factor.update(removed_at=None, removed_by=None).where(Factor.id == factor.id).execute()
        detail = {"genre": factor.kind, "code": factor.code, "annulation": True}
        audit.record("family.factor_added", by=by, subject=factor, family=factor.family_id, detail=detail)
