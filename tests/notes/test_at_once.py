"""Two people, two tabs or two clicks at the very same moment, on real connections."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date

import pytest

from schoolapp import database
from schoolapp.errors import Stale
from schoolapp.notes import writing
from schoolapp.notes.draft import Save
from schoolapp.notes.models import FollowUp, Note, NoteDraft, NoteVersion
from tests.notes.helpers import content, plan, write


def together(*acts: Callable[[], object]) -> list[object]:
    """Do all of these at once, each on its own connection; gives what each returned or raised."""
    ready = threading.Barrier(len(acts))
    results: list[object] = [None] * len(acts)

    def run(number: int, act: Callable[[], object]) -> None:
        try:
            ready.wait(20)
            results[number] = act()
        except Exception as error:
            results[number] = error
        finally:
            database.db.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(40)
    return results


def test_one_form_sent_six_times_at_once_gives_one_note(cast, app):
    def send() -> int:
        step = {"what": "Rappeler", "due_on": date(2026, 11, 20), "assignee_id": cast.agent.id}
        return writing.write_note(cast.haddad.id, content(), by=cast.agent, form_key="one-form-key", follow_up=step).id

    results = together(*[send] * 6)
    assert len(set(results)) == 1, results
    assert (Note.select().count(), FollowUp.select().count()) == (1, 1)


def test_of_corrections_at_once_one_is_kept_and_the_others_are_told(cast, app):
    note = write(cast.haddad, cast.agent)

    def correct(number: int) -> Callable[[], object]:
        def act() -> object:
            mine = Note.get_by_id(note.id)
            return writing.correct_note(
                mine, 1, content(text=f"Texte {number}"), by=cast.agent, form_key=f"form-key-{number}"
            )

        return act

    results = together(*[correct(number) for number in range(5)])
    assert sorted(type(result).__name__ for result in results) == ["NoneType", *["Stale"] * 4]
    assert (Note.get_by_id(note.id).version, NoteVersion.select().count()) == (2, 1)


def test_a_follow_up_done_and_postponed_at_once_is_one_or_the_other(cast, app):
    step = plan(cast.haddad, cast.agent, date(2026, 11, 20))
    later = {"due_on": date(2026, 11, 27), "reason": "Absente"}
    results = together(
        lambda: writing.change_follow_up(FollowUp.get_by_id(step.id), "complete", 1, by=cast.agent),
        lambda: writing.change_follow_up(FollowUp.get_by_id(step.id), "postpone", 1, by=cast.agent2, **later),
    )
    assert sum(isinstance(result, Stale) for result in results) == 1
    now = FollowUp.get_by_id(step.id)
    assert (now.state, now.postponed_count) in {("done", 0), ("open", 1)}


@pytest.mark.parametrize("turn", range(3))
def test_saves_of_a_draft_that_overtake_each_other_keep_the_last(cast, app, turn):
    def save(sequence: int) -> Callable[[], object]:
        text = {"text": [f"Texte {sequence}"]}
        kept = Save(form_key="form-key-of-tab", writer="writer-of-tab", sequence=sequence, seen=0, content=text)
        return lambda: NoteDraft.keep(cast.agent, cast.haddad.id, 0, kept)

    results = together(*[save(sequence) for sequence in (3, 1, 5, 2, 4)])
    assert not [result for result in results if isinstance(result, Exception)]
    assert NoteDraft.of(cast.agent, cast.haddad.id).content == {"text": ["Texte 5"]}
