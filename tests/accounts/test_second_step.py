"""The second step at sign-in: a code of the telephone, or a recovery code."""

from __future__ import annotations

import pytest

from schoolapp.accounts import second_step
from schoolapp.accounts.models import RecoveryCode, Session, SignInFailure
from tests.accounts.telephone import code_of, fresh, give_code, give_password

# ---- signing in


def test_the_password_alone_opens_nothing(enrolled, client):
    answer = give_password(client, enrolled, suite="/journal")
    assert (answer.status_code, answer.location) == (303, "/connexion/code?suite=/journal")
    assert Session.select().count() == 0
    for page in ("/", "/mon-compte", "/mon-compte/deuxieme-etape"):
        assert client.get(page).location.startswith("/connexion")
    assert 'value="/journal"' in client.get(answer.location).text


def test_the_code_of_now_opens_a_session(app, enrolled, client, frozen, events):
    give_password(client, enrolled)
    answer = give_code(client, code_of(enrolled, frozen))
    assert (answer.status_code, answer.location) == (303, "/")
    assert Session.get().second_step_done
    assert client.get("/mon-compte").status_code == 200
    assert [event.actor_id for event in events("session.opened")] == [enrolled.id]


def test_a_code_may_be_typed_with_spaces(enrolled, client, frozen):
    code = code_of(enrolled, frozen)
    give_password(client, enrolled)
    assert give_code(client, f" {code[:3]} {code[3:]} ").status_code == 303


@pytest.mark.parametrize(("steps", "status"), [(-2, 422), (-1, 303), (0, 303), (1, 303), (2, 422)])
def test_a_telephone_may_be_one_step_off_and_no_more(enrolled, client, frozen, steps, status):
    give_password(client, enrolled)
    assert give_code(client, code_of(enrolled, frozen, steps)).status_code == status


def test_the_same_code_never_works_twice(app, enrolled, frozen):
    code = code_of(enrolled, frozen)
    first, second = app.test_client(), app.test_client()
    give_password(first, enrolled)
    give_password(second, enrolled)
    assert give_code(first, code).status_code == 303
    assert give_code(second, code).status_code == 422
    assert give_code(second, code_of(enrolled, frozen, -1)).status_code == 422
    frozen.move(seconds=30)
    assert give_code(second, code_of(enrolled, frozen)).status_code == 303


def test_the_code_that_turned_it_on_does_not_sign_in(app, cast, client, frozen):
    with app.test_request_context():
        second_step.start(cast.agent)
        code = code_of(cast.agent, frozen)
        second_step.confirm(fresh(cast.agent), code)
    give_password(client, cast.agent)
    assert give_code(client, code).status_code == 422


@pytest.mark.parametrize("code", ["", "000000", "12345", "abcdef", "١٢٣٤٥٦", "\x00", "é" * 30, "9" * 31])
def test_anything_else_is_refused_plainly(enrolled, client, code):
    give_password(client, enrolled)
    answer = give_code(client, code)
    assert answer.status_code == 422
    assert Session.select().count() == 0


def test_the_wait_for_a_code_ends_after_five_minutes(enrolled, client, frozen):
    give_password(client, enrolled)
    frozen.move(minutes=5, seconds=1)
    assert client.get("/connexion/code").location == "/connexion"
    assert give_code(client, code_of(enrolled, frozen)).location == "/connexion"
    assert Session.select().count() == 0


def test_a_code_without_the_password_opens_nothing(enrolled, client, frozen):
    assert client.get("/connexion/code").location == "/connexion"
    assert give_code(client, code_of(enrolled, frozen)).location == "/connexion"
    assert Session.select().count() == 0


@pytest.mark.parametrize("change", ["password", "disabled", "second step"])
def test_the_wait_ends_when_the_account_changes(app, cast, enrolled, client, frozen, change):
    give_password(client, enrolled)
    code = code_of(enrolled, frozen)
    with app.test_request_context():
        if change == "password":
            fresh(enrolled).choose_password("autre", by=None)
        elif change == "disabled":
            fresh(enrolled).disable(by=cast.direction)
        else:
            second_step.remove(fresh(enrolled), by=cast.direction)
    assert give_code(client, code).location == "/connexion"
    assert Session.select().count() == 0


def test_the_cookie_of_the_wait_is_new_and_gives_no_account_when_forged(enrolled, client):
    client.set_cookie("td_page", "eyJzZWNvbmRfc3RlcCI6eyJ1c2VyIjoxfX0.aaaaaa.bbbbbbbbbbbbbbbbbbbbbbbbbbb")
    assert client.get("/connexion/code").location == "/connexion"


def test_wrong_codes_are_slowed_wherever_they_come_from(app, enrolled, frozen):
    browsers = [app.test_client() for _time in range(6)]
    for browser in browsers:
        give_password(browser, enrolled)
    assert [give_code(browser, "000000").status_code for browser in browsers] == [422] * 5 + [429]
    assert give_code(browsers[0], code_of(enrolled, frozen)).status_code == 429
    frozen.move(seconds=15)
    assert give_code(browsers[0], code_of(enrolled, frozen)).status_code == 303
    assert SignInFailure.select().count() == 0


def test_wrong_codes_of_one_do_not_slow_another(app, cast, enrolled, client, frozen):
    with app.test_request_context():
        second_step.start(cast.agent2)
        second_step.confirm(fresh(cast.agent2), code_of(cast.agent2, frozen))
    frozen.move(minutes=5)
    give_password(client, enrolled)
    for _time in range(8):
        give_code(client, "000000")
    other = app.test_client()
    give_password(other, cast.agent2)
    assert give_code(other, code_of(cast.agent2, frozen)).status_code == 303


# ---- recovery codes


def test_a_recovery_code_works_once(app, enrolled, client, events):
    give_password(client, enrolled)
    assert give_code(client, enrolled.codes[0]).status_code == 303
    assert [event.detail for event in events("account.recovery_code_used")] == [{"left": 9}]
    other = app.test_client()
    give_password(other, enrolled)
    assert give_code(other, enrolled.codes[0]).status_code == 422
    assert give_code(other, enrolled.codes[1].lower().replace("-", " ")).status_code == 303


def test_the_recovery_code_of_somebody_else_is_refused(app, cast, enrolled, client, frozen):
    with app.test_request_context():
        second_step.start(cast.agent2)
        codes = second_step.confirm(fresh(cast.agent2), code_of(cast.agent2, frozen))
    give_password(client, enrolled)
    assert give_code(client, codes[0]).status_code == 422


def test_recovery_codes_are_kept_as_digests_only(enrolled):
    kept = str([row.__data__ for row in RecoveryCode.select()])
    assert RecoveryCode.select().count() == 10
    assert all(code not in kept and code.replace("-", "") not in kept for code in enrolled.codes)
