"""Nothing is lost: what nobody received, what has no news, comes up by itself, in school days; and to whom."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from schoolapp.accounts.absences import Absence
from schoolapp.accounts.models import School
from schoolapp.accounts.school_days import DayOff
from schoolapp.agent_requests import verbs
from schoolapp.day.digest import waiting_for
from tests.agent_requests.helpers import ask, bring_to, new_key, reread
from tests.families.file import words


def at(month: int, day: int, hour: int = 15, year: int = 2026) -> datetime:
    """A moment of the day, in the morning at the school."""
    return datetime(year, month, day, hour, tzinfo=UTC)


def block(answer, code: str) -> str:
    """The words of one box of Ma journée; empty when it is not there."""
    page = answer.text
    start = page.find(f'id="block-{code}"')
    return words(f"<main>{page[start : page.find('</section>', start)]}</main>") if start >= 0 else ""


@pytest.fixture
def day(cast, sign_in):
    """``day("agent", "requests-new")``: a box of that person's page."""
    return lambda who, code: block(sign_in(getattr(cast, who)).get("/"), code)


LATE = "pas encore reçue après 2 jours de classe"
QUIET = "sans nouvelles depuis 10 jours de classe"


@pytest.mark.parametrize(("asked", "now", "agents", "direction"), [
    (at(11, 17), at(11, 17, 16), False, False),
    (at(11, 17), at(11, 18), False, False),
    (at(11, 17), at(11, 19), True, False),  # two school days later
    (at(11, 17), at(11, 20), True, True),  # one more, for the direction
    (at(11, 20), at(11, 23), False, False),  # a weekend counts for nothing
    (at(11, 20), at(11, 24), True, False),
    (at(11, 20), at(11, 25), True, True),
])  # fmt: skip
def test_what_nobody_received_comes_up_for_the_agents_then_for_the_direction(
    cast, day, frozen, asked, now, agents, direction
):
    frozen.set(asked)
    ask(cast.prof, cast.haddad, cast.pupils["yasmine"])
    frozen.set(now)
    for who in ("agent", "agent2"):
        assert (LATE in day(who, "requests-new")) == agents
    assert ("Yasmine" in day("direction", "requests-late")) == direction


def test_holidays_and_pedagogical_days_do_not_count(cast, day, frozen):
    days = [(date(2026, 12, number), "conge", "Fêtes") for number in (21, 22, 23, 24, 25, 28, 29, 30, 31)]
    days += [(date(2027, 1, number), "conge", "Fêtes") for number in (1, 4, 5)]
    DayOff.add([*days, (date(2027, 1, 7), "pedagogique", "")], by=cast.direction)
    frozen.set(at(12, 18))  # the eve of the holidays
    ask(cast.prof, cast.haddad, cast.pupils["yasmine"])
    for moment in (at(12, 23), at(12, 31), at(1, 5, year=2027), at(1, 6, year=2027), at(1, 7, year=2027)):
        frozen.set(moment)
        assert LATE not in day("agent", "requests-new"), moment
    frozen.set(at(1, 8, year=2027))
    assert LATE in day("agent", "requests-new")


def test_ten_school_days_without_news(cast, day, frozen):
    frozen.set(at(11, 2))
    bring_to(ask(cast.prof, cast.haddad, cast.pupils["yasmine"]), "recue", cast.agent)
    frozen.set(at(11, 13))
    assert day("agent", "requests-quiet") == ""
    frozen.set(at(11, 16))
    assert QUIET in day("agent", "requests-quiet")
    assert day("agent2", "requests-quiet") == "", "it is not theirs"
    assert "Yasmine" not in day("direction", "requests-late")
    frozen.set(at(11, 17))
    assert QUIET in day("direction", "requests-late")


def test_a_word_from_the_agent_is_news_and_one_from_the_teacher_is_not(cast, day, frozen):
    frozen.set(at(11, 2))
    made = bring_to(ask(cast.prof, cast.haddad, cast.pupils["yasmine"]), "recue", cast.agent)
    frozen.set(at(11, 10))
    verbs.say(made, "tell", "Toujours pareil", by=cast.prof, form_key=new_key())
    frozen.set(at(11, 17))
    assert "Yasmine" in day("agent", "requests-quiet")
    verbs.say(made, "answer", "Je m’en occupe demain", by=cast.agent, form_key=new_key())
    assert day("agent", "requests-quiet") == ""


def test_the_periods_are_those_of_the_school(cast, day, frozen):
    School.update(request_unreceived_days=4).execute()
    frozen.set(at(11, 16))
    ask(cast.prof, cast.haddad, cast.pupils["yasmine"])
    frozen.set(at(11, 19))
    assert "jours de classe" not in day("agent", "requests-new")
    frozen.set(at(11, 20))
    assert "pas encore reçue après 4 jours de classe" in day("agent", "requests-new")


def test_the_requests_of_somebody_away_show_to_the_other_agent_and_to_the_direction(cast, day, frozen):
    made = bring_to(ask(cast.prof, cast.haddad, cast.pupils["yasmine"]), "recue", cast.agent)
    frozen.move(minutes=5)
    verbs.say(made, "tell", "Elle est revenue", by=cast.prof, form_key=new_key())
    assert day("agent2", "requests-told") == ""
    assert "Yasmine" not in day("direction", "requests-late")
    today = frozen.moment.date()
    Absence.create(user=cast.agent, starts_on=today, ends_on=today + timedelta(days=1), created_at=frozen.moment)
    assert "Yasmine" in day("agent2", "requests-told")
    assert "Rosalie Gagnon est en absence" in day("direction", "requests-late")
    frozen.move(days=2)
    assert day("agent2", "requests-told") == ""


def test_the_requests_of_a_closed_account_show_to_the_others(cast, day, frozen):
    bring_to(ask(cast.prof, cast.haddad, cast.pupils["yasmine"]), "recue", cast.agent)
    cast.agent.disable(by=cast.direction)
    assert "Rosalie Gagnon est en absence" in day("direction", "requests-late")


def test_receiving_from_ma_journee_takes_one_click(cast, day, sign_in):
    made = ask(cast.prof, cast.haddad, cast.pupils["yasmine"])
    page = sign_in(cast.agent).get("/").text
    assert f'action="/demandes/{made.id}/reception"' in page
    sign_in(cast.agent).post(f"/demandes/{made.id}/reception", data={"version": made.version})
    assert reread(made).state == "recue"
    assert day("agent", "requests-new") == ""


def test_a_request_entrusted_to_the_other_agent_is_not_mine_to_receive(cast, day):
    made = ask(cast.prof, cast.haddad, cast.pupils["yasmine"])
    verbs.hand_over(made, made.version, cast.agent2, "", by=cast.direction)
    assert day("agent", "requests-new") == ""
    assert "Yasmine" in day("agent2", "requests-new")


def test_a_teacher_follows_their_requests_and_reads_the_answers(cast, day, frozen):
    made = bring_to(ask(cast.prof, cast.haddad, cast.pupils["yasmine"]), "fermee", cast.agent)
    mine = day("prof", "requests-mine")
    assert "Yasmine Haddad (302)" in mine
    assert "La mère est venue" in mine
    frozen.move(days=15)
    assert "Yasmine" not in day("prof", "requests-mine"), "ended long ago"
    assert "Deux minutes suffisent" in day("prof", "requests-mine")
    assert reread(made).state == "fermee"


def test_a_colleague_who_is_asked_finds_it_until_they_answer(cast, day):
    made = bring_to(ask(cast.prof, cast.haddad, cast.pupils["yasmine"]), "recue", cast.agent)
    verbs.invite(made, made.version, cast.pro, "Et en récréation?", by=cast.agent)
    assert "Donner mon avis" in day("pro", "requests-helps")
    verbs.say(made, "contribute", "Toujours seule", by=cast.pro, form_key=new_key())
    assert day("pro", "requests-helps") == ""


@pytest.mark.parametrize("who", ["agent", "prof", "direction", "secretariat"])
def test_a_page_takes_as_many_statements_for_30_requests_as_for_1(cast, sign_in, count_queries, who):
    def statements() -> int:
        browser = sign_in(getattr(cast, who))
        browser.get("/")
        with count_queries() as sent:
            browser.get("/")
        return len(sent)

    ask(getattr(cast, who), cast.haddad, cast.pupils["yasmine"])
    few = statements()
    for _number in range(29):
        ask(getattr(cast, who), cast.haddad, cast.pupils["yasmine"], apart=True)
    assert statements() == few <= 6


def test_the_digest_counts_them_without_a_name(cast, context, frozen):
    ask(cast.prof, cast.haddad, cast.pupils["yasmine"])
    cast.agent.school = cast.school
    told = waiting_for(cast.agent, frozen.moment)
    assert ("Demandes à recevoir", 1) in told
    assert "Haddad" not in str(told)
