"""What a partner sees of its sheets: the words that the school shows of it, never what is kept to the school."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import field
from typing import Any

from flask_babel import gettext as _
from peewee import JOIN, fn

from schoolapp.partners import freshness, sheet_fields, words
from schoolapp.partners.freshness import Freshness
from schoolapp.partners.models import (
    Organization,
    Phone,
    Place,
    Proposal,
    Schedule,
    Service,
    ServicePlace,
    SheetLink,
)
from schoolapp.partners.proposals import PROPOSED
from schoolapp.partners.sheet_fields import TELL, Around
from schoolapp.partners.vocabulary import ACTIVE, ARCHIVED
from schoolapp.records import NamedTuple, dataclass

UNSHOWN = {"name", TELL}  # the name is the heading
NOT_SAID = {("free", ""), ("ages", ""), ("state", ACTIVE)}


class Fact(NamedTuple):
    """One line of a sheet."""

    label: str
    text: str


class Sheet(NamedTuple):
    """One sheet: its name, what it says, how many corrections wait for the school."""

    row: Any
    facts: list[Fact]
    waiting: int
    fresh: Freshness | None = None

    @property
    def mark(self) -> str:
        """The sheet as it is shown: « 12:3 »."""
        return f"{self.row.id}:{self.row.version}"


@dataclass(frozen=True)
class Sheets:
    """All that a link opens."""

    organization: Sheet
    services: list[Sheet] = field(default_factory=list)

    @property
    def to_confirm(self) -> list[Sheet]:
        """Those that the partner may say are right at once."""
        return [sheet for sheet in self.services if not sheet.waiting]


def of(link: SheetLink) -> Sheets:
    """The sheets of a link, in four statements whatever their number."""
    organization, services = link.organization, _services(link.organization_id)
    ids = [row.id for row in services] or [0]
    phones = _by(
        Phone.select().where((Phone.organization == organization.id) | Phone.service.in_(ids)).order_by(Phone.id),
        "service_id",
    )
    hours = _by(Schedule.select().where(Schedule.service.in_(ids)).order_by(Schedule.id), "service_id")
    places, sites = _places(organization.id)
    own = services[0].own_waiting if services else _waiting(organization.id, None)
    return Sheets(
        Sheet(organization, facts(organization, Around(phones[None], places=sites)), own),
        [
            Sheet(row, _service_facts(row, Around(phones[row.id], hours[row.id]), places[row.id]), row.waiting, of_row)
            for row in services
            for of_row in (freshness.of(row),)
        ],
    )


def _places(organization: int) -> tuple[dict[int, list[Place]], list[Place]]:
    """The places of each service, and all those of the organisation, in one statement."""
    at: dict[int, list[Place]] = defaultdict(list)
    sites: dict[int, Place] = {}
    rows = Place.select(Place, ServicePlace.service.alias("service_id")).join(ServicePlace, JOIN.LEFT_OUTER)
    for place in rows.where(Place.organization == organization).order_by(Place.id, ServicePlace.id).objects():
        sites[place.id] = place
        at[place.service_id].append(place)
    return at, list(sites.values())


def _by(rows: Iterable[Any], column: str) -> dict[Any, list[Any]]:
    found: dict[Any, list[Any]] = defaultdict(list)
    for row in rows:
        found[getattr(row, column)].append(row)
    return found


def _services(organization: int) -> list[Any]:
    waits = Proposal.alias()
    count = waits.select(fn.COUNT(waits.id)).where((waits.service == Service.id) & (waits.state == PROPOSED))
    others = Proposal.alias()
    here = (others.organization == organization) & others.service.is_null() & (others.state == PROPOSED)
    own = others.select(fn.COUNT(others.id)).where(here)
    shown = (Service.organization == organization) & (Service.state != ARCHIVED) & Service.merged_into.is_null()
    rows = Service.select(Service, count.alias("waiting"), own.alias("own_waiting")).where(shown)
    return list(rows.order_by(Service.sort_key, Service.id))


def _waiting(organization: int, service: int | None) -> int:
    here = (Proposal.organization == organization) & (Proposal.state == PROPOSED)
    here &= Proposal.service == service if service else Proposal.service.is_null()
    return Proposal.select().where(here).count()


def facts(row: Any, beside: Around) -> list[Fact]:
    """What the sheet says, field by field; nothing of what it does not say."""
    found, texts = [], sheet_fields.texts(row, beside)
    unsaid = NOT_SAID | ({("free", "non")} if texts.get("cost") else set())  # the price says so
    for name, text in texts.items():
        said = "" if name in UNSHOWN or (name, text) in unsaid else sheet_fields.shown(row, name, text)
        if said:
            found.append(Fact(sheet_fields.label(name), said))
    return found


def _service_facts(row: Service, beside: Around, places: list[Place]) -> list[Fact]:
    found = facts(row, beside)
    where = "\n".join(_address(place) for place in places)
    return [*found, Fact(_("Lieux"), where)] if where else found


def _address(place: Place) -> str:
    address = words.address_line(place)
    return f"{place.name}, {address}" if place.name and address else words.place_name(place)


def sheet_of(link: SheetLink, service_id: int | None) -> Organization | Service | None:
    """The sheet of this link to correct: a service that it shows, or the organisation itself."""
    if service_id is None:
        return link.organization
    here = (Service.id == service_id) & (Service.organization == link.organization_id) & (Service.state != ARCHIVED)
    return Service.select().where(here & Service.merged_into.is_null()).first()
