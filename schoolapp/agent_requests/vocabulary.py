"""The fixed lists of requests: states, what was tried, kinds of help, how soon."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from schoolapp.notes.vocabulary import EFFECTS as EFFECTS

NEW, RECEIVED, UNDER_WAY, CLOSED, REFUSED = "nouvelle", "recue", "en_cours", "fermee", "refusee"
STATES = {
    NEW: _l("Nouvelle"),
    RECEIVED: _l("Reçue"),
    UNDER_WAY: _l("En cours"),
    CLOSED: _l("Fermée"),
    REFUSED: _l("Refusée"),
}
STATE_TAGS = {NEW: "wait", RECEIVED: "t2", UNDER_WAY: "t2", CLOSED: "done", REFUSED: ""}
WAITING = (RECEIVED, UNDER_WAY)
OPEN = (NEW, *WAITING)
OVER = (CLOSED, REFUSED)

TRIED = {
    "appel": _l("Appel ou texto"),
    "mot": _l("Mot dans le sac"),
    "porte": _l("Conversation à la porte"),
    "rencontre": _l("Rencontre proposée"),
    "bonne_nouvelle": _l("Bonne nouvelle envoyée"),
    "invitation": _l("Invitation en classe"),
    "enfant": _l("Parlé avec l’enfant"),
    "classe": _l("Changement en classe"),
    "collegue": _l("Avis d’un·e collègue"),
    "rien": _l("Rien encore"),
}

KNOWS = {"oui": _l("Oui"), "non": _l("Non")}

HELP = {
    "famille": _l("Agir avec la famille"),
    "soutien": _l("Me soutenir dans ma pratique"),
    "rencontre": _l("Préparer une rencontre"),
    "interprete": _l("Traduction ou interprète"),
    "partenaire": _l("Trouver un partenaire"),
}

URGENCIES = {
    "semaine": _l("Cette semaine"),
    "mois": _l("Ce mois-ci"),
    "possible": _l("Quand ce sera possible"),
}
URGENCY_TAGS = {"semaine": "wait", "mois": "", "possible": ""}

WORDS_LIMIT, MESSAGE_LIMIT = 4000, 4000
