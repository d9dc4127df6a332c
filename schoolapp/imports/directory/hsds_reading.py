"""From the tables of HSDS to records: organisations, services and what gives them their needs and facts."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import time
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from schoolapp import clock
from schoolapp.database import Model
from schoolapp.formats import to_utc
from schoolapp.imports.directory import hsds_around, hsds_terms
from schoolapp.imports.directory.hsds_told import tell
from schoolapp.imports.directory.records import Cells, Listing, Record, uid
from schoolapp.imports.readers.hsds_set import Entry, HsdsSet
from schoolapp.imports.readers.values import read_language
from schoolapp.languages import LANGUAGES
from schoolapp.partners import hsds
from schoolapp.partners.models import Organization, Service

NOON = time(12)
STATES = {"active": "actif", "temporarily closed": "suspendu", "inactive": "suspendu"}


class Reading:
    """A set of HSDS being read."""

    def __init__(self, found: HsdsSet) -> None:
        self.set = found
        self.listing = Listing()
        self.made_ids: Counter[str] = Counter()
        self.by_service: dict[str, dict[str, list[Cells]]] = defaultdict(lambda: defaultdict(list))
        self.terms = hsds_terms.Terms(found.entries["taxonomy_term"])
        self.attributes = hsds_terms.by_link(found.entries["attribute"], self.terms)

    def cells(self, entry: Entry) -> Cells:
        said = [f"{name}: {value}"[:500] for name, value in entry.values.items()]
        return Cells(self.listing, entry.file, entry.row, entry.values, said)

    def rows(self, entity: str) -> Iterator[tuple[str, Cells]]:
        """The rows of an entity that have an id of their own, each with that id.

        A document repeats an organisation in each of its services, which completes it; a table repeats nothing.
        """
        seen: dict[str, Entry] = {}
        for entry in self.set.entries[entity]:
            cells, text = self.cells(entry), entry.values.get("id", "")
            if not text:
                cells.refuse(
                    "id", _("Sans identifiant : on ne saurait pas le reconnaître la prochaine fois."), whole=True
                )
                continue
            id_ = uid(entity, text)
            self.made_ids[entity] += id_ != text.lower()
            if id_ in seen and entry.file.endswith(".csv"):
                cells.refuse("id", _("Même identifiant qu’à la ligne %(row)s.", row=seen[id_].row), whole=True)
                continue
            if id_ not in seen or seen[id_].values != entry.values:
                yield id_, cells
            seen.setdefault(id_, entry)

    def keep(self, model: type[Model], id_: str, cells: Cells, values: dict[str, Any], **parents: str) -> None:
        self.listing.keep(model, Record(id_, values, parents, cells.file, cells.row))


def read(found: HsdsSet) -> Listing:
    """The records of a set, and in words what of it is not kept."""
    reading = Reading(found)
    _gather(reading)
    for id_, cells in reading.rows("organization"):
        _organization(reading, id_, cells)
    for id_, cells in reading.rows("service"):
        _service(reading, id_, cells)
    hsds_around.read(reading)
    reading.listing.own = reading.terms.own
    tell(reading)
    return reading.listing


def _gather(reading: Reading) -> None:
    """What HSDS keeps beside a service and we keep on it."""
    for entity in ("language", "service_area", "required_document", "cost_option"):
        for _id, cells in reading.rows(entity):
            if service := cells.get("service_id"):
                reading.by_service[uid("service", service)][entity].append(cells)


def _named(cells: Cells, limit: int) -> str:
    name = cells.text("name", limit)
    if not name:
        cells.refuse("name", _("Sans nom."), whole=True)
    return name


def _organization(reading: Reading, id_: str, cells: Cells) -> None:
    name = _named(cells, 200)
    if not name:
        return
    words = cells.text("description", 4000, lines=True)
    facts = reading.attributes.facts[id_]
    values = {
        "name": name,
        "other_name": cells.text("alternate_name", 200),
        "words": "" if words == name else words,
        "email": cells.email("email"),
        "website": cells.site("website"),
        "national": True if facts.get("nationale") == "oui" else None,
        "source": facts.get("provenance", "")[:200],
    }
    reading.keep(Organization, id_, cells, values)


def _service(reading: Reading, id_: str, cells: Cells) -> None:
    organization = cells.get("organization_id")
    if not organization:
        cells.refuse("organization_id", _("On ne sait pas de quel organisme est ce service."), whole=True)
    name = _named(cells, 200)
    if not name or not organization:
        return
    status = cells.get("status")
    if status == "defunct":
        reading.listing.gone.add(id_)
    elif status not in STATES:
        cells.refuse("status", _("État inconnu : « %(value)s ».", value=status[:40]))
    values = {
        "name": name,
        "other_name": cells.text("alternate_name", 200),
        "words": cells.text("description", 4000, lines=True),
        "website": cells.site("url"),
        "email": cells.email("email"),
        "state": STATES.get(status, "suspendu" if status == "defunct" else "actif"),
        "eligibility": cells.text("eligibility_description", 1000, lines=True),
        "age_min": cells.age("minimum_age"),
        "age_max": cells.age("maximum_age"),
        "interpretation": cells.text("interpretation_services", 500, lines=True),
        "how": cells.text("application_process", 1000, lines=True),
        "wait": cells.text("wait_time", 200),
        **_assured(cells),
        **_beside(reading, id_, cells),
    }
    values |= hsds_terms.service_facts(cells, reading.attributes.facts[id_])
    reading.listing.needs[id_] = reading.attributes.needs_of(id_)
    reading.keep(Service, id_, cells, values, organization=uid("organization", organization))


def _assured(cells: Cells) -> dict[str, Any]:
    """When the sheet was last confirmed and changed. HSDS keeps the day of the first: it is taken to be noon."""
    day = cells.day("assured_date")
    if day and day > clock.today():
        cells.refuse("assured_date", _("Cette date est à venir."))
        day = None
    changed = cells.get("last_modified")
    return {"confirmed_at": to_utc(day, NOON) if day else None, "updated_at": hsds_terms.moment(changed)}


def _beside(reading: Reading, id_: str, service: Cells) -> dict[str, Any]:
    held = reading.by_service[id_]
    areas = [area.get("name") or area.get("description") or area.get("extent") for area in held["service_area"]]
    documents = [document.get("document") for document in held["required_document"]]
    free, prices = _prices(held["cost_option"])
    cost = service.text("fees_description", 500, lines=True) or service.text("fees", 500, lines=True)
    return {
        "languages": [code for cells in held["language"] if (code := _language(cells))],
        "territory": service.cut("service_areas", ", ".join(filter(None, areas)), 500),
        "documents": service.cut("required_documents", "\n".join(filter(None, documents)), 500),
        "free": free,
        "cost": cost or service.cut("cost_options", prices, 500),
    }


def _prices(options: list[Cells]) -> tuple[bool | None, str]:
    """Whether a service is free, and its prices in words."""
    amounts = [cells.number("amount", 0, 1_000_000) for cells in options]
    said = []
    for cells, amount in zip(options, amounts, strict=True):
        price = f"{amount:g} {cells.get('currency').upper()}".strip() if amount else ""
        words = (price, cells.get("option"), cells.get("amount_description"))
        if amount:
            said.append(" ".join(filter(None, words)))
    known = [amount for amount in amounts if amount is not None]
    return (not any(known) if known else None), "; ".join(said)


def _language(cells: Cells) -> str:
    code = cells.get("code")
    found = code if code in LANGUAGES else read_language(code) or read_language(cells.get("name"))
    if not found:
        cells.refuse("code", _("Langue non reconnue : « %(value)s ».", value=(code or cells.get("name"))[:40]))
    return found or ""


def remark_on_ids(reading: Reading) -> str:
    """That some ids are not UUIDs, as HSDS asks."""
    count = sum(reading.made_ids.values())
    if not count:
        return ""
    return ngettext(
        "%(num)d identifiant n’est pas un UUID, comme HSDS le demande : un autre en est tiré, toujours le même.",
        "%(num)d identifiants ne sont pas des UUID, comme HSDS le demande : d’autres en sont tirés, "
        "toujours les mêmes.",
        count,
    )


__all__ = ["Reading", "hsds", "read", "remark_on_ids"]
