"""Who reads what: role × visibility × circle, what others see instead, and the trace that reading leaves."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from schoolapp import clock
from schoolapp.accounts.models import User
from schoolapp.families.models import CircleMember, Opening
from schoolapp.families.parts import Window
from schoolapp.notes import parts, queries, writing
from schoolapp.notes.models import Note
from tests.cast import MOMENT
from tests.notes.helpers import content, write

PEOPLE = ("agent", "agent2", "direction", "prof", "prof2", "pro")


def reader(cast, name: str) -> User:
    user = getattr(cast, name)
    user.school = cast.school
    return user


@pytest.mark.parametrize(("visibility", "readers"), [
    ("circle", {"agent", "agent2", "direction", "prof"}),
    ("restricted", {"agent", "agent2", "direction"}),
    ("private", {"agent"}),
])  # fmt: skip
@pytest.mark.parametrize("who", PEOPLE)
def test_a_note_is_read_by_those_it_is_for(cast, sign_in, app, visibility, readers, who):
    with app.test_request_context():
        note = write(cast.haddad, cast.agent, visibility=visibility)
    browser = sign_in(getattr(cast, who))
    expected = 200 if who in readers else 404
    assert browser.get(f"/notes/{note.id}").status_code == expected
    assert browser.get(f"/notes/{note.id}/versions").status_code == expected


@pytest.mark.parametrize("who", ["secretariat", "repondant"])
def test_no_note_is_for_the_secretariat_or_the_liaison(cast, sign_in, app, who):
    with app.test_request_context():
        note = write(cast.haddad, cast.agent)
    assert sign_in(getattr(cast, who)).get(f"/notes/{note.id}").status_code == 403


def without_token(page):
    """The page without its anti-forgery token, which is of the second when it was drawn."""
    return re.sub(r'name="csrf-token" content="[^"]*"', "", page)


def test_a_note_that_does_not_exist_and_one_not_for_me_look_the_same(cast, sign_in, app):
    with app.test_request_context():
        note = write(cast.oconnor, cast.agent)
    browser = sign_in(cast.prof)
    hidden, missing = browser.get(f"/notes/{note.id}"), browser.get("/notes/999999")
    assert (hidden.status_code, without_token(hidden.text)) == (missing.status_code, without_token(missing.text))
    assert browser.get(f"/notes/{2**63}").status_code == 404


def test_a_person_named_in_the_circle_reads_until_its_end(cast, sign_in, app, frozen):
    with app.test_request_context():
        note = write(cast.haddad, cast.agent)
        CircleMember.create(
            family=cast.haddad, user=cast.pro, reason="Suivi", until=clock.today(), added_at=MOMENT, added_by=cast.agent
        )
    assert sign_in(cast.pro).get(f"/notes/{note.id}").status_code == 200
    frozen.move(days=1)
    assert sign_in(cast.pro).get(f"/notes/{note.id}").status_code == 404


def test_an_opening_for_a_day_lets_a_professional_read_and_write(cast, sign_in, app):
    with app.test_request_context():
        note = write(cast.haddad, cast.agent)
        Opening.create(
            family=cast.haddad, user=cast.pro, reason="Urgence", at=MOMENT, until=MOMENT + timedelta(hours=24)
        )
    browser = sign_in(cast.pro)
    assert browser.get(f"/notes/{note.id}").status_code == 200
    page = browser.get(f"/familles/{cast.haddad.id}/notes/nouvelle").get_data(as_text=True)
    assert f">{cast.pro.name}</option>" in page


def test_reading_one_note_leaves_a_trace(cast, sign_in, app, events):
    with app.test_request_context():
        note = write(cast.haddad, cast.agent, visibility="restricted")
    browser = sign_in(cast.direction)
    browser.get(f"/notes/{note.id}")
    browser.get(f"/notes/{note.id}/versions")
    sign_in(cast.prof).get(f"/notes/{note.id}")
    opened = events("note.opened")
    assert [(event.actor_id, event.subject_id) for event in opened] == [(cast.direction.id, note.id)] * 2
    assert opened[0].family_id == cast.haddad.id


# ---- the timeline


def timeline(user, family, window: Window) -> list:
    """The entries of the notes, as the file's timeline asks for them."""
    return list(parts._entries(user, family, parts._rows(user, family.id, window)))


def entries(cast, name: str) -> list[tuple[str, str]]:
    user = reader(cast, name)
    return [(entry.template, entry.row.text) for entry in timeline(user, cast.haddad, Window())]


def test_the_timeline_shows_each_reader_what_is_for_them(cast, context):
    write(cast.haddad, cast.agent, text="pour tous", happened_at=MOMENT)
    write(cast.haddad, cast.agent, text="réservé", visibility="restricted", happened_at=MOMENT - timedelta(days=1))
    write(cast.haddad, cast.agent, text="à moi", visibility="private", happened_at=MOMENT - timedelta(days=2))
    shared, stub = ("notes/_note.html", "pour tous"), ("notes/_note_stub.html", "")
    assert entries(cast, "agent") == [shared, stub, ("notes/_note.html", "à moi")]
    assert entries(cast, "direction") == [shared, stub]
    assert entries(cast, "prof") == [shared, stub]


def test_the_text_of_a_restricted_note_never_comes_with_the_timeline(cast, context):
    write(cast.haddad, cast.agent, text="très confidentiel", visibility="restricted")
    row = next(iter(timeline(reader(cast, "direction"), cast.haddad, Window()))).row
    assert "confidentiel" not in repr(row)
    assert row.can_open
    assert not next(iter(timeline(reader(cast, "prof"), cast.haddad, Window()))).row.can_open


def test_a_stub_says_how_many_restricted_notes_there_are(cast, context):
    for _ in range(3):
        write(cast.haddad, cast.agent, visibility="restricted")
    row = next(iter(timeline(reader(cast, "prof"), cast.haddad, Window()))).row
    assert row.restricted_total == 3
    assert queries.restricted_count(cast.haddad) == 3


def test_a_withdrawn_note_leaves_its_reason_to_all_and_its_text_to_its_author_and_the_direction(cast, context):
    note = write(cast.haddad, cast.agent, text="erreur")
    writing.withdraw_note(note, 1, "Mauvaise fiche", by=cast.agent)
    for name in ("agent", "agent2", "direction", "prof"):
        [entry] = timeline(reader(cast, name), cast.haddad, Window())
        assert (entry.template, entry.row.text) == ("notes/_note_withdrawn.html", "")
        assert entry.row.withdrawn_reason == "Mauvaise fiche"
        assert entry.row.can_open == (name in {"agent", "direction"})


def test_a_withdrawn_restricted_note_is_gone_for_the_circle(cast, context):
    note = write(cast.haddad, cast.agent, visibility="restricted")
    writing.withdraw_note(note, 1, "Mauvaise fiche", by=cast.agent)
    assert entries(cast, "prof") == []
    assert entries(cast, "agent2") == [("notes/_note_withdrawn.html", "")]


def test_the_timeline_comes_page_by_page_in_one_query(cast, context, count_queries):
    for number in range(12):
        write(cast.haddad, cast.agent, happened_at=MOMENT - timedelta(days=number), text=str(number))
    user = reader(cast, "agent")
    with count_queries() as statements:
        first = timeline(user, cast.haddad, Window(limit=5))
    assert len(statements) == 1
    assert [entry.row.text for entry in first] == ["0", "1", "2", "3", "4"]
    rest = timeline(user, cast.haddad, Window(before=first[-1].at, limit=50))
    assert [entry.row.text for entry in rest] == [str(number) for number in range(5, 12)]


def test_visible_notes_follow_the_circle(cast, context):
    for family in (cast.tremblay, cast.haddad, cast.oconnor):
        for visibility in ("circle", "restricted", "private"):
            write(family, cast.agent, visibility=visibility)
    seen = {name: queries.visible_notes(reader(cast, name)).count() for name in PEOPLE}
    assert seen == {"agent": 9, "agent2": 6, "direction": 6, "prof": 2, "prof2": 2, "pro": 0}
    assert queries.visible_notes(reader(cast, "prof"), cast.haddad).count() == 1
    assert queries.visible_notes(reader(cast, "secretariat")).count() == 0


def test_long_texts_open_on_demand_and_lose_nothing(cast, context):
    text = " ".join(f"Phrase {number} de la rencontre." for number in range(200))
    row = queries.card(reader(cast, "agent"), write(cast.haddad, cast.agent, text=text))
    assert row.rest
    assert f"{row.beginning} {row.rest}" == text
    assert row.beginning.endswith(".")


@pytest.mark.parametrize("text", ["court", "x" * 900, "x" * 5000, "م" * 5000, "a " * 2000])
def test_folding_keeps_every_character(text):
    from schoolapp.notes.shown import fold

    beginning, rest = fold(text)
    assert (beginning + rest).replace(" ", "") == text.replace(" ", "")


def test_former_versions_are_for_those_who_could_read_them_then(cast, context):
    note = write(cast.haddad, cast.agent, visibility="private", text="brouillon")
    writing.correct_note(note, 1, content(visibility="restricted", text="réservé"), by=cast.agent, form_key="k" * 12)
    writing.correct_note(note, 2, content(visibility="circle", text="partagé"), by=cast.agent, form_key="k" * 12)

    def texts(name: str) -> list[str]:
        return [one.content["text"] for one in queries.versions(reader(cast, name), Note.get_by_id(note.id))]

    assert texts("agent") == ["réservé", "brouillon"]
    assert texts("direction") == ["réservé"]
    assert texts("prof") == []
