"""The partner's page: only what was shared, as long as it may be; answered without an account; closed at once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from schoolapp import clock
from schoolapp.mail.models import OutgoingMail
from schoolapp.partners import referral_mail, sending
from schoolapp.partners import referral_queries as queries
from schoolapp.partners import referral_verbs as verbs
from schoolapp.partners.models import Consent, ConsentException, ReferralEntry, ReferralShare
from schoolapp.partners.referral_vocabulary import COMPLETED, PARTNER_REFUSED, SENT, TAKEN_UP, UNDER_WAY
from tests.families.file import words
from tests.partners import referral_helpers as helpers
from tests.partners.referral_helpers import NEED_WORDS, SECRET


@pytest.fixture
def linh(cast):
    return helpers.guardian("Linh Nguyen")


@pytest.fixture
def sent(cast, client, linh):
    """A referral sent by a link and read, with its share and its address."""
    row, share = helpers.sent(cast.agent, cast.tremblay, linh)
    return row, share, helpers.read(client, share)


def answer(client, address, act, said="", name="Aïcha Benali", key=None):
    data = {"act": act, "words": said, "name": name, "form_key": key or helpers.signed_key()}
    return client.post(address, data=data)


def test_a_partner_reads_what_was_shared_and_nothing_else(cast, client, sent):
    page = words(client.get(sent[2]).text)
    for told in ("Linh Nguyen", "514 555-0142", NEED_WORDS):
        assert told in page
    hidden = (SECRET, "Tremblay-Nguyen", "Léa", "Noé", "Marc", "Rosalie", "302", "rue des Érables", "a_joindre")
    for kept in hidden:
        assert kept not in page


def test_what_changes_in_the_file_afterwards_does_not_reach_the_partner(cast, client, sent, linh):
    helpers.prepare(sent[0], cast.agent, linh, need="Un autre besoin, plus intime")
    page = words(client.get(sent[2]).text)
    assert NEED_WORDS in page
    assert "plus intime" not in page


def test_the_page_is_kept_by_nobody_and_opens_no_session(client, sent):
    answer_ = client.get(sent[2])
    assert "no-store" in answer_.headers["Cache-Control"]
    assert answer_.headers["Referrer-Policy"] == "no-referrer"
    assert "noindex" in answer_.text
    assert "Set-Cookie" not in answer_.headers


def test_looking_changes_nothing_but_the_journal(client, sent, events):
    for _time in range(2):
        client.get(sent[2])
    row = helpers.reread(sent[0])
    assert (row.state, row.version) == (SENT, sent[0].version)
    assert len(events("referral.link_opened")) == 2
    assert ReferralEntry.select().where(ReferralEntry.by.is_null()).count() == 0


MOVES = [
    ("take_up", TAKEN_UP),
    ("start", UNDER_WAY),
    ("finish", COMPLETED),
    ("decline", PARTNER_REFUSED),
    ("tell", SENT),
]


@pytest.mark.parametrize(("act", "state"), MOVES)
def test_a_partner_answers_without_an_account(client, sent, events, act, state):
    told = answer(client, sent[2], act, "Nous appelons demain")
    assert told.status_code == 303
    row = helpers.reread(sent[0])
    assert row.state == state
    assert row.told_at == clock.now()
    entry = ReferralEntry.select().order_by(ReferralEntry.id.desc()).get()
    assert (entry.act, entry.by_id, entry.by_words, entry.share_id) == (act, None, "Aïcha Benali", sent[1].id)
    assert client.get(told.location).status_code == 200


@pytest.mark.parametrize("act", ["finish", "decline"])
def test_once_it_is_over_the_page_thanks_and_shows_nothing_any_more(client, sent, act):
    answer(client, sent[2], act, "Merci à vous")
    page = client.get(sent[2])
    assert page.status_code == 200
    assert "Merci" in page.text
    assert "Linh" not in page.text
    assert answer(client, sent[2], "tell", "encore").status_code == 404


@pytest.mark.parametrize("wrong", [
    {"act": ""}, {"act": "close"}, {"act": "consent"}, {"name": ""}, {"act": "decline", "said": ""},
    {"act": "tell", "said": ""}, {"said": "x" * 2001}, {"name": "x" * 121}, {"key": "not-signed"},
])  # fmt: skip
def test_an_answer_that_misses_something_comes_back_with_what_was_typed(client, sent, wrong):
    typed = {"act": "take_up", "said": "Mots gardés", **wrong}
    refused = answer(client, sent[2], **typed)
    assert refused.status_code == 422
    assert helpers.reread(sent[0]).state == SENT
    if typed["said"] == "Mots gardés":
        assert "Mots gardés" in refused.text


def test_an_answer_sent_twice_is_kept_once(client, sent):
    key = helpers.signed_key()
    for _time in range(2):
        assert answer(client, sent[2], "tell", "Deux doigts", key=key).status_code == 303
    assert ReferralEntry.select().where(ReferralEntry.act == "tell").count() == 1


def test_an_act_that_comes_too_late_says_so_and_keeps_the_words(cast, client, sent):
    helpers.do("start", sent[0], cast.agent)
    late = answer(client, sent[2], "take_up", "Nous prenons")
    assert late.status_code == 422
    assert "Nous prenons" in late.text
    assert helpers.reread(sent[0]).state == UNDER_WAY


def withdraw(cast, sent):
    verbs.withdraw(Consent.get(), by=cast.agent, parts=queries.parts_of(cast.agent))


def revoke(cast, sent):
    sending.revoke(sent[1], by=cast.agent, parts=queries.parts_of(cast.agent))


def refuse(cast, sent):
    row = helpers.reread(sent[0])
    verbs.refuse(row, row.version, "", by=cast.agent, parts=queries.parts_of(cast.agent))


def tamper(cast, sent):
    """Words in the database that the consent does not hold."""
    ReferralShare.update(texts={"besoin": "Autre chose"}).execute()


def lapse(cast, sent):
    Consent.update(until=clock.today() - timedelta(days=1)).execute()


def forget(cast, sent):
    """The row of the consent says that somebody else agreed."""
    Consent.update(guardian=None).execute()


@pytest.mark.parametrize("end", [withdraw, revoke, refuse, tamper, lapse, forget], ids=lambda end: end.__name__)
def test_a_link_closes_with_its_ground(cast, client, sent, end, context):
    end(cast, sent)
    page = client.get(sent[2])
    assert page.status_code == 404
    assert "Ce lien ne fonctionne plus" in page.text
    assert "Linh" not in page.text
    assert answer(client, sent[2], "take_up").status_code == 404
    assert client.post(f"{sent[2]}/lecture", data={"form_key": helpers.signed_key()}).status_code == 404
    assert helpers.reread(sent[0]).state != TAKEN_UP


def test_a_link_expires_and_never_after_its_consent(cast, client, linh, frozen):
    row = helpers.agree(helpers.prepare(helpers.refer(cast.agent, cast.tremblay), cast.agent, linh), cast.agent, linh,
                        until=clock.today() + timedelta(days=3))  # fmt: skip
    short = helpers.send(row, cast.agent, days=60)
    address = helpers.read(client, short)
    assert client.get(address).status_code == 200
    frozen.move(days=3)
    assert client.get(address).status_code == 200
    frozen.move(days=1)
    assert client.get(address).status_code == 404


def test_unknown_and_closed_addresses_look_the_same(cast, client, sent, context):
    revoke(cast, sent)
    assert client.get(sent[2]).text == client.get("/r/AAAAAAAAAAAAAAAAAAAAAA").text


def test_whoever_tries_addresses_is_slowed_down(client, cast):
    codes = [client.get(f"/r/try-{number}").status_code for number in range(32)]
    assert codes[0] == 404
    assert codes[-1] == 429


def test_an_exception_says_on_the_partners_page_that_the_family_did_not_agree(cast, client, linh):
    row = helpers.prepare(helpers.refer(cast.agent, cast.tremblay), cast.agent, linh)
    parts = queries.parts_of(cast.agent)
    sending.make_exception(row, row.version, "danger", "Menace écrite", helpers.shown(row), by=cast.agent, parts=parts,
                           form_key=helpers.new_key())  # fmt: skip
    share = helpers.send(row, cast.agent)
    assert ReferralShare.get_by_id(share.id).exception_id == ConsentException.get().id
    page = words(client.get(helpers.read(client, share)).text)
    assert "sans l’accord de la famille" in page
    assert "Menace" not in page


# ---- the mail


@pytest.fixture
def mailed(cast, linh):
    row = helpers.agree(helpers.prepare(helpers.refer(cast.agent, cast.tremblay), cast.agent, linh), cast.agent, linh)
    share = helpers.send(row, cast.agent, "courriel", "vestiaire@maison.example")
    return row, ReferralShare.get_by_id(share.id)


def test_the_mail_names_nobody_and_brings_the_link(app, mailed):
    mail = OutgoingMail.get(OutgoingMail.kind == "reference")
    assert (mail.address, mail.body, mail.subject) == ("vestiaire@maison.example", "", "")
    with app.test_request_context():
        letter = referral_mail.write(mail)
    said = letter.subject + letter.body
    for hidden in ("Linh", "Nguyen", "Tremblay", "555", "bottes", SECRET):
        assert hidden not in said
    assert f"/r/{helpers.token(mailed[1])}" in letter.body


@pytest.mark.parametrize("end", [withdraw, revoke, refuse, lapse], ids=lambda end: end.__name__)
def test_a_mail_that_waits_does_not_leave_once_its_ground_is_gone(cast, app, mailed, end):
    with app.test_request_context():
        end(cast, mailed)
        assert referral_mail.write(OutgoingMail.get(OutgoingMail.kind == "reference")) is None


def test_the_secret_address_is_stored_nowhere(mailed):
    token = helpers.token(mailed[1])
    stored = [str(value) for row in (mailed[1], OutgoingMail.get()) for value in row.__data__.values()]
    assert not any(token in value for value in stored)
