"""What a sheet says in other languages: kept, marked until checked, never lost when two people write."""

from __future__ import annotations

import pytest

from schoolapp.partners import models as m
from schoolapp.partners.translation_forms import OTHERS
from tests.partners.services import service


@pytest.fixture
def pantry(cast):
    return service("Panier de denrées", "La Tablée", words="Des aliments.", how="Venez.")


def address(one) -> str:
    return f"/partenaires/services/{one.id}/langues"


def data(version: int = 1, **languages) -> dict[str, str]:
    sent = {"version": str(version)}
    for place, code in enumerate(OTHERS):
        sent[f"languages-{place}-code"] = code
        for name, value in languages.get(code, {}).items():
            sent[f"languages-{place}-{name}"] = value
    return sent


def test_translations_are_kept_with_their_history_and_event(sign_in, cast, pantry, events):
    browser = sign_in(cast.secretariat)
    assert "Panier de denrées" in browser.get(address(pantry)).get_data(as_text=True)
    sent = data(es={"name": "Canasta", "words": " Comida\x00. "}, ar={"name": "سلة", "checked": "y"})
    answer = browser.post(address(pantry), data=sent)
    assert (answer.status_code, answer.location) == (303, f"/partenaires/feuille?choix={pantry.id}")
    kept = m.Service.get_by_id(pantry.id)
    assert kept.translations == {
        "es": {"name": "Canasta", "words": "Comida.", "checked": False},
        "ar": {"name": "سلة", "checked": True},
    }
    assert kept.version == 2
    (change,) = m.SheetChange.select().where(m.SheetChange.field == "translations")
    assert (change.before, change.after) == ("", "Español (à vérifier), العربية")
    assert events("service.translated")[0].detail == {"langues": ["ar", "es"]}


def test_the_same_again_writes_nothing(sign_in, cast, pantry, events):
    browser = sign_in(cast.agent)
    browser.post(address(pantry), data=data(es={"name": "Canasta"}))
    browser.post(address(pantry), data=data(2, es={"name": "Canasta"}))
    assert len(events("service.translated")) == 1


def test_what_is_too_long_or_checked_without_words_is_refused_and_kept_on_the_screen(sign_in, cast, pantry):
    browser = sign_in(cast.agent)
    answer = browser.post(address(pantry), data=data(es={"name": "x" * 201}, pt={"checked": "y"}))
    assert answer.status_code == 422
    text = answer.get_data(as_text=True)
    assert "x" * 201 in text
    assert "Rien n’est encore écrit dans cette langue." in text
    assert m.Service.get_by_id(pantry.id).translations == {}


def test_two_people_at_once_lose_nothing(sign_in, cast, pantry):
    sign_in(cast.agent).post(address(pantry), data=data(es={"name": "Canasta"}))
    answer = sign_in(cast.pro).post(address(pantry), data=data(1, es={"name": "Cesta"}))
    assert answer.status_code == 409
    text = answer.get_data(as_text=True)
    assert "Canasta" in text
    assert 'value="Cesta"' in text
    assert m.Service.get_by_id(pantry.id).translations["es"]["name"] == "Canasta"
    assert 'name="version" type="hidden" value="2"' in text


def test_teachers_and_the_liaison_do_not_translate(sign_in, cast, pantry):
    for who in (cast.prof, cast.repondant):
        assert sign_in(who).get(address(pantry)).status_code == 403
        assert sign_in(who).post(address(pantry), data=data()).status_code == 403
    assert sign_in(cast.agent).get("/partenaires/services/999/langues").status_code == 404


def test_a_language_that_is_not_offered_is_left_aside(sign_in, cast, pantry):
    sent = data() | {"languages-0-code": "klingon", "languages-0-name": "nuq"}
    sign_in(cast.agent).post(address(pantry), data=sent)
    assert m.Service.get_by_id(pantry.id).translations == {}
