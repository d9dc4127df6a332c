"""A stale sheet: the school writes to the partner, who corrects it by its link; the school accepts change by change."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Server


@pytest.fixture(scope="module")
def school(make_server) -> Server:
    """An instance that this journey may change."""
    return make_server("cast")


def write_a_sheet(page: Page, name: str, service: str) -> None:
    """An organisation with one service, as somebody of the school types it."""
    page.goto("/partenaires/organismes/nouveau")
    page.locator("input[name=name]").fill(name)
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("heading", name=name, level=1)).to_be_visible()
    page.get_by_role("link", name="Ajouter un service").first.click()
    page.locator("input[name=name]").fill(service)
    page.get_by_label("Alimentation").check()
    page.get_by_label("Appeler", exact=True).check()
    page.locator("input[name=phones-0-typed]").fill("514 555-0160")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("heading", name=service, level=1)).to_be_visible()


def make_a_link(page: Page, name: str) -> str:
    """From the list of sheets to confirm: the address to hand to the partner."""
    page.get_by_role("link", name=f"Lien à remettre à {name}").click()
    page.get_by_label("Pour qui").fill("Odette Pronovost")
    page.get_by_role("button", name="Faire le lien sans l’envoyer").click()
    return page.locator("#link-address").inner_text()


def test_a_stale_sheet_is_corrected_by_the_partner_and_accepted(open_page, school, axe):
    page = open_page("secretariat", server=school)
    write_a_sheet(page, "La Tablée du Moulin", "Panier de denrées")
    page.goto("/partenaires/a-confirmer")
    axe(page)
    address = make_a_link(page, "La Tablée du Moulin")
    axe(page)

    partner = open_page(None, server=school, size="phone", java_script_enabled=False)
    partner.goto(address)
    expect(partner.get_by_role("heading", name="Panier de denrées")).to_be_visible()
    partner.get_by_role("link", name="Corriger ou compléter : Panier de denrées").click()
    partner.get_by_label("Les étapes").fill("Sonner à la porte bleue")
    partner.get_by_label("mardi").last.check()
    partner.get_by_label("De", exact=True).last.fill("13h")
    partner.get_by_label("À", exact=True).last.fill("tôt")
    partner.get_by_role("button", name="Envoyer").click()
    expect(partner.get_by_text("Écrivez une heure")).to_be_visible()
    expect(partner.get_by_label("Les étapes")).to_have_value("Sonner à la porte bleue")
    partner.get_by_label("À", exact=True).last.fill("16 h 30")
    partner.get_by_role("button", name="Envoyer").click()
    expect(partner.get_by_text("2 corrections attendent l’école")).to_be_visible()

    page.goto("/")
    page.get_by_role("link", name="Voir les corrections de La Tablée du Moulin").click()
    expect(page.get_by_text("mardi, de 13 h à 16 h 30")).to_be_visible()
    axe(page)
    page.get_by_role("button", name="Accepter : Horaire").click()
    expect(page.get_by_text("Acceptée")).to_be_visible()
    page.get_by_role("button", name="Refuser : Les étapes").click()
    expect(page.get_by_text("Refusée")).to_be_visible()
    page.get_by_role("button", name="Annuler : Les étapes").click()
    page.get_by_role("button", name="Accepter : Les étapes").click()
    expect(page.get_by_text("Acceptée")).to_have_count(2)
    page.get_by_role("link", name="Panier de denrées").click()
    expect(page.get_by_text("Sonner à la porte bleue")).to_be_visible()
    expect(page.get_by_text("par Odette Pronovost, du partenaire").first).to_be_visible()
    axe(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_partner_s_pages_are_accessible(open_page, school, axe, scheme):
    page = open_page("agent", server=school)
    write_a_sheet(page, f"Le Relais ({scheme})", "Vestiaire")
    page.goto("/partenaires/a-confirmer")
    address = make_a_link(page, f"Le Relais ({scheme})")
    partner = open_page(None, address, server=school, scheme=scheme, size="phone")
    axe(partner)
    partner.get_by_role("link", name="Corriger ou compléter").first.click()
    axe(partner)
    assert partner.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_one_click_confirms_and_another_takes_it_back(open_page, school):
    page, name = open_page("direction", server=school), "Dépannage"
    write_a_sheet(page, "Frigo du coin", name)
    page.goto("/partenaires/a-confirmer")
    page.get_by_role("button", name=f"Confirmer {name}", exact=True).click()
    expect(page.get_by_text(f"« {name} » est confirmée")).to_be_visible()
    page.get_by_role("button", name="Annuler").click()
    expect(page.get_by_text("Confirmation annulée")).to_be_visible()
    expect(page.get_by_role("button", name=f"Confirmer {name}", exact=True)).to_be_visible()
