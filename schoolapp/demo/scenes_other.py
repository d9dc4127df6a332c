"""What a note may tell when nobody was reached, or when there was no direct contact."""

NOT_REACHED = """
@ telephone | moyens | 1-2
o Appel, sans réponse. Message laissé.
o Appel à l’heure du souper, pas de réponse.
o J’ai essayé le numéro du travail; {p} était en réunion.
o {e} a répondu : {p} rappellera.
o Appel en soirée, comme demandé. Pas de chance cette fois.
o Deux essais aujourd’hui, au cellulaire et à la maison.
o La boîte vocale est pleine.
o Le numéro ne semble plus en service; je vérifie auprès {de_e}.
o Appel à midi : ça sonne, puis ça coupe.
b Message court et chaleureux, sans parler du sujet.
b J’ai dit que tout allait bien et que je rappellerais.
b Nouvel essai prévu en soirée.
b Le matin n’est peut-être pas le bon moment.
@ texto | moyens souplesse | 1-2
o Texto envoyé, pas encore de réponse.
o Texto avec deux choix d’heure; rien pour l’instant.
o Petit texto de nouvelles; lu, sans réponse.
o Texto de rappel pour jeudi.
o Le texto n’a pas été remis, selon le téléphone.
b Je laisse passer quelques jours.
b J’essaierai un message vocal en {langue}.
@ papier | moyens | 2-3
o Mot remis {a_e}; le coupon n’est pas revenu.
o Le mot est resté au fond du sac, selon {e}.
o Invitation du café-parents envoyée sur papier.
o Deuxième mot, sur papier jaune cette fois.
b {e} dit l’avoir mis sur le frigo.
b Le sac a changé de foyer cette semaine; je renvoie le mot lundi.
b Je le remets lundi, avec un dessin de la date.
@ courriel | moyens | 2-5
o Courriel envoyé, sans retour.
o Courriel avec la date de la rencontre; pas encore de réponse.
o Deuxième courriel, plus court, avec une seule question.
o Le courriel est revenu : adresse à vérifier.
b Je passe par le téléphone.
b Je joindrai une image la prochaine fois.
b L’adresse servait surtout à l’ancien emploi.
@ ecole | souplesse | 5-15
o {P} n’a pas pu venir à la rencontre.
o Rendez-vous reporté : un quart de travail a été ajouté.
o Personne à l’heure dite; l’autobus avait du retard, je l’ai su ensuite.
b On propose une autre heure, ou le téléphone, au choix.
b Je n’insiste pas; l’invitation reste ouverte.
@ domicile | rencontre | 5-10
o Passage à la maison comme convenu; personne à la porte.
o Visite prévue à 16 h; la voisine dit que {p} est à la clinique.
o Sonné deux fois, pas de réponse.
b Petit mot laissé dans la boîte aux lettres, sans détail.
b On propose plutôt le parc, la semaine prochaine.
"""

NO_CONTACT = """
@ autre | partenaires outils | 20-60
o Rencontre d’équipe au sujet {de_e} : titulaire, orthopédagogue et moi.
o Point avec la personne titulaire du groupe {g}.
o Concertation avec l’équipe du deuxième cycle.
b Chacun a dit ce qui marche, puis ce qu’on essaie ensuite.
b On évite de multiplier les appels : une seule personne parle avec la famille.
b {e} participe davantage en petit groupe; on garde cette formule.
b La lecture avance, l’écriture demande plus de temps.
b On s’entend pour observer deux semaines avant de changer quoi que ce soit.
e Je résume {a_p} de vive voix avant vendredi.
e Prochain point dans trois semaines.
@ telephone | partenaires | 10-20
o Appel à l’organisme du quartier, avec l’accord {de_p}.
o Appel au service de transport.
o Appel à la banque d’interprètes pour réserver une heure en {langue}.
b Une place se libère le mois prochain.
b Le formulaire est simple; je le remplis avec {p} mardi.
b Il faut une preuve d’adresse, rien de plus.
e J’attends la confirmation.
@ ecole | ouverture | 10-30
o Observé {e} en classe pendant une demi-heure.
o Quelques minutes avec {e} à la récréation.
o Dîner avec un petit groupe, dont {e}.
b {e} parle volontiers de sa petite cousine et du basketball.
b {e} connaît les consignes mais attend qu’on l’invite.
b Beaucoup d’attention pendant l’histoire lue à voix haute.
b {e} a demandé si sa famille viendrait à la fête.
e À raconter {a_p} : c’est une belle observation.
@ autre | langue moyens | 10-30
o Traduction du mot de la sortie en {langue}.
o Préparation de la rencontre : trois points, pas plus.
o Recherche d’un interprète pour la semaine prochaine.
b Relu par une collègue qui parle {langue}.
b J’ai remplacé les sigles par des mots et ajouté une image.
e Prêt à partir avec {e} demain.
@ courriel | partenaires | 5-10
o Écrit au centre de francisation pour connaître les horaires.
o Courriel à la personne répondante de l’organisme.
b Réponse attendue d’ici deux semaines.
b Aucun renseignement personnel dans ce courriel.
"""

# Sentences that may join any note written after a real exchange.
ABOUT = """
{e} a de bons amis dans le groupe {g}.
{e} aime dessiner et remplit des cahiers entiers.
Le sommeil {de_e} va mieux depuis que l’écran reste dans la cuisine.
{e} demande à apporter des livres à la maison.
La famille parle {langue} à la maison et tient à le garder.
{P} a terminé un cours de français et le dit avec fierté.
Un nouvel emploi commence lundi, de soir.
La grand-mère arrive au printemps; {e} compte les jours.
Le déménagement est prévu en juillet, dans le même quartier.
{P} cuisine pour les voisins et connaît beaucoup de monde.
Le vélo {de_e} a été réparé, donc plus de retard le matin.
{e} veut s’inscrire à la chorale.
Les mathématiques vont bien, la lecture demande de l’élan.
{e} a perdu une dent et voulait que toute l’école le sache.
{P} sait coudre et pourrait aider pour les costumes.
Le médecin a confirmé que l’ouïe {de_e} est bonne.
{e} s’ennuie de son ancienne école et commence à le dire.
Les lunettes sont arrivées : {e} lit le tableau du fond de la classe.
Il y a eu un décès dans la parenté; {e} en parle un peu.
{P} préfère les messages courts et les rappels la veille.
{e} apprend une chanson en {langue} pour la fête.
Les boîtes à lunch sont plus légères en fin de mois; la cantine à coût réduit est connue.
{e} fait ses devoirs à l’aide aux devoirs, ce qui libère les soirées.
L’assiduité {de_e} s’est beaucoup améliorée.
{P} demande qu’on l’appelle par son prénom.
La carte de bibliothèque municipale est faite.
{e} a choisi un documentaire sur les baleines.
Le petit frère entre à la maternelle l’an prochain.
{P} se souvient d’une école très sévère et craint un peu les réunions.
{e} a reçu un certificat pour son entraide.
Le chien de la famille s’appelle Biscuit, selon {e}.
Le voyage de décembre est confirmé : trois semaines d’absence à préparer.
La voiture est au garage; les rendez-vous se font à pied.
{P} suit une formation et étudie le soir à côté {de_e}.
Les deux foyers s’échangent maintenant le sac et le cahier.
{e} a fait lire son texte à toute la maisonnée.
"""
