"""Requests to the agent among the results: by the child, the family, the words, who asked; to whom it concerns only."""

from __future__ import annotations

import pytest

from schoolapp.agent_requests import verbs
from schoolapp.search.asked import Asked
from schoolapp.search.queries import search
from tests.agent_requests.helpers import ask, bring_to


@pytest.fixture
def find(cast, context):
    def ids(text: str, who: str) -> list[int]:
        user = getattr(cast, who)
        user.school = cast.school
        return [row.id for row in search(user, Asked.of(text)).requests.rows]

    return ids


@pytest.mark.parametrize("text", ["yasmine", "HADDAD", "haddad yasmine", "camille"])
def test_found_by_the_child_the_family_or_who_asked(cast, find, text):
    made = ask(cast.prof, cast.haddad, cast.pupils["yasmine"])
    ask(cast.prof2, cast.oconnor, cast.pupils["liam"])
    for who in ("agent", "agent2", "direction", "prof"):
        assert find(text, who) == [made.id], who
    for who in ("prof2", "pro", "secretariat"):
        assert find(text, who) == [], who


def test_a_colleague_who_is_asked_finds_it_until_released(cast, find):
    made = bring_to(ask(cast.prof, cast.haddad, cast.pupils["yasmine"]), "recue", cast.agent)
    verbs.invite(made, made.version, cast.pro, "?", by=cast.agent)
    assert find("yasmine", "pro") == [made.id]
    verbs.close(made, made.version, "better", "Fini", by=cast.agent)
    assert find("yasmine", "pro") == []


def test_words_find_it_and_the_family_found_for_them_only_for_the_agents(cast, find):
    made = ask(cast.prof, about="Un garçon à la grille")
    verbs.link(made, made.version, cast.oconnor, by=cast.agent)
    assert find("garcon grille", "prof") == [made.id]
    assert find("connor", "agent") == [made.id]
    assert find("connor", "prof") == []


def test_open_ones_come_first(cast, find, frozen):
    first = ask(cast.prof, cast.haddad, cast.pupils["yasmine"])
    frozen.move(days=1)
    closed = bring_to(ask(cast.prof, cast.haddad, cast.pupils["yasmine"], apart=True), "refusee", cast.agent)
    assert find("yasmine", "agent") == [first.id, closed.id]


def test_the_page_leads_to_it(cast, sign_in, htmx):
    made = ask(cast.prof, cast.haddad, cast.pupils["yasmine"])
    for headers in ({}, htmx):
        page = sign_in(cast.prof).get("/chercher?q=yasmine", headers=headers).text
        assert "Demandes à l’agent" in page
        assert f'href="/demandes/{made.id}"' in page
