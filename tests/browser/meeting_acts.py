"""What people do in a meeting, in a browser."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

SAVED = re.compile(r"Enregistré à \d+")
TEAM = ("Rosalie Gagnon", "Anne-Marie Dubé", "Camille Roy", "Mehdi Lavoie")


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
