"""Several people in one meeting: nobody's words are lost, nor the place where they are."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.conftest import sign_in
from tests.browser.meeting_acts import SAVED, point, status_of, words_of


def test_two_people_on_one_point_both_keep_their_text(open_here, meeting):
    mine, theirs = open_here("agent", meeting), open_here("direction", meeting)
    for page in (mine, theirs):  # neither hears of the other before they have both typed
        page.route("**/etat*", lambda route: route.fulfill(status=204))
    words_of(theirs, "Bonnes nouvelles").fill("Une mère a remercié l’équipe.")
    expect(status_of(theirs, "Bonnes nouvelles")).to_have_text(SAVED)
    words_of(mine, "Bonnes nouvelles").fill("Trois familles au parc.")
    versus = point(mine, "Bonnes nouvelles").locator("[data-versus]")
    expect(versus).to_be_visible()
    expect(versus).to_contain_text("Anne-Marie Dubé")
    expect(versus).to_contain_text("Une mère a remercié l’équipe.")
    expect(words_of(mine, "Bonnes nouvelles")).to_have_value("Trois familles au parc.")
    versus.get_by_role("button", name="Garder les deux").click()
    expect(versus).to_be_hidden()
    both = "Une mère a remercié l’équipe.\nTrois familles au parc."
    expect(words_of(mine, "Bonnes nouvelles")).to_have_value(both)
    expect(status_of(mine, "Bonnes nouvelles")).to_have_text(SAVED)
    theirs.unroute("**/etat*")
    expect(words_of(theirs, "Bonnes nouvelles")).to_have_value(both, timeout=12_000)


def test_what_i_type_and_where_i_am_stay_while_others_write(open_here, meeting):
    mine, theirs = open_here("agent", meeting), open_here("direction", meeting)
    field = words_of(mine, "Famille Haddad")
    point(mine, "Le café des parents").get_by_role("link", name="Qui fait quoi").click()
    what = point(mine, "Le café des parents").get_by_label("Quoi", exact=True)
    what.fill("Réserver la sa")
    mine.locator("#meeting-menu > summary").click()
    mine.get_by_label("Une famille ou une demande").fill("trem")
    field.click()
    for turn, letters in enumerate(("Elle vien", "dra ven", "dredi.")):
        words_of(theirs, "Bonnes nouvelles").fill(f"Nouvelle {turn}")
        mine.keyboard.type(letters, delay=20)
        expect(words_of(mine, "Bonnes nouvelles")).to_have_value(f"Nouvelle {turn}", timeout=12_000)
        expect(field).to_be_focused()
    expect(field).to_have_value("Elle viendra vendredi.")
    expect(what).to_have_value("Réserver la sa")
    expect(mine.get_by_label("Une famille ou une demande")).to_have_value("trem")
    expect(words_of(theirs, "Famille Haddad")).to_have_value("Elle viendra vendredi.", timeout=12_000)


def test_words_survive_a_server_that_does_not_answer(open_here, meeting):
    page = open_here("agent", meeting, allow={503})
    page.route("**/decision", lambda route: route.fulfill(status=503))
    words_of(page, "Bonnes nouvelles").fill("Écrit sans réseau")
    expect(point(page, "Bonnes nouvelles").get_by_text("La connexion est coupée.")).to_be_visible()
    page.unroute("**/decision")
    expect(status_of(page, "Bonnes nouvelles")).to_have_text(SAVED, timeout=12_000)
    expect(point(page, "Bonnes nouvelles").get_by_text("La connexion est coupée.")).to_be_hidden()
    fresh = open_here("direction", meeting)
    expect(words_of(fresh, "Bonnes nouvelles")).to_have_value("Écrit sans réseau")


def test_words_survive_the_end_of_a_session(open_here, house, meeting):
    page = open_here("direction", meeting, allow={400, 401})
    words_of(page, "Bonnes nouvelles").fill("Écrit avant")
    expect(status_of(page, "Bonnes nouvelles")).to_have_text(SAVED)
    page.context.clear_cookies()
    words_of(page, "Bonnes nouvelles").press_sequentially(", puis après.")
    expect(point(page, "Bonnes nouvelles").get_by_text("Votre session est fermée.")).to_be_visible()
    page.evaluate("htmx.trigger('#meeting-live', 'meeting:refresh')")
    page.wait_for_timeout(500)
    assert page.url.startswith(meeting), "the page stays with its words"
    other = page.context.new_page()
    domain, password = house.accounts
    sign_in(other, f"direction@{domain}", password)
    other.close()
    expect(point(page, "Bonnes nouvelles").get_by_text("Votre session est fermée.")).to_be_hidden(timeout=12_000)
    assert words_of(open_here("agent", meeting), "Bonnes nouvelles").input_value() == "Écrit avant, puis après."


def test_a_meeting_closed_under_one_s_words_gives_them_back(open_here, meeting):
    mine, theirs = open_here("prof", meeting, allow={503}), open_here("agent", meeting)
    mine.route("**/decision", lambda route: route.fulfill(status=503))
    words_of(mine, "Bonnes nouvelles").fill("Pas encore enregistré")
    theirs.locator("summary", has_text="Clore la rencontre").click()
    with theirs.expect_navigation():
        theirs.get_by_role("button", name="Oui, la clore").click()
    expect(mine.get_by_text("Ce texte n’a pas pu être enregistré à temps")).to_be_visible(timeout=12_000)
    expect(mine.get_by_text("Pas encore enregistré")).to_be_visible()
