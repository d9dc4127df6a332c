"""« Autour de cette famille »: who is at work, from requests, contacts and follow-ups; and the warning of too many."""

from __future__ import annotations

from datetime import timedelta

import pytest

from schoolapp.accounts.models import School
from schoolapp.agent_requests import verbs
from tests.agent_requests.helpers import ask, bring_to
from tests.cast import MOMENT
from tests.families.file import bring_in, words
from tests.notes.helpers import plan, write

WARNING = "la sollicitent depuis un mois"


@pytest.fixture
def around(cast, sign_in):
    """The box, as a person reads it."""

    def read(who: str, family=None) -> str:
        page = sign_in(getattr(cast, who)).get(f"/familles/{(family or cast.haddad).id}").text
        start = page.index('id="file-around"')
        return words(f"<main>{page[start : page.index('</section>', start)]}</main>")

    return read


def test_each_person_is_named_once_with_all_they_do(cast, around):
    made = bring_to(ask(cast.prof, cast.haddad, cast.pupils["yasmine"]), "recue", cast.agent2)
    verbs.invite(made, made.version, cast.pro, "?", by=cast.agent2)
    write(cast.haddad, cast.prof, happened_at=MOMENT - timedelta(days=3))
    plan(cast.haddad, cast.agent, MOMENT.date(), "Rappeler")
    told = around("agent")
    assert told.count("Camille Roy") == 1
    assert "Camille Roy groupe 302 · dernier contact il y a 3 jours · fait appel à l’agent depuis le 17 nov." in told
    assert "Rosalie Gagnon agent·e principal·e · 1 suivi à faire" in told
    assert "Idriss Cissé s’occupe d’une demande" in told
    assert "Zoé Pelletier avis demandé" in told


def test_many_who_call_on_one_family_are_told_so(cast, around):
    for person in (cast.agent, cast.prof, cast.direction):
        write(cast.haddad, person)
    assert WARNING not in around("agent")
    ask(cast.pro, cast.haddad)
    assert f"4 personnes {WARNING}" in around("agent")
    assert WARNING not in around("prof"), "the request is not theirs to see"


def test_the_number_is_the_schools(cast, around):
    write(cast.haddad, cast.agent)
    write(cast.haddad, cast.prof)
    assert WARNING not in around("agent")
    School.update(call_limit_month=1).execute()
    assert f"2 personnes {WARNING}" in around("agent")


def test_what_is_older_than_a_month_does_not_count(cast, around, frozen):
    School.update(call_limit_month=0).execute()
    write(cast.haddad, cast.agent)
    assert WARNING in around("agent")
    frozen.move(days=31)
    assert WARNING not in around("agent")


def test_a_restricted_note_tells_others_nothing(cast, around):
    write(cast.haddad, cast.direction, visibility="restricted")
    assert "Anne-Marie Dubé" in around("agent")
    assert "Anne-Marie Dubé" not in around("prof")


def test_whoever_lends_an_ear_does_not_count_as_a_caller(cast, around):
    School.update(call_limit_month=2).execute()
    made = bring_to(ask(cast.prof, cast.haddad), "recue", cast.agent)
    verbs.invite(made, made.version, cast.pro, "?", by=cast.agent)
    assert WARNING not in around("agent")


def test_a_teacher_calls_on_the_agent_from_the_file(cast, sign_in):
    bring_in(cast.pro, cast.haddad)
    for who, shown in (("prof", True), ("pro", True), ("agent", False), ("direction", False)):
        page = sign_in(getattr(cast, who)).get(f"/familles/{cast.haddad.id}").text
        assert (f'href="/demandes/nouvelle?famille={cast.haddad.id}"' in page) == shown, who


def test_the_file_takes_six_statements_whatever_the_requests(cast, sign_in, count_queries):
    for _number in range(12):
        made = bring_to(ask(cast.prof, cast.haddad, apart=True), "recue", cast.agent)
        verbs.invite(made, made.version, cast.pro, "?", by=cast.agent)
    for who in ("agent", "prof"):
        browser = sign_in(getattr(cast, who))
        browser.get("/")
        with count_queries() as sent:
            page = browser.get(f"/familles/{cast.haddad.id}")
        assert page.text.count("Demande de Camille Roy") == 12
        assert len(sent) <= 6
