"""The text of the file's one reading, built once: every kind of row in one UNION ALL, each with the same columns.

A file shows a dozen kinds of things. One statement each would make a dozen round trips a page; together they are one.
"""

from __future__ import annotations

CELLS = dict.fromkeys(("id", "parent", "other", "flag"), "integer")
CELLS |= dict.fromkeys("abcdef", "text") | {"day": "date", "at": "timestamp"}


def part(kind: str, source: str, tail: str = "", **cells: str) -> str:
    """One kind of rows of the single reading: the same columns for all, empty where the kind has nothing to say."""
    columns = ", ".join(f"{cells.get(name, f'CAST(NULL AS {type_})')} AS {name}" for name, type_ in CELLS.items())
    return f"SELECT '{kind}' AS kind, {columns} FROM {source} {tail}"  # noqa: S608 - texts of ours, no value


def latest(kind: str, source: str, **cells: str) -> str:
    """One kind of the timeline: ``source`` gives it, under the kind's own name, with ``id``, ``family_id`` and ``at``.

    Parameters: those of ``source``, the family, the moment it stops before, how many rows.
    """
    tail = f"WHERE {kind}.family_id = ? AND {kind}.at < ? ORDER BY {kind}.at DESC, {kind}.id DESC LIMIT ?"
    return f"SELECT * FROM ({part(kind, source, tail, **cells)}) AS latest_{kind}"  # noqa: S608


_HOME = "JOIN household h ON h.id = {}.household_id"
_PERSON = {"b": "u.role", "c": "u.function"}
CONTACTS = (
    part("home", "household h", "WHERE h.family_id = ?", id="h.id", a="h.label", b="h.address"),
    part(
        "pupil",
        f"household_pupil l {_HOME.format('l')} JOIN pupil p ON p.id = l.pupil_id "
        "LEFT JOIN school_group g ON g.id = p.group_id",
        "WHERE h.family_id = ?",
        id="p.id",
        parent="h.id",
        other="p.group_id",
        day="p.birth_date",
        a="COALESCE(NULLIF(p.preferred_name, ''), p.first_name)",
        b="p.last_name",
        c="p.sort_key",
        d="g.code",
        e="g.level",
        f="g.label",
        flag="CASE WHEN p.left_on IS NULL THEN 0 ELSE 1 END",
    ),
    part(
        "elsewhere",
        f"household_pupil l {_HOME.format('l')} JOIN household_pupil m ON m.pupil_id = l.pupil_id "
        "JOIN household n ON n.id = m.household_id AND n.family_id <> h.family_id JOIN family o ON o.id = n.family_id",
        "WHERE h.family_id = ? GROUP BY l.pupil_id, o.id, o.name",
        parent="l.pupil_id",
        other="o.id",
        a="o.name",
    ),
    part(
        "guardian",
        f"guardian g {_HOME.format('g')}",
        "WHERE h.family_id = ? AND g.removed_at IS NULL",
        id="g.id",
        parent="h.id",
        a="g.name",
        b="g.email",
        c="g.language",
        d="g.note",
    ),
    part(
        "tie",
        f"guardianship t JOIN guardian g ON g.id = t.guardian_id {_HOME.format('g')}",
        "WHERE h.family_id = ? AND g.removed_at IS NULL",
        parent="g.id",
        other="t.pupil_id",
        a="t.relation",
    ),
    part(
        "phone",
        f"phone p JOIN guardian g ON g.id = p.guardian_id {_HOME.format('g')}",
        "WHERE h.family_id = ? AND g.removed_at IS NULL",
        id="p.id",
        parent="g.id",
        flag="p.position",
        a="p.kind",
        b="p.number",
        c="p.raw",
    ),
)
FILE = (
    part(
        "factor",
        "factor f",
        "WHERE f.family_id = ? AND f.removed_at IS NULL",
        id="f.id",
        a="f.kind",
        b="f.code",
        c="f.words",
        at="f.added_at",
    ),
    part(
        "teacher",
        f"household_pupil l {_HOME.format('l')} JOIN pupil p ON p.id = l.pupil_id AND p.left_on IS NULL "
        "JOIN group_teacher t ON t.group_id = p.group_id JOIN school_group g ON g.id = t.group_id "
        'JOIN "user" u ON u.id = t.user_id',
        "WHERE h.family_id = ? AND g.year_id = ? AND u.active AND u.role IN ('enseignant', 'professionnel') "
        "GROUP BY u.id, u.name, u.sort_key, u.role, u.function, g.code",
        **{"parent": "u.id", "a": "u.name", "d": "g.code", "e": "u.sort_key", **_PERSON},
    ),
    part(
        "member",
        'circle_member c JOIN "user" u ON u.id = c.user_id',
        "WHERE c.family_id = ? AND c.removed_at IS NULL AND (c.until IS NULL OR c.until >= ?) AND u.active "
        "AND u.role IN ('enseignant', 'professionnel')",
        id="c.id",
        parent="u.id",
        a="u.name",
        d="c.reason",
        e="u.sort_key",
        day="c.until",
        **_PERSON,
    ),
    part(
        "opening",
        'opening o JOIN "user" u ON u.id = o.user_id',
        "WHERE o.family_id = ? AND o.until > ? AND u.active AND u.role = 'professionnel'",
        id="o.id",
        parent="u.id",
        a="u.name",
        d="o.reason",
        e="u.sort_key",
        at="o.until",
        **_PERSON,
    ),
    part(
        "by_role", '"user" u', "WHERE u.active AND u.role IN ('agent', 'direction')", parent="CAST(COUNT(*) AS integer)"
    ),
)
HISTORY = (
    latest(
        "link",
        'link_change link LEFT JOIN "user" u ON u.id = link.by_id',
        id="link.id",
        a="u.name",
        b="link.before",
        c="link.after",
        d="link.signals",
        e="link.words",
        f="link.decided_by",
        at="link.at",
    ),
    latest(
        "tier",
        'tier_change tier LEFT JOIN "user" u ON u.id = tier.by_id',
        id="tier.id",
        parent="tier.tier",
        a="u.name",
        b="tier.reason",
        day="tier.review_on",
        at="tier.at",
    ),
)
# Read with the head of the file: the mark of the files, and how many times this one was opened, counted no further.
MOST_OPENED = 100
_OPENINGS = (
    "SELECT 1 FROM audit_event e WHERE e.family_id = ? AND e.at >= ? "  # noqa: S608 - a number of ours
    f"AND e.action IN ('family.opened', 'family.contacts_opened') LIMIT {MOST_OPENED}"
)
HEAD = ("(SELECT mark FROM file_stamp)", f"(SELECT CAST(COUNT(*) AS integer) FROM ({_OPENINGS}) AS o)")  # noqa: S608
CONTACTS_SQL = " UNION ALL ".join(CONTACTS)
FILE_SQL = " UNION ALL ".join(CONTACTS + FILE + HISTORY)
HISTORY_SQL = " UNION ALL ".join(HISTORY)
