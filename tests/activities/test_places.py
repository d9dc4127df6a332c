"""A slot is never overfilled, and nobody is lost: places, the waiting list, offers, changes of time."""

from __future__ import annotations

import pytest

from schoolapp import tokens
from schoolapp.activities import places
from schoolapp.activities.models import Notice, SignUp, Slot
from tests.activities.helpers import STARTS, activity, at_once, fresh, sign_up, slot

DAY = 24 * 3600


@pytest.fixture
def cafe(context, cast):
    return activity(cast.agent)


def states(one: Slot) -> list[str]:
    return [row.state for row in SignUp.select().where(SignUp.slot == one.id).order_by(SignUp.id)]


def test_the_first_has_the_place_and_the_next_wait_in_order(cafe):
    one = slot(cafe)
    rows = [sign_up(one, name) for name in ("Ana", "Bao", "Cleo")]
    assert [row.state for row in rows] == ["inscrit", "attente", "attente"]
    assert [row.name for row in places.waiting(one.id)] == ["Bao", "Cleo"]
    assert fresh(one).taken == 1


def test_fifty_parents_at_once_for_one_place_make_one_place_taken_and_forty_nine_waiting(app, cast, context):
    one = slot(activity(cast.agent))
    results = at_once(app, [lambda n=n: sign_up(one, f"Parent {n}", form_key=f"form-{n}").state for n in range(50)])
    assert sorted(results) == ["attente"] * 49 + ["inscrit"]
    assert fresh(one).taken == 1
    assert states(one).count("inscrit") == 1
    order = list(places.waiting(one.id))
    assert [row.id for row in order] == sorted(row.id for row in order), "in the order of arrival"


def test_one_form_sent_by_ten_threads_signs_up_once(app, cast, context):
    one = slot(activity(cast.agent), capacity=5)
    results = at_once(app, [lambda: sign_up(one, form_key="the-same-form").id for _n in range(10)])
    assert len(set(results)) == 1
    assert fresh(one).taken == 1


def test_one_form_sent_at_once_for_two_times_keeps_one(app, cast, context):
    cafe = activity(cast.agent)
    one, two = slot(cafe), slot(cafe)
    at_once(app, [lambda s=s: sign_up(s, form_key="the-same-form").id for s in (one, two, one, two)])
    assert SignUp.select().count() == 1
    assert fresh(one).taken + fresh(two).taken == 1


def test_leaving_and_coming_at_once_keeps_the_count_right(app, cast, context):
    one = slot(activity(cast.agent), capacity=3)
    rows = [sign_up(one, f"Avant {n}") for n in range(6)]
    leaving = [lambda r=r: places.cancel(r, by=None) for r in rows[:4]]
    coming = [lambda n=n: sign_up(one, f"Après {n}").state for n in range(8)]
    results = at_once(app, leaving + coming)
    assert not [result for result in results if isinstance(result, Exception)]
    kept = [row for row in SignUp.select() if row.state == "inscrit" or row.offered_until]
    assert len(kept) == fresh(one).taken == 3


def test_a_freed_place_is_held_for_the_next_until_tomorrow(cafe, events, frozen):
    one = slot(cafe)
    first, second, third = (sign_up(one, name) for name in ("Ana", "Bao", "Cleo"))
    assert places.cancel(first, by=None)
    assert fresh(first).state == "annule_parent"
    assert fresh(second).offered_until == frozen.moment + places.OFFER_LASTS
    assert fresh(third).offered_until is None
    assert fresh(one).taken == 1
    notice = Notice.get()
    assert (notice.reason, notice.sign_up_id, notice.means) == ("place", second.id, "telephone")
    assert [event.action for event in events()][-2:] == ["sign_up.cancelled", "sign_up.offered"]


def test_nobody_takes_a_place_that_is_held(cafe):
    one = slot(cafe)
    first, _second = sign_up(one, "Ana"), sign_up(one, "Bao")
    places.cancel(first, by=None)
    assert sign_up(one, "Zoé").state == "attente"


def test_an_offer_accepted_makes_a_sign_up_and_nothing_is_left_to_say(cafe):
    one = slot(cafe)
    first, second = sign_up(one, "Ana"), sign_up(one, "Bao")
    places.cancel(first, by=None)
    places.accept(second, by=None)
    assert fresh(second).state == "inscrit"
    assert fresh(one).taken == 1
    assert Notice.get().dropped_at is not None


def test_an_offer_that_ran_out_goes_to_the_next_and_its_owner_stays_after_them(cafe, frozen):
    one = slot(cafe)
    first, second, third = (sign_up(one, name) for name in ("Ana", "Bao", "Cleo"))
    places.cancel(first, by=None)
    assert places.expire_offers() == 0
    frozen.move(hours=25)
    with pytest.raises(places.SlotFull):
        places.accept(second, by=None)
    assert places.expire_offers() == 1
    assert fresh(second).offered_until is None
    assert fresh(third).offered_until is not None
    assert fresh(one).taken == 1
    places.cancel(third, by=None)
    assert fresh(second).offered_until is not None, "second turn"


def test_an_offer_that_ran_out_with_nobody_else_frees_the_place(cafe, frozen):
    one = slot(cafe)
    first, second = sign_up(one, "Ana"), sign_up(one, "Bao")
    places.cancel(first, by=None)
    frozen.move(hours=25)
    places.expire_offers()
    assert fresh(one).taken == 0
    assert fresh(second).state == "attente"
    assert sign_up(one, "Cleo").state == "inscrit"


def test_the_offer_ends_when_the_activity_starts(cafe, frozen):
    one = slot(cafe)
    first, second = sign_up(one, "Ana"), sign_up(one, "Bao")
    frozen.set(STARTS)
    frozen.move(hours=-3)
    places.cancel(first, by=None)
    assert fresh(second).offered_until == STARTS


def test_whoever_hears_of_offers_is_told_in_the_transaction(cafe, monkeypatch):
    heard = []
    monkeypatch.setattr(places, "_listeners", {})
    places.on_offer("test", lambda row, place: heard.append((row.name, place.id)))
    one = slot(cafe)
    first, _second = sign_up(one, "Ana"), sign_up(one, "Bao")
    places.cancel(first, by=None)
    assert heard == [("Bao", one.id)]


def test_more_places_are_offered_to_those_who_wait(cafe):
    one = slot(cafe)
    for name in ("Ana", "Bao", "Cleo", "Dan"):
        sign_up(one, name)
    Slot.update(capacity=3).where(Slot.id == one.id).execute()
    assert places.fill(one.id) == 2
    assert fresh(one).taken == 3
    assert [row.name for row in places.waiting(one.id)] == ["Dan"]


def test_cancelling_twice_frees_one_place(cafe):
    one = slot(cafe, capacity=2)
    row, _other = sign_up(one, "Ana"), sign_up(one, "Bao")
    assert places.cancel(row, by=None)
    assert not places.cancel(row, by=None)
    assert fresh(one).taken == 1


def test_changing_time_takes_the_new_place_and_passes_the_old_one_on(cafe):
    one, two = slot(cafe), slot(cafe)
    row, waits = sign_up(one, "Ana"), sign_up(one, "Bao")
    places.move(row, two.id, by=None)
    assert (fresh(row).slot_id, fresh(row).state) == (two.id, "inscrit")
    assert fresh(waits).offered_until is not None
    assert (fresh(one).taken, fresh(two).taken) == (1, 1)


def test_a_full_time_refuses_a_change_and_the_place_is_kept(cafe):
    one, two = slot(cafe), slot(cafe)
    row, _other = sign_up(one, "Ana"), sign_up(two, "Bao")
    with pytest.raises(places.SlotFull):
        places.move(row, two.id, by=None)
    assert (fresh(row).slot_id, fresh(row).state) == (one.id, "inscrit")


def test_two_who_exchange_times_at_once_do_not_block_each_other(app, cast, context):
    cafe = activity(cast.agent)
    one, two = slot(cafe, capacity=2), slot(cafe, capacity=2)
    ana, bao = sign_up(one, "Ana"), sign_up(two, "Bao")
    results = at_once(app, [lambda: places.move(ana, two.id, by=None), lambda: places.move(bao, one.id, by=None)])
    assert results == [None, None]
    assert (fresh(one).taken, fresh(two).taken) == (1, 1)


def test_no_parent_signs_up_once_closed_but_the_staff_enters_a_paper_answer(cafe, cast, frozen):
    cafe.closes_at = frozen.moment
    cafe.save()
    one = slot(cafe)
    with pytest.raises(places.SlotClosed):
        sign_up(one)
    row = sign_up(one, by=cast.secretariat, came_by="papier")
    assert (row.state, row.came_by, row.created_by_id) == ("inscrit", "papier", cast.secretariat.id)


def test_a_cancelled_time_takes_nobody(cafe, cast):
    one = slot(cafe, state="annulee")
    with pytest.raises(places.SlotClosed):
        sign_up(one, by=cast.agent)


def test_addresses_and_codes_are_made_again_from_the_nonce_and_only_digests_are_kept(cafe):
    row = sign_up(slot(cafe))
    token, code = tokens.token("m", row.token_nonce), tokens.code("m", row.token_nonce)
    assert row.token_digest == tokens.digest(token)
    assert row.code_digest == tokens.digest(code)
    assert len(token) == 22
    assert tokens.typed_code(f" {tokens.shown_code(code).lower()} ") == code
    assert tokens.typed_code("O0I1 LU--") == ""
    assert tokens.token("i", row.token_nonce) != token
