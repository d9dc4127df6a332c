"""Microsoft School Data Sync 2.1 sets, with the columns of the format's own samples."""

from __future__ import annotations

from datetime import date

import pytest

from schoolapp.imports.readers.records import FileRefused
from tests.imports.makers import keep, roster_of, table, zipped

FILES = {
    "orgs.csv": """
        sourcedId | name | type | parentSourcedId
        110001 | École des Deux-Rives | school |
        """,
    "users.csv": """
        sourcedId | username | givenName | familyName | password | activeDirectoryMatchId | email | phone | sms
        1 | zroy@ecole.example | Zoé | Roy | P@ss | | | |
        2 | ann@x.example | Ann | Roy | | | ann@x.example | 5145550142 | 4385550101
        3 | tng@ecole.example | Tâm | Ng | | | | |
        4 | camille@ecole.example | Camille | Hétu | | | | |
        5 | doc@x.example | Doc | Teur | | | | |
        6 | parti@ecole.example | Parti | Loin | | | | |
        """,
    "roles.csv": """
        userSourcedId | orgSourcedId | role | sessionSourcedId | grade | isPrimary | roleStartDate | roleEndDate
        1 | 110001 | student | SY26 | 03 | TRUE | 8/27/2026 | 6/23/2027
        3 | 110001 | student | SY26 | 03 | TRUE | 8/27/2026 | 6/23/2027
        4 | 110001 | teacher | SY26 | | TRUE | 8/27/2026 | 6/23/2027
        6 | 110001 | student | SY26 | 03 | TRUE | 8/27/2026 | 9/23/2026
        99 | 110001 | student | SY26 | 03 | TRUE | |
        """,
    "classes.csv": """
        sourcedId | orgSourcedId | title | sessionSourcedIds | courseSourcedId
        c1 | 110001 | Groupe 302 | SY26 |
        c0 | 110001 | Groupe 202 | SY25 |
        """,
    "enrollments.csv": """
        classSourcedId | userSourcedId | role
        c1 | 1 | student
        c0 | 1 | student
        c1 | 3 | student
        c1 | 4 | teacher
        """,
    "academicSessions.csv": """
        sourcedId | title | type | schoolYear | startDate | endDate
        SY25 | 2025 | schoolYear | 2025 | 8/27/2025 | 6/23/2026
        SY26 | 2026 | schoolYear | 2026 | 8/27/2026 | 6/23/2027
        """,
    "relationships.csv": """
        userSourcedId | relationshipUserSourcedId | relationshipRole
        1 | 2 | guardian
        3 | 2 | relative
        3 | 5 | doctor
        3 | 98 | parent
        """,
    "demographics.csv": """
        userSourcedId | sex | birthDate | birthCity
        1 | female | 3/2/2018 | Laval
        3 | male | 10/26/2018 | Laval
        """,
    "courses.csv": "sourcedId | title",
    "userFlags.csv": "userSourcedId | flag",
}


def roster(tmp_path, **changes):
    files = {**FILES, **changes}
    return roster_of(keep(tmp_path, zipped({name: table(text) for name, text in files.items() if text}), "sds.zip"))


def test_a_set_gives_pupils_groups_teachers_and_guardians(tmp_path):
    found = roster(tmp_path)

    zoe, tam = found.pupils
    assert (found.source, found.school_year) == ("sds-2.1", "2026-2027")
    assert (zoe.source_id, zoe.name, zoe.number) == ("1", "Zoé Roy", "")
    assert (zoe.group.code, zoe.group.level, zoe.group.source_id) == ("Groupe 302", "3", "c1")
    assert [(one.name, one.email) for one in zoe.group.teachers] == [("Camille Hétu", "camille@ecole.example")]
    assert [(one.source_id, one.name, one.relation) for one in zoe.guardians] == [("2", "Ann Roy", "tutrice ou tuteur")]
    assert [(one.name, one.relation) for one in tam.guardians] == [("Ann Roy", "parenté")]
    assert [(one.number, one.kind) for one in zoe.guardians[0].phones] == [
        ("+14385550101", "cellulaire"),
        ("+15145550142", ""),
    ]


def test_dates_are_month_first_as_the_format_writes_them(tmp_path):
    assert [pupil.birth_date for pupil in roster(tmp_path).pupils] == [date(2018, 3, 2), date(2018, 10, 26)]


def test_iso_dates_are_read_too(tmp_path):
    found = roster(tmp_path, **{"demographics.csv": "userSourcedId | birthDate\n1 | 2018-02-03"})

    assert found.pupils[0].birth_date == date(2018, 2, 3)


def test_a_pupil_whose_role_has_ended_is_not_in_the_list(tmp_path):
    assert "Parti Loin" not in [pupil.name for pupil in roster(tmp_path).pupils]


def test_rows_that_point_nowhere_are_said(tmp_path):
    assert [(one.file, one.row) for one in roster(tmp_path).refusals] == [("roles.csv", 6), ("relationships.csv", 5)]


def test_without_the_optional_files_pupils_are_still_read(tmp_path):
    changes = dict.fromkeys(
        ["classes.csv", "enrollments.csv", "academicSessions.csv", "relationships.csv", "demographics.csv"]
    )

    found = roster(tmp_path, **changes)

    assert [(pupil.name, pupil.group, pupil.guardians) for pupil in found.pupils] == [
        ("Zoé Roy", None, []),
        ("Tâm Ng", None, []),
    ]
    assert found.school_year == ""


def test_a_missing_column_is_named(tmp_path):
    with pytest.raises(FileRefused, match=r"roles\.csv.*orgSourcedId"):
        roster(tmp_path, **{"roles.csv": FILES["roles.csv"].replace("orgSourcedId", "org")})


def test_the_number_of_the_pupil_is_read_when_the_set_has_it(tmp_path):
    users = FILES["users.csv"].replace("| sms", "| sms | userNumber").replace("P@ss | | | |", "P@ss | | | | | 1001")

    assert roster(tmp_path, **{"users.csv": users}).pupils[0].number == "1001"
