"""What the office reads before an import is written, and the last word before it is."""

from __future__ import annotations

import csv
import io

import pytest

from schoolapp.families.models import Pupil
from schoolapp.imports.models import ImportQuestion, State
from tests.imports.browsing import LIST, brought_to_check, columns, latest, page, send
from tests.imports.makers import table


@pytest.fixture
def office(cast, sign_in):
    return sign_in(cast.secretariat)


def test_the_lines_are_shown_by_kind_and_by_page(office, htmx):
    rows = "\n".join(f"{100 + n} | Nom{n} | Prénom{n}" for n in range(120))
    batch = brought_to_check(office, table(f"Fiche | Nom | Prénom\n{rows}"))

    second = page(office, batch, "/lignes?voir=created&page=2")
    assert "Prénom50 Nom50" in second
    assert "Prénom49 Nom49" not in second
    fragment = office.get(f"/importations/{batch.id}/lignes?voir=created&page=3", headers=htmx).text
    assert (fragment.strip().startswith("<section"), "Prénom119 Nom119" in fragment) == (True, True)


@pytest.mark.parametrize("query", ["voir=x&page=-1", "voir=created&page=999999999999", "voir=created&page=１", "page="])
def test_an_address_that_asks_for_no_page_gets_one_anyway(office, query):
    page(office, brought_to_check(office), f"/lignes?{query}")


def test_the_refused_rows_come_as_a_file_to_correct_without_formulas(office, events):
    batch = brought_to_check(office)

    answer = office.get(f"/importations/{batch.id}/refusees.csv")

    assert answer.data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert rows[0][:5] == ["Raison", "Fichier", "Ligne", "Fiche", "Nom"]
    assert (rows[1][1:3], rows[1][8]) == (["liste.csv", "4"], "'=cmd")
    assert "Ni nom ni prénom" in rows[1][0]
    assert events("import.downloaded")[0].detail == {"rows": 1}


def test_the_corrected_file_of_refused_rows_can_be_imported(office):
    batch = brought_to_check(office)
    corrected = office.get(f"/importations/{batch.id}/refusees.csv").data.decode("utf-8-sig")
    lines = corrected.split("\r\n")
    lines[1] = (
        lines[1].replace(";;;;2019-01-01", ";;Roy;Max;2019-01-01").replace(";;;2019-01-01", ";Roy;Max;2019-01-01")
    )

    send(office, "\r\n".join(lines))
    corrected_batch = latest()
    office.post(f"/importations/{corrected_batch.id}/colonnes", data=columns(corrected_batch))

    assert latest().summary["counts"]["created"] == 1


def test_a_departure_of_many_has_to_be_confirmed(office, htmx):
    rows = "\n".join(f"{100 + n} | Nom{n} | Prénom{n}" for n in range(12))
    batch = brought_to_check(office, table(f"Fiche | Nom | Prénom\n{rows}"))
    office.post(f"/importations/{batch.id}/application")

    batch = brought_to_check(office, LIST, full="oui")
    assert "marqués comme partis" in page(office, batch)
    for headers in ({}, htmx):
        answer = office.post(f"/importations/{batch.id}/application", headers=headers)
        assert (answer.status_code, "Confirmez" in answer.text) == (422, True)
    assert latest().state == State.CHECKED
    assert office.post(f"/importations/{batch.id}/application", data={"gone": "y"}).status_code == 303
    assert Pupil.select().where(Pupil.left_on.is_null(False)).count() == 15


def test_nothing_is_applied_while_people_have_to_be_told_apart(office):
    rows = "Fiche | Nom | Prénom | DDN\n77 | Hadad | Yasmina | 2018-07-30"
    batch = brought_to_check(office, table(rows))
    text = page(office, batch)
    assert "Est-ce la même personne?" in text
    assert "Appliquer l’importation" not in text
    assert office.post(f"/importations/{batch.id}/application").status_code == 409

    question = ImportQuestion.get()
    assert office.post(f"/importations/{batch.id}/reponses", data={f"q{question.id}": "peut-être"}).status_code == 303
    assert ImportQuestion.get().answer == ""
    office.post(f"/importations/{batch.id}/reponses", data={"tout": "distinct"})
    assert ImportQuestion.get().answer == "distinct"
    assert office.post(f"/importations/{batch.id}/application").status_code == 303
    assert latest().state == State.APPLIED
