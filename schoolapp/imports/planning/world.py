"""The school as it is, read once in a few statements: the pupils, their people, homes, groups and places."""

from __future__ import annotations

import hashlib
from dataclasses import field
from datetime import date
from typing import Any

import peewee

from schoolapp.access import ALL_STAFF, Role
from schoolapp.accounts.models import School, User
from schoolapp.families.models import (
    ContactPreference,
    Enrolment,
    Family,
    Group,
    GroupTeacher,
    Guardian,
    Guardianship,
    Household,
    HouseholdPupil,
    Phone,
    Pupil,
    SchoolYear,
)
from schoolapp.imports.readers.records import identity_keys
from schoolapp.imports.readers.values import name_key
from schoolapp.records import dataclass


@dataclass
class KnownPupil:
    """A pupil of the school, left or not."""

    id: int
    number: str
    source_id: str
    first_name: str
    last_name: str
    preferred_name: str
    birth_date: date | None
    group: int | None
    left_on: date | None
    edited: bool
    households: list[int] = field(default_factory=list)
    enrolments: list[KnownEnrolment] = field(default_factory=list)

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def keys(self) -> tuple[str, ...]:
        """The same keys as a record's."""
        return identity_keys(self.source_id, self.number, self.name, self.birth_date)


@dataclass
class KnownEnrolment:
    """A pupil's place in a group."""

    id: int
    group: int
    year: int
    since: date
    until: date | None


@dataclass
class KnownPhone:
    """A number of a guardian."""

    id: int
    kind: str
    key: str
    raw: str


@dataclass
class KnownGuardian:
    """A person responsible for pupils; ``links`` are (id of the link, relation) by pupil."""

    id: int
    household: int
    source_id: str
    name: str
    email: str
    language: str
    removed: bool
    edited: bool
    name_key: str = ""
    phones: list[KnownPhone] = field(default_factory=list)
    links: dict[int, tuple[int, str]] = field(default_factory=dict)


@dataclass
class KnownHousehold:
    """A home of a family."""

    id: int
    family: int
    address: str
    edited: bool


@dataclass
class KnownPreference:
    """How a family wishes to be reached, as far as a file can say."""

    id: int
    language: str
    interpreter: str
    edited: bool


@dataclass
class KnownGroup:
    """A class of the year the file is for."""

    id: int
    code: str
    level: str
    label: str
    source_id: str
    teachers: set[int] = field(default_factory=set)


@dataclass
class World:
    """All that a plan compares a file with."""

    year: SchoolYear | None
    school: School | None
    fingerprint: str
    pupils: dict[int, KnownPupil] = field(default_factory=dict)
    guardians: dict[int, KnownGuardian] = field(default_factory=dict)
    households: dict[int, KnownHousehold] = field(default_factory=dict)
    families: dict[int, str] = field(default_factory=dict)
    preferences: dict[int, KnownPreference] = field(default_factory=dict)
    groups: dict[str, KnownGroup] = field(default_factory=dict)
    group_names: dict[int, str] = field(default_factory=dict)
    year_ends: dict[int, date] = field(default_factory=dict)
    staff_by_email: dict[str, int] = field(default_factory=dict)
    staff_by_name: dict[str, list[int]] = field(default_factory=dict)

    def families_of(self, pupil: KnownPupil) -> list[int]:
        """The families the pupil lives with, the oldest first."""
        return sorted({self.households[home].family for home in pupil.households})

    def family_of(self, guardian: KnownGuardian) -> int:
        return self.households[guardian.household].family


def fingerprint() -> str:
    """A short text that differs as soon as anything a plan depends on has changed."""
    versioned: tuple[Any, ...] = (Pupil, Guardian, Household, ContactPreference, Group)
    others = (Family, SchoolYear, GroupTeacher, Enrolment, HouseholdPupil, Guardianship, Phone)
    parts = []
    for model in (*versioned, *others):
        total = model.version if model in versioned else model.id
        figures = (peewee.fn.COUNT(model.id), peewee.fn.MAX(model.id), peewee.fn.SUM(total))
        parts.append([str(figure or 0) for figure in model.select(*figures).tuples().get()])
    # Of the staff, what a plan reads: a sign-in changes nothing.
    staff = User.select(User.id, User.email, User.name, User.role).where(User.active).order_by(User.id)
    parts.append([str(person) for person in staff.tuples()])
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def load(year: SchoolYear | None) -> World:
    """Read the school.

    Args:
        year: the school year the file is for; None when the school does not have it yet.
    """
    # Before the rows: whatever changes while they are read makes the plan stale.
    world = World(year, School.get_or_none(School.id == 1), fingerprint())
    _load_pupils(world)
    _load_homes(world)
    _load_guardians(world)
    _load_groups(world)
    for user_id, email, name, role in (
        User.select(User.id, User.email, User.name, User.role).where(User.active).order_by(User.id).tuples()
    ):
        if role in ALL_STAFF - {Role.LIAISON, Role.SECRETARIAT}:
            world.staff_by_email[email.lower()] = user_id
            world.staff_by_name.setdefault(name_key(name), []).append(user_id)
    return world


def _load_pupils(world: World) -> None:
    columns = (
        Pupil.id,
        Pupil.number,
        Pupil.source_id,
        Pupil.first_name,
        Pupil.last_name,
        Pupil.preferred_name,
        Pupil.birth_date,
        Pupil.group,
        Pupil.left_on,
        Pupil.edited_at,
    )
    for *values, edited_at in Pupil.select(*columns).order_by(Pupil.id).tuples():
        world.pupils[values[0]] = KnownPupil(*values, edited=edited_at is not None)
    world.year_ends = dict(SchoolYear.select(SchoolYear.id, SchoolYear.ends_on).tuples())
    rows = (
        Enrolment.select(Enrolment.pupil, Enrolment.id, Enrolment.group, Group.year, Enrolment.since, Enrolment.until)
        .join(Group)
        .order_by(Enrolment.id)
        .tuples()
    )
    for pupil_id, *values in rows:
        world.pupils[pupil_id].enrolments.append(KnownEnrolment(*values))


def _load_homes(world: World) -> None:
    world.families = dict(Family.select(Family.id, Family.name).order_by(Family.id).tuples())
    homes = Household.select(Household.id, Household.family, Household.address, Household.edited_at)
    for home_id, family_id, address, edited_at in homes.order_by(Household.id).tuples():
        world.households[home_id] = KnownHousehold(home_id, family_id, address, edited_at is not None)
    links = HouseholdPupil.select(HouseholdPupil.pupil, HouseholdPupil.household).order_by(HouseholdPupil.id)
    for pupil_id, home_id in links.tuples():
        world.pupils[pupil_id].households.append(home_id)
    preferences = ContactPreference.select(
        ContactPreference.family,
        ContactPreference.id,
        ContactPreference.language,
        ContactPreference.interpreter,
        ContactPreference.edited_at,
    )
    for family_id, *values, edited_at in preferences.tuples():
        world.preferences[family_id] = KnownPreference(*values, edited=edited_at is not None)


def _load_guardians(world: World) -> None:
    columns = (Guardian.id, Guardian.household, Guardian.source_id, Guardian.name, Guardian.email, Guardian.language)
    rows = Guardian.select(*columns, Guardian.removed_at, Guardian.edited_at).order_by(Guardian.id).tuples()
    for *values, removed_at, edited_at in rows:
        guardian = KnownGuardian(*values, removed=removed_at is not None, edited=edited_at is not None)
        guardian.name_key = name_key(guardian.name)
        world.guardians[guardian.id] = guardian
    phones = Phone.select(Phone.guardian, Phone.id, Phone.kind, Phone.number, Phone.digits, Phone.raw)
    for guardian_id, phone_id, kind, number, digits, raw in phones.order_by(Phone.position, Phone.id).tuples():
        known = KnownPhone(phone_id, kind, number or digits or raw, raw)
        world.guardians[guardian_id].phones.append(known)
    ties = Guardianship.select(Guardianship.guardian, Guardianship.pupil, Guardianship.id, Guardianship.relation)
    for guardian_id, pupil_id, tie_id, relation in ties.tuples():
        world.guardians[guardian_id].links[pupil_id] = (tie_id, relation)


def _load_groups(world: World) -> None:
    world.group_names = dict(Group.select(Group.id, Group.code).tuples())
    if world.year is None:
        return
    columns = (Group.id, Group.code, Group.level, Group.label, Group.source_id)
    for row in Group.select(*columns).where(Group.year == world.year).order_by(Group.id).tuples():
        world.groups[row[1]] = KnownGroup(*row)
    by_id = {group.id: group for group in world.groups.values()}
    for group_id, user_id in GroupTeacher.select(GroupTeacher.group, GroupTeacher.user).tuples():
        if group_id in by_id:
            by_id[group_id].teachers.add(user_id)
