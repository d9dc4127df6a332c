"""Keeping what a card shows true: the copies on the family's row, refreshed by the verbs that change their source."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import peewee

from schoolapp.accounts.models import User
from schoolapp.families.models import ContactPreference, Family, Group, Household, HouseholdPupil, Pupil
from schoolapp.formats import search_key, sort_key


def touch(family_ids: Iterable[int] | int, **columns: Any) -> None:
    """Write copied ``columns`` on families and tell every board that their cards changed."""
    ids = [family_ids] if isinstance(family_ids, int) else list(family_ids)
    for start in range(0, len(ids), 500):
        batch = ids[start : start + 500]
        Family.update(**columns, card_version=Family.card_version + 1).where(Family.id.in_(batch)).execute()


def refresh_pupils(family_id: int) -> None:
    """Copy the children and their groups to the card, by name."""
    rows = (
        Pupil.select(Pupil.id, Pupil.sort_key, Pupil.first_name, Pupil.preferred_name, Group.code)
        .join(HouseholdPupil)
        .join(Household)
        .switch(Pupil)
        .join(Group, peewee.JOIN.LEFT_OUTER, on=Pupil.group == Group.id)
        .where((Household.family == family_id) & Pupil.left_on.is_null())
        .order_by(Pupil.sort_key, Pupil.id)
        .distinct()
        .tuples()
    )
    line = [[preferred or first, code or ""] for _id, _key, first, preferred, code in rows]
    homes = Household.select().where(Household.family == family_id).count()
    touch(family_id, pupils_line=line, pupil_count=len(line), household_count=homes)


def refresh_preference(preference: ContactPreference) -> None:
    """Copy how the family wishes to be reached to the card."""
    touch(
        preference.family_id,
        language=preference.language,
        interpreter=preference.interpreter,
        means=preference.means,
        moments=preference.moments,
    )


def refresh_lead(user: User) -> None:
    """The cards of the families that this person leads show their name."""
    touch(family.id for family in Family.select(Family.id).where(Family.lead == user.id))


def pupil_keys(first: str, last: str, preferred: str = "") -> dict[str, str]:
    """The search and sort keys of a pupil: sorted by last name, found by any of the names."""
    return {"search_key": search_key(first, preferred, last), "sort_key": sort_key(last, preferred or first)}


def name_keys(name: str) -> dict[str, str]:
    """The search and sort keys of a name, to be written with it."""
    return {"search_key": search_key(name), "sort_key": sort_key(name)}
