"""The board of a served instance, as the browser tests set it up and look at it."""

from __future__ import annotations

import sqlite3
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.servers import Server

# Where each family stands when a test starts.
START = {"Abadi": "a_joindre", "Bélanger": "a_joindre", "Côté": "a_joindre", "Diallo": "premier_contact"}


class BoardServer:
    """A served instance whose board holds four families; ``sql`` writes to it as another program would."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.sql("UPDATE family SET link_state = NULL")
        columns = [row[1] for row in self.sql("PRAGMA table_info(family)") if row[1] != "id"]
        for name in START:
            values = ", ".join("?" if column == "name" else column for column in columns)
            model = "FROM family WHERE name = 'O’Connor'"
            self.sql(f"INSERT INTO family ({', '.join(columns)}) SELECT {values} {model}", name)

    def sql(self, text: str, *values: Any) -> list[tuple[Any, ...]]:
        connection = sqlite3.connect(self.server.instance / "schoolapp.db", timeout=10)
        try:
            with connection:
                return connection.execute(text, values).fetchall()
        finally:
            connection.close()

    def reset(self) -> None:
        """Put every family back where it starts."""
        for place, (name, state) in enumerate(START.items()):
            text = "UPDATE family SET link_state = ?, position = ?, version = 1, card_version = card_version + 1"
            self.sql(f"{text} WHERE name = ?", state, 1024.0 * place, name)

    def touch(self, name: str, next_step: str) -> None:
        """Change what a card shows, as a note written elsewhere would."""
        text = "UPDATE family SET next_step = ?, card_version = card_version + 1 WHERE name = ?"
        self.sql(text, next_step, name)

    def id(self, name: str) -> int:
        return self.sql("SELECT id FROM family WHERE name = ?", name)[0][0]

    def order(self, state: str) -> list[str]:
        """The families of a column, as the server keeps them."""
        text = "SELECT name FROM family WHERE link_state = ? ORDER BY position, id"
        return [row[0] for row in self.sql(text, state)]


def shown(page: Page, state: str) -> list[str]:
    """The families of a column, as the page shows them."""
    return page.locator(f"#cards-{state} > .card h3 bdi").all_inner_texts()


def card(page: Page, name: str) -> Locator:
    return page.locator(".board .card", has=page.get_by_role("heading", name=name))


def refresh(page: Page) -> None:
    """Ask for others' changes at once, instead of in a few seconds."""
    with page.expect_response("**/familles/etat*"):
        page.evaluate("htmx.trigger('#board-live', 'board:refresh')")


def drag(page: Page, source: Locator, target: Locator, *, place: str = "under", drop: bool = True) -> None:
    """Carry a card with the mouse: ``under`` the last card of a column, ``onto`` another card, ``into`` a column."""
    start, end = source.bounding_box(), target.bounding_box()
    page.mouse.move(start["x"] + 30, start["y"] + 12)
    page.mouse.down()
    page.mouse.move(start["x"] + 45, start["y"] + 20, steps=4)
    x = end["x"] + end["width"] / 2
    y = end["y"] + {"under": end["height"] + 14, "onto": 8, "into": 40}[place]
    page.mouse.move(x, y, steps=12)
    for shake in (1, 0, 1, 0):  # the card settles under a pointer that moves, a few times a second
        page.wait_for_timeout(90)
        page.mouse.move(x, y + shake)
    if drop:
        page.mouse.up()


def wait_for(page: Page, state: str, names: list[str]) -> None:
    expect(page.locator(f"#cards-{state} > .card h3 bdi")).to_have_text(names)
