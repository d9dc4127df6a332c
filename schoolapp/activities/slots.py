"""What the staff does to the times of an activity: add, change one or the rest, cancel, restore."""

from __future__ import annotations

import secrets
from datetime import time
from typing import Any

from flask_babel import gettext as _

from schoolapp import clock
from schoolapp.accounts.models import User
from schoolapp.activities import places
from schoolapp.activities.models import Activity, Notice, SignUp, Slot
from schoolapp.activities.persons import means_of
from schoolapp.activities.series import Times, shifted
from schoolapp.activities.vocabulary import (
    BY_SCHOOL,
    CALLED_OFF,
    CANCELLED,
    CHANGED,
    MARKS,
    OPEN,
    PLACE,
    SIGNED,
    WAITING,
)
from schoolapp.audit import record
from schoolapp.database import atomic
from schoolapp.errors import Refused

hold = places.held


class TooSmall(Refused):
    """More people have a place than there would be places."""

    def __init__(self, taken: int) -> None:
        super().__init__(
            _(
                "Des places sont déjà prises ou offertes (%(taken)s) : il n’est pas possible d’en garder moins.",
                taken=taken,
            )
        )


def add(activity: Activity, times: Times) -> list[Slot]:
    """Add times to an activity; several at once are a series, which can be changed or undone together."""
    spans = times.spans
    series = secrets.token_urlsafe(12) if len(spans) > 1 else None
    now = clock.now()
    return [
        Slot.create(
            activity=activity.id, starts_at=start, ends_at=end, capacity=times.capacity, series=series,
            uid=secrets.token_hex(16), changed_at=now,
        )
        for start, end in spans
    ]  # fmt: skip


def add_more(activity: Activity, times: Times, *, by: User) -> list[Slot]:
    """Add times later on."""
    with atomic():
        made = add(activity, times)
        record("slot.added", by=by, subject=activity, detail={"moments": len(made)})
    return made


def undo(activity: Activity, ids: list[int], *, by: User) -> int:
    """Take away times for which nobody signed up; returns how many went."""
    gone = 0
    with atomic():
        for slot_id in sorted(ids):
            slot = Slot.get_or_none((Slot.id == slot_id) & (Slot.activity == activity.id))
            if slot is None or SignUp.select().where(SignUp.slot == hold(slot_id).id).exists():
                continue
            gone += slot.delete_instance()
        if gone:
            record("slot.removed", by=by, subject=activity, detail={"moments": gone})
    return gone


def announce(slot: Slot, **columns: Any) -> None:
    """Change a time in a way that calendars must see."""
    slot.change(slot.version, **columns, sequence=Slot.sequence + 1, changed_at=clock.now())


def notify(slot: Slot, reason: str) -> int:
    """Put whoever comes, or waits, on the list of those to be told. Returns how many."""
    return sum(_tell(row, reason) for row in _people(slot))


def _people(slot: Slot) -> list[SignUp]:
    here = (SignUp.slot == slot.id) & SignUp.state.in_((SIGNED, WAITING)) & SignUp.merged_into.is_null()
    return list(SignUp.select().where(here).order_by(SignUp.id))


def _tell(row: SignUp, reason: str) -> int:
    pending = (Notice.sign_up == row.id) & (Notice.reason == reason) & Notice.told_at.is_null()
    if Notice.select().where(pending & Notice.dropped_at.is_null()).exists():
        return 0
    Notice.create(reason=reason, sign_up=row.id, means=means_of(row), created_at=clock.now())
    return 1


def rewrite(
    slot: Slot, expected: int, *, days: int, starts: time, ends: time, capacity: int, rest: bool, by: User
) -> tuple[int, int]:
    """Change a time, or it and those that follow in its series. Returns how many times, and people to be told.

    Args:
        days: by how many days it moves.
        rest: do the same to those that follow.

    Raises:
        Stale: someone else changed this time since version ``expected``.
        TooSmall: fewer places than are taken.
    """
    told = 0
    with atomic():
        slot = hold(slot.id)
        slot.change(expected)  # raises when it is another version
        chosen = following(slot) if rest else [slot]
        for one in chosen:
            told += _rewrite(one, days, starts, ends, capacity)
        detail = {"moments": len(chosen), "a_prevenir": told}
        record("slot.changed", by=by, subject=slot, detail=detail)
    return len(chosen), told


def _rewrite(slot: Slot, days: int, starts: time, ends: time, capacity: int) -> int:
    slot = hold(slot.id)
    if capacity < slot.taken:
        raise TooSmall(slot.taken)
    start, end = shifted(slot.starts_at, days, starts), shifted(slot.starts_at, days, ends)
    moved = (start, end) != (slot.starts_at, slot.ends_at)
    if moved:
        announce(slot, starts_at=start, ends_at=end, capacity=capacity)
    elif capacity != slot.capacity:
        slot.change(slot.version, capacity=capacity)
    told = notify(slot, CHANGED) if moved and slot.open else 0
    places.fill(slot.id)
    return told


def following(slot: Slot) -> list[Slot]:
    """This time and those that follow in its series."""
    if not slot.series:
        return [slot]
    rest = (Slot.series == slot.series) & (Slot.activity == slot.activity_id) & (Slot.starts_at >= slot.starts_at)
    return list(Slot.select().where(rest).order_by(Slot.id))


def cancel_some(slot: Slot, *, rest: bool, by: User) -> int:
    """Cancel a time, or it and those that follow in its series. Returns how many people are to be told."""
    with atomic():
        return sum(cancel(one, by=by) for one in (following(slot) if rest else [slot]))


def cancel(slot: Slot, *, by: User, quiet: bool = False) -> int:
    """Cancel a time: everybody who comes or waits is to be told. Returns how many."""
    with atomic():
        slot = hold(slot.id)
        if not slot.open or slot.is_over():
            return 0
        now, told = clock.now(), 0
        for row in _people(slot):
            places.drop_notices(row)
            row.change(row.version, state=BY_SCHOOL, state_at=now, offered_until=None)
            told += _tell(row, CALLED_OFF)
        announce(slot, state=CANCELLED, cancelled_at=now, taken=_marked(slot))
        if not quiet:
            record("slot.cancelled", by=by, subject=slot, detail={"a_prevenir": told})
    return told


def _marked(slot: Slot) -> int:
    return SignUp.select().where((SignUp.slot == slot.id) & SignUp.state.in_(MARKS)).count()


def restore_some(slot: Slot, *, rest: bool, by: User) -> int:
    """Open again a time, or it and those that follow in its series. Returns how many people are to be told."""
    with atomic():
        return sum(restore(one, by=by) for one in (following(slot) if rest else [slot]))


def restore(slot: Slot, *, by: User, quiet: bool = False) -> int:
    """Open a cancelled time again, with whoever was on it. Whoever was told is to be told again; returns how many."""
    with atomic():
        slot = hold(slot.id)
        if slot.open or not Activity.get_by_id(slot.activity_id).open:
            return 0
        since = slot.cancelled_at
        announce(slot, state=OPEN, cancelled_at=None)
        told = sum(_bring_back(row, slot) for row in _called_off(slot, since))
        if not quiet:
            record("slot.restored", by=by, subject=slot, detail={"a_prevenir": told})
    return told


def _called_off(slot: Slot, since: Any) -> list[SignUp]:
    here = (SignUp.slot == slot.id) & (SignUp.state == BY_SCHOOL) & (SignUp.state_at == since)
    return list(SignUp.select().where(here).order_by(SignUp.created_at, SignUp.id))


def _bring_back(row: SignUp, slot: Slot) -> int:
    """In the order in which they came: they have a place or wait, as before."""
    told_it = (Notice.sign_up == row.id) & (Notice.reason == CALLED_OFF) & Notice.told_at.is_null(False)
    was_told = Notice.select().where(told_it).exists()
    state = SIGNED if places.take(slot.id) else WAITING
    row.change(row.version, state=state, state_at=row.created_at)
    places.drop_notices(row, CALLED_OFF, PLACE)
    return _tell(row, CHANGED) if was_told else 0
