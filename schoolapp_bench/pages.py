"""The pages that are measured, and the person who asks for them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from flask import Flask

from schoolapp_bench.instances import AGENT, application
from schoolapp_bench.load import Target

NOTES = 50
# The anti-forgery tokens, the names of opened forms, how often a file was opened, the time it is.
CHANGING = re.compile(
    rb'(name="csrf_token" value|name="csrf-token" content|name="form_key"(?: type="hidden")? value)="[^"]*"'
    rb"|Ouvert \d+ fois|\d\d?(?:\xc2\xa0| )h(?:(?:\xc2\xa0| )\d\d)?"
)


@dataclass(frozen=True)
class Pages:
    """Addresses of one instance, with the cookies of an agent signed in for long enough."""

    cookies: str
    board: str
    card: str
    file: str
    search: str
    partners: str
    family: int

    @property
    def measured(self) -> dict[str, str]:
        pages = {"board": self.board, "card": self.card, "file": self.file}
        return pages | {"search": self.search, "partners": self.partners}

    def target(self, port: int, name: str) -> Target:
        """The request of one page; a fragment is asked as htmx asks."""
        htmx = {} if name in {"board", "file"} else {"HX_Request": "true"}
        return Target.get(port, self.measured[name], self.cookies, **htmx)


def steady(body: bytes) -> bytes:
    """A page without what changes at each answer."""
    return CHANGING.sub(b"", body)


def prepare(instance: Path) -> Pages:
    """Open a session, and choose the family nearest to fifty notes among those of the board."""
    from schoolapp.accounts import sessions
    from schoolapp.accounts.models import User
    from schoolapp.families.models import Family

    with application(instance) as app:
        with app.test_request_context():
            token = sessions.open_session(User.get(User.email == AGENT), second_step_done=True)
            on_board = Family.select(Family.id, Family.note_count).where(Family.link_state.is_null(False))
            family = min(on_board, key=lambda row: (abs(row.note_count - NOTES), row.id)).id
        return Pages(
            cookies=_cookies(app, token),
            board="/familles",
            card=f"/familles/{family}/carte",
            file=f"/familles/{family}",
            search="/chercher?q=ma",
            partners="/partenaires?q=aide",
            family=family,
        )


def _cookies(app: Flask, token: str) -> str:
    """The session's cookie, and the one that carries the anti-forgery token, as a browser has after a page."""
    browser = app.test_client()
    browser.set_cookie(app.config["AUTH_COOKIE_NAME"], token)
    assert browser.get("/familles").status_code == 200
    names = (app.config["AUTH_COOKIE_NAME"], app.config["SESSION_COOKIE_NAME"])
    found = ((name, browser.get_cookie(name)) for name in names)
    return "; ".join(f"{name}={cookie.value}" for name, cookie in found if cookie)
