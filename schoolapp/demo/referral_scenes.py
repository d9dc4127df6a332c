"""The referrals of the made-up school: to which service, why, what the partner was told, what became of it."""

from __future__ import annotations

from schoolapp.records import NamedTuple

Step = tuple[int, str, str, str]  # how many days ago, the act, who (or « partner »), the words


class Scene(NamedTuple):
    """One referral. ``need`` is what the partner reads; ``place`` names the family among those met lately."""

    service: str
    place: int
    holder: str
    steps_by: str
    reason: str
    need: str
    steps: tuple[Step, ...]
    effect: str = ""
    means: str = "lien"


SCENES = (
    Scene(
        "Panier de denrées", 0, "agent", "agent",
        "La mère a dit, au détour d’un appel, que la fin du mois est difficile depuis l’été. Elle ne demandera pas.",
        "Un panier chaque semaine pour une famille de quatre, dont un enfant allergique aux noix.",
        ((24, "create", "agent", ""), (22, "consent", "agent", ""), (22, "send", "agent", ""),
         (20, "take_up", "partner", "Bienvenue dès jeudi, à partir de 13 h."), (18, "start", "partner", ""),
         (4, "close", "agent", "Ils y vont à pied, chaque jeudi. La mère y a retrouvé une voisine.")), "better",
    ),
    Scene(
        "Francisation à temps partiel", 1, "agent", "ensemble",
        "Le père comprend un peu, la mère pas encore. Ils veulent lire les mots de l’école eux-mêmes.",
        "Deux adultes débutants, disponibles en soirée, avec une halte-garderie si possible.",
        ((16, "create", "agent", ""), (14, "consent", "agent", ""), (13, "send", "agent", ""),
         (2, "tell", "partner", "Il reste une place le mardi soir. Peuvent-ils passer lundi pour l’évaluation?")),
    ),
    Scene(
        "Bon de la rentrée", 2, "agent2", "agent",
        "Les bottes de l’an passé sont trop petites; il neige la semaine prochaine.",
        "Des bottes et un manteau pour un enfant de première année.",
        ((19, "create", "agent2", ""), (18, "consent", "agent2", ""), (18, "send", "agent2", "")),
    ),
    Scene(
        "Meubles pour un logement", 3, "agent", "famille",
        "Le nouveau logement est vide. La famille préfère appeler elle-même.", "",
        ((9, "create", "agent", ""), (8, "accept", "agent", ""), (8, "hand", "agent", "")),
    ),
    Scene(
        "Halte-garderie", 4, "pro", "ensemble",
        "Sans répit depuis la naissance du petit dernier; la grand-mère est repartie au pays.",
        "Deux demi-journées par semaine pour un bébé de huit mois.",
        ((5, "create", "pro", ""), (3, "prepare", "pro", "")),
    ),
    Scene(
        "Cuisine collective du soir", 5, "agent", "agent",
        "Pour rencontrer d’autres parents du quartier, en cuisinant.", "",
        ((30, "create", "agent", ""), (28, "refuse", "agent", "Pas pour l’instant : les soirées sont déjà courtes.")),
    ),
    Scene(
        "Répit du samedi", 6, "agent", "agent",
        "L’aîné demande beaucoup; les samedis sont longs pour les deux petits.",
        "Un répit le samedi pour un garçon de neuf ans qui a un trouble du spectre de l’autisme.",
        ((40, "create", "agent", ""), (39, "consent", "agent", ""), (38, "send", "agent", ""),
         (31, "decline", "partner", "Liste d’attente de dix mois : rappelez-nous au printemps."),
         (30, "read", "agent", "")),
    ),
)  # fmt: skip
# category, what was looked for, from where, who, how many days ago, what was found after all
NEEDS = (
    ("parents", "Un répit le samedi, sans liste d’attente", "demande", "agent", 31, ""),
    ("loisirs", "Natation le soir, avec quelqu’un qui parle arabe", "recherche", "prof", 26, ""),
    ("loisirs", "Un club de lecture gratuit après l’école", "recherche", "prof2", 20, "La bibliothèque en ouvre un"),
    ("transport", "Un transport vers la friperie, sans auto, avec une poussette", "famille", "agent", 18, ""),
    ("sante_mentale", "Un suivi en espagnol pour un parent, d’ici un mois", "famille", "pro", 15, ""),
    ("logement", "Un cinq et demie à moins de 1 100 $, près de l’école", "famille", "agent", 12, ""),
    ("logement", "Un accompagnement au Tribunal du logement, en créole", "recherche", "agent2", 9, ""),
    ("devoirs", "Aide aux devoirs en ligne, le dimanche", "recherche", "prof", 6, "Alloprof répond jusqu’à 20 h"),
    ("interpretes", "Une interprète de tigrigna en soirée", "demande", "agent", 4, ""),
)  # fmt: skip
JOINT = {"Café": "La Tablée du Moulin", "Conte": "Bibliothèque Gabrielle-Roy", "lecture": "Bibliothèque Gabrielle-Roy"}
