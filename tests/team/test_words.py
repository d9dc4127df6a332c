"""The words of a decision: saved as one types, both texts when two people write, the text before kept."""

from __future__ import annotations

from datetime import date

import pytest

from schoolapp.team.models import DecidedAction, DecisionVersion
from schoolapp.team.vocabulary import WORDS_LIMIT
from tests.cast import MOMENT
from tests.team.helpers import KEY, bring, family_point, free_point, reread

SCRIPT = {"HX-Request": "true", "X-Draft": "1"}


@pytest.fixture
def point(cast, under_way):
    return family_point(under_way, cast.haddad, cast.agent)


def write(browser, point, words, version, **headers):
    url = f"/rencontres/points/{point.id}/decision"
    return browser.post(url, data={"words": words, "version": str(version)}, headers=headers)


# ---- words


def test_words_are_saved_as_one_types(cast, agent, point, events, frozen):
    first = write(agent, point, "On appelle", 1, **SCRIPT)
    assert first.json == {"version": 2, "at": "10\N{NO-BREAK SPACE}h"}
    second = write(agent, point, "On appelle le soir.", 2, **SCRIPT)
    assert second.json["version"] == 3
    now = reread(point)
    assert (now.words, now.words_by_id, now.words_at) == ("On appelle le soir.", cast.agent.id, MOMENT)
    assert len(events("decision.written")) == 1, "what one person types in a row is one line"
    frozen.move(minutes=6)
    write(agent, point, "On appelle le soir, en arabe.", 3, **SCRIPT)
    assert len(events("decision.written")) == 2
    assert DecisionVersion.select().count() == 0


def test_without_javascript_the_button_does_it(agent, point, under_way):
    answer = write(agent, point, "On appelle", 1)
    assert (answer.status_code, answer.location) == (303, f"/rencontres/{under_way.id}#point-{point.id}")
    assert reread(point).words == "On appelle"
    assert "On appelle" in agent.get(f"/rencontres/points/{point.id}").text


def test_of_two_texts_none_is_lost(cast, agent, sign_in, point):
    other = sign_in(cast.direction)
    write(other, point, "Le texte de la direction", 1, **SCRIPT)
    answer = write(agent, point, "Mon texte", 1, **SCRIPT)
    assert answer.status_code == 409
    assert answer.json == {
        "words": "Le texte de la direction",
        "version": 2,
        "by": cast.direction.name,
        "at": "mardi 17\N{NO-BREAK SPACE}novembre, 10\N{NO-BREAK SPACE}h",
    }
    page = write(agent, point, "Mon texte", 1)
    assert page.status_code == 409
    assert "Le texte de la direction" in page.text
    assert page.text.count("Mon texte") == 2, "beside the other, and in the field"
    assert 'name="version" value="2"' in page.text
    assert reread(point).words == "Le texte de la direction"
    assert write(agent, point, "Mon texte", 2, **SCRIPT).status_code == 200
    [kept] = DecisionVersion.select()
    assert (kept.words, kept.written_by_id, kept.replaced_by_id, kept.version) == (
        "Le texte de la direction", cast.direction.id, cast.agent.id, 2,
    )  # fmt: skip
    assert "Le texte de la direction" in agent.get(f"/rencontres/points/{point.id}/versions").text


def test_the_same_words_twice_are_no_conflict(cast, agent, sign_in, point):
    write(agent, point, "Pareil", 1, **SCRIPT)
    assert write(sign_in(cast.direction), point, "Pareil", 1, **SCRIPT).status_code == 200
    assert reread(point).words_version == 2


def test_two_people_on_two_points_never_meet(cast, agent, sign_in, point, under_way):
    other = free_point(under_way, cast.agent)
    for turn in range(1, 4):
        assert write(agent, point, f"Texte {turn}", turn, **SCRIPT).status_code == 200
        assert write(sign_in(cast.direction), other, f"Autre {turn}", turn, **SCRIPT).status_code == 200


def test_words_date_and_title_do_not_make_each_other_stale(cast, agent, sign_in, under_way):
    point = free_point(under_way, cast.agent)
    other = sign_in(cast.direction)
    assert write(agent, point, "Des mots", 1, **SCRIPT).status_code == 200
    data = {"look_on": "2026-12-01", "version": "1"}
    assert other.post(f"/rencontres/points/{point.id}/regard", data=data).status_code == 303
    data = {"title": "Mieux dit", "version": "1"}
    assert other.post(f"/rencontres/points/{point.id}/titre", data=data).status_code == 303
    assert write(agent, point, "Des mots de plus", 2, **SCRIPT).status_code == 200
    now = reread(point)
    assert (now.words, now.look_on, now.title) == ("Des mots de plus", date(2026, 12, 1), "Mieux dit")


def test_a_text_too_long_is_said_and_kept(agent, point):
    long = "é" * (WORDS_LIMIT + 1)
    answer = write(agent, point, long, 1, **SCRIPT)
    assert answer.status_code == 422
    assert "Au plus" in answer.json["words"]
    page = write(agent, point, long, 1)
    assert page.status_code == 422
    assert long in page.text
    assert reread(point).words == ""


@pytest.mark.parametrize("version", ["", "abc", "0", str(2**70)])
def test_a_strange_version_writes_nothing(agent, point, version):
    assert write(agent, point, "Mots", version, **SCRIPT).status_code in {409, 422}
    assert reread(point).words == ""


def test_words_of_a_page_that_someone_else_opened_are_refused(cast, agent, point):
    url = f"/rencontres/points/{point.id}/decision"
    data = {"words": "À elle", "version": "1", "opened_by": str(cast.direction.id)}
    answer = agent.post(url, data=data, headers=SCRIPT)
    assert answer.status_code == 422
    assert "ouverte par une autre personne" in answer.json["words"]
    assert reread(point).words == ""


def test_nul_characters_and_any_script_are_kept_as_they_can_be(agent, point):
    write(agent, point, "سنتصل مساء\x00 — 晚上打电话 🙂", 1, **SCRIPT)
    assert reread(point).words == "سنتصل مساء — 晚上打电话 🙂"


@pytest.mark.parametrize(("state", "words"), [
    ("prevue", "pas commencée"), ("close", "est close"), ("annulee", "est annulée"),
])  # fmt: skip
def test_a_teacher_decides_during_the_meeting_only(cast, sign_in, planned, state, words):
    point = family_point(planned, cast.haddad, cast.agent)
    bring(planned, state, cast.agent)
    teacher = sign_in(cast.prof)
    answer = write(teacher, point, "Trop tard", 1, **SCRIPT)
    assert answer.status_code in {403, 409}
    if state != "close":
        assert words in answer.json["words"]
    for path, data in (
        ("actions", {"what": "Appeler", "who": str(cast.prof.id), "due_on": "2026-11-20", "form_key": KEY}),
        ("regard", {"look_on": "2026-12-01", "version": "1"}),
    ):
        assert teacher.post(f"/rencontres/points/{point.id}/{path}", data=data).status_code == 409
    assert (reread(point).words, reread(point).look_on, DecidedAction.select().count()) == ("", None, 0)


# ---- corrections of the minutes


def test_a_correction_keeps_the_text_before(cast, agent, point, under_way, events, frozen):
    write(agent, point, "Version de la rencontre", 1, **SCRIPT)
    bring(under_way, "close", cast.agent)
    frozen.move(minutes=20)
    page = agent.get(f"/rencontres/points/{point.id}").text
    assert "Corriger la décision" in page
    assert write(agent, point, "Version corrigée", 2).status_code == 303
    [kept] = DecisionVersion.select()
    assert (kept.words, kept.written_at) == ("Version de la rencontre", MOMENT), "even one's own words"
    assert reread(point).corrected_at is not None
    history = agent.get(f"/rencontres/points/{point.id}/versions").text
    assert "Version de la rencontre" in history
    assert "Version corrigée" in history
    assert "corrigé le" in agent.get(f"/rencontres/{under_way.id}").text
    assert len(events("decision.corrected")) == 1


def test_a_teacher_does_not_correct_the_minutes(cast, sign_in, point, under_way):
    bring(under_way, "close", cast.agent)
    teacher = sign_in(cast.prof)
    assert write(teacher, point, "Moi aussi", 1).status_code == 403
    assert "Corriger" not in teacher.get(f"/rencontres/{under_way.id}").text
