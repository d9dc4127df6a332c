"""Imports: a file on its way, what it would do line by line, what it did row by row, and saved columns."""

from __future__ import annotations

from enum import StrEnum

import peewee
from flask_babel import lazy_gettext as _l

from schoolapp.accounts.models import User
from schoolapp.database import JSONData, Model, Text, UTCDateTime


class State(StrEnum):
    """Where an import is. The three that end in ``ing`` are being worked on by a job."""

    UPLOADED = "uploaded"
    CHECKING = "checking"
    CHECKED = "checked"
    APPLYING = "applying"
    APPLIED = "applied"
    UNDOING = "undoing"
    UNDONE = "undone"
    ABANDONED = "abandoned"


WORKING = frozenset({State.CHECKING, State.APPLYING, State.UNDOING})
OPEN = frozenset({State.UPLOADED, State.CHECKING, State.CHECKED, State.APPLYING})
STATE_WORDS = {
    State.UPLOADED: _l("Colonnes à confirmer"),
    State.CHECKING: _l("Vérification en cours"),
    State.CHECKED: _l("Vérifiée, à appliquer"),
    State.APPLYING: _l("Application en cours"),
    State.APPLIED: _l("Appliquée"),
    State.UNDOING: _l("Annulation en cours"),
    State.UNDONE: _l("Annulée"),
    State.ABANDONED: _l("Abandonnée"),
}


PUPILS, PARTNERS = "pupils", "partners"


class ColumnMapping(Model):
    """Which column of a file holds what, kept under a name; ``subject`` is what such files speak of."""

    name = Text(max_length=80, unique=True)
    subject = Text(max_length=20, default=PUPILS)
    columns = JSONData()
    saved_at = UTCDateTime()
    saved_by = peewee.ForeignKeyField(User, null=True, on_delete="SET NULL")


class ImportBatch(Model):
    """One file on its way: uploaded, mapped, checked, applied, perhaps undone.

    ``subject`` is what it speaks of (see ``subjects``), ``kind`` what the file is (``oneroster``, ``sds``, ``hsds``,
    ``table``), ``job`` the work under way, ``fingerprint`` the state of the school when it was checked: an import is
    applied to the school it was shown for, or checked again.
    """

    file_name = Text(max_length=200)
    file_digest = Text(max_length=64)
    file_size = peewee.IntegerField(default=0)
    kind = Text(max_length=20)
    subject = Text(max_length=20, default=PUPILS)
    state = Text(max_length=12, default=State.UPLOADED)
    created_at = UTCDateTime()
    created_by = peewee.ForeignKeyField(User, null=True, on_delete="SET NULL")
    options = JSONData()
    summary = JSONData()
    error = Text(max_length=1000)
    job = Text(max_length=40)
    fingerprint = Text(max_length=64)
    applied_at = UTCDateTime(null=True)
    applied_by = peewee.ForeignKeyField(User, null=True, backref="+", on_delete="SET NULL")
    undone_at = UTCDateTime(null=True)
    undone_by = peewee.ForeignKeyField(User, null=True, backref="+", on_delete="SET NULL")

    @property
    def audit_label(self) -> str:
        return self.file_name

    @property
    def is_working(self) -> bool:
        """Whether a job has it, or had it when it died."""
        return self.state in WORKING

    @property
    def state_words(self) -> str:
        return str(STATE_WORDS[State(self.state)])


class ImportLine(Model):
    """One line of a plan: what a pupil of the file, or one who is no longer in it, becomes; or a row refused."""

    batch = peewee.ForeignKeyField(ImportBatch, backref="lines", on_delete="CASCADE")
    position = peewee.IntegerField()
    kind = Text(max_length=10)
    rows = Text(max_length=200)
    label = Text(max_length=250)
    pupil_id = peewee.IntegerField(null=True)
    detail = JSONData()

    class Meta:
        indexes = ((("batch", "kind", "position"), False),)


class ImportQuestion(Model):
    """What only a person can settle: two people who look like one, or a field changed both by hand and in the file.

    ``key`` says the same question again when the file is checked again, so that the answer stays.
    """

    batch = peewee.ForeignKeyField(ImportBatch, backref="questions", on_delete="CASCADE")
    key = Text(max_length=64)
    kind = Text(max_length=10)
    position = peewee.IntegerField()
    detail = JSONData()
    answer = Text(max_length=10)

    class Meta:
        indexes = ((("batch", "key"), True),)


class ImportChange(Model):
    """One row written by a batch: its table, its id, and its columns before (empty when created) and after.

    ``kind`` is ``created``, ``changed``, or ``kept`` when the file's value was seen and a hand-made one left in place.
    """

    batch = peewee.ForeignKeyField(ImportBatch, backref="changes", on_delete="CASCADE")
    table = Text(max_length=40)
    row_id = peewee.IntegerField()
    kind = Text(max_length=10)
    before = JSONData()
    after = JSONData()

    class Meta:
        indexes = ((("batch", "table", "row_id"), False), (("table", "row_id"), False))
