"""Every read of people, of their sessions and of the school."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from flask import abort, current_app, g

from schoolapp import clock
from schoolapp.access import Role
from schoolapp.accounts.models import LONGEST_EMAIL, School, Session, User, normal_email


def school() -> School | None:
    """The school; None before the first visit."""
    return School.get_or_none(School.id == 1)


def school_here() -> School | None:
    """The same, read once in a request: the first thing that a stranger's page asks for, and the last."""
    if "school_here" not in g:
        g.school_here = school()
    return g.school_here


def user_for(user_id: int) -> User:
    """One person of the staff, active or not; 404 when there is no such account."""
    return User.get_or_none(User.id == user_id) or abort(404)


def user_by_email(email: str) -> User | None:
    """The account of an e-mail, which may be anything that somebody typed."""
    kept = normal_email(email)
    return User.get_or_none(User.email == kept) if len(kept) <= LONGEST_EMAIL else None


def staff(roles: Iterable[Role] | None = None) -> list[User]:
    """The active people, of these roles when given, by name."""
    chosen = User.select().where(User.active)
    if roles is not None:
        chosen = chosen.where(User.role.in_([str(role) for role in roles]))
    return list(chosen.order_by(User.sort_key, User.id))


def readers_of_digest(rhythm: str) -> list[User]:
    """The active people who asked for the digest at this rhythm, by name."""
    asked = User.active & (User.digest == rhythm) & (User.password_hash != "")
    return list(User.select().where(asked).order_by(User.sort_key, User.id))


def sessions_of(user: User) -> list[Session]:
    """The person's open sessions, the latest used first."""
    idle = timedelta(minutes=current_app.config["SETTINGS"].session_idle_minutes)
    alive = (Session.expires_at > clock.now()) & (Session.seen_at > clock.now() - idle)
    mine = Session.user == user.id
    return list(Session.select().where(mine & alive).order_by(Session.seen_at.desc(), Session.id.desc()))


def session_for(user: User, session_id: int) -> Session:
    """One of the person's own sessions; 404 for anybody else's."""
    return Session.get_or_none((Session.id == session_id) & (Session.user == user.id)) or abort(404)


def accounts() -> list[User]:
    """Every account, active ones first, by name."""
    return list(User.select().order_by(User.active.desc(), User.sort_key, User.id))


def is_last_direction(user: User) -> bool:
    """Whether this is the only active account of the direction."""
    others = User.select().where((User.role == Role.DIRECTION) & User.active & (User.id != user.id))
    return user.role == Role.DIRECTION and bool(user.active) and not others.exists()


def personal_words(user: User) -> tuple[str, ...]:
    """What this person's password may not be made of: their name, their e-mail, the school's name."""
    house = school()
    return (user.name, user.email, house.name if house else "")
