"""School years and groups: what the office changes, and what follows from it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from flask_babel import gettext as _

from schoolapp import audit
from schoolapp.accounts.models import School, User
from schoolapp.database import atomic
from schoolapp.errors import Refused, refusing
from schoolapp.families import cards, groups_queries
from schoolapp.families.models import Group, GroupTeacher, Household, HouseholdPupil, Pupil, SchoolYear


class Taken(Refused):
    """Somebody else wrote the same year or the same group at the same moment."""

    def __init__(self) -> None:
        super().__init__(_("Quelqu’un vient d’ajouter la même chose. Rien n’a été écrasé."))


def open_year(*, label: str, starts_on: date, ends_on: date, by: User | None) -> int:
    """Add a school year; returns its id. It becomes the present one by ``make_current`` only."""
    with refusing(Taken), atomic():
        year = SchoolYear.create(label=label, starts_on=starts_on, ends_on=ends_on)
        audit.record("year.changed", by=by, subject=year, detail={"change": "created", "label": label})
    return year.id


def make_current(year: SchoolYear, *, by: User | None) -> None:
    """Make this year the present one: teachers then see the families of their groups of this year."""
    with atomic():
        School.update(current_year_id=year.id, version=School.version + 1).where(School.id == 1).execute()
        audit.record("year.changed", by=by, subject=year, detail={"change": "current", "label": year.label})


def open_group(year: SchoolYear, *, teachers: Iterable[int], by: User | None, **columns: Any) -> Group:
    """Add a group to a year, with its teachers."""
    with refusing(Taken), atomic():
        group = Group.create(year=year, **columns)
        _set_teachers(group, teachers)
        audit.record("group.changed", by=by, subject=group, detail={"change": "created", "code": group.code})
    return group


def rewrite_group(group: Group, expected: int, *, teachers: Iterable[int], by: User | None, **columns: Any) -> None:
    """Change a group and its teachers, as seen at version ``expected``. The cards show its new code."""
    renamed = columns["code"] != group.code
    with refusing(Taken), atomic():
        group.change(expected, **columns)
        added, removed = _set_teachers(group, teachers)
        if renamed:
            for family_id in _families_of(group):
                cards.refresh_pupils(family_id)
        detail = {"change": "edited", "code": group.code, "teachers_added": added, "teachers_removed": removed}
        audit.record("group.changed", by=by, subject=group, detail=detail)


def remove_group(group: Group, *, by: User | None) -> None:
    """Remove a group made by mistake.

    Raises:
        Refused: when pupils are or were in it.
    """
    with atomic():
        if groups_queries.is_in_use(group):
            raise Refused(_("Des élèves sont ou ont été dans ce groupe : il reste pour leur parcours."))
        audit.record("group.changed", by=by, subject=group, detail={"change": "removed", "code": group.code})
        group.delete_instance()


def _set_teachers(group: Group, teachers: Iterable[int]) -> tuple[list[int], list[int]]:
    """Write the group's teachers; returns who was added and who was removed."""
    wanted = set(teachers)
    present = {row.user_id for row in GroupTeacher.select().where(GroupTeacher.group == group.id)}
    added, removed = sorted(wanted - present), sorted(present - wanted)
    if added:
        GroupTeacher.insert_many([{"group": group.id, "user": user} for user in added]).execute()
    if removed:
        gone = (GroupTeacher.group == group.id) & GroupTeacher.user.in_(removed)
        GroupTeacher.delete().where(gone).execute()
    return added, removed


def _families_of(group: Group) -> list[int]:
    rows = (
        Household.select(Household.family)
        .join(HouseholdPupil)
        .join(Pupil)
        .where(Pupil.group == group.id)
        .distinct()
        .tuples()
    )
    return [family_id for (family_id,) in rows]
