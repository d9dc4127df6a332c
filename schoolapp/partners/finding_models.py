"""The mark of the directory, which the database changes by itself: see migration 0017."""

from __future__ import annotations

from schoolapp.database import Model, Text


class DirectoryStamp(Model):
    """One row, whose mark changes with whatever a search of the partners shows."""

    mark = Text(max_length=40)
