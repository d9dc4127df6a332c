"""Where the judicial-record check of a volunteer stands, for activities with regular contact with pupils.

The centre de services checks; the school keeps the answer and its date, nothing else. Who is not cleared keeps their
place and their turn, and waits: nobody says they were there with pupils.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from flask_babel import gettext as _

from schoolapp import clock
from schoolapp.accounts.models import User
from schoolapp.activities.models import Activity, SignUp, Slot, Verification
from schoolapp.activities.vocabulary import CHECKS, CLEARED, LIVE, REFUSED, TO_DECLARE, VERIFIED
from schoolapp.audit import record
from schoolapp.database import atomic
from schoolapp.errors import Refused
from schoolapp.formats import date_words
from schoolapp.records import NamedTuple

TAGS = {TO_DECLARE: "wait", VERIFIED: "done", REFUSED: "late"}


class Check(NamedTuple):
    """What is known of one person."""

    status: str
    on: date | None = None
    version: int = 0

    @property
    def cleared(self) -> bool:
        return self.status in CLEARED

    @property
    def tag(self) -> str:
        return TAGS.get(self.status, "")

    @property
    def words(self) -> str:
        """What everybody reads beside the name."""
        if self.status == VERIFIED and self.on:
            return _("Antécédents vérifiés le %(day)s", day=date_words(self.on, weekday=False))
        if self.status == TO_DECLARE:
            return _("Attend la vérification d’antécédents")
        if self.status == REFUSED:
            return _("Ne peut pas être en contact régulier avec des élèves")
        return _("Vérification d’antécédents non requise")


UNKNOWN = Check(TO_DECLARE)


class Volunteer(NamedTuple):
    """Somebody who signed up for regular contact with pupils."""

    sign_up_id: int
    name: str
    check: Check
    activities: list[str]


def known(rows: Iterable[Any]) -> dict[int, Check]:
    """The checks of sign-ups, by id, in one statement."""
    rows = list(rows)
    guardians = {row.guardian_id for row in rows if row.guardian_id}
    keys = {row.person_key for row in rows}
    if not rows:
        return {}
    found = Verification.select().where(
        Verification.guardian.in_(list(guardians)) | Verification.person_key.in_(list(keys))
    )
    by_guardian, by_key = {}, {}
    for one in found:
        check = Check(one.status, one.on, one.version)
        if one.guardian_id:
            by_guardian[one.guardian_id] = check
        else:
            by_key[one.person_key] = check
    return {row.id: by_guardian.get(row.guardian_id) or by_key.get(row.person_key) or UNKNOWN for row in rows}


def demand(activity: Activity, row: SignUp) -> None:
    """Refuse to have somebody with pupils before they are cleared.

    Raises:
        Refused: with the reason.
    """
    if activity.regular_contact and not (check := known([row])[row.id]).cleared:
        raise Refused(
            _("%(name)s : %(why)s. La direction note l’état de la vérification.", name=row.name, why=check.words)
        )


def volunteers() -> list[Volunteer]:
    """Everybody who is signed up for regular contact with pupils from now on, those who wait first."""
    ahead = (Slot.ends_at > clock.now()) & SignUp.state.in_(LIVE) & SignUp.merged_into.is_null()
    query = SignUp.select(SignUp, Slot, Activity).join(Slot).join(Activity)
    rows = list(query.where(ahead & Activity.regular_contact).order_by(SignUp.sort_key, SignUp.id))
    checks, people = known(rows), {}
    for row in rows:
        key = row.guardian_id or row.person_key
        person = people.setdefault(key, Volunteer(row.id, row.name, checks[row.id], []))
        if row.slot.activity.title not in person.activities:
            person.activities.append(row.slot.activity.title)
    order = list(CHECKS)
    first = {TO_DECLARE: -1}
    return sorted(people.values(), key=lambda one: first.get(one.check.status, order.index(one.check.status)))


def set_check(row: SignUp, expected: int, status: str, on: date | None, *, by: User) -> None:
    """Keep where the check of this person stands. Only the direction does.

    Raises:
        Stale: someone else set it since.
    """
    day = on if status == VERIFIED else None
    who = {"guardian": row.guardian_id} if row.guardian_id else {"person_key": row.person_key}
    same = Verification.guardian == row.guardian_id if row.guardian_id else Verification.person_key == row.person_key
    with atomic():
        columns = {"status": status, "on": day, "set_by": by.id, "set_at": clock.now()}
        check = Verification.get_or_none(same)
        if check is None:
            check = Verification.create(name=row.name, **who, **columns)
        else:
            check.change(expected or check.version, **columns)
        record("volunteer.checked", by=by, subject=check, family=row.family_id, detail={"etat": status})
