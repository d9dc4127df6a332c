"""Views of a partner's links: making one, sending it, printing it, closing it."""

from __future__ import annotations

from typing import Any

from flask import Response, render_template, request, url_for
from flask_babel import gettext as _

from schoolapp.access import allow
from schoolapp.answers import go, saved
from schoolapp.partners import links, sheet_queries, waiting
from schoolapp.partners.link_forms import LinkForm
from schoolapp.partners.models import Organization
from schoolapp.partners.rules import WRITERS
from schoolapp.partners.waiting_routes import bp, me
from schoolapp.qr import qr


def links_page(organization: Organization, form: LinkForm | None = None, status: int = 200) -> Response:
    """An organisation's links, and the form that makes one: at first, for whom the last link was, else who is known."""
    known, made = waiting.known_emails(organization), links.of_organization(organization)
    if form is None:
        people = [(one.person, one.email) for one in made] + [(name, email) for email, name in known]
        person, email = next((one for one in people if one[1]), ("", ""))
        person = "" if email == organization.email else person
        form = LinkForm(formdata=None, data={"person": person, "email": email, "days": links.DAYS})
    context = {"known": known, "links": made, "rules": links}
    return Response(render_template("partners/links.html", organization=organization, form=form, **context), status)


@bp.get("/partenaires/organismes/<int:organization_id>/liens")
@allow(WRITERS)
def links_of(organization_id: int) -> Response:
    return links_page(sheet_queries.organization_for(organization_id))


@bp.post("/partenaires/organismes/<int:organization_id>/liens")
@allow(WRITERS)
def make_link(organization_id: int) -> Any:
    organization, form = sheet_queries.organization_for(organization_id), LinkForm()
    if not form.validate():
        return links_page(organization, form, 422)
    who = (form.person.data or "", form.email.data or "")
    sends = "envoyer" in request.form
    made = links.make(organization, *who, form.days.data, post_it=sends, by=me())
    saved(_("Lien fait; le courriel part.") if sends else _("Lien fait."))
    return go(url_for("sheets.link", link_id=made.id))


@bp.get("/partenaires/liens/<int:link_id>")
@allow(WRITERS)
def link(link_id: int) -> str:
    row = links.link_for(link_id)
    return render_template("partners/link.html", link=row, rules=links, sends=links.sends_mail())


@bp.get("/partenaires/liens/<int:link_id>/feuille")
@allow(WRITERS)
def link_sheet(link_id: int) -> str:
    row = links.open_link_for(link_id)
    address = links.address_of(row)
    services = links.services_of(row.organization)
    return render_template("partners/link_sheet.html", link=row, address=address, qr=qr(address), services=services)


@bp.post("/partenaires/liens/<int:link_id>/envoi")
@allow(WRITERS)
def send_link(link_id: int) -> Any:
    links.post(links.link_for(link_id), by=me())
    saved(_("Le courriel part."))
    return go(url_for("sheets.link", link_id=link_id))


@bp.post("/partenaires/liens/<int:link_id>/retrait")
@allow(WRITERS)
def revoke_link(link_id: int) -> Any:
    row = links.link_for(link_id)
    links.revoke(row, by=me())
    saved(_("Lien retiré : il n’ouvre plus rien."))
    return go(url_for("sheets.links_of", organization_id=row.organization_id))


def register() -> None:
    """The addresses are those of the sheets' blueprint: loading this module is enough."""
