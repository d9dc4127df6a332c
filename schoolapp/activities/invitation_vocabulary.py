"""The fixed lists of invitations: codes as they are stored, words as the staff reads them."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

TO_HAND_OUT, HANDED, SEEN = "a_remettre", "remise", "vue"
YES, NO, ANOTHER_TIME, CALL_ME = "oui", "non", "autre_moment", "appeler"
STATES = {
    TO_HAND_OUT: _l("À remettre"),
    HANDED: _l("Remise"),
    SEEN: _l("Vue"),
    YES: _l("Oui"),
    NO: _l("Non"),
    ANOTHER_TIME: _l("Une autre fois"),
    CALL_ME: _l("À appeler"),
}
STATE_TAGS = {TO_HAND_OUT: "wait", SEEN: "lang", YES: "done", CALL_ME: "wait"}
UNANSWERED = (TO_HAND_OUT, HANDED, SEEN)
ANSWERS = (YES, NO, ANOTHER_TIME, CALL_ME)
# What people of the school write down for a family; a yes is a place taken, in the form of sign-ups.
TOLD = {
    NO: _l("Ne peut pas venir"),
    ANOTHER_TIME: _l("Aimerait venir une autre fois"),
    CALL_ME: _l("Souhaite qu’on l’appelle"),
}
NEVER_REMINDED = (NO, ANOTHER_TIME, CALL_ME)

EMAIL, TEXT, PAPER, CALL, NO_MEANS = "courriel", "texto", "papier", "appel", ""
MEANS = {
    EMAIL: _l("par courriel"),
    TEXT: _l("par texto"),
    PAPER: _l("sur papier"),
    CALL: _l("par téléphone"),
}
MEANS_ICONS = {EMAIL: "mail", TEXT: "message-circle", PAPER: "file-text", CALL: "phone", NO_MEANS: "circle-help"}
UNKNOWN = "aucun"  # in addresses, where an empty value asks for nothing
SHOWN_MEANS = {**MEANS, NO_MEANS: _l("aucun moyen connu")}

HALF, WHOLE = "demie", "entiere"
LAYOUTS = {
    HALF: _l("Demi-feuilles, deux familles par page"),
    WHOLE: _l("Feuilles entières, une famille par page"),
}
WORKING, READY, FAILED = "en_cours", "prete", "echec"
