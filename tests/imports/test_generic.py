"""Any list of pupils: several people on a row, several rows for a pupil, and what cannot be used said row by row."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from schoolapp.imports.readers.detect import look, read
from schoolapp.imports.readers.records import FileRefused
from tests.imports.makers import LIMITS, keep, roster_of, table, workbook


def roster(tmp_path, text, **options):
    return roster_of(keep(tmp_path, table(text)), **options)


def said(roster):
    return [(refusal.row, refusal.column, refusal.reason.split("\u00a0:")[0]) for refusal in roster.refusals]


def test_a_row_becomes_a_pupil_with_a_group_a_teacher_and_two_guardians(tmp_path):
    found = roster(
        tmp_path,
        """
        Fiche | Nom | Prénom | DDN | Gr. | Niveau | Titulaire | Mère | Cell. mère | Courriel mère | Père | Adresse du père | Adresse | Ville | Code postal | Langue parlée | Interprète
        12 | Roy | Zoé | 2018-03-02 | 302 | 3 | Camille Hétu | Ann Roy | 514 555-0142 | ann@x.example | Max Ng | 9, rue B | 1, rue A | Laval | h7a 1b2 | arabe | oui
        """,  # noqa: E501
    )

    (pupil,) = found.pupils
    assert (pupil.number, pupil.first_name, pupil.last_name, pupil.birth_date) == ("12", "Zoé", "Roy", date(2018, 3, 2))
    assert (pupil.group.code, pupil.group.level, pupil.group.label) == ("302", "3", "3e année, groupe 302")
    assert [teacher.name for teacher in pupil.group.teachers] == ["Camille Hétu"]
    assert (pupil.address, pupil.language, pupil.interpreter) == ("1, rue A, Laval, H7A 1B2", "ar", True)
    mother, father = pupil.guardians
    assert (mother.name, mother.relation, mother.email) == ("Ann Roy", "mère", "ann@x.example")
    assert [(phone.number, phone.kind) for phone in mother.phones] == [("+15145550142", "cellulaire")]
    assert (father.name, father.relation, father.address) == ("Max Ng", "père", "9, rue B")
    assert (pupil.rows, found.refusals, found.remarks) == ([2], [], [])


def test_names_are_whatever_people_type(tmp_path):
    found = roster(
        tmp_path,
        """
        Nom | Prénom | Fiche
        | Sukarno | 1
        李 | 明 | 2
        O’Connor-d’Arc | Marie-Ève Anne | 3
        بن علي | مريم | 4
        Nguyễn | | 5
        """,
    )

    assert [pupil.name for pupil in found.pupils] == [
        "Sukarno",
        "明 李",
        "Marie-Ève Anne O’Connor-d’Arc",
        "مريم بن علي",
        "Nguyễn",
    ]


def test_several_rows_of_one_pupil_are_merged_with_all_their_people(tmp_path):
    found = roster(
        tmp_path,
        """
        Fiche | Nom | Prénom | DDN | Contact | Lien | Tél. contact
        12 | Roy | Zoé | 2018-03-02 | Ann Roy | Mère | 514 555-0142
        12 | Roy | Zoé | 2018-03-02 | Max Ng | Père | 514 555-0143
        12 | ROY | Zoe | | Ann Roy | Mère | 438 555-0101
        13 | Côté | Noé | 2019-01-01 | Lise Côté | Mère | 514 555-0144
        """,
    )

    zoe, noe = found.pupils
    assert zoe.rows == [2, 3, 4]
    assert [(one.name, one.relation, len(one.phones)) for one in zoe.guardians] == [
        ("Ann Roy", "mère", 2),
        ("Max Ng", "père", 1),
    ]
    assert [one.name for one in noe.guardians] == ["Lise Côté"]
    assert found.refusals == []


def test_merged_cells_leave_the_pupil_to_the_row_above(tmp_path):
    found = roster(
        tmp_path,
        """
        Nom | Prénom | Parent 1 | Tél. parent 1
        Roy | Zoé | Ann Roy | 514 555-0142
        | | Max Ng | 514 555-0143
        """,
    )

    assert [one.name for one in found.pupils[0].guardians] == ["Ann Roy", "Max Ng"]
    assert found.pupils[0].rows == [2, 3]


def test_the_same_file_read_twice_gives_the_same_identities(tmp_path):
    text = """
        Nom | Prénom | DDN
        Roy | Zoé | 2018-03-02
        Ng | My | 2018-03-02
        """

    assert [one.keys for one in roster(tmp_path, text).pupils] == [one.keys for one in roster(tmp_path, text).pupils]


def test_an_identity_is_by_number_then_by_name_and_birth_date_whatever_accents_and_order(tmp_path):
    (first,) = roster(tmp_path, "Nom | Prénom | DDN\nCôté | Zoé | 2018-03-02").pupils
    (second,) = roster(tmp_path, 'Nom, prénom | DDN | Fiche\n"COTE, ZOE" | 02/03/2018 | 12'.replace('"', "")).pupils

    assert first.keys[0] == "born:cote zoe:2018-03-02"
    assert second.keys == ("number:12", *first.keys)


@pytest.mark.parametrize(
    ("row", "column", "words"),
    [
        ("12 | | | 2018-01-01", "", "Ni nom ni prénom"),
        ("12 | Roy | Zoé | hier", "DDN", "Cette date ne se lit pas"),
        ("12 | Roy | Zoé | 31/02/2018", "DDN", "Cette date ne se lit pas"),
        ("12 | Roy | Zoé | 2090-01-01", "DDN", "Cette date de naissance est impossible"),
        ("12 | Roy | Zoé | 1850-01-01", "DDN", "Cette date de naissance est impossible"),
        (f"{'9' * 41} | Roy | Zoé | ", "Fiche", "Trop long"),
        (f"12 | {'R' * 121} | Zoé | ", "Nom", "Trop long"),
        ("12 | Roy | Zoé | 2018-01-01 | x", "", "Cette ligne a plus de colonnes que la ligne des en-têtes."),
    ],
)
def test_a_row_that_cannot_be_used_is_refused_with_its_number_and_reason(tmp_path, row, column, words):
    found = roster(tmp_path, f"Fiche | Nom | Prénom | DDN\n13 | Côté | Noé | 2018-05-05\n{row}")

    assert said(found) == [(3, column, words)]
    assert found.refusals[0].whole_row
    assert found.refusals[0].cells[0] == row.split(" |")[0]
    assert [pupil.name for pupil in found.pupils] == ["Noé Côté"]


def test_a_refused_row_still_says_of_whom_it_seemed_to_speak(tmp_path):
    found = roster(tmp_path, "Fiche | Nom | Prénom | DDN\n12 | Roy | Zoé | hier")

    assert found.refusals[0].keys == ("number:12", "name:roy zoe")


def test_a_cell_about_contacts_that_cannot_be_used_leaves_the_row_in(tmp_path):
    found = roster(
        tmp_path,
        """
        Nom | Prénom | Mère | Courriel mère | Cell. mère | Langue
        Roy | Zoé | Ann | pas de courriel | demander à Zoé 555 | martien
        """,
    )

    assert said(found) == [
        (2, "Langue", "Langue non reconnue"),
        (2, "Courriel mère", "Cette adresse de courriel ne se lit pas."),
    ]
    assert not any(refusal.whole_row for refusal in found.refusals)
    assert [phone.raw for phone in found.pupils[0].guardians[0].phones] == ["demander à Zoé 555"]


def test_one_number_cannot_belong_to_two_names_or_two_births(tmp_path):
    found = roster(
        tmp_path,
        """
        Fiche | Nom | Prénom | DDN
        12 | Roy | Zoé | 2018-03-02
        12 | Ng | My | 2018-03-02
        12 | Roy | Zoé | 2017-03-02
        """,
    )

    assert said(found) == [
        (3, "", "Cet identifiant est déjà celui de Zoé Roy (ligne 2)."),
        (4, "", "Date de naissance différente de celle de la ligne 2."),
    ]


def test_namesakes_with_different_numbers_are_two_pupils_and_it_is_said(tmp_path):
    found = roster(
        tmp_path,
        """
        Fiche | Nom | Prénom | DDN
        12 | Roy | Zoé | 2018-03-02
        13 | Roy | Zoé | 2018-03-02
        14 | Roy | Zoé | 2016-09-09
        """,
    )

    assert [pupil.number for pupil in found.pupils] == ["12", "13", "14"]
    assert found.refusals == []
    assert "Lignes 2 et 3" in found.remarks[0]


def test_namesakes_that_nothing_tells_apart_are_refused(tmp_path):
    found = roster(tmp_path, "Nom | Prénom | Groupe\nRoy | Zoé | 302\nRoy | Zoé | 101\nNg | My | 101")

    assert [refusal.row for refusal in found.refusals] == [3]
    assert "ajoutez le numéro" in found.refusals[0].reason
    assert len(found.pupils) == 2


def test_namesakes_born_on_different_days_are_two_pupils_without_any_number(tmp_path):
    found = roster(tmp_path, "Nom | Prénom | DDN\nRoy | Zoé | 2018-03-02\nRoy | Zoé | 2016-09-09")

    assert len(found.pupils) == 2
    assert found.refusals == []


@pytest.mark.parametrize(
    ("dates", "read_as"),
    [
        (("03/02/2018", "25/12/2017"), date(2018, 2, 3)),
        (("03/02/2018", "12/25/2017"), date(2018, 3, 2)),
        (("2018-02-03", "25-12-2017"), date(2018, 2, 3)),
        (("43134", "25/12/2017"), date(2018, 2, 3)),
    ],
)
def test_the_whole_column_says_how_dates_are_written(tmp_path, dates, read_as):
    found = roster(tmp_path, f"Nom | Prénom | DDN\nRoy | Zoé | {dates[0]}\nNg | My | {dates[1]}")

    assert found.pupils[0].birth_date == read_as
    assert found.remarks == []


def test_dates_that_read_both_ways_are_taken_day_first_and_it_is_said(tmp_path):
    found = roster(tmp_path, "Nom | Prénom | DDN\nRoy | Zoé | 03/02/2018")

    assert found.pupils[0].birth_date == date(2018, 2, 3)
    assert "deux façons" in found.remarks[0]


def test_the_order_of_dates_can_be_chosen(tmp_path):
    from schoolapp.imports.readers.columns import guess

    path = keep(tmp_path, table("Nom | Prénom | DDN\nRoy | Zoé | 03/02/2018"))
    looked = look(path, "liste.csv", LIMITS)

    found = read(looked, LIMITS, replace(guess(looked.table.rows[0]), date_order="mdy"))

    assert (found.pupils[0].birth_date, found.remarks) == (date(2018, 3, 2), [])


def test_the_telephone_of_the_home_goes_to_those_who_live_there(tmp_path):
    found = roster(
        tmp_path,
        """
        Nom | Prénom | Adresse | Tél. maison | Mère | Adresse de la mère | Père | Adresse du père
        Roy | Zoé | 1 rue A | 514 555-0142 | Ann | 1 rue A | Max | 9 rue B
        """,
    )

    assert [len(one.phones) for one in found.pupils[0].guardians] == [1, 0]


def test_a_number_without_a_name_is_kept_as_somebody_s(tmp_path):
    found = roster(
        tmp_path,
        """
        Nom | Prénom | Tél. maison | Mère | Cell. mère
        Roy | Zoé | 514 555-0142 | |
        Ng | My | | | 514 555-0143
        """,
    )

    assert [pupil.guardians[0].name for pupil in found.pupils] == ["Responsable de Zoé Roy", "Mère"]


def test_a_workbook_reads_like_its_csv(tmp_path):
    rows = [["Liste"], [], ["Nom", "Prénom", "DDN", "Fiche"], ["Roy", "Zoé", date(2018, 3, 2), 12]]

    (pupil,) = roster_of(keep(tmp_path, workbook(rows), "liste.xlsx")).pupils

    assert (pupil.name, pupil.birth_date, pupil.number, pupil.rows) == ("Zoé Roy", date(2018, 3, 2), "12", [4])


def test_exactly_the_limit_of_rows_is_read_and_one_more_is_refused(tmp_path):
    limits = LIMITS._replace(rows=5)
    rows = [f"R{number} | Zoé | {number}" for number in range(6)]

    assert len(roster(tmp_path, "\n".join(["Nom | Prénom | Fiche", *rows[:5]]), limits=limits).pupils) == 5
    with pytest.raises(FileRefused, match="plus de 5 lignes"):
        roster(tmp_path, "\n".join(["Nom | Prénom | Fiche", *rows]), limits=limits)


def test_a_list_of_headers_only_says_so(tmp_path):
    found = roster(tmp_path, "Nom | Prénom | Fiche")

    assert (found.pupils, found.remarks) == ([], ["Aucune ligne sous les en-têtes."])
