"""Every read of school years and groups."""

from __future__ import annotations

import peewee
from flask import abort

from schoolapp.access import Role
from schoolapp.accounts.models import User
from schoolapp.accounts.queries import staff
from schoolapp.families.models import Enrolment, Group, GroupTeacher, Pupil, SchoolYear
from schoolapp.families.vocabulary import LEVELS
from schoolapp.forms import MAX_ID
from schoolapp.records import NamedTuple

LEVEL_ORDER = {level: place for place, level in enumerate(LEVELS)}


class GroupLine(NamedTuple):
    """A group of the list, with what is shown beside it."""

    id: int
    code: str
    label: str
    level: str
    teachers: list[str]
    pupils: int


def years() -> list[SchoolYear]:
    """Every school year, the latest first."""
    return list(SchoolYear.select().order_by(SchoolYear.starts_on.desc(), SchoolYear.id.desc()))


def year_for(year_id: int | None) -> SchoolYear:
    """One school year, or 404."""
    if year_id is None or not 0 < year_id <= MAX_ID:
        abort(404)
    return SchoolYear.get_or_none(SchoolYear.id == year_id) or abort(404)


def group_for(group_id: int) -> Group:
    """One group with its year, or 404."""
    found = Group.select(Group, SchoolYear).join(SchoolYear).where(Group.id == group_id).first()
    return found or abort(404)


def groups_of(year: SchoolYear) -> list[GroupLine]:
    """The groups of a year, by level then code, with their teachers and the number of their pupils."""
    names: dict[int, list[str]] = {}
    taught = (
        GroupTeacher.select(GroupTeacher.group, User.name)
        .join(Group)
        .switch(GroupTeacher)
        .join(User)
        .where(Group.year == year.id)
        .order_by(User.sort_key)
        .tuples()
    )
    for group_id, name in taught:
        names.setdefault(group_id, []).append(name)
    counts = (
        Pupil.select(Pupil.group, peewee.fn.COUNT(Pupil.id))
        .join(Group)
        .where((Group.year == year.id) & Pupil.left_on.is_null())
        .group_by(Pupil.group)
        .tuples()
    )
    pupils = dict(counts)
    groups = Group.select().where(Group.year == year.id)
    lines = [GroupLine(g.id, g.code, g.label, g.level, names.get(g.id, []), pupils.get(g.id, 0)) for g in groups]
    return sorted(lines, key=lambda line: (LEVEL_ORDER.get(line.level, len(LEVEL_ORDER)), line.code))


def teacher_ids(group: Group) -> list[int]:
    """Who teaches the group."""
    return [row.user_id for row in GroupTeacher.select().where(GroupTeacher.group == group.id)]


def possible_teachers(group: Group | None = None) -> list[User]:
    """The active teachers, and whoever teaches the group already."""
    active = staff([Role.TEACHER])
    known = {user.id for user in active}
    others = []
    if group is not None:
        kept = [user for user in teacher_ids(group) if user not in known]
        others = list(User.select().where(User.id.in_(kept)).order_by(User.sort_key)) if kept else []
    return active + others


def is_in_use(group: Group) -> bool:
    """Whether pupils are or were in the group."""
    now = Pupil.select().where(Pupil.group == group.id).exists()
    return now or Enrolment.select().where(Enrolment.group == group.id).exists()


def has_group(year: SchoolYear, code: str, *, but: Group | None = None) -> bool:
    """Whether the year already has a group of this code."""
    same = (Group.year == year.id) & (Group.code == code)
    if but is not None:
        same &= Group.id != but.id
    return Group.select().where(same).exists()


def has_year(label: str) -> bool:
    """Whether there is a year of this name."""
    return SchoolYear.select().where(SchoolYear.label == label).exists()
