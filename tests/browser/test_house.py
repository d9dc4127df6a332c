"""The school's calendar, absences and mails in a real browser, with a real mail server at the other end."""

from __future__ import annotations

import time
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from schoolapp.clock import DEFAULT_ZONE
from tests.mail.conftest import office, serve

__all__ = ["office", "serve"]


@pytest.fixture(scope="module")
def house(make_server):
    """An instance of its own: its calendar is empty."""
    return make_server("cast")


def no_sideways_scroll(page: Page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_office_pastes_the_calendar_on_a_phone_and_takes_it_back(open_page, house, axe):
    page = open_page("secretariat", "/ecole/calendrier", server=house, size="phone", scheme="dark")
    assert no_sideways_scroll(page)
    page.get_by_label("Une ligne par jour ou par période").fill("12 octobre : Action de grâce\nbientôt")
    page.get_by_role("button", name="Ajouter ces lignes").click()
    expect(page.locator("#lignes-lines-error")).to_contain_text("bientôt")
    page.get_by_label("Une ligne par jour ou par période").fill(
        "12 octobre : Action de grâce\n21 décembre au 4 janvier : Vacances d’hiver\n"
        "15 au 17 janvier : Journée pédagogique"
    )
    page.get_by_role("button", name="Ajouter ces lignes").click()
    expect(page.locator(".toast")).to_contain_text("jours sans classe ajoutés")
    expect(page.get_by_text("Congé · Vacances d’hiver")).to_be_visible()
    expect(page.locator(".month .pedagogique").first).to_contain_text("P")
    axe(page)
    page.locator(".toast").get_by_role("button", name="Annuler").click()
    expect(page.get_by_text("Aucun jour sans classe pour cette année")).to_be_visible()
    page.locator(".toast").get_by_role("button", name="Annuler").click()
    expect(page.get_by_text("Congé · Vacances d’hiver")).to_be_visible()


def test_the_printed_calendar_holds_the_days_and_no_form(open_page, house):
    page = open_page("direction", "/ecole/calendrier", server=house)
    if page.get_by_role("button", name="Ajouter ces congés").is_visible():
        page.get_by_role("button", name="Ajouter ces congés").click()
    page.emulate_media(media="print")
    expect(page.locator(".months")).to_be_visible()
    expect(page.get_by_text("Lundi de Pâques").first).to_be_visible()
    for hidden in ("Ajouter ces lignes", "Retirer", "Imprimer"):
        expect(page.get_by_role("button", name=hidden)).to_have_count(0)


def test_an_absence_announced_without_javascript_is_seen_by_the_direction(open_page, house):
    page = open_page("agent", "/mon-compte", server=house, java_script_enabled=False)
    page.get_by_role("link", name="Annoncer une absence").click()
    today = f"{datetime.now(ZoneInfo(DEFAULT_ZONE)):%Y-%m-%d}"
    page.get_by_label("Premier jour").fill(today)
    page.get_by_label("En cas de besoin, voir").select_option(label="Idriss Cissé")
    page.get_by_label("Ce que l’équipe peut lire").fill("Formation")
    page.get_by_role("button", name="Annoncer l’absence").click()
    expect(page.get_by_text("en cas de besoin : Idriss Cissé")).to_be_visible()
    seen = open_page("direction", "/", server=house)
    expect(seen.locator("#block-away")).to_contain_text("Rosalie Gagnon")


def test_a_rhythm_is_chosen_with_two_taps(open_page, house, axe):
    page = open_page("prof", "/mon-compte", server=house, size="phone")
    page.get_by_label("Une fois par semaine").check()
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.locator(".toast")).to_contain_text("Choix enregistré")
    expect(page.get_by_label("Une fois par semaine")).to_be_checked()
    axe(page)


def test_a_trial_mail_leaves_by_itself_and_the_page_says_so(open_page, make_server, serve, office, axe):
    local = {"smtp_host": "127.0.0.1", "smtp_port": str(serve()), "smtp_security": "aucune"}
    sending = make_server("cast", **local, smtp_from="traitdunion@ecole.example")
    page = open_page("direction", "/courriels", server=sending)
    page.get_by_role("button", name="M’envoyer un courriel d’essai").click()
    expect(page.locator(".toast")).to_contain_text("Courriel d’essai mis à la poste")
    deadline = time.monotonic() + 20
    while not office.mails:
        assert time.monotonic() < deadline
        time.sleep(0.1)
    assert office.recipients == [["direction@ecole.example"]]
    page.reload()
    expect(page.locator("main .list .tag").first).to_have_text("Envoyé")
    axe(page)
