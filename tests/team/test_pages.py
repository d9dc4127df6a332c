"""What a meeting shows elsewhere: minutes, calendar, timeline, Ma journée; the poll; how many statements pages take."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from icalendar import Calendar

from schoolapp.families.models import CircleMember
from schoolapp.team.models import TeamMeeting
from tests.cast import MOMENT
from tests.team.helpers import STARTS, act, ask, bring, family_point, free_point, plan, request_point, reread


@pytest.fixture
def decided(cast, under_way):
    """A family and a free point, each decided; the meeting is still under way."""
    family = family_point(under_way, cast.haddad, cast.agent)
    family.write("decide", 1, "On appelle le soir.", by=cast.agent)
    family.look_again(1, STARTS.date() + timedelta(days=20), by=cast.agent)
    act(family, cast.agent, what="Appeler en arabe")
    free = free_point(under_way, cast.agent)
    free.write("decide", 1, "Le café aura lieu.", by=cast.agent)
    act(free, cast.agent, cast.prof, what="Préparer l’affiche")
    return under_way


# ---- minutes


def test_the_minutes_tell_everything_with_the_tasks_by_day(cast, agent, decided, events):
    decided.attend(cast.prof.id, True, by=cast.agent)
    decided.attend(cast.pro.id, False, by=cast.agent)
    bring(decided, "close", cast.agent)
    page = agent.get(f"/rencontres/{decided.id}/compte-rendu").text
    for words in (
        "Haddad",
        "On appelle le soir.",
        "Le café aura lieu.",
        "Appeler en arabe",
        "Absences",
        "Qui fait quoi",
    ):
        assert words in page
    assert page.index("Présences") < page.index(cast.prof.name) < page.index("Absences")
    [event] = events("meeting.printed")
    assert event.detail == {"sans_confidentiel": False, "familles": [cast.haddad.id]}


def test_confidential_points_may_be_left_out(cast, agent, decided, events):
    page = agent.get(f"/rencontres/{decided.id}/compte-rendu?sans=1").text
    for words in ("Haddad", "On appelle le soir.", "Appeler en arabe"):
        assert words not in page
    for words in ("Le café aura lieu.", "Préparer l’affiche", "Un point confidentiel ne figure pas ici"):
        assert words in page
    assert '<li value="2">' in page, "the others keep their number"
    assert events("meeting.printed")[0].detail == {"sans_confidentiel": True}


def test_a_request_is_confidential_too(cast, agent, under_way):
    request_point(under_way, ask(cast.prof, cast.oconnor), cast.agent)
    assert "Demande de" in agent.get(f"/rencontres/{under_way.id}/compte-rendu").text
    page = agent.get(f"/rencontres/{under_way.id}/compte-rendu?sans=1").text
    assert "O’Connor" not in page
    assert "Demande de" not in page


def test_before_the_meeting_it_is_the_agenda(agent, planned, cast):
    free_point(planned, cast.agent)
    page = agent.get(f"/rencontres/{planned.id}/compte-rendu").text
    assert "<h1>Ordre du jour</h1>" in page
    assert "Le café des parents" in page


# ---- the calendar


@pytest.mark.parametrize("who", ["agent", "prof", "secretariat"])
def test_the_calendar_says_when_and_where_and_nobody_s_name(cast, sign_in, decided, who):
    answer = sign_in(getattr(cast, who)).get(f"/rencontres/{decided.id}/rencontre.ics")
    assert answer.mimetype == "text/calendar"
    assert "attachment" in answer.headers["Content-Disposition"]
    [event] = Calendar.from_ical(answer.data).walk("VEVENT")
    assert event.decoded("dtstart") == STARTS
    assert event.decoded("dtend") == STARTS + timedelta(hours=1)
    assert (str(event["location"]), str(event["status"])) == ("Salle 12", "CONFIRMED")
    text = answer.text
    for name in ("Haddad", "Tremblay", "O’Connor", "café", *(user.name for user in cast.everyone.values())):
        assert name not in text


def test_a_meeting_moved_or_called_off_replaces_the_former_one(cast, agent, planned):
    def event():
        [found] = Calendar.from_ical(agent.get(f"/rencontres/{planned.id}/rencontre.ics").data).walk("VEVENT")
        return found

    first = event()
    planned.rewrite(planned.version, guests=[cast.agent.id], by=cast.agent, starts_at=STARTS + timedelta(days=1))
    second = event()
    bring(reread(planned), "annulee", cast.agent)
    third = event()
    assert first["uid"] == second["uid"] == third["uid"]
    assert first["sequence"] < second["sequence"] < third["sequence"]
    assert str(third["status"]) == "CANCELLED"


# ---- the families' timelines


def test_a_decision_shows_on_the_timeline_once_the_meeting_is_closed(cast, sign_in, decided):
    url = f"/familles/{cast.haddad.id}"
    assert "On appelle le soir." not in sign_in(cast.agent).get(url).text
    bring(decided, "close", cast.agent)
    for who, link in ((cast.agent, True), (cast.prof, True), (cast.direction, True)):
        page = sign_in(who).get(url).text
        assert "On appelle le soir." in page
        assert "Appeler en arabe" in page
        assert (f'href="/rencontres/{decided.id}#point-' in page) == link
    assert "On appelle le soir." not in sign_in(cast.agent).get(f"/familles/{cast.oconnor.id}").text


def test_the_circle_reads_the_decision_without_having_been_there(cast, app, sign_in):
    CircleMember.create(family=cast.haddad, user=cast.pro, reason="Suivi", added_at=MOMENT, added_by=cast.agent)
    meeting = plan(cast.agent, [cast.agent], state="en_cours")
    family_point(meeting, cast.haddad, cast.agent).write("decide", 1, "Décidé sans elle", by=cast.agent)
    bring(meeting, "close", cast.agent)
    page = sign_in(cast.pro).get(f"/familles/{cast.haddad.id}").text
    assert "Décidé sans elle" in page
    assert f"/rencontres/{meeting.id}" not in page, "no link to a page that one may not open"


def test_the_decision_on_a_request_is_for_who_may_see_the_request(cast, sign_in, under_way):
    CircleMember.create(family=cast.haddad, user=cast.pro, reason="Suivi", added_at=MOMENT, added_by=cast.agent)
    point = request_point(under_way, ask(cast.prof, cast.haddad), cast.agent)
    point.write("decide", 1, "Réponse à la demande", by=cast.agent)
    act(point, cast.agent, what="Écrire à l’enseignante")
    bring(under_way, "close", cast.agent)
    for who, sees in ((cast.agent, True), (cast.prof, True), (cast.pro, False)):
        page = sign_in(who).get(f"/familles/{cast.haddad.id}").text
        assert ("Réponse à la demande" in page) == sees
        assert ("Décision d’équipe" in page) == sees


def test_a_family_with_many_decisions_opens_in_as_many_statements(cast, app, sign_in, guests, count_queries):
    browser = sign_in(cast.prof)
    url = f"/familles/{cast.haddad.id}"
    browser.get(url)
    for week in range(12):
        meeting = plan(cast.agent, guests, state="en_cours", starts_at=datetime(2026, 9, 1 + week, 20, tzinfo=UTC))
        point = family_point(meeting, cast.haddad, cast.agent)
        point.write("decide", 1, f"Décision {week}", by=cast.agent)
        act(point, cast.agent, what=f"Action {week}")
        bring(meeting, "close", cast.agent)
    with count_queries() as statements:
        page = browser.get(url).text
    assert all(f"Décision {week}<" in page for week in range(12))
    assert page.index("Décision 11<") < page.index("Décision 0<")
    assert len(statements) <= 6


# ---- Ma journée


@pytest.mark.parametrize("who", ["agent", "direction", "prof", "pro", "secretariat"])
def test_ma_journee_tells_the_next_meetings(cast, sign_in, planned, who):
    page = sign_in(getattr(cast, who)).get("/").text
    assert f'href="/rencontres/{planned.id}"' in page
    assert "Salle 12" in page


def test_ma_journee_of_who_is_not_invited_says_nothing_of_it(cast, app, sign_in):
    meeting = plan(cast.agent, [cast.agent])
    for who in (cast.prof, cast.pro, cast.repondant):
        assert f"/rencontres/{meeting.id}" not in sign_in(who).get("/").text
    later = plan(cast.agent, [cast.agent], starts_at=STARTS + timedelta(days=20))
    assert f"/rencontres/{later.id}" not in sign_in(cast.agent).get("/").text, "it is weeks away"


def test_ma_journee_tells_what_was_decided_once(cast, sign_in, decided):
    page = sign_in(cast.agent).get("/").text
    assert page.count("Appeler en arabe") == 1, "the follow-up of next week comes from the meeting"
    teacher = sign_in(cast.prof).get("/").text
    assert "Préparer l’affiche" in teacher
    far = family_point(decided, cast.tremblay, cast.agent)
    act(far, cast.agent, cast.prof, what="Dans quelques jours")
    assert sign_in(cast.prof).get("/").text.count(">Dans quelques jours</a>") == 1, "among the follow-ups that come"


# ---- the poll


def version_of(page: str) -> str:
    return page.partition('id="meeting-version" value="')[2].partition('"')[0]


def test_the_poll_answers_only_when_something_changed(cast, sign_in, under_way, htmx, count_queries):
    point = free_point(under_way, cast.agent)
    browser = sign_in(cast.prof)
    version = version_of(browser.get(f"/rencontres/{under_way.id}").text)
    url = f"/rencontres/{under_way.id}/etat"
    with count_queries() as statements:
        assert browser.get(f"{url}?v={version}", headers=htmx).status_code == 204
    assert len(statements) == 3
    for change in (
        lambda: point.write("decide", 1, "Nouveau", by=cast.agent),
        lambda: act(point, cast.agent),
        lambda: point.look_again(1, STARTS.date(), by=cast.agent),
        lambda: free_point(under_way, cast.agent),
        lambda: under_way.attend(cast.prof.id, True, by=cast.agent),
        lambda: point.retitle(reread(point).version, "Autrement dit", by=cast.agent),
        lambda: bring(under_way, "close", cast.agent),
    ):
        change()
        answer = browser.get(f"{url}?v={version}", headers=htmx)
        assert answer.status_code == 200
        assert 'hx-target="#meeting"' in answer.text
        again = version_of(answer.text)
        assert again != version
        version = again
        assert browser.get(f"{url}?v={version}", headers=htmx).status_code == 204


def test_a_poll_does_not_keep_the_session_alive(cast, sign_in, under_way, htmx, frozen):
    browser = sign_in(cast.prof)
    version = version_of(browser.get(f"/rencontres/{under_way.id}").text)
    for _turn in range(30):
        frozen.move(minutes=5)
        answer = browser.get(f"/rencontres/{under_way.id}/etat?v={version}", headers=htmx)
    assert answer.status_code == 401


def test_reading_a_meeting_leaves_a_line_with_the_families_seen(cast, sign_in, under_way, events, frozen):
    family_point(under_way, cast.haddad, cast.agent)
    for who in (cast.prof, cast.prof, cast.pro):
        browser = sign_in(who)
        for _twice in range(2):
            browser.get(f"/rencontres/{under_way.id}")
    details = [(event.actor_id, event.detail) for event in events("meeting.opened")]
    seen = {"familles": [cast.haddad.id]}
    assert details == [(cast.prof.id, seen), (cast.prof.id, seen), (cast.pro.id, {})], "once a session"


# ---- statements


@pytest.mark.parametrize(("who", "most"), [("agent", 7), ("prof", 6)])
def test_a_long_meeting_takes_as_many_statements_as_a_short_one(cast, sign_in, under_way, count_queries, who, most):
    browser = sign_in(getattr(cast, who))

    def count(url: str) -> int:
        with count_queries() as statements:
            assert browser.get(url).status_code == 200
        return len(statements)

    urls = [f"/rencontres/{under_way.id}{path}" for path in ("", "/compte-rendu", "/etat?v=0")]
    point = family_point(under_way, cast.haddad, cast.agent)
    act(point, cast.agent)
    few = [count(url) for url in urls]
    for number in range(25):
        other = free_point(under_way, cast.agent, f"Point {number}")
        other.write("decide", 1, f"Texte {number}", by=cast.agent)
        act(other, cast.agent)
        act(point, cast.agent)
    family_point(under_way, cast.tremblay, cast.agent)
    request_point(under_way, ask(cast.prof, cast.oconnor), cast.agent)
    many = [count(url) for url in urls]
    assert many == few
    assert max(many) <= most


def test_a_long_list_takes_as_many_statements_as_a_short_one(cast, app, agent, guests, count_queries):
    plan(cast.agent, guests)
    with count_queries() as few:
        agent.get("/rencontres")
    for number in range(12):
        plan(cast.agent, guests, starts_at=STARTS + timedelta(days=number))
    with count_queries() as many:
        agent.get("/rencontres")
    assert TeamMeeting.select().count() == 13
    assert len(many) == len(few) <= 6
