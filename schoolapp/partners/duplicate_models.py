"""What people said of sheets that look alike, and what was done when two were made one."""

from __future__ import annotations

import peewee

from schoolapp.accounts.models import User
from schoolapp.database import JSONData, Key, Model, Text, UTCDateTime


class TwoSheets(Model):
    """Two sheets that look alike and are two: ``pair`` is their two ids of HSDS, the smaller one first."""

    kind = Text(max_length=12)
    pair = Key(max_length=80, unique=True)
    said_at = UTCDateTime()
    said_by = peewee.ForeignKeyField(User, null=True, on_delete="SET NULL")


class SheetMerge(Model):
    """Two sheets made one, step by step, so that it may be taken back while nothing is built on it.

    ``kept`` and ``gone`` are plain numbers: a merge follows every column that points to a sheet. ``before`` is what the
    columns of the two said; ``steps`` are those of ``merge_steps``, forgotten once they are of no use.
    """

    kind = Text(max_length=12)
    kept = peewee.IntegerField()
    gone = peewee.IntegerField()
    kept_version = peewee.IntegerField()
    gone_version = peewee.IntegerField()
    before = JSONData()
    steps = JSONData()
    at = UTCDateTime(index=True)
    by = peewee.ForeignKeyField(User, null=True, backref="+", on_delete="SET NULL")
    undone_at = UTCDateTime(null=True)
    undone_by = peewee.ForeignKeyField(User, null=True, backref="+", on_delete="SET NULL")
