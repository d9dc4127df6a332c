"""What Ma journée tells of the whole school: who is late, the days off to come; and what every box must say."""

from __future__ import annotations

import secrets
from datetime import date, timedelta

import pytest

from schoolapp import clock
from schoolapp.accounts.absences import Absence
from schoolapp.accounts.models import School, User
from schoolapp.accounts.school_days import DayOff
from schoolapp.day import blocks
from schoolapp.families.models import Family, Opening, Pupil
from schoolapp.imports.models import ImportBatch
from schoolapp.mail.models import OutgoingMail
from schoolapp.notes.models import FollowUp, NoteDraft


def plan(cast, person, days):
    day = clock.today() + timedelta(days=days)
    key = secrets.token_hex(8)
    return FollowUp.plan(
        cast.haddad.id, what="Rappeler Samira", due_on=day, assignee_id=person.id, by=person, form_key=key
    )


def something_of_everything(cast):
    """Something waits for everybody, in every way there is."""
    now, today = clock.now(), clock.today()
    for person in (cast.agent, cast.prof, cast.direction):
        for days in (-3, 0, 5):
            plan(cast, person, days)
        NoteDraft.create(user=person, family=cast.haddad, content={}, updated_at=now)
    Family.update(tier=2, tier_review_on=today, lead=cast.agent).where(Family.id == cast.haddad.id).execute()
    Opening.create(family=cast.tremblay, user=cast.pro, reason="Remplacement", at=now, until=now + timedelta(days=1))
    Absence.plan(cast.agent2, starts_on=today, ends_on=today, stand_in_id=None, words="", by=None)
    Pupil.update(group=None).where(Pupil.first_name == "Liam").execute()
    User.update(password_hash="").where(User.id == cast.prof2.id).execute()
    DayOff.add([(today + timedelta(days=3), "pedagogique", "")], by=None)
    ImportBatch.create(file_name="liste.csv", state="applied", created_at=now, created_by=cast.secretariat)
    OutgoingMail.create(
        key="a", kind="digest", user=cast.prof, address="a@b.ca", state="refused", problem="address",
        created_at=now, next_at=now, tried_at=now,
    )  # fmt: skip


@pytest.mark.parametrize("who", ["agent", "prof", "pro", "direction", "secretariat"])
def test_every_box_has_a_number_and_says_why_its_rows_are_there(cast, context, who):
    something_of_everything(cast)
    user = getattr(cast, who)
    user.school = School.get()
    day = blocks.of(user)
    shown = [*day.main, *day.side]
    assert [block.id for block in shown if block.count < 0] == []
    assert [block.id for block in shown if block.rows and not block.why] == []
    assert [block.id for block in shown if block.count != len(block.rows) and not block.rows] == []
    assert len({block.id for block in shown}) == len(shown)


@pytest.mark.parametrize("who", ["agent", "prof", "pro", "direction", "secretariat"])
def test_the_page_stands_with_something_of_everything_in_a_fixed_number_of_statements(
    app, cast, sign_in, count_queries, who
):
    with app.test_request_context():
        something_of_everything(cast)
    browser = sign_in(getattr(cast, who))
    assert browser.get("/").status_code == 200
    with count_queries() as statements:
        browser.get("/")
    assert len(statements) <= 6


@pytest.mark.parametrize("who", ["agent", "direction"])
def test_what_is_late_with_somebody_is_one_click_away(app, cast, sign_in, events, who):
    with app.test_request_context():
        plan(cast, cast.prof, -2)
        plan(cast, cast.prof, 0)
        plan(cast, cast.agent, -2)
    browser = sign_in(getattr(cast, who))
    address = f"/retards/{cast.prof.id}"
    if who == "direction":
        assert f'href="{address}"' in browser.get("/").text
    page = browser.get(address).text
    assert "Suivis en retard de Camille Roy" in page
    assert page.count('<a class="step-what') == 1
    assert len(events("day.opened")) == 1
    assert browser.get("/retards/999999").status_code == 404
    assert "Aucun suivi en retard" in browser.get(f"/retards/{cast.pro.id}").text


@pytest.mark.parametrize("who", ["prof", "pro", "secretariat", "repondant"])
def test_nobody_else_sees_what_is_late_with_a_colleague(cast, sign_in, who):
    assert sign_in(getattr(cast, who)).get(f"/retards/{cast.agent.id}").status_code == 403


def test_the_office_sees_the_days_off_to_come_or_that_the_calendar_is_empty(app, cast, sign_in):
    browser = sign_in(cast.secretariat)
    assert "Le calendrier de l’école est-il à jour?" in browser.get("/").text
    first = date(2026, 12, 21)
    with app.test_request_context():
        DayOff.add([(first + timedelta(days=n), "conge", "Vacances d’hiver") for n in range(12)], by=None)
    page = browser.get("/").text
    assert "du lundi 21\xa0décembre au mardi 29\xa0décembre" in page, "as far as six weeks"
    assert "Congé · Vacances d’hiver" in page
