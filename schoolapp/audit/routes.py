"""The journal of accesses, for the direction."""

from __future__ import annotations

from flask import Blueprint, Flask, Response, request
from flask_babel import gettext as _
from flask_login import current_user

from schoolapp import audit
from schoolapp.access import DIRECTION, allow
from schoolapp.answers import page_or_fragment
from schoolapp.audit import queries
from schoolapp.audit.actions import ACTIONS
from schoolapp.audit.forms import JournalForm
from schoolapp.exports import csv_response
from schoolapp.forms import MAX_ID

bp = Blueprint("audit", __name__, url_prefix="/journal")


def _before() -> int | None:
    text = request.args.get("avant", "")
    return int(text) if text.isascii() and text.isdigit() and 0 < int(text[:12]) <= MAX_ID else None


def _kept() -> dict[str, str]:
    return {name: value for name, value in request.args.items() if value and name != "avant"}


def _page(form: JournalForm, page: queries.Page, status: int = 200) -> Response:
    shown = {"form": form, "journal": page, "actions": ACTIONS, "kept": _kept()}
    return page_or_fragment("audit/_journal.html", "audit/index.html", status=status, **shown)


@bp.get("")
@allow(DIRECTION)
def index() -> Response:
    form = JournalForm(request.args, queries.people())
    if not form.validate():
        return _page(form, queries.NOTHING, 422)
    page = queries.page(form.filters(), _before())
    audit.record("audit.read", by=current_user, detail=_kept())
    return _page(form, page)


@bp.get("/export")
@allow(DIRECTION)
def export() -> Response:
    form = JournalForm(request.args, queries.people())
    if not form.validate():
        return _page(form, queries.NOTHING, 422)
    rows = queries.export_rows(form.filters())
    audit.record("audit.exported", by=current_user, detail={**_kept(), "events": len(rows)})
    headers = (_("Moment"), _("Personne"), _("Rôle"), _("Geste"), _("Objet"), _("Famille"), _("Adresse"))
    return csv_response("journal-des-acces", headers, rows)


def register(app: Flask) -> None:
    """Serve the room."""
    app.register_blueprint(bp)
