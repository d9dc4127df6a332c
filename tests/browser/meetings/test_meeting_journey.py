"""A meeting from its agenda to its minutes, in real browsers, with two people typing at once."""

from __future__ import annotations

from functools import partial

import pytest
from playwright.sync_api import Page, expect

from tests.browser.meeting_acts import (
    SAVED,
    TEAM,
    add,
    carry,
    in_days,
    plan,
    point,
    start,
    status_of,
    titles,
    words_of,
)

FAMILY = "Famille Haddad"
CAFE = "Le café des parents"


def fill_the_agenda(page: Page) -> None:
    """What waits is ticked: one ticks out, adds points, and puts them in order by drag and by button."""
    waiting = page.locator("#waiting")
    expect(waiting.get_by_label("Haddad")).to_be_checked()
    waiting.get_by_label("Tremblay-Nguyen").uncheck()
    waiting.get_by_role("button", name="Mettre à l’ordre du jour").click()
    expect(point(page, FAMILY)).to_be_visible()
    expect(waiting.get_by_label("Haddad")).to_have_count(0)
    add(page, CAFE)
    add(page, "Bonnes nouvelles")
    with page.expect_response("**/place"):
        carry(page, point(page, "Bonnes nouvelles").locator(".grip"), page.locator(".agenda > .point").first)
    expect(page.locator(".agenda > .point h3").first).to_have_text("Bonnes nouvelles")
    with page.expect_response("**/place"):
        page.get_by_role("button", name=f"Monter : {CAFE}").press("Enter")
    expect(page.locator(".agenda > .point h3").nth(1)).to_have_text(CAFE)
    page.reload()
    assert titles(page) == ["Bonnes nouvelles", CAFE, FAMILY]


def type_together(mine: Page, theirs: Page) -> None:
    """Each on a point: both texts are saved, and come to the other without taking the focus."""
    words_of(mine, FAMILY).press_sequentially("On appelle le soir.", delay=15)
    words_of(theirs, CAFE).press_sequentially("Vendredi à 15 h.", delay=15)
    expect(status_of(mine, FAMILY)).to_have_text(SAVED)
    expect(words_of(mine, CAFE)).to_have_value("Vendredi à 15 h.", timeout=12_000)
    expect(words_of(theirs, FAMILY)).to_have_value("On appelle le soir.", timeout=12_000)
    expect(status_of(theirs, FAMILY)).to_contain_text("Rosalie Gagnon")
    expect(words_of(theirs, CAFE)).to_be_focused()


def decide(page: Page, theirs: Page) -> None:
    """Who does what from the keyboard, ready for the next one; then the board."""
    point(page, FAMILY).get_by_role("link", name="Qui fait quoi").press("Enter")
    form = point(page, FAMILY).locator(".action-form")
    what = form.get_by_label("Quoi", exact=True)
    expect(what).to_be_focused()
    page.keyboard.type("Appeler avec interprète")
    form.get_by_label("Qui", exact=True).select_option(label="Rosalie Gagnon")
    form.get_by_label("Pour quand").fill(in_days(page, 4))
    page.keyboard.press("Enter")
    expect(point(page, FAMILY).locator(".did")).to_contain_text("Appeler avec interprète")
    expect(what).to_be_focused()
    expect(what).to_have_value("")
    expect(point(theirs, FAMILY).locator(".did")).to_contain_text("Rosalie Gagnon", timeout=12_000)
    point(page, FAMILY).get_by_role("link", name="Tableau, palier, y revenir").click()
    slot = point(page, FAMILY).locator(".slot")
    slot.get_by_label("Lien").select_option(label="Premier contact")
    slot.get_by_role("button", name="Déplacer au tableau").click()
    expect(point(page, FAMILY).locator(".did")).to_contain_text("Lien : de « À joindre » à « Premier contact »")


def close(page: Page) -> None:
    page.get_by_role("button", name="présent·e : Anne-Marie Dubé").click()
    page.locator("summary", has_text="Clore la rencontre").click()
    with page.expect_navigation():
        page.get_by_role("button", name="Oui, la clore").click()
    expect(page.get_by_text("On appelle le soir.")).to_be_visible()


@pytest.mark.timeout(240)
def test_from_the_agenda_to_the_minutes_with_two_people_typing_at_once(open_page, make_server):
    open_here = partial(open_page, server=make_server("cast"))
    page = open_here("agent", "/rencontres")
    page.get_by_role("link", name="Prévoir une rencontre").click()
    url = plan(page, *TEAM)
    fill_the_agenda(page)
    start(page)
    other = open_here("direction", url)
    type_together(page, other)
    decide(page, other)
    teacher = open_here("prof2", url)  # of another class: knows nothing of the family
    expect(teacher.get_by_text("Point réservé")).to_have_count(1)
    assert "Haddad" not in teacher.content()
    close(page)
    expect(other.locator("#meeting[data-state=close]")).to_be_visible(timeout=12_000)
    page.get_by_role("link", name="Compte rendu").click()
    minutes = page.locator(".minutes")
    for words in ("Vendredi à 15 h.", "On appelle le soir.", "Appeler avec interprète", "Présences"):
        expect(minutes).to_contain_text(words)
    page.get_by_role("link", name="Sans les points confidentiels").click()
    expect(minutes).not_to_contain_text("On appelle le soir.")
    page.goto("/familles/2")
    expect(page.locator("ol.tl > li.met")).to_contain_text("On appelle le soir.")
