"""The calendar's pages, for each role."""

from __future__ import annotations

import pytest

from schoolapp.activities.models import Activity, Slot
from tests.activities import helpers

NEW = {
    "kind": "cafe", "title": "Café du mardi", "audience": "ecole", "cancel_hours": "0", "group": "0", "host": "0",
    "day": "2026-12-08", "starts": "09:00", "ends": "10:00", "capacity": "8", "pieces": "0",
    "form_key": "a-key-of-a-form", "place": "Bibliothèque",
}  # fmt: skip


def new(user, **more):
    return NEW | {"opened_by": str(user.id)} | more


@pytest.mark.parametrize("page", ["", "?vue=semaine", "?vue=mois", "/a-prevenir", "/abonnement"])
@pytest.mark.parametrize("who", ["agent", "prof", "pro", "secretariat", "direction"])
def test_everybody_at_the_school_reads_the_calendar(sign_in, cast, who, page):
    browser = sign_in(getattr(cast, who))
    browser.post("/calendrier", data=new(cast.agent))
    assert browser.get(f"/calendrier{page}").status_code == 200


@pytest.mark.parametrize("page", ["/calendrier", "/calendrier/1", "/calendrier/abonnement", "/calendrier/nouvelle"])
def test_the_liaison_sees_nothing_of_it(sign_in, cast, page):
    assert sign_in(cast.repondant).get(page).status_code == 403


def test_an_activity_is_planned_with_its_time_and_shown(sign_in, cast, events):
    browser = sign_in(cast.agent)
    answer = browser.post("/calendrier", data=new(cast.agent))
    activity, slot = Activity.get(), Slot.get()
    assert (answer.status_code, answer.location) == (303, f"/calendrier/{activity.id}")
    assert slot.starts_at.isoformat() == "2026-12-08T14:00:00+00:00"
    assert [event.action for event in events()][-1] == "activity.created"
    page = browser.get(answer.location).get_data(as_text=True)
    assert "Café du mardi" in page
    assert "de 9" in page


@pytest.mark.parametrize("page", ["", "?vue=mois", "/1", "/moments/1", "/a-prevenir", "/a-rattacher", "/benevoles"])
def test_a_page_takes_few_statements_whatever_the_rows(app, sign_in, cast, count_queries, page):
    made = helpers.activity(cast.agent, host=cast.prof.id, group=cast.group_302.id, audience="groupes")
    helpers.enrol(app, helpers.slot(made, capacity=5), "Ana", "Bao", "Cleo")
    browser = sign_in(cast.agent)
    browser.get(f"/calendrier{page}")
    with count_queries() as statements:
        assert browser.get(f"/calendrier{page}").status_code == 200
    assert len(statements) <= 6
