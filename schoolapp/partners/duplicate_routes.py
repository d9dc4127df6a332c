"""Sheets that look alike, side by side: made one, or said to be two."""

from __future__ import annotations

from flask import Blueprint, Response, render_template, url_for
from flask_babel import gettext as _

from schoolapp.access import allow
from schoolapp.answers import go, saved
from schoolapp.partners import duplicate_page, duplicate_queries, duplicates, merge_undo
from schoolapp.partners.duplicate_forms import MergeForm, PairForm
from schoolapp.partners.finding_routes import me
from schoolapp.partners.rules import MANAGERS

bp = Blueprint("duplicates", __name__, url_prefix="/partenaires/doublons")


@bp.get("")
@allow(MANAGERS)
def index() -> str:
    """The sheets that look alike."""
    pairs, recent = duplicate_queries.pairs(), merge_undo.recent()
    return render_template("partners/duplicates.html", pairs=pairs, recent=recent)


@bp.get("/<kind>/<int:kept_id>/<int:gone_id>")
@allow(MANAGERS)
def compare(kind: str, kept_id: int, gone_id: int) -> str:
    """Two sheets side by side; the first one would stay."""
    kept, gone = duplicate_queries.two_sheets(kind, kept_id, gone_id)
    return duplicate_page.draw(kind, kept, gone, MergeForm(kept, gone, formdata=None))


@bp.post("/<kind>/<int:kept_id>/<int:gone_id>")
@allow(MANAGERS)
def merge(kind: str, kept_id: int, gone_id: int) -> Response | tuple[str, int]:
    """Make one sheet of the two."""
    kept, gone = duplicate_queries.two_sheets(kind, kept_id, gone_id)
    form = MergeForm(kept, gone)
    if not form.validate():
        return duplicate_page.draw(kind, kept, gone, form), 422
    made = duplicates.merge(kept, gone, form.versions, form.values, by=me())
    saved(_("Fiches réunies"), undo=(url_for("duplicates.separate", merge_id=made.id), {}))
    return go(duplicate_page.address_of(kind, kept))


@bp.post("/reunions/<int:merge_id>/retour")
@allow(MANAGERS)
def separate(merge_id: int) -> Response:
    """Take a merge back."""
    merge = merge_undo.undo(merge_id, by=me())
    saved(_("C’est défait : les deux fiches sont de nouveau là."))
    return go(url_for("duplicates.compare", kind=merge.kind, kept_id=merge.kept, gone_id=merge.gone))


@bp.post("/<kind>/<int:first_id>/<int:second_id>/distinction")
@allow(MANAGERS)
def set_apart(kind: str, first_id: int, second_id: int) -> Response:
    """Say that they are two."""
    one, other = duplicate_queries.two_sheets(kind, first_id, second_id)
    if PairForm().validate():
        duplicates.set_apart(one, other, kind, by=me())
        saved(_("Ce sont deux fiches : elles ne seront plus proposées"))
    return go(url_for("duplicates.index"))
