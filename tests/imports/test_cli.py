"""``schoolapp import``: the same import from a terminal, which writes nothing without a yes."""

from __future__ import annotations

import pytest

from schoolapp.families.models import Pupil
from schoolapp.imports import queries, steps, storage
from schoolapp.imports.models import ImportBatch, State
from schoolapp.imports.options import Choices
from tests.imports.helpers import taken_in
from tests.imports.makers import keep, table
from tests.imports.test_sds import FILES as SDS

LIST = table("Fiche | Nom | Prénom | DDN\n20 | Roy | Zoé | 2019-01-01\n21 | Ng | My | hier")


@pytest.fixture
def run(app, cast):
    """``run("liste.csv", "--yes")`` runs the command; gives its exit code and what it says."""

    def command(*words, answer=None):
        result = app.test_cli_runner().invoke(args=["import", *map(str, words)], input=answer)
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result.exit_code, result.output

    return command


def zoe():
    return Pupil.select().where(Pupil.number == "20").exists()


def test_a_file_is_checked_told_and_applied(run, tmp_path, events):
    code, said = run(keep(tmp_path, LIST), "--partial", "--yes")

    assert code == 0
    assert "Nouvelles fiches                  1" in said
    assert "liste.csv, ligne 3\u00a0: DDN\u00a0: Cette date ne se lit pas" in said
    assert "Importation appliquée." in said
    assert zoe()
    assert [event.actor_name for event in events("import.applied")] == [""]


def test_a_dry_run_writes_nothing_and_keeps_nothing(app, run, tmp_path):
    code, said = run(keep(tmp_path, LIST), "--partial", "--dry-run")

    assert (code, "Nouvelles fiches" in said, zoe()) == (0, True, False)
    assert ImportBatch.get().state == State.ABANDONED
    with app.app_context():
        assert storage.kept() == []


@pytest.mark.parametrize(("answer", "written"), [("y\n", True), ("n\n", False), ("\n", False)])
def test_without_a_yes_it_asks(run, tmp_path, answer, written):
    code, said = run(keep(tmp_path, LIST), "--partial", answer=answer)

    assert (code, "Appliquer?" in said, zoe()) == (0, True, written)


def test_a_folder_is_a_set_of_files(run, tmp_path):
    folder = tmp_path / "sds"
    folder.mkdir()
    for name, text in SDS.items():
        keep(folder, table(text), name)

    code, _said = run(folder, "--partial", "--yes")

    assert code == 0
    assert Pupil.select().where(Pupil.source_id == "1").exists()


def test_saved_columns_are_used_by_name(app, cast, run, tmp_path):
    path = keep(tmp_path, table("a | b | c\nRoy | Zoé | 20"))
    code, said = run(path, "--partial", "--yes")
    assert (code, "ne se reconnaissent pas" in said) == (1, True)
    with app.test_request_context():
        choices = Choices.of(taken_in("a | b | c\nRoy | Zoé | 20", cast.secretariat).options)
        choices.targets, choices.full = ["last_name", "first_name", "number"], False
        steps.save_mapping("trois", choices, by=None)

    assert run(path, "--mapping", "trois", "--yes")[0] == 0
    assert zoe()
    code, said = run(path, "--mapping", "quatre", "--yes")
    assert (code, "enregistrées\u00a0: trois" in said) == (1, True)


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["--yes"], "--full"),
        (["--partial", "--year", "1999-2000", "--yes"], "possibles\u00a0: 2026-2027, 2027-2028"),
    ],
)
def test_what_is_missing_is_said(run, tmp_path, words, reason):
    code, said = run(keep(tmp_path, LIST), *words)

    assert (code, reason in said, zoe()) == (1, True, False)
    assert ImportBatch.select().where(ImportBatch.state != State.ABANDONED).count() == 0


def test_a_file_that_cannot_be_used_is_said(run, tmp_path):
    code, said = run(keep(tmp_path, b"%PDF-1.7"), "--partial")

    assert (code, "PDF" in said, ImportBatch.select().count()) == (1, True, 0)


def test_people_to_tell_apart_wait_for_the_page(app, run, tmp_path):
    path = keep(tmp_path, table("Fiche | Nom | Prénom | DDN\n77 | Hadad | Yasmina | 2018-07-30"))

    code, said = run(path, "--partial", "--yes")

    assert (code, "par la page Importations" in said) == (1, True)
    with app.app_context():
        assert queries.batch_for(ImportBatch.get().id).state == State.CHECKED
        assert storage.kept() == [ImportBatch.get().id]
