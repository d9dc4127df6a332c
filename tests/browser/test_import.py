"""The secretariat imports lists of the school as it really goes: a wrong file first, then columns, doubts, and back."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.imports.makers import table, workbook, zipped
from tests.imports.test_sds import FILES as SDS

ROWS = [
    ["École des Deux-Rives, liste des élèves"],
    [],
    ["Fiche", "Nom", "Prénom", "Né(e) le", "Gr.", "Titulaire", "Mère", "Cell. mère", "Adresse", "Langue parlée"],
    [1000001, "Tremblay-Nguyen", "Léa", "2018-03-02", "303", "Camille Roy", "Linh Nguyen", "514 555-0142", "", ""],
    [1000002, "Tremblay-Nguyen", "Noé", "2020-01-15", "101", "", "Linh Nguyen", "514 555-0142", "", ""],
    [77, "Hadad", "Yasmina", "2018-07-30", "302", "", "Samira Haddad", "438 555-0101", "", "arabe"],
    [1000004, "O’Connor", "Liam", "2020-09-09", "101", "", "", "", "", ""],
    [20, "Roy-Ng", "Zoé", "2019-01-01", "303", "", "Ann Roy", "514 555-0150", "1, rue A, Laval", "espagnol"],
    [21, "Roy-Ng", "Max", "2017-05-05", "303", "", "Ann Roy", "514 555-0150", "1, rue A, Laval", "espagnol"],
    [22, "Ali", "Sara", "31/02/2018", "303", "", "+cmd", "", "", ""],
]


@pytest.fixture(scope="module")
def school(make_server):
    """An instance that this journey may change."""
    return make_server("cast")


def hand_in(page: Page, name: str, content: bytes) -> None:
    page.locator("input[type=file]").set_input_files(
        {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    )
    page.get_by_role("button", name="Déposer et lire les colonnes").click()


def check(page: Page, *, whole_school: bool = True) -> None:
    page.get_by_role("radio", name="Tous les élèves de l’école" if whole_school else "Une partie des élèves").check()
    page.get_by_role("button", name="Vérifier sans rien écrire").click()
    expect(page.get_by_role("heading", name="Ligne par ligne")).to_be_visible()


def test_a_list_is_imported_with_its_doubts_settled_and_taken_back(open_page, school, axe):
    page = open_page("secretariat", "/importations", server=school)
    hand_in(page, "liste.csv", b"%PDF-1.7 pas une liste")
    expect(page.get_by_text("Ce fichier n’est pas une liste").last).to_be_visible()
    axe(page)

    hand_in(page, "liste.xlsx", workbook(ROWS))
    expect(page.get_by_role("heading", name="Importation de liste.xlsx")).to_be_visible()
    expect(page.get_by_label("Né(e) le")).to_have_value("birth_date")
    expect(page.get_by_label("Cell. mère")).to_have_value("g1.phone_cell")
    page.get_by_label("Garder ces colonnes sous le nom").fill("Liste du secrétariat")
    page.get_by_role("button", name="Vérifier sans rien écrire").click()
    expect(page.get_by_text("Dites si ce fichier contient tous les élèves").first).to_be_visible()
    expect(page.get_by_label("Garder ces colonnes sous le nom")).to_have_value("Liste du secrétariat")
    axe(page)

    check(page)
    expect(page.get_by_text("Est-ce la même personne?")).to_be_visible()
    expect(page.get_by_role("button", name="Appliquer l’importation")).to_have_count(0)
    axe(page)
    page.get_by_role("radio", name="La même personne").check()
    page.get_by_role("button", name="Enregistrer et vérifier de nouveau").click()
    expect(page.get_by_role("button", name="Appliquer l’importation")).to_be_visible()
    page.get_by_role("link", name="Modifiés").click()
    expect(page.get_by_role("cell", name="Yasmina Hadad")).to_be_visible()
    page.get_by_role("link", name="Lignes refusées").click()
    expect(page.get_by_text("Cette date ne se lit pas")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="Télécharger ce qui est refusé").click()
    assert "'+cmd" in download.value.path().read_text(encoding="utf-8-sig")

    page.get_by_role("button", name="Appliquer l’importation").click()
    expect(page.get_by_text("Importation appliquée")).to_be_visible()
    axe(page)
    page.get_by_role("link", name="Annuler cette importation…").click()
    axe(page)
    page.get_by_role("button", name="Oui, annuler l’importation").click()
    expect(page.get_by_text("Importation annulée")).to_be_visible()


def test_a_set_of_files_is_imported_on_a_phone(open_page, school, axe):
    page = open_page("secretariat", "/importations", server=school, size="phone", scheme="dark")
    hand_in(page, "sds.zip", zipped({name: table(text) for name, text in SDS.items()}))
    expect(page.get_by_role("heading", name="De qui parle ce fichier?")).to_be_visible()
    axe(page)
    check(page, whole_school=False)
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_role("button", name="Appliquer l’importation").click()
    expect(page.get_by_text("Importation appliquée")).to_be_visible()


def test_everything_works_without_javascript(open_page, school):
    page = open_page("direction", "/importations", server=school, java_script_enabled=False)
    hand_in(page, "liste.csv", "Fiche;Nom;Prénom\n90;Blais;Éli\n".encode())
    page.get_by_role("radio", name="Une partie des élèves").check()
    page.get_by_role("button", name="Vérifier sans rien écrire").click()
    for _attempt in range(50):
        if page.get_by_role("heading", name="Ligne par ligne").count():
            break
        page.get_by_role("link", name="Où en est-on?").click()
    page.get_by_role("button", name="Appliquer l’importation").click()
    for _attempt in range(50):
        if page.get_by_text("Importation appliquée").count():
            break
        page.get_by_role("link", name="Où en est-on?").click()
    expect(page.get_by_text("Importation appliquée")).to_be_visible()
