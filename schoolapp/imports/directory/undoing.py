"""What stands in the way of undoing an import of the directory: whatever people built on its sheets since."""

from __future__ import annotations

from collections import defaultdict

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from schoolapp import bulk
from schoolapp.database import Model
from schoolapp.imports.directory.records import MODELS
from schoolapp.imports.models import ImportBatch
from schoolapp.imports.undoing import Blocker, Written, written
from schoolapp.partners.models import (
    Category,
    Favourite,
    Organization,
    Service,
    ServiceCategory,
    ServiceUse,
    SheetChange,
)

# What goes with a sheet without being somebody's work; the history is looked at by its dates.
GOES_ALONG = frozenset({*MODELS, ServiceCategory, SheetChange, Favourite, ServiceUse})
WORDS = {
    "service": _l("un service ajouté"),
    "tip": _l("un conseil"),
    "agreement": _l("une entente"),
    "referral": _l("une référence"),
    "activity": _l("une activité"),
    "sheet_link": _l("un lien remis au partenaire"),
}
PAGES = {Organization: ("organizations.show", "organization_id"), Service: ("services.show", "service_id")}
Found = dict[tuple[type[Model], int], set[str]]


def blockers(batch: ImportBatch) -> list[Blocker]:
    """What people have done since with the sheets of this import, by sheet."""
    rows = written(batch)
    found: Found = defaultdict(set)
    _changed_since(batch, rows, found)
    for model in (Organization, Service):
        _leaning_on(model, rows, found)
    listed = [
        Blocker(0, model.get_by_id(number).name, ", ".join(sorted(words)), _page(model, number))
        for (model, number), words in found.items()
    ]
    listed += [Blocker(0, name, _("une catégorie qui sert à d’autres services")) for name in _shared_needs(rows)]
    return sorted(listed, key=lambda one: one.name)


def _page(model: type[Model], number: int) -> str:
    endpoint, argument = PAGES[model]
    return url_for(endpoint, **{argument: number})


def _changed_since(batch: ImportBatch, rows: Written, found: Found) -> None:
    """The sheets of which a field changed after the import, by hand or otherwise."""
    made, services, organizations = rows.made(SheetChange), rows.touched(Service), rows.touched(Organization)
    columns = (SheetChange.id, SheetChange.organization, SheetChange.service)
    later = SheetChange.select(*columns).where(SheetChange.at > batch.applied_at)
    for change, organization, service in later.tuples():
        if change in made:
            continue
        if service in services:
            found[(Service, service)].add(_("une fiche modifiée"))
        elif service is None and organization in organizations:
            found[(Organization, organization)].add(_("une fiche modifiée"))


def _leaning_on(model: type[Model], rows: Written, found: Found) -> None:
    """The new sheets that something else refers to: a referral, a tip, an activity, a service written by hand."""
    for column, other in model._meta.backrefs.items():
        if other in GOES_ALONG and other is not Service:
            continue
        mine = rows.made(other)
        for some in bulk.chunks(sorted(rows.made(model))):
            for number, row in other.select(column, other.id).where(column.in_(list(some))).tuples():
                if row not in mine:
                    table = other._meta.table_name
                    found[(model, number)].add(str(WORDS.get(table, _l("du travail de l’équipe"))))


def _shared_needs(rows: Written) -> list[str]:
    """The categories that this import added, and that services of other hands have since."""
    added, tied = rows.made(Category), rows.made(ServiceCategory)
    services = rows.made(Service)
    names = {row.code: row.name for row in Category.select() if row.id in added}
    links = ServiceCategory.select().where(ServiceCategory.code.in_(list(names) or [""]))
    return sorted({names[row.code] for row in links if row.id not in tied and row.service_id not in services})
