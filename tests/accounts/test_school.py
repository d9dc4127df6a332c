"""The settings of the school."""

from __future__ import annotations

import pytest

from schoolapp.accounts.forms import SchoolForm
from schoolapp.accounts.models import School

SENT = {
    "name": "École du Vieux-Chêne",
    "phone": "514 555-0100",
    "time_zone": "America/Halifax",
    "languages": ["fr", "ht"],
    "no_contact_weeks": "5",
    "request_unreceived_days": "3",
    "request_quiet_days": "15",
    "call_limit_month": "4",
    "referral_proposed_days": "28",
    "referral_accepted_days": "8",
    "referral_sent_days": "5",
    "referral_taken_up_days": "14",
    "referral_under_way_days": "45",
    "referral_no_news_days": "60",
    "referral_direction_days": "3",
    "digest_hour": "8",
    "reduced_cards": "y",
    "version": "1",
}


def test_the_direction_changes_the_settings(cast, sign_in, events):
    browser = sign_in(cast.direction)
    assert "École des Deux-Rives" in browser.get("/ecole").text
    answer = browser.post("/ecole", data=SENT)
    assert (answer.status_code, answer.location) == (303, "/ecole")
    school = School.get_by_id(1)
    assert (school.name, school.phone, school.time_zone) == (SENT["name"], SENT["phone"], "America/Halifax")
    assert (school.languages, school.no_contact_weeks, school.reduced_cards) == (["fr", "ht"], 5, True)
    assert school.current_year_id == cast.year.id
    periods = (school.request_unreceived_days, school.request_quiet_days, school.call_limit_month, school.digest_hour)
    assert periods == (3, 15, 4, 8)
    assert [getattr(school, name) for name in SchoolForm.REFERRALS] == [28, 8, 5, 14, 45, 60, 3]
    assert [set(event.detail["changed"]) for event in events("school.changed")] == [set(SENT) - {"version"}]


def test_the_time_zone_is_used_at_once(cast, sign_in, frozen):
    browser = sign_in(cast.direction)
    assert "10\xa0h" in browser.get("/mon-compte").text
    browser.post("/ecole", data=SENT)
    assert "11\xa0h" in browser.get("/mon-compte").text


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("name", "", "Ce champ est nécessaire."),
        ("name", "x" * 121, "Au plus 120"),
        ("phone", "5" * 41, "Au plus 40"),
        ("time_zone", "Mars/Olympus", "Choisissez une valeur"),
        ("languages", ["tlh"], "Choisissez une valeur"),
        ("no_contact_weeks", "0", "Entre 1 et 52"),
        ("no_contact_weeks", "1e9", "nombre entier"),
        ("no_contact_weeks", "", "Ce champ est nécessaire."),
        ("request_unreceived_days", "0", "Entre 1 et 30"),
        ("request_quiet_days", "91", "Entre 1 et 90"),
        ("call_limit_month", "", "Ce champ est nécessaire."),
        ("referral_sent_days", "0", "Entre 1 et 180"),
        ("referral_no_news_days", "181", "Entre 1 et 180"),
        ("referral_direction_days", "61", "Entre 1 et 60"),
        ("referral_accepted_days", "dix", "nombre entier"),
        ("digest_hour", "3", "Choisissez une valeur"),
    ],
)
def test_what_is_wrong_is_said_and_changes_nothing(cast, sign_in, field, value, words):
    answer = sign_in(cast.direction).post("/ecole", data={**SENT, field: value})
    assert answer.status_code == 422
    assert words in answer.text
    assert School.get_by_id(1).name == "École des Deux-Rives"


def test_two_people_changing_the_settings_the_second_sees_both(cast, sign_in):
    browser = sign_in(cast.direction)
    browser.post("/ecole", data={**SENT, "name": "Première version"})
    answer = browser.post("/ecole", data={**SENT, "name": "Deuxième version"})
    assert answer.status_code == 409
    assert "Première version" in answer.text
    assert "<dd>français, kreyòl ayisyen</dd>" in answer.text
    assert 'value="Deuxième version"' in answer.text
    assert School.get_by_id(1).name == "Première version"
    assert browser.post("/ecole", data={**SENT, "name": "Deuxième version", "version": "2"}).status_code == 303


@pytest.mark.parametrize("who", ["agent", "prof", "pro", "secretariat", "repondant"])
def test_nobody_else_changes_the_settings(cast, sign_in, who):
    browser = sign_in(getattr(cast, who))
    assert browser.get("/ecole").status_code == 403
    assert browser.post("/ecole", data=SENT).status_code == 403
