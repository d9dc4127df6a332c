"""Routes of this room, for people signed in; ``public`` holds the door."""

from __future__ import annotations

from flask import Flask

from schoolapp.accounts import sessions
from schoolapp.accounts.public import bp


def register(app: Flask) -> None:
    """Serve the room."""
    sessions.register(app)
    app.register_blueprint(bp)
