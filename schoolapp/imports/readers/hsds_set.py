"""HSDS 3.0 sets: a data package of CSV files, or JSON documents. Turned into tables, entity by entity, nothing judged.

What a set holds and HSDS does not know, files and columns, is listed so that it can be told.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import field
from pathlib import PurePosixPath
from typing import Any

from flask_babel import gettext as _

from schoolapp.database import clean_text
from schoolapp.exports import restored
from schoolapp.imports.readers.hsds_document import Flat, flatten
from schoolapp.imports.readers.records import FileRefused, Limits
from schoolapp.imports.readers.text import read_csv
from schoolapp.partners import hsds
from schoolapp.records import NamedTuple, dataclass

LONGEST_CELL = 400_000  # the translations of a sheet are one cell
ROWS_TIMES = 20  # a service has many attributes, telephones, languages
JSON_MARKS = (b'"services"', b'"organizations"', b'"organization"', b'"organization_id"', b'"contents"')
CONTROLS = dict.fromkeys(code for code in (*range(32), *range(127, 160)) if chr(code) not in "\t\n\r")


class Entry(NamedTuple):
    """One row of an entity: where it comes from, and its values by column, the empty ones left out."""

    file: str
    row: int
    values: dict[str, str]


@dataclass
class HsdsSet:
    """A whole set: the rows of each entity, and what is not of HSDS 3.0."""

    entries: dict[str, list[Entry]] = field(default_factory=lambda: defaultdict(list))
    files: list[str] = field(default_factory=list)
    columns: dict[tuple[str, str], int] = field(default_factory=lambda: defaultdict(int))
    crooked: list[Entry] = field(default_factory=list)


def recognises(files: Mapping[str, bytes]) -> bool:
    """Whether these files are of HSDS: its two main tables, or a document that speaks of services."""
    paths = {resource.path for resource in hsds.resources().values()}
    if {"organizations.csv", "services.csv"} <= set(files) or (
        hsds.DESCRIPTOR in files and (paths & set(files) or b'"organization' in files[hsds.DESCRIPTOR])
    ):
        return True
    documents = [content for name, content in files.items() if name.endswith(".json") and name != hsds.DESCRIPTOR]
    return len(documents) == len(files) and any(mark in content for content in documents for mark in JSON_MARKS)


def read_set(files: Mapping[str, bytes], limits: Limits) -> HsdsSet:
    """The rows of a set.

    Raises:
        FileRefused: for a file that cannot be read, or when there is neither an organisation nor a service.
    """
    found = HsdsSet()
    wide = limits._replace(cell=LONGEST_CELL)
    places = _places(files)
    for name, content in sorted(files.items()):
        if name in places:
            _read_table(found, places[name], name, content, wide)
        elif name.endswith(".json") and name != hsds.DESCRIPTOR:
            _read_document(found, name, content, limits)
        elif name != hsds.DESCRIPTOR:
            found.files.append(name)
    if not found.entries["organization"] and not found.entries["service"]:
        raise FileRefused(_("Ce répertoire HSDS ne contient ni organisme ni service."))
    return found


def tidy(text: str) -> str:
    """A text as it was written, but for what no text holds: control marks, and spaces around it."""
    return clean_text(restored(text)).translate(CONTROLS).strip()


def _places(files: Mapping[str, bytes]) -> dict[str, str]:
    """Which entity each file holds: as the description of the package says, else by its published name."""
    places = {resource.path: name for name, resource in hsds.resources().items()}
    places |= {f"{name}.csv": name for name in hsds.resources()}
    if hsds.DESCRIPTOR in files:
        for resource in _described(files[hsds.DESCRIPTOR]):
            name, path = resource.get("name"), resource.get("path")
            if name in hsds.resources() and isinstance(path, str):
                places[PurePosixPath(path).name.lower()] = name
    return places


def _described(content: bytes) -> list[dict[str, Any]]:
    whole = parse(hsds.DESCRIPTOR, content)
    listed = whole.get("resources") if isinstance(whole, dict) else None
    return [one for one in listed if isinstance(one, dict)] if isinstance(listed, list) else []


def _read_table(found: HsdsSet, entity: str, name: str, content: bytes, limits: Limits) -> None:
    if not content.strip(b"\xef\xbb\xbf \t\r\n"):
        return
    table = read_csv(name, content, limits, limits.rows * ROWS_TIMES, tidy)
    headers = [header.lower() for header in table.rows[0].cells] if table.rows else []
    if "id" not in headers:
        raise FileRefused(_("%(file)s : la colonne « id » manque sur la première ligne.", file=name))
    if len({header for header in headers if header}) < sum(map(bool, headers)):
        raise FileRefused(_("%(file)s : une colonne porte le même nom qu’une autre.", file=name))
    for row in table.rows[1:]:
        values = {header: cell for header, cell in zip(headers, row.cells, strict=False) if cell}
        entry = Entry(name, row.number, values)
        if any(row.cells[len(headers) :]):
            found.crooked.append(entry)
        else:
            _keep(found, entity, entry)


def _keep(found: HsdsSet, entity: str, entry: Entry) -> None:
    known = hsds.resources()[entity].columns
    for name in entry.values:
        if name not in known:
            found.columns[(entity, name)] += 1
    found.entries[entity].append(entry)


def _read_document(found: HsdsSet, name: str, content: bytes, limits: Limits) -> None:
    flat = _flat(name, content, limits.rows * ROWS_TIMES)
    if flat.overflowed:
        raise FileRefused(_("%(file)s contient trop d’éléments pour un répertoire. Rien n’a été lu.", file=name))
    for number, (entity, values) in enumerate(flat.rows, 1):
        texts = {column: text for column, value in values.items() if (text := tidy(_text(value)))}
        if any(len(text) > LONGEST_CELL for text in texts.values()):
            raise FileRefused(_("%(file)s : un texte est démesuré. Rien n’a été lu.", file=name))
        _keep(found, entity, Entry(name, number, texts))
    for (entity, column), count in flat.strange.items():
        found.columns[(entity, column)] += count


def _flat(name: str, content: bytes, most: int) -> Flat:
    try:
        return flatten(parse(name, content), most)
    except RecursionError as error:
        raise FileRefused(_("%(file)s : des objets sont emboîtés sans fin. Rien n’a été lu.", file=name)) from error


def parse(name: str, content: bytes) -> Any:
    """A JSON document.

    Raises:
        FileRefused: when it is not one.
    """
    try:
        return json.loads(content.decode("utf-8-sig"), parse_constant=lambda _word: None)
    except (ValueError, RecursionError) as error:
        raise FileRefused(
            _("%(file)s n’est pas du JSON qui se lit. Refaites l’exportation, en UTF-8.", file=name)
        ) from error


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return "" if value is None else str(value)
