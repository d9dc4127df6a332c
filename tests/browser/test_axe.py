"""axe-core finds nothing on any page of the made-up school, light and dark, on a phone and on a desk."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests import crawl
from tests.browser import axe as axe_core

# One person for each way the pages look: who leads, who teaches, who only sees contact data, who is outside.
PEOPLE = ("agent", "direction", "prof", "secretariat", "repondant", None)
STARTS = {None: ["/connexion", "/nulle-part"]}
# Of the pages that these share with the agents, only those made of something else are looked at again: the direction's
# at a desk; the others', who have less on them, on a phone, where room is short.
LIKE = dict.fromkeys(("direction", "prof", "secretariat", "repondant"), "agent")
LOOKED_AT_AGAIN = {("direction", "desktop"), ("prof", "phone"), ("secretariat", "phone"), ("repondant", "phone")}
Reached = dict[str, frozenset[str]]  # the addresses of one person's pages, and their shapes


@pytest.fixture(scope="session")
def demo(make_server):
    """The made-up school, which these tests only read."""
    return make_server("demo")


def reader(page: Page):
    """Reads addresses with the page's own cookies, without drawing them."""

    def read(address: str) -> str | None:
        answer = page.request.get(address)
        is_page = answer.ok and "<!doctype html>" in answer.text()[:100].lower()
        return answer.text() if is_page else None

    return read


@pytest.fixture(scope="session")
def known() -> dict[str | None, Reached]:
    """The pages each person can reach, once found."""
    return {}


def reached(page: Page, person: str | None, demo, known: dict[str | None, Reached]) -> Reached:
    """The pages that this person reaches, one of each kind."""
    if person not in known:
        starts = [demo.url + path for path in STARTS.get(person, ["/"])]
        known[person] = {address: crawl.shape(html) for address, html in crawl.walk(starts, reader(page))}
        assert known[person]
    return known[person]


@pytest.mark.timeout(900)
@pytest.mark.parametrize("person", PEOPLE, ids=str)
@pytest.mark.parametrize("size", ["phone", "desktop"])
def test_axe_finds_nothing(open_page, demo, known, person, size):
    page = open_page(person, size=size, server=demo, allow={404})
    others = open_page(LIKE[person], server=demo, allow={404}) if person in LIKE else None
    shared = reached(others, LIKE[person], demo, known) if others else {}
    kinds, seen = {crawl.kind_of(address) for address in shared}, set().union(*shared.values())
    found = []
    for address, shape in reached(page, person, demo, known).items():
        if crawl.kind_of(address) in kinds and (shape <= seen or (person, size) not in LOOKED_AT_AGAIN):
            continue
        seen |= shape
        page.goto(address)
        for scheme, rules in (("light", axe_core.ALL), ("dark", axe_core.COLOURS)):
            page.emulate_media(color_scheme=scheme)
            if violations := axe_core.violations(page, rules):
                found.append(f"{address}, {scheme}\n{axe_core.readable(violations)}")
    assert not found, "\n\n".join(found)
