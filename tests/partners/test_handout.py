"""The sheet handed to a family: its words in each language, its numbers, what is not translated, who makes it."""

from __future__ import annotations

import re
from datetime import date
from uuid import uuid4

import pytest

from schoolapp.i18n import LANGUAGES, speaking
from schoolapp.partners import handout
from schoolapp.partners import handout_words as said
from schoolapp.partners import models as m
from tests.partners.services import service

SPANISH = {
    "name": "Canasta de alimentos",
    "words": "Comida para la semana.",
    "how": "Venga el martes.",
    "checked": False,
}


@pytest.fixture
def pantry(cast):
    return service(
        "Panier de denrées", "La Tablée", "alimentation", phone="5145550160",
        hours=((["TU", "TH"], "13:00", "16:00"), (["MO", "TU", "WE", "TH", "FR"], "09:00", "12:00")),
        place={"name": "Sous-sol", "address": "12, rue des Érables", "city": "Montréal", "accessible": True},
        words="Des aliments pour la semaine.", how="Venez le mardi.", free=True, age_min=18,
        languages=["fr", "es", "ar"], interpretation="sur demande",
        documents="Une preuve d’adresse", translations={"es": SPANISH},
    )  # fmt: skip


def plain(text: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text.replace("\N{NO-BREAK SPACE}", " ")))


def page(browser, *services, language: str = "") -> str:
    chosen = "&".join(f"choix={one.id}" for one in services)
    answer = browser.get(f"/partenaires/feuille?{chosen}&langue={language}")
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def test_in_french_it_says_what_where_when_and_how_in_plain_words(sign_in, cast, pantry):
    text = plain(page(sign_in(cast.prof), pantry))
    for words in (
        "Un service près de chez vous", "Panier de denrées", "Des aliments pour la semaine.", "514 555-0160",
        "mardi, jeudi, de 13 h à 16 h", "du lundi au vendredi, de 9 h à 12 h", "12, rue des Érables, Montréal",
        "Accessible en fauteuil roulant", "18 ans et plus", "Gratuit", "Venez le mardi.", "Une preuve d’adresse",
        "français · español · العربية", "On peut demander un interprète.", "Les heures peuvent changer",
    ):  # fmt: skip
        assert words in text
    assert "n’a pas encore été relue" not in text


def test_in_spanish_the_schools_translation_is_used_and_said_to_be_unchecked(sign_in, cast, pantry):
    text = page(sign_in(cast.agent), pantry, language="es")
    assert '<section class="handout" lang="es" dir="ltr">' in text
    for words in (
        "Canasta de alimentos",
        "Comida para la semana.",
        "Venga el martes.",
        "de lunes a viernes",
        "¿Cuándo?",
    ):
        assert words in plain(text)
    assert "de lunes a viernes" in plain(text)
    assert "Panier de denrées" in plain(text)  # to show at the counter
    assert '<div lang="fr-CA" dir="ltr"><p dir="auto">Une preuve d’adresse' in text  # not translated: in French
    assert "Esta traducción todavía no ha sido revisada." in text
    assert "Traduction à vérifier" in text


def test_in_arabic_the_sheet_reads_from_right_to_left_and_says_what_is_in_french(sign_in, cast, pantry):
    text = page(sign_in(cast.agent), pantry, language="ar")
    assert '<section class="handout" lang="ar" dir="rtl">' in text
    assert '<h2 lang="fr-CA" dir="ltr">Panier de denrées</h2>' in text
    assert "الثلاثاء، الخميس" in text
    assert '<bdi dir="ltr" class="handout-number">' in text
    assert f"/partenaires/services/{pantry.id}/langues#ar" in text  # whoever may write is shown where to translate
    assert "/langues#ar" not in page(sign_in(cast.prof), pantry, language="ar")


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_language_has_its_days_hours_and_labels(context, pantry, code):
    drawn = handout.draw([pantry.id], code)
    sheet = drawn.sheets[0]
    assert drawn.speech.code == code
    assert len(sheet.when) == 2
    with speaking("fr"):
        french = handout.draw([pantry.id], "fr").sheets[0]
    if code != "fr":
        assert sheet.need != french.need
        assert sheet.when != french.when
        assert sheet.interpretation != french.interpretation


def test_a_checked_translation_leaves_only_the_catalogue_to_be_checked(context, pantry):
    m.Service.update(translations={"es": SPANISH | {"checked": True}}).execute()
    drawn = handout.draw([pantry.id], "es")
    assert not drawn.sheets[0].unchecked
    assert drawn.unchecked is drawn.catalogue_unchecked


def test_several_services_come_in_the_order_chosen_and_the_archived_do_not(sign_in, cast, pantry):
    other, gone = service("Friperie", "La Tablée"), service("Fermé", "La Tablée", state="archive")
    text = plain(page(sign_in(cast.agent), other, gone, pantry))
    assert text.index("Friperie") < text.index("Panier de denrées")
    assert "Fermé" not in text
    assert "Des services près de chez vous" in text


def test_it_takes_as_many_statements_for_one_as_for_ten(sign_in, cast, pantry, count_queries):
    browser = sign_in(cast.agent)
    several = [pantry, *(service(f"Service {n}", "Maison", "loisirs", phone=f"514555020{n}") for n in range(9))]
    with count_queries() as one:
        page(browser, pantry)
    with count_queries() as ten:
        page(browser, *several)
    assert len(one) == len(ten) <= 6


def test_a_service_without_a_number_shows_that_of_its_organisation(context, cast):
    made = service("Info", "Maison")
    m.Phone.create(uuid=str(uuid4()), organization=made.organization_id, digits="18005550142", typed="1 800 555-0142",
                   kind="sans_frais", extension="3")  # fmt: skip
    m.Phone.create(
        uuid=str(uuid4()), organization=made.organization_id, digits="5145550199", typed="x", kind="telecopieur"
    )
    (number,) = handout.draw([made.id], "fr").sheets[0].numbers
    assert (plain(number.number), number.kind, number.extension) == ("1 800 555-0142", "appel gratuit", "3")


# ---- making it


def test_making_a_sheet_is_kept_as_a_use_and_leads_to_it(sign_in, cast, pantry, events):
    browser = sign_in(cast.agent)
    for _time in range(2):
        answer = browser.post("/partenaires/feuille", data={"choix": [pantry.id, 999], "langue": "ar"})
    assert (answer.status_code, answer.location) == (303, f"/partenaires/feuille?choix={pantry.id}&langue=ar")
    assert [(row.user_id, row.service_id) for row in m.ServiceUse.select()] == [(cast.agent.id, pantry.id)]
    assert events("service.handout")[0].detail == {"services": ["Panier de denrées"], "langue": "ar"}


@pytest.mark.parametrize("choice", [{}, {"choix": "999"}, {"choix": ["x", "-1", "9" * 30, "\x00"]}])
def test_with_nothing_chosen_one_is_told_to_choose(sign_in, cast, choice):
    browser = sign_in(cast.agent)
    answer = browser.post("/partenaires/feuille", data=choice | {"suite": "/partenaires?q=pain"})
    assert (answer.status_code, answer.location) == (303, "/partenaires?q=pain")
    assert "Cochez d’abord" in browser.get("/partenaires").get_data(as_text=True)
    assert browser.get("/partenaires/feuille?choix=999").status_code == 404


def test_the_liaison_makes_none(sign_in, cast, pantry):
    assert sign_in(cast.repondant).post("/partenaires/feuille", data={"choix": pantry.id}).status_code == 403
    assert sign_in(cast.repondant).get(f"/partenaires/feuille?choix={pantry.id}").status_code == 403


# ---- the words of schedules and ages


class Row:
    def __init__(self, days="", opens=None, closes=None, first=None, last=None):
        self.byday, self.opens_at, self.closes_at = days.split(), opens, closes
        self.valid_from, self.valid_to = first, last


@pytest.mark.parametrize(
    ("code", "row", "words"),
    [
        ("fr", Row("MO TU WE TH FR SA SU", "00:00", "24:00"), "tous les jours, jour et nuit"),
        ("en", Row("MO WE", "09:00", "17:30"), "Monday, Wednesday, from 9:00 a.m. to 5:30 p.m."),
        ("ht", Row("SA", "18:00"), "samdi, apati 18:00"),
        ("zh", Row("MO TU WE", "9:00", "12:00"), "星期一至星期三、9:00至12:00"),
        ("fr", Row("MO", "09:00", "12:00", last=date(2026, 11, 16)), ""),
        (
            "fr",
            Row("MO", "09:00", "12:00", last=date(2026, 12, 16)),
            "lundi, de 9 h à 12 h, jusqu’au mercredi 16 décembre",
        ),
        ("fr", Row("MO", first=date(2026, 12, 1)), "lundi, dès le mardi 1er décembre"),
        ("fr", Row(), ""),
    ],
)
def test_a_schedule_in_words(context, code, row, words):
    with speaking(code):
        assert plain(said.schedule_line(row)) == words


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [(6, 12, "de 6 à 12 ans"), (18, None, "18 ans et plus"), (None, 1, "jusqu’à 1 an"), (0, 5, "jusqu’à 5 ans"),
     (4, 4, "4 ans"), (None, None, "")],
)  # fmt: skip
def test_ages_in_words(context, low, high, words):
    assert plain(said.ages_words(low, high)) == words
