"""The pages of an import, step by step, with and without htmx, for those who may and those who may not."""

from __future__ import annotations

import pytest

from schoolapp.families.models import Family, Pupil
from schoolapp.imports import storage
from schoolapp.imports.models import ImportBatch, ImportLine, State
from tests.guards import markup
from tests.imports.browsing import LIST, brought_to_check, columns, latest, page, send
from tests.imports.makers import workbook, zipped


@pytest.fixture
def office(cast, sign_in):
    return sign_in(cast.secretariat)


def test_the_whole_way_without_htmx(office, events):
    answer = send(office, LIST)
    batch = latest()
    assert (answer.status_code, answer.location) == (303, f"/importations/{batch.id}")
    text = page(office, batch)
    assert "Tremblay-Nguyen" in text
    assert 'value="first_name" selected' in text or 'selected value="first_name"' in text

    answer = office.post(f"/importations/{batch.id}/colonnes", data=columns(batch))
    assert answer.status_code == 303
    batch = latest()
    assert batch.state == State.CHECKED
    assert "Zoé Roy" in page(office, batch)
    assert not Pupil.select().where(Pupil.number == "20").exists()

    answer = office.post(f"/importations/{batch.id}/application")
    assert answer.status_code == 303
    assert latest().state == State.APPLIED
    assert Pupil.select().where(Pupil.number == "20").exists()
    assert "Importation appliquée" in page(office, batch)

    answer = office.post(f"/importations/{batch.id}/annulation")
    assert answer.status_code == 303
    assert latest().state == State.UNDONE
    assert "Importation annulée" in page(office, batch)
    assert [event.action for event in events() if event.action.startswith("import.")] == [
        "import.uploaded",
        "import.checked",
        "import.opened",
        "import.applied",
        "import.opened",
        "import.undone",
        "import.opened",
    ]


def test_the_whole_way_with_htmx(office, htmx):
    answer = send(office, LIST, headers=htmx)
    batch = latest()
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (204, f"/importations/{batch.id}")

    for step, form in (("colonnes", columns(batch)), ("application", {}), ("annulation", {})):
        answer = office.post(f"/importations/{batch.id}/{step}", data=form, headers=htmx)
        assert (answer.status_code, answer.headers["HX-Redirect"]) == (204, f"/importations/{batch.id}")
    assert latest().state == State.UNDONE


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"", "liste.csv", "vide"),
        (b"%PDF-1.4 bonjour", "liste.csv", "PDF"),
        (zipped({"a.zip": b"PK"}), "a.zip", "en contient une autre"),
        (zipped({"users.csv": b"a" * 40_000_000}), "a.zip", "gonfle"),
        ("nom\x00,prenom\nRoy,Zo\n", "liste.csv", "nuls"),
        (workbook([]), "liste.xlsx", "vide"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_beside_its_field_and_nothing_is_kept(
    app, office, htmx, content, name, words
):
    for headers in ({}, htmx):
        answer = send(office, content, name, headers=headers)
        assert answer.status_code == 422
        assert words in answer.text
    assert not ImportBatch.select().exists()
    with app.app_context():
        assert storage.kept() == []


def test_no_file_at_all_is_said(office):
    answer = office.post("/importations", data={})

    assert answer.status_code == 422
    assert "Choisissez un fichier" in answer.text


def test_a_name_of_file_is_text_and_nothing_else(office):
    send(office, LIST, "../../etc/<b>é\x00.csv")
    batch = latest()

    assert batch.file_name == "<b>é.csv"
    assert "<b>é.csv" not in page(office, batch)


def test_the_same_file_again_is_announced(office):
    batch = brought_to_check(office)
    office.post(f"/importations/{batch.id}/application")

    send(office, LIST)

    assert "a déjà été appliqué" in page(office, latest())


def test_the_file_is_forgotten_once_applied_and_kept_until_then(app, office):
    batch = brought_to_check(office)
    with app.app_context():
        assert storage.kept() == [batch.id]
        assert storage.path_of(batch.id).stat().st_mode & 0o077 == 0
    office.post(f"/importations/{batch.id}/application")
    with app.app_context():
        assert storage.kept() == []


def test_old_imports_are_forgotten_and_old_ones_that_wait_are_given_up(app, cast, sign_in, frozen):
    office = sign_in(cast.secretariat)
    waiting = brought_to_check(office)
    done = brought_to_check(office)
    office.post(f"/importations/{done.id}/application")
    frozen.move(days=31)

    office = sign_in(cast.secretariat)
    send(office, LIST)

    states = {batch.id: batch.state for batch in ImportBatch.select()}
    assert (states[waiting.id], states[done.id]) == (State.ABANDONED, State.APPLIED)
    assert not ImportLine.select().exists()
    with app.app_context():
        assert storage.kept() == [latest().id]
    page(office, done)


@pytest.mark.parametrize(
    "step", ["colonnes", "lecture", "retour", "reponses", "application", "annulation", "reprise", "abandon"]
)
def test_a_step_that_is_past_or_not_yet_there_is_a_conflict(office, step):
    batch = brought_to_check(office)
    office.post(f"/importations/{batch.id}/application")
    office.post(f"/importations/{batch.id}/annulation")

    assert office.post(f"/importations/{batch.id}/{step}").status_code == 409


@pytest.mark.parametrize("step", ["", "/lignes", "/progression", "/annulation", "/refusees.csv"])
def test_an_import_that_does_not_exist_is_not_found(office, step):
    assert office.get(f"/importations/999{step}").status_code == 404


@pytest.mark.parametrize("person", ["prof", "pro", "repondant"])
def test_the_others_are_refused(cast, sign_in, person):
    browser = sign_in(getattr(cast, person))

    assert browser.get("/importations").status_code == 403
    assert send(browser, LIST).status_code == 403
    assert not ImportBatch.select().exists()


def test_an_import_writes_no_family_on_the_board(office):
    batch = brought_to_check(office)
    office.post(f"/importations/{batch.id}/application")

    assert Family.get(Family.name == "Roy").link_state is None


def test_the_list_shows_the_imports(office, cast):
    brought_to_check(office)

    text = office.get("/importations").text
    assert markup.faults(text) == []
    assert "liste.csv" in text
    assert cast.secretariat.name in text
    assert "Vérifiée, à appliquer" in text
