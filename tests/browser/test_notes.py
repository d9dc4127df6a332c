"""Notes in a real browser: written in a minute, never lost, « pas rejoint » in two taps, follow-ups done and undone."""

from __future__ import annotations

import re
import time

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import sign_in

FAMILY = "/familles/1"
SAVED_AT = re.compile(r"Brouillon enregistré à \d+")


def text_of(page: Page):
    return page.get_by_label("Ce qui s’est passé")


def open_form(page: Page) -> None:
    page.get_by_role("link", name="Écrire une note").click()
    expect(text_of(page)).to_be_visible()


def choose(page: Page, *words: str) -> None:
    for word in words:
        page.locator("form[data-draft]").get_by_label(word, exact=True).check()


def day(page: Page, after: int = 0) -> str:
    """The date at the school in so many days: the server lives today, whatever the clock of the tests."""
    script = "days => new Date(Date.now() + days * 864e5).toLocaleDateString('en-CA')"
    return page.evaluate(script, after)


def wait_for_draft(page: Page) -> None:
    expect(page.locator("[data-draft-status]")).to_have_text(SAVED_AT)


def test_a_note_and_its_follow_up_are_written_in_under_a_minute(open_page):
    page = open_page("agent", FAMILY)
    started = time.monotonic()
    open_form(page)
    choose(page, "par téléphone")
    choose(page, "garder le dialogue")
    text_of(page).fill("Linh raconte que Léa lit le soir.\n\nElle viendra au café.")
    page.get_by_label("Quoi").fill("Envoyer l’heure du café")
    page.get_by_label("Pour quand").fill(day(page, 3))
    with page.expect_navigation():
        page.get_by_role("button", name="Enregistrer la note").click()
    assert time.monotonic() - started < 60
    expect(page.get_by_text("Note enregistrée.")).to_be_visible()
    expect(page.locator("ol.tl > li").filter(has_text="Léa lit le soir")).to_contain_text("garder le dialogue")
    expect(page.locator(".step").filter(has_text="Envoyer l’heure du café")).to_be_visible()


def test_a_closed_tab_leaves_its_draft(open_page):
    page = open_page("prof", FAMILY)
    open_form(page)
    text_of(page).fill("Commencé entre deux cours")
    choose(page, "par téléphone", "écouter sans juger")
    wait_for_draft(page)
    again = page.context.new_page()
    page.close()
    again.goto(FAMILY)
    open_form(again)
    expect(text_of(again)).to_have_value("Commencé entre deux cours")
    expect(again.get_by_text("Brouillon retrouvé")).to_be_visible()
    expect(again.get_by_label("écouter sans juger", exact=True)).to_be_checked()
    text_of(again).press_sequentially(", fini après.")
    with again.expect_navigation():
        again.get_by_role("button", name="Enregistrer la note").click()
    open_form(again)
    expect(text_of(again)).to_have_value("")


def test_a_page_left_right_after_the_last_key_loses_nothing(open_page):
    page = open_page("agent2", FAMILY)
    open_form(page)
    text_of(page).fill("Dernière frappe")
    page.goto("/")
    # The last save goes on by itself after its page is gone: give it the time that a busy machine needs.
    found = ""
    for _attempt in range(20):
        page.goto(f"{FAMILY}/notes/nouvelle")
        found = text_of(page).input_value()
        if found:
            break
        page.wait_for_timeout(250)
    assert found == "Dernière frappe"


def test_a_draft_is_thrown_away_only_after_a_confirmation(open_page):
    page = open_page("agent", "/familles/3/notes/nouvelle")
    text_of(page).fill("À jeter")
    wait_for_draft(page)
    page.reload()
    page.get_by_text("Jeter ce brouillon").click()
    with page.expect_navigation():
        page.get_by_role("button", name="Oui, le jeter").click()
    page.goto("/familles/3/notes/nouvelle")
    expect(text_of(page)).to_have_value("")


@pytest.mark.parametrize("gone", ["td_session", None], ids=["session over", "every cookie gone"])
def test_a_lost_session_keeps_the_text_and_says_how_to_go_on(open_page, server, gone):
    page = open_page("direction", "/familles/2/notes/nouvelle", allow={400, 401})
    text_of(page).fill("Écrit avant")
    wait_for_draft(page)
    page.context.clear_cookies(name=gone)
    text_of(page).press_sequentially(", puis après la fin de la session.")
    expect(page.get_by_text("Votre session est fermée.")).to_be_visible()
    choose(page, "aller à la rencontre")
    choose(page, "par téléphone")
    page.get_by_role("button", name="Enregistrer la note").click()
    expect(text_of(page)).to_have_value("Écrit avant, puis après la fin de la session.")
    assert page.url.endswith("/notes/nouvelle")
    other = page.context.new_page()
    domain, password = server.accounts
    sign_in(other, f"direction@{domain}", password)
    other.close()
    page.bring_to_front()
    # Coming back to the tab saves by itself; « Réessayer », when the page has not, does it at once.
    page.locator("[data-draft-retry]").dispatch_event("click")
    expect(page.get_by_text("Votre session est fermée.")).to_be_hidden()
    with page.expect_navigation():
        page.get_by_role("button", name="Enregistrer la note").click()
    expect(page.get_by_text("puis après la fin de la session.").first).to_be_visible()


def test_someone_else_signed_in_does_not_receive_my_text(open_page, server):
    page = open_page("agent", "/familles/2/notes/nouvelle", allow={400, 401})
    page.context.clear_cookies()
    other = page.context.new_page()
    domain, password = server.accounts
    sign_in(other, f"agent2@{domain}", password)
    text_of(page).fill("À Rosalie seulement")
    expect(page.get_by_text("ouverte par une autre personne").first).to_be_visible()
    other.goto("/familles/2/notes/nouvelle")
    expect(text_of(other)).to_have_value("")
    expect(text_of(page)).to_have_value("À Rosalie seulement")


def test_two_tabs_do_not_erase_each_others_draft(open_page):
    first = open_page("agent2", "/familles/3/notes/nouvelle")
    second = first.context.new_page()
    second.goto("/familles/3/notes/nouvelle")
    text_of(first).fill("Premier onglet")
    wait_for_draft(first)
    text_of(second).fill("Second onglet")
    expect(second.get_by_text("continué dans un autre onglet")).to_be_visible()
    second.get_by_role("button", name="Garder le texte d’ici").click()
    wait_for_draft(second)
    expect(second.get_by_text("continué dans un autre onglet")).to_be_hidden()


def test_not_reached_takes_two_taps_on_a_phone(open_page):
    page = open_page("agent", "/familles/2", size="phone")
    before = page.locator("ol.tl > li").filter(has_text="pas rejoint").count()
    page.locator("summary", has_text="Pas rejoint").tap()
    with page.expect_navigation():
        page.get_by_role("button", name="Noter : pas rejoint").tap()
    expect(page.get_by_text("Noté : pas rejoint.")).to_be_visible()
    expect(page.locator("ol.tl > li").filter(has_text="pas rejoint")).to_have_count(before + 1)


def test_a_follow_up_is_planned_done_and_undone(open_page):
    page = open_page("agent", "/familles/3")
    page.get_by_role("link", name="Prévoir un suivi").click()
    page.get_by_label("Quoi").fill("Préparer la rencontre")
    page.get_by_role("button", name="Prévoir ce suivi").click()
    expect(page.locator("#follow-up-new .error")).to_be_visible()
    expect(page.get_by_label("Quoi")).to_have_value("Préparer la rencontre")
    page.get_by_label("Pour quand").fill(day(page))
    page.get_by_role("button", name="Prévoir ce suivi").click()
    step = page.locator(".step").filter(has_text="Préparer la rencontre")
    expect(step).to_contain_text("aujourd’hui")
    step.get_by_role("button", name="Marquer comme fait").click()
    expect(step).to_contain_text("Fait aujourd’hui")
    with page.expect_navigation():
        page.locator(".toast").get_by_role("button", name="Annuler").click()
    expect(step).to_contain_text("aujourd’hui · Rosalie Gagnon")


def test_a_note_is_corrected_and_withdrawn_in_its_place(open_page):
    page = open_page("agent", "/familles/3")
    open_form(page)
    choose(page, "à domicile")
    choose(page, "aller à la rencontre")
    text_of(page).fill("Première version")
    with page.expect_navigation():
        page.get_by_role("button", name="Enregistrer la note").click()
    note = page.locator("ol.tl > li").filter(has_text="Première version")
    number = note.get_attribute("id")
    note.locator("summary.more").click()
    note.get_by_role("link", name="Corriger").click()
    place = page.locator(f"#{number}")
    place.get_by_label("Ce qui s’est passé").fill("Seconde version")
    place.get_by_role("button", name="Enregistrer la correction").click()
    expect(place).to_contain_text("Seconde version")
    expect(place).to_contain_text("corrigée")
    place.locator("summary.more").click()
    place.get_by_role("link", name="Retirer").click()
    place.get_by_label("Pourquoi la retirer").fill("Mauvaise fiche")
    place.get_by_role("button", name="Retirer la note").click()
    expect(place).to_contain_text("Mauvaise fiche")
    expect(place).not_to_contain_text("Seconde version")
    place.get_by_role("link", name="Lire").click()
    expect(place).to_contain_text("Seconde version")


@pytest.mark.parametrize("size", ["phone", "desktop"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_the_forms(open_page, axe, size, scheme):
    page = open_page("agent", FAMILY, size=size, scheme=scheme)
    open_form(page)
    page.get_by_role("button", name="Enregistrer la note").click()
    expect(page.locator("#note-new .error").first).to_be_visible()
    axe(page)
    page.goto("/familles/1/suivis/nouveau")
    axe(page)
