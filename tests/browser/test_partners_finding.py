"""Finding a partner in a real browser: as one types, for a family, and the sheet printed in Spanish and in Arabic."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

PAGE = re.compile(rb"/Type\s*/Page[^s]")


@pytest.fixture(scope="module")
def demo(make_server):
    return make_server("demo")


def names(page: Page):
    return page.locator("#found .partner-name a")


def test_results_come_as_one_types_and_the_address_follows(open_page, demo, axe):
    page = open_page("agent", "/partenaires", server=demo)
    page.locator("#q").press_sequentially("manteaux", delay=15)
    expect(names(page)).to_contain_text(["Friperie"])
    expect(page.locator(".found-count")).to_contain_text("service")
    page.wait_for_url("**/partenaires?q=manteaux")
    page.locator("select[name=langue]").select_option("ar")
    page.wait_for_url("**/partenaires?q=manteaux&langue=ar")
    count = names(page).count()
    page.reload()
    expect(names(page)).to_have_count(count)
    axe(page)
    page.locator("#q").fill("xyzzy")
    expect(page.locator("#found")).to_contain_text("Aucun service ne répond à tout cela.")
    axe(page)


def test_on_a_phone_the_list_fits_and_axe_finds_nothing(open_page, demo, axe):
    page = open_page("prof", "/partenaires?choix=3&age=8", server=demo, size="phone", scheme="dark")
    expect(page.locator("details.finding-more")).to_have_attribute("open", "")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    axe(page)


def test_a_star_is_pressed_without_leaving_the_list(open_page, demo):
    page = open_page("agent", "/partenaires?q=popote", server=demo)
    star = page.locator(".star").first
    before = star.get_attribute("aria-pressed")
    after = "false" if before == "true" else "true"
    star.click()
    expect(page.locator(".star").first).to_have_attribute("aria-pressed", after)
    page.locator(".star").first.click()
    expect(page.locator(".star").first).to_have_attribute("aria-pressed", before)
    assert page.url.endswith("/partenaires?q=popote")


def chosen(page: Page, *services: str) -> None:
    """Look for each service and put it on the sheet."""
    for number, service in enumerate(services, start=1):
        page.locator("#q").fill(service)
        expect(names(page).first).to_have_text(service)
        page.locator(".partner", has_text=service).first.locator("input[name=choix]").check()
        expect(page.locator("#tray .chip")).to_have_count(number)


def test_two_sheets_are_chosen_and_printed_in_arabic(open_page, demo, axe):
    page = open_page("agent", "/partenaires", server=demo)
    page.locator("select[name=langue]").select_option("ar")
    chosen(page, "Panier de denrées", "Club de devoirs du Relais")
    page.locator("#tray button").click()
    page.wait_for_url("**/partenaires/feuille?*langue=ar")
    sheet = page.locator(".handout")
    expect(sheet).to_have_attribute("dir", "rtl")
    expect(sheet.locator("h2").first).to_have_text("سلة غذائية")
    expect(sheet).to_contain_text("Panier de denrées")
    expect(sheet).to_contain_text("الثلاثاء")
    axe(page)
    page.emulate_media(media="print")
    expect(page.locator(".top")).to_be_hidden()
    number = sheet.locator(".handout-number").first
    assert number.evaluate("e => parseFloat(getComputedStyle(e).fontSize)") >= 30
    assert number.evaluate("e => getComputedStyle(e).direction") == "ltr"
    heading, edge = sheet.locator("h2").first.bounding_box(), sheet.bounding_box()
    assert heading["x"] + heading["width"] == pytest.approx(edge["x"] + edge["width"], abs=2)
    assert len(PAGE.findall(page.pdf(format="Letter"))) <= 2


def test_a_sheet_is_handed_over_from_its_own_page_in_spanish(open_page, demo, axe):
    page = open_page("prof", "/partenaires?q=panier de denrees", server=demo)
    names(page).first.click()
    page.get_by_role("button", name="Feuille à remettre").click()
    page.get_by_role("link", name="Español").click()
    sheet = page.locator(".handout")
    expect(sheet.locator("h2")).to_have_text("Canasta de alimentos")
    expect(sheet).to_contain_text("¿Cuándo?")
    axe(page)
    page.emulate_media(media="print")
    assert len(PAGE.findall(page.pdf(format="Letter"))) == 1


def test_a_family_leads_to_partners_with_reasons_and_to_a_sheet_in_its_language(open_page, demo, axe):
    page = open_page("agent", "/familles/repertoire", server=demo)
    page.goto("/familles/1")
    page.get_by_role("link", name="Chercher pour cette famille").click()
    expect(page.locator("h1")).to_contain_text("Partenaires pour la famille")
    expect(page.locator(".suited").first).to_be_visible()
    axe(page)
    page.locator(".suited input[name=choix]").first.check()
    page.locator(".suited ~ .tray button").click()
    page.wait_for_url("**/partenaires/feuille?*")
    expect(page.locator(".handout-sheet")).to_have_count(1)


def test_without_javascript_the_same_search_is_a_page(open_page, demo):
    page = open_page("secretariat", "/partenaires", server=demo, java_script_enabled=False)
    page.locator("#q").fill("loyer")
    page.locator("#finding .finding-line button").click()
    assert "q=loyer" in page.url
    expect(names(page).first).to_contain_text("loyer")
    page.locator(".star").first.click()
    expect(page.locator(".toast").first).to_contain_text("favoris")
