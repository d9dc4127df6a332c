"""What a note may tell when a person was reached. See ``prose.py`` for the marks; nothing here takes a gender."""

REACHED = """
@ telephone | dialogue moyens | 5-20
o Appel {a_p}, en fin de journée comme convenu.
o Courte conversation avec {p}, pendant une pause au travail.
o {P} a rappelé après mon message d’hier.
o Appel pour prendre des nouvelles, sans autre raison.
o Joint {p} au deuxième essai, au numéro du travail.
b Tout va bien à la maison; la routine du matin est plus calme depuis deux semaines.
b Nous avons parlé de l’école, puis de la famille, puis de l’hiver qui arrive.
b {P} demande comment {e} se débrouille en lecture. J’ai donné deux exemples concrets tirés de la classe.
b {e} raconte peu sa journée; {p} aimerait savoir quelles questions poser le soir.
b Le cahier rouge ne revient pas toujours : on essaie une photo par texto à la place.
b L’horaire change encore le mois prochain. On garde le mardi après 18 h pour se parler.
e {P} remercie de l’appel et dit que c’est plus facile de vive voix.
e On se reparle dans deux semaines.
e Je transmets à l’équipe du groupe {g}.
@ telephone | dialogue ouverture | 3-10
o Appel de bonne nouvelle : {e} a lu son texte devant tout le groupe {g}.
o Appel pour dire une belle chose vue aujourd’hui : {e} a aidé un camarade à comprendre la consigne.
o Bonne nouvelle à partager : {e} arrive à l’heure tous les jours depuis un mois.
o Appel pour raconter le projet de sciences {de_e}, très réussi.
b Silence au bout du fil, puis un grand rire. {P} s’attendait à une mauvaise nouvelle.
b {P} dit que c’est la première fois que l’école appelle pour une bonne nouvelle.
b On entendait {e} à côté, qui voulait savoir ce qu’on disait.
b {P} va en parler ce soir au souper et appeler la grand-mère.
e On se promet un autre appel comme celui-là avant les vacances.
e À refaire : cela change toute la conversation.
@ texto | moyens souplesse | 2-5
o Échange de textos avec {p} au sujet de la sortie.
o Texto envoyé le matin, réponse dans l’heure.
o {P} a écrit pour prévenir d’une absence.
o Rappel par texto de la rencontre de jeudi, avec l’heure et le local.
b Réponse courte, avec un pouce levé. Le rendez-vous tient.
b Le message vocal passe mieux que l’écrit : j’en ai laissé un de trente secondes.
b {P} a envoyé une photo du formulaire signé.
b J’ai utilisé des phrases simples et une seule question à la fois.
b {P} propose de passer à l’école vendredi après la cloche.
e Ce moyen fonctionne bien, on continue.
e Je garde le texto pour les rappels et le téléphone pour le reste.
@ courriel | moyens dialogue | 5-15
o Réponse {de_p} à mon courriel de lundi.
o Courriel {de_p}, avec deux questions sur le bulletin.
o Courriel envoyé en français et en {langue}, relu par une collègue.
b Les questions portaient sur les évaluations et sur l’aide aux devoirs.
b J’ai répondu point par point, avec les dates à retenir en tête.
b {P} demande si les documents peuvent venir dans un format lisible au téléphone.
b L’échange a aussi servi à corriger l’adresse et le numéro du domicile.
e Copie à l’équipe du groupe {g}, avec l’accord {de_p}.
e {P} confirme avoir tout reçu.
@ papier | moyens langue | 5-10
o Mot remis par {e}, en pictogrammes et en {langue}.
o Le mot papier est revenu signé dès le lendemain.
o Coupon-réponse reçu, avec un petit mot au dos.
b Au dos : « Merci pour les mots simples. »
b {e} a remis le mot en main propre, avec fierté.
b La réponse est oui pour la sortie et non pour la photo de classe.
e On garde le papier de couleur : il se voit dans le sac.
e Une copie est au dossier de la classe.
@ ecole | dialogue outils | 15-40
o Rencontre de bulletin avec {p}, dans la classe {de_e}.
o {P} était à l’école pour la remise du bulletin.
o Rencontre à trois : {p}, {e} et moi.
o Rencontre tôt le matin, avant le travail {de_p}.
b Nous avons commencé par ce que {e} réussit : l’oral, l’entraide, les arts.
b {e} a présenté trois travaux choisis dans son portfolio.
b {P} connaît bien les forces {de_e} et en parle avec précision.
b Nous avons regardé ensemble une dictée et ce qui a changé depuis septembre.
b La question des devoirs prend beaucoup de place le soir; on s’entend sur quinze minutes, pas plus.
b {P} propose de lire à voix haute en {langue}, et {e} résumera en français.
b J’ai montré le jeu de cartes pour les tables; il part à la maison ce soir.
e Prochaine rencontre en février, à la même heure si cela convient.
e {P} repart avec une feuille : une force, un défi, un geste à la maison.
@ ecole | accueil langue | 30-75
o Visite guidée de l’école avec {p} et {e}.
o Accueil de la famille : le bureau, la classe, la bibliothèque, la cour.
o Matinée d’accueil avec un café et la présentation du personnel.
b {P} a vu où {e} s’assoit, où sont les bottes et qui ouvre la porte à midi.
b Nous avons expliqué le calendrier, les journées pédagogiques et le service de garde.
b L’interprète a aidé pour les mots de l’école : bulletin, étape, journée pédagogique.
b {P} a posé beaucoup de questions sur le dîner et sur les allergies.
b Rencontre avec la personne titulaire du groupe {g}, dix minutes, très cordiale.
b {e} a fait la visite du gymnase à la famille avec beaucoup de sérieux.
e {P} repart avec le numéro direct de l’école et mon nom.
e Un deuxième tour est prévu au printemps, avec les grands-parents.
@ ecole | invitation ouverture | 45-90
o {P} a lu une histoire en {langue} à la bibliothèque.
o {P} a aidé à la sortie du groupe {g} au jardin botanique.
o Atelier de cuisine en classe avec {p}.
o {P} a montré son métier aux élèves du groupe {g}.
b Les élèves ont posé trente questions. {e} traduisait avec assurance.
b {e} a gardé le sourire toute la matinée.
b Au début, un peu de trac; à la fin, {p} proposait déjà une autre date.
b Trois autres parents ont parlé avec {p} dans le corridor.
b On a écrit ensemble une recette au tableau, en deux langues.
e {P} aimerait revenir pour la semaine de la lecture.
e À noter pour l’équipe : un vrai talent pour raconter dans cette famille.
@ domicile | rencontre souplesse | 30-70
o Visite à domicile, sur invitation {de_p}.
o Passage à la maison en fin d’après-midi, avec la TES.
o Rencontre dans la cuisine, autour d’un thé.
b {P} préférait qu’on se parle chez soi plutôt qu’à l’école.
b {e} m’a montré son coin de lecture et ses dessins.
b Les devoirs se font sur la table de cuisine, entre le souper et le bain.
b La petite sœur dormait; nous avons parlé à voix basse et pris notre temps.
b Il manque un bureau et une bonne lampe; je regarde avec la friperie du quartier.
b Nous avons rempli ensemble le formulaire du service de garde.
e Climat très ouvert. {P} m’a remis des biscuits pour l’équipe.
e Nous avons convenu d’une autre visite au besoin, jamais à l’improviste.
@ quartier | rencontre partenaires | 20-60
o Rencontre au parc, à côté des balançoires.
o Nous nous sommes vus à la maison de quartier, après le cours de français {de_p}.
o Rencontre au café du coin, à la demande {de_p}.
o Croisé {p} à la distribution du comptoir alimentaire; nous avons marché un peu ensemble.
b Hors de l’école, la parole vient plus facilement.
b {P} a raconté l’arrivée au Québec et les premières semaines d’hiver.
b L’organisme propose une halte-garderie le mercredi; {p} veut l’essayer.
b On a parlé des droits, des cours de francisation et du logement.
b {e} jouait avec d’autres élèves du groupe {g} pendant ce temps.
e {P} accepte que l’organisme et l’école se parlent, pour la halte-garderie seulement.
e Prochaine rencontre au même endroit, s’il fait beau.
@ visio | langue dialogue | 25-45
o Rencontre en visioconférence avec {p} et l’interprète en {langue}.
o Visioconférence le soir, une fois les enfants au lit.
o Rencontre à distance avec les deux foyers, chacun de son côté.
o Rencontre à distance avec {p}, pendant la sieste du bébé.
b Un peu de délai avec la traduction; on a parlé lentement et vérifié souvent.
b L’interprète a reformulé le plan avec des mots de tous les jours.
b {P} a pu dire ce qui inquiète et ce qui va bien, dans sa langue.
b Les deux foyers s’entendent sur les mêmes règles pour l’écran et le coucher.
b {e} a dit bonjour à la caméra, en pyjama.
e Un résumé d’une demi-page suit par la poste, en {langue}.
e Même formule la prochaine fois : cela évite un déplacement.
@ autre | rencontre dialogue | 2-10
o Quelques mots avec {p} au débarcadère.
o Croisé {p} à la sortie des classes.
o Petite conversation dans la cour, à la cloche.
b {P} sourit plus qu’en septembre et me salue par mon nom.
b Deux minutes pour dire que la semaine {de_e} s’est bien passée.
b {P} a demandé l’heure de la fête de décembre.
b On a parlé du manteau d’hiver; la friperie ouvre samedi.
e Rien d’autre à signaler, sinon que le contact est bon.
e Ce moment de la journée convient : à retenir.
@ ecole | invitation partenaires | 60-120
o {P} est au café-parents pour la deuxième fois.
o Café-parents : sept familles, dont celle {de_e}.
o Soirée d’information sur l’aide aux devoirs, avec l’organisme du quartier.
b {P} a pris la parole devant le groupe, en {langue} d’abord, puis en français.
b Des parents se sont échangé leurs numéros pour le transport.
b {P} a proposé d’apporter un plat au prochain café.
b La garde sur place a tout changé : {e} faisait un casse-tête avec les petits.
e {P} a laissé son nom pour le comité de la fête.
e Belle énergie; on continue ce format.
@ ecole | ouverture souplesse | 30-60
o Rencontre demandée par {p} après le malentendu de la semaine dernière.
o Nous avons repris ensemble ce qui s’est passé à la récréation.
o Rencontre à trois avec la direction, à l’écoute d’abord.
b {P} a pu tout dire, sans interruption.
b L’école aurait dû appeler le jour même; nous l’avons reconnu.
b {P} explique que l’appel reçu au travail a été difficile à vivre.
b On s’entend sur une façon de faire : un texto le jour même, un appel le lendemain.
b Le passé scolaire de la famille pèse encore. On avance doucement.
e La confiance n’est pas revenue d’un coup, mais {p} a serré des mains en partant.
e Je rappelle dans une semaine pour voir comment c’est reçu à la maison.
@ telephone | outils partenaires | 10-25
o Appel {a_p} au sujet de l’aide aux devoirs.
o Conversation avec {p} sur les services du quartier.
o Appel pour présenter le tutorat du mardi.
b L’aide aux devoirs a une place pour {e} le mardi et le jeudi.
b Le transport du retour est réglé avec une voisine.
b {P} connaît déjà Alloprof; nous avons regardé ensemble comment y poser une question.
b J’ai donné les numéros de LigneParents et du 211, sans insister.
b {P} veut d’abord en parler {a_e}.
e Inscription faite, début la semaine prochaine.
e {P} me dira sa décision vendredi.
@ ecole | accueil outils | 20-40
o Rencontre d’entrée à la maternelle avec {p}.
o Matinée d’entrée à la maternelle, avec {e} sur les genoux.
b Le crochet, la collation, la sieste : nous avons fait le tour de la journée en images.
b {e} a choisi son crochet, le bleu, à côté de la fenêtre.
b {P} demande comment dire au revoir sans larmes; nous avons parlé du petit rituel du matin.
b Une photo de la famille sera au mur de la classe.
e {P} repart avec le calendrier en couleurs et le nom de chaque adulte.
e Une semaine d’entrée progressive, puis on se reparle.
@ ecole | accueil outils | 20-45
o Préparation de la rentrée au secondaire avec {p} et {e}.
o Rencontre sur le passage au secondaire, à la demande {de_p}.
b Nous avons regardé le plan de la nouvelle école et l’horaire d’autobus.
b {P} s’inquiète de la grosseur de l’école; une visite est possible en mai.
b {e} a dressé sa liste : le casier, la cafétéria, les amis.
b On a expliqué qui appeler pour quoi, avec une feuille et des visages.
e Une personne de la nouvelle école appellera en juin.
e {P} repart avec le calendrier et un plan en couleurs.
@ ecole | langue accueil | 20-40
o Lecture ensemble des papiers de l’école, ligne par ligne.
o {P} a apporté une enveloppe pleine de lettres; nous les avons triées.
o Aide pour le formulaire du transport et celui de la cantine.
b Sur douze feuilles, deux demandaient une réponse. C’est fait.
b Les sigles compliquent tout : nous en avons traduit huit.
b {P} lit bien en {langue}; le résumé traduit sera utile.
b On a collé une pastille verte sur ce qui est urgent.
e {P} peut revenir le premier lundi du mois, sans rendez-vous.
e À dire à l’équipe : une page, gros caractères, une seule demande.
"""
