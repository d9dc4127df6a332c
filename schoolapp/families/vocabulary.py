"""The fixed lists of the school-family link: codes as they are stored, words as they are shown.

Codes never change; words may. The order of each list is the order of the screens.
"""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from schoolapp.languages import LANGUAGES as LANGUAGES

LINK_STATES = {
    "a_joindre": _l("À joindre"),
    "premier_contact": _l("Premier contact"),
    "en_construction": _l("Lien en construction"),
    "alliance": _l("Alliance établie"),
    "veille": _l("En veille"),
}
ENDED = "termine"
ALL_STATES = LINK_STATES | {ENDED: _l("Accompagnement terminé")}

PRIORITIES = {"haute": _l("Priorité haute"), "moyenne": _l("Priorité moyenne"), "normale": _l("Priorité normale")}

TIERS = {1: _l("Palier 1, universel"), 2: _l("Palier 2, ciblé"), 3: _l("Palier 3, intensif")}

OBSTACLES = {
    "horaire": _l("Horaire de travail sans temps libre le jour"),
    "emplois": _l("Plusieurs emplois"),
    "langue": _l("Langue de l’école peu maîtrisée"),
    "lecture": _l("Lire ou écrire est difficile"),
    "vecu_scolaire": _l("Mauvais souvenir de sa propre école"),
    "jugement": _l("Crainte d’être jugé"),
    "ecole_quebecoise": _l("Connaît peu l’école québécoise"),
    "materiel": _l("Argent, nourriture, logement ou matériel"),
    "transport": _l("Transport"),
    "numerique": _l("Pas de courriel, d’ordinateur ou de données"),
    "garde": _l("Garde des enfants"),
    "sante": _l("Santé"),
    "isolement": _l("Isolement ou arrivée récente"),
    "mefiance": _l("Méfiance après un conflit"),
    "autre": _l("Autre chose"),
}

FORCES = {
    "souhaits": _l("Souhaits pour l’enfant"),
    "savoirs": _l("Compétences et savoirs à partager"),
    "langues": _l("Langues parlées"),
    "entourage": _l("Personnes autour de la famille"),
    "moments": _l("Moments où le contact marche"),
    "dires": _l("Ce que l’enfant dit de la maison"),
    "autre": _l("Autre chose"),
}

FACTOR_KINDS = {"force": FORCES, "obstacle": OBSTACLES}

SIGNALS = {
    "desengagement": _l("Début de désengagement"),
    "absences": _l("Retards et absences"),
    "sans_reponse": _l("Pas de réponse aux messages"),
    "rencontres": _l("Pas vu aux rencontres"),
    "transition": _l("Transition (arrivée, passage au secondaire)"),
    "autre": _l("Autre raison"),
}

MEANS = {
    "telephone": _l("par téléphone"),
    "texto": _l("par texto"),
    "courriel": _l("par courriel"),
    "papier": _l("mot papier par l’enfant"),
    "ecole": _l("en personne, à l’école"),
    "domicile": _l("à domicile"),
    "quartier": _l("dans un lieu du quartier"),
}
MEANS_ICONS = {
    "telephone": "phone",
    "texto": "message-circle",
    "courriel": "mail",
    "papier": "file-text",
    "ecole": "school",
    "domicile": "house",
    "quartier": "map-pin",
}

MOMENTS = {
    "matin": _l("le matin"),
    "midi": _l("le midi"),
    "apres_midi": _l("en après-midi"),
    "soir": _l("le soir"),
    "fin_semaine": _l("la fin de semaine"),
}

INTERPRETER = {
    "": _l("On ne sait pas encore"),
    "non": _l("Pas besoin d’interprète"),
    "oui": _l("Interprète nécessaire"),
    "personne": _l("Une personne nommée interprète"),
}
YES_NO_UNKNOWN = {"": _l("On ne sait pas encore"), "non": _l("Non"), "oui": _l("Oui")}

PHONE_KINDS = {
    "cellulaire": _l("Cellulaire"),
    "maison": _l("Maison"),
    "travail": _l("Travail"),
    "autre": _l("Autre"),
}

RELATIONS = (
    _l("mère"),
    _l("père"),
    _l("parent"),
    _l("tutrice ou tuteur"),
    _l("famille d’accueil"),
    _l("belle-mère"),
    _l("beau-père"),
    _l("grand-mère"),
    _l("grand-père"),
    _l("tante"),
    _l("oncle"),
    _l("sœur"),
    _l("frère"),
)

LEVELS = {
    "mat4": _l("Maternelle 4 ans"),
    "mat5": _l("Maternelle 5 ans"),
    "1": _l("1re année"),
    "2": _l("2e année"),
    "3": _l("3e année"),
    "4": _l("4e année"),
    "5": _l("5e année"),
    "6": _l("6e année"),
    "": _l("Autre"),
}
