"""The effect of a note, observed later by whoever follows the family."""

from __future__ import annotations

import pytest

from schoolapp.notes import writing
from schoolapp.notes.models import Note
from tests.notes.helpers import typed, write


@pytest.fixture
def note(cast, app):
    with app.test_request_context():
        return write(cast.haddad, cast.agent)


@pytest.mark.parametrize("who", ["agent", "agent2", "direction", "prof"])
def test_whoever_reads_the_note_may_say_what_changed(cast, sign_in, note, who, events):
    browser = sign_in(getattr(cast, who))
    assert browser.get(f"/notes/{note.id}/effet").status_code == 200
    data = {"effect": "better", "words": "Yasmine arrive à l’heure.", "seen": ""}
    assert browser.post(f"/notes/{note.id}/effet", data=data).status_code == 303
    seen = Note.get_by_id(note.id)
    assert (seen.effect, seen.effect_words, seen.effect_by_id) == ("better", data["words"], getattr(cast, who).id)
    [event] = events("note.effect")
    assert event.detail == {"effect": "better"}
    assert "effet : mieux" in browser.get(f"/notes/{note.id}").get_data(as_text=True).replace("\xa0", " ")


@pytest.mark.parametrize(("who", "status"), [("prof2", 404), ("pro", 404), ("secretariat", 403)])
def test_nobody_else_does(cast, sign_in, note, who, status):
    browser = sign_in(getattr(cast, who))
    assert browser.get(f"/notes/{note.id}/effet").status_code == status
    assert browser.post(f"/notes/{note.id}/effet", data={"effect": "better"}).status_code == status


def test_an_effect_is_one_of_the_four(cast, sign_in, note, htmx):
    browser = sign_in(cast.agent)
    for effect in ("", "parfait"):
        data = {"effect": effect, "words": "Des mots à garder."}
        answer = browser.post(f"/notes/{note.id}/effet", data=data, headers=htmx)
        assert answer.status_code == 422
        assert "Des mots à garder." in answer.get_data(as_text=True)


def test_two_people_at_once_see_each_others_word(cast, sign_in, note):
    browser = sign_in(cast.prof)
    sign_in(cast.agent).post(f"/notes/{note.id}/effet", data={"effect": "worse", "words": "", "seen": ""})
    answer = browser.post(f"/notes/{note.id}/effet", data={"effect": "better", "words": "Mon mot", "seen": ""})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "Moins bien" in page
    assert "Mon mot" in page
    assert Note.get_by_id(note.id).effect == "worse"
    seen = Note.get_by_id(note.id).effect_at.isoformat()
    assert browser.post(f"/notes/{note.id}/effet", data={"effect": "better", "seen": seen}).status_code == 303


@pytest.mark.parametrize("seen", ["hier", "2026-11-17T15:00:00", "9999999"])
def test_a_strange_moment_seen_is_a_conflict_or_a_first_word_never_a_fault(cast, sign_in, note, seen):
    answer = sign_in(cast.agent).post(f"/notes/{note.id}/effet", data={"effect": "better", "seen": seen})
    assert answer.status_code in {303, 409}


def test_an_effect_leaves_the_open_correction_of_the_author_good(cast, sign_in, note):
    sign_in(cast.prof).post(f"/notes/{note.id}/effet", data={"effect": "same"})
    answer = sign_in(cast.agent).post(f"/notes/{note.id}/edition", data=typed(version="1"))
    assert answer.status_code == 303
    assert Note.get_by_id(note.id).effect == "same"


def test_a_draft_or_a_withdrawn_note_has_no_effect_to_note(cast, sign_in, app):
    with app.test_request_context():
        private = write(cast.haddad, cast.agent, visibility="private")
        gone = write(cast.haddad, cast.agent)
        writing.withdraw_note(gone, 1, "Mauvaise fiche", by=cast.agent)
    browser = sign_in(cast.agent)
    for note in (private, gone):
        assert browser.get(f"/notes/{note.id}/effet").status_code == 404
