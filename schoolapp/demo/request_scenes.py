"""What the made-up teachers ask of their agents, and what becomes of it. See ``requests.py`` for how it is read.

A step is « school days ago, act, who, words ». People are accounts by the part of their address before the @;
« titulaire » is the teacher of the child's group. In the words, {e} is the child.
"""

from __future__ import annotations

from schoolapp.records import NamedTuple

Step = tuple[int, str, str, str]


class Scene(NamedTuple):
    """A request.

    Attributes:
        group: the group of the child; « * » for any, empty when the family is not known yet.
        asker: who asks.
        adds: whether it is added to the request before it, about a brother or a sister.
        person: for each act that names somebody, who.
    """

    group: str
    asker: str
    observed: str
    tried: tuple[str, ...]
    knows: tuple[str, str]
    help: tuple[str, ...]
    urgency: str
    steps: tuple[Step, ...]
    about: str = ""
    tried_words: str = ""
    talk_when: str = ""
    effect: str = ""
    adds: bool = False
    person: str = ""


SCENES = (
    Scene(
        "302", "prof",
        "Depuis trois semaines, {e} arrive après la cloche deux matins sur cinq et garde son manteau jusqu’à la "
        "récréation. Mes deux messages à la maison sont restés sans réponse.",
        ("appel", "mot"), ("non", "Je n’ai pas encore réussi à joindre quelqu’un."), ("famille", "rencontre"),
        "semaine", ((1, "ask", "prof", ""),), talk_when="Mardi à la récréation de 10 h",
    ),
    Scene(
        "302", "prof",
        "{e} dit avoir faim en fin de matinée et partage la collation des autres. Rien dans la boîte à lunch lundi et "
        "mercredi.",
        ("enfant", "collegue"), ("non", "Je crains de blesser la famille."), ("famille", "partenaire"), "semaine",
        (
            (8, "ask", "prof", ""),
            (7, "receive", "agent", ""),
            (6, "answer", "agent", "J’appelle la famille ce soir, en commençant par une bonne nouvelle de la classe."),
            (5, "invite", "agent", "As-tu vu quelque chose de semblable au service de garde?"),
            (3, "contribute", "pro", "Oui, surtout les jours sans dîner chaud. {e} en parle sans gêne avec moi."),
            (2, "tell", "prof", "Cette semaine, {e} a mangé tous les jours. Je garde l’œil ouvert."),
        ),
        tried_words="J’ai gardé une pomme de côté.", person="pro",
    ),
    Scene(
        "302", "prof",
        "Bulletin à remettre : la dernière rencontre s’est passée sans interprète, et {e} traduisait pour sa mère.",
        ("rencontre",), ("oui", "Elle préfère revenir avec quelqu’un."), ("interprete", "rencontre"), "mois",
        (
            (30, "ask", "prof", ""),
            (29, "receive", "agent", ""),
            (24, "answer", "agent", "L’interprète est réservée pour jeudi, 17 h."),
            (15, "close", "agent", "Rencontre avec l’interprète : {e} a pu écouter. La même personne en février."),
            (14, "thank", "prof", "Merci! La conversation a changé du tout au tout."),
        ),
        effect="better",
    ),
    Scene(
        "302", "prof",
        "Les devoirs ne reviennent jamais faits. {e} dit qu’il n’y a personne à la maison avant 19 h.",
        ("mot", "classe"), ("oui", "Le père travaille de soir."), ("partenaire",), "possible",
        (
            (40, "ask", "prof", ""),
            (39, "refuse", "agent2", "Au service de garde, Chantal a une place d’aide aux devoirs pour {e}."),
        ),
    ),
    Scene(
        "101", "prof2",
        "{e} pleure à l’arrivée depuis la rentrée et refuse de quitter la main de sa grand-mère.",
        ("porte", "classe"), ("oui", "La grand-mère est inquiète aussi."), ("soutien", "famille"), "mois",
        (
            (9, "ask", "prof2", ""),
            (8, "receive", "agent2", ""),
            (7, "answer", "agent2", "Je serai à la porte mardi et mercredi matin, pour faire connaissance."),
        ),
        talk_when="Un courriel me convient",
    ),
    Scene(
        "*", "titulaire",
        "En classe, {e} dort l’après-midi et dit veiller avec les plus petits à la maison.",
        ("enfant",), ("non", "Je préfère en parler avec vous d’abord."), ("famille",), "mois",
        ((4, "ask", "titulaire", ""),), adds=True,
    ),
    Scene(
        "101", "prof2",
        "Aucune réponse aux trois invitations de la classe. Je n’ai jamais rencontré les parents de {e}.",
        ("mot", "invitation"), ("non", "Je ne sais pas comment les joindre."), ("famille",), "mois",
        (
            (21, "ask", "prof2", ""),
            (19, "receive", "agent", ""),
            (18, "answer", "agent", "Le numéro du dossier n’est plus bon; je passe par la grande sœur."),
            (17, "hand_over", "agent", "La famille te connaît déjà, par le café du mercredi."),
        ),
        person="agent2",
    ),
    Scene(
        "101", "prof2",
        "{e} a manqué neuf jours en octobre. Les motifs écrits changent d’une fois à l’autre.",
        ("appel",), ("oui", "La mère dit que l’autobus passe trop tôt."), ("famille",), "semaine",
        (
            (33, "ask", "prof2", ""),
            (32, "receive", "agent", ""),
            (28, "answer", "agent", "L’arrêt a été déplacé en septembre : j’ai demandé au transporteur."),
            (12, "close", "agent", "L’arrêt est rapproché. Deux retards depuis, au lieu de neuf absences."),
        ),
        effect="early",
    ),
    Scene(
        "401", "titulaire",
        "{e} change de sujet dès que l’on parle de la maison, et s’isole à la récréation depuis deux semaines.",
        ("enfant", "collegue"), ("non", "Rien de précis à dire encore."), ("soutien",), "possible",
        ((5, "ask", "titulaire", ""),),
    ),
    Scene(
        "503", "titulaire",
        "La famille de {e} vient d’arriver. Elle ne connaît ni l’horaire, ni le bulletin, ni le service de garde.",
        ("mot",), ("oui", "Très heureuse qu’on l’accueille."), ("interprete", "famille"), "semaine",
        (
            (3, "ask", "titulaire", ""),
            (2, "receive", "agent", ""),
        ),
    ),
    Scene(
        "203", "titulaire",
        "Deux conflits à la porte avec le même parent, à propos des bottes perdues de {e}.",
        ("porte",), ("oui", "Il trouve que l’école ne l’écoute pas."), ("soutien", "rencontre"), "mois",
        (
            (26, "ask", "titulaire", ""),
            (25, "receive", "agent2", ""),
            (22, "answer", "agent2", "Je propose un café à trois, sans ordre du jour."),
            (11, "close", "agent2", "Nous avons eu le café. Le ton reste tendu; rien de pire. À reprendre en janvier."),
            (6, "ask_again", "titulaire", "Nouvel échange difficile hier : j’aimerais qu’on s’y remette."),
        ),
        effect="same",
    ),
    Scene(
        "602", "titulaire",
        "{e} passe au secondaire l’an prochain et personne de la famille n’est venu à la soirée d’information.",
        ("invitation", "mot"), ("oui", "La mère travaille le jeudi soir."), ("famille",), "possible",
        (
            (16, "ask", "titulaire", ""),
            (15, "receive", "agent", ""),
        ),
    ),
    Scene(
        "", "secretariat",
        "Une dame passe chaque matin au secrétariat demander un formulaire qu’elle n’arrive pas à remplir. Elle repart "
        "sans le prendre.",
        ("porte",), ("non", "Je n’ai pas osé demander son nom."), ("famille", "interprete"), "mois",
        ((2, "ask", "secretariat", ""),),
        about="Une dame au foulard vert, qui vient avec un garçon de 2e année",
    ),
    Scene(
        "M51", "titulaire",
        "{e} ne parle pas encore en classe, mais chante à la maison selon sa tante.",
        ("bonne_nouvelle", "enfant"), ("oui", "La tante est contente de raconter."), ("soutien",), "possible",
        (
            (50, "ask", "titulaire", ""),
            (49, "receive", "agent2", ""),
            (44, "answer", "agent2", "La tante viendra chanter avec le groupe vendredi."),
            (35, "close", "agent2", "La tante est venue deux fois. {e} a chanté tout bas, puis parlé à une amie."),
        ),
        effect="better",
    ),
    Scene(
        "304", "titulaire",
        "Le cahier de {e} revient avec des pages arrachées là où j’écris à la maison.",
        ("mot", "appel"), ("non", "Je n’ai joint personne."), ("famille",), "mois",
        (
            (45, "ask", "titulaire", ""),
            (43, "receive", "agent", ""),
            (38, "answer", "agent", "Rencontre prévue à la bibliothèque du quartier."),
            (20, "close", "agent", "Rencontre mal reçue. Je laisse passer un mois, puis j’essaie autrement."),
        ),
        effect="worse",
    ),
)  # fmt: skip
