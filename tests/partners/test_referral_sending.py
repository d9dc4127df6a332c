"""What leaves the school about a family: only the words agreed to, as they were shown, once, to whom it may go."""

from __future__ import annotations

from dataclasses import replace

import pytest

from schoolapp.families.models import Phone
from schoolapp.mail.models import OutgoingMail
from schoolapp.partners.models import Consent, Referral, ReferralShare
from schoolapp.partners.sending import NotCovered
from tests.families.file import words
from tests.partners import referral_helpers as helpers
from tests.partners.referral_helpers import NEED_WORDS


@pytest.fixture
def linh(cast):
    return helpers.guardian("Linh Nguyen")


def test_what_the_family_did_not_agree_to_never_leaves(cast, sign_in, linh):
    """The matrix is in the rules; here the pages obey it, whatever is posted."""
    row = helpers.prepare(helpers.refer(cast.agent, cast.tremblay), cast.agent, linh)
    browser = sign_in(cast.agent)
    data = {
        "version": row.version,
        "opened_by": cast.agent.id,
        "means": "lien",
        "days": 20,
        "shown": helpers.shown(row),
    }
    refused = browser.post(f"/references/{row.id}/envoi", data=data)
    assert refused.status_code == 409
    assert "pas encore demandé à la famille" in refused.text
    row = helpers.agree(row, cast.agent, linh, codes=["besoin"])
    data["version"] = row.version
    refused = browser.post(f"/references/{row.id}/envoi", data=data)
    assert refused.status_code == 409
    assert "la famille n’a pas donné son accord pour ce renseignement" in words(refused.text)
    assert ReferralShare.select().count() == 0
    assert OutgoingMail.select().where(OutgoingMail.kind == "reference").count() == 0


def test_what_leaves_is_what_was_shown(cast, sign_in, linh):
    """A number that changes between the page and the click stops the sending, and its consent."""
    row = helpers.agree(helpers.prepare(helpers.refer(cast.agent, cast.tremblay), cast.agent, linh), cast.agent, linh)
    before = helpers.shown(row)
    Phone.update(number="+15145550199").where(Phone.guardian == linh.id).execute()
    data = helpers.sending_form(row, cast.agent) | {"shown": before}
    answer = sign_in(cast.agent).post(f"/references/{row.id}/envoi", data=data)
    assert answer.status_code == 409
    assert "514 555-0199" in words(answer.text)
    assert "le texte a changé depuis l’accord" in answer.text
    assert ReferralShare.select().count() == 0


def test_a_consent_for_one_service_opens_nothing_to_another(cast, linh, context):
    helpers.sent(cast.agent, cast.tremblay, linh)
    other = helpers.prepare(helpers.refer(cast.agent, cast.tremblay), cast.agent, linh)
    with pytest.raises(NotCovered):
        helpers.send(other, cast.agent)


def test_a_sheet_made_one_with_another_does_not_take_its_consents_along(cast, sign_in, linh):
    """Two sheets that were one after all: what the family agreed to for the first is not for the second."""
    row = helpers.agree(helpers.prepare(helpers.refer(cast.agent, cast.tremblay), cast.agent, linh), cast.agent, linh)
    other = helpers.service("Friperie", "Fringues et compagnie")
    Referral.update(service=other.id).where(Referral.id == row.id).execute()
    refused = sign_in(cast.agent).post(f"/references/{row.id}/envoi", data=helpers.sending_form(row, cast.agent))
    assert refused.status_code == 409
    assert "l’accord était pour une autre fiche" in refused.text
    assert ReferralShare.select().count() == 0


def test_a_sending_is_done_once_however_often_it_is_sent(cast, sign_in, linh):
    row = helpers.agree(helpers.prepare(helpers.refer(cast.agent, cast.tremblay), cast.agent, linh), cast.agent, linh)
    data = helpers.sending_form(row, cast.agent) | {"form_key": "sent-twice-by-a-finger"}
    browser = sign_in(cast.agent)
    answers = [browser.post(f"/references/{row.id}/envoi", data=data) for _twice in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert ReferralShare.select().count() == 1


def test_a_sheet_is_printed_for_as_long_as_its_consent_holds(cast, sign_in, linh):
    row, share = helpers.sent(cast.agent, cast.tremblay, linh)
    browser, url = sign_in(cast.agent), f"/references/{row.id}/envois/{share.id}"
    page = browser.get(url).text
    assert NEED_WORDS in page
    assert "data-print" in page
    browser.post(f"/references/{row.id}/accords/{Consent.get().id}/retrait")
    page = browser.get(url).text
    assert "Ne remettez plus cette feuille" in page
    assert "data-print" not in page
    assert "box narrow no-print" in page


@pytest.fixture
def posts(app, monkeypatch):
    """A house that sends mail."""
    monkeypatch.setitem(app.config, "SETTINGS", replace(app.config["SETTINGS"], smtp_host="post.example"))


def test_a_mail_leaves_to_an_address_of_the_sheet_only(cast, sign_in, linh, posts):
    row = helpers.agree(helpers.prepare(helpers.refer(cast.agent, cast.tremblay), cast.agent, linh), cast.agent, linh)
    browser = sign_in(cast.agent)
    assert "vestiaire@maison.example" in browser.get(f"/references/{row.id}/envoi").text
    mailing = helpers.sending_form(row, cast.agent) | {"means": "courriel"}
    for address in ("", "curieux@ailleurs.example"):
        assert browser.post(f"/references/{row.id}/envoi", data=mailing | {"address": address}).status_code == 422
    assert OutgoingMail.select().where(OutgoingMail.kind == "reference").count() == 0
    sent = browser.post(f"/references/{row.id}/envoi", data=mailing | {"address": "vestiaire@maison.example"})
    assert sent.status_code == 303
    assert OutgoingMail.get(OutgoingMail.kind == "reference").address == "vestiaire@maison.example"
    assert "le courriel part dans un instant" in browser.get(f"/references/{row.id}").text


def test_without_a_mail_server_no_mail_is_offered(cast, sign_in, linh):
    row = helpers.agree(helpers.prepare(helpers.refer(cast.agent, cast.tremblay), cast.agent, linh), cast.agent, linh)
    browser = sign_in(cast.agent)
    assert "Par courriel" not in browser.get(f"/references/{row.id}/envoi").text
    mailing = {**helpers.sending_form(row, cast.agent), "means": "courriel", "address": "vestiaire@maison.example"}
    assert browser.post(f"/references/{row.id}/envoi", data=mailing).status_code == 422
