"""Ma journée, the first page of each person."""

from __future__ import annotations

from flask import Blueprint, Flask, Response, make_response, render_template
from flask_login import current_user

from schoolapp import periodic
from schoolapp.access import ALL_STAFF, LEADS, Role, allow
from schoolapp.accounts import queries as people
from schoolapp.day import blocks, digest, words
from schoolapp.families.board_events import opened
from schoolapp.notes.queries import late_follow_ups_of

bp = Blueprint("day", __name__)


@bp.get("/")
@allow(ALL_STAFF)
def index() -> Response:
    if current_user.role != Role.LIAISON:
        opened("day.opened", by=current_user)
    return make_response(render_template("day/index.html", day=blocks.of(current_user)))


@bp.get("/retards/<int:user_id>")
@allow(LEADS)
def late(user_id: int) -> Response:
    person = people.user_for(user_id)
    opened("day.opened", by=current_user)
    steps = late_follow_ups_of(person, place=blocks.PLACE)
    return make_response(render_template("day/late.html", person=person, steps=steps))


def register(app: Flask) -> None:
    """Serve the room."""
    app.register_blueprint(bp)
    words.register(app)
    periodic.every_minute("day.digest", digest.run)
