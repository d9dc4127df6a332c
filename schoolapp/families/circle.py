"""Need to know: which families a person may see, how much of each, and why.

- Agents and the direction have access to every file by their role.
- A teacher belongs to the circle of the families of the pupils in their groups of the present year.
- Anybody of the file staff may be brought into a circle by name, with a reason and an end.
- A professional may open a file outside their circle for 24 hours, with a stated reason.
- The secretariat sees contact data and preferences of every family, and nothing else of the file.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import peewee
from flask_babel import gettext as _

from schoolapp import clock
from schoolapp.access import FILE_STAFF, LEADS, Role
from schoolapp.accounts.models import User
from schoolapp.families.models import (
    CircleMember,
    Family,
    Group,
    GroupTeacher,
    Household,
    HouseholdPupil,
    Opening,
    Pupil,
)
from schoolapp.formats import date_words, moment_words


class Ground(StrEnum):
    """On what ground a person has access to a family's file."""

    ROLE = "role"
    GROUP = "groupe"
    NAMED = "personne"
    OPENING = "ouverture"


@dataclass(frozen=True)
class Reason:
    """Why a person has access to a file: the ground, the words shown, and the end when there is one."""

    ground: Ground
    words: str
    until: Any = None


def taught_families(user: User) -> peewee.ModelSelect:
    """Ids of the families of the pupils in this person's groups of the present year."""
    return (
        Household.select(Household.family)
        .join(HouseholdPupil, on=HouseholdPupil.household == Household.id)
        .join(Pupil, on=(HouseholdPupil.pupil == Pupil.id) & Pupil.left_on.is_null())
        .join(GroupTeacher, on=GroupTeacher.group == Pupil.group)
        .join(Group, on=GroupTeacher.group == Group.id)
        .where((GroupTeacher.user == user.id) & (Group.year == user.school.current_year_id))
    )


def named_families(user: User) -> peewee.ModelSelect:
    """Ids of the families whose circle holds this person by name, today."""
    return CircleMember.select(CircleMember.family).where((CircleMember.user == user.id) & _still_named())


def _still_named() -> Any:
    return CircleMember.removed_at.is_null() & (CircleMember.until.is_null() | (CircleMember.until >= clock.today()))


def opened_families(user: User) -> peewee.ModelSelect:
    """Ids of the families this person opened for a stated reason, for as long as it lasts."""
    return Opening.select(Opening.family).where((Opening.user == user.id) & (Opening.until > clock.now()))


def visible_to(user: User, *, openings: bool = True) -> peewee.ModelSelect:
    """The families whose file this person may open. ``openings`` counts the 24-hour openings in.

    The secretariat and the liaison open no file: see ``contacts_visible_to`` for what the secretariat sees.
    """
    if user.role in LEADS:
        return Family.select()
    if user.role not in FILE_STAFF:
        return Family.select().where(peewee.SQL("1 = 0"))
    seen = Family.id.in_(taught_families(user)) | Family.id.in_(named_families(user))
    if openings and user.role == Role.PROFESSIONAL:
        seen |= Family.id.in_(opened_families(user))
    return Family.select().where(seen)


def contacts_visible_to(user: User) -> peewee.ModelSelect:
    """The families whose contact data and preferences this person may see."""
    return Family.select() if user.role == Role.SECRETARIAT else visible_to(user)


def why_access(user: User, family_id: int) -> Reason | None:
    """Why this person may open the file, the strongest ground first; None when they may not."""
    if user.role in LEADS:
        return Reason(Ground.ROLE, _("par son rôle"))
    if user.role not in FILE_STAFF:
        return None
    group = (
        taught_families(user)
        .where(Household.family == family_id)
        .select(Group.code)
        .order_by(Group.code)
        .limit(1)
        .scalar()
    )
    if group is not None:
        return Reason(Ground.GROUP, _("enseigne au groupe %(code)s", code=group))
    named = CircleMember.get_or_none(
        (CircleMember.user == user.id) & (CircleMember.family == family_id) & _still_named()
    )
    if named is not None:
        return Reason(Ground.NAMED, _named_words(named), named.until)
    return _opening(user, family_id) if user.role == Role.PROFESSIONAL else None


def _named_words(member: CircleMember) -> str:
    if member.until is None:
        return member.reason
    return _("%(reason)s, jusqu’au %(day)s", reason=member.reason, day=date_words(member.until, weekday=False))


def _opening(user: User, family_id: int) -> Reason | None:
    opening = (
        Opening.select()
        .where((Opening.user == user.id) & (Opening.family == family_id) & (Opening.until > clock.now()))
        .order_by(Opening.until.desc())
        .first()
    )
    if opening is None:
        return None
    words = _("accès ouvert jusqu’à %(moment)s : %(reason)s", moment=moment_words(opening.until), reason=opening.reason)
    return Reason(Ground.OPENING, words, opening.until)


def can_see_restricted(user: User) -> bool:
    """Restricted notes are for the direction and the agents only."""
    return user.role in LEADS


def can_work_on(user: User, family_id: int) -> bool:
    """Whether this person may write in the file: whoever may open it."""
    return why_access(user, family_id) is not None


__all__ = [
    "Ground",
    "Reason",
    "can_see_restricted",
    "can_work_on",
    "contacts_visible_to",
    "named_families",
    "opened_families",
    "taught_families",
    "visible_to",
    "why_access",
]
