"""What surrounds the pages of signed-in staff: the head, and the top with the menu of each role, drawn once and kept.

The menu holds only what exists and what they may open.
"""

from __future__ import annotations

from functools import cached_property
from typing import Any

from flask import current_app, get_flashed_messages, render_template, request, url_for
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from markupsafe import Markup, escape

from schoolapp.access import Role, roles_of
from schoolapp.extensions import TOKEN, csrf_token, with_token
from schoolapp.keep import Drawn, Keep, hole
from schoolapp.records import NamedTuple


class Entry(NamedTuple):
    """A line of the menu, ready to show."""

    label: str
    url: str
    icon: str
    current: bool


MAIN = (
    ("day.index", _l("Ma journée"), "sun"),
    ("families.board", _l("Familles"), "users"),
    ("requests.index", _l("Demandes"), "inbox"),
    ("partners.index", _l("Partenaires"), "heart-handshake"),
    ("activities.index", _l("Activités"), "coffee"),
    ("team.index", _l("Rencontres"), "list-checks"),
)
MORE = (
    ("referrals.index", _l("Références"), "heart-handshake"),
    ("needs.index", _l("Besoins sans réponse"), "circle-help"),
    ("imports.index", _l("Importations"), "file-up"),
    ("accounts.index", _l("Comptes"), "users-round"),
    ("groups.index", _l("Groupes"), "school"),
    ("accounts.school", _l("École"), "settings"),
    ("accounts.calendar", _l("Calendrier scolaire"), "calendar"),
    ("mail.index", _l("Courriels"), "mail"),
    ("audit.index", _l("Journal des accès"), "eye"),
)


# Blueprints that are parts of another one's room.
ROOM_OF = dict.fromkeys(("agenda", "decisions", "standing"), "team")
ROOM_OF |= dict.fromkeys(
    (
        *("organizations", "services", "partner_parts", "partner_categories", "referrals", "needs", "sheets"),
        *("partner_exchange", "duplicates"),
    ),
    "partners",
)
# Pages that an entry leads to: elsewhere in their room, the main entry alone is marked.
PLACES = frozenset(name for lines in (MAIN, MORE) for name, _label, _icon in lines)

_kept: Keep[tuple[str, str]] = Keep(1000)
_frames: Keep[Drawn] = Keep(300)


def _entries(lines: tuple[tuple[str, Any, str], ...], role: str, endpoint: str) -> list[Entry]:
    room = ROOM_OF.get(endpoint.split(".")[0], endpoint.split(".")[0])
    shown = []
    for name, label, icon in lines:
        if _open_to(role, name):
            current = name == endpoint or (lines is MAIN and name.split(".")[0] == room)
            shown.append(Entry(str(label), url_for(name), icon, current))
    return shown


def _open_to(role: str, endpoint: str) -> bool:
    view = current_app.view_functions.get(endpoint)
    return view is not None and role in (roles_of(view) or ())


def _calls(role: str) -> bool:
    """Whether this role calls on the agent: everybody at the school but the agents, who answer."""
    return role != Role.AGENT and _open_to(role, "requests.new")


class Surround:
    """The head and the top of this request's page, in which only the anti-forgery token is its own."""

    @property
    def head(self) -> Markup:
        """What every page's ``<head>`` holds."""
        return self._filled(0)

    @property
    def top(self) -> Markup:
        """The logo, the menu, the search and the person's own menu."""
        return self._filled(1)

    @cached_property
    def _parts(self) -> tuple[str, str]:
        return _drawn()

    def _filled(self, part: int) -> Markup:
        return with_token(self._parts[part])


def _drawn() -> tuple[str, str]:
    """The two parts for whoever is signed in and where they are, kept under all that they show."""
    key = _shown()
    return _kept.get(key) or _kept.put(key, _draw(current_user, key[-1]))


def _shown() -> tuple[str, ...]:
    """All that the surround of this request's page shows; the place comes last."""
    user, endpoint = current_user._get_current_object(), request.endpoint or ""
    place = endpoint if endpoint in PLACES else endpoint.split(".")[0] + "."
    return (user.name, user.role, user.function, user.school.name, request.script_root, place)


def _draw(user: Any, place: str) -> tuple[str, str]:
    shown = {
        "csrf_token": lambda: TOKEN,
        "user": user,
        "nav": _entries(MAIN, user.role, place),
        "menu": _entries(MORE, user.role, place),
        "call_url": url_for("requests.new") if _calls(user.role) else None,
        "search_url": url_for("search.index") if _open_to(user.role, "search.index") else None,
    }
    find = current_app.jinja_env.get_template
    return find("parts/_head.html").render(shown), find("parts/_top.html").render(shown)


def context() -> dict[str, Any]:
    """What the layout takes from the application."""
    return {"surround": Surround()}


def framed(title: str, main: bytes) -> bytes:
    """The page of signed-in staff around what a room drew by itself, for the pages opened most.

    The frame is kept too, unless the page has something to tell of the last action.

    Args:
        title: what the page is about, as plain text.
        main: what goes in ``<main>``, as our own templates drew it.
    """
    own = {"title": escape(title).encode(), "main": main}
    if get_flashed_messages():
        return Drawn(render_template("frame.html", title=hole("title"), main=hole("main"))).filled(**own)
    frame = _frames.get(key := _shown()) or _frames.put(key, _draw_frame())
    return frame.filled(token=csrf_token().encode(), **own)


def _draw_frame() -> Drawn:
    head, top = _drawn()
    surround = {"head": Markup(head), "top": Markup(top)}  # noqa: S704 - drawn by our own templates
    return Drawn(render_template("frame.html", title=hole("title"), main=hole("main"), surround=surround))
