"""How the office says what the columns of a file hold."""

from __future__ import annotations

import re

import pytest

from schoolapp.imports import storage
from schoolapp.imports.models import ColumnMapping, ImportLine, State
from tests.imports.browsing import LIST, brought_to_check, columns, latest, page, send
from tests.imports.makers import table, workbook, zipped
from tests.imports.test_oneroster import COMMON, MANIFEST, USERS_11, one_one


@pytest.fixture
def office(cast, sign_in):
    return sign_in(cast.secretariat)


def test_columns_that_contradict_each_other_come_back_with_what_was_chosen(office, htmx):
    send(office, LIST)
    batch = latest()
    form = columns(batch, **{"columns-0": "last_name", "full": ""})

    for headers in ({}, htmx):
        answer = office.post(f"/importations/{batch.id}/colonnes", data=form, headers=headers)
        assert answer.status_code == 422
        assert "Une autre colonne contient déjà ceci." in answer.text
        assert "Dites si ce fichier contient tous les élèves" in answer.text
        selected = re.search(r'<select[^>]*name="columns-0".*?</select>', answer.text, re.DOTALL)[0]
        assert re.search(r'selected[^>]*value="last_name"|value="last_name"[^>]*selected', selected)
    assert latest().state == State.UPLOADED


def test_a_list_without_names_is_not_checked(office):
    send(office, LIST)
    batch = latest()
    form = columns(batch, **{"columns-1": "", "columns-2": ""})

    answer = office.post(f"/importations/{batch.id}/colonnes", data=form)

    assert (answer.status_code, "quelle colonne contient le nom" in answer.text) == (422, True)


@pytest.mark.parametrize("change", [{"columns-0": "mot_de_passe"}, {"year": "1999-2000"}, {"date_order": "x"}])
def test_a_choice_that_was_not_offered_is_refused(office, change):
    send(office, LIST)
    batch = latest()

    assert office.post(f"/importations/{batch.id}/colonnes", data=columns(batch, **change)).status_code == 422


def test_columns_are_saved_by_name_and_recognised_in_the_next_file(office, cast, events):
    brought_to_check(office, save_as="Liste de l’école", relation_1="mère", **{"columns-6": ""})

    send(office, LIST)
    batch = latest()
    assert (batch.options["mapping"], batch.options["targets"][6]) == ("Liste de l’école", "")
    assert "Colonnes reconnues" in page(office, batch)
    assert ColumnMapping.get().saved_by_id == cast.secretariat.id
    assert [event.detail["change"] for event in events("import.mapping")] == ["saved"]


def test_saved_columns_can_be_chosen_replaced_and_forgotten(office):
    brought_to_check(office, save_as="Ma liste", **{"columns-6": ""})
    brought_to_check(office, save_as="Ma liste", **{"columns-6": "g1.phone_cell"})
    mapping = ColumnMapping.get()
    assert mapping.columns["targets"]["cell mere"] == "g1.phone_cell"

    send(office, table("Prénom | Nom | Fiche\nZoé | Roy | 20"))
    batch = latest()
    answer = office.post(f"/importations/{batch.id}/correspondance/{mapping.id}")
    assert answer.status_code == 303
    assert latest().options["targets"] == ["first_name", "last_name", "number"]

    assert office.post(f"/importations/correspondances/{mapping.id}/retrait").status_code == 303
    assert not ColumnMapping.select().exists()


def test_the_row_of_headers_and_the_sheet_can_be_corrected(office):
    rows = [["Nom", "Prénom", "Fiche"], ["Élève", "Né le", "Groupe"], ["Roy, Zoé", "2019-01-01", "205"]]
    send(office, workbook(rows, Autre=[["Nom", "Prénom"], ["Ng", "My"]]), "liste.xlsx")
    batch = latest()

    assert (
        office.post(f"/importations/{batch.id}/lecture", data={"sheet": "Sheet", "header_row": "2"}).status_code == 303
    )
    assert latest().options["targets"] == ["full_name", "birth_date", "group"]
    office.post(f"/importations/{batch.id}/lecture", data={"sheet": "Autre", "header_row": "1"})
    assert (latest().options["sheet"], latest().options["targets"]) == ("Autre", ["last_name", "first_name"])


@pytest.mark.parametrize("form", [{"header_row": "0"}, {"header_row": "x"}, {"header_row": str(2**63)}, {}])
def test_a_row_of_headers_that_cannot_be_is_refused(office, form):
    send(office, LIST)
    batch = latest()

    assert office.post(f"/importations/{batch.id}/lecture", data=form).status_code == 422


def test_a_set_of_files_needs_no_columns_and_says_who_is_refused(office):
    files = {name: table(text) for name, text in one_one().items()}
    send(office, zipped(files), "oneroster.zip")
    batch = latest()
    assert (batch.kind, "Que contient chaque colonne" in page(office, batch)) == ("oneroster", False)

    office.post(f"/importations/{batch.id}/colonnes", data={"full": "non", "year": "2026-2027"})

    assert latest().summary["counts"]["created"] == 2


def test_a_set_of_several_schools_asks_which_one(office):
    orgs = COMMON["orgs.csv"] + "e2 | | | École Voisine | school | | css"
    users = USERS_11 + "q1 | | | true | e2 | student | z | | Léo | Voisin | | 9"
    files = {name: table(text) for name, text in one_one(**{"orgs.csv": orgs, "users.csv": users}).items()}
    send(office, zipped(files), "oneroster.zip")
    batch = latest()

    office.post(f"/importations/{batch.id}/colonnes", data={"full": "non", "year": "2026-2027"})
    text = page(office, batch)
    assert "plusieurs écoles" in text
    assert "École Voisine (1 élève)" in text
    office.post(f"/importations/{batch.id}/colonnes", data={"full": "non", "year": "2026-2027", "school": "e2"})
    assert [line.label for line in ImportLine.select().where(ImportLine.kind == "created")] == ["Léo Voisin"]


def test_a_file_refused_while_it_is_checked_comes_back_to_its_columns_with_the_reason(office):
    files = {
        name: table(text)
        for name, text in one_one(**{"manifest.csv": MANIFEST.format(version="1.1", mode="delta")}).items()
    }
    send(office, zipped(files), "delta.zip")
    batch = latest()

    office.post(f"/importations/{batch.id}/colonnes", data={"full": "oui", "year": "2026-2027"})

    assert latest().state == State.UPLOADED
    assert "bulk" in page(office, batch)


def test_coming_back_to_the_columns_and_abandoning(app, office, events):
    batch = brought_to_check(office)
    office.post(f"/importations/{batch.id}/retour")
    assert latest().state == State.UPLOADED

    assert office.post(f"/importations/{batch.id}/abandon").status_code == 303
    assert latest().state == State.ABANDONED
    assert not ImportLine.select().exists()
    with app.app_context():
        assert storage.kept() == []
    assert len(events("import.abandoned")) == 1
    assert "Rien n’a été écrit" in page(office, batch)
