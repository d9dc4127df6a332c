"""What each column of a table of services holds: the fields a column can be, and a guess from its header."""

from __future__ import annotations

import re
from collections.abc import Sequence

from flask_babel import lazy_gettext as _l

from schoolapp.formats import search_key
from schoolapp.imports.readers.columns import HEADER_SEARCH_ROWS, Columns
from schoolapp.imports.readers.records import Row

SERVICE_FIELDS = {
    "name": _l("Nom du service"),
    "id": _l("Identifiant du service"),
    "words": _l("Description du service"),
    "needs": _l("Besoins"),
    "languages": _l("Langues"),
    "interpretation": _l("Interprète"),
    "eligibility": _l("Pour qui"),
    "age_min": _l("Âge minimal"),
    "age_max": _l("Âge maximal"),
    "ages": _l("Âges (« 6 à 12 ans »)"),
    "free": _l("Gratuit"),
    "cost": _l("Coût"),
    "territory": _l("Territoire"),
    "approached_by": _l("Qui fait le premier pas"),
    "how": _l("Les étapes"),
    "wait": _l("Attente"),
    "documents": _l("À apporter"),
    "schedule": _l("Horaire"),
    "phone": _l("Téléphone du service"),
    "email": _l("Courriel du service"),
    "website": _l("Site du service"),
}
ORGANIZATION_FIELDS = {
    "organization": _l("Nom de l’organisme"),
    "organization_words": _l("Description de l’organisme"),
    "organization_phone": _l("Téléphone de l’organisme"),
    "organization_email": _l("Courriel de l’organisme"),
    "organization_website": _l("Site de l’organisme"),
}
PLACE_FIELDS = {
    "place": _l("Nom du lieu"),
    "address": _l("Adresse"),
    "city": _l("Ville"),
    "province": _l("Province"),
    "postal_code": _l("Code postal"),
    "accessible": _l("Accessible en fauteuil roulant"),
    "transport": _l("Comment s’y rendre"),
}
CONTACT_FIELDS = {
    "contact": _l("Personne à joindre"),
    "contact_title": _l("Fonction de la personne"),
    "contact_phone": _l("Téléphone de la personne"),
    "contact_email": _l("Courriel de la personne"),
}
GROUPS = (
    (_l("Service"), SERVICE_FIELDS),
    (_l("Organisme"), ORGANIZATION_FIELDS),
    (_l("Lieu"), PLACE_FIELDS),
    (_l("Personne à joindre"), CONTACT_FIELDS),
)
TARGETS = frozenset(name for _group, fields in GROUPS for name in fields)
# Several columns may share these: an address in parts, several numbers, several needs.
SHARED = frozenset({"address", "phone", "organization_phone", "contact_phone", "needs", "languages"})
FILLERS = re.compile(r"\b(?:de|du|des|la|le|les|l|d|et|of|the|and|to|a|au|en)\b")
CONTACT, OWNER = r"(?:contact|personne|responsable|repondante?)", r"(?:organisme|organisation|organization|agency)"
# Tried in order on the header without accents, case, punctuation and small words.
RULES = (
    ("contact_email", rf"(?:courriels?|e ?mails?).*{CONTACT}.*|{CONTACT}.*(?:courriels?|e ?mails?)"),
    ("contact_phone", rf"(?:tel\w*|phone).*{CONTACT}.*|{CONTACT}.*(?:tel\w*|phone)"),
    ("contact_title", rf"(?:fonction|titre|poste|title).*|{CONTACT} (?:fonction|titre)"),
    ("organization_email", rf"(?:courriels?|e ?mails?).*{OWNER}.*|{OWNER}.*(?:courriels?|e ?mails?)"),
    ("organization_phone", rf"(?:tel\w*|phone).*{OWNER}.*|{OWNER}.*(?:tel\w*|phone)"),
    ("organization_website", rf"(?:site|web|url).*{OWNER}.*|{OWNER}.*(?:site|web|url)"),
    ("organization_words", rf"(?:description|mission).*{OWNER}.*|{OWNER}.*(?:description|mission)|mission"),
    ("organization", rf"(?:noms? )?{OWNER}s?(?: noms?| name)?|partenaires?|partner"),
    ("id", r"(?:id|identifiant|code|numero|no)(?: service)?|service id"),
    ("name", r"(?:noms? )?services?(?: noms?| name)?|titre service|service offert|activites?|programmes?"),
    ("words", r"(?:description|resume|services? offerts?|details?)(?: service)?|summary"),
    ("needs", r"(?:besoins?|categories?|themes?|thematiques?|domaines?|sujets?|mots? cles?|needs?).*"),
    ("languages", r"langues?.*|languages?.*"),
    ("interpretation", r"interpret\w*.*"),
    ("age_min", r"ages? min\w*|min\w* age|partir (?:ans|age)"),
    ("age_max", r"ages? max\w*|max\w* age|jusqu ans"),
    ("ages", r"ages?|groupes? age|tranches? age"),
    ("eligibility", r"(?:pour qui|clienteles?|public\w*|admissibilite|eligib\w*|criteres?).*"),
    ("free", r"gratuite?s?|gratuite|free"),
    ("cost", r"couts?|frais|tarifs?|prix|costs?|fees?"),
    ("territory", r"territoires?.*|secteurs?.*|quartiers?|zone.*|area.*"),
    ("approached_by", r"qui (?:fait|appelle|refere).*|references? par|acces"),
    ("how", r"(?:comment (?:faire|demander|inscrire|joindre)|etapes?|demarches?|inscription|procedure|how).*"),
    ("wait", r"attente|delais?.*|wait.*"),
    ("documents", r"documents?.*|apporter|papiers?.*"),
    ("schedule", r"horaires?.*|heures?.*|ouverture|schedules?|hours?"),
    ("accessible", r"access\w*.*"),
    ("transport", r"transports?.*|comment (?:s )?y rendre|metro|autobus"),
    ("place", r"(?:noms? )?lieux?|places?|location|point service"),
    ("postal_code", r"(?:code postal|cp|postal code|zip.*)"),
    ("city", r"villes?|city|municipalite"),
    ("province", r"provinces?|state"),
    ("address", r"adresses?.*|address.*|rue|street|app\w*|local"),
    ("contact", rf"(?:noms? )?{CONTACT}s?(?: joindre)?"),
    ("email", r"(?:courriels?|e ?mails?|adresse electronique)(?: service)?"),
    ("phone", r"(?:no )?(?:tel\w*|phones?|cell\w*)(?: .*)?"),
    ("website", r"(?:site|web|url|lien|website|page).*"),
)


def find_header(rows: Sequence[Row]) -> Row:
    """The row of headers: the one, near the top, with the most columns that are understood."""
    return max(rows[:HEADER_SEARCH_ROWS], key=lambda row: sum(map(bool, _targets(row.cells))))


def guess(header: Row) -> Columns:
    """What the headers seem to say. Columns not understood are left aside."""
    return Columns(header.number, header.cells, tuple(_targets(header.cells)))


def _targets(headers: Sequence[str]) -> list[str]:
    ours = {search_key(str(words)): name for _group, fields in GROUPS for name, words in fields.items()}
    found: list[str] = []
    for header in headers:
        key = search_key(header)
        target = ours.get(key) or _match(re.sub(r"\s+", " ", FILLERS.sub(" ", key)).strip())
        found.append("" if target in found and target not in SHARED else target)
    return found


def _match(key: str) -> str:
    return next((name for name, pattern in RULES if key and re.fullmatch(pattern, key)), "")


def problems(targets: Sequence[str]) -> list[str]:
    """The fields given to two columns, and what is missing to know which services of whom."""
    used = [target for target in targets if target]
    twice = {target for target in used if used.count(target) > 1 and target not in SHARED}
    return sorted(twice) + [name for name in ("name", "organization") if name not in used]
