"""What the directory reads: the families whose contacts a person may see, page by page, in three statements."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import peewee

from schoolapp.access import Role
from schoolapp.accounts.models import User
from schoolapp.families.circle import contacts_visible_to, visible_to
from schoolapp.families.models import (
    ContactPreference,
    Family,
    Group,
    Guardian,
    Household,
    HouseholdPupil,
    Phone,
    Pupil,
)
from schoolapp.families.vocabulary import ENDED
from schoolapp.formats import phone, search_key, sort_key
from schoolapp.forms import tidy
from schoolapp.records import NamedTuple

PAGE_SIZE = 50
MOST_WORDS = 6
ORDER = (Family.sort_key, Family.id)
SHOWN = (
    Family.id,
    Family.name,
    Family.link_state,
    Family.pupils_line,
    Family.language,
    Family.interpreter,
    Family.means,
    Family.moments,
)


class Search(NamedTuple):
    """What is looked for: words of a name, a group, families that are not on the board."""

    text: str = ""
    group: str = ""
    off_board: bool = False

    @classmethod
    def of(cls, user: User, args: Mapping[str, str], groups: Mapping[str, str]) -> Search:
        """The search of an address; the secretariat, which knows no state of a link, cannot ask for one."""
        group = tidy(args.get("groupe", ""))[:40]
        off_board = args.get("hors_tableau") == "1" and user.role != Role.SECRETARIAT
        return cls(tidy(args.get("nom", ""))[:100], group if group in groups else "", off_board)

    def query(self) -> dict[str, str]:
        """The search as parameters of the address."""
        asked = {"nom": self.text, "groupe": self.group, "hors_tableau": "1" if self.off_board else ""}
        return {name: value for name, value in asked.items() if value}


class Contact(NamedTuple):
    """A responsible person and the ways to reach them."""

    id: int
    name: str
    email: str
    address: str
    phones: tuple[str, ...]


class Page(NamedTuple):
    """One page of the directory; ``contacts`` are by family."""

    families: list[Family]
    contacts: dict[int, list[Contact]]
    total: int
    number: int
    last: int


def page(user: User, search: Search, number: str) -> Page:
    """Page ``number`` of the families found; the last one when there are not that many."""
    found = _found(user, search)
    total = found.count()
    last = max(1, -(-total // PAGE_SIZE))
    wanted = int(number) if number.isascii() and number.isdecimal() and len(number) < 6 else 1
    wanted = min(max(1, wanted), last)
    families = list(found.select(*SHOWN).order_by(*ORDER).paginate(wanted, PAGE_SIZE))
    return Page(families, contacts([family.id for family in families]), total, wanted, last)


def everything(user: User, search: Search) -> list[tuple[Family, list[Contact]]]:
    """All the families found with all their people, for an export."""
    preference = (ContactPreference.not_before, ContactPreference.not_after, ContactPreference.no_go)
    families = list(
        _found(user, search)
        .select(*SHOWN, *preference)
        .join(ContactPreference, peewee.JOIN.LEFT_OUTER, on=(ContactPreference.family == Family.id), attr="wish")
        .order_by(*ORDER)
    )
    people: dict[int, list[Contact]] = {}
    for start in range(0, len(families), 500):
        people |= contacts([family.id for family in families[start : start + 500]])
    return [(family, people.get(family.id, [])) for family in families]


def contacts(family_ids: list[int]) -> dict[int, list[Contact]]:
    """The responsible people of these families, the first one known first, in one statement."""
    rows = (
        Guardian.select(
            Household.family_id, Guardian.id, Guardian.name, Guardian.email, Household.address, Phone.number, Phone.raw
        )
        .join(Household)
        .join(Phone, peewee.JOIN.LEFT_OUTER, on=(Phone.guardian == Guardian.id))
        .where(Household.family.in_(family_ids) & Guardian.removed_at.is_null())
        .order_by(Guardian.id, Phone.position, Phone.id)
        .tuples()
    )
    people: dict[int, tuple[int, list[Any], list[str]]] = {}
    for family_id, identity, name, email, address, number, raw in rows:
        person = people.setdefault(identity, (family_id, [name, email, address], []))
        if number or raw:
            person[2].append(phone(number) if number else raw)
    found: dict[int, list[Contact]] = {}
    for identity, (family_id, (name, email, address), phones) in people.items():
        found.setdefault(family_id, []).append(Contact(identity, name, email, address, tuple(phones)))
    return found


def _found(user: User, search: Search) -> peewee.ModelSelect:
    families = contacts_visible_to(user)
    if search.group:
        families = families.where(Family.id.in_(_with_pupil(Group.code == search.group, user)))
    if search.off_board:
        families = families.where(Family.link_state.is_null() | (Family.link_state == ENDED))
    for word in search_key(search.text).split():
        families = families.where(_named(word))
    return families


def _with_pupil(condition: Any, user: User) -> peewee.ModelSelect:
    """Ids of the families with a present pupil in a group of this year that satisfies ``condition``."""
    return (
        Household.select(Household.family)
        .join(HouseholdPupil)
        .join(Pupil)
        .join(Group, on=(Pupil.group == Group.id))
        .where(Pupil.left_on.is_null() & (Group.year == user.school.current_year_id) & condition)
    )


def _named(word: str) -> Any:
    """The word is in the name of the family, of one of its children or of one of its people."""
    children = Household.select(Household.family).join(HouseholdPupil).join(Pupil)
    people = Household.select(Household.family).join(Guardian).where(Guardian.removed_at.is_null())
    return (
        Family.search_key.contains(word)
        | Family.id.in_(children.where(Pupil.search_key.contains(word) & Pupil.left_on.is_null()))
        | Family.id.in_(people.where(Guardian.search_key.contains(word)))
    )


def families_named(user: User, words: str, limit: int) -> list[Family]:
    """The families that this person may open, of those that each of these words names; none without words."""
    keys = search_key(words).split()[:MOST_WORDS]
    if not keys:
        return []
    found = visible_to(user).select(Family.id, Family.name, Family.pupils_line)
    for key in keys:
        found = found.where(_named(key))
    return list(found.order_by(*ORDER).limit(limit))


def pupils_by_label() -> dict[str, int]:
    """The pupils of the school by a label that tells them apart: « Léa Tremblay-Nguyen, 302 »."""
    rows = (
        Pupil.select(Pupil.id, Pupil.first_name, Pupil.preferred_name, Pupil.last_name, Pupil.number, Group.code)
        .join(Group, peewee.JOIN.LEFT_OUTER, on=(Pupil.group == Group.id))
        .where(Pupil.left_on.is_null())
        .order_by(Pupil.sort_key, Pupil.id)
        .tuples()
    )
    labels: dict[str, int] = {}
    for identity, first, preferred, last, number, code in rows:
        label = ", ".join(part for part in (f"{preferred or first} {last}".strip(), code) if part)
        labels[label if label not in labels else f"{label}, nº {number or identity}"] = identity
    return labels


def families_like(name: str, pupil_ids: Iterable[int]) -> list[Family]:
    """The families that a new one may repeat: those of the same name, and those of these children."""
    of_pupils = Household.select(Household.family).join(HouseholdPupil)
    siblings = Family.id.in_(of_pupils.where(HouseholdPupil.pupil.in_(list(pupil_ids))))
    plain = sort_key(name).partition("\x01")[0]  # what follows is about accents
    namesakes = (Family.sort_key >= f"{plain}\x01") & (Family.sort_key < f"{plain}\x02")
    return list(Family.select().where(siblings | namesakes).order_by(Family.sort_key, Family.id).limit(5))
