"""The timeline of a family's file: notes, moves of the link and changes of tier, page by page."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from schoolapp import clock
from schoolapp.families.models import LinkChange, TierChange
from schoolapp.notes.models import Note
from tests.families.file import words


@pytest.fixture
def page(cast, sign_in):
    """``page(person, family)`` is what the person reads on the family's page."""
    return lambda person, family: words(sign_in(getattr(cast, person)).get(f"/familles/{family.id}").text)


def note(cast, at, text="Appel", **columns):
    base = {"family": cast.haddad, "author": cast.agent, "happened_at": at, "written_at": at, "means": "telephone"}
    return Note.create(**base | {"reached": "yes", "text": text} | columns)


def moved(cast, at, to):
    return LinkChange.create(family=cast.haddad, at=at, by=cast.agent, before="a_joindre", after=to)


def test_the_timeline_mixes_notes_moves_and_tiers_the_latest_first(cast, page):
    now = clock.now()
    note(cast, now - timedelta(days=3), "Premier appel")
    moved(cast, now - timedelta(days=2), "alliance")
    TierChange.create(family=cast.haddad, at=now - timedelta(days=1), by=cast.agent, tier=2, reason="Ciblé ensemble")
    text = page("prof", cast.haddad)
    order = ("Ciblé ensemble", "Lien : de « À joindre » à « Alliance établie »", "Premier appel")
    places = [text.index(words) for words in order]
    assert places == sorted(places)


def timeline_ids(text: str) -> list[str]:
    return re.findall(r'<li [^>]*\bid="((?:note|link|tier)-\d+)"', text)


def test_older_entries_come_page_by_page_none_twice_none_missing(cast, sign_in, htmx):
    now = clock.now()
    for minutes in range(120):
        note(cast, now - timedelta(minutes=minutes // 3))  # three of each minute
    moved(cast, now - timedelta(minutes=10), "veille")
    browser, seen = sign_in(cast.agent), []
    text = browser.get(f"/familles/{cast.haddad.id}").text
    for _page in range(10):
        seen += timeline_ids(text)
        older = re.search(r'hx-get="(/familles/\d+/fil\?avant=[^"]+)"', text)
        if older is None:
            break
        whole = browser.get(older[1])
        assert whole.text.count("<h1") == 1
        text = browser.get(older[1], headers=htmx).text
        assert timeline_ids(whole.text) == timeline_ids(text)
        assert "<html" not in text
    assert len(seen) == len(set(seen)) == 121


def test_more_entries_of_one_moment_than_a_page_holds_are_all_shown(cast, sign_in):
    for _number in range(60):
        note(cast, clock.now())
    text = sign_in(cast.agent).get(f"/familles/{cast.haddad.id}").text
    assert len(timeline_ids(text)) == 60


@pytest.mark.parametrize("moment", ["hier", "2026-13-45", "9999-99", "2026-11-17T10:00:00+24:99", "%00", "0001-01-01"])
def test_a_moment_that_is_none_never_breaks_the_timeline(cast, sign_in, moment):
    status = sign_in(cast.agent).get(f"/familles/{cast.haddad.id}/fil?avant={moment}").status_code
    assert status == 404
