"""The board on a phone: one column at a time, the menu, and a finger that scrolls."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.boards import card

# ---- on a phone


def test_a_phone_shows_one_column_at_a_time_by_links(open_board):
    page = open_board(size="phone", java_script_enabled=False)
    expect(card(page, "Abadi")).to_be_visible()
    expect(card(page, "Diallo")).to_be_hidden()
    page.locator("#board-tabs").get_by_role("link", name="Premier contact").click()
    assert "colonne=premier_contact" in page.url
    expect(card(page, "Diallo")).to_be_visible()
    expect(card(page, "Abadi")).to_be_hidden()


def test_on_a_phone_the_menu_moves_a_card_to_a_column_out_of_sight(open_board, school):
    page = open_board(size="phone")
    card(page, "Abadi").get_by_role("link", name="Actions : Abadi").tap()
    page.locator("#card-menu").get_by_role("button", name="Premier contact").tap()
    expect(card(page, "Abadi")).to_be_hidden()
    expect(page.locator("#tab-premier_contact .num")).to_have_text("2")
    assert school.order("premier_contact") == ["Abadi", "Diallo"]


class Finger:
    """A finger on a phone's screen."""

    def __init__(self, page: Page) -> None:
        self.page, self.session = page, page.context.new_cdp_session(page)

    def touch(self, kind: str, x: float, y: float) -> None:
        points = [] if kind == "touchEnd" else [{"x": x, "y": y}]
        self.session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    def slide(self, x: float, start: float, end: float, *, pause: int) -> None:
        self.touch("touchStart", x, start)
        self.page.wait_for_timeout(pause)
        for step in range(1, 11):
            self.touch("touchMove", x, start + (end - start) * step / 10)
            self.page.wait_for_timeout(25)
        self.page.wait_for_timeout(150)
        self.touch("touchEnd", x, end)


def test_a_finger_scrolls_over_cards_and_moves_one_only_after_a_longer_press(open_board, school):
    page = open_board(size="phone")
    first, last = card(page, "Abadi").bounding_box(), card(page, "Côté").bounding_box()
    finger = Finger(page)
    finger.slide(first["x"] + 60, last["y"] + 20, first["y"] - 150, pause=0)
    page.wait_for_timeout(300)
    assert page.evaluate("scrollY") > 0
    assert school.order("a_joindre") == ["Abadi", "Bélanger", "Côté"]
    page.evaluate("scrollTo(0, 0)")
    finger.slide(first["x"] + 60, first["y"] + 15, last["y"] + last["height"] - 8, pause=400)
    expect(page.get_by_text("a changé de place")).to_be_visible()
    assert school.order("a_joindre")[0] == "Bélanger"
