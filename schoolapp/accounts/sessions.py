"""Server-side sessions: a random cookie in the browser, its digest and its limits in the database."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from flask import Flask, Request, Response, current_app, request

from schoolapp import clock
from schoolapp.accounts.models import School, Session, User
from schoolapp.database import as_moment, atomic, fetch_one
from schoolapp.extensions import login

SEEN_EVERY = timedelta(minutes=5)
FIELDS = ("id", "email", "name", "sort_key", "role", "function", "active", "totp_since", "version")
SCHOOL_FIELDS = (
    *("id", "name", "time_zone", "phone", "current_year_id", "reduced_cards", "no_contact_weeks"),
    *("request_unreceived_days", "request_quiet_days", "call_limit_month", "referral_direction_days", "version"),
)
LOAD = (
    "SELECT s.id, s.seen_at, s.expires_at, s.second_step_done, "  # noqa: S608 - column names of ours, no value
    + ", ".join(f"u.{name}" for name in FIELDS)
    + ", "
    + ", ".join(f"c.{name}" for name in SCHOOL_FIELDS)
    + ' FROM session s JOIN "user" u ON u.id = s.user_id CROSS JOIN school c WHERE s.digest = ? AND c.id = 1'
)


def digest(token: str) -> str:
    """What the database keeps of a random token."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def open_session(user: User, *, second_step_done: bool) -> str:
    """Open a session and return the cookie's value, told only once."""
    settings = current_app.config["SETTINGS"]
    token, now = secrets.token_urlsafe(32), clock.now()
    with atomic():
        Session.create(
            digest=digest(token),
            user=user,
            opened_at=now,
            seen_at=now,
            expires_at=now + timedelta(hours=settings.session_absolute_hours),
            second_step_done=second_step_done,
            address=(request.remote_addr or "")[:64],
            agent=(request.user_agent.string or "")[:200],
        )
    return token


def renew(user: User, *, second_step_done: bool) -> str:
    """Close all the person's sessions and open a new one here: what it takes to come in has changed."""
    with atomic():
        user.close_sessions()
        return open_session(user, second_step_done=second_step_done)


def put_cookie(response: Response, token: str) -> Response:
    """Give the browser its session cookie; it goes when the browser closes."""
    settings = current_app.config["SETTINGS"]
    response.set_cookie(
        current_app.config["AUTH_COOKIE_NAME"], token, httponly=True, secure=settings.https, samesite="Lax", path="/"
    )
    return response


def drop_cookie(response: Response) -> Response:
    """Take the session cookie back."""
    settings = current_app.config["SETTINGS"]
    response.delete_cookie(
        current_app.config["AUTH_COOKIE_NAME"], httponly=True, secure=settings.https, samesite="Lax", path="/"
    )
    return response


def load(http: Request) -> User | None:
    """The person behind the request's cookie, in one query; nobody when the session is over in any way.

    The user carries ``school`` (the ``School`` row) and ``session_id``.
    """
    token = http.cookies.get(current_app.config["AUTH_COOKIE_NAME"], "")
    if not 20 < len(token) < 100:
        return None
    row = fetch_one(LOAD, (digest(token),))
    if row is None:
        return None
    session_id, seen_at, expires_at, second_step_done = row[0], as_moment(row[1]), as_moment(row[2]), row[3]
    user = User(**dict(zip(FIELDS, row[4 : 4 + len(FIELDS)], strict=True)))
    user.totp_since = as_moment(user.totp_since)
    if not user.active or _over(seen_at, expires_at) or not (second_step_done or _second_step_optional(user)):
        return None
    user.school = School(**dict(zip(SCHOOL_FIELDS, row[4 + len(FIELDS) :], strict=True)))
    user.session_id = session_id
    clock.use_zone(user.school.time_zone)
    if clock.now() - seen_at > SEEN_EVERY and not _is_background_poll(http):
        _note_seen(session_id, user)
    return user


def _is_background_poll(http: Request) -> bool:
    """A page that looks for others' changes by itself (``?v=``) does not mean that somebody is there."""
    return "v" in http.args and http.headers.get("HX-Request") == "true"


def _note_seen(session_id: int, user: User) -> None:
    now = clock.now()
    with atomic():
        Session.update(seen_at=now).where(Session.id == session_id).execute()
        User.update(last_seen_at=now).where(User.id == user.id).execute()


def _over(seen_at: datetime, expires_at: datetime) -> bool:
    idle = timedelta(minutes=current_app.config["SETTINGS"].session_idle_minutes)
    return clock.now() >= expires_at or clock.now() - seen_at >= idle


def _second_step_optional(user: User) -> bool:
    return user.totp_since is None


def close(session_id: int) -> None:
    """Close one session."""
    Session.delete().where(Session.id == session_id).execute()


def close_this(http: Request) -> None:
    """Close the session whose cookie the request carries, whoever it belongs to."""
    Session.delete().where(
        Session.digest == digest(http.cookies.get(current_app.config["AUTH_COOKIE_NAME"], ""))
    ).execute()


def purge() -> None:
    """Forget the sessions that are over."""
    idle = timedelta(minutes=current_app.config["SETTINGS"].session_idle_minutes)
    over = (Session.expires_at <= clock.now()) | (Session.seen_at <= clock.now() - idle)
    Session.delete().where(over).execute()


def register(app: Flask) -> None:
    """Let Flask-Login find people by this cookie only."""
    login.request_loader(load)
    login.session_protection = None
