"""The thread of a request: messages of each kind, said once, kept apart, and what they cost."""

from __future__ import annotations

from datetime import timedelta

import pytest

from schoolapp.agent_requests import verbs
from schoolapp.agent_requests.models import AgentRequest, RequestEntry
from tests.agent_requests.helpers import ask, bring_to, new_key, reread
from tests.cast import MOMENT
from tests.families.file import words


@pytest.fixture
def agent(cast, sign_in):
    return sign_in(cast.agent)


@pytest.fixture
def received(cast):
    return bring_to(ask(cast.prof, cast.haddad, cast.pupils["yasmine"]), "recue", cast.agent)


def url(request: AgentRequest, noun: str = "") -> str:
    return f"/demandes/{request.id}{noun and '/' + noun}"


def test_a_message_of_each_kind(cast, agent, received, sign_in):
    prof = sign_in(cast.prof)
    for browser, act, text in ((agent, "answer", "J’y vais"), (prof, "tell", "Du neuf"), (prof, "thank", "")):
        data = {"act": act, "words": text, "form_key": new_key()}
        assert browser.post(url(received, "fil"), data=data).status_code == 303, act
    page = words(prof.get(url(received)).text)
    assert page.index("J’y vais") < page.index("Du neuf") < page.index("Merci · Camille Roy")
    assert reread(received).state == "en_cours"


def test_the_same_message_sent_twice_is_said_once(cast, agent, received):
    data = {"act": "answer", "words": "Deux clics", "form_key": new_key()}
    for _click in range(2):
        assert agent.post(url(received, "fil"), data=data).status_code == 303
    assert RequestEntry.select().where(RequestEntry.words == "Deux clics").count() == 1


def test_an_empty_message_is_refused_and_a_long_one_kept(cast, agent, received, htmx):
    empty = agent.post(url(received, "fil"), data={"act": "answer", "words": " "}, headers=htmx)
    assert empty.status_code == 422
    assert "Écrivez quelques mots" in empty.text
    long = agent.post(url(received, "fil"), data={"act": "answer", "words": "y" * 4001})
    assert long.status_code == 422
    assert "y" * 4001 in long.text


def test_a_request_added_to_another_has_its_own_thread(cast, agent, sign_in):
    first = bring_to(ask(cast.prof2, cast.tremblay, cast.pupils["noe"]), "recue", cast.agent)
    added = ask(cast.prof, cast.tremblay, cast.pupils["lea"], main_id=first.id)
    data = {"act": "answer", "words": "Pour Camille", "form_key": new_key()}
    assert agent.post(url(added, "fil"), data=data).status_code == 303
    assert "Pour Camille" in words(sign_in(cast.prof).get(url(added)).text)
    assert "Pour Camille" not in words(sign_in(cast.prof2).get(url(first)).text)
    for noun in ("refus", "fermeture", "transfert", "avis", "famille"):
        assert agent.get(url(added, noun)).status_code == 404, noun


def test_news_of_whoever_asked_wait_for_the_agent_and_thanks_do_not(cast, agent, received, frozen):
    frozen.move(hours=1)
    verbs.say(received, "thank", "", by=cast.prof, form_key=new_key())
    assert reread(received).told_at is None
    verbs.say(received, "tell", "Elle est revenue", by=cast.prof, form_key=new_key())
    assert reread(received).told_at == MOMENT + timedelta(hours=1)
    assert "du nouveau, à lire" in words(agent.get("/demandes?vue=miennes").text)


def test_the_page_takes_as_many_statements_however_long_the_thread(cast, received, sign_in, count_queries):
    def statements(who) -> int:
        browser = sign_in(who)
        browser.get(url(received))
        with count_queries() as sent:
            assert browser.get(url(received)).status_code == 200
        return len(sent)

    few = [statements(cast.agent), statements(cast.prof)]
    for number in range(30):
        verbs.say(received, "answer", f"Mot {number}", by=cast.agent, form_key=new_key())
    assert [statements(cast.agent), statements(cast.prof)] == few
    assert max(few) <= 6
