"""Several rows about one person become one record: what is empty is filled, nothing said is lost."""

from __future__ import annotations

from schoolapp.imports.readers.records import GuardianRecord, PupilRecord
from schoolapp.imports.readers.values import name_key

PUPIL_FIELDS = (
    "source_id",
    "number",
    "first_name",
    "last_name",
    "preferred_name",
    "birth_date",
    "group",
    "household_key",
    "address",
    "language",
    "interpreter",
)
GUARDIAN_FIELDS = ("source_id", "relation", "email", "address", "language", "interpreter")


def fill(pupil: PupilRecord, other: PupilRecord) -> None:
    """Add to ``pupil`` what another row says of the same pupil."""
    pupil.rows += other.rows
    for name in PUPIL_FIELDS:
        if getattr(pupil, name) in ("", None):
            setattr(pupil, name, getattr(other, name))
    _fill_phones(pupil, other)
    if pupil.group and other.group and pupil.group is not other.group:
        known = {(teacher.name, teacher.email) for teacher in pupil.group.teachers}
        if pupil.group.code == other.group.code:
            pupil.group.teachers += [one for one in other.group.teachers if (one.name, one.email) not in known]


def add_guardian(pupil: PupilRecord, guardian: GuardianRecord) -> GuardianRecord:
    """Add a person to a pupil, or complete the one who is already there. Returns the record kept."""
    for known in pupil.guardians:
        if _same(known, guardian):
            for name in GUARDIAN_FIELDS:
                if getattr(known, name) in ("", None):
                    setattr(known, name, getattr(guardian, name))
            _fill_phones(known, guardian)
            return known
    pupil.guardians.append(guardian)
    return guardian


def _same(one: GuardianRecord, other: GuardianRecord) -> bool:
    if one.source_id and other.source_id:
        return one.source_id == other.source_id
    return name_key(one.name) == name_key(other.name) and not _are_namesakes(one, other)


def _are_namesakes(one: GuardianRecord, other: GuardianRecord) -> bool:
    """Whether two people of one name are two: another relation, reached otherwise (a mother and her own mother)."""
    if not one.relation or not other.relation or one.relation == other.relation:
        return False
    ways = [{phone.key for phone in record.phones} | ({record.email} - {""}) for record in (one, other)]
    return all(ways) and not ways[0] & ways[1]


def _fill_phones(one: PupilRecord | GuardianRecord, other: PupilRecord | GuardianRecord) -> None:
    known = {phone.key for phone in one.phones}
    one.phones += [phone for phone in other.phones if phone.key not in known]
