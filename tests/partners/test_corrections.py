"""The school reads what partners propose, before and after, and accepts or refuses it change by change."""

from __future__ import annotations

import re

import pytest

from schoolapp.partners import duplicates, links, proposals
from schoolapp.partners.models import Proposal, Service
from schoolapp.partners.rules import WRITERS
from tests.guards import markup
from tests.partners import rows

PAGE = "/partenaires/corrections"


@pytest.fixture
def office(sign_in, cast):
    return sign_in(cast.secretariat)


@pytest.fixture
def proposed(app, cast, directory):
    """Two fields of a service, and a word."""
    with app.test_request_context():
        Service.update(how="Appeler", wait="Deux jours").where(Service.id == directory.depannage.id).execute()
        link = links.make(directory.tablee, rows.WHO, "info@tablee.example", 60, by=cast.agent)
        pantry = rows.fresh(directory.depannage)
        rows.propose(link, pantry, how="Sonner", wait="", message="Nous déménageons.")
    return {one.field: one for one in Proposal.select()}


def send(browser, proposal, act, headers=None, **more):
    """Press a button of the page as it is now."""
    page = browser.get(PAGE).text
    marks = re.findall(rf'{PAGE}/{proposal.id}/acceptation.*?name="mark" value="(\w+)"', page, re.S)
    data = {"version": rows.fresh(proposal).version, "mark": marks[0] if marks else ""} | more
    return browser.post(f"{PAGE}/{proposal.id}/{act}", data=data, headers=headers)


def test_the_page_shows_each_field_as_it_is_and_as_it_would_be(office, proposed, count_queries):
    with count_queries() as statements:
        page = office.get(PAGE).text
    assert len(statements) <= 6, statements
    for words in ("Appeler", "Sonner", "Deux jours", "(rien : à effacer)".replace(" :", "\xa0:"), "Nous déménageons."):
        assert words in page
    assert rows.WHO in page
    assert markup.faults(page) == []


def test_one_organisation_s_corrections_are_shown_alone(office, proposed, directory):
    assert "Sonner" in office.get(f"{PAGE}?organisme={directory.tablee.id}").text
    assert "Aucune correction" in office.get(f"{PAGE}?organisme={directory.relais.id}").text
    for number in ("999", "x", str(2**63), "0", "-1"):
        assert office.get(f"{PAGE}?organisme={number}").status_code == 404


def test_accepting_without_htmx_comes_back_with_its_undo(office, proposed, directory):
    answer = send(office, proposed["how"], "acceptation")
    assert (answer.status_code, answer.location) == (303, PAGE)
    assert rows.fresh(directory.depannage).how == "Sonner"
    assert f"{PAGE}/{proposed['how'].id}/reouverture" in office.get(PAGE).text
    again = send(office, proposed["how"], "reouverture")
    assert again.status_code == 303
    assert rows.fresh(directory.depannage).how == "Appeler"


def test_with_htmx_the_field_alone_comes_back(office, proposed, htmx, directory):
    answer = send(office, proposed["wait"], "acceptation", htmx)
    assert answer.status_code == 200
    assert f'id="proposal-{proposed["wait"].id}"' in answer.text
    assert "Acceptée" in answer.text
    assert "<html" not in answer.text
    refused = send(office, proposed["how"], "refus", htmx)
    assert "Refusée" in refused.text
    assert (rows.fresh(directory.depannage).wait, rows.fresh(directory.depannage).how) == ("", "Appeler")


@pytest.mark.parametrize("with_htmx", [True, False])
def test_a_field_that_moved_meanwhile_is_shown_again_as_it_is_now(office, proposed, directory, htmx, with_htmx):
    how = proposed["how"]
    mark = re.search(rf"{PAGE}/{how.id}/acceptation.*?name=\"mark\" value=\"(\w+)\"", office.get(PAGE).text, re.S)[1]
    Service.update(how="Écrire").where(Service.id == directory.depannage.id).execute()
    data = {"version": how.version, "mark": mark}
    answer = office.post(f"{PAGE}/{how.id}/acceptation", data=data, headers=htmx if with_htmx else None)
    assert answer.status_code == 409
    for words in ("a changé depuis", "Écrire", "Sonner", "avait sous les yeux"):
        assert words in answer.text
    assert rows.fresh(directory.depannage).how == "Écrire"
    assert send(office, how, "acceptation").status_code == 303


def test_who_comes_second_is_told(office, sign_in, cast, proposed, htmx):
    first = {"version": proposed["how"].version}
    sign_in(cast.direction).post(f"{PAGE}/{proposed['how'].id}/refus", data=first)
    answer = office.post(f"{PAGE}/{proposed['how'].id}/refus", data=first, headers=htmx)
    assert answer.status_code == 409
    assert "Quelqu’un d’autre" in answer.text


@pytest.mark.parametrize("data", [{}, {"version": "x"}, {"version": str(10**12)}, {"version": "1", "mark": "m" * 13}])
def test_a_page_that_says_nothing_readable_changes_nothing(office, proposed, data, htmx):
    answer = office.post(f"{PAGE}/{proposed['how'].id}/acceptation", data=data, headers=htmx)
    assert answer.status_code == 409
    assert rows.fresh(proposed["how"]).state == "proposee"


def test_all_that_waits_on_a_sheet_is_accepted_at_once(office, proposed, directory):
    seen = re.findall(r'name="correction" value="([^"]+)"', office.get(PAGE).text)
    assert len(seen) == 3
    answer = office.post(f"{PAGE}/acceptations", data={"correction": seen})
    assert answer.location == PAGE
    now = rows.fresh(directory.depannage)
    assert (now.how, now.wait, now.confirmed_words) == ("Sonner", "", rows.WHO)
    assert office.post(f"{PAGE}/acceptations", data={"correction": seen}).status_code == 409
    assert office.post(f"{PAGE}/acceptations", data={"correction": "x"}).status_code == 422


@pytest.mark.parametrize("who", ["agent", "pro", "direction", "prof", "repondant"])
def test_corrections_are_for_those_who_keep_the_directory(sign_in, cast, proposed, who):
    person, how = getattr(cast, who), proposed["how"]
    browser, wanted = sign_in(person), person.role in WRITERS
    assert browser.get(PAGE).status_code == (200 if wanted else 403)
    for act in ("acceptation", "refus", "reouverture"):
        status = browser.post(f"{PAGE}/{how.id}/{act}", data={"version": "999"}).status_code
        assert status == (409 if wanted else 403)
    assert browser.post(f"{PAGE}/acceptations").status_code == (422 if wanted else 403)
    assert rows.fresh(how).state == "proposee"


def test_a_proposal_that_is_not_there_is_not_found(office, proposed):
    for number in (999, 2**63):
        assert office.post(f"{PAGE}/{number}/acceptation", data={"version": "1"}).status_code == 404


def test_the_service_s_page_says_that_corrections_wait(office, proposed, directory):
    page = office.get(f"/partenaires/services/{directory.depannage.id}").text
    assert "corrections proposées par le partenaire" in page
    assert "Confirmer la fiche" in page


def test_what_waits_on_an_archived_sheet_waits_no_more(office, proposed, directory):
    Service.update(state="archive").where(Service.id == directory.depannage.id).execute()
    assert "Aucune correction" in office.get(PAGE).text
    assert "corrections" not in office.get("/").text.partition("<main")[2].lower()


def test_what_waits_follows_a_sheet_that_is_merged_into_another(context, cast, proposed, directory):
    kept, gone = rows.fresh(directory.francais), rows.fresh(directory.depannage)
    duplicates.merge(kept, gone, (kept.version, gone.version), {}, by=cast.agent)
    assert set(proposals.waiting_on(rows.fresh(kept))) == {"how", "wait", "message"}
    for one in proposals.waiting_on(kept).values():
        proposals.refuse(one, one.version, by=cast.agent)
    assert rows.fresh(kept).confirmed_words == rows.WHO
