"""The board's filters: what they keep, what they ignore, and how they are kept under a name."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from schoolapp import clock
from schoolapp.families.models import Family, SavedFilter
from tests.families import board

TODAY = date(2026, 11, 17)


@pytest.fixture
def school(cast):
    """Five families that differ by one thing each."""
    recent = clock.now() - timedelta(days=2)
    common = {"last_contact_at": recent, "lead": cast.agent, "prioritised_on": TODAY}
    Family.update(link_state=None).execute()
    board.family("Un", pupils_line=[["Léo", "302"], ["Ada", "101"]], **common)
    board.family("Deux", "veille", pupils_line=[["30", "2"]], language="ar", interpreter="oui", **common)
    board.family("Trois", tier=3, priority="haute", **common | {"lead": cast.agent2})
    board.family("Quatre", next_step="Rappeler", next_step_on=TODAY - timedelta(days=1), **common)
    board.family("Cinq", **common | {"last_contact_at": clock.now() - timedelta(days=21)})
    return cast


def found(browser, query: str) -> set[str]:
    return board.names(browser.get(f"/familles?{query}").text)


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", {"Un", "Deux", "Trois", "Quatre", "Cinq"}),
        ("groupe=302", {"Un"}),
        ("groupe=101", {"Un"}),
        ("palier=3", {"Trois"}),
        ("langue=ar", {"Deux"}),
        ("priorite=haute", {"Trois"}),
        ("interprete=1", {"Deux"}),
        ("en_retard=1", {"Quatre"}),
        ("sans_contact=1", {"Cinq"}),
        ("miennes=1", {"Un", "Deux", "Quatre", "Cinq"}),
        ("miennes=1&en_retard=1", {"Quatre"}),
        ("miennes=1&palier=3", set()),
    ],
)
def test_each_filter_keeps_its_families(school, sign_in, query, names):
    assert found(sign_in(school.agent), query) == names


def test_the_filter_by_agent(school, sign_in):
    assert found(sign_in(school.direction), f"agent={school.agent2.id}") == {"Trois"}


def test_a_step_due_today_is_not_late(school, sign_in):
    Family.update(next_step_on=TODAY).execute()
    assert found(sign_in(school.agent), "en_retard=1") == set()


def test_the_counts_of_on_off_filters_follow_the_other_filters(school, sign_in):
    html = sign_in(school.agent).get("/familles?groupe=302").text
    assert "Suivi en retard · 0" in html
    html = sign_in(school.agent).get("/familles?en_retard=1").text
    assert "Suivi en retard · 1" in html
    assert "Sans contact depuis 3 semaines · 0" in html
    assert "1\N{NO-BREAK SPACE}famille sur 5".replace("\N{NO-BREAK SPACE}", " ") in html.replace(
        "\N{NO-BREAK SPACE}", " "
    )


def test_nothing_found_offers_to_clear_the_filters(school, sign_in):
    html = sign_in(school.agent).get("/familles?miennes=1&palier=3").text
    assert "Aucune famille ne répond à ces filtres." in html
    assert '<a class="btn secondary" href="/familles">' in html


@pytest.mark.parametrize(
    "query",
    [
        "groupe=999",
        "agent=999",
        "agent=abc",
        "agent=99999999999999999999",
        "palier=4",
        "palier=-1",
        "langue=klingon",
        "priorite=absolue",
        "miennes=peut-être",
        "sans_contact=0",
        "groupe=%00",
        "groupe=%ED%A0%80",
        "groupe=<script>alert(1)</script>",
        "palier=1%20OR%201=1",
    ],
)
def test_an_unknown_value_is_left_aside_and_said(school, sign_in, query):
    html = sign_in(school.agent).get(f"/familles?{query}").text
    assert board.names(html) == {"Un", "Deux", "Trois", "Quatre", "Cinq"}
    assert ("il est laissé de côté" in html) is (query not in {"groupe=%00"})
    assert "<script>alert" not in html


@pytest.mark.parametrize(
    "query",
    ["colonne=%00", "v=%F0%9F", "&&&===", "groupe", "groupe=302&groupe=101", "inconnu=1", "a=" + "b" * 5000, "%=%"],
)
@pytest.mark.parametrize("path", ["/familles", "/familles/etat", "/familles/repertoire"])
def test_hostile_parameters_are_harmless(school, sign_in, path, query):
    assert sign_in(school.agent).get(f"{path}?{query}").status_code == 200


def test_a_filter_is_kept_applied_and_removed(school, sign_in, events):
    browser = sign_in(school.agent)
    answer = browser.post("/familles/filtres", data={"name": "Mes retards", "filtres": "miennes=1&en_retard=1"})
    assert (answer.status_code, answer.location) == (303, "/familles?miennes=1&en_retard=1")
    html = browser.get("/familles").text
    assert "/familles?miennes=1&amp;en_retard=1" in html
    assert "Mes retards" in html
    kept = SavedFilter.get()
    answer = browser.post(f"/familles/filtres/{kept.id}/retrait")
    assert answer.status_code == 303
    assert SavedFilter.select().count() == 0
    assert [event.subject_label for event in events("filter.saved")] == ["Mes retards"]
    assert [event.subject_label for event in events("filter.removed")] == ["Mes retards"]


def test_the_same_name_again_replaces_the_filter(school, sign_in):
    browser = sign_in(school.agent)
    browser.post("/familles/filtres", data={"name": "À voir", "filtres": "palier=3"})
    browser.post("/familles/filtres", data={"name": "À voir", "filtres": "?groupe=302&v=1&suite=//mal.example"})
    assert [(kept.name, kept.query) for kept in SavedFilter.select()] == [("À voir", "groupe=302")]


def test_a_filter_without_a_name_is_refused_beside_its_field(school, sign_in):
    answer = sign_in(school.agent).post("/familles/filtres", data={"name": "  ", "filtres": "palier=3"})
    assert answer.status_code == 422
    assert "Ce champ est nécessaire." in answer.text
    assert board.names(answer.text) == {"Trois"}
    answer = sign_in(school.agent).post("/familles/filtres", data={"name": "x" * 61, "filtres": ""})
    assert answer.status_code == 422


def test_saved_filters_are_ones_own(school, sign_in):
    kept = SavedFilter.create(user=school.agent2, name="À elle", query="palier=3")
    browser = sign_in(school.agent)
    assert "À elle" not in browser.get("/familles").text
    assert browser.post(f"/familles/filtres/{kept.id}/retrait").status_code == 404
    assert SavedFilter.select().count() == 1


def test_there_is_an_end_to_saved_filters(school, sign_in):
    for rank in range(20):
        SavedFilter.create(user=school.agent, name=f"Filtre {rank}", query="")
    answer = sign_in(school.agent).post("/familles/filtres", data={"name": "De trop", "filtres": "palier=3"})
    assert answer.status_code == 409
    assert "20 filtres" in answer.text
    assert SavedFilter.select().count() == 20


def test_saving_a_filter_with_htmx_sends_to_the_board(school, sign_in, htmx):
    answer = sign_in(school.agent).post("/familles/filtres", data={"name": "A", "filtres": "palier=3"}, headers=htmx)
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (204, "/familles?palier=3")
