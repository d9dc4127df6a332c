"""Bringing the directory in and handing it out."""

from __future__ import annotations

from flask import Blueprint, Flask, Response, abort, render_template

from schoolapp.access import allow
from schoolapp.partners import duplicate_queries
from schoolapp.partners.finding_routes import me
from schoolapp.partners.rules import MANAGERS

bp = Blueprint("partner_exchange", __name__, url_prefix="/partenaires/echanges")


@bp.get("")
@allow(MANAGERS)
def index() -> str:
    """The ways in and out, and how many sheets look alike."""
    return render_template("partners/exchange.html", alike=len(duplicate_queries.pairs()))


@bp.get("/repertoire.<form>")
@allow(MANAGERS)
def download(form: str) -> Response:
    """The whole directory in one file."""
    from schoolapp.partners import exchange  # what writes the packages, which few days need

    if form not in exchange.FORMS:
        abort(404)
    handed = exchange.hand_out(form, by=me())
    headers = {"Content-Disposition": f'attachment; filename="{handed.name}"', "Cache-Control": "no-store"}
    return Response(handed.content, content_type=handed.content_type, headers=headers)


def register(app: Flask) -> None:
    """Serve the pages."""
    app.register_blueprint(bp)
