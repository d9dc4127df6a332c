"""Who may do what with the directory: the routes and the templates ask here."""

from __future__ import annotations

from schoolapp.access import SCHOOL_STAFF, Role

READERS = SCHOOL_STAFF
# Write sheets, confirm them, hand links to partners, accept what they propose.
WRITERS = SCHOOL_STAFF - {Role.TEACHER}
# Import, export, merge, and keep the school's own categories.
MANAGERS = WRITERS - {Role.PROFESSIONAL}


def can_write(role: str) -> bool:
    return role in WRITERS


def can_manage(role: str) -> bool:
    return role in MANAGERS
