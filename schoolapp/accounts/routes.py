"""Routes of this room, for people signed in; ``public`` holds the door."""

from __future__ import annotations

from typing import Any

from flask import Flask, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user

from schoolapp.access import ALL_STAFF, allow
from schoolapp.accounts import queries, sessions
from schoolapp.accounts.public import bp
from schoolapp.answers import go, saved


@bp.get("/mon-compte")
@allow(ALL_STAFF)
def me() -> Any:
    return render_template("accounts/me.html", sessions=queries.sessions_of(current_user))


@bp.post("/mon-compte/sessions/<int:session_id>/fermeture")
@allow(ALL_STAFF)
def close_session(session_id: int) -> Any:
    current_user.close_session(queries.session_for(current_user, session_id))
    saved(_("Session fermée"))
    return go(url_for("accounts.me"))


@bp.post("/mon-compte/sessions/fermeture")
@allow(ALL_STAFF)
def close_other_sessions() -> Any:
    current_user.close_other_sessions(current_user.session_id)
    saved(_("Les autres sessions sont fermées"))
    return go(url_for("accounts.me"))


def register(app: Flask) -> None:
    """Serve the room."""
    sessions.register(app)
    app.register_blueprint(bp)
