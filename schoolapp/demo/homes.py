"""Who lives together in the made-up school: names, relations, phones, addresses. Nothing is written here."""

from __future__ import annotations

from dataclasses import field
from datetime import date
from random import Random

from schoolapp.demo.origins import RARE_GUARDIANS, Origin, origins, weights
from schoolapp.records import dataclass

STREETS = (
    "rue des Tilleuls", "avenue du Moulin", "rue Sainte-Élisabeth", "boulevard des Pionnières", "rue de la Fabrique",
    "rang du Petit-Brûlé", "rue Émile-Nelligan", "place du Marché", "rue des Ateliers", "chemin de l’Écluse",
    "avenue des Colibris", "rue du Ruisseau", "rue Gabrielle-Roy", "rue de l’Harmonie", "montée de la Côte-Double",
)  # fmt: skip
TOWNS = ("Val-des-Tilleuls", "Val-des-Tilleuls", "Val-des-Tilleuls", "Saint-Odilon-sur-l’Eau", "Pointe-aux-Vents")
AREAS = ("514", "438", "450", "579", "263", "354", "819", "873", "418", "581", "367", "468")
NICKNAMES = ("Lili", "Max", "Sam", "Alex", "Mimi", "Jo", "Titou", "Nini", "Charlie", "Ade")
GUARDIAN_NOTES = (
    "Travaille de nuit, dort le matin.",
    "Peut venir chercher l’enfant.",
    "Lit le français, préfère parler.",
    "Appeler d’abord cette personne.",
    "En voyage jusqu’à la fin du mois.",
    "Fait le lien avec toute la parenté.",
)
SHAPES = {"two": 46, "one": 23, "apart": 14, "same": 3, "foster": 4, "grand": 4, "kin": 3, "wide": 3}
PARENT = {"f": "mère", "m": "père"}
STEP = {"f": "belle-mère", "m": "beau-père"}
GRAND = {"f": "grand-mère", "m": "grand-père"}
KIN = (
    ("f", "tante"), ("m", "oncle"), ("f", "sœur"), ("m", "frère"), ("f", "cousine de la mère"), ("m", "parrain"),
)  # fmt: skip


@dataclass
class Person:
    """A guardian: what they are called, what they are to the pupils, how to reach them."""

    name: str
    relation: str
    gender: str
    email: str = ""
    language: str = ""
    note: str = ""
    phones: list[tuple[str, str, str, str]] = field(default_factory=list)  # kind, number, digits, raw

    @property
    def short(self) -> str:
        """How a note calls this person: the first name, or the whole name in a script without spaces."""
        return self.name.split(",")[0].split(" ")[0]


@dataclass
class Home:
    """One household: where it is, who is there."""

    label: str
    address: str
    people: list[Person]


@dataclass
class Child:
    """A pupil; ``group`` is 0 for one who left the school."""

    first: str
    last: str
    preferred: str
    born: date
    group: int = 0
    code: str = ""
    id: int = 0
    sort_key: str = ""
    left_on: date | None = None

    @property
    def called(self) -> str:
        return self.preferred or self.first


@dataclass
class Seed:
    """What the makers of homes agree on before people get names."""

    origin: Origin
    other: Origin
    shape: str
    surname: str
    second: str


class Phones:
    """Fictional numbers: 555-0100 to 555-0199 in every area code, each used once as long as there are any left."""

    def __init__(self, rng: Random) -> None:
        self.numbers = [f"{area}55501{line:02d}" for area in AREAS for line in range(100)]
        rng.shuffle(self.numbers)
        self.place = 0

    def take(self, rng: Random) -> tuple[str, str, str, str]:
        digits = self.numbers[self.place % len(self.numbers)]
        self.place += 1
        area, office, line = digits[:3], digits[3:6], digits[6:]
        kind = rng.choices(("cellulaire", "maison", "travail", "autre"), (70, 16, 10, 4))[0]
        shapes = (f"{area} {office}-{line}", f"({area}) {office}-{line}", f"{area}-{office}-{line}", digits)
        raw, extension = rng.choice(shapes), ""
        if kind == "travail" and rng.random() < 0.5:
            extension = str(rng.randint(100, 999))
            raw = f"{raw} poste {extension}"
        return kind, f"+1{digits}{f';ext={extension}' if extension else ''}", digits, raw


class People:
    """Makes households with their people."""

    def __init__(self, rng: Random) -> None:
        self.rng, self.phones = rng, Phones(rng)
        self.count = self.kin = 0

    def choose(self) -> Seed:
        """The origins, the shape and the surnames of a family."""
        rng = self.rng
        origin = rng.choices(origins(), weights())[0]
        other = rng.choices(origins(), weights())[0] if rng.random() < 0.18 else origin
        shape = rng.choices(tuple(SHAPES), tuple(SHAPES.values()))[0]
        return Seed(origin, other, shape, rng.choice(origin.surnames), rng.choice(other.surnames))

    def child_surname(self, seed: Seed) -> str:
        """One surname, or both with a hyphen."""
        if seed.shape == "one" or seed.second == seed.surname or self.rng.random() < 0.66:
            return seed.surname
        return f"{seed.surname}-{seed.second}"

    def child_first(self, seed: Seed, taken: set[str]) -> str:
        """A first name that no sibling has."""
        names = self.rng.choice((seed.origin.girls, seed.origin.boys))
        left = [name for name in names if name not in taken] or [f"{names[0]}-{names[1]}"]
        return self.rng.choice(left)

    def homes(self, seed: Seed) -> list[Home]:
        """The households of a family of that shape."""
        genders = ["f", "m"] if self.rng.random() < 0.75 else ["m", "f"]
        return getattr(self, f"_{seed.shape}")(seed, genders)

    def _person(self, seed: Seed, relation: str, gender: str, *, other: bool = False) -> Person:
        rng = self.rng
        origin, surname = (seed.other, seed.second) if other else (seed.origin, seed.surname)
        self.count += 1
        own = origin.scripts_women if gender == "f" else origin.scripts_men
        if own and rng.random() < 0.35:
            name = rng.choice(own)
        elif self.count % 60 == 0:
            name = RARE_GUARDIANS[self.count // 60 % len(RARE_GUARDIANS)]
        else:
            name = f"{rng.choice(origin.women if gender == 'f' else origin.men)} {surname}"
        person = Person(name, relation, gender, language=origin.languages[0] if rng.random() < 0.4 else "")
        if rng.random() < 0.08:
            person.note = rng.choice(GUARDIAN_NOTES)
        return person

    def _home(self, *people: Person, label: str = "") -> Home:
        rng = self.rng
        flat = f", app. {rng.randint(1, 24)}" if rng.random() < 0.55 else ""
        address = f"{rng.randint(3, 4800)}, {rng.choice(STREETS)}{flat}, {rng.choice(TOWNS)}"
        return Home(label, address if rng.random() > 0.06 else "", list(people))

    def _two(self, seed: Seed, genders: list[str]) -> list[Home]:
        first, second = genders
        relation = PARENT if self.rng.random() < 0.93 else dict.fromkeys("fm", "parent")
        return [
            self._home(
                self._person(seed, relation[first], first), self._person(seed, relation[second], second, other=True)
            )
        ]

    def _one(self, seed: Seed, genders: list[str]) -> list[Home]:
        return [self._home(self._person(seed, PARENT[genders[0]], genders[0]))]

    def _same(self, seed: Seed, genders: list[str]) -> list[Home]:
        one = genders[0]
        return [self._home(self._person(seed, PARENT[one], one), self._person(seed, PARENT[one], one, other=True))]

    def _apart(self, seed: Seed, genders: list[str]) -> list[Home]:
        first = self._person(seed, PARENT[genders[0]], genders[0])
        second = self._person(seed, PARENT[genders[1]], genders[1], other=True)
        homes = [self._home(one, label=f"Chez {one.short}") for one in (first, second)]
        if self.rng.random() < 0.4:
            home = self.rng.choice(homes)
            gender = "m" if home.people[0].gender == "f" else "f"
            home.people.append(self._person(self.choose(), STEP[gender], gender))
        return homes

    def _foster(self, _seed: Seed, genders: list[str]) -> list[Home]:
        hosts = self.choose()
        people = [self._person(hosts, "famille d’accueil", genders[0])]
        if self.rng.random() < 0.6:
            people.append(self._person(hosts, "famille d’accueil", genders[1]))
        return [self._home(*people, label=f"Famille d’accueil {hosts.surname}")]

    def _grand(self, seed: Seed, genders: list[str]) -> list[Home]:
        people = [self._person(seed, GRAND[gender], gender) for gender in genders[: self.rng.randint(1, 2)]]
        return [self._home(*people)]

    def _kin(self, seed: Seed, _genders: list[str]) -> list[Home]:
        self.kin += 1
        gender, relation = KIN[self.kin % len(KIN)]
        return [self._home(self._person(seed, relation, gender))]

    def _wide(self, seed: Seed, genders: list[str]) -> list[Home]:
        home = self._two(seed, genders)[0]
        home.people.append(self._person(seed, GRAND["f"], "f"))
        if self.rng.random() < 0.4:
            home.people.append(self._person(seed, "tutrice ou tuteur", "m"))
        return [home]

    def contacts(self, homes: list[Home], number: int) -> None:
        """Phones and e-mail: most people have both, some families have neither."""
        rng, chance = self.rng, self.rng.random()
        for home in homes:
            for place, person in enumerate(home.people):
                if chance > 0.05 and (place == 0 or rng.random() < 0.7):
                    person.phones = [self.phones.take(rng) for _ in range(2 if rng.random() < 0.22 else 1)]
                if 0.02 < chance < 0.82 and rng.random() < 0.75:
                    person.email = f"famille{number}.{rng.randint(10, 99)}@courriel.test"

    def preferred(self, first: str) -> str:
        """The name a child goes by, for a few."""
        if self.rng.random() > 0.07:
            return ""
        parts = first.replace("-", " ").split(" ")
        return parts[-1] if len(parts) > 1 else self.rng.choice(NICKNAMES)
