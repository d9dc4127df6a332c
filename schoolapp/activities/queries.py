"""Every read of activities, and who may see what."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

from flask import abort, g
from peewee import JOIN

from schoolapp import clock
from schoolapp.accounts import school_days
from schoolapp.accounts.models import User
from schoolapp.activities import checks, rules
from schoolapp.activities.models import Activity, ActivityGroup, SignUp, Slot
from schoolapp.activities.shown import DayLines, Row, Sheet, SlotLine, SlotSheet, clashes
from schoolapp.activities.sql import LINE
from schoolapp.activities.vocabulary import COMING, WAITING
from schoolapp.database import UTCDateTime, as_moment, fetch_all
from schoolapp.families.models import Family, Group, GroupTeacher
from schoolapp.formats import local, to_utc
from schoolapp.partners.models import Organization

ONE_DAY = timedelta(days=1)
LISTED = 60
_stored = UTCDateTime().db_value


def my_groups(user: User) -> frozenset[int]:
    """The groups of the present year that this person teaches, read once a request; none for who works on all."""
    if rules.manages(user):
        return frozenset()
    kept = g.setdefault("my_groups", {})
    if user.id not in kept:
        kept[user.id] = _taught(user)
    return kept[user.id]


def _taught(user: User) -> frozenset[int]:
    rows = (
        GroupTeacher.select(GroupTeacher.group)
        .join(Group)
        .where((GroupTeacher.user == user.id) & (Group.year == user.school.current_year_id))
        .tuples()
    )
    return frozenset(number for (number,) in rows)


def groups_for(user: User) -> list[Group]:
    """The groups this person may plan for: their own, or all of the present year."""
    rows = year_groups(user)
    if rules.manages(user):
        return rows
    mine = my_groups(user)
    return [group for group in rows if group.id in mine]


def year_groups(user: User) -> list[Group]:
    """The groups of the present year, for the filter."""
    return list(Group.select().where(Group.year == user.school.current_year_id).order_by(Group.code, Group.id))


def activity_for(user: User, activity_id: int, *, edit: bool = False, people: bool = False) -> Activity:
    """One activity; 404 when it does not exist, or when this person may not do that with it."""
    host, maker = User.alias(), User.alias()
    query = Activity.select(Activity, Group, Organization, host, maker).join(Group, JOIN.LEFT_OUTER).switch(Activity)
    query = query.join(Organization, JOIN.LEFT_OUTER).switch(Activity)
    query = query.join(host, JOIN.LEFT_OUTER, on=(Activity.host == host.id), attr="host").switch(Activity)
    query = query.join(maker, on=(Activity.created_by == maker.id), attr="created_by")
    activity = query.where(Activity.id == activity_id).first() or abort(404)
    mine = my_groups(user)
    if edit and not rules.can_edit(user, activity, mine):
        abort(404)
    if people and not rules.sees_people(user, activity, mine):
        abort(404)
    return activity


def slot_for(user: User, slot_id: int, *, edit: bool = False) -> Slot:
    """One time with its activity, whose people this person sees; ``edit`` for who may change it."""
    host = (User.id, User.name)
    rows = Slot.select(Slot, Activity, *host).join(Activity).join(User, JOIN.LEFT_OUTER, on=Activity.host)
    slot = rows.where(Slot.id == slot_id).first() or abort(404)
    allowed = rules.can_edit if edit else rules.sees_people
    return slot if allowed(user, slot.activity, my_groups(user)) else abort(404)


def sign_up_for(user: User, sign_up_id: int) -> SignUp:
    """One sign-up with its time and activity; 404 for who does not see the people of that activity."""
    query = SignUp.select(SignUp, Slot, Activity).join(Slot).join(Activity)
    row = query.where(SignUp.id == sign_up_id).first() or abort(404)
    return row if rules.sees_people(user, row.slot.activity, my_groups(user)) else abort(404)


def _line(values: tuple[Any, ...]) -> SlotLine:
    row = SlotLine(*values)
    return row._replace(
        starts_at=as_moment(row.starts_at), ends_at=as_moment(row.ends_at), regular_contact=bool(row.regular_contact)
    )


def lines(first: datetime, last: datetime | None = None, *, most: int = 1000, **filters: Any) -> list[SlotLine]:
    """The times that end after ``first`` and start before ``last``, in order.

    Args:
        filters: ``kind``, ``group``, ``host``, ``activity``: only those.
    """
    where, values = ["s.ends_at > ?"], [_stored(first)]
    if last is not None:
        where.append("s.starts_at < ?")
        values.append(_stored(last))
    columns = {"kind": "a.kind", "group": "a.group_id", "host": "a.host_id", "activity": "a.id"}
    for name, value in filters.items():
        if value:
            where.append(f"{columns[name]} = ?")
            values.append(value)
    text = f"{LINE} WHERE {' AND '.join(where)} ORDER BY s.starts_at, a.title, s.id LIMIT {int(most)}"
    return [_line(row) for row in fetch_all(text, values)]


def midnight(day: date) -> datetime:
    return to_utc(day, time(0))


def by_day(found: Iterable[SlotLine], first: date | None = None, last: date | None = None) -> list[DayLines]:
    """The days with their times; with bounds, every day between them, empty ones too."""
    days: dict[date, DayLines] = {}
    if first is not None and last is not None:
        known = school_days.calendar()
        for number in range((last - first).days):
            day = first + ONE_DAY * number
            days[day] = DayLines(day, off=not known.has_school(day))
    for line in found:
        day = max(line.day, first) if first else line.day
        days.setdefault(day, DayLines(day)).lines.append(line)
    return list(days.values())


def hosts() -> list[tuple[int, str]]:
    """Who hosts something, for the filter."""
    text = (
        'SELECT DISTINCT u.id, u.name, u.sort_key FROM activity a JOIN "user" u ON u.id = a.host_id ORDER BY u.sort_key'
    )
    return [(number, name) for number, name, _key in fetch_all(text)]


def sheet(user: User, activity: Activity) -> Sheet:
    """An activity with its times and, for who may see them, its people."""
    mine = my_groups(user)
    people = rules.sees_people(user, activity, mine)
    own = [_line(row) for row in fetch_all(f"{LINE} WHERE a.id = ? ORDER BY s.starts_at, s.id", [activity.id])]
    codes = Group.select(Group.code).join(ActivityGroup).where(ActivityGroup.activity == activity.id)
    return Sheet(
        activity,
        own,
        people,
        rules.can_edit(user, activity, mine),
        sorted(group.code for group in codes),
        activity.created_by.name,
        clashes=_clashes(own),
    )


def _clashes(own: list[SlotLine]) -> dict[int, Any]:
    ahead = [line for line in own if not line.over]
    if not ahead:
        return {}
    around = lines(ahead[0].starts_at, max(line.ends_at for line in ahead))
    return clashes(around)


def people(slot: Slot) -> SlotSheet:
    """Who comes to one time, who waits, who does not come any more; duplicates side by side."""
    query = SignUp.select(SignUp, Family).join(Family, JOIN.LEFT_OUTER)
    rows = list(
        query.where((SignUp.slot == slot.id) & SignUp.merged_into.is_null()).order_by(SignUp.sort_key, SignUp.id)
    )
    known, twins = checks.known(rows), _twins(rows)
    made = {
        row.id: Row(row, row.family.name if row.family_id else "", known[row.id], twins.get(row.id)) for row in rows
    }
    line = sorted((row for row in rows if row.state == WAITING), key=lambda row: (row.state_at, row.id))
    coming = [made[row.id] for row in rows if row.state in COMING]
    gone = [made[row.id] for row in rows if row.state not in (*COMING, WAITING)]
    return SlotSheet(slot, coming, [made[row.id] for row in line], gone)


def _twins(rows: list[SignUp]) -> dict[int, int]:
    """Sign-ups that look like another one of the same time, by their name, number or address: the older one."""
    seen: dict[str, int] = {}
    found = {}
    for row in sorted((row for row in rows if row.live), key=lambda row: row.id):
        keys = [f"k{row.person_key}", f"n{row.sort_key}"]
        keys += [f"p{row.phone_digits}"] if row.phone_digits else []
        keys += [f"e{row.email.casefold()}"] if row.email else []
        for key in keys:
            if key in seen and seen[key] != row.id:
                found.setdefault(row.id, seen[key])
            seen.setdefault(key, row.id)
    return found


def today_of(user: User) -> list[SlotLine]:
    """The times of today, all for who manages, one's own for others."""
    today = clock.today()
    found = [line for line in lines(midnight(today), midnight(today + ONE_DAY)) if line.open]
    if rules.manages(user):
        return found
    mine = my_groups(user)
    return [line for line in found if rules.is_own(user, line, mine)]


def mine_ahead(user: User, most: int = 5) -> list[SlotLine]:
    """One's own next times, with who comes."""
    mine = my_groups(user)
    found = lines(clock.now(), clock.now() + timedelta(days=60))
    return [line for line in found if line.open and rules.is_own(user, line, mine)][:most]


def week_of(day: date) -> date:
    """The Monday of this day's week."""
    return day - ONE_DAY * day.weekday()


def today_local(moment: datetime) -> date:
    return local(moment).date()
