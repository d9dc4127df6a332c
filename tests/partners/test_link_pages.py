"""The school makes a link, sends it, prints it and closes it; its mail is written as it leaves."""

from __future__ import annotations

from datetime import timedelta

import pytest

from schoolapp import clock
from schoolapp.mail.letters import letter_of
from schoolapp.mail.models import OutgoingMail
from schoolapp.partners import links
from schoolapp.partners.models import SheetLink
from schoolapp.partners.rules import WRITERS
from tests.guards import markup
from tests.partners import rows

GIVEN = {"person": "Mme Ouellet", "email": "ouellet@tablee.example", "days": "30"}


@pytest.fixture
def agent(sign_in, cast):
    return sign_in(cast.agent)


@pytest.fixture
def own(directory):
    return f"/partenaires/organismes/{directory.tablee.id}/liens"


def mail_of():
    return OutgoingMail.get()


def test_a_link_is_made_and_its_page_gives_the_address(agent, client, own, events):
    answer = agent.post(own, data=GIVEN)
    link = SheetLink.get()
    assert answer.location == f"/partenaires/liens/{link.id}"
    assert link.expires_at == clock.now() + timedelta(days=30)
    page = agent.get(answer.location).text
    address = page.partition('id="link-address">')[2].partition("<")[0]
    assert client.get("/p/" + address.partition("/p/")[2]).status_code == 200
    assert markup.faults(page) == []
    assert OutgoingMail.select().count() == 0
    assert [event.detail for event in events("sheet_link.created")] == [{"jours": 30}]
    assert address.rpartition("/")[2] not in "".join(str(event.__data__) for event in events())


def test_the_page_offers_sixty_days_and_the_last_address(agent, own, app, cast, directory):
    with app.test_request_context():
        links.make(directory.tablee, "Jo", "jo@tablee.example", 60, by=cast.agent)
    page = agent.get(own).text
    assert 'value="60"' in page
    assert 'value="jo@tablee.example"' in page
    assert markup.faults(page) == []


def test_a_link_is_sent_and_the_words_are_written_as_it_leaves(app, agent, own):
    agent.post(own, data=GIVEN | {"envoyer": "1"})
    mail = mail_of()
    assert (mail.address, mail.body) == ("ouellet@tablee.example", "")
    with app.test_request_context():
        letter = letter_of(mail)
        assert links.token_of(SheetLink.get()) in letter.body
        letter.sent()
    text = letter.body.replace("\xa0", " ")
    for words in ("Bonjour Mme Ouellet,", "– Dépannage alimentaire", "jusqu’au 17 décembre", "Rosalie Gagnon"):
        assert words in text
    assert "Facture en juin" not in text
    assert SheetLink.get().mailed_at == clock.now()


@pytest.mark.parametrize("reason", ["revoked", "expired", "other address", "archived"])
def test_a_mail_without_object_does_not_leave(app, cast, agent, own, directory, frozen, reason):
    agent.post(own, data=GIVEN | {"envoyer": "1"})
    with app.test_request_context():
        if reason == "revoked":
            links.revoke(SheetLink.get(), by=cast.agent)
        elif reason == "expired":
            frozen.move(days=31)
        elif reason == "other address":
            SheetLink.update(email="jo@tablee.example").execute()
        else:
            rows.fresh(directory.tablee).change(rows.fresh(directory.tablee).version, archived_at=clock.now())
        assert letter_of(mail_of()) is None


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"days": "0"}, "Entre 1 et 365"),
        ({"days": "366"}, "Entre 1 et 365"),
        ({"days": ""}, "nécessaire"),
        ({"email": "jo@"}, "ne semble pas complète"),
        ({"email": "", "envoyer": "1"}, "Écrivez le courriel"),
        ({"person": "m" * 201}, "Au plus 200"),
    ],
)
def test_what_is_wrong_is_said_and_makes_no_link(agent, own, given, words):
    answer = agent.post(own, data=GIVEN | given)
    assert (answer.status_code, words in answer.text) == (422, True)
    assert markup.faults(answer.text) == []
    assert SheetLink.select().count() == 0


def test_a_revoked_link_shows_no_address_and_sends_nothing(agent, own):
    link_page = agent.post(own, data=GIVEN).location
    agent.post(f"{link_page}/retrait")
    page = agent.get(link_page).text
    assert "link-address" not in page
    assert "Retiré le" in page
    assert agent.get(f"{link_page}/feuille").status_code == 404
    assert agent.post(f"{link_page}/envoi").status_code == 409
    assert OutgoingMail.select().count() == 0


def test_the_sheet_of_paper_holds_the_address_and_what_it_is_about(agent, own):
    page = agent.get(f"{agent.post(own, data=GIVEN).location}/feuille").text
    assert "<svg" in page
    assert "Cuisine du soir" in page
    assert "/p/" in page
    assert markup.faults(page) == []


@pytest.mark.parametrize("who", ["pro", "direction", "secretariat", "prof", "repondant"])
def test_links_are_for_those_who_keep_the_directory(sign_in, cast, own, agent, who):
    person, link_page = getattr(cast, who), agent.post(own, data=GIVEN).location
    browser, wanted = sign_in(person), person.role in WRITERS
    for path in (own, link_page, f"{link_page}/feuille"):
        assert browser.get(path).status_code == (200 if wanted else 403)
    for path in (own, f"{link_page}/envoi", f"{link_page}/retrait"):
        assert browser.post(path, data=GIVEN).status_code == (303 if wanted else 403)


@pytest.mark.parametrize(
    "path", ["/partenaires/liens/999", "/partenaires/liens/999/feuille", "/partenaires/organismes/999/liens"]
)
def test_what_is_not_there_is_not_found(agent, directory, path):
    assert agent.get(f"/partenaires/{path}").status_code == 404
    assert agent.get(f"/partenaires/{path.replace('999', str(2**63))}").status_code == 404


def test_the_organisation_s_page_says_where_its_link_stands(agent, own, directory):
    page = f"/partenaires/organismes/{directory.tablee.id}"
    assert "Lien à remettre" in agent.get(page).text
    agent.post(own, data=GIVEN)
    assert "Ouvert jusqu’au" in agent.get(page).text
