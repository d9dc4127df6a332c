"""A team meeting in real browsers: from its agenda to its minutes, with two people typing at once."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import sign_in


@pytest.fixture(scope="module")
def house(make_server):
    """An instance for these tests alone."""
    return make_server("cast")


@pytest.fixture
def open_here(open_page, house):
    """``open_here("agent", "/rencontres")``: a page of that instance."""
    return lambda person="agent", path=None, **options: open_page(person, path, server=house, **options)


def in_days(page: Page, days: int = 0) -> str:
    """The date at the school in so many days: the server lives today, whatever the clock of the tests."""
    script = "days => new Date(Date.now() + days * 864e5).toLocaleDateString('en-CA', {timeZone: 'America/Toronto'})"
    return page.evaluate(script, days)


def plan(page: Page, *people: str) -> str:
    """Plan a meeting of today; gives its address."""
    page.goto("/rencontres/nouvelle")
    page.get_by_label("Date").fill(in_days(page))
    page.get_by_label("Lieu").fill("Salle 12")
    for box in page.locator("label.chip", has=page.locator("input[name=guests]")).all():
        box.locator("input").set_checked(box.inner_text().strip() in people, force=True)
    with page.expect_navigation():
        page.get_by_role("button", name="Prévoir la rencontre").click()
    return re.sub(r"#.*", "", page.url)


def add(page: Page, words: str) -> None:
    page.get_by_label("Un point à discuter").fill(words)
    page.get_by_label("Un point à discuter").press("Enter")
    expect(point(page, words)).to_be_visible()
    expect(page.get_by_label("Un point à discuter")).to_have_value("")


def start(page: Page) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name="Commencer").click()


def point(page: Page, words: str) -> Locator:
    return page.locator(".agenda > .point").filter(has=page.get_by_role("heading", name=words))


def words_of(page: Page, words: str) -> Locator:
    return point(page, words).locator("textarea[name=words]")


def titles(page: Page) -> list[str]:
    return page.locator(".agenda > .point h3").all_inner_texts()


def status_of(page: Page, words: str) -> Locator:
    return point(page, words).locator("[data-status]")


def carry(page: Page, grip: Locator, onto: Locator) -> None:
    """Take a point by its grip, and let it go over another one."""
    start, end = grip.bounding_box(), onto.bounding_box()
    page.mouse.move(start["x"] + start["width"] / 2, start["y"] + start["height"] / 2)
    page.mouse.down()
    page.mouse.move(start["x"] + 20, start["y"] - 10, steps=4)
    for shake in (0, 1, 0, 1):  # the point settles under a pointer that moves
        page.mouse.move(end["x"] + 40, end["y"] + 6 + shake, steps=6)
        page.wait_for_timeout(90)
    page.mouse.up()


SAVED = re.compile(r"Enregistré à \d+")
TEAM = ("Rosalie Gagnon", "Anne-Marie Dubé", "Camille Roy", "Mehdi Lavoie")


@pytest.fixture
def meeting(open_here) -> str:
    """A meeting under way with a family and two points, opened by nobody yet."""
    page = open_here("agent")
    url = plan(page, *TEAM)
    add(page, "Bonnes nouvelles")
    add(page, "Le café des parents")
    page.get_by_label("Une famille ou une demande").fill("yasm")
    page.get_by_role("button", name="Ajouter Haddad").click()
    expect(point(page, "Famille Haddad")).to_be_visible()
    start(page)
    return url


@pytest.mark.timeout(240)
def test_from_the_agenda_to_the_minutes_with_two_people_typing_at_once(open_here):
    page = open_here("agent", "/rencontres")
    page.get_by_role("link", name="Prévoir une rencontre").click()
    url = plan(page, *TEAM)
    # the agenda fills itself: what waits is ticked, one ticks out
    waiting = page.locator("#waiting")
    expect(waiting.get_by_label("Haddad")).to_be_checked()
    waiting.get_by_label("Tremblay-Nguyen").uncheck()
    waiting.get_by_role("button", name="Mettre à l’ordre du jour").click()
    expect(point(page, "Famille Haddad")).to_be_visible()
    expect(waiting.get_by_label("Haddad")).to_have_count(0)
    add(page, "Le café des parents")
    add(page, "Bonnes nouvelles")
    # its order, by drag and by button
    grip = point(page, "Bonnes nouvelles").locator(".grip")
    with page.expect_response("**/place"):
        carry(page, grip, page.locator(".agenda > .point").first)
    expect(page.locator(".agenda > .point h3").first).to_have_text("Bonnes nouvelles")
    with page.expect_response("**/place"):
        page.get_by_role("button", name="Monter : Le café des parents").press("Enter")
    expect(page.locator(".agenda > .point h3").nth(1)).to_have_text("Le café des parents")
    page.reload()
    assert titles(page) == ["Bonnes nouvelles", "Le café des parents", "Famille Haddad"]
    start(page)

    # two people, each on a point, then both on one
    other = open_here("direction", url)
    words_of(page, "Famille Haddad").press_sequentially("On appelle le soir.", delay=15)
    words_of(other, "Le café des parents").press_sequentially("Vendredi à 15 h.", delay=15)
    expect(status_of(page, "Famille Haddad")).to_have_text(SAVED)
    expect(words_of(page, "Le café des parents")).to_have_value("Vendredi à 15 h.", timeout=12_000)
    expect(words_of(other, "Famille Haddad")).to_have_value("On appelle le soir.", timeout=12_000)
    expect(status_of(other, "Famille Haddad")).to_contain_text("Rosalie Gagnon")
    expect(words_of(other, "Le café des parents")).to_be_focused()

    # who does what, from the keyboard
    point(page, "Famille Haddad").get_by_role("link", name="Qui fait quoi").press("Enter")
    form = point(page, "Famille Haddad").locator(".action-form")
    what = form.get_by_label("Quoi", exact=True)
    expect(what).to_be_focused()
    page.keyboard.type("Appeler avec interprète")
    form.get_by_label("Qui", exact=True).select_option(label="Rosalie Gagnon")
    form.get_by_label("Pour quand").fill(in_days(page, 4))
    page.keyboard.press("Enter")
    expect(point(page, "Famille Haddad").locator(".did")).to_contain_text("Appeler avec interprète")
    expect(what).to_be_focused()
    expect(what).to_have_value("")
    expect(point(other, "Famille Haddad").locator(".did")).to_contain_text("Rosalie Gagnon", timeout=12_000)

    # the board
    point(page, "Famille Haddad").get_by_role("link", name="Tableau, palier, y revenir").click()
    slot = point(page, "Famille Haddad").locator(".slot")
    slot.get_by_label("Lien").select_option(label="Premier contact")
    slot.get_by_role("button", name="Déplacer au tableau").click()
    expect(point(page, "Famille Haddad").locator(".did")).to_contain_text(
        "Lien : de « À joindre » à « Premier contact »"
    )

    # a teacher of another class knows nothing of it
    teacher = open_here("prof2", url)
    expect(teacher.get_by_text("Point réservé")).to_have_count(1)
    assert "Haddad" not in teacher.content()

    # the minutes
    page.get_by_role("button", name="présent·e : Anne-Marie Dubé").click()
    page.locator("summary", has_text="Clore la rencontre").click()
    with page.expect_navigation():
        page.get_by_role("button", name="Oui, la clore").click()
    expect(page.get_by_text("On appelle le soir.")).to_be_visible()
    expect(other.locator("#meeting[data-state=close]")).to_be_visible(timeout=12_000)
    page.get_by_role("link", name="Compte rendu").click()
    minutes = page.locator(".minutes")
    for words in ("Vendredi à 15 h.", "On appelle le soir.", "Appeler avec interprète", "Présences"):
        expect(minutes).to_contain_text(words)
    page.get_by_role("link", name="Sans les points confidentiels").click()
    expect(minutes).not_to_contain_text("On appelle le soir.")
    page.goto("/familles/2")
    expect(page.locator("ol.tl > li.met")).to_contain_text("On appelle le soir.")


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


def test_without_javascript_a_meeting_goes_all_the_way(open_here):
    page = open_here("agent", java_script_enabled=False)
    page.goto("/rencontres/nouvelle")
    page.get_by_label("Date").fill("2030-01-15")
    with page.expect_navigation():
        page.get_by_role("button", name="Prévoir la rencontre").click()
    page.get_by_label("Un point à discuter").fill("Le café")
    with page.expect_navigation():
        page.locator("#add-free button").click()
    page.get_by_label("Une famille ou une demande").fill("haddad")
    with page.expect_navigation():
        page.get_by_role("button", name="Chercher").last.click()
    with page.expect_navigation():
        page.get_by_role("button", name="Ajouter Haddad").click()
    with page.expect_navigation():
        page.get_by_role("button", name="Descendre : Le café").click()
    assert titles(page) == ["Famille Haddad", "Le café"]
    with page.expect_navigation():
        page.get_by_role("button", name="Commencer").click()
    words_of(page, "Famille Haddad").fill("Décidé sans script")
    with page.expect_navigation():
        point(page, "Famille Haddad").get_by_role("button", name="Enregistrer la décision").click()
    with page.expect_navigation():
        point(page, "Famille Haddad").get_by_role("link", name="Qui fait quoi").click()
    page.get_by_label("Quoi", exact=True).fill("Appeler")
    page.get_by_label("Qui", exact=True).select_option(label="Rosalie Gagnon")
    page.get_by_label("Pour quand").fill("2030-01-20")
    with page.expect_navigation():
        page.get_by_role("button", name="Noter").click()
    expect(point(page, "Famille Haddad").locator(".did")).to_contain_text("Appeler")
    page.locator("summary", has_text="Clore la rencontre").click()
    with page.expect_navigation():
        page.get_by_role("button", name="Oui, la clore").click()
    expect(page.get_by_text("Décidé sans script")).to_be_visible()


def test_something_decided_is_done_from_ma_journee(open_here, meeting):
    page = open_here("agent", meeting)
    point(page, "Le café des parents").get_by_role("link", name="Qui fait quoi").click()
    form = point(page, "Le café des parents").locator(".action-form")
    form.get_by_label("Quoi", exact=True).fill("Préparer l’affiche")
    form.get_by_label("Qui", exact=True).select_option(label="Rosalie Gagnon")
    form.get_by_label("Pour quand").fill(in_days(page, 2))
    form.get_by_role("button", name="Noter").click()
    expect(point(page, "Le café des parents").locator(".did")).to_contain_text("Préparer l’affiche")
    page.goto("/")
    line = page.locator("#block-decided li").filter(has_text="Préparer l’affiche")
    count = line.count()
    line.first.get_by_role("button", name="Fait").click()
    expect(line).to_have_count(count - 1)
    expect(page.locator(".toast")).to_contain_text("Fait : Préparer l’affiche")


def test_the_minutes_print_without_what_belongs_to_the_screen(open_here, meeting):
    page = open_here("agent", f"{meeting}/compte-rendu")
    page.emulate_media(media="print")
    for hidden in (".page-actions", ".nav", ".back.no-print"):
        expect(page.locator(hidden).first).to_be_hidden()
    expect(page.get_by_text("Document confidentiel")).to_be_visible()
    expect(page.get_by_role("heading", name="Famille Haddad")).to_be_visible()
    assert len(page.pdf(format="Letter")) > 5000
    page.goto(f"{meeting}/compte-rendu?sans=1")
    page.emulate_media(media="print")
    expect(page.get_by_text("Document confidentiel")).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_axe_finds_nothing(open_here, meeting, axe, size, scheme):
    page = open_here("agent", "/rencontres", size=size, scheme=scheme)
    axe(page)
    page.goto(meeting)
    point(page, "Famille Haddad").get_by_role("link", name="Qui fait quoi").click()
    expect(page.locator(".action-form")).to_be_visible()
    page.locator(".action-form").get_by_role("button", name="Noter").click()
    expect(page.locator(".action-form .error").first).to_be_visible()
    point(page, "Le café des parents").get_by_role("link", name="Y revenir").click()
    expect(page.locator(".decide")).to_be_visible()
    axe(page)
    number = point(page, "Famille Haddad").get_attribute("data-id")
    for path in (
        f"{meeting}/compte-rendu",
        f"{meeting}/edition",
        f"/rencontres/points/{number}",
        "/rencontres/permanents",
    ):
        page.goto(path)
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
