"""Links by which a person chooses a password: an invitation, or a reset that the direction hands over.

The address holds 256 random bits, of which only a digest is kept: it is shown once, works once, ends after
``settings.link_valid_days``, and ends at once when another link is made, when it is withdrawn, or when the account is
disabled. Looking at the page changes nothing, so that a preview by a messaging program does no harm.
"""

from __future__ import annotations

import secrets
from datetime import timedelta

from flask import current_app, request, url_for

from schoolapp import audit, clock
from schoolapp.accounts import passwords
from schoolapp.accounts.models import PasswordLink, User
from schoolapp.accounts.sessions import digest
from schoolapp.database import atomic
from schoolapp.errors import Refused

INVITATION, RESET = "invitation", "reset"


def give(user: User, *, by: User | None) -> str:
    """Make a link for this person, in place of any other; returns its address, told only once."""
    token = secrets.token_urlsafe(32)
    kind = RESET if user.password_hash else INVITATION
    days = current_app.config["SETTINGS"].link_valid_days
    with atomic():
        _forget(user)
        PasswordLink.create(
            digest=digest(token),
            user=user,
            kind=kind,
            created_at=clock.now(),
            created_by_id=by.id if by else None,
            expires_at=clock.now() + timedelta(days=days),
        )
        audit.record("account.link", by=by, subject=user, detail={"kind": kind, "days": days})
    return _base() + url_for("accounts.choose_password", token=token)


def _base() -> str:
    return current_app.config["SETTINGS"].public_url or request.url_root.rstrip("/")


def _forget(user: User) -> int:
    unused = (PasswordLink.user == user.id) & PasswordLink.used_at.is_null()
    return PasswordLink.delete().where(unused).execute()


def withdraw(user: User, *, by: User | None) -> None:
    """End the link that this person has not used."""
    with atomic():
        if _forget(user):
            audit.record("account.link_withdrawn", by=by, subject=user)


def usable(token: str) -> PasswordLink | None:
    """The link of this address and its person; None when unknown, used, over, or of a closed account."""
    alive = PasswordLink.used_at.is_null() & (PasswordLink.expires_at > clock.now()) & User.active
    same = PasswordLink.digest == digest(token)
    return PasswordLink.select(PasswordLink, User).join(User).where(same & alive).first()


def waiting_for(user: User) -> PasswordLink | None:
    """The link given to this person and not used yet, if it still works."""
    alive = PasswordLink.used_at.is_null() & (PasswordLink.expires_at > clock.now())
    return PasswordLink.get_or_none((PasswordLink.user == user.id) & alive)


def use(link: PasswordLink, password: str) -> User:
    """Choose the password by this link, which then works no more; the person's sessions are closed.

    Raises:
        Busy: when another password is being made.
        UsedMeanwhile: when the link was used or withdrawn in the meantime.
    """
    kept = passwords.hashed(password)
    with atomic():
        unused = (PasswordLink.id == link.id) & PasswordLink.used_at.is_null()
        if not PasswordLink.update(used_at=clock.now()).where(unused).execute():
            raise UsedMeanwhile
        user = User.get_by_id(link.user_id)
        user.choose_password(kept, by=user)
    return user


class UsedMeanwhile(Refused):
    """The link was used by another tab, or withdrawn, while the person was typing."""


def purge() -> None:
    """Forget the links that ended more than a month ago."""
    PasswordLink.delete().where(PasswordLink.expires_at < clock.now() - timedelta(days=30)).execute()
