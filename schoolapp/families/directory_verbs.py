"""Making a family's file by hand, for the families that no import brings."""

from __future__ import annotations

from collections.abc import Sequence

from schoolapp import audit, clock
from schoolapp.accounts.models import User
from schoolapp.database import atomic
from schoolapp.families import cards
from schoolapp.families.models import (
    ContactPreference,
    Family,
    Guardian,
    Guardianship,
    Household,
    HouseholdPupil,
    Phone,
)
from schoolapp.families.people_phones import understand
from schoolapp.records import NamedTuple


class FirstGuardian(NamedTuple):
    """The first responsible person of a family, as typed."""

    name: str
    relation: str
    phone: str
    phone_kind: str
    email: str


def create_family(
    *, name: str, address: str, language: str, guardian: FirstGuardian, pupil_ids: Sequence[int], by: User
) -> Family:
    """Write a family, its household, its first guardian, and the children who live there."""
    with atomic():
        now = clock.now()
        family = Family.create(name=name, created_at=now, edited_at=now, **cards.name_keys(name))
        household = Household.create(family=family, address=address, edited_at=now)
        person = Guardian.create(
            household=household,
            name=guardian.name,
            email=guardian.email,
            language=language,
            edited_at=now,
            **cards.name_keys(guardian.name),
        )
        if guardian.phone:
            known = understand(guardian.phone)
            Phone.create(
                guardian=person,
                kind=guardian.phone_kind,
                number=known.number,
                digits=known.digits,
                raw=guardian.phone,
            )
        for pupil_id in pupil_ids:
            HouseholdPupil.create(household=household, pupil=pupil_id)
            Guardianship.create(guardian=person, pupil=pupil_id, relation=guardian.relation)
        wish = ContactPreference.create(family=family, language=language, edited_at=now)
        cards.refresh_preference(wish)
        cards.refresh_pupils(family.id)
        audit.record("family.created", by=by, subject=family, family=family, detail={"eleves": len(pupil_ids)})
    return Family.get_by_id(family.id)
