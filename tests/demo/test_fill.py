"""The made-up school: the same each time, true to itself, and fictional."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from datetime import date

import pytest

from schoolapp import clock, database
from schoolapp.accounts.models import School, User
from schoolapp.audit.actions import ACTIONS
from schoolapp.audit.models import AuditEvent
from schoolapp.demo.fill import NotEmpty, Size, fill
from schoolapp.demo.staff import PASSWORD
from schoolapp.families import models as m
from schoolapp.families import vocabulary as words
from schoolapp.families.cards import name_keys, refresh_pupils
from schoolapp.formats import digits, search_key
from schoolapp.imports.models import ColumnMapping, ImportBatch, State
from schoolapp.models import ALL
from schoolapp.notes.models import FollowUp, Note, NotePractice, NoteVersion, Postponement
from schoolapp.notes.vocabulary import EFFECTS, FOLLOW_UP_STATES, NOTE_MEANS, PRACTICES, REACHED, VISIBILITIES
from tests.marks import MARKS

TODAY = date(2026, 11, 17)
COPIED = (
    "pupils_line", "pupil_count", "household_count", "language", "interpreter", "means", "moments",
    "note_count", "last_contact_at", "last_attempt_at", "next_step", "next_step_on", "tier", "tier_review_on",
)  # fmt: skip


@pytest.fixture(scope="module")
def made(app, engine) -> dict[str, int]:
    """The school made once for this file, and kept by the engine under its own name."""
    engine.restore("empty")
    counts = whole(app)
    engine.remember("demo")
    return counts


def whole(app, seed: int = 2026) -> dict[str, int]:
    """The school as the command makes it."""
    with app.app_context():
        return fill(TODAY, seed, Size(imported=True))


@pytest.fixture
def school(made, engine, isolated) -> dict[str, int]:
    """The made-up school, as it was made."""
    engine.restore("demo")
    return made


def digest() -> str:
    """Everything the database holds, but for the password and the marks, which are drawn anew."""
    total = hashlib.sha256()
    for model in (model for model in ALL if model not in MARKS):
        skipped = {"password_hash"}
        fields = [field for field in model._meta.sorted_fields if field.name not in skipped]
        for row in model.select(*fields).order_by(model.id).tuples():
            total.update(repr(row).encode())
    return total.hexdigest()


@pytest.mark.slow
def test_the_same_seed_and_day_make_the_same_school(school, engine, app):
    first = digest()
    engine.restore("empty")
    whole(app)
    assert digest() == first
    engine.restore("empty")
    whole(app, seed=2027)
    assert digest() != first


def test_a_list_was_imported_by_the_product_itself(school):
    batch = ImportBatch.get()
    assert (batch.state, batch.applied_by.email) == (State.APPLIED, "secretariat@ecole.test")
    assert batch.summary["counts"]["refused"] == 2
    assert batch.summary["counts"]["changed"] >= 3
    assert batch.summary["counts"]["created"] == 0
    assert batch.applied_at.date() < TODAY
    assert ColumnMapping.select().count() == 1
    assert [event.action for event in AuditEvent.select().where(AuditEvent.action.startswith("import."))] == [
        "import.uploaded", "import.mapping", "import.checked", "import.applied",
    ]  # fmt: skip


def test_it_is_a_school_of_450_pupils_300_families_60_people_and_5000_notes(school):
    assert m.Pupil.select().where(m.Pupil.left_on.is_null()).count() == 450
    assert m.Family.select().count() == 300
    assert User.select().count() == 60
    assert Note.select().count() == 5000
    assert [year.label for year in m.SchoolYear.select().order_by(m.SchoolYear.id)] == ["2025-2026", "2026-2027"]
    year = m.SchoolYear.get_by_id(School.get_by_id(1).current_year_id)
    assert year.label == "2026-2027"
    codes = {group.code for group in m.Group.select().where(m.Group.year == year)}
    assert {"101", "302"} <= codes
    assert {group.level for group in m.Group.select()} == set(words.LEVELS) - {""}


@pytest.mark.slow
def test_what_the_verbs_write_comes_back_the_same_from_their_own_computation(school):
    for family in m.Family.select().order_by(m.Family.id):
        before = {name: getattr(family, name) for name in COPIED}
        refresh_pupils(family.id)
        fresh = m.Family.get_by_id(family.id)
        expected = {name: getattr(fresh, name) for name in COPIED} | _from_rows(family)
        assert before == expected, family.name
        assert {"search_key": family.search_key, "sort_key": family.sort_key} == name_keys(family.name)


def _from_rows(family: m.Family) -> dict[str, object]:
    preference = m.ContactPreference.get_or_none(m.ContactPreference.family == family)
    notes = [note for note in family.notes if note.withdrawn_at is None and note.visibility != "private"]
    steps = family.follow_ups.where(FollowUp.state == "open").order_by(FollowUp.due_on, FollowUp.id)
    tier = family.tier_changes.order_by(m.TierChange.at.desc(), m.TierChange.id.desc()).first()
    step = steps.first()
    return {
        "language": preference.language if preference else "",
        "interpreter": preference.interpreter if preference else "",
        "means": preference.means if preference else [],
        "moments": preference.moments if preference else [],
        "note_count": len(notes),
        "last_contact_at": max((note.happened_at for note in notes if note.reached == "yes"), default=None),
        "last_attempt_at": max((note.happened_at for note in notes if note.reached != "na"), default=None),
        "next_step": step.what if step else "",
        "next_step_on": step.due_on if step else None,
        "tier": tier.tier if tier else 1,
        "tier_review_on": tier.review_on if tier else None,
    }


def test_each_family_is_where_its_last_move_put_it(school):
    for family in m.Family.select():
        moves = list(family.link_changes.order_by(m.LinkChange.at, m.LinkChange.id))
        chain = [None, *(move.after for move in moves)]
        assert [move.before for move in moves] == chain[:-1]
        assert chain[-1] == family.link_state
        assert (moves[-1].at if moves else None) == family.moved_at
    on_board = m.Family.select().where(m.Family.link_state.in_(list(words.LINK_STATES)))
    places = defaultdict(list)
    for family in on_board.order_by(m.Family.position):
        places[family.link_state].append(family.position)
    assert set(places) == set(words.LINK_STATES)
    assert 40 <= sum(len(column) for column in places.values()) <= 60
    assert all(len(set(column)) == len(column) for column in places.values())


def _values(field) -> set[object]:
    return {row[0] for row in field.model.select(field).distinct().tuples()}


def _codes(field) -> set[str]:
    return {code for (codes,) in field.model.select(field).tuples() for code in codes}


def test_every_word_of_the_vocabulary_is_met(school):
    assert _values(m.Family.link_state) == {None, *words.ALL_STATES}
    assert _values(m.Family.priority) == set(words.PRIORITIES)
    assert _values(m.Family.tier) == set(words.TIERS)
    assert _codes(m.LinkChange.signals) == set(words.SIGNALS)
    assert _codes(m.ContactPreference.means) == set(words.MEANS)
    assert _codes(m.ContactPreference.moments) == set(words.MOMENTS)
    assert _values(m.ContactPreference.interpreter) == set(words.INTERPRETER)
    assert _values(m.ContactPreference.reading_difficulty) == set(words.YES_NO_UNKNOWN)
    for kind, codes in words.FACTOR_KINDS.items():
        assert {factor.code for factor in m.Factor.select().where(m.Factor.kind == kind)} == set(codes)
    assert _values(m.Phone.kind) == set(words.PHONE_KINDS)
    assert _values(m.Guardianship.relation) >= {str(relation) for relation in words.RELATIONS}
    assert len(_values(m.ContactPreference.language)) > 15
    assert _values(m.ContactPreference.language) <= set(words.LANGUAGES)


def test_every_kind_of_note_and_follow_up_is_met(school):
    assert _values(Note.means) == set(NOTE_MEANS)
    assert _values(Note.reached) == set(REACHED)
    assert _values(Note.visibility) == set(VISIBILITIES)
    assert _values(Note.effect) == {"", *EFFECTS}
    assert _values(NotePractice.code) == set(PRACTICES)
    assert _values(FollowUp.state) == set(FOLLOW_UP_STATES)
    assert NoteVersion.select().exists()
    assert Note.select().where(Note.withdrawn_at.is_null(False)).exists()
    assert max(len(note.text) for note in Note.select(Note.text)) == 20_000
    counts = sorted(count for (count,) in m.Family.select(m.Family.note_count).tuples())
    assert counts[0] == 0
    assert counts[-1] >= 55
    open_steps = FollowUp.select().where(FollowUp.state == "open")
    assert open_steps.where(FollowUp.due_on < TODAY).exists()
    assert open_steps.where(FollowUp.due_on == TODAY).exists()
    assert open_steps.where(FollowUp.due_on > TODAY).exists()
    assert Postponement.select().exists()


def test_the_practice_rows_are_those_of_the_notes(school):
    rows = defaultdict(set)
    for note, code in NotePractice.select(NotePractice.note, NotePractice.code).tuples():
        rows[note].add(code)
    assert all(rows[note.id] == set(note.practices) for note in Note.select(Note.id, Note.practices))


def test_nothing_happens_after_the_day_it_is_made(school):
    for field in (Note.happened_at, Note.written_at, Note.corrected_at, Note.withdrawn_at, Note.effect_at,
                  FollowUp.closed_at, m.LinkChange.at, m.TierChange.at, m.Factor.added_at, m.Opening.at,
                  AuditEvent.at, m.CircleMember.added_at):  # fmt: skip
        latest = max(moment for (moment,) in field.model.select(field).tuples() if moment)
        assert latest.date() <= TODAY, field
        assert (latest.date(), latest.hour) < (TODAY, 5), field
    assert not Note.select().where(Note.written_at < Note.happened_at).exists()
    assert m.Opening.select().where(m.Opening.until > clock.now()).exists()


def test_no_number_belongs_to_anybody(school):
    for phone in m.Phone.select():
        assert re.fullmatch(r"\d{3}55501\d\d", phone.digits)
        assert digits(phone.raw).startswith(phone.digits)
        assert re.fullmatch(rf"\+1{phone.digits}(;ext=\d+)?", phone.number)
    texts = [note.text for note in Note.select(Note.text)] + [guardian.note for guardian in m.Guardian.select()]
    assert not [text for text in texts if re.search(r"\d{3}[ -]\d{4}", text)]
    domains = {address.rpartition("@")[2] for (address,) in m.Guardian.select(m.Guardian.email).tuples()}
    assert domains == {"", "courriel.test"}


def test_families_are_of_every_shape(school):
    without_mail = m.Family.select().where(
        m.Family.id.not_in(m.Household.select(m.Household.family).join(m.Guardian).where(m.Guardian.email != ""))
    )
    without_phone = m.Family.select().where(
        m.Family.id.not_in(m.Household.select(m.Household.family).join(m.Guardian).join(m.Phone))
    )
    known = m.ContactPreference.select(m.ContactPreference.family)
    assert without_mail.count() > 10
    assert without_phone.count() > 3
    assert m.Family.select().where(m.Family.id.not_in(known)).count() > 30
    assert m.Family.select().where(m.Family.household_count == 2).count() > 20
    assert m.Family.select().where(m.Family.pupil_count == 0).exists()
    names = [guardian.name for guardian in m.Guardian.select()]
    for script in (r"[\u0600-\u06ff]", r"[\u4e00-\u9fff]", r"[\u0400-\u04ff]", "’", "-"):
        assert [name for name in names if re.search(script, name)], script
    assert [name for name in names if " " not in name]
    assert max(len(name) for name in names) > 45


def test_the_journal_tells_known_actions_in_order(school):
    assert _values(AuditEvent.action) <= set(ACTIONS)
    moments = [event.at for event in AuditEvent.select().order_by(AuditEvent.id)]
    assert moments == sorted(moments)
    people = {user.id: (user.name, user.role) for user in User.select()}
    for event in AuditEvent.select().where(AuditEvent.actor_id.is_null(False)):
        assert (event.actor_name, event.actor_role) == people[event.actor_id]


def test_the_ids_that_follow_are_free(school):
    with database.atomic():
        family = m.Family.create(name="Nouvelle", **name_keys("Nouvelle"), created_at=Note.get().written_at)
    assert family.id == 301


@pytest.mark.slow
def test_the_first_block_is_the_same_whatever_the_scale(school, engine, context):
    engine.restore("empty")
    fill(TODAY, 2026, Size(notes=300, board=20))
    small = [(f.id, f.name, f.link_state, f.note_count) for f in m.Family.select().order_by(m.Family.id)]
    engine.restore("empty")
    fill(TODAY, 2026, Size(scale=2, notes=600, board=20))
    both = [(f.id, f.name, f.link_state, f.note_count) for f in m.Family.select().order_by(m.Family.id)]
    assert both[:300] == small
    assert len(both) == 600
    assert {state for _id, _name, state, _count in both[300:]} == {None}


def test_it_is_only_for_an_empty_instance(school):
    with pytest.raises(NotEmpty):
        fill(TODAY, 2026, Size())
    assert m.Family.select().count() == 300


@pytest.mark.parametrize("code", ["direction", "agent", "agent2", "prof", "prof2", "pro", "secretariat", "repondant"])
def test_the_accounts_have_the_password_that_is_announced(school, code):
    from argon2 import PasswordHasher

    user = User.get(User.email == f"{code}@ecole.test")
    assert PasswordHasher().verify(user.password_hash, PASSWORD)
    assert search_key(user.name)
