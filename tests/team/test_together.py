"""Several people at once in one meeting: nothing is lost or done twice. Each has a connection of their own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from schoolapp.errors import Refused, Stale
from schoolapp.notes.models import FollowUp
from schoolapp.team.agenda import Topic
from schoolapp.team.models import DecidedAction, DecisionVersion, MeetingPoint, TeamMeeting
from tests.notes.test_at_once import together
from tests.team.helpers import family_point, free_point, reread


def typing(point_id: int, person, letters: str) -> Callable[[], str]:
    """Someone who types a letter after the other in a point, and sees the other's words at each refusal."""

    def act() -> str:
        mine = MeetingPoint.get_by_id(point_id)
        for letter in letters:
            while True:
                try:
                    mine.write("decide", mine.words_version, mine.words + letter, by=person)
                    break
                except Stale as stale:
                    mine = stale.current
        return mine.words

    return act


@pytest.mark.parametrize("turn", range(2))
def test_two_people_typing_in_one_point_keep_every_letter(cast, under_way, turn):
    point = free_point(under_way, cast.agent)
    results = together(
        typing(point.id, cast.agent, "abcdefgh"),
        typing(point.id, cast.direction, "ABCDEFGH"),
        typing(point.id, cast.prof, "12345678"),
    )
    assert not [result for result in results if isinstance(result, Exception)], results
    written = reread(point)
    assert sorted(written.words) == sorted("abcdefghABCDEFGH12345678")
    assert [letter for letter in written.words if letter in "abcdefgh"] == list("abcdefgh")
    assert written.words_version == 25


def test_each_on_their_point_nobody_is_ever_stale(cast, under_way):
    points = [free_point(under_way, cast.agent, f"Point {number}") for number in range(4)]

    def write(point: MeetingPoint, person) -> Callable[[], None]:
        def act() -> None:
            mine = MeetingPoint.get_by_id(point.id)
            for number in range(10):
                mine.write("decide", mine.words_version, f"Texte {number}", by=person)

        return act

    people = (cast.agent, cast.direction, cast.prof, cast.pro)
    results = together(*[write(point, person) for point, person in zip(points, people, strict=True)])
    assert results == [None] * 4
    assert [reread(point).words for point in points] == ["Texte 9"] * 4
    assert DecisionVersion.select().count() == 0


def test_one_action_sent_six_times_is_decided_once(cast, under_way):
    point = family_point(under_way, cast.haddad, cast.agent)

    def send() -> int:
        values = {"what": "Appeler", "due_on": date(2026, 11, 20), "assignee_id": cast.agent.id}
        return DecidedAction.plan(MeetingPoint.get_by_id(point.id), **values, by=cast.agent, form_key="one-form-key").id

    results = together(*[send] * 6)
    assert len(set(results)) == 1, results
    assert (DecidedAction.select().count(), FollowUp.select().count()) == (1, 1)


def test_one_family_added_by_five_people_is_there_once(cast, planned):
    people = (cast.agent, cast.agent2, cast.direction, cast.prof, cast.agent)

    def add(person) -> Callable[[], int]:
        return lambda: len(MeetingPoint.add_topics(planned, [Topic(cast.haddad.id)], by=person))

    results = together(*[add(person) for person in people])
    assert not [result for result in results if isinstance(result, Exception)], results
    assert MeetingPoint.select().count() == 1
    assert MeetingPoint.get().accepted


def test_words_and_the_end_of_the_meeting_at_once_are_one_or_the_other(cast, under_way):
    point = free_point(under_way, cast.agent)
    results = together(
        lambda: MeetingPoint.get_by_id(point.id).write("decide", 1, "Juste à temps", by=cast.prof),
        lambda: TeamMeeting.get_by_id(under_way.id).close(by=cast.agent),
    )
    assert reread(under_way).state == "close"
    refused = isinstance(results[0], Refused)
    assert reread(point).words == ("" if refused else "Juste à temps"), results


def test_points_moved_by_two_people_at_once_stay_all_there(cast, planned):
    points = [free_point(planned, cast.agent, f"Point {number}") for number in range(5)]

    def move(point: MeetingPoint, after: MeetingPoint | None) -> Callable[[], None]:
        return lambda: MeetingPoint.get_by_id(point.id).place(after.id if after else None, by=cast.agent)

    results = together(*[move(points[number], points[0]) for number in range(1, 5)], move(points[0], None))
    assert results == [None] * 5
    order = MeetingPoint.select().order_by(MeetingPoint.position, MeetingPoint.id)
    assert order[0].id == points[0].id
    assert {point.id for point in order} == {point.id for point in points}


def test_a_meeting_begun_by_five_people_begins_once(cast, planned, events):
    results = together(*[lambda: TeamMeeting.get_by_id(planned.id).start(by=cast.agent)] * 5)
    assert results == [None] * 5
    assert len(events("meeting.started")) == 1
