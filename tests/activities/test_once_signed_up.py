"""Volunteers' checks, cancelling, changes of time, whose family it is: what the staff does once parents sign up."""

from __future__ import annotations

import pytest

from schoolapp.activities import places
from schoolapp.activities.models import Activity, Notice, SignUp, Slot
from schoolapp.families.models import Family
from tests.activities import helpers
from tests.activities.helpers import enrol
from tests.activities.test_pages import new


@pytest.fixture
def agent(sign_in, cast):
    return sign_in(cast.agent)


@pytest.fixture
def cafe(cast):
    return helpers.activity(cast.agent)


@pytest.fixture
def one(cafe):
    return helpers.slot(cafe, capacity=2)


# ---- volunteers


def test_a_volunteer_waits_for_the_check_and_everybody_reads_why(app, sign_in, agent, cast, cafe, one):
    Activity.update(regular_contact=True).execute()
    (row,) = enrol(app, one, "Linh Nguyen")
    url = f"/calendrier/inscriptions/{row.id}/presence"
    assert agent.post(url, data={"state": "present"}).status_code == 409
    assert "Attend la vérification" in agent.get(f"/calendrier/moments/{one.id}").get_data(as_text=True)
    direction = sign_in(cast.direction)
    bad = direction.post(f"/calendrier/benevoles/{row.id}", data={"status": "verifiee"})
    assert bad.status_code == 422
    direction.post(f"/calendrier/benevoles/{row.id}", data={"status": "verifiee", "on": "2026-11-10"})
    assert agent.post(url, data={"state": "present"}).status_code == 303
    assert "Antécédents vérifiés le 10" in agent.get("/calendrier/benevoles").get_data(as_text=True)


# ---- cancelling and telling


def test_a_cancelled_activity_tells_whom_to_tell_one_by_one(app, agent, cast, cafe, one, htmx):
    enrol(app, one, "Ana", "Bao", "Cleo")
    with app.test_request_context():
        helpers.sign_up(helpers.slot(cafe), "Dan", phone="")
    sent = agent.post(f"/calendrier/{cafe.id}/annulation")
    assert sent.location == f"/calendrier/a-prevenir?activite={cafe.id}"
    page = agent.get(sent.location).get_data(as_text=True)
    assert all(name in page for name in ("Ana", "Bao", "Cleo", "Dan"))
    assert "Aucun moyen connu" in page
    assert {row.state for row in SignUp.select()} == {"annule_ecole"}
    notice = Notice.select().join(SignUp).where(SignUp.name == "Ana").get()
    done = agent.post(f"/calendrier/a-prevenir/{notice.id}/fait", data={"means": "texto"}, headers=htmx)
    assert "Prévenue par texto" in done.get_data(as_text=True)
    assert helpers.fresh(notice).told_means == "texto"


def test_a_notice_without_a_real_means_is_not_ticked(app, agent, cafe, one):
    enrol(app, one, "Ana")
    agent.post(f"/calendrier/{cafe.id}/annulation")
    agent.post(f"/calendrier/a-prevenir/{Notice.get().id}/fait", data={"means": ""})
    assert Notice.get().told_at is None


def test_undoing_a_cancelling_brings_everybody_back_in_order(app, agent, cafe, one):
    rows = enrol(app, one, "Ana", "Bao", "Cleo")
    agent.post(f"/calendrier/{cafe.id}/annulation")
    agent.post(f"/calendrier/{cafe.id}/retablissement")
    assert [helpers.fresh(row).state for row in rows] == ["inscrit", "inscrit", "attente"]
    assert helpers.fresh(one).taken == 2
    assert Notice.select().where(Notice.dropped_at.is_null()).count() == 0


def test_calls_to_make_hold_the_words_in_the_parent_s_language(app, agent, cafe, one):
    enrol(app, one, "Samira Haddad", language="ar")
    agent.post(f"/calendrier/{cafe.id}/annulation")
    page = agent.get("/calendrier/a-prevenir?vue=appels").get_data(as_text=True)
    assert 'lang="ar"' in page
    assert "أُلغي" in page
    assert "à relire par une personne" in page
    assert "sms:5145550100" in page


# ---- changing times


def change(user, slot, **more):
    return {"day": "2026-12-08", "starts": "09:00", "ends": "10:00", "capacity": "2", "scope": "un",
            "version": str(slot.version), "opened_by": str(user.id), "form_key": "a-change-of-time"} | more  # fmt: skip


def test_one_time_changes_or_the_rest_of_its_series(agent, cast):
    agent.post("/calendrier", data=new(cast.agent, until="2026-12-22"))
    first, second, third = Slot.select().order_by(Slot.starts_at)
    data = change(cast.agent, second, day="2026-12-16", starts="10:00", ends="11:30", capacity="4", scope="suite")
    agent.post(f"/calendrier/moments/{second.id}/edition", data=data)
    assert helpers.fresh(first).sequence == 0
    moved = [helpers.fresh(slot) for slot in (second, third)]
    assert [slot.starts_at.isoformat() for slot in moved] == ["2026-12-16T15:00:00+00:00", "2026-12-23T15:00:00+00:00"]
    assert [(slot.capacity, slot.sequence) for slot in moved] == [(4, 1), (4, 1)]


def test_fewer_places_than_are_taken_is_refused(app, agent, cast, one):
    enrol(app, one, "Ana", "Bao")
    sent = agent.post(f"/calendrier/moments/{one.id}/edition", data=change(cast.agent, one, capacity="1"))
    assert sent.status_code == 422
    assert helpers.fresh(one).capacity == 2


def test_more_places_are_offered_and_a_moved_time_is_to_be_told(app, agent, cast, one):
    rows = enrol(app, one, "Ana", "Bao", "Cleo")
    data = change(cast.agent, one, capacity="3", starts="13:00", ends="14:00")
    agent.post(f"/calendrier/moments/{one.id}/edition", data=data)
    assert helpers.fresh(rows[2]).offered_until is not None
    assert Notice.select().where(Notice.reason == "changement").count() == 3


def test_what_somebody_else_changed_first_is_not_overwritten(agent, cast, cafe, one):
    stale = change(cast.agent, one, version="99")
    assert agent.post(f"/calendrier/moments/{one.id}/edition", data=stale).status_code == 409
    fields = new(cast.agent, version="99", title="Autre titre")
    assert agent.post(f"/calendrier/{cafe.id}/edition", data=fields).status_code == 409
    assert helpers.fresh(cafe).title == "Café du mardi"


def test_what_overlaps_is_shown(agent, cast, cafe, one):
    other = helpers.activity(cast.agent, title="Visite de la bibliothèque", kind="visite")
    helpers.slot(other)
    page = agent.get(f"/calendrier/{cafe.id}").get_data(as_text=True)
    assert "En même temps" in page
    assert "même lieu" in page


# ---- whose family


def test_an_unknown_parent_is_matched_by_their_number(app, agent, cast, one):
    (row,) = enrol(app, one, "L. Nguyen")
    SignUp.update(phone_digits="5145550142").execute()
    page = agent.get("/calendrier/a-rattacher").get_data(as_text=True)
    assert "Tremblay-Nguyen" in page
    assert "même téléphone" in page
    agent.post(f"/calendrier/inscriptions/{row.id}/famille", data={"family": cast.tremblay.id})
    assert helpers.fresh(row).family_id == cast.tremblay.id
    assert "Tout est rattaché" in agent.get("/calendrier/a-rattacher").get_data(as_text=True)


def test_an_unknown_parent_gets_a_file_or_is_left_aside(app, agent, one):
    first, second = enrol(app, one, "Ana Costa", "Bao Li")
    agent.post(f"/calendrier/inscriptions/{first.id}/fiche")
    assert Family.get(Family.name == "Ana Costa").id == helpers.fresh(first).family_id
    agent.post(f"/calendrier/inscriptions/{second.id}/de-cote")
    assert helpers.fresh(second).aside
    agent.post(f"/calendrier/inscriptions/{second.id}/de-cote", data={"rendre": "1"})
    assert not helpers.fresh(second).aside


def test_the_same_person_twice_becomes_one_and_the_place_goes_on(app, agent, one):
    with app.test_request_context():
        first, second, waits = (helpers.sign_up(one, name) for name in ("Ana", "Ana", "Bao"))
    assert "Ressemble à une autre" in agent.get(f"/calendrier/moments/{one.id}").get_data(as_text=True)
    agent.post(f"/calendrier/inscriptions/{second.id}/fusion", data={"other": first.id})
    assert helpers.fresh(second).merged_into_id == first.id
    assert helpers.fresh(waits).offered_until is not None
    assert helpers.fresh(one).taken == 2


def test_a_place_is_given_to_whoever_said_yes(app, agent, one):
    rows = enrol(app, one, "Ana", "Bao", "Cleo")
    agent.post(f"/calendrier/inscriptions/{rows[0].id}/annulation")
    agent.post(f"/calendrier/inscriptions/{rows[2].id}/place")
    assert helpers.fresh(rows[2]).state == "inscrit"
    assert places.waiting(one.id).count() == 0
