"""Writing a note: who may, what is asked, what is kept when refused, and that a form gives one note."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from schoolapp.notes.models import FollowUp, Note, NoteDraft, NotePractice
from tests.notes.helpers import KEY, typed


def url(family) -> str:
    return f"/familles/{family.id}/notes"


@pytest.fixture
def agent(cast, sign_in):
    return sign_in(cast.agent)


def test_a_note_is_written_and_its_event_recorded(cast, agent, events):
    answer = agent.post(url(cast.tremblay), data=typed())
    note = Note.get()
    assert answer.status_code == 303
    assert answer.location == f"/familles/{cast.tremblay.id}#note-{note.id}"
    assert note.author_id == cast.agent.id
    assert note.happened_at == datetime(2026, 11, 17, 14, 30, tzinfo=UTC)
    assert (note.means, note.reached, note.people, note.minutes) == ("telephone", "yes", "Mme Nguyen", 15)
    assert note.practices == ["dialogue", "moyens"]
    assert [row.code for row in NotePractice.select().order_by(NotePractice.code)] == ["dialogue", "moyens"]
    [event] = events("note.created")
    assert (event.actor_id, event.subject_id, event.family_id) == (cast.agent.id, note.id, cast.tremblay.id)
    assert "Léa" not in str(event.detail), "the journal never holds the text of a note"


def test_with_htmx_the_file_is_read_again(cast, agent, htmx):
    answer = agent.post(url(cast.tremblay), data=typed(), headers=htmx)
    assert answer.status_code == 204
    assert answer.headers["HX-Redirect"] == f"/familles/{cast.tremblay.id}"


@pytest.mark.parametrize(("who", "family", "status"), [
    ("agent", "oconnor", 200),
    ("direction", "oconnor", 200),
    ("prof", "tremblay", 200),
    ("prof", "oconnor", 404),
    ("pro", "tremblay", 404),
    ("secretariat", "tremblay", 403),
    ("repondant", "tremblay", 403),
])  # fmt: skip
def test_who_has_access_to_the_file_may_write_in_it(cast, sign_in, who, family, status):
    browser = sign_in(getattr(cast, who))
    place = getattr(cast, family)
    assert browser.get(f"{url(place)}/nouvelle").status_code == status
    written = browser.post(url(place), data=typed())
    assert written.status_code == (303 if status == 200 else status)
    assert Note.select().count() == (1 if status == 200 else 0)


def test_the_form_opens_with_now_and_the_means_the_family_prefers(cast, agent):
    cast.tremblay.means = ["texto", "telephone"]
    cast.tremblay.save()
    page = agent.get(f"{url(cast.tremblay)}/nouvelle").get_data(as_text=True)
    assert 'value="2026-11-17"' in page
    assert 'value="10:00"' in page
    assert 'value="texto" checked' in page


def test_the_form_comes_as_a_fragment_to_htmx(cast, agent, htmx):
    answer = agent.get(f"{url(cast.tremblay)}/nouvelle", headers=htmx).get_data(as_text=True)
    assert "<html" not in answer
    assert 'id="note-new"' in answer


@pytest.mark.parametrize(("changes", "words"), [
    ({"practices": []}, "Choisissez au moins une façon de faire."),
    ({"reached": "na", "text": ""}, "quelques mots"),
    ({"means": None}, "Dites comment"),
    ({"means": "pigeon"}, "Dites comment"),
    ({"day": "2026-11-18"}, "à venir"),
    ({"hour": "10:30"}, "à venir"),
    ({"day": "hier"}, "ne se lit pas"),
    ({"day": "1999-12-31"}, "hors de portée"),
    ({"hour": "25:00"}, "ne se lit pas"),
    ({"minutes": "1e400"}, "nombre entier"),
    ({"minutes": "-3"}, "Entre 1 et 600"),
    ({"practices": ["dialogue", "magie"]}, "Choisissez une valeur de la liste."),
    ({"visibility": "everybody"}, "Choisissez une valeur de la liste."),
    ({"people": "x" * 301}, "Au plus 300"),
    ({"follow_what": "Rappeler"}, "Dites pour quand."),
    ({"follow_on": "2026-11-20"}, "Dites ce qu’il y a à faire."),
    ({"follow_what": "x" * 201, "follow_on": "2026-11-20", "follow_who": "{agent}"}, "Au plus 200"),
    ({"follow_what": "Rappeler", "follow_on": "2026-11-16", "follow_who": "{agent}"}, "déjà passée"),
    ({"follow_what": "Rappeler", "follow_on": "2026-11-20", "follow_who": "{prof2}"}, "Ajoutez-la d’abord au cercle"),
    ({"follow_what": "Rappeler", "follow_on": "2026-11-20", "follow_who": str(2**63)}, "Ajoutez-la d’abord au cercle"),
])  # fmt: skip
def test_a_refused_note_keeps_what_was_typed_and_says_why(cast, agent, htmx, changes, words):
    changes = {
        name: value.format(agent=cast.agent.id, prof2=cast.prof2.id) if isinstance(value, str) else value
        for name, value in changes.items()
    }
    for headers in ({}, htmx):
        answer = agent.post(url(cast.haddad), data=typed(**changes), headers=headers)
        page = answer.get_data(as_text=True)
        assert answer.status_code == 422
        assert words in page
        if "text" not in changes:
            assert "Bonne conversation. Léa aime lire." in page
    assert Note.select().count() == 0


def test_a_note_without_an_answer_needs_no_way_of_acting(cast, agent):
    assert agent.post(url(cast.tremblay), data=typed(reached="no", practices=[], text="")).status_code == 303
    assert Note.get().reached == "no"


def test_the_button_of_the_form_says_not_reached_whatever_was_ticked(cast, agent):
    agent.post(url(cast.tremblay), data=typed(not_reached="1", practices=[]))
    note = Note.get()
    assert (note.reached, note.text) == ("no", "Bonne conversation. Léa aime lire.")


def test_clocks_may_differ_by_a_few_minutes(cast, agent):
    assert agent.post(url(cast.tremblay), data=typed(hour="10:09")).status_code == 303


def test_a_note_may_tell_the_past_and_shows_when_it_was_written(cast, agent):
    agent.post(url(cast.tremblay), data=typed(day="2026-10-21", hour="15:00"))
    page = agent.get(f"/notes/{Note.get().id}").get_data(as_text=True)
    assert "mercredi 21 octobre" in page.replace("\xa0", " ")
    assert "écrite le 17 novembre" in page.replace("\xa0", " ")


@pytest.mark.parametrize(("day", "hour", "utc"), [
    ("2026-07-14", "23:30", datetime(2026, 7, 15, 3, 30, tzinfo=UTC)),
    ("2026-03-08", "02:30", datetime(2026, 3, 8, 7, 30, tzinfo=UTC)),  # an hour that does not exist
    ("2026-11-01", "01:30", datetime(2026, 11, 1, 5, 30, tzinfo=UTC)),  # an hour that comes twice: the first
    ("2026-11-01", "03:00", datetime(2026, 11, 1, 8, 0, tzinfo=UTC)),
])  # fmt: skip
def test_the_hours_of_the_school_become_utc_across_the_change_of_time(cast, agent, day, hour, utc):
    agent.post(url(cast.tremblay), data=typed(day=day, hour=hour))
    assert Note.get().happened_at == utc


def test_late_in_the_evening_today_is_still_the_schools_day(cast, sign_in, frozen):
    frozen.set(datetime(2026, 11, 18, 4, 30, tzinfo=UTC))  # 23:30 in Montréal
    agent = sign_in(cast.agent)
    page = agent.get(f"{url(cast.tremblay)}/nouvelle").get_data(as_text=True)
    assert 'value="2026-11-17"' in page
    follow = {"follow_what": "Rappeler", "follow_on": "2026-11-17", "follow_who": str(cast.agent.id)}
    assert agent.post(url(cast.tremblay), data=typed(hour="23:20", **follow)).status_code == 303
    assert FollowUp.get().due_on == date(2026, 11, 17)


def test_the_follow_up_of_the_form_is_planned_with_the_note(cast, agent, events):
    follow = {"follow_what": "Rappeler Mme Nguyen", "follow_on": "2026-11-20", "follow_who": str(cast.prof.id)}
    agent.post(url(cast.tremblay), data=typed(**follow))
    step = FollowUp.get()
    assert (step.what, step.due_on, step.assignee_id) == ("Rappeler Mme Nguyen", date(2026, 11, 20), cast.prof.id)
    assert step.note_id == Note.get().id
    assert len(events("follow_up.created")) == 1


def test_sending_the_form_twice_writes_one_note_and_one_follow_up(cast, agent, events):
    follow = {"follow_what": "Rappeler", "follow_on": "2026-11-20", "follow_who": str(cast.agent.id)}
    first = agent.post(url(cast.tremblay), data=typed(**follow))
    again = agent.post(url(cast.tremblay), data=typed(**follow))
    assert first.location == again.location
    assert (Note.select().count(), FollowUp.select().count(), len(events("note.created"))) == (1, 1, 1)


def test_a_form_sent_again_with_other_words_lets_its_author_choose(cast, agent, htmx):
    agent.post(url(cast.tremblay), data=typed())
    for headers in ({}, htmx):
        answer = agent.post(url(cast.tremblay), data=typed(text="Tout autre chose."), headers=headers)
        page = answer.get_data(as_text=True)
        assert answer.status_code == 409
        assert "Bonne conversation. Léa aime lire." in page
        assert "Tout autre chose." in page
    assert [note.text for note in Note.select()] == ["Bonne conversation. Léa aime lire."]


def test_two_forms_give_two_notes_and_one_key_serves_two_people(cast, agent, sign_in):
    agent.post(url(cast.tremblay), data=typed())
    agent.post(url(cast.tremblay), data=typed(form_key="another-key-of-the-tests"))
    sign_in(cast.prof).post(url(cast.tremblay), data=typed())
    assert Note.select().count() == 3


def test_a_request_without_a_key_still_writes(cast, agent):
    agent.post(url(cast.tremblay), data=typed(form_key=None))
    agent.post(url(cast.tremblay), data=typed(form_key="\x00"))
    assert Note.select().count() == 2


def test_a_page_that_someone_else_opened_is_not_saved_in_my_name(cast, agent):
    answer = agent.post(url(cast.tremblay), data=typed(opened_by=str(cast.prof.id)))
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "ouverte par une autre personne" in page
    assert "Bonne conversation. Léa aime lire." in page
    assert Note.select().count() == 0


def test_saving_the_note_ends_its_draft(cast, agent):
    draft = typed(writer="tab-one-of-tests", sequence="1", seen="0")
    agent.post(f"/familles/{cast.tremblay.id}/brouillon", data=draft, headers={"X-Draft": "1"})
    assert NoteDraft.of(cast.agent, cast.tremblay.id) is not None
    agent.post(url(cast.tremblay), data=typed())
    assert NoteDraft.of(cast.agent, cast.tremblay.id) is None
    assert NoteDraft.get().content == {}


@pytest.mark.parametrize("text", [
    "Léa a dit : « j’ai lu 12 livres ! » 🎉👩‍👧",
    "قالت الأم إنها سعيدة بالمدرسة.",
    "Ligne un\n\nLigne deux\ttab & <b>pas gras</b>",
    "x" * 20_000,
    "🎉" * 20_000,
])  # fmt: skip
def test_any_writing_is_kept_as_it_is(cast, agent, text):
    agent.post(url(cast.tremblay), data=typed(text=text))
    assert Note.get().text == text


def test_what_no_engine_can_hold_is_left_out(cast, agent):
    agent.post(url(cast.tremblay), data=typed(text="avant\x00après", people="\x00Mme Nguyen"))
    assert (Note.get().text, Note.get().people) == ("avantaprès", "Mme Nguyen")


def test_a_text_too_long_is_refused_with_its_length_and_kept_whole(cast, agent):
    text = "é" * 20_001
    answer = agent.post(url(cast.tremblay), data=typed(text=text))
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "20 001" in page.replace("\xa0", " ").replace("\u202f", " ")
    assert text in page


def test_only_leads_write_restricted_notes(cast, sign_in):
    browser = sign_in(cast.prof)
    page = browser.get(f"{url(cast.tremblay)}/nouvelle").get_data(as_text=True)
    assert 'value="restricted"' not in page
    assert browser.post(url(cast.tremblay), data=typed(visibility="restricted")).status_code == 422


def test_leads_may_restrict_a_note(cast, agent, sign_in):
    for number, browser in enumerate((agent, sign_in(cast.direction))):
        answer = browser.post(url(cast.tremblay), data=typed(visibility="restricted", form_key=f"{KEY}{number}"))
        assert answer.status_code == 303
    assert {note.visibility for note in Note.select()} == {"restricted"}


# ---- « Pas rejoint », in two taps


def test_not_reached_is_written_with_the_means_and_the_moment(cast, agent, events):
    data = {"means": "texto", "form_key": KEY}
    answer = agent.post(f"{url(cast.tremblay)}/pas-rejoint", data=data)
    note = Note.get()
    assert answer.status_code == 303
    assert (note.means, note.reached, note.text) == ("texto", "no", "")
    assert note.happened_at == datetime(2026, 11, 17, 15, 0, tzinfo=UTC)
    assert len(events("note.created")) == 1


def test_a_double_tap_says_it_once(cast, agent, frozen):
    data = {"means": "texto", "form_key": KEY}
    agent.post(f"{url(cast.tremblay)}/pas-rejoint", data=data)
    frozen.move(seconds=1)
    assert agent.post(f"{url(cast.tremblay)}/pas-rejoint", data=data).status_code == 303
    assert Note.select().count() == 1


def test_not_reached_by_no_known_means_is_refused(cast, agent, htmx):
    for headers in ({}, htmx):
        answer = agent.post(f"{url(cast.tremblay)}/pas-rejoint", data={"means": "pigeon"}, headers=headers)
        assert answer.status_code == 422
    assert Note.select().count() == 0


def test_not_reached_is_for_those_who_have_access(cast, sign_in):
    assert sign_in(cast.prof).post(f"{url(cast.oconnor)}/pas-rejoint", data={"means": "texto"}).status_code == 404
    assert sign_in(cast.secretariat).post(f"{url(cast.tremblay)}/pas-rejoint").status_code == 403


def test_the_picker_names_those_with_access_and_oneself(cast, sign_in):
    page = sign_in(cast.prof).get(f"{url(cast.haddad)}/nouvelle").get_data(as_text=True)
    for name in ("agent", "agent2", "direction", "prof"):
        assert f">{getattr(cast, name).name}</option>" in page
    for name in ("prof2", "pro", "secretariat", "repondant"):
        assert f">{getattr(cast, name).name}</option>" not in page
