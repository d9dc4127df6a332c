"""What is due and what is late, by the school's calendar."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from schoolapp import clock
from schoolapp.notes import queries, writing
from tests.notes.helpers import plan

TODAY = date(2026, 11, 17)


def due(cast, who: str, until: date) -> list[str]:
    user = getattr(cast, who)
    user.school = cast.school
    return [step.what for step in queries.due_follow_ups(user, until)]


def test_what_is_due_follows_the_circle(cast, context):
    plan(cast.haddad, cast.agent, TODAY - timedelta(days=2), "en retard")
    plan(cast.tremblay, cast.agent, TODAY, "aujourd’hui")
    plan(cast.oconnor, cast.agent, TODAY + timedelta(days=1), "demain")
    assert due(cast, "agent2", TODAY + timedelta(days=1)) == ["en retard", "aujourd’hui", "demain"]
    assert due(cast, "prof", TODAY + timedelta(days=1)) == ["en retard", "aujourd’hui"]
    assert due(cast, "pro", TODAY) == []
    assert [step.what for step in queries.late_follow_ups(cast.agent2)] == ["en retard"]


@pytest.mark.parametrize(("moment", "late"), [
    (datetime(2026, 11, 18, 4, 59, tzinfo=UTC), False),  # 23:59 at the school, on the day itself
    (datetime(2026, 11, 18, 5, 0, tzinfo=UTC), True),  # midnight
    (datetime(2026, 11, 17, 5, 0, tzinfo=UTC), False),
])  # fmt: skip
def test_late_begins_at_the_schools_midnight(cast, context, frozen, moment, late):
    step = plan(cast.haddad, cast.agent, TODAY)
    frozen.set(moment)
    assert queries.step(step).late is late


def test_late_across_the_change_of_time(cast, context, frozen):
    step = plan(cast.haddad, cast.agent, date(2027, 3, 14))  # the day of 23 hours
    frozen.set(datetime(2027, 3, 15, 3, 59, tzinfo=UTC))
    assert not queries.step(step).late
    frozen.set(datetime(2027, 3, 15, 4, 0, tzinfo=UTC))
    assert queries.step(step).late


def test_the_box_shows_what_is_open_then_what_was_done_these_days_in_one_query(cast, context, count_queries, frozen):
    old, recent = plan(cast.haddad, cast.agent, TODAY, "vieux"), plan(cast.haddad, cast.agent, TODAY, "récent")
    writing.change_follow_up(old, "complete", 1, by=cast.agent)
    frozen.move(days=5)
    writing.change_follow_up(recent, "complete", 1, by=cast.agent)
    frozen.move(days=3)
    plan(cast.haddad, cast.agent, clock.today() + timedelta(days=1), "bientôt")
    plan(cast.haddad, cast.agent, clock.today(), "d’abord")
    with count_queries() as statements:
        box = queries.next_steps(cast.haddad.id)
    assert [step.what for step in box.follow_ups] == ["d’abord", "bientôt", "récent"]
    assert box.open_count == 2
    assert len(statements) == 1
