"""The language of each family, as far as a file says it."""

from __future__ import annotations

from collections import defaultdict

from flask_babel import lazy_gettext as _l

from schoolapp.families.models import ContactPreference
from schoolapp.imports.planning.families import Child
from schoolapp.imports.planning.people import Person
from schoolapp.imports.planning.plan import Plan

LABELS = {"language": _l("langue de la famille"), "interpreter": _l("interprète")}
FLAGS = {True: "oui", False: "non", None: ""}


def settle(children: list[Child], people: list[Person], plan: Plan) -> None:
    """Plan what the rows of the pupils, else of their people, say of the language and of an interpreter."""
    told: dict[int, dict[str, str]] = defaultdict(lambda: {"language": "", "interpreter": ""})
    first: dict[int, Child] = {}
    for child in children:
        first.setdefault(child.family, child)
        _add(told[child.family], child.record.language, child.record.interpreter)
    for person in people:
        for place, _relation in person.pupils:
            _add(told[children[place].family], person.record.language, person.record.interpreter)
    for family, values in told.items():
        if any(values.values()):
            _settle_family(family, values, first[family], plan)


def _add(values: dict[str, str], language: str, interpreter: bool | None) -> None:
    values["language"] = values["language"] or language
    if interpreter is not None and values["interpreter"] != "oui":
        values["interpreter"] = FLAGS[interpreter]


def _settle_family(family: int, values: dict[str, str], child: Child, plan: Plan) -> None:
    known = plan.world.preferences.get(family)
    if known is None:
        plan.create(ContactPreference, family=family, **values)
        plan.families.add(family)
        if child.known is not None:
            for name, value in values.items():
                if value:
                    child.line.change(LABELS[name], "", value, name)
        return
    for name, value in values.items():
        if plan.settle(ContactPreference, known, name, value, child.line, LABELS[name]):
            plan.families.add(family)
