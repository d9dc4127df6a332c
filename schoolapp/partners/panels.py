"""What the other parts of the directory, and other rooms, add to the page of a service or of an organisation.

They register here when they are registered; each source loads what it shows in a fixed number of statements.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from schoolapp.accounts.models import User
from schoolapp.families.parts import Panel

# The person and the row; an organisation's or a service's own page.
Source = Callable[[User, Any], Panel | None]

_service_acts: dict[str, Source] = {}
_service_boxes: dict[str, Source] = {}
_organization_acts: dict[str, Source] = {}
_organization_boxes: dict[str, Source] = {}


def register_service_act(name: str, source: Source) -> None:
    """Add a button or a link at the head of a service's page (« Référer une famille »)."""
    _service_acts[name] = source


def register_service_box(name: str, source: Source) -> None:
    """Add a box beside a service's page."""
    _service_boxes[name] = source


def register_organization_act(name: str, source: Source) -> None:
    """Add a button or a link at the head of an organisation's page."""
    _organization_acts[name] = source


def register_organization_box(name: str, source: Source) -> None:
    """Add a box beside an organisation's page."""
    _organization_boxes[name] = source


def of_service(user: User, service: Any) -> tuple[list[Panel], list[Panel]]:
    """What this person sees on a service's page: at its head, beside it."""
    return _in_order(_service_acts, user, service), _in_order(_service_boxes, user, service)


def of_organization(user: User, organization: Any) -> tuple[list[Panel], list[Panel]]:
    """What this person sees on an organisation's page: at its head, beside it."""
    return _in_order(_organization_acts, user, organization), _in_order(_organization_boxes, user, organization)


def _in_order(sources: dict[str, Source], user: User, row: Any) -> list[Panel]:
    found = [panel for source in sources.values() if (panel := source(user, row)) is not None]
    return sorted(found, key=lambda panel: panel.order)
