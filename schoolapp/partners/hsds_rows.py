"""The directory as rows of HSDS, entity by entity, in an order that does not depend on the instance.

What stays at the school has no row here: internal notes, tips, agreements, favourites, history, who confirmed a sheet,
and archived sheets.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from schoolapp.formats import local
from schoolapp.languages import LANGUAGES
from schoolapp.partners import categories, hsds, hsds_around_rows
from schoolapp.partners.models import (
    Contact,
    Organization,
    Phone,
    Place,
    Schedule,
    Service,
    ServiceCategory,
    ServicePlace,
)
from schoolapp.partners.vocabulary import ARCHIVED, EVERYONE, INCLUSION

Row = dict[str, Any]
Rows = dict[str, list[Row]]


class Directory:
    """The sheets that may leave, read in one statement a table."""

    def __init__(self) -> None:
        self.organizations = _by_id(Organization.select().where(Organization.archived_at.is_null()))
        services = Service.select().where((Service.state != ARCHIVED) & Service.merged_into.is_null())
        self.services = _by_id(row for row in services if row.organization_id in self.organizations)
        self.places = _by_id(row for row in Place.select() if row.organization_id in self.organizations)
        self.at_places = [
            row for row in ServicePlace.select() if row.service_id in self.services and row.place_id in self.places
        ]
        self.schedules = [row for row in Schedule.select() if row.service_id in self.services]
        self.contacts = _by_id(row for row in Contact.select() if row.organization_id in self.organizations)
        self.phones = [row for row in Phone.select() if self.holder(row) is not None]
        self.codes: dict[int, list[str]] = defaultdict(list)
        for row in ServiceCategory.select().order_by(ServiceCategory.code):
            self.codes[row.service_id].append(row.code)
        self.needs = categories.every()

    def holder(self, phone: Phone) -> str | None:
        """Which column of HSDS says whose number it is; None when they do not leave."""
        if phone.contact_id:
            return "contact_id" if phone.contact_id in self.contacts else None
        if phone.place_id:
            return "location_id" if phone.place_id in self.places else None
        if phone.service_id:
            return "service_id" if phone.service_id in self.services else None
        return "organization_id" if phone.organization_id in self.organizations else None


def _by_id(rows: Any) -> dict[int, Any]:
    return {row.id: row for row in rows}


class Writer:
    """Gathers the rows, without the columns that say nothing."""

    def __init__(self, directory: Directory) -> None:
        self.directory = directory
        self.rows: Rows = {name: [] for name in hsds.resources()}
        self.terms: dict[tuple[str, str], str] = {}

    def add(self, entity: str, id_: str, **columns: Any) -> None:
        kept = {name: value for name, value in columns.items() if value not in ("", None)}
        self.rows[entity].append({"id": id_, **kept})

    def fact(self, entity: str, id_: str, code: str, value: str) -> None:
        """Something that HSDS has no column for."""
        self.attribute(entity, id_, hsds.SHEET, code, hsds.FACTS[code], value)

    def attribute(self, entity: str, id_: str, taxonomy: str, code: str, name: str, value: str = "") -> None:
        self.terms[(taxonomy, code)] = name
        term = hsds.term_id(taxonomy, code)
        made = hsds.made("attribut", id_, taxonomy, code)
        self.add("attribute", made, link_id=id_, taxonomy_term_id=term, link_entity=entity, value=value)


def rows() -> Rows:
    """Every row, by the name of its entity; entities that we do not hold have none."""
    directory = Directory()
    writer = Writer(directory)
    for organization in _in_order(directory.organizations.values()):
        _organization(writer, organization)
    for service in _in_order(directory.services.values()):
        _service(writer, service)
    for place in _in_order(directory.places.values()):
        hsds_around_rows.place(writer, place)
    for link in _in_order(directory.at_places):
        service, place = directory.services[link.service_id], directory.places[link.place_id]
        writer.add("service_at_location", link.uuid, service_id=service.uuid, location_id=place.uuid)
    for schedule in _in_order(directory.schedules):
        hsds_around_rows.schedule(writer, schedule)
    for contact in _in_order(directory.contacts.values()):
        hsds_around_rows.contact(writer, contact)
    for phone in _in_order(directory.phones):
        hsds_around_rows.phone(writer, phone)
    _terms(writer)
    return writer.rows


def _in_order(found: Any) -> list[Any]:
    return sorted(found, key=lambda row: row.uuid)


def address_of(site: str) -> str:
    """A site as an address that programs understand."""
    return site if not site or "://" in site else f"https://{site}"


def moment(at: datetime) -> str:
    """A moment as HSDS writes it, to the second."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _organization(writer: Writer, one: Organization) -> None:
    writer.add(
        "organization",
        one.uuid,
        name=one.name,
        alternate_name=one.other_name,
        description=one.words or one.name,
        email=one.email,
        website=address_of(one.website),
    )
    if one.national:
        writer.fact("organization", one.uuid, "nationale", "oui")
    if one.source:
        writer.fact("organization", one.uuid, "provenance", one.source)


def _service(writer: Writer, one: Service) -> None:
    writer.add(
        "service",
        one.uuid,
        organization_id=writer.directory.organizations[one.organization_id].uuid,
        name=one.name,
        alternate_name=one.other_name,
        description=one.words,
        url=address_of(one.website),
        email=one.email,
        status=hsds.STATUS.get(one.state, "active"),
        interpretation_services=one.interpretation,
        application_process=one.how,
        fees_description=one.cost,
        wait_time=one.wait,
        eligibility_description=one.eligibility,
        minimum_age=one.age_min,
        maximum_age=one.age_max,
        assured_date=local(one.confirmed_at).date().isoformat() if one.confirmed_at else None,
        last_modified=moment(one.updated_at),
    )
    for code in one.languages:
        name = str(LANGUAGES.get(code, code))
        writer.add("language", hsds.made("langue", one.uuid, code), service_id=one.uuid, name=name, code=code)
    if one.territory:
        writer.add("service_area", hsds.made("territoire", one.uuid), service_id=one.uuid, name=one.territory)
    if one.documents:
        made = hsds.made("documents", one.uuid)
        writer.add("required_document", made, service_id=one.uuid, document=one.documents)
    if one.free:
        made = hsds.made("gratuit", one.uuid)
        writer.add("cost_option", made, service_id=one.uuid, option="Gratuit", currency="CAD", amount=0)
    _needs(writer, one)
    for code, value in _facts(one):
        writer.fact("service", one.uuid, code, value)


def _needs(writer: Writer, one: Service) -> None:
    directory = writer.directory
    known = [directory.needs[code] for code in directory.codes[one.id] if code in directory.needs]
    for need in known:
        writer.attribute("service", one.uuid, hsds.NEEDS, need.code, need.label)
    for theme in dict.fromkeys(INCLUSION[need.parent or need.code][0] for need in known):
        writer.attribute("service", one.uuid, hsds.INCLUSION_LIST, theme, theme)


def _facts(one: Service) -> Iterator[tuple[str, str]]:
    if one.means:
        yield "moyens", ",".join(one.means)
    if one.approached_by != EVERYONE:
        yield "par_qui", one.approached_by
    if one.free is False:
        yield "gratuit", "non"
    if one.translations:
        yield "traductions", json.dumps(one.translations, sort_keys=True)


def _terms(writer: Writer) -> None:
    """The lists of terms: all the needs that one may choose, and what the sheets used of the two others."""
    needs = writer.directory.needs
    for code, need in needs.items():
        if not need.archived:
            writer.terms.setdefault((hsds.NEEDS, code), need.label)
    for taxonomy in sorted({taxonomy for taxonomy, _code in writer.terms}):
        name = hsds.TAXONOMIES[taxonomy]
        writer.add("taxonomy", hsds.made("liste", taxonomy), name=name, description=name)
    for (taxonomy, code), name in sorted(writer.terms.items()):
        parent = needs[code].parent if taxonomy == hsds.NEEDS else ""
        writer.add(
            "taxonomy_term",
            hsds.term_id(taxonomy, code),
            code=f"{taxonomy}:{code}",
            name=name,
            description=name,
            parent_id=hsds.term_id(taxonomy, parent) if parent else None,
            taxonomy=hsds.TAXONOMIES[taxonomy],
            taxonomy_id=hsds.made("liste", taxonomy),
        )
    writer.rows["attribute"].sort(key=lambda row: row["id"])
