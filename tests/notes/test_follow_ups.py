"""Follow-ups: planned, done, postponed with a reason, given up, reopened; late ones stand out."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from schoolapp.families.models import CircleMember
from schoolapp.notes import writing
from schoolapp.notes.models import FollowUp, Postponement
from tests.cast import MOMENT
from tests.notes.helpers import KEY, plan

TODAY = date(2026, 11, 17)


@pytest.fixture
def agent(cast, sign_in):
    return sign_in(cast.agent)


@pytest.fixture
def step(cast, app):
    with app.test_request_context():
        return plan(cast.haddad, cast.agent, TODAY + timedelta(days=2), "Rappeler Mme Haddad")


def filled(cast, **changes):
    return {"form_key": KEY, "what": "Préparer", "who": str(cast.agent.id), "due_on": "2026-11-20"} | changes


def reread(step: FollowUp) -> FollowUp:
    return FollowUp.get_by_id(step.id)


# ---- planning


def test_planning_a_follow_up(cast, agent, events, htmx):
    answer = agent.post(f"/familles/{cast.haddad.id}/suivis", data=filled(cast))
    assert (answer.status_code, answer.location) == (303, f"/familles/{cast.haddad.id}")
    planned = FollowUp.get()
    assert (planned.what, planned.due_on, planned.assignee_id) == ("Préparer", date(2026, 11, 20), cast.agent.id)
    [event] = events("follow_up.created")
    assert event.detail == {"assignee": cast.agent.id, "due_on": "2026-11-20"}
    again = agent.post(f"/familles/{cast.haddad.id}/suivis", data=filled(cast), headers=htmx)
    assert f'id="next_steps-{cast.haddad.id}"' in again.get_data(as_text=True)
    assert FollowUp.select().count() == 1, "the same form sent twice plans once"


def test_the_form_opens_for_oneself(cast, agent, htmx):
    for headers in ({}, htmx):
        page = agent.get(f"/familles/{cast.haddad.id}/suivis/nouveau", headers=headers).get_data(as_text=True)
        assert f'<option selected value="{cast.agent.id}">' in page


@pytest.mark.parametrize(("changes", "words"), [
    ({"what": " "}, "nécessaire"),
    ({"what": "x" * 201}, "Au plus 200"),
    ({"due_on": ""}, "nécessaire"),
    ({"due_on": "2026-11-16"}, "déjà passée"),
    ({"due_on": "demain"}, "ne se lit pas"),
    ({"due_on": "20261-01-01"}, "ne se lit pas"),
    ({"who": "moi"}, "Choisissez une valeur"),
])  # fmt: skip
def test_a_refused_plan_keeps_what_was_typed(cast, agent, htmx, changes, words):
    for headers in ({}, htmx):
        answer = agent.post(f"/familles/{cast.haddad.id}/suivis", data=filled(cast, **changes), headers=headers)
        page = answer.get_data(as_text=True)
        assert answer.status_code == 422
        assert words in page
        assert "what" in changes or 'value="Préparer"' in page
    assert FollowUp.select().count() == 0


def test_someone_without_access_is_refused_with_the_way_to_bring_them_in(cast, agent):
    for person in (cast.prof2, cast.pro, cast.secretariat, cast.repondant):
        answer = agent.post(f"/familles/{cast.haddad.id}/suivis", data=filled(cast, who=str(person.id)))
        page = answer.get_data(as_text=True)
        assert answer.status_code == 422
        assert "n’a pas accès à la fiche" in page
        assert "au cercle" in page
    CircleMember.create(
        family=cast.haddad, user=cast.pro, reason="Suivi", added_at=MOMENT, added_by=cast.agent, until=None
    )
    done = agent.post(f"/familles/{cast.haddad.id}/suivis", data=filled(cast, who=str(cast.pro.id)))
    assert done.status_code == 303


def test_a_disabled_account_receives_nothing(cast, agent):
    cast.agent2.active = False
    cast.agent2.save()
    answer = agent.post(f"/familles/{cast.haddad.id}/suivis", data=filled(cast, who=str(cast.agent2.id)))
    assert answer.status_code == 422


# ---- doing


def test_done_and_its_undo(cast, agent, step, events, htmx):
    page = agent.post(f"/suivis/{step.id}/fait", data={"version": "1"}, headers=htmx).get_data(as_text=True)
    done = reread(step)
    assert (done.state, done.closed_by_id, done.closed_at) == ("done", cast.agent.id, MOMENT)
    assert f'id="follow_up-{step.id}"' in page
    assert f'<form method="post" action="/suivis/{step.id}/reouverture"' in page
    answer = agent.post(f"/suivis/{step.id}/reouverture", data={"version": "2"})
    assert (answer.status_code, answer.location) == (303, f"/familles/{cast.haddad.id}")
    assert (reread(step).state, reread(step).closed_at) == ("open", None)
    assert len(events("follow_up.done")) == len(events("follow_up.reopened")) == 1


def test_done_twice_is_done_once(agent, step, events):
    for version in ("1", "1", "2"):
        assert agent.post(f"/suivis/{step.id}/fait", data={"version": version}).status_code == 303
    assert len(events("follow_up.done")) == 1


def test_the_answer_comes_back_to_the_page_of_the_act(agent, step):
    answer = agent.post(f"/suivis/{step.id}/fait", data={"version": "1", "place": "day"})
    assert answer.location == "/"


def test_postponing_keeps_the_former_date_and_the_reason(cast, agent, step, events):
    assert agent.get(f"/suivis/{step.id}/report").status_code == 200
    data = {"version": "1", "due_on": "2026-11-27", "reason": "Mme Haddad travaille cette semaine"}
    assert agent.post(f"/suivis/{step.id}/report", data=data).status_code == 303
    assert (reread(step).due_on, reread(step).postponed_count) == (date(2026, 11, 27), 1)
    kept = Postponement.get()
    assert (kept.before, kept.after, kept.by_id) == (date(2026, 11, 19), date(2026, 11, 27), cast.agent.id)
    page = agent.get(f"/suivis/{step.id}").get_data(as_text=True)
    assert "Mme Haddad travaille cette semaine" in page
    assert len(events("follow_up.postponed")) == 1


@pytest.mark.parametrize(("due_on", "reason", "words"), [
    ("2026-11-19", "x", "vient après"),
    ("2026-11-18", "x", "vient après"),
    ("2026-11-10", "x", "déjà passée"),
    ("2026-11-27", " ", "nécessaire"),
    ("", "Une raison à garder", "Une raison à garder"),
])  # fmt: skip
def test_postponing_needs_a_later_date_and_a_reason(agent, step, htmx, due_on, reason, words):
    data = {"version": "1", "due_on": due_on, "reason": reason}
    for headers in ({}, htmx):
        answer = agent.post(f"/suivis/{step.id}/report", data=data, headers=headers)
        assert answer.status_code == 422
        assert words in answer.get_data(as_text=True)
    assert reread(step).due_on == date(2026, 11, 19)


def test_giving_up_needs_a_reason_and_can_be_undone(agent, step, events, htmx):
    assert agent.get(f"/suivis/{step.id}/annulation", headers=htmx).status_code == 200
    assert agent.post(f"/suivis/{step.id}/annulation", data={"version": "1"}).status_code == 422
    data = {"version": "1", "reason": "La famille a déménagé"}
    assert agent.post(f"/suivis/{step.id}/annulation", data=data).status_code == 303
    assert (reread(step).state, reread(step).closing_words) == ("cancelled", "La famille a déménagé")
    assert "La famille a déménagé" in agent.get(f"/suivis/{step.id}").get_data(as_text=True)
    agent.post(f"/suivis/{step.id}/reouverture", data={"version": "2"})
    assert reread(step).open
    assert len(events("follow_up.cancelled")) == 1


def test_wording_and_giving_to_someone_else(cast, agent, step, events):
    assert "Rappeler Mme Haddad" in agent.get(f"/suivis/{step.id}/edition").get_data(as_text=True)
    data = filled(cast, version="1", what="Écrire à Mme Haddad", who=str(cast.prof.id), due_on="2026-11-18")
    assert agent.post(f"/suivis/{step.id}/edition", data=data).status_code == 303
    changed = reread(step)
    assert (changed.what, changed.assignee_id, changed.due_on) == (data["what"], cast.prof.id, date(2026, 11, 18))
    assert len(events("follow_up.changed")) == 1


def test_a_date_is_pushed_back_with_its_reason_only(cast, agent, step):
    data = filled(cast, version="1", due_on="2026-11-30")
    answer = agent.post(f"/suivis/{step.id}/edition", data=data)
    assert answer.status_code == 422
    assert "Reporter" in answer.get_data(as_text=True)


def test_a_late_follow_up_may_still_be_worded_better(cast, agent, step, frozen, sign_in):
    frozen.move(days=10)
    data = filled(cast, version="1", what="Mieux dit", due_on="2026-11-19")
    assert sign_in(cast.agent).post(f"/suivis/{step.id}/edition", data=data).status_code == 303


def test_who_lost_access_shows_as_such_and_must_be_replaced(cast, agent, app):
    with app.test_request_context():
        gone = plan(cast.oconnor, cast.agent, TODAY, who=cast.prof)
    page = agent.get(f"/suivis/{gone.id}/edition").get_data(as_text=True)
    assert "Camille Roy (n’a plus accès)" in page
    data = filled(cast, version="1", who=str(cast.prof.id), due_on="2026-11-17")
    assert agent.post(f"/suivis/{gone.id}/edition", data=data).status_code == 422


# ---- two people at once


@pytest.mark.parametrize(("act", "data"), [
    ("fait", {}),
    ("report", {"due_on": "2026-12-01", "reason": "Ma raison"}),
    ("annulation", {"reason": "Ma raison"}),
    ("edition", {"what": "Mes mots", "due_on": "2026-11-18", "who": "{agent}"}),
])  # fmt: skip
def test_acting_on_what_changed_meanwhile_shows_it_first(cast, agent, step, app, act, data):
    with app.test_request_context():
        revised = {"what": "Mots de l’autre", "due_on": step.due_on, "assignee_id": cast.agent2.id}
        writing.change_follow_up(reread(step), "revise", 1, by=cast.agent2, **revised)
    data = {name: value.format(agent=cast.agent.id) for name, value in data.items()}
    answer = agent.post(f"/suivis/{step.id}/{act}", data={**data, "version": "1"})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "Mots de l’autre" in page
    for typed in set(data.values()) & {"Ma raison", "Mes mots"}:
        assert typed in page
    assert (reread(step).version, reread(step).open) == (2, True)
    assert agent.post(f"/suivis/{step.id}/{act}", data={**data, "version": "2"}).status_code == 303


@pytest.mark.parametrize("act", ["report", "annulation", "edition"])
def test_what_is_already_done_cannot_be_moved(cast, agent, step, app, act):
    with app.test_request_context():
        writing.change_follow_up(reread(step), "complete", 1, by=cast.agent2)
    data = filled(cast, version="2", due_on="2026-11-19", reason="Ma raison")
    data |= {"due_on": "2026-12-01"} if act == "report" else {}
    assert agent.post(f"/suivis/{step.id}/{act}", data=data).status_code == 409
    assert reread(step).state == "done"


@pytest.mark.parametrize("version", ["", "abc", "0", str(2**70)])
def test_a_strange_version_is_a_conflict_never_a_fault(agent, step, version):
    assert agent.post(f"/suivis/{step.id}/fait", data={"version": version}).status_code == 409


# ---- who


@pytest.mark.parametrize(("who", "status"), [
    ("agent2", 200),
    ("direction", 200),
    ("prof", 200),
    ("prof2", 404),
    ("pro", 404),
    ("secretariat", 403),
    ("repondant", 403),
])  # fmt: skip
def test_follow_ups_are_for_the_circle(cast, sign_in, step, who, status):
    browser = sign_in(getattr(cast, who))
    for act in ("", "/report", "/annulation", "/edition"):
        assert browser.get(f"/suivis/{step.id}{act}").status_code == status
    if status != 200:
        for act in ("fait", "reouverture", "report", "annulation", "edition"):
            assert browser.post(f"/suivis/{step.id}/{act}", data={"version": "1"}).status_code == status
        assert browser.post(f"/familles/{cast.haddad.id}/suivis", data=filled(cast)).status_code == status
        assert reread(step).version == 1
