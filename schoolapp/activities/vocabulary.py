"""The fixed lists of activities and sign-ups: codes as they are stored, words as the staff reads them."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

KINDS = {
    "classe": _l("Bénévolat en classe"),
    "bibliotheque": _l("Bénévolat à la bibliothèque"),
    "speciale": _l("Activité spéciale"),
    "partage": _l("Partage d’un savoir ou d’une histoire"),
    "individuelle": _l("Rencontre individuelle"),
    "cafe": _l("Café-parents"),
    "visite": _l("Visite guidée"),
    "atelier": _l("Atelier"),
    "soiree": _l("Soirée d’information"),
    "portes_ouvertes": _l("Portes ouvertes"),
    "election": _l("Élections scolaires"),
    "etude": _l("Soutien à l’étude"),
}
KIND_ICONS = {
    "classe": "school",
    "bibliotheque": "book-open",
    "speciale": "sparkles",
    "partage": "heart-handshake",
    "individuelle": "message-circle",
    "cafe": "coffee",
    "visite": "map-pin",
    "atelier": "users-round",
    "soiree": "info",
    "portes_ouvertes": "house",
    "election": "square-check",
    "etude": "graduation-cap",
}

EVERYONE, GROUPS, INVITED = "ecole", "groupes", "invites"
AUDIENCES = {
    EVERYONE: _l("Toutes les familles qui ont le lien de l’école"),
    GROUPS: _l("Les familles de groupes choisis"),
    INVITED: _l("Les familles invitées seulement"),
}

OPEN, CANCELLED = "ouverte", "annulee"

SIGNED, WAITING = "inscrit", "attente"
BY_PARENT, BY_SCHOOL = "annule_parent", "annule_ecole"
PRESENT, EXCUSED, ABSENT = "present", "excuse", "absent"
STATES = {
    SIGNED: _l("Inscription faite"),
    WAITING: _l("Liste d’attente"),
    BY_PARENT: _l("Annulée par le parent"),
    BY_SCHOOL: _l("Annulée par l’école"),
    PRESENT: _l("Présence"),
    EXCUSED: _l("Absence excusée"),
    ABSENT: _l("Absence"),
}
STATE_TAGS = {
    SIGNED: "lang",
    WAITING: "wait",
    PRESENT: "done",
    EXCUSED: "",
    ABSENT: "wait",
    BY_PARENT: "",
    BY_SCHOOL: "",
}
# Who counts on coming, or came: their place in the slot is taken.
COMING = (SIGNED, PRESENT, EXCUSED, ABSENT)
MARKS = (PRESENT, EXCUSED, ABSENT)
LIVE = (*COMING, WAITING)

CAME_BY = {
    "en_ligne": _l("En ligne"),
    "papier": _l("Sur papier"),
    "telephone": _l("Par téléphone"),
    "en_personne": _l("En personne"),
}
STAFF_CAME_BY = {code: words for code, words in CAME_BY.items() if code != "en_ligne"}

NOT_REQUIRED, TO_DECLARE, VERIFIED, REFUSED = "non_requise", "a_declarer", "verifiee", "refusee"
CHECKS = {
    NOT_REQUIRED: _l("Non requise"),
    TO_DECLARE: _l("À déclarer"),
    VERIFIED: _l("Vérifiée"),
    REFUSED: _l("Refusée"),
}
CLEARED = (NOT_REQUIRED, VERIFIED)

# Why somebody is to be told, and by which means.
CALLED_OFF, PLACE, REMINDER, CHANGED, CALL_ME = "annulation", "place", "rappel", "changement", "appeler"
REASONS = {
    CALLED_OFF: _l("L’activité est annulée"),
    PLACE: _l("Une place s’est libérée"),
    CHANGED: _l("Le moment ou le lieu a changé"),
    REMINDER: _l("Rappel"),
    CALL_ME: _l("Souhaite qu’on l’appelle"),
}
NO_MEANS = ""
MEANS = {
    "courriel": _l("par courriel"),
    "texto": _l("par texto"),
    "telephone": _l("par téléphone"),
    "papier": _l("mot papier par l’enfant"),
    "en_personne": _l("en personne"),
    NO_MEANS: _l("aucun moyen connu"),
}
