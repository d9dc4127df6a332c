"""The search: as one types under the search box, and on a page of its own."""

from __future__ import annotations

from flask import Blueprint, Flask, Response, current_app, make_response, render_template, request, session
from flask_login import current_user

from schoolapp.access import SCHOOL_STAFF, allow
from schoolapp.answers import is_htmx
from schoolapp.search import queries, trace
from schoolapp.search.asked import Asked
from schoolapp.search.forms import SearchForm

bp = Blueprint("search", __name__)


@bp.get("/chercher")
@allow(SCHOOL_STAFF)
def index() -> Response:
    if is_htmx():
        return _as_one_types(Asked.of(request.args.get("q", "")))
    form = SearchForm(request.args)
    if not form.validate():
        return make_response(render_template("search/index.html", form=form, found=None), 422)
    found = queries.search(current_user, Asked.of(form.q.data or ""))
    if found.asked:
        trace.of_page(current_user, found)
    return make_response(render_template("search/index.html", form=form, found=found))


def _as_one_types(asked: Asked) -> Response:
    if not asked:
        return Response("")
    found = queries.search(current_user, asked, queries.MOST_AT_A_GLANCE)
    trace.of_typing(current_user, found, session)
    # Straight from the template: a fragment that comes at every letter has no use for the menu of the layout.
    return Response(current_app.jinja_env.get_template("search/_found.html").render(found=found, glance=True))


def register(app: Flask) -> None:
    """Serve the room."""
    app.register_blueprint(bp)
