"""The three long works of an import: checking the file, applying it, undoing it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask import current_app
from flask_babel import gettext as _

from schoolapp import audit, bulk, clock, jobs
from schoolapp.accounts.models import School, User
from schoolapp.database import atomic, on_commit
from schoolapp.imports import queries, storage, subjects, writing
from schoolapp.imports.models import ImportBatch, ImportLine, ImportQuestion, State
from schoolapp.imports.options import Choices
from schoolapp.imports.planning.plan import Plan
from schoolapp.imports.readers.records import FileRefused, SeveralSchools
from schoolapp.imports.readers.values import forget_names

Say = Callable[..., None]
ATTEMPTS = 3


def _quiet(*_words: Any) -> None:
    """Nobody follows this work."""


def plan_of(batch: ImportBatch, say: Say = _quiet) -> Plan:
    """What the import would do, as the school is now."""
    return subjects.of(batch).plan(batch, queries.answers(batch), say)


def check(batch: ImportBatch, say: Say = _quiet, notice: str = "") -> None:
    """Work out the plan and write its lines and questions, for somebody to read.

    Raises:
        FileRefused: the import goes back to its columns, with the reason.
    """
    plan = plan_of(batch, say)
    say(_("Mise au propre"), 0, len(plan.lines))
    with atomic():
        _write_lines(batch, plan)
        _write_questions(batch, plan, queries.answers(batch))
        columns = {"summary": batch.summary, "fingerprint": plan.world.fingerprint, "error": notice, "job": ""}
        ImportBatch.update(state=State.CHECKED, **columns).where(ImportBatch.id == batch.id).execute()
        audit.record("import.checked", by=batch.created_by, subject=batch, detail=plan.counts)


def _write_lines(batch: ImportBatch, plan: Plan) -> None:
    ImportLine.delete().where(ImportLine.batch == batch.id).execute()
    bulk.insert(
        ImportLine,
        [
            {
                "batch": batch.id,
                "position": position,
                "kind": line.kind,
                "rows": line.rows,
                "label": line.label,
                "pupil_id": line.pupil,
                "detail": line.detail,
            }
            for position, line in enumerate(plan.lines)
        ],
    )


def _write_questions(batch: ImportBatch, plan: Plan, given: Mapping[str, str]) -> None:
    ImportQuestion.delete().where(ImportQuestion.batch == batch.id).execute()
    once = list({question.key: question for question in plan.questions}.values())
    bulk.insert(
        ImportQuestion,
        [
            {
                "batch": batch.id,
                "key": question.key,
                "kind": question.kind,
                "position": position,
                "detail": question.detail,
                "answer": given.get(question.key, ""),
            }
            for position, question in enumerate(once)
        ],
    )


def apply(batch: ImportBatch, by: User | None, job: str = "", say: Say = _quiet) -> bool:
    """Write the plan that was shown, in one transaction. Returns False when the school had to be checked again.

    Raises:
        FileRefused: when the file is there no longer.
    """
    plan = plan_of(batch, say)
    if plan.world.fingerprint != batch.fingerprint or plan.unanswered:
        return _check_again(batch, say)
    say(_("Préparation"), 0, plan.writes)
    prepared = writing.prepare(plan, batch, subjects.of(batch))
    try:
        with atomic():
            if not _still_ours(batch, job):
                return False
            writing.write(prepared, lambda done: say(_("Écriture"), done, plan.writes))
            done = {"state": State.APPLIED, "applied_at": clock.now(), "applied_by": by, "job": "", "error": ""}
            ImportBatch.update(**done, summary=batch.summary).where(ImportBatch.id == batch.id).execute()
            ImportQuestion.delete().where(ImportQuestion.batch == batch.id).execute()
            audit.record("import.applied", by=by, subject=batch, detail=plan.counts)
            if any(model is School for model, _row in plan.changed):
                audit.record("year.changed", by=by, subject=batch, detail={"change": "current"})
            on_commit(lambda: storage.forget(batch.id))
    except writing.SchoolChanged:
        return _check_again(batch, say)
    return True


def _check_again(batch: ImportBatch, say: Say) -> bool:
    notice = _(
        "Des fiches de l’école ont changé depuis la vérification. Rien n’a été écrit; "
        "voici ce que l’importation ferait maintenant."
    )
    check(batch, say, notice)
    return False


def _still_ours(batch: ImportBatch, job: str) -> bool:
    """Whether nobody took the import over, thinking this work dead."""
    return ImportBatch.select().where((ImportBatch.id == batch.id) & (ImportBatch.job == job)).exists()


def undo(batch: ImportBatch, by: User | None, job: str = "", say: Say = _quiet) -> None:
    """Take the whole import back, or say on its page why it can no longer be."""
    say(_("Annulation"))
    with atomic():
        if not _still_ours(batch, job):
            return
        if subjects.blockers(batch):
            words = _("L’importation ne peut plus être annulée : des fiches ont servi depuis.")
            ImportBatch.update(state=State.APPLIED, job="", error=words).where(ImportBatch.id == batch.id).execute()
            return
        subjects.of(batch).undo(batch)
        done = {"state": State.UNDONE, "undone_at": clock.now(), "undone_by": by, "job": "", "error": ""}
        ImportBatch.update(**done).where(ImportBatch.id == batch.id).execute()
        audit.record("import.undone", by=by, subject=batch, detail=batch.summary.get("counts", {}))


# ---- as jobs


def _job(state: State, back: State, work: Callable[[ImportBatch, User | None, str, Say], Any]) -> Callable[..., None]:
    def run(job: str, batch_id: int, user_id: int | None) -> None:
        batch = ImportBatch.get_or_none(
            (ImportBatch.id == batch_id) & (ImportBatch.job == job) & (ImportBatch.state == state)
        )
        if batch is None:
            return  # taken over by another work, or already done
        clock.use_zone(queries.time_zone())
        by = User.get_or_none(User.id == user_id) if user_id else None
        told = jobs.current()
        try:
            work(batch, by, job, lambda stage, done=0, total=0: told.say(job, stage, done, total))
        except FileRefused as refused:
            _give_back(batch, job, State.UPLOADED if back != State.APPLIED else back, refused)
        except Exception:
            current_app.logger.exception("import %s: %s failed", batch_id, state)
            _give_back(batch, job, back, FileRefused(_("Quelque chose s’est mal passé. Rien n’a été changé.")))
        finally:
            forget_names()

    return run


def _give_back(batch: ImportBatch, job: str, state: State, refused: FileRefused) -> None:
    """Bring an import that failed back to where somebody can act, with the reason."""
    choices = Choices.of(batch.options)
    if isinstance(refused, SeveralSchools):
        choices.schools = [list(school) for school in refused.schools]
    columns = {"state": state, "error": str(refused)[:1000], "job": "", "options": choices.kept()}
    with atomic():
        mine = (ImportBatch.id == batch.id) & (ImportBatch.job == job)
        ImportBatch.update(**columns).where(mine).execute()


check_job = jobs.task("imports.check")(
    _job(State.CHECKING, State.UPLOADED, lambda batch, _by, _job, say: check(batch, say))
)
apply_job = jobs.task("imports.apply")(_job(State.APPLYING, State.CHECKED, apply))
undo_job = jobs.task("imports.undo")(_job(State.UNDOING, State.APPLIED, undo))
