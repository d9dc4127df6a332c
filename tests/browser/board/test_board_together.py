"""The board with someone else: their changes, a conflict, what must not be disturbed; and axe on every page."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.boards import card, drag, refresh, wait_for

# ---- with someone else


def test_someone_else_s_move_appears_by_itself_without_taking_the_text_being_typed(open_board, school):
    mine, theirs = open_board("agent", "?palier=1"), open_board("agent2")
    mine.get_by_text("Mes filtres").click()
    name = mine.get_by_label("Nom du filtre")
    name.press_sequentially("À revoir av")
    drag(theirs, card(theirs, "Abadi"), theirs.locator("#cards-veille"), place="into")
    expect(mine.locator("#head-veille .num")).to_have_text("1")
    wait_for(mine, "veille", ["Abadi"])
    expect(name).to_be_focused()
    name.press_sequentially("ec l’équipe")
    expect(name).to_have_value("À revoir avec l’équipe")


def test_the_focus_and_the_scroll_stay_while_the_board_is_redrawn(open_board, school):
    page = open_board(viewport={"width": 1280, "height": 360})
    link = card(page, "Côté").get_by_role("link", name="Côté").first
    link.focus()
    page.evaluate("scrollTo(0, 150)")
    before = page.evaluate("scrollY")
    school.touch("Diallo", "Écrire à la tante")
    refresh(page)
    expect(page.get_by_text("Écrire à la tante")).to_be_visible()
    expect(link).to_be_focused()
    assert page.evaluate("scrollY") == before
    school.sql("UPDATE family SET link_state = 'veille', card_version = card_version + 1 WHERE name = 'Côté'")
    refresh(page)
    wait_for(page, "veille", ["Côté"])
    expect(card(page, "Côté").get_by_role("link", name="Côté").first).to_be_focused()
    school.sql("UPDATE family SET link_state = 'termine', card_version = card_version + 1 WHERE name = 'Côté'")
    refresh(page)
    expect(card(page, "Côté")).to_have_count(0)
    assert page.evaluate("document.activeElement !== document.body"), "the focus goes to what is near"


def test_an_open_menu_stays_open_while_the_board_is_redrawn(open_board, school):
    page = open_board()
    card(page, "Abadi").get_by_role("link", name="Actions : Abadi").click()
    page.keyboard.press("ArrowDown")
    school.touch("Diallo", "Écrire à la tante")
    refresh(page)
    expect(page.get_by_text("Écrire à la tante")).to_be_visible()
    expect(page.locator("#card-menu")).to_be_visible()
    expect(page.locator("#card-menu").get_by_role("button", name="Lien en construction")).to_be_focused()
    page.keyboard.press("Enter")
    wait_for(page, "en_construction", ["Abadi"])


def test_a_card_held_by_keyboard_is_not_disturbed(open_board, school):
    page = open_board()
    card(page, "Abadi").get_by_role("link", name="Abadi").first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    school.touch("Diallo", "Écrire à la tante")
    page.evaluate("htmx.trigger('#board-live', 'board:refresh')")
    page.wait_for_timeout(400)
    expect(page.locator(".card.held")).to_have_count(1)
    page.keyboard.press("Escape")
    refresh(page)
    expect(page.get_by_text("Écrire à la tante")).to_be_visible()
    wait_for(page, "a_joindre", ["Abadi", "Bélanger", "Côté"])


def test_two_people_move_the_same_card_and_the_second_chooses(open_board, school):
    mine, theirs = open_board("agent"), open_board("agent2")
    drag(theirs, card(theirs, "Abadi"), theirs.locator("#cards-alliance"), place="into")
    expect(theirs.locator("#head-alliance .num")).to_have_text("1")
    drag(mine, card(mine, "Abadi"), mine.locator("#cards-veille"), place="into")
    dialog = mine.locator("#dialog")
    expect(dialog).to_be_visible()
    for words in ("En veille", "Alliance établie", "Idriss Cissé"):
        expect(dialog).to_contain_text(words)
    assert school.order("alliance") == ["Abadi"]
    dialog.get_by_role("button", name="Laisser comme maintenant").click()
    expect(dialog).to_be_hidden()
    wait_for(mine, "alliance", ["Abadi"])
    school.sql("UPDATE family SET version = version + 1 WHERE name = 'Abadi'")
    drag(mine, card(mine, "Abadi"), mine.locator("#cards-veille"), place="into")
    dialog.get_by_role("button", name="Déplacer quand même").click()
    expect(dialog).to_be_hidden()
    wait_for(mine, "veille", ["Abadi"])
    assert school.order("veille") == ["Abadi"]


def test_the_page_says_when_it_is_not_up_to_date_any_more(open_board):
    page = open_board(allow={503})
    fresh = page.locator("#board-fresh")
    expect(fresh).to_contain_text(re.compile(r"À jour à \d{1,2}\sh"))
    page.route("**/familles/etat*", lambda route: route.fulfill(status=503, body=""))
    page.evaluate("htmx.trigger('#board-live', 'board:refresh')")
    expect(fresh).to_contain_text("Pas à jour depuis")
    page.unroute("**/familles/etat*")
    refresh(page)
    expect(fresh).to_contain_text("À jour à")


# ---- for everybody


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_axe_finds_nothing(open_board, school, axe, size, scheme):
    page = open_board(size=size, scheme=scheme)
    axe(page)
    card(page, "Abadi").get_by_role("link", name="Actions : Abadi").click()
    axe(page)
    page.get_by_role("link", name="Priorité et agent").click()
    expect(page.locator("#dialog")).to_be_visible()
    axe(page)
    number = school.id("Abadi")
    for path in (f"{number}/deplacer", f"{number}/fin", f"{number}/tableau", "repertoire", "nouvelle"):
        page.goto(f"/familles/{path}")
        axe(page)
