"""Texts of the code: found in the language spoken, at once or when they are shown."""

from __future__ import annotations

import copy

import pytest
from markupsafe import Markup

from schoolapp.i18n import LANGUAGES, gettext, lazy_gettext, ngettext, speak, speaking

SEND = "Envoyer"


def test_a_text_is_its_own_in_french_and_in_no_language():
    assert gettext(SEND) == SEND
    assert gettext("%(count)s %% de %(what)s", count=3, what="tout") == "3 % de tout"
    assert gettext("100 %") == "100 %"


@pytest.mark.parametrize(("count", "words"), [(0, "0 jour"), (1, "1 jour"), (2, "2 jours")])
def test_french_counts_from_zero_in_the_singular(count: int, words: str):
    assert ngettext("%(num)d jour", "%(num)d jours", count) == words


def test_a_text_is_found_in_the_language_spoken():
    with speaking("en"):
        assert gettext(SEND) == "Send"
        assert ngettext("%(num)d an", "%(num)d ans", 2) == "2 years"
    assert gettext(SEND) == SEND


def test_a_lazy_text_is_found_when_it_is_shown():
    text = lazy_gettext(SEND)
    assert (str(text), f"{text}", text + "!") == (SEND, SEND, "Envoyer!")
    assert ("« " + text, text.upper()) == ("« Envoyer", "ENVOYER")
    assert text == SEND
    assert {text: 1}[SEND] == 1
    assert (len(text), text[0], list(text), "voy" in text) == (7, "E", list(SEND), True)
    assert Markup("<b>{}</b>").format(text) == "<b>Envoyer</b>"
    with speaking("es"):
        assert text == "Enviar"
        assert str(copy.deepcopy(text)) == "Enviar"
    assert sorted([lazy_gettext("b"), lazy_gettext("a")]) == ["a", "b"]
    assert lazy_gettext("%(n)d pas", n=2) == "2 pas"
    assert lazy_gettext("%(n)d pas") % {"n": 3} == "3 pas"


def test_a_lazy_text_has_what_a_text_has_and_nothing_else():
    with pytest.raises(AttributeError):
        _ = lazy_gettext(SEND).nothing


def test_a_language_that_we_do_not_have_is_french():
    speak("xx")
    assert gettext(SEND) == SEND
    assert str(LANGUAGES["en"]) == "English"
