"""A document of HSDS, where what belongs to something is written inside it, laid flat as in a package of CSV files."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import field
from typing import Any

from schoolapp.partners import hsds
from schoolapp.records import dataclass

# What the names found inside an object hold. Lists and single objects are told apart by their value.
INNER = {
    "organizations": "organization",
    "organization": "organization",
    "services": "service",
    "service": "service",
    "locations": "location",
    "location": "location",
    "programs": "program",
    "program": "program",
    "service_at_locations": "service_at_location",
    "service_areas": "service_area",
    "phones": "phone",
    "contacts": "contact",
    "addresses": "address",
    "schedules": "schedule",
    "languages": "language",
    "cost_options": "cost_option",
    "required_documents": "required_document",
    "accessibility": "accessibility",
    "funding": "funding",
    "organization_identifiers": "organization_identifier",
    "attributes": "attribute",
    "metadata": "metadata",
    "taxonomies": "taxonomy",
    "taxonomy_detail": "taxonomy",
    "taxonomy_terms": "taxonomy_term",
    "taxonomy_term": "taxonomy_term",
}
# What holds the objects of a page of the HSDS API, and what tells of the document itself.
PAGE = "contents"
ABOUT = frozenset(
    {"hsds_version", "version", "profile", "total_items", "total_pages", "page_number", "size", "first_page"}
    | {"last_page", "empty"}
)


@dataclass
class Flat:
    """The rows of a document, in its order, and the names that HSDS does not know."""

    most: int
    rows: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    strange: dict[tuple[str, str], int] = field(default_factory=lambda: defaultdict(int))
    overflowed: bool = False


def flatten(document: Any, most: int) -> Flat:
    """Every object of ``document`` as a row that says what it belongs to; at most ``most`` of them."""
    flat = Flat(most)
    _whole(flat, document)
    return flat


def _whole(flat: Flat, document: Any) -> None:
    """The head of a document: a list, a page of the API, lists by name, or one object."""
    if isinstance(document, list):
        for one in document:
            _object(flat, _guessed(one), one)
    elif isinstance(document, dict) and PAGE in document:
        _whole(flat, document[PAGE] if isinstance(document[PAGE], list) else [])
    elif isinstance(document, dict) and "id" in document:
        _object(flat, _guessed(document), document)
    elif isinstance(document, dict):
        _named(flat, document)


def _named(flat: Flat, document: dict[str, Any]) -> None:
    for name, value in document.items():
        if name in INNER:
            for one in value if isinstance(value, list) else [value]:
                _object(flat, INNER[name], one)
        elif name not in ABOUT:
            flat.strange[("document", name)] += 1


def _guessed(one: Any) -> str:
    """What an object that says nothing of itself is: services have a status, and organisations have none."""
    is_service = isinstance(one, dict) and bool({"status", "organization_id", "organization"} & set(one))
    return "service" if is_service else "organization"


def _object(flat: Flat, entity: str, one: Any) -> None:
    if not isinstance(one, dict):
        flat.strange[(entity, "")] += 1
        return
    if len(flat.rows) >= flat.most:
        flat.overflowed = True
        return
    row = {name: value for name, value in one.items() if not isinstance(value, dict | list)}
    flat.rows.append((entity, row))
    for name, value in one.items():
        if isinstance(value, list) and name in INNER:
            for inner in value:
                _child(flat, entity, row, INNER[name], inner)
        elif isinstance(value, dict) and name in INNER:
            _single(flat, row, INNER[name], value)
        elif isinstance(value, dict | list):
            flat.strange[(entity, name)] += 1


def _child(flat: Flat, entity: str, row: dict[str, Any], inner: str, value: Any) -> None:
    """Something that belongs to ``row``: its own row says so."""
    if isinstance(value, dict):
        value = dict(value)
        columns = hsds.resources()[inner].columns
        if f"{entity}_id" in columns:
            value.setdefault(f"{entity}_id", row.get("id"))
        if inner == "attribute":
            value.setdefault("link_id", row.get("id"))
            value.setdefault("link_entity", entity)
    _object(flat, inner, value)


def _single(flat: Flat, row: dict[str, Any], inner: str, value: dict[str, Any]) -> None:
    """Something that ``row`` refers to: the row holds its id."""
    if row.get(f"{inner}_id") in (None, ""):
        row[f"{inner}_id"] = value.get("id")
    _object(flat, inner, value)
