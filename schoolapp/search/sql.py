"""The statements of the search, built once for each shape of question. What they find is put in order by ``queries``:
the engine would take longer to count and to rank it than to give it.

Names are in memory (``names``), but for very large schools. There, they are compared with their keys (``search_key``)
by plain LIKE. Who sees every family has all names read, which takes about 50 ms at 30,000 families and half a
millisecond at 300; for the others the reading begins at the families they see, and grows with these only. CROSS JOIN
tells SQLite where to begin; to PostgreSQL it is a join like any other.
"""
# ruff: noqa: S608 - texts of ours; every value is a parameter

from __future__ import annotations

from functools import cache

Shape = tuple[int, ...]  # for each word, how many patterns it has
GONE = 10  # added to the rank of a pupil who left
# Everybody's names, for ``names``: the kind, ids, the key, the sort key, words. Nothing above so many families.
_FEW = "(SELECT COUNT(*) FROM family) <= ?"
_NO = "CAST(NULL AS integer)"
NAMES = (
    f"SELECT 'family', id, {_NO}, search_key, sort_key, name, pupils_line, '', '', '', 0 FROM family WHERE {_FEW} "
    "UNION ALL SELECT 'person', p.id, h.family_id, p.search_key, '', p.name, '', '', '', '', 0 "
    f"FROM guardian p JOIN household h ON h.id = p.household_id WHERE p.removed_at IS NULL AND {_FEW} "
    f"UNION ALL SELECT 'pupil', p.id, {_NO}, p.search_key, p.sort_key, p.first_name, p.preferred_name, p.last_name, "
    "p.number, COALESCE(g.code, ''), CASE WHEN p.left_on IS NULL THEN 0 ELSE 1 END "
    f"FROM pupil p LEFT JOIN school_group g ON g.id = p.group_id WHERE {_FEW} "
    "UNION ALL SELECT 'home', hp.pupil_id, h.family_id, '', '', '', '', '', '', '', 0 "
    f"FROM household_pupil hp JOIN household h ON h.id = hp.household_id WHERE {_FEW}"
)

TAUGHT_GROUPS = "SELECT gt.group_id FROM group_teacher gt WHERE gt.user_id = ?"
_SEEN = "(SELECT family_id FROM seen)"
_HOMES_SEEN = f"(SELECT own.id FROM household own WHERE own.family_id IN {_SEEN})"


def _with_seen(seen: str) -> str:
    return f"WITH seen(family_id) AS MATERIALIZED ({seen}) " if seen else ""


def _people(seen: str, *more: str) -> str:
    """Guardians with their homes; ``more`` tables come after these."""
    own = f" AND p.household_id IN {_HOMES_SEEN}" if seen else ""
    tables = " CROSS JOIN ".join(["guardian p", "household h", *more])
    return f"{tables} WHERE h.id = p.household_id{own} AND p.removed_at IS NULL"


def _like(column: str, count: int) -> str:
    return " OR ".join([f"{column} LIKE ?"] * count)


def _all_words(column: str, shape: Shape) -> str:
    return " AND ".join(f"({_like(column, count)})" for count in shape)


def _rank(column: str, first: int) -> str:
    """Keys that begin like the search come first, then those with a word that begins so, then the others."""
    return f"CASE WHEN {column} LIKE ? THEN {first} WHEN {column} LIKE ? THEN {first + 2} ELSE {first + 4} END"


@cache
def names(shape: Shape, number: bool, seen: str) -> str:
    """Families by their name, and by those of their people; pupils by theirs, or by the beginning of their number. Of
    several words, some may be in a family's name and some in a person's.

    Rows of a kind, an id, a rank, a sort key, and for families their name, their pupils and who was found.

    Parameters: those of ``seen``; start, word start, patterns; start, word start, patterns again, and with several
    words each word's patterns twice; start, word start, patterns, the pattern of the number if any.
    """
    own = f"f.id IN {_SEEN} AND " if seen else ""
    people = f"{_people(seen, 'family f')} AND f.id = h.family_id"
    if len(shape) == 1:
        named = _all_words("p.search_key", shape)
    else:
        either = " AND ".join(f"({_like('p.search_key', n)} OR {_like('f.search_key', n)})" for n in shape)
        named = f"({_like('p.search_key', sum(shape))}) AND {either}"
    return (
        f"{_with_seen(seen)}SELECT 'family', f.id, {_rank('f.search_key', 0)}, f.sort_key, f.name, f.pupils_line, "
        f"CAST(NULL AS varchar) FROM family f WHERE {own}{_all_words('f.search_key', shape)} UNION ALL "
        f"SELECT 'family', f.id, {_rank('p.search_key', 1)}, f.sort_key, f.name, f.pupils_line, p.name "
        f"FROM {people} AND {named} UNION ALL {_pupils(shape, number, seen)}"
    )


def _pupils(shape: Shape, number: bool, seen: str) -> str:
    """Pupils, those who left after all the others."""
    named = _all_words("p.search_key", shape)
    named = f"(({named}) OR p.number LIKE ?)" if number else named
    whose = f"p.id IN (SELECT hp.pupil_id FROM household_pupil hp WHERE hp.household_id IN {_HOMES_SEEN}) AND "
    gone = f"CASE WHEN p.left_on IS NULL THEN 0 ELSE {GONE} END"
    return (
        f"SELECT 'pupil', p.id, {_rank('p.search_key', 0)} + {gone}, p.sort_key, '', '', CAST(NULL AS varchar) "
        f"FROM pupil p WHERE {whose if seen else ''}{named}"
    )


@cache
def beyond(shape: Shape, seen: str) -> str:
    """Families that are not seen, by their own name only. Parameters: patterns, ``seen``, start, word start, limit."""
    return (
        f"SELECT COUNT(*) OVER (), f.id, f.name FROM family f "
        f"WHERE {_all_words('f.search_key', shape)} AND f.id NOT IN ({seen}) "
        f"ORDER BY {_rank('f.search_key', 0)}, f.sort_key, f.id LIMIT ?"
    )


@cache
def pupils(count: int, seen: str) -> str:
    """So many pupils, each with a family that may be opened. Parameters: those of ``seen``, their ids."""
    own = f" AND h.family_id IN {_SEEN}" if seen else ""
    return (
        f"{_with_seen(seen)}SELECT p.id, p.first_name, p.preferred_name, p.last_name, g.code, p.left_on, "
        "(SELECT MIN(h.family_id) FROM household_pupil hp JOIN household h ON h.id = hp.household_id "
        f"WHERE hp.pupil_id = p.id{own}), p.number "
        f"FROM pupil p LEFT JOIN school_group g ON g.id = p.group_id WHERE p.id IN ({', '.join('?' * count)})"
    )


@cache
def phones(seen: str) -> str:
    """Numbers that hold these digits, with who answers. Parameters: ``seen``, pattern, start, limit."""
    whose = f"t.guardian_id IN (SELECT who.id FROM guardian who WHERE who.household_id IN {_HOMES_SEEN}) AND "
    before = f"{_with_seen(seen)}, " if seen else "WITH "
    return (
        f"{before}hit AS MATERIALIZED (SELECT t.number, t.raw, p.name, h.family_id, t.digits "
        f"FROM phone t CROSS JOIN {_people('')} AND {whose if seen else ''}p.id = t.guardian_id AND t.digits LIKE ?) "
        "SELECT COUNT(*) OVER (), f.id, f.name, hit.name, hit.number, hit.raw FROM hit "
        "JOIN family f ON f.id = hit.family_id "
        "ORDER BY CASE WHEN hit.digits LIKE ? THEN 0 ELSE 1 END, f.sort_key, hit.digits, hit.name LIMIT ?"
    )


@cache
def groups(levels: Shape, own: str) -> str:
    """Groups of the present year by code or level. ``levels``: for each word, how many levels it may name.

    Parameters: the year; for each word its pattern and its levels; those of ``own``, a query of ids.
    """
    named = (f" OR g.level IN ({', '.join('?' * count)})" if count else "" for count in levels)
    words = "".join(f" AND (LOWER(g.code) LIKE ?{level})" for level in named)
    mine = f" AND g.id IN ({own})" if own else ""
    return (
        "SELECT 'group', g.id, g.code, g.label, '', 0, CAST(NULL AS timestamp) "
        f"FROM school_group g WHERE g.year_id = ?{words}{mine}"
    )


def groups_of(seen: str) -> str:
    """The groups of the pupils whose families are seen."""
    return (
        "SELECT p.group_id FROM pupil p JOIN household_pupil hp ON hp.pupil_id = p.id "
        f"JOIN household h ON h.id = hp.household_id WHERE p.left_on IS NULL AND h.family_id IN ({seen})"
    )
