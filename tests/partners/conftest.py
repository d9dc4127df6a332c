"""A small directory beside the cast: two organisations, three services, known by heart by the tests."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from schoolapp.partners import sheets
from schoolapp.partners.history import Hand
from schoolapp.partners.models import Place
from tests.partners import referral_helpers
from tests.partners.helpers import hours, phone


@pytest.fixture
def directory(app, cast) -> SimpleNamespace:
    """La Tablée gives food in the day and cooks in the evening; Le Relais helps with French."""
    with app.test_request_context():
        hand = Hand(cast.agent)
        tablee, _new = sheets.create_organization(
            {"name": "La Tablée des Érables", "words": "Entraide de quartier.", "internal": "Facture en juin."},
            sheets.Parts(phones=[phone("5145550160")]), hand=hand,
        )  # fmt: skip
        hall = Place.create(
            uuid=sheets.new_uuid(), organization=tablee, name="Sous-sol de l’église", address="12, rue des Érables",
            city="Montréal", postal_code="H0H 1A1", accessible=True,
        )  # fmt: skip
        depannage, _new = sheets.create_service(
            tablee,
            {"name": "Dépannage alimentaire", "free": True, "languages": ["fr", "es"], "means": ["se_presenter"]},
            sheets.Parts(
                categories=["alimentation"], places=[hall.id], schedules=[hours("TU TH", "13:00", "16:00")],
                phones=[phone("5145550161")],
            ), hand=hand,
        )  # fmt: skip
        cuisine, _new = sheets.create_service(
            tablee, {"name": "Cuisine du soir", "free": False, "cost": "5 $ la séance"},
            sheets.Parts(categories=["alimentation", "loisirs"], schedules=[hours("WE", "18:00", "20:30")]), hand=hand,
        )  # fmt: skip
        relais, _new = sheets.create_organization({"name": "Le Relais"}, hand=hand)
        francais, _new = sheets.create_service(
            relais, {"name": "Francisation à temps partiel", "age_min": 16, "languages": ["fr", "ar"]},
            sheets.Parts(categories=["arrivants"]), hand=hand,
        )  # fmt: skip
    return SimpleNamespace(
        tablee=tablee, relais=relais, hall=hall, depannage=depannage, cuisine=cuisine, francais=francais
    )


@pytest.fixture(autouse=True)
def house(request: pytest.FixtureRequest) -> None:
    """Secret addresses are made with the application's key: the helpers of referrals know which one."""
    if "app" in request.fixturenames:
        referral_helpers.house = request.getfixturevalue("app")
