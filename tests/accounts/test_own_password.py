"""Changing one's own password."""

from __future__ import annotations

import pytest

from schoolapp.accounts import passwords
from tests.cast import PASSWORD

PAGE = "/mon-compte/mot-de-passe"
NEW = "la rivière gèle en janvier"


def change(browser, current=PASSWORD, password=NEW, again=None):
    data = {"current": current, "password": password, "again": password if again is None else again}
    return browser.post(PAGE, data=data)


def test_the_present_password_is_asked_and_other_sessions_close(cast, sign_in, client, events):
    here, elsewhere = sign_in(cast.prof), sign_in(cast.prof)
    assert here.get(PAGE).status_code == 200
    answer = change(here)
    assert (answer.status_code, answer.location) == (303, "/mon-compte")
    assert here.get("/mon-compte").status_code == 200
    assert elsewhere.get("/mon-compte").status_code == 303
    assert [event.actor_id for event in events("account.password")] == [cast.prof.id]
    assert client.post("/connexion", data={"email": cast.prof.email, "password": NEW}).status_code == 303


def test_a_wrong_present_password_changes_nothing(cast, sign_in, client):
    answer = change(sign_in(cast.prof), current="pas celui-là")
    assert answer.status_code == 422
    assert "Ce n’est pas votre mot de passe actuel." in answer.text
    assert client.post("/connexion", data={"email": cast.prof.email, "password": PASSWORD}).status_code == 303


@pytest.mark.parametrize(("password", "words"), [("court", "Au moins 10"), ("camilleroy2026", "votre nom")])
def test_a_weak_password_is_refused(cast, sign_in, password, words):
    answer = change(sign_in(cast.prof), password=password)
    assert answer.status_code == 422
    assert words in answer.text


def test_two_different_passwords_are_refused(cast, sign_in):
    assert "ne sont pas pareils" in change(sign_in(cast.prof), again="autre").text


def test_guessing_the_present_password_is_slowed(cast, sign_in, frozen):
    browser = sign_in(cast.prof)
    assert [change(browser, current="faux").status_code for _time in range(6)] == [422] * 5 + [429]
    assert change(browser).status_code == 429
    frozen.move(seconds=15)
    assert change(browser).status_code == 303


def test_when_another_password_is_being_checked_one_waits_a_moment(cast, sign_in):
    browser = sign_in(cast.prof)
    with passwords.turn():
        assert change(browser).status_code == 429
    assert change(browser).status_code == 303
