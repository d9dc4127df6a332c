"""Families: made of the pupils who share people or a home.

A pupil of the school keeps their family. A new pupil joins the family of a guardian or a sibling, or begins one. Two
families of the school are never made into one by a file: people may have worked on both.
"""

from __future__ import annotations

from collections import Counter, defaultdict

from flask_babel import gettext as _

from schoolapp import clock
from schoolapp.families import cards
from schoolapp.families.models import Family
from schoolapp.formats import search_key
from schoolapp.imports.planning.people import Groups, Person, address_key
from schoolapp.imports.planning.plan import Line, Plan
from schoolapp.imports.planning.world import KnownGuardian, KnownPupil
from schoolapp.imports.readers.records import PupilRecord
from schoolapp.imports.readers.values import name_key
from schoolapp.records import dataclass

MOST_IN_ONE_FAMILY = 15


@dataclass
class Child:
    """A pupil of the file on the way in: the record, the known pupil if any, the row's id, the line that tells it."""

    record: PupilRecord
    known: KnownPupil | None
    line: Line
    id: int
    family: int = 0


@dataclass
class Families:
    """Puts the children in families."""

    plan: Plan
    children: list[Child]

    def settle(self, people: list[Person]) -> None:
        """Give every child a family."""
        groups = self._components(people)
        by_root: dict[int, list[int]] = defaultdict(list)
        for place in range(len(self.children)):
            by_root[groups.root(place)].append(place)
        guardians_of: dict[int, list[KnownGuardian]] = defaultdict(list)
        for person in people:
            for place, _relation in person.pupils:
                guardians_of[place] += [one for one in person.known if not one.removed]
        for places in by_root.values():
            self._place_component(places, guardians_of)

    def _components(self, people: list[Person]) -> Groups:
        groups = Groups(len(self.children))
        for person in people:
            groups.join_all(place for place, _relation in person.pupils)
        shared: dict[tuple[str, str], list[int]] = defaultdict(list)
        for place, child in enumerate(self.children):
            record = child.record
            if record.household_key:
                shared[("household", record.household_key)].append(place)
            if any(map(str.isdigit, record.address)) and record.last_name:
                shared[(address_key(record.address), name_key(record.last_name))].append(place)
        for (kind, _mark), places in shared.items():
            if len(places) <= MOST_IN_ONE_FAMILY:
                groups.join_all(places)
            elif kind == "household":
                self.plan.remarks.append(
                    _("Un même numéro de famille sert à %(count)s élèves : il n’a pas été suivi.", count=len(places))
                )
        return groups

    def _place_component(self, places: list[int], guardians_of: dict[int, list[KnownGuardian]]) -> None:
        world = self.plan.world
        families: Counter[int] = Counter()
        for place in places:
            if (known := self.children[place].known) and (theirs := world.families_of(known)):
                self.children[place].family = theirs[0]
                families[theirs[0]] += 1
        if len(families) > 1:
            names = ", ".join(sorted(f"{world.families[family]}" for family in families))
            self.plan.remarks.append(
                _("Ces familles de l’école semblent n’en faire qu’une dans le fichier : %(names)s.", names=names)
            )
        for place in places:
            if not self.children[place].family:
                near = Counter(world.family_of(one) for one in guardians_of[place]) or families
                best = min(near, key=lambda family: (-near[family], family)) if near else self._new_family(places)
                self.children[place].family = best
                families[best] += 1

    def _new_family(self, places: list[int]) -> int:
        names: dict[str, str] = {}
        for place in places:
            record = self.children[place].record
            name = record.last_name or record.first_name
            names.setdefault(search_key(name), name)
        name = "-".join(list(names.values())[:3])[:200]
        family = self.plan.create(Family, name=name, created_at=clock.now(), **cards.name_keys(name))
        self.plan.families.add(family)
        return family
