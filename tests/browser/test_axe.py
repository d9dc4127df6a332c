"""axe-core finds nothing on any page of the made-up school, light and dark, on a phone and on a desk."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests import crawl
from tests.browser import axe as axe_core

# One person for each way the pages look: who leads, who teaches, who only sees contact data, who is outside.
PEOPLE = ("agent", "direction", "prof", "secretariat", None)
STARTS = {None: ["/connexion", "/nulle-part"]}


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


@pytest.mark.timeout(900)
@pytest.mark.parametrize("person", PEOPLE, ids=str)
@pytest.mark.parametrize("size", ["phone", "desktop"])
def test_axe_finds_nothing(open_page, demo, addresses, person, size):
    page = open_page(person, size=size, server=demo, allow={404})
    if person not in addresses:
        starts = [demo.url + path for path in STARTS.get(person, ["/"])]
        addresses[person] = [address for address, _html in crawl.walk(starts, reader(page))]
    assert addresses[person]
    found = []
    for address in addresses[person]:
        page.goto(address)
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            if violations := axe_core.violations(page):
                found.append(f"{address}, {scheme}\n{axe_core.readable(violations)}")
    assert not found, "\n\n".join(found)
