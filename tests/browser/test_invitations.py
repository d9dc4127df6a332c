"""Families invited: chosen, printed, the code on paper read by a telephone, the answer back in the list."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest
import zxingcpp
from playwright.sync_api import Locator, Page, expect

from tests.browser.test_parents import activity, write
from tests.servers import Server

# Draws a QR code of the page as a camera would see it: the lightness of each dot of 360 × 360.
DRAW = """async (code) => {
  const svg = code.cloneNode(true);
  svg.setAttribute("width", 360);
  svg.setAttribute("height", 360);
  const image = new Image();
  image.src = "data:image/svg+xml;base64," + btoa(new XMLSerializer().serializeToString(svg));
  await image.decode();
  const canvas = new OffscreenCanvas(360, 360);
  const ink = canvas.getContext("2d");
  ink.drawImage(image, 0, 0, 360, 360);
  return Array.from(ink.getImageData(0, 0, 360, 360).data.filter((_value, place) => place % 4 === 0));
}"""


def read(code: Locator) -> str:
    """What an independent reader reads in a QR code of the page."""
    dots = memoryview(bytes(code.evaluate(DRAW))).cast("B", shape=(360, 360))
    found = zxingcpp.read_barcodes(dots)
    assert len(found) == 1
    return found[0].text


@pytest.fixture(scope="module")
def school(make_server) -> Server:
    server = make_server("cast")
    write(server, "UPDATE school SET phone = ?", "514 555-0100")
    line = '[["Yasmine","302"]]'
    write(server, "UPDATE family SET pupils_line = ? WHERE name = 'Haddad'", line)
    return server


def invite(page: Page, number: int, names: tuple[str, ...]) -> None:
    page.goto(f"/calendrier/{number}")
    page.get_by_role("link", name="Inviter des familles").click()
    page.get_by_role("link", name="Inviter des familles").first.click()
    page.get_by_role("button", name="Tout décocher").click()
    for name in names:
        page.get_by_role("checkbox", name=re.compile(name)).check()
    page.get_by_role("button", name="Inviter les familles cochées").click()
    expect(page.locator(".toast").first).to_contain_text(re.compile("famille"))


def test_the_code_on_paper_opens_the_invitation_and_the_answer_comes_back(school, open_page, axe):
    number = activity(school, "Café sur papier")
    page = open_page("secretariat", server=school)
    invite(page, number, ("Haddad", "Tremblay", "Connor"))
    axe(page)
    page.get_by_role("button", name="Préparer les feuilles").click()
    expect(page.locator(".sheet")).to_have_count(3, timeout=30_000)
    axe(page)
    assert len(re.findall(rb"/Type\s*/Page[^s]", page.pdf(format="Letter"))) == 2
    sheet = page.locator(".sheet", has_text="Yasmine")
    address, code = read(sheet.locator("svg.qr")), sheet.locator(".sheet-code").inner_text()
    assert address.startswith(f"{school.url}/i/")
    parent = open_page(None, size="phone", server=school)
    parent.goto(urlsplit(address).path)
    expect(parent.locator("html")).to_have_attribute("lang", re.compile("ar|fr"))
    parent.goto("/code")
    parent.locator("main input:visible").first.fill(code.lower().replace(" ", "-"))
    parent.locator("main form button[type=submit]").first.click()
    expect(parent).to_have_url(re.compile("/i/"))
    parent.locator(".alt form").first.get_by_role("button").click()
    page.goto(f"/calendrier/{number}/invitations?etat=non")
    expect(page.get_by_role("link", name="Haddad")).to_be_visible()


def test_a_text_is_ready_on_a_telephone_and_noted_as_sent(school, open_page, axe):
    number = activity(school, "Café par texto")
    page = open_page("agent", size="phone", server=school)
    invite(page, number, ("Haddad",))
    axe(page)
    page.get_by_role("link", name="Haddad").click()
    ready = page.get_by_role("link", name="Envoyer un texto")
    assert (ready.get_attribute("href") or "").startswith("sms:+14385550101?&body=")
    expect(page.locator("#ready-text")).to_have_attribute("dir", "rtl")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    axe(page)
    page.get_by_role("button", name="Noter comme remise").click()
    expect(page.locator(".picks")).to_contain_text("Remise")
    page.goto(f"/calendrier/{number}/invitations/appels")
    axe(page)


def test_the_poster_opens_the_open_list(school, open_page, axe):
    page = open_page("prof", server=school)
    page.goto("/calendrier/affiche")
    assert read(page.locator("svg.qr")) == f"{school.url}/b"
    assert len(re.findall(rb"/Type\s*/Page[^s]", page.pdf(format="A4"))) == 1
    axe(page)
    page.goto("/calendrier/languettes")
    assert read(page.locator("svg.qr").last) == f"{school.url}/b"
    assert len(re.findall(rb"/Type\s*/Page[^s]", page.pdf(format="A4"))) == 1
