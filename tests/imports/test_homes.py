"""What a file does to the families: who lives with whom, who is reached how, and never two families made into one."""

from __future__ import annotations

from schoolapp.families.models import (
    ContactPreference,
    Family,
    Guardian,
    Guardianship,
    Household,
    HouseholdPupil,
    Phone,
    Pupil,
)
from tests.imports.helpers import applied, changes, checked, counts, questions, settled

HEAD = "Fiche | Nom | Prénom | Adresse | Mère | Cell. mère | Courriel mère | Père | Cell. père | Adresse père | Langue"
YASMINE = "1000003 | Haddad | Yasmine | | Samira Haddad | 438 555-0101 | | | | |"


def homes(name):
    """The homes of a family: address, guardians, pupils."""
    family = Family.get(Family.name == name)
    return sorted(
        (
            home.address,
            sorted(one.name for one in home.guardians),
            sorted(link.pupil.first_name for link in home.pupil_links),
        )
        for home in family.households
    )


def numbers(name):
    rows = Phone.select().join(Guardian).where(Guardian.name == name).order_by(Phone.position, Phone.id)
    return [(phone.kind, phone.number) for phone in rows]


def text(*rows):
    return "\n".join([HEAD, *rows])


def test_brothers_and_sisters_share_a_family_and_a_home(cast, context):
    batch = applied(
        text(
            "20 | Roy | Zoé | 1 rue A | Ann Roy | 514 555-0150 | ann@x.example | | | |",
            "21 | Roy-Ng | Max | 1, rue A | ROY, Ann | (514) 555-0150 | | Bao Ng | 514 555-0151 | | ",
        ),
        cast.secretariat,
        full=False,
    )

    assert batch.summary["families"] == 1
    assert homes("Roy-Roy-Ng") == [("1 rue A", ["Ann Roy", "Bao Ng"], ["Max", "Zoé"])]
    assert Guardian.select().where(Guardian.name == "Ann Roy").count() == 1
    assert Guardian.get(Guardian.name == "Ann Roy").email == "ann@x.example"


def test_parents_at_two_addresses_make_two_homes_and_the_pupil_lives_in_both(cast, context):
    applied(
        text("20 | Roy | Zoé | 1 rue A | Ann Roy | 514 555-0150 | | Bao Ng | 514 555-0151 | 9 rue B, Laval |"),
        cast.secretariat,
        full=False,
    )

    assert homes("Roy") == [("1 rue A", ["Ann Roy"], ["Zoé"]), ("9 rue B, Laval", ["Bao Ng"], ["Zoé"])]
    family = Family.get(Family.name == "Roy")
    assert (family.household_count, family.pupils_line) == (2, [["Zoé", ""]])


def test_a_family_number_holds_brothers_and_sisters_together_whatever_their_names(cast, context):
    applied(
        "Fiche | Nom | Prénom | Numéro de famille\n20 | Roy | Zoé | F7\n21 | Ng | Max | F7\n22 | Ali | Sara | F8",
        cast.secretariat,
        full=False,
    )

    names = {family.name for family in Family.select()}
    assert {"Roy-Ng", "Ali"} <= names


def test_a_family_number_shared_by_a_whole_school_is_not_followed_and_it_is_said(cast, context):
    rows = "\n".join(f"{100 + n} | Nom{n} | Prénom{n} | 0" for n in range(20))
    batch = checked(f"Fiche | Nom | Prénom | Numéro de famille\n{rows}", cast.secretariat, full=False)

    assert batch.summary["families"] == 20
    assert "20 élèves" in batch.summary["remarks"][0]


def test_neighbours_of_one_building_with_different_names_are_two_families(cast, context):
    batch = checked(
        text("20 | Roy | Zoé | 1 rue A | Ann Roy | | | | | |", "21 | Ng | Max | 1 rue A | Mai Ng | | | | | |"),
        cast.secretariat,
        full=False,
    )

    assert batch.summary["families"] == 2


def test_a_new_brother_joins_the_family_of_the_school(cast, context):
    applied(
        text("20 | Haddad | Karim | | Samira Haddad | 438 555-0101 | | | | |", YASMINE), cast.secretariat, full=False
    )

    assert Family.get_by_id(cast.haddad.id).pupils_line == [["Karim", ""], ["Yasmine", "302"]]
    assert Family.select().count() == 3
    assert Guardian.select().where(Guardian.name == "Samira Haddad").count() == 1


def test_the_numbers_of_a_kind_are_replaced_and_the_others_stay(cast, context):
    batch = applied(
        "Fiche | Nom | Prénom | Mère | Cell. mère | Tél. travail mère\n"
        "1000003 | Haddad | Yasmine | Samira Haddad | 438 555-0999 | 514 555-0777 poste 12",
        cast.secretariat,
        full=False,
    )

    assert numbers("Samira Haddad") == [("cellulaire", "+14385550999"), ("travail", "+15145550777;ext=12")]
    assert [change[:2] for change in changes(batch)["Yasmine Haddad"]] == [
        ["cellulaire de Samira Haddad", "438\u00a0555-0101"],
        ["travail de Samira Haddad", ""],
    ]


def test_a_number_already_known_under_another_kind_is_not_doubled(cast, context):
    batch = checked(
        "Fiche | Nom | Prénom | Mère | Tél. mère\n1000003 | Haddad | Yasmine | Samira Haddad | 438 555-0101",
        cast.secretariat,
        full=False,
    )

    assert counts(batch) == {"unchanged": 1}


def test_a_guardian_keeps_being_the_same_when_the_number_changes(cast, context):
    applied(text(YASMINE.replace("0101", "0102")), cast.secretariat, full=False)
    applied(text(YASMINE.replace("0101", "0103")), cast.secretariat, full=False)

    assert Guardian.select().where(Guardian.name == "Samira Haddad").count() == 1
    assert numbers("Samira Haddad") == [("cellulaire", "+14385550103")]


def test_a_new_guardian_joins_the_family_of_a_known_pupil(cast, context):
    batch = applied(
        text("1000003 | Haddad | Yasmine | | | | | Omar Haddad | 514 555-0160 | 7 rue C | "),
        cast.secretariat,
        full=False,
    )

    assert changes(batch)["Yasmine Haddad"] == [["personne responsable ajoutée", "", "Omar Haddad"]]
    assert homes("Haddad") == [
        ("12, rue des Érables, Montréal", ["Samira Haddad"], ["Yasmine"]),
        ("7 rue C", ["Omar Haddad"], ["Yasmine"]),
    ]


def test_a_whole_home_that_moves_keeps_its_people_together(cast, context):
    batch = applied(
        text("1000003 | Haddad | Yasmine | 5, rue du Lac | Samira Haddad | 438 555-0101 | | | | |"),
        cast.secretariat,
        full=False,
    )

    assert homes("Haddad") == [("5, rue du Lac", ["Samira Haddad"], ["Yasmine"])]
    assert changes(batch)["Yasmine Haddad"] == [["adresse", "12, rue des Érables, Montréal", "5, rue du Lac"]]


def test_a_parent_who_leaves_the_home_gets_one_of_their_own(cast, context):
    head = "Fiche | Nom | Prénom | Mère | Adresse mère | Père | Adresse père"
    applied(f"{head}\n20 | Roy | Zoé | Ann Roy | 1 rue A | Bao Ng | 1 rue A", cast.secretariat, full=False)
    assert homes("Roy") == [("1 rue A", ["Ann Roy", "Bao Ng"], ["Zoé"])]

    applied(f"{head}\n20 | Roy | Zoé | Ann Roy | 1 rue A | Bao Ng | 9 rue B", cast.secretariat, full=False)

    assert homes("Roy") == [("1 rue A", ["Ann Roy"], ["Zoé"]), ("9 rue B", ["Bao Ng"], ["Zoé"])]


def test_the_address_of_the_pupil_does_not_bring_a_separated_parent_home(cast, context):
    applied(
        text("20 | Roy | Zoé | 1 rue A | Ann Roy | 514 555-0150 | | Bao Ng | 514 555-0151 | 9 rue B |"),
        cast.secretariat,
        full=False,
    )

    batch = checked(
        text("20 | Roy | Zoé | 1 rue A | Ann Roy | 514 555-0150 | | Bao Ng | 514 555-0151 | |"),
        cast.secretariat,
        full=False,
    )

    assert counts(batch) == {"unchanged": 1}


def test_two_families_of_the_school_are_never_made_into_one_and_it_is_said(cast, context):
    batch = applied(
        text(
            "1000003 | Haddad | Yasmine | | Samira Haddad | 438 555-0101 | | | | |",
            "1000004 | O’Connor | Liam | | Samira Haddad | 438 555-0101 | | | | |",
        ),
        cast.secretariat,
        full=False,
    )

    assert batch.summary["remarks"] == [
        "Ces familles de l’école semblent n’en faire qu’une dans le fichier\u00a0: Haddad, O’Connor."
    ]
    liam = Pupil.get(Pupil.first_name == "Liam")
    families = {link.household.family_id for link in HouseholdPupil.select().where(HouseholdPupil.pupil == liam)}
    assert families == {cast.oconnor.id}


def test_somebody_reached_by_the_same_number_under_nearly_the_same_name_is_asked_about(cast, context):
    rows = "Fiche | Nom | Prénom | Mère | Cell. mère\n1000003 | Haddad | Yasmine | Samirah Haddad | 438 555-0101"
    batch = checked(rows, cast.secretariat, full=False)

    (question,) = questions(batch)
    assert (question.kind, question.detail["known"]["name"]) == ("guardian", "Samira Haddad")
    same = settled(batch, cast.secretariat, "same")
    assert changes(same)["Yasmine Haddad"] == [["nom de Samira Haddad", "Samira Haddad", "Samirah Haddad"]]


def test_parents_who_share_the_number_of_the_home_are_not_asked_about(cast, context):
    rows = "Fiche | Nom | Prénom | Père | Cell. père\n1000003 | Haddad | Yasmine | Omar Haddad | 438 555-0101"

    assert questions(checked(rows, cast.secretariat, full=False)) == []


def test_the_language_of_the_family_is_kept_where_the_card_shows_it(cast, context):
    applied(text("1000004 | O’Connor | Liam | | | | | | | | anglais"), cast.secretariat, full=False)

    assert ContactPreference.get(ContactPreference.family == cast.oconnor.id).language == "en"
    assert Family.get_by_id(cast.oconnor.id).language == "en"


def test_ties_between_people_and_pupils_keep_their_words(cast, context):
    applied(
        "Fiche | Nom | Prénom | Contact 1 | Lien contact 1\n20 | Roy | Zoé | Ann Roy | Grand-mère",
        cast.secretariat,
        full=False,
    )

    tie = Guardianship.get(Guardianship.guardian == Guardian.get(Guardian.name == "Ann Roy"))
    assert tie.relation == "grand-mère"


def test_a_pupil_without_anybody_still_has_a_home(cast, context):
    applied("Fiche | Nom | Prénom\n20 | Roy | Zoé", cast.secretariat, full=False)

    assert homes("Roy") == [("", [], ["Zoé"])]
    assert Household.select().where(Household.family == Family.get(Family.name == "Roy")).count() == 1


def test_a_pupil_of_two_families_keeps_each_person_in_theirs(cast, context):
    father = Household.create(family=cast.oconnor, address="7 rue C")
    omar = Guardian.create(household=father, name="Omar Haddad", search_key="omar haddad", sort_key="omar haddad")
    yasmine = cast.pupils["yasmine"]
    HouseholdPupil.create(household=father, pupil=yasmine)
    Guardianship.create(guardian=omar, pupil=yasmine, relation="père")

    batch = applied(
        text("1000003 | Haddad | Yasmine | | Samira Haddad | 438 555-0101 | | Omar Haddad | 514 555-0170 | |"),
        cast.secretariat,
        full=False,
    )

    assert changes(batch)["Yasmine Haddad"] == [["cellulaire de Omar Haddad", "", "514\u00a0555-0170"]]
    assert Guardian.select().where(Guardian.name == "Omar Haddad").count() == 1


def test_a_mother_named_twice_without_any_number_is_one_person(cast, context):
    rows = (
        "20 | Roy | Zoé | | Nadia Roy | | | Bao Ng | 514 555-0151 | |",
        "21 | Roy | Max | | Nadia Roy | | | Bao Ng | 514 555-0151 | |",
    )
    applied(text(*rows), cast.secretariat, full=False)

    assert homes("Roy") == [("", ["Bao Ng", "Nadia Roy"], ["Max", "Zoé"])]
    assert counts(checked(text(*rows), cast.secretariat, full=False)) == {"unchanged": 2}


def test_a_mother_and_her_own_mother_of_the_same_name_are_two_people(cast, context):
    rows = (
        "Fiche | Nom | Prénom | Adresse | Parent 1 | Lien parent 1 | Cell. parent 1 | "
        "Parent 2 | Lien parent 2 | Cell. parent 2\n"
        "20 | Roy | Zoé | 1 rue A | Ann Roy | mère | 514 555-0150 | Ann Roy | grand-mère | 514 555-0199"
    )
    applied(rows, cast.secretariat, full=False)

    assert Guardian.select().where(Guardian.name == "Ann Roy").count() == 2
    assert counts(checked(rows, cast.secretariat, full=False)) == {"unchanged": 1}
