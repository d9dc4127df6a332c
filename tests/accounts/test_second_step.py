"""The second step: a code of the telephone, or a recovery code."""

from __future__ import annotations

import re
from dataclasses import replace

import pyotp
import pytest

from schoolapp.accounts import second_step
from schoolapp.accounts.models import RecoveryCode, Session, SignInFailure, User
from tests.cast import PASSWORD

SETUP = "/mon-compte/deuxieme-etape"


def fresh(user):
    return User.get_by_id(user.id)


def code_of(user, frozen, steps=0):
    return pyotp.TOTP(fresh(user).totp_secret).at(int(frozen.moment.timestamp()) + 30 * steps)


def give_password(client, user, **fields):
    return client.post("/connexion", data={"email": user.email, "password": PASSWORD, **fields})


def give_code(client, code):
    return client.post("/connexion/code", data={"code": code})


@pytest.fixture
def enrolled(app, cast, frozen):
    """The agent with the second step on; ``enrolled.codes`` are the recovery codes."""
    with app.test_request_context():
        second_step.start(cast.agent)
        user = fresh(cast.agent)
        codes = second_step.confirm(user, code_of(user, frozen))
    frozen.move(minutes=5)
    user = fresh(user)
    user.codes = codes
    return user


@pytest.fixture
def required(app, monkeypatch):
    """An instance that wants the second step of agents and direction."""
    settings = replace(app.config["SETTINGS"], second_step_required=True)
    monkeypatch.setitem(app.config, "SETTINGS", settings)


# ---- signing in


def test_the_password_alone_opens_nothing(enrolled, client):
    answer = give_password(client, enrolled, suite="/journal")
    assert (answer.status_code, answer.location) == (303, "/connexion/code?suite=/journal")
    assert Session.select().count() == 0
    for page in ("/", "/mon-compte", SETUP):
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


# ---- turning it on


def page_secret(page):
    return re.search(r'id="totp-secret">([A-Z2-7 ]+)<', page.text).group(1).replace(" ", "")


def test_one_turns_it_on_by_a_first_code(app, cast, sign_in, frozen, events):
    browser = sign_in(cast.prof)
    assert "Commencer" in browser.get(SETUP).text
    assert browser.post(SETUP).location == SETUP
    page = browser.get(SETUP)
    assert "<svg" in page.text
    assert "style=" not in page.text
    before = browser.get_cookie(app.config["AUTH_COOKIE_NAME"]).value
    answer = browser.post(f"{SETUP}/confirmation", data={"code": pyotp.TOTP(page_secret(page)).at(frozen.moment)})
    assert answer.status_code == 200
    codes = re.findall(r"<li>([A-Z2-9]{5}-[A-Z2-9]{5})</li>", answer.text)
    assert len(set(codes)) == 10
    assert browser.get_cookie(app.config["AUTH_COOKIE_NAME"]).value != before
    assert browser.get("/mon-compte").status_code == 200
    assert [event.subject_id for event in events("account.second_step_on")] == [cast.prof.id]
    assert fresh(cast.prof).has_second_step


def test_turning_it_on_closes_the_persons_other_sessions(cast, sign_in, frozen):
    here, elsewhere = sign_in(cast.prof), sign_in(cast.prof)
    here.post(SETUP)
    here.post(f"{SETUP}/confirmation", data={"code": code_of(cast.prof, frozen)})
    assert elsewhere.get("/mon-compte").status_code == 303
    assert here.get("/mon-compte").status_code == 200


def test_looking_at_the_page_changes_nothing(cast, sign_in):
    sign_in(cast.prof).get(SETUP)
    assert fresh(cast.prof).totp_secret == ""


def test_a_wrong_first_code_turns_nothing_on(cast, sign_in):
    browser = sign_in(cast.prof)
    browser.post(SETUP)
    for code in ("000000", "", "abc"):
        assert browser.post(f"{SETUP}/confirmation", data={"code": code}).status_code == 422
    assert not fresh(cast.prof).has_second_step


def test_a_first_code_without_a_secret_turns_nothing_on(cast, sign_in):
    assert sign_in(cast.prof).post(f"{SETUP}/confirmation", data={"code": "123456"}).status_code == 422


def test_the_secret_is_not_shown_any_more_once_it_is_on(enrolled, sign_in):
    page = sign_in(enrolled).get(SETUP)
    assert enrolled.totp_secret not in page.text.replace(" ", "")
    assert "10 codes de secours" in page.text.replace("\xa0", " ")


def test_starting_again_once_it_is_on_is_refused(enrolled, sign_in):
    assert sign_in(enrolled).post(SETUP).status_code == 409
    assert fresh(enrolled).totp_secret == enrolled.totp_secret


def test_recovery_codes_are_renewed_with_a_code(enrolled, sign_in, frozen, events):
    browser = sign_in(enrolled)
    assert browser.post(f"{SETUP}/codes", data={"renew-code": "000000"}).status_code == 422
    assert browser.post(f"{SETUP}/codes").status_code == 422
    answer = browser.post(f"{SETUP}/codes", data={"renew-code": code_of(enrolled, frozen)})
    assert answer.status_code == 200
    assert enrolled.codes[0] not in answer.text
    assert RecoveryCode.select().count() == 10
    assert len(events("account.recovery_codes")) == 1
    assert browser.get("/mon-compte").status_code == 200


def test_it_is_turned_off_with_a_code(enrolled, sign_in, frozen, events):
    browser, elsewhere = sign_in(enrolled), sign_in(enrolled)
    assert browser.post(f"{SETUP}/retrait", data={"off-code": "000000"}).status_code == 422
    assert fresh(enrolled).has_second_step
    assert browser.post(f"{SETUP}/retrait", data={"off-code": enrolled.codes[3]}).status_code == 303
    assert not fresh(enrolled).has_second_step
    assert fresh(enrolled).totp_secret == ""
    assert RecoveryCode.select().count() == 0
    assert browser.get("/mon-compte").status_code == 200
    assert elsewhere.get("/mon-compte").status_code == 303
    assert [event.actor_id for event in events("account.second_step_off")] == [enrolled.id]


# ---- required


@pytest.mark.parametrize("who", ["agent", "direction"])
def test_agents_and_direction_have_to_turn_it_on_before_anything_else(required, cast, client, who, frozen, htmx):
    user = getattr(cast, who)
    assert give_password(client, user).location == "/"
    for page in ("/", "/mon-compte", "/mon-compte/mot-de-passe"):
        answer = client.get(page)
        assert (answer.status_code, answer.location) == (303, SETUP)
    assert client.get("/mon-compte", headers=htmx).headers["HX-Redirect"] == SETUP
    assert client.post("/mon-compte/sessions/fermeture").location == SETUP
    assert client.get(SETUP).status_code == 200
    client.post(SETUP)
    assert client.post(f"{SETUP}/confirmation", data={"code": code_of(user, frozen)}).status_code == 200
    assert client.get("/mon-compte").status_code == 200


def test_one_may_always_sign_out(required, cast, client):
    give_password(client, cast.agent)
    assert client.get("/deconnexion").status_code == 200
    assert client.post("/deconnexion").status_code == 303
    assert Session.select().count() == 0


@pytest.mark.parametrize("who", ["prof", "pro", "secretariat", "repondant"])
def test_others_may_go_without(required, cast, client, who):
    give_password(client, getattr(cast, who))
    assert client.get("/mon-compte").status_code == 200


def test_where_it_is_required_taking_it_off_leads_to_turning_it_on_again(required, enrolled, sign_in, frozen):
    browser = sign_in(enrolled)
    assert "Changer de téléphone" in browser.get(SETUP).text
    browser.post(f"{SETUP}/retrait", data={"off-code": code_of(enrolled, frozen)})
    assert browser.get("/").location == SETUP


def test_secrets_stay_out_of_the_journal(app, enrolled, client, frozen, events):
    give_password(client, enrolled)
    code = code_of(enrolled, frozen)
    give_code(client, code)
    give_password(app.test_client(), enrolled)
    lines = str([event.__data__ for event in events()]) + app.config["SETTINGS"].journal_file.read_text("utf-8")
    for secret in (enrolled.totp_secret, code, PASSWORD, *enrolled.codes):
        assert secret not in lines
