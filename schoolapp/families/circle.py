"""Need to know: which families a person may see, how much of each, and why.

- Agents and the direction have access to every file by their role.
- A teacher belongs to the circle of the families of the pupils in their groups of the present year.
- Anybody of the file staff may be brought into a circle by name, with a reason and an end.
- A professional may open a file outside their circle for 24 hours, with a stated reason.
- The secretariat sees contact data and preferences of every family, and nothing else of the file.

The rule is written once, as the text of three small queries: pages that cannot wait take the text (``seen_ids``), the
others the peewee query made of it (``visible_to``).
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any

import peewee
from flask_babel import gettext as _

from schoolapp import clock
from schoolapp.access import FILE_STAFF, LEADS, Role
from schoolapp.accounts.models import User
from schoolapp.database import as_date, as_moment, engine_text, fetch_all
from schoolapp.families.models import Family, Opening
from schoolapp.formats import date_words, moment_words
from schoolapp.records import NamedTuple

# Families of the pupils in this person's groups of the present year.
_TAUGHT = (
    "FROM household h JOIN household_pupil hp ON hp.household_id = h.id "
    "JOIN pupil p ON p.id = hp.pupil_id AND p.left_on IS NULL JOIN group_teacher gt ON gt.group_id = p.group_id "
    "JOIN school_group g ON g.id = gt.group_id WHERE gt.user_id = ? AND g.year_id = ?"
)
# Families whose circle holds this person by name, today.
_NAMED = "FROM circle_member c WHERE c.user_id = ? AND c.removed_at IS NULL AND (c.until IS NULL OR c.until >= ?)"
# Families this person opened for a stated reason, for as long as it lasts.
_OPENED = "FROM opening o WHERE o.user_id = ? AND o.until > ?"

_SEEN = f"SELECT h.family_id {_TAUGHT} UNION SELECT c.family_id {_NAMED}"
_SEEN_OR_OPENED = f"{_SEEN} UNION SELECT o.family_id {_OPENED}"
_NO_DATE, _NO_MOMENT = "CAST(NULL AS date)", "CAST(NULL AS timestamp)"
_WHY = (
    f"SELECT 1, g.code, {_NO_DATE}, {_NO_MOMENT} {_TAUGHT} AND h.family_id = ? "
    f"UNION ALL SELECT 2, c.reason, c.until, {_NO_MOMENT} {_NAMED} AND c.family_id = ? "
    f"UNION ALL SELECT 3, o.reason, {_NO_DATE}, o.until {_OPENED} AND o.family_id = ?"
)


class Ground(StrEnum):
    """On what ground a person has access to a family's file."""

    ROLE = "role"
    GROUP = "groupe"
    NAMED = "personne"
    OPENING = "ouverture"


class Reason(NamedTuple):
    """Why a person has access to a file: the ground, the words shown, and the end when there is one."""

    ground: Ground
    words: str
    until: Any = None


def _grounds(user: User) -> tuple[list[Any], list[Any], list[Any]]:
    """The parameters of the three queries, in order."""
    now = Opening.until.db_value(clock.now())
    return [user.id, user.school.current_year_id], [user.id, clock.today()], [user.id, now]


def seen_ids(user: User, *, openings: bool = True) -> tuple[str, list[Any]]:
    """The text of the query for the ids of the families this teacher or professional may open, and its parameters.

    For hand-written queries (``… WHERE f.id IN (text)``, see ``database.fetch_all``). Agents and the direction see all
    families and the other roles none: ``visible_to`` says it for every role.
    """
    taught, named, opened = _grounds(user)
    if openings and user.role == Role.PROFESSIONAL:
        return _SEEN_OR_OPENED, taught + named + opened
    return _SEEN, taught + named


def visible_to(user: User, *, openings: bool = True) -> peewee.ModelSelect:
    """The families whose file this person may open. ``openings`` counts the 24-hour openings in.

    The secretariat and the liaison open no file: see ``contacts_visible_to`` for what the secretariat sees.
    """
    if user.role in LEADS:
        return Family.select()
    if user.role not in FILE_STAFF:
        return Family.select().where(peewee.SQL("1 = 0"))
    text, parameters = seen_ids(user, openings=openings)
    return Family.select().where(Family.id.in_(peewee.SQL(f"({engine_text(text)})", parameters)))


def contacts_visible_to(user: User) -> peewee.ModelSelect:
    """The families whose contact data and preferences this person may see."""
    return Family.select() if user.role == Role.SECRETARIAT else visible_to(user)


def why_access(user: User, family_id: int) -> Reason | None:
    """Why this person may open the file, the strongest ground first; None when they may not."""
    if user.role in LEADS:
        return Reason(Ground.ROLE, _("par son rôle"))
    if user.role not in FILE_STAFF:
        return None
    taught, named, opened = _grounds(user)
    rows = fetch_all(_WHY, [*taught, family_id, *named, family_id, *opened, family_id])
    found = [row for row in rows if row[0] < 3 or user.role == Role.PROFESSIONAL]
    if not found:
        return None
    # The strongest ground; within it, the one that lasts longest (no end at all, then the latest).
    strongest = min(row[0] for row in found)
    return max((_reason(*row) for row in found if row[0] == strongest), key=_lasting)


def _lasting(reason: Reason) -> tuple[bool, Any]:
    return reason.until is None, str(reason.until)


def _reason(rank: int, words: str, day: Any, moment: Any) -> Reason:
    if rank == 1:
        return Reason(Ground.GROUP, _("enseigne au groupe %(code)s", code=words))
    if rank == 2:
        return Reason(Ground.NAMED, named_words(words, as_date(day)), as_date(day))
    return Reason(Ground.OPENING, opening_words(words, as_moment(moment)), as_moment(moment))


def named_words(reason: str, until: Any) -> str:
    """Why someone was brought in by name, and until when."""
    if until is None:
        return reason
    return _("%(reason)s, jusqu’au %(day)s", reason=reason, day=date_words(until, weekday=False))


def opening_words(reason: str, until: Any) -> str:
    """Why someone opened the file from outside the circle, and until when."""
    return _("accès ouvert jusqu’à %(moment)s : %(reason)s", moment=moment_words(until), reason=reason)


def can_see_restricted(user: User) -> bool:
    """Restricted notes are for the direction and the agents only."""
    return user.role in LEADS


def can_work_on(user: User, family_id: int) -> bool:
    """Whether this person may write in the file: whoever may open it."""
    return why_access(user, family_id) is not None


class Rights(NamedTuple):
    """What a person does in the files they may open.

    Attributes:
        edit: write in the file (plan, tier, forces); teachers read them.
        contacts: keep the contact data.
        pupils: change groups and attach pupils, which opens the file to the teachers of these groups.
        circle: bring people in or out; nobody brings themselves in.
    """

    edit: bool
    contacts: bool
    pupils: bool
    circle: bool


EDITORS = LEADS | {Role.PROFESSIONAL}
CONTACT_EDITORS = EDITORS | {Role.SECRETARIAT}
PUPIL_EDITORS = LEADS | {Role.SECRETARIAT}
CIRCLE_EDITORS = LEADS


def rights_of(user: User) -> Rights:
    """What this person's role lets them do; which families, ``visible_to`` says."""
    sets = (EDITORS, CONTACT_EDITORS, PUPIL_EDITORS, CIRCLE_EDITORS)
    return Rights(*(user.role in roles for roles in sets))
