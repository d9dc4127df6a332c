"""The page of the partners: the search and its filters in the address, favourites, what leads on, in few statements."""

from __future__ import annotations

import re

import pytest

from schoolapp.partners import models as m
from tests.partners.services import organization, service

NAME = re.compile(r'class="partner-name"><a href="[^"]+">([^<]+)</a>')
READERS = ("agent", "prof", "pro", "secretariat", "direction")


@pytest.fixture
def shelf(cast):
    """Three services: food in Arabic, homework for children, clothes in the evening."""
    return {
        "food": service(
            "Dépannage alimentaire", "La Tablée", "alimentation", languages=["fr", "ar"], phone="5145550160"
        ),
        "homework": service("Aide aux devoirs", "Coup de pouce", "devoirs", age_min=6, age_max=12),
        "clothes": service("Friperie", "La Tablée", "vetements", hours=((["TH"], "17:00", "20:00"),), free=True),
    }


def names(answer) -> list[str]:
    assert answer.status_code == 200
    return NAME.findall(answer.get_data(as_text=True))


@pytest.mark.parametrize("who", READERS)
def test_the_school_finds_what_it_types(sign_in, cast, shelf, who):
    browser = sign_in(getattr(cast, who))
    assert names(browser.get("/partenaires")) == ["Aide aux devoirs", "Dépannage alimentaire", "Friperie"]
    assert names(browser.get("/partenaires?q=DEPANNAGE")) == ["Dépannage alimentaire"]
    assert names(browser.get("/partenaires?q=manteaux")) == ["Friperie"]


def test_the_liaison_and_strangers_do_not_look_into_it(sign_in, client, cast, shelf):
    assert sign_in(cast.repondant).get("/partenaires").status_code == 403
    assert client.get("/partenaires").status_code == 303


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("besoin=alimentation", ["Dépannage alimentaire"]),
        ("langue=ar", ["Dépannage alimentaire"]),
        ("quand=soir", ["Friperie"]),
        ("gratuit=1&besoin=vetements", ["Friperie"]),
        ("age=8&besoin=devoirs", ["Aide aux devoirs"]),
        ("age=30&besoin=devoirs", []),
        ("besoin=inconnu", []),
        ("besoin=%00&langue=%F0%9F%98%80&gratuit=1", ["Friperie"]),
        ("page=2", ["Aide aux devoirs", "Dépannage alimentaire", "Friperie"]),
        ("page=-1&age=1e400", ["Aide aux devoirs", "Dépannage alimentaire", "Friperie"]),
    ],
)
def test_filters_are_in_the_address(sign_in, cast, shelf, query, found):
    assert names(sign_in(cast.agent).get(f"/partenaires?{query}")) == found


def test_as_one_types_only_the_results_come_with_a_clean_address(sign_in, cast, shelf, htmx):
    answer = sign_in(cast.agent).get("/partenaires?q=devoirs&besoin=&age=&quand=", headers=htmx)
    text = answer.get_data(as_text=True)
    assert names(answer) == ["Aide aux devoirs"]
    assert "<html" not in text
    assert "1 service<" in text.replace("\N{NO-BREAK SPACE}", " ")
    assert answer.headers["HX-Replace-Url"] == "/partenaires?q=devoirs"


def test_each_service_tells_what_helps_to_choose(sign_in, cast, shelf):
    text = sign_in(cast.agent).get("/partenaires?q=friperie").get_data(as_text=True).replace("\N{NO-BREAK SPACE}", " ")
    assert "fermé, ouvre jeudi à 17 h" in text
    assert "gratuit" in text
    assert "Vêtements et meubles" in text
    text = sign_in(cast.agent).get("/partenaires?q=depannage").get_data(as_text=True)
    assert 'href="tel:+15145550160"' in text
    assert "français, arabe" in text


@pytest.mark.parametrize(
    ("until", "words"), [(None, "jamais confirmé"), ("2026-05-01", "à confirmer depuis le 1er mai")]
)
def test_a_sheet_that_nobody_confirmed_says_so(sign_in, cast, until, words):
    service("Répit", confirm_by=until)
    text = sign_in(cast.agent).get("/partenaires").get_data(as_text=True)
    assert words in text.replace("\N{NO-BREAK SPACE}", " ")


def test_when_nothing_answers_the_page_tells_what_would(sign_in, cast, shelf):
    browser = sign_in(cast.agent)
    text = browser.get("/partenaires?besoin=alimentation&quand=soir&langue=ar").get_data(as_text=True)
    assert "Aucun service ne répond à tout cela." in text
    assert "1 service à n’importe quelle heure" in text
    assert "/partenaires?besoin=alimentation&amp;langue=ar" in text
    assert "dans n’importe quelle langue" not in text  # nothing there either
    text = browser.get("/partenaires?q=fripperie").get_data(as_text=True)
    assert "/partenaires?q=friperie" in text


def test_an_empty_directory_says_what_will_come(sign_in, cast):
    assert "Aucun partenaire pour l’instant" in sign_in(cast.agent).get("/partenaires").get_data(as_text=True)


def test_many_services_come_by_pages(sign_in, cast):
    owner = organization("Maison")
    for number in range(45):
        service(f"Service {number:02d}", owner, "loisirs")
    browser = sign_in(cast.agent)
    assert names(browser.get("/partenaires?besoin=loisirs&page=2")) == [f"Service {n:02d}" for n in range(20, 40)]
    assert names(browser.get("/partenaires?besoin=loisirs&page=99")) == [f"Service {n:02d}" for n in range(40, 45)]


def test_the_page_takes_three_statements_however_many_services(sign_in, cast, shelf, count_queries):
    browser = sign_in(cast.agent)
    browser.get("/partenaires")
    with count_queries() as few:
        browser.get("/partenaires?q=a")
    for number in range(30):
        service(f"Autre {number}", "Maison", "loisirs", phone=f"51455502{number:02d}")
    with count_queries() as reading:
        browser.get("/partenaires?q=a")
    with count_queries() as many:
        browser.get("/partenaires?q=a")
    assert len(many) == len(few) <= 3
    assert len(reading) <= 6


def test_favourites_are_kept_found_and_put_back(sign_in, cast, shelf, events):
    browser, number = sign_in(cast.prof), shelf["food"].id
    address = f"/partenaires/services/{number}/favori"
    answer = browser.post(address, data={"garder": "1", "suite": "/partenaires?q=pain"})
    assert (answer.status_code, answer.location) == (303, "/partenaires?q=pain")
    assert "Dépannage alimentaire » est dans vos favoris" in browser.get("/partenaires").get_data(as_text=True).replace(
        "\N{NO-BREAK SPACE}", " "
    )
    browser.post(address, data={"garder": "1"})
    assert m.Favourite.select().count() == 1
    assert names(browser.get("/partenaires?parmi=favoris")) == ["Dépannage alimentaire"]
    assert names(sign_in(cast.agent).get("/partenaires?parmi=favoris")) == []
    browser.post(address, data={"garder": "0"})
    assert names(browser.get("/partenaires?parmi=favoris")) == []
    assert [event.actor_id for event in events("service.kept")] == [cast.prof.id] * 2
    assert len(events("service.put_back")) == 1


def test_with_htmx_a_favourite_changes_its_star_alone(sign_in, cast, shelf, htmx):
    address = f"/partenaires/services/{shelf['food'].id}/favori"
    text = sign_in(cast.agent).post(address, data={"garder": "1"}, headers=htmx).get_data(as_text=True)
    assert text.startswith("<button")
    assert 'aria-pressed="true"' in text


@pytest.mark.parametrize(
    "back", ["//ailleurs.example", "https://ailleurs.example", "/\\ailleurs.example", "/journal", "\n"]
)
def test_one_comes_back_to_the_partners_and_nowhere_else(sign_in, cast, shelf, back):
    address = f"/partenaires/services/{shelf['food'].id}/favori"
    assert sign_in(cast.agent).post(address, data={"garder": "1", "suite": back}).location == "/partenaires"


def test_what_is_archived_or_unknown_is_no_favourite(sign_in, cast, shelf):
    m.Service.update(state="archive").where(m.Service.id == shelf["food"].id).execute()
    browser = sign_in(cast.agent)
    assert browser.post(f"/partenaires/services/{shelf['food'].id}/favori", data={"garder": "1"}).status_code == 404
    assert browser.post("/partenaires/services/2147483647/favori", data={"garder": "1"}).status_code == 404
    assert sign_in(cast.repondant).post("/partenaires/services/1/favori").status_code == 403


def test_what_was_handed_over_last_comes_first_among_the_recent(sign_in, cast, shelf, frozen):
    browser = sign_in(cast.agent)
    for name in ("homework", "clothes"):
        frozen.move(minutes=1)
        browser.post("/partenaires/feuille", data={"choix": shelf[name].id})
    assert names(browser.get("/partenaires?parmi=recents")) == ["Friperie", "Aide aux devoirs"]
    assert names(sign_in(cast.prof).get("/partenaires?parmi=recents")) == []


def test_what_goes_on_the_sheet_stays_in_the_address_while_one_looks_on(sign_in, cast, shelf):
    number = shelf["food"].id
    text = sign_in(cast.agent).get(f"/partenaires?q=devoirs&choix={number}").get_data(as_text=True)
    assert f'<input type="hidden" name="choix" value="{number}" form="handout">' in text
    assert f'<input type="hidden" name="choix" value="{number}">' in text


# ---- from anywhere


def test_partners_are_in_the_search_from_anywhere(sign_in, cast, shelf, htmx, events, count_queries):
    browser = sign_in(cast.secretariat)
    text = browser.get("/chercher?q=friperie").get_data(as_text=True)
    assert f'<a href="/partenaires/services/{shelf["clothes"].id}">Friperie<small>La Tablée</small></a>' in text
    assert events("search.done")[-1].detail["partners"] == 1
    browser.get("/chercher?q=tab", headers=htmx)
    with count_queries() as statements:
        text = browser.get("/chercher?q=tab", headers=htmx).get_data(as_text=True)
    assert text.count("<small>La Tablée</small>") == 2
    assert len(statements) <= 6


def test_the_search_from_anywhere_counts_the_partners_it_does_not_show(sign_in, cast, htmx):
    for number in range(9):
        service(f"Patinage {number}", "Arena")
    text = sign_in(cast.agent).get("/chercher?q=patinage", headers=htmx).get_data(as_text=True)
    assert 'href="/partenaires?q=patinage">et 3 autres</a>' in text


@pytest.mark.parametrize(("who", "adds", "exchanges"), [("secretariat", 1, 1), ("pro", 1, 0), ("prof", 0, 0)])
def test_the_list_leads_to_what_each_may_do(sign_in, cast, who, adds, exchanges):
    text = sign_in(getattr(cast, who)).get("/partenaires").get_data(as_text=True).partition("<main")[2]
    assert text.count('class="btn" href="/partenaires/organismes/nouveau"') == adds
    assert text.count('href="/partenaires/echanges"') == exchanges
    assert text.count('href="/partenaires/besoins"') == 1


def test_the_same_words_find_the_same_services_when_one_refers_a_family(sign_in, cast, shelf):
    browser, address = sign_in(cast.agent), f"/familles/{cast.haddad.id}/references/nouvelle"
    assert "Friperie" in browser.get(f"{address}?q=manteaux").get_data(as_text=True)
    assert "Friperie" not in browser.get(address).get_data(as_text=True)
    browser.post(f"/partenaires/services/{shelf['clothes'].id}/favori", data={"garder": "1"})
    assert "Friperie" in browser.get(address).get_data(as_text=True)
