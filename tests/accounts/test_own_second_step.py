"""Turning the second step on and off, and who has to have it."""

from __future__ import annotations

import re

import pyotp
import pytest

from schoolapp.accounts.models import RecoveryCode, Session
from tests.accounts.telephone import code_of, fresh, give_code, give_password
from tests.cast import PASSWORD

SETUP = "/mon-compte/deuxieme-etape"


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
