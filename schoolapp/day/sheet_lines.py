"""Partners' sheets on Ma journée: those that wait to be confirmed, and what partners propose."""

from __future__ import annotations

from typing import Any

from schoolapp import clock
from schoolapp.accounts.models import User
from schoolapp.day.reading import part
from schoolapp.partners.rules import can_write

# Sheets to confirm, those that nobody ever confirmed last; ``family_id`` is the version of the sheet. Parameter: today.
SHEET = part(
    "sheet",
    "service s JOIN organization o ON o.id = s.organization_id "
    "WHERE s.state <> 'archive' AND s.merged_into_id IS NULL AND (s.confirm_by IS NULL OR s.confirm_by <= ?)",
    "CASE WHEN s.confirm_by IS NULL THEN 1 ELSE 0 END, s.confirm_by, s.sort_key, s.id",
    id="s.id", family_id="s.version", who="s.name", words="o.name", day="s.confirm_by",
)  # fmt: skip
# What waits, by organisation; ``means`` is how many fields.
CORRECTION = part(
    "correction",
    "proposal p JOIN organization o ON o.id = p.organization_id LEFT JOIN service s ON s.id = p.service_id "
    "WHERE p.state = 'proposee' AND o.archived_at IS NULL AND (s.id IS NULL OR s.state <> 'archive') "
    "GROUP BY o.id, o.name",
    "MIN(p.made_at), o.id",
    id="o.id", who="o.name", means="CAST(COUNT(*) AS text)", at="MIN(p.made_at)",
)  # fmt: skip


def sheets(user: User) -> list[tuple[str, list[Any]]]:
    """What the directory waits for, for whoever keeps it."""
    return [(SHEET, [clock.today().isoformat()]), (CORRECTION, [])] if can_write(user.role) else []
