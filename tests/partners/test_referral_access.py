"""Who sees a referral, and how much of it: its page, the file, the request, Ma journée, the list."""

from __future__ import annotations

from datetime import timedelta

import pytest

from schoolapp import clock
from schoolapp.accounts.models import School
from schoolapp.agent_requests.models import AgentRequest
from schoolapp.families import file_drawn
from schoolapp.families.models import Opening
from schoolapp.partners import referral_queries as queries
from schoolapp.partners import sending
from schoolapp.partners.models import Consent, ConsentException, Referral
from schoolapp.partners.referral_vocabulary import SENT, STATES, TAKEN_UP, UNDER_WAY, WAITS
from tests.agent_requests.helpers import ask
from tests.families.file import bring_in, words
from tests.partners import referral_helpers as helpers
from tests.partners.referral_helpers import NEED_WORDS, SECRET

SERVICE = "Vestiaire du quartier"


@pytest.fixture
def samira(cast):
    return helpers.guardian("Samira Haddad")


@pytest.fixture
def referral(cast, samira):
    """The Haddad family, of group 302, referred by an agent, with a consent, sent."""
    row, _share = helpers.sent(cast.agent, cast.haddad, samira)
    return row


MATRIX = [
    ("agent", 200, 200), ("agent2", 200, 200), ("direction", 200, 200), ("prof", 403, 403), ("prof2", 403, 403),
    ("pro", 404, 404), ("secretariat", 403, 403), ("repondant", 403, 403),
]  # fmt: skip


@pytest.mark.parametrize(("who", "read", "act"), MATRIX)
def test_a_referral_opens_for_those_who_work_on_the_family(cast, sign_in, referral, who, read, act):
    browser = sign_in(getattr(cast, who))
    page = browser.get(f"/references/{referral.id}")
    assert page.status_code == read
    assert (SECRET in page.text) == (read == 200)
    for noun in ("renseignements", "accord", "exception", "envoi", "refus", "fin", "edition"):
        assert browser.get(f"/references/{referral.id}/{noun}").status_code == act, noun


WRITES = (
    "acceptation",
    "remise",
    "reprise",
    "lecture",
    "fil",
    "accords/1/retrait",
    "envois/1/revocation",
    "refus",
    "envoi",
)


@pytest.mark.parametrize(("who", "status"), [
    ("prof", 403), ("pro", 404), ("secretariat", 403), ("repondant", 403),
])  # fmt: skip
def test_nobody_else_writes_to_it(cast, sign_in, referral, who, status):
    browser, version = sign_in(getattr(cast, who)), referral.version
    for noun in WRITES:
        data = {"version": version, "words": "x", "opened_by": getattr(cast, who).id}
        assert browser.post(f"/references/{referral.id}/{noun}", data=data).status_code == status, noun
    assert helpers.reread(referral).version == version


@pytest.mark.parametrize("how", ["named", "opened"])
def test_a_professional_who_sees_the_family_works_on_its_referrals(cast, sign_in, referral, how):
    if how == "named":
        bring_in(cast.pro, cast.haddad)
    else:
        ends = clock.now() + timedelta(hours=24)
        Opening.create(family=cast.haddad, user=cast.pro, reason="Remplacement", at=clock.now(), until=ends)
    browser = sign_in(cast.pro)
    assert SECRET in browser.get(f"/references/{referral.id}").text
    data = {"version": referral.version, "words": "", "opened_by": cast.pro.id}
    assert browser.post(f"/references/{referral.id}/debut", data=data).status_code == 303
    assert helpers.reread(referral).state == UNDER_WAY
    assert SERVICE in browser.get("/references?vue=ouvertes").text


def test_the_list_of_a_professional_holds_only_the_families_that_they_see(cast, sign_in, referral):
    assert SERVICE not in sign_in(cast.pro).get("/references?vue=ouvertes").text
    assert SERVICE in sign_in(cast.agent2).get("/references?vue=ouvertes").text


def test_only_the_direction_says_that_it_has_seen_an_exception(cast, sign_in, samira, events):
    row = helpers.prepare(helpers.refer(cast.agent, cast.haddad), cast.agent, samira)
    sending.make_exception(row, row.version, "danger", "Menace écrite", helpers.shown(row), by=cast.agent,
                           parts=queries.parts_of(cast.agent), form_key=helpers.new_key())  # fmt: skip
    url = f"/references/{row.id}/exceptions/{ConsentException.get().id}/vue"
    direction = sign_in(cast.direction)
    assert "Transmis sans l’accord d’une famille" in direction.get("/").text
    assert sign_in(cast.agent).post(url).status_code == 403
    assert direction.post(url).status_code == 303
    assert direction.post(url).status_code == 303
    assert ConsentException.get().seen_by_id == cast.direction.id
    assert "Transmis sans l’accord d’une famille" not in direction.get("/").text
    assert len(events("referral.exception_seen")) == 1


def test_what_belongs_to_another_referral_is_not_found(cast, sign_in, referral, samira):
    other, _share = helpers.sent(cast.agent, cast.haddad, samira)
    mine = Consent.get(Consent.referral == referral.id)
    browser = sign_in(cast.agent)
    assert browser.post(f"/references/{other.id}/accords/{mine.id}/retrait").status_code == 404
    assert browser.get(f"/references/{other.id}/envois/{referral.shares.get().id}").status_code == 404
    assert browser.post(f"/references/{other.id}/envois/{referral.shares.get().id}/revocation").status_code == 404
    assert browser.get("/references/2147483648").status_code == 404
    assert browser.get("/references/99999999999999999999").status_code == 404


# ---- the file


@pytest.mark.parametrize(("who", "reason"), [("agent", True), ("direction", True), ("prof", False)])
def test_the_timeline_says_the_service_and_the_state_and_the_reason_to_who_works(cast, sign_in, referral, who, reason):
    page = sign_in(getattr(cast, who)).get(f"/familles/{cast.haddad.id}").text
    assert SERVICE in page
    assert str(STATES[SENT]) in page
    assert (SECRET in page) == reason
    assert (f"/references/{referral.id}" in page) == reason
    assert NEED_WORDS not in page


@pytest.mark.parametrize("state", STATES)
def test_a_partner_at_work_is_around_the_family(cast, sign_in, samira, state):
    helpers.bring_to(state, cast.agent, cast.haddad, samira)
    page = words(sign_in(cast.prof).get(f"/familles/{cast.haddad.id}").text)
    around = page.partition("Autour de cette famille")[2].partition("Qui a accès")[0]
    assert ("Maison du quartier" in around) == (state in (SENT, TAKEN_UP, UNDER_WAY))


@pytest.mark.parametrize(("who", "offered"), [("agent", True), ("direction", True), ("prof", False)])
def test_one_refers_from_the_file(cast, sign_in, who, offered):
    page = sign_in(getattr(cast, who)).get(f"/familles/{cast.haddad.id}").text
    assert ("Référer à un partenaire" in page) == offered


def test_the_file_takes_no_more_statements_for_its_referrals(cast, sign_in, samira, count_queries):
    browser = sign_in(cast.agent)
    file_drawn.forget()
    with count_queries() as few:
        browser.get(f"/familles/{cast.haddad.id}")
    for state in (SENT, TAKEN_UP, UNDER_WAY):
        helpers.bring_to(state, cast.agent, cast.haddad, samira)
    with count_queries() as many:
        browser.get(f"/familles/{cast.haddad.id}")
    assert len(many) == len(few) <= 6


# ---- a request


@pytest.fixture
def request_(cast):
    return ask(cast.prof, cast.haddad, cast.pupils["yasmine"])


def test_one_refers_from_a_request_and_reads_there_what_came_of_it(cast, sign_in, request_):
    to, browser = helpers.service(), sign_in(cast.agent)
    page = browser.get(f"/demandes/{request_.id}").text
    assert f"/familles/{cast.haddad.id}/references/nouvelle?demande={request_.id}" in page
    data = {"service": to.id, "demande": request_.id, "reason": SECRET, "steps_by": "famille",
            "opened_by": cast.agent.id, "form_key": helpers.new_key()}  # fmt: skip
    assert browser.post(f"/familles/{cast.haddad.id}/references/nouvelle", data=data).status_code == 303
    assert Referral.get().request_id == request_.id
    assert SERVICE in browser.get(f"/demandes/{request_.id}").text
    assert SERVICE not in sign_in(cast.prof).get(f"/demandes/{request_.id}").text


def test_a_request_of_another_family_is_no_ground_to_refer(cast, sign_in, request_):
    url = f"/familles/{cast.tremblay.id}/references/nouvelle"
    asked = {"service": helpers.service().id, "demande": request_.id}
    assert sign_in(cast.agent).get(url, query_string=asked).status_code == 404


def test_a_request_without_a_family_offers_no_partner(cast, sign_in):
    AgentRequest.update(family=None).execute()
    made = ask(cast.prof)
    assert "Référer à un partenaire" not in sign_in(cast.agent).get(f"/demandes/{made.id}").text


def test_an_archived_service_receives_no_family(cast, sign_in):
    old = helpers.service(state="archive")
    url = f"/familles/{cast.haddad.id}/references/nouvelle"
    assert sign_in(cast.agent).get(url, query_string={"service": old.id}).status_code == 404
    assert SERVICE not in sign_in(cast.agent).get(url).text


# ---- Ma journée


def on_day(browser) -> str:
    return words(browser.get("/").text)


def test_a_referral_comes_up_when_no_news_come(cast, sign_in, referral, frozen):
    assert "Références à reprendre" not in on_day(sign_in(cast.agent))
    frozen.move(days=10)
    assert "sans nouvelles, à relancer" in on_day(sign_in(cast.agent))
    assert "Références à reprendre" not in on_day(sign_in(cast.agent2))
    assert "Références à reprendre" not in on_day(sign_in(cast.direction))
    frozen.move(days=7)
    assert "Références à reprendre" in on_day(sign_in(cast.direction))


def test_the_school_says_after_how_many_days(cast, sign_in, samira, frozen):
    School.update(referral_sent_days=3, referral_direction_days=2).execute()
    helpers.sent(cast.agent, cast.haddad, samira)
    frozen.move(days=2)
    assert "Références à reprendre" not in on_day(sign_in(cast.agent))
    frozen.move(days=1)
    assert "sans nouvelles, à relancer" in on_day(sign_in(cast.agent))
    frozen.move(days=1)
    assert "Références à reprendre" not in on_day(sign_in(cast.direction))
    frozen.move(days=1)
    assert "En retard depuis plus de 2 jours" in on_day(sign_in(cast.direction))


def test_each_state_has_its_own_wait(cast, samira, frozen):
    days = {state: number for number, state in enumerate(WAITS, 5)}
    School.update(**{WAITS[state]: number for state, number in days.items()}).execute()
    for state, number in days.items():
        row = helpers.bring_to(state, cast.agent, cast.haddad, samira)
        assert row.remind_on == clock.today() + timedelta(days=number), state


def test_asking_for_news_puts_it_off_until_the_day_one_says(cast, sign_in, referral, frozen):
    frozen.move(days=12)
    helpers.do("ask", referral, cast.agent, remind_on=clock.today() + timedelta(days=4))
    assert "Références à reprendre" not in on_day(sign_in(cast.agent))
    frozen.move(days=4)
    assert "Références à reprendre" in on_day(sign_in(cast.agent))


def test_an_answer_of_the_partner_comes_up_until_it_is_read(cast, sign_in, client, referral):
    share = referral.shares.get()
    data = {"act": "tell", "words": "Venez mardi", "name": "Aïcha", "form_key": helpers.signed_key()}
    client.post(f"/r/{helpers.token(share)}", data=data)
    browser = sign_in(cast.agent)
    assert "le partenaire a répondu" in on_day(browser)
    row = helpers.reread(referral)
    assert "Venez mardi" in browser.get(f"/references/{row.id}").text
    data = {"version": row.version, "opened_by": cast.agent.id}
    assert browser.post(f"/references/{row.id}/lecture", data=data).status_code == 303
    assert "Références à reprendre" not in on_day(browser)


def test_what_the_partner_ended_waits_for_its_effect(cast, sign_in, client, referral):
    data = {"act": "finish", "words": "", "name": "Aïcha", "form_key": helpers.signed_key()}
    client.post(f"/r/{helpers.token(referral.shares.get())}", data=data)
    helpers.do("read", referral, cast.agent)
    assert "effet à noter" in on_day(sign_in(cast.agent))
    helpers.do("effect", referral, cast.agent, effect="same")
    assert "Références à reprendre" not in on_day(sign_in(cast.agent))
