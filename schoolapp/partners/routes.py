"""The room's views, gathered."""

from __future__ import annotations

from flask import Blueprint, Flask

from schoolapp.accounts import first_run
from schoolapp.partners import national, sheet_public

bp = Blueprint("partners", __name__)


def register(app: Flask) -> None:
    """Serve the room, and bring the national helps to a new house."""
    app.register_blueprint(bp)
    sheet_public.register(app)
    first_run.furnish_with("partners", national.write)
