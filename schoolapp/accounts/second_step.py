"""The second step of signing in: a code of the person's telephone (TOTP), or a recovery code.

``totp_secret`` without ``totp_since`` is an enrolment under way. Nothing here is ever written to a log or to the
journal.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import timedelta
from typing import Any

import flask
import pyotp
from flask import current_app
from flask_babel import gettext as _
from markupsafe import Markup

from schoolapp import audit, clock
from schoolapp.accounts.first_code import ALPHABET
from schoolapp.accounts.models import RecoveryCode, User
from schoolapp.database import atomic
from schoolapp.errors import Refused
from schoolapp.records import NamedTuple

STEP = 30
PENDING_FOR = timedelta(minutes=5)
RECOVERY_CODES = 10


def expects(user: User) -> bool:
    """Whether this person's role has to have a second step on this instance."""
    return bool(current_app.config["SETTINGS"].second_step_required) and user.role in ("agent", "direction")


# ---- between the password and the code


def _fingerprint(user: User) -> str:
    return hashlib.sha256(user.password_hash.encode()).hexdigest()[:16]


def wait_for_code(user: User) -> None:
    """Keep in the signed cookie, for five minutes, that the password was right. It opens no page but the code's."""
    moment = int(clock.now().timestamp())
    flask.session["second_step"] = {"user": user.id, "at": moment, "for": _fingerprint(user)}


def pending() -> User | None:
    """Who gave the right password and still owes a code; nobody once the password changed or the account closed."""
    state: dict[str, Any] = flask.session.get("second_step") or {}
    age = clock.now().timestamp() - state.get("at", 0)
    if not 0 <= age < PENDING_FOR.total_seconds():
        return None
    user = User.get_or_none((User.id == state["user"]) & User.active)
    if user is None or not user.has_second_step or _fingerprint(user) != state["for"]:
        return None
    return user


# ---- checking a code


def accepts(user: User, code: str) -> bool:
    """Whether this is a code of now, or a recovery code; each works once."""
    typed = "".join(code.split()).replace("-", "").upper()
    if len(typed) == 6 and typed.isascii() and typed.isdigit():
        return _accepts_totp(user, typed)
    return _accepts_recovery(user, typed)


def _accepts_totp(user: User, typed: str) -> bool:
    step = _matching_step(user.totp_secret, typed)
    if step is None:
        return False
    newer = (User.id == user.id) & (User.totp_last_step < step)
    with atomic():
        return User.update(totp_last_step=step).where(newer).execute() == 1


def _matching_step(secret: str, typed: str) -> int | None:
    """The time step of a code, the present one or a neighbour, for telephones whose clock is a little off."""
    totp, now = pyotp.TOTP(secret), int(clock.now().timestamp()) // STEP
    for step in (now, now - 1, now + 1):
        if hmac.compare_digest(totp.at(step * STEP), typed):
            return step
    return None


def _accepts_recovery(user: User, typed: str) -> bool:
    unused = (RecoveryCode.user == user.id) & RecoveryCode.used_at.is_null()
    with atomic():
        this = unused & (RecoveryCode.digest == _digest(user, typed))
        used = RecoveryCode.update(used_at=clock.now()).where(this).execute() == 1
        if used:
            left = RecoveryCode.select().where(unused).count()
            audit.record("account.recovery_code_used", by=user, subject=user, detail={"left": left})
    return used


def _digest(user: User, code: str) -> str:
    key = current_app.config["SECRET_KEY"].encode()
    return hmac.new(key, f"recovery:{user.id}:{code}".encode("utf-8", "replace"), hashlib.sha256).hexdigest()


# ---- turning it on and off


def start(user: User) -> None:
    """Prepare a secret to be confirmed by a first code. One that was prepared and not confirmed is replaced."""
    with atomic():
        idle = (User.id == user.id) & User.totp_since.is_null()
        if not User.update(totp_secret=pyotp.random_base32()).where(idle).execute():
            raise Refused(_("La deuxième étape est déjà activée."))


class State(NamedTuple):
    """What the page of one's own second step shows."""

    on: bool
    required: bool
    codes_left: int = 0
    secret: str = ""
    picture: Markup = Markup()


def state_of(user: User) -> State:
    """Where the person's second step stands; the secret only while its enrolment is under way."""
    if user.has_second_step:
        return State(on=True, required=expects(user), codes_left=codes_left(user))
    if not user.totp_secret:
        return State(on=False, required=expects(user))
    groups = [user.totp_secret[start : start + 4] for start in range(0, len(user.totp_secret), 4)]
    return State(on=False, required=expects(user), secret=" ".join(groups), picture=_picture(user))


def _picture(user: User) -> Markup:
    """The QR code that the application of codes reads, dark on light in every theme, without any style attribute."""
    import segno

    address = pyotp.TOTP(user.totp_secret).provisioning_uri(name=user.email, issuer_name=_("Trait d’union"))
    drawn = segno.make(address, error="m").svg_inline(scale=5, border=4, dark="#000", light="#fff", svgclass="qr")
    return Markup(drawn)  # noqa: S704 - drawn by segno out of squares, no text of anybody's


def confirm(user: User, code: str) -> list[str] | None:
    """Turn the second step on if the code is right; returns the recovery codes, told only once."""
    typed = "".join(code.split())
    step = _matching_step(user.totp_secret, typed) if user.totp_secret and not user.has_second_step else None
    if step is None:
        return None
    with atomic():
        User.update(totp_since=clock.now(), totp_last_step=step).where(User.id == user.id).execute()
        audit.record("account.second_step_on", by=user, subject=user)
        return _new_codes(user)


def renew_codes(user: User) -> list[str]:
    """New recovery codes, told only once; those of before no longer work."""
    with atomic():
        audit.record("account.recovery_codes", by=user, subject=user)
        return _new_codes(user)


def _new_codes(user: User) -> list[str]:
    RecoveryCode.delete().where(RecoveryCode.user == user.id).execute()
    codes = ["".join(secrets.choice(ALPHABET) for _position in range(10)) for _number in range(RECOVERY_CODES)]
    RecoveryCode.insert_many([{"user": user.id, "digest": _digest(user, code)} for code in codes]).execute()
    return [f"{code[:5]}-{code[5:]}" for code in codes]


def codes_left(user: User) -> int:
    """How many recovery codes still work."""
    return RecoveryCode.select().where((RecoveryCode.user == user.id) & RecoveryCode.used_at.is_null()).count()


def remove(user: User, *, by: User | None) -> None:
    """Take the second step away, as for a lost telephone; the person's sessions are closed."""
    with atomic():
        User.update(totp_secret="", totp_since=None).where(User.id == user.id).execute()
        RecoveryCode.delete().where(RecoveryCode.user == user.id).execute()
        user.close_sessions()
        audit.record("account.second_step_off", by=by, subject=user)
