"""The list: mine, to receive, in progress, closed; by urgency, group and age; counts, saved filters, print."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from schoolapp.accounts.absences import Absence
from schoolapp.agent_requests import verbs
from schoolapp.families.models import SavedFilter
from tests.agent_requests.helpers import ask, bring_to, new_key
from tests.families.file import words


def labels(page: str) -> list[str]:
    """The requests of the list, in order."""
    return [re.sub(r"<[^>]+>", "", found) for found in re.findall(r'<th scope="row".*?<bdi>(.*?)</bdi>', page, re.S)]


def count_of(page: str, view: str) -> int:
    found = re.search(rf"{view} <span class=\"num\">(\d+)</span>", page)
    return int(found[1])


@pytest.fixture
def agent(cast, sign_in):
    return sign_in(cast.agent)


@pytest.fixture
def several(cast, frozen):
    """One request in each state, the oldest first, each about somebody else."""
    about = {"nouvelle": "Une", "recue": "Deux", "en_cours": "Trois", "fermee": "Quatre", "refusee": "Cinq"}
    made = {}
    for state, name in about.items():
        frozen.move(minutes=1)
        made[state] = bring_to(ask(cast.prof, about=name), state, cast.agent)
    return made


def test_each_view_holds_its_states_and_says_how_many(cast, agent, several):
    assert labels(agent.get("/demandes?vue=a_recevoir").text) == ["Une"]
    assert labels(agent.get("/demandes?vue=en_cours").text) == ["Deux", "Trois"]
    page = agent.get("/demandes?vue=fermees").text
    assert labels(page) == ["Cinq", "Quatre"], "the latest first"
    counts = [count_of(page, view) for view in ("Les miennes", "À recevoir", "En cours", "Fermées")]
    assert counts == [2, 1, 2, 2]


def test_mine_are_those_an_agent_holds_and_all_that_others_asked(cast, agent, several, sign_in):
    assert labels(agent.get("/demandes").text) == ["Deux", "Trois"]
    assert labels(sign_in(cast.agent2).get("/demandes").text) == []
    assert labels(sign_in(cast.prof).get("/demandes").text) == ["Une", "Deux", "Trois", "Quatre", "Cinq"]
    assert labels(sign_in(cast.prof2).get("/demandes").text) == []


def test_the_direction_begins_with_what_nobody_has(cast, several, sign_in):
    assert labels(sign_in(cast.direction).get("/demandes").text) == ["Une"]


def test_by_urgency_by_group_and_by_age(cast, agent, frozen):
    ask(cast.prof, cast.haddad, cast.pupils["yasmine"], urgency="possible")
    frozen.move(minutes=1)
    ask(cast.prof2, cast.oconnor, cast.pupils["liam"], urgency="mois")
    frozen.move(minutes=1)
    ask(cast.prof, about="Sans groupe", urgency="semaine")
    yasmine, liam, nobody = "Yasmine Haddad (302)", "Liam O’Connor (101)", "Sans groupe"
    for order, found in (
        ("", [nobody, liam, yasmine]),
        ("urgence", [nobody, liam, yasmine]),
        ("groupe", [liam, yasmine, nobody]),
        ("anciennete", [yasmine, liam, nobody]),
        ("n’importe quoi", [nobody, liam, yasmine]),
    ):
        assert labels(agent.get("/demandes", query_string={"vue": "a_recevoir", "tri": order}).text) == found, order
    assert labels(agent.get("/demandes?vue=a_recevoir&groupe=101").text) == [liam]
    assert labels(agent.get("/demandes?vue=a_recevoir&urgence=semaine").text) == [nobody]
    assert "Aucune demande avec ces filtres" in agent.get("/demandes?vue=a_recevoir&groupe=999").text


def test_those_of_one_agent(cast, agent, several):
    verbs.hand_over(several["recue"], several["recue"].version, cast.agent2, "", by=cast.agent)
    assert labels(agent.get(f"/demandes?vue=en_cours&agent={cast.agent2.id}").text) == ["Deux"]


def test_those_that_wait_for_too_long(cast, sign_in, frozen):
    ask(cast.prof, about="Ancienne")
    frozen.move(days=7)
    ask(cast.prof, about="Récente")
    assert labels(sign_in(cast.agent).get("/demandes?vue=a_recevoir&attente=1").text) == ["Ancienne"]


def test_what_was_added_is_within_the_first_one_for_the_agent(cast, agent, sign_in):
    first = ask(cast.prof2, cast.tremblay, cast.pupils["noe"])
    ask(cast.prof, cast.tremblay, cast.pupils["lea"], main_id=first.id)
    page = agent.get("/demandes?vue=a_recevoir").text
    assert labels(page) == ["Noé Tremblay-Nguyen (101)"]
    assert "+ 1 demande ajoutée" in words(page)
    assert labels(sign_in(cast.prof).get("/demandes").text) == ["Léa Tremblay-Nguyen (302)"]


def test_a_filter_is_kept_under_a_name_found_again_and_forgotten(cast, agent, events, sign_in):
    data = {"name": "Mes urgences", "filtres": "vue=miennes&urgence=semaine&intrus=1"}
    kept = agent.post("/demandes/filtres", data=data)
    assert (kept.status_code, kept.location) == (303, "/demandes?vue=miennes&urgence=semaine")
    assert "Mes urgences" in agent.get("/demandes").text
    assert "Mes urgences" not in sign_in(cast.agent2).get("/demandes").text
    assert 'action="/familles/filtres/' not in agent.get("/familles").text, "each list has its own filters"
    one = SavedFilter.get()
    assert one.page == "requests"
    assert agent.post(f"/familles/filtres/{one.id}/retrait").status_code == 404
    assert sign_in(cast.agent2).post(f"/demandes/filtres/{one.id}/retrait").status_code == 404
    assert agent.post(f"/demandes/filtres/{one.id}/retrait").status_code == 303
    assert [event.action for event in events() if event.action.startswith("filter")] == [
        "filter.saved", "filter.removed",
    ]  # fmt: skip


def test_a_filter_without_a_name_is_refused(cast, agent):
    answer = agent.post("/demandes/filtres", data={"name": " ", "filtres": "vue=fermees"})
    assert answer.status_code == 422
    assert "nécessaire" in answer.text


@pytest.mark.parametrize("query", [
    "vue=x", "agent=99999999999", "agent=-1", "page=9999", "page=x", "groupe=%00", "attente=2", "tri=%F0%9F%99%82",
])  # fmt: skip
def test_hostile_addresses_are_harmless(cast, agent, several, query):
    assert agent.get(f"/demandes?{query}").status_code == 200


def test_a_long_list_comes_by_pages(cast, agent):
    for number in range(45):
        ask(cast.prof, about=f"Demande {number:02}")
    first = agent.get("/demandes?vue=a_recevoir&tri=anciennete").text
    assert len(labels(first)) == 40
    assert "45 demandes" in words(first)
    assert len(labels(agent.get("/demandes?vue=a_recevoir&tri=anciennete&page=2").text)) == 5


def test_the_list_prints(cast, agent, several):
    page = agent.get("/demandes?vue=en_cours").text
    assert "data-print" in page
    assert '<h2 class="print-only">En cours</h2>' in page


def test_looking_at_the_list_is_a_reading_kept_once_in_five_minutes(cast, agent, events, frozen):
    agent.get("/demandes")
    agent.get("/demandes?vue=fermees")
    assert len(events("request.listed")) == 1
    frozen.move(minutes=6)
    agent.get("/demandes")
    assert len(events("request.listed")) == 2


@pytest.mark.parametrize("who", ["agent", "prof", "direction"])
def test_the_list_takes_as_many_statements_for_40_requests_as_for_1(cast, sign_in, count_queries, who):
    def statements() -> int:
        browser = sign_in(getattr(cast, who))
        browser.get("/demandes")
        with count_queries() as sent:
            browser.get("/demandes?vue=a_recevoir")
        return len(sent)

    ask(cast.prof, cast.haddad, cast.pupils["yasmine"])
    few = statements()
    for _number in range(39):
        made = ask(cast.prof, cast.haddad, cast.pupils["yasmine"], apart=True)
        verbs.say(made, "tell", "x", by=cast.prof, form_key=new_key())
    assert statements() == few <= 6


def test_somebody_away_is_said(cast, agent, several):
    today = several["recue"].asked_at.date()
    away = {"starts_on": today, "ends_on": today + timedelta(days=2), "created_at": several["recue"].asked_at}
    Absence.create(user=cast.agent, **away)
    assert "en absence" in words(agent.get("/demandes?vue=en_cours").text)
