"""Reading the people of a family, for whoever may see its contact data."""

from __future__ import annotations

import peewee
from flask import abort
from flask_babel import gettext as _

from schoolapp.accounts.models import User
from schoolapp.errors import Refused
from schoolapp.families.circle import rights_of
from schoolapp.families.family import Family
from schoolapp.families.file_sheet import Contacts
from schoolapp.families.people import Group, Guardian, Household, HouseholdPupil, Pupil
from schoolapp.formats import search_key, sort_key

FOUND = 20


def with_home(contacts: Contacts) -> Contacts:
    """The same family, which has a home to put somebody in.

    Raises:
        Refused: when it has none yet.
    """
    if not contacts.homes:
        raise Refused(_("Ajoutez d’abord un foyer à cette famille."))
    return contacts


def home_for(contacts: Contacts, home_id: int) -> Household:
    """A home of this family; 404 for another's."""
    if home_id not in {home.id for home in contacts.homes}:
        abort(404)
    return Household.get_by_id(home_id)


def guardian_for(contacts: Contacts, guardian_id: int, *, removed: bool = False) -> Guardian:
    """A responsible person of this family (of those taken off it, with ``removed``); 404 for another's."""
    homes = [home.id for home in contacts.homes]
    here = (Guardian.id == guardian_id) & Guardian.household.in_(homes) & Guardian.removed_at.is_null(not removed)
    return Guardian.select().where(here).first() or abort(404)


def pupil_for(contacts: Contacts, pupil_id: int) -> Pupil:
    """A pupil of this family; 404 for another's."""
    if pupil_id not in {child.id for child in contacts.children}:
        abort(404)
    return Pupil.get_by_id(pupil_id)


def any_pupil(pupil_id: int) -> Pupil:
    """A pupil of the school, for those who place pupils; 404 when there is none."""
    return Pupil.get_or_none(Pupil.id == pupil_id) or abort(404)


def groups_for(user: User, pupil: Pupil | None = None) -> list[Group] | None:
    """The groups a pupil may be put in: those of the present year, and the pupil's own. None when not one's to say."""
    if not rights_of(user).pupils:
        return None
    wanted = Group.year == user.school.current_year_id
    if pupil is not None and pupil.group_id:
        wanted |= Group.id == pupil.group_id
    return list(Group.select().where(wanted).order_by(Group.level, Group.code))


def pupils_named(words: str, contacts: Contacts) -> list[tuple[Pupil, list[str]]]:
    """Pupils of the school whose names hold all these words, who are not of this family, with their families' names."""
    keys = search_key(words).split()
    if not keys:
        return []
    query = Pupil.select(Pupil, Group).join(Group, peewee.JOIN.LEFT_OUTER).where(Pupil.left_on.is_null())
    for key in keys:
        query = query.where(Pupil.search_key.contains(key))
    mine = [child.id for child in contacts.children]
    found = list(query.where(Pupil.id.not_in(mine)).order_by(Pupil.sort_key, Pupil.id).limit(FOUND))
    links = HouseholdPupil.select(HouseholdPupil.pupil, Family.name).join(Household).join(Family)
    names: dict[int, set[str]] = {}
    for pupil_id, name in links.where(HouseholdPupil.pupil.in_(found)).tuples():
        names.setdefault(pupil_id, set()).add(name)
    return [(pupil, sorted(names.get(pupil.id, ()), key=sort_key)) for pupil in found]
