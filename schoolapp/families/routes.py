"""Routes of this room: the blueprint, to which each part of the room adds its views."""

from __future__ import annotations

from importlib import import_module

from flask import Blueprint, Flask

from schoolapp.accounts.models import on_name_change
from schoolapp.families import cards, groups_routes

bp = Blueprint("families", __name__)

# Modules of this room that import ``bp`` and hang their views on it.
PARTS = (
    "board_routes",
    "board_decisions",
    "directory_routes",
    "file_routes",
    "contact_routes",
    "people_routes",
    "people_pupil_routes",
    "circle_routes",
)


def register(app: Flask) -> None:
    """Serve the room."""
    for part in PARTS:
        import_module(f"schoolapp.families.{part}")
    app.register_blueprint(bp)
    groups_routes.register(app)
    on_name_change("families.cards", cards.refresh_lead)
