"""What OneRoster and School Data Sync have in common: files that point to each other by ids, made into pupils."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field
from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from schoolapp.imports.readers.merging import add_guardian
from schoolapp.imports.readers.records import (
    FileRefused,
    GroupRecord,
    GuardianRecord,
    Limits,
    PupilRecord,
    Refusal,
    Roster,
    SeveralSchools,
    TeacherRecord,
)
from schoolapp.imports.readers.text import read_csv
from schoolapp.imports.readers.values import group_label, one_line, read_email, read_phones
from schoolapp.records import dataclass

GUARDIAN_ROLES = {"parent": _l("parent"), "guardian": _l("tutrice ou tuteur"), "relative": _l("parenté")}
TEACHER_ROLES = frozenset({"teacher", "professor", "faculty", "instructor", "lecturer"})
MAX_REMARKS_OF_A_KIND = 20


@dataclass
class Line:
    """One row of a file of the set, by the names of its columns."""

    number: int
    values: Mapping[str, str]

    def __getitem__(self, name: str) -> str:
        return self.values.get(name.lower(), "")

    @property
    def is_gone(self) -> bool:
        """Whether the source marks the row itself as deleted."""
        return self["status"].lower() in {"tobedeleted", "inactive"}


@dataclass
class SetReader:
    """The files of a set, read one by one."""

    files: Mapping[str, bytes]
    limits: Limits
    refusals: list[Refusal] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)

    def lines(self, name: str, required: Sequence[str]) -> list[Line]:
        """The rows of ``name``.csv, none when the file is absent.

        Raises:
            FileRefused: when a column the format requires is missing.
        """
        content = self.files.get(f"{name.lower()}.csv")
        if content is None or not content.strip():
            return []
        table = read_csv(f"{name}.csv", content, self.limits, self.limits.lines_of(name))
        headers = [header.lower() for header in table.rows[0].cells]
        if missing := [column for column in required if column.lower() not in headers]:
            raise FileRefused(
                _("%(file)s : il manque la colonne %(columns)s.", file=table.name, columns=", ".join(missing))
            )
        return [Line(row.number, dict(zip(headers, row.cells, strict=False))) for row in table.rows[1:]]

    def refuse(self, file: str, line: Line, column: str, reason: str, *, whole: bool = False) -> None:
        """Note a row that cannot be used, or that points nowhere: of the latter, as many as one can read."""
        self.counts[reason] += 1
        if whole or self.counts[reason] <= MAX_REMARKS_OF_A_KIND:
            cells, source_id = tuple(line.values.values()), line["sourcedId"]
            keys = (f"source:{source_id}",) if source_id else ()
            self.refusals.append(Refusal(f"{file}.csv", line.number, column, reason, whole, cells, keys))

    def remarks(self) -> list[str]:
        """What was too frequent to be listed row by row."""
        return [
            _("%(reason)s (%(count)s fois)", reason=reason, count=count)
            for reason, count in self.counts.items()
            if count > MAX_REMARKS_OF_A_KIND
        ]


@dataclass
class User:
    """A person of users.csv, whoever they are."""

    line: Line
    birth_date: date | None = None
    roles: dict[str, set[str]] = field(default_factory=dict)

    def is_a(self, role: str, school: str) -> bool:
        """Whether the person holds ``role`` at ``school``; a role without a school counts everywhere."""
        schools = self.roles.get(role)
        return schools is not None and (not schools or school in schools)

    @property
    def name(self) -> str:
        given = self.line["preferredGivenName"] or self.line["givenName"]
        family = self.line["preferredFamilyName"] or self.line["familyName"]
        return one_line(f"{given} {family}")


@dataclass
class Section:
    """A class of classes.csv."""

    group: GroupRecord
    is_homeroom: bool
    pupils: list[str] = field(default_factory=list)


@dataclass
class Source:
    """A whole set, its ids already checked against each other."""

    kind: str
    users: dict[str, User]
    sections: dict[str, Section]
    guardians: dict[str, list[tuple[str, str]]]
    school_year: str = ""
    number_column: str = "identifier"


def pick_school(users: Iterable[User], names: Mapping[str, str], wanted: str) -> str:
    """The school to import: the one asked for, or the only one that has pupils.

    Raises:
        SeveralSchools: when someone has to choose.
    """
    counts: Counter[str] = Counter()
    for user in users:
        counts.update(user.roles.get("student", ()))
    schools = [school for school in counts if school in names] or list(counts)
    if wanted and wanted in schools:
        return wanted
    if len(schools) > 1:
        raise SeveralSchools(sorted((one, names.get(one, one), counts[one]) for one in schools))
    return schools[0] if schools else ""


def school_names(orgs: list[Line]) -> dict[str, str]:
    """The schools among the organisations, or all of them when none says that it is a school."""
    schools = {line["sourcedId"]: line["name"] for line in orgs if line["type"].lower() == "school"}
    return schools or {line["sourcedId"]: line["name"] for line in orgs}


def roster(source: Source, school: str, reader: SetReader) -> Roster:
    """The pupils of ``school`` with their group, its teachers and their guardians."""
    result = Roster(source=source.kind, school_year=source.school_year)
    sections = _sections_by_pupil(source)
    for source_id, user in source.users.items():
        if not user.is_a("student", school):
            continue
        if user.line.is_gone:
            result.gone.add(source_id)
        elif not user.name:
            reader.refuse("users", user.line, "givenName", _("Élève sans nom ni prénom."), whole=True)
        else:
            result.pupils.append(_pupil(source, source_id, user, sections.get(source_id, []), reader))
    result.refusals, result.remarks = reader.refusals, reader.remarks()
    if not result.pupils:
        raise FileRefused(_("Aucun élève dans ce fichier : aucune personne n’y a le rôle « student »."))
    return result


def _sections_by_pupil(source: Source) -> dict[str, list[Section]]:
    found: dict[str, list[Section]] = defaultdict(list)
    for section in source.sections.values():
        for pupil in section.pupils:
            found[pupil].append(section)
    return found


def _pupil(source: Source, source_id: str, user: User, sections: list[Section], reader: SetReader) -> PupilRecord:
    line = user.line
    preferred = one_line(line["preferredGivenName"])[:120]
    pupil = PupilRecord(
        rows=[line.number],
        source_id=source_id[:120],
        number=line[source.number_column][:40],
        first_name=one_line(line["givenName"])[:120],
        last_name=one_line(line["familyName"])[:120],
        preferred_name="" if preferred == line["givenName"] else preferred,
        birth_date=user.birth_date,
        group=_main_group(sections),
        cells=tuple(line.values.values()),
    )
    for guardian_id, relation in source.guardians.get(source_id, ()):
        add_guardian(pupil, _guardian(guardian_id, relation, source.users[guardian_id], reader))
    return pupil


def _main_group(sections: list[Section]) -> GroupRecord | None:
    """The homeroom when the source names one; else a class of the teacher whom the pupil sees the most."""
    if not sections:
        return None
    seen = Counter(one.name for section in sections for one in section.group.teachers)

    def order(section: Section) -> tuple[bool, int, str]:
        most = max((seen[one.name] for one in section.group.teachers), default=0)
        return not section.is_homeroom, -most, section.group.code

    return min(sections, key=order).group


def _guardian(source_id: str, relation: str, user: User, reader: SetReader) -> GuardianRecord:
    line = user.line
    email = read_email(line["email"])
    if email is None:
        reader.refuse("users", line, "email", _("Cette adresse de courriel ne se lit pas."))
    sms = read_phones(line["sms"], "cellulaire")
    known = {phone.key for phone in sms}
    others = [phone for phone in read_phones(line["phone"]) if phone.key not in known]
    return GuardianRecord(
        name=(user.name or line["username"] or relation)[:200],
        source_id=source_id[:120],
        relation=relation,
        phones=sms + others,
        email=email or "",
    )


def teacher(user: User) -> TeacherRecord:
    """A teacher as the group keeps them."""
    return TeacherRecord(user.name[:120], read_email(user.line["email"]) or read_email(user.line["username"]) or "")


def section(source_id: str, code: str, title: str, level: str, *, is_homeroom: bool) -> Section:
    """A class under the code that staff know it by."""
    shown = one_line(code or title or source_id)[:40]
    label = one_line(title)[:80] if title and title != shown else group_label(shown, level)
    return Section(GroupRecord(shown, label, level, source_id[:120]), is_homeroom)
