"""The statements of this room that are written by hand, their text built once."""
# ruff: noqa: S608 - texts of ours; every value is a parameter

from __future__ import annotations

_WAITING = (
    "(SELECT COUNT(*) FROM sign_up w WHERE w.slot_id = s.id AND w.state = 'attente' AND w.offered_until IS NULL "
    "AND w.merged_into_id IS NULL)"
)
LINE = (
    "SELECT s.id, a.id, a.kind, a.title, a.place, a.group_id, g.code, a.host_id, h.name, a.created_by_id, "
    f"a.regular_contact, s.starts_at, s.ends_at, s.capacity, s.taken, {_WAITING}, s.state, s.series "
    "FROM slot s JOIN activity a ON a.id = s.activity_id LEFT JOIN school_group g ON g.id = a.group_id "
    'LEFT JOIN "user" h ON h.id = a.host_id '
)
# Families of an unmatched person, by what they left: number, address, then name. Parameters: digits, e-mail, name key.
CANDIDATES = (
    "SELECT DISTINCT f.id, f.name, f.pupils_line, g.id, g.name, "
    "CASE WHEN p.digits = ? AND p.digits <> '' THEN 1 ELSE 0 END AS by_phone, "
    "CASE WHEN g.email = ? AND g.email <> '' THEN 1 ELSE 0 END AS by_mail, "
    "CASE WHEN g.search_key = ? THEN 1 ELSE 0 END AS by_name, f.sort_key "
    "FROM guardian g JOIN household h ON h.id = g.household_id JOIN family f ON f.id = h.family_id "
    "LEFT JOIN phone p ON p.guardian_id = g.id "
    "WHERE g.removed_at IS NULL AND ((p.digits = ? AND p.digits <> '') OR (g.email = ? AND g.email <> '') "
    "OR g.search_key = ?) ORDER BY 6 DESC, 7 DESC, 8 DESC, f.sort_key, f.id LIMIT 8"
)
