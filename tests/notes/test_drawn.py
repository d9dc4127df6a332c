"""Drawings kept in memory: fresh as soon as anything they show changes, and never one person's for another."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from schoolapp.notes import drawn, queries, writing
from schoolapp.notes.models import Note
from tests.cast import MOMENT
from tests.notes.helpers import content, plan, write


@pytest.fixture
def timeline(cast, context):
    def html(name: str = "agent") -> str:
        user = getattr(cast, name)
        user.school = cast.school
        rows = queries.timeline(user, cast.haddad.id, None, 50)
        return "".join(entry.html for entry in drawn.entries(rows, user))

    return html


def test_a_note_is_drawn_once_while_nothing_changes(cast, timeline, monkeypatch):
    write(cast.haddad, cast.agent)
    first = timeline()
    monkeypatch.setattr(drawn, "_draw", None)
    assert timeline() == first


def test_what_changes_shows_at_once(cast, timeline):
    note = write(cast.haddad, cast.agent, text="Avant")
    assert "Avant" in timeline()
    writing.correct_note(note, 1, content(text="Après"), by=cast.agent, form_key="k" * 10)
    assert "Après" in timeline()
    writing.observe_effect(Note.get_by_id(note.id), None, "better", "", by=cast.prof)
    assert "mieux" in timeline()
    cast.agent.name = "Rosalie Nouveau-Nom"
    cast.agent.save()
    assert "Rosalie Nouveau-Nom" in timeline()


def test_the_year_shows_when_it_is_past(cast, timeline, frozen):
    write(cast.haddad, cast.agent)
    assert "2026" not in re.sub(r"<[^>]*>", "", timeline())
    frozen.move(days=60)
    assert "2026" in re.sub(r"<[^>]*>", "", timeline())


def test_acts_are_offered_to_those_who_may_do_them(cast, timeline):
    note = write(cast.haddad, cast.agent)
    for name, acts in {
        "agent": {"effet", "edition", "retrait"},
        "direction": {"effet", "retrait"},
        "prof": {"effet"},
    }.items():
        assert set(re.findall(rf'href="/notes/{note.id}/(\w+)"', timeline(name))) == acts


def test_what_people_type_is_shown_as_typed_never_run(cast, timeline):
    attack = "<script>alert(1)</script> & <img src=x onerror=alert(1)>"
    note = write(cast.haddad, cast.agent, text=attack, people='"><b>x')
    writing.observe_effect(note, None, "better", attack, by=cast.agent)
    html = timeline()
    assert "<script>" not in html
    assert "<img" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp;" in html
    assert "<b>x" not in html


def test_paragraphs_read_in_their_own_direction(cast, timeline):
    write(cast.haddad, cast.agent, text="Bonjour\n\nقالت الأم")
    assert '<p dir="auto">Bonjour</p><p dir="auto">قالت الأم</p>' in timeline()


def test_a_restricted_note_is_read_one_at_a_time(cast, sign_in, app, htmx):
    with app.test_request_context():
        note = write(cast.haddad, cast.agent, text="très confidentiel", visibility="restricted")
    for who, readable in (("direction", True), ("prof", False)):
        browser = sign_in(getattr(cast, who))
        page = browser.get(f"/familles/{cast.haddad.id}").get_data(as_text=True)
        assert "Note réservée" in page
        assert "très confidentiel" not in page
        assert (f'hx-get="/notes/{note.id}"' in page) is readable
        answer = browser.get(f"/notes/{note.id}", headers=htmx)
        assert ("très confidentiel" in answer.get_data(as_text=True)) is readable


def test_the_forms_of_kept_follow_ups_bear_the_visitors_own_token(cast, sign_in, app):
    with app.test_request_context():
        plan(cast.haddad, cast.agent, MOMENT.date() + timedelta(days=1))
    tokens = set()
    for who in ("agent", "prof"):
        page = sign_in(getattr(cast, who)).get(f"/familles/{cast.haddad.id}").get_data(as_text=True)
        assert drawn.TOKEN not in page
        form = re.search(r'action="/suivis/\d+/fait".*?name="csrf_token" value="([^"]+)"', page, re.S)
        own = re.search(r'name="csrf-token" content="([^"]+)"', page)
        assert form.group(1) == own.group(1)
        tokens.add(own.group(1))
    assert len(tokens) == 2
