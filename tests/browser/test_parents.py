"""A parent with a phone: yes, the calendar file, another time, no; the other answers; any language, with no script."""

from __future__ import annotations

import re
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from icalendar import Calendar
from playwright.sync_api import Page, expect

from schoolapp.i18n import LANGUAGES
from tests.servers import Server

PHONE = "514 555-0100"
SMALL = {"viewport": {"width": 320, "height": 640}, "has_touch": True, "is_mobile": True}


def write(server: Server, sql: str, *parameters: object) -> int:
    """Write to the instance as it is served."""
    connection = sqlite3.connect(server.instance / "schoolapp.db", timeout=10)
    try:
        with connection:
            return connection.execute(sql, parameters).lastrowid
    finally:
        connection.close()


def moment(days: int, hour: int) -> str:
    """A moment of a day to come, as it is stored."""
    day = datetime.now(UTC).replace(hour=hour, minute=0, second=0, microsecond=0) + timedelta(days=days)
    return day.strftime("%Y-%m-%d %H:%M:%S.%f")


def activity(server: Server, title: str, kind: str = "cafe", *, days: tuple[int, ...] = (8,), capacity: int = 3) -> int:
    """An activity of the open list, with a time on each of those days."""
    texts = dict.fromkeys(("words", "place", "bring", "languages", "translations", "audience", "state"), "") | {
        "languages": "[]",
        "translations": "{}",
        "audience": "ecole",
        "state": "ouverte",
        "place": "Bibliothèque",
    }
    row = {**texts, "version": 1, "kind": kind, "title": title, "created_by_id": 1, "created_at": moment(0, 1)}
    row |= dict.fromkeys(("interpreter", "transport", "regular_contact", "cancel_hours"), 0) | {"childcare": 1}
    number = insert(server, "activity", row)
    for place, day in enumerate(days):
        span = {"starts_at": moment(day, 14), "ends_at": moment(day, 15), "changed_at": moment(0, 1)}
        slot = {
            "version": 1,
            "activity_id": number,
            "capacity": capacity,
            "taken": 0,
            "state": "ouverte",
            "sequence": 0,
        }
        insert(server, "slot", {**slot, **span, "uid": f"{title}-{place}"})
    return number


def insert(server: Server, table: str, row: dict[str, object]) -> int:
    blanks = ", ".join("?" for _value in row)
    return write(server, f"INSERT INTO {table} ({', '.join(row)}) VALUES ({blanks})", *row.values())


@pytest.fixture(scope="module")
def school(make_server) -> Server:
    server = make_server("cast")
    write(server, "UPDATE school SET phone = ?", PHONE)
    return server


def follow(page: Page, name: str) -> None:
    page.get_by_role("link", name=name, exact=True).filter(visible=True).click()


def answer(page: Page, name: str, phone: str) -> None:
    """From the question of who one is to the card."""
    page.get_by_label("Votre nom").fill(name)
    follow(page, "Continuer")
    page.get_by_label("Téléphone").fill(phone)
    follow(page, "Continuer")
    page.get_by_text("me rappeler ce moment").click()
    page.get_by_role("button", name="Je m’inscris").click()


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_yes_then_the_calendar_file_then_another_time_then_no(school, open_page, axe, script):
    title = f"Lire une histoire {script}"
    activity(school, title, "partage", days=(8, 15))
    page = open_page(None, "/b", server=school, java_script_enabled=script, size="phone")
    page.get_by_role("link", name=f"Oui, je viens {title}").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    expect(page.get_by_label("Votre nom")).to_be_hidden()
    page.locator("input[name=slot]").first.check()
    follow(page, "Continuer")
    expect(page.get_by_text("Quel moment vous convient?")).to_be_hidden()
    answer(page, "Linh Nguyen", "514 555-0142")
    expect(page.get_by_role("heading", level=1)).to_have_text("C’est noté. À bientôt!")
    code = page.locator(".code strong").inner_text()
    card = page.url
    with page.expect_download() as download:
        follow(page, "Ajouter à mon calendrier")
    event = Calendar.from_ical(Path(download.value.path()).read_bytes()).walk("VEVENT")[0]
    assert event["summary"] == title
    assert code in event["description"]
    first = page.locator(".facts strong").inner_text()
    follow(page, "Changer de moment")
    page.locator("input[name=slot]").nth(1).check()
    page.get_by_role("button", name="Choisir ce moment").click()
    assert page.locator(".facts strong").inner_text() != first
    page.get_by_role("button", name="Je ne peux pas venir").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("vous ne venez pas")
    page.goto("/code")
    page.get_by_label("Votre code").fill(code.lower().replace(" ", "-"))
    page.get_by_role("button", name="Continuer").click()
    expect(page).to_have_url(re.compile(re.escape(card.partition("?")[0])))
    page.get_by_role("button", name="Finalement, je viens").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("C’est noté. À bientôt!")
    assert page.context.cookies() == []


def test_the_last_question_sent_too_soon_opens_the_one_that_misses(school, open_page, axe):
    number = activity(school, "Visite guidée de l’école", "visite")
    page = open_page(None, f"/b/{number}#accord", server=school, size="phone")
    page.get_by_role("button", name="Je m’inscris").click()
    expect(page.get_by_label("Votre nom")).to_be_visible()
    expect(page.get_by_text("Écrivez votre nom.")).to_be_visible()
    axe(page)
    page.get_by_label("Votre nom").fill("Marc")
    page.get_by_label("Votre nom").press("Enter")
    expect(page.get_by_label("Téléphone")).to_be_visible()
    expect(page.get_by_label("Votre nom")).to_be_hidden()


def test_a_full_time_then_a_place_that_gets_free(school, open_page):
    number = activity(school, "Une seule place", capacity=1)
    first, second = (open_page(None, f"/b/{number}", server=school, size="phone") for _person in range(2))
    for page, name in ((first, "Un"), (second, "Deux")):
        page.locator("input[name=slot]").check()
        follow(page, "Continuer")
        answer(page, name, "514 555-0199")
    expect(second.get_by_role("heading", level=1)).to_have_text("Vous êtes sur la liste d’attente.")
    first.get_by_role("button", name="Je ne peux pas venir").click()
    second.reload()
    expect(second.get_by_role("heading", level=1)).to_have_text("Une place est libre pour vous.")
    second.get_by_role("button", name="Oui, je prends la place").click()
    expect(second.get_by_role("heading", level=1)).to_have_text("C’est noté. À bientôt!")


def test_in_arabic_on_the_smallest_phone_from_right_to_left(school, open_page, axe):
    activity(school, "قهوة")
    page = open_page(None, "/b", server=school, size="phone", **SMALL)
    page.get_by_role("link", name="العربية").click()
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    page.get_by_role("link", name="نعم، سأحضر قهوة").click()
    page.locator("input[name=slot]").check()
    follow(page, "متابعة")
    page.get_by_label("اسمكم").fill("سميرة حداد")
    follow(page, "متابعة")
    page.get_by_text("عن طريق طفلي، برسالة على ورقة").click()
    axe(page)
    follow(page, "متابعة")
    page.get_by_role("button", name="أسجّل نفسي").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("تم التسجيل. إلى اللقاء قريبًا!")
    expect(page.get_by_text("سميرة حداد")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    axe(page)


def test_call_me_an_unknown_code_and_a_link_that_is_over(school, open_page, axe):
    page = open_page(None, "/b", server=school, size="phone", allow={404})
    follow(page, "Je préfère qu’on m’appelle")
    page.get_by_role("button", name="Envoyer").click()
    expect(page.get_by_text("Écrivez votre numéro de téléphone.")).to_be_visible()
    axe(page)
    page.get_by_label("Votre nom").fill("Siobhán")
    page.get_by_label("Téléphone").fill("450 555-0177")
    page.get_by_role("button", name="Envoyer").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Merci! C’est noté.")
    page.goto("/code")
    page.get_by_label("Votre code").fill("ABCD EFGH")
    page.get_by_role("button", name="Continuer").click()
    expect(page.get_by_text("Ce code n’ouvre rien.")).to_be_visible()
    for path in ("/m/inconnu", "/i/inconnu"):
        page.goto(path)
        expect(page.get_by_role("heading", level=1)).to_have_text("Ce lien ne fonctionne plus")
        axe(page)


def test_reading_aloud_is_offered_when_a_voice_of_the_language_exists(school, open_page):
    voices = """
        window.said = [];
        const voices = [{lang: "fr-CA", name: "Amélie"}];
        Object.defineProperty(window, "speechSynthesis", {value: {
            getVoices: () => voices, cancel() {}, speak: (one) => window.said.push(one.text), addEventListener() {}}});
        window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } addEventListener() {} };
    """
    page = open_page(None, server=school, size="phone")
    page.add_init_script(voices)
    page.goto("/b/appel")
    page.get_by_role("button", name="Écouter").click()
    said = page.evaluate("window.said")
    assert said[0] == "Je préfère qu’on m’appelle"
    assert any("Une personne de l’école vous appellera" in line for line in said)
    expect(page.get_by_role("button", name="Arrêter")).to_have_attribute("aria-pressed", "true")
    page.goto("/b/appel?langue=ht")
    expect(page.locator("[data-listen]")).to_be_hidden()


@pytest.mark.parametrize("code", LANGUAGES)
def test_axe_finds_nothing_and_nothing_is_too_wide_in_any_language(school, open_page, axe, code):
    number = activity(school, f"Atelier {code}", "atelier", days=(3, 10, 17, 24))
    page = open_page(None, server=school, size="phone", allow={404}, **SMALL)
    for path in ("/b", f"/b/{number}", "/b/appel", "/b/autre-fois", "/b/merci", "/code", "/m/inconnu"):
        page.goto(f"{path}?langue={code}")
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            axe(page)
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, f"{path} {code}"
    for question in ("nom", "joindre", "accord"):
        page.goto(f"/b/{number}?langue={code}#{question}")
        axe(page)
        small = page.evaluate(
            "[...document.querySelectorAll('main a, main button, main label.pick, nav a, summary')]"
            ".filter(one => one.checkVisibility() && !one.matches('.vh'))"
            ".filter(one => one.getBoundingClientRect().height < 48).map(one => one.outerHTML.slice(0, 80))"
        )
        assert small == []
