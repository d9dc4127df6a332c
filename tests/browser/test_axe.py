"""axe-core finds nothing on any page of the made-up school, light and dark, on a phone and on a desk."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests import crawl
from tests.browser import axe as axe_core

# One person for each way the pages look: who leads, who teaches, who only sees contact data, who is outside.
PEOPLE = ("agent", "direction", "prof", "secretariat", "repondant", None)
STARTS = {None: ["/connexion", "/nulle-part"]}
# Of the pages that the direction shares with the agents, nothing looks otherwise. Those that the others share with them
# have less on them: they are looked at on a phone, where room is short.
LIKE = dict.fromkeys(("direction", "prof", "secretariat", "repondant"), "agent")
NOTHING_NEW = {("direction", "phone"), *((person, "desktop") for person in LIKE)}


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
def addresses() -> dict[str | None, list[str]]:
    """The pages each person can reach, once found."""
    return {}


def reached(page: Page, person: str | None, demo, addresses: dict[str | None, list[str]]) -> list[str]:
    """The addresses of the pages that this person reaches, one of each kind."""
    if person not in addresses:
        starts = [demo.url + path for path in STARTS.get(person, ["/"])]
        addresses[person] = [address for address, _html in crawl.walk(starts, reader(page))]
        assert addresses[person]
    return addresses[person]


@pytest.mark.timeout(900)
@pytest.mark.parametrize("person", PEOPLE, ids=str)
@pytest.mark.parametrize("size", ["phone", "desktop"])
def test_axe_finds_nothing(open_page, demo, addresses, person, size):
    page = open_page(person, size=size, server=demo, allow={404})
    others = open_page(LIKE[person], server=demo, allow={404}) if person in LIKE else None
    shared = others and (person, size) in NOTHING_NEW
    known = {crawl.kind_of(address) for address in reached(others, LIKE[person], demo, addresses)} if shared else set()
    found = []
    for address in reached(page, person, demo, addresses):
        if crawl.kind_of(address) in known:
            continue
        page.goto(address)
        for scheme, rules in (("light", axe_core.ALL), ("dark", axe_core.COLOURS)):
            page.emulate_media(color_scheme=scheme)
            if violations := axe_core.violations(page, rules):
                found.append(f"{address}, {scheme}\n{axe_core.readable(violations)}")
    assert not found, "\n\n".join(found)
