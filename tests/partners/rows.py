"""What the tests of sheets share: an organisation and its services, written as they are."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from schoolapp import clock
from schoolapp.formats import search_key, sort_key
from schoolapp.partners.models import Organization, Service


def organization(name: str = "La Maison du quartier", **columns: Any) -> Organization:
    """An organisation, nothing around it."""
    keys = {"sort_key": sort_key(name), "search_key": search_key(name), "uuid": str(uuid4())}
    return Organization.create(name=name, created_at=clock.now(), updated_at=clock.now(), **keys, **columns)


def service(of: Organization, name: str = "Dépannage alimentaire", **columns: Any) -> Service:
    """One of its services, never confirmed unless told otherwise."""
    keys = {"sort_key": sort_key(name), "search_text": search_key(name, of.name), "uuid": str(uuid4())}
    values = {"organization": of.id, "created_at": clock.now(), "updated_at": clock.now()} | keys | columns
    return Service.create(name=name, **values)


def fresh(row: Any) -> Any:
    """The row as it is now."""
    return type(row).get_by_id(row.id)
