"""Guessing is slowed down; nobody is locked out by what others do."""

from __future__ import annotations

import pytest

from schoolapp.accounts import throttle
from schoolapp.accounts.models import SignInFailure
from tests.cast import PASSWORD

WRONG = "faux mot de passe"
SCHOOL, HOME, STRANGER = "203.0.113.10", "198.51.100.7", "192.0.2.66"


@pytest.fixture
def attempt(app, client):
    """``attempt(email, password, address=…, browser=…)`` gives the status: 303 in, 422 refused, 429 wait."""

    def send(email="prof@ecole.example", password=WRONG, address=STRANGER, browser=None):
        answer = (browser or app.test_client()).post(
            "/connexion", data={"email": email, "password": password}, environ_base={"REMOTE_ADDR": address}
        )
        return answer.status_code

    return send


@pytest.fixture
def fail(app, cast, frozen):
    """``fail(n, …)`` writes failures at once, as the verbs would, without paying for the hashes."""

    def write(times, email="prof@ecole.example", address=STRANGER):
        with app.test_request_context(environ_base={"REMOTE_ADDR": address}):
            for _time in range(times):
                throttle.note_failure(email, None)

    return write


@pytest.mark.parametrize(
    ("rule", "waits"),
    [
        (throttle.PAIR, {0: 0, 4: 0, 5: 15, 6: 30, 7: 60, 8: 120, 9: 240, 10: 480, 11: 900, 500: 900}),
        (throttle.DEVICE, {9: 0, 10: 15, 11: 30, 12: 60, 13: 120, 14: 120}),
        (throttle.ACCOUNT, {49: 0, 50: 5, 54: 5, 55: 10, 60: 20, 80: 300, 10_000: 300}),
        (throttle.ADDRESS, {99: 0, 100: 15, 109: 15, 110: 30, 150: 300}),
        (throttle.SECOND_STEP, {4: 0, 5: 15, 6: 30, 13: 3600, 40: 3600}),
    ],
)
def test_waits_grow_up_to_a_longest_one(rule, waits):
    assert {failures: rule.wait_after(failures) for failures in waits} == waits


def test_after_five_mistakes_one_waits_and_the_right_password_waits_too(cast, attempt, frozen):
    assert [attempt() for _time in range(6)] == [422] * 5 + [429]
    assert attempt(password=PASSWORD) == 429
    frozen.move(seconds=14)
    assert attempt(password=PASSWORD) == 429
    frozen.move(seconds=1)
    assert attempt(password=PASSWORD) == 303


def test_the_wait_is_told_in_words_and_in_a_header(cast, client, fail):
    fail(9, address="127.0.0.1")
    answer = client.post("/connexion", data={"email": "prof@ecole.example", "password": "x"})
    assert answer.status_code == 429
    assert answer.headers["Retry-After"] == "240"
    assert "Attendez 4 minutes" in answer.text
    assert 'value="prof@ecole.example"' in answer.text


def test_attempts_made_during_the_wait_count_for_nothing(cast, attempt, fail):
    fail(5)
    before = SignInFailure.select().count()
    assert attempt() == 429
    assert SignInFailure.select().count() == before


def test_an_unknown_account_waits_exactly_like_a_known_one(cast, attempt):
    known = [attempt("prof@ecole.example") for _time in range(7)]
    unknown = [attempt("personne@ecole.example") for _time in range(7)]
    assert known == unknown


def test_mistakes_of_an_hour_ago_are_free_again(cast, attempt, fail, frozen):
    fail(11)
    assert attempt() == 429
    frozen.move(hours=1, seconds=1)
    assert attempt() == 422


def test_a_stranger_elsewhere_does_not_delay_a_colleague(cast, attempt, fail):
    fail(40)
    assert attempt(address=STRANGER) == 429
    assert attempt(password=PASSWORD, address=HOME) == 303


def test_a_success_forgets_the_mistakes_made_in_the_same_place(cast, attempt, fail):
    fail(4, address=HOME)
    assert attempt(password=PASSWORD, address=HOME) == 303
    assert [attempt(address=HOME) for _time in range(5)] == [422] * 5


def test_many_addresses_on_one_account_are_slowed_on_unknown_devices(cast, attempt, fail, frozen):
    for number in range(60):
        fail(1, address=f"192.0.2.{number}")
    assert attempt(password=PASSWORD, address=HOME) == 429
    frozen.move(seconds=20)
    assert attempt(password=PASSWORD, address=HOME) == 303


def test_where_one_signed_in_lately_others_do_not_delay_one(app, cast, attempt, fail, frozen):
    assert attempt(password=PASSWORD, address=SCHOOL) == 303
    for number in range(80):
        fail(1, address=f"192.0.2.{number}")
    assert attempt(password=PASSWORD, address=HOME) == 429
    assert attempt(password=PASSWORD, address=SCHOOL) == 303
    frozen.move(days=31)
    for number in range(80):
        fail(1, address=f"192.0.2.{number}")
    assert attempt(password=PASSWORD, address=SCHOOL) == 429


def test_a_known_device_is_not_delayed_by_anything_done_elsewhere(app, cast, attempt, fail):
    mine = app.test_client()
    assert attempt(password=PASSWORD, address=HOME, browser=mine) == 303
    mine.post("/deconnexion")
    fail(200, address=HOME)
    for number in range(200):
        fail(1, address=f"192.0.2.{number}")
    assert attempt(password=PASSWORD, address=HOME) == 429
    assert attempt(password=PASSWORD, address=HOME, browser=mine) == 303


def test_a_known_device_has_its_own_count_of_mistakes(app, cast, attempt, frozen):
    mine = app.test_client()
    attempt(password=PASSWORD, address=HOME, browser=mine)
    mine.post("/deconnexion")
    assert [attempt(address=HOME, browser=mine) for _time in range(11)] == [422] * 10 + [429]
    assert attempt(password=PASSWORD, address=HOME) == 303
    frozen.move(minutes=2)
    assert attempt(password=PASSWORD, address=HOME, browser=mine) == 303


def test_a_device_is_known_for_the_accounts_that_signed_in_on_it_only(app, cast, attempt, fail):
    shared = app.test_client()
    attempt("prof@ecole.example", PASSWORD, SCHOOL, shared)
    shared.post("/deconnexion")
    fail(20, email="prof2@ecole.example", address=SCHOOL)
    assert attempt("prof2@ecole.example", PASSWORD, SCHOOL, shared) == 429
    assert attempt("prof@ecole.example", PASSWORD, SCHOOL, shared) == 303


def test_a_forged_device_cookie_is_worth_nothing(app, cast, attempt, fail):
    forger = app.test_client()
    forger.set_cookie("td_device", "eyJkIjoiYSIsInUiOnsiMyI6OTk5OTk5fX0.signature")
    fail(5)
    assert attempt(password=PASSWORD, browser=forger) == 429


def test_a_device_forgets_accounts_after_half_a_year(app, cast, attempt, fail, frozen):
    mine = app.test_client()
    attempt(password=PASSWORD, address=HOME, browser=mine)
    mine.post("/deconnexion")
    frozen.move(days=181)
    fail(5, address=HOME)
    assert attempt(password=PASSWORD, address=HOME, browser=mine) == 429


def test_a_list_of_stolen_accounts_tried_from_one_address_is_slowed(cast, attempt, fail):
    for number in range(100):
        fail(1, email=f"quelquun{number}@ailleurs.example")
    assert attempt("encore@ailleurs.example") == 429
    assert attempt("agent@ecole.example", PASSWORD, STRANGER) == 429
    assert attempt("agent@ecole.example", PASSWORD, HOME) == 303


def test_many_mistakes_on_few_accounts_do_not_slow_the_address(cast, attempt, fail):
    for number in range(99):
        fail(4, email=f"quelquun{number}@ecole.example", address=SCHOOL)
    assert attempt("agent@ecole.example", PASSWORD, SCHOOL) == 303


def test_a_script_behind_the_schools_address_does_not_lock_the_school_out(cast, attempt, fail, frozen):
    for person in cast.everyone.values():
        assert attempt(person.email, PASSWORD, SCHOOL) == 303
    frozen.move(days=1)
    for number in range(300):
        fail(1, email=f"invente{number}@ecole.example", address=SCHOOL)
    assert attempt("encore-un@ecole.example", address=SCHOOL) == 429
    for person in cast.everyone.values():
        assert attempt(person.email, PASSWORD, SCHOOL) == 303


def test_failures_are_forgotten_after_a_day(cast, attempt, fail, frozen):
    fail(3)
    frozen.move(days=1, seconds=1)
    assert attempt(password=PASSWORD, address=HOME) == 303
    assert SignInFailure.select().count() == 0


def test_no_email_is_kept_with_a_failure(cast, attempt):
    attempt("prof@ecole.example")
    kept = SignInFailure.get()
    assert "prof" not in str(kept.__data__)
    assert len(kept.email_digest) == 64


def test_an_ipv6_subscriber_is_one_place_whatever_its_addresses(cast, attempt):
    answers = [attempt(address=f"2001:db8:7:1::{number:x}") for number in range(1, 7)]
    assert answers == [422] * 5 + [429]
    assert attempt(password=PASSWORD, address="2001:db8:7:2::1") == 303
