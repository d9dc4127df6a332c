"""The fixed lists of notes: means, ways of acting, visibility, effects."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from schoolapp.families.vocabulary import MEANS

NOTE_MEANS = MEANS | {"visio": _l("en visioconférence"), "autre": _l("autrement")}

PRACTICES = {
    "rencontre": _l("aller à la rencontre"),
    "souplesse": _l("horaires et moyens souples"),
    "accueil": _l("accueillir"),
    "dialogue": _l("garder le dialogue"),
    "partenaires": _l("unir les forces avec des partenaires"),
    "langue": _l("langue première et mots simples"),
    "moyens": _l("varier les moyens"),
    "ouverture": _l("écouter sans juger"),
    "invitation": _l("inviter les parents à l’école"),
    "outils": _l("outiller les parents"),
}

VISIBILITIES = {
    "circle": _l("Le cercle de la famille"),
    "restricted": _l("Réservée à la direction et aux agents"),
    "private": _l("Brouillon, pour moi seulement"),
}

REACHED = {"yes": _l("rejoint"), "no": _l("pas rejoint"), "na": _l("sans contact direct")}

EFFECTS = {
    "better": _l("Mieux"),
    "same": _l("Pareil"),
    "early": _l("Trop tôt pour le dire"),
    "worse": _l("Moins bien"),
}

FOLLOW_UP_STATES = {"open": _l("À faire"), "done": _l("Fait"), "cancelled": _l("Annulé")}
