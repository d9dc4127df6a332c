"""The mark of the names, which the database changes by itself: see migration 0024."""

from __future__ import annotations

from schoolapp.database import Model, Text


class NamesStamp(Model):
    """One row, whose mark changes with whatever a search shows of families, people at home and pupils."""

    mark = Text(max_length=40)
