"""The search: as one types under the search box, and on a page of its own."""

from __future__ import annotations

from functools import cache

from flask import Blueprint, Flask, Response, current_app, make_response, render_template, request, url_for
from flask_login import current_user

from schoolapp.access import SCHOOL_STAFF, allow
from schoolapp.accounts.models import User
from schoolapp.answers import is_htmx
from schoolapp.records import NamedTuple
from schoolapp.search import queries, trace
from schoolapp.search.asked import Asked
from schoolapp.search.forms import SearchForm

bp = Blueprint("search", __name__)


class Addresses(NamedTuple):
    """The beginnings of the addresses that results lead to."""

    file: str
    directory: str
    request: str
    partner: str
    partners: str
    search: str


@cache
def addresses() -> Addresses:
    """Made once, not for every result of every letter typed."""
    file = url_for("families.show", family_id=1).removesuffix("1")
    asked = url_for("requests.show", request_id=1).removesuffix("1")
    partners = url_for("partners.index")
    around = (f"{partners}/services/", f"{partners}?q=")
    return Addresses(file, url_for("families.directory", groupe=""), asked, *around, url_for("search.index", q=""))


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
    return make_response(render_template("search/index.html", form=form, found=found, at=addresses()))


def _as_one_types(asked: Asked) -> Response:
    if not asked:
        return Response("")
    found = queries.search(me(), asked, queries.MOST_AT_A_GLANCE)
    trace.of_typing(me(), found)
    # Straight from the template: a fragment that comes at every letter has no use for the menu of the layout.
    fragment = current_app.jinja_env.get_template("search/_found.html")
    return Response(fragment.render(found=found, glance=True, at=addresses()))


def register(app: Flask) -> None:
    """Serve the room."""
    app.register_blueprint(bp)
