"""Where the families of the made-up school come from: names, scripts and languages. All of them are fictional."""

from __future__ import annotations

from functools import cache

from schoolapp.records import NamedTuple


class Origin(NamedTuple):
    """One origin: how often it is met, the languages of the home, and names.

    Attributes:
        languages: the first one is spoken at home, the others often are.
        interpreter: how many of these families out of ten need one for a meeting.
        scripts: full names of guardians as they write them, in a script of their own.
    """

    weight: int
    languages: tuple[str, ...]
    interpreter: int
    girls: tuple[str, ...]
    boys: tuple[str, ...]
    women: tuple[str, ...]
    men: tuple[str, ...]
    surnames: tuple[str, ...]
    scripts_women: tuple[str, ...] = ()
    scripts_men: tuple[str, ...] = ()


def _names(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split(",") if name.strip())


_LIST = """
30 | fr | 0
Léa, Emma, Florence, Rosalie, Zoé, Maélie, Jade, Charlie, Béatrice, Juliette, Éléonore, Romy, Simone, Anaïs, Maïka
Noah, William, Thomas, Édouard, Arthur, Jules, Émile, Zack, Théo, Félix, Henri, Loïc, Xavier, Mathéo, Olivier
Mélanie, Isabelle, Karine, Nathalie, Stéphanie, Marie-Ève, Josée, Audrey, Caroline, Valérie, Cynthia, Annie
Martin, Stéphane, Éric, Sébastien, Patrick, François, Jean-François, Alexandre, Dany, Steve, Simon, Yannick
Tremblay, Gagnon, Côté, Bouchard, Gauthier, Morin, Lavoie, Fortin, Gagné, Ouellet, Pelletier, Bélanger, Lévesque, \
Bergeron, Leblanc, Paquette, Girard, Simard, Boucher, Caron, Beaulieu, Cloutier, Dubé, Poirier, Fournier, Lapierre, \
Leclerc, Lefebvre, Poulin, Thibault, St-Pierre, Nadeau, Martel, Larivière, Desjardins, D’Amours, L’Heureux, Archambault
11 | ht, fr | 3
Widelene, Christelle, Nahomie, Mirlande, Daphnée, Rose-Laure, Kimberly, Fabiola, Anne-Shirley, Naïka
Woodley, Jean-Wesley, Kervens, Stanley, Ricardo, Samuel, Jeff, Djimmy, Emmanuel, Wilkens
Marie-Carmel, Guerda, Mirlène, Rose-Marie, Yolette, Ketlie, Nadège, Islande, Lovely, Myrtha
Jean-Robert, Wilner, Frantz, Pierre-Richard, Jacquelin, Evens, Réginald, Jude, Marc-Arthur, Odilon
Jean-Baptiste, Pierre-Louis, Desrosiers, Joseph, Saint-Fleur, Dorvil, Toussaint, Célestin, Philogène, Exantus, \
Jean-Pierre, Estimé, Mondésir, Lafontant, Cadet, Charles
12 | ar, fr | 3
Yasmine, Inès, Lina, Sirine, Malak, Aya, Nour, Hafsa, Rania, Kenza, Amira
Adam, Rayan, Ilyès, Anis, Youssef, Amine, Mehdi, Sofiane, Nassim, Zakaria, Bilal
Samira, Nadia, Fatima-Zohra, Khadija, Latifa, Souad, Hayat, Naïma, Zineb, Malika, Houria
Karim, Rachid, Abdelkader, Mustapha, Hicham, Noureddine, Farid, Kamel, Tarek, Mohamed-Amine, Lotfi
Benali, Haddad, Bensaïd, El Amrani, Ouali, Belkacem, Cherkaoui, Bouzid, Hamdi, Ait-Ouarab, Zerrouki, Trabelsi, \
Ben Youssef, Mansouri, Boudiaf, El Fassi
= نادية حداد, خديجة العمراني, سميرة بن علي, فاطمة الزهراء بوزيد
= كريم بلقاسم, رشيد المنصوري
3 | kab, fr, ar | 1
Thiziri, Dihya, Tanina, Lynda, Numidia
Massinissa, Yani, Aghiles, Amayas, Idir
Ouiza, Djamila, Tassadit, Kahina, Nouara
Mokrane, Arezki, Hocine, Madjid, Akli
Aït-Ahmed, Ouyahia, Hammoudi, Mammeri, Ikhlef
7 | ar, en | 6
Maram, Hala, Joud, Tala, Sidra, Razan, Ghina
Omar, Majd, Yazan, Kinan, Abdulrahman, Hadi, Elias
Rima, Hanan, Reem, Ghada, Abir, Lubna, Marwa
Mahmoud, Fadi, Bassel, Walid, Ammar, Georges, Khaled
Al-Khatib, Kabbani, Al-Masri, Darwish, Hourani, Khoury, Al-Sayed, Nasser, Haddad, Sabbagh, Chahine
= ريما الخطيب, حنان المصري, غادة حوراني, عبير درويش
= محمود القباني, وليد خوري, فادي الصباغ
9 | es, fr | 5
Valentina, Camila, Luciana, Sofía, Isabella, Ximena, Antonella, María José
Mateo, Santiago, Thiago, Emiliano, Joaquín, Ángel, Diego, Juan Pablo
Claudia, Yolanda, Marisol, Gabriela, Luz Marina, Rosa Elena, Beatriz, Paola
Jorge Luis, Hernán, Óscar, Mauricio, Wilmer, Raúl, Andrés, Edgar
Ramírez Ortiz, González, Herrera Muñoz, Rojas, Castillo, Quispe Mamani, López Cárdenas, Peña, Guzmán, Vargas Soto, \
Restrepo, Menjívar, Cifuentes
4 | vi, fr | 5
Minh Anh, Linh, Bảo Ngọc, Thảo, Kim
Gia Huy, Minh Quân, Khôi, Đức Anh, Bảo
Thị Hương, Mai Lan, Ngọc Bích, Thu Hà, Kim Oanh
Văn Hùng, Quốc Tuấn, Minh Đức, Thành, Hoàng Long
Nguyễn, Trần, Lê, Phạm, Huỳnh, Võ, Đặng, Nguyen, Tran
4 | zh, en | 6
Yuxin, Xinyi, Meili, Zihan, Ruoxi
Haoran, Zixuan, Junjie, Yichen, Tianyu
Xiuying, Li Hua, Fang, Yan, Jing
Wei, Jianguo, Qiang, Zhiyong, Bin
Wang, Li, Zhang, Chen, Liu, Huang, Zhao, Xu, Ouyang
= 王秀英, 陈芳, 欧阳静, 李艳
= 张伟, 刘志勇
3 | pt, fr | 2
Inês, Beatriz, Matilde, Leonor, Mariana
Tiago, Afonso, Duarte, João, Gonçalo
Maria da Conceição, Fátima, Lurdes, Graça, Teresa
Manuel, António, Rui, Paulo, Jorge
Da Silva, Ferreira, Dos Santos, Medeiros, Pacheco, Câmara, Raposo
5 | ln, fr, sw | 3
Grâce, Merveille, Gloria, Divine, Bénédicte, Précieuse
Chadrac, Exaucé, Plamedi, Dieu-Merci, Héritier, Glody
Béatrice, Clarisse, Mamie, Espérance, Furaha, Thérèse
Innocent, Faustin, Pascal, Trésor, Gédéon, Bonaventure
Mbuyi, Kabongo, Ilunga, Mukendi, Tshibangu, Nzuzi, Kalala, Bahati, Nsimba wa Mulumba
5 | wo, fr | 2
Aïssatou, Fatou, Mariama, Awa, Khady, Oumou
Ousmane, Mamadou, Cheikh, Ibrahima, Moussa, Idrissa
Ndèye, Astou, Bintou, Kadiatou, Rokhaya, Adama
Souleymane, Boubacar, Lamine, Modou, Abdoulaye, Seydou
Diallo, Ndiaye, Traoré, Cissé, Sow, Camara, Ouédraogo, Diop, Konaté, N’Diaye
3 | uk, en | 7
Sofiia, Zlata, Daryna, Polina, Solomiia
Maksym, Nazar, Danylo, Tymofii, Artem
Olena, Natalia, Oksana, Iryna, Yuliia
Andrii, Serhii, Oleksandr, Viktor, Taras
Shevchenko, Kovalenko, Bondarenko, Melnyk, Tkachuk, Lysenko
= Олена Шевченко, Оксана Мельник, Ірина Бондаренко
= Андрій Ткачук
3 | pa, en | 5
Jasleen, Harleen, Simran, Gurnoor, Mehar
Arjan, Gurfateh, Jovan, Ekam, Harman
Manpreet, Rajwinder, Sukhdeep, Paramjit, Navneet
Gurpreet, Balwinder, Jaswant, Amrik, Kulwant
Singh, Kaur, Dhaliwal, Gill, Sandhu, Brar
= ਮਨਪ੍ਰੀਤ ਕੌਰ
2 | ta, en | 5
Abinaya, Kavya, Nila, Oviya
Aarav, Kavin, Pranav, Ilan
Vasanthi, Malar, Selvi, Thamilini
Sivakumar, Ravi, Thayaparan, Yogarajah
Sivanesan, Rajaratnam, Thiruchelvam, Kandasamy, Balasubramaniam
2 | bn, en | 6
Nusrat, Tasnim, Anika, Raisa
Tahmid, Rafi, Ayaan, Nabil
Shirin, Rokeya, Taslima, Parveen
Shafiqul, Jahangir, Anwar, Rezaul
Rahman, Chowdhury, Islam, Begum, Hossain
2 | tl, en | 1
Althea, Princess, Angelica, Mary Grace
John Paul, Jerome, Nathaniel, Renz
Marites, Jocelyn, Rowena, Lourdes
Rodel, Ferdinand, Arnel, Crisanto
Dela Cruz, Reyes, Bautista, Villanueva, Macaraeg
2 | prs, fa | 7
Zahra, Parwana, Setayesh, Mursal
Ahmad, Yusuf, Omid, Farhad
Fawzia, Nasrin, Shukria, Zarmina
Najibullah, Hamid, Ghulam, Asadullah
Ahmadi, Rezai, Noorzai, Hosseini, Karimi
= فوزیه, شکریه احمدی
1 | so, en | 4
Hodan, Ifrah, Sumaya, Ayaan
Abdirahman, Guled, Liban, Zakariye
Faduma, Hawa, Amina, Sahra
Abdullahi, Hassan, Yusuf, Nur
Warsame, Farah, Hersi, Abdi Nur
2 | iu, en | 3
Siasi, Mina, Elisapie, Aniga
Putulik, Jobie, Lukasi, Adamie
Annie, Mary, Lizzie, Qumaq
Johnny, Peter, Charlie, Noah
Kauki, Annahatak, Nassak, Tukkiapik, Ilimasaut
= ᐊᓂᒐ ᑲᐅᑭ
3 | fr, cr | 1
Mikona, Kanani, Shanelle, Sipi, Wapikoni
Nikan, Uapush, Mahikan, Dave, Tshakapesh
Mariette, Kateri, Jeannette, Noëlla, Marie-Anna
Ghislain, Adélard, Shipu, Réjean, Eruoma
Awashish, Petiquay, Fontaine-Mollen, Vollant, Ottawa, Obomsawin-Roy, Picard, Siméon
2 | ro, fr | 2
Ioana, Daria, Bianca, Ilinca
Andrei, Matei, Luca, Radu
Mihaela, Cristina, Simona, Adriana
Bogdan, Florin, Cătălin, Dragoș
Popescu, Ionescu, Dumitrașcu, Țurcanu, Stănescu
4 | en, fr | 0
Olivia, Charlotte, Maeve, Harper, Scarlett
Liam, Owen, Jack, Declan, Henry
Heather, Siobhán, Sarah-Jane, Margaret, Kelly
Kevin, Sean, Douglas, Brian, Trevor
O’Connor, Smith, MacDonald, Robinson, Fitzgerald, Stewart, O’Brien
2 | it, fr | 0
Chiara, Giulia, Aurora, Alessia
Matteo, Leonardo, Gabriele, Enzo
Rosanna, Antonella, Carmela, Giuseppina
Salvatore, Domenico, Vincenzo, Carlo
D’Angelo, Di Stefano, Russo, Lombardi, Esposito
1 | ru, en | 4
Alissa, Varvara, Milana, Kira
Timur, Gleb, Mikhaïl, Roman
Svetlana, Tatiana, Lioudmila, Galina
Dmitri, Alexeï, Nikolaï, Igor
Volkova-Petrov, Sokolov, Kuznetsov, Morozov
= Светлана Морозова, Татьяна Соколова
1 | ti, en | 7
Selam, Rahwa, Winta, Feven
Yonas, Nahom, Amanuel, Filmon
Letebrhan, Abrehet, Mihret, Tirhas
Tesfay, Haile, Berhane, Kidane
Tesfamariam, Gebremedhin, Woldemichael, Habtemariam
"""

# Names no list should forget: one word, particles, very long ones.
RARE_GUARDIANS = (
    "Suharti",
    "Ngozi",
    "Tashi",
    "María de los Ángeles Fernández de la Vega Montoya",
    "Jean-Baptiste-Emmanuel Ouédraogo-Lafrenière de Saint-Vallier",
    "Nguyễn Phúc Thiên Kim Hoàng Bảo Châu",
    "Anne-Marie-Geneviève L’Archevêque-D’Astous",
    "Karl-Heinz Maximilian von Hausenberger-Dorffmeister",
    "Aïda N. O’Dowd-MacGillycuddy",
)


def _parse(text: str) -> tuple[Origin, ...]:
    found: list[list[str]] = []
    for line in text.replace("\\\n", "").strip().split("\n"):
        if "|" in line:
            found.append([line])
        else:
            found[-1].append(line)
    return tuple(_origin(*lines) for lines in found)


def _origin(head: str, girls: str, boys: str, women: str, men: str, surnames: str, *scripts: str) -> Origin:
    weight, languages, interpreter = head.split("|")
    lists = [_names(text) for text in (girls, boys, women, men, surnames)]
    own = [_names(text.removeprefix("=")) for text in scripts]
    return Origin(int(weight), _names(languages), int(interpreter), *lists, *own)


@cache
def origins() -> tuple[Origin, ...]:
    """Every origin."""
    return _parse(_LIST)


@cache
def weights() -> tuple[int, ...]:
    """How often each origin is met."""
    return tuple(origin.weight for origin in origins())
