"""What a family's card copies from its notes and follow-ups stays true, whoever writes at the same time."""

from __future__ import annotations

import threading
from datetime import date, timedelta

from schoolapp import clock, database
from schoolapp.families.models import Family
from schoolapp.notes import writing
from schoolapp.notes.models import FollowUp, Note
from tests.cast import MOMENT
from tests.notes.helpers import content, plan, write


def card(family: Family) -> Family:
    return Family.get_by_id(family.id)


def test_the_latest_contact_is_that_of_the_latest_note_that_reached_the_family(cast, context):
    write(cast.tremblay, cast.agent, happened_at=MOMENT - timedelta(days=3))
    write(cast.tremblay, cast.agent, happened_at=MOMENT - timedelta(days=9))
    write(cast.tremblay, cast.agent, happened_at=MOMENT - timedelta(days=1), reached="no", practices=[])
    write(cast.tremblay, cast.agent, happened_at=MOMENT, reached="na")
    seen = card(cast.tremblay)
    assert seen.last_contact_at == MOMENT - timedelta(days=3)
    assert seen.last_attempt_at == MOMENT - timedelta(days=1)
    assert seen.note_count == 4


def test_a_private_draft_says_nothing_on_the_card(cast, context):
    write(cast.tremblay, cast.agent, visibility="private")
    seen = card(cast.tremblay)
    assert (seen.last_contact_at, seen.last_attempt_at, seen.note_count) == (None, None, 0)


def test_a_restricted_note_counts_as_a_contact(cast, context):
    write(cast.tremblay, cast.agent, visibility="restricted")
    assert card(cast.tremblay).last_contact_at == MOMENT


def test_withdrawing_and_restoring_a_note_moves_the_card_back_and_forth(cast, context):
    write(cast.tremblay, cast.agent, happened_at=MOMENT - timedelta(days=9))
    note = write(cast.tremblay, cast.agent)
    writing.withdraw_note(note, note.version, "Mauvaise famille", by=cast.agent)
    assert card(cast.tremblay).last_contact_at == MOMENT - timedelta(days=9)
    assert card(cast.tremblay).note_count == 1
    writing.restore_note(note, note.version, by=cast.agent)
    assert card(cast.tremblay).last_contact_at == MOMENT
    assert card(cast.tremblay).note_count == 2


def test_a_correction_recomputes_the_latest_contact(cast, context):
    note = write(cast.tremblay, cast.agent)
    writing.correct_note(note, 1, content(reached="no", practices=[]), by=cast.agent, form_key="another-form-key")
    seen = card(cast.tremblay)
    assert seen.last_contact_at is None
    assert seen.last_attempt_at == MOMENT


def test_the_next_step_is_the_earliest_open_follow_up(cast, context):
    today = clock.today()
    plan(cast.tremblay, cast.agent, today + timedelta(days=9), "Plus tard")
    soon = plan(cast.tremblay, cast.agent, today + timedelta(days=2), "Bientôt")
    assert (card(cast.tremblay).next_step, card(cast.tremblay).next_step_on) == ("Bientôt", today + timedelta(days=2))
    writing.change_follow_up(soon, "complete", soon.version, by=cast.agent)
    assert card(cast.tremblay).next_step == "Plus tard"
    writing.change_follow_up(soon, "reopen", soon.version, by=cast.agent)
    assert card(cast.tremblay).next_step == "Bientôt"
    writing.change_follow_up(
        soon, "postpone", soon.version, by=cast.agent, due_on=today + timedelta(days=20), reason="Absente"
    )
    assert card(cast.tremblay).next_step == "Plus tard"


def test_no_open_follow_up_leaves_no_next_step(cast, context):
    only = plan(cast.tremblay, cast.agent, clock.today())
    writing.change_follow_up(only, "cancel", only.version, by=cast.agent, reason="Plus utile")
    assert (card(cast.tremblay).next_step, card(cast.tremblay).next_step_on) == ("", None)


def test_each_write_tells_the_boards_that_the_card_changed(cast, context):
    before = card(cast.tremblay).card_version
    write(cast.tremblay, cast.agent)
    after_note = card(cast.tremblay).card_version
    plan(cast.tremblay, cast.agent, clock.today())
    assert before < after_note < card(cast.tremblay).card_version


def test_writers_at_the_same_time_lose_neither_rows_nor_copies(cast, app):
    """Eight people with a connection each write on one family at once: notes and follow-ups all count."""
    family, agent = cast.tremblay, cast.agent
    everyone_ready = threading.Barrier(8)
    failures: list[BaseException] = []

    def work(number: int) -> None:
        try:
            everyone_ready.wait(20)
            for turn in range(6):
                moment = MOMENT - timedelta(minutes=number * 10 + turn)
                step = {"what": f"{number}-{turn}", "due_on": date(2026, 12, 1 + turn), "assignee_id": agent.id}
                writing.write_note(
                    family.id,
                    content(happened_at=moment),
                    by=agent,
                    form_key=f"writer-{number}-{turn}",
                    follow_up=step if turn % 2 else None,
                )
        except BaseException as error:
            failures.append(error)
        finally:
            database.db.close()

    threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(50)
    assert failures == []
    assert Note.select().count() == 48
    seen = card(family)
    assert seen.note_count == 48
    assert seen.last_contact_at == MOMENT
    assert FollowUp.select().count() == 24
    assert (seen.next_step_on, seen.next_step[-2:]) == (date(2026, 12, 2), "-1")
