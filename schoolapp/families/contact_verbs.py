"""Keeping how a family wishes to be reached."""

from __future__ import annotations

from typing import Any

from schoolapp import audit, clock
from schoolapp.accounts.models import User
from schoolapp.database import atomic
from schoolapp.families.cards import refresh_preference
from schoolapp.families.family import ContactPreference, Family
from schoolapp.families.file_verbs import locked


def keep_wishes(family: Family, expected: int, values: dict[str, Any], *, by: User) -> ContactPreference:
    """Write what the family said, dated today; imports leave it alone from then on.

    Raises:
        Stale: someone else wrote it since version ``expected``.
    """
    with atomic():
        locked(family.id)
        now = clock.now()
        wishes, _new = ContactPreference.get_or_create(family=family.id)
        before = {name for name, value in values.items() if getattr(wishes, name) != value}
        wishes.change(expected, **values, asked_at=now, edited_at=now)
        refresh_preference(wishes)
        audit.record("family.preference", by=by, subject=wishes, family=family, detail={"champs": sorted(before)})
    return wishes
