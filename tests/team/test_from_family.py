"""Putting a family on the agenda of the next meeting, from its file."""

from __future__ import annotations

from datetime import timedelta

import pytest

from schoolapp.team.models import MeetingPoint
from tests.families.file import bring_in, words
from tests.team.helpers import STARTS, family_point, plan

OTHER_DAY = STARTS + timedelta(days=7)


@pytest.fixture
def place(cast):
    return f"/familles/{cast.haddad.id}/ordre-du-jour"


@pytest.mark.parametrize(("who", "status"), [
    ("agent", 200), ("direction", 200), ("prof", 200), ("prof2", 404), ("pro", 404), ("secretariat", 403),
    ("repondant", 403),
])  # fmt: skip
def test_it_is_for_whoever_opens_the_file(cast, sign_in, planned, place, who, status):
    browser = sign_in(getattr(cast, who))
    assert browser.get(place).status_code == status
    data = {"meeting": planned.id, "why": "Trois absences"}
    assert browser.post(place, data=data).status_code == (303 if status == 200 else status)
    assert MeetingPoint.select().count() == (status == 200)


@pytest.mark.parametrize("who", ["agent", "direction", "prof"])
def test_the_file_leads_there(cast, sign_in, place, who):
    assert place in sign_in(getattr(cast, who)).get(f"/familles/{cast.haddad.id}").text


def test_the_family_goes_on_the_next_agenda_with_its_reason(cast, agent, guests, planned, place, events):
    later = plan(cast.agent, guests, starts_at=OTHER_DAY)
    page = agent.get(place).text
    assert page.index(f'value="{planned.id}"') < page.index(f'value="{later.id}"')
    assert "checked" in page.partition(f'value="{planned.id}"')[2].partition(">")[0]
    answer = agent.post(place, data={"meeting": planned.id, "why": "Trois absences"})
    assert (answer.status_code, answer.location) == (303, f"/familles/{cast.haddad.id}")
    point = MeetingPoint.get()
    assert (point.meeting_id, point.family_id, point.why, point.accepted) == (
        planned.id, cast.haddad.id, "Trois absences", True,
    )  # fmt: skip
    assert [event.family_id for event in events("point.added")] == [cast.haddad.id]
    shown = agent.get(place).text
    assert "Déjà à l’ordre du jour" in words(shown)
    assert f'value="{planned.id}"' not in shown
    assert f'value="{later.id}"' in shown


def test_twice_is_once_and_the_notice_takes_it_off(cast, agent, planned, place):
    agent.post(place, data={"meeting": planned.id})
    point = MeetingPoint.get()
    assert f"/rencontres/points/{point.id}/retrait" in agent.get(f"/familles/{cast.haddad.id}").text
    assert agent.post(place, data={"meeting": planned.id}).status_code == 422
    assert MeetingPoint.select().count() == 1
    agent.post(f"/rencontres/points/{point.id}/retrait")
    assert agent.post(place, data={"meeting": planned.id, "why": "De nouveau"}).status_code == 303
    again = MeetingPoint.get()
    assert (again.id, again.removed_at, again.why) == (point.id, None, "De nouveau")


def test_a_teacher_proposes_and_a_lead_takes_it_in(cast, sign_in, agent, planned, place):
    teacher = sign_in(cast.prof)
    assert "Proposer le point" in teacher.get(place).text
    teacher.post(place, data={"meeting": planned.id})
    assert MeetingPoint.get().accepted is False
    shown = words(teacher.get(place).text)
    assert "Déjà proposée" in shown
    assert "Proposer le point" not in shown
    assert "Déjà proposée" in words(agent.get(place).text)
    agent.post(place, data={"meeting": planned.id})
    assert MeetingPoint.get().accepted is True


def test_a_meeting_under_way_is_the_next_one(cast, agent, guests, under_way, place):
    sooner = plan(cast.agent, guests, starts_at=STARTS - timedelta(hours=2))
    page = agent.get(place).text
    assert page.index(f'value="{under_way.id}"') < page.index(f'value="{sooner.id}"')


@pytest.mark.parametrize("state", ["none", "forgotten", "close", "annulee", "not invited"])
def test_without_a_meeting_to_come_it_says_so(cast, sign_in, agent, place, state):
    if state == "forgotten":
        plan(cast.agent, [cast.agent], starts_at=STARTS - timedelta(days=3))
    elif state in ("close", "annulee"):
        plan(cast.agent, [cast.agent], state=state)
    elif state == "not invited":
        plan(cast.agent, [cast.agent])
    lead, teacher = agent.get(place).text, sign_in(cast.prof).get(place).text
    assert ("/rencontres/nouvelle" in lead) == (state != "not invited")
    assert "n’est prévue" in teacher
    assert "/rencontres/nouvelle" not in teacher


@pytest.mark.parametrize(("typed", "said"), [
    ({"meeting": "x"}, "Choisissez une rencontre"), ({"meeting": "99999999999"}, "Choisissez une rencontre"),
    ({}, "Choisissez une rencontre"), ({"why": "x" * 301}, "Au plus 300"),
])  # fmt: skip
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(agent, planned, place, typed, said):
    answer = agent.post(place, data={"meeting": planned.id, "why": "Mots gardés"} | typed if typed else {})
    assert answer.status_code == 422
    assert said in answer.text
    if "meeting" in typed:
        assert "Mots gardés" in answer.text
    assert MeetingPoint.select().count() == 0


def test_a_meeting_that_one_does_not_reach_is_not_chosen(cast, sign_in, place):
    hidden = plan(cast.agent, [cast.agent])
    assert sign_in(cast.prof).post(place, data={"meeting": hidden.id}).status_code == 422


def test_it_takes_six_statements_however_many_meetings(cast, sign_in, guests, place, count_queries):
    bring_in(cast.pro, cast.haddad)
    for number in range(2):
        for week in range(number * 8):
            meeting = plan(cast.agent, guests, starts_at=STARTS + timedelta(days=week))
            family_point(meeting, cast.haddad, cast.prof if week % 2 else cast.agent)
        for person in (cast.agent, cast.prof, cast.pro):
            browser = sign_in(person)
            with count_queries() as statements:
                assert browser.get(place).status_code == 200
            assert len(statements) <= 6
