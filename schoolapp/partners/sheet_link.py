"""The rows of what a partner does with its sheets by its own link: confirming them, proposing corrections."""

from __future__ import annotations

import peewee

from schoolapp.accounts.models import User
from schoolapp.database import JSONData, Model, Text, UTCDateTime, VersionedModel
from schoolapp.partners.organization import Organization
from schoolapp.partners.service import Service


class SheetLink(Model):
    """The personal address at which somebody of an organisation reads its sheets, confirms and corrects them.

    The address is made again from ``nonce`` (see ``tokens``). ``used_at`` is when the person last answered; opening
    the address changes nothing, since the previews of messaging programs open it too.
    """

    organization = peewee.ForeignKeyField(Organization, backref="links", on_delete="CASCADE")
    person = Text(max_length=200)
    email = Text(max_length=254)
    nonce = Text(max_length=40)
    token_digest = Text(max_length=64, unique=True)
    created_at = UTCDateTime()
    created_by = peewee.ForeignKeyField(User, null=True, on_delete="SET NULL")
    expires_at = UTCDateTime()
    mailed_at = UTCDateTime(null=True)
    used_at = UTCDateTime(null=True)
    revoked_at = UTCDateTime(null=True)
    revoked_by = peewee.ForeignKeyField(User, null=True, on_delete="SET NULL")

    @property
    def audit_label(self) -> str:
        return self.organization.name


class Proposal(VersionedModel):
    """One field of a sheet as the partner would have it. It changes nothing until somebody at the school accepts it.

    ``before`` and ``after`` are texts in the form that ``sheet_fields`` reads; ``before`` is what the partner saw.
    Proposing something else for the same field replaces what waits.
    """

    link = peewee.ForeignKeyField(SheetLink, backref="proposals", on_delete="CASCADE")
    organization = peewee.ForeignKeyField(Organization, backref="proposals", on_delete="CASCADE")
    service = peewee.ForeignKeyField(Service, null=True, backref="proposals", on_delete="CASCADE")
    field = Text(max_length=40)
    before = Text(max_length=8000)
    after = Text(max_length=8000)
    by_words = Text(max_length=200)
    made_at = UTCDateTime()
    state = Text(max_length=10, default="proposee")
    decided_by = peewee.ForeignKeyField(User, null=True, on_delete="SET NULL")
    decided_at = UTCDateTime(null=True)

    class Meta:
        indexes = ((("state", "organization"), False), (("service", "state"), False))


class Confirmation(Model):
    """Somebody said that a sheet is right; ``before`` keeps what stood, so that it can be taken back.

    ``batch`` names what was confirmed in one go; ``version`` is that of the sheet once confirmed.
    """

    service = peewee.ForeignKeyField(Service, backref="confirmations", on_delete="CASCADE")
    batch = Text(max_length=24)
    at = UTCDateTime()
    by = peewee.ForeignKeyField(User, null=True, on_delete="SET NULL")
    by_words = Text(max_length=200)
    link = peewee.ForeignKeyField(SheetLink, null=True, backref="+", on_delete="SET NULL")
    before = JSONData()
    version = peewee.IntegerField()
    undone_at = UTCDateTime(null=True)

    class Meta:
        table_name = "sheet_confirmation"
        indexes = ((("batch",), False), (("service", "at"), False))
