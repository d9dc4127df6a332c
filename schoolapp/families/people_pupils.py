"""What people do with the pupils of a family: add, correct, attach, detach, change group."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from schoolapp import audit, clock
from schoolapp.accounts.models import User
from schoolapp.database import atomic
from schoolapp.families.cards import pupil_keys, refresh_pupils
from schoolapp.families.family import Family
from schoolapp.families.people import Enrolment, Group, Household, HouseholdPupil, Pupil
from schoolapp.families.people_verbs import families_of, place


def _keys(values: dict[str, Any]) -> dict[str, str]:
    return pupil_keys(values["first_name"], values["last_name"], values["preferred_name"])


def add_pupil(family: Family, values: dict[str, Any], homes: Iterable[int], *, by: User) -> Pupil:
    """Add a child whom no import brought."""
    with atomic():
        pupil = Pupil.create(**values, **_keys(values), edited_at=clock.now())
        _enrol(pupil, pupil.group_id)
        place(pupil, family, homes)
        _record(pupil, family, by, {"nouveau": True})
    return pupil


def change_pupil(
    pupil: Pupil, expected: int, values: dict[str, Any], homes: Iterable[int], *, family: Family, by: User
) -> None:
    """Correct a pupil's names, date of birth, homes in this family, and place at school.

    Raises:
        Stale: someone else changed the pupil since version ``expected``.
    """
    before = pupil.group_id
    with atomic():
        families = families_of(pupil)
        pupil.change(expected, **values, **_keys(values), edited_at=clock.now())
        detail: dict[str, Any] = {}
        if pupil.group_id != before:
            _enrol(pupil, pupil.group_id)
            detail["groupe"] = [before, pupil.group_id]
        place(pupil, family, homes)
        _record(pupil, family, by, detail, others=families)


def attach(pupil: Pupil, home: Household, *, by: User) -> None:
    """Have a pupil of the school live in this home too."""
    family = home.family
    with atomic():
        homes = [link.household_id for link in HouseholdPupil.select().where(HouseholdPupil.pupil == pupil.id)]
        place(pupil, family, [*homes, home.id])
        _record(pupil, family, by, {"rattachement": home.id}, others=families_of(pupil))


def detach(pupil: Pupil, family: Family, *, by: User) -> list[int]:
    """Take a pupil off this family; returns the homes left, for the undo."""
    own = Household.select(Household.id).where(Household.family == family.id)
    here = (HouseholdPupil.pupil == pupil.id) & HouseholdPupil.household.in_(own)
    with atomic():
        left = sorted(link.household_id for link in HouseholdPupil.select().where(here))
        place(pupil, family, [])
        _record(pupil, family, by, {"retrait": left})
    return left


def restore(pupil: Pupil, family: Family, homes: Iterable[int], *, by: User) -> None:
    """Undo the detachment of a pupil."""
    with atomic():
        place(pupil, family, homes)
        _record(pupil, family, by, {"annulation": True})


def _enrol(pupil: Pupil, group_id: int | None) -> None:
    """Keep the history of groups: the former place ends today, the new one begins."""
    today = clock.today()
    open_places = (Enrolment.pupil == pupil.id) & Enrolment.until.is_null()
    Enrolment.update(until=today).where(open_places & (Enrolment.group != (group_id or 0))).execute()
    if group_id and not Enrolment.select().where(open_places & (Enrolment.group == group_id)).exists():
        group = Group.get_by_id(group_id)
        place_, new = Enrolment.get_or_create(
            pupil=pupil, group=group, since=max(today, group.year.starts_on), defaults={"until": None}
        )
        if not new:
            Enrolment.update(until=None).where(Enrolment.id == place_.id).execute()


def _record(pupil: Pupil, family: Family, by: User, detail: dict[str, Any], others: Iterable[int] = ()) -> None:
    """The event, and the cards of every family that shows this pupil."""
    audit.record("pupil.changed", by=by, subject=pupil, family=family, detail=detail)
    for family_id in sorted({family.id, *others, *families_of(pupil)}):
        refresh_pupils(family_id)
