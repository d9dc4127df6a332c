"""Visiting cards to download: of an organisation, of somebody there."""

from __future__ import annotations

from flask import Response

from schoolapp.access import allow
from schoolapp.formats import search_key
from schoolapp.partners import finding_queries as queries
from schoolapp.partners import vcard
from schoolapp.partners.finding_routes import me
from schoolapp.partners.routes import bp
from schoolapp.partners.rules import READERS


@bp.get("/partenaires/organismes/<int:organization_id>.vcf")
@allow(READERS)
def organization_card(organization_id: int) -> Response:
    """The card of an organisation."""
    found = queries.organization_for(me(), organization_id)
    return _download(vcard.card_of(found, queries.phones_of(found), queries.places_of(found)), found.name)


@bp.get("/partenaires/personnes/<int:contact_id>.vcf")
@allow(READERS)
def contact_card(contact_id: int) -> Response:
    """The card of somebody to speak with."""
    found = queries.contact_for(me(), contact_id)
    organization = found.organization
    card = vcard.card_of_person(found, queries.phones_of(organization, found), queries.places_of(organization))
    return _download(card, found.name or organization.name)


def _download(card: bytes, name: str) -> Response:
    """A file that the browser hands to the address book, named in plain letters."""
    plain = "-".join(search_key(name).encode("ascii", "ignore").decode().split())[:60] or "contact"
    headers = {"Content-Disposition": f'attachment; filename="{plain}.vcf"'}
    return Response(card, mimetype="text/vcard", headers=headers)
