"""What a file says of the directory, whatever its form: one record for each row to come, tied by ids of HSDS."""

from __future__ import annotations

import re
import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import field
from datetime import date
from typing import Any

from flask_babel import gettext as _

from schoolapp.database import Model
from schoolapp.imports.readers.records import Refusal
from schoolapp.imports.readers.values import EMAIL
from schoolapp.partners import hsds
from schoolapp.partners.hsds_around_rows import END_OF_DAY
from schoolapp.partners.models import Contact, Organization, Phone, Place, Schedule, Service, ServicePlace
from schoolapp.records import NamedTuple, dataclass

# Parents before children.
MODELS: tuple[type[Model], ...] = (Organization, Place, Service, ServicePlace, Schedule, Contact, Phone)
BREAKS = re.compile(r"\s*[\r\n\t]+\s*")
SITE = re.compile(r"https?://[^\s/@]+\.[^\s]+", re.IGNORECASE)
BARE_SITE = re.compile(r"(?:[\w-]+\.)+[a-z]{2,}(?:/\S*)?", re.IGNORECASE)
OLDEST = 130


@dataclass
class Record:
    """A row of the directory as a file gives it. Empty values say nothing: they erase nothing."""

    uuid: str
    values: dict[str, Any]
    parents: dict[str, str] = field(default_factory=dict)
    file: str = ""
    row: int = 0


class OwnNeed(NamedTuple):
    """A category of the school that made the file, under one of the base list."""

    code: str
    name: str
    parent: str


@dataclass
class Listing:
    """All that a file says of the directory.

    ``needs`` are the categories by service, ``own`` those to add to the list; ``gone`` are the services that the file
    says to be over; ``adopts`` is whether its ids, being those of HSDS, become ours where a row says the same.
    """

    records: dict[type[Model], dict[str, Record]] = field(default_factory=lambda: {model: {} for model in MODELS})
    needs: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    own: dict[str, OwnNeed] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    refusals: list[Refusal] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    headers: tuple[str, ...] = ()
    adopts: bool = True

    def keep(self, model: type[Model], record: Record) -> None:
        """Add a record; what comes twice completes what came first."""
        known = self.records[model].setdefault(record.uuid, record)
        for name, value in record.values.items():
            if known.values.get(name) in ("", None, []):
                known.values[name] = value


class Cells:
    """The values of one row, read one by one; what cannot be used is noted in ``refusals``."""

    def __init__(self, listing: Listing, file: str, row: int, values: dict[str, str], cells: Iterable[str]) -> None:
        self.listing, self.file, self.row, self.values = listing, file, row, values
        self.cells = tuple(cells)

    def refuse(self, column: str, reason: str, *, whole: bool = False) -> None:
        """Say why a cell, or the whole row, is left aside."""
        self.listing.refusals.append(Refusal(self.file, self.row, column, reason, whole, self.cells))

    def get(self, column: str) -> str:
        """A value as it is."""
        return self.values.get(column, "")

    def text(self, column: str, limit: int, *, lines: bool = False) -> str:
        """A text, cut when it is too long for us, which is said."""
        value = self.get(column) if lines else BREAKS.sub(" ", self.get(column))
        return self.cut(column, value, limit)

    def cut(self, column: str, value: str, limit: int) -> str:
        """A text that fits."""
        if len(value) <= limit:
            return value
        self.refuse(column, _("Texte coupé à %(limit)s caractères.", limit=limit))
        return value[:limit].rstrip()

    def email(self, column: str) -> str:
        """An address of e-mail."""
        value = self.get(column).removeprefix("mailto:")
        if value and (not EMAIL.fullmatch(value) or len(value) > 254):
            self.refuse(column, _("Cette adresse de courriel ne se lit pas."))
            return ""
        return value

    def site(self, column: str) -> str:
        """The address of a site: of the web, and of nothing else."""
        value = self.get(column)
        if BARE_SITE.fullmatch(value):
            value = f"https://{value}"
        if value and (not SITE.fullmatch(value) or len(value) > 300):
            self.refuse(column, _("Cette adresse de site ne se lit pas."))
            return ""
        return value

    def number(self, column: str, low: float, high: float) -> float | None:
        """A number between two others."""
        value = self.get(column).replace(",", ".")
        if not value:
            return None
        try:
            found = float(value)
        except ValueError:
            found = float("nan")
        if low <= found <= high:
            return found
        self.refuse(column, _("Ce nombre ne se lit pas ou est impossible : « %(value)s ».", value=value[:40]))
        return None

    def age(self, column: str) -> int | None:
        """An age in whole years."""
        found = self.number(column, 0, OLDEST)
        return None if found is None else int(found)

    def day(self, column: str) -> date | None:
        """A date; of a moment, its day."""
        value = self.get(column)
        if not value:
            return None
        try:
            return date.fromisoformat(value[:10])
        except ValueError:
            self.refuse(column, _("Cette date ne se lit pas : « %(value)s ».", value=value[:40]))
            return None

    def hour(self, column: str) -> str | None:
        """A time of day as « HH:MM »; an offset after it is that of the place, whose clock it is."""
        value = self.get(column)
        if not value:
            return None
        match = re.fullmatch(r"(\d{1,2}):(\d{2})(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?", value, re.ASCII)
        if value.startswith((END_OF_DAY, "24:00")):
            return "24:00"
        if match and int(match[1]) < 24 and int(match[2]) < 60:
            return f"{int(match[1]):02}:{match[2]}"
        self.refuse(column, _("Cette heure ne se lit pas : « %(value)s ».", value=value[:40]))
        return None


def uid(entity: str, text: str) -> str:
    """An id as we hold it: that of the file when it is a UUID, else one made of it, the same each time."""
    try:
        return str(uuid.UUID(text))
    except ValueError:
        return hsds.made("autre", entity, text[:500])
