"""The calendar feed, read back by a parser of another make than its writer."""

from __future__ import annotations

import pytest
import vobject

from tests.activities import helpers
from tests.activities.test_pages import new


def address(browser):
    browser.post("/calendrier/abonnement")
    page = browser.get("/calendrier/abonnement").get_data(as_text=True)
    return page.split('class="secret">')[1].split("<")[0].replace("http://localhost", "")


def events_of(client, url):
    answer = client.get(url)
    assert answer.status_code == 200
    assert answer.mimetype == "text/calendar"
    return {event.uid.value: event for event in vobject.readOne(answer.get_data(as_text=True)).vevent_list}


def test_a_series_is_read_with_stable_uids_sequences_and_cancellation(app, sign_in, client, cast):
    browser = sign_in(cast.agent)
    browser.post("/calendrier", data=new(cast.agent, until="2026-12-22"))
    url = address(browser)
    before = events_of(client, url)
    assert len(before) == 3
    assert {(event.status.value, event.sequence.value) for event in before.values()} == {("CONFIRMED", "0")}
    from schoolapp.activities.models import Slot

    first, second, third = Slot.select().order_by(Slot.starts_at)
    browser.post(f"/calendrier/moments/{third.id}/annulation")
    after = events_of(client, url)
    assert set(after) == set(before)
    cancelled = after[f"{third.uid}@trait-dunion"]
    assert (cancelled.status.value, cancelled.sequence.value) == ("CANCELLED", "1")
    assert after[f"{first.uid}@trait-dunion"].dtstart.value == first.starts_at


def test_no_name_of_a_parent_or_family_is_in_it(app, sign_in, client, cast):
    one = helpers.slot(helpers.activity(cast.agent))
    with app.test_request_context():
        helpers.sign_up(one, "Linh Nguyen", family=cast.tremblay)
    text = client.get(address(sign_in(cast.agent))).get_data(as_text=True)
    assert "Café du mardi" in text
    assert not [name for name in ("Linh", "Nguyen", "Tremblay", "514") if name in text]


def test_a_revoked_or_renewed_address_stops(sign_in, client, cast, events):
    browser = sign_in(cast.prof)
    first = address(browser)
    second = address(browser)
    assert first != second
    assert client.get(first).status_code == 404
    assert client.get(second).status_code == 200
    browser.post("/calendrier/abonnement/retrait")
    assert client.get(second).status_code == 404
    assert [event.action for event in events() if event.action.startswith("feed")] == [
        "feed.made", "feed.made", "feed.revoked",
    ]  # fmt: skip


@pytest.mark.parametrize("token", ["x", "a" * 22, "é" * 30, "%00"])
def test_an_unknown_address_is_nothing(client, cast, token):
    assert client.get(f"/calendrier/flux/{token}.ics").status_code == 404


def test_the_feed_of_a_closed_account_stops(sign_in, client, cast):
    url = address(sign_in(cast.prof))
    from schoolapp.accounts.models import User

    User.update(active=False).where(User.id == cast.prof.id).execute()
    assert client.get(url).status_code == 404
