"""A small directory for the tests: organisations and services made by hand, as the verbs would leave them."""

from __future__ import annotations

from datetime import date
from itertools import count
from typing import Any
from uuid import uuid4

from schoolapp import clock
from schoolapp.database import atomic
from schoolapp.formats import search_key, sort_key
from schoolapp.partners import cards
from schoolapp.partners import models as m

_numbers = count(1)


def organization(name: str = "", **columns: Any) -> m.Organization:
    name = name or f"Organisme {next(_numbers)}"
    facts = {"created_at": clock.now(), "updated_at": clock.now()} | columns
    return m.Organization.create(
        uuid=str(uuid4()), name=name, sort_key=sort_key(name), search_key=search_key(name), **facts
    )


def service(
    name: str = "Service",
    organization_name: str | m.Organization = "Maison",
    *needs: str,
    phone: str = "",
    hours: tuple[tuple[list[str], str, str], ...] = (),
    place: dict[str, Any] | None = None,
    **columns: Any,
) -> m.Service:
    """A service with its needs, one phone, its hours and one place."""
    with atomic():
        owner = organization_name
        if isinstance(owner, str):
            owner = m.Organization.get_or_none(m.Organization.name == owner) or organization(owner)
        facts = {"created_at": clock.now(), "updated_at": clock.now(), "confirm_by": date(2027, 6, 1)} | columns
        made = m.Service.create(uuid=str(uuid4()), organization=owner, name=name, sort_key=sort_key(name), **facts)
        for code in needs:
            m.ServiceCategory.create(service=made, code=code)
        if phone:
            m.Phone.create(uuid=str(uuid4()), service=made, digits=phone, typed=phone)
        for byday, opens_at, closes_at in hours:
            m.Schedule.create(uuid=str(uuid4()), service=made, byday=byday, opens_at=opens_at, closes_at=closes_at)
        if place is not None:
            where = m.Place.create(uuid=str(uuid4()), organization=owner, **place)
            m.ServicePlace.create(uuid=str(uuid4()), service=made, place=where)
        cards.refresh(made)
    return made
