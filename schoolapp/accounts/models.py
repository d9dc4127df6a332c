"""The school, its people, and their open sessions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Self

import peewee
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from schoolapp import audit, clock
from schoolapp.access import Role
from schoolapp.accounts.browsers import browser_words
from schoolapp.database import JSONList, Key, Model, Text, UTCDateTime, VersionedModel, atomic, is_sqlite
from schoolapp.errors import Refused, refusing
from schoolapp.formats import sort_key

_name_listeners: dict[str, Callable[[User], None]] = {}


def on_name_change(name: str, listener: Callable[[User], None]) -> None:
    """Have ``listener(user)`` called in the same transaction when a person’s name changes: it may be copied elsewhere.

    ``name`` says who listens, so that registering twice is registering once.
    """
    _name_listeners[name] = listener


LONGEST_EMAIL = 254
DIGESTS = {
    "quotidien": _l("Chaque jour de classe"),
    "hebdomadaire": _l("Une fois par semaine"),
    "jamais": _l("Jamais"),
}


def normal_email(text: str) -> str:
    """An e-mail as it is kept and compared."""
    return text.strip().casefold()


class EmailTaken(Refused):
    """Somebody else took this e-mail at the same moment."""

    def __init__(self) -> None:
        super().__init__(_("Ce courriel est déjà celui d’un autre compte."))


class LastDirection(Refused):
    """The school would be left without anybody to manage its accounts."""

    def __init__(self) -> None:
        super().__init__(_("C’est le dernier compte actif de la direction : l’école doit en garder un."))


class School(VersionedModel):
    """The one school of this instance: always the row of id 1, made at the first visit."""

    name = Text(max_length=120)
    time_zone = Text(max_length=60, default="America/Toronto")
    languages = JSONList()
    phone = Text(max_length=40)
    current_year_id = peewee.IntegerField(null=True)
    reduced_cards = peewee.BooleanField(default=False)
    no_contact_weeks = peewee.IntegerField(default=3)
    request_unreceived_days = peewee.IntegerField(default=2)
    request_quiet_days = peewee.IntegerField(default=10)
    call_limit_month = peewee.IntegerField(default=3)
    referral_proposed_days = peewee.IntegerField(default=21)
    referral_accepted_days = peewee.IntegerField(default=7)
    referral_sent_days = peewee.IntegerField(default=10)
    referral_taken_up_days = peewee.IntegerField(default=21)
    referral_under_way_days = peewee.IntegerField(default=30)
    referral_no_news_days = peewee.IntegerField(default=30)
    referral_direction_days = peewee.IntegerField(default=7)
    digest_hour = peewee.IntegerField(default=7)
    created_at = UTCDateTime()

    @property
    def audit_label(self) -> str:
        return self.name

    def rewrite(self, expected: int, *, by: User | None, **columns: Any) -> None:
        """Change the school's settings, as its direction saw them at version ``expected``."""
        changed = {name: value for name, value in columns.items() if getattr(self, name) != value}
        with atomic():
            self.change(expected, **changed)
            audit.record("school.changed", by=by, subject=self, detail={"changed": sorted(changed)})


class User(VersionedModel):
    """A member of the staff. ``role`` is a code of ``access.Role``; no password until its link is used."""

    email = Text(max_length=LONGEST_EMAIL, unique=True)
    name = Text(max_length=120)
    sort_key = Key(max_length=240, index=True)
    role = Text(max_length=20, index=True)
    function = Text(max_length=120)
    password_hash = Text(max_length=200)
    active = peewee.BooleanField(default=True)
    totp_secret = Text(max_length=64)
    totp_since = UTCDateTime(null=True)
    totp_last_step = peewee.BigIntegerField(default=0)
    created_at = UTCDateTime()
    disabled_at = UTCDateTime(null=True)
    last_seen_at = UTCDateTime(null=True)
    digest = Text(max_length=12, default="jamais")

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
    def role_name(self) -> str:
        return str(Role(self.role).label)

    @property
    def role_label(self) -> str:
        return self.function or self.role_name

    def has_role(self, *roles: Role) -> bool:
        return self.role in roles

    @property
    def has_second_step(self) -> bool:
        return self.totp_since is not None

    @classmethod
    def open_account(cls, *, email: str, name: str, role: str, by: User | None, function: str = "") -> Self:
        """Give someone an account. They choose their password by a link (see ``links``)."""
        with refusing(EmailTaken), atomic():
            user = cls.create(
                email=normal_email(email),
                name=name,
                sort_key=sort_key(name),
                role=Role(role),
                function=function,
                created_at=clock.now(),
            )
            audit.record("account.created", by=by, subject=user, detail={"role": user.role})
        return user

    def rewrite(self, expected: int, *, name: str, email: str, role: str, function: str, by: User | None) -> None:
        """Change what the direction may change. Another role closes the person's sessions."""
        new = {"name": name, "email": normal_email(email), "role": Role(role), "function": function}
        changed = {column: value for column, value in new.items() if getattr(self, column) != value}
        if "name" in changed:
            changed["sort_key"] = sort_key(name)
        with refusing(EmailTaken), atomic():
            if self.role == Role.DIRECTION != new["role"]:
                self._leave_a_direction()
            self.change(expected, **changed)
            if "role" in changed:
                self.close_sessions()
            if "name" in changed:
                for listener in _name_listeners.values():
                    listener(self)
            detail = {"changed": sorted(set(changed) - {"sort_key"}), "role": self.role}
            audit.record("account.changed", by=by, subject=self, detail=detail)

    def disable(self, *, by: User | None) -> None:
        """Close the account, its sessions and its links. Its name stays on its work."""
        with atomic():
            self._leave_a_direction()
            self.change(self.version, active=False, disabled_at=clock.now())
            self.close_sessions()
            PasswordLink.delete().where((PasswordLink.user == self.id) & PasswordLink.used_at.is_null()).execute()
            audit.record("account.disabled", by=by, subject=self)

    def enable(self, *, by: User | None) -> None:
        """Open the account again; the password of before still holds."""
        with atomic():
            self.change(self.version, active=True, disabled_at=None)
            audit.record("account.enabled", by=by, subject=self)

    def choose_password(self, password_hash: str, *, by: User | None, keep: int | None = None) -> None:
        """Keep a new password, and close every session but ``keep``."""
        with atomic():
            self.change(self.version, password_hash=password_hash)
            self.close_sessions(keep=keep)
            audit.record("account.password", by=by, subject=self)

    def choose_digest(self, rhythm: str) -> None:
        """Say how often one wishes to be written to."""
        with atomic():
            User.update(digest=rhythm).where(User.id == self.id).execute()
            audit.record("account.digest", by=self, subject=self, detail={"digest": rhythm})

    def close_sessions(self, *, keep: int | None = None) -> int:
        """Close this person's sessions, at once, but the one to keep. Returns how many."""
        doomed = Session.delete().where(Session.user == self.id)
        return doomed.where(Session.id != keep).execute() if keep else doomed.execute()

    def close_session(self, session: Session) -> None:
        """Close one of one's own sessions."""
        with atomic():
            session.delete_instance()
            audit.record("session.closed", by=self, subject=self, detail={"where": "elsewhere"})

    def close_other_sessions(self, keep: int) -> None:
        """Close one's own sessions, all but the one in use."""
        with atomic():
            count = self.close_sessions(keep=keep)
            audit.record("session.closed", by=self, subject=self, detail={"where": "elsewhere", "count": count})

    def _leave_a_direction(self) -> None:
        """Refuse to lose the last active account of the direction, even when two leave at the same time."""
        if self.role != Role.DIRECTION or not self.active:
            return
        direction = User.select(User.id).where((User.role == Role.DIRECTION) & User.active)
        if len(list(direction if is_sqlite() else direction.for_update())) <= 1:
            raise LastDirection


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

    @property
    def browser(self) -> str:
        return browser_words(self.agent)


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


class PublicAttempt(Model):
    """Something that a stranger tried, kept a day to slow down whoever tries too much (see ``attempts``)."""

    kind = Text(max_length=12)
    place = Text(max_length=64)
    at = UTCDateTime(index=True)

    class Meta:
        indexes = ((("kind", "place", "at"), False),)
