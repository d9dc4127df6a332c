"""What a set of HSDS holds and the directory does not: told before anything is written, never silently lost."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from schoolapp.imports.readers.records import Refusal

if TYPE_CHECKING:
    from schoolapp.imports.directory.hsds_reading import Reading

# Entities that the directory has no place for.
NOT_HELD = {
    "program": _l("programmes"),
    "funding": _l("sources de financement"),
    "organization_identifier": _l("numéros d’organisme"),
    "metadata": _l("historique de la source"),
    "meta_table_description": _l("descriptions de tables"),
}
HOLDERS = ("organization_id", "service_id", "location_id", "contact_id", "service_at_location_id")
# The columns that are read, entity by entity; any other that is filled is told.
READ = {
    "organization": ("name", "alternate_name", "description", "email", "website"),
    "service": (
        *("organization_id", "name", "alternate_name", "description", "url", "email", "status", "wait_time", "fees"),
        *("interpretation_services", "application_process", "fees_description", "eligibility_description"),
        *("minimum_age", "maximum_age", "assured_date", "last_modified"),
    ),
    "location": ("location_type", "organization_id", "name", "transportation", "latitude", "longitude"),
    "address": (
        *("location_id", "address_1", "address_2", "city", "state_province", "postal_code", "country"),
        "address_type",
    ),
    "accessibility": ("location_id", "description", "details"),
    "service_at_location": ("service_id", "location_id"),
    "schedule": (
        *("service_id", "location_id", "service_at_location_id", "valid_from", "valid_to", "dtstart", "until", "count"),
        *("freq", "interval", "byday", "byweekno", "bymonthday", "byyearday", "description", "notes"),
        *("opens_at", "closes_at", "wkst"),
    ),
    "phone": (*HOLDERS, "number", "extension", "type", "description"),
    "contact": ("organization_id", "service_id", "service_at_location_id", "location_id")
    + ("name", "title", "department", "email"),
    "service_area": ("service_id", "name", "description", "extent"),
    "required_document": ("service_id", "document"),
    "language": ("service_id", "name", "code"),
    "cost_option": ("service_id", "option", "currency", "amount", "amount_description"),
    "attribute": ("link_id", "link_entity", "taxonomy_term_id", "value"),
    "taxonomy": ("name", "description"),
    "taxonomy_term": ("code", "name", "description", "parent_id", "taxonomy", "taxonomy_id"),
}
MOST_NAMED = 12


def tell(reading: Reading) -> None:
    """Add the remarks of a set to its listing."""
    from schoolapp.imports.directory.hsds_reading import remark_on_ids

    listing = reading.listing
    for entry in reading.set.crooked:
        reason = _("Cette ligne a plus de colonnes que la ligne des en-têtes.")
        listing.refusals.append(Refusal(entry.file, entry.row, "", reason, True, tuple(entry.values.values())))
    told = [_entities(reading), _columns(reading), _terms(reading), _files(reading), _homeless(reading)]
    listing.remarks += [remark for remark in (*told, remark_on_ids(reading)) if remark]


def _listed(counts: Counter[str]) -> str:
    named = [f"{name} ({count})" for name, count in counts.most_common(MOST_NAMED)]
    more = len(counts) - len(named)
    return ", ".join(named) + (ngettext(" et %(num)d autre", " et %(num)d autres", more) if more > 0 else "")


def _entities(reading: Reading) -> str:
    counts = Counter({str(words): len(reading.set.entries[name]) for name, words in NOT_HELD.items()})
    counts = +counts
    return _("Le répertoire ne garde pas : %(what)s.", what=_listed(counts)) if counts else ""


def _columns(reading: Reading) -> str:
    counts: Counter[str] = Counter()
    for entity, entries in reading.set.entries.items():
        if entity in NOT_HELD:
            continue
        for entry in entries:
            counts.update(f"{entity}.{name}" for name in entry.values if name not in READ[entity] and name != "id")
    for (entity, name), count in reading.set.columns.items():
        if f"{entity}.{name}" not in counts:
            counts[f"{entity}.{name}".rstrip(".")] += count
    if not counts:
        return ""
    return _("Colonnes remplies que le répertoire ne garde pas : %(what)s.", what=_listed(counts))


def _terms(reading: Reading) -> str:
    lost = +reading.attributes.lost
    lost.update(reading.terms.lost)
    return _("Classements que le répertoire ne connaît pas : %(what)s.", what=_listed(lost)) if lost else ""


def _files(reading: Reading) -> str:
    if not reading.set.files:
        return ""
    return _("Fichiers qui ne sont pas de HSDS : %(what)s.", what=_listed(Counter(reading.set.files)))


def _homeless(reading: Reading) -> str:
    """What speaks of something that we do not describe: the language of a telephone, the needs of a place."""
    counts: Counter[str] = Counter()
    for entry in reading.set.entries["language"]:
        if not entry.values.get("service_id"):
            counts[_("langue d’un lieu ou d’un téléphone")] += 1
    for entity in ("service_area", "required_document", "cost_option"):
        counts[entity] += sum(not entry.values.get("service_id") for entry in reading.set.entries[entity])
    counts = +counts
    return _("Laissé de côté, faute de service : %(what)s.", what=_listed(counts)) if counts else ""
