"""Meetings of one served instance, planned and begun by the agent's own browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.meeting_acts import TEAM, add, plan, point, start


@pytest.fixture(scope="session")
def house(make_server):
    """An instance for these tests alone."""
    return make_server("cast")


@pytest.fixture
def open_here(open_page, house):
    """``open_here("agent", "/rencontres")``: a page of that instance."""
    return lambda person="agent", path=None, **options: open_page(person, path, server=house, **options)


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
