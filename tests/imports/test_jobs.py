"""The work of an import is followed, survives a change of the school, and is taken up again when it died."""

from __future__ import annotations

import pytest

from schoolapp import bulk, jobs
from schoolapp.accounts.models import User
from schoolapp.errors import Refused
from schoolapp.families.models import Pupil
from schoolapp.imports import queries, steps, tasks, writing
from schoolapp.imports.models import ImportBatch, ImportChange, State
from schoolapp.imports.options import Choices
from tests.guards import markup
from tests.imports.helpers import checked, counts, taken_in

LIST = "Fiche | Nom | Prénom | DDN\n20 | Roy | Zoé | 2019-01-01"


@pytest.fixture
def asleep(monkeypatch):
    """Jobs are asked for and done by nobody, as when their process dies; gives what was asked."""
    asked = []
    monkeypatch.setattr(jobs.Jobs, "enqueue", lambda self, job, name, *rest: asked.append((job, name, *rest)))
    return asked


def started(cast, asleep):
    batch = taken_in(LIST, cast.secretariat)
    choices = Choices.of(batch.options)
    choices.full = False
    steps.check(batch, choices, by=cast.secretariat)
    return queries.batch_for(batch.id)


def test_a_work_whose_process_died_is_shown_as_interrupted_and_can_be_started_again(
    cast, app, sign_in, monkeypatch, asleep
):
    with app.test_request_context():
        batch = started(cast, asleep)
    office = sign_in(cast.secretariat)

    text = office.get(f"/importations/{batch.id}").text
    assert markup.faults(text) == []
    assert "Travail interrompu" in text
    assert "hx-trigger" not in text.split('id="import-progress"')[1]

    monkeypatch.undo()
    assert office.post(f"/importations/{batch.id}/reprise").status_code == 303
    assert ImportBatch.get().state == State.CHECKED


def test_the_dead_work_that_wakes_up_writes_nothing(cast, context, asleep, monkeypatch):
    batch = started(cast, asleep)
    steps.restart(batch, by=cast.secretariat)
    (first, second) = asleep
    assert first[0] != second[0]

    tasks.check_job(first[0], batch.id, cast.secretariat.id)
    assert ImportBatch.get().state == State.CHECKING
    tasks.check_job(second[0], batch.id, cast.secretariat.id)
    assert ImportBatch.get().state == State.CHECKED


def test_an_apply_taken_over_while_it_prepared_writes_nothing(cast, context, monkeypatch):
    batch = checked(LIST, cast.secretariat, full=False)
    plain = writing.prepare

    def prepare(plan, *of):
        ImportBatch.update(job="another").execute()
        return plain(plan, *of)

    monkeypatch.setattr(writing, "prepare", prepare)
    steps.apply(batch, by=cast.secretariat)

    assert not Pupil.select().where(Pupil.number == "20").exists()
    assert ImportBatch.get().state == State.APPLYING


def test_a_living_work_is_not_started_twice(cast, context, asleep, monkeypatch):
    batch = started(cast, asleep)
    monkeypatch.setattr(jobs.Jobs, "is_alive", lambda self, job: True)

    with pytest.raises(Refused):
        steps.restart(batch, by=cast.secretariat)


def test_the_progress_is_asked_again_every_second_and_leads_to_the_result(
    app, cast, sign_in, htmx, asleep, monkeypatch
):
    with app.test_request_context():
        batch = started(cast, asleep)
    monkeypatch.setattr(jobs.Jobs, "is_alive", lambda self, job: True)
    monkeypatch.setattr(jobs.Jobs, "last_beat", lambda self, job: jobs.Beat(0.0, "Comparaison avec l’école", 3, 10))
    office = sign_in(cast.secretariat)
    address = f"/importations/{batch.id}/progression"

    for answer in (office.get(address), office.get(f"/importations/{batch.id}")):
        assert markup.faults(answer.text) == []
        assert "Comparaison avec l’école…" in answer.text
        assert f'hx-get="{address}"' in answer.text
        assert 'max="10" value="3"' in answer.text
    assert office.get(address, headers=htmx).text.strip().startswith("<div")

    monkeypatch.undo()
    with app.app_context():
        tasks.check_job(asleep[0][0], batch.id, cast.secretariat.id)
    answer = office.get(address, headers=htmx)
    assert answer.headers["HX-Redirect"] == f"/importations/{batch.id}"
    assert "Ligne par ligne" in office.get(address).text


def test_a_school_that_changed_since_the_check_is_checked_again_before_anything_is_written(cast, context):
    batch = checked(LIST, cast.secretariat, full=False)
    Pupil.create(number="20", first_name="Zoé", last_name="Roy", birth_date="2019-01-01", search_key="", sort_key="")

    steps.apply(batch, by=cast.secretariat)

    batch = queries.batch_for(batch.id)
    assert (batch.state, counts(batch)) == (State.CHECKED, {"unchanged": 1})
    assert "ont changé depuis" in batch.error
    assert Pupil.select().where(Pupil.number == "20").count() == 1
    steps.apply(batch, by=cast.secretariat)
    assert queries.batch_for(batch.id).state == State.APPLIED


def test_a_school_that_changes_while_the_writing_is_prepared_is_checked_again(cast, context, monkeypatch):
    batch = checked(LIST, cast.secretariat, full=False)
    plain = writing.prepare

    def prepare(plan, *of):
        prepared = plain(plan, *of)
        Pupil.update(version=Pupil.version + 1).where(Pupil.id == cast.pupils["lea"].id).execute()
        return prepared

    monkeypatch.setattr(writing, "prepare", prepare)
    steps.apply(batch, by=cast.secretariat)

    batch = queries.batch_for(batch.id)
    assert (batch.state, "ont changé depuis" in batch.error) == (State.CHECKED, True)
    assert not ImportChange.select().exists()


def test_a_colleague_who_signs_in_changes_nothing_to_what_was_checked(cast, context):
    batch = checked(LIST, cast.secretariat, full=False)
    User.update(version=User.version + 1, totp_last_step=5).where(User.id == cast.agent.id).execute()

    steps.apply(batch, by=cast.secretariat)

    assert queries.batch_for(batch.id).state == State.APPLIED


def test_a_failure_in_the_middle_of_the_writing_leaves_nothing_written(cast, context, monkeypatch, caplog):
    batch = checked(LIST, cast.secretariat, full=False)

    def fail(*_arguments, **_options):
        raise RuntimeError("disk full")

    monkeypatch.setattr(bulk, "update", fail)
    steps.apply(batch, by=cast.secretariat)

    batch = queries.batch_for(batch.id)
    assert (batch.state, batch.error) == (State.CHECKED, "Quelque chose s’est mal passé. Rien n’a été changé.")
    assert not Pupil.select().where(Pupil.number == "20").exists()
    assert "disk full" in caplog.text


def test_a_file_that_disappeared_is_said(cast, context):
    from schoolapp.imports import storage

    batch = checked(LIST, cast.secretariat, full=False)
    storage.forget(batch.id)
    steps.apply(batch, by=cast.secretariat)

    batch = queries.batch_for(batch.id)
    assert (batch.state, "déposez-le de nouveau" in batch.error) == (State.UPLOADED, True)
