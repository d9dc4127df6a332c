"""The pupils of a family: added, corrected, attached, taken off; groups keep their history and move the access."""

from __future__ import annotations

from datetime import date

import pytest

from schoolapp.families.models import Enrolment, Family, Group, Household, HouseholdPupil, Pupil
from schoolapp.formats import search_key
from tests.families.file import bring_in, filled, words


@pytest.fixture
def agent(cast, sign_in):
    return sign_in(cast.agent)


@pytest.fixture
def base(cast):
    return f"/familles/{cast.tremblay.id}"


def homes_of(pupil: Pupil) -> set[int]:
    return {link.household_id for link in HouseholdPupil.select().where(HouseholdPupil.pupil == pupil)}


def test_a_child_is_added_by_hand_with_group_and_history(cast, agent, events):
    base = f"/familles/{cast.haddad.id}"
    data = filled(agent.get(f"{base}/eleves/nouveau").text)
    data |= {"first_name": "Zakaria", "last_name": "Haddad", "preferred_name": "Zak", "birth_date": "2020-05-04"}
    data |= {"group_id": str(cast.group_101.id), "number": "1000099"}
    assert agent.post(f"{base}/eleves/nouveau", data=data).status_code == 303
    pupil = Pupil.get(Pupil.number == "1000099")
    assert (pupil.name, pupil.group_id, pupil.birth_date) == ("Zak Haddad", cast.group_101.id, date(2020, 5, 4))
    assert pupil.search_key == search_key("Zakaria", "Zak", "Haddad")
    assert Enrolment.get(Enrolment.pupil == pupil).since == date(2026, 11, 17)
    assert homes_of(pupil) == {Household.get(Household.family == cast.haddad).id}
    family = Family.get_by_id(cast.haddad.id)
    assert family.pupils_line == [["Yasmine", "302"], ["Zak", "101"]]
    assert family.pupil_count == 2
    assert events("pupil.changed")[0].detail == {"nouveau": True}


def test_a_change_of_group_keeps_history_and_moves_the_access_and_the_card(cast, agent, sign_in, events):
    yasmine, base = cast.pupils["yasmine"], f"/familles/{cast.haddad.id}"
    address = f"{base}/eleves/{yasmine.id}"
    data = filled(agent.get(address).text) | {"group_id": str(cast.group_101.id)}
    assert agent.post(address, data=data).status_code == 303
    pupil = Pupil.get_by_id(yasmine.id)
    assert (pupil.group_id, pupil.version) == (cast.group_101.id, 2)
    assert pupil.edited_at is not None
    rows = Enrolment.select().where(Enrolment.pupil == yasmine).order_by(Enrolment.id)
    assert [(row.group_id, row.until) for row in rows] == [
        (cast.group_302.id, date(2026, 11, 17)),
        (cast.group_101.id, None),
    ]
    assert Family.get_by_id(cast.haddad.id).pupils_line == [["Yasmine", "101"]]
    assert sign_in(cast.prof).get(base).status_code == 404
    assert sign_in(cast.prof2).get(base).status_code == 200
    assert events("pupil.changed")[0].detail == {"groupe": [cast.group_302.id, cast.group_101.id]}
    # There and back on the same day leaves one open place.
    agent.post(address, data=filled(agent.get(address).text) | {"group_id": str(cast.group_302.id)})
    open_places = Enrolment.select().where((Enrolment.pupil == yasmine) & Enrolment.until.is_null())
    assert [row.group_id for row in open_places] == [cast.group_302.id]


def test_a_pupil_keeps_the_group_of_a_past_year_until_told_otherwise(cast, agent):
    old = Group.create(year=cast.year, code="ancien")
    other_year = type(cast.year).create(label="2025-2026", starts_on=date(2025, 8, 27), ends_on=date(2026, 6, 23))
    Group.update(year=other_year).where(Group.id == old.id).execute()
    Pupil.update(group=old).where(Pupil.id == cast.pupils["yasmine"].id).execute()
    address = f"/familles/{cast.haddad.id}/eleves/{cast.pupils['yasmine'].id}"
    assert agent.post(address, data=filled(agent.get(address).text)).status_code == 303
    assert Pupil.get_by_id(cast.pupils["yasmine"].id).group_id == old.id


def test_a_professional_corrects_a_pupil_but_neither_group_nor_departure(cast, sign_in):
    bring_in(cast.pro, cast.haddad)
    browser, yasmine = sign_in(cast.pro), cast.pupils["yasmine"]
    address = f"/familles/{cast.haddad.id}/eleves/{yasmine.id}"
    page = browser.get(address).text
    assert 'name="group_id"' not in page
    assert "Retirer de cette famille" not in page
    data = filled(page) | {"preferred_name": "Yas", "group_id": str(cast.group_101.id), "left_on": "2026-11-01"}
    assert browser.post(address, data=data).status_code == 303
    pupil = Pupil.get_by_id(yasmine.id)
    assert (pupil.preferred_name, pupil.group_id, pupil.left_on) == ("Yas", cast.group_302.id, None)
    assert Family.get_by_id(cast.haddad.id).pupils_line == [["Yas", "302"]]


def test_a_child_lives_in_two_homes_or_moves_between_them(cast, agent, base):
    noe = cast.pupils["noe"]
    first, second = [
        home.id for home in Household.select().where(Household.family == cast.tremblay).order_by(Household.id)
    ]
    address = f"{base}/eleves/{noe.id}"
    data = filled(agent.get(address).text)
    assert data["homes"] == [str(first)]
    assert agent.post(address, data=data | {"homes": [str(first), str(second)]}).status_code == 303
    assert homes_of(noe) == {first, second}
    data = filled(agent.get(address).text)
    assert agent.post(address, data=data | {"homes": [str(second)]}).status_code == 303
    assert homes_of(noe) == {second}
    refused = agent.post(address, data=filled(agent.get(address).text) | {"homes": []})
    assert refused.status_code == 422
    assert "Choisissez au moins un foyer" in words(refused.text)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"first_name": ""}, "Ce champ est nécessaire"),
        ({"birth_date": "2027-01-01"}, "Cette date est à venir"),
        ({"birth_date": "1789-07-14"}, "hors de portée"),
        ({"birth_date": "hier"}, "Cette date ne se lit pas"),
        ({"group_id": "4242"}, "Choisissez une valeur de la liste"),
        ({"group_id": "x"}, "Choisissez une valeur de la liste"),
        ({"homes": ["3"]}, "Choisissez une valeur de la liste"),
        ({"homes": ["x"]}, "Choisissez"),
        ({"number": "x" * 41}, "Au plus 40 caractères"),
    ],
)
def test_a_pupil_that_does_not_hold_is_refused_beside_its_field(cast, agent, base, events, changes, message):
    address = f"{base}/eleves/{cast.pupils['noe'].id}"
    answer = agent.post(address, data=filled(agent.get(address).text) | {"preferred_name": "Nono"} | changes)
    assert answer.status_code == 422
    assert message in words(answer.text)
    assert filled(answer.text)["preferred_name"] == ["Nono"]
    assert events("pupil.changed") == []


def test_two_people_correcting_a_pupil_see_both_versions(cast, sign_in, agent, base):
    address, office = f"{base}/eleves/{cast.pupils['noe'].id}", sign_in(cast.secretariat)
    mine = filled(agent.get(address).text) | {"preferred_name": "Nono"}
    office.post(address, data=filled(office.get(address).text) | {"preferred_name": "No"})
    answer = agent.post(address, data=mine)
    assert answer.status_code == 409
    assert "Nono" in words(answer.text)
    assert Pupil.get_by_id(cast.pupils["noe"].id).preferred_name == "No"


def test_siblings_are_named_on_the_page_of_a_pupil(cast, agent, base):
    text = words(agent.get(f"{base}/eleves/{cast.pupils['noe'].id}").text)
    assert "Dans la même famille : Léa Tremblay-Nguyen" in text


def test_a_pupil_of_the_school_is_found_and_attached(cast, agent, base, htmx, events):
    found = agent.get(f"{base}/eleves?q=LIÁM o’connor")
    assert found.status_code == 200
    assert "Liam O’Connor 101 · O’Connor" in words(found.text)
    assert "<html" not in agent.get(f"{base}/eleves?q=liam", headers=htmx).text
    home = Household.get(Household.family == cast.tremblay)
    liam = cast.pupils["liam"]
    answer = agent.post(f"{base}/eleves/{liam.id}/rattachement", data={"household_id": str(home.id)})
    assert answer.status_code == 303
    assert len(homes_of(liam)) == 2
    assert ["Liam", "101"] in Family.get_by_id(cast.tremblay.id).pupils_line
    assert Family.get_by_id(cast.oconnor.id).pupil_count == 1
    assert events("pupil.changed")[0].detail == {"rattachement": home.id}
    assert "Liam" not in words(agent.get(f"{base}/eleves?q=liam").text)  # one of the family now


@pytest.mark.parametrize("q", ["", "  ", "%", "_", "zzzz", "'; --", "\x00", "x" * 101])
def test_a_search_that_finds_nothing_never_breaks(cast, agent, base, q):
    answer = agent.get(f"{base}/eleves", query_string={"q": q})
    assert answer.status_code == 200
    assert "Rattacher" not in words(answer.text).replace("Rattacher un élève", "")


@pytest.mark.parametrize("home", ["", "x", "3", "9" * 30, "-1"])
def test_a_pupil_is_attached_to_a_home_of_this_family_only(cast, agent, base, home):
    liam = cast.pupils["liam"]
    assert agent.post(f"{base}/eleves/{liam.id}/rattachement", data={"household_id": home}).status_code == 404
    assert len(homes_of(liam)) == 1


def test_a_child_taken_off_a_family_can_be_put_back_in_the_same_homes(cast, agent, base, events):
    lea = cast.pupils["lea"]
    before = homes_of(lea)
    assert agent.post(f"{base}/eleves/{lea.id}/retrait").status_code == 303
    assert homes_of(lea) == set()
    assert Family.get_by_id(cast.tremblay.id).pupils_line == [["Noé", "101"]]
    page = agent.get(base).text
    fields = {"homes": ",".join(str(home) for home in sorted(before))}
    assert f'value="{fields["homes"]}"' in page
    assert agent.post(f"{base}/eleves/{lea.id}/retour", data=fields).status_code == 303
    assert homes_of(lea) == before
    assert [event.detail for event in events("pupil.changed")] == [{"retrait": sorted(before)}, {"annulation": True}]
