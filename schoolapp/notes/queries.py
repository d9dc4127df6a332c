"""Every reading of notes, drafts and follow-ups, and who may see what.

A note is for the family's circle, or restricted to the direction and the agents (others see that it exists), or a
private draft that only its author sees. A withdrawn note is for its author and the direction; others see that it was.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import peewee
from flask import abort

from schoolapp import clock
from schoolapp.access import LEADS, Role
from schoolapp.accounts.models import User
from schoolapp.database import as_date, as_moment, fetch_all
from schoolapp.families import circle
from schoolapp.families.models import Family
from schoolapp.notes.models import FollowUp, Note, NoteDraft, NoteVersion, Postponement
from schoolapp.notes.shown import FollowUpCard, NextSteps, NoteCard, VersionCard
from schoolapp.notes.vocabulary import CIRCLE, PRIVATE, RESTRICTED

DONE_SHOWN = timedelta(days=7)

_NOTE = """
    SELECT n.id, n.version, n.family_id, n.author_id, a.name, n.happened_at, n.written_at, n.means, n.reached,
        n.people, n.minutes, n.practices, {text}, n.visibility, n.corrected_at, n.withdrawn_at, w.name,
        n.withdrawn_reason, n.effect, n.effect_words, n.effect_at, e.name
    FROM note n JOIN "user" a ON a.id = n.author_id LEFT JOIN "user" w ON w.id = n.withdrawn_by_id
        LEFT JOIN "user" e ON e.id = n.effect_by_id
"""
# On the timeline, the texts that are read one at a time do not even leave the database.
_OPEN_TEXT = "CASE WHEN n.visibility = 'restricted' OR n.withdrawn_at IS NOT NULL THEN '' ELSE n.text END"
_SEEN = "(n.visibility <> 'private' OR n.author_id = ?)"
_NOT_GONE = "(n.visibility <> 'restricted' OR n.withdrawn_at IS NULL OR {lead})"
TIMELINE = (
    _NOTE.format(text=_OPEN_TEXT)
    + f"WHERE n.family_id = ? AND {_SEEN} AND {_NOT_GONE.format(lead='? = 1')} AND n.happened_at < ? "
    + "ORDER BY n.happened_at DESC, n.id DESC LIMIT ?"
)
ONE = _NOTE.format(text="n.text") + "WHERE n.id = ?"

_FOLLOW_UP = """
    SELECT s.id, s.version, s.family_id, f.name, s.note_id, s.what, s.due_on, s.assignee_id, u.name, s.state,
        s.closed_at, c.name, s.closing_words, s.postponed_count
    FROM follow_up s JOIN family f ON f.id = s.family_id JOIN "user" u ON u.id = s.assignee_id
        LEFT JOIN "user" c ON c.id = s.closed_by_id
"""
STEPS = _FOLLOW_UP + (
    "WHERE s.family_id = ? AND (s.state = 'open' OR (s.state = 'done' AND s.closed_at >= ?)) "
    "ORDER BY CASE WHEN s.state = 'open' THEN 0 ELSE 1 END, s.due_on, s.id"
)
ONE_STEP = _FOLLOW_UP + "WHERE s.id = ?"

ASSIGNABLE = """
    SELECT u.id, u.name FROM "user" u WHERE u.active AND (u.id = ? OR u.role IN ('agent', 'direction')
        OR (u.role IN ('enseignant', 'professionnel') AND u.id IN (
            SELECT t.user_id FROM household h JOIN household_pupil l ON l.household_id = h.id
                JOIN pupil p ON p.id = l.pupil_id AND p.left_on IS NULL
                JOIN school_group g ON g.id = p.group_id JOIN group_teacher t ON t.group_id = g.id
                WHERE g.year_id = ? AND h.family_id = ?
            UNION SELECT m.user_id FROM circle_member m WHERE m.family_id = ?
                AND m.removed_at IS NULL AND (m.until IS NULL OR m.until >= ?))))
    ORDER BY u.sort_key, u.id
"""
HAPPENED_AT, VISIBILITY, WITHDRAWN_AT = 5, 13, 15
MOMENTS = (HAPPENED_AT, 6, 14, WITHDRAWN_AT, 20)
FAR_AHEAD = datetime(9000, 1, 1, tzinfo=UTC)


def family_for(user: User, family_id: int) -> Family:
    """The family, for whoever may open its file; 404 for anyone else."""
    return circle.visible_to(user).where(Family.id == family_id).first() or abort(404)


def visible_notes(user: User, family: Family | int | None = None) -> peewee.ModelSelect:
    """The notes whose text this person may read, in the families whose file they may open."""
    readable = (Note.visibility == CIRCLE) | ((Note.visibility == PRIVATE) & (Note.author == user.id))
    if circle.can_see_restricted(user):
        readable |= Note.visibility == RESTRICTED
    standing = Note.withdrawn_at.is_null() | (Note.author == user.id)
    if user.role == Role.DIRECTION:
        standing |= Note.visibility != PRIVATE
    notes = Note.select().where(readable & standing)
    if family is not None:
        notes = notes.where(Note.family == family)
    if user.role not in LEADS:
        notes = notes.where(Note.family.in_(circle.visible_to(user).select(Family.id)))
    return notes


def note_for(user: User, note_id: int) -> Note:
    """The note, for whoever may read its text; 404 for anyone else."""
    return visible_notes(user).where(Note.id == note_id).first() or abort(404)


def own_note_for(user: User, note_id: int) -> Note:
    """The note, for its author only; 404 for anyone else."""
    note = note_for(user, note_id)
    return note if note.author_id == user.id else abort(404)


def correctable_note_for(user: User, note_id: int) -> Note:
    """The note, for its author to open for correction, unless it is withdrawn."""
    note = own_note_for(user, note_id)
    return abort(404) if note.withdrawn else note


def removable_note_for(user: User, note_id: int) -> Note:
    """The note, for who may withdraw or restore it: its author and the direction; 404 for anyone else."""
    note = note_for(user, note_id)
    return note if note.author_id == user.id or user.role == Role.DIRECTION else abort(404)


def observable_note_for(user: User, note_id: int) -> Note:
    """The note, for who may say what it changed: whoever may read it, once it is shared; 404 for anyone else."""
    note = note_for(user, note_id)
    return note if not note.withdrawn and note.visibility != PRIVATE else abort(404)


def restricted_count(family: Family | int) -> int:
    """How many restricted notes the family has, as everybody with access may know."""
    standing = (Note.visibility == RESTRICTED) & Note.withdrawn_at.is_null()
    return Note.select().where(standing & (Note.family == family)).count()


def note_card(row: tuple[Any, ...], user: User, restricted: int = 0) -> NoteCard:
    """A row of ``timeline`` or ``card`` as its fragment shows it to this person."""
    values = list(row)
    values[11] = json.loads(row[11] or "[]")
    for place in MOMENTS:
        values[place] = as_moment(row[place])
    return NoteCard(*values, *reading(row, user), restricted)


def reading(row: tuple[Any, ...], user: User) -> tuple[bool, bool, bool]:
    """As whom this person reads the note: its author, the direction, a lead."""
    return row[3] == user.id, user.role == Role.DIRECTION, user.role in LEADS


def timeline(user: User, family_id: int, before: datetime | None, limit: int) -> list[tuple[Any, ...]]:
    """A family's notes before a moment, the latest first, as this person may see them: rows, in one query."""
    latest = Note.happened_at.db_value(before or FAR_AHEAD)
    return fetch_all(TIMELINE, (family_id, user.id, int(user.role in LEADS), latest, limit))


def card(user: User, note: Note) -> NoteCard:
    """One note as its own page shows it, already checked by ``note_for``."""
    return note_card(fetch_all(ONE, (note.id,))[0], user)


def versions(user: User, note: Note) -> list[VersionCard]:
    """The note before each of its corrections, the latest first, as far as this person could have read it then."""
    rows = NoteVersion.select().where(NoteVersion.note == note).order_by(NoteVersion.version.desc())
    found = [VersionCard(row.replaced_at, row.content) for row in rows]
    return [one for one in found if _could_read(user, note, one.content["visibility"])]


def _could_read(user: User, note: Note, visibility: str) -> bool:
    if visibility == PRIVATE:
        return note.author_id == user.id
    return visibility == CIRCLE or circle.can_see_restricted(user)


def assignable(user: User, family_id: int) -> list[tuple[int, str]]:
    """Who a follow-up may be given to: those with a lasting access to the file, and this person."""
    year = user.school.current_year_id
    return fetch_all(ASSIGNABLE, (user.id, year, family_id, family_id, clock.today().isoformat()))


def _step(row: tuple[Any, ...], place: str = "") -> FollowUpCard:
    values = list(row)
    values[6], values[10] = as_date(row[6]), as_moment(row[10])
    return FollowUpCard(*values, place)


def step_rows(family_id: int) -> list[tuple[Any, ...]]:
    """What is to be done with a family, earliest first, then what was done these last days: rows, in one query."""
    return fetch_all(STEPS, (family_id, FollowUp.closed_at.db_value(clock.now() - DONE_SHOWN)))


def next_steps_of(family_id: int, rows: Sequence[tuple[Any, ...]]) -> NextSteps:
    """These rows as their fragment shows them."""
    return NextSteps(family_id, [_step(row) for row in rows])


def next_steps(family_id: int) -> NextSteps:
    """What is to be done with a family and what was done these last days, in one query."""
    return next_steps_of(family_id, step_rows(family_id))


def step(follow_up: FollowUp, place: str = "") -> FollowUpCard:
    """One follow-up as its fragment shows it, already checked by ``follow_up_for``."""
    return _step(fetch_all(ONE_STEP, (follow_up.id,))[0], place)


def follow_up_for(user: User, follow_up_id: int) -> FollowUp:
    """The follow-up, for whoever may open the family's file; 404 for anyone else."""
    rows = FollowUp.select().where(FollowUp.id == follow_up_id)
    if user.role not in LEADS:
        rows = rows.where(FollowUp.family.in_(circle.visible_to(user).select(Family.id)))
    return rows.first() or abort(404)


def postponements(follow_up: FollowUp) -> list[Postponement]:
    """The dates pushed back, the latest first."""
    rows = Postponement.select(Postponement, User).join(User, peewee.JOIN.LEFT_OUTER, on=Postponement.by)
    return list(rows.where(Postponement.follow_up == follow_up).order_by(Postponement.at.desc()))


def drafts(user: User) -> list[NoteDraft]:
    """This person's unfinished notes, the latest first, in the families they may still open."""
    rows = NoteDraft.select(NoteDraft, Family).join(Family)
    mine = (NoteDraft.user == user.id) & (NoteDraft.closed == False)  # noqa: E712
    seen = NoteDraft.family.in_(circle.visible_to(user).select(Family.id))
    return list(rows.where(mine & seen).order_by(NoteDraft.updated_at.desc(), NoteDraft.id.desc()))


def due_follow_ups(
    user: User, until: date, *, mine: bool = False, place: str = "", limit: int = 200
) -> list[FollowUpCard]:
    """What is still to be done up to a day in the families this person may open: their own first, earliest first.

    Args:
        mine: only what is given to this person.
    """
    condition, parameters = "s.state = 'open' AND s.due_on <= ?", [until.isoformat()]
    if mine:
        condition, parameters = f"{condition} AND s.assignee_id = ?", [*parameters, user.id]
    if user.role not in LEADS:
        ids, more = circle.seen_ids(user)
        condition, parameters = f"{condition} AND s.family_id IN ({ids})", [*parameters, *more]
    order = "CASE WHEN s.assignee_id = ? THEN 0 ELSE 1 END, s.due_on, s.id"
    sql = f"{_FOLLOW_UP} WHERE {condition} ORDER BY {order} LIMIT {limit:d}"
    return [_step(row, place) for row in fetch_all(sql, [*parameters, user.id])]


def late_follow_ups(user: User, *, place: str = "") -> list[FollowUpCard]:
    """What should have been done before today."""
    return due_follow_ups(user, clock.today() - timedelta(days=1), place=place)


def late_follow_ups_of(person: User, *, place: str = "") -> list[FollowUpCard]:
    """What somebody should have done before today; for the agents and the direction, who may open every file."""
    condition = "s.state = 'open' AND s.due_on < ? AND s.assignee_id = ?"
    sql = f"{_FOLLOW_UP} WHERE {condition} ORDER BY s.due_on, s.id LIMIT 200"
    return [_step(row, place) for row in fetch_all(sql, (clock.today().isoformat(), person.id))]


def drafted_note_id(user: User, family_id: int, note_id: int | None) -> int:
    """0 for a new note, or the id of this person's own note in this family; 404 for any other."""
    if not note_id:
        return 0
    note = own_note_for(user, note_id)
    return note.id if note.family_id == family_id else abort(404)
