"""An agenda that fills itself: what waits comes up by its reason, once, and only what is not there yet."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from schoolapp.families.models import Family
from schoolapp.team.models import MeetingPoint
from schoolapp.team.waiting import waiting
from tests.cast import MOMENT
from tests.notes.helpers import plan as plan_step
from tests.team.helpers import act, ask, bring, family_point, plan, request_point

TODAY = date(2026, 11, 17)


def change(family, **columns):
    Family.update(**columns).where(Family.id == family.id).execute()


def found(cast, meeting) -> dict[str, list[str]]:
    return {group.reason: [one.name for one in group.rows] for group in waiting(cast.agent, meeting)}


@pytest.fixture(autouse=True)
def quiet(cast, app):
    """Nothing waits: everybody was reached today."""
    Family.update(last_contact_at=MOMENT).execute()


def test_nothing_waits(cast, agent, planned):
    assert found(cast, planned) == {}
    assert "Rien d’autre n’attend" in agent.get(f"/rencontres/{planned.id}").text


def test_each_reason_comes_up(cast, agent, planned):
    ask(cast.prof, cast.oconnor)
    change(cast.haddad, tier=3, tier_review_on=TODAY)
    change(cast.tremblay, last_contact_at=MOMENT - timedelta(weeks=4))
    plan_step(cast.haddad, cast.agent, TODAY - timedelta(days=2), "Rappeler la mère")
    groups = {group.reason: group.rows for group in waiting(cast.agent, planned)}
    assert {reason: [one.name for one in rows] for reason, rows in groups.items()} == {
        "demande": ["O’Connor"],
        "retard": ["Haddad"],
        "sans_contact": ["Tremblay-Nguyen"],
    }
    [late] = groups["retard"]
    assert late.reasons == ["retard", "palier"], "once, with its other reason beside"
    assert "Rappeler la mère" in late.why
    assert "Palier 3" in late.why
    page = agent.get(f"/rencontres/{planned.id}").text
    for words in ("Nouvelles demandes", "Suivis en retard", "Familles que personne n’a jointes", "palier à revoir"):
        assert words in page


@pytest.mark.parametrize(("day", "comes"), [(-30, True), (0, True), (1, False)])
def test_a_tier_comes_up_by_the_day_of_the_meeting(cast, planned, day, comes):
    change(cast.haddad, tier=2, tier_review_on=TODAY + timedelta(days=day))
    assert ("palier" in found(cast, planned)) == comes


def test_a_follow_up_of_today_is_not_late(cast, planned):
    plan_step(cast.haddad, cast.agent, TODAY)
    assert found(cast, planned) == {}


def test_a_family_never_reached_waits_from_the_day_it_was_put_on_the_board(cast, planned):
    change(cast.haddad, last_contact_at=None, prioritised_on=TODAY - timedelta(weeks=3))
    change(cast.oconnor, last_contact_at=None)
    assert found(cast, planned) == {"sans_contact": ["Haddad"]}


def test_a_request_without_a_family_comes_up_by_its_words(cast, agent, planned):
    request = ask(cast.prof, None)
    assert found(cast, planned) == {"demande": ["L’élève aux longs cheveux"]}
    agent.post(f"/rencontres/{planned.id}/sujets", data={"topics": [f"demande:{request.id}"]})
    assert MeetingPoint.get().request_id == request.id
    assert found(cast, planned) == {}


def test_what_is_on_the_agenda_does_not_come_up_again_however_it_came(cast, planned):
    change(cast.haddad, last_contact_at=None, tier=2, tier_review_on=TODAY)
    request = ask(cast.prof, cast.haddad)
    request_point(planned, request, cast.agent)
    assert found(cast, planned) == {}
    MeetingPoint.get().remove(by=cast.agent)
    assert found(cast, planned) == {"demande": ["Haddad"], "palier": ["Haddad"]}


def test_ticking_keeps_the_reasons_and_the_facts(cast, agent, planned):
    change(cast.haddad, tier=3, tier_review_on=TODAY, last_contact_at=MOMENT - timedelta(weeks=5))
    agent.post(f"/rencontres/{planned.id}/sujets", data={"topics": [f"famille:{cast.haddad.id}"]})
    point = MeetingPoint.get()
    assert point.reasons == ["palier", "sans_contact"]
    assert "Palier 3" in point.why
    assert "5\N{NO-BREAK SPACE}semaines" in point.why or "5 semaines" in point.why


def test_all_is_ticked_until_somebody_chooses(cast, agent, planned):
    change(cast.haddad, tier=2, tier_review_on=TODAY)
    change(cast.tremblay, tier=2, tier_review_on=TODAY)
    box = 'value="famille:{}" checked'
    page = agent.get(f"/rencontres/{planned.id}").text
    assert box.format(cast.haddad.id) in page
    assert box.format(cast.tremblay.id) in page
    family_point(planned, cast.tremblay, cast.agent)
    assert box.format(cast.haddad.id) not in agent.get(f"/rencontres/{planned.id}").text


# ---- from one meeting to the next


def earlier(cast, guests, days=14, **options):
    return plan(cast.agent, guests, starts_at=datetime(2026, 11, 17 - days, 20, tzinfo=UTC), **options)


@pytest.mark.parametrize(("day", "comes"), [(TODAY, True), (TODAY + timedelta(days=1), False)])
def test_a_promise_comes_back_on_its_day(cast, guests, planned, day, comes):
    before = earlier(cast, guests, state="en_cours")
    point = family_point(before, cast.haddad, cast.agent)
    point.look_again(1, day, by=cast.agent)
    assert found(cast, planned) == {}, "not before the meeting is closed"
    bring(before, "close", cast.agent)
    assert ("regard" in found(cast, planned)) == comes


def test_what_there_was_no_time_for_comes_back(cast, guests, planned):
    before = earlier(cast, guests, state="en_cours")
    family_point(before, cast.haddad, cast.agent)
    act(family_point(before, cast.tremblay, cast.agent), cast.agent)
    bring(before, "close", cast.agent)
    [group] = waiting(cast.agent, planned)
    assert [(one.name, one.why) for one in group.rows] == [("Haddad", "pas abordée le 3\N{NO-BREAK SPACE}novembre")]


def test_what_a_later_meeting_took_up_does_not_come_back(cast, guests, planned):
    before = earlier(cast, guests, state="en_cours")
    family_point(before, cast.haddad, cast.agent)
    bring(before, "close", cast.agent)
    between = earlier(cast, guests, days=7, state="en_cours")
    act(family_point(between, cast.haddad, cast.agent), cast.agent)
    bring(between, "close", cast.agent)
    assert found(cast, planned) == {}


def test_only_who_leads_sees_what_waits(cast, sign_in, planned):
    change(cast.haddad, tier=2, tier_review_on=TODAY)
    for who in (cast.prof, cast.prof2, cast.pro):
        page = sign_in(who).get(f"/rencontres/{planned.id}").text
        assert "Ce qui attend" not in page
        assert waiting(who, planned) == []


def test_what_waits_is_read_in_one_statement(cast, context, planned, count_queries):
    ask(cast.prof, cast.oconnor)
    Family.update(tier_review_on=TODAY, last_contact_at=None).execute()
    with count_queries() as statements:
        assert found(cast, planned)
    assert len(statements) == 1
