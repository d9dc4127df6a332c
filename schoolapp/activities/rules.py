"""Who may do what with activities: pure functions, used by the views and by the templates.

Teachers make them for their own groups and see who signs up for their own; the office, the agents and the direction for
all; professionals read, and see who comes to what they host.
"""

from __future__ import annotations

from typing import Any

from schoolapp.access import LEADS, SCHOOL_STAFF, Role
from schoolapp.accounts.models import User

MANAGERS = LEADS | {Role.SECRETARIAT}
MAKERS = MANAGERS | {Role.TEACHER}
READERS = SCHOOL_STAFF


def manages(user: User) -> bool:
    """Whether this person works on every activity."""
    return user.role in MANAGERS


def can_make(user: User) -> bool:
    return user.role in MAKERS


def is_own(user: User, activity: Any, my_groups: frozenset[int]) -> bool:
    """Whether it is this person's activity: made or hosted by them, or for their class."""
    return user.id in (activity.created_by_id, activity.host_id) or activity.group_id in my_groups


def can_edit(user: User, activity: Any, my_groups: frozenset[int]) -> bool:
    return manages(user) or (user.role == Role.TEACHER and is_own(user, activity, my_groups))


def sees_people(user: User, activity: Any, my_groups: frozenset[int]) -> bool:
    """Whether this person sees who signs up, enters answers and notes who came."""
    return manages(user) or is_own(user, activity, my_groups)


def sets_checks(user: User) -> bool:
    """Whether this person says where a volunteer's judicial-record check stands."""
    return user.role == Role.DIRECTION
