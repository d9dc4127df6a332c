"""What helps and what complicates: added in the team's words, taken off, put back."""

from __future__ import annotations

import pytest

from schoolapp.families.models import Factor
from tests.families.file import words


@pytest.fixture
def agent(cast, sign_in):
    return sign_in(cast.agent)


def test_a_force_and_an_obstacle_are_added_in_the_teams_words(cast, agent, events):
    base = f"/familles/{cast.haddad.id}"
    added = {"force": ("savoirs", "Coud très bien"), "obstacle": ("horaire", "")}
    for kind, (code, text) in added.items():
        assert agent.post(f"{base}/facteurs/{kind}", data={"code": code, "words": text}).status_code == 303
    rows = {factor.kind: factor for factor in Factor.select()}
    assert {kind: (rows[kind].code, rows[kind].words) for kind in rows} == added
    assert all(factor.added_by_id == cast.agent.id for factor in rows.values())
    assert len(events("family.factor_added")) == 2
    text = words(agent.get(base).text)
    assert "Coud très bien" in text
    assert "Horaire de travail sans temps libre le jour" in text


@pytest.mark.parametrize(
    "data", [{}, {"code": "horaire"}, {"code": "autre", "words": " "}, {"code": "savoirs", "words": "x" * 301}]
)
def test_a_force_that_says_nothing_or_too_much_is_refused(cast, agent, data):
    answer = agent.post(f"/familles/{cast.haddad.id}/facteurs/force", data=data)
    assert answer.status_code == 422
    assert data.get("words", "") in answer.text
    assert Factor.select().count() == 0


def test_a_force_taken_off_can_be_put_back(cast, agent, events):
    base = f"/familles/{cast.haddad.id}"
    agent.post(f"{base}/facteurs/force", data={"code": "savoirs", "words": "Coud très bien"})
    factor = Factor.get()
    assert agent.post(f"{base}/facteurs/{factor.id}/retrait").status_code == 303
    page = agent.get(base).text
    assert f'action="{base}/facteurs/{factor.id}/retour"' in page
    assert "Retiré : Coud très bien" in words(page.split("</main>")[-1])
    (event,) = events("family.factor_removed")
    assert event.detail == {"genre": "force", "code": "savoirs"}
    assert agent.post(f"{base}/facteurs/{factor.id}/retour").status_code == 303
    assert "Coud très bien" in words(agent.get(base).text)
    assert Factor.get().removed_at is None


def test_taking_off_twice_is_written_once(cast, agent, events):
    factor = Factor.create(family=cast.haddad, kind="force", code="savoirs", added_at=cast.haddad.created_at)
    for _time in range(2):
        assert agent.post(f"/familles/{cast.haddad.id}/facteurs/{factor.id}/retrait").status_code == 303
    assert len(events("family.factor_removed")) == 1
