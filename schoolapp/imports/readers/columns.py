"""What each column of a table holds: the fields a column can be, and a guess from French and English headers."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import field

from flask_babel import lazy_gettext as _l

from schoolapp.formats import search_key
from schoolapp.imports.readers.records import Row
from schoolapp.records import NamedTuple, dataclass

GUARDIANS = 4
HEADER_SEARCH_ROWS = 20

PUPIL_FIELDS = {
    "last_name": _l("Nom de l’élève"),
    "first_name": _l("Prénom de l’élève"),
    "full_name": _l("Nom et prénom de l’élève (« Nom, Prénom »)"),
    "preferred_name": _l("Prénom usuel"),
    "number": _l("Numéro de fiche"),
    "source_id": _l("Autre identifiant (code permanent…)"),
    "birth_date": _l("Date de naissance"),
    "group": _l("Groupe"),
    "level": _l("Niveau"),
    "teacher": _l("Titulaire"),
    "teacher_email": _l("Courriel du titulaire"),
    "household": _l("Numéro de famille"),
    "address": _l("Adresse"),
    "city": _l("Ville"),
    "postal_code": _l("Code postal"),
    "phone_home": _l("Téléphone de la maison"),
    "language": _l("Langue de la famille"),
    "interpreter": _l("Interprète nécessaire"),
}
GUARDIAN_FIELDS = {
    "name": _l("Nom complet"),
    "first_name": _l("Prénom"),
    "last_name": _l("Nom de famille"),
    "relation": _l("Lien avec l’élève"),
    "phone_cell": _l("Cellulaire"),
    "phone_home": _l("Téléphone à la maison"),
    "phone_work": _l("Téléphone au travail"),
    "phone": _l("Téléphone"),
    "email": _l("Courriel"),
    "address": _l("Adresse"),
    "city": _l("Ville"),
    "postal_code": _l("Code postal"),
    "language": _l("Langue"),
    "interpreter": _l("Interprète nécessaire"),
    "source_id": _l("Identifiant"),
}
# Several columns may share these: an address in parts, several numbers.
SHARED_FIELDS = frozenset({"address", "phone", "phone_cell", "phone_home", "phone_work"})
TARGETS = frozenset(PUPIL_FIELDS) | {f"g{n}.{name}" for n in range(1, GUARDIANS + 1) for name in GUARDIAN_FIELDS}

# Who a column speaks of. The relation is what the person is to the pupil when no column says it.
PEOPLE = (
    (r"belle mere|step ?mother", _l("belle-mère")),
    (r"beau pere|step ?father", _l("beau-père")),
    (r"grand ?mere|grandmother", _l("grand-mère")),
    (r"grand ?pere|grandfather", _l("grand-père")),
    (r"famille accueil|foster", _l("famille d’accueil")),
    (r"meres?|maman|mother|mom", _l("mère")),
    (r"peres?|papa|father|dad", _l("père")),
    (r"tut(?:eur|rice)s?(?: legal\w*)?|legal guardian", _l("tutrice ou tuteur")),
    (r"parents?|repondante?s?|rep|resp|responsables?|guardians?|contacts?|autorite parentale", ""),
)
NOT_PEOPLE = re.compile(r"titulaire|groupe|enseignant|tongue|maternelle")
FILLERS = re.compile(r"\b(?:de|du|des|la|le|les|l|d|s|et|of|the|and|to|a|au)\b")
CHILD = re.compile(r"\b(?:eleves?|enfant|students?|pupils?|child)\b")
NUMBER = r"(?:no|num|numero|n|id|code|cle|number)"
# Patterns are tried in order on the header without accents, case, punctuation and small words.
CONTACT_RULES = (
    ("email", r".*\b(?:courriels?|e ?mails?|mail|adresse electronique|courrier electronique)\b.*"),
    ("phone_cell", r".*\b(?:cell|cellulaire|mobile|portable|sms|texto)\b.*"),
    ("phone_work", r".*\b(?:tel\w*|phone|no|numero)\b.*\b(?:travail|trav|bureau|work|office|emploi)\b.*"),
    ("phone_work", r".*\b(?:travail|bureau|work|office)\b.*\b(?:tel\w*|phone)\b.*"),
    ("phone_home", r".*\b(?:tel\w*|phone|no|numero)\b.*\b(?:maison|residence|domicile|home|res|dom)\b.*"),
    ("phone_home", r".*\b(?:maison|home)\b.*\b(?:tel\w*|phone)\b.*"),
    ("phone", r"(?:no )?tel\w*.*|.*\bphone\b.*"),
    ("postal_code", r"(?:.*\b)?(?:code postal|cp|postal code|zip|zip code)"),
    ("city", r"ville.*|city.*|municipalite|town"),
    ("interpreter", r".*\b(?:interprete|interpretes|interpretation|interpreter)\b.*"),
    ("language", r".*\b(?:langues?|languages?|tongue)\b.*"),
    ("address", r"adresses?.*|address.*|rue|street|(?:no |numero )?civique|app\w*"),
)
GUARDIAN_RULES = (
    *CONTACT_RULES,
    ("relation", r"liens?.*|relation\w*|parente|role|type"),
    ("name", r"(?:noms? prenoms?|prenoms? noms?|nom complet|full name)"),
    ("first_name", r"prenoms?|first(?: name)?|given(?: name)?"),
    ("last_name", r"noms? famille|last(?: name)?|family name|surname"),
    ("source_id", r"id|identifiant|source ?id|no fiche|fiche|numero|code"),
    ("name", r"noms?|names?"),
)
# What a header may say of the guardian named by an earlier column.
NEAR_RULES = tuple(rule for rule in GUARDIAN_RULES if rule[0] == "relation" or rule in CONTACT_RULES)
PUPIL_RULES = (
    ("teacher_email", r".*(?:titulaire|enseignant|teacher).*(?:courriel|mail).*"),
    ("teacher_email", r".*(?:courriel|mail).*(?:titulaire|enseignant|teacher).*"),
    ("teacher", r".*\b(?:titulaires?|enseignante?s?|teachers?|professeure?s?|prof)\b.*"),
    ("birth_date", r"(?:date )?naissance|ddn|date nais\w*|birth ?date|date birth|dob|birthday|nee?|ne e"),
    ("household", rf"{NUMBER} (?:famille|foyer|menage|family|household)|(?:family|household) {NUMBER}"),
    ("source_id", r"code permanent|permanent code|source ?d? id|identifiant source|sourcedid"),
    ("number", rf"(?:{NUMBER} )?(?:fiche|matricule|dossier)|{NUMBER}|local id|school number|identifiant"),
    ("preferred_name", r"(?:pre)?nom (?:usuel|prefere|choisi)|preferred.*|nickname|surnom"),
    ("full_name", r"noms? prenoms?|prenoms? noms?|nom complet|full name"),
    ("first_name", r"prenoms?|first(?: name)?|given(?: name)?"),
    ("last_name", r"noms?(?: famille)?|(?:last|family) name|last|surname|names?"),
    ("level", r"niveaux?.*|degre|annees?(?: etudes?)?|grades?(?: level)?|levels?|ordre"),
    ("group", rf"(?:{NUMBER} )?(?:groupes?|gr|classes?|class|homeroom|group)(?: repere| name| code)?|local|foyer"),
    *CONTACT_RULES,
    ("g1.relation", r"liens?(?: parente)?|relation\w*|parente"),
)
# A number or an e-mail of nobody in particular is the home's; a pupil's own address of e-mail is not kept.
PUPIL_NAMES = {"phone": "phone_home", "phone_cell": "phone_home", "phone_work": "", "email": ""}


class Fields(NamedTuple):
    """What the columns of a table can be, and how they are guessed from its headers, for one subject of imports."""

    targets: frozenset[str]
    guess: Callable[[Row], Columns]
    find_header: Callable[[Sequence[Row]], Row]
    problems: Callable[[Columns], list[str]]


@dataclass(frozen=True)
class Columns:
    """How to read one table.

    Attributes:
        targets: what each column is, in the order of the columns; empty when it is left aside.
        relations: what each guardian is to the pupil when no column says it, by guardian number.
        date_order: ``dmy``, ``mdy`` or ``ymd``; empty to settle it from the column.
    """

    header_row: int
    headers: tuple[str, ...]
    targets: tuple[str, ...]
    relations: dict[int, str] = field(default_factory=dict)
    date_order: str = ""

    def places(self) -> dict[str, list[int]]:
        """Where each field is, by the positions of its columns."""
        found: dict[str, list[int]] = {}
        for at, target in enumerate(self.targets):
            if target:
                found.setdefault(target, []).append(at)
        return found

    def problems(self) -> list[str]:
        """The fields given to two columns, and what is missing to know who the pupils are."""
        used = [target for target in self.targets if target]
        twice = {target for target in used if used.count(target) > 1 and target.split(".")[-1] not in SHARED_FIELDS}
        named = {"last_name", "first_name", "full_name"} & set(used)
        return sorted(twice) + ([] if named else ["last_name"])


def header_keys(headers: Sequence[str]) -> list[str]:
    """A key for each header, the same in tomorrow's file; repeated headers are numbered."""
    keys: list[str] = []
    for header in headers:
        key = search_key(header)
        keys.append(f"{key}#{sum(k.split('#')[0] == key for k in keys)}" if key in keys else key)
    return keys


def find_header(rows: Sequence[Row]) -> Row:
    """The row of headers: the one, near the top, with the most columns that are understood."""
    best, best_score = rows[0], 0
    for row in rows[:HEADER_SEARCH_ROWS]:
        known = sum(bool(target) for target in _guess_targets(row.cells)[0])
        if known > best_score:
            best, best_score = row, known
    return best


def guess(header: Row) -> Columns:
    """What the headers of ``header`` seem to say. Columns not understood are left aside."""
    targets, relations = _guess_targets(header.cells)
    return Columns(header.number, header.cells, tuple(targets), relations)


def _guess_targets(headers: Sequence[str]) -> tuple[list[str], dict[int, str]]:
    people: dict[str, int] = {}
    relations: dict[int, str] = {}
    targets: list[str] = []
    keys = [_tidy(search_key(re.sub(r"([a-z])([A-Z])", r"\1 \2", header))) for header in headers]
    for key in keys:
        target = _guardian_target(key, people, relations)
        if target is None:
            target = _near_target(key, people, again=keys.count(key) > 1) or _pupil_target(key)
        taken = target in targets and target.split(".")[-1] not in SHARED_FIELDS
        targets.append("" if taken else target)
    for name, other, instead in (("source_id", "number", "number"), ("last_name", "first_name", "full_name")):
        if name in targets and not {other, instead} & set(targets):
            targets[targets.index(name)] = instead
    return targets, relations


def _tidy(key: str) -> str:
    return re.sub(r"\s+", " ", FILLERS.sub(" ", key)).strip()


def _pupil_target(key: str) -> str:
    rest = _tidy(CHILD.sub(" ", key))
    if not rest:
        return "full_name" if key else ""
    name = _match(PUPIL_RULES, rest)
    return PUPIL_NAMES.get(name, name)


def _guardian_target(key: str, people: dict[str, int], relations: dict[int, str]) -> str | None:
    """The field of a guardian a header names, empty when it names one but not which; None when it names nobody."""
    if NOT_PEOPLE.search(key):
        return None
    for pattern, relation in PEOPLE:
        match = re.search(rf"\b(?:{pattern})\b", key)
        if match is None:
            continue
        rest = CHILD.sub(" ", f"{key[: match.start()]} {key[match.end() :]}")
        digit = re.search(r"(?<!\d)[1-9](?!\d)", rest)
        rest = _tidy(re.sub(r"(?<!\d)[1-9](?!\d)", " ", rest))
        name = _match(GUARDIAN_RULES, rest) if rest else "name"
        person = f"{relation or match[0].rstrip('s')}{digit[0] if digit else ''}"
        if not name or (person not in people and len(people) == GUARDIANS):
            return ""
        number = people.setdefault(person, len(people) + 1)
        if relation:
            relations[number] = str(relation)
        return f"g{number}.{name}"
    return None


def _near_target(key: str, people: dict[str, int], *, again: bool) -> str:
    """The field of a guardian that a header names by their number (« Responsable 1, Téléphone 1 ») or by its place,
    when it comes ``again`` (« Mère, Téléphone, Père, Téléphone »); empty when it is nobody's."""
    digit = re.search(r"(?<!\d)[1-9](?!\d)", key)
    if digit:
        person = next((number for name, number in people.items() if name.endswith(digit[0])), None)
    else:
        person = len(people) if again and people else None
    name = _match(NEAR_RULES, _tidy(re.sub(r"(?<!\d)[1-9](?!\d)", " ", key))) if person else ""
    return f"g{person}.{name}" if name else ""


def _match(rules: Sequence[tuple[str, str]], key: str) -> str:
    return next((name for name, pattern in rules if re.fullmatch(pattern, key)), "")
