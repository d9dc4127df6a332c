"""From a family's file to the partner's answer in a real browser: found for this family, agreed to, sent, answered."""

from __future__ import annotations

import re
import sqlite3
from datetime import UTC, datetime
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser import axe as axe_core
from tests.servers import Server

FAMILY = 2  # the Haddad family of the cast
SERVICE = "Vestiaire du quartier"
NEED = "Des bottes d’hiver pour une fillette de huit ans."
SMALL = {"viewport": {"width": 320, "height": 640}, "has_touch": True, "is_mobile": True}


def insert(server: Server, table: str, **row: Any) -> int:
    """Write to the instance as it is served."""
    connection = sqlite3.connect(server.instance / "schoolapp.db", timeout=10)
    try:
        with connection:
            known = connection.execute(f'PRAGMA table_info("{table}")').fetchall()
            for _number, name, kind, required, default, key in known:
                if required and default is None and not key and name not in row:
                    row[name] = 0 if kind.upper().startswith(("INT", "BOOL", "SMALL", "REAL")) else ""
            names, marks = ", ".join(f'"{name}"' for name in row), ", ".join("?" for _value in row)
            return connection.execute(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', list(row.values())).lastrowid
    finally:
        connection.close()


@pytest.fixture(scope="module")
def house(make_server) -> Server:
    """The cast, with a vestiary nearby, and a family that lacks things."""
    server, now = make_server("cast"), datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")
    lists = {"languages": '["fr","ar"]', "means": '["appeler"]', "translations": "{}"}
    made = {"created_at": now, "updated_at": now, "version": 1}
    organization = insert(server, "organization", uuid="o-1", name="Maison du quartier", sort_key="maison", **made)
    service = insert(
        server, "service", uuid="s-1", organization_id=organization, name=SERVICE, sort_key="vestiaire", state="actif",
        search_text="vestiaire du quartier vetements", approached_by="tous", confirm_months=12, free=1,
        **lists, **made,
    )  # fmt: skip
    insert(server, "service_category", service_id=service, code="vetements")
    factor = {"family_id": FAMILY, "kind": "obstacle", "code": "materiel", "words": "pas de bottes", "added_by_id": 1}
    insert(server, "factor", **factor, added_at=now)
    return server


def clean(page: Page) -> None:
    found = axe_core.violations(page)
    assert found == [], axe_core.readable(found)


def chip(page: Page, words: str):
    return page.locator("#act label", has_text=words).first


def in_dialog(page: Page, link: str) -> None:
    page.get_by_role("link", name=link).first.click()
    expect(page.locator("#dialog #act")).to_be_visible()


def done(page: Page, button: str) -> None:
    with page.expect_navigation(url=re.compile(r"/references/\d+$")):
        page.locator("#act").get_by_role("button", name=button).click()


def refer(page: Page, why: str) -> str:
    """Fill in the form of a new referral, and return the address of its page."""
    page.get_by_label("Pourquoi ce service").fill(why)
    page.locator("label.chip", has_text="L’école appelle").click()
    with page.expect_navigation(url=re.compile(r"/references/\d+$")):
        page.get_by_role("button", name="Préparer la référence").click()
    return page.url


def prepare(page: Page) -> None:
    """Say what the partner would be told: nothing may leave yet."""
    in_dialog(page, "Préparer ce qui serait transmis")
    page.locator("#act").get_by_label("Le besoin, dans les mots").fill(NEED)
    done(page, "Enregistrer")
    expect(page.get_by_text("Rien ne peut partir")).to_be_visible()


def agree(page: Page, means: str) -> None:
    """Note the family's consent to these very words."""
    in_dialog(page, "Noter l’accord de la famille")
    expect(page.locator("#act .agreed")).to_contain_text(NEED)
    chip(page, means).click()
    clean(page)
    done(page, "Noter l’accord")
    expect(page.get_by_text("L’accord couvre ces mots")).to_be_visible()


def send(page: Page) -> str:
    """Read once more what leaves, send it, and return the partner's address."""
    in_dialog(page, "Transmettre au partenaire")
    expect(page.locator("#act .told")).to_contain_text("Samira Haddad")
    chip(page, "Par un lien que je remets moi-même").click()
    done(page, "Transmettre")
    return page.locator(".secret").first.inner_text()


def test_a_family_is_referred_with_its_consent_and_the_partner_answers(open_page, house):
    page = open_page("agent", f"/familles/{FAMILY}/partenaires", server=house)
    row = page.locator(".partners > *", has_text=SERVICE).first
    row.get_by_role("link", name=re.compile("Référer")).click()
    here = refer(page, "Il neige bientôt, et les bottes de l’an passé sont trop petites.")
    prepare(page)
    clean(page)
    agree(page, "De vive voix")
    link = send(page)

    partner = open_page(None, link, server=house, **SMALL, java_script_enabled=False)
    expect(partner.locator("body")).not_to_contain_text("Haddad")
    partner.get_by_role("button", name="Lire la demande").click()
    expect(partner.get_by_text(NEED)).to_be_visible()
    expect(partner.locator("body")).not_to_contain_text("trop petites")
    partner.get_by_label("C’est commencé").check()
    partner.get_by_label("Votre nom").fill("Aïcha Benali")
    partner.get_by_role("button", name="Envoyer la réponse").click()
    expect(partner.get_by_text("L’école l’a reçu")).to_be_visible()

    page.goto("/")
    expect(page.get_by_text("le partenaire a répondu")).to_be_visible()
    page.goto(here)
    page.get_by_role("button", name="C’est lu").click()
    expect(page.get_by_text("C’est noté.").first).to_be_visible()
    in_dialog(page, "Terminer, avec l’effet")
    chip(page, "Mieux").click()
    done(page, "Terminer")
    expect(page.get_by_role("heading", name="L’effet observé").first).to_be_visible()
    clean(page)
    page.goto(f"/familles/{FAMILY}")
    expect(page.locator("ol.tl", has_text=SERVICE)).to_contain_text("Terminée")
    partner.goto(link)
    expect(partner.get_by_text("Merci! C’est noté.")).to_be_visible()
    expect(partner.locator("body")).not_to_contain_text("Haddad")


@pytest.mark.parametrize("script", [True, False])
def test_from_the_sheet_of_a_service_one_chooses_the_family(open_page, house, script):
    page = open_page("agent", "/partenaires/services/1", server=house, size="phone", java_script_enabled=script)
    page.get_by_role("link", name="Référer une famille").click()
    field = page.get_by_label("Nom de la famille, d’un enfant ou d’un parent")
    field.press_sequentially("yasm")
    if script:
        expect(page.get_by_role("link", name="Haddad")).to_be_visible()
        clean(page)
    else:
        page.get_by_role("button", name="Chercher").click()
    page.get_by_role("link", name="Haddad").click()
    expect(page.get_by_label("Pourquoi ce service")).to_be_visible()
    expect(page.get_by_role("heading", name=SERVICE)).to_be_visible()


def test_the_partners_page_is_for_everybody_until_the_family_takes_its_yes_back(open_page, house):
    page = open_page("agent", f"/familles/{FAMILY}/references/nouvelle?service=1", server=house)
    refer(page, "Une deuxième fois")
    prepare(page)
    agree(page, "Par écrit")
    link = send(page)
    for scheme in ("light", "dark"):
        partner = open_page(None, link, server=house, scheme=scheme, allow={404}, **SMALL)
        if scheme == "light":  # the first time only
            clean(partner)
            partner.get_by_role("button", name="Lire la demande").click()
        expect(partner.get_by_text(NEED)).to_be_visible()
        clean(partner)
        assert partner.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    page.get_by_text("Retirer cet accord").click()
    page.get_by_role("button", name="Oui, le retirer").click()
    expect(page.get_by_text("Accord retiré").first).to_be_visible()
    partner.reload()
    expect(partner.get_by_role("heading", name="Ce lien ne fonctionne plus")).to_be_visible()
