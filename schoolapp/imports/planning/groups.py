"""The groups of the year that a file is for, and their teachers."""

from __future__ import annotations

from dataclasses import field
from datetime import date

from flask_babel import gettext as _

from schoolapp import clock
from schoolapp.families.models import Group, GroupTeacher, SchoolYear
from schoolapp.imports.planning.plan import Plan
from schoolapp.imports.planning.world import KnownGroup, KnownPupil
from schoolapp.imports.readers.records import GroupRecord, TeacherRecord
from schoolapp.imports.readers.values import name_key
from schoolapp.records import dataclass


@dataclass
class Place:
    """A group to be in: known, or planned under a provisional id."""

    id: int
    code: str
    teachers: set[int] = field(default_factory=set)


@dataclass
class Places:
    """Finds or plans the groups of the file, and puts their teachers in them."""

    plan: Plan
    starts_on: date
    year: int = 0
    by_code: dict[str, Place] = field(default_factory=dict)
    known: dict[int, KnownGroup] = field(default_factory=dict)
    strangers: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        world = self.plan.world
        self.known = {group.id: group for group in world.groups.values()}
        if world.year is not None:
            self.year = world.year.id

    def prepare(self, label: str, ends_on: date) -> None:
        """Plan the school year when the school does not have it yet."""
        if not self.year:
            self.year = self.plan.create(SchoolYear, label=label, starts_on=self.starts_on, ends_on=ends_on)

    def is_this_year(self, group: int) -> bool:
        """Whether a group is of the year that the file is for."""
        return group in self.known

    def of(self, record: GroupRecord | None) -> Place | None:
        """The place a record speaks of."""
        if record is None:
            return None
        place = self.by_code.get(record.code)
        if place is None:
            place = self.by_code[record.code] = self._find(record) or self._create(record)
        for teacher in record.teachers:
            self._teach(place, teacher)
        return place

    def _find(self, record: GroupRecord) -> Place | None:
        known = next(
            (one for one in self.known.values() if record.source_id and one.source_id == record.source_id), None
        )
        known = known or self.plan.world.groups.get(record.code)
        if known is None:
            return None
        for name, new in (("level", record.level), ("label", record.label), ("source_id", record.source_id)):
            old = getattr(known, name)
            if new and not old:
                self.plan.change(Group, known.id, name, old, new)
        twin = next((one for one in self.by_code.values() if one.id == known.id), None)
        return twin or Place(known.id, known.code, set(known.teachers))

    def _create(self, record: GroupRecord) -> Place:
        group = self.plan.create(
            Group,
            year=self.year,
            code=record.code,
            level=record.level,
            label=record.label,
            source_id=record.source_id,
        )
        return Place(group, record.code)

    def _teach(self, place: Place, teacher: TeacherRecord) -> None:
        world = self.plan.world
        user = world.staff_by_email.get(teacher.email.lower()) if teacher.email else None
        if user is None:
            alike = world.staff_by_name.get(name_key(teacher.name), []) if teacher.name else []
            user = alike[0] if len(alike) == 1 else None
        if user is None:
            self.strangers.add(teacher.name or teacher.email)
        elif user not in place.teachers:
            place.teachers.add(user)
            self.plan.create(GroupTeacher, group=place.id, user=user)

    def since_for_new(self) -> date:
        """The first day of a pupil who arrives: the start of the year, unless the school is already in it."""
        return max(self.starts_on, clock.today()) if self.known else self.starts_on

    def since_for_known(self, pupil: KnownPupil) -> date:
        """The first day of a known pupil in a group: the start of the year, unless they move within it."""
        moved = any(self.is_this_year(one.group) for one in pupil.enrolments)
        return max(self.starts_on, clock.today()) if moved else self.starts_on

    def remark(self) -> None:
        """Say which teachers have no account: they are in no circle."""
        if self.strangers:
            names = ", ".join(sorted(self.strangers)[:20])
            self.plan.remarks.append(
                _("Titulaires sans compte ici, donc sans accès aux familles de leur groupe : %(names)s.", names=names)
            )
