"""Phones, e-mails, languages, levels and names as people type them."""

import pytest

from schoolapp.imports.readers import values


@pytest.mark.parametrize(
    "typed",
    ["514 555-0142", "(514) 555-0142", "5145550142", "1-514-555-0142", "+1 514.555.0142", "514-555-0142 (cell)"],
)
def test_a_canadian_number_is_understood_however_it_is_typed(typed):
    (phone,) = values.read_phones(typed)

    assert phone.number == "+15145550142"


def test_the_extension_and_the_kind_are_kept():
    (phone,) = values.read_phones("514 555-0142 poste 12", "travail")

    assert (phone.number, phone.digits, phone.kind) == ("+15145550142;ext=12", "5145550142", "travail")


@pytest.mark.parametrize(
    "typed", ["514 555-0142 / 438 555-0101", "514 555-0142 ou 438-555-0101", "514 555-0142;438 555-0101"]
)
def test_two_numbers_in_one_cell_are_two_numbers(typed):
    assert [phone.number for phone in values.read_phones(typed)] == ["+15145550142", "+14385550101"]


def test_a_number_from_elsewhere_is_understood_with_its_prefix():
    assert values.read_phones("+33 6 12 34 56 78")[0].number == "+33612345678"


@pytest.mark.parametrize("typed", ["555-0142", "514 555", "voisine 555-0142", "1" * 80])
def test_a_number_that_is_not_understood_is_kept_as_typed(typed):
    (phone,) = values.read_phones(typed)

    assert (phone.raw, phone.number) == (typed[:60], "")


@pytest.mark.parametrize("typed", ["", "aucun", "-", "N/A"])
def test_words_without_a_digit_are_no_number(typed):
    assert values.read_phones(typed) == []


@pytest.mark.parametrize(
    ("typed", "email"),
    [
        ("", ""),
        ("Linh@Famille.example", "linh@famille.example"),
        ("Linh <linh@famille.example>", "linh@famille.example"),
        ("mailto:linh@famille.example", "linh@famille.example"),
        ("aucun", None),
        ("linh@famille", None),
        ("a@" + "b" * 300 + ".example", None),
    ],
)
def test_an_address_of_e_mail_is_found_or_refused(typed, email):
    assert values.read_email(typed) == email


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("Arabe", "ar"),
        ("arabic", "ar"),
        ("AR", "ar"),
        ("Français", "fr"),
        ("français / anglais", "fr"),
        ("Créole haïtien", "ht"),
        ("kreyòl", "ht"),
        ("Mandarin", "zh"),
        ("中文", "zh"),
        ("Espagnol (Colombie)", "es"),
        ("Danois", "autre"),
        ("", ""),
        ("???", None),
        ("qwerty", None),
    ],
)
def test_a_language_is_known_by_its_french_english_or_own_name(typed, code):
    assert values.read_language(typed) == code


@pytest.mark.parametrize(
    ("level", "label", "code"),
    [
        ("3", "", "3"),
        ("03", "", "3"),
        ("P3", "", "3"),
        ("3e", "", "3"),
        ("3e année", "", "3"),
        ("Grade 3", "", "3"),
        ("KG", "", "mat5"),
        ("PK", "", "mat4"),
        ("Maternelle", "", "mat5"),
        ("Maternelle 4 ans", "", "mat4"),
        ("préscolaire 5 ans", "", "mat5"),
        ("", "1re année, groupe 101", "1"),
        ("", "302", ""),
        ("", "Groupe 3", ""),
        ("2e secondaire", "", ""),
        ("sec 3", "", ""),
        ("11", "", ""),
        ("", "", ""),
    ],
)
def test_a_level_is_read_from_its_own_cell_or_from_the_words_of_the_group(level, label, code):
    assert values.read_level(level, label) == code


@pytest.mark.parametrize(
    ("typed", "names"),
    [("Roy, Zoé", ("Zoé", "Roy")), ("Zoé Roy", ("", "Zoé Roy")), ("Sukarno", ("", "Sukarno")), ("李明", ("", "李明"))],
)
def test_a_name_is_cut_at_its_comma_only(typed, names):
    assert values.split_name(typed) == names


def test_the_key_of_a_name_ignores_order_accents_and_case():
    assert values.name_key("Zoé", "ROY-Côté") == values.name_key("cote Roy", "zoe")


def test_the_parts_of_an_address_are_joined_once():
    assert values.join_address("12  rue A", "Montréal", "H2X 1Y4") == "12 rue A, Montréal, H2X 1Y4"
    assert values.join_address("12 rue A, Montréal H2X 1Y4", "Montréal", "H2X 1Y4") == "12 rue A, Montréal H2X 1Y4"
