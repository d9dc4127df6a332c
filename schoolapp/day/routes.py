"""Ma journée, the first page of each person."""

from __future__ import annotations

from flask import Blueprint, Flask, Response, make_response, render_template

from schoolapp.access import ALL_STAFF, allow

bp = Blueprint("day", __name__)


@bp.get("/")
@allow(ALL_STAFF)
def index() -> Response:
    return make_response(render_template("day/index.html"))


def register(app: Flask) -> None:
    """Serve the room."""
    app.register_blueprint(bp)
