"""Compares what a file says with the directory: which sheets are new, which change, what is left as people made it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Any

from flask_babel import gettext as _

from schoolapp import clock
from schoolapp.database import Model
from schoolapp.imports.directory import asides, sheet_lines
from schoolapp.imports.directory.records import Listing, Record
from schoolapp.imports.directory.rows import completed, derived, label, same, words
from schoolapp.imports.directory.world import OWNERS, TWINS, Directory
from schoolapp.imports.planning.plan import Line, Plan
from schoolapp.imports.readers.records import Refusal
from schoolapp.partners.models import (
    Category,
    Contact,
    Organization,
    Phone,
    Place,
    Schedule,
    Service,
    ServiceCategory,
    ServicePlace,
)
from schoolapp.partners.vocabulary import INCLUSION
from schoolapp.records import NamedTuple, dataclass

SHEETS = (Organization, Service)
# What a file says of a sheet and is no change of it: when it was last written elsewhere.
SILENT = frozenset({"updated_at"})


@dataclass
class DirectoryPlan(Plan):
    """A plan of the directory; ``services`` are those whose copies have to be made again."""

    services: set[int] = field(default_factory=set)
    origin: str = ""


class Comparison:
    """A listing on its way to a plan.

    ``ids`` gives each record's row by model and uuid: a provisional id when it is new, None when it is left aside.
    """

    def __init__(self, listing: Listing, plan: DirectoryPlan) -> None:
        self.listing, self.plan = listing, plan
        self.world: Directory = plan.world
        self.ids: dict[tuple[type[Model], str], int | None] = {}
        self.lines: dict[tuple[type[Model], int], Line] = {}
        self.sheet_names: dict[tuple[type[Model], int], str] = {}
        self.history: dict[tuple[type[Model], int], dict[str, tuple[str, str]]] = {}
        self.owners: dict[tuple[type[Model], int], tuple[type[Model], int]] = {}
        self.aside: dict[str, int] = {}
        self.now = clock.now()

    def run(self) -> None:
        """Plan everything."""
        self._own_needs()
        for model in (Organization, Place, Service, ServicePlace, Schedule, Contact, Phone):
            for record in self.listing.records[model].values():
                self.ids[(model, record.uuid)] = self._receive(model, record)
            if model is Service:
                self._needs()
        sheet_lines.write_history(self)
        sheet_lines.finish(self)

    def refuse(self, record: Record, reason: str) -> None:
        """Leave a whole record aside, and say why."""
        shown = [f"{name}: {value}"[:300] for name, value in record.values.items() if value not in ("", None, [], {})]
        self.listing.refusals.append(Refusal(record.file, record.row, "", reason, True, tuple(shown)))

    def _own_needs(self) -> None:
        """The categories of the school that made the file: known, or added under the one that they were under."""
        for need in self.listing.own.values():
            if need.code not in self.world.needs:
                self.plan.create(
                    Category,
                    code=need.code,
                    name=need.name,
                    parent=need.parent,
                    inclusion=INCLUSION[need.parent][0],
                    position=len(self.world.needs),
                )
                self.plan.remarks.append(_("Catégorie ajoutée : %(name)s.", name=need.name))

    def _receive(self, model: type[Model], record: Record) -> int | None:
        parents = self._parents(record)
        if parents is None:
            return None
        known = self.world.rows[model].get(record.uuid) or self._twin(model, record, parents)
        if known is None:
            return self._create(model, record, parents)
        if model in SHEETS and not self._is_open(known):
            return None
        self._compare(model, known, record, parents)
        return known.id

    def _parents(self, record: Record) -> dict[str, int] | None:
        """The ids of what a record belongs to; None, once said, when something of it is left aside or is nowhere."""
        found: dict[str, int] = {}
        models: dict[str, type[Model]] = {
            "organization": Organization, "service": Service, "place": Place, "contact": Contact,
        }  # fmt: skip
        for name, uuid in record.parents.items():
            model = models[name]
            if (model, uuid) in self.ids:
                if (number := self.ids[(model, uuid)]) is None:
                    self._count_aside("with")
                    return None
                found[name] = number
            elif (row := self.world.rows[model].get(uuid)) is not None:
                found[name] = row.id
            else:
                self.refuse(record, _("Ce à quoi cette ligne se rattache est refusé, ou n’est pas dans le fichier."))
                return None
        return found

    def _twin(self, model: type[Model], record: Record, parents: Mapping[str, int]) -> Any:
        """A row of the same sheet that says the same under another id; the file's id becomes its own."""
        if model not in TWINS:
            return None
        owner = next(((name, parents[name]) for name in OWNERS[model] if name in parents), None)
        if owner is None or owner[1] < 0:
            return None
        candidate = model(**completed(model, record.values), **{f"{name}_id": id_ for name, id_ in parents.items()})
        found = self.world.twin(model, owner, TWINS[model](candidate))
        if found is None or found.uuid in self.listing.records[model]:
            return None
        if self.listing.adopts:
            self.plan.change(model, found.id, "uuid", found.uuid, record.uuid)
        return found

    def _is_open(self, row: Any) -> bool:
        """Whether a sheet still takes what files say: not when it was archived here, or merged into another."""
        if row.merged_into_id:
            self._count_aside("merged")
        elif row.archived_at is not None:
            self._count_aside("archived")
        else:
            return True
        return False

    def _count_aside(self, why: str) -> None:
        self.aside[why] = self.aside.get(why, 0) + 1

    def _create(self, model: type[Model], record: Record, parents: Mapping[str, int]) -> int | None:
        if model is Service and record.uuid in self.listing.gone:
            self._count_aside("gone")
            return None
        values = completed(model, record.values)
        if model in SHEETS:
            values |= {"created_at": self.now, "updated_at": values.get("updated_at") or self.now}
        number = self.plan.create(model, uuid=record.uuid, **values, **parents)
        if model in SHEETS:
            self._new_sheet(model, number, record, parents)
        else:
            self._new_part(model, number, values, parents)
        return number

    def _new_sheet(self, model: type[Model], number: int, record: Record, parents: Mapping[str, int]) -> None:
        key = (model, number)
        self.owners[key] = (Organization, parents.get("organization", number))
        self.lines[key] = sheet_lines.line("created", model, record)
        self.history[key] = {"created": ("", record.values["name"])}
        if model is Service:
            self.plan.services.add(number)

    def _new_part(self, model: type[Model], number: int, values: Mapping[str, Any], parents: Mapping[str, int]) -> None:
        sheet = self._sheet_of(model, number, parents)
        if sheet[1] < 0:
            return
        row = model(**values, **{f"{name}_id": id_ for name, id_ in parents.items()})
        self._note(sheet, label(model), "", words(model, row), sheet_lines.field(model, ""))

    def _sheet_of(self, model: type[Model], number: int, parents: Mapping[str, int]) -> tuple[type[Model], int]:
        """The sheet of a new row, and that of what will belong to it in its turn."""
        if "contact" in parents:
            sheet = self.owners.get((Contact, parents["contact"])) or self._known_sheet(Contact, parents["contact"])
        elif "place" in parents and "service" not in parents:
            sheet = self.owners.get((Place, parents["place"])) or self._known_sheet(Place, parents["place"])
        elif "service" in parents:
            sheet = (Service, parents["service"])
        else:
            sheet = (Organization, parents["organization"])
        self.owners[(model, number)] = sheet
        if sheet[0] is Service:
            self.plan.services.add(sheet[1])
        return sheet

    def _known_sheet(self, model: type[Model], number: int) -> tuple[type[Model], int]:
        return self.world.sheet_of(self.world.by_id[model][number])

    def _note(self, sheet: tuple[type[Model], int], what: str, old: str, new: str, name: str) -> None:
        """Show a change on the line of its sheet, and keep it for the history; the sheet's version goes up."""
        self._line(sheet).change(what, old, new)
        self.plan.touch(*sheet)
        if sheet[0] is Service:
            self.plan.services.add(sheet[1])
        changes = self.history.setdefault(sheet, {})
        before, after = changes.get(name, ("", ""))
        changes[name] = ("\n".join(filter(None, (before, old))), "\n".join(filter(None, (after, new))))

    def _line(self, sheet: tuple[type[Model], int]) -> Line:
        if sheet not in self.lines:
            row = self.world.by_id[sheet[0]][sheet[1]]
            self.lines[sheet] = sheet_lines.known_line(self.world, row)
        return self.lines[sheet]

    def _compare(self, model: type[Model], known: Any, record: Record, parents: Mapping[str, int]) -> None:
        sheet = self.world.sheet_of(known)
        line = self._line(sheet)
        if model in SHEETS:
            line.rows = str(record.row)
        for name, new in record.values.items():
            old = getattr(known, name)
            if name in SILENT or same(name, old, new):
                continue
            about = {"who": line.label, "what": label(model, name), "words": (words(name, old), words(name, new))}
            known_row = _Known(known.id, self.world.is_edited(known))
            if self.plan.may_write(model, known_row, name, old, new, about):
                self.plan.change(model, known.id, name, old, new)
                self._note(
                    sheet, label(model, name), words(name, old), words(name, new), sheet_lines.field(model, name)
                )
        if model in SHEETS:
            self._follow(model, known, record)
        if record.uuid in self.listing.gone and model is Service:
            self._count_aside("over")

    def _follow(self, model: type[Model], known: Any, record: Record) -> None:
        """What follows from the fields that change: the keys, the next confirmation, and when the sheet was written."""
        changed = {name: new for name, (_old, new) in self.plan.changed.get((model, known.id), {}).items()}
        if changed:
            now = {name: getattr(known, name) for name in ("name", "other_name", "confirmed_at", "confirm_months")
                   if hasattr(known, name)}  # fmt: skip
            for name, value in derived(model, now | changed).items():
                if value != getattr(known, name):
                    self.plan.change(model, known.id, name, getattr(known, name), value)
        if "name" in changed and model is Organization:
            rows = self.world.by_id[Service].values()
            self.plan.services |= {row.id for row in rows if row.organization_id == known.id}
        written = record.values.get("updated_at") or (self.now if changed else None)
        if written and written != known.updated_at:
            self.plan.change(model, known.id, "updated_at", known.updated_at, written)

    def _needs(self) -> None:
        """The categories of each service: those of a file are added, those of the school stay."""
        for uuid, codes in self.listing.needs.items():
            number = self.ids.get((Service, uuid))
            if number is None:
                continue
            known = self.world.needs
            names = {code: known[code].label if code in known else self.listing.own[code].name
                     for code in codes if code in known or code in self.listing.own}  # fmt: skip
            fresh = [code for code in names if code not in self.world.codes.get(number, ())]
            for code in fresh:
                self.plan.create(ServiceCategory, service=number, code=code)
            if fresh and number > 0:
                added = ", ".join(sorted(names[code] for code in fresh))
                self._note((Service, number), label(ServiceCategory), "", added, "categories")


class _Known(NamedTuple):
    """What a question has to know of a row."""

    id: int
    edited: bool


def make(listing: Listing, plan: DirectoryPlan) -> None:
    """Fill the plan of a listing."""
    plan.remarks += listing.remarks
    comparison = Comparison(listing, plan)
    comparison.run()
    plan.remarks += asides.remarks(comparison.aside)
