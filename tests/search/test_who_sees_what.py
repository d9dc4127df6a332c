"""Each person finds what their work requires, and nothing else."""

from __future__ import annotations

from datetime import timedelta

import pytest

from schoolapp import clock
from schoolapp.families import models as m
from schoolapp.search import names
from schoolapp.search.asked import Asked
from schoolapp.search.queries import Found, search


@pytest.fixture
def find(cast, context):
    def ask(text: str, user) -> Found:
        user.school = cast.school
        return search(user, Asked.of(text))

    return ask


def everything(found: Found) -> set[str]:
    named = {row.name for kind in (found.families, found.pupils) for row in kind.rows}
    return named | {row.person for row in found.phones.rows} | {row.code for row in found.groups.rows}


ALL = {
    "haddad": {"Haddad", "Yasmine Haddad"},
    "nguyen": {"Tremblay-Nguyen", "Léa Tremblay-Nguyen", "Noé Tremblay-Nguyen"},
    "connor": {"O’Connor", "Liam O’Connor"},
    "5550": {"Linh Nguyen", "Marc Tremblay", "Samira Haddad", "Siobhán O’Connor"},
    "30": {"302"},
    "10": {"101"},
}


@pytest.mark.parametrize("who", ["agent", "agent2", "direction", "secretariat"])
@pytest.mark.parametrize("text", ALL)
def test_agents_the_direction_and_the_secretariat_find_everybody(find, cast, who, text):
    assert everything(find(text, getattr(cast, who))) == ALL[text]


@pytest.mark.parametrize("text", ALL)
def test_a_teacher_finds_the_families_of_their_groups(find, cast, text):
    seen = {
        "connor": set(), "10": set(),
        "5550": {"Linh Nguyen", "Marc Tremblay", "Samira Haddad"},
    }.get(text, ALL[text])  # fmt: skip
    assert everything(find(text, cast.prof)) == seen


def test_a_teacher_is_told_nothing_of_the_families_beyond(find, cast):
    found = find("connor", cast.prof)
    assert found.total == 0
    assert found.beyond.total == 0


@pytest.mark.parametrize("text", ["haddad", "samira", "yasmine", "0101", "30"])
def test_a_professional_finds_the_families_they_were_brought_to(find, cast, text):
    assert not everything(find(text, cast.pro))
    m.CircleMember.create(
        family=cast.haddad, user=cast.pro, reason="suit Yasmine", added_at=clock.now(), added_by=cast.agent
    )
    assert everything(find(text, cast.pro))
    assert find(text, cast.pro).beyond.total == 0


def test_a_professional_no_longer_in_the_circle_finds_the_family_beyond_it_again(find, cast):
    yesterday = clock.today() - timedelta(days=1)
    m.CircleMember.create(
        family=cast.haddad, user=cast.pro, reason="suit Yasmine", until=yesterday, added_at=clock.now()
    )
    found = find("haddad", cast.pro)
    assert not everything(found)
    assert [row.name for row in found.beyond.rows] == ["Haddad"]


def test_a_professional_with_an_opening_finds_the_family(find, cast):
    until = clock.now() + timedelta(hours=2)
    m.Opening.create(family=cast.haddad, user=cast.pro, reason="urgence", at=clock.now(), until=until)
    found = find("haddad", cast.pro)
    assert [row.name for row in found.families.rows] == ["Haddad"]
    assert found.beyond.total == 0


def test_beyond_the_circle_a_professional_finds_only_the_name_of_a_family(find, cast):
    found = find("haddad", cast.pro)
    assert [tuple(row) for row in found.beyond.rows] == [(cast.haddad.id, "Haddad", "", "")]
    assert not everything(found)
    for hidden in ("samira", "yasmine", "4385550101", "1000003"):
        assert find(hidden, cast.pro).total == 0


def test_beyond_the_circle_three_letters_are_needed(find, cast):
    assert find("ha", cast.pro).total == 0
    assert find("had", cast.pro).beyond.total == 1


@pytest.mark.parametrize("who", ["agent", "prof", "secretariat", "direction"])
def test_nobody_else_has_a_beyond(find, cast, who):
    assert find("haddad", getattr(cast, who)).beyond.total == 0


@pytest.mark.parametrize("who", ["agent", "prof", "pro", "secretariat", "direction"])
@pytest.mark.parametrize("text", ["tremblay", "linh tremblay nguyen", "5550142"])
def test_the_statements_are_few_and_do_not_grow(find, cast, count_queries, who, text):
    find(text, getattr(cast, who))  # which reads the directory of partners, if no test did before
    names.forget()
    with count_queries() as reading:
        find(text, getattr(cast, who))
    assert len(reading) <= 4
    with count_queries() as before:
        find(text, getattr(cast, who))
    for number in range(40):
        name = f"Tremblay {number}"
        family = m.Family.create(name=name, search_key=name.lower(), sort_key=name.lower(), created_at=clock.now())
        m.Household.create(family=family)
    find(text, getattr(cast, who))  # which reads the new names
    with count_queries() as after:
        find(text, getattr(cast, who))
    assert len(after) == len(before)
