"""What is decided on a point besides words: who does what, the next look, the board, the tier."""

from __future__ import annotations

from datetime import date

import pytest

from schoolapp.families.file_verbs import fingerprint
from schoolapp.families.models import CircleMember, Family, LinkChange, TierChange
from schoolapp.notes import writing
from schoolapp.notes.models import FollowUp
from schoolapp.team.models import DecidedAction, DecidedChange
from tests.cast import MOMENT
from tests.team.helpers import KEY, act, ask, family_point, free_point, request_point, reread


@pytest.fixture
def point(cast, under_way):
    return family_point(under_way, cast.haddad, cast.agent)


# ---- who does what by when


def filled(cast, **changes):
    fields = {"what": "Appeler la mère", "who": str(cast.agent.id), "due_on": "2026-11-24", "form_key": KEY}
    return fields | changes


def test_what_is_decided_about_a_family_is_a_follow_up(cast, agent, point, events):
    url = f"/rencontres/points/{point.id}/actions"
    for _twice in range(2):
        assert agent.post(url, data=filled(cast)).status_code == 303
    agent.post(url, data=filled(cast, what="Réserver l’interprète", who=str(cast.prof.id), form_key="another-form-key"))
    first, second = FollowUp.select().order_by(FollowUp.id)
    assert (first.what, first.due_on, first.assignee_id, first.family_id) == (
        "Appeler la mère", date(2026, 11, 24), cast.agent.id, cast.haddad.id,
    )  # fmt: skip
    assert second.assignee_id == cast.prof.id
    assert [action.follow_up_id for action in DecidedAction.select().order_by(DecidedAction.id)] == [
        first.id,
        second.id,
    ]
    assert reread(cast.haddad).next_step == "Appeler la mère", "the card shows it"
    assert len(events("follow_up.created")) == len(events("action.planned")) == 2
    assert "Appeler la mère" in agent.get(f"/familles/{cast.haddad.id}").text


def test_the_form_is_ready_for_the_next_one(cast, agent, point, htmx):
    page = agent.post(f"/rencontres/points/{point.id}/actions", data=filled(cast), headers=htmx).text
    assert f'hx-target="#slot-{point.id}"' in page
    assert f'<option selected value="{cast.agent.id}">' in page
    assert 'value="2026-11-24"' in page
    assert 'value="Appeler la mère"' not in page
    assert KEY not in page, "a new form, a new key"


@pytest.mark.parametrize(("changes", "words"), [
    ({"what": " "}, "nécessaire"),
    ({"what": "x" * 201}, "Au plus 200"),
    ({"who": "0"}, "qui s’en charge"),
    ({"who": "abc"}, "Choisissez une valeur"),
    ({"who": "99999"}, "n’a pas accès"),
    ({"due_on": ""}, "nécessaire"),
    ({"due_on": "2026-11-16"}, "déjà passée"),
    ({"due_on": "demain"}, "ne se lit pas"),
])  # fmt: skip
def test_a_refused_action_keeps_what_was_typed(cast, agent, point, htmx, changes, words):
    for headers in ({}, htmx):
        answer = agent.post(f"/rencontres/points/{point.id}/actions", data=filled(cast, **changes), headers=headers)
        assert answer.status_code == 422
        assert words in answer.text
        assert "what" in changes or 'value="Appeler la mère"' in answer.text
    assert FollowUp.select().count() == DecidedAction.select().count() == 0


def test_nothing_about_a_family_is_given_to_who_may_not_open_it(cast, agent, point):
    for who in (cast.prof2, cast.pro, cast.secretariat):
        answer = agent.post(f"/rencontres/points/{point.id}/actions", data=filled(cast, who=str(who.id)))
        assert answer.status_code == 422


def test_what_is_about_no_family_is_done_from_ma_journee(cast, agent, sign_in, under_way, events, htmx):
    point = free_point(under_way, cast.agent)
    data = filled(cast, what="Réserver le local", who=str(cast.secretariat.id))
    assert agent.post(f"/rencontres/points/{point.id}/actions", data=data).status_code == 303
    action = DecidedAction.get()
    assert (action.follow_up_id, FollowUp.select().count()) == (None, 0)
    office = sign_in(cast.secretariat)
    assert "Réserver le local" in office.get("/").text
    assert sign_in(cast.prof).post(f"/rencontres/actions/{action.id}/fait").status_code == 404
    assert office.post(f"/rencontres/actions/{action.id}/fait").status_code == 303
    office.post(f"/rencontres/actions/{action.id}/fait")
    assert (reread(action).done_by_id, reread(action).done_at) == (cast.secretariat.id, MOMENT)
    office.get("/")
    assert "Réserver le local" not in office.get("/").text, "once the notice has passed"
    assert office.post(f"/rencontres/actions/{action.id}/reouverture", headers=htmx).status_code == 200
    assert reread(action).done_at is None
    assert len(events("action.done")) == len(events("action.reopened")) == 1


def test_what_was_decided_by_mistake_is_taken_back_and_restored(cast, agent, point, events, htmx):
    action = act(point, cast.agent)
    page = agent.post(f"/rencontres/actions/{action.id}/retrait", headers=htmx).text
    assert f"/rencontres/actions/{action.id}/retour" in page
    step = FollowUp.get()
    assert (step.state, reread(action).removed_at) == ("cancelled", MOMENT)
    assert "Retiré à la rencontre d’équipe" in step.closing_words
    assert reread(cast.haddad).next_step == ""
    agent.post(f"/rencontres/actions/{action.id}/retrait")
    assert agent.post(f"/rencontres/actions/{action.id}/retour").status_code == 303
    assert (FollowUp.get().state, reread(action).removed_at) == ("open", None)
    assert len(events("action.removed")) == len(events("action.restored")) == 1


def test_a_follow_up_done_meanwhile_stays_done(cast, agent, point):
    action = act(point, cast.agent)
    writing.change_follow_up(FollowUp.get(), "complete", 1, by=cast.agent)
    agent.post(f"/rencontres/actions/{action.id}/retrait")
    assert FollowUp.get().state == "done"


# ---- looking again


def test_the_next_look_is_chosen_and_taken_back(cast, agent, point, events, htmx):
    url = f"/rencontres/points/{point.id}/regard"
    assert agent.post(url, data={"look_on": "2026-12-01", "version": "1"}, headers=htmx).status_code == 200
    assert reread(point).look_on == date(2026, 12, 1)
    stale = agent.post(url, data={"look_on": "2026-12-08", "version": "1"}, headers=htmx)
    assert stale.status_code == 409
    assert "1er\N{NO-BREAK SPACE}décembre" in stale.text
    assert 'value="2026-12-08"' in stale.text
    assert agent.post(url, data={"look_on": "2026-11-01", "version": "2"}).status_code == 422
    assert agent.post(url, data={"look_on": "", "version": "2"}).status_code == 303
    assert reread(point).look_on is None
    assert len(events("decision.look")) == 2


# ---- the board and the tier


def test_the_family_moves_on_the_board(cast, agent, point, events):
    answer = agent.post(f"/rencontres/points/{point.id}/lien", data={"state": "alliance", "version": "1"})
    assert answer.status_code == 303
    assert reread(cast.haddad).link_state == "alliance"
    [change] = DecidedChange.select()
    assert (change.kind, change.before, change.after) == ("lien", "a_joindre", "alliance")
    assert LinkChange.select().count() == len(events("family.moved")) == 1
    assert "Alliance établie" in agent.get(f"/rencontres/{point.meeting_id}").text


def test_a_family_is_put_on_the_board_with_its_signals(cast, agent, under_way, events):
    point = family_point(under_way, cast.oconnor, cast.agent)
    url = f"/rencontres/points/{point.id}/lien"
    assert "pas encore au tableau" in agent.get(f"/rencontres/points/{point.id}").text
    assert agent.post(url, data={"state": "a_joindre", "version": "1"}).status_code == 422
    data = {"state": "a_joindre", "version": "1", "signals": ["absences", "transition"]}
    assert agent.post(url, data=data).status_code == 303
    change = LinkChange.get()
    assert change.decided_by == "Rencontre d’équipe du 17\N{NO-BREAK SPACE}novembre"
    assert change.signals == ["absences", "transition"]
    assert len(events("family.prioritised")) == 1


def test_a_move_on_an_old_version_is_shown_first(cast, agent, point, htmx):
    Family.update(version=5, link_state="veille").where(Family.id == cast.haddad.id).execute()
    url = f"/rencontres/points/{point.id}/lien"
    answer = agent.post(url, data={"state": "alliance", "version": "1"}, headers=htmx)
    assert answer.status_code == 409
    assert "En veille" in answer.text
    assert 'name="version" value="5"' in answer.text
    assert reread(cast.haddad).link_state == "veille"
    assert agent.post(url, data={"state": "ailleurs", "version": "5"}).status_code == 422
    assert agent.post(url, data={"state": "alliance", "version": "5"}).status_code == 303


def test_the_tier_is_set(cast, agent, point, events):
    url, seen = f"/rencontres/points/{point.id}/palier", fingerprint(cast.haddad, ("tier", "tier_review_on"))
    data = {"tier": "3", "reason": "Décidé ensemble", "review_on": "2027-01-15", "seen": seen}
    assert agent.post(url, data=data | {"review_on": ""}).status_code == 422
    assert agent.post(url, data=data | {"reason": ""}).status_code == 422
    assert agent.post(url, data=data).status_code == 303
    assert (reread(cast.haddad).tier, reread(cast.haddad).tier_review_on) == (3, date(2027, 1, 15))
    assert TierChange.get().reason == "Décidé ensemble"
    [change] = DecidedChange.select()
    assert (change.kind, change.before, change.after, change.review_on) == ("palier", "1", "3", date(2027, 1, 15))
    stale = agent.post(url, data=data | {"tier": "2"})
    assert stale.status_code == 409
    assert reread(cast.haddad).tier == 3
    assert len(events("family.tier")) == 1


def test_a_free_point_has_no_board_nor_tier(cast, agent, under_way):
    point = free_point(under_way, cast.agent)
    for path in ("lien", "palier"):
        answer = agent.post(f"/rencontres/points/{point.id}/{path}", data={"state": "alliance", "version": "1"})
        assert answer.status_code == 404
    page = agent.get(f"/rencontres/points/{point.id}").text
    assert "Déplacer au tableau" not in page


@pytest.mark.parametrize(("who", "moves", "tiers"), [
    ("agent", True, True), ("direction", True, True), ("prof", False, False), ("pro", True, True),
])  # fmt: skip
def test_the_board_and_the_tier_keep_their_own_rules(cast, sign_in, point, who, moves, tiers):
    CircleMember.create(family=cast.haddad, user=cast.pro, reason="Suivi", added_at=MOMENT, added_by=cast.agent)
    browser = sign_in(getattr(cast, who))
    page = browser.get(f"/rencontres/points/{point.id}").text
    assert ("Déplacer au tableau" in page) == moves
    assert ("Noter le palier" in page) == tiers
    answer = browser.post(f"/rencontres/points/{point.id}/lien", data={"state": "alliance", "version": "1"})
    assert answer.status_code == (303 if moves else 403)
    seen = fingerprint(reread(cast.haddad), ("tier", "tier_review_on"))
    data = {"tier": "1", "reason": "Essai", "seen": seen}
    assert browser.post(f"/rencontres/points/{point.id}/palier", data=data).status_code == (303 if tiers else 403)


# ---- a request


def test_a_request_is_decided_with_the_family_it_was_linked_to(cast, agent, under_way):
    request = ask(cast.prof, cast.haddad)
    point = request_point(under_way, request, cast.agent)
    page = agent.get(f"/rencontres/points/{point.id}").text
    assert "Trois messages sans réponse depuis octobre." in page
    agent.post(f"/rencontres/points/{point.id}/actions", data=filled(cast))
    assert FollowUp.get().family_id == cast.haddad.id
    agent.post(f"/rencontres/points/{point.id}/lien", data={"state": "alliance", "version": "1"})
    assert reread(cast.haddad).link_state == "alliance"


def test_a_request_about_nobody_yet_has_actions_of_its_own(cast, agent, under_way):
    point = request_point(under_way, ask(cast.prof, None), cast.agent)
    agent.post(f"/rencontres/points/{point.id}/actions", data=filled(cast))
    assert (DecidedAction.select().count(), FollowUp.select().count()) == (1, 0)
