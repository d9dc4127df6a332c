"""Who may do what: roles, the mark every view carries, and the refusal of any view without one.

Permission has three levels: the route (``@allow``), the row (``visible_to`` in each room's queries), and the action
(``can_…`` functions). ``families.circle`` explains why a person has access to a family's file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import Any, TypeVar
from urllib.parse import urlsplit

from flask import Flask, Response, abort, redirect, request, url_for
from flask_babel import lazy_gettext as _l
from flask_login import current_user

View = TypeVar("View", bound=Callable[..., Any])


class Role(StrEnum):
    """What a person is at the school; one role an account."""

    AGENT = "agent"
    TEACHER = "enseignant"
    PROFESSIONAL = "professionnel"
    DIRECTION = "direction"
    SECRETARIAT = "secretariat"
    LIAISON = "repondant"

    @property
    def label(self) -> Any:
        return ROLE_LABELS[self]


ROLE_LABELS = {
    Role.AGENT: _l("Agent·e de soutien"),
    Role.TEACHER: _l("Personnel enseignant"),
    Role.PROFESSIONAL: _l("Personnel professionnel et de soutien"),
    Role.DIRECTION: _l("Direction d’école"),
    Role.SECRETARIAT: _l("Secrétariat"),
    Role.LIAISON: _l("Répondant·e du centre de services"),
}

ALL_STAFF = frozenset(Role)
SCHOOL_STAFF = ALL_STAFF - {Role.LIAISON}
FILE_STAFF = SCHOOL_STAFF - {Role.SECRETARIAT}
LEADS = frozenset({Role.AGENT, Role.DIRECTION})
OFFICE = frozenset({Role.SECRETARIAT, Role.DIRECTION})
DIRECTION = frozenset({Role.DIRECTION})

PUBLIC: frozenset[Role] = frozenset()


def allow(roles: Iterable[Role]) -> Callable[[View], View]:
    """Open a view to signed-in people of these roles."""
    marked = frozenset(roles)
    if not marked:
        raise ValueError("use @public for a page without an account")

    def mark(view: View) -> View:
        view.allowed_roles = marked  # type: ignore[attr-defined]
        return view

    return mark


def public(view: View) -> View:
    """Open a view to anybody, signed in or not."""
    view.allowed_roles = PUBLIC  # type: ignore[attr-defined]
    return view


def roles_of(view: Callable[..., Any]) -> frozenset[Role] | None:
    """The roles a view is marked for; empty when public, None when it carries no mark."""
    return getattr(view, "allowed_roles", None)


def _page_shown() -> str:
    """The path of the page that htmx sends its request from, as far as it can be told."""
    try:
        address = urlsplit(request.headers.get("HX-Current-URL", "")[:1000])
    except ValueError:
        return ""
    return address._replace(scheme="", netloc="", fragment="").geturl()


def sign_in_redirect() -> Response:
    """Send a stranger to sign in, and back here afterwards when here is a page."""
    if request.headers.get("HX-Request"):
        response = Response(status=401)
        response.headers["HX-Redirect"] = url_for("accounts.sign_in", suite=_page_shown() or None)
        return response
    here = request.full_path.rstrip("?") if request.method == "GET" else ""
    return redirect(url_for("accounts.sign_in", suite=here or None), 303)


def check() -> Any:
    """Before every request: refuse what is not opened to this person."""
    if request.endpoint is None:
        return None
    view = _view(request.endpoint)
    roles = roles_of(view)
    if roles is None:
        abort(403)
    if not roles:
        return None
    if not current_user.is_authenticated:
        return sign_in_redirect()
    if current_user.role not in roles:
        abort(403)
    return None


def _view(endpoint: str) -> Callable[..., Any]:
    from flask import current_app

    return current_app.view_functions[endpoint]


def register(app: Flask) -> None:
    """Check every request of ``app``, static files being open."""
    public(app.view_functions["static"])
    app.before_request(check)
