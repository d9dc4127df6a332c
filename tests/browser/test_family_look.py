"""A family's file as it looks: axe finds nothing, dialogs included; nothing sticks out of a phone; paper is clean."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

FILE = "/familles/2"
LINKS = {
    "plan": "#edit-plan",
    "tier": "#edit-tier",
    "wishes": "#edit-wishes",
    "force": "#add-force",
    "person": "#add-person",
    "guardian": ".person a.person-name",
    "pupil": ".kids-here a",
}
PAGES = [
    "",
    "/cercle",
    "/plan",
    "/palier",
    "/contact",
    "/personnes/nouvelle",
    "/eleves/nouveau",
    "/eleves?q=li",
    "/fil",
]


@pytest.fixture(scope="module")
def school(make_server):
    """An instance whose Haddad family has something in every part of its file."""
    return make_server("cast")


@pytest.fixture
def look(axe):
    """``look(page)`` checks a page in both themes, and that it does not scroll sideways."""

    def check(page: Page) -> None:
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            axe(page)
        assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0

    return check


@pytest.mark.parametrize("size", ["phone", "desktop"])
@pytest.mark.parametrize("name", LINKS)
def test_axe_finds_nothing_in_a_dialog(open_page, school, look, name, size):
    page = open_page("agent", FILE, server=school, size=size)
    page.locator(LINKS[name]).first.click()
    expect(page.locator("#dialog[open] form").first).to_be_visible()
    look(page)
    assert page.evaluate("(box => box.scrollWidth - box.clientWidth)(document.getElementById('dialog'))") <= 0


@pytest.mark.parametrize("size", ["phone", "desktop"])
def test_axe_finds_nothing_on_the_pages_of_the_file(open_page, school, look, size):
    page = open_page("agent", server=school, size=size)
    for path in PAGES:
        page.goto(FILE + path)
        look(page)


@pytest.mark.parametrize("size", ["phone", "desktop"])
def test_axe_finds_nothing_in_a_refused_form_nor_in_a_conflict(open_page, school, look, size):
    page = open_page("agent", FILE, server=school, size=size)
    page.locator("#edit-tier").click()
    page.locator("#dialog").get_by_role("radio", name="Palier 3").check()
    page.locator("#dialog").get_by_label("Raison").fill("Trois messages sans réponse")
    page.locator("#dialog").get_by_role("button", name="Enregistrer").click()
    expect(page.locator("#dialog .summary")).to_be_visible()
    look(page)
    other = open_page("direction", f"{FILE}/plan", server=school)
    page.goto(f"{FILE}/plan")
    for browser, text in ((other, f"Une visite, {size}"), (page, f"Un appel, {size}")):
        browser.get_by_label("Comment").fill(text)
        browser.get_by_role("button", name="Enregistrer").click()
    expect(page.locator(".versus")).to_be_visible()
    look(page)


@pytest.mark.parametrize("size", ["phone", "desktop"])
@pytest.mark.parametrize("person", ["secretariat", "prof", "pro"])
def test_axe_finds_nothing_in_what_the_others_see(open_page, school, look, person, size):
    page = open_page(person, FILE, server=school, size=size)
    look(page)


def test_names_written_from_right_to_left_disturb_nothing_around_them(open_page, school):
    page = open_page("agent", f"{FILE}/nom", server=school)
    page.get_by_label("Nom de la famille").fill("حدّاد (١٢)")
    page.get_by_role("button", name="Enregistrer").click()
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_have_text("Famille حدّاد (١٢)")
    label, name = heading.evaluate(
        """heading => {
            const range = document.createRange();
            range.selectNodeContents(heading.firstChild);
            return [range.getBoundingClientRect().left, heading.querySelector("bdi").getBoundingClientRect().left];
        }"""
    )
    assert label < name
    page.goto(f"{FILE}/nom")
    page.get_by_label("Nom de la famille").fill("Haddad")
    page.get_by_role("button", name="Enregistrer").click()


def test_paper_carries_the_summary_and_no_button(open_page, school):
    page = open_page("agent", FILE, server=school)
    page.emulate_media(media="print")
    for shown in ("Famille Haddad", "Ce qui aide", "Plan avec la famille", "À la maison", "Imprimé par Rosalie Gagnon"):
        expect(page.get_by_text(shown).first).to_be_visible()
    for hidden in (".add", ".edit", ".head-tags summary", "#file-reach .btn", ".write", ".nav"):
        for element in page.locator(hidden).all():
            expect(element).to_be_hidden()
