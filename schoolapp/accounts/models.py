"""The school, its people, and their open sessions."""

from __future__ import annotations

import peewee

from schoolapp.access import Role
from schoolapp.database import JSONList, Key, Model, Text, UTCDateTime, VersionedModel


class School(VersionedModel):
    """The one school of this instance: always the row of id 1, made at the first visit."""

    name = Text(max_length=120)
    time_zone = Text(max_length=60, default="America/Toronto")
    languages = JSONList()
    phone = Text(max_length=40)
    current_year_id = peewee.IntegerField(null=True)
    reduced_cards = peewee.BooleanField(default=False)
    no_contact_weeks = peewee.IntegerField(default=3)
    created_at = UTCDateTime()

    @property
    def audit_label(self) -> str:
        return self.name


class User(VersionedModel):
    """A member of the staff. ``role`` is a code of ``access.Role``; no password until its link is used."""

    email = Text(max_length=254, unique=True)
    name = Text(max_length=120)
    sort_key = Key(max_length=240, index=True)
    role = Text(max_length=20)
    function = Text(max_length=120)
    password_hash = Text(max_length=200)
    active = peewee.BooleanField(default=True)
    totp_secret = Text(max_length=64)
    totp_since = UTCDateTime(null=True)
    totp_last_step = peewee.BigIntegerField(default=0)
    created_at = UTCDateTime()
    disabled_at = UTCDateTime(null=True)

    is_authenticated = True
    is_anonymous = False

    @property
    def is_active(self) -> bool:
        return bool(self.active)

    def get_id(self) -> int:
        return self.id

    @property
    def initials(self) -> str:
        """One or two letters for the round mark beside a name."""
        words = [word for word in self.name.replace("-", " ").split() if word[0].isalpha()] or [self.name or "?"]
        return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper()

    @property
    def role_label(self) -> str:
        return self.function or str(Role(self.role).label)

    def has_role(self, *roles: Role) -> bool:
        return self.role in roles


class Session(Model):
    """One signed-in browser. Only the digest of its cookie is kept."""

    digest = Text(max_length=64, unique=True)
    user = peewee.ForeignKeyField(User, backref="sessions", on_delete="CASCADE")
    opened_at = UTCDateTime()
    seen_at = UTCDateTime()
    expires_at = UTCDateTime()
    second_step_done = peewee.BooleanField(default=False)
    address = Text(max_length=64)
    agent = Text(max_length=200)


class PasswordLink(Model):
    """A one-time link by which a person chooses a password: invitation or reset."""

    digest = Text(max_length=64, unique=True)
    user = peewee.ForeignKeyField(User, backref="links", on_delete="CASCADE")
    kind = Text(max_length=12)
    created_at = UTCDateTime()
    created_by_id = peewee.IntegerField(null=True)
    expires_at = UTCDateTime()
    used_at = UTCDateTime(null=True)


class RecoveryCode(Model):
    """A code that replaces the second step once."""

    user = peewee.ForeignKeyField(User, backref="recovery_codes", on_delete="CASCADE")
    digest = Text(max_length=64)
    used_at = UTCDateTime(null=True)


class SignInFailure(Model):
    """A refused sign-in, kept a day to slow down guessing. The e-mail is kept as a keyed digest."""

    email_digest = Text(max_length=64)
    address = Text(max_length=64)
    at = UTCDateTime()

    class Meta:
        table_name = "sign_in_failure"
        indexes = ((("email_digest", "at"), False), (("address", "at"), False))
