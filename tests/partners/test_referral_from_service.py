"""Referring from the sheet of a service: for those who refer, and among the families that they see."""

from __future__ import annotations

import pytest

from schoolapp import clock
from schoolapp.families.models import Family
from schoolapp.formats import search_key, sort_key
from schoolapp.partners.models import Service
from tests.families.file import bring_in, words
from tests.partners import referral_helpers as helpers


@pytest.fixture
def vestiaire(cast):
    return helpers.service()


@pytest.fixture
def place(vestiaire):
    return f"/partenaires/services/{vestiaire.id}/famille"


@pytest.mark.parametrize(("who", "refers"), [
    ("agent", True), ("direction", True), ("pro", True), ("prof", False), ("secretariat", False),
])  # fmt: skip
def test_the_sheet_leads_those_who_refer_to_their_families(cast, sign_in, vestiaire, place, who, refers):
    browser = sign_in(getattr(cast, who))
    assert (place in browser.get(f"/partenaires/services/{vestiaire.id}").text) == refers
    assert browser.get(place).status_code == (200 if refers else 403)


@pytest.mark.parametrize("typed", ["haddad", "YASMINE", "samira", "haddad yasmine"])
def test_a_family_is_found_by_its_name_a_childs_or_a_parents(cast, sign_in, vestiaire, place, typed):
    browser = sign_in(cast.agent)
    page = browser.get(place, query_string={"q": typed}).text
    here = f"/familles/{cast.haddad.id}/references/nouvelle"
    assert here in page
    assert f"/familles/{cast.tremblay.id}/" not in page
    form = browser.get(f"{here}?service={vestiaire.id}").text
    assert "Pourquoi ce service" in form
    assert vestiaire.name in form


def test_without_words_no_family_is_named(cast, sign_in, place):
    for typed in ("", "  ", "’"):
        page = words(sign_in(cast.agent).get(place, query_string={"q": typed}).text)
        assert not any(family.name in page for family in Family.select())


def test_a_professional_finds_only_the_families_whose_file_they_open(cast, sign_in, place):
    browser = sign_in(cast.pro)
    assert "Aucune famille de ce nom" in browser.get(place, query_string={"q": "haddad"}).text
    bring_in(cast.pro, cast.haddad)
    assert f"/familles/{cast.haddad.id}/" in browser.get(place, query_string={"q": "haddad"}).text
    assert f"/familles/{cast.tremblay.id}/" not in browser.get(place, query_string={"q": "tremblay"}).text


@pytest.mark.parametrize("state", ["suspendu", "archive"])
def test_nobody_is_referred_to_a_service_that_takes_nobody(cast, sign_in, vestiaire, place, state):
    Service.update(state=state).execute()
    browser = sign_in(cast.agent)
    assert place not in browser.get(f"/partenaires/services/{vestiaire.id}").text
    assert browser.get(place).status_code == 404


def test_as_one_types_only_the_families_come(cast, sign_in, place, htmx):
    answer = sign_in(cast.agent).get(place, query_string={"q": "had"}, headers=htmx)
    assert answer.text.lstrip().startswith('<div id="families-found">')
    assert "Haddad" in answer.text


def test_looking_among_the_families_leaves_its_trace(cast, sign_in, place, events):
    browser = sign_in(cast.agent)
    for typed in ("h", "ha", "haddad"):
        browser.get(place, query_string={"q": typed})
    assert len(events("referral.picked")) == 1


def test_the_pages_take_six_statements_however_many_families(cast, sign_in, vestiaire, place, count_queries):
    def add(count):
        for number in range(count):
            name = f"Haddad {number}"
            Family.create(name=name, sort_key=sort_key(name), search_key=search_key(name), created_at=clock.now())

    browser, taken = sign_in(cast.agent), []
    for count in (0, 60):
        add(count)
        browser.get(place)
        with count_queries() as statements:
            page = browser.get(place, query_string={"q": "haddad"}).text
        taken.append(len(statements))
    assert page.count("/references/nouvelle") == 20
    assert taken[0] == taken[1] <= 6
    with count_queries() as statements:
        browser.get(f"/partenaires/services/{vestiaire.id}")
    assert len(statements) <= 6
