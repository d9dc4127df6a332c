"""The people responsible for the pupils: one person out of all the rows that name them, and who they are here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import field
from functools import lru_cache

from schoolapp.formats import search_key
from schoolapp.imports.planning.world import KnownGuardian, World
from schoolapp.imports.readers.merging import GUARDIAN_FIELDS
from schoolapp.imports.readers.records import GuardianRecord, PupilRecord
from schoolapp.imports.readers.values import name_key
from schoolapp.records import dataclass


class Groups:
    """Union-find: what is joined belongs together, in the order of the first seen."""

    def __init__(self, count: int) -> None:
        self.parent = list(range(count))

    def root(self, one: int) -> int:
        """The first member of the group of ``one``."""
        while self.parent[one] != one:
            self.parent[one] = self.parent[self.parent[one]]
            one = self.parent[one]
        return one

    def join(self, one: int, other: int) -> None:
        """Put two in the same group."""
        first, second = sorted((self.root(one), self.root(other)))
        self.parent[second] = first

    def join_all(self, members: Iterable[int]) -> None:
        """Put all of them in the same group."""
        first = None
        for member in members:
            if first is None:
                first = member
            else:
                self.join(first, member)


@dataclass
class Person:
    """A guardian as the whole file describes them; ``pupils`` are (place of the pupil in the file, relation)."""

    record: GuardianRecord
    key: str
    pupils: list[tuple[int, str]] = field(default_factory=list)
    known: list[KnownGuardian] = field(default_factory=list)

    @property
    def contacts(self) -> set[str]:
        """What reaches this person and nobody who does not live with them."""
        found = {phone.key for phone in self.record.phones}
        return found | ({self.record.email} if self.record.email else set())


@lru_cache(maxsize=50_000)
def address_key(address: str) -> str:
    """An address without its punctuation."""
    return search_key(address)


def gather(pupils: list[PupilRecord]) -> list[Person]:
    """Bring together the records of one person: same source id, or same name and a number, e-mail, home in common."""
    told = [(place, record) for place, pupil in enumerate(pupils) for record in pupil.guardians]
    groups = Groups(len(told))
    for members in _common(told, pupils).values():
        groups.join_all(members)
    people: dict[int, Person] = {}
    for at, (place, record) in enumerate(told):
        root = groups.root(at)
        if root not in people:
            people[root] = Person(_copy(record), name_key(record.name))
        else:
            complete(people[root].record, record)
        if place not in {known for known, _relation in people[root].pupils}:
            people[root].pupils.append((place, record.relation))
    return list(people.values())


def _common(told: list[tuple[int, GuardianRecord]], pupils: list[PupilRecord]) -> dict[tuple[str, ...], list[int]]:
    """The records that say the same of a person, by what they say."""
    found: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for at, (place, record) in enumerate(told):
        if record.source_id:
            found[("source", record.source_id)].append(at)
            continue
        name, pupil = name_key(record.name), pupils[place]
        if sum(name_key(one.name) == name for one in pupil.guardians) > 1:
            name = f"{name}, {record.relation}"  # a mother and her own mother, say, of the same name
        marks = [phone.key for phone in record.phones] + [record.email, pupil.household_key]
        marks.append(address_key(record.address or pupil.address))
        for mark in filter(None, marks):
            found[(name, mark)].append(at)
    return found


def _copy(record: GuardianRecord) -> GuardianRecord:
    values = {name: getattr(record, name) for name in GUARDIAN_FIELDS}
    return GuardianRecord(name=record.name, phones=list(record.phones), **values)


def complete(record: GuardianRecord, other: GuardianRecord) -> None:
    """Add to a record what another says of the same person."""
    for name in GUARDIAN_FIELDS:
        if getattr(record, name) in ("", None):
            setattr(record, name, getattr(other, name))
    known = {phone.key for phone in record.phones}
    record.phones += [phone for phone in other.phones if phone.key not in known]


class Directory:
    """The guardians of the school, to be found by what is known of a person."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.by_source: dict[str, list[KnownGuardian]] = defaultdict(list)
        self.by_contact: dict[str, list[KnownGuardian]] = defaultdict(list)
        self.by_name: dict[str, list[KnownGuardian]] = defaultdict(list)
        for guardian in world.guardians.values():
            if guardian.source_id:
                self.by_source[guardian.source_id].append(guardian)
            self.by_name[guardian.name_key].append(guardian)
            for contact in contacts(guardian):
                self.by_contact[contact].append(guardian)

    def find(self, person: Person, pupils: set[int]) -> list[KnownGuardian]:
        """Who this person is at the school: maybe one guardian in each of several families.

        Args:
            pupils: the ids of the known pupils the person is responsible for in the file.
        """
        if person.record.source_id and self.by_source.get(person.record.source_id):
            return self.by_source[person.record.source_id]
        homes = {address_key(person.record.address)} - {""}
        return [
            guardian
            for guardian in self.by_name.get(person.key, [])
            if not (guardian.source_id and person.record.source_id)
            and (
                pupils & guardian.links.keys()
                or person.contacts & contacts(guardian)
                or address_key(self.world.households[guardian.household].address) in homes
            )
        ]

    def reached_alike(self, person: Person) -> list[KnownGuardian]:
        """Guardians reached by the same number or e-mail, whatever their name."""
        found = {
            guardian.id: guardian
            for contact in person.contacts
            for guardian in self.by_contact.get(contact, [])
            if not guardian.removed
        }
        return [found[key] for key in sorted(found)]


def contacts(guardian: KnownGuardian) -> set[str]:
    """The numbers and the e-mail of a guardian."""
    found = {phone.key for phone in guardian.phones}
    return found | ({guardian.email.lower()} if guardian.email else set())
