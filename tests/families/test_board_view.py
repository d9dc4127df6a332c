"""The board: who sees which cards, how much of each, and what a card says."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from schoolapp import clock
from schoolapp.accounts.models import School, User
from schoolapp.families.cards import touch
from schoolapp.families.models import CircleMember, Family, Opening
from schoolapp.keep import Keep
from tests.families import board

NOON = datetime(2026, 11, 17, 17, 0, tzinfo=UTC)


def page(browser, query: str = "") -> str:
    answer = browser.get(f"/familles{query}")
    assert answer.status_code == 200, answer.text
    return answer.text


def bring_in(user, family, **columns) -> None:
    CircleMember.create(user=user, family=family, reason="suit la fratrie", added_at=clock.now(), **columns)


def open_file(user, family, hours: float = 24) -> None:
    until = clock.now() + timedelta(hours=hours)
    Opening.create(user=user, family=family, reason="appel urgent", at=clock.now(), until=until)


def show_reduced_cards() -> None:
    School.update(reduced_cards=True, version=School.version + 1).execute()


def test_the_board_has_the_five_columns_in_order(cast, sign_in):
    found = board.columns(page(sign_in(cast.agent)))
    assert found == {
        "a_joindre": ["Haddad"],
        "premier_contact": ["Tremblay-Nguyen"],
        "en_construction": [],
        "alliance": [],
        "veille": [],
    }


@pytest.mark.parametrize(
    ("person", "seen"),
    [
        ("agent", {"Haddad", "Tremblay-Nguyen"}),
        ("agent2", {"Haddad", "Tremblay-Nguyen"}),
        ("direction", {"Haddad", "Tremblay-Nguyen"}),
        ("prof", {"Haddad", "Tremblay-Nguyen"}),
        ("prof2", {"Tremblay-Nguyen"}),
        ("pro", set()),
    ],
)
def test_each_person_sees_the_cards_of_their_families(cast, sign_in, person, seen):
    assert board.names(page(sign_in(getattr(cast, person)))) == seen


def test_a_family_off_the_board_has_no_card(cast, sign_in):
    board.family("Terminée", "termine")
    assert board.names(page(sign_in(cast.direction))) == {"Haddad", "Tremblay-Nguyen"}


def test_the_secretariat_gets_the_directory_without_any_state(cast, sign_in):
    html = page(sign_in(cast.secretariat))
    assert "Répertoire des familles" in html
    assert "Haddad" in html
    for word in ("À joindre", "Premier contact", "Palier", "Pas au tableau", "Ajouter au tableau"):
        assert word not in html


def test_the_liaison_sees_no_person(cast, sign_in):
    browser = sign_in(cast.repondant)
    for path in ("/familles", "/familles/etat", "/familles/1/carte", "/familles/repertoire"):
        assert browser.get(path).status_code == 403


def test_someone_brought_in_by_name_sees_the_card_until_the_end(cast, sign_in, frozen):
    bring_in(cast.pro, cast.haddad, until=date(2026, 11, 18))
    browser = sign_in(cast.pro)
    assert board.names(page(browser)) == {"Haddad"}
    frozen.move(days=1, hours=1)
    browser = sign_in(cast.pro)
    assert board.names(page(browser)) == {"Haddad"}
    frozen.move(days=1)
    assert board.names(page(sign_in(cast.pro))) == set()


def test_an_opening_shows_the_card_without_the_right_to_move_it(cast, sign_in):
    open_file(cast.pro, cast.haddad)
    html = page(sign_in(cast.pro))
    assert board.names(html) == {"Haddad"}
    assert "data-version" not in board.card(html, cast.haddad)
    assert "/deplacer" not in board.card(html, cast.haddad)


def test_a_professional_of_the_circle_moves_the_card(cast, sign_in):
    bring_in(cast.pro, cast.haddad)
    assert "data-version" in board.card(page(sign_in(cast.pro)), cast.haddad)


def test_a_teacher_only_looks(cast, sign_in):
    html = page(sign_in(cast.prof))
    assert "data-version" not in html
    assert "/deplacer" not in board.card(html, cast.haddad)


def test_reduced_cards_show_four_things_and_no_link(cast, sign_in):
    show_reduced_cards()
    Family.update(
        next_step="Rappeler Mme Haddad", next_step_on=date(2026, 11, 16), tier=3, pupils_line=[["Yasmine", "302"]]
    ).where(Family.id == cast.haddad.id).execute()
    html = page(sign_in(cast.pro))
    assert board.names(html) == {"Haddad", "Tremblay-Nguyen"}
    card = board.card(html, cast.haddad)
    assert "302" in card
    assert "Rosalie Gagnon" in card
    for hidden in ("href", "Yasmine", "Palier", "Arabe", "Rappeler", "jamais joint", "data-version"):
        assert hidden not in card, hidden


def test_reduced_cards_of_others_stand_beside_whole_cards_of_ones_own(cast, sign_in):
    show_reduced_cards()
    html = page(sign_in(cast.prof2))
    assert "hors de votre cercle" in board.card(html, cast.haddad)
    assert "hors de votre cercle" not in board.card(html, cast.tremblay)


@pytest.mark.parametrize(
    "query", ["palier=1", "langue=ar", "priorite=normale", "sans_contact=1", "en_retard=1", "interprete=1"]
)
def test_no_filter_tells_what_a_reduced_card_hides(cast, sign_in, query):
    show_reduced_cards()
    Family.update(next_step_on=date(2026, 11, 1)).execute()
    browser = sign_in(cast.pro)
    html = page(browser, f"?{query}")
    assert board.names(html) == set()
    assert "Suivi en retard · 0" in html
    assert "Sans contact depuis 3 semaines · 0" in html
    assert 'value="ar"' not in page(browser), "the languages offered are those of whole cards"


def test_reduced_cards_answer_to_filters_on_what_they_show(cast, sign_in):
    show_reduced_cards()
    Family.update(pupils_line=[["Yasmine", "302"]]).where(Family.id == cast.haddad.id).execute()
    browser = sign_in(cast.pro)
    assert board.names(page(browser, "?groupe=302")) == {"Haddad"}
    assert board.names(page(browser, f"?agent={cast.agent.id}")) == {"Haddad", "Tremblay-Nguyen"}


def test_a_card_says_how_and_when_to_reach_the_family(cast, sign_in):
    Family.update(means=["telephone", "texto"], moments=["soir", "matin"]).where(Family.id == cast.haddad.id).execute()
    html = page(sign_in(cast.agent))
    assert "le soir ou le matin, par téléphone, en arabe" in board.card(html, cast.haddad)
    assert "#i-phone" in board.card(html, cast.haddad)
    assert "Arabe · interprète" in board.card(html, cast.haddad)
    assert "contact : à demander" in board.card(html, cast.tremblay).replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(
    ("due", "words", "late"),
    [
        (date(2026, 11, 15), "Rappeler la mère, 2\N{NO-BREAK SPACE}jours de retard", True),
        (date(2026, 11, 16), "Rappeler la mère, hier", True),
        (date(2026, 11, 17), "Rappeler la mère, aujourd’hui", False),
        (date(2026, 11, 20), "Rappeler la mère, vendredi", False),
        (date(2026, 12, 8), "Rappeler la mère, 8\N{NO-BREAK SPACE}décembre", False),
    ],
)
def test_a_card_says_the_next_step_and_when_it_is_late(cast, sign_in, due, words, late):
    Family.update(next_step="Rappeler la mère", next_step_on=due).where(Family.id == cast.haddad.id).execute()
    card = board.card(page(sign_in(cast.agent)), cast.haddad).replace("\N{NARROW NO-BREAK SPACE}", "\N{NO-BREAK SPACE}")
    assert words.replace("\N{NO-BREAK SPACE}", " ") in card.replace("\N{NO-BREAK SPACE}", " ")
    assert ('class="next late"' in card) is late
    assert ("En retard" in card) is late


@pytest.mark.parametrize(
    ("days", "words", "warns"),
    [
        (0, "aujourd’hui", False),
        (4, "il y a 4 jours", False),
        (20, "il y a 2 semaines", False),
        (21, "3 semaines sans contact", True),
        (59, "8 semaines sans contact", True),
        (90, "3 mois sans contact", True),
    ],
)
def test_a_card_warns_when_the_last_contact_is_past_the_limit_of_the_school(cast, sign_in, days, words, warns):
    Family.update(last_contact_at=NOON - timedelta(days=days)).where(Family.id == cast.haddad.id).execute()
    card = board.card(page(sign_in(cast.agent)), cast.haddad).replace("\N{NO-BREAK SPACE}", " ")
    assert words in card
    assert ('class="warn"' in card) is warns


def test_a_family_never_reached_waits_from_the_day_it_was_put_on_the_board(cast, sign_in):
    recent = board.family("Nouvelle", prioritised_on=date(2026, 11, 10))
    html = page(sign_in(cast.agent))
    assert 'class="warn">jamais joint' in board.card(html, cast.haddad)
    assert "<span>jamais joint" in board.card(html, recent)
    assert "Sans contact depuis 3 semaines · 2" in html


def test_the_limit_of_the_school_is_its_own(cast, sign_in):
    School.update(no_contact_weeks=8, version=School.version + 1).execute()
    assert "Sans contact depuis 8 semaines · 0" in page(sign_in(cast.agent))


def test_names_are_escaped(cast, sign_in):
    nasty = board.family("<script>alert(1)</script> & Cie", pupils_line=[["<b>Léo</b>", "<i>"]])
    card = board.card(page(sign_in(cast.agent)), nasty)
    assert "<script>" not in card
    assert "<b>" not in card
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; Cie" in card


def test_a_card_kept_in_memory_follows_its_family_its_lead_and_who_looks(cast, sign_in, frozen):
    show_reduced_cards()
    assert "jamais joint" in board.card(page(sign_in(cast.agent)), cast.haddad)
    assert "jamais joint" not in board.card(page(sign_in(cast.pro)), cast.haddad)
    assert "data-version" not in board.card(page(sign_in(cast.prof)), cast.haddad)
    touch(cast.haddad.id, next_step="Rappeler la mère", next_step_on=date(2026, 11, 18))
    User.update(name="Rosalie Gagnon-Roy").where(User.id == cast.agent.id).execute()
    card = board.card(page(sign_in(cast.agent)), cast.haddad)
    assert "Rappeler la mère, demain" in card
    assert "Rosalie Gagnon-Roy" in card
    frozen.move(days=1)
    assert "Rappeler la mère, aujourd’hui" in board.card(page(sign_in(cast.agent)), cast.haddad)
    School.update(no_contact_weeks=30, version=School.version + 1).execute()
    assert 'class="warn"' not in board.card(page(sign_in(cast.agent)), cast.haddad)


def test_the_cards_kept_in_memory_are_bounded():
    kept = Keep(10)
    for rank in range(100):
        assert kept.put(rank, str(rank)) == str(rank)
        assert kept.get(rank) == str(rank)
    found = [rank for rank in range(100) if kept.get(rank)]
    assert len(found) <= 10
    assert found == list(range(100 - len(found), 100)), "the older ones go first"


def test_the_empty_board_says_what_to_do_next(cast, sign_in):
    Family.update(link_state=None).execute()
    html = page(sign_in(cast.agent))
    assert "Le tableau est encore vide." in html
    assert "/familles/repertoire?hors_tableau=1" in html
    assert "Aucune de vos familles n’est au tableau." in page(sign_in(cast.prof))


def test_opening_the_board_is_recorded_once_in_five_minutes_for_each_session(cast, sign_in, events, frozen):
    browser = sign_in(cast.agent)
    page(browser)
    page(browser, "?miennes=1")
    assert [event.actor_id for event in events("board.opened")] == [cast.agent.id]
    page(sign_in(cast.prof))
    page(sign_in(cast.agent))
    assert [event.actor_id for event in events("board.opened")] == [cast.agent.id, cast.prof.id, cast.agent.id]
    frozen.move(minutes=5)
    page(browser)
    assert len(events("board.opened")) == 4


def test_another_person_at_the_same_computer_leaves_their_own_line(app, cast, sign_in, events):
    browser = sign_in(cast.agent)
    page(browser)
    other = sign_in(cast.prof)
    browser.set_cookie(app.config["AUTH_COOKIE_NAME"], other.get_cookie(app.config["AUTH_COOKIE_NAME"]).value)
    page(browser)
    assert [event.actor_id for event in events("board.opened")] == [cast.agent.id, cast.prof.id]


def test_one_card_alone(cast, sign_in):
    browser = sign_in(cast.prof2)
    assert browser.get(f"/familles/{cast.tremblay.id}/carte").text.startswith("<li")
    assert browser.get(f"/familles/{cast.haddad.id}/carte").status_code == 404
    assert browser.get(f"/familles/{cast.oconnor.id}/carte").status_code == 404, "not on the board"
    assert sign_in(cast.secretariat).get(f"/familles/{cast.haddad.id}/carte").status_code == 403


def test_a_phone_shows_the_column_asked_for_else_the_first_that_is_not_empty(cast, sign_in):
    browser = sign_in(cast.agent)
    assert 'class="col current" id="col-a_joindre"' in page(browser)
    assert 'class="col current" id="col-veille"' in page(browser, "?colonne=veille")
    assert 'class="col current" id="col-a_joindre"' in page(browser, "?colonne=ailleurs")
    touch([cast.haddad.id, cast.tremblay.id], link_state="alliance")
    assert 'class="col current" id="col-alliance"' in page(browser)
