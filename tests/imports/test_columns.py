"""The columns of a list are guessed from what people call them in French and in English."""

from __future__ import annotations

from dataclasses import replace

import pytest

from schoolapp.imports.readers.columns import PUPIL_FIELDS, TARGETS, find_header, guess, header_keys
from schoolapp.imports.readers.records import Row

PUPILS = {
    "Nom": "last_name",
    "NOM DE FAMILLE": "last_name",
    "Nom de l’élève": "last_name",
    "Last name": "last_name",
    "Prénom": "first_name",
    "prenom de l'eleve": "first_name",
    "First Name": "first_name",
    "FirstName": "first_name",
    "Élève": "full_name",
    "Nom, prénom": "full_name",
    "Nom et prénom de l’élève": "full_name",
    "Student last name": "last_name",
    "Prénom usuel": "preferred_name",
    "Preferred name": "preferred_name",
    "Fiche": "number",
    "No fiche": "number",
    "Numéro de fiche": "number",
    "# fiche": "number",
    "Matricule": "number",
    "Student ID": "number",
    "Student Number": "number",
    "Date de naissance": "birth_date",
    "DDN": "birth_date",
    "Né(e) le": "birth_date",
    "DOB": "birth_date",
    "Birth Date": "birth_date",
    "Groupe": "group",
    "Gr.": "group",
    "Groupe-repère": "group",
    "Classe": "group",
    "Homeroom": "group",
    "Niveau": "level",
    "Degré": "level",
    "Année": "level",
    "Grade": "level",
    "Titulaire": "teacher",
    "Enseignant(e)": "teacher",
    "Teacher": "teacher",
    "Courriel de l’enseignante": "teacher_email",
    "Numéro de famille": "household",
    "Family ID": "household",
    "Adresse": "address",
    "Rue": "address",
    "Code postal": "postal_code",
    "Postal code": "postal_code",
    "Ville": "city",
    "Municipalité": "city",
    "Tél. maison": "phone_home",
    "Téléphone": "phone_home",
    "Home phone": "phone_home",
    "Langue parlée à la maison": "language",
    "Langue maternelle": "language",
    "Mother tongue": "language",
    "Home language": "language",
    "Interprète": "interpreter",
    "Besoin d’un interprète": "interpreter",
    "Sexe": "",
    "Transport": "",
    "Allergies": "",
    "": "",
}
GUARDIANS = {
    "Mère": "g1.name",
    "Nom de la mère": "g1.name",
    "Mère - Prénom": "g1.first_name",
    "Mère : nom de famille": "g1.last_name",
    "Cell. mère": "g1.phone_cell",
    "Tél. cellulaire de la mère": "g1.phone_cell",
    "Téléphone maison (mère)": "g1.phone_home",
    "Mère tél. travail": "g1.phone_work",
    "Mother's work phone": "g1.phone_work",
    "Courriel mère": "g1.email",
    "Mother's e-mail": "g1.email",
    "Adresse du père": "g1.address",
    "Code postal père": "g1.postal_code",
    "Répondant 1": "g1.name",
    "Tél. répondant 1": "g1.phone",
    "Répondante - courriel": "g1.email",
    "Lien du parent 1": "g1.relation",
    "Parent 1 - langue": "g1.language",
    "Guardian 1 Name": "g1.name",
    "Guardian first name": "g1.first_name",
    "Tuteur légal": "g1.name",
    "Contact 1 mobile": "g1.phone_cell",
    "Belle-mère": "g1.name",
    "Parent 1 interprète": "g1.interpreter",
    "Parent 1 allergie": "",
}


def targets(*headers):
    return list(guess(Row(1, headers)).targets)


@pytest.mark.parametrize(("header", "target"), PUPILS.items())
def test_a_column_about_the_pupil_is_recognised(header, target):
    beside = {"last_name": "Prénom", "source_id": "Fiche"}.get(target, "Sexe")

    assert targets(header, beside)[0] == target


@pytest.mark.parametrize(("header", "target"), GUARDIANS.items())
def test_a_column_about_a_guardian_is_recognised(header, target):
    assert targets(header) == [target]


def test_every_guess_is_a_field_that_exists():
    assert {target for target in (*PUPILS.values(), *GUARDIANS.values()) if target} <= TARGETS
    assert set(PUPIL_FIELDS) <= TARGETS


def test_people_are_numbered_in_order_and_keep_their_relation():
    columns = guess(Row(1, ("Élève", "Père", "Mère", "Cell. père", "Cell. mère", "Tutrice", "Parent 4", "Contact 9")))

    assert columns.targets == (
        "full_name",
        "g1.name",
        "g2.name",
        "g1.phone_cell",
        "g2.phone_cell",
        "g3.name",
        "g4.name",
        "",
    )
    assert columns.relations == {1: "père", 2: "mère", 3: "tutrice ou tuteur"}


def test_a_field_is_given_once_except_numbers_and_addresses():
    assert targets("Nom", "Nom", "Prénom", "Tél. maison", "Téléphone", "No civique", "Rue") == [
        "last_name",
        "",
        "first_name",
        "phone_home",
        "phone_home",
        "address",
        "address",
    ]


@pytest.mark.parametrize("header", ["Nom", "Nom de l’élève", "Student name", "Élèves"])
def test_a_name_without_a_first_name_beside_it_is_the_whole_name(header):
    assert targets("Fiche", header) == ["number", "full_name"]


def test_the_permanent_code_is_the_number_when_there_is_no_other():
    assert targets("Sexe", "Code permanent") == ["", "number"]
    assert targets("Code permanent", "Fiche") == ["source_id", "number"]


def test_problems_name_the_fields_given_twice_and_the_missing_name():
    columns = guess(Row(1, ("a", "b", "c")))

    assert columns.problems() == ["last_name"]
    assert replace(columns, targets=("last_name", "last_name", "")).problems() == ["last_name"]
    assert replace(columns, targets=("first_name", "g1.phone", "g1.phone")).problems() == []


def test_the_header_row_is_found_under_titles():
    rows = [
        Row(1, ("École des Deux-Rives",)),
        Row(2, ("Liste des élèves", "", "2026-2027")),
        Row(4, ("Nom", "Prénom", "Groupe")),
        Row(5, ("Roy", "Zoé", "302")),
    ]

    assert find_header(rows).number == 4


def test_without_any_known_header_the_first_row_is_the_header():
    assert find_header([Row(3, ("x", "y")), Row(4, ("1", "2"))]).number == 3


def test_repeated_headers_have_their_own_keys():
    assert header_keys(["Tél.", "tel", "Nom", "Tél"]) == ["tel", "tel#1", "nom", "tel#2"]


@pytest.mark.parametrize(
    "headers",
    [
        (
            "Responsable 1",
            "Lien 1",
            "Téléphone 1",
            "Courriel 1",
            "Responsable 2",
            "Lien 2",
            "Téléphone 2",
            "Courriel 2",
        ),
        ("Parent 1", "Lien", "Téléphone", "Courriel", "Parent 2", "Lien", "Téléphone", "Courriel"),
    ],
)
def test_a_column_is_of_the_guardian_with_its_number_or_before_it(headers):
    each = [f"g{number}.{name}" for number in (1, 2) for name in ("name", "relation", "phone", "email")]
    assert list(guess(Row(1, ("Nom", "Prénom", *headers))).targets) == ["last_name", "first_name", *each]


def test_a_lone_telephone_after_a_guardian_is_that_of_the_home():
    assert guess(Row(1, ("Nom", "Prénom", "Mère", "Téléphone"))).targets[-1] == "phone_home"
