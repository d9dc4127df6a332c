"""Makes the plan of an import out of its records."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import gettext as _

from schoolapp.accounts.models import School
from schoolapp.families.models import SchoolYear
from schoolapp.formats import NBSP
from schoolapp.imports.planning import preferences
from schoolapp.imports.planning.groups import Places
from schoolapp.imports.planning.history import baselines
from schoolapp.imports.planning.homes import Homes
from schoolapp.imports.planning.matching import match
from schoolapp.imports.planning.plan import Line, Plan
from schoolapp.imports.planning.pupils import Pupils
from schoolapp.imports.planning.wanted import Options
from schoolapp.imports.planning.world import World, load
from schoolapp.imports.readers.records import Refusal, Roster


def make(roster: Roster, options: Options, answers: Mapping[str, str]) -> Plan:
    """Compare the records with the school as it is now."""
    world = load(SchoolYear.get_or_none(SchoolYear.label == options.year.label))
    plan = Plan(world, baselines(), answers)
    plan.remarks += roster.remarks
    places = Places(plan, options.year.starts_on)
    places.prepare(options.year.label, options.year.ends_on)
    file = roster.refusals[0].file if roster.refusals else ""
    matches = match(roster.pupils, plan, file)
    pupils = Pupils(plan, places)
    children = [
        pupils.receive(record, matches.known.get(place))
        for place, record in enumerate(roster.pupils)
        if place not in matches.refused
    ]
    people = Homes(plan, children).settle()
    preferences.settle(children, people, plan)
    plan.lines += [child.line for child in children]
    refusals = [*roster.refusals, *matches.refused.values()]
    _mark_departures(roster, options, refusals, pupils, {child.id for child in children})
    plan.lines += refused_lines(refusals)
    _settle_year(world, plan, places, options.year.label)
    places.remark()
    return plan


def _mark_departures(
    roster: Roster, options: Options, refusals: list[Refusal], pupils: Pupils, present: set[int]
) -> None:
    """The pupils that the file says have left, and those a full file does not list; a refused row is no absence."""
    doubtful = {key for refusal in refusals if refusal.whole_row for key in refusal.keys}
    for known in pupils.plan.world.pupils.values():
        if known.left_on is not None or known.id in present:
            continue
        said = known.source_id in roster.gone if known.source_id else False
        if said:
            pupils.leave(known, _("marqué comme parti dans le fichier"))
        elif options.full and not doubtful & set(known.keys):
            pupils.leave(known, _("absent du fichier"))


def refused_lines(refusals: list[Refusal]) -> list[Line]:
    """One line for each row refused, with every reason; one for each row of which cells are left aside."""
    by_row: dict[tuple[str, int], list[Refusal]] = {}
    for refusal in refusals:
        by_row.setdefault((refusal.file, refusal.row), []).append(refusal)
    return [_refused(found) for _row, found in sorted(by_row.items())]


def _refused(refusals: list[Refusal]) -> Line:
    first = next((one for one in refusals if one.whole_row), refusals[0])
    told = [f"{one.column}{NBSP}: {one.reason}" if one.column else one.reason for one in refusals]
    name = next((key.removeprefix("name:") for one in refusals for key in one.keys if key.startswith("name:")), "")
    detail = {"file": first.file, "reason": " ".join(told), "cells": list(first.cells)}
    return Line("refused" if first.whole_row else "partial", name[:250], str(first.row), None, detail)


def _settle_year(world: World, plan: Plan, places: Places, label: str) -> None:
    """A file for another year than the present one begins that year."""
    school = world.school
    if school is not None and school.current_year_id != places.year:
        plan.change(School, school.id, "current_year_id", school.current_year_id, places.year)
        plan.remarks.insert(0, _("L’année scolaire %(label)s devient l’année en cours.", label=label))
