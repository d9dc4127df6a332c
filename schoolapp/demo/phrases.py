"""Short wordings of the made-up school: next steps, reasons, forces, obstacles, effects."""

FOLLOW_UPS = """
Rappeler {p}
Réserver l’interprète en {langue}
Prendre des nouvelles {de_e}
Remettre le mot par {e}
Préparer la rencontre du bulletin
Confirmer le rendez-vous avec {p} par texto
Envoyer l’horaire du café-parents
Inviter {p} à la bibliothèque
Faire le point avec le groupe {g}
Inscrire {e} à l’aide aux devoirs
Accompagner {p} au comptoir alimentaire
Vérifier le numéro de téléphone
Traduire le mot de la sortie
Appeler pour une bonne nouvelle
Demander comment la famille souhaite être jointe
Remplir le formulaire de transport avec {p}
Visiter la classe avec {p}
Parler du manteau d’hiver, avec tact
Organiser la rencontre avec les deux foyers
Relancer l’organisme pour la halte-garderie
Remettre la carte de bibliothèque
Voir si le tutorat du mardi convient
Préparer l’accueil de la grand-mère
Revoir le palier avec l’équipe
Écrire un résumé d’une demi-page pour {p}
"""

CANCELLED = """
La famille a trouvé une autre solution.
Plus nécessaire : la rencontre a déjà eu lieu.
Remis au printemps avec un autre suivi.
"""

POSTPONED = """
La famille est en voyage.
L’interprète n’était pas disponible.
Semaine de tempête, école fermée deux jours.
{P} préfère attendre la fin du quart de nuit.
J’étais en formation.
Le numéro était à vérifier d’abord.
"""

WITHDRAWN = """
Écrite par erreur dans cette fiche; elle concernait une autre famille.
Doublon de la note du même jour.
Contient un renseignement que la famille a demandé de ne pas garder.
"""

EFFECTS = {
    "better": """
{P} appelle maintenant de sa propre initiative.
{e} arrive à l’heure et parle davantage.
Les coupons reviennent signés.
{P} a participé à deux activités depuis.
Le lien est plus détendu des deux côtés.
""",
    "same": """
Rien n’a changé pour l’instant; on garde le contact.
Les absences continuent, la conversation aussi.
Même rythme qu’avant.
""",
    "early": """
Trop tôt : le tutorat commence lundi.
À revoir après les fêtes.
Deux semaines seulement, on attend.
""",
    "worse": """
Un malentendu à la cafétéria a refroidi l’échange; il faut réparer.
Les appels restent sans réponse depuis cette rencontre.
""",
}

PRIORITISED = """
Trois messages sans réponse depuis l’accueil de septembre. L’équipe souhaite un premier contact en personne.
Famille arrivée au Québec cet été, qui connaît peu l’école d’ici.
Plusieurs retards depuis octobre; l’équipe du groupe souhaite de l’aide pour joindre la famille.
Personne n’a pu venir aux deux dernières rencontres; l’horaire de travail est lourd.
{e} passe au secondaire l’an prochain et la famille demande de l’accompagnement.
Début de désengagement vu en classe; on veut comprendre avec la famille.
La famille a demandé elle-même un coup de main.
Changement de foyer cet automne, tout l’entourage se réorganise.
"""

ENDINGS = """
Les objectifs sont atteints et la famille est d’accord.
Les enfants ont changé d’école.
Lien solide avec la classe, plus besoin d’un soutien particulier.
"""

DECIDERS = (
    "Équipe du 1er cycle et direction",
    "Comité du lien école-familles",
    "Direction, titulaire et soutien école-familles",
    "Équipe-école, rencontre du jeudi",
    "Direction adjointe et TES",
)

TIERS = {
    1: "Retour au soutien offert à toutes les familles : le lien est solide.|"
    "Soutien universel suffisant pour l’instant.",
    2: "Quelques gestes ciblés suffisent : un appel aux deux semaines.|Besoin d’un interprète et d’un horaire souple.|"
    "Passage difficile, on reste proche.",
    3: "Plusieurs besoins en même temps; une seule personne fait le lien.|"
    "Arrivée récente, soutien rapproché pour un temps.|"
    "Deux foyers et plusieurs services à accorder.",
}

FORCES = {
    "souhaits": "Aimerait que {e} aime lire|Rêve que {e} termine ses études|Veut que {e} garde ses deux langues|",
    "savoirs": "Cuisine pour trente personnes sans stress|Couture et tricot|Menuiserie : a bâti la table de la cour|"
    "Enseignait les mathématiques avant d’immigrer|Joue du tambour",
    "langues": "Parle trois langues à la maison|Raconte des histoires en {langue}|Aide d’autres parents à comprendre|",
    "entourage": "Une tante parle français, vient volontiers|Les grands-parents habitent à côté|"
    "Une voisine garde les petits|Communauté très présente la fin de semaine",
    "moments": "Le vendredi à la cloche, toujours de bonne humeur|Répond bien aux messages vocaux|"
    "Le samedi matin au marché|",
    "dires": "« On lit ensemble avant de dormir »|« Chez nous, on rit beaucoup »|« Papa m’aide en maths »|"
    "« Mamie raconte son école d’avant »",
    "autre": "Jardine dans la ruelle verte|Très bonne mémoire des dates",
}

OBSTACLES = {
    "horaire": "Part à 5 h 30, rentre à 18 h|Quart de nuit trois semaines sur quatre|",
    "emplois": "Deux emplois, sept jours sur sept|",
    "langue": "Comprend le français parlé lentement|Le français écrit est difficile|",
    "lecture": "Préfère qu’on lise ensemble|",
    "vecu_scolaire": "Souvenirs difficiles de sa propre école|",
    "jugement": "Craint qu’on commente le désordre ou le budget|",
    "ecole_quebecoise": "Ne connaît pas encore les étapes et les bulletins|",
    "materiel": "Logement petit, cinq personnes dans trois pièces|Fins de mois serrées|",
    "transport": "Deux autobus pour venir à l’école|",
    "numerique": "Un seul téléphone pour la maisonnée|Pas de données à la fin du mois|",
    "garde": "Bébé de six mois à la maison|",
    "sante": "Traitements le mardi|",
    "isolement": "Arrivée en août, peu de monde autour|",
    "mefiance": "Un conflit dans une autre école a laissé des traces|",
    "autre": "Travaux dans l’immeuble, déménagement possible|",
}

# By the account of who is brought in; a teacher of last year's is brought in for what the last line says.
CIRCLE = {
    "ortho": "suit {e} en orthopédagogie|prépare le plan d’intervention {de_e}",
    "ortho2": "suit {e} en orthopédagogie",
    "orthophonie": "suit {e} en orthophonie",
    "psychoed": "accompagne {e} pendant les transitions|prépare le plan d’intervention {de_e}",
    "psychologie": "rencontre {e} chaque semaine",
    "travail.social": "offre un soutien psychosocial",
    "animation": "prépare avec {e} la fête de la solidarité",
    "service.garde": "retrouve {e} chaque soir au service de garde",
}
IN_CLASS = "accompagne {e} en classe|anime l’atelier du matin avec {e}|prépare le plan d’intervention {de_e}"
LAST_YEAR = "a enseigné {a_e} l’an dernier, la famille lui fait confiance"

OPENINGS = (
    "Remplacement de la TES au dossier, rencontre prévue cet après-midi.",
    "La famille demande un retour après une conversation dans le corridor.",
    "Préparation du plan d’intervention avec l’équipe de la classe.",
    "Situation urgente à la récréation, besoin de savoir qui appeler.",
)

PLANS = """
{e}, {p} et l’équipe du groupe {g}
Les échanges sont rares et arrivent surtout quand ça va mal.
Un appel de bonne nouvelle aux deux semaines (soutien). Un résumé vocal le vendredi (classe). On revoit en février.

Les deux foyers {de_e}, la TES, la classe
Les messages se perdent d’un foyer à l’autre.
Deux copies de tout, mêmes mots pour tous. Rencontre à distance une fois par étape.

{P}, l’interprète, l’équipe du groupe {g}
La langue écrite ferme des portes.
Pictogrammes et message vocal en {langue}. Visite de la classe avec l’interprète avant les fêtes.

{e} et sa grande famille
Le matin est une course et les retards s’accumulent.
Réveil et sac préparés la veille (famille). Accueil calme à la porte (TES). Bilan avec {p} dans un mois.
"""

BLUNT = """
Très belle rencontre.
Rien de particulier.
Pas de réponse.
Message laissé.
Signature reçue, merci!
Croisé au parc; tout va bien.
"""
