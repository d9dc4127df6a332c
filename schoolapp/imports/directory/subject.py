"""The directory of partners as a subject of imports."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from schoolapp import bulk
from schoolapp.database import Model
from schoolapp.imports import storage
from schoolapp.imports.directory import hsds_reading, service_columns, services, undoing, world
from schoolapp.imports.directory.planning import DirectoryPlan, make
from schoolapp.imports.directory.records import MODELS, Listing
from schoolapp.imports.models import PARTNERS, ImportBatch
from schoolapp.imports.options import Choices, first_guess
from schoolapp.imports.planning.history import gather
from schoolapp.imports.planning.plan import Plan
from schoolapp.imports.readers import detect
from schoolapp.imports.readers.columns import Fields
from schoolapp.imports.readers.hsds_set import read_set
from schoolapp.imports.subjects import Say, Subject
from schoolapp.imports.undoing import undo as take_back
from schoolapp.imports.undoing import written
from schoolapp.partners import cards
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
    SheetChange,
)
from schoolapp.partners.rules import MANAGERS

ORDER: tuple[type[Model], ...] = (
    Category,
    Organization,
    Place,
    Service,
    ServiceCategory,
    ServicePlace,
    Schedule,
    Contact,
    Phone,
    SheetChange,
)
FIELDS = Fields(
    service_columns.TARGETS,
    service_columns.guess,
    service_columns.find_header,
    lambda columns: service_columns.problems(columns.targets),
)


def read(batch: ImportBatch, known: world.Directory) -> Listing:
    """What the file says, by the choices made.

    Raises:
        FileRefused: when it cannot be used, or is there no longer.
    """
    choices, limits = Choices.of(batch.options), storage.limits()
    looked = detect.look(storage.present(batch.id), batch.file_name, limits, choices.sheet)
    if looked.table is None:
        return hsds_reading.read(read_set(looked.files, limits))
    if not choices.targets:
        choices.take(first_guess(looked.table, FIELDS))
    return services.read(looked.table, choices.columns(), limits, known)


def plan(batch: ImportBatch, answers: Mapping[str, str], say: Say) -> Plan:
    """What the import would do, as the directory is now."""
    say(_("Lecture du fichier"))
    known = world.load()
    listing = read(batch, known)
    say(_("Comparaison avec le répertoire"), 0, len(listing.records[Service]))
    made = DirectoryPlan(known, _baselines(known), answers, origin=batch.file_name)
    make(listing, made)
    new = {"organizations": len(made.created.get(Organization, ())), "services": len(made.created.get(Service, ()))}
    batch.summary = {**made.figures, **new, "headers": list(listing.headers)}
    return made


def _baselines(known: world.Directory) -> dict[tuple[str, int], dict[str, Any]]:
    """What imports last gave of the sheets that people changed since."""
    found: dict[tuple[str, int], dict[str, Any]] = defaultdict(dict)
    for model in MODELS:
        edited = [row.id for row in known.by_id[model].values() if known.is_edited(row)]
        for some in bulk.chunks(edited):
            gather(model, list(some), found)
    return found


def refresh(made: Plan, ids: Mapping[int, int]) -> None:
    """Bring the copies of the services up to date."""
    cards.refresh_all(ids.get(service, service) for service in made.services)  # type: ignore[attr-defined]


def undo(batch: ImportBatch) -> None:
    """Take an import back."""
    rows = written(batch)
    take_back(batch, ORDER)
    organizations = sorted(rows.changed[Organization._meta.table_name])
    services_of = Service.select(Service.id).where(Service.organization.in_(organizations or [0]))
    present = {service for (service,) in services_of.tuples()} | rows.changed[Service._meta.table_name]
    cards.refresh_all(present)


SUBJECT = Subject(
    code=PARTNERS,
    words=_l("Des partenaires et leurs services"),
    roles=MANAGERS,
    kinds=frozenset({"hsds"}),
    fields=FIELDS,
    order=ORDER,
    goes_with={
        ServiceCategory: ("service",),
        ServicePlace: ("service",),
        Schedule: ("service",),
        Place: ("organization",),
        Contact: ("organization",),
        Phone: ("service", "organization", "place", "contact"),
        SheetChange: ("service", "organization"),
    },
    plan=plan,
    fingerprint=world.fingerprint,
    refresh=refresh,
    blockers=undoing.blockers,
    undo=undo,
)
