"""The eight characters of a sheet of paper: typed as they come, and slowed down for whoever guesses."""

from __future__ import annotations

import pytest

from schoolapp.activities.limits import WRONG_CODES
from schoolapp.activities.models import SignUp
from tests.activities import helpers
from tests.activities.parents import card_of, code_of, within
from tests.guards import markup


@pytest.fixture
def row(app, cast) -> SignUp:
    return within(app, helpers.sign_up, helpers.slot(helpers.activity(cast.agent)), "Samira Haddad")


@pytest.fixture
def card(app, row) -> str:
    return card_of(app, row)


def test_the_code_leads_to_the_card_however_it_is_typed(app, client, row, card):
    code = code_of(app, row)
    for typed in (code, code.lower(), code.replace(" ", ""), code.replace(" ", "-"), f"  {code} "):
        answer = client.post("/code?langue=fr", data={"code": typed})
        assert (answer.status_code, answer.location) == (303, f"{card}?langue=fr")


@pytest.mark.parametrize("typed", ["", "ABCD EFGH", "x", "é" * 8, "0" * 60, "AB\x00CD"])
def test_a_wrong_code_is_said_beside_the_field(client, row, typed):
    answer = client.post("/code?langue=fr", data={"code": typed})
    assert answer.status_code == 422
    assert "Ce code n’ouvre rien." in answer.text
    assert markup.faults(answer.text) == []


def test_trying_codes_is_slowed_down_at_one_address_only(app, client, row, card, frozen):
    good = {"code": code_of(app, row)}
    for _try in range(WRONG_CODES.most):
        assert client.post("/code", data={"code": "ABCDEFGH"}).status_code == 422
    refused = client.post("/code", data=good)
    assert refused.status_code == 429
    assert int(refused.headers["Retry-After"]) > 0
    elsewhere = client.post("/code", data=good, environ_overrides={"REMOTE_ADDR": "192.0.2.9"})
    assert elsewhere.status_code == 303
    frozen.move(minutes=11)
    assert client.post("/code", data=good).status_code == 303


def test_right_codes_are_never_counted(app, client, row):
    for _time in range(WRONG_CODES.most + 5):
        assert client.post("/code", data={"code": code_of(app, row)}).status_code == 303
