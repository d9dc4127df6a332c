"""What a search finds, kind by kind."""

from __future__ import annotations

from typing import Any

from schoolapp.records import NamedTuple, dataclass
from schoolapp.search.asked import Asked


class FamilyFound(NamedTuple):
    """A family, its children in words, and the person it was found by when its own name did not do."""

    id: int
    name: str
    children: str
    who: str


class PupilFound(NamedTuple):
    """A pupil; ``family_id`` is None for one whom nobody put in a family yet."""

    name: str
    official: str
    group: str
    gone: bool
    family_id: int | None
    number: str


class PhoneFound(NamedTuple):
    """A phone number and who answers."""

    family_id: int
    family: str
    person: str
    number: str


class GroupFound(NamedTuple):
    """A group of the present year."""

    code: str
    label: str


class PartnerFound(NamedTuple):
    """A service of the directory of partners, and whose it is."""

    id: int
    name: str
    organization: str


class RequestFound(NamedTuple):
    """A request to the agent: whom it is about, who asked, where it stands."""

    id: int
    about: str
    requester: str
    state: str


class Kind(NamedTuple):
    """The results of one kind: the first ones, and how many there are in all."""

    rows: list[Any]
    total: int

    @property
    def others(self) -> int:
        return self.total - len(self.rows)


NOTHING = Kind([], 0)
KINDS = ("families", "pupils", "phones", "groups", "requests", "partners", "beyond")


@dataclass
class Found:
    """All that a search found."""

    asked: Asked
    families: Kind = NOTHING
    pupils: Kind = NOTHING
    phones: Kind = NOTHING
    groups: Kind = NOTHING
    requests: Kind = NOTHING
    partners: Kind = NOTHING
    beyond: Kind = NOTHING

    @property
    def counts(self) -> dict[str, int]:
        """How many of each kind."""
        return {name: total for name in KINDS if (total := getattr(self, name).total)}

    @property
    def total(self) -> int:
        return sum(self.counts.values())
