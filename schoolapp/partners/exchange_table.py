"""The directory as a table for a spreadsheet: one row for each service, under the headers that an import knows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from schoolapp.imports.directory.service_columns import GROUPS
from schoolapp.partners import words
from schoolapp.partners.fields import as_text
from schoolapp.partners.hsds_rows import Directory
from schoolapp.partners.models import Contact, Organization, Phone, Place, Service
from schoolapp.partners.vocabulary import VOICE

COLUMNS = {name: label for _group, fields in GROUPS for name, label in fields.items() if name != "ages"}
SAME = (
    *("name", "words", "interpretation", "eligibility", "age_min", "age_max", "cost", "territory", "how", "wait"),
    *("documents", "email", "website"),
)


def headers() -> list[str]:
    """The headers, in French, in the order of the columns."""
    return [str(label) for label in COLUMNS.values()]


def rows() -> list[list[Any]]:
    """A row for each service, by organisation then by name."""
    directory = Directory()
    around = _Around(directory)
    owners = directory.organizations
    found = sorted(directory.services.values(), key=lambda one: (owners[one.organization_id].sort_key, one.sort_key))
    return [[cells.get(name, "") for name in COLUMNS] for cells in (_cells(one, around) for one in found)]


class _Around:
    """What surrounds the services, by service and by organisation."""

    def __init__(self, directory: Directory) -> None:
        self.directory = directory
        self.places: dict[int, list[Place]] = defaultdict(list)
        self.schedules: dict[int, list[Any]] = defaultdict(list)
        self.people: dict[int, list[Contact]] = defaultdict(list)
        self.phones: dict[tuple[str, int], list[Phone]] = defaultdict(list)
        for link in directory.at_places:
            self.places[link.service_id].append(directory.places[link.place_id])
        for schedule in directory.schedules:
            self.schedules[schedule.service_id].append(schedule)
        for contact in directory.contacts.values():
            self.people[contact.service_id].append(contact)
        for phone in directory.phones:
            column = directory.holder(phone)
            number = phone.place_id if column == "location_id" else getattr(phone, str(column))
            self.phones[(str(column), number)].append(phone)

    def numbers(self, column: str, number: int) -> str:
        """The numbers of something, as an import reads them back."""
        return "; ".join(map(_number, self.phones[(column, number)]))


def _number(phone: Phone) -> str:
    extension = f" poste {phone.extension}" if phone.extension else ""
    kind = f" ({as_kind(phone.kind)})" if phone.kind != VOICE else ""
    return f"{phone.typed}{extension}{kind}"


def as_kind(kind: str) -> str:
    """A kind of number in words."""
    return str(words.PHONE_KINDS.get(kind, kind)).lower()


def schedule_cell(schedules: list[Any]) -> str:
    """All the hours of a service in one cell."""
    return "; ".join(words.schedule_line(one) for one in sorted(schedules, key=lambda one: one.id))


def _cells(service: Service, around: _Around) -> dict[str, Any]:
    directory = around.directory
    owner: Organization = directory.organizations[service.organization_id]
    needs = [directory.needs[code].label for code in directory.codes[service.id] if code in directory.needs]
    cells = {name: getattr(service, name) for name in SAME} | {
        "id": service.uuid,
        "needs": "; ".join(needs),
        "languages": as_text("languages", service.languages),
        "free": as_text("free", service.free),
        "approached_by": as_text("approached_by", service.approached_by),
        "schedule": schedule_cell(around.schedules[service.id]),
        "phone": around.numbers("service_id", service.id),
        "organization": owner.name,
        "organization_words": owner.words,
        "organization_phone": around.numbers("organization_id", owner.id),
        "organization_email": owner.email,
        "organization_website": owner.website,
    }
    return cells | dict(_place(around.places[service.id])) | dict(_person(around.people[service.id], around))


def _place(places: list[Place]) -> Iterator[tuple[str, Any]]:
    """The first place: a row has room for one."""
    for place in places[:1]:
        yield "place", place.name
        for name in ("address", "city", "province", "postal_code", "transport"):
            yield name, getattr(place, name)
        yield "accessible", as_text("free", place.accessible)


def _person(people: list[Contact], around: _Around) -> Iterator[tuple[str, Any]]:
    for person in people[:1]:
        yield "contact", person.name
        yield "contact_title", person.title
        yield "contact_email", person.email
        yield "contact_phone", around.numbers("contact_id", person.id)
