"""What the file says of each guardian: fields, numbers, ties to the pupils."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import partial
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from schoolapp import formats
from schoolapp.families import cards
from schoolapp.families.models import Guardian, Guardianship, Phone
from schoolapp.families.vocabulary import PHONE_KINDS
from schoolapp.formats import search_key
from schoolapp.imports.planning.people import Directory, Person
from schoolapp.imports.planning.plan import Line, Plan, Question, digest
from schoolapp.imports.planning.world import KnownGuardian
from schoolapp.imports.readers.records import Phone as FilePhone

FIELDS = {"email": _l("courriel"), "language": _l("langue"), "source_id": _l("identifiant")}
ALIKE = 85


def kind_of(phone: FilePhone) -> str:
    """The kind a number is kept under."""
    return phone.kind or "autre"


def look_alike(one: str, other: str) -> bool:
    """Whether two names could be one person's: nearly the same, or one the other's shorter form."""
    from rapidfuzz.fuzz import token_set_ratio, token_sort_ratio

    first, second = search_key(one), search_key(other)
    return token_sort_ratio(first, second) >= ALIKE or token_set_ratio(first, second) == 100


def ask_about_likely(people: Iterable[Person], directory: Directory, families: dict[int, set[int]], plan: Plan) -> None:
    """Ask whether a person new to the school is a guardian reached by the same number or e-mail.

    Args:
        families: the families of the known pupils, by their place in the file.
    """
    people = list(people)
    matched = {guardian.id for person in people for guardian in person.known}
    for person in people:
        if person.known:
            continue
        theirs = set().union(*(families.get(place, set()) for place, _relation in person.pupils))
        for guardian in directory.reached_alike(person):
            elsewhere = theirs and plan.world.family_of(guardian) not in theirs
            if guardian.id in matched or elsewhere or not look_alike(person.record.name, guardian.name):
                continue
            key = digest("guardian", person.key, min(person.contacts), guardian.id)
            plan.questions.append(Question(key, "guardian", _sides(person, guardian)))
            if plan.answers.get(key) == "same":
                person.known = [guardian]
                matched.add(guardian.id)
                break


def _sides(person: Person, guardian: KnownGuardian) -> dict[str, Any]:
    record = person.record
    return {
        "file": {"name": record.name, "phones": [phone.raw for phone in record.phones], "email": record.email},
        "known": {
            "name": guardian.name,
            "phones": [phone.raw or phone.key for phone in guardian.phones],
            "email": guardian.email,
        },
    }


def create(person: Person, household: int, plan: Plan) -> int:
    """Plan a new guardian with their numbers."""
    record = person.record
    marks = {f"phone_{kind}": mark for kind, mark in _marks(record.phones).items()}
    guardian = plan.create(
        Guardian,
        household=household,
        source_id=record.source_id,
        name=record.name,
        email=record.email,
        language=record.language,
        **cards.name_keys(record.name),
    )
    if marks:
        plan.kept[(Guardian, guardian)] |= marks
    _add_phones(guardian, record.phones, 0, plan)
    return guardian


def tie(guardian: int, pupil: int, relation: str, plan: Plan) -> None:
    """Plan that a guardian is responsible for a pupil."""
    plan.create(Guardianship, guardian=guardian, pupil=pupil, relation=relation)


def update(guardian: KnownGuardian, person: Person, line: Line, plan: Plan) -> None:
    """Plan what the file changes of a known guardian."""
    record = person.record
    if plan.settle(Guardian, guardian, "name", record.name, line, lambda: _("nom de %(name)s", name=guardian.name)):
        before = cards.name_keys(guardian.name)
        for name, key in cards.name_keys(record.name).items():
            plan.change(Guardian, guardian.id, name, before[name], key)
    for name, word in FIELDS.items():
        label = partial(_, "%(what)s de %(name)s", what=word, name=guardian.name)
        plan.settle(Guardian, guardian, name, getattr(record, name), line, label)
    _update_phones(guardian, record.phones, line, plan)


def update_tie(guardian: KnownGuardian, pupil: int, relation: str, line: Line, plan: Plan) -> None:
    """Plan what a known guardian is to a known pupil, in other words; what people wrote by hand stays."""
    tie_id, present = guardian.links[pupil]
    if not relation or search_key(relation) == search_key(present) or (present and guardian.edited):
        return
    plan.change(Guardianship, tie_id, "relation", present, relation)
    line.change(_("lien avec %(name)s", name=guardian.name), present, relation)


def _marks(phones: list[FilePhone]) -> dict[str, str]:
    by_kind: dict[str, set[str]] = defaultdict(set)
    for phone in phones:
        by_kind[kind_of(phone)].add(phone.key)
    return {kind: " ".join(sorted(keys)) for kind, keys in by_kind.items()}


def _update_phones(guardian: KnownGuardian, phones: list[FilePhone], line: Line, plan: Plan) -> None:
    """The numbers of each kind that the file gives take the place of those of that kind; other kinds stay."""
    present = {phone.key for phone in guardian.phones}
    for kind, mark in _marks(phones).items():
        wanted = {phone.key: phone for phone in phones if kind_of(phone) == kind}
        mine = {phone.key: phone for phone in guardian.phones if phone.kind == kind}
        missing = [phone for key, phone in wanted.items() if key not in present]
        surplus = [phone for key, phone in mine.items() if key not in wanted]
        if not missing and (not surplus or not mine.keys() & wanted.keys()):
            continue
        label = _("%(kind)s de %(name)s", kind=str(PHONE_KINDS[kind]).lower(), name=guardian.name)
        old = " ".join(sorted(mine))
        words = [", ".join(map(formats.phone, sorted(keys))) for keys in (mine, wanted)]
        about = {"who": line.label, "what": label, "words": words}
        if not plan.may_write(Guardian, guardian, f"phone_{kind}", old, mark, about):
            continue
        for phone in surplus:
            plan.delete(Phone, {"id": phone.id, "guardian": guardian.id})
        _add_phones(guardian.id, missing, len(guardian.phones), plan)
        plan.kept[(Guardian, guardian.id)][f"phone_{kind}"] = mark
        plan.touch(Guardian, guardian.id)
        line.change(label, *words)


def _add_phones(guardian: int, phones: list[FilePhone], position: int, plan: Plan) -> None:
    for at, phone in enumerate(phones, position):
        plan.create(
            Phone,
            guardian=guardian,
            kind=kind_of(phone),
            number=phone.number[:30],
            digits=phone.digits[:30],
            raw=phone.raw[:60],
            position=at,
        )
