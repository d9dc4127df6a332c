"""Partners of the made-up school who answered by their own link: some corrections wait, some were decided."""

from __future__ import annotations

from datetime import timedelta
from random import Random
from types import SimpleNamespace
from typing import Any

from schoolapp import tokens
from schoolapp.demo.bulk import Writer
from schoolapp.demo.partners import PartnerMaker
from schoolapp.partners import sheet_fields
from schoolapp.partners.links import DAYS, KIND
from schoolapp.partners.models import Organization, Phone, Proposal, Schedule, Service, SheetLink
from schoolapp.partners.sheet_fields import Around

# organisation, who, made how many days ago, answered how many days ago (None: not yet), closed
LINKS = (
    ("La Tablée du Moulin", "Odette Pronovost", 12, 3, False),
    ("Le Relais des arrivants", "Karim Ouellet", 6, 1, False),
    ("Carrefour Budget", "Sylvie Auclair", 20, None, False),
    ("Maison Gabrielle", "", 40, 38, False),
    ("Clinique des Passages", "Accueil", 90, None, True),
    ("Fringues et compagnie", "Fatou Sow", 75, 71, False),
)
# service, field, what the partner would have, how it ended
PROPOSED = (
    ("Panier de denrées", "documents", "Un sac solide", "proposee"),
    ("Panier de denrées", "cost", "Gratuit", "proposee"),
    ("Panier de denrées", "message", "Nous fermons du 22 décembre au 4 janvier.", "proposee"),
    ("Cuisine collective du soir", "wait", "Aucune ce mois-ci", "proposee"),
    ("Accueil et premières démarches", "how", "Appeler pour un rendez-vous; l’après-midi, venir sans rendez-vous.",
     "proposee"),
    ("Halte-garderie", "cost", "3 $ la demi-journée", "acceptee"),
    ("Bon de la rentrée", "eligibility", "Élèves du primaire et du secondaire", "refusee"),
)  # fmt: skip


def links(writer: Writer, maker: PartnerMaker, seed: int) -> None:
    """Write them from draws of their own: the rest of the directory stays what it is."""
    rng = Random(f"{seed}:partner-links")  # noqa: S311 - a made-up school, not a secret
    emails = {row["id"]: row["email"] for row in writer.rows[Organization]}
    made: dict[int, dict[str, Any]] = {}
    for name, person, days, answered, closed in LINKS:
        nonce, at = f"{rng.getrandbits(128):032x}", maker.now - timedelta(days=days)
        number = maker.organizations[name]
        made[number] = {
            "organization": number, "person": person, "email": emails[number], "nonce": nonce, "created_at": at,
            "token_digest": tokens.digest(tokens.token(KIND, nonce)), "created_by": maker.people["secretariat"],
            "expires_at": at + timedelta(days=DAYS), "mailed_at": at + timedelta(minutes=1),
            "used_at": maker.now - timedelta(days=answered) if answered else None,
            "revoked_at": maker.now if closed else None,
            "revoked_by": maker.people["secretariat"] if closed else None,
        }  # fmt: skip
        made[number]["id"] = writer.add(SheetLink, **made[number])
    services = {row["id"]: row for row in writer.rows[Service]}
    for name, field, after, state in PROPOSED:
        _propose(writer, maker, services[maker.services[name]], made, (field, after, state))


def _propose(
    writer: Writer, maker: PartnerMaker, service: dict[str, Any], made: dict[int, Any], change: tuple[str, str, str]
) -> None:
    field, after, state = change
    link, waits = made[service["organization"]], state == "proposee"
    before = _text(writer, service, field)
    if state == "acceptee":
        after, before = before, "2 $ la demi-journée"
    writer.add(
        Proposal, link=link["id"], organization=service["organization"], service=service["id"], field=field,
        before=before, after=after, by_words=link["person"] or "Lucie Neeposh", made_at=link["used_at"], state=state,
        decided_by=None if waits else maker.people["secretariat"],
        decided_at=None if waits else link["used_at"] + timedelta(days=1),
    )  # fmt: skip


def _text(writer: Writer, service: dict[str, Any], field: str) -> str:
    """What the sheet says in this field."""
    blank = {name: one.default for name, one in Service._meta.fields.items() if isinstance(one.default, str)}
    row = SimpleNamespace(**blank | dict.fromkeys(("age_min", "age_max", "free")) | service)
    own = [SimpleNamespace(**one) for one in writer.rows[Phone] if one.get("service") == service["id"]]
    hours = [SimpleNamespace(**one) for one in writer.rows[Schedule] if one["service"] == service["id"]]
    return sheet_fields.SERVICE[field].read(row, field, Around(own, hours))
