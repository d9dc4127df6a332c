"""Writing sheets: organisations and services, with all that belongs to them, their history and their event together.

Every way in (the forms, an import, what a partner proposed and a colleague accepted) goes through here; ``hand`` says
whose it is.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar
from uuid import uuid4

from peewee import IntegrityError

from schoolapp import clock
from schoolapp.accounts.models import User
from schoolapp.audit import record
from schoolapp.database import atomic
from schoolapp.formats import local, search_key, sort_key
from schoolapp.partners import cards, freshness, history, sheet_parts
from schoolapp.partners.fields import as_text
from schoolapp.partners.history import Hand
from schoolapp.partners.models import Organization, Service
from schoolapp.records import NamedTuple


class Parts(NamedTuple):
    """The rows that belong to a sheet; None leaves those there are alone.

    Attributes:
        categories: codes.
        places: ids of places of the organisation.
        schedules: for each, ``place`` (id or None), ``byday``, ``opens_at``, ``closes_at``, ``valid_from``,
            ``valid_to``, ``words``.
        phones: for each, ``digits``, ``typed``, ``extension``, ``kind``, ``words``.
    """

    categories: list[str] | None = None
    places: list[int] | None = None
    schedules: list[dict[str, Any]] | None = None
    phones: list[dict[str, Any]] | None = None


NO_PARTS = Parts()
Create = TypeVar("Create", bound=Callable[..., Any])


def new_uuid() -> str:
    """An id for a row that HSDS will carry."""
    return str(uuid4())


def name_keys(values: dict[str, Any]) -> dict[str, Any]:
    """The keys of an organisation's names."""
    return {
        "sort_key": sort_key(values["name"])[:420],
        "search_key": search_key(values["name"], values.get("other_name", ""))[:900],
    }


def _once(model: Any) -> Callable[[Create], Create]:
    """Have a form that is sent twice, even at the same moment, write one row."""

    def wrap(create: Create) -> Create:
        @wraps(create)
        def made(*arguments: Any, hand: Hand, form_key: str | None = None, **options: Any) -> Any:
            try:
                return create(*arguments, hand=hand, form_key=form_key, **options)
            except IntegrityError:
                if known := _known(model, hand.by, form_key):
                    return known, False
                raise

        return made

    return wrap


# ---- organisations


@_once(Organization)
def create_organization(
    values: dict[str, Any], parts: Parts = NO_PARTS, *, hand: Hand, form_key: str | None = None
) -> tuple[Organization, bool]:
    """Write a new organisation, once for each form. Returns it, and whether it is new."""
    with atomic():
        if known := _known(Organization, hand.by, form_key):
            return known, False
        now = clock.now()
        made = Organization.create(
            **{"uuid": new_uuid()} | values | name_keys(values), created_at=now, updated_at=now,
            created_by=hand.by.id if hand.by else None, form_key=form_key,
        )  # fmt: skip
        sheet_parts.set_phones(parts.phones, organization=made.id)
        history.write(made.id, None, {"created": ("", made.name)}, hand, now)
        record("partner.created", by=hand.by, subject=made)
    return made, True


def rewrite_organization(
    organization: Organization, expected: int, values: dict[str, Any], parts: Parts = NO_PARTS, *, hand: Hand
) -> list[str]:
    """Change an organisation. Returns the fields that changed.

    Raises:
        Stale: someone else changed it since version ``expected``.
    """
    with atomic():
        changed, changes = _differences(organization, values)
        changes |= sheet_parts.set_phones(parts.phones, organization=organization.id)
        if not changes:
            return []
        now = clock.now()
        keys = name_keys({"name": organization.name, "other_name": organization.other_name} | changed)
        organization.change(expected, updated_at=now, **changed, **keys)
        if changed.keys() & {"name", "other_name"}:
            cards.refresh_organization(organization)
        history.write(organization.id, None, changes, hand, now)
        record("partner.changed", by=hand.by, subject=organization, detail={"champs": sorted(changes)})
    return list(changes)


# ---- services


@_once(Service)
def create_service(
    organization: Organization, values: dict[str, Any], parts: Parts, *, hand: Hand, form_key: str | None = None
) -> tuple[Service, bool]:
    """Write a new service of an organisation, once for each form. Returns it, and whether it is new."""
    with atomic():
        if known := _known(Service, hand.by, form_key):
            return known, False
        now = clock.now()
        made = Service.create(
            **{"uuid": new_uuid()} | values, organization=organization.id, sort_key=sort_key(values["name"])[:420],
            created_at=now, updated_at=now, created_by=hand.by.id if hand.by else None, form_key=form_key,
        )  # fmt: skip
        _set_parts(made, parts)
        cards.refresh(made)
        history.write(organization.id, made.id, {"created": ("", made.name)}, hand, now)
        record("service.created", by=hand.by, subject=made, detail={"organisme": organization.id})
    return made, True


def rewrite_service(
    service: Service, expected: int, values: dict[str, Any], parts: Parts = NO_PARTS, *, hand: Hand
) -> list[str]:
    """Change a service. Returns the fields that changed.

    Raises:
        Stale: someone else changed it since version ``expected``.
    """
    with atomic():
        changed, changes = _differences(service, values)
        changes |= _set_parts(service, parts)
        if not changes:
            return []
        now = clock.now()
        service.change(expected, updated_at=now, **changed, **_due(service, changed))
        cards.refresh(service)
        history.write(service.organization_id, service.id, changes, hand, now)
        record("service.changed", by=hand.by, subject=service, detail={"champs": sorted(changes)})
    return list(changes)


def _due(service: Service, changed: dict[str, Any]) -> dict[str, Any]:
    """Another period moves the day from which a sheet that was confirmed is overdue."""
    if "confirm_months" not in changed or service.confirmed_at is None:
        return {}
    return {"confirm_by": freshness.due(local(service.confirmed_at).date(), changed["confirm_months"])}


class _Enough(Exception):
    """Nothing of what was tried is to be kept."""


def compare(row: Any, values: dict[str, Any], parts: Parts = NO_PARTS) -> history.Changes:
    """What writing this on a sheet would change, in words; nothing is written."""
    _columns, changes = _differences(row, values)
    try:
        with atomic():
            if isinstance(row, Service):
                changes |= _set_parts(row, parts)
            else:
                changes |= sheet_parts.set_phones(parts.phones, organization=row.id)
            raise _Enough
    except _Enough:
        return changes


def _set_parts(service: Service, parts: Parts) -> history.Changes:
    return (
        sheet_parts.set_categories(parts.categories, service)
        | sheet_parts.set_places(parts.places, service)
        | sheet_parts.set_schedules(parts.schedules, service)
        | sheet_parts.set_phones(parts.phones, service=service.id)
    )


def _known(model: Any, by: User | None, form_key: str | None) -> Any:
    if by is None or not form_key:
        return None
    return model.get_or_none((model.created_by == by.id) & (model.form_key == form_key))


def _differences(row: Any, values: dict[str, Any]) -> tuple[dict[str, Any], history.Changes]:
    """The columns that differ, and the same in words."""
    changed = {name: value for name, value in values.items() if getattr(row, name) != value}
    texts = {name: (as_text(name, getattr(row, name)), as_text(name, value)) for name, value in changed.items()}
    return changed, texts
