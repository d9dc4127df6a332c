"""The board of one served instance, put back in order before each test."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.boards import BoardServer


@pytest.fixture(scope="session")
def board_server(make_server) -> BoardServer:
    """An instance for these tests alone."""
    return BoardServer(make_server("cast"))


@pytest.fixture
def school(board_server: BoardServer) -> BoardServer:
    """The instance, every family back where it starts."""
    board_server.reset()
    return board_server


@pytest.fixture
def open_board(open_page, school):
    """``open_board("agent", "?langue=ar", size="phone")``."""

    def open_it(person: str = "agent", query: str = "", **options) -> Page:
        page = open_page(person, f"/familles{query}", server=school.server, **options)
        expect(page.get_by_role("heading", name="Tableau des familles")).to_be_visible()
        return page

    return open_it
