"""The board in a real browser: cards moved by mouse, by keyboard and by the menu."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.boards import card, drag, wait_for

# ---- by mouse


def test_a_card_is_dragged_to_another_column_and_the_undo_brings_it_back(open_board, school):
    page = open_board()
    drag(page, card(page, "Bélanger"), card(page, "Diallo"))
    expect(page.get_by_text("Bélanger est maintenant dans")).to_be_visible()
    assert school.order("premier_contact") == ["Diallo", "Bélanger"]
    wait_for(page, "premier_contact", ["Diallo", "Bélanger"])
    expect(page.locator("#head-premier_contact .num")).to_have_text("2")
    assert page.url.endswith("/familles"), "dropping a card opens no file"
    page.get_by_role("button", name="Annuler").click()
    wait_for(page, "a_joindre", ["Abadi", "Bélanger", "Côté"])
    assert school.order("a_joindre") == ["Abadi", "Bélanger", "Côté"]
    expect(page.get_by_text("Annulé")).to_be_visible()


def test_a_card_is_dragged_within_its_column_and_to_an_empty_one(open_board, school):
    page = open_board()
    drag(page, card(page, "Côté"), card(page, "Abadi"), place="onto")
    expect(page.get_by_text("a changé de place")).to_be_visible()
    assert school.order("a_joindre") == ["Côté", "Abadi", "Bélanger"]
    drag(page, card(page, "Abadi"), page.locator("#cards-veille"), place="into")
    expect(page.locator("#head-veille .num")).to_have_text("1")
    assert school.order("veille") == ["Abadi"]


def test_two_moves_in_a_row_of_the_same_card_make_no_conflict(open_board, school):
    page = open_board()
    drag(page, card(page, "Abadi"), card(page, "Diallo"))
    drag(page, card(page, "Abadi"), page.locator("#cards-alliance"), place="into")
    expect(page.locator("#head-alliance .num")).to_have_text("1")
    assert school.order("alliance") == ["Abadi"]
    expect(page.locator("#dialog")).to_be_hidden()


def test_a_card_dropped_where_it_was_sends_nothing(open_board, school):
    page = open_board()
    sent = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    drag(page, card(page, "Abadi"), card(page, "Abadi"), place="onto")
    page.wait_for_timeout(300)
    assert sent == []
    assert page.url.endswith("/familles")


def test_a_change_by_someone_else_waits_for_the_end_of_a_drag(open_board, school):
    page = open_board()
    drag(page, card(page, "Abadi"), card(page, "Diallo"), drop=False)
    school.touch("Côté", "Préparer la rencontre")
    page.evaluate("htmx.trigger('#board-live', 'board:refresh')")
    page.wait_for_timeout(400)
    expect(page.locator(".dragging")).to_have_count(1)
    expect(page.get_by_text("Préparer la rencontre")).to_have_count(0)
    page.mouse.up()
    expect(page.get_by_text("Préparer la rencontre")).to_be_visible()
    assert school.order("premier_contact") == ["Diallo", "Abadi"]


# ---- by keyboard


def test_a_card_is_moved_by_keyboard_and_keeps_the_focus(open_board, school):
    page = open_board()
    link = card(page, "Bélanger").get_by_role("link", name="Bélanger").first
    link.focus()
    page.keyboard.press("Space")
    expect(page.locator("#board-says")).to_have_text("Bélanger : fiche prise. À joindre, place 2 sur 3.")
    page.keyboard.press("ArrowRight")
    expect(page.locator("#board-says")).to_have_text("Premier contact, place 2 sur 2.")
    page.keyboard.press("ArrowUp")
    expect(page.locator("#board-says")).to_have_text("Premier contact, place 1 sur 2.")
    page.keyboard.press("Space")
    expect(page.get_by_text("Bélanger est maintenant dans")).to_be_visible()
    assert school.order("premier_contact") == ["Bélanger", "Diallo"]
    expect(card(page, "Bélanger").get_by_role("link", name="Bélanger").first).to_be_focused()


def test_escape_or_leaving_puts_the_card_back(open_board, school):
    page = open_board()
    for leave in ("Escape", "Tab"):
        card(page, "Bélanger").get_by_role("link", name="Bélanger").first.focus()
        page.keyboard.press("Space")
        page.keyboard.press("ArrowRight")
        wait_for(page, "a_joindre", ["Abadi", "Côté"])
        page.keyboard.press(leave)
        wait_for(page, "a_joindre", ["Abadi", "Bélanger", "Côté"])
        expect(page.locator("#board-says")).to_have_text("Annulé : Bélanger n’a pas bougé.")
    assert school.order("a_joindre") == ["Abadi", "Bélanger", "Côté"]


def test_arrows_walk_from_card_to_card(open_board):
    page = open_board()
    card(page, "Abadi").get_by_role("link", name="Abadi").first.focus()
    for key, name in (
        ("ArrowDown", "Bélanger"),
        ("ArrowRight", "Diallo"),
        ("ArrowLeft", "Abadi"),
        ("ArrowUp", "Abadi"),
    ):
        page.keyboard.press(key)
        expect(card(page, name).get_by_role("link", name=name).first).to_be_focused()


def test_enter_opens_the_file(open_board, school):
    page = open_board()
    card(page, "Abadi").get_by_role("link", name="Abadi").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/familles/{school.id('Abadi')}")


# ---- by the menu


def test_the_menu_moves_a_card_and_gives_the_focus_back(open_board, school):
    page = open_board()
    more = card(page, "Côté").get_by_role("link", name="Actions : Côté")
    more.click()
    menu = page.locator("#card-menu")
    expect(menu).to_be_visible()
    expect(menu.get_by_role("button", name="À joindre")).to_be_hidden()
    menu.get_by_role("button", name="Alliance établie").click()
    wait_for(page, "alliance", ["Côté"])
    assert school.order("alliance") == ["Côté"]
    expect(more).to_be_focused()


def test_the_menu_by_keyboard_and_the_places_in_the_column(open_board, school):
    page = open_board()
    more = card(page, "Côté").get_by_role("link", name="Actions : Côté")
    more.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#card-menu").get_by_role("button", name="Premier contact")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.locator("#card-menu").get_by_role("button", name="Lien en construction")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#card-menu")).to_be_hidden()
    expect(more).to_be_focused()
    for name, order in (
        ("Monter", ["Abadi", "Côté", "Bélanger"]),
        ("Descendre", ["Abadi", "Bélanger", "Côté"]),
        ("Tout en haut", ["Côté", "Abadi", "Bélanger"]),
    ):
        more.click()
        page.locator("#card-menu").get_by_role("button", name=name).click()
        wait_for(page, "a_joindre", order)
        assert school.order("a_joindre") == order


def test_the_work_ends_by_the_menu_with_a_reason_and_the_undo_brings_the_family_back(open_board, school):
    page = open_board()
    card(page, "Côté").get_by_role("link", name="Actions : Côté").click()
    page.get_by_role("link", name="Terminer l’accompagnement").click()
    dialog = page.locator("#dialog")
    expect(dialog).to_be_visible()
    dialog.locator("textarea").fill("   ")
    dialog.get_by_role("button", name="Terminer l’accompagnement").click()
    expect(dialog.get_by_text("Ce champ est nécessaire.").first).to_be_visible()
    dialog.locator("textarea").fill("Le lien tient.")
    dialog.get_by_role("button", name="Terminer l’accompagnement").click()
    expect(dialog).to_be_hidden()
    expect(card(page, "Côté")).to_have_count(0)
    assert school.order("termine") == ["Côté"]
    page.get_by_role("button", name="Annuler").click()
    wait_for(page, "a_joindre", ["Abadi", "Bélanger", "Côté"])


def test_a_note_is_written_from_the_menu(open_board, school):
    page = open_board()
    card(page, "Abadi").get_by_role("link", name="Actions : Abadi").click()
    page.get_by_role("link", name="Écrire une note").click()
    page.wait_for_url(f"**/familles/{school.id('Abadi')}/notes/nouvelle*")


def test_priority_and_lead_are_changed_from_the_menu(open_board, school):
    page = open_board()
    card(page, "Abadi").get_by_role("link", name="Actions : Abadi").click()
    page.get_by_role("link", name="Priorité et agent").click()
    page.locator("#dialog").get_by_label("Priorité haute").check()
    page.locator("#dialog select").select_option(label="Idriss Cissé")
    page.locator("#dialog").get_by_role("button", name="Enregistrer").click()
    expect(page.locator("#dialog")).to_be_hidden()
    expect(card(page, "Abadi")).to_have_class(re.compile(r"\bhaute\b"))
    expect(card(page, "Abadi").locator(".av")).to_have_attribute("title", "Idriss Cissé")


def test_without_javascript_the_menu_is_a_page_that_comes_back_to_the_same_board(open_board, school):
    page = open_board("agent", "?palier=1&colonne=a_joindre", java_script_enabled=False)
    card(page, "Bélanger").get_by_role("link", name="Actions : Bélanger").click()
    page.get_by_label("En veille").check()
    page.get_by_role("button", name="Déplacer").click()
    assert "palier=1" in page.url
    assert school.order("veille") == ["Bélanger"]
    expect(page.get_by_text("Bélanger est maintenant dans")).to_be_visible()
    page.get_by_role("button", name="Annuler").click()
    assert school.order("a_joindre") == ["Abadi", "Bélanger", "Côté"]


def test_filters_work_without_javascript(open_board):
    page = open_board(java_script_enabled=False)
    page.get_by_label("Priorité").select_option("haute")
    page.get_by_role("button", name="Filtrer").click()
    assert "priorite=haute" in page.url
    page.get_by_role("link", name="Toutes").click()
    wait_for(page, "a_joindre", ["Abadi", "Bélanger", "Côté"])
