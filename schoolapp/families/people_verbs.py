"""Keeping the people of a family: homes, guardians with their numbers, pupils. Imports leave hand-made rows alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import peewee
from flask_babel import gettext as _

from schoolapp import audit, clock
from schoolapp.accounts.models import User
from schoolapp.database import atomic
from schoolapp.errors import Refused
from schoolapp.families.cards import name_keys, refresh_pupils
from schoolapp.families.family import Family
from schoolapp.families.people import Guardian, Guardianship, Household, HouseholdPupil, Phone, Pupil
from schoolapp.families.people_phones import understand
from schoolapp.records import NamedTuple


class Entry(NamedTuple):
    """What a form says of a guardian.

    Attributes:
        values: the columns of the row.
        numbers: the phone numbers in order, as (kind, as typed).
        offered: the children the form spoke of; ties with others are left alone.
        relations: what the person is to each of these children; one who is not in it is none of theirs.
    """

    values: dict[str, Any]
    numbers: list[tuple[str, str]]
    offered: list[int]
    relations: dict[int, str]


def add_home(family: Family, values: dict[str, Any], *, by: User) -> Household:
    """Add a home to the family."""
    with atomic():
        home = Household.create(family=family.id, edited_at=clock.now(), **values)
        audit.record("household.changed", by=by, subject=home, family=family, detail={"nouveau": True})
        refresh_pupils(family.id)
    return home


def change_home(home: Household, expected: int, values: dict[str, Any], *, by: User) -> None:
    """Rename a home, or correct its address.

    Raises:
        Stale: someone else changed it since version ``expected``.
    """
    with atomic():
        home.change(expected, **values, edited_at=clock.now())
        audit.record("household.changed", by=by, subject=home, family=home.family_id)


def remove_home(home: Household, *, by: User) -> None:
    """Take away a home where nobody is left.

    Raises:
        Refused: when someone lives there, or when it is the family's only home.
    """
    with atomic():
        here = Guardian.household == home.id
        people = Guardian.select().where(here & Guardian.removed_at.is_null())
        children = HouseholdPupil.select().where(HouseholdPupil.household == home.id)
        other = Household.select().where((Household.family == home.family_id) & (Household.id != home.id)).first()
        if other is None or people.exists() or children.exists():
            raise Refused(_("On ne retire qu’un foyer où il n’y a plus personne, et jamais le dernier."))
        Guardian.update(household=other).where(here).execute()  # those already taken off the file
        audit.record("household.changed", by=by, subject=home, family=home.family_id, detail={"retrait": True})
        try:
            with atomic():
                home.delete_instance()
        except peewee.IntegrityError as error:  # somebody moved in at this very moment
            raise Refused(_("Quelqu’un vient d’être ajouté à ce foyer.")) from error
        refresh_pupils(home.family_id)


def add_guardian(family: Family, entry: Entry, *, by: User) -> Guardian:
    """Add a responsible person to a home."""
    with atomic():
        guardian = Guardian.create(**entry.values, **name_keys(entry.values["name"]), edited_at=clock.now())
        _write_numbers(guardian, entry.numbers)
        _write_relations(guardian, entry)
        audit.record("guardian.changed", by=by, subject=guardian, family=family, detail={"nouveau": True})
    return guardian


def change_guardian(guardian: Guardian, expected: int, entry: Entry, *, family: Family, by: User) -> None:
    """Correct a responsible person, their numbers, their home and what they are to the children.

    Raises:
        Stale: someone else changed the person since version ``expected``.
    """
    with atomic():
        guardian.change(expected, **entry.values, **name_keys(entry.values["name"]), edited_at=clock.now())
        _write_numbers(guardian, entry.numbers)
        _write_relations(guardian, entry)
        audit.record("guardian.changed", by=by, subject=guardian, family=family)


def remove_guardian(guardian: Guardian, family: Family, *, by: User) -> None:
    """Take a responsible person off the file; the row stays for the undo and for imports."""
    with atomic():
        _mark(guardian, clock.now())
        audit.record("guardian.removed", by=by, subject=guardian, family=family)


def restore_guardian(guardian: Guardian, family: Family, *, by: User) -> None:
    """Undo the removal of a responsible person."""
    with atomic():
        _mark(guardian, None)
        audit.record("guardian.changed", by=by, subject=guardian, family=family, detail={"annulation": True})


def _mark(guardian: Guardian, removed_at: Any) -> None:
    columns = {"removed_at": removed_at, "edited_at": clock.now(), "version": Guardian.version + 1}
    Guardian.update(**columns).where(Guardian.id == guardian.id).execute()


def _write_numbers(guardian: Guardian, numbers: Sequence[tuple[str, str]]) -> None:
    """Write the numbers in their order, touching only those that changed."""
    known = list(Phone.select().where(Phone.guardian == guardian.id).order_by(Phone.position, Phone.id))
    for position, (kind, raw) in enumerate(numbers):
        found = understand(raw)
        columns = {"kind": kind, "number": found.number, "digits": found.digits, "position": position}
        row = known[position] if position < len(known) else None
        if row is None:
            Phone.create(guardian=guardian, raw=raw, **columns)
        elif any(getattr(row, name) != value for name, value in columns.items()) or not found.number:
            Phone.update(raw=raw, **columns).where(Phone.id == row.id).execute()
    if extra := [row.id for row in known[len(numbers) :]]:
        Phone.delete().where(Phone.id.in_(extra)).execute()


def _write_relations(guardian: Guardian, entry: Entry) -> None:
    known = {tie.pupil_id: tie for tie in Guardianship.select().where(Guardianship.guardian == guardian.id)}
    for pupil_id in entry.offered:
        tie, relation = known.get(pupil_id), entry.relations.get(pupil_id)
        if tie is None and relation is not None:
            Guardianship.create(guardian=guardian, pupil=pupil_id, relation=relation)
        elif tie is not None and relation is None:
            tie.delete_instance()
        elif tie is not None and tie.relation != relation:
            Guardianship.update(relation=relation).where(Guardianship.id == tie.id).execute()


def families_of(pupil: Pupil) -> list[int]:
    """The families where a pupil lives."""
    homes = Household.select(Household.family).join(HouseholdPupil).where(HouseholdPupil.pupil == pupil.id)
    return [row[0] for row in homes.distinct().tuples()]


def place(pupil: Pupil, family: Family, homes: Iterable[int]) -> None:
    """Have a pupil live in these homes of the family, and in none of its others."""
    own = {row[0] for row in Household.select(Household.id).where(Household.family == family.id).tuples()}
    wanted = own.intersection(homes)
    here = HouseholdPupil.pupil == pupil.id
    known = {link.household_id for link in HouseholdPupil.select().where(here)}
    gone = list((own & known) - wanted)
    HouseholdPupil.delete().where(here & HouseholdPupil.household.in_(gone)).execute()
    for home in sorted(wanted - known):
        try:
            with atomic():
                HouseholdPupil.create(household=home, pupil=pupil)
        except peewee.IntegrityError:  # a colleague attached the pupil at the same moment
            continue
