"""Every read of people, of their sessions and of the school."""

from __future__ import annotations

from collections.abc import Iterable

from flask import abort

from schoolapp.access import Role
from schoolapp.accounts.models import School, User, normal_email


def school() -> School | None:
    """The school; None before the first visit."""
    return School.get_or_none(School.id == 1)


def user_for(user_id: int) -> User:
    """One person of the staff, active or not; 404 when there is no such account."""
    return User.get_or_none(User.id == user_id) or abort(404)


def user_by_email(email: str) -> User | None:
    """The account of an e-mail."""
    return User.get_or_none(User.email == normal_email(email))


def staff(roles: Iterable[Role] | None = None) -> list[User]:
    """The active people, of these roles when given, by name."""
    chosen = User.select().where(User.active)
    if roles is not None:
        chosen = chosen.where(User.role.in_([str(role) for role in roles]))
    return list(chosen.order_by(User.sort_key, User.id))
