"""A service in the directory as a search reads it: what a list shows, and what one looks for it by."""

from __future__ import annotations

from datetime import date, datetime

from schoolapp.partners.finding_hours import Hours, opens_at_weekend
from schoolapp.records import NamedTuple

FRESH, NEVER, OVERDUE = range(3)


class Number(NamedTuple):
    """A phone number: its digits, as it was typed, its extension and its kind."""

    digits: str
    typed: str
    extension: str = ""
    kind: str = "voix"
    words: str = ""


class Line(NamedTuple):
    """A service in the directory, with what a list shows and what one searches by."""

    id: int
    name: str
    sort_key: str
    organization_id: int
    organization: str
    other_name: str = ""
    national: bool = False
    beginning: str = ""
    suspended: bool = False
    needs: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    interpretation: str = ""
    age_min: int | None = None
    age_max: int | None = None
    free: bool | None = None
    cost: str = ""
    territory: str = ""
    places: tuple[str, ...] = ()
    approached_by: str = "tous"
    means: tuple[str, ...] = ()
    evening: bool = False
    accessible: bool = False
    confirm_by: date | None = None
    confirmed_at: datetime | None = None
    hours: tuple[Hours, ...] = ()
    phones: tuple[Number, ...] = ()

    @property
    def folded(self) -> str:
        """Its name as a search compares it: what its key in the French order begins with."""
        return self.sort_key.partition("\x01")[0]

    @property
    def direct(self) -> bool:
        """Whether families get there by themselves."""
        return self.approached_by in ("familles", "tous")

    @property
    def weekend(self) -> bool:
        return opens_at_weekend(self.hours)

    def freshness(self, today: date) -> int:
        """Whether somebody confirmed it, and not too long ago."""
        if self.confirm_by is None:
            return NEVER
        return FRESH if self.confirm_by >= today else OVERDUE

    def suits(self, age: int) -> bool:
        """Whether it is for somebody of that age."""
        return (self.age_min or 0) <= age and (self.age_max is None or age <= self.age_max)

    @property
    def bounded(self) -> bool:
        """Whether it says an age."""
        return self.age_min is not None or self.age_max is not None
