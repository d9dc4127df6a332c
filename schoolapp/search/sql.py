"""The statements of the search, one for each kind of result, built once for each shape of question.

Names are compared with their keys (``search_key``) by plain LIKE: at 30,000 families the three scans of names take
15 to 35 ms, at 300 families less than half a millisecond; an index on these columns gains nothing on it.
"""

# ruff: noqa: S608 - texts of ours; every value is a parameter
from __future__ import annotations

from functools import cache

Shape = tuple[int, ...]  # for each word, how many patterns it has

TAUGHT_GROUPS = "SELECT gt.group_id FROM group_teacher gt WHERE gt.user_id = ?"


def _with_seen(seen: str) -> str:
    return f"WITH seen(family_id) AS MATERIALIZED ({seen}), " if seen else "WITH "


def _only_seen(column: str, seen: str) -> str:
    return f" AND {column} IN (SELECT family_id FROM seen)" if seen else ""


def _like(column: str, count: int) -> str:
    return " OR ".join([f"{column} LIKE ?"] * count)


def _all_words(column: str, shape: Shape) -> str:
    return " AND ".join(f"({_like(column, count)})" for count in shape)


def _rank(column: str, first: int) -> str:
    """Keys that begin like the search come first, then those with a word that begins so, then the others."""
    return f"CASE WHEN {column} LIKE ? THEN {first} WHEN {column} LIKE ? THEN {first + 2} ELSE {first + 4} END"


@cache
def families(shape: Shape, seen: str) -> str:
    """Families by their name or by those of their people; the words may be some in one and some in the other.

    Parameters: those of ``seen``; start, word start, patterns; start, word start, patterns again, and with several
    words each word's patterns twice; limit.
    """
    if len(shape) == 1:
        source, condition = "", _all_words("p.search_key", shape)
    else:
        source = "JOIN family o ON o.id = h.family_id "
        either = " AND ".join(f"({_like('p.search_key', n)} OR {_like('o.search_key', n)})" for n in shape)
        condition = f"({_like('p.search_key', sum(shape))}) AND {either}"
    return (
        f"{_with_seen(seen)}hit(family_id, rank, who) AS MATERIALIZED ("
        f"SELECT f.id, {_rank('f.search_key', 0)}, CAST(NULL AS varchar) FROM family f "
        f"WHERE {_all_words('f.search_key', shape)} UNION ALL "
        f"SELECT h.family_id, {_rank('p.search_key', 1)}, p.name FROM guardian p "
        f"JOIN household h ON h.id = p.household_id {source}WHERE p.removed_at IS NULL AND {condition}), "
        "best(family_id, rank, who) AS MATERIALIZED (SELECT family_id, MIN(rank), "
        "CASE WHEN COUNT(*) = COUNT(who) THEN MIN(who) END FROM hit "
        f"WHERE 1 = 1{_only_seen('family_id', seen)} GROUP BY family_id) "
        "SELECT (SELECT COUNT(*) FROM best), f.id, f.name, f.pupils_line, best.who FROM best "
        "JOIN family f ON f.id = best.family_id ORDER BY best.rank, f.sort_key, f.id LIMIT ?"
    )


@cache
def beyond(shape: Shape, seen: str) -> str:
    """Families that are not seen, by their own name only. Parameters: start, word start, patterns, ``seen``, limit."""
    return (
        f"SELECT COUNT(*) OVER (), f.id, f.name FROM family f "
        f"WHERE {_all_words('f.search_key', shape)} AND f.id NOT IN ({seen}) "
        f"ORDER BY {_rank('f.search_key', 0)}, f.sort_key, f.id LIMIT ?"
    )


@cache
def pupils(shape: Shape, number: bool, seen: str) -> str:
    """Pupils by their names, or by the beginning of their number, with a family that may be opened.

    Parameters: those of ``seen``; start, word start, patterns; the pattern of the number if any; limit.
    """
    named = _all_words("p.search_key", shape)
    home = "FROM household_pupil hp JOIN household h ON h.id = hp.household_id"
    own = f"p.id IN (SELECT hp.pupil_id {home} WHERE 1 = 1{_only_seen('h.family_id', seen)})" if seen else "1 = 1"
    return (
        f"{_with_seen(seen)}hit AS MATERIALIZED (SELECT p.id, {_rank('p.search_key', 0)} AS rank, p.sort_key, "
        "CASE WHEN p.left_on IS NULL THEN 0 ELSE 1 END AS gone, COUNT(*) OVER () AS total FROM pupil p "
        f"WHERE {f'(({named}) OR p.number LIKE ?)' if number else named} AND {own} "
        "ORDER BY gone, rank, p.sort_key, p.id LIMIT ?) "
        "SELECT hit.total, p.id, p.first_name, p.preferred_name, p.last_name, g.code, p.left_on, "
        f"(SELECT MIN(h.family_id) {home} WHERE hp.pupil_id = hit.id{_only_seen('h.family_id', seen)}), p.number "
        "FROM hit JOIN pupil p ON p.id = hit.id LEFT JOIN school_group g ON g.id = p.group_id "
        "ORDER BY hit.gone, hit.rank, hit.sort_key, hit.id"
    )


@cache
def phones(seen: str) -> str:
    """Numbers that hold these digits, with who answers. Parameters: ``seen``, pattern, start, limit."""
    return (
        f"{_with_seen(seen)}hit AS MATERIALIZED (SELECT t.number, t.raw, p.name, h.family_id, t.digits FROM phone t "
        "JOIN guardian p ON p.id = t.guardian_id JOIN household h ON h.id = p.household_id "
        f"WHERE t.digits LIKE ? AND p.removed_at IS NULL{_only_seen('h.family_id', seen)}) "
        "SELECT COUNT(*) OVER (), f.id, f.name, hit.name, hit.number, hit.raw FROM hit "
        "JOIN family f ON f.id = hit.family_id "
        "ORDER BY CASE WHEN hit.digits LIKE ? THEN 0 ELSE 1 END, f.sort_key, hit.digits, hit.name LIMIT ?"
    )


@cache
def groups(levels: Shape, own: str) -> str:
    """Groups of the present year by code or level. ``levels``: for each word, how many levels it may name.

    Parameters: the year; for each word its pattern and its levels; those of ``own``, a query of ids; limit.
    """
    named = (f" OR g.level IN ({', '.join('?' * count)})" if count else "" for count in levels)
    words = "".join(f" AND (LOWER(g.code) LIKE ?{level})" for level in named)
    mine = f" AND g.id IN ({own})" if own else ""
    return (
        f"SELECT COUNT(*) OVER (), g.code, g.label FROM school_group g WHERE g.year_id = ?{words}{mine} "
        "ORDER BY g.code, g.id LIMIT ?"
    )


def groups_of(seen: str) -> str:
    """The groups of the pupils whose families are seen."""
    return (
        "SELECT p.group_id FROM pupil p JOIN household_pupil hp ON hp.pupil_id = p.id "
        f"JOIN household h ON h.id = hp.household_id WHERE p.left_on IS NULL AND h.family_id IN ({seen})"
    )
