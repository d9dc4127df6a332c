"""The forms of an organisation's places, of its people and of its agreements with the school."""

from __future__ import annotations

import pytest

from schoolapp.partners.models import Agreement, Contact, Phone, Place

ORGANIZATION, SERVICE = "/partenaires/organismes/1", "/partenaires/services/1"
pytestmark = pytest.mark.usefixtures("directory")


@pytest.fixture
def agent(cast, sign_in):
    return sign_in(cast.agent)


def test_a_place_is_added_changed_and_taken_away_unless_a_service_is_there(agent):
    form = {"opened_by": "1", "version": "1", "address": "5, place du Marché", "city": "Montréal", "accessible": "non",
            "phones-0-typed": "514 555-0170", "phones-0-kind": "voix"}  # fmt: skip
    assert agent.post(f"{ORGANIZATION}/lieux", data=form).status_code == 303
    assert agent.post(f"{ORGANIZATION}/lieux", data=form).status_code == 409, "the same form again"
    made = Place.get(Place.address == "5, place du Marché")
    assert (made.accessible, Phone.get(Phone.place == made.id).digits) == (False, "5145550170")
    assert agent.post(f"/partenaires/lieux/{made.id}", data=form | {"version": "2", "city": "Laval"}).status_code == 303
    assert "Laval" in agent.get(f"{ORGANIZATION}/historique").get_data(as_text=True)
    assert agent.post(f"/partenaires/lieux/{made.id}/retrait").status_code == 303
    assert agent.post("/partenaires/lieux/1/retrait").status_code == 409
    assert Place.select().count() == 1


def test_people_are_added_changed_and_taken_away(agent):
    form = {"opened_by": "1", "version": "1", "name": "Nadia", "title": "Accueil", "service": "2"}
    assert agent.post(f"{ORGANIZATION}/personnes", data=form).status_code == 303
    assert agent.post(f"{ORGANIZATION}/personnes", data={"opened_by": "1", "version": "2"}).status_code == 422
    assert "Nadia" not in agent.get(SERVICE).get_data(as_text=True), "she is for another service"
    assert agent.post("/partenaires/personnes/1", data=form | {"version": "2", "service": "0"}).status_code == 303
    assert "Nadia" in agent.get(SERVICE).get_data(as_text=True)
    agent.post("/partenaires/personnes/1", data=form | {"version": "3"})
    agent.post("/partenaires/services/2/archivage")
    assert agent.post("/partenaires/personnes/1", data=form | {"version": "4", "title": "Adjointe"}).status_code == 303
    assert Contact.get_by_id(1).service_id == 2, "an archived service stays hers"
    assert agent.post("/partenaires/personnes/1/retrait").status_code == 303
    assert Contact.select().count() == 0


def test_an_agreement_is_written_changed_ended_and_taken_up(agent, events):
    form = {"opened_by": "1", "what": "Un panier le jour même.", "since": "2026-09-01"}
    assert agent.post(f"{ORGANIZATION}/ententes", data=form).status_code == 303
    assert "Un panier le jour même." in agent.get(SERVICE).get_data(as_text=True)
    wrong = form | {"until": "2026-08-01", "version": "1"}
    assert agent.post("/partenaires/ententes/1", data=wrong).status_code == 422
    assert (
        agent.post("/partenaires/ententes/1", data=form | {"what": "Deux paniers.", "version": "1"}).status_code == 303
    )
    assert agent.post("/partenaires/ententes/1", data=form | {"version": "1"}).status_code == 409
    agent.post("/partenaires/ententes/1/fin")
    assert "Deux paniers." not in agent.get(SERVICE).get_data(as_text=True)
    agent.post("/partenaires/ententes/1/reprise")
    assert Agreement.get_by_id(1).ended_at is None
    assert len(events("partner.agreement")) == 4
