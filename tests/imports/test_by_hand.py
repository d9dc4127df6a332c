"""What people changed by hand since the last import is not silently overwritten."""

from __future__ import annotations

from datetime import date

from schoolapp import clock
from schoolapp.families.models import Guardian, Guardianship, Phone, Pupil
from tests.imports.helpers import applied, changes, checked, counts, questions, settled

HEAD = "Fiche | Nom | Prénom | DDN | Groupe | Mère | Cell. mère | Courriel mère"
ROW = "20 | Roy | Zoé | 2019-01-01 | 205 | Ann Roy | 514 555-0150 | ann@x.example"
FIRST = f"{HEAD}\n{ROW}"


def edit(model, row, **columns):
    model.update(**columns, edited_at=clock.now(), version=model.version + 1).where(model.id == row.id).execute()


def zoe():
    return Pupil.get(Pupil.number == "20")


def ann():
    return Guardian.get(Guardian.search_key == "ann roy")


def test_the_file_that_repeats_itself_lets_the_correction_stand(cast, context):
    applied(FIRST, cast.secretariat, full=False)
    edit(Pupil, zoe(), birth_date=date(2019, 1, 2))

    batch = checked(FIRST, cast.secretariat, full=False)

    assert (counts(batch), questions(batch)) == ({"unchanged": 1}, [])


def test_a_field_changed_on_both_sides_is_asked_about_and_the_correction_stays_by_default(cast, context):
    applied(FIRST, cast.secretariat, full=False)
    edit(Pupil, zoe(), birth_date=date(2019, 1, 2))

    batch = checked(FIRST.replace("2019-01-01", "2019-01-03"), cast.secretariat, full=False)

    (question,) = questions(batch)
    assert question.detail == {
        "who": "Zoé Roy",
        "what": "date de naissance",
        "now": "2\u00a0janvier\u00a02019",
        "file": "3\u00a0janvier\u00a02019",
    }
    assert counts(batch) == {"unchanged": 1}


def test_the_choice_is_written_and_not_asked_again_of_the_same_file(cast, context):
    applied(FIRST, cast.secretariat, full=False)
    edit(Pupil, zoe(), birth_date=date(2019, 1, 2))
    later = FIRST.replace("2019-01-01", "2019-01-03")

    applied(later, cast.secretariat, full=False)
    assert zoe().birth_date == date(2019, 1, 2)
    assert questions(checked(later, cast.secretariat, full=False)) == []


def test_the_file_is_taken_when_somebody_says_so(cast, context):
    from schoolapp.imports import queries, steps

    applied(FIRST, cast.secretariat, full=False)
    edit(Pupil, zoe(), birth_date=date(2019, 1, 2))
    batch = checked(FIRST.replace("2019-01-01", "2019-01-03"), cast.secretariat, full=False)

    batch = settled(batch, cast.secretariat, "take")
    assert [change[0] for change in changes(batch)["Zoé Roy"]] == ["date de naissance"]
    steps.apply(queries.batch_for(batch.id), by=cast.secretariat)
    assert zoe().birth_date == date(2019, 1, 3)


def test_the_other_fields_of_a_corrected_row_still_follow_the_file(cast, context):
    applied(FIRST, cast.secretariat, full=False)
    edit(Pupil, zoe(), birth_date=date(2019, 1, 2))

    batch = checked(FIRST.replace("| Zoé |", "| Zoé Anne |"), cast.secretariat, full=False)

    assert questions(batch) == []
    assert changes(batch)["Zoé Anne Roy"] == [["prénom", "Zoé", "Zoé Anne"]]


def test_a_number_corrected_by_hand_is_asked_about_when_the_file_changes_it_too(cast, context):
    applied(FIRST, cast.secretariat, full=False)
    Phone.update(number="+15145550111", digits="5145550111", raw="514 555-0111").where(
        Phone.guardian == ann()
    ).execute()
    edit(Guardian, ann())

    assert questions(checked(FIRST, cast.secretariat, full=False)) == []
    batch = checked(FIRST.replace("555-0150", "555-0152"), cast.secretariat, full=False)
    assert [(one.detail["what"], one.detail["now"], one.detail["file"]) for one in questions(batch)] == [
        ("cellulaire de Ann Roy", "514\u00a0555-0111", "514\u00a0555-0152")
    ]


def test_a_group_chosen_by_hand_within_the_year_is_asked_about(cast, context):
    applied(FIRST, cast.secretariat, full=False)
    edit(Pupil, zoe(), group=cast.group_302)

    assert questions(checked(FIRST, cast.secretariat, full=False)) == []
    batch = checked(FIRST.replace("205", "206"), cast.secretariat, full=False)
    assert [(one.detail["what"], one.detail["now"], one.detail["file"]) for one in questions(batch)] == [
        ("groupe", "302", "206")
    ]


def test_a_row_written_by_hand_is_completed_and_never_overwritten(cast, context):
    edit(Pupil, cast.pupils["yasmine"], preferred_name="")
    batch = checked(
        "Fiche | Nom | Prénom | DDN | Prénom usuel\n1000003 | Haddad | Yasmine | 2018-08-30 | Yass",
        cast.secretariat,
        full=False,
    )

    assert changes(batch)["Yasmine Haddad"] == [["prénom usuel", "", "Yass"]]
    assert [one.detail["what"] for one in questions(batch)] == ["date de naissance"]


def test_a_person_taken_away_by_hand_does_not_come_back(cast, context):
    applied(FIRST, cast.secretariat, full=False)
    edit(Guardian, ann(), removed_at=clock.now())

    batch = checked(FIRST.replace("555-0150", "555-0152"), cast.secretariat, full=False)

    assert (counts(batch), batch.summary["writes"]) == ({"unchanged": 1}, 0)


def test_a_tie_taken_away_by_hand_does_not_come_back(cast, context):
    applied(FIRST, cast.secretariat, full=False)
    Guardianship.delete().where(Guardianship.guardian == ann()).execute()
    edit(Guardian, ann())

    batch = checked(FIRST, cast.secretariat, full=False)

    assert (counts(batch), batch.summary["writes"]) == ({"unchanged": 1}, 0)
