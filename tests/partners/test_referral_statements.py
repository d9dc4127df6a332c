"""Six statements at most for each page of referrals, whatever it holds and whatever the settings."""

from __future__ import annotations

from dataclasses import replace

import pytest

from schoolapp import clock
from schoolapp.partners.models import Contact, Referral
from tests.families.file import words
from tests.partners import referral_helpers as helpers

VIEWS = ("miennes", "nouvelles", "ouvertes", "terminees")


@pytest.fixture
def linh(cast):
    return helpers.guardian("Linh Nguyen")


@pytest.fixture
def by_mail(app, monkeypatch):
    """A house that has a mail server."""
    monkeypatch.setitem(app.config, "SETTINGS", replace(app.config["SETTINGS"], smtp_host="post.example"))


def person(organization, name, email):
    """Somebody to speak with, on the sheet of an organisation."""
    return Contact.create(uuid=helpers.new_key(), organization=organization, name=name, email=email)


@pytest.mark.parametrize("who", ["agent", "direction", "pro"])
@pytest.mark.parametrize("view", VIEWS)
def test_the_list(cast, sign_in, count_queries, who, view):
    vestiaire, taken = helpers.service(), []

    def read():
        browser = sign_in(getattr(cast, who))  # a first visit leaves its trace, and counts with it
        Referral.update(remind_on=clock.today()).where(Referral.closed_at.is_null()).execute()
        with count_queries() as statements:
            assert browser.get(f"/references?vue={view}").status_code == 200
        taken.append(len(statements))

    read()
    for number in range(45):
        row = helpers.refer(cast.agent, cast.tremblay, vestiaire)
        if number % 2:
            helpers.do("accept", row, cast.agent)
            helpers.do("hand", row, cast.agent)
            helpers.do("close", row, cast.agent, effect="better")
    read()
    assert taken[0] == taken[1] <= 6


@pytest.mark.parametrize("noun", ["renseignements", "accord", "exception", "envoi", "refus", "fin", "edition"])
def test_the_forms_of_acts(cast, sign_in, count_queries, linh, by_mail, noun):
    row, _share = helpers.sent(cast.agent, cast.tremblay, linh)
    browser = sign_in(cast.agent)
    with count_queries() as few:
        assert browser.get(f"/references/{row.id}/{noun}").status_code == 200
    for number in range(4):
        row = helpers.agree(row, cast.agent, linh)
        owner = row.service.organization_id
        person(owner, f"Personne {number}", f"p{number}@maison.example")
    with count_queries() as many:
        page = browser.get(f"/references/{row.id}/{noun}").text
    assert len(many) == len(few) <= 6
    if noun == "envoi":
        shown = words(page)
        assert "Linh Nguyen est d’accord" in shown
        assert all(f"p{number}@maison.example" in shown for number in range(4))


def test_the_addresses_of_the_sheets_come_once_the_services_own_first(cast, sign_in, linh, by_mail):
    row, _share = helpers.sent(cast.agent, cast.tremblay, linh)
    owner = row.service.organization
    owner.update(email="accueil@maison.example").where(type(owner).id == owner.id).execute()
    other = helpers.service("Autre service", email="ailleurs@maison.example")
    person(owner.id, "Zoé", "vestiaire@maison.example")
    person(owner.id, "Ali", "ali@maison.example")
    person(other.organization_id, "Personne d’ailleurs", "loin@maison.example")
    page = sign_in(cast.agent).get(f"/references/{row.id}/envoi").text
    places = [page.index(f'value="{name}@maison.example"') for name in ("vestiaire", "ali", "accueil")]
    assert places == sorted(places)
    assert page.count('value="vestiaire@maison.example"') == 1
    assert "loin@" not in page
    assert "ailleurs@" not in page
