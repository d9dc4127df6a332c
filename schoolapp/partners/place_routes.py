"""Views of an organisation's places, of the people one speaks with there, and of its agreements with the school."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, url_for
from flask_babel import gettext as _

from schoolapp.access import allow
from schoolapp.answers import go, saved
from schoolapp.errors import Stale
from schoolapp.partners import places, school_words, sheet_pages, sheet_queries
from schoolapp.partners.forms import AgreementForm, PlaceForm
from schoolapp.partners.history import Hand
from schoolapp.partners.models import Organization
from schoolapp.partners.rules import WRITERS
from schoolapp.partners.sheet_pages import me

bp = Blueprint("partner_parts", __name__)


def _back(organization_id: int, anchor: str) -> Response:
    return go(url_for("organizations.show", organization_id=organization_id, _anchor=anchor))


def _answer(
    template: str, form: Any, organization: Organization, row: Any, write: Callable[[], Any]
) -> Response | None:
    """The form again when it asks for a line, does not hold, or somebody changed the sheet first; None once written."""
    context = {"organization": organization, "row": row}
    if form.asks_for_lines:
        return sheet_pages.form(template, form, **context)
    if not form.validate():
        return sheet_pages.form(template, form, 422, **context)
    try:
        write()
    except Stale as stale:
        form.version.data = stale.current.version
        return sheet_pages.form(template, form, 409, theirs=True, **context)
    return None


# ---- places


@bp.get("/partenaires/organismes/<int:organization_id>/lieux/nouveau")
@allow(WRITERS)
def new_place(organization_id: int) -> Response:
    organization, form = sheet_queries.writable_organization_for(organization_id), PlaceForm(me())
    form.version.data = organization.version
    return sheet_pages.form("place.html", form, organization=organization, row=None)


@bp.post("/partenaires/organismes/<int:organization_id>/lieux")
@allow(WRITERS)
def add_place(organization_id: int) -> Response:
    organization, form = sheet_queries.writable_organization_for(organization_id), PlaceForm(me())
    refused = _answer("place.html", form, organization, None, lambda: places.add_place(
        organization, form.version.data or 0, form.values, form.phone_rows, hand=Hand(me())))  # fmt: skip
    if refused:
        return refused
    saved(_("Lieu ajouté."))
    return _back(organization_id, "lieux")


@bp.get("/partenaires/lieux/<int:place_id>")
@allow(WRITERS)
def edit_place(place_id: int) -> Response:
    place, form = sheet_queries.place_for(place_id), PlaceForm(me())
    form.fill(place, sheet_queries.own_phones(place=place.id))
    return sheet_pages.form("place.html", form, organization=place.organization, row=place)


@bp.post("/partenaires/lieux/<int:place_id>")
@allow(WRITERS)
def update_place(place_id: int) -> Response:
    place, form = sheet_queries.place_for(place_id), PlaceForm(me())
    refused = _answer("place.html", form, place.organization, place, lambda: places.change_place(
        place, form.version.data or 0, form.values, form.phone_rows, hand=Hand(me())))  # fmt: skip
    if refused:
        return refused
    saved(_("Lieu enregistré."))
    return _back(place.organization_id, "lieux")


@bp.post("/partenaires/lieux/<int:place_id>/retrait")
@allow(WRITERS)
def remove_place(place_id: int) -> Response:
    place = sheet_queries.place_for(place_id)
    places.remove_place(place, place.organization.version, hand=Hand(me()))
    saved(_("Lieu retiré."))
    return _back(place.organization_id, "lieux")


# ---- people


@bp.get("/partenaires/organismes/<int:organization_id>/personnes/nouvelle")
@allow(WRITERS)
def new_contact(organization_id: int) -> Response:
    organization = sheet_queries.writable_organization_for(organization_id)
    form = sheet_pages.contact_form(organization)
    form.version.data = organization.version
    return sheet_pages.form("contact.html", form, organization=organization, row=None)


@bp.post("/partenaires/organismes/<int:organization_id>/personnes")
@allow(WRITERS)
def add_contact(organization_id: int) -> Response:
    organization = sheet_queries.writable_organization_for(organization_id)
    form = sheet_pages.contact_form(organization)
    refused = _answer("contact.html", form, organization, None, lambda: places.add_contact(
        organization, form.version.data or 0, form.values, form.phone_rows, hand=Hand(me())))  # fmt: skip
    if refused:
        return refused
    saved(_("Personne ajoutée."))
    return _back(organization_id, "personnes")


@bp.get("/partenaires/personnes/<int:contact_id>")
@allow(WRITERS)
def edit_contact(contact_id: int) -> Response:
    contact = sheet_queries.contact_for(contact_id)
    form = sheet_pages.contact_form(contact.organization, contact)
    form.fill(contact, sheet_queries.own_phones(contact=contact.id))
    return sheet_pages.form("contact.html", form, organization=contact.organization, row=contact)


@bp.post("/partenaires/personnes/<int:contact_id>")
@allow(WRITERS)
def update_contact(contact_id: int) -> Response:
    contact = sheet_queries.contact_for(contact_id)
    form = sheet_pages.contact_form(contact.organization, contact)
    refused = _answer("contact.html", form, contact.organization, contact, lambda: places.change_contact(
        contact, form.version.data or 0, form.values, form.phone_rows, hand=Hand(me())))  # fmt: skip
    if refused:
        return refused
    saved(_("Personne enregistrée."))
    return _back(contact.organization_id, "personnes")


@bp.post("/partenaires/personnes/<int:contact_id>/retrait")
@allow(WRITERS)
def remove_contact(contact_id: int) -> Response:
    contact = sheet_queries.contact_for(contact_id)
    places.remove_contact(contact, contact.organization.version, hand=Hand(me()))
    saved(_("Personne retirée."))
    return _back(contact.organization_id, "personnes")


# ---- agreements


@bp.get("/partenaires/organismes/<int:organization_id>/ententes/nouvelle")
@allow(WRITERS)
def new_agreement(organization_id: int) -> Response:
    organization = sheet_queries.writable_organization_for(organization_id)
    return sheet_pages.form("agreement.html", AgreementForm(me()), organization=organization, row=None)


@bp.post("/partenaires/organismes/<int:organization_id>/ententes")
@allow(WRITERS)
def agree(organization_id: int) -> Response:
    organization, form = sheet_queries.writable_organization_for(organization_id), AgreementForm(me())
    if not form.validate():
        return sheet_pages.form("agreement.html", form, 422, organization=organization, row=None)
    school_words.agree(organization, form.values, by=me())
    saved(_("Entente notée."))
    return _back(organization_id, "ententes")


@bp.get("/partenaires/ententes/<int:agreement_id>")
@allow(WRITERS)
def edit_agreement(agreement_id: int) -> Response:
    agreement, form = sheet_queries.agreement_for(agreement_id), AgreementForm(me())
    form.fill(agreement)
    return sheet_pages.form("agreement.html", form, organization=agreement.organization, row=agreement)


@bp.post("/partenaires/ententes/<int:agreement_id>")
@allow(WRITERS)
def update_agreement(agreement_id: int) -> Response:
    agreement, form = sheet_queries.agreement_for(agreement_id), AgreementForm(me())
    context = {"organization": agreement.organization, "row": agreement}
    if not form.validate():
        return sheet_pages.form("agreement.html", form, 422, **context)
    try:
        school_words.change(agreement, form.version.data or 0, form.values, by=me())
    except Stale as stale:
        form.version.data = stale.current.version
        return sheet_pages.form("agreement.html", form, 409, theirs=True, **context)
    saved(_("Entente enregistrée."))
    return _back(agreement.organization_id, "ententes")


@bp.post("/partenaires/ententes/<int:agreement_id>/fin")
@allow(WRITERS)
def end_agreement(agreement_id: int) -> Response:
    agreement = sheet_queries.agreement_for(agreement_id)
    school_words.end(agreement, by=me())
    saved(_("L’entente est terminée."), undo=(url_for("partner_parts.take_up", agreement_id=agreement_id), {}))
    return _back(agreement.organization_id, "ententes")


@bp.post("/partenaires/ententes/<int:agreement_id>/reprise")
@allow(WRITERS)
def take_up(agreement_id: int) -> Response:
    agreement = sheet_queries.agreement_for(agreement_id)
    school_words.take_up(agreement, by=me())
    saved(_("L’entente tient de nouveau."))
    return _back(agreement.organization_id, "ententes")
