"""A family's file found again as it was drawn: never for longer than what it shows, and never with another's tokens."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from schoolapp import clock, database
from schoolapp.accounts.models import School, User
from schoolapp.families import file_queries, file_sql, parts
from schoolapp.families import file_verbs as verbs
from schoolapp.families.models import FileStamp, Group, Opening, Phone
from schoolapp.notes import queries as notes
from schoolapp.notes.models import FollowUp
from tests.families.file import words


@pytest.fixture
def read(cast, sign_in):
    """``read(person)`` is the answer that a person gets for the file of the Haddad family, each with one browser."""
    browsers = {}

    def ask(person: str) -> str:
        if person not in browsers:
            browsers[person] = sign_in(getattr(cast, person))
        answer = browsers[person].get(f"/familles/{cast.haddad.id}")
        assert answer.status_code == 200
        return answer.text

    return ask


def plan(cast, what: str) -> None:
    agent = cast.agent
    who = {"family": cast.haddad, "assignee": agent, "created_by": agent, "created_at": clock.now()}
    FollowUp.create(what=what, due_on=clock.today(), **who)


def _statements() -> str:
    """All that is read to draw a file."""
    others = [text for source in (*parts.histories(), *parts.arounds()) for text in source.texts.values()]
    return " ".join((file_queries.FAMILY_SQL, file_sql.FILE_SQL, notes.TIMELINE, notes.STEPS, *others))


def test_every_table_that_a_file_shows_is_watched(app):
    shown = set(re.findall(r'(?:FROM|JOIN) "?([a-z]\w*)"?', _statements()))
    assert len(shown) > 30
    if not database.is_sqlite():
        assert FileStamp.get().mark == ""
        return
    found = database.fetch_all("SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger'")
    watched = [table for name, table in found if name.endswith("_in_file")]
    assert shown <= set(watched)
    assert {watched.count(table) for table in shown} == {3}


def test_a_file_that_nothing_changed_is_not_read_again(read, count_queries):
    read("agent")
    with count_queries() as statements:
        read("agent")
    assert len(statements) == (3 if database.is_sqlite() else 6)


def test_when_somebody_was_last_seen_changes_no_file(cast, app):
    before = FileStamp.get().mark
    User.update(last_seen_at=clock.now()).where(User.id == cast.prof.id).execute()
    assert FileStamp.get().mark == before


@pytest.mark.parametrize("person", ["agent", "prof", "direction"])
def test_what_is_written_anywhere_shows_at_once(cast, read, person):
    assert "514 555-0199" not in words(read(person))
    with database.atomic():
        Phone.update(number="+15145550199").where(Phone.guardian == 3).execute()
    assert "514 555-0199" in words(read(person))
    plan(cast, "Rapporter la clé")
    assert "Rapporter la clé" in read(person)
    User.update(name="Camille Roy-Côté").where(User.id == cast.agent.id).execute()
    assert "Camille Roy-Côté" in read(person)
    Group.update(label="Les explorateurs").execute()
    assert "Les explorateurs" in read(person)


def test_the_limit_of_calls_of_the_school_shows_at_once(cast, read):
    warning = "la sollicitent depuis un mois"
    plan(cast, "Appeler")
    School.update(call_limit_month=9).execute()
    assert warning not in read("agent")
    School.update(call_limit_month=0).execute()
    assert warning in read("agent")


def test_an_opening_that_ends_leaves_the_page_without_any_writing(cast, read, frozen):
    open_file = {"user": cast.pro, "family": cast.haddad, "reason": "appel urgent", "at": clock.now()}
    Opening.create(**open_file, until=clock.now() + timedelta(minutes=20))
    assert "Zoé Pelletier" in read("agent")
    frozen.move(minutes=19)
    assert "Zoé Pelletier" in read("agent")
    frozen.move(minutes=2)
    assert "Zoé Pelletier" not in read("agent")


def test_each_page_has_the_tokens_of_its_own_browser(cast, sign_in):
    def told(browser):
        html = browser.get(f"/familles/{cast.haddad.id}").text
        tokens = set(re.findall(r'name="csrf_token" value="([^"]+)"|name="csrf-token" content="([^"]+)"', html))
        (key,) = re.findall(r'name="form_key" value="([^"]+)"', html)
        assert "<!--" not in html
        return {one or other for one, other in tokens}, key

    mine, theirs = sign_in(cast.agent), sign_in(cast.agent)
    (token, first), (same, second), (other, third) = told(mine), told(mine), told(theirs)
    assert len(token) == 1
    assert token == same != other
    assert len({first, second, third}) == 3


def test_the_page_counts_how_often_it_was_opened_up_to_a_hundred(cast, read):
    assert "Ouvert 1 fois cette semaine" in words(read("agent"))
    assert "Ouvert 2 fois cette semaine" in words(read("agent"))
    assert "Ouvert 3 fois cette semaine" in words(read("prof"))
    for _time in range(file_sql.MOST_OPENED):
        verbs.opened(cast.haddad, by=cast.agent)
    assert "Ouvert 100 fois ou plus cette semaine" in words(read("agent"))
