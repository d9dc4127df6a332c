"""Visiting cards (vCard 3.0, which every address book reads) of a partner and of the people to speak with there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from schoolapp.partners.models import Contact, Organization, Phone, Place
from schoolapp.partners.vocabulary import FAX, TEXT
from schoolapp.partners.words import dial


class _Address(str):
    """An address of the web, which is not escaped like a text."""

    __slots__ = ()


TYPES = {FAX: "FAX", TEXT: "CELL"}


def card_of(organization: Organization, phones: Sequence[Phone], places: Sequence[Place]) -> bytes:
    """The card of the organisation itself."""
    lines = [("FN", organization.name), ("N", [organization.name, "", "", "", ""]), ("ORG", [organization.name])]
    return _card([*lines, *_reached(organization, phones, places), ("UID", organization.uuid)])


def card_of_person(contact: Contact, phones: Sequence[Phone], places: Sequence[Place]) -> bytes:
    """The card of somebody there. The name is kept whole: nobody knows which of its words is which."""
    organization = contact.organization
    name = contact.name or contact.title or organization.name
    lines: list[tuple[str, Any]] = [("FN", name), ("N", [name, "", "", "", ""])]
    lines += [("ORG", [organization.name, *filter(None, [contact.department])])]
    lines += [("TITLE", contact.title)] if contact.title else []
    shown = contact if contact.email else organization
    return _card([*lines, *_reached(shown, phones, places, organization.website), ("UID", contact.uuid)])


def _reached(who: Any, phones: Sequence[Phone], places: Sequence[Place], website: str = "") -> list[tuple[str, Any]]:
    lines: list[tuple[str, Any]] = []
    for phone in phones:
        extension = f" x{phone.extension}" if phone.extension else ""
        kind = TYPES.get(phone.kind, "VOICE")
        lines.append((f"TEL;TYPE=WORK,{kind}", f"{dial(phone.digits)}{extension}"))
    if who.email:
        lines.append(("EMAIL;TYPE=INTERNET,WORK", who.email))
    for place in places[:1]:
        address = ["", place.address_more, place.address, place.city, place.province, place.postal_code, place.country]
        lines.append(("ADR;TYPE=WORK", address))
    site = website or getattr(who, "website", "")
    return [*lines, ("URL", _Address(site))] if site else lines


def _card(lines: Sequence[tuple[str, Any]]) -> bytes:
    from icalendar.parser import Contentline

    whole = [("BEGIN", "VCARD"), ("VERSION", "3.0"), *lines, ("END", "VCARD")]
    written = [Contentline(f"{name}:{_value(value)}").to_ical() for name, value in whole]
    return b"\r\n".join(written) + b"\r\n"


def _value(value: str | list[str]) -> str:
    """A text, or the parts of one, with what would end them escaped."""
    if isinstance(value, _Address):
        return "".join(value.split()).replace(",", "%2C").replace(";", "%3B")  # some readers would stop there
    if isinstance(value, list):
        return ";".join(_value(part) for part in value)
    plain = value.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return plain.replace("\r\n", "\\n").replace("\n", "\\n").replace("\r", "\\n")
