"""Who lives together: the guardians of each family, and the homes where they and the pupils live."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import field

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from schoolapp.families.models import Guardian, Household, HouseholdPupil
from schoolapp.imports.planning import guardians
from schoolapp.imports.planning.families import Child, Families
from schoolapp.imports.planning.history import tied_before
from schoolapp.imports.planning.people import Directory, Person, address_key, complete, contacts, gather
from schoolapp.imports.planning.plan import Line, Plan
from schoolapp.imports.planning.world import KnownGuardian
from schoolapp.records import dataclass

ADDRESS = _l("adresse")


@dataclass
class Tied:
    """A person in one family: who they are there, and the children they answer for with what they are to them."""

    person: Person
    family: int
    children: list[tuple[Child, str]]
    known: KnownGuardian | None


@dataclass
class Homes:
    """Plans the families, homes and guardians of all the children."""

    plan: Plan
    children: list[Child]
    addresses: dict[int, dict[str, int]] = field(default_factory=lambda: defaultdict(dict))
    placed: set[tuple[int, int]] = field(default_factory=set)
    housed: set[int] = field(default_factory=set)
    taken: set[int] = field(default_factory=set)
    untied: set[tuple[int, int]] | None = None

    def settle(self) -> list[Person]:
        """Plan everything. Returns the people of the file."""
        world = self.plan.world
        people = gather([child.record for child in self.children])
        directory = Directory(world)
        for person in people:
            pupils = {child.known.id for place, _r in person.pupils if (child := self.children[place]).known}
            person.known = directory.find(person, pupils)
        theirs = {at: set(world.families_of(child.known)) for at, child in enumerate(self.children) if child.known}
        guardians.ask_about_likely(people, directory, theirs, self.plan)
        for household in world.households.values():
            self.addresses[household.family].setdefault(address_key(household.address), household.id)
        for child in self.children:
            if child.known:
                self.placed |= {(home, child.id) for home in child.known.households}
        self.housed = {pupil for _home, pupil in self.placed}
        Families(self.plan, self.children).settle(people)
        self._settle_people(people)
        for child in self.children:
            if child.id not in self.housed:
                self._live(self._home(child.family, child.record.address, child), child)
        return people

    def _settle_people(self, people: list[Person]) -> None:
        tied = _merged(one for person in people for one in self._tied(person))
        wanted: dict[int, dict[int, str]] = defaultdict(dict)
        for one in tied:
            if one.known and not one.known.removed and (address := self._told_address(one)):
                wanted[one.known.household][one.known.id] = address
        for one in tied:
            if one.known is None:
                self._welcome(one)
            elif not one.known.removed:
                self._update(one, wanted[one.known.household])

    def _tied(self, person: Person) -> Iterator[Tied]:
        by_family: dict[int, list[tuple[Child, str]]] = defaultdict(list)
        for place, relation in person.pupils:
            child = self.children[place]
            by_family[self._family_with(person, child)].append((child, relation))
        for family, children in by_family.items():
            known = self._known_in(person, family, {child.id for child, _relation in children})
            yield Tied(person, family, children, known)

    def _family_with(self, person: Person, child: Child) -> int:
        """The family in which a person answers for a child: the child may live with two."""
        if child.known is None:
            return child.family
        theirs = self.plan.world.families_of(child.known)
        tied = [one for one in person.known if child.id in one.links]
        here = [self.plan.world.family_of(one) for one in (*tied, *person.known)]
        return next((family for family in here if family in theirs), child.family)

    def _known_in(self, person: Person, family: int, pupils: set[int]) -> KnownGuardian | None:
        world = self.plan.world
        here = [one for one in person.known if world.family_of(one) == family and one.id not in self.taken]
        if not here:
            return None
        mine = person.contacts
        best = min(here, key=lambda one: (not pupils & one.links.keys(), not mine & contacts(one), one.removed, one.id))
        self.taken.add(best.id)
        return best

    def _told_address(self, tied: Tied) -> str:
        """Where the file says that a known guardian lives: at the pupil's, when the pupil has that one home."""
        child = tied.children[0][0]
        alone = child.known is not None and child.known.households == [tied.known.household]  # type: ignore[union-attr]
        return tied.person.record.address or (child.record.address if alone else "")

    def _welcome(self, tied: Tied) -> None:
        record, first = tied.person.record, tied.children[0][0]
        household = self._home(tied.family, record.address or first.record.address, first)
        guardian = guardians.create(tied.person, household, self.plan)
        for child, relation in tied.children:
            guardians.tie(guardian, child.id, relation, self.plan)
            self._live(household, child)
            if child.known:
                child.line.change(_("personne responsable ajoutée"), "", record.name)

    def _update(self, tied: Tied, wanted: dict[int, str]) -> None:
        known, line = tied.known, tied.children[0][0].line
        if known is None:
            return
        guardians.update(known, tied.person, line, self.plan)
        household = self._follow_move(known, wanted, line)
        for child, relation in tied.children:
            if child.id in known.links:
                guardians.update_tie(known, child.id, relation, child.line, self.plan)
                if household != known.household:
                    self._live(household, child)
            elif not self._was_untied(known, child):
                guardians.tie(known.id, child.id, relation, self.plan)
                self._live(household, child)
                if child.known:
                    child.line.change(_("personne responsable ajoutée"), "", known.name)

    def _was_untied(self, guardian: KnownGuardian, child: Child) -> bool:
        """Whether somebody took this tie away by hand since a file brought it."""
        if child.known is None:
            return False
        if self.untied is None:
            self.untied = tied_before()
        return (guardian.id, child.id) in self.untied

    def _follow_move(self, guardian: KnownGuardian, wanted: dict[int, str], line: Line) -> int:
        """The home of a guardian who may have moved: with everybody there, or alone to another home.

        Args:
            wanted: where the file says that each guardian of this home lives.
        """
        home = self.plan.world.households[guardian.household]
        address = wanted.get(guardian.id, "")
        if not address or _same_address(address, home.address):
            return home.id
        together = all(_same_address(address, other) for other in wanted.values())
        somebody_stays = any(_same_address(home.address, other) for other in wanted.values())
        if together or not home.address or (not somebody_stays and min(wanted) == guardian.id):
            if self.plan.settle(Household, home, "address", address, line, ADDRESS):
                self.addresses[home.family][address_key(address)] = home.id
                home.address = address
            return home.id
        about = {"who": line.label, "what": _("adresse de %(name)s", name=guardian.name)}
        if not self.plan.may_write(Guardian, guardian, "household", home.address, address, about):
            return home.id
        target = self._home(home.family, address, None)
        self.plan.change(Guardian, guardian.id, "household", home.id, target)
        line.change(about["what"], home.address, address)
        return target

    def _home(self, family: int, address: str, child: Child | None) -> int:
        """The home of a family at this address, made when there is none."""
        homes = self.addresses[family]
        if not address and child is not None and child.known and child.known.households:
            return child.known.households[0]
        if not address and homes:
            return next(iter(homes.values()))
        for key, household in homes.items():
            if _same_key(key, address_key(address)):
                return household
        household = self.plan.create(Household, family=family, address=address)
        homes[address_key(address)] = household
        self.plan.families.add(family)
        return household

    def _live(self, household: int, child: Child) -> None:
        if (household, child.id) not in self.placed:
            self.placed.add((household, child.id))
            self.housed.add(child.id)
            self.plan.create(HouseholdPupil, household=household, pupil=child.id)
            self.plan.families.add(child.family)


def _merged(tied: Iterable[Tied]) -> list[Tied]:
    """One person where rows of brothers and sisters name the same one, though nothing but the name says so."""
    by_name: dict[tuple[int, str], list[Tied]] = defaultdict(list)
    kept: list[Tied] = []
    for one in tied:
        children = {child.id for child, _relation in one.children}
        for other in by_name[(one.family, one.person.key)]:
            if not children & {child.id for child, _relation in other.children}:
                complete(other.person.record, one.person.record)
                other.children += one.children
                other.known = other.known or one.known
                break
        else:
            by_name[(one.family, one.person.key)].append(one)
            kept.append(one)
    return kept


def _same_address(one: str, other: str) -> bool:
    return _same_key(address_key(one), address_key(other))


def _same_key(one: str, other: str) -> bool:
    """Whether two addresses are one, written with or without the city and the postal code."""
    return one == other or bool(one and other and (one.startswith(f"{other} ") or other.startswith(f"{one} ")))
