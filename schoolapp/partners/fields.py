"""The fields of a sheet: their names in French, and their values in words, for the history and for what is compared."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from schoolapp.formats import number
from schoolapp.languages import LANGUAGES
from schoolapp.partners.vocabulary import APPROACHED_BY, MEANS, STATES

LABELS = {
    "created": _l("Fiche créée"),
    "name": _l("Nom"),
    "other_name": _l("Autre nom"),
    "words": _l("Description"),
    "email": _l("Courriel"),
    "website": _l("Site"),
    "internal": _l("Note interne"),
    "national": _l("Aide nationale"),
    "source": _l("Provenance"),
    "state": _l("État"),
    "eligibility": _l("Pour qui"),
    "ages": _l("Âges"),
    "age_min": _l("À partir de (ans)"),
    "age_max": _l("Jusqu’à (ans)"),
    "free": _l("Gratuit"),
    "cost": _l("Coût"),
    "territory": _l("Territoire"),
    "languages": _l("Langues"),
    "interpretation": _l("Interprète"),
    "means": _l("Comment entrer en contact"),
    "approached_by": _l("Qui fait le premier pas"),
    "how": _l("Les étapes"),
    "wait": _l("Attente"),
    "documents": _l("À apporter"),
    "confirm_months": _l("À confirmer"),
    "translations": _l("Traductions"),
    "categories": _l("Besoins"),
    "places": _l("Lieux"),
    "schedules": _l("Horaire"),
    "phones": _l("Téléphones"),
    "place": _l("Lieu"),
    "contact": _l("Personne à joindre"),
    "agreement": _l("Entente"),
    "archived_at": _l("Archivage"),
    "merged": _l("Fiches réunies"),
    "confirmed_at": _l("Confirmation"),
}

ORGANIZATION_FIELDS = ("name", "other_name", "words", "email", "website", "internal", "national", "source")
SERVICE_FIELDS = (
    "name", "other_name", "words", "eligibility", "age_min", "age_max", "free", "cost", "territory", "languages",
    "interpretation", "means", "approached_by", "how", "wait", "documents", "email", "website", "state",
    "confirm_months",
)  # fmt: skip
# What is kept to the school: no partner, family or export ever reads it.
INTERNAL = frozenset({"internal", "confirm_months", "agreement"})


def label(field: str) -> str:
    return str(LABELS.get(field, field))


def as_text(field: str, value: Any) -> str:
    """A value in words, as a person compares it."""
    if value is None or value == "" or value == []:
        return ""
    if field == "languages":
        return ", ".join(str(LANGUAGES.get(code, code)) for code in value)
    if field == "means":
        return ", ".join(str(MEANS.get(code, code)) for code in value)
    if isinstance(value, bool):
        return _("oui") if value else _("non")
    if field == "confirm_months":
        return _("tous les %(count)s mois", count=number(value))
    listed = {"state": STATES, "approached_by": APPROACHED_BY}.get(field, {})
    return str(listed.get(value, value))
