"""Activities open to parents on Ma journée: the times of today or one's own to come, and what they leave to do."""

from __future__ import annotations

from datetime import time, timedelta
from typing import Any

from schoolapp import clock
from schoolapp.access import LEADS, Role
from schoolapp.accounts.models import User
from schoolapp.day.reading import moment, part
from schoolapp.formats import to_utc

# Times of activities; ``family_id`` is the activity, ``means`` how many are coming of how many. Parameters: two
# moments, whether one works on all of them, the person three times and the present year.
ACTIVITY = part(
    "activity",
    "slot s JOIN activity a ON a.id = s.activity_id "
    "WHERE s.state = 'ouverte' AND s.ends_at > ? AND s.starts_at < ? AND "
    "(1 = ? OR a.created_by_id = ? OR a.host_id = ? OR a.group_id IN (SELECT t.group_id FROM group_teacher t "
    "JOIN school_group g ON g.id = t.group_id WHERE t.user_id = ? AND g.year_id = ?))",
    "s.starts_at, s.id",
    id="s.id", family_id="a.id", who="a.title", words="a.place", state="a.kind", at="s.starts_at",
    means="s.taken || '/' || s.capacity",
)  # fmt: skip
# What the coming of parents leaves to do, in numbers.
TO_TELL = part(
    "to_tell", "notice n WHERE n.told_at IS NULL AND n.dropped_at IS NULL", total="CAST(COUNT(*) AS integer)"
)
UNMATCHED = part(
    "unmatched",
    "sign_up w WHERE w.family_id IS NULL AND NOT w.aside AND w.merged_into_id IS NULL "
    "AND w.state NOT IN ('annule_parent', 'annule_ecole')",
    total="CAST(COUNT(DISTINCT w.person_key) AS integer)",
)
UNCHECKED = part(
    "unchecked",
    "sign_up w JOIN slot s ON s.id = w.slot_id JOIN activity a ON a.id = s.activity_id WHERE a.regular_contact "
    "AND s.ends_at > ? AND w.merged_into_id IS NULL AND w.state NOT IN ('annule_parent', 'annule_ecole') "
    "AND NOT EXISTS (SELECT 1 FROM verification v WHERE (v.guardian_id = w.guardian_id OR v.person_key = w.person_key) "
    "AND v.status <> 'a_declarer')",
    total="CAST(COUNT(DISTINCT w.person_key) AS integer)",
)


def coming(user: User, ahead: timedelta) -> tuple[str, list[Any]]:
    """The times from now on, until ``ahead`` after midnight: all of them for who works on all, one's own for others."""
    start = to_utc(clock.today(), time())
    everything = int(user.role in LEADS or user.role == Role.SECRETARIAT)
    mine = [user.id] * 3 + [user.school.current_year_id]
    return ACTIVITY, [moment(clock.now()), moment(start + ahead), everything, *mine]


def parents(user: User) -> list[tuple[str, list[Any]]]:
    """Today's activities, and what the coming of parents leaves to do."""
    unchecked = [(UNCHECKED, [moment(clock.now())])] if user.role == Role.DIRECTION else []
    return [coming(user, timedelta(days=1)), (TO_TELL, []), (UNMATCHED, []), *unchecked]
