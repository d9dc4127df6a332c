"""Microsoft School Data Sync 2.1 as CSV files.

Columns as in « SDS V2.1 CSV File Format » and its samples. The format has no mode and no status: every set is complete.
Its samples write dates month first (8/24/2021), which is what a date that reads both ways is taken for.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from schoolapp import clock
from schoolapp.imports.readers.dates import column_order, read_date
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

RELATIONS = GUARDIAN_ROLES | {"other": _l("autre"), "": ""}
# Known to the format, but not responsible for the child.
NOT_GUARDIANS = frozenset({"doctor", "aide", "child"})


def recognises(files: Mapping[str, bytes]) -> bool:
    """Whether a set has the three files that the format requires."""
    return {"orgs.csv", "users.csv", "roles.csv"} <= set(files)


def read(files: Mapping[str, bytes], limits: Limits, school: str = "") -> Roster:
    """The pupils of one school.

    Args:
        school: its sourcedId, needed when the set covers several.

    Raises:
        SeveralSchools: when ``school`` is needed.
        FileRefused: for a set that does not follow the format.
    """
    reader = SetReader(files, limits)
    users = _users(reader)
    levels = _roles(reader, users)
    names = school_names(reader.lines("orgs", ("sourcedId", "name", "type")))
    chosen = pick_school(users.values(), names, school)
    sessions = reader.lines("academicSessions", ("sourcedId", "startDate", "endDate"))
    year, present = _present_sessions(sessions)
    sections = _sections(reader, chosen, present if sessions else None)
    _enrol(reader, sections, users, levels)
    source = Source(
        kind="sds-2.1",
        users=users,
        sections=sections,
        guardians=_guardians(reader, users),
        school_year=year,
        number_column="userNumber",
    )
    return roster(source, chosen, reader)


def _users(reader: SetReader) -> dict[str, User]:
    lines = reader.lines("users", ("sourcedId", "username"))
    if not lines:
        raise FileRefused(_("Le fichier users.csv est vide."))
    details = reader.lines("demographics", ("userSourcedId",))
    order = column_order((line["birthDate"] for line in details), default="mdy").code
    births = {line["userSourcedId"]: read_date(line["birthDate"], order) for line in details}
    users: dict[str, User] = {}
    for line in lines:
        source_id = line["sourcedId"]
        if not source_id or source_id in users:
            reason = _("Identifiant déjà utilisé plus haut.") if source_id else _("Identifiant manquant.")
            reader.refuse("users", line, "sourcedId", reason, whole=True)
            continue
        users[source_id] = User(line, births.get(source_id))
    return users


def _roles(reader: SetReader, users: Mapping[str, User]) -> dict[str, str]:
    """Give each person their roles. Returns the level of each pupil."""
    levels = {}
    lines = reader.lines("roles", ("userSourcedId", "orgSourcedId", "role"))
    order = column_order((line["roleEndDate"] for line in lines), default="mdy").code
    for line in lines:
        user = users.get(line["userSourcedId"])
        if user is None:
            reader.refuse("roles", line, "userSourcedId", _("Cette personne n’est pas dans users.csv."))
            continue
        role, end = line["role"].lower(), read_date(line["roleEndDate"], order)
        if end and end < clock.today():
            continue
        user.roles.setdefault(role, set()).add(line["orgSourcedId"])
        levels.setdefault(line["userSourcedId"], line["grade"])
    return levels


def _present_sessions(sessions: list[Line]) -> tuple[str, set[str]]:
    """The school year under way, else the next, else the last; and the sessions that belong to it."""
    values = [line[name] for line in sessions for name in ("startDate", "endDate")]
    order = column_order(values, default="mdy").code
    years: dict[int, date] = {}
    by_session = {}
    for line in sessions:
        end = read_date(line["endDate"], order)
        if end is None:
            continue
        # A school year is named by its last year; the file's own « schoolYear » may be its first.
        year = end.year if end.month < 8 else end.year + 1
        by_session[line["sourcedId"]] = year
        years[year] = max(years.get(year, end), end)
    ahead = [year for year, end in years.items() if end >= clock.today()]
    chosen = min(ahead) if ahead else max(years, default=0)
    label = f"{chosen - 1}-{chosen}" if 1990 < chosen < 2200 else ""
    return label, {session for session, year in by_session.items() if year == chosen}


def _sections(reader: SetReader, school: str, present: set[str] | None) -> dict[str, Section]:
    found = {}
    for line in reader.lines("classes", ("sourcedId", "orgSourcedId", "title")):
        sessions = {part.strip() for part in line["sessionSourcedIds"].split(",") if part.strip()}
        if (school and line["orgSourcedId"] != school) or (present and sessions and not sessions & present):
            continue
        level = read_level("", line["title"])
        # The format has no homeroom.
        found[line["sourcedId"]] = section(line["sourcedId"], line["code"], line["title"], level, is_homeroom=False)
    return found


def _enrol(
    reader: SetReader, sections: Mapping[str, Section], users: Mapping[str, User], levels: Mapping[str, str]
) -> None:
    for line in reader.lines("enrollments", ("classSourcedId", "userSourcedId", "role")):
        user = users.get(line["userSourcedId"])
        if user is None:
            reader.refuse("enrollments", line, "userSourcedId", _("Cette personne n’est pas dans users.csv."))
            continue
        place, role = sections.get(line["classSourcedId"]), line["role"].lower()
        if place is None:
            continue
        if role == "student":
            place.pupils.append(line["userSourcedId"])
            place.group.level = place.group.level or read_level(levels.get(line["userSourcedId"], ""))
        elif role in TEACHER_ROLES:
            place.group.teachers.append(teacher(user))


def _guardians(reader: SetReader, users: Mapping[str, User]) -> dict[str, list[tuple[str, str]]]:
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    columns = ("userSourcedId", "relationshipUserSourcedId", "relationshipRole")
    for line in reader.lines("relationships", columns):
        pupil_id, person_id, role = (line[name] for name in columns)
        if pupil_id not in users or person_id not in users:
            reader.refuse("relationships", line, "userSourcedId", _("Cette personne n’est pas dans users.csv."))
        elif role.lower() not in NOT_GUARDIANS and (person_id, "") not in found[pupil_id]:
            found[pupil_id].append((person_id, str(RELATIONS.get(role.lower(), role.lower()[:80]))))
    return found
