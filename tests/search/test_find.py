"""What is found: partial names, accents, other scripts, phone digits, groups, in which order."""

from __future__ import annotations

from datetime import date

import pytest

from schoolapp import clock
from schoolapp.families import models as m
from schoolapp.families.cards import name_keys
from schoolapp.formats import search_key, sort_key
from schoolapp.search.asked import LONGEST, Asked
from schoolapp.search.queries import Found, search


@pytest.fixture
def find(cast, context):
    """``find("tremb")`` as the agent; ``find("tremb", cast.prof)`` as somebody else."""

    def ask(text: str, user=None, **options) -> Found:
        user = user or cast.agent
        user.school = cast.school
        return search(user, Asked.of(text), **options)

    return ask


def family(name: str, *guardians: str, phone: str = "") -> m.Family:
    made = m.Family.create(name=name, **name_keys(name), created_at=clock.now())
    household = m.Household.create(family=made)
    for guardian in guardians:
        person = m.Guardian.create(household=household, name=guardian, **name_keys(guardian))
        if phone:
            m.Phone.create(guardian=person, number=f"+1{phone}", digits=phone, raw=phone)
    return made


def names(kind) -> list[str]:
    return [row.name for row in kind.rows]


@pytest.mark.parametrize(
    "text", ["Tremblay-Nguyen", "tremb", "TREMBLAY", "blay", "nguyen", "ngu trem", "Trèmblày", "linh", "linh trem"]
)
def test_a_family_is_found_by_any_part_of_its_name_or_of_its_peoples(find, text):
    assert names(find(text).families) == ["Tremblay-Nguyen"]


@pytest.mark.parametrize("text", ["O’Connor", "o'connor", "oconnor", "connor", "siobhan", "Siobhán O"])
def test_apostrophes_and_accents_do_not_count(find, text):
    assert names(find(text).families) == ["O’Connor"]


def test_all_the_words_are_needed(find):
    assert names(find("linh haddad").families) == []
    assert names(find("samira haddad").families) == ["Haddad"]
    assert names(find("haddad samira").families) == ["Haddad"]


def test_the_person_a_family_was_found_by_is_named_unless_its_own_name_did(find):
    assert [row.who for row in find("samira").families.rows] == ["Samira Haddad"]
    assert [row.who for row in find("haddad").families.rows] == [""]
    assert [row.who for row in find("marc tremb").families.rows] == ["Marc Tremblay"]


def test_somebody_who_was_removed_is_not_found(find, cast):
    m.Guardian.update(removed_at=clock.now()).where(m.Guardian.name == "Samira Haddad").execute()
    assert find("samira").total == 0
    assert find("4385550101").total == 0


@pytest.mark.parametrize(
    ("guardian", "text"),
    [
        ("نادية حداد", "حداد"),
        ("王秀英", "秀"),
        ("Олена Шевченко", "шевч"),
        ("ਮਨਪ੍ਰੀਤ ਕੌਰ", "ਕੌਰ"),
        ("Đặng Thị Hương", "huong"),
    ],
)
def test_other_scripts_are_found(find, guardian, text):
    family("Autre", guardian)
    assert names(find(text).families) == ["Autre"]


def test_what_begins_like_the_search_comes_first_then_words_then_the_inside_of_words(find):
    for name, guardian in (("Bernard", "Ina"), ("Martin", "Marc Ber"), ("Aubert", "Ali"), ("La Berge", "Zoé")):
        family(name, guardian)
    assert names(find("ber").families) == ["Bernard", "La Berge", "Martin", "Aubert"]


def test_the_first_ones_are_shown_and_the_others_counted(find):
    for number in range(25):
        family(f"Zénith {number:02d}", "Zoé Zénith")
    found = find("zenith")
    assert names(found.families) == [f"Zénith {number:02d}" for number in range(20)]
    assert (found.families.total, found.families.others) == (25, 5)
    assert len(find("zenith", most=6).families.rows) == 6


def test_one_letter_finds_the_beginning_of_words_only(find):
    assert names(find("h").families) == ["Haddad"]


@pytest.mark.parametrize("text", ["Léa", "lea trem", "tremblay lea", "1000001"])
def test_a_pupil_is_found_by_names_and_number(find, cast, text):
    rows = find(text).pupils.rows
    assert [(row.name, row.group, row.family_id) for row in rows] == [("Léa Tremblay-Nguyen", "302", cast.tremblay.id)]


def test_a_pupil_is_found_by_the_preferred_name_too(find, cast):
    m.Pupil.update(preferred_name="Yaya", search_key=search_key("Yasmine", "Yaya", "Haddad")).where(
        m.Pupil.id == cast.pupils["yasmine"].id
    ).execute()
    assert [(row.name, row.official) for row in find("yaya").pupils.rows] == [("Yaya Haddad", "Yasmine")]
    assert names(find("yasmine").pupils) == ["Yaya Haddad"]


def test_a_pupil_of_two_homes_comes_once(find, cast):
    assert m.HouseholdPupil.select().where(m.HouseholdPupil.pupil == cast.pupils["lea"]).count() == 2
    assert find("léa").pupils.total == 1


def test_a_pupil_who_left_comes_last_and_is_said_to_have_left(find, cast):
    m.Pupil.update(left_on=date(2026, 10, 1)).where(m.Pupil.id == cast.pupils["lea"].id).execute()
    assert [(row.name, row.gone) for row in find("tremblay").pupils.rows] == [
        ("Noé Tremblay-Nguyen", False),
        ("Léa Tremblay-Nguyen", True),
    ]


def test_a_pupil_whom_nobody_put_in_a_family_is_found_by_those_who_see_all(find, cast):
    m.Pupil.create(first_name="Seul", last_name="Ici", search_key="seul ici", sort_key=sort_key("Ici", "Seul"))
    assert [(row.name, row.family_id) for row in find("seul").pupils.rows] == [("Seul Ici", None)]
    assert find("seul", cast.prof).total == 0


@pytest.mark.parametrize(
    "text", ["0142", "555-0142", "(514) 555-0142", "514.555.0142", "+1 514 555 0142", "5145550142"]
)
def test_a_phone_is_found_by_four_digits_or_more_however_typed(find, cast, text):
    rows = find(text).phones.rows
    assert [(row.person, row.number) for row in rows] == [("Linh Nguyen", "514\N{NO-BREAK SPACE}555-0142")]
    assert rows[0].family_id == cast.tremblay.id


def test_three_digits_are_not_a_phone(find):
    assert find("014").phones.total == 0


def test_a_number_that_nobody_understood_is_shown_as_typed(find):
    person = m.Guardian.select().first()
    m.Phone.create(guardian=person, number="", digits="33123456789", raw="+33 1 23 45 67 89 (le soir)")
    assert [row.number for row in find("3456").phones.rows] == ["+33 1 23 45 67 89 (le soir)"]


@pytest.mark.parametrize("text", ["302", "groupe 302", "3e", "3e année", "30"])
def test_a_group_is_found_by_its_code_or_level(find, text):
    assert [group.code for group in find(text).groups.rows] == ["302"]


def test_groups_of_other_years_are_left_out(find, cast):
    before = m.SchoolYear.create(label="2025-2026", starts_on=date(2025, 8, 27), ends_on=date(2026, 6, 23))
    m.Group.create(year=before, code="302", level="3", label="3e année, groupe 302")
    assert find("302").groups.total == 1


@pytest.mark.parametrize("text", ["%", "_", "%%%%", "____", "\\", "'", '"', "a%' OR 1=1 --", "%a%", "?", ":x", "*"])
def test_wildcards_and_quotes_find_only_themselves(find, text):
    found = find(text)
    assert found.families.total == (0 if Asked.of(text).words != ("a",) else found.families.total)
    assert "Tremblay-Nguyen" not in names(found.families)


@pytest.mark.parametrize(
    "text",
    ["", "   ", "\x00", "\ud800", "a\x00b", "é" * 5000, "a " * 200, "1" * 300, "\u202e", "🙂", "ß", "İ", "𝔥𝔞𝔡", "\n\t",
     "0" * 99, "- - - -", "d d d d d d d d d d", "onnnnnn" * 20],
)  # fmt: skip
def test_nothing_that_is_typed_breaks_the_search(find, cast, text):
    for user in (cast.agent, cast.prof, cast.pro, cast.secretariat):
        assert find(text, user).asked.text == text[:LONGEST].strip()
