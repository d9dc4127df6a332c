"""The directory as it is, read once in a few statements, and what people made of it by hand."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Hashable
from dataclasses import field
from typing import Any

import peewee

from schoolapp.database import Model
from schoolapp.formats import search_key
from schoolapp.imports.directory.records import MODELS
from schoolapp.partners import categories
from schoolapp.partners.finding_models import DirectoryStamp
from schoolapp.partners.models import (
    Contact,
    Organization,
    Phone,
    Place,
    Schedule,
    Service,
    ServiceCategory,
    ServicePlace,
    SheetChange,
)
from schoolapp.partners.twins import TWINS
from schoolapp.partners.vocabulary import BY_HAND, BY_PARTNER
from schoolapp.records import dataclass

# Whose row it is; a telephone is of the first of its four that is filled.
OWNERS: dict[type[Model], tuple[str, ...]] = {
    Place: ("organization",),
    ServicePlace: ("service",),
    Schedule: ("service",),
    Contact: ("organization",),
    Phone: ("contact", "place", "service", "organization"),
}


@dataclass
class Directory:
    """All that a file is compared with.

    ``edited`` are the sheets that somebody of the school or a partner changed, by model and id.
    """

    fingerprint: str
    rows: dict[type[Model], dict[str, Any]] = field(default_factory=dict)
    by_id: dict[type[Model], dict[int, Any]] = field(default_factory=dict)
    twins: dict[tuple[Any, ...], Any] = field(default_factory=dict)
    names: dict[str, Organization] = field(default_factory=dict)
    service_names: dict[tuple[int, str], Service] = field(default_factory=dict)
    needs: dict[str, categories.Need] = field(default_factory=dict)
    codes: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    edited: set[tuple[type[Model], int]] = field(default_factory=set)

    def sheet_of(self, row: Any) -> tuple[type[Model], int]:
        """The sheet that a row belongs to: its service's, else its organisation's."""
        if isinstance(row, Organization | Service):
            return type(row), row.id
        for name, model in (("contact", Contact), ("place", Place)):
            holder = getattr(row, f"{name}_id", None)
            if isinstance(row, Phone) and holder:
                return self.sheet_of(self.by_id[model][holder])
        service = getattr(row, "service_id", None)
        return (Service, service) if service else (Organization, row.organization_id)

    def is_edited(self, row: Any) -> bool:
        """Whether somebody changed the sheet of a row by hand."""
        return self.sheet_of(row) in self.edited

    def kept(self, row: Any) -> Any:
        """The sheet that a sheet was merged into, or itself."""
        seen = set()
        while row.merged_into_id and row.id not in seen:
            seen.add(row.id)
            row = self.by_id[type(row)][row.merged_into_id]
        return row

    def twin(self, model: type[Model], owner: tuple[str, int], key: Hashable) -> Any:
        """The row of one sheet that says the same, when there is one."""
        return self.twins.get((model, *owner, key))


def fingerprint() -> str:
    """A short text that differs as soon as the directory has changed."""
    parts: list[Any] = [DirectoryStamp.select(DirectoryStamp.mark).scalar()]
    for model in (Contact, SheetChange):
        figures = (peewee.fn.COUNT(model.id), peewee.fn.MAX(model.id))  # type: ignore[attr-defined]
        parts += [str(figure) for figure in model.select(*figures).tuples().get()]
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def load() -> Directory:
    """Read the directory."""
    # Before the rows: whatever changes while they are read makes the plan stale.
    world = Directory(fingerprint())
    for model in MODELS:
        found = list(model.select().order_by(model.id))  # type: ignore[attr-defined]
        world.rows[model] = {row.uuid: row for row in found}
        world.by_id[model] = {row.id: row for row in found}
        for row in found if model in TWINS else ():
            world.twins.setdefault((model, *owner_of(row), TWINS[model](row)), row)
    for row in world.by_id[Organization].values():
        world.names.setdefault(search_key(row.name), world.kept(row))
    for row in world.by_id[Service].values():
        world.service_names.setdefault((row.organization_id, search_key(row.name)), world.kept(row))
    world.needs = categories.every()
    for service, code in ServiceCategory.select(ServiceCategory.service, ServiceCategory.code).tuples():
        world.codes[service].add(code)
    _load_edited(world)
    return world


def owner_of(row: Any) -> tuple[str, int]:
    """Whose row it is: the name of the column, and the id."""
    return next((name, number) for name in OWNERS[type(row)] if (number := getattr(row, f"{name}_id")))


def _load_edited(world: Directory) -> None:
    columns = (SheetChange.organization, SheetChange.service, SheetChange.field)
    by_hand = SheetChange.origin.in_([BY_HAND, BY_PARTNER])
    for organization, service, name in SheetChange.select(*columns).where(by_hand).distinct().tuples():
        # The national helps come with the product: nobody wrote them.
        if name != "created" or not world.by_id[Organization][organization].national:
            world.edited.add((Service, service) if service else (Organization, organization))
