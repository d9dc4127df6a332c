"""What finding adds to the sheets: the star, the sheet to hand over, the other languages, the visiting card."""

from __future__ import annotations

from typing import Any

from schoolapp.accounts.models import User
from schoolapp.partners import panels
from schoolapp.partners.finding_page import Star
from schoolapp.partners.models import Favourite
from schoolapp.partners.rules import READERS, can_write


def _of_service(user: User, service: Any) -> panels.Panel | None:
    if user.role not in READERS or service.archived:
        return None
    kept = (Favourite.user == user.id) & (Favourite.service == service.id)
    star = Star(service.id, service.name, Favourite.select().where(kept).exists())
    return panels.Panel("partners/_service_tools.html", 30, {"favourite": star, "translates": can_write(user.role)})


def _of_organization(user: User, organization: Any) -> panels.Panel | None:
    if user.role not in READERS or organization.archived:
        return None
    return panels.Panel("partners/_organization_tools.html", 30, {"card_of": organization.id})


def register() -> None:
    """Take part in the pages of services and organisations."""
    panels.register_service_act("finding", _of_service)
    panels.register_organization_act("finding", _of_organization)
