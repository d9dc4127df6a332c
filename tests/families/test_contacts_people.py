"""The people of a family: homes, responsible persons and their numbers; nothing lost, everything written down."""

from __future__ import annotations

import pytest

from schoolapp.families.models import (
    Family,
    Guardian,
    Guardianship,
    Household,
    Phone,
)
from schoolapp.families.people_phones import understand
from schoolapp.formats import search_key, sort_key
from tests.families.file import filled, words


@pytest.fixture
def agent(cast, sign_in):
    return sign_in(cast.agent)


@pytest.fixture
def base(cast):
    return f"/familles/{cast.tremblay.id}"


def person(name: str) -> Guardian:
    return Guardian.get(Guardian.name == name)


def numbers(guardian: Guardian) -> list[tuple[str, str, str]]:
    rows = Phone.select().where(Phone.guardian == guardian).order_by(Phone.position)
    return [(row.kind, row.number, row.raw) for row in rows]


def ties(guardian: Guardian) -> dict[str, str]:
    return {
        tie.pupil.first_name: tie.relation for tie in Guardianship.select().where(Guardianship.guardian == guardian)
    }


# ---- numbers


@pytest.mark.parametrize(
    ("raw", "number", "digits"),
    [
        ("514 555-0142", "+15145550142", "5145550142"),
        ("(514) 555 0142 poste 4567", "+15145550142;ext=4567", "5145550142"),
        ("5145550142 x12", "+15145550142;ext=12", "5145550142"),
        ("cell. 514.555.0142", "+15145550142", "5145550142"),
        ("+33 6 12 34 56 78", "+33612345678", "33612345678"),
        ("٥١٤ ٥٥٥ ٠١٤٢", "+15145550142", "5145550142"),
        ("555-0142", "", "5550142"),
        ("demander à la tante, 12", "", "12"),
        ("", "", ""),
        ("9" * 60, "", "9" * 30),
    ],
)
def test_a_number_is_understood_when_it_can_be(raw, number, digits):
    found = understand(raw)
    assert (found.number, found.digits) == (number, digits)


# ---- responsible persons


def test_a_person_is_added_with_numbers_and_what_they_are_to_each_child(cast, agent, base, events):
    home = Household.select().where(Household.family == cast.tremblay).order_by(Household.id.desc()).get()
    data = filled(agent.get(f"{base}/personnes/nouvelle").text)
    assert data["ties-0-linked"] == data["ties-1-linked"] == ["y"]  # of all the children, until told otherwise
    del data["ties-1-linked"]
    data |= {"name": "  Thị Hương ", "household_id": str(home.id), "email": "huong@famille.example", "language": "vi"}
    data |= {"phones-0-raw": "514 555-0177", "phones-0-kind": "maison", "phones-1-raw": "la voisine, 12"}
    data |= {"ties-0-relation": "grand-tante", "note": "Vient chercher Léa le jeudi"}
    answer = agent.post(f"{base}/personnes/nouvelle", data=data)
    assert (answer.status_code, answer.location) == (303, base)
    added = person("Thị Hương")
    assert (added.household_id, added.email, added.language) == (home.id, "huong@famille.example", "vi")
    assert (added.sort_key, added.search_key) == (sort_key(added.name), search_key(added.name))
    assert added.edited_at is not None
    assert numbers(added) == [("maison", "+15145550177", "514 555-0177"), ("cellulaire", "", "la voisine, 12")]
    assert ties(added) == {"Léa": "grand-tante"}
    (event,) = events("guardian.changed")
    assert (event.subject_label, event.family_id, event.detail) == ("Thị Hương", cast.tremblay.id, {"nouveau": True})
    text = words(agent.get(base).text)
    assert "Thị Hương , modifier grand-tante (Léa) 514 555-0177 maison la voisine, 12 cellulaire, à vérifier" in text


def test_an_untouched_form_changes_nothing(cast, agent, base):
    linh = person("Linh Nguyen")
    before = (numbers(linh), ties(linh), linh.household_id, linh.email)
    rows = [row.id for row in Phone.select().order_by(Phone.id)]
    address = f"{base}/personnes/{linh.id}"
    assert agent.post(address, data=filled(agent.get(address).text)).status_code == 303
    linh = person("Linh Nguyen")
    assert (numbers(linh), ties(linh), linh.household_id, linh.email) == before
    assert [row.id for row in Phone.select().order_by(Phone.id)] == rows


def test_a_person_is_corrected_moved_to_another_home_and_kept_from_imports(cast, agent, base, events):
    linh, marc = person("Linh Nguyen"), person("Marc Tremblay")
    address = f"{base}/personnes/{linh.id}"
    data = filled(agent.get(address).text) | {"name": "Nguyễn Thị Linh", "household_id": str(marc.household_id)}
    data |= {
        "phones-0-raw": "",
        "phones-1-raw": "438-555-0188",
        "phones-1-kind": "travail",
        "ties-1-relation": "belle-mère",
    }
    del data["ties-0-linked"]
    assert agent.post(address, data=data).status_code == 303
    linh = Guardian.get_by_id(linh.id)
    assert (linh.name, linh.household_id, linh.version) == ("Nguyễn Thị Linh", marc.household_id, 2)
    assert linh.edited_at is not None
    assert numbers(linh) == [("travail", "+14385550188", "438-555-0188")]
    assert ties(linh) == {"Noé": "belle-mère"}
    assert len(events("guardian.changed")) == 1


def test_ties_with_children_of_other_families_are_left_alone(cast, agent, base):
    linh = person("Linh Nguyen")
    Guardianship.create(guardian=linh, pupil=cast.pupils["liam"], relation="tante")
    address = f"{base}/personnes/{linh.id}"
    assert agent.post(address, data=filled(agent.get(address).text)).status_code == 303
    assert ties(linh)["Liam"] == "tante"


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"name": " "}, "Ce champ est nécessaire"),
        ({"name": "x" * 201}, "Au plus 200 caractères"),
        ({"email": "linh@"}, "Cette adresse ne se lit pas"),
        ({"email": "deux mots@famille.example"}, "Cette adresse ne se lit pas"),
        ({"phones-0-raw": "demander"}, "Un numéro contient des chiffres"),
        ({"phones-0-raw": "5" * 61}, "Au plus 60 caractères"),
        ({"phones-0-kind": "fax"}, "Choisissez une valeur de la liste"),
        ({"household_id": "3"}, "Choisissez une valeur de la liste"),  # a home of another family
        ({"household_id": "9" * 30}, "Choisissez une valeur de la liste"),
        ({"household_id": "ici"}, "Choisissez une valeur de la liste"),
        ({"ties-0-relation": "x" * 81}, "Au plus 80 caractères"),
        ({"language": "klingon"}, "Choisissez une valeur de la liste"),
    ],
)
def test_what_does_not_hold_is_refused_beside_its_field_and_kept(cast, agent, base, events, changes, message):
    linh = person("Linh Nguyen")
    address = f"{base}/personnes/{linh.id}"
    typed = {"note": "Préfère le soir", "phones-1-raw": "450 555-0199"}
    answer = agent.post(address, data=filled(agent.get(address).text) | typed | changes)
    assert answer.status_code == 422
    assert message in words(answer.text)
    kept = filled(answer.text)
    for name, value in (typed | changes).items():
        if name in {"note", "phones-1-raw", "email", "ties-0-relation"}:
            assert kept[name] == [value.strip()], name
    assert numbers(linh) == [("cellulaire", "+15145550142", "5145550142")]
    assert events("guardian.changed") == []


def test_a_forged_tie_with_a_child_of_another_family_is_ignored(cast, agent, base):
    linh = person("Linh Nguyen")
    address = f"{base}/personnes/{linh.id}"
    forged = {"ties-0-pupil_id": str(cast.pupils["liam"].id), "ties-1-pupil_id": "9" * 30}
    assert agent.post(address, data=filled(agent.get(address).text) | forged).status_code == 303
    assert ties(linh) == {"Léa": "mère", "Noé": "mère"}


def test_two_people_correcting_the_same_person_see_both_versions(cast, sign_in, agent, base):
    linh, office = person("Linh Nguyen"), sign_in(cast.secretariat)
    address = f"{base}/personnes/{linh.id}"
    mine = filled(agent.get(address).text) | {"phones-0-raw": "514 555-0111", "ties-0-relation": "maman"}
    theirs = filled(office.get(address).text) | {"phones-0-raw": "514 555-0222", "note": "Nouveau numéro"}
    assert office.post(address, data=theirs).status_code == 303
    answer = agent.post(address, data=mine)
    assert answer.status_code == 409
    text = words(answer.text)
    for shown in (
        "514 555-0111 (Cellulaire)",
        "514 555-0222 (Cellulaire)",
        "Nouveau numéro",
        "Tremblay-Nguyen (maman)",
    ):
        assert shown in text
    assert numbers(linh)[0][1] == "+15145550222"
    assert agent.post(address, data=filled(answer.text)).status_code == 303
    assert numbers(linh)[0][1] == "+15145550111"


def test_a_person_taken_off_the_file_can_be_put_back(cast, agent, base, events):
    marc = person("Marc Tremblay")
    assert agent.post(f"{base}/personnes/{marc.id}/retrait").status_code == 303
    page = agent.get(base).text
    assert "Marc Tremblay" not in words(page)
    assert f'action="{base}/personnes/{marc.id}/retour"' in page
    assert Guardian.get_by_id(marc.id).edited_at is not None
    assert agent.get(f"{base}/personnes/{marc.id}").status_code == 404
    assert agent.post(f"{base}/personnes/{marc.id}/retour").status_code == 303
    assert "Marc Tremblay" in words(agent.get(base).text)
    assert [event.subject_label for event in events("guardian.removed")] == ["Marc Tremblay"]
    assert events("guardian.changed")[-1].detail == {"annulation": True}


# ---- homes


def test_a_second_home_is_added_named_and_corrected(cast, agent, events):
    base = f"/familles/{cast.haddad.id}"
    before = Family.get_by_id(cast.haddad.id)
    answer = agent.post(f"{base}/foyers/nouveau", data={"label": "Chez la tante", "address": "3, rue Fabre"})
    assert answer.status_code == 303
    home = Household.get(Household.label == "Chez la tante")
    family = Family.get_by_id(cast.haddad.id)
    assert (home.family_id, home.address, family.household_count) == (family.id, "3, rue Fabre", 2)
    assert family.card_version > before.card_version
    address = f"{base}/foyers/{home.id}"
    data = filled(agent.get(address).text) | {"label": "Chez Amal", "address": ""}
    assert agent.post(address, data=data).status_code == 303
    home = Household.get_by_id(home.id)
    assert (home.label, home.address, home.version) == ("Chez Amal", "", 2)
    assert home.edited_at is not None
    assert len(events("household.changed")) == 2


def test_a_second_home_needs_a_name(cast, agent, events):
    answer = agent.post(f"/familles/{cast.haddad.id}/foyers/nouveau", data={"label": " ", "address": "3, rue Fabre"})
    assert answer.status_code == 422
    assert "Donnez un nom à ce foyer" in words(answer.text)
    assert filled(answer.text)["address"] == ["3, rue Fabre"]
    assert events("household.changed") == []


def test_two_people_correcting_a_home_see_both_versions(cast, sign_in, agent, base):
    home = Household.get(Household.family == cast.tremblay)
    address, office = f"{base}/foyers/{home.id}", sign_in(cast.secretariat)
    mine = filled(agent.get(address).text) | {"address": "1, rue A"}
    office.post(address, data=filled(office.get(address).text) | {"address": "2, rue B"})
    answer = agent.post(address, data=mine)
    assert answer.status_code == 409
    assert "1, rue A" in words(answer.text)
    assert "2, rue B" in words(answer.text)
    assert Household.get_by_id(home.id).address == "2, rue B"


def test_only_an_empty_home_goes_and_never_the_last(cast, agent, events):
    base = f"/familles/{cast.haddad.id}"
    only = Household.get(Household.family == cast.haddad)
    assert agent.post(f"{base}/foyers/{only.id}/retrait").status_code == 409
    spare = Household.create(family=cast.haddad, label="Chez la tante")
    Guardian.create(household=spare, name="Ancien contact", removed_at=cast.haddad.created_at)
    assert "Retirer le foyer « Chez la tante »?" in words(agent.get(f"{base}/foyers/{spare.id}").text)
    assert "Retirer le foyer" not in words(agent.get(f"{base}/foyers/{only.id}").text)
    assert agent.post(f"{base}/foyers/{only.id}/retrait").status_code == 409  # somebody lives there
    assert agent.post(f"{base}/foyers/{spare.id}/retrait").status_code == 303
    assert [home.id for home in Household.select().where(Household.family == cast.haddad)] == [only.id]
    assert person("Ancien contact").household_id == only.id
    assert events("household.changed")[-1].detail == {"retrait": True}


def test_somebody_is_only_added_where_there_is_a_home(cast, agent):
    bare = Family.create(name="Nouvelle", sort_key="nouvelle", search_key="nouvelle", created_at=cast.haddad.created_at)
    answer = agent.get(f"/familles/{bare.id}/personnes/nouvelle")
    assert answer.status_code == 409
    assert "Ajoutez d’abord un foyer" in words(answer.text)


def test_with_htmx_homes_and_head_come_back_in_place(cast, agent, base, htmx):
    linh = person("Linh Nguyen")
    dialog = agent.get(f"{base}/personnes/{linh.id}", headers=htmx).text
    answer = agent.post(f"{base}/personnes/{linh.id}", data=filled(dialog) | {"name": "Linh N."}, headers=htmx)
    assert answer.status_code == 200
    for part in ("head", "reach", "homes", "write"):
        assert f'hx-target="#file-{part}"' in answer.text, part
    assert "Linh N." in answer.text
