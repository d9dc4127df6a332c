"""What other rooms add to a family's file: entries on its timeline, and boxes beside it.

The families room knows nothing of the rooms above it: they register here, when they are registered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from schoolapp.accounts.models import User
from schoolapp.families.models import Family


@dataclass(frozen=True)
class Entry:
    """One entry of the timeline.

    Attributes:
        at: when it happened (aware).
        template: the fragment that shows it.
        name: the variable the fragment takes.
        row: that variable's value, with all that it shows already loaded.
    """

    at: datetime
    template: str
    name: str
    row: Any


@dataclass(frozen=True)
class Panel:
    """One box beside the file: its fragment and what the fragment takes. Lower ``order`` comes first."""

    template: str
    order: int
    context: dict[str, Any] = field(default_factory=dict)


Timeline = Callable[[User, Family], Iterable[Entry]]
Side = Callable[[User, Family], Panel | None]

_timelines: dict[str, Timeline] = {}
_panels: dict[str, Side] = {}


def register_timeline(name: str, source: Timeline) -> None:
    """Add a source of timeline entries; it must load its entries in a fixed number of queries."""
    _timelines[name] = source


def register_panel(name: str, source: Side) -> None:
    """Add a box beside the file; it must load what it shows in a fixed number of queries."""
    _panels[name] = source


def timeline(user: User, family: Family) -> list[Entry]:
    """All the entries this person may see, the latest first."""
    entries = [entry for source in _timelines.values() for entry in source(user, family)]
    return sorted(entries, key=lambda entry: entry.at, reverse=True)


def panels(user: User, family: Family) -> list[Panel]:
    """The boxes this person may see, in order."""
    found = [panel for source in _panels.values() if (panel := source(user, family)) is not None]
    return sorted(found, key=lambda panel: panel.order)
