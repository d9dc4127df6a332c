"""Routes of this room."""

from __future__ import annotations

from flask import Blueprint, Flask

from schoolapp.accounts import sessions

bp = Blueprint("accounts", __name__)


def register(app: Flask) -> None:
    """Serve the room."""
    sessions.register(app)
    app.register_blueprint(bp)
