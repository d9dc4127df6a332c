"""What the staff does to activities: plan, change, cancel, restore, take again from another year, undo.

Whoever signed up and is touched by a change is put on the list of those to be told (``Notice``), in the same
transaction.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext as _

from schoolapp import clock
from schoolapp.accounts.models import User
from schoolapp.activities import slots
from schoolapp.activities.models import Activity, ActivityGroup, SignUp, Slot
from schoolapp.activities.series import Times
from schoolapp.activities.vocabulary import CANCELLED, CHANGED, GROUPS, OPEN
from schoolapp.audit import record
from schoolapp.database import atomic
from schoolapp.errors import Refused


class InUse(Refused):
    """Somebody signed up: cancel, so that they are told."""

    def __init__(self) -> None:
        super().__init__(_("Des personnes sont inscrites : annulez l’activité plutôt, pour que chacune soit avertie."))


def plan(
    times: Times, *, groups: Iterable[int] = (), by: User, form_key: str | None = None, **columns: Any
) -> tuple[Activity, bool]:
    """Plan an activity with its times, once for each form. Returns it, and whether it is new."""
    with atomic():
        mine = (Activity.created_by == by.id) & (Activity.form_key == form_key)
        if form_key and (known := Activity.get_or_none(mine)):
            return known, False
        now = clock.now()
        activity = Activity.create(created_by=by.id, created_at=now, form_key=form_key, batch=form_key, **columns)
        _set_groups(activity, groups)
        made = slots.add(activity, times)
        detail = {"sorte": activity.kind, "moments": len(made)}
        record("activity.created", by=by, subject=activity, detail=detail)
    return activity, True


def rewrite(activity: Activity, expected: int, *, groups: Iterable[int] = (), by: User, **columns: Any) -> int:
    """Change an activity. Returns how many people are to be told, when its place changes.

    Raises:
        Stale: someone else changed it since version ``expected``.
    """
    changed = {name: value for name, value in columns.items() if _value(activity, name) != value}
    told = 0
    with atomic():
        activity.change(expected, **changed)
        _set_groups(activity, groups)
        if changed.keys() & {"title", "place", "kind"}:
            ahead = (Slot.activity == activity.id) & (Slot.ends_at > clock.now())
            for slot in Slot.select().where(ahead & (Slot.state == OPEN)):
                slots.announce(slot)
                if "place" in changed:
                    told += slots.notify(slot, CHANGED)
        record("activity.changed", by=by, subject=activity, detail={"change": sorted(changed)})
    return told


def translate(activity: Activity, expected: int, translations: dict[str, Any], *, by: User) -> None:
    """Keep the school's own words in other languages.

    Raises:
        Stale: someone else changed the activity since version ``expected``.
    """
    with atomic():
        activity.change(expected, translations=translations)
        record("activity.changed", by=by, subject=activity, detail={"change": ["langues", *sorted(translations)]})


def _value(activity: Activity, name: str) -> Any:
    return getattr(activity, f"{name}_id" if name in ("group", "host", "organization") else name)


def _set_groups(activity: Activity, groups: Iterable[int]) -> None:
    wanted = set(groups) if activity.audience == GROUPS else set()
    mine = ActivityGroup.activity == activity.id
    present = {row.group_id for row in ActivityGroup.select().where(mine)}
    ActivityGroup.delete().where(mine & ActivityGroup.group.in_(list(present - wanted))).execute()
    for group in sorted(wanted - present):
        ActivityGroup.create(activity=activity.id, group=group)


def cancel(activity: Activity, *, by: User) -> int:
    """Cancel it with all its times to come. Returns how many people are to be told."""
    with atomic():
        fresh = Activity.get_by_id(activity.id)
        if fresh.state == CANCELLED:
            return 0
        fresh.change(fresh.version, state=CANCELLED)
        told = sum(slots.cancel(slot, by=by, quiet=True) for slot in _ahead(fresh, OPEN))
        record("activity.cancelled", by=by, subject=fresh, detail={"a_prevenir": told})
    return told


def restore(activity: Activity, *, by: User) -> int:
    """Take the cancelling back: the times to come are open again, with whoever had a place. Returns whom to tell."""
    with atomic():
        fresh = Activity.get_by_id(activity.id)
        if fresh.state == OPEN:
            return 0
        fresh.change(fresh.version, state=OPEN)
        told = sum(slots.restore(slot, by=by, quiet=True) for slot in _ahead(fresh, CANCELLED))
        record("activity.restored", by=by, subject=fresh, detail={"a_prevenir": told})
    return told


def _ahead(activity: Activity, state: str) -> list[Slot]:
    ahead = (Slot.activity == activity.id) & (Slot.ends_at > clock.now()) & (Slot.state == state)
    return list(Slot.select().where(ahead).order_by(Slot.id))


def remove(activity: Activity, *, by: User) -> None:
    """Take away an activity for which nobody ever signed up.

    Raises:
        InUse: somebody did.
    """
    with atomic():
        _remove([activity])
        record("activity.removed", by=by, subject=activity)


def undo_batch(batch: str, *, by: User) -> int:
    """Take away everything that was made together, as long as nobody signed up. Returns how many activities."""
    with atomic():
        made = list(Activity.select().where((Activity.batch == batch) & (Activity.created_by == by.id)))
        _remove(made)
        if made:
            record("activity.batch_undone", by=by, detail={"activites": len(made)})
    return len(made)


def _remove(activities: list[Activity]) -> None:
    ids = [activity.id for activity in activities]
    for slot in Slot.select().where(Slot.activity.in_(ids)).order_by(Slot.id):
        slots.hold(slot.id)  # nobody signs up while it goes
    if SignUp.select().join(Slot).where(Slot.activity.in_(ids)).exists():
        raise InUse
    for activity in activities:
        activity.delete_instance()
