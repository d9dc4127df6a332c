"""What every page gets from the layout: the keyboard, a phone's width, menus, and words when the connection drops."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

TOO_SMALL = """() => [...document.querySelectorAll("header a, header button, header summary, main a.btn, main button")]
    .filter(element => element.checkVisibility({visibilityProperty: true}) && !element.closest(".vh"))
    .map(element => [element.textContent.trim(), element.getBoundingClientRect()])
    .filter(([, box]) => box.height > 1 && (box.height < 44 || box.width < 40))
    .map(([words, box]) => `${words}: ${box.width} × ${box.height}`)"""


def focused(page: Page) -> str:
    return page.evaluate("document.activeElement.outerHTML.slice(0, 80)")


def test_the_first_tab_leads_to_the_content(open_page):
    page = open_page("agent", "/mon-compte")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    expect(page.locator(".skip")).to_be_in_viewport()
    page.keyboard.press("Enter")
    assert page.url.endswith("#main")


def test_the_account_menu_opens_and_closes_by_keyboard_and_gives_focus_back(open_page):
    page = open_page("agent", "/mon-compte")
    summary = page.locator(".account > summary")
    summary.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Se déconnecter")).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Se déconnecter")).to_be_hidden()
    assert focused(page).startswith("<summary")


def test_a_click_elsewhere_closes_the_menu(open_page):
    page = open_page("agent", "/mon-compte")
    page.locator(".account > summary").click()
    page.locator("h1").click()
    expect(page.locator(".account[open]")).to_have_count(0)


def test_the_menu_works_without_javascript(open_page):
    page = open_page("agent", "/mon-compte", java_script_enabled=False)
    page.locator(".account > summary").click()
    expect(page.get_by_role("button", name="Se déconnecter")).to_be_visible()


def test_one_signs_out_from_the_menu(open_page, make_server):
    page = open_page("agent", "/mon-compte", server=make_server("cast"))
    page.locator(".account > summary").click()
    page.get_by_role("button", name="Se déconnecter").click()
    page.goto("/mon-compte")
    expect(page.locator("input[name=password]")).to_be_visible()


def test_a_password_can_be_read_before_it_is_sent(open_page):
    page = open_page(None, "/connexion")
    page.locator("input[name=password]").fill("correct horse")
    page.locator("[data-reveal]").click()
    expect(page.locator("input[name=password]")).to_have_attribute("type", "text")
    page.locator("[data-reveal]").click()
    expect(page.locator("input[name=password]")).to_have_attribute("type", "password")


PATHS = (
    "/", "/mon-compte", "/journal", "/comptes", "/comptes/nouveau", "/groupes", "/ecole", "/importations", "/familles",
    "/familles/repertoire", "/chercher?q=tremblay",
)  # fmt: skip


@pytest.mark.parametrize("path", PATHS)
def test_a_phone_never_scrolls_sideways_and_every_target_fits_a_thumb(open_page, path):
    page = open_page("direction", path, size="phone")
    page.locator(".account > summary").click()
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
    assert page.evaluate(TOO_SMALL) == []


def test_the_font_comes_with_the_page(open_page):
    page = open_page("agent", "/mon-compte")
    page.evaluate("document.fonts.ready")
    assert page.evaluate("document.fonts.check('16px \"Atkinson Next\"')")
    assert page.evaluate(
        "[...document.fonts].some(font => font.family.includes('Atkinson Next') && font.status === 'loaded')"
    )
