"""A partner's link passes for read once somebody asked to read, and not when a program opens its address."""

from __future__ import annotations

import pytest

from schoolapp import clock
from schoolapp.partners.models import ReferralShare
from tests.families.file import words
from tests.partners import referral_helpers as helpers
from tests.partners.referral_helpers import NEED_WORDS


@pytest.fixture
def unread(cast):
    """A referral sent by a link that nobody followed yet, with its share and its address."""
    row, share = helpers.sent(cast.agent, cast.tremblay, helpers.guardian("Linh Nguyen"))
    return row, share, f"/r/{helpers.token(share)}"


def told(page):
    """What a page tells of the family that was confided."""
    return [piece for piece in ("Linh Nguyen", "514 555-0142", NEED_WORDS) if piece in words(page.text)]


def test_opening_the_address_shows_nothing_of_the_family_and_passes_for_no_reading(client, unread, events):
    for _time in range(2):
        page = client.get(unread[2])
        assert page.status_code == 200
        assert "Lire la demande" in page.text
        assert told(page) == []
    client.head(unread[2])
    assert ReferralShare.get_by_id(unread[1].id).opened_at is None
    assert len(events("referral.link_fetched")) == 3
    assert events("referral.link_read") == events("referral.link_opened") == []


def test_whoever_asks_to_read_is_shown_it_from_then_on_and_each_time_leaves_its_trace(client, unread, events, frozen):
    address = helpers.read(client, unread[1])
    first = clock.now()
    assert len(told(client.get(address))) == 3
    frozen.move(days=1)
    helpers.read(client, unread[1])
    assert len(told(client.get(address))) == 3
    assert ReferralShare.get_by_id(unread[1].id).opened_at == first
    assert len(events("referral.link_read")) == 1
    assert len(events("referral.link_opened")) == 2
    assert helpers.reread(unread[0]).version == unread[0].version


@pytest.mark.parametrize(("signed", "typed"), [
    (False, {}), (False, {"form_key": "not-signed"}), (True, {"website": "https://x.example"}),
])  # fmt: skip
def test_what_no_person_sends_is_shown_nothing(client, unread, signed, typed):
    data = typed | ({"form_key": helpers.signed_key()} if signed else {})
    for address in (f"{unread[2]}/lecture", unread[2]):
        refused = client.post(address, data=data)
        assert refused.status_code == 422
        assert told(refused) == []
    assert ReferralShare.get_by_id(unread[1].id).opened_at is None


def test_an_answer_counts_as_a_reading(client, unread, events):
    data = {"act": "take_up", "name": "Aïcha Benali", "form_key": helpers.signed_key()}
    assert client.post(unread[2], data=data).status_code == 303
    assert ReferralShare.get_by_id(unread[1].id).opened_at is not None
    assert len(events("referral.link_read")) == 1


def test_a_refused_answer_shows_what_was_shared_and_leaves_its_trace(client, unread, events):
    refused = client.post(helpers.read(client, unread[1]), data={"act": "", "form_key": helpers.signed_key()})
    assert refused.status_code == 422
    assert len(told(refused)) == 3
    assert len(events("referral.link_opened")) == 1


def test_the_school_is_told_when_it_was_read(cast, client, sign_in, unread):
    page, browser = f"/references/{unread[0].id}", sign_in(cast.agent)
    client.get(unread[2])
    assert "pas encore lu par le partenaire" in words(browser.get(page).text)
    helpers.read(client, unread[1])
    shown = words(browser.get(page).text)
    assert "pas encore lu" not in shown
    assert "lu par le partenaire" in shown
