"""The directory of families, its export, and files made by hand."""

from __future__ import annotations

import csv
import io
import re

import pytest

from schoolapp import clock
from schoolapp.families.models import (
    CircleMember,
    ContactPreference,
    Family,
    Guardian,
    Guardianship,
    Household,
    HouseholdPupil,
    Phone,
)
from tests.families import board

NEW = {
    "name": "D’Amours-Ben Salah",
    "guardian": "Nour Ben Salah",
    "relation": "tante",
    "phone": "514 555-0199, poste 12",
    "phone_kind": "travail",
    "email": "nour@famille.example",
    "address": "3, rue des Saules",
    "language": "ar",
    "pupils-0": "Noé Tremblay-Nguyen, 101",
    "confirmed": "y",
}


def names(html: str) -> list[str]:
    return re.findall(r'<th scope="row".*?<bdi>(.*?)</bdi>', html)


def lines(answer) -> list[list[str]]:
    return list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig")), delimiter=";"))


@pytest.mark.parametrize(
    ("person", "seen"),
    [
        ("agent", ["Haddad", "O’Connor", "Tremblay-Nguyen"]),
        ("direction", ["Haddad", "O’Connor", "Tremblay-Nguyen"]),
        ("secretariat", ["Haddad", "O’Connor", "Tremblay-Nguyen"]),
        ("prof", ["Haddad", "Tremblay-Nguyen"]),
        ("prof2", ["O’Connor", "Tremblay-Nguyen"]),
        ("pro", []),
    ],
)
def test_each_person_finds_the_families_whose_contacts_they_may_see(cast, sign_in, person, seen):
    assert names(sign_in(getattr(cast, person)).get("/familles/repertoire").text) == seen


def test_a_professional_finds_the_families_of_their_circle(cast, sign_in):
    CircleMember.create(user=cast.pro, family=cast.oconnor, reason="suivi", added_at=clock.now())
    assert names(sign_in(cast.pro).get("/familles/repertoire").text) == ["O’Connor"]


def test_the_directory_says_how_to_reach_each_family(cast, sign_in):
    html = sign_in(cast.agent).get("/familles/repertoire").text.replace("\N{NO-BREAK SPACE}", " ")
    assert "Samira Haddad" in html
    assert "438 555-0101" in html
    Guardian.update(removed_at=clock.now()).where(Guardian.name == "Samira Haddad").execute()
    assert "Samira Haddad" not in sign_in(cast.agent).get("/familles/repertoire").text


@pytest.mark.parametrize(
    ("query", "seen"),
    [
        ("nom=haddad", ["Haddad"]),
        ("nom=HÀDDÀD", ["Haddad"]),
        ("nom=yasm", ["Haddad"]),
        ("nom=samira", ["Haddad"]),
        ("nom=siobhan connor", ["O’Connor"]),
        ("nom=%25", ["Haddad", "O’Connor", "Tremblay-Nguyen"]),
        ("nom=_", ["Haddad", "O’Connor", "Tremblay-Nguyen"]),
        ("nom='%20OR%201=1--", []),
        ("nom=%00", ["Haddad", "O’Connor", "Tremblay-Nguyen"]),
        ("groupe=302", ["Haddad", "Tremblay-Nguyen"]),
        ("groupe=101&nom=tremblay", ["Tremblay-Nguyen"]),
        ("groupe=999", ["Haddad", "O’Connor", "Tremblay-Nguyen"]),
        ("hors_tableau=1", ["O’Connor"]),
        ("page=0", ["Haddad", "O’Connor", "Tremblay-Nguyen"]),
        ("page=999999", ["Haddad", "O’Connor", "Tremblay-Nguyen"]),
        ("page=9999", ["Haddad", "O’Connor", "Tremblay-Nguyen"]),
        ("page=abc", ["Haddad", "O’Connor", "Tremblay-Nguyen"]),
    ],
)
def test_the_directory_is_searched_by_name_group_and_place(cast, sign_in, query, seen):
    answer = sign_in(cast.agent).get(f"/familles/repertoire?{query}")
    assert answer.status_code == 200
    assert names(answer.text) == seen


def test_a_family_whose_work_ended_is_found_off_the_board(cast, sign_in):
    Family.update(link_state="termine").where(Family.id == cast.haddad.id).execute()
    html = sign_in(cast.agent).get("/familles/repertoire?hors_tableau=1").text
    assert names(html) == ["Haddad", "O’Connor"]
    assert "Ramener au tableau" in html
    assert "Ajouter au tableau" in html


def test_the_secretariat_cannot_ask_who_is_on_the_board(cast, sign_in):
    browser = sign_in(cast.secretariat)
    for path in ("/familles/repertoire", "/familles"):
        html = browser.get(f"{path}?hors_tableau=1").text
        assert names(html) == ["Haddad", "O’Connor", "Tremblay-Nguyen"]
        assert "au tableau" not in html


def test_only_agents_and_direction_add_to_the_board_from_here(cast, sign_in):
    assert "Ajouter au tableau" in sign_in(cast.agent).get("/familles/repertoire").text
    assert "Ajouter au tableau" not in sign_in(cast.prof2).get("/familles/repertoire").text


def test_the_directory_comes_by_pages_of_fifty_in_the_french_order(cast, sign_in):
    board.families(120)
    browser = sign_in(cast.agent)
    first, second = (browser.get(f"/familles/repertoire?page={number}").text for number in (1, 2))
    assert (len(names(first)), len(names(second))) == (50, 50)
    assert names(first)[0] == "Famille 0001"
    assert "Page 1 sur 3" in first
    assert 'rel="next" href="/familles/repertoire?page=2"' in first
    last = browser.get("/familles/repertoire?page=50").text
    assert "Page 3 sur 3" in last
    assert names(last)[-1] == "Tremblay-Nguyen"


def test_a_page_takes_as_many_statements_whatever_the_families(cast, sign_in, count_queries):
    browser = sign_in(cast.prof)
    counts = []
    for _turn in range(3):
        with count_queries() as statements:
            assert browser.get("/familles/repertoire").status_code == 200
        counts.append(len(statements))
        family = board.family(f"Plus {_turn}")
        board.child(family, "Léo", cast.group_302)
    assert counts[1] == counts[2] <= 5, counts


def test_opening_the_directory_is_recorded(cast, sign_in, events):
    browser = sign_in(cast.secretariat)
    browser.get("/familles")
    browser.get("/familles/repertoire?groupe=302")
    assert [event.actor_id for event in events("directory.opened")] == [cast.secretariat.id]


def test_the_export_has_a_line_for_each_responsible_person(cast, sign_in, events):
    ContactPreference.update(no_go=["courriel"]).execute()
    Guardian.update(name="=HYPERLINK(1)").where(Guardian.name == "Samira Haddad").execute()
    answer = sign_in(cast.secretariat).get("/familles/repertoire.csv?groupe=302")
    assert answer.status_code == 200
    head, *rows = lines(answer)
    assert head[:4] == ["Famille", "Élèves", "Groupes", "Personne responsable"]
    assert [row[0] for row in rows] == ["Haddad", "Tremblay-Nguyen", "Tremblay-Nguyen"]
    assert rows[0][3] == "'=HYPERLINK(1)"
    assert rows[0][-1] == "par courriel"
    assert "À joindre" not in answer.text
    (event,) = events("directory.exported")
    assert event.detail == {"lignes": 3, "recherche": {"groupe": "302"}}


def test_a_family_without_anybody_has_its_line(cast, sign_in):
    board.family("Seule", None)
    rows = lines(sign_in(cast.direction).get("/familles/repertoire.csv?nom=seule"))
    assert [row[0] for row in rows[1:]] == ["Seule"]


@pytest.mark.parametrize("person", ["agent", "prof", "pro", "repondant"])
def test_only_the_office_exports(cast, sign_in, person, events):
    assert sign_in(getattr(cast, person)).get("/familles/repertoire.csv").status_code == 403
    assert events("directory.exported") == []


@pytest.mark.parametrize(
    ("person", "following"), [("agent", "/tableau"), ("direction", "/tableau"), ("secretariat", "")]
)
def test_a_file_is_made_by_hand(cast, sign_in, events, person, following):
    answer = sign_in(getattr(cast, person)).post("/familles/nouvelle", data=NEW)
    family = Family.get(Family.name == NEW["name"])
    assert (answer.status_code, answer.location) == (303, f"/familles/{family.id}{following}")
    assert (family.link_state, family.language, family.pupil_count) == (None, "ar", 1)
    assert family.pupils_line == [["Noé", "101"]]
    assert family.search_key == "d amours ben salah"
    household = Household.get(Household.family == family)
    person = Guardian.get(Guardian.household == household)
    assert (person.name, person.email, household.address) == (NEW["guardian"], NEW["email"], NEW["address"])
    phone = Phone.get(Phone.guardian == person)
    assert (phone.number, phone.kind, phone.raw) == ("+15145550199;ext=12", "travail", NEW["phone"])
    assert HouseholdPupil.select().where(HouseholdPupil.household == household).count() == 1
    assert Guardianship.get(Guardianship.guardian == person).relation == "tante"
    assert ContactPreference.get(ContactPreference.family == family).language == "ar"
    assert [event.family_id for event in events("family.created")] == [family.id]


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("name", "", "Ce champ est nécessaire."),
        ("name", "x" * 201, "Au plus 200 caractères."),
        ("guardian", " \x00 ", "Ce champ est nécessaire."),
        ("email", "nour", "Cette adresse ne se lit pas."),
        ("language", "klingon", "Choisissez une valeur de la liste."),
        ("phone_kind", "satellite", "Choisissez une valeur de la liste."),
        ("pupils-1", "Personne d’ici", "Aucun élève de l’école ne porte ce nom"),
        ("phone", "5" * 61, "Au plus 60 caractères."),
    ],
)
def test_a_file_that_cannot_be_made_keeps_what_was_typed(cast, sign_in, field, value, words):
    answer = sign_in(cast.agent).post("/familles/nouvelle", data=NEW | {field: value})
    assert answer.status_code == 422
    assert words in answer.text
    if field != "address":
        assert NEW["address"] in answer.text
    assert Family.select().count() == 3


@pytest.mark.parametrize(
    "data",
    [
        NEW | {"confirmed": ""},
        NEW | {"confirmed": "", "pupils-0": "", "name": "HADDAD"},
    ],
)
def test_a_family_that_has_a_file_already_is_shown_first(cast, sign_in, data):
    browser = sign_in(cast.agent)
    data = {name: value for name, value in data.items() if value}
    answer = browser.post("/familles/nouvelle", data=data)
    assert answer.status_code == 422
    assert "Cette famille a peut-être déjà une fiche." in answer.text
    assert 'name="confirmed"' in answer.text
    assert Family.select().count() == 3
    assert browser.post("/familles/nouvelle", data=data | {"confirmed": "y"}).status_code == 303
    assert Family.select().count() == 4


@pytest.mark.parametrize("person", ["prof", "pro", "repondant"])
def test_teachers_and_professionals_make_no_file(cast, sign_in, person):
    browser = sign_in(getattr(cast, person))
    assert browser.get("/familles/nouvelle").status_code == 403
    assert browser.post("/familles/nouvelle", data=NEW).status_code == 403
    assert Family.select().count() == 3


def test_pupils_of_the_same_name_are_told_apart_by_their_number(cast, sign_in):
    board.child(cast.haddad, "Léa", cast.group_302)
    twin = board.child(cast.oconnor, "Léa", cast.group_302)
    twin.__class__.update(last_name="Haddad", number="77").where(twin.__class__.id == twin.id).execute()
    html = sign_in(cast.agent).get("/familles/nouvelle").text
    assert 'value="Léa Haddad, 302"' in html
    assert 'value="Léa Haddad, 302, nº 77"' in html
