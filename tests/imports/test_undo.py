"""A whole import is taken back, for as long as nobody has built on it."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from schoolapp import clock, database, models
from schoolapp.access import Role
from schoolapp.accounts.models import School
from schoolapp.audit.models import AuditEvent
from schoolapp.families import cards
from schoolapp.families import models as m
from schoolapp.imports import queries, steps, subjects
from schoolapp.imports.models import ImportBatch, ImportChange, ImportLine, State
from schoolapp.notes.models import FollowUp, Note
from tests.imports.helpers import applied
from tests.marks import MARKS

LIST = """
Fiche | Nom | Prénom | DDN | Groupe | Titulaire | Mère | Cell. mère | Adresse | Père | Adresse père | Langue
1000001 | Tremblay-Nguyen | Léa-Rose | 2018-03-02 | 303 | Camille Roy | Linh Nguyen | 514 555-9999 | | | |
1000003 | Haddad | Yasmine | 2018-07-30 | 302 | | Samira Haddad | 438 555-0101 | 5, rue du Lac | Omar Haddad | 9 rue B | arabe
20 | Roy | Zoé | 2019-01-01 | 303 | | Ann Roy | 514 555-0101 | 1 rue A | Max Ng | 2 rue B | espagnol
"""  # noqa: E501
NOT_UNDONE = MARKS | {ImportBatch, ImportChange, ImportLine, AuditEvent}


def everything():
    """Every row of the school, the versions set aside, with cards that are true."""
    cards.refresh_many([family.id for family in m.Family.select()])
    hidden = {"version", "card_version"}
    return {
        model.__name__: sorted(
            str(sorted((name, value) for name, value in row.items() if name not in hidden))
            for row in model.select().dicts()
        )
        for model in models.ALL
        if model not in NOT_UNDONE
    }


def undone(batch, by):
    steps.undo(queries.batch_for(batch.id), by=by)
    return queries.batch_for(batch.id)


def reasons(batch):
    return [(blocker.name, blocker.what) for blocker in subjects.blockers(queries.batch_for(batch.id))]


def family_of(pupil):
    link = m.HouseholdPupil.get(m.HouseholdPupil.pupil == m.Pupil.get(m.Pupil.first_name == pupil))
    return link.household.family


def test_undoing_brings_every_row_back_as_it_was(cast, context):
    before = everything()
    batch = applied(LIST, cast.secretariat)
    assert everything() != before

    batch = undone(batch, cast.direction)

    assert everything() == before
    assert (batch.state, batch.undone_by_id, batch.error) == (State.UNDONE, cast.direction.id, "")


def test_undoing_a_new_year_brings_the_year_back(cast, context, frozen):
    before = everything()
    frozen.set(datetime(2027, 8, 20, 15, tzinfo=UTC))
    batch = applied(LIST, cast.secretariat, year="2027-2028")
    assert School.get_by_id(1).current_year_id != cast.year.id

    undone(batch, cast.secretariat)

    assert everything() == before


def test_the_versions_go_up_so_that_a_form_opened_before_is_stale(cast, context):
    version = m.Pupil.get_by_id(cast.pupils["lea"].id).version
    undone(applied(LIST, cast.secretariat), cast.secretariat)

    assert m.Pupil.get_by_id(cast.pupils["lea"].id).version > version


def test_the_same_file_can_be_imported_again_after_an_undo(cast, context):
    undone(applied(LIST, cast.secretariat), cast.secretariat)

    batch = applied(LIST, cast.secretariat)

    assert (batch.state, batch.summary["counts"]["created"]) == (State.APPLIED, 1)


def write_note(family, cast):
    note = Note.create(
        family=family, author=cast.agent, happened_at=clock.now(), written_at=clock.now(), means="telephone", text="x"
    )
    return note.id


def write_follow_up(family, cast):
    FollowUp.create(
        family=family,
        what="Appeler",
        due_on=date(2026, 12, 1),
        assignee=cast.agent,
        created_at=clock.now(),
        created_by=cast.agent,
    )


def add_to_circle(family, cast):
    m.CircleMember.create(family=family, user=cast.pro, reason="soutien", added_at=clock.now())


def change_tier(family, cast):
    m.TierChange.create(family=family, at=clock.now(), tier=2, reason="essai")


def put_on_board(family, cast):
    m.LinkChange.create(family=family, at=clock.now(), after="a_joindre")


def add_factor(family, cast):
    m.Factor.create(family=family, kind="force", code="langues", added_at=clock.now())


def edit_family(family, cast):
    m.Family.update(edited_at=clock.now()).where(m.Family.id == family.id).execute()


def edit_pupil(family, cast):
    m.Pupil.update(edited_at=clock.now()).where(m.Pupil.first_name == "Zoé").execute()


def edit_guardian(family, cast):
    m.Guardian.update(edited_at=clock.now()).where(m.Guardian.name == "Ann Roy").execute()


def edit_preferences(family, cast):
    m.ContactPreference.update(edited_at=clock.now()).where(m.ContactPreference.family == family.id).execute()


def add_guardian(family, cast):
    m.Guardian.create(household=family.households.get(), name="Tante Lise")


def attach_pupil(family, cast):
    m.HouseholdPupil.create(household=family.households.get(), pupil=cast.pupils["liam"])


def tie_pupil(family, cast):
    m.Guardianship.create(guardian=m.Guardian.get(m.Guardian.name == "Ann Roy"), pupil=cast.pupils["liam"])


def change_card(family, cast):
    family.change(family.version, priority="haute")


def add_home(family, cast):
    m.Household.create(family=family, address="ailleurs")


@pytest.mark.parametrize(
    ("act", "what"),
    [
        (write_note, "une note"),
        (write_follow_up, "un suivi"),
        (add_to_circle, "une personne ajoutée au cercle"),
        (change_tier, "un changement de palier"),
        (put_on_board, "un déplacement au tableau"),
        (add_factor, "une force ou un obstacle"),
        (edit_family, "une modification de la fiche"),
        (edit_pupil, "un élève modifié"),
        (edit_guardian, "une personne responsable modifiée"),
        (edit_preferences, "des préférences de contact"),
        (add_guardian, "une personne responsable ajoutée"),
        (add_home, "un foyer ajouté"),
        (attach_pupil, "un élève rattaché"),
        (tie_pupil, "un lien ajouté"),
        (change_card, "une modification de la fiche"),
    ],
)
def test_what_people_did_with_a_family_since_stands_in_the_way(cast, context, frozen, act, what):
    batch = applied(LIST, cast.secretariat)
    frozen.move(minutes=5)
    act(family_of("Zoé"), cast)

    assert reasons(batch) == [("Roy", what)]
    after = everything()
    batch = undone(batch, cast.secretariat)
    assert (batch.state, "servi depuis" in batch.error) == (State.APPLIED, True)
    assert everything() == after


def test_a_note_on_a_family_the_import_only_changed_stands_in_the_way_too(cast, context, frozen):
    batch = applied(LIST, cast.secretariat)
    frozen.move(minutes=5)
    write_note(cast.tremblay, cast)

    assert reasons(batch) == [("Tremblay-Nguyen", "une note")]


def test_a_note_on_a_family_the_import_did_not_touch_does_not(cast, context, frozen):
    batch = applied(LIST, cast.secretariat, full=False)
    frozen.move(minutes=5)
    write_note(cast.oconnor, cast)

    assert undone(batch, cast.secretariat).state == State.UNDONE


def test_what_people_did_before_the_import_does_not(cast, context, frozen):
    write_note(cast.tremblay, cast)
    frozen.move(minutes=5)

    assert undone(applied(LIST, cast.secretariat), cast.secretariat).state == State.UNDONE


def test_a_teacher_chosen_by_hand_for_a_new_group_stands_in_the_way(cast, context, frozen):
    batch = applied(LIST, cast.secretariat)
    frozen.move(minutes=5)
    m.GroupTeacher.create(group=m.Group.get(m.Group.code == "303"), user=cast.prof2)

    assert reasons(batch) == [("Groupe 303", "un changement du groupe")]


def test_a_later_import_that_wrote_something_has_to_be_undone_first(cast, context, frozen):
    first = applied(LIST, cast.secretariat)
    frozen.move(minutes=5)
    second = applied(LIST.replace("Zoé", "Zoé Anne"), cast.secretariat)
    frozen.move(minutes=5)

    assert undone(first, cast.secretariat).state == State.APPLIED
    assert undone(second, cast.secretariat).state == State.UNDONE
    assert undone(first, cast.secretariat).state == State.UNDONE


def test_a_later_import_that_changed_nothing_does_not(cast, context, frozen):
    first = applied(LIST, cast.secretariat)
    frozen.move(minutes=5)
    applied(LIST, cast.secretariat)

    assert undone(first, cast.secretariat).state == State.UNDONE


def test_an_import_is_undone_once(cast, context):
    from schoolapp.errors import Refused

    batch = undone(applied(LIST, cast.secretariat), cast.secretariat)

    with pytest.raises(Refused):
        steps.undo(batch, by=cast.secretariat)


def browse(sign_in, person, batch):
    return sign_in(person).get(f"/importations/{batch.id}/annulation").text


def test_the_direction_is_told_what_stands_in_the_way_and_the_secretariat_only_how_many(app, cast, sign_in, frozen):
    with app.test_request_context():
        batch = applied(LIST, cast.secretariat)
        frozen.move(minutes=5)
        write_note(cast.tremblay, cast)

    direction, secretariat = browse(sign_in, cast.direction, batch), browse(sign_in, cast.secretariat, batch)

    assert cast.direction.role == Role.DIRECTION
    assert "Tremblay-Nguyen" in direction
    assert "une note" in direction
    assert "une fiche a servi" in secretariat
    assert "Tremblay-Nguyen" not in secretariat
    assert "une note" not in secretariat


def test_undoing_leaves_no_query_without_bound(cast, context, count_queries):
    rows = "\n".join(f"{500 + n} | Nom{n} | Prénom{n} | 2018-01-01 | 4{n:02} | | Mère{n} | | | | |" for n in range(60))
    batch = applied(LIST + rows, cast.secretariat, full=False)

    with count_queries() as statements:
        undone(batch, cast.secretariat)

    assert len(statements) < 110
    assert not database.db.in_transaction()
