"""What this part of the directory adds to its pages: how fresh a sheet is, and the partner's own link."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from schoolapp.accounts.models import User
from schoolapp.families.parts import Panel
from schoolapp.partners import freshness, links, panels, rules
from schoolapp.partners.models import Organization, Proposal, Service, SheetLink
from schoolapp.partners.proposals import PROPOSED

FIRST, LATER = 5, 60


def freshness_box(user: User, service: Service) -> Panel | None:
    """How long the sheet may still be relied on; who may, confirms it in one click."""
    confirms = rules.can_write(user.role)
    person = service.confirmed_by.name if service.confirmed_by_id else ""
    here = (Proposal.service == service.id) & (Proposal.state == PROPOSED)
    waiting = Proposal.select().where(here).count() if confirms else 0
    fresh = freshness.of(service, person)
    box = SimpleNamespace(service=service, fresh=fresh, confirms=confirms, waiting=waiting)
    return Panel("partners/_freshness.html", FIRST, {"freshness": box})


def links_box(user: User, organization: Organization) -> Panel | None:
    """Where the partner's link stands, and what came by it."""
    if not rules.can_write(user.role) or organization.archived:
        return None
    rows = SheetLink.select().where(SheetLink.organization == organization.id)
    here = (Proposal.organization == organization.id) & (Proposal.state == PROPOSED)
    context: dict[str, Any] = {"link": rows.order_by(SheetLink.id.desc()).first()}
    context |= {"rules": links, "waiting": Proposal.select().where(here).count(), "organization": organization}
    return Panel("partners/_links_box.html", LATER, {"partner_link": SimpleNamespace(**context)})


def register() -> None:
    """Add these boxes."""
    panels.register_service_box("freshness", freshness_box)
    panels.register_organization_box("links", links_box)
