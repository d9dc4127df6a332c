"""The school's open list: what is on it, in which language, and what it never tells."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from schoolapp import i18n
from schoolapp.accounts.models import School
from schoolapp.activities import places
from schoolapp.activities.models import Slot
from tests.activities import helpers
from tests.activities.parents import PHONE, heading, with_a_phone, within
from tests.guards import markup

NBSP = "\N{NO-BREAK SPACE}"


@pytest.fixture
def story(cast):
    with_a_phone()
    return helpers.activity(
        cast.prof,
        kind="partage",
        title="Lire une histoire",
        words="Dans la langue de votre choix.",
        childcare=True,
        translations={"ar": {"title": "قراءة قصة", "words": "", "checked": False}},
    )


def test_the_list_says_what_when_and_how_many_places(client, story):
    helpers.slot(story, capacity=2)
    page = client.get("/b").text
    assert heading(page) == "Venez passer un moment à l’école avec nous."
    assert f"Mardi 8{NBSP}décembre, de{NBSP}9{NBSP}h à{NBSP}10{NBSP}h" in page
    assert "Il reste 2 places" in page
    assert "Les enfants sont gardés sur place." in page
    assert PHONE in page
    assert markup.faults(page) == []


def test_what_is_not_for_everybody_or_not_now_is_not_on_the_list(client, cast):
    hidden = {
        "Pour un groupe": {"audience": "groupes"},
        "Sur invitation": {"audience": "invites"},
        "Pas encore": {"opens_at": helpers.STARTS - timedelta(days=1)},
        "Déjà fermée": {"closes_at": datetime(2026, 11, 1, tzinfo=UTC)},
        "Annulée": {"state": "annulee"},
    }
    rows = {title: helpers.activity(cast.agent, title=title, **columns) for title, columns in hidden.items()}
    for row in rows.values():
        helpers.slot(row)
    past = helpers.activity(cast.agent, title="Passée")
    helpers.slot(past, starts=datetime(2026, 11, 16, 14, tzinfo=UTC))
    page = client.get("/b").text
    assert [title for title in [*hidden, "Passée"] if title in page] == []
    assert "Il n’y a pas d’activité ouverte" in page
    for row in [*rows.values(), past]:
        assert client.get(f"/b/{row.id}").status_code == 404


def test_a_full_time_says_that_there_is_a_waiting_list(app, client, story):
    within(app, helpers.sign_up, helpers.slot(story, capacity=1))
    page = client.get("/b").text
    assert f"Complet{NBSP}: il y a une liste d’attente" in page
    assert "Linh Nguyen" not in page


def test_nothing_of_the_family_files_nor_of_other_parents_is_shown(app, client, cast, story):
    slot = helpers.slot(story, capacity=5)
    who = {"family": cast.haddad, "child_words": "Yasmine 302", "email": "samira@famille.example"}
    within(app, helpers.sign_up, slot, "Samira Haddad", **who)
    for path in ("/b", f"/b/{story.id}", "/code", "/b/appel"):
        page = client.get(path).text
        private = ("Samira", "Haddad", "Yasmine", "famille.example", "555-0142", "5145550142")
        assert [word for word in private if word in page] == []


def test_the_list_is_read_in_two_statements_however_long(client, story, count_queries):
    for day in range(8):
        helpers.slot(story, starts=helpers.STARTS + timedelta(days=day))
    other = helpers.activity(story.created_by, title="Café")
    helpers.slot(other)
    client.get("/b")
    with count_queries() as statements:
        client.get("/b")
    assert len(statements) == 2, statements  # the school, for the gate and for the page, then the list


@pytest.mark.parametrize("code", i18n.LANGUAGES)
def test_every_page_speaks_each_language(client, story, code):
    helpers.slot(story, capacity=3)
    for path in ("/b", f"/b/{story.id}", "/b/appel", "/b/autre-fois", "/b/merci", "/code", "/m/inconnu", "/i/inconnu"):
        answer = client.get(f"{path}?langue={code}")
        speech = i18n.speech(code)
        assert f'<html lang="{speech.tag}" dir="{speech.direction}">' in answer.text
        assert answer.headers["Content-Language"] == speech.tag
        assert markup.faults(answer.text) == []
        assert [str(name) for name in i18n.LANGUAGES.values() if str(name) not in answer.text] == []


@pytest.mark.parametrize(
    ("code", "when", "left"),
    [
        ("fr", f"Mardi 8{NBSP}décembre, de{NBSP}9{NBSP}h à{NBSP}10{NBSP}h", "Il reste 3 places"),
        ("en", f"Tuesday, December 8, 9:00{NBSP}a.m. to{NBSP}10:00{NBSP}a.m.", "3 places left"),
        ("es", f"Martes 8 de diciembre, de{NBSP}9:00 a{NBSP}10:00", "Quedan 3 lugares"),
        ("ar", f"الثلاثاء 8 ديسمبر، من{NBSP}9:00 إلى{NBSP}10:00", "بقيت 3 أماكن"),
        ("ht", f"Madi 8{NBSP}desanm, soti{NBSP}9:00 rive{NBSP}10:00", "Rete 3 plas"),
        ("pt", f"Terça-feira, 8 de dezembro, das{NBSP}9:00 às{NBSP}10:00", "Restam 3 lugares"),
        ("zh", f"12月8日星期二，9:00{NBSP}至{NBSP}10:00", "还剩 3 个名额"),
    ],
)
def test_dates_times_and_counts_are_those_of_the_language(client, story, code, when, left):
    helpers.slot(story, capacity=3)
    page = client.get(f"/b?langue={code}").text
    assert when in page
    assert left in page


def test_arabic_counts_as_arabic_counts(client, story):
    wanted = {1: "بقي مكان واحد", 2: "بقي مكانان", 5: "بقيت 5 أماكن", 12: "بقي 12 مكانًا", 100: "بقي 100 مكان"}
    slot = helpers.slot(story)
    for count, words in wanted.items():
        Slot.update(capacity=count).where(Slot.id == slot.id).execute()
        assert words in client.get("/b?langue=ar").text


def test_a_year_that_is_not_this_one_is_said(client, story):
    helpers.slot(story, starts=datetime(2027, 1, 12, 14, tzinfo=UTC))
    assert "martes 12 de enero de 2027" in client.get("/b?langue=es").text.lower()
    assert f"madi 12{NBSP}janvye{NBSP}2027" in client.get("/b?langue=ht").text.lower()


def test_the_school_s_own_words_come_in_the_language_when_it_has_them_else_in_french(client, story):
    helpers.slot(story)
    arabic, english = client.get("/b?langue=ar").text, client.get("/b?langue=en").text
    assert "<h2>قراءة قصة</h2>" in arabic
    assert '<h2 lang="fr-CA" dir="ltr">Lire une histoire</h2>' in english
    assert "Sharing a skill or a story" in english


def test_the_browser_s_language_is_taken_unless_the_address_says_another(client, story):
    def language(path: str, accepted: str) -> str:
        return client.get(path, headers={"Accept-Language": accepted}).headers["Content-Language"]

    assert language("/b", "vi,pt-BR;q=0.8,en;q=0.5") == "pt"
    assert language("/b", "vi") == "fr-CA"
    assert language("/b?langue=es", "pt") == "es"
    assert language("/b?langue=klingon", "") == "fr-CA"


def test_staff_pages_stay_in_french_whatever_the_browser_or_the_last_parent_spoke(client, cast, story, sign_in):
    client.get("/b?langue=ar")
    page = sign_in(cast.agent).get("/?langue=ar", headers={"Accept-Language": "ar"}).text
    assert 'lang="fr-CA"' in page
    assert "Ma journée" in page


def test_times_are_those_of_the_school(client, story):
    School.update(time_zone="America/Vancouver").execute()
    helpers.slot(story)
    assert f"de{NBSP}6{NBSP}h à{NBSP}7{NBSP}h" in client.get("/b").text


def test_no_page_sets_a_cookie_or_lets_anything_be_kept(client, story):
    slot = helpers.slot(story)
    for path in ("/b", f"/b/{story.id}", "/code", "/m/inconnu"):
        answer = client.get(path)
        assert answer.headers.getlist("Set-Cookie") == []
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert "noindex" in answer.headers["X-Robots-Tag"]
    assert places.accepts(story, slot)


def test_a_volunteer_reads_why_the_place_waits_for_a_check(client, cast):
    regular = helpers.activity(cast.prof, kind="classe", title="Aider en classe", regular_contact=True)
    helpers.slot(regular)
    assert "vérification demandée par la loi" in client.get(f"/b/{regular.id}").text
