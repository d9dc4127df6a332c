"""What the made-up school added to its directory: categories, agreements, tips, changes, what each keeps at hand."""

from __future__ import annotations

# name, the category of the base list it is under
OWN = (("Frigo partagé", "alimentation"), ("Répit", "parents"))
RETAGGED = {
    "Frigo partagé": ["alimentation", "ecole_frigo_partage"],
    "Répit du samedi": ["parents", "ecole_repit", "petite_enfance"],
    "Répit de fin de semaine": ["parents", "ecole_repit"],
}
PEOPLE = (
    "Nadia Belkacem", "Jean-Philippe Tessier", "Marie-Flore Saint-Louis", "Huong Pham", "Rodrigo Salas",
    "Odette Pronovost", "Karim Ouellet", "Sylvie Auclair", "Fatou Sow", "Émile Vadeboncœur",
    "Lucie Neeposh", "Gabriel Archambault",
)  # fmt: skip
TITLES = ("Coordination", "Accueil", "Intervention", "Direction", "Responsable des bénévoles", "Secrétariat")
# organisation, what, since how many days, for how many more, with whom
AGREEMENTS = (
    ("La Tablée du Moulin", "Un panier d’urgence dans la journée sur appel de l’agente, sans preuve d’adresse.", 410, 0,
     "Coordination de La Tablée"),
    ("Banque d’interprètes des Rives", "Douze heures d’interprète par mois payées par l’école.", 300, 220,
     "Bureau 12, demandes du lundi au jeudi"),
    ("Coup de pouce scolaire", "Six jumelages réservés aux élèves de l’école; local prêté le mardi.", 80, 215,
     "La direction adjointe"),
    ("Maison Gabrielle", "Deux places de halte-garderie gardées lors des rencontres de parents.", 250, 60,
     "La coordonnatrice, par courriel"),
    ("CLSC des Rives", "Une travailleuse sociale à l’école le jeudi matin.", 700, 0, "Accueil psychosocial"),
    ("Fringues et compagnie", "Bons de la rentrée : trente par année, remis par l’agente.", 95, 270, ""),
    ("Bibliothèque Gabrielle-Roy", "Visite de chaque groupe de 1re année; carte remise à l’élève.", 500, 40, ""),
    ("Fondation Cartable", "Réponse en trois jours pour une sortie scolaire.", 130, 0, ""),
)  # fmt: skip
# service, words, who, how many days ago
TIPS = (
    ("Panier de denrées",
     "Le jeudi est plus calme. Dire « de la part de l’école » et on ne demande aucun papier.", "agent", 21),
    ("Panier de denrées",
     "L’entrée est par le côté, la porte brune. Il y a des marches, et une rampe à l’arrière.", "secretariat", 64),
    ("Francisation à temps partiel", "La halte-garderie se remplit vite : appeler le lundi à 9 h.", "agent2", 12),
    ("Halte-garderie", "Demander Odette. Elle parle un peu l’arabe et rassure les mamans.", "agent", 33),
    ("Interprète au téléphone",
     "Préparer ses questions : on paie à la minute. Présenter l’interprète en premier.", "pro", 9),
    ("Accueil psychosocial", "Après 17 h, on est reçu tout de suite.", "pro", 48),
    ("Tutorat à deux", "Ils prennent aussi des élèves de 2e année si on insiste un peu.", "prof", 30),
    ("Consultation budgétaire",
     "Deux familles en sont revenues soulagées. Proposer d’y aller ensemble la première fois.", "agent", 77),
    ("Demande de logement à loyer modique",
     "Garder une copie du formulaire : un dossier s’est perdu l’an dernier.", "secretariat", 120),
    ("Meubles pour un logement", "La liste doit être très précise (grandeur des lits).", "agent2", 55),
    ("Mentorat un à un", "Long, mais les jumelages durent. Le dire d’emblée aux parents.", "agent", 140),
    ("Vaccination des enfants", "Le mardi soir convient aux parents qui travaillent.", "secretariat", 18),
    ("Local des jeunes", "Plusieurs de nos anciens y vont; les grands frères s’y sentent bien.", "agent", 90),
    ("Aide à l’immigration", "Dire la date d’audience au premier appel, sinon on attend.", "agent2", 26),
)  # fmt: skip
# service, field, before, after, who, how many days ago, who at the partner's
CHANGES = (
    ("Panier de denrées", "cost", "Gratuit", "Contribution de 5 $ si possible", "secretariat", 40, ""),
    ("Cuisine collective du soir", "wait", "Aucune", "Environ deux semaines", "agent", 25, ""),
    ("Francisation à temps partiel", "schedules", "lundi et mercredi, de 18 h à 21 h",
     "lundi et mercredi, de 18 h à 21 h\nmardi et jeudi, de 9 h à 12 h", "agent2", 60, "Karim Ouellet"),
    ("Halte-garderie", "cost", "2 $ la demi-journée", "3 $ la demi-journée", "agent", 35, "Odette Pronovost"),
    ("Friperie", "schedules", "du mardi au samedi, de 10 h à 17 h",
     "du mardi au samedi, de 10 h à 17 h\njeudi et vendredi, de 10 h à 20 h", "secretariat", 14, ""),
    ("Interprète sur place",
     "languages", "français, arabe, espagnol", "français, arabe, espagnol, persan, dari, chinois",
     "secretariat", 110, "Huong Pham"),
)  # fmt: skip
KEPT = {
    "agent": ("Panier de denrées", "Francisation à temps partiel", "Halte-garderie", "Interprète au téléphone",
              "Accueil psychosocial", "Consultation budgétaire"),
    "agent2": ("Aide à l’immigration", "Accueil et premières démarches", "Meubles pour un logement"),
    "prof": ("Tutorat à deux", "Alloprof"),
    "pro": ("Accueil psychosocial", "Ateliers « Mon volcan »", "LigneParents"),
    "secretariat": ("Vaccination des enfants", "211"),
}  # fmt: skip
