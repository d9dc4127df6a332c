"""What earlier imports gave, to tell what people changed since."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from schoolapp.database import Model
from schoolapp.families.models import ContactPreference, Guardian, Guardianship, Household, Pupil
from schoolapp.imports.models import ImportBatch, ImportChange


def baselines() -> dict[tuple[str, int], dict[str, Any]]:
    """What the imports last gave, field by field, for the rows that somebody edited since.

    A field whose value is still that one was not touched by hand, and a file that repeats it says nothing new.
    """
    found: dict[tuple[str, int], dict[str, Any]] = defaultdict(dict)
    for model in (Pupil, Guardian, Household, ContactPreference):
        edited = model.select(model.id).where(model.edited_at.is_null(False))  # type: ignore[attr-defined]
        gather(model, edited, found)
    return found


def gather(model: type[Model], edited: Any, found: dict[tuple[str, int], dict[str, Any]]) -> None:
    """Add to ``found`` what the imports last gave of the rows ``edited``, a query or a list of ids."""
    table = model._meta.table_name
    rows = (
        ImportChange.select(ImportChange.row_id, ImportChange.after)
        .join(ImportBatch)
        .where((ImportChange.table == table) & ImportChange.row_id.in_(edited) & ImportBatch.undone_at.is_null())
        .order_by(ImportChange.id)
        .tuples()
    )
    for row_id, after in rows:
        found[(table, row_id)] |= after


def tied_before() -> set[tuple[int, int]]:
    """The (guardian, pupil) pairs that imports have tied: one of them without its tie was untied by hand."""
    query = (
        ImportChange.select(ImportChange.after)
        .join(ImportBatch)
        .where(
            (ImportChange.table == Guardianship._meta.table_name)
            & (ImportChange.kind == "created")
            & ImportBatch.undone_at.is_null()
        )
    )
    return {(after["guardian"], after["pupil"]) for (after,) in query.tuples()}
