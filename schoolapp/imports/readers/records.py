"""What every reader gives: tables on the way in, people on the way out, and what could not be used."""

from __future__ import annotations

from dataclasses import field
from datetime import date
from functools import lru_cache

from flask_babel import gettext as _

from schoolapp.formats import search_key
from schoolapp.records import NamedTuple, dataclass


class FileRefused(Exception):
    """The whole file cannot be used; the message says why and what to do, in French."""


class SeveralSchools(FileRefused):
    """The set covers several schools; ``schools`` are (id, name, number of pupils), to choose from."""

    def __init__(self, schools: list[tuple[str, str, int]]) -> None:
        super().__init__(_("Ce fichier couvre plusieurs écoles. Choisissez celle à importer."))
        self.schools = schools


class Limits(NamedTuple):
    """How much of a file is read at most. Sizes are in bytes, once uncompressed; ``head`` stops after a few rows."""

    rows: int = 10_000
    head: int = 0
    columns: int = 200
    cell: int = 10_000
    file: int = 40_000_000
    total: int = 120_000_000
    entries: int = 60

    def lines_of(self, name: str) -> int:
        """The rows allowed in one file of a set: enrolments are many per pupil."""
        return self.rows * 20 if name == "enrollments" else self.rows * 3


class Row(NamedTuple):
    """One row as a spreadsheet numbers it."""

    number: int
    cells: tuple[str, ...]


class Table(NamedTuple):
    """A sheet or a CSV file: rows of text, the header row not yet known."""

    name: str
    rows: tuple[Row, ...]
    encoding: str = ""
    delimiter: str = ""
    sheets: tuple[str, ...] = ()


class Phone(NamedTuple):
    """A phone number as typed, in international form with its extension when understood, and its digits for search."""

    raw: str
    kind: str = ""
    number: str = ""
    digits: str = ""

    @property
    def key(self) -> str:
        """What tells that two numbers are one."""
        return self.number or self.digits or self.raw


class Refusal(NamedTuple):
    """What could not be used: a whole row, or one cell of a row that is otherwise kept.

    ``keys`` say who the row seemed to speak of (see ``PupilRecord.keys``): a pupil whose row is refused has not left.
    """

    file: str
    row: int
    column: str
    reason: str
    whole_row: bool = True
    cells: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()


@lru_cache(maxsize=50_000)
def _words(name: str) -> str:
    return " ".join(sorted(search_key(name).split()))


def identity_keys(source_id: str, number: str, name: str, birth_date: date | None) -> tuple[str, ...]:
    """The keys of a pupil: source id, school number, name with birth date, name alone."""
    words = _words(name)
    keys = (
        f"source:{source_id}" if source_id else "",
        f"number:{number.lstrip('0')}" if number else "",  # spreadsheets lose leading zeros
        f"born:{words}:{birth_date.isoformat()}" if words and birth_date else "",
        f"name:{words}" if words else "",
    )
    return tuple(key for key in keys if key)


@dataclass
class GuardianRecord:
    """A person responsible for a pupil, as one or several rows describe them."""

    name: str
    source_id: str = ""
    relation: str = ""
    phones: list[Phone] = field(default_factory=list)
    email: str = ""
    address: str = ""
    language: str = ""
    interpreter: bool | None = None


@dataclass
class TeacherRecord:
    """Someone who teaches a group; matched to an account by e-mail, else by name."""

    name: str
    email: str = ""


@dataclass
class GroupRecord:
    """A class of the school, e.g. code « 302 », level « 3e année »."""

    code: str
    label: str = ""
    level: str = ""
    source_id: str = ""
    teachers: list[TeacherRecord] = field(default_factory=list)


@dataclass
class PupilRecord:
    """One pupil, all the rows about them merged."""

    rows: list[int]
    source_id: str = ""
    number: str = ""
    first_name: str = ""
    last_name: str = ""
    preferred_name: str = ""
    birth_date: date | None = None
    group: GroupRecord | None = None
    guardians: list[GuardianRecord] = field(default_factory=list)
    household_key: str = ""
    address: str = ""
    phones: list[Phone] = field(default_factory=list)
    language: str = ""
    interpreter: bool | None = None
    cells: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """First and last names as typed, either of which may be missing."""
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def keys(self) -> tuple[str, ...]:
        """What identifies the pupil, the surest first; a name alone is the last resort."""
        return identity_keys(self.source_id, self.number, self.name, self.birth_date)


@dataclass
class Roster:
    """All that a file says.

    Attributes:
        source: where it comes from, e.g. ``oneroster-1.2`` or ``table``.
        headers: the columns of the refused rows' file.
        gone: source ids or numbers the file itself marks as having left.
        remarks: what the person should know about the whole file, in French.
    """

    source: str
    pupils: list[PupilRecord] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    headers: tuple[str, ...] = ()
    gone: set[str] = field(default_factory=set)
    remarks: list[str] = field(default_factory=list)
    school_year: str = ""
