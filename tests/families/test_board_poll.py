"""The board kept up to date: nothing when nothing changed, all of it when anything I see did, in few statements."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from schoolapp import clock
from schoolapp.accounts.models import School, Session, User
from schoolapp.families import board_page
from schoolapp.families.cards import touch
from schoolapp.families.models import CircleMember, Family, GroupTeacher, Opening
from tests.families import board

HTMX = {"HX-Request": "true"}


class Tab:
    """An open board: it asks again with the version it has."""

    def __init__(self, browser, query: str = "") -> None:
        self.browser, self.query = browser, query
        self.version = board.version(browser.get(f"/familles?{query}").text)

    def poll(self):
        return self.browser.get(f"/familles/etat?{self.query}&v={self.version}", headers=HTMX)

    def changed(self) -> bool:
        answer = self.poll()
        assert answer.status_code in (200, 204), answer.text
        if answer.status_code == 204:
            assert answer.data == b""
            return False
        self.version = board.version(answer.text)
        return True


def test_nothing_comes_when_nothing_changed(cast, sign_in):
    tab = Tab(sign_in(cast.agent))
    assert not tab.changed()
    assert not Tab(sign_in(cast.agent), "langue=ar&miennes=1&colonne=veille").changed()


@pytest.mark.parametrize("person", ["agent", "prof", "direction"])
def test_a_card_that_changes_brings_the_board(cast, sign_in, person):
    tab = Tab(sign_in(getattr(cast, person)))
    touch(cast.haddad.id, next_step="Rappeler", next_step_on=date(2026, 11, 20))
    answer = tab.poll()
    assert "Rappeler, vendredi" in answer.text
    assert tab.changed()
    assert not tab.changed()


def test_a_move_by_someone_else_brings_the_board_and_the_counts(cast, sign_in):
    tab = Tab(sign_in(cast.agent))
    data = {"etat": "veille", "version": 1}
    sign_in(cast.agent2).post(f"/familles/{cast.haddad.id}/deplacement", data=data)
    answer = tab.poll()
    assert board.columns(answer.text)["veille"] == ["Haddad"]
    assert '<hx-partial hx-target="#board-count"' in answer.text
    assert "Sans contact depuis 3 semaines · 2" in answer.text


def test_a_change_of_a_family_one_does_not_see_brings_nothing(cast, sign_in):
    tab = Tab(sign_in(cast.prof2))
    touch(cast.haddad.id, next_step="Rappeler")
    assert not tab.changed()


def test_a_family_off_the_board_brings_nothing(cast, sign_in):
    tab = Tab(sign_in(cast.agent))
    touch(cast.oconnor.id, next_step="Rappeler")
    assert not tab.changed()


def test_what_i_see_changing_brings_the_board(cast, sign_in, frozen):
    tab = Tab(sign_in(cast.pro))
    named = CircleMember.create(user=cast.pro, family=cast.haddad, reason="suivi", added_at=clock.now())
    assert tab.changed()
    assert not tab.changed()
    CircleMember.update(family=cast.tremblay).where(CircleMember.id == named.id).execute()
    assert tab.changed(), "as many families, but not the same"
    CircleMember.update(removed_at=clock.now()).execute()
    assert tab.changed()
    until = clock.now() + timedelta(hours=1)
    Opening.create(user=cast.pro, family=cast.haddad, reason="urgence", at=clock.now(), until=until)
    assert tab.changed()
    frozen.move(minutes=61)
    assert tab.changed(), "the opening is over"
    assert not tab.changed()


def test_a_right_that_changes_on_a_card_i_see_brings_the_board(cast, sign_in):
    until = clock.now() + timedelta(hours=1)
    Opening.create(user=cast.pro, family=cast.haddad, reason="urgence", at=clock.now(), until=until)
    tab = Tab(sign_in(cast.pro))
    CircleMember.create(user=cast.pro, family=cast.haddad, reason="suivi", added_at=clock.now())
    assert tab.changed()


def test_a_new_group_brings_the_board_to_its_teacher(cast, sign_in):
    tab = Tab(sign_in(cast.prof2))
    GroupTeacher.create(group=cast.group_302, user=cast.prof2)
    assert tab.changed()
    GroupTeacher.delete().where(GroupTeacher.user == cast.prof2).execute()
    assert tab.changed()


def test_tomorrow_brings_the_board(cast, sign_in, frozen):
    tab = Tab(sign_in(cast.agent))
    frozen.move(hours=13, minutes=30)
    tab.browser = sign_in(cast.agent)
    assert not tab.changed(), "23:30 at the school"
    frozen.move(hours=1)
    assert tab.changed()


def test_a_setting_of_the_school_brings_the_board(cast, sign_in):
    tab = Tab(sign_in(cast.agent))
    School.update(no_contact_weeks=5, version=School.version + 1).execute()
    assert tab.changed()


def test_a_lead_who_changes_name_brings_the_board(cast, sign_in):
    tab = Tab(sign_in(cast.agent2))
    User.update(name="Rosalie Gagnon-Roy", version=User.version + 1).where(User.id == cast.agent.id).execute()
    assert tab.changed()


def test_a_version_is_for_one_person_and_one_set_of_filters(cast, sign_in):
    tab, other = Tab(sign_in(cast.agent)), Tab(sign_in(cast.agent2))
    assert tab.version != other.version
    filtered = Tab(sign_in(cast.agent), "langue=ar")
    assert tab.version != filtered.version


@pytest.mark.parametrize("version", ["", "0", "%00", "x" * 3000, "é"])
def test_a_version_that_is_none_brings_the_board(cast, sign_in, version):
    answer = sign_in(cast.agent).get(f"/familles/etat?v={version}", headers=HTMX)
    assert answer.status_code == 200
    assert board.names(answer.text) == {"Haddad", "Tremblay-Nguyen"}


def test_a_poll_keeps_no_session_alive_and_leaves_no_event(cast, sign_in, frozen, events):
    tab = Tab(sign_in(cast.agent))
    seen, written = Session.get().seen_at, len(events())
    frozen.move(minutes=30)
    assert not tab.changed()
    touch(cast.haddad.id, next_step="Rappeler")
    assert tab.changed()
    assert Session.get().seen_at == seen
    assert len(events()) == written


def test_an_expired_session_sends_to_sign_in(cast, sign_in, frozen):
    tab = Tab(sign_in(cast.agent))
    frozen.move(hours=3)
    answer = tab.poll()
    assert answer.status_code == 401
    assert answer.headers["HX-Redirect"].startswith("/connexion")


@pytest.mark.slow
@pytest.mark.parametrize("person", ["agent", "prof", "pro"])
def test_the_board_takes_as_many_statements_for_30_families_as_for_3000(cast, sign_in, count_queries, person):
    browser = sign_in(getattr(cast, person))
    School.update(reduced_cards=True, version=School.version + 1).execute()
    card, filtered = f"/familles/{cast.haddad.id}/carte", "/familles?miennes=1&groupe=302"
    counts: dict[str, list[int]] = {}
    for total in (30, 3000):
        board.families(total - Family.select().count())
        board_page.forget()
        for path in ("/familles", "/familles", filtered, "/familles/etat", card):
            with count_queries() as statements:
                assert browser.get(path).status_code == 200
            counts.setdefault(path, []).append(len(statements))
        touch(cast.haddad.id)
        with count_queries() as statements:
            assert browser.get("/familles").status_code == 200
        counts.setdefault("one card anew", []).append(len(statements))
    first, again, *second = counts.pop("/familles")
    assert first <= 10
    assert [first - 1, again] == second, "the first time, the line in the journal is one more"
    assert all(few == many for few, many in counts.values()), counts
    assert counts == {filtered: [4, 4], "/familles/etat": [4, 4], card: [2, 2], "one card anew": [5, 5]}


@pytest.mark.parametrize("person", ["agent", "prof", "pro"])
def test_an_unchanged_board_takes_two_statements(cast, sign_in, count_queries, person):
    tab = Tab(sign_in(getattr(cast, person)))
    with count_queries() as statements:
        assert not tab.changed()
    assert len(statements) == 2, statements
