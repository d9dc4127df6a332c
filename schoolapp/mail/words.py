"""The states of a mail, and what may keep it from leaving, in words."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

STATES = {
    "waiting": _l("En attente"),
    "sent": _l("Envoyé"),
    "refused": _l("Refusé"),
    "given_up": _l("Abandonné"),
    "replaced": _l("Remplacé"),
}
KINDS = {
    "digest": _l("Résumé"),
    "trial": _l("Courriel d’essai"),
    "offer": _l("Place offerte à un parent"),
    "invitation": _l("Invitation d’une famille"),
    "invitation-rappel": _l("Rappel d’une invitation"),
    "inscription-rappel": _l("Rappel d’une inscription"),
    "avis": _l("Avis à une personne inscrite"),
    "partenaire": _l("Lien d’un partenaire"),
    "reference": _l("Référence à un partenaire"),
}
PROBLEMS = {
    "unreachable": _l("Le serveur de courriel ne répond pas."),
    "login": _l("Le serveur refuse le nom ou le mot de passe des réglages."),
    "security": _l("La connexion chiffrée ne s’établit pas."),
    "sender": _l("Le serveur refuse l’adresse qui envoie."),
    "address": _l("Le serveur refuse l’adresse de la personne."),
    "content": _l("Le serveur refuse ce courriel."),
}
