"""The first subject of imports: the pupils of the school, their families and their groups."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from schoolapp.access import OFFICE
from schoolapp.accounts.models import School
from schoolapp.database import Model
from schoolapp.families import cards
from schoolapp.families.models import (
    ContactPreference,
    Enrolment,
    Family,
    Group,
    GroupTeacher,
    Guardian,
    Guardianship,
    Household,
    HouseholdPupil,
    Phone,
    Pupil,
    SchoolYear,
)
from schoolapp.imports import pupils_undo, queries, storage, undoing
from schoolapp.imports.models import PUPILS, ImportBatch
from schoolapp.imports.options import Choices, first_guess, planning_options
from schoolapp.imports.planning.make import make
from schoolapp.imports.planning.plan import Plan
from schoolapp.imports.planning.world import fingerprint
from schoolapp.imports.readers import detect
from schoolapp.imports.readers.columns import TARGETS, Columns, Fields, find_header, guess
from schoolapp.imports.readers.records import Roster
from schoolapp.imports.subjects import Say, Subject

FIELDS = Fields(TARGETS, guess, find_header, Columns.problems)
ORDER: tuple[type[Model], ...] = (
    SchoolYear,
    Group,
    GroupTeacher,
    Family,
    ContactPreference,
    Household,
    Pupil,
    Enrolment,
    HouseholdPupil,
    Guardian,
    Guardianship,
    Phone,
    School,
)


def read(batch: ImportBatch) -> Roster:
    """The records of the file, by the choices made.

    Raises:
        FileRefused: when the file cannot be used, or is there no longer.
    """
    choices, limits = Choices.of(batch.options), storage.limits()
    looked = detect.look(storage.present(batch.id), batch.file_name, limits, choices.sheet)
    if looked.table is not None and not choices.targets:
        choices.take(first_guess(looked.table, FIELDS))
    return detect.read(looked, limits, choices.columns() if looked.table else None, choices.school)


def plan(batch: ImportBatch, answers: Mapping[str, str], say: Say) -> Plan:
    """What the import would do, as the school is now."""
    say(_("Lecture du fichier"))
    roster = read(batch)
    say(_("Comparaison avec l’école"), 0, len(roster.pupils))
    choices = Choices.of(batch.options)
    if not choices.year and roster.school_year:
        choices.year = roster.school_year
    made = make(roster, planning_options(choices, queries.years()), answers)
    batch.summary = {**made.figures, **_figures(made), "headers": list(roster.headers), "year": choices.year}
    return made


def _figures(made: Plan) -> dict[str, Any]:
    return {"families": len(made.created.get(Family, ())), "guardians": len(made.created.get(Guardian, ()))}


def refresh(made: Plan, ids: Mapping[int, int]) -> None:
    """Bring the cards of the families up to date."""
    cards.refresh_many([ids.get(family, family) for family in sorted(made.families)])


def undo(batch: ImportBatch) -> None:
    """Take an import back."""
    families = pupils_undo.families_of(undoing.written(batch))
    undoing.undo(batch, ORDER)
    present = {family for (family,) in Family.select(Family.id).tuples()}
    cards.refresh_many(sorted(families & present))


SUBJECT = Subject(
    code=PUPILS,
    words=_l("Des élèves et leurs familles"),
    roles=OFFICE,
    kinds=frozenset({"oneroster", "sds"}),
    fields=FIELDS,
    order=ORDER,
    goes_with={Enrolment: ("pupil",), Phone: ("guardian",)},
    plan=plan,
    fingerprint=fingerprint,
    refresh=refresh,
    blockers=pupils_undo.blockers,
    undo=undo,
)
