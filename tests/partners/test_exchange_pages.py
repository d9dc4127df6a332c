"""The directory handed out in one file, by the page and by the command; and brought in by those who may."""

from __future__ import annotations

import io

import pytest

from schoolapp.imports.models import ImportBatch, State
from schoolapp.partners.models import Organization, Phone, Schedule, Service
from tests.guards import markup
from tests.imports.helpers import counts
from tests.partners.hsds_makers import clear, full_directory, imported, package
from tests.partners.test_directory_import import LIST, applied


@pytest.fixture
def office(cast, sign_in, directory):
    return sign_in(cast.secretariat)


def hand_in(browser, content, name, **fields):
    return browser.post("/importations", data={"file": (io.BytesIO(content), name), **fields})


@pytest.mark.parametrize("person", ["agent", "direction", "secretariat"])
def test_the_ways_in_and_out_are_one_page(cast, sign_in, directory, person):
    text = sign_in(getattr(cast, person)).get("/partenaires/echanges").text

    assert markup.faults(text) == []
    assert "HSDS 3.0" in text


@pytest.mark.parametrize("person", ["prof", "pro", "repondant"])
@pytest.mark.parametrize("address", ["", "/repertoire.hsds", "/repertoire.csv"])
def test_the_others_take_nothing_out(cast, sign_in, directory, person, address):
    assert sign_in(getattr(cast, person)).get(f"/partenaires/echanges{address}").status_code == 403


@pytest.mark.parametrize(
    ("form", "start"), [("hsds", b"PK"), ("json", b'{\n "hsds_version"'), ("csv", b"\xef\xbb\xbfNom")]
)
def test_a_file_goes_out_and_the_journal_says_so(office, events, form, start):
    answer = office.get(f"/partenaires/echanges/repertoire.{form}")

    assert answer.data.startswith(start)
    assert "attachment; filename=" in answer.headers["Content-Disposition"]
    assert answer.headers["Cache-Control"] == "no-store"
    (event,) = events("partner.exported")
    assert event.detail["forme"] == form


def test_a_form_that_does_not_exist_is_not_found(office):
    assert office.get("/partenaires/echanges/repertoire.exe").status_code == 404


def test_the_table_comes_back_and_changes_nothing(cast, context, directory):
    full_directory(directory, cast.agent)
    from schoolapp.partners import exchange

    content = exchange.hand_out("csv", by=cast.agent).content
    numbers = {model: model.select().count() for model in (Organization, Service, Phone, Schedule)}

    batch = applied(content, cast.secretariat, "table.csv")

    assert (counts(batch), batch.summary["writes"]) == ({"unchanged": 5}, 0)
    assert {model: model.select().count() for model in numbers} == numbers


def test_an_agent_imports_partners_and_sees_no_import_of_pupils(cast, sign_in, app, directory):
    hand_in(sign_in(cast.secretariat), b"Fiche,Nom,Pr\xc3\xa9nom\n20,Roy,Zo\xc3\xa9\n", "eleves.csv")
    pupils = ImportBatch.get()
    agent = sign_in(cast.agent)

    text = agent.get("/importations").text
    assert markup.faults(text) == []
    assert "eleves.csv" not in text
    assert "OneRoster" not in text
    for step in ("", "/lignes", "/progression", "/refusees.csv"):
        assert agent.get(f"/importations/{pupils.id}{step}").status_code == 404
    for step in ("colonnes", "lecture", "retour", "reponses", "application", "annulation", "reprise", "abandon"):
        assert agent.post(f"/importations/{pupils.id}/{step}").status_code == 404
    answer = hand_in(agent, b"Fiche,Nom\n1,Roy\n", "liste.csv", subject="pupils")
    assert answer.status_code == 422
    with app.test_request_context():
        content = package()
    assert hand_in(agent, content, "hsds.zip").status_code == 303
    assert ImportBatch.select().order_by(ImportBatch.id.desc()).get().subject == "partners"


def test_the_whole_way_of_a_table_of_services(office, events):
    lines = [",".join(cell.strip() for cell in line.split("|")) for line in LIST.strip().splitlines()]
    text = "\n".join(line.replace("Lundi, 16 h", "Lundi").replace("5, rue B", "5 rue B") for line in lines)
    hand_in(office, text.encode(), "services.csv", subject="partners")
    batch = ImportBatch.get()
    page = office.get(f"/importations/{batch.id}").text
    assert markup.faults(page) == []
    assert "Nom de l’organisme" in page
    assert "De qui parle ce fichier" not in page

    columns = {f"columns-{at}": target for at, target in enumerate(batch.options["targets"])}
    wrong = columns | {"columns-1": ""}
    answer = office.post(f"/importations/{batch.id}/colonnes", data=wrong)
    assert (answer.status_code, "celui de l’organisme" in answer.text) == (422, True)
    office.post(f"/importations/{batch.id}/colonnes", data=columns | {"save_as": "Liste du CLSC"})
    page = office.get(f"/importations/{batch.id}").text
    assert markup.faults(page) == []
    for words in ("Aide aux devoirs", "nouveaux services", "Colonnes laissées de côté", "organisme"):
        assert words in page
    office.post(f"/importations/{batch.id}/application")
    assert Service.select().where(Service.name == "Halte-garderie").exists()
    page = office.get(f"/importations/{batch.id}").text
    assert markup.faults(page) == []
    rows = office.get(f"/importations/{batch.id}/refusees.csv").data.decode("utf-8-sig")
    assert "Il faut le nom du service" in rows
    assert markup.faults(office.get(f"/importations/{batch.id}/annulation").text) == []
    office.post(f"/importations/{batch.id}/annulation")
    assert not Service.select().where(Service.name == "Halte-garderie").exists()
    assert [event.action for event in events() if event.action.startswith("import.")][-2:] == [
        "import.undone", "import.opened",
    ] or events("import.undone")  # fmt: skip


def test_a_set_has_nothing_to_say_of_its_columns(office, app):
    with app.test_request_context():
        content = package()
    hand_in(office, content, "hsds.zip")
    batch = ImportBatch.get()
    page = office.get(f"/importations/{batch.id}").text

    assert markup.faults(page) == []
    assert "Ses colonnes sont connues d’avance" in page
    assert office.post(f"/importations/{batch.id}/colonnes").status_code == 303
    assert ImportBatch.get().state == State.CHECKED
    assert markup.faults(office.get(f"/importations/{batch.id}").text) == []


@pytest.mark.parametrize("ending", ["zip", "json", "csv"])
def test_the_command_writes_the_same_files_and_reads_them(app, cast, directory, tmp_path, ending):
    path = tmp_path / f"partenaires.{ending}"
    run = app.test_cli_runner().invoke

    told = run(args=["export-partners", str(path)])
    assert (told.exit_code, "octets" in told.output) == (0, True)
    assert path.stat().st_mode & 0o077 == 0
    again = run(args=["export-partners", str(path)])
    assert (again.exit_code, "ne peut pas être écrit" in again.output) == (1, True)
    assert run(args=["export-partners", str(tmp_path / "x.txt")]).exit_code == 1

    with app.app_context():
        clear()
    told = run(args=["import", str(path), "--partners", "--yes"])
    assert told.exit_code == 0, told.output
    assert "Nouvelles fiches" in told.output
    assert Service.select().count() == 3


def test_an_import_by_a_file_with_the_same_sheets_is_announced(office, app, cast):
    with app.test_request_context():
        content = package()
        imported(content, cast.secretariat)
    hand_in(office, content, "hsds.zip")

    batch = ImportBatch.select().order_by(ImportBatch.id.desc()).get()
    assert "a déjà été appliqué" in office.get(f"/importations/{batch.id}").text
