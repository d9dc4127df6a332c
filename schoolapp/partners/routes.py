"""The room's views, gathered."""

from __future__ import annotations

from flask import Blueprint, Flask

from schoolapp.accounts import first_run
from schoolapp.partners import national

bp = Blueprint("partners", __name__)


def register(app: Flask) -> None:
    """Serve the room, and bring the national helps to a new house."""
    app.register_blueprint(bp)
    first_run.furnish_with("partners", national.write)
