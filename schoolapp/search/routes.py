"""The search: as one types under the search box, and on a page of its own."""

from __future__ import annotations

from flask import Blueprint, Flask, Response, make_response, render_template, request
from flask_login import current_user

from schoolapp.access import SCHOOL_STAFF, allow
from schoolapp.accounts.models import User
from schoolapp.answers import is_htmx
from schoolapp.search import drawn, queries, trace
from schoolapp.search.asked import Asked
from schoolapp.search.forms import SearchForm

bp = Blueprint("search", __name__)


def me() -> User:
    """The person who asks."""
    return current_user._get_current_object()


@bp.get("/chercher")
@allow(SCHOOL_STAFF)
def index() -> Response:
    if is_htmx():
        return _as_one_types(Asked.of(request.args.get("q", "")))
    form = SearchForm(request.args)
    if not form.validate():
        return make_response(render_template("search/index.html", form=form, found=None), 422)
    found = queries.search(me(), Asked.of(form.q.data or ""))
    if found.asked:
        trace.of_page(me(), found)
    return make_response(render_template("search/index.html", form=form, found=found, fragment=drawn.fragment(found)))


def _as_one_types(asked: Asked) -> Response:
    if not asked:
        return Response("")
    found = queries.search(me(), asked, queries.MOST_AT_A_GLANCE)
    trace.of_typing(me(), found)
    return Response(drawn.fragment(found, glance=True))


def register(app: Flask) -> None:
    """Serve the room."""
    app.register_blueprint(bp)
