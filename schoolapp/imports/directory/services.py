"""Any table of services, once its columns are known: one row for each service, or several that complete one another."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import Any

from flask_babel import gettext as _

from schoolapp.families.people_phones import EXTENSION
from schoolapp.formats import search_key
from schoolapp.imports.directory.records import Cells, Listing, Record, uid
from schoolapp.imports.directory.rows import plain_spaces
from schoolapp.imports.directory.world import Directory
from schoolapp.imports.readers.columns import Columns
from schoolapp.imports.readers.records import Limits, Row, Table
from schoolapp.imports.readers.text import too_many_rows
from schoolapp.imports.readers.values import read_flag, read_language, read_phones
from schoolapp.partners import hsds
from schoolapp.partners.exchange_table import schedule_cell
from schoolapp.partners.models import Contact, Organization, Phone, Place, Schedule, Service, ServicePlace
from schoolapp.partners.vocabulary import APPROACHED_BY, FAX, TEXT, TOLL_FREE, VOICE

SEVERAL = re.compile(r"\s*[;,/|\n·]\s*")
AGES = re.compile(r"(\d{1,3})\s*(?:ans?)?\s*(?:a|à|-|–|et)\s*(\d{1,3})")
REMARK = re.compile(r"\s*\([^()\d]*\)\s*$")  # « (sans frais) »
KIND_MARKS = ((FAX, "fax telecopie telecopieur"), (TEXT, "texto sms"), (TOLL_FREE, "sans frais 1 800"))


def read(table: Table, columns: Columns, limits: Limits, known: Directory) -> Listing:
    """The services of ``table``.

    Raises:
        FileRefused: for more rows than the limit.
    """
    rows = [row for row in table.rows if row.number > columns.header_row]
    if len(rows) > limits.rows:
        raise too_many_rows(table.name, limits.rows)
    reading = _Reading(table.name, columns, known)
    for row in rows:
        reading.add(row)
    if not rows:
        reading.listing.remarks.append(_("Aucune ligne sous les en-têtes."))
    reading.tell_left_aside(rows)
    return reading.listing


class _Reading:
    def __init__(self, file: str, columns: Columns, known: Directory) -> None:
        self.file, self.columns, self.known = file, columns, known
        self.places = columns.places()
        self.listing = Listing(headers=columns.headers, adopts=False)
        self.hours: dict[int, list[Schedule]] = defaultdict(list)
        for schedule in known.by_id[Schedule].values():
            self.hours[schedule.service_id].append(schedule)
        self.needs = {search_key(need.label): code for code, need in known.needs.items()} | {
            search_key(code): code for code in known.needs
        }

    def add(self, row: Row) -> None:
        cells = self._cells(row)
        if any(row.cells[len(self.columns.headers) :]):
            cells.refuse("", _("Cette ligne a plus de colonnes que la ligne des en-têtes."), whole=True)
            return
        name, owner = cells.text("name", 200), cells.text("organization", 200)
        if not name or not owner:
            cells.refuse("", _("Il faut le nom du service et celui de l’organisme."), whole=True)
            return
        organization = self._organization(cells, owner)
        service = self._service(cells, name, organization)
        place = self._place(cells, organization, service)
        self._around(cells, organization, service, place)

    def _cells(self, row: Row) -> Cells:
        values = {}
        for target, places in self.places.items():
            held = [row.cells[at] for at in places if at < len(row.cells) and row.cells[at]]
            values[target] = (", " if target == "address" else "; ").join(held)
        return _Named(self.listing, self.file, row.number, values, row.cells, self._headers())

    def _headers(self) -> dict[str, str]:
        return {target: self.columns.headers[places[0]] for target, places in self.places.items()}

    def _keep(self, model: Any, id_: str, cells: Cells, values: dict[str, Any], **parents: str) -> None:
        self.listing.keep(model, Record(id_, values, parents, cells.file, cells.row))

    def _organization(self, cells: Cells, name: str) -> str:
        known = self.known.names.get(search_key(name))
        id_ = known.uuid if known else hsds.made("organisme", search_key(name))
        values = {
            "name": known.name if known else name,
            "words": cells.text("organization_words", 4000, lines=True),
            "email": cells.email("organization_email"),
            "website": cells.site("organization_website"),
        }
        self._keep(Organization, id_, cells, values)
        self._phones(cells, "organization_phone", "organization", id_)
        return id_

    def _service(self, cells: Cells, name: str, organization: str) -> str:
        owner = self.known.rows[Organization].get(organization)
        known = self.known.service_names.get((owner.id, search_key(name))) if owner else None
        id_ = uid("service", cells.get("id")) if cells.get("id") else ""
        id_ = id_ or (known.uuid if known else hsds.made("service", organization, search_key(name)))
        values = {
            "name": known.name if known and known.uuid == id_ and search_key(known.name) == search_key(name) else name,
            **{field: cells.text(field, limit, lines=True) for field, limit in LONGEST.items()},
            **self._ages(cells),
            "email": cells.email("email"),
            "website": cells.site("website"),
            "free": self._flag(cells, "free"),
            "languages": self._languages(cells),
            "approached_by": self._approached_by(cells),
        }
        self.listing.needs[id_] += [code for code in self._needs(cells) if code not in self.listing.needs[id_]]
        self._keep(Service, id_, cells, values, organization=organization)
        return id_

    def _ages(self, cells: Cells) -> dict[str, int | None]:
        found = {"age_min": cells.age("age_min"), "age_max": cells.age("age_max")}
        both = AGES.search(cells.get("ages"))
        if both:
            found = {"age_min": int(both[1]), "age_max": int(both[2])}
        elif cells.get("ages"):
            cells.refuse("ages", _("Ces âges ne se lisent pas : écrivez « 6 à 12 ans »."))
        if None not in found.values() and found["age_min"] > found["age_max"]:  # type: ignore[operator]
            cells.refuse("ages" if both else "age_min", _("L’âge minimal dépasse l’âge maximal."))
            return {}
        return found

    def _flag(self, cells: Cells, column: str) -> bool | None:
        value = cells.get(column)
        found = True if search_key(value) in {"gratuit", "gratuite", "accessible"} else read_flag(value)
        if value and found is None:
            cells.refuse(column, _("Ni oui ni non : « %(value)s ».", value=value[:40]))
        return found

    def _languages(self, cells: Cells) -> list[str]:
        found = []
        for word in filter(None, SEVERAL.split(cells.get("languages").replace(" et ", ","))):
            code = read_language(word)
            if code:
                found.append(code)
            else:
                cells.refuse("languages", _("Langue non reconnue : « %(value)s ».", value=word[:40]))
        return list(dict.fromkeys(found))

    def _approached_by(self, cells: Cells) -> str | None:
        value = search_key(cells.get("approached_by"))
        words = {search_key(str(label)): code for code, label in APPROACHED_BY.items()}
        words |= {code: code for code in APPROACHED_BY} | {"famille": "familles", "ecole": "professionnels"}
        if value and value not in words:
            cells.refuse("approached_by", _("Valeur non reconnue : « %(value)s ».", value=value[:40]))
        return words.get(value)

    def _needs(self, cells: Cells) -> list[str]:
        whole = search_key(cells.get("needs"))
        if whole in self.needs:
            return [self.needs[whole]]
        found = []
        for word in filter(None, SEVERAL.split(cells.get("needs"))):
            code = self.needs.get(search_key(word))
            if code:
                found.append(code)
            else:
                cells.refuse("needs", _("Besoin non reconnu : « %(value)s ».", value=word[:60]))
        return list(dict.fromkeys(found))

    def _place(self, cells: Cells, organization: str, service: str) -> str:
        values = {
            "name": cells.text("place", 200),
            "address": cells.text("address", 200),
            "city": cells.text("city", 100),
            "province": cells.text("province", 60),
            "postal_code": cells.text("postal_code", 20).upper(),
            "accessible": self._flag(cells, "accessible"),
            "transport": cells.text("transport", 500, lines=True),
        }
        if not values["address"] and not values["name"]:
            return ""
        id_ = hsds.made("lieu", organization, search_key(values["address"]), search_key(values["name"]))
        self._keep(Place, id_, cells, values, organization=organization)
        self._keep(ServicePlace, hsds.made("au-lieu", service, id_), cells, {}, service=service, place=id_)
        return id_

    def _around(self, cells: Cells, organization: str, service: str, place: str) -> None:
        known = plain_spaces(self._hours_of(service))
        words = "" if plain_spaces(cells.get("schedule")) == known else cells.text("schedule", 300)
        if words:
            at = {"place": place} if place else {}
            id_ = hsds.made("horaire", service, search_key(words))
            self._keep(Schedule, id_, cells, {"words": words}, service=service, **at)
        self._phones(cells, "phone", "service", service)
        contact = {
            "name": cells.text("contact", 200),
            "title": cells.text("contact_title", 200),
            "email": cells.email("contact_email"),
        }
        if contact["name"] or contact["email"]:
            id_ = hsds.made("personne", service, search_key(contact["name"]), contact["email"])
            self._keep(Contact, id_, cells, contact, organization=organization, service=service)
            self._phones(cells, "contact_phone", "contact", id_)
        elif cells.get("contact_phone"):
            cells.refuse("contact_phone", _("Un numéro sans personne : donnez son nom."))

    def _hours_of(self, service: str) -> str:
        """The hours of a service as the export writes them: read back, they are nothing new."""
        known = self.known.rows[Service].get(service)
        return schedule_cell(self.hours[known.id]) if known else ""

    def _phones(self, cells: Cells, column: str, owner: str, id_: str) -> None:
        for part in filter(None, re.split(r"\s*[;\n|]\s*", cells.get(column))):
            found = read_phones(part)
            if not found:
                cells.refuse(column, _("Ce numéro ne se lit pas : « %(value)s ».", value=part[:40]))
            key = search_key(part)
            kind = next((kind for kind, marks in KIND_MARKS if set(marks.split()) & set(key.split())), VOICE)
            for phone in found:
                extension = phone.number.partition(";ext=")[2]
                typed = REMARK.sub("", phone.raw)
                typed = EXTENSION.sub("", typed) if extension else typed
                values = {"typed": typed, "digits": phone.digits[:30], "kind": kind, "extension": extension}
                self._keep(Phone, hsds.made("telephone", id_, phone.digits), cells, values, **{owner: id_})

    def tell_left_aside(self, rows: list[Row]) -> None:
        """Name the columns that nobody gave a field to and that hold something."""
        left = [
            header or _("Colonne %(number)s", number=at + 1)
            for at, (header, target) in enumerate(zip(self.columns.headers, self.columns.targets, strict=False))
            if not target and any(at < len(row.cells) and row.cells[at] for row in rows)
        ]
        if left:
            self.listing.remarks.append(_("Colonnes laissées de côté : %(what)s.", what=", ".join(left[:30])))


LONGEST = {
    "words": 4000, "interpretation": 500, "eligibility": 1000, "cost": 500, "territory": 500, "how": 1000, "wait": 200,
    "documents": 500,
}  # fmt: skip


class _Named(Cells):
    """Cells whose refusals name the column as the file does."""

    def __init__(
        self, listing: Listing, file: str, row: int, values: dict[str, str], cells: tuple[str, ...],
        headers: dict[str, str],
    ) -> None:  # fmt: skip
        super().__init__(listing, file, row, values, cells)
        self.headers = headers

    def refuse(self, column: str, reason: str, *, whole: bool = False) -> None:
        super().refuse(self.headers.get(column, column), reason, whole=whole)
