"""Ma journée in a real browser: done with one click, undone with another, and nothing stands in axe’s way."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect


@pytest.fixture(scope="module")
def school(make_server):
    """The made-up school, whose people have something waiting."""
    return make_server("demo")


def test_a_late_follow_up_is_done_and_undone_from_the_first_page(open_page, school):
    page = open_page("agent", "/", server=school)
    step = page.locator("#block-late .step").first
    words, count = step.locator(".step-what").inner_text(), page.locator("#block-late .pill").inner_text()
    number = step.get_attribute("id")
    step.get_by_role("button", name="Marquer comme fait").click()
    expect(page.locator(f"#{number}")).to_contain_text("Fait aujourd’hui")
    with page.expect_navigation():
        page.locator(".toast").get_by_role("button", name="Annuler").click()
    expect(page.locator(f"#{number} .step-what")).to_have_text(words)
    expect(page.locator("#block-late .pill")).to_have_text(count)
    assert page.url == f"{school.url}/"


def test_a_follow_up_is_postponed_in_its_place(open_page, school):
    page = open_page("agent2", "/", server=school)
    number = page.locator("#block-late .step").first.get_attribute("id")
    step = page.locator(f"#{number}")
    step.locator("summary.more").click()
    step.get_by_role("link", name="Reporter").click()
    step.get_by_role("button", name="Reporter").click()
    expect(step.locator(".error").first).to_be_visible()
    later = page.evaluate("new Date(Date.now() + 5 * 864e5).toLocaleDateString('en-CA')")
    step.get_by_label("Nouvelle date").fill(later)
    step.get_by_label("Pourquoi").fill("La famille est en voyage")
    step.get_by_role("button", name="Reporter").click()
    expect(step).to_contain_text("reporté")


def test_an_unfinished_note_is_taken_up_again(open_page, school):
    page = open_page("agent", "/", server=school)
    page.locator("#block-drafts").get_by_role("link", name="Reprendre").first.click()
    expect(page.get_by_text("Brouillon retrouvé")).to_be_visible()


@pytest.mark.parametrize("who", ["agent", "prof", "pro", "direction", "secretariat", "repondant"])
def test_axe_finds_nothing(open_page, school, axe, who):
    axe(open_page(who, "/", server=school))
    axe(open_page(who, "/", server=school, size="phone", scheme="dark"))
