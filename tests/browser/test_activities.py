"""Activities in a real browser: a paper answer, check-in by one tap, a cancelled activity with its list to tell."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser import axe as axe_core

PAGES = (
    "/calendrier", "/calendrier?vue=semaine", "/calendrier?vue=mois", "/calendrier/1", "/calendrier/2",
    "/calendrier/nouvelle", "/calendrier/1/edition", "/calendrier/1/langues", "/calendrier/moments/1",
    "/calendrier/moments/10", "/calendrier/moments/10/feuille", "/calendrier/moments/6/edition",
    "/calendrier/moments/6/inscription", "/calendrier/a-rattacher", "/calendrier/a-prevenir",
    "/calendrier/a-prevenir?vue=appels", "/calendrier/benevoles", "/calendrier/reprises", "/calendrier/abonnement",
)  # fmt: skip


@pytest.fixture(scope="module")
def school(make_server):
    """The made-up school, with its activities."""
    return make_server("demo")


@pytest.mark.timeout(300)
@pytest.mark.parametrize("size", ["phone", "desktop"])
def test_axe_finds_nothing_on_the_pages_of_activities(open_page, school, size):
    page = open_page("agent", "/", size=size, server=school)
    found = []
    for address in PAGES:
        page.goto(school.url + address)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            if violations := axe_core.violations(page):
                found.append(f"{address}, {scheme}\n{axe_core.readable(violations)}")
    assert not found, "\n\n".join(found)


def test_a_paper_answer_is_entered_and_the_person_checked_in_by_one_tap(open_page, school):
    page = open_page("secretariat", "/calendrier/1", server=school)
    page.locator(".slot-line a").last.click()
    page.get_by_role("link", name="Inscrire quelqu’un").click()
    page.get_by_label("Nom du parent").fill("Odile Papier")
    page.get_by_role("textbox", name="Téléphone").fill("514 555-0190")
    page.get_by_role("button", name="Inscrire").click()
    row = page.locator(".person", has_text="Odile Papier")
    expect(row).to_contain_text("Sur papier")
    row.get_by_role("button", name="Présence").click()
    expect(row.get_by_role("button", name="Présence")).to_have_attribute("aria-pressed", "true")
    row.get_by_role("button", name="Présence").click()
    expect(row.get_by_role("button", name="Présence")).to_have_attribute("aria-pressed", "false")


def test_a_cancelled_activity_leads_to_those_to_tell_and_back(open_page, school):
    page = open_page("agent", "/calendrier", server=school)
    page.get_by_role("link", name="Soirée sur le passage au secondaire").first.click()
    page.locator("#cancel-all summary").click()
    activity = page.url
    page.get_by_role("button", name="Oui, annuler l’activité").click()
    lines = page.locator("#notices .notice-line")
    expect(lines.first).to_contain_text("est annulée")
    first = lines.first.get_attribute("id")
    page.locator(f"#{first}").get_by_role("button", name="en personne").click()
    expect(page.locator(f"#{first}")).to_contain_text("Prévenue en personne")
    page.locator(f"#{first}").get_by_role("button", name="Pas encore").click()
    expect(page.locator(f"#{first}").get_by_role("button", name="en personne")).to_be_visible()
    page.goto(activity)
    page.get_by_role("button", name="Rétablir l’activité").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Soirée sur le passage au secondaire")
    expect(page.locator(".page-head")).not_to_contain_text("Annulée")
