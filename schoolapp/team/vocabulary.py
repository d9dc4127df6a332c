"""The fixed lists of team meetings: states, kinds of points, why a family comes up."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

PLANNED, UNDER_WAY, CLOSED, CANCELLED = "prevue", "en_cours", "close", "annulee"
STATES = {
    PLANNED: _l("Prévue"),
    UNDER_WAY: _l("En cours"),
    CLOSED: _l("Close"),
    CANCELLED: _l("Annulée"),
}
STATE_TAGS = {PLANNED: "lang", UNDER_WAY: "wait", CLOSED: "done", CANCELLED: ""}

STANDING, FREE, FAMILY, REQUEST = "permanent", "libre", "famille", "demande"
KINDS = {
    STANDING: _l("Point permanent"),
    FREE: _l("Point libre"),
    FAMILY: _l("Famille"),
    REQUEST: _l("Demande"),
}
CONFIDENTIAL = frozenset({FAMILY, REQUEST})

# Why a family or a request comes up by itself, in the order of the agenda.
NEW_REQUEST, LOOK, LATE, TIER, COLD = "demande", "regard", "retard", "palier", "sans_contact"
REASONS = {
    NEW_REQUEST: _l("Nouvelles demandes"),
    LOOK: _l("Promis à une rencontre d’avant"),
    LATE: _l("Suivis en retard"),
    TIER: _l("Paliers à revoir"),
    COLD: _l("Familles que personne n’a jointes"),
}
REASON_TAGS = {
    NEW_REQUEST: _l("nouvelle demande"),
    LOOK: _l("à revoir"),
    LATE: _l("suivi en retard"),
    TIER: _l("palier à revoir"),
    COLD: _l("sans nouvelles"),
}

LINK, TIER_SET = "lien", "palier"  # what a decision changed at once in a family's file

WORDS_LIMIT = 6000
LENGTHS = {30: _l("30 minutes"), 45: _l("45 minutes"), 60: _l("1 heure"), 75: _l("1 h 15"), 90: _l("1 h 30"),
           120: _l("2 heures"), 180: _l("3 heures")}  # fmt: skip
