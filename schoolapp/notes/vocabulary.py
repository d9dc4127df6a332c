"""The fixed lists of notes: means, ways of acting, visibility, effects."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from schoolapp.families.vocabulary import MEANS, MEANS_ICONS

NOTE_MEANS = MEANS | {"visio": _l("en visioconférence"), "autre": _l("autrement")}
NOTE_MEANS_ICONS = MEANS_ICONS | {"visio": "monitor", "autre": "sticky-note"}

# What a note is called on the timeline, after its means.
NOTE_TITLES = {
    "telephone": _l("Appel"),
    "texto": _l("Texto"),
    "courriel": _l("Courriel"),
    "papier": _l("Mot papier"),
    "ecole": _l("Rencontre à l’école"),
    "domicile": _l("Visite à domicile"),
    "quartier": _l("Rencontre dans le quartier"),
    "visio": _l("Visioconférence"),
    "autre": _l("Note"),
}

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

CIRCLE, RESTRICTED, PRIVATE = "circle", "restricted", "private"
VISIBILITIES = {
    CIRCLE: _l("Le cercle de la famille"),
    RESTRICTED: _l("Réservée à la direction et aux agents"),
    PRIVATE: _l("Brouillon, pour moi seulement"),
}

REACHED = {"yes": _l("rejoint"), "no": _l("pas rejoint"), "na": _l("sans contact direct")}

EFFECTS = {
    "better": _l("Mieux"),
    "same": _l("Pareil"),
    "early": _l("Trop tôt pour le dire"),
    "worse": _l("Moins bien"),
}
EFFECT_TAGS = {"better": "done", "same": "", "early": "", "worse": "wait"}

OPEN, DONE, CANCELLED = "open", "done", "cancelled"
FOLLOW_UP_STATES = {OPEN: _l("À faire"), DONE: _l("Fait"), CANCELLED: _l("Annulé")}

TEXT_LIMIT = 20_000
