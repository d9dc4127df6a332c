"""The words by which people ask for each need, beside its own name: « manger », « manteau », « loyer »."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from schoolapp.formats import search_key

NEED_WORDS = {
    "alimentation": _l(
        "manger faim nourriture épicerie panier repas collation lunch frigo cuisine banque popote soupe dépannage lait"
    ),
    "vetements": _l(
        "vêtement linge manteau botte habit hiver friperie meuble lit matelas électroménager vaisselle "
        "ameublement équipement matériel fourniture sac"
    ),
    "logement": _l(
        "loyer appartement bail éviction propriétaire locataire hlm chauffage moisissure punaise toit hébergement "
        "déménagement régie insalubre"
    ),
    "budget": _l(
        "argent dette facture impôt finance crédit prêt endettement allocation aide sociale pauvreté hydro "
        "assurance banque"
    ),
    "arrivants": _l(
        "immigrant immigration réfugié nouvel arrivant francisation français langue cours asile citoyenneté "
        "intégration accueil papier alphabétisation lecture lire écrire"
    ),
    "sante": _l(
        "médecin clinique infirmière dentiste dents vaccin lunettes vue ouïe clsc hôpital pharmacie grossesse maladie"
    ),
    "sante_mentale": _l(
        "psychologue anxiété stress dépression deuil écoute détresse suicide crise angoisse tristesse colère "
        "intimidation solitude"
    ),
    "parents": _l(
        "parent parentalité famille répit discipline séparation éducation père mère monoparental café rencontre "
        "conflit violence halte"
    ),
    "petite_enfance": _l("bébé garderie cpe garde poupon couche allaitement halte maternelle éveil jouet"),
    "devoirs": _l("devoir leçon étude tutorat tuteur lecture école réussite récupération orthopédagogue"),
    "mentorat": _l("mentor parrain marraine jumelage grand frère grande sœur modèle"),
    "loisirs": _l("sport camp jour activité piscine soccer musique art danse bibliothèque jeu vacances parc culture"),
    "droit": _l("avocat juridique justice loi tribunal droits notaire dpj protection plainte immigration"),
    "interpretes": _l("interprète traduction traducteur traduire langue"),
    "emploi": _l("travail job cv chômage formation métier employeur entrevue"),
    "transport": _l("autobus bus métro opus déplacement taxi auto accompagnement passe"),
    "urgence": _l("urgent danger crise détresse incendie violence refuge 911 211 811"),
}


def folded(labels: dict[str, str]) -> dict[str, str]:
    """For each need, all the words by which it is asked for; ``labels`` are the names shown."""
    return {code: search_key(label, str(NEED_WORDS.get(code, ""))) for code, label in labels.items()}
