"""HSDS 3.0 as it is published: its entities, their columns and files, and the ids we make for what has none here.

The published files are beside this one, in ``hsds-3.0``, with their source and licence.
"""

from __future__ import annotations

import json
import uuid
from functools import cache
from pathlib import Path

from schoolapp.partners.vocabulary import CATEGORIES, FAX, INCLUSION, TEXT, TEXT_PHONE, TOLL_FREE, VOICE
from schoolapp.records import NamedTuple

PUBLISHED = Path(__file__).with_name("hsds-3.0")
DESCRIPTOR = "datapackage.json"
VERSION = "3.0"
# The ids of what has no id of its own here (a language of a service, a term of ours): the same from any instance.
NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "urn:trait-d-union:hsds")

# What HSDS asks for and a sheet may lack; read back as nothing.
MISSING = "s. o."
# Three lists of terms travel with the services: our needs, their place in data·inclusion, and what a sheet says that
# HSDS has no column for.
NEEDS, INCLUSION_LIST, SHEET = "besoins", "data-inclusion", "fiche"
TAXONOMIES = {
    NEEDS: "Trait d’union : besoins",
    INCLUSION_LIST: "data·inclusion : thématiques",
    SHEET: "Trait d’union : fiche",
}
FACTS = {
    "nationale": "Aide offerte partout au Québec ou au Canada",
    "provenance": "D’où vient la fiche",
    "moyens": "Comment s’adresser au service",
    "par_qui": "Qui s’adresse au service",
    "gratuit": "Gratuit ou non",
    "traductions": "Traductions de la fiche, par langue",
    "telephone": "Sorte de numéro",
    "poste": "Poste téléphonique",
}
STATUS = {"actif": "active", "suspendu": "temporarily closed"}
PHONE_TYPES = {VOICE: "voice", TOLL_FREE: "voice", TEXT: "text", FAX: "fax", TEXT_PHONE: "textphone"}
ACCESSIBLE = {True: "accessible", False: "non accessible", None: "à vérifier"}


class Resource(NamedTuple):
    """An entity of HSDS: its file in a package, its columns, and those that are numbers."""

    name: str
    path: str
    columns: tuple[str, ...]
    numbers: frozenset[str]


@cache
def descriptor() -> bytes:
    """The published description of a package, as it goes in each of ours."""
    return (PUBLISHED / DESCRIPTOR).read_bytes()


@cache
def resources() -> dict[str, Resource]:
    """Every entity of HSDS, by its name."""
    found = {}
    for one in json.loads(descriptor())["resources"]:
        fields = one["schema"]["fields"]
        numbers = frozenset(field["name"] for field in fields if field.get("type") == "number")
        found[one["name"]] = Resource(one["name"], one["path"], tuple(field["name"] for field in fields), numbers)
    return found


def made(*parts: str) -> str:
    """The id of something that has none here, the same each time."""
    return str(uuid.uuid5(NAMESPACE, "/".join(parts)))


def term_id(taxonomy: str, code: str) -> str:
    """The id of a term of one of the three lists."""
    return made("terme", taxonomy, code)


@cache
def needs_by_inclusion() -> dict[str, str]:
    """Which of our needs each « thématique » of data·inclusion is: the first one that names it."""
    found: dict[str, str] = {}
    for need in CATEGORIES:
        for theme in INCLUSION[need]:
            found.setdefault(theme, need)
    return found
