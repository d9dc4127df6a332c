"""Puts the sentences of the made-up school together, with the right elisions and typography."""

from __future__ import annotations

import re
from functools import cache
from random import Random

from schoolapp.demo import scenes_other, scenes_reached
from schoolapp.demo.chance import pick
from schoolapp.demo.homes import Child, Person
from schoolapp.families.vocabulary import LANGUAGES
from schoolapp.records import NamedTuple

NBSP = "\N{NO-BREAK SPACE}"
VOWELS = re.compile(r"[aeiouyàâäéèêëîïôöùûüœæ]", re.IGNORECASE)
ARTICLES = {
    "mère": "la mère",
    "père": "le père",
    "belle-mère": "la belle-mère",
    "beau-père": "le beau-père",
    "grand-mère": "la grand-mère",
    "grand-père": "le grand-père",
    "tante": "la tante",
    "oncle": "l’oncle",
    "sœur": "la grande sœur",
    "frère": "le grand frère",
}


# What some sentences need to be true, by a word that they hold.
NEEDS = {
    "foreign": (
        "{langue}", "interprète", "sa langue", "langues", "traduction", "cours de français", "francisation", "Québec",
        "français parlé", "français écrit", "immigrer", "traduit",
    ),
    "two": ("foyer",),
    "six": ("secondaire",),
    "small": ("à la maternelle avec", "à la maternelle,"),
}  # fmt: skip


class Scene(NamedTuple):
    """One kind of note: its means, its ways of acting, how long it takes, and its sentences by place.

    ``chatty``: somebody was reached, so that a word on daily life may come with it.
    """

    means: str
    practices: tuple[str, ...]
    minutes: tuple[int, int]
    openings: tuple[str, ...]
    bodies: tuple[str, ...]
    endings: tuple[str, ...]
    chatty: bool


def typeset(text: str) -> str:
    """The non-breaking spaces of French."""
    text = text.replace(" :", f"{NBSP}:").replace("« ", f"«{NBSP}").replace(" »", f"{NBSP}»")
    return re.sub(r"(\d) h\b", rf"\1{NBSP}h", re.sub(r"(\d h) (\d)", rf"\1{NBSP}\2", text))


@cache
def lines(text: str) -> tuple[str, ...]:
    """The lines of a block, ready to be filled in."""
    return tuple(typeset(line) for line in text.strip().split("\n"))


@cache
def choices(text: str) -> tuple[str, ...]:
    """The choices of a line, separated by bars; one of them may be empty."""
    return tuple(typeset(choice) for choice in text.split("|"))


@cache
def scenes(reached: str, facts: frozenset[str]) -> tuple[Scene, ...]:
    """The scenes of notes that reached somebody (yes), nobody (no), or sought no contact (na)."""
    text = {"yes": scenes_reached.REACHED, "no": scenes_other.NOT_REACHED, "na": scenes_other.NO_CONTACT}[reached]
    blocks = text.strip().removeprefix("@").split("\n@")
    return tuple(scene for block in blocks if (scene := _scene(block.split("\n"), facts, reached == "yes")).openings)


def _scene(block: list[str], facts: frozenset[str], chatty: bool) -> Scene:
    means, practices, minutes = (part.strip() for part in block[0].split("|"))
    low, high = minutes.split("-")
    parts: dict[str, list[str]] = {"o": [], "b": [], "e": []}
    for line in block[1:]:
        parts[line[0]].append(typeset(line[2:]))
    opening, body, ending = (fitting(tuple(parts[key]), facts) for key in "obe")
    return Scene(means, tuple(practices.split()), (int(low), int(high)), opening, body, ending, chatty)


class Said(dict[str, str]):
    """What the marks of the sentences stand for, for one child and one person of a family.

    Attributes:
        facts: what is true of them, which some sentences need (see ``NEEDS``).
    """

    facts: frozenset[str] = frozenset()

    def fill(self, sentence: str) -> str:
        return sentence.format_map(self)


@cache
def needs(sentence: str) -> frozenset[str]:
    """The facts that a sentence is true for only."""
    return frozenset(fact for fact, marks in NEEDS.items() if any(mark in sentence for mark in marks))


@cache
def fitting(sentences: tuple[str, ...], facts: frozenset[str]) -> tuple[str, ...]:
    """The sentences that may be said of people of whom these facts are true."""
    return tuple(sentence for sentence in sentences if needs(sentence) <= facts)


def words(child: Child, person: Person | None, language: str, *, by_name: bool, homes: int = 1) -> Said:
    """What the marks of the sentences stand for."""
    named = person.name if person else "la famille"
    who = named if by_name or person is None else ARTICLES.get(person.relation, named)
    said = Said(
        p=who,
        P=who[0].upper() + who[1:],
        de_p=_of(who),
        a_p=_to(who),
        e=child.called,
        de_e=_of(child.called),
        a_e=f"à {child.called}",
        g=child.code or "de l’an dernier",
        langue=spoken(language),
    )
    true = {"foreign": bool(said["langue"]), "two": homes > 1, "six": child.code.startswith("6")}
    true["small"] = child.code.startswith("M")
    said.facts = frozenset(fact for fact, holds in true.items() if holds)
    return said


@cache
def spoken(language: str) -> str:
    """The language of a family that does not speak French first; empty when it does, or when nobody knows."""
    return "" if language in {"", "fr", "autre"} else str(LANGUAGES[language])


def _of(who: str) -> str:
    if who.startswith("le "):
        return f"du {who[3:]}"
    return f"d’{who}" if VOWELS.match(who) else f"de {who}"


def _to(who: str) -> str:
    return f"au {who[3:]}" if who.startswith("le ") else f"à {who}"


def compose(rng: Random, scene: Scene, said: Said) -> str:
    """The text of a note: an opening, some of what was said, now and then a word to end with."""
    parts = [pick(rng, scene.openings)]
    parts += rng.sample(scene.bodies, min(len(scene.bodies), pick(rng, (0, 1, 1, 2, 2, 3))))
    if scene.chatty:
        parts += rng.sample(fitting(lines(scenes_other.ABOUT), said.facts), pick(rng, (0, 0, 1, 1, 2)))
    if scene.endings and rng.random() < 0.6:
        parts.append(pick(rng, scene.endings))
    text = parts[0]
    for part in parts[1:]:
        text += ("\n\n" if len(parts) > 4 and rng.random() < 0.25 else " ") + part
    return _capital(said.fill(text))


def long_text(rng: Random, said: Said, length: int) -> str:
    """A note of exactly ``length`` characters: the minutes of a very long meeting."""
    paragraphs: list[str] = []
    total = 0
    while total < length:
        paragraph = compose(rng, pick(rng, scenes("yes", said.facts)), said)
        paragraphs.append(paragraph)
        total += len(paragraph) + 2
    text = "\n\n".join(paragraphs)[:length]
    return text.rstrip().ljust(length, ".")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
