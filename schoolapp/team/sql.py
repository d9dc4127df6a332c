"""The statements of meetings that are written by hand, their text built once."""
# ruff: noqa: S608 - texts of ours; every value is a parameter

from __future__ import annotations

from functools import cache

import peewee

from schoolapp.families.models import Household, HouseholdPupil, Pupil

_SEES = "(1 = ? OR EXISTS (SELECT 1 FROM meeting_guest me WHERE me.meeting_id = m.id AND me.user_id = ?))"
_ON_AGENDA = "p.meeting_id = m.id AND p.removed_at IS NULL AND p.accepted"
DECIDED_POINT = (
    "(p.words <> '' OR p.look_on IS NOT NULL OR EXISTS (SELECT 1 FROM decided_action a WHERE a.point_id = p.id AND "
    "a.removed_at IS NULL) OR EXISTS (SELECT 1 FROM decided_change c WHERE c.point_id = p.id))"
)


def _lines(where: str, order: str) -> str:
    """Meetings in a list, with how many points they have and how many are decided."""
    count = "(SELECT COUNT(*) FROM meeting_point p WHERE {})"
    return (
        "SELECT m.id, m.starts_at, m.minutes, m.place, m.state, "
        f"{count.format(_ON_AGENDA)}, {count.format(f'{_ON_AGENDA} AND {DECIDED_POINT}')} "
        f"FROM team_meeting m WHERE {_SEES} AND {where} ORDER BY {order}"
    )


COMING = _lines(
    "m.state IN ('prevue', 'en_cours')", "CASE WHEN m.state = 'en_cours' THEN 0 ELSE 1 END, m.starts_at, m.id"
)
PAST = _lines("m.state IN ('close', 'annulee')", "m.starts_at DESC, m.id DESC LIMIT ? OFFSET ?")
DOERS = """
    SELECT u.id, u.name FROM "user" u WHERE u.active AND u.role <> 'repondant' AND (u.id = ?
        OR u.role IN ('agent', 'direction', 'secretariat')
        OR u.id IN (SELECT g.user_id FROM meeting_guest g WHERE g.meeting_id = ?))
    ORDER BY u.sort_key, u.id
"""
# Who does what (about a family, as its follow-up stands), what changed, who is invited: one reading, the same columns.
AROUND = """
    SELECT 'action' AS kind, a.id, a.version, a.point_id, a.what, a.due_on, a.assignee_id, u.name, a.follow_up_id,
        COALESCE(s.state, CASE WHEN a.done_at IS NULL THEN 'open' ELSE 'done' END), ''
    FROM decided_action a JOIN meeting_point p ON p.id = a.point_id JOIN "user" u ON u.id = a.assignee_id
        LEFT JOIN follow_up s ON s.id = a.follow_up_id
    WHERE p.meeting_id = ? AND a.removed_at IS NULL
    UNION ALL
    SELECT 'change', c.id, 0, c.point_id, c.kind, c.review_on, 0, c.before, 0, c.after, u.name
    FROM decided_change c JOIN meeting_point p ON p.id = c.point_id LEFT JOIN "user" u ON u.id = c.by_id
    WHERE p.meeting_id = ?
    UNION ALL
    SELECT 'guest', u.id, CASE WHEN g.present THEN 1 WHEN NOT g.present THEN 0 ELSE -1 END, 0, u.name,
        CAST(NULL AS date), 0, u.role, 0, u.function, u.sort_key
    FROM meeting_guest g JOIN "user" u ON u.id = g.user_id WHERE g.meeting_id = ?
"""
_ABOUT = (
    "LEFT JOIN agent_request q ON q.id = p.request_id LEFT JOIN family f ON f.id = COALESCE(p.family_id, q.family_id)"
)


@cache
def people(count: int) -> str:
    """The people invited to some meetings. Parameters: their ids."""
    marks = ", ".join("?" * count)
    return (
        'SELECT g.meeting_id, u.name FROM meeting_guest g JOIN "user" u ON u.id = g.user_id '
        f"WHERE g.meeting_id IN ({marks}) ORDER BY u.sort_key, u.id"
    )


@cache
def points(seen: str, *, one: bool) -> str:
    """The points of a meeting with what this reader sees of them. Parameters: those of ``seen``, the meeting, a point.

    What is not seen does not leave the database.
    """
    columns = (
        *("p.kind", "p.version", "p.title", "p.reasons", "p.why", "p.words", "p.words_version", "p.words_at", "w.name"),
        *("p.corrected_at", "p.look_on", "p.look_version", "f.id", "f.name", "f.pupils_line", "f.link_state"),
        *("f.tier", "c.name", "p.created_by_id"),
        "(SELECT COUNT(*) FROM decision_version v WHERE v.point_id = p.id)",
        *("q.id", "r.name", "q.urgency", "q.about", "q.observed"),
    )
    held = ", ".join(f"CASE WHEN seen.yes = 1 THEN {column} END" for column in columns)
    return (
        f"SELECT p.id, seen.yes, p.accepted, {held} FROM (SELECT p.id, {seen} AS yes FROM meeting_point p "
        f"WHERE p.meeting_id = ? AND p.removed_at IS NULL{' AND p.id = ?' if one else ''}) AS seen "
        f"JOIN meeting_point p ON p.id = seen.id {_ABOUT} "
        'JOIN "user" c ON c.id = p.created_by_id LEFT JOIN "user" w ON w.id = p.words_by_id '
        'LEFT JOIN "user" r ON r.id = q.requester_id ORDER BY p.position, p.id'
    )


@cache
def state(seen: str) -> str:
    """What tells one state of a meeting's page from another. Parameters: those of ``seen``, the meeting."""
    return (
        f"SELECT m.state, m.stamp, COUNT(p.id), SUM(p.id), SUM(p.stamp), SUM(f.card_version), SUM(q.version), "
        f"SUM(p.id * {seen}) FROM team_meeting m "
        f"LEFT JOIN meeting_point p ON p.meeting_id = m.id AND p.removed_at IS NULL {_ABOUT} "
        "WHERE m.id = ? GROUP BY m.id, m.state, m.stamp"
    )


def families_of_child(word: str) -> peewee.ModelSelect:
    """The families with a child whose name holds this word."""
    return (
        Household.select(Household.family)
        .join(HouseholdPupil)
        .join(Pupil)
        .where(Pupil.search_key.contains(word) & Pupil.left_on.is_null())
    )
