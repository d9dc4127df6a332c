"""Moving a card: where it goes, who may, what is written, the undo, and two people moving the same one."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest

from schoolapp import clock, database
from schoolapp.errors import Stale
from schoolapp.families import board_verbs
from schoolapp.families.models import CircleMember, Family, LinkChange, Opening
from tests.families import board


def move(browser, family, etat="en_construction", version=1, headers=None, **fields):
    data = {"etat": etat, "version": version, **fields}
    return browser.post(f"/familles/{family.id}/deplacement", data=data, headers=headers)


def now(family) -> Family:
    return Family.get_by_id(family.id)


def order(state: str) -> list[str]:
    rows = Family.select(Family.name).where(Family.link_state == state).order_by(Family.position, Family.id)
    return [family.name for family in rows]


@pytest.fixture
def column(cast) -> dict[str, Family]:
    """Column « En veille » with A, B and C."""
    return {name: board.family(name, "veille", position=1024.0 * rank) for rank, name in enumerate("ABC", start=1)}


def test_a_move_changes_the_state_and_is_written_down(cast, sign_in, events):
    answer = move(sign_in(cast.agent), cast.haddad)
    assert (answer.status_code, answer.location) == (303, f"/familles#card-{cast.haddad.id}")
    moved = now(cast.haddad)
    assert (moved.link_state, moved.version, moved.card_version) == ("en_construction", 2, 2)
    assert moved.moved_at == clock.now()
    change = LinkChange.get()
    assert (change.family_id, change.before, change.after) == (moved.id, "a_joindre", "en_construction")
    assert (change.by_id, change.at, change.words) == (cast.agent.id, clock.now(), "")
    (event,) = events("family.moved")
    assert (event.actor_id, event.family_id, event.subject_label) == (cast.agent.id, moved.id, "Haddad")
    assert event.detail == {"de": "a_joindre", "vers": "en_construction"}


def test_with_htmx_the_board_comes_back_with_the_notice_and_its_undo(cast, sign_in, htmx):
    answer = move(sign_in(cast.agent), cast.haddad, headers=htmx)
    assert answer.status_code == 200
    assert board.columns(answer.text)["en_construction"] == ["Haddad"]
    assert "Haddad est maintenant dans « Lien en construction »." in answer.text.replace("\N{NO-BREAK SPACE}", " ")
    assert 'name="etat" value="a_joindre"' in answer.text
    assert '"version": 2' in answer.headers["HX-Trigger"]


def test_a_move_keeps_the_filters_of_the_board(cast, sign_in, htmx):
    browser = sign_in(cast.agent)
    answer = move(browser, cast.haddad, filtres="?langue=ar&colonne=veille&suite=//mal.example")
    assert answer.location == f"/familles?langue=ar&colonne=veille#card-{cast.haddad.id}"
    answer = move(browser, cast.haddad, version=2, headers=htmx, filtres="?langue=ar")
    assert board.names(answer.text) == {"Haddad"}


def test_a_move_from_the_family_s_file_comes_back_to_it(cast, sign_in):
    browser = sign_in(cast.agent)
    assert move(browser, cast.haddad, suite="fiche").location == f"/familles/{cast.haddad.id}"
    assert 'name="suite" value="fiche"' in browser.get(f"/familles/{cast.haddad.id}").text, "its undo as well"


@pytest.mark.parametrize(("person", "status"), [("prof", 403), ("secretariat", 403), ("repondant", 403), ("pro", 404)])
def test_people_who_may_not_move_are_refused(cast, sign_in, person, status):
    assert move(sign_in(getattr(cast, person)), cast.haddad).status_code == status
    assert now(cast.haddad).link_state == "a_joindre"


@pytest.mark.parametrize("person", ["agent", "agent2", "direction"])
def test_agents_and_direction_move_every_card(cast, sign_in, person):
    assert move(sign_in(getattr(cast, person)), cast.haddad).status_code == 303


def test_a_professional_moves_the_cards_of_their_circle_only(cast, sign_in):
    CircleMember.create(user=cast.pro, family=cast.haddad, reason="suivi", added_at=clock.now())
    until = clock.now() + timedelta(hours=24)
    Opening.create(user=cast.pro, family=cast.tremblay, reason="urgence", at=clock.now(), until=until)
    browser = sign_in(cast.pro)
    assert move(browser, cast.haddad).status_code == 303
    assert move(browser, cast.tremblay).status_code == 403
    assert browser.get(f"/familles/{cast.tremblay.id}/deplacer").status_code == 403


def test_a_family_that_does_not_exist(cast, sign_in):
    browser = sign_in(cast.agent)
    assert browser.post("/familles/999/deplacement").status_code == 404
    assert browser.post("/familles/2147483648/deplacement").status_code == 404


@pytest.mark.parametrize(
    "fields",
    [
        {"etat": ""},
        {"etat": "ailleurs"},
        {"etat": "termine"},
        {"etat": "\x00"},
        {"version": ""},
        {"version": "abc"},
        {"version": "-1"},
        {"version": "9" * 400},
    ],
)
def test_a_move_that_makes_no_sense_changes_nothing(cast, sign_in, htmx, fields):
    browser = sign_in(cast.agent)
    answer = move(browser, cast.haddad, **fields)
    assert answer.status_code == 422
    assert "Ce déplacement n’a pas été compris." in answer.text
    answer = move(browser, cast.haddad, headers=htmx, **fields)
    assert answer.status_code == 422
    assert board.columns(answer.text)["a_joindre"] == ["Haddad"]
    assert now(cast.haddad).version == 1


@pytest.mark.parametrize("apres", ["", "0", "-3", "abc", "\x00", "9" * 300, "2147483648", "²"])
def test_a_card_above_that_cannot_be_means_the_top(cast, column, sign_in, apres):
    assert move(sign_in(cast.agent), cast.haddad, "veille", apres=apres).status_code == 303
    assert order("veille") == ["Haddad", "A", "B", "C"]


@pytest.mark.parametrize(
    ("after", "expected"),
    [("A", "AHBC"), ("B", "ABHC"), ("C", "ABCH"), (None, "HABC"), ("fin", "ABCH")],
)
def test_a_card_goes_under_the_one_it_was_dropped_on(cast, column, sign_in, after, expected):
    apres = {"fin": "fin", None: ""}.get(after) if after in ("fin", None) else column[after].id
    assert move(sign_in(cast.agent), cast.haddad, "veille", apres=apres).status_code == 303
    assert "".join(name[0] for name in order("veille")) == expected


def test_a_card_changes_place_in_its_column_without_a_change_of_the_link(cast, column, sign_in, events):
    answer = move(sign_in(cast.agent), column["C"], "veille", apres=column["A"].id)
    assert answer.status_code == 303
    assert order("veille") == ["A", "C", "B"]
    assert LinkChange.select().count() == 0
    assert now(column["C"]).moved_at is None
    assert len(events("family.moved")) == 1


def test_a_column_without_room_between_two_cards_is_renumbered(cast, column, sign_in):
    Family.update(position=1024.0000001).where(Family.id == column["B"].id).execute()
    assert move(sign_in(cast.agent), cast.haddad, "veille", apres=column["A"].id).status_code == 303
    assert order("veille") == ["A", "Haddad", "B", "C"]
    assert {now(family).version for family in column.values()} == {1}, "renumbering is nobody's change"


def test_many_moves_at_the_same_place_keep_their_order(cast, column, sign_in):
    browser = sign_in(cast.agent)
    made = [board.family(f"F{rank:02}") for rank in range(70)]
    for family in made:
        assert move(browser, family, "veille", apres=column["A"].id).status_code == 303
    assert order("veille") == ["A", *(family.name for family in reversed(made)), "B", "C"]


def test_the_undo_puts_the_card_back_in_its_place_and_offers_no_other(cast, column, sign_in, htmx):
    browser = sign_in(cast.agent)
    move(browser, column["B"], "alliance", headers=htmx)
    fields = {"apres": column["A"].id, "annule": "1"}
    answer = move(browser, column["B"], "veille", version=2, headers=htmx, **fields)
    assert order("veille") == ["A", "B", "C"]
    assert "Annulé : B est revenue dans « En veille »." in answer.text.replace("\N{NO-BREAK SPACE}", " ")
    assert "toast-undo" not in answer.text
    assert [(change.before, change.after, change.words) for change in LinkChange.select().order_by(LinkChange.id)] == [
        ("veille", "alliance", ""),
        ("alliance", "veille", "Déplacement annulé"),
    ]


def test_the_undo_offered_is_that_of_the_place_left(cast, column, sign_in, htmx):
    answer = move(sign_in(cast.agent), column["C"], "alliance", headers=htmx)
    toast = answer.text.partition('class="toast')[2]
    for name, value in (("version", 2), ("etat", "veille"), ("apres", column["B"].id), ("annule", 1)):
        assert f'name="{name}" value="{value}"' in toast


def test_a_move_on_an_old_version_shows_both_versions_and_changes_nothing(cast, sign_in, frozen):
    move(sign_in(cast.agent2), cast.haddad, "alliance")
    frozen.move(minutes=2)
    answer = move(sign_in(cast.agent), cast.haddad, "veille", version=1, apres="7", filtres="langue=ar")
    assert answer.status_code == 409
    text = answer.text.replace("\N{NO-BREAK SPACE}", " ")
    for words in (
        "En veille",
        "Alliance établie",
        "Idriss Cissé",
        "10 h",
        "Déplacer quand même",
        'href="/familles?langue=ar"',
    ):
        assert words in text, words
    for name, value in (("version", 2), ("etat", "veille"), ("apres", "7"), ("filtres", "langue=ar")):
        assert f'name="{name}"' in text
        assert f'value="{value}"' in text
    assert now(cast.haddad).link_state == "alliance"


def test_with_htmx_the_conflict_comes_in_the_dialog_with_the_board_as_it_is(cast, sign_in, htmx):
    move(sign_in(cast.agent2), cast.haddad, "alliance")
    answer = move(sign_in(cast.agent), cast.haddad, "veille", version=1, headers=htmx)
    assert answer.status_code == 409
    assert 'hx-target="#dialog-body"' in answer.text
    assert 'hx-post="/familles/' in answer.text
    assert board.columns(answer.text)["alliance"] == ["Haddad"]


def test_choosing_one_s_own_version_after_a_conflict_moves_the_card(cast, sign_in):
    move(sign_in(cast.agent2), cast.haddad, "alliance")
    assert move(sign_in(cast.agent), cast.haddad, "veille", version=2).status_code == 303
    assert now(cast.haddad).link_state == "veille"


def test_a_family_that_was_never_on_the_board_is_not_moved(cast, sign_in):
    answer = move(sign_in(cast.agent), cast.oconnor)
    assert answer.status_code == 409
    assert "n’est pas au tableau" in answer.text
    assert now(cast.oconnor).link_state is None


def test_a_family_whose_work_ended_is_brought_back_by_agents_and_direction_only(cast, sign_in):
    CircleMember.create(user=cast.pro, family=cast.haddad, reason="suivi", added_at=clock.now())
    Family.update(link_state="termine").where(Family.id == cast.haddad.id).execute()
    assert move(sign_in(cast.pro), cast.haddad).status_code == 403
    assert move(sign_in(cast.agent), cast.haddad).status_code == 303
    assert LinkChange.get().before == "termine"


def test_the_page_that_moves_without_javascript(cast, sign_in):
    browser = sign_in(cast.agent)
    came = {"Referer": "http://localhost/familles?langue=ar&colonne=a_joindre"}
    html = browser.get(f"/familles/{cast.haddad.id}/deplacer", headers=came).text
    assert 'value="langue=ar&amp;colonne=a_joindre"' in html
    assert 'value="a_joindre" checked' in html
    elsewhere = {"Referer": "http://localhost/ailleurs?langue=ar"}
    assert "langue=ar" not in browser.get(f"/familles/{cast.haddad.id}/deplacer", headers=elsewhere).text


def test_concurrent_moves_to_one_column_all_arrive_at_places_of_their_own(app, cast, column):
    made = [board.family(f"F{rank}") for rank in range(12)]
    failures: list[BaseException] = []

    def run(families: list[Family]) -> None:
        try:
            with app.app_context(), clock.frozen(clock.now()):
                for family in families:
                    board_verbs.move(family, to="veille", expected=1, by=cast.agent, after=column["A"].id)
        except BaseException as error:
            failures.append(error)
        finally:
            database.db.close()

    threads = [threading.Thread(target=run, args=(made[start::4],)) for start in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert failures == []
    rows = list(Family.select().where(Family.link_state == "veille").order_by(Family.position, Family.id))
    assert len(rows) == 15
    assert len({family.position for family in rows}) == 15
    assert (rows[0].name, rows[-2].name, rows[-1].name) == ("A", "B", "C")


def test_of_two_concurrent_moves_of_one_card_exactly_one_wins(app, cast):
    outcomes: list[str] = []
    gate = threading.Barrier(4)

    def run(state: str) -> None:
        family = Family.get_by_id(cast.haddad.id)
        gate.wait(10)
        try:
            with app.app_context():
                board_verbs.move(family, to=state, expected=1, by=cast.agent)
            outcomes.append(state)
        except Stale:
            outcomes.append("stale")
        finally:
            database.db.close()

    threads = [
        threading.Thread(target=run, args=(state,)) for state in ("premier_contact", "alliance", "veille", "alliance")
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(outcomes)[-3:] == ["stale"] * 3 or outcomes.count("stale") == 3
    winner = next(state for state in outcomes if state != "stale")
    assert now(cast.haddad).link_state == winner
    assert [change.after for change in LinkChange.select()] == [winner]
