"""What the pages around the search read: one service of the directory, with whose it is."""

from __future__ import annotations

from flask import abort

from schoolapp.access import SCHOOL_STAFF
from schoolapp.accounts.models import User
from schoolapp.partners.models import Contact, Organization, Phone, Place, Service
from schoolapp.partners.vocabulary import ARCHIVED


def service_for(user: User, service_id: int) -> Service:
    """A service that is not archived, with its organisation; 404 for others."""
    rows = Service.select(Service, Organization).join(Organization, on=Service.organization)
    live = (Service.id == service_id) & (Service.state != ARCHIVED) & Organization.archived_at.is_null()
    if user.role not in SCHOOL_STAFF:
        abort(404)
    return rows.where(live).get_or_none() or abort(404)


def organization_for(user: User, organization_id: int) -> Organization:
    """An organisation that is not archived; 404 for others."""
    if user.role not in SCHOOL_STAFF:
        abort(404)
    live = (Organization.id == organization_id) & Organization.archived_at.is_null()
    return Organization.get_or_none(live) or abort(404)


def contact_for(user: User, contact_id: int) -> Contact:
    """Somebody to speak with, with their organisation; 404 for whoever is elsewhere."""
    if user.role not in SCHOOL_STAFF:
        abort(404)
    rows = Contact.select(Contact, Organization).join(Organization, on=Contact.organization)
    return rows.where((Contact.id == contact_id) & Organization.archived_at.is_null()).get_or_none() or abort(404)


def phones_of(organization: Organization, contact: Contact | None = None) -> list[Phone]:
    """The numbers of a person, or those of the organisation when they have none of their own."""
    own = Phone.select().where(Phone.contact == contact.id) if contact else []
    shared = Phone.select().where(Phone.organization == organization.id).order_by(Phone.id)
    return list(own) or list(shared)


def places_of(organization: Organization) -> list[Place]:
    """Where the organisation receives people."""
    return list(Place.select().where(Place.organization == organization.id).order_by(Place.id))
