"""A family's file in a browser: an agent completes it, a professional opens it for a day, two people edit one plan."""

from __future__ import annotations

import sqlite3

import pytest
from playwright.sync_api import Page, expect

TREMBLAY, HADDAD, OCONNOR = "/familles/1", "/familles/2", "/familles/3"


@pytest.fixture(scope="module")
def school(make_server):
    """An instance that these tests write to."""
    return make_server("cast")


def dialog(page: Page):
    return page.locator("#dialog[open]")


def save(page: Page) -> None:
    """Save the form of the dialog, and see the dialog close and the notice come."""
    dialog(page).get_by_role("button", name="Enregistrer").click()
    expect(page.locator("#dialog")).to_be_hidden()
    expect(page.locator("#toasts").get_by_text("Enregistré").last).to_be_visible()


def test_an_agent_notes_how_to_reach_a_family_without_leaving_its_file(open_page, school):
    page = open_page("agent", OCONNOR, server=school)
    page.evaluate("window.stayed = true")
    expect(page.locator("#file-reach")).to_contain_text("On ne sait pas encore")

    page.get_by_role("link", name="Noter ses préférences").click()
    dialog(page).get_by_label("D’abord").select_option("telephone")
    dialog(page).get_by_role("checkbox", name="le soir").check()
    dialog(page).get_by_label("Pas avant").fill("17:00")
    dialog(page).get_by_label("Langue préférée").select_option("en")
    dialog(page).get_by_label("Interprète", exact=True).select_option("oui")
    save(page)
    expect(page.locator("#file-reach strong")).to_have_text("Le soir, par téléphone, en anglais, avec interprète.")
    expect(page.locator("#file-reach")).to_contain_text("Pas avant 17\N{NO-BREAK SPACE}h.")
    expect(page.get_by_role("link", name="Appeler")).to_have_attribute("href", "tel:+14505550177")
    assert page.evaluate("window.stayed") is True


def test_an_agent_says_what_helps_plans_and_sets_the_tier(open_page, school):
    page = open_page("agent", OCONNOR, server=school)
    page.evaluate("window.stayed = true")
    page.locator("#add-force").click()
    dialog(page).get_by_label("De quoi s’agit-il?").select_option("savoirs")
    dialog(page).get_by_label("En vos mots").fill("Raconte des légendes irlandaises")
    save(page)
    page.locator("#add-obstacle").click()
    dialog(page).get_by_label("De quoi s’agit-il?").select_option("transport")
    save(page)
    expect(page.locator("#file-factors .plus")).to_contain_text("Raconte des légendes irlandaises")
    expect(page.locator("#file-factors .minus")).to_contain_text("Transport")

    page.locator("#edit-plan").click()
    dialog(page).get_by_label("Qui").fill("Liam et sa grand-mère")
    dialog(page).get_by_label("Comment").fill("Inviter Siobhán à raconter une histoire")
    save(page)
    expect(page.locator("#file-plan")).to_contain_text("Inviter Siobhán à raconter une histoire")

    page.locator("#edit-tier").click()
    dialog(page).get_by_role("radio", name="Palier 2, ciblé").check()
    dialog(page).get_by_label("Raison").fill("Trois messages sans réponse")
    dialog(page).get_by_role("button", name="Enregistrer").click()
    expect(dialog(page)).to_contain_text("Dites quand ce palier sera revu.")
    dialog(page).get_by_label("À revoir le").fill("2098-12-15")
    save(page)
    expect(page.locator("#file-head")).to_contain_text("Palier 2, à revoir le 15")
    expect(page.locator("#file-thread li").first).to_contain_text("Trois messages sans réponse")
    assert page.evaluate("window.stayed") is True


def test_an_agent_adds_somebody_to_a_home(open_page, school):
    page = open_page("agent", OCONNOR, server=school)
    page.locator("#add-person").click()
    dialog(page).get_by_label("Nom", exact=True).fill("Ciarán Ó Briain")
    dialog(page).get_by_label("Numéro", exact=True).first.fill("(514) 555-0188 poste 12")
    dialog(page).get_by_label("Lien avec l’enfant").fill("oncle")
    save(page)
    expect(page.locator("#file-homes")).to_contain_text("Ciarán Ó Briain")
    expect(page.locator("#file-homes")).to_contain_text("514\N{NO-BREAK SPACE}555-0188, poste\N{NO-BREAK SPACE}12")


def test_what_is_taken_off_comes_back_by_its_undo(open_page, school):
    page = open_page("direction", HADDAD, server=school)
    page.locator("#add-force").click()
    dialog(page).get_by_label("En vos mots").fill("Chante en arabe")
    save(page)
    page.locator("#file-factors .plus").get_by_role("button", name="Retirer Chante en arabe").click()
    expect(page.locator("#file-factors .plus")).not_to_contain_text("Chante en arabe")
    with page.expect_navigation():
        page.locator("#toasts").get_by_role("button", name="Annuler").click()
    expect(page.locator("#file-factors .plus")).to_contain_text("Chante en arabe")


def test_a_professional_opens_a_file_for_a_day_and_the_direction_sees_it(open_page, school):
    page = open_page("pro", HADDAD, server=school)
    expect(page.get_by_role("heading", level=1)).to_have_text("Cette fiche est hors de votre cercle")
    expect(page.locator("body")).not_to_contain_text("Yasmine")
    page.get_by_label("Pourquoi devez-vous ouvrir cette fiche?").fill("urgent")
    page.get_by_role("button", name="Ouvrir pour 24 heures").click()
    expect(page.locator(".error")).to_contain_text("au moins 10 caractères")
    page.get_by_label("Pourquoi devez-vous ouvrir cette fiche?").fill("Appel urgent du service de garde ce midi")
    page.get_by_role("button", name="Ouvrir pour 24 heures").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Famille Haddad")
    expect(page.locator(".notice.warn")).to_contain_text("Appel urgent du service de garde ce midi")

    chief = open_page("direction", HADDAD, server=school)
    expect(chief.locator("#file-access")).to_contain_text("Accès ouverts")
    expect(chief.locator("#file-access")).to_contain_text("Appel urgent du service de garde ce midi")
    chief.get_by_role("link", name="voir qui a accès et qui a ouvert la fiche").click()
    expect(chief.locator("main")).to_contain_text("Qui a ouvert la fiche")
    expect(chief.get_by_role("listitem").filter(has_text="Zoé Pelletier").first).to_be_visible()


def test_two_people_edit_the_same_plan_and_nothing_is_lost(open_page, school):
    agent, chief = open_page("agent", TREMBLAY, server=school), open_page("direction", TREMBLAY, server=school)
    for page in (agent, chief):
        page.locator("#edit-plan").click()
        expect(dialog(page).get_by_label("Comment")).to_be_visible()
    dialog(chief).get_by_label("Comment").fill("Une visite de la classe en janvier")
    save(chief)
    dialog(agent).get_by_label("Comment").fill("Un appel chaque lundi")
    dialog(agent).get_by_role("button", name="Enregistrer").click()
    expect(dialog(agent).locator(".mine")).to_contain_text("Un appel chaque lundi")
    expect(dialog(agent).locator(".theirs")).to_contain_text("Une visite de la classe en janvier")
    expect(dialog(agent).locator(".theirs")).to_contain_text("Anne-Marie Dubé")
    dialog(agent).get_by_label("Comment").fill("Un appel chaque lundi\nUne visite de la classe en janvier")
    save(agent)
    expect(agent.locator("#file-plan")).to_contain_text("Un appel chaque lundi")
    expect(agent.locator("#file-plan")).to_contain_text("Une visite de la classe en janvier")
    # The card moves with the version that these edits left.
    agent.locator("#link-menu > summary").click()
    agent.get_by_role("button", name="Alliance établie").click()
    expect(agent.locator("#link-menu > summary")).to_have_text("Lien : alliance établie")


def test_escape_throws_nothing_away_that_was_being_written(open_page, school):
    page = open_page("agent", OCONNOR, server=school)
    page.locator("#edit-plan").click()
    dialog(page).get_by_label("Pourquoi").press_sequentially("Longue")
    page.keyboard.press("Escape")
    expect(dialog(page).get_by_label("Pourquoi")).to_have_value("Longue")
    dialog(page).get_by_role("button", name="Annuler").click()
    expect(page.locator("#dialog")).to_be_hidden()
    page.locator("#edit-plan").click()
    expect(dialog(page).get_by_label("Pourquoi")).to_have_value("")
    page.keyboard.press("Escape")  # nothing written
    expect(page.locator("#dialog")).to_be_hidden()
    expect(page.locator("#edit-plan")).to_be_focused()


def test_older_entries_come_under_those_already_there(open_page, school):
    connection = sqlite3.connect(school.instance / "schoolapp.db", timeout=10)
    with connection:
        rows = [(f"2026-0{1 + number % 9}-11 15:{number % 60:02d}:00.000000", f"revu {number}") for number in range(70)]
        text = "INSERT INTO tier_change (family_id, at, tier, reason) VALUES (1, ?, 2, ?)"
        connection.executemany(text, rows)
        moved = ("2026-01-05 15:00:00.000000", "a_joindre", "premier_contact")
        connection.execute(
            'INSERT INTO link_change (family_id, at, "before", "after", signals, words, decided_by)'
            " VALUES (1, ?, ?, ?, '[]', '', '')",
            moved,
        )
        every = "SELECT (SELECT COUNT(*) FROM {0} WHERE family_id = 1) + (SELECT COUNT(*) FROM {1} WHERE family_id = 1)"
        [count] = connection.execute(every.format("tier_change", "link_change")).fetchone()
    connection.close()
    assert count > 70
    page = open_page("prof", TREMBLAY, server=school)
    page.get_by_role("link", name="Voir plus ancien").click()
    expect(page.locator("#file-thread li.quiet")).to_have_count(count)  # the tiers and the moves of the link
    expect(page.get_by_role("link", name="Voir plus ancien")).to_have_count(0)
    identities = page.eval_on_selector_all("#file-thread li[id]", "items => items.map(item => item.id)")
    assert len(identities) == len(set(identities))


def test_the_file_is_kept_without_javascript(open_page, make_server):
    page = open_page("secretariat", HADDAD, server=make_server("cast"), java_script_enabled=False)
    page.get_by_role("link", name="Samira Haddad").click()
    page.get_by_label("Numéro", exact=True).first.fill("514 555-0199")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Famille Haddad")
    expect(page.locator("#file-reach")).to_contain_text("514\N{NO-BREAK SPACE}555-0199")
    page.locator("summary.more").click()
    page.get_by_role("link", name="Ajouter un foyer").click()
    page.get_by_label("Nom du foyer").fill("Chez la tante")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.locator("#file-homes")).to_contain_text("Chez la tante")
    page.get_by_role("link", name="Samira Haddad").click()
    page.get_by_role("button", name="Retirer de la fiche").click()
    expect(page.locator("#file-homes")).not_to_contain_text("Samira Haddad")
    page.get_by_role("button", name="Annuler").click()
    expect(page.locator("#file-homes")).to_contain_text("Samira Haddad")


def test_the_circle_grows_and_shrinks(open_page, school):
    page = open_page("agent", f"{OCONNOR}/cercle", server=school)
    page.get_by_label("Personne", exact=True).select_option(
        label="Zoé Pelletier · Personnel professionnel et de soutien"
    )
    page.get_by_label("Raison").fill("Suit Liam en orthophonie")
    page.get_by_role("button", name="Ajouter au cercle").click()
    expect(page.get_by_role("listitem").filter(has_text="Suit Liam en orthophonie")).to_be_visible()
    pro = open_page("pro", OCONNOR, server=school)
    expect(pro.get_by_role("heading", level=1)).to_have_text("Famille O’Connor")
    page.get_by_role("button", name="Retirer Zoé Pelletier").click()
    expect(page.get_by_role("listitem").filter(has_text="Suit Liam en orthophonie")).to_have_count(0)
    pro.reload()
    expect(pro.get_by_role("heading", level=1)).to_have_text("Cette fiche est hors de votre cercle")
