"""The rows of HSDS as files: a package of CSV files, or one JSON document. The same rows give the same bytes."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from schoolapp.exports import neutral
from schoolapp.partners import hsds
from schoolapp.partners.hsds_rows import Row, Rows

# A telephone number begins like a formula and is none; programs would not understand it with an apostrophe.
NUMBER = re.compile(r"\+[\d\s().-]+")
# The oldest moment that a zip can hold: the bytes of a package do not depend on when it was made.
TIMELESS = (1980, 1, 1, 0, 0, 0)

# What is written inside what, in a document: the entity, the name of the list, and the column that ties them.
INSIDE = {
    "organization": (
        ("location", "locations", "organization_id"),
        ("contact", "contacts", "organization_id"),
        ("phone", "phones", "organization_id"),
    ),
    "service": (
        ("phone", "phones", "service_id"),
        ("schedule", "schedules", "service_id"),
        ("service_area", "service_areas", "service_id"),
        ("service_at_location", "service_at_locations", "service_id"),
        ("language", "languages", "service_id"),
        ("cost_option", "cost_options", "service_id"),
        ("required_document", "required_documents", "service_id"),
        ("contact", "contacts", "service_id"),
    ),
    "location": (
        ("address", "addresses", "location_id"),
        ("accessibility", "accessibility", "location_id"),
        ("phone", "phones", "location_id"),
    ),
    "contact": (("phone", "phones", "contact_id"),),
}


def package(rows: Rows) -> bytes:
    """A data package: the published description and one CSV file per entity, those without rows too."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        _put(archive, hsds.DESCRIPTOR, hsds.descriptor())
        for resource in hsds.resources().values():
            _put(archive, resource.path, _table(resource.columns, rows[resource.name]))
    return buffer.getvalue()


def _put(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    entry = zipfile.ZipInfo(name, TIMELESS)
    entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
    archive.writestr(entry, content)


def _table(columns: tuple[str, ...], rows: Iterable[Row]) -> bytes:
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([_cell(row.get(name)) for name in columns] for row in rows)
    return buffer.getvalue().encode()


def _cell(value: object) -> str:
    return value if isinstance(value, str) and NUMBER.fullmatch(value) else neutral(value)


def document(rows: Rows) -> bytes:
    """One JSON document: the organisations with what is theirs, then the services with what is theirs."""
    nest = _Nest(rows)
    whole = {
        "hsds_version": hsds.VERSION,
        "organizations": [nest.whole("organization", row) for row in rows["organization"]],
        "services": [nest.whole("service", row) for row in rows["service"]],
        "taxonomies": rows["taxonomy"],
        "taxonomy_terms": rows["taxonomy_term"],
    }
    return (json.dumps(whole, ensure_ascii=False, indent=1) + "\n").encode()


class _Nest:
    """Rows by what they belong to."""

    def __init__(self, rows: Rows) -> None:
        self.held: dict[tuple[str, str, str], list[Row]] = defaultdict(list)
        for parts in INSIDE.values():
            for entity, _name, column in set(parts):
                self._hold(entity, column, rows[entity])
        self.attributes: dict[str, list[Row]] = defaultdict(list)
        for row in rows["attribute"]:
            self.attributes[row["link_id"]].append(row)
        self.locations = {row["id"]: row for row in rows["location"]}
        self.terms = {row["id"]: row for row in rows["taxonomy_term"]}

    def _hold(self, entity: str, column: str, rows: list[Row]) -> None:
        known = self.held
        for row in rows:
            if column not in row or (entity == "contact" and column == "organization_id" and "service_id" in row):
                continue  # somebody to speak with for one service is written with that service
            if row not in known[(entity, column, row[column])]:
                known[(entity, column, row[column])].append(row)

    def whole(self, entity: str, row: Row) -> dict[str, Any]:
        """A row with all that is written inside it."""
        found = dict(row)
        for inner, name, column in INSIDE.get(entity, ()):
            held = [self.whole(inner, one) for one in self.held.get((inner, column, row["id"]), ())]
            if held:
                found[name] = held
        if entity == "service_at_location":
            found["location"] = self.whole("location", self.locations[row["location_id"]])
        attributes = [
            {**one, "taxonomy_term": self.terms[one["taxonomy_term_id"]]} for one in self.attributes[row["id"]]
        ]
        if attributes:
            found["attributes"] = attributes
        return found
