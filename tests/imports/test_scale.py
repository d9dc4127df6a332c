"""Ten thousand rows: the same number of statements as for ten, and a write lock held for seconds only."""

from __future__ import annotations

import time

import pytest

from schoolapp.families.models import Enrolment, Family, Guardian, Pupil
from schoolapp.imports import queries, steps, writing
from schoolapp.imports.models import State
from tests.imports.helpers import checked, counts
from tests.imports.makers import csv_text

HEAD = ["Fiche", "Nom", "Prénom", "DDN", "Groupe", "Mère", "Cell. mère", "Père", "Cell. père", "Adresse", "Langue"]
LOCK_SECONDS = 8  # of this thread's own work: tests share their machine


def school(count, *, year=0):
    """``count`` pupils, two to a family."""
    rows = [HEAD]
    for number in range(count):
        home = number // 2
        rows.append(
            [
                100_000 + number,
                f"Nom{home}",
                f"Prénom{number}",
                f"201{number % 9}-0{number % 9 + 1}-1{number % 9}",
                100 + year * 400 + number % 400,
                f"Ann Nom{home}",
                f"514 55{home // 10_000}-{home % 10_000:04d}",
                f"Max Autre{home}",
                f"438 55{home // 10_000}-{home % 10_000:04d}",
                f"{home} rue des Érables, Laval",
                "arabe",
            ]
        )
    return csv_text(rows, ";").encode()


def statements_of(cast, count_queries, content):
    with count_queries() as seen:
        batch = checked(content, cast.secretariat, full=False)
        steps.apply(batch, by=cast.secretariat)
    assert queries.batch_for(batch.id).state == State.APPLIED
    return len(seen)


def test_the_number_of_statements_does_not_grow_with_the_rows(cast, context, count_queries):
    few = statements_of(cast, count_queries, school(10))
    many = statements_of(cast, count_queries, school(400))

    assert many <= few + 6


@pytest.mark.slow
@pytest.mark.timeout(400)
def test_ten_thousand_rows_are_imported_and_hold_the_write_lock_briefly(cast, context, monkeypatch):
    held = []
    plain = writing.write

    def timed(prepared, progress):
        start = time.thread_time()
        plain(prepared, progress)
        held.append(time.thread_time() - start)

    monkeypatch.setattr(writing, "write", timed)
    batch = checked(school(10_000), cast.secretariat, full=False)
    assert counts(batch) == {"created": 10_000}
    steps.apply(batch, by=cast.secretariat)
    assert (Pupil.select().count(), Family.select().count(), Guardian.select().count()) == (10_004, 5_003, 10_004)
    assert max(held) < LOCK_SECONDS


@pytest.mark.slow
def test_a_whole_school_moves_to_its_next_groups_and_is_told_unchanged_afterwards(cast, context):
    for year, expected in ((0, {"created": 500}), (1, {"changed": 500}), (1, {"unchanged": 500})):
        batch = checked(school(500, year=year), cast.secretariat, full=False)
        assert counts(batch) == expected
        steps.apply(batch, by=cast.secretariat)
    assert Enrolment.select().where(Enrolment.until.is_null()).count() == 504
