"""What other rooms add beside a request. This room knows nothing of those above it: they register here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from schoolapp.accounts.models import User
from schoolapp.families.parts import Panel

Source = Callable[[User, Any], Panel | None]

_sources: dict[str, Source] = {}


def register(name: str, source: Source) -> None:
    """Add a box beside a request (its ``Card``); it loads what it shows in a fixed number of statements."""
    _sources[name] = source


def of(user: User, card: Any) -> list[Panel]:
    """The boxes this person may see, in order."""
    found = [panel for source in _sources.values() if (panel := source(user, card)) is not None]
    return sorted(found, key=lambda panel: panel.order)
