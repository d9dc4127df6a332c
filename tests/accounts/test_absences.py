"""Who is away, and until when."""

from __future__ import annotations

from datetime import date

from schoolapp import clock
from schoolapp.accounts.absences import Absence, absences_today, absent_today, away_until

TODAY = date(2026, 11, 17)


def away(user, start, end, **more):
    more = {"stand_in_id": None, "words": "", "by": user} | more
    return Absence.plan(user, starts_on=start, ends_on=end, **more)


def test_someone_is_away_from_the_first_day_to_the_last(cast, context, frozen):
    away(cast.agent, TODAY, date(2026, 11, 18), stand_in_id=cast.agent2.id, words="Formation")
    assert absent_today() == {cast.agent.id}
    assert away_until() == {cast.agent.id: date(2026, 11, 18)}
    assert away_until(date(2026, 11, 16)) == {}
    frozen.move(days=1)
    assert absent_today() == {cast.agent.id}
    frozen.move(days=1)
    assert absent_today() == set()


def test_who_is_away_is_named_with_who_stands_in(cast, context, count_queries):
    away(cast.agent, TODAY, TODAY, stand_in_id=cast.agent2.id)
    away(cast.prof, TODAY, TODAY)
    with count_queries() as statements:
        found = [(one.user.name, one.stand_in.name if one.stand_in else None) for one in absences_today()]
    assert found == [("Camille Roy", None), ("Rosalie Gagnon", "Idriss Cissé")]
    assert len(statements) == 1


def test_an_absence_of_several_rows_ends_with_the_last_of_them(cast, context):
    away(cast.agent, TODAY, date(2026, 11, 18))
    away(cast.agent, TODAY, date(2026, 11, 25))
    assert away_until() == {cast.agent.id: date(2026, 11, 25)}


def test_writing_and_withdrawing_an_absence_is_in_the_journal(cast, context, events):
    absence = away(cast.agent, TODAY, date(2026, 11, 18), by=cast.direction)
    absence.withdraw(by=cast.agent)
    told = [(event.action, event.actor_id, event.subject_label, event.detail) for event in events()]
    span = {"from": "2026-11-17", "to": "2026-11-18"}
    assert told == [
        ("absence.added", cast.direction.id, "Rosalie Gagnon", span),
        ("absence.removed", cast.agent.id, "Rosalie Gagnon", span),
    ]
    assert Absence.select().count() == 0
    assert clock.today() == TODAY
