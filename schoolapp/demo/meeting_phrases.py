"""What the team of the made-up school says in its meetings."""

from __future__ import annotations

from schoolapp.team.vocabulary import COLD, LATE, TIER

STANDING = """
Bonnes nouvelles de la semaine
Retour sur les décisions d’avant
Dates à venir avec les familles
"""

FREE_POINTS = """
Café-parents de novembre : qui accueille?
Affichage des ateliers du samedi matin
Soirée des bulletins : interprètes à prévoir
Comité de parents : y présenter l’agente et l’agent
Coin lecture ouvert aux parents le vendredi
"""

SAID = """
Tour de table. Beaucoup de petits gestes remarqués; on en parle aux élèves.
Fait en grande partie. Ce qui reste est repris plus bas.
Rien à signaler cette fois.
On garde le même fonctionnement jusqu’au congé, puis on en reparle.
Une mère a proposé de tenir une table de jeux : oui, avec plaisir.
"""

DECIDED = """
On change de moment plutôt que de moyen : l’appel se fera le soir, par la même personne. Une bonne nouvelle d’abord.
Une seule personne appelle d’ici les Fêtes; les autres lui transmettent ce qu’elles souhaitent dire.
La famille préfère venir à l’école. On propose le vendredi après la cloche, avec la petite sœur, au coin lecture.
On attend la réponse de l’interprète avant de fixer la rencontre. La classe envoie une photo du projet d’ici là.
Le lien tient : on garde le message du vendredi, et on ne demande rien de plus pour l’instant.
On passe à un accompagnement plus rapproché, avec la famille, jusqu’au prochain bilan.
"""

WHY = {
    LATE: """
Rappel prévu la semaine d’avant
Rencontre à fixer, toujours à faire
""",
    TIER: """
Date de révision du palier arrivée
Palier à revoir après le bulletin
""",
    COLD: """
Sans nouvelles depuis un mois
Trois essais, à des moments différents
""",
}
