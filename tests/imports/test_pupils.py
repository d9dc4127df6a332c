"""What a file does to the pupils: who arrives, who changes, who leaves, and their history year after year."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from schoolapp.accounts.models import School
from schoolapp.families.models import Enrolment, Family, Group, GroupTeacher, Pupil, SchoolYear
from schoolapp.imports.models import ImportChange, State
from tests.imports.helpers import applied, changes, checked, counts, lines, questions, settled

HEAD = "Fiche | Nom | Prénom | DDN | Groupe | Niveau"
LEA = "1000001 | Tremblay-Nguyen | Léa | 2018-03-02 | 302 | 3"
NOE = "1000002 | Tremblay-Nguyen | Noé | 2020-01-15 | 101 | 1"
YASMINE = "1000003 | Haddad | Yasmine | 2018-07-30 | 302 | 3"
LIAM = "1000004 | O’Connor | Liam | 2020-09-09 | 101 | 1"
EVERYBODY = "\n".join([HEAD, LEA, NOE, YASMINE, LIAM])


def pupil(name):
    return Pupil.get(Pupil.first_name == name)


def places(name):
    rows = Enrolment.select(Group.code, SchoolYear.label, Enrolment.since, Enrolment.until)
    rows = rows.join(Group).join(SchoolYear).where(Enrolment.pupil == pupil(name)).order_by(Enrolment.id)
    return [tuple(row) for row in rows.tuples()]


def test_a_list_of_pupils_already_known_changes_nothing(cast, context):
    batch = checked(EVERYBODY, cast.secretariat)

    assert (batch.state, counts(batch), batch.summary["writes"]) == (State.CHECKED, {"unchanged": 4}, 0)


def test_the_same_file_twice_changes_nothing_the_second_time(cast, context):
    text = f"{EVERYBODY}\n20 | Roy | Zoé | 2019-01-01 | 205 | 2\n21 | | Sukarno | | 205 | 2"
    first = applied(text, cast.secretariat)
    again = applied(text, cast.secretariat)

    assert counts(first) == {"unchanged": 4, "created": 2}
    assert (counts(again), again.summary["writes"]) == ({"unchanged": 6}, 0)
    assert not ImportChange.select().where(ImportChange.batch == again).exists()
    assert Pupil.select().count() == 6


def test_a_new_pupil_gets_a_group_a_place_a_family_and_keys_to_be_found(cast, context):
    applied(f"{EVERYBODY}\n20 | Roy | Zoé | 2019-01-01 | 205 | 2", cast.secretariat)

    zoe = pupil("Zoé")
    assert (zoe.number, zoe.birth_date, zoe.group.code, zoe.group.level) == ("20", date(2019, 1, 1), "205", "2")
    assert zoe.group.label == "2e année, groupe 205"
    assert (zoe.search_key, zoe.left_on) == ("zoe roy", None)
    assert places("Zoé") == [("205", "2026-2027", date(2026, 11, 17), None)]
    family = Family.get(Family.name == "Roy")
    assert (family.pupils_line, family.pupil_count, family.household_count) == ([["Zoé", "205"]], 1, 1)
    assert family.link_state is None


def test_changes_are_told_field_by_field_and_written(cast, context):
    text = EVERYBODY.replace("Yasmine | 2018-07-30", "Yasmine Sara | 2018-07-31")
    batch = checked(text, cast.secretariat)

    assert changes(batch) == {
        "Yasmine Sara Haddad": [
            ["prénom", "Yasmine", "Yasmine Sara"],
            ["date de naissance", "30\u00a0juillet\u00a02018", "31\u00a0juillet\u00a02018"],
        ]
    }
    applied(text, cast.secretariat)
    changed = pupil("Yasmine Sara")
    assert (changed.birth_date, changed.version, changed.search_key) == (date(2018, 7, 31), 2, "yasmine sara haddad")
    assert Family.get_by_id(cast.haddad.id).pupils_line == [["Yasmine Sara", "302"]]


def test_an_empty_cell_erases_nothing(cast, context):
    batch = checked("\n".join([HEAD, "1000001 | Tremblay-Nguyen | Léa | | | "]), cast.secretariat, full=False)

    assert counts(batch) == {"unchanged": 1}


def test_a_move_within_the_year_closes_a_place_and_opens_another(cast, context):
    applied(EVERYBODY.replace("2018-07-30 | 302", "2018-07-30 | 303"), cast.secretariat)

    assert pupil("Yasmine").group.code == "303"
    assert places("Yasmine") == [
        ("302", "2026-2027", date(2026, 8, 27), date(2026, 11, 17)),
        ("303", "2026-2027", date(2026, 11, 17), None),
    ]
    assert Family.get_by_id(cast.haddad.id).pupils_line == [["Yasmine", "303"]]


def test_moving_away_and_back_the_same_day_keeps_a_true_history(cast, context):
    applied(EVERYBODY.replace("2018-07-30 | 302", "2018-07-30 | 303"), cast.secretariat)
    applied(EVERYBODY, cast.secretariat)
    applied(EVERYBODY.replace("2018-07-30 | 302", "2018-07-30 | 303"), cast.secretariat)

    assert pupil("Yasmine").group.code == "303"
    assert [(code, until) for code, _year, _since, until in places("Yasmine") if until is None] == [("303", None)]


def test_a_pupil_no_longer_in_a_full_file_is_marked_and_kept(cast, context):
    batch = applied("\n".join([HEAD, LEA, NOE, YASMINE]), cast.secretariat)

    (gone,) = lines(batch, "gone")
    assert (gone.label, gone.detail["how"]) == ("Liam O’Connor", "absent du fichier")
    liam = pupil("Liam")
    assert (liam.left_on, liam.group.code) == (date(2026, 11, 17), "101")
    assert places("Liam") == [("101", "2026-2027", date(2026, 8, 27), date(2026, 11, 17))]
    assert Family.get_by_id(cast.oconnor.id).pupil_count == 0


def test_a_partial_file_makes_nobody_leave(cast, context):
    assert counts(checked("\n".join([HEAD, LEA]), cast.secretariat, full=False)) == {"unchanged": 1}


def test_a_pupil_who_left_and_comes_back_is_the_same(cast, context):
    applied("\n".join([HEAD, LEA, NOE, YASMINE]), cast.secretariat)
    batch = applied(EVERYBODY, cast.secretariat)

    assert counts(batch) == {"unchanged": 3, "changed": 1}
    assert pupil("Liam").left_on is None
    assert Pupil.select().count() == 4
    assert Family.get_by_id(cast.oconnor.id).pupil_count == 1


@pytest.mark.parametrize("row", ["1000004 | | | hier | 101 | 1", "| O’Connor | Liam | 31/02/2020 | 101 | 1"])
def test_a_pupil_whose_row_is_refused_has_not_left(cast, context, row):
    batch = checked("\n".join([HEAD, LEA, NOE, YASMINE, row]), cast.secretariat)

    assert counts(batch) == {"unchanged": 3, "refused": 1}


def test_pupils_are_matched_by_number_then_by_name_and_birth_date_then_by_name(cast, context):
    text = "\n".join(
        [
            HEAD,
            "1000001 | Tremblay | Léa-Rose | 2018-03-02 | 302 | 3",
            "| tremblay nguyen | NOE | 15/01/2020 | 101 | 1",
            "| Haddad | Yasmine | | 302 | 3",
        ]
    )
    batch = checked(text, cast.secretariat, full=False)

    assert counts(batch) == {"changed": 2, "unchanged": 1}
    assert [change[0] for change in changes(batch)["Léa-Rose Tremblay"]] == ["nom", "prénom"]
    assert [change[0] for change in changes(batch)["NOE tremblay nguyen"]] == ["nom", "prénom"]


def test_a_number_that_belongs_to_somebody_who_is_not_alike_is_refused(cast, context):
    batch = checked("\n".join([HEAD, "1000001 | Zhang | Wei | 2015-05-05 | 302 | 3"]), cast.secretariat)

    (refused,) = lines(batch, "refused")
    assert "Léa Tremblay-Nguyen" in refused.detail["reason"]
    assert "Léa Tremblay-Nguyen" not in [line.label for line in lines(batch, "gone")]


def test_a_new_year_moves_pupils_to_their_new_groups_and_keeps_everything(cast, context, frozen):
    frozen.set(datetime(2027, 8, 20, 15, tzinfo=UTC))
    text = "\n".join(
        [
            HEAD,
            LEA.replace("302 | 3", "402 | 4"),
            NOE.replace("101 | 1", "201 | 2"),
            YASMINE.replace("302 | 3", "402 | 4"),
            "30 | Nouveau | Bao | 2022-02-02 | 001 | mat5",
        ]
    )
    batch = applied(text, cast.secretariat, year="2027-2028")

    year = SchoolYear.get(SchoolYear.label == "2027-2028")
    assert School.get_by_id(1).current_year_id == year.id
    assert counts(batch) == {"changed": 3, "created": 1, "gone": 1}
    assert pupil("Léa").group.code == "402"
    assert places("Léa") == [
        ("302", "2026-2027", date(2026, 8, 27), date(2027, 6, 23)),
        ("402", "2027-2028", date(2027, 8, 27), None),
    ]
    assert pupil("Liam").left_on == date(2027, 8, 20)
    assert Family.get_by_id(cast.tremblay.id).pupils_line == [["Léa", "402"], ["Noé", "201"]]
    assert Family.get_by_id(cast.tremblay.id).link_state == "premier_contact"
    assert Family.select().count() == 4
    assert Group.get(Group.code == "302").year_id == cast.year.id


def test_the_same_group_code_next_year_is_another_group(cast, context, frozen):
    frozen.set(datetime(2027, 8, 20, 15, tzinfo=UTC))
    applied(EVERYBODY, cast.secretariat, year="2027-2028")

    assert Group.select().where(Group.code == "302").count() == 2
    assert [code for code, *_rest in places("Léa")] == ["302", "302"]


def test_teachers_join_their_groups_by_e_mail_or_by_name_and_strangers_are_told(cast, context):
    text = "\n".join(
        [
            f"{HEAD} | Titulaire | Courriel titulaire",
            f"{LEA} | Lavoie, Mehdi | ",
            f"{NOE} | | PROF@ecole.example",
            f"{YASMINE} | Inconnue Dupont | ",
        ]
    )
    batch = applied(text, cast.secretariat, full=False)

    links = GroupTeacher.select(GroupTeacher.group, GroupTeacher.user).tuples()
    assert {(cast.group_302.id, cast.prof2.id), (cast.group_101.id, cast.prof.id)} <= set(links)
    assert batch.summary["remarks"] == [
        "Titulaires sans compte ici, donc sans accès aux familles de leur groupe\u00a0: Inconnue Dupont."
    ]


def test_a_pupil_who_looks_like_somebody_is_asked_about_before_anything_is_written(cast, context):
    text = "\n".join([HEAD, LEA, NOE, LIAM, "77 | Hadad | Yasmina | 2018-07-30 | 302 | 3"])
    batch = checked(text, cast.secretariat)

    (question,) = questions(batch)
    assert (question.kind, question.detail["file"]["name"], question.detail["known"]["name"]) == (
        "pupil",
        "Yasmina Hadad",
        "Yasmine Haddad",
    )
    same = settled(batch, cast.secretariat, "same")
    assert counts(same) == {"unchanged": 3, "changed": 1}
    distinct = settled(same, cast.secretariat, "distinct")
    assert counts(distinct) == {"unchanged": 3, "created": 1, "gone": 1}
    assert [one.answer for one in questions(distinct)] == ["distinct"]


def test_twins_who_are_both_in_the_file_are_not_asked_about(cast, context):
    text = "\n".join([HEAD, LEA, "88 | Tremblay-Nguyen | Léo | 2018-03-02 | 302 | 3"])

    assert questions(checked(text, cast.secretariat, full=False)) == []


def test_zeros_that_a_spreadsheet_lost_change_nothing(cast, context):
    Pupil.update(number="0042").where(Pupil.id == cast.pupils["lea"].id).execute()

    batch = checked("Fiche | Nom | Prénom\n42 | Tremblay-Nguyen | Léa", cast.secretariat, full=False)

    assert counts(batch) == {"unchanged": 1}


def test_a_name_of_one_word_can_be_corrected(cast, context):
    applied("Fiche | Nom | Prénom\n50 | Sukarno |", cast.secretariat, full=False)

    batch = checked("Fiche | Nom | Prénom\n50 | Soekarno |", cast.secretariat, full=False)

    assert changes(batch) == {"Soekarno": [["nom", "Sukarno", "Soekarno"]]}


def test_a_name_in_one_piece_does_not_undo_a_name_in_two(cast, context):
    batch = checked("Fiche | Élève\n1000001 | Léa Tremblay-Nguyen", cast.secretariat, full=False)

    assert counts(batch) == {"unchanged": 1}


def test_letters_that_become_many_are_kept_within_their_columns(cast, context):
    name = "ﷺ" * 100

    batch = applied(f"Fiche | Nom | Prénom | Mère\n50 | {name} | {name} | {name}", cast.secretariat, full=False)

    assert batch.state == State.APPLIED
    assert Pupil.get(Pupil.number == "50").last_name == name


def test_the_year_to_come_is_announced_and_its_beginning_recorded(cast, context, events):
    batch = applied(EVERYBODY, cast.secretariat, year="2027-2028")

    assert batch.summary["remarks"][0] == "L’année scolaire 2027-2028 devient l’année en cours."
    assert len(events("year.changed")) == 1
