"""Imports: batches, what each one did, and saved column mappings."""

from __future__ import annotations

import peewee

from schoolapp.accounts.models import User
from schoolapp.database import JSONData, Model, Text, UTCDateTime


class ColumnMapping(Model):
    """Which column of a file holds what, kept under a name."""

    name = Text(max_length=80, unique=True)
    columns = JSONData()
    saved_at = UTCDateTime()
    saved_by = peewee.ForeignKeyField(User, null=True, on_delete="SET NULL")


class ImportBatch(Model):
    """One file on its way: uploaded, mapped, checked, applied, perhaps undone."""

    file_name = Text(max_length=200)
    file_digest = Text(max_length=64)
    kind = Text(max_length=20)
    state = Text(max_length=12, default="uploaded")
    created_at = UTCDateTime()
    created_by = peewee.ForeignKeyField(User, null=True, on_delete="SET NULL")
    options = JSONData()
    summary = JSONData()
    error = Text(max_length=1000)
    applied_at = UTCDateTime(null=True)
    applied_by = peewee.ForeignKeyField(User, null=True, backref="+", on_delete="SET NULL")
    undone_at = UTCDateTime(null=True)


class ImportChange(Model):
    """One row written by a batch: its table, its id, and its columns before (empty when created)."""

    batch = peewee.ForeignKeyField(ImportBatch, backref="changes", on_delete="CASCADE")
    table = Text(max_length=40)
    row_id = peewee.IntegerField()
    kind = Text(max_length=10)
    before = JSONData()
    after = JSONData()

    class Meta:
        indexes = ((("batch", "table", "row_id"), False),)
