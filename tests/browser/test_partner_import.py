"""The office brings partners in from a file with mistakes, sees what would be lost, applies."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.imports.makers import csv_text
from tests.partners.hsds_makers import packed

OWNER = {"id": "3fa85f64-5717-4562-b3fc-2c963f66afa6", "name": "Le Phare", "description": "Entraide", "tax_id": "12"}
SERVICES = [
    {"id": "3fa85f64-5717-4562-b3fc-2c963f66afa7", "organization_id": OWNER["id"], "name": "Repas", "status": "active"},
    {"id": "3fa85f64-5717-4562-b3fc-2c963f66afa8", "organization_id": "ailleurs", "name": "Perdu", "status": "active"},
]
LIST = [
    ["Organisme", "Service", "Besoins", "Langues", "Téléphone", "Notes"],
    ["Le Phare", "Repas du midi", "Alimentation", "espagnol", "514 555-0142", "à vérifier"],
    ["Le Phare de l’île", "Écoute", "Santé mentale", "zzyx", "", ""],
    ["Le Phare", "", "", "", "", ""],
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


def check_and_apply(page: Page) -> None:
    page.get_by_role("button", name="Appliquer l’importation").click()
    expect(page.get_by_text("Importation appliquée")).to_be_visible()


def test_a_directory_with_mistakes_then_a_list_then_one_sheet_of_two(open_page, school, axe):
    page = open_page("secretariat", "/partenaires/echanges", server=school)
    axe(page)
    page.get_by_role("link", name="Déposer un fichier").click()
    expect(page.get_by_role("radio", name="Des partenaires et leurs services")).to_be_checked()
    hand_in(page, "hsds.zip", packed({"organizations.csv": [OWNER], "services.csv": SERVICES}))
    expect(page.get_by_role("heading", name="Un répertoire HSDS 3.0")).to_be_visible()
    axe(page)
    page.get_by_role("button", name="Vérifier sans rien écrire").click()
    expect(page.get_by_text("organization.tax_id (1)")).to_be_visible()
    page.get_by_role("link", name="Lignes refusées").click()
    expect(page.get_by_text("n’est pas dans le fichier").first).to_be_visible()
    axe(page)
    check_and_apply(page)

    page.goto(f"{school.url}/importations?sujet=partners")
    hand_in(page, "services.csv", csv_text(LIST).encode())
    expect(page.get_by_label("Besoins")).to_have_value("needs")
    axe(page)
    page.get_by_role("button", name="Vérifier sans rien écrire").click()
    expect(page.get_by_text("Colonnes laissées de côté")).to_be_visible()
    check_and_apply(page)

    page.goto(f"{school.url}/partenaires/doublons/organisme/1/2")
    axe(page)
    page.get_by_role("button", name="Oui, réunir ces deux fiches").click()
    expect(page.get_by_role("heading", name="Le Phare", exact=True)).to_be_visible()
    expect(page.get_by_text("Fiches réunies").first).to_be_visible()
    page.goto(f"{school.url}/partenaires/echanges")
    with page.expect_download() as download:
        page.get_by_role("link", name="Paquet HSDS 3.0 (zip)").click()
    assert download.value.path().read_bytes().startswith(b"PK")
