"""What parents are told is erased, is erased: after the school year, once, with a line in the journal."""

from __future__ import annotations

from datetime import UTC, datetime

from schoolapp.activities import retention
from schoolapp.activities.models import Notice, SignUp
from tests.activities import helpers
from tests.activities.parents import within

LAST_YEAR = datetime(2026, 5, 12, 14, tzinfo=UTC)


def test_the_ways_to_reach_people_of_last_year_are_erased_and_those_of_this_year_stay(app, cast, frozen, events):
    row = helpers.activity(cast.agent)
    frozen.set(datetime(2026, 5, 1, tzinfo=UTC))
    who = {"email": "samira@famille.example", "child_words": "Yasmine", "message": "Merci", "family": cast.haddad}
    old = within(app, helpers.sign_up, helpers.slot(row, starts=LAST_YEAR), "Samira Haddad", **who)
    asked = {"reason": "appeler", "name": "Linh", "phone_digits": "5145550142", "phone_raw": "514 555-0142"}
    call = Notice.create(**asked, words="le soir", language="fr", means="telephone", created_at=LAST_YEAR)
    frozen.set(datetime(2026, 11, 17, 15, tzinfo=UTC))
    new = within(app, helpers.sign_up, helpers.slot(row), "Marc Tremblay", email="marc@famille.example")

    assert within(app, retention.run) == 1
    assert within(app, retention.run) == 0

    old = SignUp.get_by_id(old.id)
    kept = (old.phone_digits, old.phone_raw, old.email, old.child_words, old.message)
    assert kept == ("", "", "", "", "")
    assert "5145550142" not in old.person_key
    assert (old.name, old.family_id, old.state) == ("Samira Haddad", cast.haddad.id, "inscrit")
    assert SignUp.get_by_id(new.id).email == "marc@famille.example"
    call = Notice.get_by_id(call.id)
    assert (call.phone_raw, call.words) == ("", "")
    assert [event.detail for event in events("sign_up.forgotten")] == [{"count": 1}]


def test_a_school_without_a_year_erases_nothing(app, context):
    assert retention.forget() == 0
