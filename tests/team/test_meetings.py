"""Meetings: planned with people, begun, closed, called off; lists; attendance; the standing points."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from schoolapp.team.models import MeetingGuest, MeetingPoint, StandingPoint, TeamMeeting
from tests.team.helpers import bring, plan, reread, typed


@pytest.fixture
def meeting(cast, app):
    return plan(cast.agent, [cast.agent, cast.direction, cast.prof])


# ---- planning


def test_a_meeting_is_planned_with_people_and_begins_with_the_standing_points(cast, agent, events):
    for words in ("Bonnes nouvelles", "Suivi des décisions"):
        assert agent.post("/rencontres/permanents", data={"title": words}).status_code == 303
    answer = agent.post("/rencontres", data=typed([cast.agent, cast.prof]))
    meeting = TeamMeeting.get()
    assert (answer.status_code, answer.location) == (303, f"/rencontres/{meeting.id}")
    assert meeting.starts_at == datetime(2026, 11, 24, 20, 30, tzinfo=UTC)
    assert {guest.user_id for guest in MeetingGuest.select()} == {cast.agent.id, cast.prof.id}
    titles = [point.title for point in MeetingPoint.select().order_by(MeetingPoint.position)]
    assert titles == ["Bonnes nouvelles", "Suivi des décisions"]
    [event] = events("meeting.created")
    assert event.detail == {"invites": sorted([cast.agent.id, cast.prof.id])}


def test_htmx_is_sent_to_the_meeting(cast, agent, htmx):
    answer = agent.post("/rencontres", data=typed([cast.prof]), headers=htmx)
    assert answer.headers["HX-Redirect"] == f"/rencontres/{TeamMeeting.get().id}"


@pytest.mark.parametrize(("changes", "words"), [
    ({"day": ""}, "nécessaire"),
    ({"day": "demain"}, "ne se lit pas"),
    ({"hour": "25:99"}, "ne se lit pas"),
    ({"minutes": "7"}, "Choisissez une valeur"),
    ({"place": "x" * 121}, "Au plus 120"),
    ({"guests": []}, "au moins une personne"),
    ({"guests": ["99999"]}, "au moins une personne"),
    ({"guests": ["beaucoup"]}, "Choisissez des valeurs"),
])  # fmt: skip
def test_a_refused_form_keeps_what_was_typed(cast, agent, changes, words):
    data = typed([cast.prof], place="Salle aux fleurs") | changes
    answer = agent.post("/rencontres", data=data)
    assert answer.status_code == 422
    assert words in answer.text
    assert "place" in changes or "Salle aux fleurs" in answer.text
    assert TeamMeeting.select().count() == 0


def test_the_office_and_the_liaison_are_not_invited(cast, agent):
    form = agent.get("/rencontres/nouvelle").text
    assert cast.prof.name in form
    assert cast.secretariat.name not in form
    assert agent.post("/rencontres", data=typed([cast.secretariat, cast.repondant])).status_code == 422


def test_the_next_meeting_begins_with_the_people_of_the_last(cast, agent, meeting):
    page = agent.get("/rencontres/nouvelle").text
    assert f'value="{cast.prof.id}" checked' in page
    assert f'value="{cast.pro.id}" checked' not in page


# ---- changing


def test_date_place_and_people_are_changed(cast, agent, meeting, events):
    url = f"/rencontres/{meeting.id}/edition"
    assert "Salle 12" in agent.get(url).text
    meeting.start(by=cast.agent)
    meeting.attend(cast.prof.id, True, by=cast.agent)
    version = reread(meeting).version
    data = typed([cast.prof, cast.pro], version=str(version))
    assert agent.post(url, data=data).location == f"/rencontres/{meeting.id}"
    assert reread(meeting).place == "Bibliothèque"
    present = {guest.user_id: guest.present for guest in MeetingGuest.select()}
    assert present == {cast.prof.id: True, cast.pro.id: None}, "who stays keeps their presence"
    assert events("meeting.changed")[0].detail["invites"] == [cast.pro.id]


def test_a_change_on_an_old_version_shows_the_other_first(cast, agent, meeting, sign_in):
    url = f"/rencontres/{meeting.id}/edition"
    data = typed([cast.prof], place="Gymnase", version="1")
    assert sign_in(cast.direction).post(url, data=data).status_code == 303
    answer = agent.post(url, data=typed([cast.pro], place="Salle 4", version="1"))
    assert answer.status_code == 409
    assert "Gymnase" in answer.text
    assert 'value="Salle 4"' in answer.text
    assert reread(meeting).place == "Gymnase"
    again = agent.post(url, data=typed([cast.pro], place="Salle 4", version="2"))
    assert (again.status_code, reread(meeting).place) == (303, "Salle 4")


@pytest.mark.parametrize("version", ["", "abc", str(2**70)])
def test_a_strange_version_is_a_conflict(cast, agent, meeting, version):
    data = typed([cast.prof], version=version)
    assert agent.post(f"/rencontres/{meeting.id}/edition", data=data).status_code == 409


# ---- its life


def test_it_begins_and_closes_once(cast, agent, meeting, events):
    for _twice in range(2):
        assert agent.post(f"/rencontres/{meeting.id}/debut").status_code == 303
    assert (reread(meeting).state, reread(meeting).opened_by_id) == ("en_cours", cast.agent.id)
    for _twice in range(2):
        assert agent.post(f"/rencontres/{meeting.id}/cloture").status_code == 303
    assert (reread(meeting).state, reread(meeting).closed_by_id) == ("close", cast.agent.id)
    assert len(events("meeting.started")) == len(events("meeting.closed")) == 1
    page = agent.get(f"/rencontres/{meeting.id}").text
    assert "Close le" in page


def test_a_planned_meeting_is_called_off_and_restored(agent, meeting, events):
    assert agent.post(f"/rencontres/{meeting.id}/annulation", data={"words": "Tempête"}).status_code == 303
    assert reread(meeting).state == "annulee"
    assert "Cette rencontre est annulée" in agent.get(f"/rencontres/{meeting.id}").text
    assert agent.post(f"/rencontres/{meeting.id}/retablissement").status_code == 303
    assert reread(meeting).state == "prevue"
    assert len(events("meeting.cancelled")) == len(events("meeting.restored")) == 1


def test_who_was_there_is_said_one_by_one(cast, agent, meeting, events, htmx):
    bring(meeting, "en_cours", cast.agent)
    url = f"/rencontres/{meeting.id}/presences"
    assert agent.post(url, data={"person": str(cast.prof.id), "there": "1"}).status_code == 303
    page = agent.post(url, data={"person": str(cast.direction.id), "there": "0"}, headers=htmx)
    assert 'hx-target="#meeting"' in page.text
    present = {guest.user_id: guest.present for guest in MeetingGuest.select()}
    assert present == {cast.agent.id: None, cast.prof.id: True, cast.direction.id: False}
    agent.post(url, data={"person": str(cast.prof.id), "there": ""})
    assert MeetingGuest.get(MeetingGuest.user == cast.prof).present is None
    assert len(events("meeting.attendance")) == 3
    assert agent.post(url, data={"person": "personne", "there": "1"}, headers=htmx).status_code == 422
    agent.post(url, data={"person": str(cast.prof2.id), "there": "1"})
    assert len(events("meeting.attendance")) == 3, "someone who was not invited"


# ---- the lists


def test_the_list_shows_what_comes_then_what_is_past(cast, agent, meeting):
    bring(plan(cast.agent, [cast.prof], starts_at=datetime(2026, 11, 3, 20, 30, tzinfo=UTC)), "close", cast.agent)
    page = agent.get("/rencontres").text
    assert page.index("Aujourd’hui") < page.index("mardi 3\N{NO-BREAK SPACE}novembre")
    assert "Salle 12" in page
    assert "Compte rendu" in page


def test_an_empty_list_says_what_to_do(agent, cast, sign_in):
    assert "Aucune rencontre n’est prévue" in agent.get("/rencontres").text
    assert "Prévoir une rencontre" not in sign_in(cast.prof).get("/rencontres").text


def test_a_long_past_comes_page_by_page(cast, agent):
    for day in range(1, 29):
        bring(plan(cast.agent, [cast.prof], starts_at=datetime(2026, 9, day, 20, tzinfo=UTC)), "close", cast.agent)
    assert "Page 1 sur 2" in agent.get("/rencontres").text.replace("\N{NO-BREAK SPACE}", " ")
    second = agent.get("/rencontres?page=2").text
    assert "1er\N{NO-BREAK SPACE}septembre" in second
    for strange in ("0", "-5", "99999999999999999999", "deux"):
        assert agent.get(f"/rencontres?page={strange}").status_code == 200


# ---- the standing points of the school


@pytest.fixture
def standing(cast, app):
    return [StandingPoint.add(words, by=cast.agent) for words in ("Accueil", "Tour du tableau", "Varia")]


def words_in_order():
    return [point.words for point in StandingPoint.current()]


def test_standing_points_are_worded_ordered_removed_and_put_back(agent, standing, events, htmx):
    first, second, _third = standing
    url = f"/rencontres/permanents/{second.id}"
    data = {f"p{second.id}-title": "Tour des familles", f"p{second.id}-version": "1"}
    assert agent.post(f"{url}/edition", data=data).status_code == 303
    assert agent.post(f"{url}/place", data={"step": "haut"}).status_code == 303
    assert words_in_order() == ["Tour des familles", "Accueil", "Varia"]
    agent.post(f"{url}/place", data={"step": "haut"})
    assert words_in_order()[0] == "Tour des familles", "at the head it stays"
    page = agent.post(f"/rencontres/permanents/{first.id}/retrait", headers=htmx).text
    assert 'id="standing"' in page
    assert f"/rencontres/permanents/{first.id}/retour" in page
    assert words_in_order() == ["Tour des familles", "Varia"]
    agent.post(f"/rencontres/permanents/{first.id}/retour")
    assert "Accueil" in words_in_order()
    assert len(events("standing.changed")) == 3 + 4


@pytest.mark.parametrize(("title", "words"), [(" ", "nécessaire"), ("x" * 201, "Au plus 200")])
def test_a_standing_point_needs_words(agent, standing, title, words):
    for url, name in (("/rencontres/permanents", ""), (f"/rencontres/permanents/{standing[0].id}/edition", "p1-")):
        answer = agent.post(url, data={f"{name}title": title, f"{name}version": "1"})
        assert answer.status_code == 422
        assert words in answer.text
    assert words_in_order() == ["Accueil", "Tour du tableau", "Varia"]


def test_two_people_word_one_standing_point(agent, cast, sign_in, standing):
    url, name = f"/rencontres/permanents/{standing[0].id}/edition", f"p{standing[0].id}-"
    sign_in(cast.direction).post(url, data={f"{name}title": "Bienvenue", f"{name}version": "1"})
    answer = agent.post(url, data={f"{name}title": "Bonjour", f"{name}version": "1"})
    assert answer.status_code == 409
    assert "Bienvenue" in answer.text
    assert 'value="Bonjour"' in answer.text
    assert words_in_order()[0] == "Bienvenue"


def test_changing_the_list_leaves_planned_agendas_alone(cast, agent, standing):
    agent.post("/rencontres", data=typed([cast.prof]))
    standing[0].remove(by=cast.agent)
    assert MeetingPoint.select().where(MeetingPoint.removed_at.is_null()).count() == 3


# ---- for everybody invited


@pytest.mark.parametrize("who", ["agent", "direction", "prof", "prof2", "pro"])
def test_the_page_opens_for_everybody_invited(cast, app, sign_in, who):
    meeting = plan(cast.agent, cast.everyone.values())
    for state in ("prevue", "en_cours", "close"):
        bring(meeting, state, cast.agent)
        assert sign_in(getattr(cast, who)).get(f"/rencontres/{meeting.id}").status_code == 200
