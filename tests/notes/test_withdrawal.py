"""Withdrawing a note with a reason, and bringing it back: its author and the direction. Nothing is ever deleted."""

from __future__ import annotations

import pytest

from schoolapp.notes import writing
from schoolapp.notes.models import Note
from tests.notes.helpers import content, write

REASON = {"reason": "Mauvaise fiche", "version": "1"}


@pytest.fixture
def note(cast, app):
    with app.test_request_context():
        return write(cast.tremblay, cast.agent, text="À garder.")


@pytest.mark.parametrize("who", ["agent", "direction"])
def test_its_author_and_the_direction_withdraw_and_restore(cast, sign_in, note, who, events):
    browser = sign_in(getattr(cast, who))
    assert browser.get(f"/notes/{note.id}/retrait").status_code == 200
    assert browser.post(f"/notes/{note.id}/retrait", data=REASON).status_code == 303
    gone = Note.get_by_id(note.id)
    assert (gone.withdrawn_reason, gone.withdrawn_by_id) == ("Mauvaise fiche", getattr(cast, who).id)
    assert gone.text == "À garder."
    assert browser.get(f"/notes/{note.id}").status_code == 200
    assert browser.post(f"/notes/{note.id}/retablissement", data={"version": "2"}).status_code == 303
    assert not Note.get_by_id(note.id).withdrawn
    assert len(events("note.withdrawn")) == len(events("note.restored")) == 1


@pytest.mark.parametrize(("who", "status"), [("agent2", 404), ("prof", 404), ("pro", 404), ("secretariat", 403)])
def test_nobody_else_does(cast, sign_in, note, who, status):
    browser = sign_in(getattr(cast, who))
    assert browser.get(f"/notes/{note.id}/retrait").status_code == status
    assert browser.post(f"/notes/{note.id}/retrait", data=REASON).status_code == status
    assert browser.post(f"/notes/{note.id}/retablissement", data={"version": "1"}).status_code == status
    assert not Note.get_by_id(note.id).withdrawn


def test_a_withdrawn_note_is_read_no_more_by_the_circle(cast, sign_in, note):
    sign_in(cast.agent).post(f"/notes/{note.id}/retrait", data=REASON)
    assert sign_in(cast.prof).get(f"/notes/{note.id}").status_code == 404
    assert sign_in(cast.agent2).get(f"/notes/{note.id}").status_code == 404


def test_a_reason_is_asked(cast, sign_in, note, htmx):
    browser = sign_in(cast.agent)
    for headers in ({}, htmx):
        answer = browser.post(f"/notes/{note.id}/retrait", data={"reason": " ", "version": "1"}, headers=headers)
        assert answer.status_code == 422
    assert not Note.get_by_id(note.id).withdrawn


def test_a_note_corrected_meanwhile_is_shown_again_before_it_is_withdrawn(cast, sign_in, note, app):
    with app.test_request_context():
        writing.correct_note(Note.get_by_id(note.id), 1, content(text="Corrigée."), by=cast.agent, form_key="k" * 12)
    browser = sign_in(cast.direction)
    answer = browser.post(f"/notes/{note.id}/retrait", data=REASON)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "Corrigée." in page
    assert "Mauvaise fiche" in page
    assert browser.post(f"/notes/{note.id}/retrait", data={**REASON, "version": "2"}).status_code == 303


def test_with_htmx_the_note_changes_in_place_and_may_be_undone(cast, sign_in, note, htmx):
    browser = sign_in(cast.agent)
    page = browser.post(f"/notes/{note.id}/retrait", data=REASON, headers=htmx).get_data(as_text=True)
    assert "Mauvaise fiche" in page
    assert f'action="/notes/{note.id}/retablissement"' in page
    back = browser.post(f"/notes/{note.id}/retablissement", data={"version": "2"}, headers=htmx)
    assert "À garder." in back.get_data(as_text=True)


def test_a_double_click_withdraws_once(cast, sign_in, note, events):
    browser = sign_in(cast.agent)
    for _ in range(2):
        assert browser.post(f"/notes/{note.id}/retrait", data=REASON).status_code == 303
    assert len(events("note.withdrawn")) == 1


def test_the_undo_of_not_reached_withdraws_it(cast, sign_in, htmx):
    browser = sign_in(cast.agent)
    data = {"means": "telephone", "form_key": "key-of-the-quick-form"}
    browser.post(f"/familles/{cast.tremblay.id}/notes/pas-rejoint", data=data)
    page = browser.get(f"/familles/{cast.tremblay.id}/notes/nouvelle").get_data(as_text=True)
    note = Note.get()
    assert f'action="/notes/{note.id}/retrait"' in page
    browser.post(f"/notes/{note.id}/retrait", data={"version": "1", "reason": "Notée par erreur"})
    assert Note.get().withdrawn
