"""Coming in: from an e-mail and a password to an open session, and where one goes next."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import flask
from flask import Response, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from schoolapp import audit, clock
from schoolapp.accounts import devices, links, passwords, queries, second_step, sessions, throttle
from schoolapp.accounts.models import User
from schoolapp.answers import go
from schoolapp.database import atomic
from schoolapp.records import NamedTuple

HOME = "/"


class Outcome(NamedTuple):
    """What became of an attempt: right, or a refusal that says nothing of whether the account exists."""

    right: bool = False
    user: User | None = None
    wait: int = 0
    busy: bool = False
    refusal: Any = ""

    @property
    def status(self) -> int:
        return 429 if self.wait else 422

    @property
    def words(self) -> str:
        """The refusal, for the person."""
        if self.busy:
            return _("Plusieurs personnes se connectent en même temps. Envoyez de nouveau dans un instant.")
        if self.wait:
            return _("Trop d’essais de suite. Attendez %(time)s, puis recommencez.", time=duration_words(self.wait))
        return str(self.refusal)


BUSY = Outcome(wait=passwords.RETRY_SECONDS, busy=True)


WRONG_FIRST_CODE = Outcome(
    refusal=_l("Ce code ne convient pas. Attendez le suivant, et vérifiez l’heure du téléphone.")
)


def duration_words(seconds: int) -> str:
    """« 30 secondes », « 4 minutes »."""
    if seconds <= 90:
        return ngettext("%(num)d seconde", "%(num)d secondes", seconds)
    return ngettext("%(num)d minute", "%(num)d minutes", -(-seconds // 60))


def local_path(suite: str | None) -> str:
    """Where to go next: ``suite`` when it is a path of this site, the first page otherwise.

    An address that a browser could take for another site (``//host``, ``/\\host``, control characters) is not a path.
    """
    suite = suite or ""
    risky = "\\" in suite or any(ord(character) < 33 or ord(character) == 127 for character in suite)
    if not suite.startswith("/") or suite.startswith("//") or risky or len(suite) > 1000:
        return HOME
    try:
        parts = urlsplit(suite)
    except ValueError:
        return HOME
    at_the_door = parts.path.rstrip("/") in {url_for("accounts.sign_in"), url_for("accounts.sign_out")}
    return HOME if parts.scheme or parts.netloc or at_the_door else suite


def check_password(email: str, password: str) -> Outcome:
    """Look at an e-mail and a password; the answer and its time are the same whether the account exists or not."""
    user = queries.user_by_email(email)
    kept = user.password_hash if user is not None and user.active else ""
    try:
        with passwords.turn():
            if wait := throttle.wait_for(email, user):
                return Outcome(wait=wait)
            right = passwords.matches(kept, password)
            fresh = passwords.hasher.hash(passwords.encoded(password)) if right and passwords.is_dated(kept) else ""
    except passwords.Busy:
        return BUSY
    if not right or user is None:
        _note_refusal(email, user)
        return Outcome(
            refusal=_("Ce courriel et ce mot de passe ne vont pas ensemble. Vérifiez-les, puis recommencez.")
        )
    if fresh:
        with atomic():
            User.update(password_hash=fresh).where(User.id == user.id).execute()
        user.password_hash = fresh
    return Outcome(right=True, user=user)


def _note_refusal(email: str, user: User | None) -> None:
    with atomic():
        throttle.note_failure(email, user)
        audit.record("session.refused", by=None, subject=user, detail={"step": "password"})


def after_password(user: User, suite: str | None) -> Response:
    """The session, or first the page that asks for a code."""
    if not user.has_second_step:
        return admit(user, suite, second_step_done=False)
    second_step.wait_for_code(user)
    destination = local_path(suite)
    return go(url_for("accounts.second_step", suite=None if destination == HOME else destination))


def check_own_password(user: User, password: str) -> Outcome:
    """Look at the present password of someone signed in who wants another one."""
    subject = f"own-password:{user.id}"
    if wait := throttle.wait_for_step(subject):
        return Outcome(wait=wait)
    try:
        with passwords.turn():
            right = passwords.matches(user.password_hash, password)
    except passwords.Busy:
        return BUSY
    if right:
        throttle.forget_step_failures(subject)
        return Outcome(right=True, user=user)
    throttle.note_step_failure(subject)
    return Outcome(refusal=_("Ce n’est pas votre mot de passe actuel."))


def change_own_password(user: User, current: str, new: str, *, keep: int) -> Outcome:
    """Take another password after looking at the present one; all sessions but ``keep`` are closed."""
    outcome = check_own_password(user, current)
    if not outcome.right:
        return outcome
    try:
        user.choose_password(passwords.hashed(new), by=user, keep=keep)
    except passwords.Busy:
        return BUSY
    return outcome


def check_code(user: User, code: str) -> Outcome:
    """Look at the code of someone whose password was right."""
    subject = f"second-step:{user.id}"
    if wait := throttle.wait_for_step(subject):
        return Outcome(wait=wait)
    if second_step.accepts(user, code):
        throttle.forget_step_failures(subject)
        return Outcome(right=True, user=user)
    with atomic():
        throttle.note_step_failure(subject)
        audit.record("session.refused", by=None, subject=user, detail={"step": "code"})
    return Outcome(refusal=_("Ce code ne convient pas. Écrivez celui qui s’affiche maintenant, ou un code de secours."))


def admit(user: User, suite: str | None, *, second_step_done: bool) -> Response:
    """Open a session under a new cookie, whatever cookie the browser came with, and go where the person wanted."""
    with atomic():
        sessions.close_this(request)
        token = sessions.open_session(user, second_step_done=second_step_done)
        User.update(last_seen_at=clock.now()).where(User.id == user.id).execute()
        throttle.forget_failures(user.email, user)
        throttle.purge()
        sessions.purge()
        links.purge()
        audit.record("session.opened", by=user, subject=user)
    renew_page_cookie(user)
    return devices.remember(sessions.put_cookie(go(local_path(suite)), token), user)


def renew_page_cookie(user: User) -> None:
    """Forget what the page cookie held, unless the same person comes back: their open forms can still be sent."""
    if flask.session.get("who") != user.id:
        flask.session.clear()
    flask.session.pop("second_step", None)
    flask.session["who"] = user.id


def leave(user: Any) -> None:
    """Close this browser's session, and forget what its page cookie held."""
    if user.is_authenticated:
        with atomic():
            sessions.close_this(request)
            audit.record("session.closed", by=user, subject=user)
    flask.session.clear()
