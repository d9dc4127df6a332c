"""The agenda: points of every kind, proposed and taken in, ordered, taken off; families found as one types."""

from __future__ import annotations

import pytest

from schoolapp.team.models import MeetingPoint
from tests.team.helpers import act, ask, bring, family_point, free_point, request_point, reread

TOPICS = "/rencontres/{}/sujets"


def order(meeting) -> list[int]:
    mine = (MeetingPoint.meeting == meeting.id) & MeetingPoint.removed_at.is_null() & MeetingPoint.accepted
    return [row.id for row in MeetingPoint.select().where(mine).order_by(MeetingPoint.position, MeetingPoint.id)]


# ---- adding


def test_a_free_point_is_added(agent, planned, events, htmx):
    url = f"/rencontres/{planned.id}/points"
    answer = agent.post(url, data={"title": "Café des parents"})
    point = MeetingPoint.get()
    assert (answer.status_code, answer.location) == (303, f"/rencontres/{planned.id}#point-{point.id}")
    assert (point.kind, point.title, point.accepted) == ("libre", "Café des parents", True)
    page = agent.post(url, data={"title": "Affichage"}, headers=htmx).text
    assert 'hx-target="#meeting"' in page
    assert 'hx-target="#add-free"' in page, "the field is empty again"
    assert [event.detail["rencontre"] for event in events("point.added")] == [planned.id] * 2


@pytest.mark.parametrize(("title", "words"), [("", "nécessaire"), ("x" * 201, "Au plus 200"), ("\x00", "nécessaire")])
def test_a_refused_point_keeps_what_was_typed(agent, planned, htmx, title, words):
    for headers in ({}, htmx):
        answer = agent.post(f"/rencontres/{planned.id}/points", data={"title": title}, headers=headers)
        assert answer.status_code == 422
        assert words in answer.text
        assert f'value="{title.strip(chr(0))}"' in answer.text
    assert MeetingPoint.select().count() == 0


def test_families_and_requests_are_added_once(cast, agent, planned, events):
    request = ask(cast.prof, cast.haddad)
    topics = [f"famille:{cast.tremblay.id}", f"demande:{request.id}", f"famille:{cast.tremblay.id}"]
    for _twice in range(2):
        assert agent.post(TOPICS.format(planned.id), data={"topics": topics, "why": "Pour préparer"}).status_code == 303
    points = list(MeetingPoint.select().order_by(MeetingPoint.id))
    assert {(one.kind, one.family_id, one.request_id) for one in points} == {
        ("famille", cast.tremblay.id, None),
        ("demande", None, request.id),
    }
    assert len(events("point.added")) == 2
    page = agent.get(f"/rencontres/{planned.id}").text
    assert "Demande de" in page
    assert "Tremblay-Nguyen" in page


def test_a_family_taken_off_comes_back_with_its_new_reason(cast, agent, planned):
    point = family_point(planned, cast.haddad, cast.agent)
    point.remove(by=cast.agent)
    agent.post(TOPICS.format(planned.id), data={"topics": [f"famille:{cast.haddad.id}"], "why": "Autre raison"})
    again = reread(point)
    assert (again.removed_at, again.why) == (None, "Autre raison")
    assert MeetingPoint.select().count() == 1


@pytest.mark.parametrize("topics", [
    [], ["famille"], ["famille:"], ["famille:99999"], ["famille:abc"], ["famille:99999999999999999999"],
    ["demande:99999"], ["autre:1"], ["famille:-1"],
])  # fmt: skip
def test_strange_topics_add_nothing(agent, planned, topics):
    answer = agent.post(TOPICS.format(planned.id), data={"topics": topics})
    assert answer.status_code in {303, 422}
    assert MeetingPoint.select().count() == 0


def test_nothing_ticked_is_said(agent, planned, htmx):
    answer = agent.post(TOPICS.format(planned.id), data={}, headers=htmx)
    assert answer.status_code == 422


# ---- proposing


def test_who_is_invited_proposes_and_who_leads_takes_in(cast, agent, sign_in, planned, events):
    teacher = sign_in(cast.prof)
    teacher.post(f"/rencontres/{planned.id}/points", data={"title": "La cour au printemps"})
    teacher.post(TOPICS.format(planned.id), data={"topics": [f"famille:{cast.haddad.id}"], "why": "Je m’inquiète"})
    free, family = MeetingPoint.select().order_by(MeetingPoint.id)
    assert (free.accepted, family.accepted) == (False, False)
    page = agent.get(f"/rencontres/{planned.id}").text
    assert "Points proposés" in page
    assert "Je m’inquiète" in page
    assert order(planned) == []
    assert agent.post(f"/rencontres/points/{family.id}/acceptation").status_code == 303
    assert order(planned) == [family.id]
    assert len(events("point.accepted")) == 1
    agent.post(f"/rencontres/points/{family.id}/acceptation")
    assert len(events("point.accepted")) == 1, "accepting twice"


def test_one_takes_back_one_s_own_proposal_only(cast, sign_in, planned):
    point = free_point(planned, cast.prof)
    for who, status in ((cast.prof2, 404), (cast.secretariat, 403), (cast.prof, 303)):
        assert sign_in(who).post(f"/rencontres/points/{point.id}/retrait").status_code == status
    assert reread(point).removed_at is not None
    taken = free_point(planned, cast.prof)
    taken.accept(by=cast.agent)
    assert sign_in(cast.prof).post(f"/rencontres/points/{taken.id}/retrait").status_code == 404


def test_a_teacher_proposes_no_family_of_another_class(cast, sign_in, planned):
    request = ask(cast.prof, cast.haddad)
    other = sign_in(cast.prof2)
    topics = [f"famille:{cast.haddad.id}", f"demande:{request.id}", f"famille:{cast.oconnor.id}"]
    other.post(TOPICS.format(planned.id), data={"topics": topics})
    assert [point.family_id for point in MeetingPoint.select()] == [cast.oconnor.id]


def test_a_lead_adding_what_was_proposed_takes_it_in(cast, agent, planned):
    point = family_point(planned, cast.haddad, cast.prof)
    agent.post(TOPICS.format(planned.id), data={"topics": [f"famille:{cast.haddad.id}"]})
    assert reread(point).accepted


# ---- ordering, wording, taking off


def test_points_change_places(cast, agent, planned, events):
    one, two, three = (free_point(planned, cast.agent, words) for words in ("Un", "Deux", "Trois"))
    url = "/rencontres/points/{}/place"
    agent.post(url.format(three.id), data={"after": str(one.id)})
    assert order(planned) == [one.id, three.id, two.id]
    agent.post(url.format(three.id), data={"after": ""})
    assert order(planned) == [three.id, one.id, two.id]
    agent.post(url.format(three.id), data={"step": "bas"})
    assert order(planned) == [one.id, three.id, two.id]
    agent.post(url.format(two.id), data={"step": "haut"})
    assert order(planned) == [one.id, two.id, three.id]
    count = len(events("point.moved"))
    agent.post(url.format(three.id), data={"step": "bas"})
    agent.post(url.format(one.id), data={"step": "haut"})
    assert order(planned) == [one.id, two.id, three.id]
    assert len(events("point.moved")) == count == 4


def test_a_hundred_moves_to_one_place_leave_room(cast, planned):
    points = [free_point(planned, cast.agent, f"Point {number}") for number in range(3)]
    for _turn in range(50):
        reread(points[1]).place(points[0].id, by=cast.agent)
        reread(points[2]).place(points[0].id, by=cast.agent)
    assert order(planned) == [points[0].id, points[2].id, points[1].id]


@pytest.mark.parametrize("data", [{"after": "abc"}, {"step": "ailleurs"}, {"after": str(2**70)}])
def test_a_strange_place_changes_nothing(cast, agent, planned, data, htmx):
    one, two = free_point(planned, cast.agent), free_point(planned, cast.agent)
    answer = agent.post(f"/rencontres/points/{two.id}/place", data=data, headers=htmx)
    assert answer.status_code == 422
    assert order(planned) == [one.id, two.id]


def test_a_point_is_worded_better(cast, agent, planned, htmx):
    point = free_point(planned, cast.agent)
    url = f"/rencontres/points/{point.id}/titre"
    assert "Le café des parents" in agent.get(url).text
    assert agent.post(url, data={"title": "Le café", "version": "1"}, headers=htmx).status_code == 200
    assert reread(point).title == "Le café"
    stale = agent.post(url, data={"title": "Le thé", "version": "1"}, headers=htmx)
    assert stale.status_code == 409
    assert "Le café" in stale.text
    assert 'value="Le thé"' in stale.text
    assert agent.post(url, data={"title": " ", "version": "2"}).status_code == 422
    assert agent.post(url, data={"title": "Le thé", "version": "2"}).status_code == 303
    family = family_point(planned, cast.haddad, cast.agent)
    assert agent.get(f"/rencontres/points/{family.id}/titre").status_code == 404


def test_a_point_taken_off_is_put_back_in_its_place(cast, agent, planned, events, htmx):
    one, two = free_point(planned, cast.agent, "Un"), free_point(planned, cast.agent, "Deux")
    page = agent.post(f"/rencontres/points/{one.id}/retrait", headers=htmx).text
    assert f"/rencontres/points/{one.id}/retour" in page, "the undo"
    assert order(planned) == [two.id]
    agent.post(f"/rencontres/points/{one.id}/retrait")
    assert agent.post(f"/rencontres/points/{one.id}/retour").status_code == 303
    assert order(planned) == [one.id, two.id]
    assert len(events("point.removed")) == len(events("point.restored")) == 1


def test_what_is_decided_stays_on_the_agenda(cast, agent, under_way):
    point = family_point(under_way, cast.haddad, cast.agent)
    act(point, cast.agent)
    answer = agent.post(f"/rencontres/points/{point.id}/retrait")
    assert answer.status_code == 409
    assert "porte déjà une décision" in answer.text
    assert order(under_way) == [point.id]


# ---- looking for a family or a request


@pytest.mark.parametrize(("typed", "found"), [
    ("hadd", ["Haddad"]), ("yasmine", ["Haddad"]), ("HADDAD yas", ["Haddad"]), ("noé tremblay", ["Tremblay-Nguyen"]),
    ("zzz", []), ("", []), ("%", []), ("_", []),
])  # fmt: skip
def test_families_are_found_by_their_name_or_a_child_s(agent, planned, htmx, typed, found):
    page = agent.get(f"/rencontres/{planned.id}/chercher", query_string={"q": typed}, headers=htmx).text
    for name in ("Haddad", "Tremblay-Nguyen", "O’Connor"):
        assert (f"<bdi>{name}</bdi>" in page) == (name in found)


def test_a_search_finds_only_what_one_may_open(cast, sign_in, planned):
    ask(cast.prof, cast.haddad)
    for who, sees in ((cast.agent, True), (cast.prof, True), (cast.prof2, False), (cast.pro, False)):
        page = sign_in(who).get(f"/rencontres/{planned.id}/chercher?q=haddad").text
        assert ("<bdi>Haddad</bdi>" in page) == sees
        assert (f"<bdi>{cast.prof.name}</bdi>" in page) == sees


def test_what_is_there_already_is_said(cast, agent, planned):
    request = ask(cast.prof, cast.haddad)
    family_point(planned, cast.haddad, cast.agent)
    request_point(planned, request, cast.agent)
    page = agent.get(f"/rencontres/{planned.id}/chercher?q=haddad").text
    assert page.count("déjà à l’ordre du jour") == 2


def test_a_closed_request_is_not_offered(cast, agent, planned):
    request = ask(cast.prof, cast.haddad)
    type(request).update(state="fermee").where(type(request).id == request.id).execute()
    assert f"demande:{request.id}" not in agent.get(f"/rencontres/{planned.id}/chercher?q=haddad").text


# ---- when the meeting is over


@pytest.mark.parametrize("state", ["close", "annulee"])
def test_the_agenda_of_a_meeting_that_is_over_does_not_change(cast, agent, planned, state):
    point = free_point(planned, cast.agent)
    bring(planned, state, cast.agent)
    tries = [
        (f"/rencontres/{planned.id}/points", {"title": "Trop tard"}),
        (TOPICS.format(planned.id), {"topics": [f"famille:{cast.haddad.id}"]}),
        (f"/rencontres/points/{point.id}/retrait", {}),
        (f"/rencontres/points/{point.id}/place", {"step": "haut", "after": ""}),
        (f"/rencontres/points/{point.id}/titre", {"title": "Autre", "version": "1"}),
    ]
    for url, data in tries:
        assert agent.post(url, data=data).status_code in {303, 409}, url
    assert MeetingPoint.select().count() == 1
    assert (reread(point).title, reread(point).removed_at) == ("Le café des parents", None)
