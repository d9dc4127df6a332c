"""Any table of pupils, once its columns are known. Several rows may speak of one pupil, several people of one row."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field

from flask_babel import gettext as _

from schoolapp.imports.readers.columns import Columns
from schoolapp.imports.readers.dates import column_order
from schoolapp.imports.readers.merging import add_guardian, fill
from schoolapp.imports.readers.records import (
    GroupRecord,
    GuardianRecord,
    Limits,
    PupilRecord,
    Roster,
    Row,
    Table,
    TeacherRecord,
)
from schoolapp.imports.readers.rows import RowReader
from schoolapp.imports.readers.text import too_many_rows
from schoolapp.imports.readers.values import group_label, read_email, read_level
from schoolapp.records import dataclass


def read(table: Table, columns: Columns, limits: Limits) -> Roster:
    """The pupils of ``table``.

    Raises:
        FileRefused: for more rows than the limit.
    """
    rows = [row for row in table.rows if row.number > columns.header_row]
    if len(rows) > limits.rows:
        raise too_many_rows(table.name, limits.rows)
    reading = _Reading(table.name, columns, columns.places(), Roster(source="table", headers=columns.headers))
    reading.settle_dates(rows)
    for row in rows:
        reading.add(row)
    for pupil in reading.roster.pupils:
        _share_home_phones(pupil)
    if not reading.roster.pupils and not reading.roster.refusals:
        reading.roster.remarks.append(_("Aucune ligne sous les en-têtes."))
    return reading.roster


@dataclass
class _Reading:
    file: str
    columns: Columns
    places: dict[str, list[int]]
    roster: Roster
    date_order: str = "dmy"
    by_key: dict[str, PupilRecord] = field(default_factory=dict)
    by_name: dict[str, list[PupilRecord]] = field(default_factory=dict)
    last: PupilRecord | None = None

    def settle_dates(self, rows: list[Row]) -> None:
        if "birth_date" not in self.places:
            return
        at = self.places["birth_date"][0]
        order = column_order(row.cells[at] for row in rows if at < len(row.cells))
        self.date_order = self.columns.date_order or order.code
        if order.ambiguous and not self.columns.date_order:
            self.roster.remarks.append(
                _("Les dates se lisent de deux façons; elles ont été lues jour, puis mois (JJ/MM/AAAA).")
            )

    def add(self, row: Row) -> None:
        reader = RowReader(self.file, row, self.columns, self.places, self.date_order)
        if any(row.cells[len(self.columns.headers) :]):
            reader.refuse("", _("Cette ligne a plus de colonnes que la ligne des en-têtes."))
        pupil, guardians = _pupil(reader), list(reader.guardians())
        if self.last is not None and guardians and _says_nothing(pupil):
            known = self.last  # merged cells: the pupil is named on the row above only
        else:
            known = self._known(pupil, reader)
            if known is None and not pupil.name:
                reader.refuse("", _("Ni nom ni prénom : on ne sait pas de quel élève il s’agit."))
        if reader.is_lost:
            self.last = None
            self.roster.refusals += reader.whole_row_refusals()
            return
        self.last = self._keep(pupil, known)
        for guardian in guardians:
            add_guardian(self.last, guardian)
        self.roster.refusals += reader.refusals

    def _keep(self, pupil: PupilRecord, known: PupilRecord | None) -> PupilRecord:
        if known is None:
            known = pupil
            self.roster.pupils.append(pupil)
            self.by_name.setdefault(pupil.keys[-1], []).append(pupil)
        else:
            fill(known, pupil)
        self.by_key |= dict.fromkeys(known.keys[:-1], known)
        return known

    def _known(self, pupil: PupilRecord, reader: RowReader) -> PupilRecord | None:
        """The pupil an earlier row spoke of, if this row speaks of the same; a contradiction refuses the row."""
        for key in pupil.keys:
            known = self.by_key.get(key)
            if known is None:
                continue
            if key.startswith("born:") and _other_identity(known, pupil):
                self._note_namesakes(known, pupil)
                return None
            if problem := _contradiction(known, pupil):
                reader.refuse("", problem)
            return known
        return self._by_name(pupil, reader) if pupil.name else None

    def _by_name(self, pupil: PupilRecord, reader: RowReader) -> PupilRecord | None:
        """The pupil of the same name, when nothing says that it is somebody else."""
        alike = [
            one
            for one in self.by_name.get(pupil.keys[-1], [])
            if not _other_identity(one, pupil) and not _differ(one.birth_date, pupil.birth_date)
        ]
        if not alike:
            return None
        groups = {one.group.code for one in (*alike, pupil) if one.group}
        if len(alike) > 1 or len(groups) > 1:
            reader.refuse(
                "",
                _(
                    "Même nom qu’à la ligne %(row)s, et trop peu pour savoir si c’est la même personne : "
                    "ajoutez le numéro ou la date de naissance.",
                    row=alike[0].rows[0],
                ),
            )
        return alike[0]

    def _note_namesakes(self, known: PupilRecord, pupil: PupilRecord) -> None:
        self.roster.remarks.append(
            _(
                "Lignes %(first)s et %(second)s : même nom et même date de naissance, numéros différents. "
                "Elles sont comptées comme deux élèves.",
                first=known.rows[0],
                second=pupil.rows[0],
            )
        )


def _says_nothing(pupil: PupilRecord) -> bool:
    """Whether every column about the pupil is blank."""
    return not (pupil.name or pupil.number or pupil.source_id or pupil.birth_date or pupil.group)


def _differ(one: object, other: object) -> bool:
    return bool(one and other and one != other)


def _other_identity(one: PupilRecord, other: PupilRecord) -> bool:
    return _differ(one.number, other.number) or _differ(one.source_id, other.source_id)


def _contradiction(known: PupilRecord, pupil: PupilRecord) -> str:
    row = known.rows[0]
    if pupil.name and known.keys[-1] != pupil.keys[-1]:
        return _("Cet identifiant est déjà celui de %(name)s (ligne %(row)s).", name=known.name, row=row)
    if _differ(known.birth_date, pupil.birth_date):
        return _("Date de naissance différente de celle de la ligne %(row)s.", row=row)
    if _other_identity(known, pupil):
        return _("Identifiant différent de celui de la ligne %(row)s.", row=row)
    return ""


def _pupil(reader: RowReader) -> PupilRecord:
    first, last = reader.names()
    return PupilRecord(
        rows=[reader.row.number],
        source_id=reader.text("source_id"),
        number=reader.text("number"),
        first_name=first,
        last_name=last,
        preferred_name=reader.text("preferred_name"),
        birth_date=reader.birth_date(),
        group=_group(reader),
        household_key=reader.text("household"),
        address=reader.address(),
        phones=reader.phones(),
        language=reader.language(),
        interpreter=reader.interpreter(),
        cells=reader.row.cells,
    )


def _group(reader: RowReader) -> GroupRecord | None:
    code = reader.text("group")
    if not code:
        return None
    level = read_level(reader.text("level"), code)
    return GroupRecord(code, group_label(code, level), level, teachers=list(_teachers(reader)))


def _teachers(reader: RowReader) -> Iterator[TeacherRecord]:
    name = reader.text("teacher")[:120]
    email = read_email(reader.text("teacher_email")) or ""
    if name or email:
        yield TeacherRecord(name, email)


def _share_home_phones(pupil: PupilRecord) -> None:
    """The telephone of the home is that of everybody who lives there; without a name, still somebody's."""
    if not pupil.phones:
        return
    at_home = [one for one in pupil.guardians if not one.address or one.address == pupil.address]
    if not pupil.guardians:
        at_home = [GuardianRecord(name=_("Responsable de %(name)s", name=pupil.name)[:200])]
        pupil.guardians += at_home
    for guardian in at_home:
        known = {phone.key for phone in guardian.phones}
        guardian.phones += [phone for phone in pupil.phones if phone.key not in known]
