"""Partners' sheets on Ma journée: what waits to be confirmed, one click each, and what partners propose."""

from __future__ import annotations

from datetime import timedelta

import pytest

from schoolapp import clock
from schoolapp.day.digest import waiting_for
from schoolapp.partners import links
from schoolapp.partners.models import Service
from tests.day.test_day import block, words
from tests.partners import rows


@pytest.fixture
def pantry(app, cast):
    """A sheet that is overdue, with a correction that waits; another that nobody ever confirmed; one that is fresh."""
    with app.test_request_context():
        house = rows.organization()
        pantry = rows.service(house, confirm_by=clock.today() - timedelta(days=14), how="Appeler")
        rows.service(house, "Vestiaire")
        rows.service(house, "Camp de jour", confirm_by=clock.today() + timedelta(days=90))
        rows.service(house, "Ancien", state="archive")
        link = links.make(house, rows.WHO, "info@maison.example", 60, by=cast.agent)
        rows.propose(link, pantry, how="Sonner", wait="Deux jours")
    return pantry


@pytest.mark.parametrize("who", ["agent", "secretariat"])
def test_who_keeps_the_directory_confirms_from_here_and_comes_back(cast, sign_in, pantry, who):
    browser = sign_in(getattr(cast, who))
    box = block(browser.get("/"), "sheets")
    assert box.startswith("Fiches de partenaires à confirmer 2")
    assert box.index("Dépannage alimentaire") < box.index("Vestiaire")
    assert "depuis le 3 novembre" in box
    assert "jamais confirmée" in box
    mark = f"{pantry.id}:{rows.fresh(pantry).version}"
    assert f'value="{mark}"' in browser.get("/").text
    answer = browser.post("/partenaires/confirmations", data={"seule": mark, "suite": "journee"})
    assert answer.location == "/"
    assert block(browser.get("/"), "sheets").startswith("Fiches de partenaires à confirmer 1")


def test_corrections_are_told_by_organisation(cast, sign_in, pantry):
    box = block(sign_in(cast.agent).get("/"), "corrections")
    assert box.startswith("Corrections proposées par des partenaires 1")
    assert "La Maison du quartier 2 corrections" in box


@pytest.mark.parametrize("who", ["direction", "pro"])
def test_others_who_may_keep_it_see_the_numbers(cast, sign_in, pantry, who):
    box = block(sign_in(getattr(cast, who)).get("/"), "directory")
    assert "2 fiches à confirmer" in box
    assert "2 corrections à voir" in box


@pytest.mark.parametrize("who", ["prof", "repondant"])
def test_who_may_not_confirm_sees_none_of_it(cast, sign_in, pantry, who):
    assert "confirmer" not in words(sign_in(getattr(cast, who)).get("/"))


def test_only_the_first_are_shown_with_the_way_to_the_rest(app, cast, sign_in, pantry):
    with app.test_request_context():
        for number in range(20):
            rows.service(pantry.organization, f"Service {number:02d}")
    answer = sign_in(cast.agent).get("/")
    box = block(answer, "sheets")
    assert "à confirmer 22" in box
    assert "et 17 autres" in box
    assert 'href="/partenaires/a-confirmer"' in answer.text


def test_the_digest_counts_them(app, cast, pantry):
    with app.test_request_context():
        cast.agent.school = cast.school
        told = dict(waiting_for(cast.agent, clock.now()))
    assert told["Fiches de partenaires à confirmer"] == 2
    assert told["Partenaires qui proposent des corrections"] == 1


def test_nothing_is_shown_when_nothing_waits(cast, sign_in, pantry):
    Service.update(confirm_by=clock.today() + timedelta(days=90)).execute()
    assert block(sign_in(cast.agent).get("/"), "sheets") == ""
