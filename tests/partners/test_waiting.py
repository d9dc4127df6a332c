"""The sheets that wait: confirmed in one click, or several at once, taken back; their partners written to."""

from __future__ import annotations

from datetime import timedelta

import pytest

from schoolapp import clock
from schoolapp.mail.models import OutgoingMail
from schoolapp.partners import links
from schoolapp.partners.models import Confirmation, Organization, Service, SheetLink
from schoolapp.partners.rules import WRITERS
from tests.guards import markup
from tests.partners import rows

PAGE = "/partenaires/a-confirmer"
CONFIRM = "/partenaires/confirmations"
SEND = "/partenaires/liens/envois"


def mark(service):
    return f"{service.id}:{rows.fresh(service).version}"


@pytest.fixture
def office(sign_in, cast):
    return sign_in(cast.secretariat)


@pytest.mark.parametrize("who", ["agent", "pro", "direction", "secretariat", "prof", "repondant"])
def test_the_list_is_for_those_who_keep_the_directory(sign_in, cast, directory, who):
    person = getattr(cast, who)
    assert sign_in(person).get(PAGE).status_code == (200 if person.role in WRITERS else 403)


def test_the_list_shows_what_waits_by_organisation_and_how_to_reach_it(office, directory):
    soon = clock.today() + timedelta(days=10)
    Service.update(confirm_by=soon).where(Service.id == directory.cuisine.id).execute()
    page = office.get(PAGE).text.replace("\xa0", " ")
    assert "Dépannage alimentaire" in page
    assert "514 555-0160" in page
    assert "Jamais confirmée" in page
    assert "Cuisine du soir" not in page
    assert markup.faults(page) == []
    coming = office.get(f"{PAGE}?quoi=bientot").text.replace("\xa0", " ")
    assert "Cuisine du soir" in coming
    assert "À confirmer avant le 27 novembre" in coming


@pytest.mark.parametrize("page", ["0", "x", "99", "99999999999", "-1", "²"])
def test_a_page_that_is_not_there_is_an_empty_one(office, directory, page):
    assert office.get(f"{PAGE}?page={page}").status_code == 200


def test_the_list_is_read_in_six_statements_however_long(office, context, directory, count_queries):
    for number in range(30):
        rows.service(rows.organization(f"Organisme {number}"), f"Service {number}")
    office.get(PAGE)
    with count_queries() as statements:
        page = office.get(PAGE)
    assert "Service 29" in page.text
    assert len(statements) <= 6, statements


@pytest.mark.parametrize(
    ("suite", "place"),
    [("", PAGE), ("liste", PAGE), ("journee", "/"), ("fiche", "/partenaires/services/{id}"), ("//evil.example", PAGE)],
)
def test_one_sheet_is_confirmed_by_its_own_button_and_one_comes_back(office, cast, directory, suite, place):
    data = {"seule": mark(directory.depannage), "fiche": mark(directory.cuisine), "suite": suite}
    answer = office.post(CONFIRM, data=data)
    assert (answer.status_code, answer.location) == (303, place.format(id=directory.depannage.id))
    assert rows.fresh(directory.depannage).confirmed_by_id == cast.secretariat.id
    assert rows.fresh(directory.cuisine).confirmed_at is None


def test_several_sheets_are_confirmed_at_once_and_taken_back(office, directory, events):
    answer = office.post(CONFIRM, data={"fiche": [mark(directory.depannage), mark(directory.francais)]})
    page = office.get(answer.location).text
    assert "2\xa0fiches confirmées." in page or "2 fiches confirmées." in page
    batch = Confirmation.get().batch
    assert f"{CONFIRM}/{batch}/annulation" in page
    undone = office.post(f"{CONFIRM}/{batch}/annulation", data={"suite": "journee"})
    assert undone.location == "/"
    assert rows.fresh(directory.francais).confirmed_at is None
    assert len(events("sheet.confirmed")) == len(events("sheet.unconfirmed")) == 2


def test_another_person_does_not_take_it_back(office, sign_in, cast, directory):
    office.post(CONFIRM, data={"seule": mark(directory.depannage)})
    batch = Confirmation.get().batch
    assert sign_in(cast.agent).post(f"{CONFIRM}/{batch}/annulation").status_code == 409
    assert rows.fresh(directory.depannage).confirmed_at is not None


def test_a_sheet_that_changed_is_left_and_said(office, directory):
    old = mark(directory.depannage)
    Service.update(version=Service.version + 1).where(Service.id == directory.depannage.id).execute()
    answer = office.post(CONFIRM, data={"fiche": [old, mark(directory.cuisine)]})
    page = office.get(answer.location).text
    assert "À relire, car modifiées entre-temps" in page
    assert "Dépannage alimentaire" in page
    assert office.post(CONFIRM, data={"seule": old}).status_code == 409


@pytest.mark.parametrize("text", ["", "x", "1", "1:x", "0:1", f"{10**20}:1", "1:1:1"])
@pytest.mark.parametrize("path", [CONFIRM, SEND])
def test_what_names_no_sheet_confirms_nothing(office, directory, path, text):
    assert office.post(path, data={"fiche": text}).status_code == 422
    assert Confirmation.select().count() == 0


@pytest.mark.parametrize("who", ["prof", "repondant"])
@pytest.mark.parametrize("path", [CONFIRM, f"{CONFIRM}/x/annulation", SEND])
def test_who_does_not_keep_the_directory_confirms_nothing(sign_in, cast, directory, who, path):
    answer = sign_in(getattr(cast, who)).post(path, data={"seule": mark(directory.depannage)})
    assert answer.status_code == 403
    assert rows.fresh(directory.depannage).confirmed_at is None


# ---- writing to the partners


def ticked(*services):
    return {"fiche": [mark(service) for service in services]}


def test_one_reads_to_whom_the_links_go_before_they_do(office, directory):
    Organization.update(email="info@tablee.example").where(Organization.id == directory.tablee.id).execute()
    page = office.post(SEND, data=ticked(directory.depannage, directory.cuisine, directory.francais)).text
    assert "info@tablee.example" in page
    assert "Sans courriel" in page
    assert markup.faults(page) == []
    assert (SheetLink.select().count(), OutgoingMail.select().count()) == (0, 0)


def test_one_mail_leaves_for_each_organisation_and_uses_the_link_that_is_open(office, app, cast, directory):
    Organization.update(email="info@tablee.example").execute()
    with app.test_request_context():
        old = links.make(directory.tablee, "Mme Ouellet", "ouellet@tablee.example", 60, by=cast.agent)
    sheets = ticked(directory.depannage, directory.cuisine, directory.francais)
    answer = office.post(SEND, data=sheets | {"oui": "1"})
    assert answer.location == PAGE
    assert {mail.address for mail in OutgoingMail.select()} == {"ouellet@tablee.example", "info@tablee.example"}
    assert [one.id for one in SheetLink.select().where(SheetLink.organization == directory.tablee.id)] == [old.id]
    office.post(SEND, data=sheets | {"oui": "1"})
    assert OutgoingMail.select().count() == 2  # twice within a minute: once
