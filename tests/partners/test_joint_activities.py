"""An activity held with a partner: chosen on its form, shown on its page and on the organisation's."""

from __future__ import annotations

from datetime import timedelta

import pytest

from schoolapp import clock
from schoolapp.activities import partnered
from schoolapp.activities.models import Activity
from schoolapp.activities.vocabulary import EVERYONE
from schoolapp.partners.models import Organization
from tests.partners import referral_helpers as helpers


@pytest.fixture
def partner(cast):
    return helpers.service().organization


def plan(browser, user, **changes):
    day = clock.today() + timedelta(days=7)
    data = {"kind": "cafe", "title": "Café avec le quartier", "day": day, "starts": "09:00", "ends": "10:00",
            "capacity": 8, "audience": EVERYONE, "pieces": 0, "opened_by": user.id, "cancel_hours": 0,
            "form_key": helpers.new_key(), **changes}  # fmt: skip
    return browser.post("/calendrier", data=data)


def test_an_activity_is_planned_with_a_partner_and_says_so(cast, sign_in, partner):
    browser = sign_in(cast.agent)
    assert partner.name in browser.get(f"/calendrier/nouvelle?organisme={partner.id}").text
    made = plan(browser, cast.agent, organization=partner.id)
    assert made.status_code == 303
    assert Activity.get().organization_id == partner.id
    page = browser.get(made.location).text
    assert partner.name in page
    assert f"/partenaires/organismes/{partner.id}" in page
    [held] = partnered.held_with(partner.id)
    assert (held.title, held.ahead) == ("Café avec le quartier", True)


@pytest.mark.parametrize("chosen", ["999", "-1", "x"])
def test_an_organisation_that_is_not_in_the_list_is_refused(cast, sign_in, partner, chosen):
    assert plan(sign_in(cast.agent), cast.agent, organization=chosen).status_code == 422
    assert Activity.select().count() == 0


def test_an_organisation_archived_since_stays_with_its_activity(cast, sign_in, partner):
    browser = sign_in(cast.agent)
    made = plan(browser, cast.agent, organization=partner.id)
    Organization.update(archived_at=clock.now()).execute()
    assert partner.name in browser.get(f"{made.location}/edition").text
    assert partner.name not in browser.get("/calendrier/nouvelle").text


def test_an_activity_without_a_partner_is_as_before(cast, sign_in, partner):
    assert plan(sign_in(cast.agent), cast.agent).status_code == 303
    assert Activity.get().organization_id is None
    assert partnered.held_with(partner.id) == []


def test_what_was_comes_after_what_comes(cast, sign_in, partner, frozen):
    browser = sign_in(cast.agent)
    plan(browser, cast.agent, organization=partner.id, title="Hier")
    frozen.move(days=30)
    plan(sign_in(cast.agent), cast.agent, organization=partner.id, title="Bientôt")
    assert [(one.title, one.ahead) for one in partnered.held_with(partner.id)] == [("Bientôt", True), ("Hier", False)]
