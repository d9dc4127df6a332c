"""Need to know: who sees which families, on what ground, and until when."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from schoolapp import clock
from schoolapp.families import circle
from schoolapp.families.circle import Ground
from schoolapp.families.models import CircleMember, Family, GroupTeacher, Opening, Pupil, SchoolYear

TODAY = date(2026, 11, 17)


@pytest.fixture
def people(cast, context):
    """The cast, each with the school as the session loads it."""
    for user in cast.everyone.values():
        user.school = cast.school
    return cast


def seen(user, **options) -> set[str]:
    return {family.name for family in circle.visible_to(user, **options)}


def bring_in(user, family, **columns) -> CircleMember:
    return CircleMember.create(user=user, family=family, reason="suit la fratrie", added_at=clock.now(), **columns)


def open_file(user, family, hours: float = 24) -> Opening:
    now = clock.now()
    return Opening.create(user=user, family=family, reason="appel urgent", at=now, until=now + timedelta(hours=hours))


def test_agents_and_direction_see_every_family_by_their_role(people):
    for user in (people.agent, people.agent2, people.direction):
        assert seen(user) == {"Tremblay-Nguyen", "Haddad", "O’Connor"}
        assert circle.why_access(user, people.oconnor.id).ground == Ground.ROLE


def test_a_teacher_sees_the_families_of_their_groups_only(people):
    assert seen(people.prof) == {"Tremblay-Nguyen", "Haddad"}
    assert seen(people.prof2) == {"Tremblay-Nguyen", "O’Connor"}
    assert circle.why_access(people.prof, people.haddad.id).words == "enseigne au groupe 302"
    assert circle.why_access(people.prof, people.oconnor.id) is None


def test_a_professional_outside_every_circle_sees_no_family(people):
    assert seen(people.pro) == set()
    assert circle.why_access(people.pro, people.haddad.id) is None


def test_the_secretariat_sees_contacts_and_no_file_and_the_liaison_nothing(people):
    assert seen(people.secretariat) == set()
    assert circle.contacts_visible_to(people.secretariat).count() == 3
    assert circle.why_access(people.secretariat, people.haddad.id) is None
    assert circle.contacts_visible_to(people.repondant).count() == 0


def test_the_secretariat_brought_into_a_circle_still_reads_no_file(people):
    bring_in(people.secretariat, people.haddad)
    assert seen(people.secretariat) == set()
    assert circle.why_access(people.secretariat, people.haddad.id) is None


def test_a_teacher_who_leaves_the_group_loses_access_at_once(people):
    GroupTeacher.delete().where(GroupTeacher.user == people.prof).execute()
    assert seen(people.prof) == set()


def test_access_follows_the_child_to_another_group(people):
    Pupil.update(group=people.group_101).where(Pupil.id == people.pupils["yasmine"].id).execute()
    assert seen(people.prof) == {"Tremblay-Nguyen"}
    assert "Haddad" in seen(people.prof2)


def test_access_ends_when_the_child_leaves_the_school(people):
    Pupil.update(left_on=TODAY).where(Pupil.id == people.pupils["yasmine"].id).execute()
    assert seen(people.prof) == {"Tremblay-Nguyen"}


def test_the_groups_of_another_year_open_nothing(people):
    people.prof.school.current_year_id = SchoolYear.create(
        label="2027-2028", starts_on=date(2027, 8, 27), ends_on=date(2028, 6, 23)
    ).id
    assert seen(people.prof) == set()
    people.prof.school.current_year_id = None
    assert seen(people.prof) == set()


def test_a_person_brought_in_by_name_sees_the_family_through_the_last_day(people, frozen):
    bring_in(people.pro, people.haddad, until=TODAY + timedelta(days=2))
    assert seen(people.pro) == {"Haddad"}
    reason = circle.why_access(people.pro, people.haddad.id)
    assert (reason.ground, reason.until) == (Ground.NAMED, TODAY + timedelta(days=2))
    assert reason.words == "suit la fratrie, jusqu’au 19\N{NO-BREAK SPACE}novembre"
    frozen.move(days=2, hours=13)  # 23 h on the last day, already tomorrow in UTC
    assert seen(people.pro) == {"Haddad"}
    frozen.move(hours=1)
    assert seen(people.pro) == set()
    assert circle.why_access(people.pro, people.haddad.id) is None


def test_a_person_taken_out_of_the_circle_sees_nothing_any_more(people):
    bring_in(people.pro, people.haddad, removed_at=clock.now())
    assert seen(people.pro) == set()


def test_the_longest_of_several_memberships_is_the_one_told(people):
    bring_in(people.pro, people.haddad, until=TODAY + timedelta(days=40))
    bring_in(people.pro, people.haddad, until=TODAY + timedelta(days=5))
    assert circle.why_access(people.pro, people.haddad.id).until == TODAY + timedelta(days=40)
    bring_in(people.pro, people.haddad)
    assert circle.why_access(people.pro, people.haddad.id).until is None


def test_an_opening_lasts_its_hours_and_not_a_second_more(people, frozen):
    open_file(people.pro, people.haddad)
    assert seen(people.pro) == {"Haddad"}
    assert seen(people.pro, openings=False) == set()
    assert circle.why_access(people.pro, people.haddad.id).ground == Ground.OPENING
    frozen.move(hours=23, minutes=59)
    assert seen(people.pro) == {"Haddad"}
    frozen.move(minutes=1)
    assert seen(people.pro) == set()
    assert circle.why_access(people.pro, people.haddad.id) is None


def test_an_opening_serves_professionals_only(people):
    open_file(people.prof, people.oconnor)
    assert "O’Connor" not in seen(people.prof)
    assert circle.why_access(people.prof, people.oconnor.id) is None


def test_the_strongest_ground_is_the_one_told(people):
    bring_in(people.prof, people.haddad)
    assert circle.why_access(people.prof, people.haddad.id).ground == Ground.GROUP


def test_the_ready_text_and_the_query_say_the_same(people):
    from schoolapp.database import fetch_all

    bring_in(people.pro, people.tremblay)
    open_file(people.pro, people.oconnor)
    for user in (people.prof, people.prof2, people.pro):
        text, parameters = circle.seen_ids(user)
        assert {row[0] for row in fetch_all(text, parameters)} == {family.id for family in circle.visible_to(user)}


def test_visible_families_combine_with_other_conditions(people):
    found = circle.visible_to(people.prof).where(Family.name.startswith("H")).order_by(Family.id)
    assert [family.name for family in found] == ["Haddad"]
    assert Family.select().where(Family.id.in_(circle.visible_to(people.prof).select(Family.id))).count() == 2
