"""Keeping what a card shows true: the copies on the family's row, refreshed by the verbs that change their source."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import peewee

from schoolapp import bulk
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


def refresh_many(family_ids: Sequence[int]) -> None:
    """Copy the children, the homes and the language of many families to their cards, in a few statements."""
    for some in bulk.chunks(family_ids):
        lines: dict[int, dict[int, list[str]]] = {family: {} for family in some}
        rows = (
            Pupil.select(Household.family, Pupil.id, Pupil.first_name, Pupil.preferred_name, Group.code)
            .join(HouseholdPupil)
            .join(Household)
            .switch(Pupil)
            .join(Group, peewee.JOIN.LEFT_OUTER, on=Pupil.group == Group.id)
            .where(Household.family.in_(list(some)) & Pupil.left_on.is_null())
            .order_by(Pupil.sort_key, Pupil.id)
            .tuples()
        )
        for family, pupil, first, preferred, code in rows:
            lines[family][pupil] = [preferred or first, code or ""]
        homes = _count_homes(some)
        told = ContactPreference.select(
            ContactPreference.family, ContactPreference.language, ContactPreference.interpreter
        ).where(ContactPreference.family.in_(list(some)))
        words = {family: values for family, *values in told.tuples()}
        names = ("pupils_line", "pupil_count", "household_count", "language", "interpreter")
        values = [
            (list(line.values()), len(line), homes.get(family, 0), *words.get(family, ("", "")), family)
            for family, line in lines.items()
        ]
        bulk.update(Family, names, values, bumps=("card_version",))


def _count_homes(family_ids: Sequence[int]) -> dict[int, int]:
    counts = Household.select(Household.family, peewee.fn.COUNT(Household.id))
    return dict(counts.where(Household.family.in_(list(family_ids))).group_by(Household.family).tuples())


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
    """The search and sort keys of a pupil: sorted by last name, found by any of the names.

    Cut to their columns: some letters become many once taken apart.
    """
    return {
        "search_key": search_key(first, preferred, last)[:600],
        "sort_key": sort_key(last, preferred or first)[:500],
    }


def name_keys(name: str) -> dict[str, str]:
    """The search and sort keys of a name, to be written with it, cut to their columns."""
    return {"search_key": search_key(name)[:400], "sort_key": sort_key(name)[:400]}
