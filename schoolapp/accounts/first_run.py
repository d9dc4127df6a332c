"""The first visit of a new instance: a one-time code, then the school, its year and its first account."""

from __future__ import annotations

import hmac
from collections.abc import Callable
from datetime import date
from typing import Any

import flask
from flask import Flask, Response, current_app, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from schoolapp import audit, clock
from schoolapp.access import Role
from schoolapp.accounts import first_code, passwords, queries, throttle
from schoolapp.accounts.entrance import Outcome
from schoolapp.accounts.models import School, User
from schoolapp.answers import go
from schoolapp.database import atomic, on_commit
from schoolapp.errors import Refused, refusing

OPEN_BEFORE = frozenset(
    {"static", "core.healthz", "accounts.first_run", "accounts.check_first_code", "accounts.open_house"}
)

YearOpener = Callable[..., int]
_year_opener: list[YearOpener] = []
_furnishers: dict[str, Callable[..., Any]] = {}


def open_years_with(opener: YearOpener) -> None:
    """Let the families room write the first year; ``opener(label=, starts_on=, ends_on=, by=)`` gives its id."""
    _year_opener[:] = [opener]


def furnish_with(name: str, furnisher: Callable[..., Any]) -> None:
    """Let a room put in the new house what it brings; ``furnisher(by=)`` is called once, with the first account."""
    _furnishers[name] = furnisher


# ---- the code


def check_code(typed: str) -> Outcome:
    """Look at the code; the right one lets this browser fill in the rest, until the code is used or replaced."""
    subject = f"first-run:{request.remote_addr}"
    if wait := throttle.wait_for_step(subject):
        return Outcome(wait=wait)
    kept = first_code.kept(current_app.config["SETTINGS"])
    if not kept or not hmac.compare_digest(kept, first_code.digest(typed)):
        throttle.note_step_failure(subject)
        return Outcome(
            refusal=_("Ce code ne convient pas. Le bon est affiché dans le terminal où le programme a démarré.")
        )
    flask.session["first_run"] = kept
    return Outcome(right=True)


def is_unlocked() -> bool:
    """Whether this browser gave the code that holds now."""
    kept = first_code.kept(current_app.config["SETTINGS"])
    return bool(kept) and flask.session.get("first_run") == kept


# ---- the house


def suggestions() -> dict[str, Any]:
    """What the form holds at first: the zone of most of Québec, French, and the school year of today's date."""
    today = clock.today()
    first = today.year if today.month >= 5 else today.year - 1
    return {
        "time_zone": clock.DEFAULT_ZONE,
        "languages": ["fr"],
        "year_label": f"{first}-{first + 1}",
        "year_start": date(first, 8, 25),
        "year_end": date(first + 1, 6, 23),
    }


def open_house(*, school: dict[str, Any], year: dict[str, str | date], person: dict[str, str], password: str) -> User:
    """Write the school, its year and the first account of the direction: all of it or nothing.

    Raises:
        Busy: when another password is being made.
        Refused: when somebody else did it first.
    """
    kept, settings = passwords.hashed(password), current_app.config["SETTINGS"]
    with refusing(lambda: Refused(_("L’école existe déjà."))), atomic():
        house = School.create(id=1, created_at=clock.now(), **school)
        user = User.open_account(role=Role.DIRECTION, by=None, **person)
        user.choose_password(kept, by=user)
        audit.record("school.created", by=user, subject=house)
        house.change(house.version, current_year_id=_year_opener[0](by=user, **year))
        for furnish in _furnishers.values():
            furnish(by=user)
        on_commit(lambda: first_code.forget(settings))
    flask.session.pop("first_run", None)
    return user


def register(app: Flask) -> None:
    """Look for the school before anything else: a stranger is not sent to sign in where there is no account."""
    app.before_request_funcs.setdefault(None, []).insert(0, gate)


def gate() -> Response | None:
    """Before every request: while there is no school, every page leads to the first visit."""
    if request.endpoint is None or request.endpoint in OPEN_BEFORE or current_user.is_authenticated:
        return None
    return None if queries.school_here() is not None else go(url_for("accounts.first_run"))
