"""The fixed lists of the directory: categories and their place in data·inclusion, states, means, phones, days."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

# What families look for, in the order in which they are shown. The school adds its own under these (``Category``).
CATEGORIES = {
    "alimentation": _l("Alimentation"),
    "vetements": _l("Vêtements et meubles"),
    "logement": _l("Logement"),
    "budget": _l("Argent et budget"),
    "arrivants": _l("Nouveaux arrivants et francisation"),
    "sante": _l("Santé"),
    "sante_mentale": _l("Santé mentale"),
    "parents": _l("Être parent"),
    "petite_enfance": _l("Petite enfance"),
    "devoirs": _l("Aide aux devoirs et tutorat"),
    "mentorat": _l("Mentorat"),
    "loisirs": _l("Loisirs et sports"),
    "droit": _l("Aide juridique"),
    "interpretes": _l("Interprètes et traduction"),
    "emploi": _l("Emploi"),
    "transport": _l("Transport"),
    "urgence": _l("Urgence"),
}
# Each of them in the « thématiques » of data·inclusion (v1), the nearest first.
INCLUSION = {
    "alimentation": ("equipement-et-alimentation--alimentation",),
    "vetements": (
        "equipement-et-alimentation--habillement",
        "equipement-et-alimentation--electromenager",
    ),
    "logement": (
        "logement-hebergement--sinformer-sur-les-demarches-liees-a-lacces-au-logement",
        "logement-hebergement--louer-un-logement",
        "logement-hebergement--se-maintenir-dans-le-logement",
    ),
    "budget": (
        "difficultes-financieres--ameliorer-sa-gestion-budgetaire",
        "difficultes-financieres--situation-dendettement-surendettement",
    ),
    "arrivants": (
        "lecture-ecriture-calcul--maitriser-le-francais",
        "difficultes-administratives-ou-juridiques--accompagnement-pour-lacces-a-la-citoyennete",
    ),
    "sante": ("sante--acces-aux-soins",),
    "sante_mentale": ("sante--sante-mentale",),
    "parents": (
        "famille--soutien-a-la-parentalite-et-a-leducation",
        "famille--surmonter-conflits-separation-violence",
    ),
    "petite_enfance": ("famille--garde-denfants",),
    "devoirs": ("famille--soutien-a-la-parentalite-et-a-leducation",),
    "mentorat": ("remobilisation--bien-etre-confiance-en-soi",),
    "loisirs": ("remobilisation--activites-sportives-et-culturelles",),
    "droit": (
        "difficultes-administratives-ou-juridiques--accompagnement-pour-lacces-aux-droits",
        "difficultes-administratives-ou-juridiques--prendre-en-compte-une-problematique-judiciaire",
    ),
    "interpretes": ("difficultes-administratives-ou-juridiques--accompagnement-aux-demarches-administratives",),
    "emploi": ("preparer-sa-candidature--organiser-ses-demarches-de-recherche-demploi",),
    "transport": ("mobilite--etre-accompagne-dans-son-parcours-mobilite",),
    "urgence": ("logement-hebergement--rechercher-une-solution-dhebergement-temporaire",),
}

ACTIVE, SUSPENDED, ARCHIVED = "actif", "suspendu", "archive"
STATES = {
    ACTIVE: _l("Offert"),
    SUSPENDED: _l("Suspendu pour l’instant"),
    ARCHIVED: _l("Archivé"),
}

MEANS = {
    "appeler": _l("Appeler"),
    "se_presenter": _l("Se présenter sur place"),
    "ecrire": _l("Écrire"),
    "lien": _l("Passer par le site"),
}
MEANS_ICONS = {"appeler": "phone", "se_presenter": "map-pin", "ecrire": "mail", "lien": "external-link"}
EVERYONE, FAMILIES, PROFESSIONALS = "tous", "familles", "professionnels"
APPROACHED_BY = {
    EVERYONE: _l("Les familles ou l’école"),
    FAMILIES: _l("Les familles elles-mêmes"),
    PROFESSIONALS: _l("L’école ou un·e professionnel·le, pour la famille"),
}
FREE = {"": _l("Je ne sais pas"), "oui": _l("Oui, gratuit"), "non": _l("Non, il y a des frais")}
ACCESSIBLE = {"": _l("Je ne sais pas"), "oui": _l("Oui"), "non": _l("Non")}

VOICE, TOLL_FREE, TEXT, FAX, TEXT_PHONE = "voix", "sans_frais", "texto", "telecopieur", "ats"
PHONE_KINDS = {
    VOICE: _l("Téléphone"),
    TOLL_FREE: _l("Sans frais"),
    TEXT: _l("Texto"),
    FAX: _l("Télécopieur"),
    TEXT_PHONE: _l("ATS"),
}

DAYS = {
    "MO": _l("lundi"),
    "TU": _l("mardi"),
    "WE": _l("mercredi"),
    "TH": _l("jeudi"),
    "FR": _l("vendredi"),
    "SA": _l("samedi"),
    "SU": _l("dimanche"),
}
# « Le soir »: whoever works until five can still come.
EVENING = "18:00"

CONFIRM_MONTHS = {
    3: _l("tous les 3 mois"),
    6: _l("tous les 6 mois"),
    12: _l("une fois par année"),
    24: _l("tous les 2 ans"),
}

BY_HAND, BY_IMPORT, BY_PARTNER, BY_MERGE, BY_SEPARATION = "main", "importation", "partenaire", "fusion", "separation"
ORIGINS = {
    BY_HAND: _l("à l’école"),
    BY_IMPORT: _l("par une importation"),
    BY_PARTNER: _l("par le partenaire"),
    BY_MERGE: _l("en réunissant deux fiches"),
    BY_SEPARATION: _l("en défaisant une réunion"),
}
