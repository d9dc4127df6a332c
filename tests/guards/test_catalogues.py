"""Whatever a parent reads is in every language, with the same blanks to fill in, and with each language's plurals."""

from __future__ import annotations

import re

import pytest

from schoolapp import i18n
from tests.guards import catalogues

BLANKS = re.compile(r"%\((\w+)\)[ds]")
# The forms that each language has: zero, one, two, few, many and other in Arabic; one form for all in Chinese.
FORMS = {"en": 2, "es": 2, "ar": 6, "ht": 2, "pt": 2, "zh": 1}


def messages(code: str) -> list:
    return [message for message in i18n.catalogue(code) if message.id]


def forms(text: str | tuple[str, ...]) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else text


def test_the_source_holds_the_texts_that_it_should():
    assert len(catalogues.texts()) > 100
    assert ("Il reste %(num)d place", "Il reste %(num)d places") in catalogues.texts()
    assert "Visite guidée" in catalogues.texts()


@pytest.mark.parametrize("code", catalogues.OTHER_LANGUAGES)
def test_every_text_of_parents_is_in_the_catalogue_and_nothing_else(code):
    held = {message.id for message in messages(code)}
    assert held == set(catalogues.texts()), "python -m tests.guards.catalogues, then translate what is empty"
    assert [message.id for message in messages(code) if not all(forms(message.string))] == []


@pytest.mark.parametrize("code", catalogues.OTHER_LANGUAGES)
def test_a_translation_keeps_the_blanks_of_its_text(code):
    for message in messages(code):
        wanted = {name for text in forms(message.id) for name in BLANKS.findall(text)}
        for said in forms(message.string):
            found = set(BLANKS.findall(said))
            # « one place left » may be written without a figure.
            assert found == wanted or (message.pluralizable and not found), (code, message.id, said)


@pytest.mark.parametrize("code", catalogues.OTHER_LANGUAGES)
def test_a_language_has_its_own_plural_forms(code):
    plurals = [message for message in messages(code) if message.pluralizable]
    assert {len(message.string) for message in plurals} == {FORMS[code]}


def test_each_language_is_named_in_itself_and_french_comes_first():
    assert next(iter(i18n.LANGUAGES)) == "fr"
    assert str(i18n.LANGUAGES["ar"]) == "العربية"
    assert {code: i18n.speech(code).direction for code in i18n.LANGUAGES if code != "ar"} == dict.fromkeys(
        [code for code in i18n.LANGUAGES if code != "ar"], "ltr"
    )
    assert i18n.speech("ar").direction == "rtl"


def test_what_no_person_has_checked_is_counted():
    assert i18n.unchecked("fr") == 0
    for code in catalogues.OTHER_LANGUAGES:
        waiting = [message for message in messages(code) if message.fuzzy]
        assert i18n.unchecked(code) == len(waiting)
