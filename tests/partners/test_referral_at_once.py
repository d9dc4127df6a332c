"""Several people at the very same moment on one referral: no link outlives a yes taken back, and one of two wins."""

from __future__ import annotations

import pytest

from schoolapp.errors import Stale
from schoolapp.partners import referral_queries as queries
from schoolapp.partners import referral_verbs as verbs
from schoolapp.partners import sending, sharing
from schoolapp.partners.models import Consent, ReferralEntry, ReferralShare
from schoolapp.partners.referral_vocabulary import LINK, UNDER_WAY
from schoolapp.partners.sending import NotCovered
from tests.agent_requests.test_at_once import together
from tests.partners import referral_helpers as helpers


@pytest.fixture
def linh(cast):
    return helpers.guardian("Linh Nguyen")


def sender(row, by):
    """An act that sends, as it was seen before the others began."""
    shown, key, parts = helpers.shown(row), helpers.new_key(), queries.parts_of(by)

    def send():
        with helpers.house.test_request_context():
            way = sending.Way(LINK, "", 30)
            return sending.send(row, row.version, way, shown, by=by, parts=parts, form_key=key)

    return send


@pytest.mark.parametrize("round_", range(4))
def test_no_link_stays_open_once_the_yes_is_taken_back(cast, app, linh, round_):
    row = helpers.agree(helpers.prepare(helpers.refer(cast.agent, cast.tremblay), cast.agent, linh), cast.agent, linh)
    consent, parts = Consent.get(), queries.parts_of(cast.agent2)
    taken_back, sent = together(
        lambda: verbs.withdraw(consent, by=cast.agent2, parts=parts), sender(helpers.reread(row), cast.agent)
    )
    assert taken_back is None
    assert isinstance(sent, ReferralShare | NotCovered | Stale), sent
    assert Consent.get().withdrawn_at is not None
    for share in ReferralShare.select():
        assert share.revoked_at is not None
        assert not sharing.opens(share)


def test_of_two_who_send_at_once_one_does(cast, app, linh):
    row = helpers.agree(helpers.prepare(helpers.refer(cast.agent, cast.tremblay), cast.agent, linh), cast.agent, linh)
    row = helpers.reread(row)
    results = together(sender(row, cast.agent), sender(row, cast.agent2))
    assert sorted(type(result).__name__ for result in results) == ["ReferralShare", "Stale"]
    assert ReferralShare.select().count() == 1


def test_a_partner_and_the_school_at_once_lose_no_line(cast, app, linh):
    row, share = helpers.sent(cast.agent, cast.tremblay, linh)
    parts = queries.parts_of(cast.agent)
    results = together(
        lambda: sending.answer(share, "start", "C’est parti", "Aïcha", form_key="a-partner"),
        lambda: verbs.say("tell", row, "La mère est contente", by=cast.agent, parts=parts, form_key="the-school"),
        lambda: sending.answer(share, "tell", "Elle est venue", "Aïcha", form_key="a-partner-again"),
    )
    assert results == [None, None, None]
    assert helpers.reread(row).state == UNDER_WAY
    said = ReferralEntry.select().where(ReferralEntry.act.in_(["start", "tell"]))
    assert sorted(entry.words for entry in said) == ["C’est parti", "Elle est venue", "La mère est contente"]
