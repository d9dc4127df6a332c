"""Sign-ups whose family nobody knows yet: the queue, the families they may be of, a new file for them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from flask import abort
from flask_babel import gettext as _

from schoolapp.accounts.models import User
from schoolapp.activities import sign_ups
from schoolapp.activities.models import Activity, SignUp, Slot
from schoolapp.activities.sql import CANDIDATES
from schoolapp.activities.vocabulary import LIVE
from schoolapp.database import atomic, fetch_all
from schoolapp.families.circle import contacts_visible_to
from schoolapp.families.directory_verbs import FirstGuardian, create_family
from schoolapp.families.models import Family, Guardian, Household
from schoolapp.formats import search_key
from schoolapp.records import NamedTuple

SHOWN = 50
FOUND = 12


class Candidate(NamedTuple):
    """A family that an unknown parent may be of, and why it is proposed."""

    family_id: int
    family: str
    children: list[list[str]]
    guardian_id: int
    guardian: str
    by_phone: bool
    by_mail: bool
    by_name: bool

    @property
    def why(self) -> str:
        reasons = [
            (self.by_phone, _("même téléphone")),
            (self.by_mail, _("même courriel")),
            (self.by_name, _("même nom")),
        ]
        return _(", ").join(words for found, words in reasons if found)


class Unknown(NamedTuple):
    """One person of the queue: their latest sign-up, how many they have, whom they may be."""

    sign_up: SignUp
    times: int
    candidates: list[Candidate]


def waiting() -> tuple[list[Unknown], int]:
    """The people of the queue, one line each, the oldest first; and how many there are."""
    unmatched = SignUp.family.is_null() & (SignUp.aside == False) & SignUp.merged_into.is_null()  # noqa: E712
    query = SignUp.select(SignUp, Slot, Activity).join(Slot).join(Activity)
    rows = query.where(unmatched & SignUp.state.in_(LIVE)).order_by(SignUp.created_at, SignUp.id)
    people: dict[str, list[SignUp]] = {}
    for row in rows:
        people.setdefault(row.person_key, []).append(row)
    shown = list(people.values())[:SHOWN]
    return [Unknown(rows[-1], len(rows), candidates(rows[-1])) for rows in shown], len(people)


def count() -> int:
    """How many people wait in the queue."""
    unmatched = SignUp.family.is_null() & (SignUp.aside == False) & SignUp.merged_into.is_null()  # noqa: E712
    return SignUp.select(SignUp.person_key).where(unmatched & SignUp.state.in_(LIVE)).distinct().count()


def candidates(row: SignUp) -> list[Candidate]:
    """The families whose people have this number, this address or this name."""
    known = (row.phone_digits, row.email, search_key(row.name))
    return [
        Candidate(number, name, json.loads(line or "[]"), guardian, person, bool(phone), bool(mail), bool(same))
        for number, name, line, guardian, person, phone, mail, same, _key in fetch_all(CANDIDATES, [*known, *known])
    ]


def found(user: User, words: str) -> list[Family]:
    """Families by their name, their children's or their people's."""
    rows = contacts_visible_to(user)
    keys = search_key(words[:100]).split()[:8]
    if not keys:
        return []
    for key in keys:
        people = Household.select(Household.family).join(Guardian).where(Guardian.search_key.contains(key))
        rows = rows.where(Family.search_key.contains(key) | Family.id.in_(people))
    return list(rows.order_by(Family.sort_key, Family.id).limit(FOUND))


def link(row: SignUp, family_id: int, guardian_id: int | None, *, by: User) -> int:
    """Say whose family it is; 404 for one that this person may not see."""
    family = contacts_visible_to(by).where(Family.id == family_id).first() or abort(404)
    home = Guardian.select(Guardian, Household).join(Household)
    theirs = (Guardian.id == guardian_id) & (Household.family == family.id)
    return sign_ups.link(row, family, home.where(theirs).first() if guardian_id else None, by=by)


def open_file(row: SignUp, *, by: User) -> Family:
    """Make a file for the family of an unknown parent, with what they left of themselves."""
    person = FirstGuardian(row.name, "", row.phone_raw, "cellulaire", row.email)
    with atomic():
        family = create_family(name=row.name, address="", language=row.language, guardian=person, pupil_ids=[], by=by)
        guardian = Guardian.select().join(Household).where(Household.family == family.id).first()
        sign_ups.link(row, family, guardian, by=by)
    return family


def number(args: Mapping[str, Any], name: str) -> int | None:
    """An id of the address, or none."""
    text = str(args.get(name, ""))
    return int(text) if text.isascii() and text.isdecimal() and 0 < len(text) < 10 else None
