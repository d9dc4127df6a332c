"""The rows around a sheet as its page shows them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from schoolapp import clock
from schoolapp.partners import maps, words
from schoolapp.partners.vocabulary import ARCHIVED, FAX, SUSPENDED, TEXT
from schoolapp.records import NamedTuple


class Number(NamedTuple):
    """A phone number and whose it is: ``owner`` is service, organization, place or contact, and ``ref`` its id."""

    ref: int
    owner: str
    digits: str
    typed: str
    extension: str
    kind: str
    words: str

    @property
    def shown(self) -> str:
        return words.phone_number(self.digits, self.typed)

    @property
    def line(self) -> str:
        """With its extension, its kind and its words."""
        return words.phone_line(self)

    @property
    def url(self) -> str:
        """What a tap does: call, or write a text; empty for a fax."""
        if self.kind == FAX or not self.digits:
            return ""
        number = words.dial(self.digits, self.typed)
        return f"sms:{number}" if self.kind == TEXT else f"tel:{number}" + (f",{self.extension}" * bool(self.extension))

    @property
    def is_text(self) -> bool:
        return self.kind == TEXT


class Where(NamedTuple):
    """A place."""

    id: int
    name: str
    address: str
    address_more: str
    city: str
    postal_code: str
    accessible: bool | None
    access_words: str
    transport: str
    latitude: float | None
    longitude: float | None
    phones: list[Number]

    @property
    def label(self) -> str:
        return words.place_name(self)

    @property
    def line(self) -> str:
        """Its address; empty when its name says it already."""
        return words.address_line(self) if self.name else ""

    @property
    def map_url(self) -> str:
        """Where to see it on a map, opened only when one asks; empty without an address."""
        return maps.map_url(self)


class Hours(NamedTuple):
    """A schedule; ``place_id`` is None when it holds everywhere."""

    place_id: int | None
    byday: list[str]
    opens_at: str | None
    closes_at: str | None
    valid_from: date | None
    valid_to: date | None
    words: str

    @property
    def line(self) -> str:
        return words.schedule_line(self)

    @property
    def over(self) -> bool:
        """Whether its season is past."""
        return self.valid_to is not None and self.valid_to < clock.today()


class Person(NamedTuple):
    """Somebody to speak with."""

    id: int
    service_id: int | None
    name: str
    title: str
    department: str
    email: str
    phones: list[Number]

    @property
    def about(self) -> str:
        return ", ".join(part for part in (self.title, self.department) if part)


class Said(NamedTuple):
    """A tip of a colleague."""

    id: int
    author_id: int
    words: str
    author: str
    at: datetime
    service: str | None


class Agreed(NamedTuple):
    """An agreement with the school."""

    id: int
    version: int
    what: str
    since: date | None
    until: date | None
    contact: str
    ended: bool

    @property
    def over(self) -> bool:
        """Whether it holds no more."""
        return self.ended or (self.until is not None and self.until < clock.today())

    @property
    def span(self) -> str:
        return words.season_words(self.since, self.until)


class Line(NamedTuple):
    """Another service of the organisation, with what ``freshness`` needs."""

    id: int
    name: str
    state: str
    confirm_by: date | None
    confirmed_at: datetime | None
    sort_key: str
    confirmed_words: Any = None

    @property
    def archived(self) -> bool:
        return self.state == ARCHIVED

    @property
    def suspended(self) -> bool:
        return self.state == SUSPENDED
