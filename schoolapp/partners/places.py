"""The places of an organisation and the people one speaks with there: adding, changing, taking away.

They are guarded by the organisation's version, which the person saw: two people who change them at once are told.
"""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _

from schoolapp import clock
from schoolapp.audit import record
from schoolapp.database import atomic
from schoolapp.errors import Refused
from schoolapp.partners import cards, history, sheet_parts, words
from schoolapp.partners.history import Hand
from schoolapp.partners.models import Contact, Organization, Phone, Place, ServicePlace
from schoolapp.partners.sheets import new_uuid

Numbers = list[dict[str, Any]]


def add_place(
    organization: Organization, expected: int, values: dict[str, Any], numbers: Numbers, *, hand: Hand
) -> Place:
    """Add a place.

    Raises:
        Stale: someone else changed the organisation since version ``expected``.
    """
    with atomic():
        made = Place.create(uuid=new_uuid(), organization=organization.id, province="QC", **values)
        sheet_parts.set_phones(numbers, place=made.id)
        _keep(organization, expected, "place", ("", _place_text(made)), hand)
    return made


def change_place(place: Place, expected: int, values: dict[str, Any], numbers: Numbers | None, *, hand: Hand) -> None:
    """Change a place; the services that are there are found by its new words. None leaves its numbers alone.

    Raises:
        Stale: someone else changed the organisation since version ``expected``.
    """
    with atomic():
        before = _place_text(place)
        Place.update(**values).where(Place.id == place.id).execute()
        sheet_parts.set_phones(numbers, place=place.id)
        _keep(place.organization, expected, "place", (before, _place_text(Place.get_by_id(place.id))), hand)
        cards.refresh_all([row.service_id for row in ServicePlace.select().where(ServicePlace.place == place.id)])


def remove_place(place: Place, expected: int, *, hand: Hand) -> None:
    """Take a place away.

    Raises:
        Refused: services are still offered there.
        Stale: someone else changed the organisation since version ``expected``.
    """
    with atomic():
        if ServicePlace.select().where(ServicePlace.place == place.id).exists():
            raise Refused(_("Des services y sont encore offerts : retirez d’abord ce lieu de leurs fiches."))
        text = _place_text(place)
        place.delete_instance()
        _keep(place.organization, expected, "place", (text, ""), hand)


def add_contact(
    organization: Organization, expected: int, values: dict[str, Any], numbers: Numbers, *, hand: Hand
) -> Contact:
    """Add somebody to speak with.

    Raises:
        Stale: someone else changed the organisation since version ``expected``.
    """
    with atomic():
        made = Contact.create(uuid=new_uuid(), organization=organization.id, **values)
        sheet_parts.set_phones(numbers, contact=made.id)
        _keep(organization, expected, "contact", ("", _contact_text(made)), hand)
    return made


def change_contact(contact: Contact, expected: int, values: dict[str, Any], numbers: Numbers, *, hand: Hand) -> None:
    """Change somebody to speak with.

    Raises:
        Stale: someone else changed the organisation since version ``expected``.
    """
    with atomic():
        before = _contact_text(contact)
        Contact.update(**values).where(Contact.id == contact.id).execute()
        sheet_parts.set_phones(numbers, contact=contact.id)
        _keep(contact.organization, expected, "contact", (before, _contact_text(Contact.get_by_id(contact.id))), hand)


def remove_contact(contact: Contact, expected: int, *, hand: Hand) -> None:
    """Take somebody away: they left.

    Raises:
        Stale: someone else changed the organisation since version ``expected``.
    """
    with atomic():
        text = _contact_text(contact)
        contact.delete_instance()
        _keep(contact.organization, expected, "contact", (text, ""), hand)


def _keep(organization: Organization, expected: int, field: str, texts: tuple[str, str], hand: Hand) -> None:
    if texts[0] == texts[1]:
        return
    now = clock.now()
    organization.change(expected, updated_at=now)
    history.write(organization.id, None, {field: texts}, hand, now)
    action = "partner.place" if field == "place" else "partner.person"
    record(action, by=hand.by, subject=organization)


def _numbers(**owner: int) -> list[str]:
    ((name, number),) = owner.items()
    rows = Phone.select().where(getattr(Phone, name) == number).order_by(Phone.id)
    return [words.phone_line(row) for row in rows]


def _place_text(place: Place) -> str:
    access = {True: _("accessible en fauteuil roulant"), False: _("pas accessible en fauteuil roulant")}
    parts = (
        place.name, words.address_line(place), access.get(place.accessible, ""), place.access_words, place.transport,
        *_numbers(place=place.id),
    )  # fmt: skip
    return "\n".join(part for part in parts if part)


def _contact_text(contact: Contact) -> str:
    about = contact.service.name if contact.service_id else ""
    parts = (contact.name, contact.title, contact.department, about, contact.email, *_numbers(contact=contact.id))
    return "\n".join(part for part in parts if part)
