"""A meeting without JavaScript, on paper, on a phone, for everybody; and what it leaves on Ma journée."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.meeting_acts import in_days, point, titles, words_of


def test_without_javascript_a_meeting_goes_all_the_way(open_here):
    page = open_here("agent", java_script_enabled=False)
    page.goto("/rencontres/nouvelle")
    page.get_by_label("Date").fill("2030-01-15")
    with page.expect_navigation():
        page.get_by_role("button", name="Prévoir la rencontre").click()
    page.get_by_label("Un point à discuter").fill("Le café")
    with page.expect_navigation():
        page.locator("#add-free button").click()
    page.get_by_label("Une famille ou une demande").fill("haddad")
    with page.expect_navigation():
        page.get_by_role("button", name="Chercher").last.click()
    with page.expect_navigation():
        page.get_by_role("button", name="Ajouter Haddad").click()
    with page.expect_navigation():
        page.get_by_role("button", name="Descendre : Le café").click()
    assert titles(page) == ["Famille Haddad", "Le café"]
    with page.expect_navigation():
        page.get_by_role("button", name="Commencer").click()
    words_of(page, "Famille Haddad").fill("Décidé sans script")
    with page.expect_navigation():
        point(page, "Famille Haddad").get_by_role("button", name="Enregistrer la décision").click()
    with page.expect_navigation():
        point(page, "Famille Haddad").get_by_role("link", name="Qui fait quoi").click()
    page.get_by_label("Quoi", exact=True).fill("Appeler")
    page.get_by_label("Qui", exact=True).select_option(label="Rosalie Gagnon")
    page.get_by_label("Pour quand").fill("2030-01-20")
    with page.expect_navigation():
        page.get_by_role("button", name="Noter").click()
    expect(point(page, "Famille Haddad").locator(".did")).to_contain_text("Appeler")
    page.locator("summary", has_text="Clore la rencontre").click()
    with page.expect_navigation():
        page.get_by_role("button", name="Oui, la clore").click()
    expect(page.get_by_text("Décidé sans script")).to_be_visible()


def test_something_decided_is_done_from_ma_journee(open_here, meeting):
    page = open_here("agent", meeting)
    point(page, "Le café des parents").get_by_role("link", name="Qui fait quoi").click()
    form = point(page, "Le café des parents").locator(".action-form")
    form.get_by_label("Quoi", exact=True).fill("Préparer l’affiche")
    form.get_by_label("Qui", exact=True).select_option(label="Rosalie Gagnon")
    form.get_by_label("Pour quand").fill(in_days(page, 2))
    form.get_by_role("button", name="Noter").click()
    expect(point(page, "Le café des parents").locator(".did")).to_contain_text("Préparer l’affiche")
    page.goto("/")
    line = page.locator("#block-decided li").filter(has_text="Préparer l’affiche")
    count = line.count()
    line.first.get_by_role("button", name="Fait").click()
    expect(line).to_have_count(count - 1)
    expect(page.locator(".toast")).to_contain_text("Fait : Préparer l’affiche")


def test_the_minutes_print_without_what_belongs_to_the_screen(open_here, meeting):
    page = open_here("agent", f"{meeting}/compte-rendu")
    page.emulate_media(media="print")
    for hidden in (".page-actions", ".nav", ".back.no-print"):
        expect(page.locator(hidden).first).to_be_hidden()
    expect(page.get_by_text("Document confidentiel")).to_be_visible()
    expect(page.get_by_role("heading", name="Famille Haddad")).to_be_visible()
    assert len(page.pdf(format="Letter")) > 5000
    page.goto(f"{meeting}/compte-rendu?sans=1")
    page.emulate_media(media="print")
    expect(page.get_by_text("Document confidentiel")).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_axe_finds_nothing(open_here, meeting, axe, size, scheme):
    page = open_here("agent", "/rencontres", size=size, scheme=scheme)
    axe(page)
    page.goto(meeting)
    point(page, "Famille Haddad").get_by_role("link", name="Qui fait quoi").click()
    expect(page.locator(".action-form")).to_be_visible()
    page.locator(".action-form").get_by_role("button", name="Noter").click()
    expect(page.locator(".action-form .error").first).to_be_visible()
    point(page, "Le café des parents").get_by_role("link", name="Y revenir").click()
    expect(page.locator(".decide")).to_be_visible()
    axe(page)
    point(page, "Le café des parents").get_by_role("button", name="Fermer").click()
    expect(page.locator(".decide")).to_have_count(0)
    number = point(page, "Famille Haddad").get_attribute("data-id")
    for path in (
        f"{meeting}/compte-rendu",
        f"{meeting}/edition",
        f"/rencontres/points/{number}",
        "/rencontres/permanents",
    ):
        page.goto(path)
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
