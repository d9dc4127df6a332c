"""Calling on the agent: whom one may name, what is asked, what is kept, and no twin unknowingly."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from schoolapp import clock
from schoolapp.agent_requests.models import AgentRequest, RequestEntry
from schoolapp.families.models import Family, Group, GroupTeacher, Household, HouseholdPupil, Pupil, SchoolYear
from tests.agent_requests.helpers import SEEN, typed
from tests.families.file import bring_in, words

NEW = "/demandes/nouvelle"


@pytest.fixture
def prof(cast, sign_in):
    return sign_in(cast.prof)


# ---- whom


def test_a_teacher_finds_their_own_pupils_with_brothers_and_sisters(cast, prof):
    page = words(prof.get(NEW).text)
    assert page.index("Mes élèves") < page.index("Léa Tremblay-Nguyen") < page.index("Autres élèves")
    assert "Léa Tremblay-Nguyen 302" in page
    assert "Yasmine Haddad 302" in page
    Family.update(pupils_line=[["Léa", "302"], ["Noé", "101"]]).where(Family.id == cast.tremblay.id).execute()
    assert "Léa Tremblay-Nguyen 302 avec Noé (101)" in words(prof.get(NEW).text)


def test_a_teacher_never_finds_the_pupils_of_another_class(cast, prof):
    page = prof.get(NEW).text
    assert "Liam" not in page
    assert "Liam" not in prof.get(NEW, query_string={"q": "liam"}).text
    liam = cast.pupils["liam"]
    assert prof.get(NEW, query_string={"eleve": liam.id}).status_code == 404
    assert prof.post("/demandes", data=typed(pupil=liam.id)).status_code == 404
    assert prof.post("/demandes", data=typed(family=cast.oconnor.id)).status_code == 404
    assert AgentRequest.select().count() == 0


def test_the_search_finds_as_one_types_by_child_or_family_whatever_the_accents(cast, prof, htmx):
    fragment = prof.get(NEW, query_string={"q": "lea"}, headers=htmx).text
    assert "Léa" in fragment
    assert "Yasmine" not in fragment
    assert "<html" not in fragment
    assert "Yasmine" in prof.get(NEW, query_string={"q": "HADDAD"}, headers=htmx).text
    assert "Aucun de vos élèves" in prof.get(NEW, query_string={"q": "zzz"}, headers=htmx).text


@pytest.mark.parametrize(("who", "found", "hidden"), [
    ("pro", "", "Yasmine"), ("agent", "Liam", ""), ("direction", "Liam", ""), ("secretariat", "Liam", ""),
])  # fmt: skip
def test_others_find_those_whose_families_they_may_reach(cast, sign_in, who, found, hidden):
    page = sign_in(getattr(cast, who)).get(NEW).text
    assert found in page
    assert not hidden or hidden not in page


def test_somebody_of_the_circle_finds_the_child(cast, sign_in):
    bring_in(cast.pro, cast.haddad)
    page = words(sign_in(cast.pro).get(NEW).text)
    assert "Yasmine Haddad" in page
    assert "Léa" not in page


def test_the_liaison_calls_on_nobody(cast, sign_in):
    browser = sign_in(cast.repondant)
    assert browser.get(NEW).status_code == 403
    assert browser.post("/demandes", data=typed()).status_code == 403
    assert browser.get("/demandes").status_code == 403


@pytest.mark.parametrize("query", [
    "eleve=0", "eleve=2147483648", "eleve=x", "famille=99999999999999999999", "eleve=-1", "eleve=999",
])  # fmt: skip
def test_an_address_that_names_nobody_is_a_page_that_does_not_exist(cast, prof, query):
    assert prof.get(f"{NEW}?{query}").status_code == 404


def test_a_pupil_without_a_family_may_be_named(cast, prof):
    alone = Pupil.create(first_name="Ana", last_name="Sol", group=cast.group_302, sort_key="sol", search_key="ana sol")
    assert "Ana Sol" in prof.get(NEW).text
    assert prof.post("/demandes", data=typed(pupil=alone.id)).status_code == 303
    made = AgentRequest.get()
    assert (made.pupil_id, made.family_id) == (alone.id, None)


# ---- what


def test_a_request_is_made_with_all_its_fields(cast, prof, events):
    answer = prof.post("/demandes", data=typed(pupil=cast.pupils["yasmine"].id))
    made = AgentRequest.get()
    assert (answer.status_code, answer.location) == (303, f"/demandes/{made.id}")
    assert (made.family_id, made.pupil_id, made.requester_id) == (
        cast.haddad.id,
        cast.pupils["yasmine"].id,
        cast.prof.id,
    )
    assert (made.observed, made.tried, made.tried_words) == (SEEN, ["appel", "mot"], "Deux textos")
    assert (made.parent_knows, made.parent_words) == ("oui", "Soulagée qu’on l’aide")
    assert (made.help, made.urgency, made.talk_when) == (["famille", "rencontre"], "semaine", "mardi à la récréation")
    assert (made.state, made.agent_id, made.asked_at) == ("nouvelle", None, clock.now())
    [event] = events("request.created")
    assert (event.actor_id, event.family_id, event.subject_id) == (cast.prof.id, cast.haddad.id, made.id)
    assert SEEN not in str(event.detail)
    [entry] = list(RequestEntry.select())
    assert (entry.act, entry.by_id, entry.after) == ("ask", cast.prof.id, "nouvelle")


def test_the_same_form_sent_twice_makes_one_request(cast, prof):
    for _click in range(2):
        answer = prof.post("/demandes", data=typed(pupil=cast.pupils["yasmine"].id))
        assert answer.location == f"/demandes/{AgentRequest.get().id}"
    assert AgentRequest.select().count() == 1


def test_one_may_not_know_the_family_yet_and_say_so_in_words(cast, prof, htmx):
    page = prof.get(f"{NEW}?sans=1").text
    assert "De qui s’agit-il" in page
    refused = prof.post("/demandes", data=typed(about=" "), headers=htmx)
    assert refused.status_code == 422
    assert "même sans nom" in refused.text
    assert SEEN in refused.text
    made = prof.post("/demandes", data=typed(about="Une nouvelle de maternelle"), headers=htmx)
    assert (made.status_code, made.headers["HX-Redirect"]) == (204, f"/demandes/{AgentRequest.get().id}")
    assert (AgentRequest.get().about, AgentRequest.get().about_key) == (
        "Une nouvelle de maternelle", "une nouvelle de maternelle",
    )  # fmt: skip


@pytest.mark.parametrize(("changes", "said"), [
    ({"observed": ""}, "Décrivez ce que vous voyez"),
    ({"observed": "x" * 4001}, "Au plus"),
    ({"help": None}, "au moins une aide"),
    ({"help": "argent"}, "Choisissez une valeur"),
    ({"urgency": None}, "Dites pour quand"),
    ({"urgency": "hier"}, "Dites pour quand"),
    ({"parent_knows": None}, "par oui ou par non"),
    ({"tried": "magie"}, "Choisissez une valeur"),
    ({"talk_when": "x" * 301}, "Au plus 300"),
    ({"tried_words": "x" * 2001}, "Au plus 2000"),
])  # fmt: skip
def test_a_refused_form_says_why_and_keeps_what_was_typed(cast, prof, htmx, changes, said):
    for headers in ({}, htmx):
        data = typed(pupil=cast.pupils["yasmine"].id, **changes)
        answer = prof.post("/demandes", data=data, headers=headers)
        assert answer.status_code == 422
        assert said in answer.text
        assert "Soulagée qu’on l’aide" in answer.text
    assert AgentRequest.select().count() == 0


def test_nul_characters_and_any_script_pass(cast, prof):
    prof.post("/demandes", data=typed(pupil=cast.pupils["yasmine"].id, observed="لا\x00 يجيب 🙂"))
    assert AgentRequest.get().observed == "لا يجيب 🙂"


def test_a_page_opened_by_somebody_else_is_not_sent_in_my_name(cast, prof):
    answer = prof.post("/demandes", data=typed(pupil=cast.pupils["yasmine"].id, opened_by=cast.prof2.id))
    assert answer.status_code == 422
    assert "ouverte par une autre personne" in answer.text


def test_a_child_of_two_families_asks_which_one(cast, prof):
    home = Household.get(Household.family == cast.haddad)
    HouseholdPupil.create(household=home, pupil=cast.pupils["lea"])
    page = prof.get(NEW, query_string={"eleve": cast.pupils["lea"].id}).text
    assert "Pour quel foyer" in page
    data = typed(pupil=cast.pupils["lea"].id)
    assert "dites laquelle" in words(prof.post("/demandes", data=data).text)
    assert prof.post("/demandes", data=data | {"family_id": cast.oconnor.id}).status_code == 422
    assert prof.post("/demandes", data=data | {"family_id": cast.haddad.id}).status_code == 303
    assert AgentRequest.get().family_id == cast.haddad.id


def test_a_good_and_a_poor_example_stand_beside_the_observation(cast, prof):
    page = words(prof.get(NEW, query_string={"eleve": cast.pupils["yasmine"].id}).text)
    assert page.index("Ce que j’observe") < page.index("Qui aide :") < page.index("Qui n’aide pas :")


def test_choosing_takes_as_many_statements_for_200_pupils_as_for_2(cast, sign_in, count_queries):
    def statements() -> int:
        browser = sign_in(cast.prof)
        browser.get(NEW)
        with count_queries() as sent:
            browser.get(NEW)
        return len(sent)

    few = statements()
    for number in range(200):
        Pupil.create(
            first_name=f"E{number}", last_name="N", group=cast.group_302, sort_key=f"n e{number}", search_key="n",
        )  # fmt: skip
    page = sign_in(cast.prof).get(NEW).text
    assert "Il y en a d’autres" in page
    assert statements() == few <= 6


def test_the_groups_of_last_year_are_not_mine(cast, prof):
    before = SchoolYear.create(label="2025-2026", starts_on=date(2025, 8, 27), ends_on=date(2026, 6, 23))
    past = Group.create(year=before, code="P", level="3", label="P")
    GroupTeacher.create(group=past, user=cast.prof)
    pupil = Pupil.create(first_name="Vieux", last_name="Groupe", group=past, sort_key="v", search_key="vieux groupe")
    assert "Vieux Groupe" not in prof.get(NEW).text
    assert prof.get(NEW, query_string={"eleve": pupil.id}).status_code == 404


def test_opening_the_form_is_a_reading(cast, prof, events, frozen):
    prof.get(NEW)
    prof.get(NEW, query_string={"eleve": cast.pupils["lea"].id})
    assert len(events("request.picked")) == 1
    frozen.move(minutes=6)
    prof.get(NEW)
    assert len(events("request.picked")) == 2
    assert timedelta(minutes=6) == events("request.picked")[1].at - events("request.picked")[0].at
