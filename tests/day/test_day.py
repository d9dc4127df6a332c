"""Ma journée: to each role what waits for it, what they may see and nothing more, in a constant number of queries."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest

from schoolapp import clock
from schoolapp.accounts.models import User
from schoolapp.families.models import CircleMember, Family, Opening, Pupil
from schoolapp.families.people import Phone
from schoolapp.imports.models import ImportBatch
from schoolapp.notes.models import FollowUp, NoteDraft
from tests.cast import MOMENT
from tests.notes.helpers import plan, write


def words(answer) -> str:
    """The page's words, on one line, with plain spaces."""
    text = re.sub(r"<[^>]+>", " ", answer.get_data(as_text=True).partition("<main")[2])
    return " ".join(text.replace("\xa0", " ").replace("\u202f", " ").split())


def block(answer, code: str) -> str:
    """The words of one box; empty when it is not on the page."""
    page = answer.get_data(as_text=True)
    found = re.search(rf'<section class="[^"]*" id="block-{code}".*?</section>', page, re.S)
    return " ".join(re.sub(r"<[^>]+>", " ", found.group(0)).replace("\xa0", " ").split()) if found else ""


@pytest.fixture
def today(cast, app):
    return MOMENT.date()


@pytest.fixture
def steps(cast, app, today):
    with app.test_request_context():
        plan(cast.haddad, cast.agent2, today - timedelta(days=2), "De l’autre, en retard")
        plan(cast.haddad, cast.agent, today - timedelta(days=1), "À moi, en retard")
        plan(cast.tremblay, cast.prof, today, "À Camille, aujourd’hui")
        plan(cast.tremblay, cast.prof2, today + timedelta(days=3), "À Mehdi, bientôt")
        plan(cast.oconnor, cast.direction, today, "À la direction")


@pytest.mark.parametrize("who", ["agent", "prof", "pro", "direction", "secretariat", "repondant"])
def test_each_role_has_its_page_even_when_nothing_waits(cast, sign_in, who):
    answer = sign_in(getattr(cast, who)).get("/")
    assert answer.status_code == 200
    assert f"Bonjour, {getattr(cast, who).name}" in words(answer)
    assert "mardi 17 novembre" in words(answer)


def test_a_stranger_is_sent_to_sign_in(cast, client):
    assert client.get("/").status_code == 303


def test_an_agent_sees_what_is_late_and_due_theirs_first(cast, sign_in, steps):
    answer = sign_in(cast.agent).get("/")
    late = block(answer, "late")
    assert "En retard 2" in late
    assert late.index("À moi, en retard") < late.index("De l’autre, en retard")
    assert "hier, en retard" in late
    assert "2 jours de retard" in late
    assert "À Camille, aujourd’hui" in block(answer, "today")
    assert "À Mehdi, bientôt" not in words(answer)


def test_marking_done_from_here_comes_back_here(cast, sign_in, steps, htmx):
    browser = sign_in(cast.agent)
    step = FollowUp.get(FollowUp.what == "À moi, en retard")
    assert f'action="/suivis/{step.id}/fait"' in browser.get("/").get_data(as_text=True)
    done = browser.post(f"/suivis/{step.id}/fait", data={"version": "1", "place": "day"}, headers=htmx)
    assert "Haddad" in done.get_data(as_text=True), "the row goes on naming its family"
    undone = browser.post(f"/suivis/{step.id}/reouverture", data={"version": "2", "place": "day"})
    assert (undone.status_code, undone.location) == (303, "/")


@pytest.mark.parametrize(("moment", "late", "due"), [
    (datetime(2026, 11, 19, 4, 30, tzinfo=UTC), False, True),  # 23:30 at the school, on the day itself
    (datetime(2026, 11, 19, 5, 30, tzinfo=UTC), True, False),  # half past midnight
    (datetime(2026, 11, 18, 4, 30, tzinfo=UTC), False, False),  # 23:30 on the day before
])  # fmt: skip
def test_the_day_is_that_of_the_school(cast, sign_in, app, frozen, moment, late, due):
    with app.test_request_context():
        plan(cast.haddad, cast.agent, datetime(2026, 11, 18, tzinfo=UTC).date(), "Le 18")
    frozen.set(moment)
    answer = sign_in(cast.agent).get("/")
    assert ("Le 18" in block(answer, "late"), "Le 18" in block(answer, "today")) == (late, due)


def test_families_without_news_wait_for_agents_their_own_first(cast, sign_in, app):
    long_ago = MOMENT - timedelta(weeks=3, days=1)
    with app.test_request_context():
        write(cast.tremblay, cast.agent2, happened_at=long_ago)
        write(cast.haddad, cast.agent2, happened_at=MOMENT - timedelta(days=3))
    Family.update(lead=cast.agent2.id).where(Family.id == cast.haddad.id).execute()
    cold = block(sign_in(cast.agent).get("/"), "cold")
    assert "Sans nouvelles depuis longtemps 1" in cold
    assert "Tremblay-Nguyen" in cold
    assert "Haddad" not in cold
    assert "depuis 3 semaines" in cold
    assert "Écrire une note" in cold


def test_a_family_never_reached_counts_from_the_day_it_was_put_on_the_board(cast, sign_in):
    cold = block(sign_in(cast.agent).get("/"), "cold")
    assert cold.count("jamais jointe") == 2
    Family.update(prioritised_on=MOMENT.date() - timedelta(days=20)).execute()
    assert "Bravo à l’équipe" in block(sign_in(cast.agent).get("/"), "cold")


def test_my_families_without_news_come_before_those_of_others_however_old(cast, sign_in, app):
    with app.test_request_context():
        write(cast.tremblay, cast.agent, happened_at=MOMENT - timedelta(days=100))
        write(cast.haddad, cast.agent, happened_at=MOMENT - timedelta(days=40))
    Family.update(lead=cast.agent2.id).where(Family.id == cast.tremblay.id).execute()
    for who, first, second in (("agent", "Haddad", "Tremblay"), ("agent2", "Tremblay", "Haddad")):
        cold = block(sign_in(getattr(cast, who)).get("/"), "cold")
        assert cold.index(first) < cold.index(second)


def test_tiers_to_look_at_again(cast, sign_in, today):
    Family.update(tier=3, tier_review_on=today - timedelta(days=1)).where(Family.id == cast.haddad.id).execute()
    Family.update(tier=2, tier_review_on=today + timedelta(days=15)).where(Family.id == cast.tremblay.id).execute()
    for who in ("agent", "direction"):
        tiers = block(sign_in(getattr(cast, who)).get("/"), "tiers")
        assert "Paliers à revoir 1" in tiers
        assert "Palier 3" in tiers
    assert block(sign_in(cast.prof).get("/"), "tiers") == ""


def test_unfinished_notes_are_for_their_author(cast, sign_in, app):
    with app.test_request_context():
        note = write(cast.haddad, cast.agent)
    for who, family, note_id in (("agent", "tremblay", 0), ("agent", "haddad", note.id), ("prof", "oconnor", 0)):
        user, place = getattr(cast, who), getattr(cast, family)
        NoteDraft.create(user=user, family=place, note_id=note_id, updated_at=clock.now(), form_key="k", content={})
    mine = block(sign_in(cast.agent).get("/"), "drafts")
    assert "Brouillons à finir 2" in mine
    assert "Correction d’une note" in mine
    assert block(sign_in(cast.prof).get("/"), "drafts") == "", "a family that Camille may not open"


def test_files_opened_outside_the_circle_are_told_to_agents_and_direction(cast, sign_in):
    Opening.create(
        family=cast.haddad, user=cast.pro, reason="Urgence à la récréation", at=MOMENT - timedelta(days=1),
        until=MOMENT,
    )  # fmt: skip
    for who in ("agent", "direction"):
        opened = block(sign_in(getattr(cast, who)).get("/"), "openings")
        assert "Zoé Pelletier" in opened
        assert "Urgence à la récréation" in opened
    assert "Urgence" not in words(sign_in(cast.prof).get("/"))


def test_a_teacher_sees_the_families_of_their_circle_and_their_own_steps(cast, sign_in, steps, app):
    answer = sign_in(cast.prof).get("/")
    families = block(answer, "circle")
    assert "Tremblay-Nguyen" in families
    assert "Haddad" in families
    assert "O’Connor" not in words(answer)
    assert "Premier contact" in families
    assert "À Camille, aujourd’hui" in block(answer, "today")
    assert "À moi, en retard" not in block(answer, "late")
    assert "À Mehdi, bientôt" in block(sign_in(cast.prof2).get("/"), "soon")


def test_a_professional_sees_their_circle_and_the_files_they_opened(cast, sign_in):
    CircleMember.create(family=cast.tremblay, user=cast.pro, reason="Suivi", added_at=MOMENT, added_by=cast.agent)
    until = MOMENT + timedelta(hours=20)
    Opening.create(family=cast.haddad, user=cast.pro, reason="Urgence", at=MOMENT, until=until)
    answer = sign_in(cast.pro).get("/")
    assert "Tremblay-Nguyen" in block(answer, "circle")
    assert "Haddad" not in block(answer, "circle")
    assert "jusqu’à mercredi 18 novembre, 6 h" in block(answer, "my-openings")


def test_the_direction_sees_numbers_lateness_by_person_and_waiting_accounts(cast, sign_in, steps):
    User.update(password_hash="").where(User.id == cast.prof2.id).execute()
    answer = sign_in(cast.direction).get("/")
    states = block(answer, "states")
    assert "L’état des liens 2" in states
    assert "1 À joindre" in states
    late = block(answer, "late-by")
    assert "Suivis en retard 2" in late
    assert "Idriss Cissé le plus ancien : dimanche 15 novembre 1 suivi" in late
    assert "À moi, en retard" not in words(answer), "whose follow-ups, not what they say"
    assert "Mehdi Lavoie" in block(answer, "accounts")
    assert "À la direction" in block(answer, "mine")


def test_the_office_sees_what_is_missing_and_nothing_confidential(cast, sign_in, steps, app):
    with app.test_request_context():
        write(cast.haddad, cast.agent, text="confidentiel")
    Pupil.update(group=None).where(Pupil.id == cast.pupils["liam"].id).execute()
    Phone.delete().execute()
    ImportBatch.create(file_name="eleves.csv", kind="table", state="applied", created_at=MOMENT, applied_at=MOMENT)
    answer = sign_in(cast.secretariat).get("/")
    assert "Élèves sans groupe 1 Sans groupe" in block(answer, "no-group")
    assert "Liam O’Connor" in block(answer, "no-group")
    assert "Familles sans téléphone 3" in block(answer, "no-phone")
    assert "eleves.csv" in block(answer, "imports")
    for hidden in ("confidentiel", "en retard", "À joindre", "Palier", "Lien en construction"):
        assert hidden not in words(answer)


def test_a_pupil_who_left_needs_no_group(cast, sign_in, today):
    Pupil.update(group=None, left_on=today).where(Pupil.id == cast.pupils["liam"].id).execute()
    assert "Chaque élève a son groupe." in block(sign_in(cast.secretariat).get("/"), "no-group")


def test_the_liaison_sees_numbers_only_and_none_that_names_someone(cast, sign_in, app, steps):
    with app.test_request_context():
        for number in range(6):
            write(cast.haddad, cast.agent, practices=["langue"], happened_at=MOMENT - timedelta(hours=number))
        for _ in range(4):
            write(cast.haddad, cast.agent, practices=["outils"], reached="no")
        write(cast.haddad, cast.agent, practices=["langue"], visibility="private")
        write(cast.haddad, cast.agent, practices=["langue"], happened_at=MOMENT - timedelta(days=40))
    answer = sign_in(cast.repondant).get("/")
    page = words(answer)
    assert "6 rejoint" in block(answer, "contacts")
    assert "moins de 5 pas rejoint" in block(answer, "contacts")
    assert "6 langue première" in block(answer, "ways")
    assert "moins de 5 outiller" in block(answer, "ways")
    assert block(answer, "states").count("moins de 5") == 5
    for name in ("Haddad", "Tremblay", "Gagnon", "Camille", "en retard"):
        assert name not in page


def test_the_month_of_the_liaison_begins_at_the_schools_midnight(cast, sign_in, app):
    with app.test_request_context():
        for _ in range(5):
            write(cast.haddad, cast.agent, happened_at=datetime(2026, 11, 1, 4, 0, tzinfo=UTC))  # the first, 00:00
        for _ in range(5):
            write(cast.haddad, cast.agent, happened_at=datetime(2026, 11, 1, 3, 59, tzinfo=UTC))  # still October
    assert "5 rejoint" in block(sign_in(cast.repondant).get("/"), "contacts")


def test_opening_the_page_leaves_a_trace_but_for_numbers(cast, sign_in, events):
    for who in ("agent", "secretariat", "repondant"):
        sign_in(getattr(cast, who)).get("/")
    assert [event.actor_id for event in events("day.opened")] == [cast.agent.id, cast.secretariat.id]


@pytest.mark.parametrize("who", ["agent", "prof", "direction", "secretariat", "repondant"])
def test_the_number_of_queries_does_not_depend_on_the_rows(cast, sign_in, app, count_queries, today, who):
    browser = sign_in(getattr(cast, who))
    browser.get("/")
    with count_queries() as few:
        browser.get("/")
    with app.test_request_context():
        for number in range(30):
            plan(cast.tremblay, cast.prof, today - timedelta(days=number), f"Suivi {number}")
            write(cast.haddad, cast.agent, happened_at=MOMENT - timedelta(days=30 + number))
    with count_queries() as many:
        browser.get("/")
    assert len(few) == len(many) <= 6


def test_long_lists_say_how_many_more_there_are(cast, sign_in, app):
    with app.test_request_context():
        for number in range(20):
            Family.create(
                name=f"Famille {number}", sort_key=f"{number:03}", created_at=MOMENT, link_state="a_joindre",
                prioritised_on=MOMENT.date() - timedelta(days=60), pupil_count=1,
            )  # fmt: skip
    answer = sign_in(cast.agent).get("/")
    cold = block(answer, "cold")
    assert "Sans nouvelles depuis longtemps 22" in cold
    assert "et 10 autres" in cold
