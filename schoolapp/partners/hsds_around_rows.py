"""The rows of HSDS that surround organisations and services: places, schedules, people, telephones."""

from __future__ import annotations

from typing import TYPE_CHECKING

from schoolapp.partners import hsds
from schoolapp.partners.models import Contact, Phone, Place, Schedule
from schoolapp.partners.vocabulary import PHONE_KINDS, TOLL_FREE

if TYPE_CHECKING:
    from schoolapp.partners.hsds_rows import Writer

END_OF_DAY = "23:59:59"


def hour(text: str | None) -> str | None:
    """A time of day as HSDS writes it, to the second; midnight at the end of a day has no hour there."""
    return None if not text else END_OF_DAY if text == "24:00" else f"{text}:00"


def place(writer: Writer, one: Place) -> None:
    """A place, its address, and whether one gets in."""
    writer.add(
        "location",
        one.uuid,
        location_type="physical",
        organization_id=writer.directory.organizations[one.organization_id].uuid,
        name=one.name,
        transportation=one.transport,
        latitude=one.latitude,
        longitude=one.longitude,
    )
    if one.address or one.city or one.postal_code:
        writer.add(
            "address",
            hsds.made("adresse", one.uuid),
            location_id=one.uuid,
            address_1=one.address or hsds.MISSING,
            address_2=one.address_more,
            city=one.city or hsds.MISSING,
            state_province=one.province or hsds.MISSING,
            postal_code=one.postal_code or hsds.MISSING,
            country=one.country or hsds.MISSING,
            address_type="physical",
        )
    if one.accessible is not None or one.access_words:
        made, said = hsds.made("acces", one.uuid), hsds.ACCESSIBLE[one.accessible]
        writer.add("accessibility", made, location_id=one.uuid, description=said, details=one.access_words)


def schedule(writer: Writer, one: Schedule) -> None:
    """When a service is open."""
    at = writer.directory.places.get(one.place_id)
    writer.add(
        "schedule",
        one.uuid,
        service_id=writer.directory.services[one.service_id].uuid,
        location_id=at.uuid if at else None,
        valid_from=one.valid_from.isoformat() if one.valid_from else None,
        valid_to=one.valid_to.isoformat() if one.valid_to else None,
        freq="WEEKLY" if one.byday else None,
        byday=",".join(one.byday),
        opens_at=hour(one.opens_at),
        closes_at=hour(one.closes_at),
        description=one.words,
    )


def contact(writer: Writer, one: Contact) -> None:
    """Somebody to speak with."""
    service = writer.directory.services.get(one.service_id)
    writer.add(
        "contact",
        one.uuid,
        organization_id=writer.directory.organizations[one.organization_id].uuid,
        service_id=service.uuid if service else None,
        name=one.name,
        title=one.title,
        department=one.department,
        email=one.email,
    )


def phone(writer: Writer, one: Phone) -> None:
    """A number, of one of the four that may have some."""
    directory = writer.directory
    holders = {
        "contact_id": directory.contacts.get(one.contact_id),
        "location_id": directory.places.get(one.place_id),
        "service_id": directory.services.get(one.service_id),
        "organization_id": directory.organizations.get(one.organization_id),
    }
    holder = directory.holder(one) or ""
    # HSDS takes an extension for a number: « 0123 » or « 12 ou 13 » would not come back.
    plain = one.extension if one.extension.isascii() and one.extension.isdigit() and one.extension[0] != "0" else ""
    writer.add(
        "phone",
        one.uuid,
        number=one.typed,
        extension=int(plain) if plain else None,
        type=hsds.PHONE_TYPES.get(one.kind, "voice"),
        description=one.words,
        **{holder: holders[holder].uuid},
    )
    if one.kind == TOLL_FREE:
        writer.fact("phone", one.uuid, "telephone", str(PHONE_KINDS[TOLL_FREE]))
    if one.extension and not plain:
        writer.fact("phone", one.uuid, "poste", one.extension)
