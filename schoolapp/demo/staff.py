"""The people of the made-up school, its years and its groups."""

from __future__ import annotations

from dataclasses import field
from datetime import timedelta
from functools import cached_property
from random import Random

from schoolapp.access import Role
from schoolapp.accounts.models import School, User
from schoolapp.demo.bulk import Writer
from schoolapp.demo.calendar import Calendar, moment
from schoolapp.families.models import Group, GroupTeacher, SchoolYear
from schoolapp.formats import sort_key
from schoolapp.records import dataclass

PASSWORD = "trait-dunion-demo"  # noqa: S105 - shown on the sign-in page of the demo
SCHOOL = "École des Érables"

# address, name, role, function
FIXED = (
    ("direction", "Hélène Bissonnette", Role.DIRECTION, "Directrice"),
    ("agent", "Martine Lapierre", Role.AGENT, "Agente de soutien"),
    ("agent2", "Samuel Baptiste", Role.AGENT, "Agent de soutien"),
    ("prof", "Geneviève Roy", Role.TEACHER, "Enseignante, groupe 302"),
    ("prof2", "Karim Benali", Role.TEACHER, "Enseignant, groupe 101"),
    ("pro", "Sarah Kanapé", Role.PROFESSIONAL, "Technicienne en éducation spécialisée (TES)"),
    ("secretariat", "Lucie Charest", Role.SECRETARIAT, "Secrétaire d’école"),
    ("repondant", "Yves Marcoux", Role.LIAISON, "Répondant IMD, centre de services scolaire"),
    ("adjointe", "Nadine Tousignant", Role.DIRECTION, "Directrice adjointe"),
    ("secretariat2", "Thérèse Vigneault", Role.SECRETARIAT, "Agente de bureau"),
    ("psychoed", "Alexandre Hamelin-Ruiz", Role.PROFESSIONAL, "Psychoéducateur"),
    ("ortho", "Mireille Thành", Role.PROFESSIONAL, "Orthopédagogue"),
    ("ortho2", "Joëlle Arsenault", Role.PROFESSIONAL, "Orthopédagogue"),
    ("travail.social", "Fatoumata Keïta", Role.PROFESSIONAL, "Travailleuse sociale"),
    ("tes2", "Dominic Fréchette", Role.PROFESSIONAL, "Technicien en éducation spécialisée (TES)"),
    ("tes3", "Oriane Mukuna", Role.PROFESSIONAL, "Technicienne en éducation spécialisée (TES)"),
    ("orthophonie", "Camille Ste-Marie", Role.PROFESSIONAL, "Orthophoniste"),
    ("tes4", "Wassim Aboud", Role.PROFESSIONAL, "Technicien en éducation spécialisée (TES)"),
    ("psychologie", "Ingrid Falardeau", Role.PROFESSIONAL, "Psychologue scolaire"),
    ("animation", "Jean-Denis Malo", Role.PROFESSIONAL, "Animateur de vie spirituelle et d’engagement communautaire"),
    ("service.garde", "Chantal Robitaille", Role.PROFESSIONAL, "Technicienne en service de garde"),
)
# Who reads the digest; nobody else asked for it.
DIGESTS = {
    "agent": "quotidien",
    "agent2": "quotidien",
    "direction": "quotidien",
    "prof": "hebdomadaire",
    "pro": "hebdomadaire",
    "secretariat": "hebdomadaire",
    "ortho2": "hebdomadaire",
}
SPECIALISTS = (
    ("Patrice Guérin", "Éducation physique"),
    ("Émilie Castonguay", "Éducation physique"),
    ("Jonathan Mills", "Anglais"),
    ("Ana Lucía Paredes", "Anglais"),
    ("Sophie Laurin", "Musique"),
    ("Ismaël Diarra", "Arts plastiques"),
    ("Claudine Bourque", "Soutien en francisation"),
    ("Li-Mei Zhou", "Soutien en francisation"),
    ("Robert Jr. Cormier", "Bibliothèque et dénombrement flottant"),
    ("Marjolaine Houle", "Enseignement ressource"),
    ("Hugo Vandal", "Enseignement ressource"),
    ("Rebecca Awashish", "Culture et territoire"),
)
# level, codes; the groups of a whole school of 450 pupils
LEVELS = (
    ("mat4", ("M41", "M42")),
    ("mat5", ("M51", "M52", "M53")),
    ("1", ("101", "102", "103", "104")),
    ("2", ("201", "202", "203", "204")),
    ("3", ("301", "302", "303", "304")),
    ("4", ("401", "402", "403", "404")),
    ("5", ("501", "502", "503")),
    ("6", ("601", "602", "603")),
)
LEVEL_WORDS = {"mat4": "Maternelle 4 ans", "mat5": "Maternelle 5 ans", "1": "1re année"} | {
    str(number): f"{number}e année" for number in range(2, 7)
}
FIRST = [
    "Annick",
    "Catherine",
    "Manon",
    "Pascale",
    "Myriam",
    "Josiane",
    "Andréanne",
    "Sylvie",
    "Marie-Pier",
    "Frédérique",
    "Noémie",
    "Véronique",
    "Kim",
    "Étienne",
    "Guillaume",
    "Vincent",
    "Philippe",
    "Marc-André",
    "Amélie",
    "Laurence",
    "Rachel",
    "Nour",
    "Tania",
    "Gabrielle",
    "Maude",
    "Judith",
    "Danièle",
]
LAST = [
    "Beauchemin",
    "Drolet",
    "Gendron",
    "Lacasse",
    "Mailloux",
    "Ouimet",
    "Pronovost",
    "Rivest",
    "Savoie",
    "Turcotte",
    "Valois",
    "Asselin",
    "Brisson",
    "Chicoine",
    "Deschênes",
    "Éthier",
    "Filion",
    "Giroux",
    "Hébert",
    "Jolicoeur",
    "Labelle",
    "Messier",
    "Normandin",
    "Plamondon",
    "Saad",
    "Tessier",
    "Yergeau",
]


@dataclass
class Staff:
    """Who works in one block of the school, and where.

    Attributes:
        people: id of each account by the part of its address before the @.
        groups: for each year, ids of the groups by code.
        teachers: ids of the teachers of each group.
        names: name of each account, by id.
    """

    people: dict[str, int] = field(default_factory=dict)
    groups: tuple[dict[str, int], dict[str, int]] = field(default_factory=lambda: ({}, {}))
    levels: dict[int, str] = field(default_factory=dict)
    teachers: dict[int, list[int]] = field(default_factory=dict)
    names: dict[int, str] = field(default_factory=dict)
    roles: dict[int, str] = field(default_factory=dict)

    @property
    def agents(self) -> tuple[int, int]:
        return self.people["agent"], self.people["agent2"]

    @cached_property
    def professionals(self) -> list[int]:
        return [number for number, role in self.roles.items() if role == Role.PROFESSIONAL]


def hashed_password() -> str:
    """The one password of every account, hashed once with the strength of the product."""
    from argon2 import PasswordHasher

    return PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1).hash(PASSWORD)


class StaffMaker:
    """Writes the school, its years, then the people and the groups of each block of 300 families."""

    def __init__(self, writer: Writer, calendar: Calendar) -> None:
        self.writer, self.calendar, self.password = writer, calendar, hashed_password()
        self.since = moment(Random(1), calendar.starts[0] - timedelta(days=7))  # noqa: S311
        self.years = tuple(
            writer.add(SchoolYear, label=label, starts_on=start, ends_on=end)
            for label, start, end in zip(calendar.labels, calendar.starts, calendar.ends, strict=True)
        )
        self.leads = Staff()

    def school(self) -> None:
        """The one row that names the school."""
        languages = ["fr", "en", "es", "ar", "ht", "pt", "zh"]
        self.writer.add(
            School,
            id=self.writer.next_id(School),
            name=SCHOOL,
            languages=languages,
            phone="450 555-0100",
            current_year_id=self.years[1],
            no_contact_weeks=3,
            created_at=self.since,
        )

    def block(self, number: int, rng: Random) -> Staff:
        """The people and groups of one block; only the first one has the offices, the agents and the specialists."""
        leads = self.leads
        staff = Staff(people=dict(leads.people), names=dict(leads.names), roles=dict(leads.roles))
        if number == 0:
            for code, name, role, function in FIXED:
                self._join(staff, code, name, role, function)
            for name, function in SPECIALISTS:
                self._join(staff, _address(name), name, Role.TEACHER, function)
            self.leads = staff
            self._apart()
        self._groups(staff, number, rng)
        return staff

    def _account(self, code: str, name: str, role: str, function: str, **more: object) -> int:
        return self.writer.add(
            User,
            email=f"{code}@ecole.test",
            name=name,
            sort_key=sort_key(name),
            role=str(role),
            function=function,
            created_at=self.since,
            digest=DIGESTS.get(code, "jamais"),
            **({"password_hash": self.password} | more),
        )

    def _join(self, staff: Staff, code: str, name: str, role: str, function: str) -> int:
        number = self._account(code, name, role, function)
        staff.people[code], staff.names[number], staff.roles[number] = number, name, str(role)
        return number

    def _apart(self) -> None:
        """Somebody who left the school, and somebody whose invitation still waits."""
        gone = {"active": False, "disabled_at": self.since + timedelta(days=300)}
        self._account("ancienne", "Réjeanne Vaillancourt", Role.TEACHER, "Retraitée", **gone)
        self._account("suppleance", "Maëlle Quirion", Role.TEACHER, "Suppléance", password_hash="")

    def _groups(self, staff: Staff, block: int, rng: Random) -> None:
        tail = f"-{block + 1}" if block else ""
        first, last = rng.sample(FIRST, len(FIRST)), rng.sample(LAST, len(LAST))
        for place, (level, code) in enumerate((level, code) for level, codes in LEVELS for code in codes):
            teacher = {"302": staff.people["prof"], "101": staff.people["prof2"]}.get(code) if block == 0 else None
            if teacher is None:
                name = f"{first[place % len(first)]} {last[place % len(last)]}"
                words = f"{LEVEL_WORDS[level]}, groupe {code}{tail}"
                teacher = self._join(staff, f"{_address(name)}{tail}", name, Role.TEACHER, words)
            for year in (0, 1):
                self._group(staff, year, f"{code}{tail}", level, teacher, past=block > 0)
        if block == 0:
            self._second_teachers(staff, rng)

    def _group(self, staff: Staff, year: int, code: str, level: str, teacher: int, *, past: bool) -> None:
        """A group of a year. Those of further blocks are all of the past: a school's walls hold so many at once."""
        label = f"{LEVEL_WORDS[level]}, groupe {code}"
        held, named = (0, f"{code} bis" if year else code) if past else (year, code)
        group = self.writer.add(Group, year=self.years[held], code=named, level=level, label=label)
        staff.groups[year][code], staff.levels[group], staff.teachers[group] = group, level, [teacher]
        self.writer.add(GroupTeacher, group=group, user=teacher)

    def _second_teachers(self, staff: Staff, rng: Random) -> None:
        """Specialists teach several groups; a resource teacher shares one."""
        for name, _function in SPECIALISTS:
            user = staff.people[_address(name)]
            for code in rng.sample(sorted(staff.groups[1]), 4):
                group = staff.groups[1][code]
                staff.teachers[group].append(user)
                self.writer.add(GroupTeacher, group=group, user=user)


def _address(name: str) -> str:
    return sort_key(name).split("\x01")[0].replace(" ", ".")
