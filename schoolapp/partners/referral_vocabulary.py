"""The fixed lists of referrals: states, who takes the step, what may be shared, how a consent is given, exceptions."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from schoolapp.notes.vocabulary import EFFECT_TAGS as EFFECT_TAGS
from schoolapp.notes.vocabulary import EFFECTS as EFFECTS

PROPOSED, ACCEPTED, SENT = "proposee", "acceptee", "envoyee"
TAKEN_UP, UNDER_WAY, COMPLETED = "prise_en_charge", "en_cours", "terminee"
FAMILY_REFUSED, PARTNER_REFUSED, NO_NEWS = "refus_famille", "refus_partenaire", "sans_nouvelles"
STATES = {
    PROPOSED: _l("Proposée"),
    ACCEPTED: _l("Acceptée par la famille"),
    SENT: _l("Envoyée"),
    TAKEN_UP: _l("Prise en charge"),
    UNDER_WAY: _l("En cours"),
    COMPLETED: _l("Terminée"),
    FAMILY_REFUSED: _l("Refusée par la famille"),
    PARTNER_REFUSED: _l("Refusée par le partenaire"),
    NO_NEWS: _l("Sans nouvelles"),
}
STATE_TAGS = {
    PROPOSED: "", ACCEPTED: "t2", SENT: "t2", TAKEN_UP: "t2", UNDER_WAY: "t2", COMPLETED: "done",
    FAMILY_REFUSED: "", PARTNER_REFUSED: "", NO_NEWS: "wait",
}  # fmt: skip
WITH_PARTNER = (SENT, TAKEN_UP, UNDER_WAY, NO_NEWS)
OPEN = (PROPOSED, ACCEPTED, *WITH_PARTNER)
OVER = (COMPLETED, FAMILY_REFUSED, PARTNER_REFUSED)

FAMILY_CALLS, AGENT_CALLS, TOGETHER = "famille", "agent", "ensemble"
STEPS = {
    FAMILY_CALLS: _l("La famille appelle"),
    AGENT_CALLS: _l("L’école appelle"),
    TOGETHER: _l("Nous y allons ensemble"),
}

# What may be told of a family, in the order of the page. Each is agreed to apart.
NAME, REACH, LANGUAGE, MOMENTS, CHILDREN, NEED = "nom", "joindre", "langue", "moments", "enfants", "besoin"
INFORMATION = {
    NAME: _l("Le nom de la personne à joindre"),
    REACH: _l("Ses coordonnées"),
    LANGUAGE: _l("La langue et l’interprète"),
    MOMENTS: _l("Quand et comment la joindre"),
    CHILDREN: _l("Les enfants : prénom, âge, niveau"),
    NEED: _l("Le besoin, en quelques mots"),
}
# What is told of one person, which nobody else agrees to.
OF_THE_PERSON = frozenset({NAME, REACH})

SPOKEN, WRITTEN = "paroles", "ecrit"
CONSENT_MEANS = {SPOKEN: _l("De vive voix"), WRITTEN: _l("Par écrit")}

# The only grounds on which something leaves without a consent. There is no « other », so that none becomes a habit.
GROUNDS = {
    "danger": _l("Danger sérieux pour la vie ou la sécurité d’une personne"),
    "protection": _l("Protection d’un enfant : signalement"),
    "loi": _l("La loi ou un tribunal l’exige"),
}
EXCEPTION_DAYS = 30

MAIL, LINK, VOICE, PAPER = "courriel", "lien", "voix", "papier"
SHARE_MEANS = {
    MAIL: _l("Par courriel, avec un lien personnel"),
    LINK: _l("Par un lien que je remets moi-même"),
    VOICE: _l("De vive voix"),
    PAPER: _l("Sur papier"),
}
BY_LINK = frozenset({MAIL, LINK})
LINK_DAYS, MOST_LINK_DAYS = 60, 180

# After how many days without news it comes up by itself: a setting of the school for each state.
WAITS = {
    PROPOSED: "referral_proposed_days", ACCEPTED: "referral_accepted_days", SENT: "referral_sent_days",
    TAKEN_UP: "referral_taken_up_days", UNDER_WAY: "referral_under_way_days", NO_NEWS: "referral_no_news_days",
}  # fmt: skip

FROM_SEARCH, FROM_FAMILY, FROM_REQUEST = "recherche", "famille", "demande"
ORIGINS = {
    FROM_SEARCH: _l("Recherche au répertoire"),
    FROM_FAMILY: _l("Fiche d’une famille"),
    FROM_REQUEST: _l("Demande à l’agent"),
}

REASON_LIMIT, NEED_LIMIT, WORDS_LIMIT = 2000, 1500, 2000
