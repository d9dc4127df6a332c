"""The menu of each role: only what exists and what they may open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import current_app, request, url_for
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from schoolapp.access import roles_of


@dataclass(frozen=True)
class Entry:
    """A line of the menu, ready to show."""

    label: str
    url: str
    icon: str
    current: bool


MAIN = (
    ("day.index", _l("Ma journée"), "sun"),
    ("families.board", _l("Familles"), "users"),
)
MORE = (
    ("imports.index", _l("Importations"), "file-up"),
    ("accounts.index", _l("Comptes"), "users-round"),
    ("groups.index", _l("Groupes"), "school"),
    ("accounts.school", _l("École"), "settings"),
    ("audit.index", _l("Journal des accès"), "eye"),
)


def _entries(lines: tuple[tuple[str, Any, str], ...]) -> list[Entry]:
    role = getattr(current_user, "role", None)
    room = (request.endpoint or "").split(".")[0]
    shown = []
    for endpoint, label, icon in lines:
        view = current_app.view_functions.get(endpoint)
        if view is not None and role in (roles_of(view) or ()):
            current = endpoint == request.endpoint or (lines is MAIN and endpoint.split(".")[0] == room)
            shown.append(Entry(str(label), url_for(endpoint), icon, current))
    return shown


def context() -> dict[str, Any]:
    """The variables of the layout: the main entries, those under the account menu, the search, the school's name."""
    if not getattr(current_user, "is_authenticated", False):
        return {"nav": [], "menu": [], "search_url": None, "school_name": ""}
    search = current_app.view_functions.get("search.index")
    may_search = search is not None and current_user.role in (roles_of(search) or ())
    return {
        "nav": _entries(MAIN),
        "menu": _entries(MORE),
        "search_url": url_for("search.index") if may_search else None,
        "school_name": current_user.school.name,
    }
