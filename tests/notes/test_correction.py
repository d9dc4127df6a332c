"""Correcting a note: its author only, nothing lost, both texts side by side when another tab was first."""

from __future__ import annotations

from datetime import timedelta

import pytest

from schoolapp.notes import writing
from schoolapp.notes.models import Note, NoteDraft, NotePractice, NoteVersion
from tests.cast import MOMENT
from tests.notes.helpers import typed, write


@pytest.fixture
def note(cast, app):
    with app.test_request_context():
        return write(
            cast.tremblay,
            cast.agent,
            happened_at=MOMENT.replace(second=27),
            text="Premier jet.",
            practices=["dialogue"],
        )


@pytest.fixture
def agent(cast, sign_in):
    return sign_in(cast.agent)


def correction(**changes):
    return typed(**{"hour": "10:00", "version": "1", "text": "Second jet.", **changes})


def test_a_correction_keeps_the_note_as_it_was(cast, agent, note, events):
    answer = agent.post(f"/notes/{note.id}/edition", data=correction(practices=["langue"]))
    assert answer.status_code == 303
    now = Note.get_by_id(note.id)
    assert (now.text, now.version, now.practices) == ("Second jet.", 2, ["langue"])
    assert now.corrected_at == MOMENT
    assert [row.code for row in NotePractice.select()] == ["langue"]
    former = NoteVersion.get()
    assert (former.version, former.content["text"], former.content["practices"]) == (1, "Premier jet.", ["dialogue"])
    assert former.replaced_by_id == cast.agent.id
    [event] = events("note.changed")
    assert "jet" not in str(event.detail)
    page = agent.get(f"/notes/{note.id}/versions").get_data(as_text=True)
    assert "Premier jet." in page


def test_with_htmx_the_corrected_note_takes_its_place(agent, note, htmx):
    answer = agent.post(f"/notes/{note.id}/edition", data=correction(), headers=htmx)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 200
    assert f'id="note-{note.id}"' in page
    assert "Second jet." in page
    assert "Correction enregistrée." in page


def test_a_moment_left_alone_stays_to_the_second(agent, note):
    agent.post(f"/notes/{note.id}/edition", data=correction())
    assert Note.get_by_id(note.id).happened_at == MOMENT.replace(second=27)


def test_changing_nothing_makes_no_version(agent, note, events):
    same = correction(text="Premier jet.", people=None, minutes=None, practices=["dialogue"])
    agent.post(f"/notes/{note.id}/edition", data=same)
    assert NoteVersion.select().count() == 0
    assert events("note.changed") == []


def test_sending_a_correction_twice_makes_one_version(agent, note):
    for _ in range(2):
        assert agent.post(f"/notes/{note.id}/edition", data=correction()).status_code == 303
    assert NoteVersion.select().count() == 1


def test_a_stale_correction_shows_both_texts_and_loses_neither(agent, note, htmx):
    agent.post(f"/notes/{note.id}/edition", data=correction(text="De l’autre onglet."))
    for headers in ({}, htmx):
        answer = agent.post(f"/notes/{note.id}/edition", data=correction(text="De cet onglet-ci."), headers=headers)
        page = answer.get_data(as_text=True)
        assert answer.status_code == 409
        assert "De l’autre onglet." in page
        assert page.count("De cet onglet-ci.") == 2, "side by side, and still in the form"
        assert 'name="version" type="hidden" value="2"' in page
    assert Note.get_by_id(note.id).text == "De l’autre onglet."


def test_choosing_my_text_after_a_conflict_keeps_the_other_as_a_version(agent, note):
    agent.post(f"/notes/{note.id}/edition", data=correction(text="De l’autre onglet."))
    agent.post(f"/notes/{note.id}/edition", data=correction(text="De cet onglet-ci.", version="2"))
    assert Note.get_by_id(note.id).text == "De cet onglet-ci."
    texts = [row.content["text"] for row in NoteVersion.select().order_by(NoteVersion.version)]
    assert texts == ["Premier jet.", "De l’autre onglet."]


def test_a_note_withdrawn_meanwhile_is_told_and_the_text_stays(cast, agent, note, app):
    with app.test_request_context():
        writing.withdraw_note(Note.get_by_id(note.id), 1, "Mauvaise fiche", by=cast.direction)
    answer = agent.post(f"/notes/{note.id}/edition", data=correction())
    page = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "Mauvaise fiche" in page
    assert "Second jet." in page
    assert Note.get_by_id(note.id).text == "Premier jet."
    assert agent.get(f"/notes/{note.id}/edition").status_code == 404


@pytest.mark.parametrize(("who", "status"), [
    ("agent2", 404),
    ("direction", 404),
    ("prof", 404),
    ("pro", 404),
    ("secretariat", 403),
])  # fmt: skip
def test_nobody_else_corrects_it(cast, sign_in, note, who, status):
    browser = sign_in(getattr(cast, who))
    assert browser.get(f"/notes/{note.id}/edition").status_code == status
    assert browser.post(f"/notes/{note.id}/edition", data=correction()).status_code == status
    assert Note.get_by_id(note.id).text == "Premier jet."


def test_an_author_who_lost_access_corrects_no_more(cast, sign_in, app):
    with app.test_request_context():
        note = write(cast.oconnor, cast.prof)
    assert sign_in(cast.prof).get(f"/notes/{note.id}/edition").status_code == 404


@pytest.mark.parametrize(("changes", "words"), [
    ({"practices": []}, "au moins une façon"),
    ({"text": "é" * 20_001}, "Rien n’en est perdu"),
    ({"version": None}, "nécessaire"),
    ({"version": "abc"}, "nécessaire"),
])  # fmt: skip
def test_a_refused_correction_keeps_the_text(agent, note, changes, words):
    answer = agent.post(f"/notes/{note.id}/edition", data=correction(**changes))
    assert answer.status_code == 422
    assert words in answer.get_data(as_text=True)
    assert Note.get_by_id(note.id).version == 1


def test_the_form_opens_with_the_note_or_with_its_draft(cast, agent, note):
    assert "Premier jet." in agent.get(f"/notes/{note.id}/edition").get_data(as_text=True)
    draft = correction(text="Pas fini", note_id=str(note.id), writer="tab-one-of-tests", sequence="1", seen="0")
    agent.post(f"/familles/{cast.tremblay.id}/brouillon", data=draft, headers={"X-Draft": "1"})
    page = agent.get(f"/notes/{note.id}/edition").get_data(as_text=True)
    assert "Pas fini" in page
    assert "Brouillon retrouvé" in page
    agent.post(f"/notes/{note.id}/edition", data=correction())
    assert NoteDraft.of(cast.agent, cast.tremblay.id, note.id) is None


def test_opening_the_form_of_a_correction_leaves_a_trace(cast, agent, note, events):
    agent.get(f"/notes/{note.id}/edition")
    assert [event.subject_id for event in events("note.opened")] == [note.id]


def test_a_correction_may_move_the_note_in_time(agent, note):
    agent.post(f"/notes/{note.id}/edition", data=correction(day="2026-11-10", hour="16:00"))
    assert Note.get_by_id(note.id).happened_at == MOMENT - timedelta(days=7) + timedelta(hours=6)
