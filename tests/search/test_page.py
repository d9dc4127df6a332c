"""The search by its addresses: the page, the fragment under the box, roles, refusals, journal."""

from __future__ import annotations

import json

import pytest

from schoolapp.families import models as m


def text_of(answer) -> str:
    return answer.get_data(as_text=True)


@pytest.mark.parametrize("who", ["agent", "direction", "prof", "secretariat"])
def test_the_page_shows_families_with_a_link_to_their_file(cast, sign_in, who):
    answer = sign_in(getattr(cast, who)).get("/chercher?q=samira")
    assert answer.status_code == 200
    assert f'href="/familles/{cast.haddad.id}"' in text_of(answer)
    assert "Samira Haddad" in text_of(answer)


def test_the_liaison_may_not_search(cast, sign_in):
    assert sign_in(cast.repondant).get("/chercher?q=haddad").status_code == 403
    assert "search-q" not in text_of(sign_in(cast.repondant).get("/mon-compte"))


def test_a_stranger_is_sent_to_sign_in(cast, client, htmx):
    assert client.get("/chercher?q=haddad").status_code == 303
    answer = client.get("/chercher?q=haddad", headers=htmx)
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (401, "/connexion")


def test_the_fragment_is_the_results_alone(cast, sign_in, htmx):
    answer = sign_in(cast.agent).get("/chercher?q=haddad", headers=htmx)
    assert answer.status_code == 200
    assert "<html" not in text_of(answer)
    assert "data-status" in text_of(answer)
    assert "Yasmine Haddad" in text_of(answer)


def test_nothing_typed_gives_nothing_under_the_box_and_a_hint_on_the_page(cast, sign_in, htmx, events):
    browser = sign_in(cast.agent)
    assert text_of(browser.get("/chercher?q=", headers=htmx)) == ""
    assert text_of(browser.get("/chercher?q=%20%20-%20", headers=htmx)) == ""
    assert "Qui cherchez-vous?" in text_of(browser.get("/chercher"))
    assert events("search.done") == []


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_nothing_found_is_said_with_what_was_typed_made_safe(cast, sign_in, headers):
    answer = sign_in(cast.agent).get("/chercher?q=%3Cb%3Ezut%3C/b%3E", headers=headers)
    assert answer.status_code == 200
    assert "Aucun résultat" in text_of(answer)
    assert "&lt;b&gt;zut" in text_of(answer)
    assert "<b>zut" not in text_of(answer)


def test_a_search_that_is_too_long_is_refused_with_words_and_kept(cast, sign_in, events):
    answer = sign_in(cast.agent).get("/chercher?q=" + "é" * 101)
    assert answer.status_code == 422
    assert "Au plus 100 caractères." in text_of(answer)
    assert "é" * 101 in text_of(answer)
    assert events("search.done") == []


HOSTILE = [
    "%00",
    "%FF%FE",
    "%ED%A0%80",
    "a%00b",
    "%",
    "'%20OR%201=1--",
    "%E2%80%AE",
    "%F0%9F%99%82",
    "1" * 100,
    "_" * 100,
]


@pytest.mark.parametrize("typed", HOSTILE)
@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_hostile_text_is_only_text(cast, sign_in, typed, headers):
    assert sign_in(cast.pro).get(f"/chercher?q={typed}", headers=headers).status_code in {200, 422}


def test_beyond_the_circle_the_name_comes_with_a_warning(cast, sign_in):
    page = text_of(sign_in(cast.pro).get("/chercher?q=haddad"))
    assert "hors de votre cercle" in page
    assert f'href="/familles/{cast.haddad.id}"' in page
    assert "Yasmine" not in page
    assert "Samira" not in page


def test_the_others_are_counted_and_lead_to_the_page(cast, sign_in, htmx):
    for number in range(22):
        name = f"Zénith {number:02d}"
        m.Family.create(name=name, search_key=f"zenith {number:02d}", sort_key=name, created_at=cast.school.created_at)
    fragment = text_of(sign_in(cast.agent).get("/chercher?q=zenith", headers=htmx))
    assert 'href="/chercher?q=zenith">et 16 autres</a>' in fragment
    assert "et 2 autres" in text_of(sign_in(cast.agent).get("/chercher?q=zenith"))


def test_the_journal_keeps_how_much_was_found_and_not_what_was_typed(cast, sign_in, events):
    sign_in(cast.agent).get("/chercher?q=haddad+samira")
    sign_in(cast.agent).get("/chercher?q=zzz")
    first, second = events("search.done")
    assert (first.actor_id, first.detail) == (cast.agent.id, {"length": 13, "families": 1})
    assert second.detail == {"length": 3}
    assert "haddad" not in json.dumps([first.detail, first.subject_label])


def test_as_one_types_one_search_a_minute_is_kept_for_each_person(cast, sign_in, events, htmx, frozen):
    browser, other = sign_in(cast.agent), sign_in(cast.prof)
    for typed in ("h", "ha", "had", "hadd"):
        browser.get(f"/chercher?q={typed}", headers=htmx)
        other.get(f"/chercher?q={typed}", headers=htmx)
    kept = [(event.actor_id, event.detail["length"], event.detail["typing"]) for event in events("search.done")]
    assert kept == [(cast.agent.id, 1, True), (cast.prof.id, 1, True)]
    frozen.move(seconds=61)
    browser.get("/chercher?q=haddad", headers=htmx)
    browser.get("/chercher?q=haddad", headers=htmx)
    assert len(events("search.done")) == 3


def test_a_search_of_the_page_is_always_kept(cast, sign_in, events, htmx):
    browser = sign_in(cast.agent)
    browser.get("/chercher?q=hadd", headers=htmx)
    browser.get("/chercher?q=haddad")
    browser.get("/chercher?q=haddad")
    assert len(events("search.done")) == 3


@pytest.mark.parametrize("who", ["agent", "prof", "pro", "secretariat"])
@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_a_page_asks_the_database_six_things_at_most(cast, sign_in, count_queries, htmx, who, headers):
    browser = sign_in(getattr(cast, who))
    browser.get("/chercher?q=tremblay", headers=htmx)
    with count_queries() as statements:
        browser.get("/chercher?q=nguyen+linh", headers=headers)
    reads = [text for text in statements if text.lstrip().startswith(("SELECT", "WITH"))]
    assert len(reads) <= 6
    assert len(statements) - len(reads) <= 1
