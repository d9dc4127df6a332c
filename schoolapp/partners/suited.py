"""The partners that a family's file suggests, and why, in words: a proposal for people to judge, never a decision.

What gets in the way says which needs to look at; languages, moments and the ages of the children say which services
come first. Pure: what is known of the family comes in, sections of proposals come out.
"""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import gettext as _

from schoolapp.families.reach import SCHOOL_LANGUAGE
from schoolapp.families.vocabulary import OBSTACLES
from schoolapp.languages import LANGUAGES
from schoolapp.partners.finding_asked import words_of
from schoolapp.partners.finding_index import Index
from schoolapp.partners.finding_line import Line
from schoolapp.partners.vocabulary import CATEGORIES
from schoolapp.partners.words import ages
from schoolapp.records import NamedTuple

MOST = 4  # services of one need
GROWN_UP = 18
MATERIAL = ("alimentation", "vetements", "logement", "budget")
# What may help with each thing that gets in the way. Nothing helps with working hours but services open late.
NEEDS = {
    "langue": ("arrivants", "interpretes"),
    "lecture": ("arrivants", "devoirs"),
    "vecu_scolaire": ("parents",),
    "jugement": ("parents",),
    "ecole_quebecoise": ("arrivants", "parents"),
    "materiel": MATERIAL,
    "transport": ("transport",),
    "garde": ("petite_enfance", "loisirs"),
    "sante": ("sante", "sante_mentale"),
    "isolement": ("arrivants", "parents", "loisirs"),
    "mefiance": ("parents", "droit"),
}
# Where the team's own words are read for needs: elsewhere they tell of working hours and of school.
READ = frozenset({"materiel", "sante", "garde", "isolement", "autre"})
LATE = frozenset({"horaire", "emplois"})
COMMON = ("parents", "devoirs", "loisirs")  # when nothing is known yet
BY_VOICE = frozenset({"appeler", "se_presenter"})


class Child(NamedTuple):
    """A child of the family, with an age when it is known."""

    name: str
    age: int | None


class Situation(NamedTuple):
    """What the file says: obstacles with the team's words, languages, moments, children."""

    obstacles: Mapping[str, tuple[str, ...]]
    language: str = ""
    languages: tuple[str, ...] = ()
    interpreter: str = ""
    moments: tuple[str, ...] = ()
    children: tuple[Child, ...] = ()

    @property
    def spoken(self) -> tuple[str, ...]:
        """The family's languages, the first one first."""
        return tuple(dict.fromkeys(code for code in (self.language, *self.languages) if code))

    @property
    def speaks_french(self) -> bool:
        """Whether French does, or nobody knows."""
        return self.interpreter != "oui" and (not self.spoken or SCHOOL_LANGUAGE in self.spoken)

    @property
    def late(self) -> bool:
        """Whether the day is no good."""
        days = {"matin", "midi", "apres_midi"}
        return bool(LATE.intersection(self.obstacles)) or bool(self.moments and not days.intersection(self.moments))


class Proposal(NamedTuple):
    """A service, why it may suit, and what to check first."""

    line: Line
    reasons: tuple[str, ...]
    cautions: tuple[str, ...]


class Section(NamedTuple):
    """A need, what makes one think of it, and the services that come first; ``others`` more answer it."""

    need: str
    label: str
    why: tuple[str, ...]
    proposals: tuple[Proposal, ...]
    others: int


def needs_of(situation: Situation, index: Index) -> dict[str, list[str]]:
    """The needs to look at, in the order of the directory, each with what makes one think of it."""
    found: dict[str, list[str]] = {}
    for code, sayings in situation.obstacles.items():
        named = {need: said for said in sayings if code in READ for need in _named(said, index)}
        usual = () if code == "materiel" and set(MATERIAL).intersection(named) else NEEDS.get(code, ())
        for need in usual:
            found.setdefault(need, []).append(str(OBSTACLES.get(code, code)))
        for need, said in named.items():
            found.setdefault(need, []).append(_("« %(words)s »", words=said))
    if situation.interpreter == "oui":
        found.setdefault("interpretes", []).append(_("Interprète nécessaire"))
    if not found:
        found = {need: [] for need in COMMON}
    return {need: found[need] for need in CATEGORIES if need in found}


def _named(said: str, index: Index) -> set[str]:
    """The needs of the base list that the team's words name: « loyer en retard »."""
    codes = {code for word in words_of(said) if len(word) > 3 for code in index.needs_named(word, whole=True)}
    return {index.parents.get(code, code) for code in codes}


def sections(situation: Situation, index: Index) -> list[Section]:
    """The proposals, need after need; a service is proposed once, where it comes first."""
    seen: set[int] = set()
    found = []
    for need, why in needs_of(situation, index).items():
        lines = [line for line in index.at(index.of_need.get(need, 0) & ~index.suspended) if line.id not in seen]
        judged = [(judge(line, situation), line) for line in lines]
        suiting = [(verdict, line) for verdict, line in judged if verdict is not None]
        suiting.sort(key=lambda pair: -pair[0].points)  # at equal points, the order of the index: freshness, then name
        proposals = tuple(Proposal(line, verdict.reasons, verdict.cautions) for verdict, line in suiting[:MOST])
        seen.update(proposal.line.id for proposal in proposals)
        found.append(
            Section(need, str(CATEGORIES[need]), tuple(dict.fromkeys(why)), proposals, len(suiting) - len(proposals))
        )
    return found


class Verdict(NamedTuple):
    """How well a service suits a family."""

    points: int
    reasons: tuple[str, ...]
    cautions: tuple[str, ...]


def judge(line: Line, situation: Situation) -> Verdict | None:
    """How well a service suits, and why; None when it is for children of other ages only."""
    if _for_others(line, situation):
        return None
    points, reasons, cautions = 0, [], []
    for rule in (_language, _ages, _moments, _money, _internet):
        more, reason, caution = rule(line, situation)
        points += more
        reasons += reason
        cautions += caution
    return Verdict(points, tuple(reasons), tuple(cautions))


Found = tuple[int, list[str], list[str]]
NOTHING: Found = (0, [], [])


def _for_others(line: Line, situation: Situation) -> bool:
    known = [child.age for child in situation.children if child.age is not None]
    if not known or len(known) < len(situation.children):
        return False
    return line.age_max is not None and line.age_max < GROWN_UP and not any(map(line.suits, known))


def _language(line: Line, situation: Situation) -> Found:
    for place, code in enumerate(situation.spoken):
        if code in line.languages and code != SCHOOL_LANGUAGE:
            return 2 if place else 3, [_("on y parle %(language)s", language=LANGUAGES.get(code, code))], []
    if situation.speaks_french:
        return NOTHING
    if line.interpretation:
        return 1, [_("interprète possible")], []
    language = LANGUAGES.get(situation.language)
    return 0, [], [_("langue à vérifier : %(language)s", language=language) if language else _("langue à vérifier")]


def _ages(line: Line, situation: Situation) -> Found:
    if not line.bounded:
        return NOTHING
    names = [child.name for child in situation.children if child.age is not None and line.suits(child.age)]
    if not names:
        return NOTHING
    return 2, [_("%(ages)s : %(names)s", ages=ages(line.age_min, line.age_max), names=_(", ").join(names))], []


def _moments(line: Line, situation: Situation) -> Found:
    points, reasons = 0, []
    if line.evening and (situation.late or "soir" in situation.moments):
        points, reasons = 2, [_("ouvert le soir")]
    if line.weekend and (situation.late or "fin_semaine" in situation.moments):
        points, reasons = points + 1, [*reasons, _("ouvert la fin de semaine")]
    return points, reasons, []


def _money(line: Line, situation: Situation) -> Found:
    if "materiel" not in situation.obstacles:
        return NOTHING
    if line.free:
        return 1, [_("gratuit")], []
    return 0, [], [_("des frais à vérifier")] if line.free is False else []


def _internet(line: Line, situation: Situation) -> Found:
    if "numerique" not in situation.obstacles or not line.means:
        return NOTHING
    if BY_VOICE.intersection(line.means):
        return 1, [_("sans Internet : par téléphone ou sur place")], []
    return -1, [], [_("demande Internet")]
