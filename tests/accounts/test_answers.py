"""Pages that only a form brings up are as well made as the others: refusals, conflicts, what is shown once."""

from __future__ import annotations

import pytest

from schoolapp.accounts import links, passwords
from schoolapp.accounts.models import School
from schoolapp.families.models import Group
from tests.accounts.telephone import code_of, fresh, give_code, give_password
from tests.guards import markup

SETUP = "/mon-compte/deuxieme-etape"
SCHOOL = {
    "name": "x",
    "time_zone": "America/Toronto",
    "no_contact_weeks": "3",
    "version": "9",
    "request_unreceived_days": "2",
    "request_quiet_days": "10",
    "call_limit_month": "3",
    "referral_proposed_days": "21",
    "referral_accepted_days": "7",
    "referral_sent_days": "10",
    "referral_taken_up_days": "21",
    "referral_under_way_days": "30",
    "referral_no_news_days": "30",
    "referral_direction_days": "7",
    "digest_hour": "7",
}


def well_made(answer, *statuses):
    assert answer.status_code in statuses
    assert markup.faults(answer.text) == []


def test_refusals_at_the_door(app, cast, client):
    well_made(client.post("/connexion", data={}), 422)
    well_made(client.post("/connexion", data={"email": "prof@ecole.example", "password": "faux"}), 422)
    with passwords.turn():
        well_made(client.post("/connexion", data={"email": "prof@ecole.example", "password": "faux"}), 429)
    with app.test_request_context():
        path = links.give(cast.prof, by=cast.direction).partition("localhost")[2]
    well_made(client.post(path, data={"password": "court"}), 422)
    well_made(client.get("/mot-de-passe/inconnu"), 404)


def test_refusals_of_a_code(enrolled, client):
    give_password(client, enrolled)
    well_made(client.get("/connexion/code"), 200)
    well_made(give_code(client, ""), 422)
    well_made(give_code(client, "000000"), 422)


def test_refusals_before_there_is_a_school(app, client):
    from schoolapp.accounts import first_code

    well_made(client.get("/premiere-visite"), 200)
    well_made(client.post("/premiere-visite/code", data={"code": "faux"}), 422)
    client.post("/premiere-visite/code", data={"code": first_code.prepare(app.config["SETTINGS"])})
    well_made(client.get("/premiere-visite"), 200)
    well_made(client.post("/premiere-visite", data={}), 422)


def test_ones_own_second_step(cast, sign_in, frozen):
    browser = sign_in(cast.prof)
    browser.post(SETUP)
    well_made(browser.get(SETUP), 200)
    well_made(browser.post(f"{SETUP}/confirmation", data={"code": "x"}), 422)
    well_made(browser.post(f"{SETUP}/confirmation", data={"code": code_of(cast.prof, frozen)}), 200)
    well_made(browser.get(SETUP), 200)
    well_made(browser.post(f"{SETUP}/codes", data={}), 422)
    well_made(browser.post(f"{SETUP}/retrait", data={"off-code": "000000"}), 422)
    well_made(browser.post("/mon-compte/mot-de-passe", data={}), 422)


def test_accounts_school_and_groups(app, cast, sign_in):
    browser = sign_in(cast.direction)
    account = f"/comptes/{cast.prof.id}"
    sent = {"name": "x", "email": "x@ecole.example", "role": "agent", "version": "9"}
    well_made(browser.post("/comptes", data={}), 422)
    well_made(browser.post(f"{account}/edition", data={}), 422)
    well_made(browser.post(f"{account}/edition", data=sent), 409)
    well_made(browser.post(f"{account}/lien"), 200)
    well_made(browser.get(account), 200)
    with app.test_request_context():
        fresh(cast.prof).disable(by=cast.direction)
    well_made(browser.get(account), 200)
    well_made(browser.post("/ecole", data={}), 422)
    well_made(browser.post("/ecole", data=SCHOOL), 409)
    group = f"/groupes/{cast.group_302.id}"
    well_made(browser.post("/groupes/annees", data={}), 422)
    well_made(browser.post(f"/groupes/annees/{cast.year.id}", data={}), 422)
    well_made(browser.post(f"{group}/edition", data={"code": "", "version": "1"}), 422)
    well_made(browser.post(f"{group}/edition", data={"code": "7", "level": "3", "version": "9"}), 409)
    assert School.get_by_id(1).version == 1
    assert Group.get_by_id(cast.group_302.id).version == 1


@pytest.mark.parametrize("size", [1, 3])
def test_the_list_of_sessions(cast, sign_in, size):
    browsers = [sign_in(cast.prof) for _number in range(size)]
    well_made(browsers[0].get("/mon-compte"), 200)
