"""What a family's file says that may lead to a partner, for whoever may open it."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from schoolapp import audit, clock
from schoolapp.accounts.models import User
from schoolapp.database import atomic
from schoolapp.families import file_queries
from schoolapp.families.file_sheet import Sheet
from schoolapp.partners.suited import Child, Situation


def sheet_for(user: User, family_id: int) -> Sheet:
    """The family's file; 404 for whoever may not open it. That it was read for partners goes to the journal."""
    sheet = file_queries.sheet_for(user, family_id)
    with atomic(on_disk=False):
        audit.record("family.partners", by=user, subject=sheet.family, family=sheet.family)
    return sheet


def situation(sheet: Sheet) -> Situation:
    """What of the file leads to partners: obstacles, languages, moments, children."""
    obstacles: dict[str, list[str]] = defaultdict(list)
    for factor in sheet.obstacles:
        obstacles[factor.code] += [factor.words] if factor.words else []
    wishes = sheet.preference
    return Situation(
        {code: tuple(words) for code, words in obstacles.items()},
        language=wishes.language or sheet.family.language,
        languages=tuple(wishes.languages or ()),
        interpreter=wishes.interpreter or sheet.family.interpreter,
        moments=tuple(wishes.moments or ()),
        children=tuple(Child(child.first_name, _age(child.birth_date)) for child in sheet.pupils),
    )


def _age(born: date | None) -> int | None:
    if born is None:
        return None
    today = clock.today()
    years = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
    return years if years >= 0 else None
