"""The room's views, gathered."""

from __future__ import annotations

from flask import Blueprint, Flask

bp = Blueprint("partners", __name__)


def register(app: Flask) -> None:
    """Serve the room."""
    app.register_blueprint(bp)
