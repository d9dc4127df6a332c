"""How a made-up family wishes to be reached; nothing at all for those nobody asked yet."""

from __future__ import annotations

from dataclasses import field
from datetime import datetime, time
from random import Random

from schoolapp.demo.calendar import Calendar, moment
from schoolapp.demo.homes import Person
from schoolapp.demo.origins import Origin
from schoolapp.records import dataclass

MEANS = {"telephone": 38, "texto": 30, "courriel": 12, "papier": 8, "ecole": 7, "domicile": 3, "quartier": 4}
MOMENTS = {"soir": 38, "matin": 16, "midi": 14, "apres_midi": 18, "fin_semaine": 14}
REMARKS = (
    "Laisser sonner longtemps, le téléphone est souvent dans le sac.",
    "Un texto d’abord, puis un appel.",
    "Les messages vocaux sont plus faciles que l’écrit.",
    "Passer par la grande sœur au besoin, elle est majeure et d’accord.",
    "Préfère qu’on se parle à la sortie des classes.",
    "Le numéro change souvent : vérifier auprès de l’enfant.",
    "Dire tout de suite que tout va bien, puis expliquer.",
    "Écrire des messages courts, sans pièce jointe.",
    "Le vendredi est occupé, éviter ce jour.",
    "Utilise un traducteur sur son téléphone : phrases simples.",
)
KIN = ("une voisine", "une cousine", "le frère aîné", "une amie de la paroisse", "un collègue", "la tante")


@dataclass
class Preference:
    """The columns of ``ContactPreference``, but for the family."""

    language: str = ""
    languages: list[str] = field(default_factory=list)
    interpreter: str = ""
    interpreter_name: str = ""
    reading_difficulty: str = ""
    means: list[str] = field(default_factory=list)
    moments: list[str] = field(default_factory=list)
    not_before: time | None = None
    not_after: time | None = None
    no_go: list[str] = field(default_factory=list)
    remark: str = ""
    asked_at: datetime | None = None


def preference(rng: Random, origin: Origin, people: list[Person], calendar: Calendar) -> Preference | None:
    """What is known of one family: nothing for a fifth of them."""
    if rng.random() < 0.2:
        return None
    known = Preference(asked_at=moment(rng, rng.choice(calendar.days)))
    _languages(known, rng, origin)
    if rng.random() < 0.12:
        return known  # only the language was asked
    _ways(known, rng, people)
    if rng.random() < 0.18:
        known.remark = rng.choice(REMARKS)
    return known


def _languages(known: Preference, rng: Random, origin: Origin) -> None:
    known.language = origin.languages[0] if rng.random() < 0.85 else "fr"
    if rng.random() < 0.015:
        known.language = "autre"
    known.languages = [code for code in origin.languages if code != known.language and rng.random() < 0.7]
    if known.language == "fr":
        known.interpreter = "non" if rng.random() < 0.6 else ""
    elif rng.random() * 10 < origin.interpreter:
        known.interpreter = "personne" if rng.random() < 0.25 else "oui"
        known.interpreter_name = rng.choice(KIN) if known.interpreter == "personne" else ""
    else:
        known.interpreter = "non" if rng.random() < 0.7 else ""
    known.reading_difficulty = rng.choices(("", "non", "oui"), (40, 42, 18))[0]


def _ways(known: Preference, rng: Random, people: list[Person]) -> None:
    has_mail = any(person.email for person in people)
    has_phone = any(person.phones for person in people)
    possible = {
        code: weight
        for code, weight in MEANS.items()
        if (has_mail or code != "courriel") and (has_phone or code not in {"telephone", "texto"})
    }
    known.means = _some(rng, possible, (0.62, 0.3, 0.08))
    known.moments = _some(rng, MOMENTS, (0.7, 0.25, 0.05))
    left = [code for code in MEANS if code not in known.means]
    if rng.random() < 0.14:
        known.no_go = rng.sample(left, 1 if rng.random() < 0.8 else 2)
    if "soir" in known.moments and rng.random() < 0.35:
        known.not_before, known.not_after = time(17, rng.choice((0, 30))), time(20, rng.choice((0, 30)))
    elif rng.random() < 0.1:
        known.not_before = time(rng.randint(9, 12))
    elif rng.random() < 0.06:
        known.not_after = time(rng.randint(14, 19), 30)


def _some(rng: Random, weighted: dict[str, int], counts: tuple[float, ...]) -> list[str]:
    """One, two or three of the codes, in the order of the list."""
    number = rng.choices(range(1, len(counts) + 1), counts)[0]
    codes, weights = list(weighted), list(weighted.values())
    chosen = {rng.choices(codes, weights)[0] for _ in range(number)}
    return [code for code in codes if code in chosen]
