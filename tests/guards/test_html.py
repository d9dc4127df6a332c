"""Every page that someone of the cast can reach is valid HTML: one h1, no id twice, no query from a template."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from schoolapp import database
from tests import crawl
from tests.cast import PEOPLE
from tests.guards import markup
from tests.guards.routes import every_route


def starts(app) -> list[str]:
    """Pages that need no number, so that those without a link to them are seen too."""
    return ["/", *(route.address for route in every_route(app) if route.method == "GET" and "<" not in route.address)]


def reader(browser):
    def read(address: str) -> str | None:
        answer = browser.get(address)
        assert answer.status_code < 500, address
        return answer.text if answer.mimetype == "text/html" and answer.status_code == 200 else None

    return read


@contextmanager
def queries_of_templates() -> Iterator[list[str]]:
    """Collects the statements sent while a template is being rendered, with the template's name."""
    sent: list[str] = []
    bound = database.db.obj
    plain = bound.execute_sql

    def execute_sql(sql: str, *arguments: object, **options: object) -> object:
        frame = sys._getframe()
        while frame is not None:
            if frame.f_code.co_filename.endswith(".html"):
                sent.append(f"{frame.f_code.co_filename.rpartition('/templates/')[2]}: {sql[:100]}")
                break
            frame = frame.f_back
        return plain(sql, *arguments, **options)

    bound.execute_sql = execute_sql
    try:
        yield sent
    finally:
        del bound.execute_sql


@pytest.mark.parametrize("person", [*PEOPLE, "stranger"])
def test_every_page_within_reach_is_well_made(app, cast, sign_in, client, person):
    browser = client if person == "stranger" else sign_in(getattr(cast, person))
    found = {}
    with queries_of_templates() as sent:
        for address, page in crawl.walk(starts(app), reader(browser)):
            if faults := markup.faults(page):
                found[address] = faults
    assert found == {}
    assert sorted(set(sent)) == []


def test_a_badly_made_page_is_noticed():
    page = "<!doctype html><html><body><p id=a><div id=a><a href=#><button>x</button></a></p><label for=b>y</label>"
    faults = " ".join(markup.faults(page))
    for fault in ("id « a » 2 times", "<button> inside <a>", "no such id", "0 h1", "no title", "no language", "line 1"):
        assert fault in faults


def test_two_pages_have_one_shape_whatever_is_written_in_them():
    page = '<main><h1>{}</h1><ul class="list"><li><a href="/familles/{}">{}</a></ul><h2>Suite</h2></main>'
    one = crawl.shape(page.format("Roy", 1, "Léa"))
    assert one == crawl.shape(page.format("Côté", 2, "Noé"))
    for before, after in (('"list"', '"list two"'), ("<h2>", "<h3>"), ("<li>", "<li id=a>"), ("<a", "<b></b><a")):
        assert not crawl.shape(page.replace(before, after)) <= one
    assert crawl.shape("<main><h1></h1></main>") <= one
