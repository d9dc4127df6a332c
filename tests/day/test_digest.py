"""The digest: once each school day or each week, from the hour of the school, with the numbers of Ma journée only."""

from __future__ import annotations

import re
import secrets
import threading
from datetime import UTC, date, datetime, timedelta

import pytest

from schoolapp import clock, database
from schoolapp.accounts.absences import Absence
from schoolapp.accounts.models import School, User
from schoolapp.accounts.school_days import DayOff
from schoolapp.day import digest
from schoolapp.families.models import CircleMember, Family, Guardian, Pupil
from schoolapp.mail.delivery import deliver
from schoolapp.mail.models import OutgoingMail, PeriodicRun
from schoolapp.notes.models import FollowUp
from tests.agent_requests.helpers import ask, bring_to
from tests.mail.conftest import configure, office, serve

__all__ = ["configure", "office", "serve"]

MIDNIGHT = datetime(2026, 11, 17, 5, 0, tzinfo=UTC)  # of Tuesday 17 November in Montréal


@pytest.fixture
def school(cast, context, configure):
    """The agent reads each day, the teacher each week; two steps of the agent are late."""
    configure(smtp_port=9)
    cast.agent.choose_digest("quotidien")
    cast.prof.choose_digest("hebdomadaire")
    for days in (3, 1):
        plan(cast, cast.agent, -days)
    plan(cast, cast.prof, -1)
    return cast


def plan(cast, person, days):
    day = clock.today() + timedelta(days=days)
    key = secrets.token_hex(8)
    return FollowUp.plan(
        cast.haddad.id, what="Rappeler Samira", due_on=day, assignee_id=person.id, by=person, form_key=key
    )


def written():
    return [(mail.user.name.split()[0], mail.state) for mail in OutgoingMail.select().order_by(OutgoingMail.id)]


def hours_of(frozen, *days, minutes=30):
    """Let the clock run, half an hour at a time, over these days of Montréal; says when something was written."""
    told = []
    for day in days:
        frozen.set(datetime(day.year, day.month, day.day, 5, tzinfo=UTC))
        for _step in range(24 * 60 // minutes):
            before = OutgoingMail.select().count()
            digest.run()
            told += [f"{clock.now().astimezone(clock.zone()):%a %d %H:%M}"] * (OutgoingMail.select().count() - before)
            frozen.move(minutes=minutes)
    return told


def test_the_digest_holds_the_numbers_of_the_page_and_one_link(app, school, serve, office, configure):
    configure(smtp_port=serve())
    for _minute in range(2):
        app.extensions["clockwork"].beat()
    text = {mail["To"]: mail.get_content() for mail in office.mails}["agent@ecole.example"]
    assert "Bonjour Rosalie Gagnon," in text
    assert "École des Deux-Rives" in text
    assert "Suivis en retard\xa0: 3" in text
    assert re.findall(r"https?://\S+", text) == ["https://lien.ecole.example/"]
    assert office.mails[0]["Subject"] == "Ce qui vous attend, mardi 17\xa0novembre"


def test_the_numbers_are_those_of_ma_journee(app, school, sign_in):
    with app.test_request_context():
        school.agent.school = School.get()
        waiting = dict(digest.waiting_for(school.agent, clock.now()))
    page = sign_in(school.agent).get("/").text
    shown = dict(re.findall(r'id="title-([\w-]+)">[^<]* <span class="num pill">(\d+)', page))
    assert waiting["Suivis en retard"] == int(shown["late"]) == 3
    assert waiting["Familles sans nouvelles depuis longtemps"] == int(shown["cold"])


@pytest.mark.parametrize("who", ["agent", "prof", "pro", "direction", "secretariat"])
def test_no_mail_names_anybody_but_its_reader(school, who):
    person = getattr(school, who)
    person.choose_digest("quotidien")
    CircleMember.create(family=school.haddad, user=school.pro, reason="Suivi", added_at=clock.now())
    Pupil.update(group=None).where(Pupil.first_name == "Liam").execute()
    User.update(password_hash="").where(User.id == school.prof2.id).execute()
    plan(school, person, 0)
    ask(school.prof, school.haddad)
    digest.run()
    mail = OutgoingMail.get(OutgoingMail.user == person)
    told = f"{mail.subject} {mail.body}".replace(person.name, "")
    families = [family.name for family in Family.select()] + [one.name for one in Guardian.select()]
    names = families + [user.name for user in User.select()]
    names += [name for pupil in Pupil.select() for name in (pupil.first_name, pupil.last_name)]
    assert [name for name in names if name in told] == []
    assert "Samira" not in told


def test_it_is_written_once_a_day_from_the_hour_of_the_school(school, frozen):
    School.update(digest_hour=8).execute()
    assert hours_of(frozen, date(2026, 11, 18)) == ["Wed 18 08:00", "Wed 18 08:00"], "both rhythms"
    assert hours_of(frozen, date(2026, 11, 19)) == ["Thu 19 08:00"], "the daily one only"
    assert hours_of(frozen, date(2026, 11, 20)) == ["Fri 20 08:00"]


def test_weekends_and_days_off_are_silent_and_the_week_begins_on_its_first_school_day(school, frozen):
    digest.run()
    OutgoingMail.delete().execute()
    DayOff.add([(date(2026, 11, 23), "pedagogique", "")], by=school.direction)
    days = [date(2026, 11, number) for number in range(21, 26)]
    assert hours_of(frozen, *days) == ["Tue 24 07:00", "Tue 24 07:00", "Wed 25 07:00"]
    assert written() == [("Rosalie", "replaced"), ("Camille", "waiting"), ("Rosalie", "waiting")]


def test_nothing_is_written_during_the_holidays(school, frozen):
    digest.run()
    OutgoingMail.delete().execute()
    first = date(2026, 12, 21)
    DayOff.add([(first + timedelta(days=n), "conge", "Vacances d’hiver") for n in range(12)], by=school.direction)
    assert hours_of(frozen, *[first + timedelta(days=n) for n in range(14)], minutes=60) == []
    assert hours_of(frozen, date(2027, 1, 4)) == ["Mon 04 07:00", "Mon 04 07:00"]


def test_the_hour_is_that_of_the_school_whatever_its_zone(school, frozen):
    School.update(time_zone="America/Halifax").execute()
    frozen.set(MIDNIGHT)
    told = []
    for _half_hour in range(30):
        if digest.run():
            told.append(f"{clock.now():%H:%M}")
        frozen.move(minutes=30)
    clock.use_zone(clock.DEFAULT_ZONE)
    assert told == ["11:00"], "7 h in Halifax"


def test_a_morning_missed_is_caught_up_until_the_evening_only(school, frozen):
    frozen.set(MIDNIGHT + timedelta(hours=15))
    assert digest.run() == 2
    frozen.set(MIDNIGHT + timedelta(days=1, hours=18))
    assert digest.run() == 0
    frozen.set(MIDNIGHT + timedelta(days=2, hours=7))
    assert digest.run() == 1


def test_a_week_missed_on_monday_is_written_on_tuesday(school, frozen):
    frozen.set(datetime(2026, 11, 24, 12, tzinfo=UTC))
    digest.run()
    assert ("Camille", "waiting") in written()


def test_nothing_is_sent_when_nothing_waits(school):
    FollowUp.delete().execute()
    Family.update(link_state=None).execute()
    assert digest.run() == 0
    assert OutgoingMail.select().count() == 0
    assert PeriodicRun.select().count() == 2, "the round was made: nothing is counted again this morning"


def test_who_did_not_ask_is_absent_or_has_left_gets_nothing(school, frozen):
    today = clock.today()
    Absence.plan(school.agent, starts_on=today, ends_on=today, stand_in_id=None, words="", by=None)
    User.update(active=False).where(User.id == school.prof.id).execute()
    assert digest.run() == 0
    assert OutgoingMail.select().count() == 0


def test_without_a_mail_server_no_round_is_made(school, app, configure):
    configure(smtp_host="")
    assert digest.run() == 0
    configure(smtp_port=9)
    assert digest.run() == 2, "as soon as mail is configured, the morning is caught up"


def test_a_digest_that_could_not_leave_yields_to_the_next_one(school, serve, office, configure, frozen):
    digest.run()
    assert deliver() == 0
    frozen.move(days=1)
    plan(school, school.agent, -1)
    digest.run()
    configure(smtp_port=serve())
    deliver()
    mine = [mail.get_content() for mail in office.mails if mail["To"] == "agent@ecole.example"]
    assert len(mine) == 1
    assert "Suivis en retard\xa0: 4" in mine[0]
    assert written() == [("Rosalie", "replaced"), ("Camille", "sent"), ("Rosalie", "sent")]


def test_several_processes_write_the_round_once(app, school):
    together, errors = threading.Barrier(4), []

    def process():
        try:
            with app.test_request_context():
                together.wait()
                digest.run()
        except Exception as error:
            errors.append(error)
        finally:
            database.release()
            database.db.close()

    threads = [threading.Thread(target=process) for _number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert errors == []
    assert sorted(written()) == [("Camille", "waiting"), ("Rosalie", "waiting")]


def test_a_process_that_dies_before_the_end_of_a_round_leaves_nothing_half_done(school, monkeypatch):
    puts = []

    def die(*arguments):
        puts.append(arguments)
        raise KeyboardInterrupt

    with monkeypatch.context() as dying:
        dying.setattr(digest.outbox, "put", die)
        with pytest.raises(KeyboardInterrupt):
            digest.run()
    assert puts
    assert (OutgoingMail.select().count(), PeriodicRun.select().count()) == (0, 0)
    assert digest.run() == 2


def test_the_rounds_are_in_the_journal_without_names(school, events):
    digest.run()
    told = [(event.actor_name, event.detail) for event in events("mail.digest")]
    assert told == [
        ("", {"rhythm": "quotidien", "period": "2026-11-17", "count": 1}),
        ("", {"rhythm": "hebdomadaire", "period": "2026-S47", "count": 1}),
    ]


def test_one_chooses_ones_own_rhythm(cast, sign_in, events):
    browser = sign_in(cast.prof)
    assert "Résumé par courriel" in browser.get("/mon-compte").text
    answer = browser.post("/mon-compte/resume", data={"digest": "hebdomadaire"})
    assert (answer.status_code, answer.location) == (303, "/mon-compte")
    assert User.get_by_id(cast.prof.id).digest == "hebdomadaire"
    assert [event.detail for event in events("account.digest")] == [{"digest": "hebdomadaire"}]
    refused = browser.post("/mon-compte/resume", data={"digest": "minute"})
    assert refused.status_code == 422
    assert "Choisissez une valeur" in refused.text
    assert User.get_by_id(cast.prof.id).digest == "hebdomadaire"


def test_the_liaison_sees_figures_and_is_never_written_to(cast, sign_in):
    browser = sign_in(cast.repondant)
    assert "Résumé par courriel" not in browser.get("/mon-compte").text
    assert browser.post("/mon-compte/resume", data={"digest": "quotidien"}).status_code == 403


def test_a_teacher_is_told_once_that_a_request_has_news(school, frozen):
    FollowUp.delete().execute()
    request = ask(school.prof, school.haddad)
    frozen.move(hours=1)
    digest.run()
    assert ("Camille", "waiting") not in written(), "one's own request waits for the agent, not for oneself"
    frozen.move(days=1)
    bring_to(request, "recue", school.agent)
    frozen.set(datetime(2026, 11, 23, 13, tzinfo=UTC))
    digest.run()
    told = OutgoingMail.get(OutgoingMail.user == school.prof).body
    assert "Vos demandes où il y a du nouveau\xa0: 1" in told
    assert "Haddad" not in told
    frozen.set(datetime(2026, 11, 30, 13, tzinfo=UTC))
    digest.run()
    assert OutgoingMail.select().where(OutgoingMail.user == school.prof).count() == 1


def test_an_agent_is_told_of_the_requests_to_receive(school):
    ask(school.prof, school.haddad)
    digest.run()
    assert "Demandes à recevoir\xa0: 1" in OutgoingMail.get(OutgoingMail.user == school.agent).body
