"""The page of two sheets side by side: where they differ, and what would follow from one to the other."""

from __future__ import annotations

from typing import Any

from flask import render_template, url_for
from flask_babel import lazy_gettext as _l

from schoolapp.partners import duplicates
from schoolapp.partners.duplicate_forms import GONE, KEPT, MergeForm
from schoolapp.partners.duplicate_queries import SERVICE

# What people care to know that follows; the rest follows all the same.
FOLLOWING = {
    "service": _l("services"),
    "place": _l("lieux"),
    "service_place": _l("lieux"),
    "schedule": _l("horaires"),
    "partner_phone": _l("numéros"),
    "partner_contact": _l("personnes à joindre"),
    "agreement": _l("ententes"),
    "tip": _l("conseils"),
    "referral": _l("références"),
    "activity": _l("activités"),
    "favourite": _l("favoris"),
    "sheet_link": _l("liens remis au partenaire"),
    "sheet_change": _l("lignes d’historique"),
}


def address_of(kind: str, row: Any) -> str:
    """The page of a sheet."""
    if kind == SERVICE:
        return url_for("services.show", service_id=row.id)
    return url_for("organizations.show", organization_id=row.id)


def draw(kind: str, kept: Any, gone: Any, form: MergeForm) -> str:
    """The page."""
    counts = duplicates.counts(gone)
    following = [(str(words), counts[table]) for table, words in FOLLOWING.items() if table in counts]
    swapped = url_for("duplicates.compare", kind=kind, kept_id=gone.id, gone_id=kept.id)
    shown = {"kind": kind, "kept": kept, "gone": gone, "form": form, "following": following, "swapped": swapped}
    return render_template("partners/duplicate.html", **shown, mine=KEPT, theirs=GONE)
