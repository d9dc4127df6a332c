"""Reading sheets: one row, or a whole page in two statements. Everybody at the school may read the directory."""

from __future__ import annotations

import json
from typing import Any

from flask import abort
from flask_babel import gettext as _

from schoolapp.accounts.models import User
from schoolapp.database import as_date, as_moment, fetch_all
from schoolapp.errors import Refused
from schoolapp.formats import search_key
from schoolapp.partners import sheet_sql, words
from schoolapp.partners.models import Agreement, Category, Contact, Organization, Phone, Place, Service, Tip
from schoolapp.partners.sheet_rows import Agreed, Hours, Line, Number, Person, Said, Where
from schoolapp.partners.vocabulary import ARCHIVED
from schoolapp.records import NamedTuple


class Rows(NamedTuple):
    """What surrounds a sheet, by kind."""

    needs: list[tuple[str, str | None, str | None]]
    places: list[Where]
    hours: list[Hours]
    phones: list[Number]
    people: list[Person]
    tips: list[Said]
    agreements: list[Agreed]
    services: list[Line]


NOTHING = Rows([], [], [], [], [], [], [], [])


def organization_for(organization_id: int) -> Organization:
    """An organisation; 404 for what is none."""
    return Organization.get_or_none(Organization.id == organization_id) or abort(404)


def service_for(service_id: int) -> Service:
    """A service, with its organisation and who confirmed it last; 404 for what is none."""
    rows = Service.select(Service, Organization, User).join(Organization, on=Service.organization)
    rows = rows.switch(Service).join(User, "LEFT OUTER JOIN", on=Service.confirmed_by)
    return rows.where(Service.id == service_id).first() or abort(404)


def writable_organization_for(organization_id: int) -> Organization:
    """An organisation that may be changed.

    Raises:
        Refused: it is archived.
    """
    found = organization_for(organization_id)
    if found.archived:
        raise Refused(_("Cet organisme est archivé : rétablissez-le avant de changer sa fiche."))
    return found


def namesakes(name: str, by: User, form_key: str) -> list[Organization]:
    """The organisations that have this name, but for the one that this very form wrote."""
    mine = (Organization.created_by == by.id) & (Organization.form_key == form_key)
    plain = search_key(name)[:400]  # the sort key goes on with the accents, after the lowest of characters
    same = (Organization.sort_key >= f"{plain}\x01") & (Organization.sort_key < f"{plain}\x02")
    rows = Organization.select().where(same & Organization.merged_into.is_null())
    own = [row.id for row in Organization.select(Organization.id).where(mine)]
    return [row for row in rows.limit(5) if row.id not in own]


def writable_service_for(service_id: int) -> Service:
    """A service that may be changed.

    Raises:
        Refused: it is archived.
    """
    found = service_for(service_id)
    if found.archived:
        raise Refused(_("Ce service est archivé : rétablissez-le avant de changer sa fiche."))
    return found


def own_phones(**owner: int) -> list[Phone]:
    """The numbers of an organisation, a place or a person: ``own_phones(place=3)``."""
    ((name, number),) = owner.items()
    return list(Phone.select().where(getattr(Phone, name) == number).order_by(Phone.id))


def services_of(organization: Organization, kept: int | None = None) -> list[Service]:
    """The services of an organisation that are on the lists, and the one of this id."""
    here = (Service.state != ARCHIVED) | (Service.id == (kept or 0))
    rows = Service.select().where((Service.organization == organization.id) & here)
    return list(rows.order_by(Service.sort_key, Service.id))


def places_of(organization: Organization) -> list[Place]:
    """The places of an organisation."""
    return list(Place.select().where(Place.organization == organization.id).order_by(Place.id))


def place_for(place_id: int) -> Place:
    """A place with its organisation."""
    return _with_organization(Place, place_id)


def contact_for(contact_id: int) -> Contact:
    """Somebody to speak with, and their organisation."""
    return _with_organization(Contact, contact_id)


def agreement_for(agreement_id: int) -> Agreement:
    """An agreement with its organisation."""
    return _with_organization(Agreement, agreement_id)


def tip_for(user: User, tip_id: int) -> Tip:
    """A tip that this person wrote."""
    return Tip.get_or_none((Tip.id == tip_id) & (Tip.author == user.id) & Tip.withdrawn_at.is_null()) or abort(404)


def category_for(category_id: int) -> Category:
    """A category of the school's own."""
    return Category.get_or_none(Category.id == category_id) or abort(404)


def _with_organization(model: Any, number: int) -> Any:
    rows = model.select(model, Organization).join(Organization, on=model.organization)
    return rows.where(model.id == number).first() or abort(404)


def around_service(service: Service) -> Rows:
    """All that a service's page shows beside its own row. One statement."""
    values = {"s": service.id, "o": service.organization_id}
    parameters = [values[letter] for letter in sheet_sql.SERVICE_PARAMETERS]
    return _rows(fetch_all(sheet_sql.SERVICE, parameters))


def around_organization(organization: Organization) -> Rows:
    """All that an organisation's page shows beside its own row. One statement."""
    parameters = [organization.id] * len(sheet_sql.ORGANIZATION_PARAMETERS)
    return _rows(fetch_all(sheet_sql.ORGANIZATION, parameters))


def _rows(found: list[tuple[Any, ...]]) -> Rows:
    kinds: dict[str, list[tuple[Any, ...]]] = {}
    for kind, *cells in sorted(found, key=lambda row: row[1] or 0):
        kinds.setdefault(kind, []).append(tuple(cells))
    phones = [Number(row[1], row[7], *row[2:7]) for row in kinds.get("phone", ())]
    people = [_person(row, phones) for row in kinds.get("contact", ())]
    return Rows(
        needs=[(row[2], row[3], row[4]) for row in kinds.get("need", ())],
        places=[_where(row, phones) for row in kinds.get("place", ())],
        hours=[_hours(row) for row in kinds.get("hours", ())],
        phones=sorted(
            (phone for phone in phones if phone.owner in ("service", "organization")),
            key=lambda phone: phone.owner != "service",
        ),
        people=sorted(people, key=lambda one: one.service_id is None),
        tips=[_said(row) for row in reversed(kinds.get("tip", ()))],
        agreements=[_agreed(row) for row in kinds.get("agreement", ())],
        services=sorted((_line(row) for row in kinds.get("other", ())), key=lambda line: line.sort_key),
    )


def _where(row: tuple[Any, ...], phones: list[Number]) -> Where:
    own = [phone for phone in phones if (phone.owner, phone.ref) == ("place", row[0])]
    accessible = {"1": True, "0": False}.get(row[7])
    latitude, longitude = (float(cell) if cell else None for cell in row[10:12])
    return Where(row[0], *row[2:7], accessible, row[8], row[9], latitude, longitude, own)


def _hours(row: tuple[Any, ...]) -> Hours:
    byday = [day for day in words.WEEK if day in json.loads(row[2] or "[]")]
    return Hours(row[1], byday, row[3], row[4], as_date(row[5]), as_date(row[6]), row[7])


def _person(row: tuple[Any, ...], phones: list[Number]) -> Person:
    own = [phone for phone in phones if (phone.owner, phone.ref) == ("contact", row[0])]
    return Person(row[0], row[1], *row[2:6], own)


def _said(row: tuple[Any, ...]) -> Said:
    return Said(row[0], row[1], row[2], row[3], as_moment(row[4]), row[5])


def _agreed(row: tuple[Any, ...]) -> Agreed:
    return Agreed(row[0], row[1], row[2], as_date(row[3]), as_date(row[4]), row[5], row[6] is not None)


def _line(row: tuple[Any, ...]) -> Line:
    return Line(row[0], row[2], row[3], as_date(row[4]), as_moment(row[5]), row[6])
