"""The partners for one family: proposals from its file, with the reasons, and a sheet to hand over in its language."""

from __future__ import annotations

from flask import render_template

from schoolapp.access import FILE_STAFF, allow
from schoolapp.partners import suited_page
from schoolapp.partners.finding_routes import me
from schoolapp.partners.routes import bp


@bp.get("/familles/<int:family_id>/partenaires")
@allow(FILE_STAFF)
def for_family(family_id: int) -> str:
    """What the file makes one think of, and why."""
    return render_template("partners/suited.html", **suited_page.shown(me(), family_id))
