"""From the tables of HSDS to records: the places of the organisations, the schedules, the people and the telephones."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _

from schoolapp.families.people_phones import understand
from schoolapp.formats import search_key
from schoolapp.imports.directory.records import Cells, uid
from schoolapp.partners import hsds
from schoolapp.partners.models import Contact, Organization, Phone, Place, Schedule, Service, ServicePlace
from schoolapp.partners.vocabulary import DAYS, FAX, TEXT, TEXT_PHONE, TOLL_FREE, VOICE
from schoolapp.records import NamedTuple

if TYPE_CHECKING:
    from schoolapp.imports.directory.hsds_reading import Reading

KINDS = {"fax": FAX, "text": TEXT, "sms": TEXT, "textphone": TEXT_PHONE, "tty": TEXT_PHONE, "tollfree": TOLL_FREE}
SAID_ACCESSIBLE = {words: flag for flag, words in hsds.ACCESSIBLE.items()}
STEP_FREE = re.compile(r"\b(wheelchair accessible|accessible en fauteuil|fauteuil roulant|step free|sans marche)\b")
# What makes a schedule more than days of the week: our columns cannot hold it, its words can.
BEYOND_WEEKS = ("count", "byweekno", "bymonthday", "byyearday")


class At(NamedTuple):
    """A service at a place, as HSDS ties them."""

    service: str
    place: str


class _Around:
    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.at: dict[str, At] = {}
        self.places: set[str] = set()
        self.services_at: dict[str, list[str]] = defaultdict(list)
        self.organization_of = {
            id_: record.parents["organization"] for id_, record in reading.listing.records[Service].items()
        }


def read(reading: Reading) -> None:
    """Everything around the organisations and the services."""
    around = _Around(reading)
    for id_, cells in reading.rows("service_at_location"):
        _at_place(around, id_, cells)
    beside = {entity: _by_location(reading, entity) for entity in ("address", "accessibility")}
    for id_, cells in reading.rows("location"):
        _place(around, id_, cells, beside)
    for id_, cells in reading.rows("schedule"):
        _schedule(around, id_, cells)
    for id_, cells in reading.rows("contact"):
        _contact(around, id_, cells)
    for id_, cells in reading.rows("phone"):
        _phone(around, id_, cells)


def _by_location(reading: Reading, entity: str) -> dict[str, list[Cells]]:
    found: dict[str, list[Cells]] = defaultdict(list)
    for _id, cells in reading.rows(entity):
        found[uid("location", cells.get("location_id"))].append(cells)
    return found


def _at_place(around: _Around, id_: str, cells: Cells) -> None:
    service, place = cells.get("service_id"), cells.get("location_id")
    if not service or not place:
        cells.refuse("service_id", _("Il faut un service et un lieu."), whole=True)
        return
    at = around.at[id_] = At(uid("service", service), uid("location", place))
    around.services_at[at.place].append(at.service)
    around.reading.keep(ServicePlace, id_, cells, {}, service=at.service, place=at.place)


def _place(around: _Around, id_: str, cells: Cells, beside: dict[str, dict[str, list[Cells]]]) -> None:
    owner = cells.get("organization_id")
    services = [around.organization_of.get(service) for service in around.services_at[id_]]
    organization = uid("organization", owner) if owner else next(filter(None, services), "")
    if not organization:
        cells.refuse("organization_id", _("On ne sait pas de quel organisme est ce lieu."), whole=True)
        return
    if cells.get("location_type") == "virtual":
        cells.refuse("location_type", _("Un lieu virtuel n’est pas gardé : écrivez son adresse sur le service."))
        around.reading.listing.records[ServicePlace] = {
            key: record
            for key, record in around.reading.listing.records[ServicePlace].items()
            if record.parents["place"] != id_
        }
        return
    around.places.add(id_)
    values = {
        "name": cells.text("name", 200),
        "transport": cells.text("transportation", 500, lines=True),
        "latitude": cells.number("latitude", -90, 90),
        "longitude": cells.number("longitude", -180, 180),
        **_address(beside["address"][id_]),
        **_access(beside["accessibility"][id_]),
    }
    around.reading.keep(Place, id_, cells, values, organization=organization)


def _address(rows: list[Cells]) -> dict[str, Any]:
    """The address of a place: the one to go to, before the one to write to."""
    rows = sorted(rows, key=lambda cells: cells.get("address_type") != "physical")
    for cells in rows[1:]:
        cells.refuse("address_1", _("Une autre adresse de ce lieu est déjà gardée."))
    if not rows:
        return {}
    cells = rows[0]
    limits = {"address_1": 200, "address_2": 200, "city": 100, "state_province": 60, "postal_code": 20}
    names = ("address", "address_more", "city", "province", "postal_code")
    found: dict[str, Any] = {
        name: _said(cells.text(column, limit)) for name, (column, limit) in zip(names, limits.items(), strict=True)
    }
    country = _said(cells.get("country"))
    country = "CA" if search_key(country) == "canada" else country.upper()
    if len(country) > 2:
        cells.refuse("country", _("Pays non reconnu : « %(value)s ».", value=country[:40]))
    return {**found, "country": country if len(country) == 2 else ""}


def _said(text: str) -> str:
    return "" if text == hsds.MISSING else text


def _access(rows: list[Cells]) -> dict[str, Any]:
    accessible: bool | None = None
    words: list[str] = []
    for cells in rows:
        said, details = cells.get("description"), cells.get("details")
        if said in SAID_ACCESSIBLE:
            accessible = SAID_ACCESSIBLE[said]
        else:
            accessible = True if STEP_FREE.search(search_key(said, details)) else accessible
            words.append(said)
        words.append(details)
    if not rows:
        return {}
    return {"accessible": accessible, "access_words": rows[0].cut("details", " ; ".join(filter(None, words)), 500)}


def _schedule(around: _Around, id_: str, cells: Cells) -> None:
    at = around.at.get(uid("service_at_location", cells.get("service_at_location_id")))
    service = uid("service", cells.get("service_id")) if cells.get("service_id") else at.service if at else ""
    place = uid("location", cells.get("location_id")) if cells.get("location_id") else at.place if at else ""
    if not service and not place:
        cells.refuse("service_id", _("On ne sait pas de quel service est cet horaire."), whole=True)
        return
    values = _times(cells)
    parents = {"place": place} if place in around.places else {}
    if service:
        around.reading.keep(Schedule, id_, cells, values, service=service, **parents)
        return
    # The hours of a place are those of each of its services.
    if not around.services_at[place]:
        cells.refuse("location_id", _("Aucun service n’est offert à ce lieu."), whole=True)
    for one in around.services_at[place]:
        made = hsds.made("horaire", id_, one)
        around.reading.keep(Schedule, made, cells, dict(values), service=one, **parents)


def _times(cells: Cells) -> dict[str, Any]:
    days = [day.strip().upper() for day in cells.get("byday").split(",") if day.strip()]
    beyond = [name for name in BEYOND_WEEKS if cells.get(name)]
    if cells.get("freq") == "MONTHLY" or cells.get("interval") not in ("", "1") or any(day not in DAYS for day in days):
        beyond += [name for name in ("freq", "interval", "byday") if cells.get(name)]
    words = cells.cut("description", " ; ".join(filter(None, (cells.get("description"), cells.get("notes")))), 300)
    if beyond:
        rule = ", ".join(f"{name} {cells.get(name)}" for name in dict.fromkeys(beyond))
        cells.refuse("freq", _("Cet horaire n’est pas de chaque semaine : il est gardé en mots."))
        return {"words": words or _("Horaire particulier : %(rule)s", rule=rule)[:300]}
    return {
        "byday": [day for day in DAYS if day in days],
        "opens_at": cells.hour("opens_at"),
        "closes_at": cells.hour("closes_at"),
        "valid_from": cells.day("valid_from") or cells.day("dtstart"),
        "valid_to": cells.day("valid_to") or cells.day("until"),
        "words": words,
    }


def _contact(around: _Around, id_: str, cells: Cells) -> None:
    at = around.at.get(uid("service_at_location", cells.get("service_at_location_id")))
    service = uid("service", cells.get("service_id")) if cells.get("service_id") else at.service if at else ""
    organization = cells.get("organization_id")
    place = around.reading.listing.records[Place].get(uid("location", cells.get("location_id")))
    owner = uid("organization", organization) if organization else around.organization_of.get(service, "")
    owner = owner or (place.parents["organization"] if place else "")
    values = {
        "name": cells.text("name", 200),
        "title": cells.text("title", 200),
        "department": cells.text("department", 200),
        "email": cells.email("email"),
    }
    if not owner:
        cells.refuse("organization_id", _("On ne sait pas de quel organisme est cette personne."), whole=True)
    elif not any(values.values()):
        cells.refuse("name", _("Ni nom, ni titre, ni courriel."), whole=True)
    else:
        parents = {"service": service} if service else {}
        around.reading.keep(Contact, id_, cells, values, organization=owner, **parents)


def _phone(around: _Around, id_: str, cells: Cells) -> None:
    holder = _holder(around, cells)
    typed = cells.text("number", 60)
    digits = understand(typed).digits
    if not digits or not holder:
        reason = _("Ce numéro ne se lit pas.") if holder else _("On ne sait pas de qui est ce numéro.")
        cells.refuse("number", reason, whole=True)
        return
    facts = around.reading.attributes.facts[id_]
    kind = KINDS.get(re.sub(r"[^a-z]", "", cells.get("type").lower()), VOICE)
    values = {
        "typed": typed,
        "digits": digits[:30],
        "extension": facts.get("poste", "")[:20] or cells.text("extension", 20),
        "kind": TOLL_FREE if "telephone" in facts else kind,
        "words": cells.text("description", 200),
    }
    around.reading.keep(Phone, id_, cells, values, **holder)


def _holder(around: _Around, cells: Cells) -> dict[str, str]:
    """Whose number it is: of the nearest of those that the row names."""
    for column, entity, name in (
        ("contact_id", "contact", "contact"),
        ("service_id", "service", "service"),
        ("location_id", "location", "place"),
        ("organization_id", "organization", "organization"),
    ):
        if cells.get(column):
            return {name: uid(entity, cells.get(column))}
    at = around.at.get(uid("service_at_location", cells.get("service_at_location_id")))
    return {"service": at.service} if at else {}


__all__ = ["Organization", "read"]
