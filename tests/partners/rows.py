"""What the tests of partners' links share: an organisation and its services as they are, what a partner proposes."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from schoolapp import clock
from schoolapp.accounts.models import User
from schoolapp.formats import search_key, sort_key
from schoolapp.partners import proposals, sheet_fields
from schoolapp.partners.models import Organization, Proposal, Service, SheetLink

WHO = "Mme Ouellet"


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


def shown(row: Any) -> dict[str, str]:
    """The marks of what the partner's page shows."""
    texts = sheet_fields.texts(row, sheet_fields.around(row))
    waits = {name: one.after for name, one in proposals.waiting_on(row).items()}
    return {name: sheet_fields.mark(waits.get(name, text)) for name, text in texts.items()}


def propose(link: SheetLink, row: Any, **answers: str) -> proposals.Answered:
    """The partner sends its form, having seen the sheet as it is now."""
    return proposals.propose(link, row, answers, shown(row), WHO)


def only(**where: Any) -> Proposal:
    """The one proposal that has these values."""
    return Proposal.get(*(getattr(Proposal, name) == value for name, value in where.items()))


def accept(proposal: Proposal, by: User, seen: str | None = None) -> None:
    """A colleague accepts, having seen what the sheet says now unless told otherwise."""
    now = sheet_fields.mark(proposals.current_text(proposal)) if seen is None else seen
    proposals.accept(proposal, proposal.version, now, by=by)
