"""The search in a real browser: the « / » key, results as one types, Escape, arrows, a phone, no JavaScript."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect


def look_for(page: Page, text: str) -> None:
    page.keyboard.press("/")
    expect(page.locator("#search-q")).to_be_focused()
    page.keyboard.type(text, delay=15)


def test_the_slash_key_searches_from_anywhere_and_results_come_as_one_types(open_page):
    page = open_page("agent", "/mon-compte")
    look_for(page, "hadd")
    expect(page.locator("#search-q")).to_have_value("hadd")
    expect(page.locator("#search-results a").first).to_contain_text("Haddad")
    expect(page.locator("#search-status")).to_have_text("2 résultats")
    page.keyboard.type("zz")
    expect(page.locator("#search-results")).to_contain_text("Aucun résultat pour « haddzz »")
    expect(page.locator("#search-status")).to_contain_text("Aucun résultat")


def test_escape_closes_the_results_and_keeps_what_was_typed(open_page):
    page = open_page("agent", "/mon-compte")
    look_for(page, "hadd")
    expect(page.locator("#search-results")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#search-results")).to_be_hidden()
    expect(page.locator("#search-q")).to_be_focused()
    expect(page.locator("#search-q")).to_have_value("hadd")


def test_the_arrows_and_enter_open_a_family(open_page):
    page = open_page("agent", "/mon-compte")
    look_for(page, "samira")
    expect(page.locator("#search-results a")).to_have_count(1)
    page.keyboard.press("ArrowDown")
    expect(page.locator("#search-results a")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("Haddad")


def test_enter_goes_to_the_page_of_results(open_page):
    page = open_page("agent", "/mon-compte")
    look_for(page, "nguyen")
    page.keyboard.press("Enter")
    page.wait_for_url("**/chercher?q=nguyen")
    expect(page.locator("main a", has_text="Tremblay-Nguyen").first).to_be_visible()
    expect(page.locator(".count")).to_have_text("3 résultats")


def test_slash_in_a_field_is_a_slash(open_page):
    page = open_page("agent", "/chercher")
    page.locator("main input[name=q]").fill("1")
    page.keyboard.press("/")
    expect(page.locator("main input[name=q]")).to_have_value("1/")


def test_emptying_the_box_empties_the_results(open_page):
    page = open_page("agent", "/mon-compte")
    look_for(page, "hadd")
    expect(page.locator("#search-results a").first).to_be_visible()
    page.locator("#search-q").fill("")
    expect(page.locator("#search-results")).to_be_empty()


def test_it_works_without_javascript(open_page):
    page = open_page("agent", "/mon-compte", java_script_enabled=False)
    page.locator("#search-q").fill("haddad")
    page.locator("#search-q").press("Enter")
    page.wait_for_url("**/chercher?q=haddad")
    expect(page.locator("main a", has_text="Yasmine Haddad")).to_be_visible()


def test_on_a_phone_the_results_fit_and_are_easy_to_touch(open_page):
    page = open_page("agent", "/mon-compte", size="phone")
    page.locator("#search-q").tap()
    page.keyboard.type("tremblay", delay=15)
    first = page.locator("#search-results a").first
    expect(first).to_be_visible()
    box = page.locator("#search-results").bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 360
    assert all(link.bounding_box()["height"] >= 44 for link in page.locator("#search-results li a").all())
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
    first.tap()
    expect(page.locator("h1")).to_contain_text("Tremblay-Nguyen")


def test_a_professional_is_warned_that_a_family_is_beyond_their_circle(open_page):
    page = open_page("pro", "/mon-compte")
    look_for(page, "connor")
    expect(page.locator("#search-results")).to_contain_text("hors de votre cercle")


@pytest.mark.parametrize("size", ["desktop", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["/chercher", "/chercher?q=ha", "/chercher?q=zzz"])
def test_axe_finds_nothing_on_the_page(open_page, axe, size, scheme, path):
    page = open_page("agent", path, size=size, scheme=scheme)
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_under_the_box(open_page, axe, scheme):
    page = open_page("agent", "/mon-compte", scheme=scheme)
    look_for(page, "ha")
    expect(page.locator("#search-results a").first).to_be_visible()
    axe(page)
