"""From an empty instance to a staff that signs in, in a real browser on the real server."""

from __future__ import annotations

import re
import time

import pyotp
import pytest
from playwright.sync_api import Page, expect

SETUP = "/mon-compte/deuxieme-etape"
DIRECTION = {"email": "solene@ecole.example", "password": "la rivière gèle en janvier"}
TEACHER = {"email": "nao@ecole.example", "password": "trois bouleaux devant la porte"}


@pytest.fixture(scope="module")
def new_house(make_server):
    """A real instance before its first visit."""
    return make_server("empty")


def press(page: Page, name: str) -> None:
    page.locator("main").get_by_role("button", name=name, exact=True).click()


def sign_in(page: Page, email: str, password: str) -> None:
    page.goto("/connexion")
    page.get_by_label("Courriel").fill(email)
    page.get_by_label("Mot de passe", exact=True).fill(password)
    press(page, "Se connecter")


def code(secret: str, steps: int = 0) -> str:
    return pyotp.TOTP(secret).at(int(time.time()) + 30 * steps)


def open_the_house(page: Page, server, axe) -> None:
    page.goto("/")
    expect(page).to_have_url(re.compile("/premiere-visite$"))
    axe(page)
    page.get_by_label("Code").fill(re.search(r"code\s:\s(\S+)", server.log.read_text("utf-8")).group(1))
    press(page, "Continuer")
    page.get_by_label("Nom de l’école").fill("École du Vieux-Chêne")
    page.get_by_label("kreyòl ayisyen").check()
    page.get_by_label("Votre nom").fill("Solène Tanguay")
    page.get_by_label("Votre courriel").fill(DIRECTION["email"])
    page.get_by_label("Nouveau mot de passe", exact=True).fill("motdepasse2026")
    page.get_by_label("Le même, encore une fois", exact=True).fill("motdepasse2026")
    press(page, "Ouvrir l’école")
    expect(page.get_by_role("alert")).to_contain_text("en premier")
    expect(page.get_by_label("Votre nom")).to_have_value("Solène Tanguay")
    axe(page)
    page.get_by_label("Nouveau mot de passe", exact=True).fill(DIRECTION["password"])
    page.get_by_label("Le même, encore une fois", exact=True).fill(DIRECTION["password"])
    press(page, "Ouvrir l’école")


def turn_the_second_step_on(page: Page, axe) -> tuple[str, list[str]]:
    """The secret and the recovery codes."""
    expect(page).to_have_url(re.compile(f"{SETUP}$"))
    axe(page)
    press(page, "Commencer")
    secret = page.locator("#totp-secret").inner_text().replace(" ", "")
    expect(page.locator("main svg.qr")).to_be_visible()
    axe(page)
    page.get_by_label("Code à six chiffres").fill(code(secret))
    press(page, "Activer")
    codes = page.locator("#recovery-codes li").all_inner_texts()
    assert len(codes) == 10
    axe(page)
    page.get_by_role("link", name="J’ai gardé les codes").click()
    expect(page).to_have_url(re.compile(r":\d+/$"))
    return secret, codes


def invite_a_teacher(page: Page, axe) -> str:
    """The address of the link, handed over."""
    page.goto("/comptes")
    page.get_by_role("link", name="Créer un compte").click()
    page.get_by_label("Nom", exact=True).fill("Nao Tremblay")
    page.get_by_label("Courriel").fill(TEACHER["email"])
    page.get_by_label("Rôle").select_option("enseignant")
    press(page, "Créer le compte")
    axe(page)
    press(page, "Faire un lien")
    axe(page)
    return page.locator("#password-link").inner_text()


def choose_a_password(page: Page, address: str, axe) -> None:
    page.goto(address)
    expect(page.get_by_text("Bonjour Nao Tremblay")).to_be_visible()
    axe(page)
    page.get_by_label("Nouveau mot de passe", exact=True).fill(TEACHER["password"])
    page.get_by_label("Le même, encore une fois", exact=True).fill(TEACHER["password"])
    press(page, "Garder ce mot de passe")
    expect(page).to_have_url(re.compile("/connexion$"))
    axe(page)


def test_from_the_first_visit_to_a_closed_session(new_house, open_page, axe):
    direction = open_page(None, server=new_house)
    open_the_house(direction, new_house, axe)
    secret, recovery = turn_the_second_step_on(direction, axe)

    teacher = open_page(None, server=new_house, allow={404})
    address = invite_a_teacher(direction, axe)
    choose_a_password(teacher, address, axe)
    sign_in(teacher, **TEACHER)
    teacher.goto("/mon-compte")
    expect(teacher.get_by_text(TEACHER["email"], exact=True)).to_be_visible()
    teacher.goto(address)
    expect(teacher.get_by_role("heading", level=1)).to_have_text("Ce lien ne fonctionne pas")

    library = open_page(None, server=new_house)
    sign_in(library, **DIRECTION)
    expect(library).to_have_url(re.compile("/connexion/code$"))
    axe(library)
    library.get_by_label("Code").fill("000000")
    press(library, "Continuer")
    expect(library.get_by_role("alert")).to_contain_text("Ce code ne convient pas")
    library.get_by_label("Code").fill(code(secret, 1))
    press(library, "Continuer")
    expect(library).to_have_url(re.compile(r":\d+/$"))

    home = open_page(None, server=new_house, size="phone")
    sign_in(home, **DIRECTION)
    home.get_by_label("Code").fill(recovery[0])
    press(home, "Continuer")
    home.goto("/mon-compte")
    expect(home.get_by_text("Cet appareil")).to_be_visible()
    expect(home.locator("[id^=session-]")).to_have_count(3)
    axe(home)
    home.get_by_role("button", name=re.compile("^Fermer Chrome")).first.click()
    expect(home.locator("[id^=session-]")).to_have_count(2)

    library.goto("/comptes")
    expect(library).to_have_url(re.compile(r"/connexion\?suite="))
    direction.goto("/comptes")
    expect(direction.get_by_role("heading", level=1)).to_have_text("Comptes")


def test_disabling_an_account_closes_its_page_at_once(make_server, open_page):
    server = make_server("cast")
    teacher = open_page("prof", "/mon-compte", server=server)
    direction = open_page("direction", "/comptes", server=server)
    direction.get_by_role("link", name="Ouvrir Camille Roy").click()
    direction.get_by_text("Désactiver le compte", exact=True).click()
    press(direction, "Oui, le désactiver")
    expect(direction.get_by_role("button", name="Réactiver le compte")).to_be_visible()
    teacher.reload()
    expect(teacher).to_have_url(re.compile("/connexion"))


def test_without_javascript_one_signs_in_sees_sessions_and_signs_out(server, open_page):
    page = open_page(None, server=server, java_script_enabled=False)
    sign_in(page, "prof2@ecole.example", "un trait entre deux points")
    page.goto("/mon-compte")
    expect(page.get_by_text("Cet appareil")).to_be_visible()
    page.goto("/deconnexion")
    press(page, "Se déconnecter")
    expect(page).to_have_url(re.compile("/connexion$"))
    page.goto("/mon-compte")
    expect(page).to_have_url(re.compile("/connexion"))


STAFF_PAGES = (
    "/mon-compte", "/mon-compte/mot-de-passe", SETUP, "/comptes", "/comptes/nouveau", "/comptes/3", "/ecole",
    "/groupes", "/groupes/1", "/groupes/annees/1/nouveau",
)  # fmt: skip
OPEN_PAGES = ("/connexion", "/deconnexion", "/mot-de-passe/inconnu")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", ["desktop", "phone"])
def test_axe_finds_nothing_on_these_pages(open_page, axe, size, scheme):
    for person, paths in (("direction", STAFF_PAGES), (None, OPEN_PAGES)):
        page = open_page(person, size=size, scheme=scheme, allow={404})
        for path in paths:
            page.goto(path)
            axe(page)
            width = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            assert width <= 0, f"{path} is {width} px too wide"
