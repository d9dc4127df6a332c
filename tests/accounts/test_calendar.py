"""The school's calendar: one by one, as a period, pasted, or proposed; each act can be undone."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest

from schoolapp.accounts import calendar_page, holidays
from schoolapp.accounts.calendar_lines import read
from schoolapp.accounts.school_days import DayOff
from schoolapp.families.models import SchoolYear

START, END = date(2026, 8, 27), date(2027, 6, 23)
ADDRESS = "/ecole/calendrier"


def days():
    return {row.day: (row.kind, row.label) for row in DayOff.select()}


def add(browser, **fields):
    sent = {"kind": "conge", "label": "", "first": "", "last": ""} | fields
    return browser.post(f"{ADDRESS}/jours", data={f"jours-{name}": value for name, value in sent.items()})


def paste(browser, lines, kind="conge"):
    return browser.post(f"{ADDRESS}/lignes", data={"lignes-kind": kind, "lignes-lines": lines})


def undo(browser, page):
    """Press « Annuler » in the toast of a page."""
    form = re.search(r'<form method="post" action="([^"]+)">((?:(?!</form>).)*toast-undo.*?)</form>', page, re.S)
    fields = dict(re.findall(r'name="([\w-]+)" value="([^"]*)"', form.group(2)))
    return browser.post(form.group(1).replace("&amp;", "&"), data=fields)


@pytest.mark.parametrize("who", ["direction", "secretariat"])
def test_a_day_is_added_and_its_addition_undone(cast, sign_in, events, who):
    browser = sign_in(getattr(cast, who))
    answer = add(browser, kind="pedagogique", label="Bulletins", first="2026-11-23")
    assert (answer.status_code, answer.location) == (303, f"{ADDRESS}?annee={cast.year.id}")
    assert days() == {date(2026, 11, 23): ("pedagogique", "Bulletins")}
    page = browser.get(answer.location).text
    assert "1 jour sans classe ajouté" in page
    assert "lundi 23\xa0novembre" in page
    assert undo(browser, page).status_code == 303
    assert days() == {}
    assert [event.action for event in events() if event.action.startswith("calendar.")] == [
        "calendar.added",
        "calendar.removed",
    ]


def test_a_period_leaves_weekends_out_and_is_told_in_one_line(cast, sign_in):
    browser = sign_in(cast.secretariat)
    add(browser, label="Vacances d’hiver", first="2026-12-21", last="2027-01-04")
    assert len(days()) == 11
    assert date(2026, 12, 26) not in days()
    page = browser.get(ADDRESS).text
    assert "du lundi 21\xa0décembre au lundi 4\xa0janvier\xa02027" in page
    assert page.count("Congé · Vacances d’hiver") == 1


def test_what_is_taken_away_comes_back_as_it_was(cast, sign_in):
    browser = sign_in(cast.direction)
    paste(browser, "21 décembre au 1er janvier : Vacances\n4 janvier : Journée pédagogique\n5 janvier : Tempête")
    before = days()
    assert len(before) == 12
    browser.get(ADDRESS)
    answer = browser.post(f"{ADDRESS}/retrait", data={"days": "2026-12-21/2027-01-05"})
    assert days() == {}
    undo(browser, browser.get(answer.location).text)
    assert days() == before


def test_adding_twice_changes_nothing_and_says_so(cast, sign_in):
    browser = sign_in(cast.direction)
    add(browser, label="Tempête", first="2026-12-10")
    add(browser, label="Autre chose", first="2026-12-10")
    assert days() == {date(2026, 12, 10): ("conge", "Tempête")}
    assert "Rien à ajouter" in browser.get(ADDRESS).text


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"first": ""}, "Ce champ est nécessaire."),
        ({"first": "hier"}, "Cette date ne se lit pas."),
        ({"first": "1026-01-01"}, "hors de portée"),
        ({"first": "2026-12-10", "last": "2026-12-09"}, "Le dernier jour vient avant le premier."),
        ({"first": "2026-12-10", "last": "2027-12-09"}, "Au plus quatre mois"),
        ({"first": "2026-12-10", "kind": "grève"}, "Choisissez une valeur"),
        ({"first": "2026-12-10", "label": "x" * 121}, "Au plus 120"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(cast, sign_in, fields, words):
    answer = add(sign_in(cast.secretariat), **{"label": "Mon congé", **fields})
    assert answer.status_code == 422
    assert words in answer.text
    assert fields.get("label", "Mon congé") in answer.text
    assert days() == {}


def test_lines_are_pasted_and_a_pedagogical_day_is_known_by_its_words(cast, sign_in):
    answer = paste(sign_in(cast.direction), "12 octobre : Action de grâce\n13 novembre\tJournée PÉDAGOGIQUE\n")
    assert answer.status_code == 303
    assert days() == {
        date(2026, 10, 12): ("conge", "Action de grâce"),
        date(2026, 11, 13): ("pedagogique", "Journée PÉDAGOGIQUE"),
    }


def test_a_line_that_does_not_read_is_shown_and_nothing_is_written(cast, sign_in):
    answer = paste(sign_in(cast.direction), "12 octobre : Action de grâce\nbientôt <b>les vacances</b>")
    assert answer.status_code == 422
    assert "bientôt &lt;b&gt;les vacances&lt;/b&gt;" in answer.text
    assert days() == {}


@pytest.mark.parametrize(
    ("line", "first", "last", "words"),
    [
        ("2026-10-12 Action de grâce", "2026-10-12", "2026-10-12", "Action de grâce"),
        ("2026-12-21 au 2027-01-01 ; Vacances", "2026-12-21", "2027-01-01", "Vacances"),
        ("lundi 12 octobre 2026 : Action de grâce", "2026-10-12", "2026-10-12", "Action de grâce"),
        ("du 21 décembre 2026 au 1er janvier 2027 : Vacances", "2026-12-21", "2027-01-01", "Vacances"),
        ("Du lundi 1er au vendredi 5 mars - Relâche", "2027-03-01", "2027-03-05", "Relâche"),
        ("21 dec. au 4 janv. Vacances", "2026-12-21", "2027-01-04", "Vacances"),
        ("7 sept", "2026-09-07", "2026-09-07", ""),
        ("24\u00a0mai : Patriotes", "2027-05-24", "2027-05-24", "Patriotes"),
    ],
)
def test_dates_are_read_as_people_write_them(line, first, last, words):
    spans, unread = read(line, START, END)
    assert unread == []
    assert [(str(span.first), str(span.last), span.words) for span in spans] == [(first, last, words)]


@pytest.mark.parametrize(
    "line",
    [
        "Vacances",
        "31 novembre : rien",
        "12 brumaire",
        "12",
        "5 ju : juin ou juillet",
        "2027-01-10 au 2027-01-05",
        "2026-13-01",
        "1 septembre au 30 juin",
        "0001-01-01 : an un",
        "9" * 400,
    ],
)
def test_what_is_no_date_is_not_guessed(line):
    assert read(line, START, END) == ([], [line])


@pytest.mark.parametrize(
    ("year", "sunday"), [(2024, (3, 31)), (2025, (4, 20)), (2026, (4, 5)), (2027, (3, 28)), (2038, (4, 25))]
)
def test_easter_is_where_the_church_has_it(year, sunday):
    assert holidays.easter(year) == date(year, *sunday)


def test_the_holidays_of_quebec_in_the_year(app, context):
    found = {day.isoformat(): words for day, words in holidays.statutory(START, END)}
    assert found == {
        "2026-09-07": "Fête du Travail",
        "2026-10-12": "Action de grâce",
        "2026-12-25": "Noël",
        "2027-01-01": "Jour de l’An",
        "2027-03-26": "Vendredi saint",
        "2027-03-29": "Lundi de Pâques",
        "2027-05-24": "Journée nationale des patriotes",
    }


def test_proposed_holidays_are_added_together_and_proposed_no_more(cast, sign_in):
    browser = sign_in(cast.secretariat)
    assert "Congés fériés du Québec" in browser.get(ADDRESS).text
    chosen = [day.isoformat() for day, _words in holidays.statutory(START, END)]
    for _twice in range(2):
        assert browser.post(f"{ADDRESS}/feries", data={"days": chosen}).status_code == 303
    assert len(days()) == 7
    assert "Congés fériés du Québec" not in browser.get(ADDRESS).text
    assert browser.post(f"{ADDRESS}/feries", data={"days": ["2026-11-18"]}).status_code == 422


def test_the_page_counts_school_days_and_follows_the_year_asked_for(cast, sign_in):
    browser = sign_in(cast.direction)
    weekdays = sum((START + timedelta(days=n)).weekday() < 5 for n in range((END - START).days + 1))
    assert f"{weekdays} jours de classe" in browser.get(ADDRESS).text
    add(browser, first="2026-11-23")
    assert f"{weekdays - 1} jours de classe" in browser.get(ADDRESS).text
    other = SchoolYear.create(label="2027-2028", starts_on=date(2027, 8, 26), ends_on=date(2028, 6, 22))
    assert "2027-2028</h1>" in browser.get(f"{ADDRESS}?annee={other.id}").text
    assert add(browser, first="2027-10-11").location == f"{ADDRESS}?annee={other.id}"
    for nonsense in ("abc", "99999999999999", "-1", "²"):
        assert "2026-2027</h1>" in browser.get(f"{ADDRESS}?annee={nonsense}").text


def test_a_school_that_has_written_no_year_still_has_a_calendar(app, context):
    made = calendar_page.page(None)
    assert (made.year.label, len(made.months)) == ("2026-2027", 11)


def test_the_page_reads_a_fixed_number_of_times(cast, sign_in, count_queries):
    browser = sign_in(cast.direction)
    with count_queries() as few:
        browser.get(ADDRESS)
    paste(browser, "21 décembre au 4 janvier : Vacances\n1 mars au 5 mars : Relâche")
    browser.get(ADDRESS)
    with count_queries() as many:
        browser.get(ADDRESS)
    assert len(many) == len(few) <= 6


@pytest.mark.parametrize(
    "text", ["", "x", "2026-12-21", "2026-12-21/x", "2026-12-21/2020-01-01", "0001-01-01/9999-12-31"]
)
def test_a_forged_removal_or_return_changes_nothing(cast, sign_in, text):
    browser = sign_in(cast.direction)
    add(browser, first="2026-12-21")
    assert browser.post(f"{ADDRESS}/retrait", data={"days": text}).status_code == 400
    assert browser.post(f"{ADDRESS}/retablissement", data={"lines": text}).status_code == 400
    assert len(days()) == 1


def test_taking_away_a_day_that_is_no_longer_there_is_no_mistake(cast, sign_in):
    browser = sign_in(cast.direction)
    assert browser.post(f"{ADDRESS}/retrait", data={"days": "2026-12-21/2026-12-21"}).status_code == 303


def test_a_long_calendar_and_its_undo_fit_in_the_browser(cast, sign_in):
    browser = sign_in(cast.direction)
    lines = "\n".join(
        f"{START + timedelta(days=2 * n)} : Un nom plutôt long pour ce jour numéro {n}" for n in range(140)
    )
    assert paste(browser, lines).status_code == 303
    answer = browser.post(f"{ADDRESS}/retrait", data={"days": f"{START}/{END}"})
    assert all(len(header) < 4000 for header in answer.headers.getlist("Set-Cookie"))
    assert days() == {}


@pytest.mark.parametrize("who", ["agent", "prof", "pro", "repondant"])
def test_nobody_else_keeps_the_calendar(cast, sign_in, who):
    browser = sign_in(getattr(cast, who))
    assert browser.get(ADDRESS).status_code == 403
    assert add(browser, first="2026-12-21").status_code == 403
    assert paste(browser, "2026-12-21").status_code == 403
    assert browser.post(f"{ADDRESS}/retrait", data={"days": "2026-12-21/2026-12-21"}).status_code == 403
    assert days() == {}
