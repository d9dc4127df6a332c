"""Which pupil of the school each record of a file is: by source id, by number, by name and birth date, by name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import field

from flask_babel import gettext as _

from schoolapp.imports.planning.plan import Plan, Question, digest, shown
from schoolapp.imports.planning.world import KnownPupil, World
from schoolapp.imports.readers.records import PupilRecord, Refusal
from schoolapp.records import dataclass

ALIKE = 78  # out of 100; « Lea Tremblay » and « Léa Tremblay-Roy » are, « Léa Roy » and « Noé Roy » are not
TOO_DIFFERENT = 60
MOST_QUESTIONS = 300


@dataclass
class Matches:
    """``known`` gives the pupil of a record, by the record's place in the file."""

    known: dict[int, KnownPupil] = field(default_factory=dict)
    refused: dict[int, Refusal] = field(default_factory=dict)

    def is_taken(self, pupil: KnownPupil) -> bool:
        return pupil.id in self._taken

    _taken: set[int] = field(default_factory=set)

    def take(self, place: int, pupil: KnownPupil) -> None:
        self.known[place] = pupil
        self._taken.add(pupil.id)


def match(records: list[PupilRecord], plan: Plan, file: str) -> Matches:
    """Match every record once, the surest keys first, and ask about those that look like somebody."""
    found = Matches()
    by_key = _index(plan.world.pupils.values())
    _match_answered(records, plan, found)
    for kind in ("source", "number", "born", "name"):
        for place, record in enumerate(records):
            if place in found.known or place in found.refused:
                continue
            for key in record.keys:
                if key.startswith(f"{kind}:"):
                    _try(place, record, by_key.get(key, []), kind, found, file)
    _ask_about_likely(records, plan, found)
    return found


def _index(pupils: Iterable[KnownPupil]) -> dict[str, list[KnownPupil]]:
    by_key: dict[str, list[KnownPupil]] = defaultdict(list)
    for pupil in pupils:
        for key in pupil.keys:
            by_key[key].append(pupil)
    return by_key


def _try(place: int, record: PupilRecord, pupils: list[KnownPupil], kind: str, found: Matches, file: str) -> None:
    free = [pupil for pupil in pupils if not found.is_taken(pupil)]
    if kind in ("born", "name"):
        free = [pupil for pupil in free if not _differ(pupil.number, record.number)]
    if kind == "name":
        free = [pupil for pupil in free if not _differ(pupil.birth_date, record.birth_date)]
        if len(free) > 1:
            found.refused[place] = _namesakes(record, free, file)
            return
    if not free:
        return
    pupil = next((one for one in free if one.left_on is None), free[0])
    if kind == "number" and _is_somebody_else(record, pupil):
        found.refused[place] = Refusal(
            file,
            record.rows[0],
            "",
            _(
                "Le numéro %(number)s est à l’école celui de %(name)s, qui ne lui ressemble pas.",
                number=record.number,
                name=pupil.name,
            ),
            cells=record.cells,
            keys=pupil.keys,
        )
        return
    found.take(place, pupil)


def _differ(one: object, other: object) -> bool:
    return bool(one and other and one != other)


def _is_somebody_else(record: PupilRecord, pupil: KnownPupil) -> bool:
    return _differ(record.birth_date, pupil.birth_date) and _ratio(record.name, pupil.name) < TOO_DIFFERENT


def _namesakes(record: PupilRecord, pupils: list[KnownPupil], file: str) -> Refusal:
    return Refusal(
        file,
        record.rows[0],
        "",
        _("Plusieurs élèves de l’école portent ce nom : ajoutez le numéro ou la date de naissance."),
        cells=record.cells,
        keys=tuple(key for pupil in pupils for key in pupil.keys),
    )


def _ratio(one: str, other: str) -> float:
    from rapidfuzz.fuzz import token_sort_ratio

    from schoolapp.formats import search_key

    return token_sort_ratio(search_key(one), search_key(other))


def question_key(record: PupilRecord, pupil: KnownPupil) -> str:
    """The same question about the same two people, whenever the file is checked."""
    return digest("pupil", record.keys[0], pupil.id)


def _match_answered(records: list[PupilRecord], plan: Plan, found: Matches) -> None:
    if "same" not in plan.answers.values():
        return
    for place, record, pupil in _pairs(records, plan.world, Matches()):
        if plan.answers.get(question_key(record, pupil)) != "same":
            continue
        if place not in found.known and not found.is_taken(pupil):
            found.take(place, pupil)
            plan.questions.append(_question(record, pupil))


def _ask_about_likely(records: list[PupilRecord], plan: Plan, found: Matches) -> None:
    asked = 0
    for _place, record, pupil in _pairs(records, plan.world, found):
        asked += 1
        if asked <= MOST_QUESTIONS:
            plan.questions.append(_question(record, pupil))
    if asked > MOST_QUESTIONS:
        plan.remarks.append(
            _(
                "%(count)s élèves du fichier ressemblent à des élèves de l’école sous un autre numéro. "
                "La colonne du numéro est-elle la bonne?",
                count=asked,
            )
        )


def _pairs(records: list[PupilRecord], world: World, found: Matches) -> Iterable[tuple[int, PupilRecord, KnownPupil]]:
    """Records not matched, each with the pupils not matched whom they could be."""
    by_birth: dict[object, list[KnownPupil]] = defaultdict(list)
    by_name: dict[str, list[KnownPupil]] = defaultdict(list)
    for pupil in world.pupils.values():
        if not found.is_taken(pupil):
            by_birth[pupil.birth_date].append(pupil)
            by_name[pupil.keys[-1]].append(pupil)
    for place, record in enumerate(records):
        if place in found.known or place in found.refused:
            continue
        born = by_birth.get(record.birth_date, []) if record.birth_date else []
        alike = [pupil for pupil in born if _ratio(record.name, pupil.name) >= ALIKE]
        namesakes = by_name.get(record.keys[-1], [])
        for pupil_id in sorted({pupil.id for pupil in (*namesakes, *alike)}):
            yield place, record, world.pupils[pupil_id]


def _question(record: PupilRecord, pupil: KnownPupil) -> Question:
    sides = {"file": _told(record, record.rows), "known": _told(pupil, [])}
    return Question(question_key(record, pupil), "pupil", sides)


def _told(person: PupilRecord | KnownPupil, rows: list[int]) -> dict[str, object]:
    return {
        "name": person.name,
        "birth_date": shown(person.birth_date),
        "number": person.number,
        "rows": rows,
        "left_on": shown(getattr(person, "left_on", None)),
    }
