"""The first visit of a new instance."""

from __future__ import annotations

import os
from dataclasses import replace

import pytest

from schoolapp import database
from schoolapp.accounts import first_code, first_run, passwords
from schoolapp.accounts.models import School, SignInFailure, User
from schoolapp.audit.models import AuditEvent
from schoolapp.errors import Refused
from schoolapp.families.models import SchoolYear
from schoolapp.partners.models import Service

PASSWORD = "la rivière gèle en janvier"
SENT = {
    "name": "École du Vieux-Chêne",
    "time_zone": "America/Toronto",
    "languages": ["fr", "ar"],
    "year_label": "2026-2027",
    "year_start": "2026-08-26",
    "year_end": "2027-06-22",
    "person": "Solène Tanguay",
    "email": "Solene@Ecole.example",
    "password": PASSWORD,
    "again": PASSWORD,
}


@pytest.fixture
def code(app):
    """The code that the terminal shows."""
    return first_code.prepare(app.config["SETTINGS"])


@pytest.fixture
def unlocked(client, code):
    """A browser that gave the code."""
    assert client.post("/premiere-visite/code", data={"code": code}).status_code == 303
    return client


def test_before_the_first_visit_every_page_leads_to_it(app, client, htmx):
    for page in ("/", "/connexion", "/comptes", "/mot-de-passe/abc", "/deconnexion"):
        assert client.get(page).location == "/premiere-visite", page
    assert client.post("/connexion", data={}).location == "/premiere-visite"
    assert client.get("/", headers=htmx).headers["HX-Redirect"] == "/premiere-visite"
    with client.get("/static/app.js") as file:
        assert file.status_code == 200
    assert client.get("/healthz").status_code == 200
    assert client.get("/nulle-part").status_code == 404


def test_the_page_asks_for_the_code_first(client, code):
    page = client.get("/premiere-visite").text
    assert 'name="code"' in page
    assert 'name="person"' not in page
    assert client.post("/premiere-visite", data=SENT).location == "/premiere-visite"
    assert School.select().count() == 0


def test_the_code_opens_the_form_and_the_form_opens_the_house(unlocked, app, events):
    page = unlocked.get("/premiere-visite").text
    assert 'value="2026-2027"' in page
    answer = unlocked.post("/premiere-visite", data=SENT)
    assert (answer.status_code, answer.location) == (303, "/")
    school, user, year = School.get_by_id(1), User.get(), SchoolYear.get()
    assert (school.name, school.languages, school.current_year_id) == (SENT["name"], ["fr", "ar"], year.id)
    assert (user.name, user.email, user.role) == ("Solène Tanguay", "solene@ecole.example", "direction")
    assert (year.label, str(year.starts_on), str(year.ends_on)) == ("2026-2027", "2026-08-26", "2027-06-22")
    assert unlocked.get("/mon-compte").status_code == 200
    assert [event.actor_id for event in events("school.created")] == [user.id]
    assert [event.subject_id for event in events("year.changed")] == [year.id]
    helps = "Alloprof", "Tel-jeunes", "LigneParents", "211", "Info-Social 811"
    assert {row.name for row in Service.select().where(Service.confirm_by.is_null())} == set(helps)
    assert not (app.config["SETTINGS"].instance / first_code.FILE).exists()
    assert PASSWORD not in str([event.__data__ for event in events()])


def test_on_a_real_instance_the_first_person_then_turns_the_second_step_on(unlocked, app, monkeypatch):
    monkeypatch.setitem(app.config, "SETTINGS", replace(app.config["SETTINGS"], second_step_required=True))
    unlocked.post("/premiere-visite", data=SENT)
    assert unlocked.get("/comptes").location == "/mon-compte/deuxieme-etape"


def test_afterwards_the_first_visit_leads_to_the_sign_in_page(cast, client):
    assert client.get("/premiere-visite").location == "/connexion"
    assert client.post("/premiere-visite/code", data={"code": "X"}).location == "/connexion"
    assert client.post("/premiere-visite", data=SENT).status_code == 303
    assert School.select().count() == 1
    assert User.select().count() == 8


@pytest.mark.parametrize("write", [str.lower, lambda code: code.replace("-", ""), lambda code: f"  {code} "])
def test_the_code_is_taken_however_it_is_written(client, code, write):
    assert client.post("/premiere-visite/code", data={"code": write(code)}).status_code == 303
    assert 'name="person"' in client.get("/premiere-visite").text


@pytest.mark.parametrize("typed", ["", "AAAA-BBBB-CCCC", "é" * 20, "\x00", "x" * 41])
def test_a_wrong_code_opens_nothing(client, code, typed):
    assert client.post("/premiere-visite/code", data={"code": typed}).status_code == 422
    assert 'name="person"' not in client.get("/premiere-visite").text


def test_guessing_the_code_is_slowed(client, code, frozen):
    answers = [client.post("/premiere-visite/code", data={"code": "faux"}).status_code for _time in range(6)]
    assert answers == [422] * 5 + [429]
    assert client.post("/premiere-visite/code", data={"code": code}).status_code == 429
    frozen.move(seconds=15)
    assert client.post("/premiere-visite/code", data={"code": code}).status_code == 303
    assert SignInFailure.select().count() == 5


def test_without_a_code_made_by_the_server_nothing_opens(app, client):
    first_code.forget(app.config["SETTINGS"])
    assert client.post("/premiere-visite/code", data={"code": ""}).status_code == 422
    assert client.post("/premiere-visite/code", data={"code": "x"}).status_code == 422


def test_only_the_digest_of_the_code_is_kept_readable_by_its_owner_only(app, code):
    file = app.config["SETTINGS"].instance / first_code.FILE
    assert code.replace("-", "") not in file.read_text(encoding="ascii")
    assert oct(os.stat(file).st_mode & 0o777) == "0o600"


def test_a_new_start_makes_a_new_code_and_ends_the_one_before(app, unlocked, code):
    again = first_code.prepare(app.config["SETTINGS"])
    assert again != code
    assert 'name="person"' not in unlocked.get("/premiere-visite").text
    assert unlocked.post("/premiere-visite", data=SENT).location == "/premiere-visite"
    assert School.select().count() == 0


def test_once_there_is_a_school_no_code_is_made(cast, app):
    assert first_code.prepare(app.config["SETTINGS"]) is None


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("name", "", "Ce champ est nécessaire."),
        ("time_zone", "Mars/Olympus", "Choisissez une valeur"),
        ("languages", ["tlh"], "Choisissez une valeur"),
        ("year_label", "x" * 21, "Au plus 20"),
        ("year_start", "pas une date", "ne se lit pas"),
        ("year_end", "2026-08-27", "finit de trois mois"),
        ("year_end", "2999-01-01", "hors de portée"),
        ("person", "", "Ce champ est nécessaire."),
        ("email", "solene", "ne semble pas complet"),
        ("password", "court", "Au moins 10"),
        ("password", "solenetanguay26", "votre nom"),
        ("password", "vieux-chene 2026", "nom de l’école"),
        ("again", "autre", "ne sont pas pareils"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_written(unlocked, field, value, words):
    answer = unlocked.post("/premiere-visite", data={**SENT, field: value})
    assert answer.status_code == 422
    assert words in answer.text
    assert PASSWORD not in answer.text
    kept = "person" if field == "name" else "name"
    assert SENT[kept] in answer.text
    assert (School.select().count(), User.select().count(), SchoolYear.select().count()) == (0, 0, 0)


def test_it_is_all_or_nothing(unlocked, monkeypatch):
    def fails(**_columns):
        raise Refused("non")

    monkeypatch.setattr(first_run, "_year_opener", [fails])
    assert unlocked.post("/premiere-visite", data=SENT).status_code == 409
    assert (School.select().count(), User.select().count(), AuditEvent.select().count()) == (0, 0, 0)


def test_two_browsers_opening_the_house_make_one_school(app, unlocked):
    columns = {
        "school": {"name": "Deuxième", "time_zone": "America/Toronto", "languages": []},
        "year": {"label": "2026-2027", "starts_on": "2026-08-26", "ends_on": "2027-06-22"},
        "person": {"name": "Autre", "email": "autre@ecole.example"},
    }
    unlocked.post("/premiere-visite", data=SENT)
    with app.test_request_context(), pytest.raises(Refused):
        first_run.open_house(**columns, password=PASSWORD)
    database.release()
    assert School.get().name == SENT["name"]
    assert User.select().count() == 1


def test_when_another_password_is_being_made_one_waits_a_moment(unlocked):
    with passwords.turn():
        answer = unlocked.post("/premiere-visite", data=SENT)
    assert answer.status_code == 429
    assert SENT["person"] in answer.text
    assert unlocked.post("/premiere-visite", data=SENT).status_code == 303
