"""Calling on the agent in a real browser: from a phone in a few taps to the word back; refusal, twin, hand-over."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

FEW = 10


@pytest.fixture(scope="module")
def house(make_server):
    """An instance of these tests' own."""
    return make_server("cast")


@pytest.fixture
def visit(open_page, house):
    """``visit("prof", "/demandes", size="phone")`` on that instance."""
    return lambda who, path="/", **options: open_page(who, path, server=house, **options)


class Hand:
    """A hand on a phone, which counts what it does."""

    def __init__(self, page: Page) -> None:
        self.page, self.done = page, 0

    def tap(self, target: Locator) -> None:
        self.done += 1
        target.tap()

    def type(self, target: Locator, text: str) -> None:
        """Put the finger on a field and write in it."""
        self.tap(target)
        target.fill(text)


def choice(page: Page, words: str) -> Locator:
    """A chip, which one touches by its words."""
    return page.locator("label.chip", has_text=words).first


def ask(page: Page, pupil: str, observed: str) -> str:
    """Make a request, and return its address."""
    page.goto("/demandes/nouvelle")
    page.get_by_role("link", name=re.compile(pupil)).click()
    page.get_by_label("Ce que j’observe").fill(observed)
    for words in ("Oui", "Agir avec la famille", "Ce mois-ci"):
        choice(page, words).click()
    with page.expect_navigation(url=re.compile(r"/demandes/\d+$")):
        page.get_by_role("button", name="Envoyer la demande").click()
    return page.url


def in_dialog(page: Page, link: str) -> Locator:
    """Open an act in the dialog."""
    page.get_by_role("link", name=link).click()
    dialog = page.locator("#dialog")
    expect(dialog).to_be_visible()
    return dialog


def test_a_teacher_asks_from_a_phone_and_reads_what_became_of_it(visit):
    page = visit("prof", size="phone")
    hand = Hand(page)
    hand.tap(page.get_by_role("navigation").get_by_role("link", name="Faire appel"))
    hand.tap(page.get_by_role("link", name=re.compile("Yasmine Haddad")))
    hand.type(page.get_by_label("Ce que j’observe"), "Trois matins sur cinq, Yasmine arrive après la cloche.")
    for words in ("Appel ou texto", "Non", "Préparer une rencontre", "Cette semaine"):
        hand.tap(choice(page, words))
    with page.expect_navigation(url=re.compile(r"/demandes/\d+$")):
        hand.tap(page.get_by_role("button", name="Envoyer la demande"))
    assert hand.done < FEW
    expect(page.get_by_text("Demande envoyée.").first).to_be_visible()
    address = page.url

    agent = visit("agent")
    row = agent.locator("#block-requests-new li", has_text="Yasmine Haddad")
    with agent.expect_navigation():
        row.get_by_role("button", name="Recevoir").click()
    expect(agent.get_by_text("Demande reçue").first).to_be_visible()
    agent.goto(address)
    agent.get_by_label("Écrire").fill("J’appelle la famille ce soir.")
    with agent.expect_navigation():
        agent.get_by_role("button", name="Répondre").click()
    expect(agent.locator(".tl")).to_contain_text("J’appelle la famille ce soir.")
    dialog = in_dialog(agent, "Fermer")
    dialog.get_by_role("button", name="Fermer la demande").click()
    expect(dialog.locator(".error").first).to_be_visible()
    choice(agent, "Mieux").click()
    dialog.get_by_label("Un mot de retour").fill("La mère est venue avec l’interprète.")
    with agent.expect_navigation():
        dialog.get_by_role("button", name="Fermer la demande").click()

    page.goto("/")
    mine = page.locator("#block-requests-mine li", has_text="Yasmine Haddad")
    expect(mine).to_contain_text("La mère est venue avec l’interprète.")
    page.goto(address)
    expect(page.get_by_role("heading", name="Le mot de retour")).to_be_visible()
    expect(page.get_by_text("Depuis, c’est : mieux")).to_be_visible()
    page.get_by_role("button", name="Dire merci").tap()
    expect(page.locator(".tl h3", has_text="Merci")).to_be_visible()


def test_a_refusal_gives_its_reason_and_the_teacher_asks_again(visit):
    page = visit("prof2")
    address = ask(page, "Liam", "Les devoirs ne reviennent pas.")
    agent = visit("agent", address)
    dialog = in_dialog(agent, "Refuser")
    dialog.get_by_label("Pourquoi").fill("Le service de garde a une place pour Liam.")
    with agent.expect_navigation():
        dialog.get_by_role("button", name="Refuser la demande").click()
    page.goto(address)
    expect(page.get_by_role("heading", name="Pourquoi elle est refusée")).to_be_visible()
    expect(page.get_by_text("Le service de garde a une place pour Liam.").first).to_be_visible()
    dialog = in_dialog(page, "Rouvrir")
    dialog.get_by_label("Pourquoi la rouvrir").fill("Il n’y va pas.")
    with page.expect_navigation():
        dialog.get_by_role("button", name="Rouvrir la demande").click()
    expect(page.locator(".tl")).to_contain_text("Demande rouverte, à recevoir")
    agent.goto("/")
    expect(agent.locator("#block-requests-new li", has_text="Liam")).to_be_visible()


def test_a_twin_is_offered_to_be_added(visit):
    first = visit("prof2")
    address = ask(first, "Noé", "Noé pleure le matin.")
    page = visit("prof", "/demandes/nouvelle")
    page.get_by_role("link", name=re.compile("Léa")).click()
    expect(page.get_by_text("On s’occupe déjà de cette famille")).to_be_visible()
    expect(page.get_by_label("Ajouter à la demande ouverte")).to_be_checked()
    expect(page.locator("main")).not_to_contain_text("Noé pleure")
    page.get_by_label("Ce que j’observe").fill("Léa dort en classe.")
    for words in ("Oui", "Agir avec la famille", "Ce mois-ci"):
        choice(page, words).click()
    with page.expect_navigation(url=re.compile(r"/demandes/\d+$")):
        page.get_by_role("button", name="Envoyer la demande").click()
    expect(page.get_by_text("Demande ajoutée à celle qui est ouverte.")).to_be_visible()
    expect(page.locator("main")).not_to_contain_text("Noé pleure")
    agent = visit("agent", address)
    expect(agent.get_by_role("heading", name="Demande ajoutée par Camille Roy")).to_be_visible()
    expect(agent.locator("main")).to_contain_text("Léa dort en classe.")
    with agent.expect_navigation():
        agent.get_by_role("button", name="Recevoir la demande").click()
    page.reload()
    expect(page.locator(".tl")).to_contain_text("Demande reçue")


def test_an_agent_hands_over_with_a_word_that_stays_between_agents(visit):
    page = visit("prof")
    page.goto("/demandes/nouvelle")
    page.get_by_role("link", name="Je ne sais pas encore quelle famille").click()
    page.get_by_label("De qui s’agit-il").fill("Une petite au manteau rouge")
    page.get_by_label("Ce que j’observe").fill("Elle attend seule chaque soir.")
    for words in ("Non", "Me soutenir", "Quand ce sera possible"):
        choice(page, words).click()
    with page.expect_navigation(url=re.compile(r"/demandes/\d+$")):
        page.get_by_role("button", name="Envoyer la demande").click()
    address = page.url
    agent = visit("agent", address)
    with agent.expect_navigation():
        agent.get_by_role("button", name="Recevoir la demande").click()
    dialog = in_dialog(agent, "Confier à un·e autre")
    dialog.get_by_label("À qui").select_option(label="Idriss Cissé")
    dialog.get_by_label("Un mot pour cette personne").fill("Tu es à la grille le soir.")
    with agent.expect_navigation():
        dialog.get_by_role("button", name="Confier").click()
    page.reload()
    expect(page.locator(".tl")).to_contain_text("Confiée à Idriss Cissé")
    expect(page.locator("main")).not_to_contain_text("Tu es à la grille")
    other = visit("agent2", "/demandes")
    other.get_by_role("link", name="Une petite au manteau rouge").click()
    expect(other.locator(".tl")).to_contain_text("Tu es à la grille le soir.")
    dialog = in_dialog(other, "Rattacher à une famille")
    dialog.get_by_label("Nom de la famille ou d’un enfant").fill("yasmine")
    dialog.get_by_role("button", name="Chercher").click()
    expect(dialog.locator(".list li")).to_have_count(1)
    with other.expect_navigation():
        dialog.get_by_role("button", name="Rattacher à la famille Haddad").click()
    expect(other.get_by_role("link", name="Famille Haddad")).to_be_visible()


def test_a_closed_tab_leaves_its_draft(visit):
    page = visit("pro", "/demandes/nouvelle?sans=1")
    page.get_by_label("De qui s’agit-il").fill("Un père au café")
    page.get_by_label("Ce que j’observe").fill("Commencé entre deux cloches")
    choice(page, "Trouver un partenaire").click()
    expect(page.locator("[data-draft-status]")).to_have_text(re.compile(r"Brouillon enregistré à \d+"))
    again = page.context.new_page()
    page.close()
    again.goto("/demandes/nouvelle")
    again.get_by_role("link", name="Reprendre").click()
    expect(again.get_by_label("Ce que j’observe")).to_have_value("Commencé entre deux cloches")
    expect(again.get_by_label("Trouver un partenaire")).to_be_checked()
    again.get_by_text("Jeter ce brouillon").click()
    with again.expect_navigation():
        again.get_by_role("button", name="Oui, le jeter").click()
    expect(again.get_by_role("link", name="Reprendre")).to_have_count(0)


def test_the_search_finds_as_one_types(visit):
    page = visit("prof", "/demandes/nouvelle")
    expect(page.locator(".pupil-list a")).not_to_have_count(0)
    page.get_by_label("Chercher par prénom ou nom").press_sequentially("yasm")
    expect(page.locator(".pupil-list a")).to_have_count(1)
    expect(page.locator(".pupil-list a")).to_contain_text("Yasmine")


def test_without_javascript_everything_is_there(visit):
    page = visit("secretariat", "/demandes/nouvelle?sans=1", java_script_enabled=False)
    page.get_by_label("De qui s’agit-il").fill("Une dame au foulard vert")
    page.get_by_label("Ce que j’observe").fill("Elle repart sans le formulaire.")
    page.get_by_role("button", name="Envoyer la demande").click()
    expect(page.get_by_text("Choisissez au moins une aide.").first).to_be_visible()
    for words in ("Non", "Traduction ou interprète", "Ce mois-ci"):
        choice(page, words).click()
    page.get_by_role("button", name="Envoyer la demande").click()
    expect(page.get_by_role("heading", name="Demande : Une dame au foulard vert")).to_be_visible()
    agent = visit("agent2", page.url, java_script_enabled=False)
    agent.get_by_role("button", name="Recevoir la demande").click()
    agent.get_by_role("link", name="Fermer").click()
    choice(agent, "Pareil").click()
    agent.get_by_label("Un mot de retour").fill("Elle repassera lundi.")
    agent.get_by_role("button", name="Fermer la demande").click()
    expect(agent.get_by_role("heading", name="Le mot de retour")).to_be_visible()


@pytest.mark.parametrize("size", ["phone", "desktop"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_the_forms(visit, axe, size, scheme):
    page = visit("prof", "/demandes/nouvelle?sans=1", size=size, scheme=scheme)
    page.get_by_role("button", name="Envoyer la demande").click()
    expect(page.locator("#ask .error").first).to_be_visible()
    axe(page)
    made = visit("agent", "/demandes?vue=fermees", size=size, scheme=scheme)
    axe(made)
    made.goto("/demandes?vue=en_cours")
    axe(made)
