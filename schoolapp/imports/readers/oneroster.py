"""OneRoster 1.1 and 1.2 as CSV files, in bulk mode.

Columns as in the 1EdTech « OneRoster CSV Tables » 1.1.1 and « CSV Binding » 1.2.1: 1.1 keeps the role in users.csv, 1.2
in roles.csv. Passwords, in userProfiles.csv and users.csv, are never read.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date

from flask_babel import gettext as _

from schoolapp import clock
from schoolapp.imports.readers.dates import read_date
from schoolapp.imports.readers.records import FileRefused, Limits, Roster
from schoolapp.imports.readers.school_sets import (
    GUARDIAN_ROLES,
    TEACHER_ROLES,
    Line,
    Section,
    SetReader,
    Source,
    User,
    pick_school,
    roster,
    school_names,
    section,
    teacher,
)
from schoolapp.imports.readers.values import read_level

READ_FILES = ("orgs", "users", "roles", "classes", "enrollments", "academicSessions", "demographics")
VERSIONS = ("1.1", "1.2")


def recognises(files: Mapping[str, bytes]) -> bool:
    """Whether a set is OneRoster: it has a manifest, or users.csv says whether accounts are enabled."""
    return "manifest.csv" in files or b"enabledUser" in files.get("users.csv", b"")[:2000]


def read(files: Mapping[str, bytes], limits: Limits, school: str = "") -> Roster:
    """The pupils of one school.

    Args:
        school: its sourcedId, needed when the set covers several.

    Raises:
        SeveralSchools: when ``school`` is needed.
        FileRefused: for a delta set, or one that does not follow the format.
    """
    reader = SetReader(files, limits)
    version = _check_manifest(reader)
    users = _users(reader)
    names = school_names(reader.lines("orgs", ("sourcedId", "name", "type")))
    chosen = pick_school(users.values(), names, school)
    sessions = _sessions(reader)
    year = _present_year(sessions)
    sections = _sections(reader, chosen, sessions, year)
    _enrol(reader, sections, users)
    source = Source(
        kind=f"oneroster-{version}",
        users=users,
        sections=sections,
        guardians=_guardians(reader, users),
        school_year=_year_label(year),
    )
    return roster(source, chosen, reader)


def _check_manifest(reader: SetReader) -> str:
    lines = reader.lines("manifest", ("propertyName", "value"))
    values = {line["propertyName"].lower(): line["value"].lower() for line in lines}
    deltas = [name for name in READ_FILES if values.get(f"file.{name.lower()}") == "delta"]
    if deltas:
        raise FileRefused(
            _(
                "Cette exportation OneRoster ne contient que des différences (mode « delta »). "
                "Refaites-la en mode complet (« bulk »)."
            )
        )
    version = values.get("oneroster.version", "")[:3] or ("1.2" if "roles.csv" in reader.files else "1.1")
    if version not in VERSIONS:
        raise FileRefused(
            _("OneRoster %(version)s n’est pas reconnu. Exportez en version 1.1 ou 1.2.", version=version)
        )
    return version


def _users(reader: SetReader) -> dict[str, User]:
    lines = reader.lines("users", ("sourcedId", "givenName", "familyName"))
    if not lines:
        raise FileRefused(_("Il manque le fichier users.csv, ou il est vide."))
    births = {line["sourcedId"]: read_date(line["birthDate"]) for line in reader.lines("demographics", ("sourcedId",))}
    users: dict[str, User] = {}
    for line in lines:
        source_id = line["sourcedId"]
        if not source_id or source_id in users:
            reason = _("Identifiant déjà utilisé plus haut.") if source_id else _("Identifiant manquant.")
            reader.refuse("users", line, "sourcedId", reason, whole=True)
            continue
        users[source_id] = User(line, births.get(source_id))
        if role := line["role"]:
            users[source_id].roles[role.lower()] = set(_ids(line["orgSourcedIds"]))
    for line in reader.lines("roles", ("userSourcedId", "role")):
        end = read_date(line["endDate"])
        if line["userSourcedId"] in users and not line.is_gone and not (end and end < clock.today()):
            schools = users[line["userSourcedId"]].roles.setdefault(line["role"].lower(), set())
            schools.update(_ids(line["orgSourcedId"]))
    return users


def _ids(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(",") if part.strip()]


def _sessions(reader: SetReader) -> dict[str, Line]:
    lines = reader.lines("academicSessions", ("sourcedId", "startDate", "endDate"))
    return {line["sourcedId"]: line for line in lines if not line.is_gone}


def _year_of(session: Line) -> int:
    """A school year is named by its last year."""
    if session["schoolYear"].isdigit():
        return int(session["schoolYear"])
    end = read_date(session["endDate"])
    return end.year if end else 0


def _present_year(sessions: Mapping[str, Line]) -> int:
    """The year under way, else the next to come, else the last of the file; 0 when the file does not say."""
    today = clock.today()
    years: dict[int, date] = {}
    for session in sessions.values():
        end = read_date(session["endDate"])
        if end and (year := _year_of(session)):
            years[year] = max(years.get(year, end), end)
    ahead = [year for year, end in years.items() if end >= today]
    return min(ahead) if ahead else max(years, default=0)


def _year_label(year: int) -> str:
    return f"{year - 1}-{year}" if 1990 < year < 2200 else ""


def _sections(reader: SetReader, school: str, sessions: Mapping[str, Line], year: int) -> dict[str, Section]:
    found = {}
    for line in reader.lines("classes", ("sourcedId", "title", "schoolSourcedId")):
        years = {_year_of(sessions[one]) for one in _ids(line["termSourcedIds"]) if one in sessions}
        if line.is_gone or (school and line["schoolSourcedId"] != school) or (years and year not in years):
            continue
        level = read_level(line["grades"].split(",")[0], line["title"])
        homeroom = line["classType"].lower() == "homeroom"
        found[line["sourcedId"]] = section(
            line["sourcedId"], line["classCode"], line["title"], level, is_homeroom=homeroom
        )
    return found


def _enrol(reader: SetReader, sections: Mapping[str, Section], users: Mapping[str, User]) -> None:
    today = clock.today()
    for line in reader.lines("enrollments", ("classSourcedId", "userSourcedId", "role")):
        user = users.get(line["userSourcedId"])
        if user is None:
            reader.refuse("enrollments", line, "userSourcedId", _("Cette personne n’est pas dans users.csv."))
            continue
        place, end = sections.get(line["classSourcedId"]), read_date(line["endDate"])
        if place is None or line.is_gone or user.line.is_gone or (end and end < today):
            continue
        if line["role"].lower() == "student":
            place.pupils.append(line["userSourcedId"])
        elif line["role"].lower() in TEACHER_ROLES:
            place.group.teachers.append(teacher(user))


def _guardians(reader: SetReader, users: Mapping[str, User]) -> dict[str, list[tuple[str, str]]]:
    """Who answers for whom, by agentSourcedIds: on the pupil's row, on the guardian's, or on both."""
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for source_id, user in users.items():
        for other_id in _ids(user.line["agentSourcedIds"]):
            other = users.get(other_id)
            if other is None:
                reader.refuse(
                    "users", user.line, "agentSourcedIds", _("Une personne désignée n’est pas dans users.csv.")
                )
                continue
            pupil_id, person_id = (source_id, other_id) if "student" in user.roles else (other_id, source_id)
            roles = (role for role in users[person_id].roles if role in GUARDIAN_ROLES)
            relation = next((str(GUARDIAN_ROLES[role]) for role in roles), "")
            if relation and not users[person_id].line.is_gone and (person_id, relation) not in found[pupil_id]:
                found[pupil_id].append((person_id, relation))
    return found
