"""From planning to check-in: what the staff does, page after page."""

from __future__ import annotations

from datetime import date

import pytest

from schoolapp.accounts.school_days import DayOff
from schoolapp.activities.models import Activity, SignUp, Slot, Verification
from tests.activities import helpers
from tests.activities.helpers import enrol
from tests.activities.test_pages import new

ANSWER = {"name": "Linh Nguyen", "phone": "514 555-0142", "language": "fr", "came_by": "papier",
          "form_key": "an-answer-on-paper"}  # fmt: skip


@pytest.fixture
def agent(sign_in, cast):
    return sign_in(cast.agent)


@pytest.fixture
def cafe(cast):
    return helpers.activity(cast.agent)


@pytest.fixture
def one(cafe):
    return helpers.slot(cafe, capacity=2)


def answer(user, **more):
    return ANSWER | {"opened_by": str(user.id)} | more


# ---- planning


def test_a_weekly_series_leaves_the_days_off_out_and_says_so(agent, cast):
    DayOff.add([(date(2026, 12, 22), "conge", "Noël"), (date(2026, 12, 29), "conge", "Noël")], by=None)
    data = new(cast.agent, until="2027-01-05")
    page = agent.post("/calendrier", data=data, follow_redirects=True).get_data(as_text=True)
    assert [slot.starts_at.day for slot in Slot.select().order_by(Slot.starts_at)] == [8, 15, 5]
    assert "Sans les 22" in page
    assert len({slot.series for slot in Slot.select()}) == 1
    assert len({slot.uid for slot in Slot.select()}) == 3


def test_a_series_keeps_its_hour_when_the_clocks_change(agent, cast):
    agent.post("/calendrier", data=new(cast.agent, day="2027-03-09", until="2027-03-16"))
    assert [slot.starts_at.hour for slot in Slot.select().order_by(Slot.starts_at)] == [14, 13]


def test_an_evening_is_cut_into_appointments(agent, cast):
    agent.post("/calendrier", data=new(cast.agent, kind="individuelle", starts="17:00", ends="18:00", pieces="15"))
    assert Slot.select().count() == 4


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"title": ""}, "Ce champ est nécessaire"),
        ({"ends": "08:00"}, "La fin vient après le début"),
        ({"capacity": "0"}, "Entre 1 et 2000"),
        ({"until": "2028-12-08"}, "Une série tient dans une année scolaire"),
        ({"audience": "groupes"}, "Cochez au moins un groupe"),
        ({"kind": "fete"}, "Choisissez une valeur"),
    ],
)
def test_what_does_not_hold_is_refused_with_words_and_kept(agent, cast, changed, words):
    answer = agent.post("/calendrier", data=new(cast.agent, words="Un café ensemble") | changed)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert words in page
    assert "Un café ensemble" in page
    assert Activity.select().count() == 0


def test_the_same_form_sent_twice_plans_once_and_can_be_undone(agent, cast, events):
    agent.post("/calendrier", data=new(cast.agent))
    agent.post("/calendrier", data=new(cast.agent))
    batch = Activity.get().batch
    agent.post(f"/calendrier/lots/{batch}/annulation")
    assert Activity.select().count() == Slot.select().count() == 0
    assert events("activity.batch_undone")


def test_nothing_is_undone_once_somebody_signed_up(app, agent, cast):
    agent.post("/calendrier", data=new(cast.agent))
    enrol(app, Slot.get(), "Linh Nguyen")
    assert agent.post(f"/calendrier/lots/{Activity.get().batch}/annulation").status_code == 409
    assert Activity.select().count() == 1


def test_activities_of_last_year_are_taken_again_and_undone_together(agent, cast, cafe):
    last = helpers.STARTS.replace(year=2025)
    helpers.slot(cafe, starts=last)
    assert "Café du mardi" in agent.get("/calendrier/reprises").get_data(as_text=True)
    agent.post("/calendrier/reprises", data={"ids": [cafe.id], "form_key": "a-batch-of-last-year"})
    again = Activity.get(Activity.batch == "a-batch-of-last-year")
    assert [slot.starts_at.isoformat() for slot in again.slots] == ["2026-12-07T14:00:00+00:00"]
    agent.post("/calendrier/lots/a-batch-of-last-year/annulation")
    assert [row.id for row in Activity.select()] == [cafe.id]


# ---- who may


def test_a_teacher_plans_for_their_own_group_only(sign_in, cast):
    prof = sign_in(cast.prof)
    data = new(cast.prof, kind="classe", group=str(cast.group_302.id), form_key="a-first-form")
    assert prof.post("/calendrier", data=data).status_code == 303
    other = data | {"group": str(cast.group_101.id), "form_key": "another-form"}
    assert prof.post("/calendrier", data=other).status_code == 422


def test_a_teacher_sees_who_signs_up_for_their_own_activities_only(app, sign_in, cast, cafe, one):
    (row,) = enrol(app, one, "Linh Nguyen")
    prof = sign_in(cast.prof)
    assert prof.get(f"/calendrier/{cafe.id}").status_code == 200
    for address in (f"moments/{one.id}", f"moments/{one.id}/feuille", f"moments/{one.id}/inscription"):
        assert prof.get(f"/calendrier/{address}").status_code == 404
    assert prof.post(f"/calendrier/inscriptions/{row.id}/presence", data={"state": "present"}).status_code == 404
    assert prof.post(f"/calendrier/{cafe.id}/annulation").status_code == 404
    Activity.update(group=cast.group_302.id).execute()
    assert "Linh Nguyen" in prof.get(f"/calendrier/moments/{one.id}").get_data(as_text=True)


def test_a_professional_reads_and_changes_nothing(app, sign_in, cast, cafe, one):
    pro = sign_in(cast.pro)
    assert pro.get(f"/calendrier/{cafe.id}").status_code == 200
    assert pro.get(f"/calendrier/{cafe.id}/edition").status_code == 403
    assert pro.get(f"/calendrier/moments/{one.id}").status_code == 404
    Activity.update(host=cast.pro.id).execute()
    assert pro.get(f"/calendrier/moments/{one.id}").status_code == 200


@pytest.mark.parametrize("who", ["agent", "prof", "pro", "secretariat", "repondant"])
def test_nobody_but_the_direction_sets_a_check(app, sign_in, cast, one, who):
    (row,) = enrol(app, one, "Linh Nguyen")
    answer = sign_in(getattr(cast, who)).post(f"/calendrier/benevoles/{row.id}", data={"status": "non_requise"})
    assert answer.status_code == 403
    assert Verification.select().count() == 0


# ---- answers and check-in


def test_a_paper_answer_is_entered_once_in_the_same_form(sign_in, cast, one, events):
    office = sign_in(cast.secretariat)
    for _again in range(2):
        office.post(f"/calendrier/moments/{one.id}/inscription", data=answer(cast.secretariat))
    row = SignUp.get()
    assert (row.name, row.came_by, row.phone_digits, row.state) == ("Linh Nguyen", "papier", "5145550142", "inscrit")
    assert len(events("sign_up.created")) == 1
    assert "Linh Nguyen" in office.get(f"/calendrier/moments/{one.id}").get_data(as_text=True)


def test_an_answer_without_a_name_or_with_a_bad_address_is_refused_and_kept(agent, cast, one):
    bad = answer(cast.agent, name="", email="pas un courriel", message="Je viens en bus")
    sent = agent.post(f"/calendrier/moments/{one.id}/inscription", data=bad)
    page = sent.get_data(as_text=True)
    assert sent.status_code == 422
    assert "Je viens en bus" in page
    assert "Ce courriel ne se lit pas" in page


def test_one_tap_checks_in_and_another_takes_it_back(app, agent, one, htmx, events):
    (row,) = enrol(app, one, "Linh Nguyen")
    url = f"/calendrier/inscriptions/{row.id}/presence"
    page = agent.post(url, data={"state": "present"}, headers=htmx).get_data(as_text=True)
    assert helpers.fresh(row).state == "present"
    assert 'aria-pressed="true"' in page
    assert "1 présence" in page.replace("\xa0", " ")
    assert agent.post(url, data={"state": "inscrit"}).status_code == 303
    assert helpers.fresh(row).state == "inscrit"
    assert len(events("sign_up.presence")) == 2
    assert helpers.fresh(one).taken == 1


def test_presence_shows_on_the_family_s_timeline(app, agent, cast, one):
    with app.test_request_context():
        row = helpers.sign_up(one, "Linh Nguyen", family=cast.tremblay)
    agent.post(f"/calendrier/inscriptions/{row.id}/presence", data={"state": "present"})
    page = agent.get(f"/familles/{cast.tremblay.id}").get_data(as_text=True)
    assert "Présence à l’école" in page
    assert "Café du mardi" in page


def test_the_paper_sheet_has_names_and_free_lines(app, agent, one):
    enrol(app, one, "Linh Nguyen")
    page = agent.get(f"/calendrier/moments/{one.id}/feuille").get_data(as_text=True)
    assert "Linh Nguyen" in page
    assert page.count("ligne libre") >= 3


# ---- other languages


def test_the_school_s_own_words_in_another_language_are_read_by_parents(agent, client, cafe, one):
    page = agent.get(f"/calendrier/{cafe.id}/langues")
    assert page.status_code == 200
    data = {
        "version": "1",
        "languages-0-code": "en",
        "languages-0-title": "Tuesday coffee",
        "languages-0-words": "Come!",
    }
    assert agent.post(f"/calendrier/{cafe.id}/langues", data=data).status_code == 303
    assert helpers.fresh(cafe).translations == {"en": {"title": "Tuesday coffee", "words": "Come!", "checked": False}}
    assert "Tuesday coffee" in client.get("/b?langue=en").get_data(as_text=True)
    assert agent.post(f"/calendrier/{cafe.id}/langues", data=data).status_code == 409


def test_words_without_a_title_are_refused_and_kept(agent, cafe):
    data = {"version": "1", "languages-0-code": "en", "languages-0-words": "Come along"}
    answer = agent.post(f"/calendrier/{cafe.id}/langues", data=data)
    assert answer.status_code == 422
    assert "Come along" in answer.get_data(as_text=True)
