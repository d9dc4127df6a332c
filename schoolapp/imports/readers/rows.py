"""One row of a table under its columns: the values by field, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import field
from datetime import date

from flask_babel import gettext as _

from schoolapp import clock
from schoolapp.imports.readers.columns import GUARDIANS, Columns
from schoolapp.imports.readers.dates import EARLIEST, read_date
from schoolapp.imports.readers.records import GuardianRecord, Phone, Refusal, Row, identity_keys
from schoolapp.imports.readers.values import (
    join_address,
    one_line,
    read_email,
    read_flag,
    read_language,
    read_phones,
    split_name,
)
from schoolapp.records import dataclass

LONGEST = {
    "first_name": 120,
    "last_name": 120,
    "full_name": 200,
    "preferred_name": 120,
    "number": 40,
    "source_id": 120,
    "group": 40,
    "household": 120,
}
# What makes the whole row unusable when it is too long or cannot be read: it says who the pupil is.
IDENTITY = frozenset({"first_name", "last_name", "full_name", "number", "source_id", "birth_date"})
PHONE_KINDS = {"phone": "", "phone_cell": "cellulaire", "phone_home": "maison", "phone_work": "travail"}


@dataclass
class RowReader:
    """The fields of one row. ``refusals`` grows as they are read; one about the whole row loses it."""

    file: str
    row: Row
    columns: Columns
    places: Mapping[str, list[int]]
    date_order: str
    refusals: list[Refusal] = field(default_factory=list)

    def cells(self, target: str) -> list[str]:
        """The cells of every column given to ``target`` that are not empty."""
        places = self.places.get(target)
        if places is None:
            return []
        cells = self.row.cells
        return [cells[at] for at in places if at < len(cells) and cells[at]]

    def text(self, target: str, prefix: str = "") -> str:
        """A value on one line; too long, it is refused."""
        value = one_line(" ".join(self.cells(prefix + target)))
        if not value:
            return ""
        if len(value) > LONGEST.get(target, 300):
            self.refuse(prefix + target, _("Trop long : %(limit)s caractères au plus.", limit=LONGEST.get(target, 300)))
            return ""
        return value

    def refuse(self, target: str, reason: str) -> None:
        """Note that a cell, or the whole row when the cell says who the pupil is, cannot be used."""
        at = self.places.get(target, [-1])[0]
        header = self.columns.headers[at] if 0 <= at < len(self.columns.headers) else ""
        whole = target in IDENTITY or not target
        refusal = Refusal(self.file, self.row.number, header, reason, whole, self.row.cells)
        if refusal not in self.refusals:
            self.refusals.append(refusal)

    @property
    def is_lost(self) -> bool:
        """Whether the whole row is refused."""
        return any(refusal.whole_row for refusal in self.refusals)

    def whole_row_refusals(self) -> list[Refusal]:
        """The refusals, each naming whom the row seems to speak of."""
        first, last = self.names()
        keys = identity_keys(self.text("source_id"), self.text("number"), f"{first} {last}", None)
        return [refusal._replace(keys=keys) for refusal in self.refusals]

    def names(self) -> tuple[str, str]:
        """First and last names, from their own columns or from the column that holds both."""
        first, last = self.text("first_name"), self.text("last_name")
        return (first, last) if first or last else split_name(self.text("full_name"))

    def birth_date(self) -> date | None:
        """The birth date; one that cannot be read or cannot be true refuses the row."""
        value = " ".join(self.cells("birth_date"))
        if not value:
            return None
        day = read_date(value, self.date_order)
        if day is None:
            self.refuse("birth_date", _("Cette date ne se lit pas : « %(value)s ».", value=value[:40]))
        elif not EARLIEST <= day <= clock.today():
            self.refuse("birth_date", _("Cette date de naissance est impossible : %(value)s.", value=day.isoformat()))
            return None
        return day

    def address(self, prefix: str = "") -> str:
        """The address, the city and the postal code on one line."""
        street = " ".join(self.cells(f"{prefix}address"))
        return join_address(street, self.text("city", prefix), self.text("postal_code", prefix).upper())

    def phones(self, prefix: str = "") -> list[Phone]:
        """Every number of the row for one person, each once."""
        found: dict[str, Phone] = {}
        for name, kind in PHONE_KINDS.items():
            for cell in self.cells(prefix + name):
                for phone in read_phones(cell, kind):
                    found.setdefault(phone.key, phone)
        return list(found.values())

    def language(self, prefix: str = "") -> str:
        """The code of the language; one that is not recognised is left aside and said."""
        value = self.text("language", prefix)
        code = read_language(value)
        if code is None:
            self.refuse(f"{prefix}language", _("Langue non reconnue : « %(value)s ».", value=value[:40]))
        return code or ""

    def interpreter(self, prefix: str = "") -> bool | None:
        """Whether an interpreter is needed, as far as the row says."""
        return read_flag(self.text("interpreter", prefix))

    def guardians(self) -> Iterator[GuardianRecord]:
        """The people of this row, in order. Numbers without a name still belong to somebody."""
        used = {target.split(".")[0] for target in self.places}
        for number in range(1, GUARDIANS + 1):
            if f"g{number}" not in used:
                continue
            guardian = self._guardian(f"g{number}.", self.columns.relations.get(number, ""))
            if guardian.name:
                yield guardian

    def _guardian(self, prefix: str, relation: str) -> GuardianRecord:
        relation = (self.text("relation", prefix) or relation)[:80].lower()
        email = read_email(self.text("email", prefix))
        if email is None:
            self.refuse(f"{prefix}email", _("Cette adresse de courriel ne se lit pas."))
        guardian = GuardianRecord(
            name=self._guardian_name(prefix),
            source_id=self.text("source_id", prefix),
            relation=relation,
            phones=self.phones(prefix),
            email=email or "",
            address=self.address(prefix),
            language=self.language(prefix),
            interpreter=self.interpreter(prefix),
        )
        if not guardian.name and (guardian.phones or guardian.email):
            guardian.name = relation.capitalize() or _("Responsable")
        return guardian

    def _guardian_name(self, prefix: str) -> str:
        first, last, name = (self.text(part, prefix) for part in ("first_name", "last_name", "name"))
        if not last and "," in name and not first:
            first, last = split_name(name)
            return f"{first} {last}".strip()[:200]
        return f"{first} {last or name}".strip()[:200]
