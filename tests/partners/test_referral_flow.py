"""The life of a referral through its pages: refer, prepare, agree, send, effect; each act refused where it must be."""

from __future__ import annotations

from datetime import timedelta

import pytest

from schoolapp import clock
from schoolapp.partners.models import Consent, Referral, ReferralShare
from schoolapp.partners.referral_rules import RULES
from schoolapp.partners.referral_vocabulary import FAMILY_REFUSED, SENT, STATES
from tests.families.file import words
from tests.partners import referral_helpers as helpers
from tests.partners.referral_helpers import NEED_WORDS, SECRET


@pytest.fixture
def linh(cast):
    return helpers.guardian("Linh Nguyen")


@pytest.fixture
def vestiaire(cast):
    return helpers.service()


def form_of(page: str, name: str) -> str:
    """The value of a hidden field."""
    marked = page.partition(f'name="{name}"')[2]
    before = page.partition(f'name="{name}"')[0].rpartition("<")[2]
    text = before + marked.partition(">")[0]
    return text.partition('value="')[2].partition('"')[0]


def post(browser, url: str, **data):
    """Fill in the form of a page and send it."""
    page = browser.get(url).text
    kept = {
        name: form_of(page, name) for name in ("version", "form_key", "opened_by", "shown") if f'name="{name}"' in page
    }
    return browser.post(url, data=kept | data)


def test_a_referral_goes_from_the_file_to_its_effect(cast, sign_in, app, vestiaire, linh, events):
    browser = sign_in(cast.agent)
    new = f"/familles/{cast.tremblay.id}/references/nouvelle"
    assert "Vestiaire du quartier" in browser.get(new, query_string={"q": "VESTIAIRE"}).text
    made = browser.post(new, data={"service": vestiaire.id, "reason": SECRET, "steps_by": "agent",
                                   "opened_by": cast.agent.id, "form_key": "the-form-of-a-referral"})  # fmt: skip
    assert made.status_code == 303
    here = made.location
    referral = Referral.get()
    assert here == f"/references/{referral.id}"
    told = {"contact": linh.id, "information": ["nom", "joindre", "besoin"], "need": NEED_WORDS}
    assert post(browser, f"{here}/renseignements", **told).status_code == 303
    assert "Rien ne peut partir" in browser.get(here).text
    today = clock.today()
    said = {"who": linh.id, "means": "paroles", "given_on": today, "until": today + timedelta(days=90),
            "codes": ["nom", "joindre", "besoin"]}  # fmt: skip
    assert post(browser, f"{here}/accord", **said).status_code == 303
    assert "L’accord couvre ces mots" in browser.get(here).text
    sending = words(browser.get(f"{here}/envoi").text)
    assert all(text in sending for text in ("Linh Nguyen", "514 555-0142", NEED_WORDS))
    assert SECRET not in sending
    assert post(browser, f"{here}/envoi", means="lien", days=30).status_code == 303
    referral = helpers.reread(referral)
    assert referral.state == SENT
    assert post(browser, f"{here}/debut", words="").status_code == 303
    assert post(browser, f"{here}/fin", effect="better", words="Les enfants ont leurs bottes").status_code == 303
    referral = helpers.reread(referral)
    assert (referral.state, referral.effect) == ("terminee", "better")
    recorded = [event.action for event in events() if event.action.startswith("referral.") and event.subject_id]
    for action in ("created", "prepared", "consented", "sent", "started", "completed"):
        assert f"referral.{action}" in recorded


NOUNS = {
    "renseignements": "prepare", "accord": "consent", "exception": "except", "envoi": "send", "refus": "refuse",
    "retour": "come_back", "prise-en-charge": "take_up", "debut": "start", "refus-du-partenaire": "decline",
    "fin": "close", "effet": "effect", "sans-nouvelles": "no_news", "relance": "ask", "reouverture": "reopen",
    "edition": "change",
}  # fmt: skip


@pytest.mark.parametrize("state", STATES)
def test_each_page_opens_where_its_act_may_be_done_and_says_why_elsewhere(cast, sign_in, linh, state):
    row = helpers.bring_to(state, cast.agent, cast.tremblay, linh)
    browser = sign_in(cast.agent)
    assert browser.get(f"/references/{row.id}").status_code == 200
    for noun, act in NOUNS.items():
        wanted = 200 if state in RULES[act].states else 409
        assert browser.get(f"/references/{row.id}/{noun}").status_code == wanted, (state, noun)


@pytest.mark.parametrize(("noun", "field"), [
    ("renseignements", "information"), ("accord", "who"), ("exception", "ground"), ("envoi", "means"),
    ("refus-du-partenaire", "words"), ("fin", "effect"), ("relance", "when"), ("edition", "reason"),
])  # fmt: skip
def test_a_form_left_empty_comes_back_with_its_errors(cast, sign_in, linh, noun, field):
    row, _share = helpers.sent(cast.agent, cast.tremblay, linh)
    browser = sign_in(cast.agent)
    data = {"version": row.version, "opened_by": cast.agent.id, "means": "par-pigeon", "need": ""}
    answer = browser.post(f"/references/{row.id}/{noun}", data=data)
    assert answer.status_code == 422
    assert 'class="error"' in answer.text


@pytest.mark.parametrize("noun", NOUNS)
def test_a_page_seen_before_somebody_else_changed_it_does_nothing(cast, sign_in, linh, noun):
    row, _share = helpers.sent(cast.agent, cast.tremblay, linh)
    helpers.do("ask", row, cast.agent2)
    data = {
        "version": row.version, "opened_by": cast.agent.id, "words": "Mots gardés", "reason": "Mots gardés",
        "steps_by": "agent", "effect": "same", "when": clock.today() + timedelta(days=3), "need": NEED_WORDS,
        "information": ["besoin"], "codes": ["besoin"], "contact": 0, "who": linh.id, "means": "lien", "days": 20,
        "given_on": clock.today(), "until": clock.today() + timedelta(days=5), "ground": "danger",
        "shown": helpers.shown(row),
    }  # fmt: skip
    if noun == "accord":
        data["means"] = "paroles"
    answer = sign_in(cast.agent).post(f"/references/{row.id}/{noun}", data=data)
    assert answer.status_code == 409
    assert "a changé entre-temps" in answer.text
    assert helpers.reread(row).version == row.version + 1


def test_a_family_that_says_no_takes_back_all_it_had_agreed_to(cast, sign_in, linh):
    row, share = helpers.sent(cast.agent, cast.tremblay, linh)
    browser = sign_in(cast.agent)
    assert post(browser, f"/references/{row.id}/refus", words="Pas maintenant").status_code == 303
    assert helpers.reread(row).state == FAMILY_REFUSED
    assert helpers.reread(row).remind_on is None
    assert Consent.get().withdrawn_at is not None
    assert ReferralShare.get_by_id(share.id).revoked_at is not None
    page = browser.get(f"/references/{row.id}").text
    assert "La famille a dit non, et c’est respecté" in page
    assert "Transmettre au partenaire" not in page


def test_the_file_says_when_the_family_refused_this_service_before(cast, sign_in, linh, vestiaire):
    row = helpers.refer(cast.agent, cast.tremblay, vestiaire)
    browser = sign_in(cast.agent)
    post(browser, f"/references/{row.id}/refus", words="")
    url = f"/familles/{cast.tremblay.id}/references/nouvelle"
    page = browser.get(url, query_string={"service": vestiaire.id}).text
    assert "La famille a déjà refusé ce service" in page


def test_a_consent_needs_who_how_when_what_and_until(cast, sign_in, linh):
    row = helpers.prepare(helpers.refer(cast.agent, cast.tremblay), cast.agent, linh)
    browser = sign_in(cast.agent)
    today = clock.today()
    good = {
        "who": linh.id,
        "means": "ecrit",
        "given_on": today,
        "until": today + timedelta(days=30),
        "codes": ["besoin"],
    }
    bad = [
        {"who": ""}, {"who": 0}, {"who": 999999}, {"means": ""}, {"given_on": today + timedelta(days=1)},
        {"given_on": ""}, {"given_on": today - timedelta(days=400)}, {"until": today - timedelta(days=1)},
        {"until": today + timedelta(days=900)}, {"until": ""}, {"codes": []}, {"codes": ["enfants"]},
    ]  # fmt: skip
    for change in bad:
        assert post(browser, f"/references/{row.id}/accord", **good | change).status_code == 422, change
    assert Consent.select().count() == 0
    assert post(browser, f"/references/{row.id}/accord", **good).status_code == 303
    kept = Consent.get()
    assert (kept.person, kept.means, kept.texts) == ("Linh Nguyen", "ecrit", {"besoin": NEED_WORDS})
    assert helpers.reread(row).state == "acceptee"


def test_withdrawing_a_consent_closes_the_links_it_opened(cast, sign_in, linh, events):
    row, share = helpers.sent(cast.agent, cast.tremblay, linh)
    browser = sign_in(cast.agent)
    url = f"/references/{row.id}/accords/{Consent.get().id}/retrait"
    assert browser.post(url).status_code == 303
    assert browser.post(url).status_code == 303
    assert ReferralShare.get_by_id(share.id).revoked_at is not None
    assert len(events("referral.consent_withdrawn")) == 1


def test_htmx_gets_the_form_then_is_sent_to_the_referral(cast, sign_in, linh, htmx):
    row = helpers.refer(cast.agent, cast.tremblay)
    browser = sign_in(cast.agent)
    page = browser.get(f"/references/{row.id}/refus", headers=htmx)
    assert page.text.lstrip().startswith('<div id="act">')
    data = {"version": row.version, "opened_by": cast.agent.id, "words": ""}
    answer = browser.post(f"/references/{row.id}/refus", data=data, headers=htmx)
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (204, f"/references/{row.id}")


def test_a_referrals_page_takes_as_many_statements_whatever_it_holds(cast, sign_in, linh, count_queries):
    row = helpers.refer(cast.agent, cast.tremblay)
    browser = sign_in(cast.agent)
    browser.get(f"/references/{row.id}")
    with count_queries() as few:
        browser.get(f"/references/{row.id}")
    row = helpers.prepare(row, cast.agent, linh)
    for _number in range(4):
        row = helpers.agree(row, cast.agent, linh)
        helpers.send(row, cast.agent)
        helpers.do("ask", row, cast.agent)
    with count_queries() as many:
        browser.get(f"/references/{row.id}")
    assert len(many) == len(few) <= 6
