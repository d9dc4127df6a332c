"""Taking activities again from another year: the same hours, on the same day of the week, a year later."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from schoolapp import clock
from schoolapp.accounts.models import User
from schoolapp.activities.models import Activity, ActivityGroup, Slot
from schoolapp.activities.series import Times, next_held
from schoolapp.activities.slots import add
from schoolapp.audit import record
from schoolapp.database import atomic
from schoolapp.families.models import SchoolYear
from schoolapp.formats import local
from schoolapp.records import NamedTuple

A_YEAR = timedelta(weeks=52)
COPIED = (
    "kind", "title", "words", "place", "host", "organization", "languages", "interpreter", "childcare", "transport",
    "bring", "regular_contact", "cancel_hours", "translations",
)  # fmt: skip

LINKS = ("host", "organization")


class Former(NamedTuple):
    """An activity of another year that can be taken again."""

    id: int
    kind: str
    title: str
    place: str
    times: list[Times]

    @property
    def first(self) -> date:
        return self.times[0].day


def former(user: User) -> list[Former]:
    """The activities of the years before the present one, in the order in which they would come."""
    year = SchoolYear.get_or_none(SchoolYear.id == user.school.current_year_id)
    if year is None:
        return []
    begin = year.starts_on - timedelta(days=366)
    found: dict[int, tuple[Activity, list[Slot]]] = {}
    for slot in Slot.select(Slot, Activity).join(Activity).order_by(Slot.starts_at, Slot.id):
        if begin <= local(slot.starts_at).date() < year.starts_on:
            found.setdefault(slot.activity_id, (slot.activity, []))[1].append(slot)
    lines = [_former(activity, times) for activity, times in found.values()]
    return sorted((line for line in lines if line.times), key=lambda line: (line.first, line.title))


def _former(activity: Activity, slots: list[Slot]) -> Former:
    moved = [_a_year_later(slot) for slot in slots]
    return Former(activity.id, activity.kind, activity.title, activity.place, [one for one in moved if one])


def _a_year_later(slot: Slot) -> Times | None:
    """The same time a year later, the week after when it is off; none when that is past."""
    start, end = local(slot.starts_at), local(slot.ends_at)
    day = next_held(start.date() + A_YEAR)
    return Times(day, start.time(), end.time(), slot.capacity) if day >= clock.today() else None


def take_again(ids: Iterable[int], *, batch: str, by: User) -> list[Activity]:
    """Make these activities of another year again, open to everyone; ``batch`` undoes them together, once each form."""
    wanted = set(ids)
    with atomic():
        known = list(Activity.select().where((Activity.batch == batch) & (Activity.created_by == by.id)))
        if known:
            return known
        made = [_take(line, batch, by) for line in former(by) if line.id in wanted]
        if made:
            record("activity.copied", by=by, detail={"activites": len(made)})
    return made


def _take(line: Former, batch: str, by: User) -> Activity:
    before = Activity.get_by_id(line.id)
    columns = {name: getattr(before, f"{name}_id" if name in LINKS else name) for name in COPIED}
    activity = Activity.create(created_by=by.id, created_at=clock.now(), batch=batch, **columns)
    for times in line.times:
        add(activity, times)
    return activity


def groups_of(activity: Activity) -> list[int]:
    """The groups an activity is for."""
    return [row.group_id for row in ActivityGroup.select().where(ActivityGroup.activity == activity.id)]
