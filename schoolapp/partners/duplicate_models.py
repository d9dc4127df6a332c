"""What people said of sheets that look alike."""

from __future__ import annotations

import peewee

from schoolapp.accounts.models import User
from schoolapp.database import Key, Model, Text, UTCDateTime


class TwoSheets(Model):
    """Two sheets that look alike and are two: ``pair`` is their two ids of HSDS, the smaller one first."""

    kind = Text(max_length=12)
    pair = Key(max_length=80, unique=True)
    said_at = UTCDateTime()
    said_by = peewee.ForeignKeyField(User, null=True, on_delete="SET NULL")
