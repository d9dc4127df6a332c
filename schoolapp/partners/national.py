"""The helps that every family of Québec may call on, ready in a new instance, each marked to be confirmed.

What is written here was true one day: nothing says so in the sheets until somebody of the school confirms it.
"""

from __future__ import annotations

from typing import Any
from uuid import NAMESPACE_URL, uuid5

from schoolapp.accounts.models import User
from schoolapp.database import atomic
from schoolapp.partners import sheets
from schoolapp.partners.history import Hand

SOURCE = "Aide nationale fournie avec Trait d’union"
EVERY_DAY = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
ALWAYS = {"byday": EVERY_DAY, "opens_at": "00:00", "closes_at": "24:00", "words": ""}


def _phone(digits: str, typed: str, kind: str = "voix", words: str = "") -> dict[str, Any]:
    return {"digits": digits, "typed": typed, "extension": "", "kind": kind, "words": words}


# name, site, what it does, then: needs, ages, languages, interpreter, means, steps, schedules, phones
HELPS: tuple[dict[str, Any], ...] = (
    {
        "name": "Alloprof",
        "website": "https://www.alloprof.qc.ca",
        "words": "Aide gratuite aux devoirs, pour les élèves du primaire et du secondaire et pour leurs parents. Des "
        "enseignantes et des enseignants répondent au téléphone, par texto et en ligne; le site offre des "
        "explications, des exercices et des jeux.",
        "categories": ["devoirs", "parents"],
        "eligibility": "Élèves du primaire et du secondaire, et leurs parents",
        "languages": ["fr", "en"],
        "means": ["appeler", "lien"],
        "how": "Appeler ou écrire pendant les heures de service, ou chercher sur le site à toute heure.",
        "schedules": [
            {"byday": ["MO", "TU", "WE", "TH"], "opens_at": "17:00", "closes_at": "20:00",
             "words": "pendant l’année scolaire"},
        ],
        "phones": [_phone("8887764455", "1 888 776-4455", "sans_frais"), _phone("54533", "54533", "texto")],
    },
    {
        "name": "Tel-jeunes",
        "website": "https://www.teljeunes.com",
        "words": "Écoute et conseils pour les jeunes, de façon confidentielle, sur tout ce qui les préoccupe : amis, "
        "famille, école, amour, stress, peine.",
        "categories": ["sante_mentale"],
        "eligibility": "Enfants, adolescentes et adolescents",
        "age_max": 20,
        "languages": ["fr", "en"],
        "means": ["appeler", "lien"],
        "how": "Appeler à toute heure, ou écrire par texto ou en ligne. On n’a pas à dire son nom.",
        "schedules": [ALWAYS],
        "phones": [
            _phone("8002632266", "1 800 263-2266", "sans_frais"),
            _phone("5146001002", "514 600-1002", "texto"),
        ],
    },
    {
        "name": "LigneParents",
        "website": "https://www.ligneparents.com",
        "words": "Écoute et conseils pour les parents d’enfants de tous les âges, jour et nuit, en toute confiance.",
        "categories": ["parents", "sante_mentale"],
        "eligibility": "Parents d’enfants de 0 à 20 ans",
        "languages": ["fr", "en"],
        "means": ["appeler", "lien"],
        "how": "Appeler à toute heure. On n’a pas à dire son nom.",
        "schedules": [ALWAYS],
        "phones": [_phone("8003615085", "1 800 361-5085", "sans_frais")],
    },
    {
        "name": "211",
        "website": "https://www.211qc.ca",
        "words": "Un numéro pour trouver l’organisme qu’il faut près de chez soi : nourriture, logement, vêtements, "
        "garde, aide juridique, loisirs et bien d’autres.",
        "categories": ["alimentation", "vetements", "logement", "budget", "arrivants"],
        "eligibility": "Tout le monde",
        "languages": ["fr", "en"],
        "interpretation": "Interprètes au téléphone dans de nombreuses langues",
        "means": ["appeler", "lien"],
        "how": "Composer le 2-1-1 et dire ce qu’on cherche et où l’on habite.",
        "schedules": [{"byday": EVERY_DAY, "opens_at": "08:00", "closes_at": "18:00", "words": ""}],
        "phones": [_phone("211", "211")],
    },
    {
        "name": "Info-Social 811",
        "website": "https://www.quebec.ca/info-social-811",
        "words": "Une intervenante ou un intervenant social répond, jour et nuit, aux questions et aux inquiétudes : "
        "stress, deuil, conflit, violence, comportement d’un enfant, besoin d’aide pour un proche.",
        "categories": ["sante_mentale", "sante", "urgence"],
        "eligibility": "Tout le monde",
        "languages": ["fr", "en"],
        "interpretation": "Interprètes au téléphone, sur demande",
        "means": ["appeler"],
        "how": "Composer le 8-1-1, puis choisir l’option sociale. En danger immédiat, composer le 9-1-1.",
        "schedules": [ALWAYS],
        "phones": [_phone("811", "811", words="option 2")],
    },
)  # fmt: skip
COLUMNS = ("name", "website", "words", "eligibility", "age_max", "languages", "interpretation", "means", "how")


def uuid_of(kind: str, name: str) -> str:
    """The same id in every instance, so that two schools that exchange their sheets know them again."""
    return str(uuid5(NAMESPACE_URL, f"{kind}/{name}"))


def organization_values(help_: dict[str, Any]) -> dict[str, Any]:
    """The columns of the organisation that gives it."""
    return {
        "uuid": uuid_of("organization", help_["name"]), "name": help_["name"], "website": help_["website"],
        "national": True, "source": SOURCE,
    }  # fmt: skip


def service_values(help_: dict[str, Any]) -> dict[str, Any]:
    """The columns of its service. Nobody confirmed it yet."""
    known = {name: help_[name] for name in COLUMNS if name in help_}
    return known | {"uuid": uuid_of("service", help_["name"]), "free": True, "territory": "Tout le Québec"}


def write(*, by: User) -> int:
    """Write those that are not there yet. Returns how many."""
    from schoolapp.partners.models import Organization

    count = 0
    hand = Hand(by, words=SOURCE)
    with atomic():
        known = {row.uuid for row in Organization.select(Organization.uuid).where(Organization.national)}
        for help_ in HELPS:
            values = organization_values(help_)
            if values["uuid"] in known:
                continue
            organization, _new = sheets.create_organization(values, hand=hand)
            parts = sheets.Parts(categories=help_["categories"], schedules=help_["schedules"], phones=help_["phones"])
            sheets.create_service(organization, service_values(help_), parts, hand=hand)
            count += 1
    return count
