"""The lines of a plan of the directory: one for each sheet that a file speaks of, and for each row refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _

from schoolapp.database import Model
from schoolapp.imports.directory.records import Record
from schoolapp.imports.directory.rows import PARTS
from schoolapp.imports.planning.make import refused_lines
from schoolapp.imports.planning.plan import Line
from schoolapp.partners.history import LIMIT
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
from schoolapp.partners.vocabulary import BY_IMPORT

if TYPE_CHECKING:
    from schoolapp.imports.directory.planning import Comparison

FIELD_OF: dict[type[Model], str] = {
    Place: "place", ServicePlace: "places", Schedule: "schedules", Contact: "contact", Phone: "phones",
    ServiceCategory: "categories",
}  # fmt: skip
ORDER = ("created", "changed", "unchanged", "refused", "partial")


def field(model: type[Model], name: str) -> str:
    """Under which field the history keeps a change."""
    return FIELD_OF.get(model, name)


def line(kind: str, model: type[Model], record: Record) -> Line:
    """The line of a sheet that a file gives."""
    return Line(
        kind, record.values["name"][:250], str(record.row or ""), None, {"what": what(model), "file": record.file}
    )


def known_line(world: Any, row: Any) -> Line:
    """The line of a sheet of the directory, nothing of which changes so far."""
    about = {"what": what(type(row))}
    if isinstance(row, Service):
        about["organization"] = world.by_id[Organization][row.organization_id].name
    return Line("unchanged", row.name[:250], "", None, about)


def what(model: type[Model]) -> str:
    """What a sheet is of."""
    return _("organisme") if model is Organization else _("service")


def finish(comparison: Comparison) -> None:
    """Complete the lines of new sheets with what comes with them, and add those of the refused rows."""
    plan, listing = comparison.plan, comparison.listing
    by_id = {row["id"]: row for rows in plan.created.values() for row in rows}
    for (model, number), one in comparison.lines.items():
        if number < 0 and model is Service:
            owner = by_id[number]["organization"]
            known = comparison.world.by_id[Organization]
            one.detail["organization"] = by_id[owner]["name"] if owner < 0 else known[owner].name
        if number < 0:
            one.detail["parts"] = _parts(comparison, (model, number))
    plan.lines += sorted(comparison.lines.values(), key=lambda one: ORDER.index(one.kind))
    plan.lines += refused_lines(listing.refusals)


def write_history(comparison: Comparison) -> None:
    """One line of history for each field that changes, as by any other hand."""
    for (model, number), changes in comparison.history.items():
        if number < 0:
            organization = comparison.owners[(model, number)][1]
        else:
            row = comparison.world.by_id[model][number]
            organization = row.organization_id if model is Service else number
        for name, (before, after) in changes.items():
            comparison.plan.create(
                SheetChange,
                organization=organization,
                service=number if model is Service else None,
                field=name,
                before=before[:LIMIT],
                after=after[:LIMIT],
                at=comparison.now,
                by=None,
                by_words=comparison.plan.origin[:200],
                origin=BY_IMPORT,
            )


def _parts(comparison: Comparison, sheet: tuple[type[Model], int]) -> list[str]:
    """« Téléphones : 2 »."""
    counts: dict[str, int] = {}
    for (model, _number), owner in comparison.owners.items():
        if owner == sheet and model in PARTS:
            counts[str(PARTS[model])] = counts.get(str(PARTS[model]), 0) + 1
    return [_("%(what)s : %(count)s", what=name, count=count) for name, count in counts.items()]
