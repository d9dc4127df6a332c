"""A sheet holds for a while, then waits to be confirmed; a confirmation can be taken back."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from schoolapp import clock
from schoolapp.errors import Refused, Stale
from schoolapp.partners import freshness
from schoolapp.partners.freshness import DUE_SOON, FRESH, NEVER, OVERDUE, Seen, due, state_of
from schoolapp.partners.models import Service
from tests.partners import rows

TODAY = date(2026, 11, 17)


@pytest.mark.parametrize(
    ("confirmed", "months", "expected"),
    [
        (date(2026, 11, 17), 12, date(2027, 11, 17)),
        (date(2026, 11, 17), 1, date(2026, 12, 17)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
        (date(2026, 8, 31), 3, date(2026, 11, 30)),
        (date(2027, 11, 30), 3, date(2028, 2, 29)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 1, 31), 24, date(2028, 1, 31)),
    ],
)
def test_a_confirmation_holds_for_the_months_of_the_service(confirmed, months, expected):
    assert due(confirmed, months) == expected


@pytest.mark.parametrize(
    ("confirm_by", "state"),
    [
        (None, NEVER),
        (date(2026, 1, 1), OVERDUE),
        (TODAY, OVERDUE),
        (TODAY + timedelta(days=1), DUE_SOON),
        (TODAY + timedelta(days=30), DUE_SOON),
        (TODAY + timedelta(days=31), FRESH),
    ],
)
def test_where_a_sheet_stands_on_a_day(confirm_by, state):
    assert state_of(confirm_by, TODAY) == state


@pytest.fixture
def house(cast):
    return rows.organization()


@pytest.fixture
def pantry(house):
    return rows.service(house)


@pytest.mark.parametrize(
    ("columns", "words", "tag", "waits"),
    [
        ({}, "Jamais confirmée", "wait", True),
        ({"confirm_by": date(2026, 3, 3)}, "À confirmer depuis le 3 mars", "late", True),
        ({"confirm_by": date(2026, 12, 3)}, "À confirmer avant le 3 décembre", "", False),
    ],
)
def test_a_sheet_says_where_it_stands(context, house, columns, words, tag, waits):
    shown = freshness.of(rows.service(house, **columns))
    assert (shown.words.replace("\xa0", " "), shown.tag, shown.waits) == (words, tag, waits)


def test_a_colleague_confirms_in_one_go_and_is_named(context, cast, pantry, events):
    done = freshness.confirm([Seen(pantry.id, pantry.version)], by=cast.secretariat)
    now = rows.fresh(pantry)
    assert [one.id for one in done.confirmed] == [pantry.id]
    assert (now.confirmed_at, now.confirmed_by_id, now.confirmed_words) == (clock.now(), cast.secretariat.id, None)
    assert now.confirm_by == date(2027, 11, 17)
    assert now.version == pantry.version + 1
    shown = freshness.of(now, cast.secretariat.name)
    assert shown.who.replace("\xa0", " ") == "Confirmée le 17 novembre par Ginette Côté"
    assert [event.subject_id for event in events("sheet.confirmed")] == [pantry.id]


def test_the_day_of_a_confirmation_is_that_of_the_school(context, cast, pantry, frozen):
    frozen.move(hours=13)  # 04:00 UTC on the 18th, still the 17th in Montréal
    freshness.confirm([Seen(pantry.id, pantry.version)], by=cast.agent)
    assert rows.fresh(pantry).confirm_by == date(2027, 11, 17)


def test_a_sheet_that_changed_since_it_was_seen_is_not_confirmed_and_the_others_are(context, cast, house, pantry):
    other = rows.service(house, "Vestiaire")
    Service.update(version=Service.version + 1, how="Sonner à la porte de côté").where(Service.id == other.id).execute()
    done = freshness.confirm([Seen(pantry.id, pantry.version), Seen(other.id, other.version)], by=cast.agent)
    assert [one.id for one in done.confirmed] == [pantry.id]
    assert [one.id for one in done.moved] == [other.id]
    assert rows.fresh(other).confirmed_at is None


def test_an_archived_sheet_is_not_confirmed(context, cast, house):
    gone = rows.service(house, "Ancien service", state="archive")
    assert freshness.confirm([Seen(gone.id, gone.version)], by=cast.agent).confirmed == []


def test_a_confirmation_taken_back_leaves_what_stood_before(context, cast, house, frozen, events):
    old = rows.service(
        house,
        confirmed_at=clock.now() - timedelta(days=400),
        confirmed_words="Mme Ouellet",
        confirm_by=date(2026, 10, 13),
    )
    kept = {name: rows.fresh(old).__data__[name] for name in freshness.KEPT}
    done = freshness.confirm([Seen(old.id, old.version)], by=cast.agent)
    frozen.move(minutes=3)
    undone = freshness.take_back(done.batch, by=cast.agent)
    now = rows.fresh(old)
    assert {name: now.__data__[name] for name in freshness.KEPT} == kept
    assert [one.id for one in undone.confirmed] == [old.id]
    assert len(events("sheet.unconfirmed")) == 1


def test_only_whoever_confirmed_takes_it_back_and_once(context, cast, pantry):
    done = freshness.confirm([Seen(pantry.id, pantry.version)], by=cast.agent)
    with pytest.raises(Refused):
        freshness.take_back(done.batch, by=cast.agent2)
    freshness.take_back(done.batch, by=cast.agent)
    with pytest.raises(Refused):
        freshness.take_back(done.batch, by=cast.agent)
    assert rows.fresh(pantry).confirmed_at is None


def test_what_changed_after_the_confirmation_is_not_undone_with_it(context, cast, pantry):
    done = freshness.confirm([Seen(pantry.id, pantry.version)], by=cast.agent)
    now = rows.fresh(pantry)
    now.change(now.version, how="Appeler le matin")
    with pytest.raises(Refused):
        freshness.take_back(done.batch, by=cast.agent)
    assert rows.fresh(pantry).confirmed_by_id == cast.agent.id


def test_two_people_who_confirm_at_once_confirm_once(context, cast, pantry):
    freshness.stamp(rows.fresh(pantry), pantry.version, by=cast.agent)
    with pytest.raises(Stale):
        freshness.stamp(rows.fresh(pantry), pantry.version, by=cast.agent2)
    assert rows.fresh(pantry).confirmed_by_id == cast.agent.id


def test_those_that_wait_are_the_overdue_and_the_never_confirmed(context, house, pantry):
    overdue = rows.service(house, "Vestiaire", confirm_by=TODAY)
    rows.service(house, "Frais", confirm_by=TODAY + timedelta(days=1))
    rows.service(house, "Parti", state="archive")
    found = Service.select(Service.id).where(freshness.waiting()).order_by(Service.id)
    assert [row.id for row in found] == [pantry.id, overdue.id]
